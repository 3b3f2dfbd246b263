"""The sides of a comparison: which documents speak for each place, year or document that a question sets side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.answers.scope import Scope, year_of
from kb.language import Place, RegionIndex
from kb.questions import Question
from kb.records import Document

# 2016年至2020年 is one period, not two years to compare.
_PERIOD = re.compile(r"(?:19|20)\d\d\s*年?\s*(?:[-~—–至到]|to|until|through)\s*(?:19|20)\d\d", re.IGNORECASE)


@dataclass(frozen=True)
class SideScope:
    """One side: its name, the ids of the documents that speak for it, and a word its clauses must hold, if any."""

    name: str
    documents: frozenset[str]
    word: str = ""


def sides_of(
    question: Question, scope: Scope, documents: Sequence[Document], regions: RegionIndex
) -> tuple[SideScope, ...]:
    """The sides, two or more, or none: by place or document in the order asked, else by year in the order of time."""
    held = [document for document in documents if document.id in scope.documents]
    places = (*scope.places, *scope.unheld)
    if len(scope.places) > 1 or (scope.places and scope.unheld and "comparison" in question.asks):
        order = dict.fromkeys(mention.place for mention in question.places if mention.place in places)
        # 江苏盐城 is one place; the outer name only says where it lies.
        inner = tuple(p for p in order if not any(p != q and regions.gazetteer.contains(p, q) for q in order))
        return _of_places(question, inner, held, regions)
    if len(question.document_numbers) > 1:
        named = [document for number in question.document_numbers for document in held if document.number == number]
        return _several(SideScope(document.number or "", frozenset({document.id})) for document in named)
    if len(question.years) > 1 and not _PERIOD.search(question.text):
        return _of_years(question, held)
    return ()


def _of_years(question: Question, held: Sequence[Document]) -> tuple[SideScope, ...]:
    """The documents of each year, of one place where one has some for two of the years: two years of two places compare nothing.

    A year in which no document was made is spoken for by what older ones say of it, by name.
    """
    years = question.years
    same = of_one_place(held, years)
    by_year = {year: frozenset(d.id for d in same if year_of(d) == year) for year in years}
    spoken_for = sum(map(bool, by_year.values()))
    if spoken_for < (1 if "comparison" in question.asks else 2):
        return ()
    everything = frozenset(document.id for document in same)
    return _several(
        SideScope(f"{year}年", ids) if ids else SideScope(f"{year}年", everything, str(year))
        for year, ids in by_year.items()
    )


def of_one_place(documents: Sequence[Document], years: Sequence[int]) -> tuple[Document, ...]:
    """The documents of the places that have some of the most of these years."""
    made: dict[tuple[str, ...], set[int]] = {}
    for document in documents:
        if (year := year_of(document)) in years and year is not None:
            made.setdefault(document.regions, set()).add(year)
    most = max(map(len, made.values()), default=0)
    return tuple(d for d in documents if len(made.get(d.regions, ())) == most)


def _of_places(
    question: Question, places: tuple[Place, ...], held: Sequence[Document], regions: RegionIndex
) -> tuple[SideScope, ...]:
    groups = [_speaking_for(place, held, regions, question.years) for place in places]
    return _several(
        # Two cities under one province's documents differ by what a clause says of each (a row for each, say).
        SideScope(place.name, group, "" if groups.count(group) == 1 else place.short)
        for place, group in zip(places, groups, strict=True)
    )


def _speaking_for(
    place: Place, documents: Sequence[Document], regions: RegionIndex, years: tuple[int, ...]
) -> frozenset[str]:
    """The documents that apply in a place; where none does, those of a place inside it; of these the ones of a year named."""
    inside = {document.id: regions.relation(document, place) for document in documents}
    apply = [document for document in documents if inside[document.id] in ("same", "parent")]
    apply = apply or [document for document in documents if inside[document.id] == "child"]
    dated = [document for document in apply if year_of(document) in years]
    return frozenset(document.id for document in dated or apply)


def _several(sides: Iterable[SideScope]) -> tuple[SideScope, ...]:
    found = tuple(sides)
    return found if len(found) > 1 else ()
