"""What an answer does not show because it was left out before the search: by a filter, by the years asked about, by an unknown place.

A filter must never be told as "the texts do not say": what stands behind it is named, with what it is left out by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from kb.answers.candidates import Candidate
from kb.answers.catalogue_words import name_of
from kb.answers.held_documents import HeldDocuments
from kb.answers.probe import Probe
from kb.answers.ranking import Ranker
from kb.answers.scope import ResolvedFilters, Scope
from kb.citation_lines import citation_line
from kb.documents import validity_on
from kb.effect_messages import SUPERSEDED
from kb.messages import Message
from kb.questions import Question
from kb.records import Document, Notice, Validity

_STATES: dict[Validity, Message] = {
    "expired": Message("，已到期", ", expired"),
    "superseded": Message(f"，{SUPERSEDED.zh}", f", {SUPERSEDED.en}"),
    "not_yet_in_force": Message("，尚未施行", ", not yet in force"),
    "undated": Message("，没有写明有效期", ", states no end date"),
    "in_force": Message("", ""),
}


@dataclass(frozen=True)
class NotSearched:
    """Documents (ids) that were not searched, the notice's code, and why."""

    documents: Set[str]
    code: str
    why: Message


def loosened(filters: ResolvedFilters, answered: bool) -> Iterator[tuple[Message, ResolvedFilters]]:
    """The filters without each that was set, by its name, and without any last.

    Beside an answer from the place or the document that was chosen, it is no news that others speak of the matter too.
    """
    state = (
        (Message("只看现行有效", "only in force"), replace(filters, in_force=False)),
        (Message("文件种类", "kind of document"), replace(filters, kind=None)),
    )
    choice = (
        (Message("地区", "region"), replace(filters, place=None)),
        (Message("文件", "document"), replace(filters, document=None)),
        (Message("所选条件合在一起", "the filters together"), ResolvedFilters(filters.as_of)),
    )
    return (one for one in (state if answered else (*state, *choice)) if one[1] != filters)


def left_out(
    scope: Scope,
    filters: ResolvedFilters,
    scope_with: Callable[[ResolvedFilters], Scope],
    years: Sequence[int],
    answered: bool,
) -> Iterator[NotSearched]:
    """What each filter leaves out, and what the question itself does; `scope_with` is the scope under other filters."""
    for name, loose in loosened(filters, answered):
        yield NotSearched(scope_with(loose).documents - scope.documents, "hidden_by_filter", name)
    said = "、".join(map(str, years))
    yield NotSearched(scope.beyond, "outside_period", Message(f"{said}年", said.replace("、", ", ")))
    yield NotSearched(scope.placeless, "region_unknown", Message("没有写明在哪里适用", "no region stated"))


def hidden_notices(
    ranker: Ranker, probe: Probe, groups: Iterator[NotSearched], day: date, above: float
) -> tuple[Notice, ...]:
    """A notice for each group in which clauses answer with more than the utility `above`; of the filters only the first that hides one."""
    found: list[Notice] = []
    for group in groups:
        if group.code == "hidden_by_filter" and any(notice.code == group.code for notice in found):
            continue
        # That a rule does not reach the year asked about is what is told of it, and nothing against it.
        beyond = group.code == "outside_period"
        asked = replace(probe, marks=replace(probe.marks, years=frozenset())) if beyond else probe
        ranked = ranker.rank(asked, group.documents, day).candidates if group.documents else ()
        if ranked and ranked[0].score >= ranker.relevance.level and ranked[0].utility > above:
            equal = ranked[0].utility - ranker.answer_weights.same_subject
            rules = {item.document.id: item for item in reversed(ranked) if item.utility >= equal}
            found.append(Notice(group.code, _told(group, tuple(reversed(rules.values())), day)))
    return tuple(found)


def hidden_document(why: Message, documents: Sequence[Document], day: date) -> Notice:
    """That what is asked of documents themselves is stated of these, which a filter leaves out."""
    names = Message("、".join(map(name_of, documents)), ", ".join(map(name_of, documents)))
    state = _STATES[validity_on(documents[0], day)[0]] if len(documents) == 1 else Message("", "")
    return Notice(
        "hidden_by_filter",
        Message(
            f"“{why.zh}”挡住了所问的文件：{names.zh}{state.zh}。",
            f"The document asked about stands hidden by “{why.en}”: {names.en}{state.en}.",
        ),
    )


def overridden_notices(question: Question, filters: ResolvedFilters, held: HeldDocuments) -> tuple[Notice, ...]:
    """That a region or a document was chosen, and not the place or the document that the question names."""
    found: list[Notice] = []
    contains = held.regions.gazetteer.contains
    chosen = held.of_ids([filters.document] if filters.document else ())
    named = held.named((*question.document_numbers, *question.titles))
    if chosen and named and not named & chosen:
        said, only = (name_of(held[next(iter(each))]) for each in (named, chosen))
        found.append(_overridden(said, only, Message("文件", "document")))
    if place := filters.place:
        others = [m.place for m in question.places if not contains(place, m.place) and not contains(m.place, place)]
        only, kind = place.name, Message("地区", "region")
    else:
        others = [m.place for m in question.places if chosen and not chosen & held.any_of(held.nearest((m.place,)))]
        only, kind = "".join(name_of(held[one]) for one in chosen), Message("文件", "document")
    if others:
        found.append(_overridden("、".join(dict.fromkeys(other.name for other in others)), only, kind))
    return tuple(found)


def _overridden(said: str, only: str, kind: Message) -> Notice:
    text = Message(
        f"问题里说的是{said}，但所选{kind.zh}是{only}：只查了{only}。",
        f"The question names {said}, but the {kind.en} chosen is {only}: only that was searched.",
    )
    return Notice("filter_overrides", text)


def _told(group: NotSearched, rules: Sequence[Candidate], day: date) -> Message:
    document, clause = rules[0].document, rules[0].clause
    name, line = name_of(document), citation_line(document, clause.label)
    if group.code == "hidden_by_filter":
        state = _STATES[validity_on(document, day, clause.id)[0]]
        more = (
            (f"（另有{len(rules) - 1}份文件）", f" (and {len(rules) - 1} more documents)")
            if len(rules) > 1
            else ("", "")
        )
        return Message(
            f"“{group.why.zh}”挡住了相关的规定：{line}{state.zh}{more[0]}。",
            f"A rule stands hidden by “{group.why.en}”: {line}{state.en}{more[1]}.",
        )
    if group.code == "outside_period":
        start, end = document.effective_from or document.issued, document.effective_to
        return Message(
            f"{name}写到这件事，但它的时间（{start or '不详'}至{end or '未写明'}）不包括{group.why.zh}：{line}。",
            f"{name} speaks of this, but not for {group.why.en}: from {start or 'unknown'} to {end or 'no stated end'}.",
        )
    return Message(
        f"{name}写到这件事，但没有写明在哪里适用，不能当作当地的规定：{line}。",
        f"{name} speaks of this, but does not say where it applies: {line}.",
    )
