"""The sides of a comparison: which documents speak for each place, year or document that a question sets side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from kb.answers.held_documents import DocumentSet, HeldDocuments
from kb.answers.scope import Scope
from kb.language import Place
from kb.questions import Question
from kb.regex import regex

# 2016年至2020年 is one period, not two years to compare.
_PERIOD = regex(r"(?:19|20)\d\d\s*年?\s*(?:[-~—–至到]|to|until|through)\s*(?:19|20)\d\d", re.IGNORECASE)


@dataclass(frozen=True)
class SideScope:
    """One side: its name, the ids of the documents that speak for it, and a word its clauses must hold, if any."""

    name: str
    documents: Set[str]
    word: str = ""


def sides_of(question: Question, scope: Scope, held: HeldDocuments) -> tuple[SideScope, ...]:
    """The sides, two or more, or none: by place or document in the order asked, else by year in the order of time."""
    within = held.of_ids(scope.documents)
    places = (*scope.places, *scope.unheld)
    if len(scope.places) > 1 or (scope.places and scope.unheld and "comparison" in question.asks):
        order = dict.fromkeys(mention.place for mention in question.places if mention.place in places)
        # 江苏盐城 is one place; the outer name only says where it lies.
        contains = held.regions.gazetteer.contains
        inner = tuple(p for p in order if not any(p != q and contains(p, q) for q in order))
        return _of_places(question, inner, within)
    if len(question.document_numbers) > 1:
        named = [(number, one) for number in question.document_numbers for one in within & held.named([number])]
        return _several(SideScope(number, frozenset({one})) for number, one in named)
    if len(question.years) > 1 and not _PERIOD.search(question.text):
        return _of_years(question, within)
    return ()


def _of_years(question: Question, within: DocumentSet) -> tuple[SideScope, ...]:
    """The documents of each year, of one place where one has some for two of the years: two years of two places compare nothing.

    A year in which no document was made is spoken for by what older ones say of it, by name.
    """
    same = within.held.of_one_place(within, question.years)
    by_year = {year: same & within.held.of_years([year]) for year in question.years}
    spoken_for = sum(map(bool, by_year.values()))
    if spoken_for < (1 if "comparison" in question.asks else 2):
        return ()
    return _several(
        SideScope(f"{year}年", made) if made else SideScope(f"{year}年", same, str(year))
        for year, made in by_year.items()
    )


def _of_places(question: Question, places: tuple[Place, ...], within: DocumentSet) -> tuple[SideScope, ...]:
    groups = [_speaking_for(place, within, question.years) for place in places]
    return _several(
        # Two cities under one province's documents differ by what a clause says of each (a row for each, say).
        SideScope(place.name, group, "" if groups.count(group) == 1 else place.short)
        for place, group in zip(places, groups, strict=True)
    )


def _speaking_for(place: Place, within: DocumentSet, years: tuple[int, ...]) -> DocumentSet:
    """The documents that apply in a place; where none does, those of a place inside it; of these the ones of a year named."""
    held = within.held
    apply = within & held.related(place, "same", "parent") or within & held.related(place, "child")
    return apply & held.of_years(years) or apply


def _several(sides: Iterable[SideScope]) -> tuple[SideScope, ...]:
    found = tuple(sides)
    return found if len(found) > 1 else ()
