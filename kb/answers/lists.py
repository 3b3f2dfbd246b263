"""A list is quoted whole or says how much more there is: the items inside a clause, the clauses under one heading, the rows of one table.

Which list a question asks for is read from its words: they name the list (its heading, its lead, a table's columns), or what its items are
called, or say how many there are. Where they say more than that, one item is meant, and only what it needs to be whole is added to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kb.answers.answer import Citation
from kb.answers.candidates import Candidate
from kb.answers.clause_lists import MOST_CHARACTERS, MOST_ITEMS, completed_citation, item_named, leads
from kb.answers.outline import ClauseList, Outline
from kb.answers.support import QuestionWords, comparable, words_met
from kb.documents import validity_on
from kb.language import chinese_number
from kb.messages import Message
from kb.questions import Ask, Question
from kb.records import Cell, Clause, Document, Notice, Quote
from kb.regex import regex

_OF_SEVERAL: frozenset[Ask] = frozenset({"list", "materials", "eligibility", "procedure"})
_COUNT = regex(r"(?<![第\d])(\d{1,2}|[二两三四五六七八九十]{1,3})(?:[个项条种类点步]|大|方面)?(?=[\u4e00-\u9fff])")
_NOUN = regex(r"(?:哪些|哪几[个项条种类]?|什么|几[个项条种类]|几?大)([\u4e00-\u9fff]{2,6})", needs="哪么几大")
# How much of what a clause holds of the question its list must hold, with what its items are called.
_NAMED = 0.8


@dataclass(frozen=True)
class Listed:
    """Citations with their lists made whole, the group of each, and what is told of what was left out."""

    citations: tuple[Citation, ...]
    groups: tuple[str | None, ...]
    notices: tuple[Notice, ...] = ()


def asks_for_several(question: Question) -> bool:
    """Whether what is asked for may be a list: which ones, on what conditions, with what papers, in what steps."""
    return bool(question.asks & _OF_SEVERAL) and "yes_no" not in question.asks


def with_whole_lists(
    question: Question,
    citations: Sequence[Citation],
    groups: Sequence[str | None],
    found: Sequence[Candidate],
    words: QuestionWords | None,
    outline: Outline,
    day: date,
) -> Listed:
    """The citations with the lists they belong to; `found` are the clauses in which a list of the number asked for is looked for too."""
    several = asks_for_several(question)
    # 职责是什么 asks for all of a list that is led to, and for no other.
    whole = several or "definition" in question.asks
    shown = _Shown()
    asked = _counted(question, words, found, outline) if words and whole else None
    if asked:
        shown.add_list(asked, groups[0], _items(asked, question, citations[0], outline, day))
    lists = [
        asked or (_list_of(question, words, citation.clause, outline) if several and words else None)
        for citation in citations
    ]
    for place in _lists_first(citations, groups, lists) if several else range(len(citations)):
        group, listed = groups[place], lists[place]
        if named := item_named(question, citations[place].clause):
            shown.add(replace(citations[place], quotes=named), group)
            continue
        # Of what is quoted beside a list, no further list is wanted.
        citation, quoted, total = completed_citation(citations[place], whole and group not in shown.listed)
        if quoted < total:
            shown.notices.append(_more(citation.document, citation.clause.label, quoted, total))
        if listed and listed.head.id == citation.clause.id:
            citation = _with_lead(citation)
        under = listed or _led_by(citation, outline)
        if under and under.head.id == citation.clause.id:
            shown.add(citation, group)
        if under and (listed or group not in shown.listed):
            shown.add_list(under, group, _items(under, question, citation, outline, day))
        if not listed or citation.clause not in listed.items:
            shown.add(citation, group)
        if total:
            shown.listed.add(group)
    return shown.whole()


@dataclass
class _Shown:
    """What is gathered for an answer: the citations by clause and group, the notices, the groups that have a list."""

    citations: dict[tuple[str, str | None], Citation] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    listed: set[str | None] = field(default_factory=set)

    def add(self, citation: Citation, group: str | None) -> None:
        self.citations.setdefault((citation.clause.id, group), citation)

    def add_list(self, listed: ClauseList, group: str | None, items: Sequence[Citation]) -> None:
        for item in items:
            self.add(item, group)
        if len(items) < len(listed.items):
            self.notices.append(_more(items[0].document, listed.head.label, len(items), len(listed.items)))
        self.listed.add(group)

    def whole(self) -> Listed:
        numbered = (replace(citation, n=n) for n, citation in enumerate(self.citations.values(), 1))
        return Listed(tuple(numbered), tuple(group for _, group in self.citations), tuple(dict.fromkeys(self.notices)))


def _lists_first(
    citations: Sequence[Citation], groups: Sequence[str | None], lists: Sequence[ClauseList | None]
) -> list[int]:
    """The places of the citations in the order to quote them in: in each group one with a list first."""
    order = list(dict.fromkeys(groups))

    def key(place: int) -> tuple[int, bool]:
        return order.index(groups[place]), not (lists[place] or leads(citations[place]))

    return sorted(range(len(citations)), key=key)


def _more(document: Document, label: str, shown: int, total: int) -> Notice:
    name = document.number or f"《{document.title}》"
    return Notice(
        "list_continues",
        Message(
            f"{name}{label}共列{total}项，这里引用{shown}项，其余见原文。",
            f"{name} {label} lists {total} items, {shown} of which are quoted here: see the text for the others.",
        ),
    )


def _with_lead(citation: Citation) -> Citation:
    """The citation with its clause's last sentence where that leads to the clauses below."""
    text, last = citation.clause.text.rstrip(), citation.clause.sentences[-1:]
    if not last or not text.endswith(("：", ":")):
        return citation
    lead = Quote(citation.clause.text[last[0].start : last[0].end], last[0].start, last[0].end)
    return replace(citation, quotes=tuple(sorted({*citation.quotes, lead}, key=lambda quote: quote.start)))


