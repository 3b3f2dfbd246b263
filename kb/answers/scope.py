"""Which documents may answer: by the place asked about, the document named, and the date.

Filters come before ranking. A place in the question narrows the search to rules that apply there; a place the corpus does not hold is
out of scope; a sibling's rule is never offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from kb.documents import validity_on
from kb.language import Place, RegionIndex, Relation
from kb.questions import Question
from kb.records import Document

_PARTNER_BEFORE = re.compile(
    r"(?:与|和|跟|同|对|向|到|去|赴|往|从|来自|对口|支援|援助?|with|from|to|towards?)\s*$", re.IGNORECASE
)
_PARTNER_AFTER = re.compile(r"^(?:籍|来的|的?(?:贫困)?劳动力|等?(?:受援|对口)|的?(?:劳务|协作|支援|务工))")
_PAPER = (
    r"(?:notices?|documents?|(?:work )?plans?|opinions?|schemes?|guidelines?|measures|circulars?|programmes?|rules)"
)
_YEAR_OF_DOCUMENT = re.compile(
    r"(?<![\d至到~—–-])((?:19|20)\d\d)\s*年(?!末|底|前|后|起|以|至|到|[-~—–]|\d|[一二三四五六七八九十]+月)[^，。,；;？?\d哪]{0,12}?"
    r"(?:文件|通知|意见|方案|计划|办法|规定|读本|文)(?!是|指)"
    rf"|(?<![\d–-])((?:19|20)\d\d)\s+(?:[A-Za-z'’-]+\s+){{0,4}}?{_PAPER}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ResolvedFilters:
    """The filters of a question with what they name: the day, a place, a document's id, a kind of document, rules in force only."""

    as_of: date
    place: Place | None = None
    document: str | None = None
    kind: str | None = None
    in_force: bool = False


@dataclass(frozen=True)
class Scope:
    """The documents that may answer (ids), the places asked about that are held or contained, and those that are not.

    `tiers` are the same documents by their nearness to the places asked about: their own, those of the places around them (the nearest
    first), national ones, those of a part of them; empty where no place is asked about. `unheld_documents` are numbers and titles the
    question names that no document has; `names_document`: one that is held is named or chosen, or has a title near one that is not.
    `unknown_places` are names of places that neither the gazetteer nor the texts know. `beyond` are documents left out since they do not
    reach the years asked about, `placeless` those left out since a place is asked about and theirs is not known.
    """

    documents: tuple[str, ...]
    places: tuple[Place, ...] = ()
    unheld: tuple[Place, ...] = ()
    unheld_documents: tuple[str, ...] = ()
    names_document: bool = False
    unknown_places: tuple[str, ...] = ()
    tiers: tuple[frozenset[str], ...] = ()
    beyond: tuple[str, ...] = ()
    placeless: tuple[str, ...] = ()

    @property
    def out(self) -> bool:
        """Whether every place asked about lies outside the corpus, and no document was named that outweighs it."""
        return bool(self.unheld) and not self.places and not self.names_document


def scope_of(
    question: Question,
    documents: Sequence[Document],
    regions: RegionIndex,
    places_in_texts: Callable[[], frozenset[Place]],
    filters: ResolvedFilters,
    reaches: Callable[[Document], bool] = lambda _: True,
) -> Scope:
    """The scope of a question. `places_in_texts` gives the places the texts mention, which may be partners rather than scopes.

    `reaches` says whether a document reaches the years asked about.
    """
    region, document = filters.place, filters.document
    asked = (region,) if region else _asked_places(question, regions, documents, places_in_texts)
    held = tuple(place for place in asked if any(_speaks_of(d, place, regions) for d in documents))
    unheld = tuple(place for place in asked if place not in held)
    ranks = {d.id: rank for d in documents if (rank := _rank(d, held or unheld, regions)) is not None}
    allowed = [d for d in documents if not asked or d.id in ranks]
    placeless = [d for d in documents if asked and not (d.regions or d.national)]
    named = {d.id for d in documents if d.number in question.document_numbers or d.title in question.titles}
    near = [d for d in allowed if d.title in question.near_titles]
    if document:
        # A document that was chosen outweighs a place in the question, not a region that was chosen too.
        allowed = [d for d in (allowed if region else documents) if d.id == document]
    elif named:
        allowed = [d for d in allowed if d.id in named] or [d for d in documents if d.id in named]
    elif near:
        allowed = near
    elif len(asked) < 2 and (years := named_years(question.text)):
        allowed = [d for d in allowed if year_of(d) in years] or allowed
    allowed, placeless = _chosen(allowed, filters), _chosen(placeless, filters)
    # Of several places set side by side, a year may be said of one alone.
    beyond = [d for d in allowed if not reaches(d)] if len(held) < 2 else []
    within = [d for d in allowed if d not in beyond]
    return Scope(
        tuple(d.id for d in within),
        held,
        unheld,
        question.unheld_documents,
        bool(document or named or near),
        tiers=_tiers(within, ranks),
        beyond=tuple(d.id for d in beyond),
        placeless=() if document or named else tuple(d.id for d in placeless),
    )


