"""What must be said beside an answer: whether the rule still holds, and whom it holds for. Plain Chinese first, English second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.answers.answer import Citation, SearchHit
from kb.answers.scope import Scope
from kb.citation_lines import citation_line
from kb.documents import repeal_of_clause
from kb.effect_messages import REPEALED, ending_word
from kb.language import Place, RegionIndex
from kb.messages import Message
from kb.records import Document, Notice

_DAYS = {"issued", "effective_from", "effective_to"}
_NOT_SAID = Message("没有找到依据：现有文件没有写到这件事。", "Not found: the documents held do not say.")
_NOT_SHOWN = Message("在所问的范围内没有找到依据。", "Not found within what was asked for.")


def answer_notices(
    citations: Sequence[Citation], scope: Scope, regions: RegionIndex, as_of: date
) -> tuple[Notice, ...]:
    """The notices of an answer, each said once, in the order of the citations."""
    notices = [_document_not_held(number, elsewhere=not scope.names_document) for number in scope.unheld_documents]
    notices.extend(_unknown_place(name) for name in scope.unknown_places)
    for citation in citations:
        notices.extend(validity_notices(citation, as_of))
        notices.extend(_doubt_notices(citation))
        if citation.validity in ("in_force", "undated"):
            notices.extend(_affected_notices(citation, as_of))
            notices.extend(_basis_notices(citation, as_of))
        notices.extend(_region_notices(citation, scope, regions))
        if citation.document.kind == "digest":
            notices.append(
                Notice(
                    "digest",
                    Message(
                        f"{_name(citation)}是报纸摘编，不是文件原文。",
                        f"{_name(citation)} is a newspaper digest, not the notice itself.",
                    ),
                )
            )
    notices.extend(_not_held(place, regions) for place in scope.unheld)
    return tuple(dict.fromkeys(notices))


def out_of_scope_notices(
    scope: Scope, regions: RegionIndex, contact: Message, hidden: Sequence[Notice] = ()
) -> tuple[Notice, ...]:
    """Why a question about a place that is not held has no answer, what was not searched, and whom to ask."""
    documents = (_document_not_held(number) for number in scope.unheld_documents)
    places = (_not_held(place, regions) for place in scope.unheld)
    return (*documents, *places, *hidden, Notice("where_to_ask", contact))


def not_found_notices(
    scope: Scope,
    contact: Message,
    regions: RegionIndex,
    related: Sequence[SearchHit] = (),
    hidden: Sequence[Notice] = (),
) -> tuple[Notice, ...]:
    """Why there is no answer, which places are not held, which rules were not searched, which come near, and whom to ask instead."""
    documents = (_document_not_held(number) for number in scope.unheld_documents)
    near = [Notice("related", _near(related))] if related else []
    return (
        *documents,
        *map(_unknown_place, scope.unknown_places),
        *(_not_held(place, regions) for place in scope.unheld),
        Notice("not_found", _NOT_SHOWN if hidden else _NOT_SAID),
        *hidden,
        *near,
        Notice("where_to_ask", contact),
    )


def side_notices(missing: Sequence[str]) -> tuple[Notice, ...]:
    """For each side of a comparison that has nothing: that it has nothing."""
    return tuple(
        Notice(
            "side_not_found", Message(f"{name}：现有文件没有写到这件事。", f"{name}: the documents held do not say.")
        )
        for name in missing
    )


def open_notices(unmet: Sequence[Message]) -> tuple[Notice, ...]:
    """What the question names or asks for and the quoted rule does not: that it does not."""
    if not unmet:
        return ()
    names = tuple(dict.fromkeys(unmet))
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return (Notice("not_stated", Message(f"没有提到：{zh}。", f"Not mentioned there: {en}.")),)


def _near(related: Sequence[SearchHit]) -> Message:
    lines = "、".join(dict.fromkeys(citation_line(hit.document, hit.clause.label) for hit in related[:3]))
    return Message(f"相近的规定（不是答案）：{lines}。", "Rules that come near, which are no answer, are listed.")


def _name(citation: Citation) -> str:
    return citation.document.number or f"《{citation.document.title}》"


def validity_notices(citation: Citation, as_of: date) -> list[Notice]:
    """What must be said of whether the cited clause holds on the day; nothing if it is in force."""
    document, name = citation.document, _name(citation)
    if citation.validity == "expired":
        end = document.effective_to
        text = Message(
            f"{name}已于{end}到期，截至{as_of}不再有效。", f"{name} expired on {end}: not in force on {as_of}."
        )
    elif citation.validity == "not_yet_in_force":
        start = document.effective_from or document.issued
        text = Message(
            f"{name}自{start}起执行，{as_of}尚未生效。",
            f"{name} is not yet in force on {as_of}: it takes effect on {start}.",
        )
    elif citation.validity == "superseded":
        text = _superseded(citation, as_of)
    elif citation.validity == "undated":
        text = Message(
            f"{name}没有写明有效期，请向发文机关核实是否仍有效。", f"{name} states no end date: check with the issuer."
        )
    else:
        return []
    return [Notice(citation.validity, text)]


def _superseded(citation: Citation, as_of: date) -> Message:
    """By which document it was repealed or superseded, from when, and whether only the clause was."""
    document, rule = citation.document, _name(citation)
    by, on, done = document.superseded_by, document.superseded_on, ending_word(document)
    if not (on and on <= as_of) and (part := repeal_of_clause(document, as_of, citation.clause.id)):
        by, on, done, rule = part.by, part.on, REPEALED, f"{rule}{citation.clause.label}"
    return Message(f"{rule}已由{by}{done.zh}，自{on}起不再执行。", f"{rule} was {done.en} by {by} from {on}.")


def _affected_notices(citation: Citation, as_of: date) -> list[Notice]:
    """What other documents say of the cited one that a person must weigh: 与本通知不一致的以本通知为准, a part repealed that was not found."""
    document, name = citation.document, _name(citation)
    longer = [
        Notice(
            "affected",
            Message(
                f"{name}的有效期由{effect.by}延长至{effect.until}：本库没有该文件，由本单位记下。",
                f"{effect.by} extends {name} until {effect.until}: the office has recorded that, the text is not held.",
            ),
        )
        for effect in document.effects
        if effect.kind == "extends" and not effect.words
    ]
    return longer + [
        Notice(
            "affected",
            Message(
                f"{effect.by}{effect.label}对{name}另有规定：“{effect.quote}”，请一并核对。",
                f"{effect.by} says something of {name} that bears on this: check both.",
            ),
        )
        for effect in document.effects
        if (effect.on is None or effect.on <= as_of) and effect.by != document.superseded_by
        if not effect.obeyed and effect.kind != "confirms"
        if not effect.clauses or citation.clause.id in effect.clauses
    ]


def _basis_notices(citation: Citation, as_of: date) -> list[Notice]:
    """Each document that the cited rule says it rests on and that no longer holds on the day."""
    notices: list[Notice] = []
    name = _name(citation)
    for basis in citation.document.bases:
        repealed, end, done = basis.superseded_on, basis.effective_to, ending_word(basis)
        if not (basis.whole or basis.clause == citation.clause.id):
            continue
        if repealed and repealed <= as_of:
            text = Message(
                f"{name}依据的{basis.name}已于{repealed}被{done.zh}。",
                f"{basis.of}, which {name} rests on, was {done.en} on {repealed}.",
            )
        elif end and end < as_of:
            text = Message(
                f"{name}依据的{basis.name}已于{end}到期。", f"{basis.of}, which {name} rests on, expired on {end}."
            )
        else:
            continue
        notices.append(Notice("basis_lapsed", text))
    return notices


def _region_notices(citation: Citation, scope: Scope, regions: RegionIndex) -> list[Notice]:
    document, name = citation.document, _name(citation)
    if not document.region:
        return _national_notices(document, name, scope) if document.national else [_region_unknown(name)]
    if not scope.places:
        return [
            Notice(
                "region", Message(f"{name}只适用于{document.region}。", f"{name} applies in {document.region} only.")
            )
        ]
    relations = {place: regions.relation(document, place) for place in scope.places}
    if "same" in relations.values():
        return []
    for place, relation in relations.items():
        if relation == "parent":
            text = Message(
                f"这是{document.region}的规定，适用于{place.name}。",
                f"A rule of {document.region}, which {place.name} lies in.",
            )
            return [Notice("parent_region", text)]
        if relation == "child":
            text = Message(
                f"{name}只适用于{document.region}，不代表{place.name}全境。",
                f"{name} applies in {document.region} only, a part of {place.name}.",
            )
            return [Notice("other_region", text)]
    return []


def _national_notices(document: Document, name: str, scope: Scope) -> list[Notice]:
    """That it is no rule of the place itself that answers a question about a place."""
    places = [place.name for place in (*scope.places, *scope.unheld)]
    if not places:
        return []
    text = Message(
        f"{name}是全国性规定，适用于{'、'.join(places)}；当地可能另有规定。",
        f"{name} is a national rule, which holds in {', '.join(places)}; local rules may add to it.",
    )
    return [Notice("national", text)]


def _region_unknown(name: str) -> Notice:
    text = Message(
        f"{name}没有写明在哪里适用，请先核对它是不是当地的文件。",
        f"{name} does not say where it applies: check that it is a document of the place.",
    )
    return Notice("region_unknown", text)


def _doubt_notices(citation: Citation) -> list[Notice]:
    """That the quoted words may not be what is printed, and that the days a document's validity rests on are not sure."""
    name, label = _name(citation), citation.clause.label
    notices = [
        Notice(
            "text_uncertain",
            Message(f"{name}{label}：{doubt.reason.zh}", f"{name}{label}: {doubt.reason.en}"),
        )
        for doubt in dict.fromkeys(
            doubt for quote in citation.quotes for doubt in citation.clause.doubts_in(quote.start, quote.end)
        )
    ]
    if not _DAYS & set(citation.document.uncertain):
        return notices
    text = Message(
        f"{name}的日期在原文件里前后不一或只是推断，效力请以原件为准。",
        f"The dates of {name} are inferred or contradict each other in its file: check its validity against the original.",
    )
    return [*notices, Notice("dates_uncertain", text)]


def _document_not_held(number: str, *, elsewhere: bool = False) -> Notice:
    zh, en = ("；以下出自其他文件", "; what follows comes from other documents") if elsewhere else ("", "")
    return Notice("document_not_held", Message(f"没有收录“{number}”{zh}。", f"{number} is not held{en}."))


def _unknown_place(name: str) -> Notice:
    return Notice(
        "unknown_place",
        Message(f"没有认出地名“{name}”：没有按它筛选。", f"{name} is no place known here: nothing was chosen by it."),
    )


def _not_held(place: Place, regions: RegionIndex) -> Notice:
    held = "、".join(held.name for held in regions.held) or "（无）"
    return Notice(
        "region_not_held",
        Message(f"没有{place.name}的文件；现有：{held}。", f"No document of {place.name} is held; held: {held}."),
    )