def _led_by(citation: Citation, outline: Outline) -> ClauseList | None:
    """The clauses that a quoted lead (…提交以下材料：) announces."""
    text = citation.clause.text.rstrip()
    at_end = any(quote.end >= len(text) for quote in citation.quotes)
    return outline.items_of(citation.clause) if at_end and text.endswith(("：", ":")) else None


def _counted(
    question: Question, words: QuestionWords, found: Sequence[Candidate], outline: Outline
) -> ClauseList | None:
    """The list with just as many items as the question says (13个试点项目, 九条措施) that holds its words."""
    counts = {chinese_number(said) for said in _COUNT.findall(question.text)}
    for candidate in found:
        for listed in outline.lists_around(candidate.clause):
            whole = _weight(words, f"{listed.full} {' '.join(listed.names)}")
            if len(listed.items) in counts and whole >= _NAMED * words.total and _calls(words, listed):
                return listed
    return None


def _list_of(question: Question, words: QuestionWords, clause: Clause, outline: Outline) -> ClauseList | None:
    """The list that the question asks for of those that the clause stands in: one whose items it asks for by name (哪些行动), else the nearest."""
    fitting = [listed for listed in outline.lists_around(clause) if _is_asked(question, words, clause, listed)]
    nouns = " ".join(_NOUN.findall(question.text))
    called = (listed for listed in fitting if any(word in nouns for word in listed.called(words.weights)))
    listed = next(called, next(iter(fitting), None))
    return _of_rows_meant(listed, question) if listed else None


def _is_asked(question: Question, words: QuestionWords, clause: Clause, listed: ClauseList) -> bool:
    """Whether the list is named, and nothing beyond it that the clause has: its name, what its items are called and what kind of row is meant."""
    kinds = (cell.text for row in listed.items for cell in row.cells if _names_kind(cell, question))
    named = " ".join((listed.full, *listed.called(words.weights), *kinds))
    return _calls(words, listed) and _weight(words, named) >= _NAMED * _weight(words, f"{named} {clause.text}") > 0


def _calls(words: QuestionWords, listed: ClauseList) -> bool:
    """Whether the question names the list itself, or its items."""
    return bool(words_met(words, comparable(listed.name)) or listed.called(words.weights))


def _weight(words: QuestionWords, text: str) -> float:
    return sum(words.weights[word] for word in words_met(words, comparable(text)))


def _of_rows_meant(listed: ClauseList, question: Question) -> ClauseList:
    """Of a table only the rows that are meant: those of the places named, those of a kind (综合类) that is named."""
    rows = [row for row in listed.items if row.kind == "row"]
    of_place = [row for row in rows if any(_of_place(cell.text, question) for cell in row.cells)]
    of_kind = [row for row in of_place or rows if any(_names_kind(cell, question) for cell in row.cells)]
    return replace(listed, items=tuple(of_kind or of_place or listed.items))


def _of_place(text: str, question: Question) -> bool:
    """Whether a cell or a sentence that is no running text names a place that the question names."""
    return "。" not in text and any(mention.place.short in text for mention in question.places)


def _names_kind(cell: Cell, question: Question) -> bool:
    return (
        len(cell.text) > 1
        and not cell.text.isascii()
        and cell.text in question.text
        and not _of_place(cell.text, question)
    )


def _items(listed: ClauseList, question: Question, citation: Citation, outline: Outline, day: date) -> list[Citation]:
    """A citation for each item: its heading or the name of its row, its first sentence where there is room, and what was quoted of it before."""
    document = outline.document(listed.items[0])
    names = {item.id: list(_name_quotes(item, question)) for item in listed.items}
    firsts = {item.id: _first_sentence(item) for item in listed.items}
    room = sum(len(quote.text) for quotes in (*names.values(), *firsts.values()) for quote in quotes) <= MOST_CHARACTERS
    shown: list[Citation] = []
    for item in listed.items:
        own = citation.quotes if item.id == citation.clause.id else ()
        quotes = {*own, *names[item.id], *(firsts[item.id] if room or not names[item.id] else ())}
        if len(shown) < MOST_ITEMS or own:
            validity, proof = validity_on(document, day, item.id)
            ordered = tuple(sorted(quotes, key=lambda quote: quote.start))
            shown.append(Citation(0, item, document, validity, proof, ordered, citation.score))
    return shown


def _name_quotes(item: Clause, question: Question) -> Iterator[Quote]:
    """Of a clause its heading where that stands apart from its sentences; of a row its name, the cells asked for and those of a place named."""
    if item.kind != "row":
        heading = item.path[-1]
        if item.text.startswith(heading) and not (item.sentences and item.sentences[0].start == 0):
            yield Quote(heading, 0, len(heading))
        return
    name = item.path[-1].split(" ", 1)[-1]
    for span in item.sentences:
        text, column = item.text[span.start : span.end], item.column_at(span.start).split("·")[-1]
        asked = len(column) > 1 and column in question.text and len(text) <= len(name) + 40
        if text == name or asked or _of_place(text, question):
            yield Quote(text, span.start, span.end)


def _first_sentence(item: Clause) -> tuple[Quote, ...]:
    """The first sentence of a clause, none of a row or a heading."""
    if item.kind == "row" or not item.sentences:
        return ()
    span = item.sentences[0]
    return (Quote(item.text[span.start : span.end], span.start, span.end),)