def _chosen(documents: Sequence[Document], filters: ResolvedFilters) -> list[Document]:
    """Those of the kind that was chosen and, if that was, in force."""
    return [
        d
        for d in documents
        if (not filters.kind or d.kind == filters.kind)
        and (not filters.in_force or validity_on(d, filters.as_of)[0] == "in_force")
    ]


def _speaks_of(document: Document, place: Place, regions: RegionIndex) -> bool:
    return regions.relation(document, place) not in (None, "national")


def _rank(document: Document, places: Sequence[Place], regions: RegionIndex) -> tuple[int, int] | None:
    """How near a document lies to the innermost of the places, 0 first; None where it holds in none of them."""
    inner = [p for p in places if not any(p != q and regions.gazetteer.contains(p, q) for q in places)]
    ranks = []
    for place in inner:
        if relation := regions.relation(document, place):
            around = regions.gazetteer.ancestors(place)
            own = regions.place_of(document)
            ranks.append((get_args(Relation).index(relation), around.index(own) if own in around else 0))
    return min(ranks, default=None)


def _tiers(documents: Sequence[Document], ranks: Mapping[str, tuple[int, int]]) -> tuple[frozenset[str], ...]:
    found: dict[tuple[int, int], set[str]] = {}
    for document in documents:
        if document.id in ranks:
            found.setdefault(ranks[document.id], set()).add(document.id)
    return tuple(frozenset(found[rank]) for rank in sorted(found))


def named_years(text: str) -> frozenset[int]:
    """The years by which a question names documents: 2021年方案, the 2016 opinions; of a span (2016-2020年计划) none."""
    found = [match.group(1) or match.group(2) for match in _YEAR_OF_DOCUMENT.finditer(text)]
    return frozenset(int(year) for year in found if year)


def year_of(document: Document) -> int | None:
    """The year a document was issued or published in."""
    day = document.issued or document.published
    return day.year if day else None


def _asked_places(
    question: Question,
    regions: RegionIndex,
    documents: Sequence[Document],
    places_in_texts: Callable[[], frozenset[Place]],
) -> tuple[Place, ...]:
    """The places a question is about, in order, without those that it names as somebody's partner or destination."""
    places: list[Place] = []
    ends = {mention.end for mention in question.places}
    for mention in question.places:
        held = any(_speaks_of(document, mention.place, regions) for document in documents)
        partner = (
            not held
            and _is_partner(question.text, mention.start, mention.end, ends)
            and mention.place in places_in_texts()
        )
        if not partner and mention.place not in places:
            places.append(mention.place)
    return tuple(places)


def _is_partner(text: str, start: int, end: int, other_ends: Collection[int]) -> bool:
    """Whether a place is somebody's partner or destination (与陕西的劳务协作) and not one of two set side by side (江苏和陕西)."""
    before = _PARTNER_BEFORE.search(text[:start])
    if before and before.start() in other_ends and not _PARTNER_AFTER.match(text[end:]):
        return False
    return bool(before or _PARTNER_AFTER.match(text[end:]))
