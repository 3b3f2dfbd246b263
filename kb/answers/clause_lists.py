"""What the quotes of one clause need to be whole: the leads and items of the lists inside it, and its exceptions."""

from __future__ import annotations

from dataclasses import replace

from kb.answers.answer import Citation
from kb.answers.enumerations import Enumeration, completed, enumerations_in
from kb.language import chinese_number
from kb.questions import Question, matches
from kb.records import Clause, Quote
from kb.regex import regex

MOST_ITEMS, MOST_CHARACTERS = 15, 700
"""How much of a list is quoted before the rest is only counted."""
_ARTICLE = regex(r"[条款]$")
_ITEM = regex(r"[第（]?(?P<number>[^第（）项]+)[项）]")


def completed_citation(citation: Citation, several: bool) -> tuple[Citation, int, int]:
    """The citation with what its quotes need to be whole and, of a list inside the clause, how many items of how many are quoted."""
    clause = citation.clause
    spans = [(span.start, span.end) for span in clause.sentences]
    quoted = {(quote.start, quote.end) for quote in citation.quotes}
    places = completed(clause, {place for place, span in enumerate(spans) if span in quoted})
    shown = total = 0
    for one in enumerations_in(clause):
        touched = bool(places & one.places)
        if one.lead not in places and not (touched and several and _may_list(clause, one.items[0][0], citation)):
            continue
        if several or not touched:
            places |= _items_within_limits(clause, one)
        total += len(one.items)
        shown += sum(bool(places & set(item)) for item in one.items)
    added = {Quote(clause.text[start:end], start, end) for start, end in {spans[place] for place in places} - quoted}
    quotes = tuple(sorted({*citation.quotes, *added}, key=lambda quote: quote.start))
    return replace(citation, quotes=quotes), shown, total


def leads(citation: Citation) -> bool:
    """Whether the lead of a list is quoted."""
    starts = {quote.start for quote in citation.quotes}
    clause = citation.clause
    return any(one.lead is not None and clause.sentences[one.lead].start in starts for one in enumerations_in(clause))


def item_named(question: Question, clause: Clause) -> tuple[Quote, ...]:
    """The item of an article that a question names (第24条第2项) with its lead; none if no list of the article has it."""
    if not _ARTICLE.search(clause.label):
        return ()
    for reference in question.clauses:
        step = _ITEM.fullmatch(reference.steps[-1])
        number = chinese_number(step["number"]) if step else None
        if not number or len(reference.steps) < 2 or not matches(reference, clause):
            continue
        for one in enumerations_in(clause):
            if number <= len(one.items):
                places = sorted({*one.items[number - 1], *([] if one.lead is None else [one.lead])})
                spans = (clause.sentences[place] for place in places)
                return tuple(Quote(clause.text[span.start : span.end], span.start, span.end) for span in spans)
    return ()


def _may_list(clause: Clause, place: int, citation: Citation) -> bool:
    """Whether a list without a lead is quoted for itself: of a row only where nothing of another column is, its name apart."""
    columns = {clause.column_at(quote.start) for quote in citation.quotes if quote.text not in clause.path[-1]}
    return columns <= {clause.column_at(clause.sentences[place].start)}


def _items_within_limits(clause: Clause, one: Enumeration) -> frozenset[int]:
    """The sentences of the first items, as many as are quoted."""
    found: set[int] = set()
    length = 0
    for item in one.items[:MOST_ITEMS]:
        length += sum(clause.sentences[at].end - clause.sentences[at].start for at in item)
        if length > MOST_CHARACTERS:
            break
        found |= set(item)
    return frozenset(found)
