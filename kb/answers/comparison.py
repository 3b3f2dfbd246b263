"""The same subject in two to four places, documents or years, side by side, with what differs marked.

Each side is asked by itself: a place as `ask` does with a region (rules around it and inside it apply too, and the answer's notices say so),
a document alone, a year by each document of that year, of which the best answer counts. A side that has nothing stays, with its declared
"not found" or "out of scope". What marks mean, and what they cannot see, says kb/answers/contrast.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from kb.answers.answer import Answer, AnswerItem, Citation
from kb.answers.compared import Answering, ComparedSide, Comparison, MarkedQuote, Side
from kb.answers.contrast import ContrastRow, DifferenceMarks, differences
from kb.answers.held_documents import year_of
from kb.documents import find_document
from kb.errors import InvalidInput
from kb.language import FigureKind, figures_in
from kb.messages import Message
from kb.questions import Question, check_question, document_numbers
from kb.records import Document, Filters, Language, Notice
from kb.regex import regex

FEWEST_SIDES, MOST_SIDES = 2, 4

_ASKED_FOR: Final[Mapping[FigureKind, Message]] = {
    "money": Message("金额是多少", "how much"),
    "share": Message("比例是多少", "what percentage"),
    "duration": Message("期限是多久", "for how long"),
}
"""How a kind of figure is asked for that one side does not quote."""
_YEAR: Final = regex(r"((?:19|20)\d\d)\s*年?")
# Where places and years were cut out of a subject, what only joined them goes too: 临沂和江苏的贷款 → 贷款.
_CUT = "\0"
_JOINED = regex(
    rf"在?(?:\b(?:in|for|of|between)\s+(?:the\s+)?)?{_CUT}(?:\s*(?:[、,，/]|和|与|及|跟|同|还是|\b(?:and|or|vs\.?|versus)\b)?\s*{_CUT})*\s*(?:之间|两地|两年)?(?:的|'s\b)?",
    re.IGNORECASE,
)


def compare(
    kb: Answering, subject: str, sides: Sequence[Side], as_of: date | None = None, language: Language | None = None
) -> Comparison:
    """The subject, a question or keywords, asked of each side.

    InvalidQuestion for a subject that is none, InvalidInput for sides that are the same, too few or too many, UnknownRegion and UnknownDocument.
    """
    check_question(subject)
    day = as_of or date.today()
    documents = [entry.document for entry in kb.documents(day)]
    wanted = _distinct([_in_full(kb, side, documents) for side in sides])
    read = kb.understand(subject)
    asked = _without_sides(kb, read, wanted, documents)
    compared_documents = _of_one_place(read, wanted, documents)
    spoken = language or read.language
    found = [_ask(kb, asked, side, compared_documents, day, spoken) for side in wanted]
    marks, rows = _differences(kb, found)
    completed = [
        _completed(kb, asked, side, [row.kind for row in rows if not row.cells[place]], day, spoken)
        for place, side in enumerate(found)
    ]
    if completed != found:
        found, asked_for = completed, {row.kind for row in rows}
        marks, rows = _differences(kb, found)
        # A sentence quoted for its term is no reason to compare shares.
        rows = tuple(row for row in rows if row.kind in asked_for)
    compared = tuple(
        replace(
            side, quotes=tuple(replace(quoted, marks=own) for quoted, own in zip(side.quotes, of_side, strict=True))
        )
        for side, of_side in zip(found, marks, strict=True)
    )
    return Comparison(subject, asked, day, spoken, compared, rows)


def side_of(kb: Answering, name: str) -> Side:
    """What a person typed as a side: a document's number, id or title, four digits of a year, else a region."""
    wanted = name.strip()
    if found := _document_named(wanted, [entry.document for entry in kb.documents()]):
        return Side.document(found.id)
    if year := _YEAR.fullmatch(wanted):
        return Side.year(int(year[1]))
    return Side.region(wanted)


# -- sides


def _of_one_place(read: Question, sides: Sequence[Side], documents: Sequence[Document]) -> Sequence[Document]:
    """Where years are compared, the documents of the place that the subject names, else of one that has some of each year."""
    years = [int(side.name) for side in sides if side.kind == "year"]
    if len(years) < len(sides):
        return documents
    named = [mention.place.name for mention in read.places]
    own = [document for document in documents if document.region in named]
    return own or of_one_place(documents, years)


def of_one_place(documents: Sequence[Document], years: Sequence[int]) -> tuple[Document, ...]:
    """The documents of the places that have some of the most of these years."""
    made: dict[tuple[str, ...], set[int]] = {}
    for document in documents:
        if (year := year_of(document)) in years and year is not None:
            made.setdefault(document.regions, set()).add(year)
    most = max(map(len, made.values()), default=0)
    return tuple(d for d in documents if len(made.get(d.regions, ())) == most)


def _document_named(name: str, documents: Sequence[Document]) -> Document | None:
    try:
        return find_document(name, documents)
    except InvalidInput:
        return None


def _in_full(kb: Answering, side: Side, documents: Sequence[Document]) -> Side:
    """The side under the one name that tells it from others; InvalidInput for an empty name or a year that is none."""
    name = side.name.strip()
    if not name:
        raise InvalidInput(
            "有一方没有名称：请填写地区、文号或年份。", "A side is empty: give a region, a document or a year."
        )
    if side.kind == "document":
        return Side("document", find_document(name, documents).id)
    if side.kind == "year":
        if not (year := _YEAR.fullmatch(name)):
            raise InvalidInput(
                f"年份“{name}”无效：请写四位数字，如 2016。", "Not a year: write four digits, e.g. 2016."
            )
        return Side("year", year[1])
    read = kb.understand(name)
    # 江苏省徐州市 is 徐州市: the last name is the innermost. What is no place through and through is for `ask` to refuse.
    whole = read.places and read.places[0].start == 0 and read.places[-1].end == len(read.text)
    return Side("region", read.places[-1].place.name if whole and not read.places[-1].others else name)


def _distinct(sides: Sequence[Side]) -> tuple[Side, ...]:
    if not FEWEST_SIDES <= len(sides) <= MOST_SIDES:
        raise InvalidInput(
            f"比较要有 {FEWEST_SIDES} 到 {MOST_SIDES} 方，现有 {len(sides)} 方。",
            f"A comparison takes {FEWEST_SIDES} to {MOST_SIDES} sides, not {len(sides)}.",
        )
    twice = next((side.name for side in sides if sides.count(side) > 1), None)
    if twice:
        raise InvalidInput(f"“{twice}”出现了两次：请换成不同的一方。", "The same side was given twice: choose another.")
    return tuple(sides)


def _without_sides(kb: Answering, read: Question, sides: Sequence[Side], documents: Sequence[Document]) -> str:
    """The subject as it is to be asked of every side: a place, number or year that names a side, or a place held, would narrow the others.

    Other places stay, for they may belong to the subject (与陕西的劳务协作); a subject that is nothing but such names is asked as it is.
    """
    regions = {side.name for side in sides if side.kind == "region"} | set(kb.regions)
    spans = [(mention.start, mention.end) for mention in read.places if mention.place.name in regions]
    for side in sides:
        if side.kind == "year":
            found = re.finditer(rf"(?<!\d){side.name}(?!\d)\s*年?", read.text)
            spans += [match.span() for match in found]
    named = {side.name for side in sides if side.kind == "document"}
    numbers = {document.number: document.id for document in documents if document.number}
    for reference in document_numbers(read.text, tuple(numbers)):
        # The year in 临人社发〔2016〕12号 names no year.
        spans = [span for span in spans if span[1] <= reference.start or span[0] >= reference.end]
        if numbers.get(reference.number) in named:
            spans.append((reference.start, reference.end))
    plain = _without(read.text, spans)
    return plain if kb.understand(plain).content else read.original


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without these spans and without the words that joined them."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + _CUT + text[end:]
    return " ".join(_JOINED.sub(" ", text).split())


# -- asking


def _differences(kb: Answering, sides: Sequence[ComparedSide]) -> tuple[DifferenceMarks, tuple[ContrastRow, ...]]:
    texts = [[quoted.item.text for quoted in side.quotes] for side in sides]
    return differences(texts, lambda text: kb.understand(text).terms)


def _completed(
    kb: Answering, subject: str, side: ComparedSide, kinds: Sequence[FigureKind], day: date, language: Language
) -> ComparedSide:
    """The side with a sentence more for each kind of figure that only others quote, where its own document states one of the subject."""
    for kind in kinds if side.quotes and len(side.answer.citations) else ():
        if kind not in _ASKED_FOR:
            continue
        document = side.answer.citations[0].document.id
        more = kb.ask(
            f"{subject} {_ASKED_FOR[kind].of(language)}", Filters(document=document, as_of=day), language=language
        )
        first = next((one for one in _quotes(more) if any(f.kind == kind for f in figures_in(one.item.text))), None)
        if first is None or first.citation.n != 1 or any(one.item.text == first.item.text for one in side.quotes):
            continue
        n = len(side.answer.citations) + 1
        item, citation = replace(first.item, citation=n), replace(first.citation, n=n, quotes=(first.quote,))
        answer = replace(side.answer, answer=(*side.answer.answer, item), citations=(*side.answer.citations, citation))
        side = replace(side, answer=answer, quotes=(*side.quotes, MarkedQuote(item, citation, first.quote, ())))
    return side


def _ask(
    kb: Answering, subject: str, side: Side, documents: Sequence[Document], day: date, language: Language
) -> ComparedSide:
    if side.kind == "region":
        answer = _asked(kb, subject, Filters(side.name, as_of=day), language)
        return ComparedSide(side, side.name, answer, _quotes(answer))
    if side.kind == "document":
        own = [document for document in documents if document.id == side.name]
        title = own[0].number or f"《{own[0].title}》"
    else:
        own = [document for document in documents if str(year_of(document)) == side.name]
        title = f"{side.name}年"
    answers = [_asked(kb, subject, Filters(document=document.id, as_of=day), language) for document in own]
    answer = max(answers, key=_weight, default=None) or _none_of_year(subject, title, day, language)
    return ComparedSide(side, title, answer, _quotes(answer), tuple(document.id for document in own))


def _weight(answer: Answer) -> tuple[bool, float]:
    return answer.status == "answered", answer.confidence


def _none_of_year(subject: str, title: str, day: date, language: Language) -> Answer:
    text = Message(f"没有{title}的文件。", f"No document of {title.removesuffix('年')} is held.")
    return Answer(subject, language, "not_found", day, notices=(Notice("side_not_found", text),))


def _asked(kb: Answering, subject: str, filters: Filters, language: Language) -> Answer:
    """The answer of one side; that other rules stand outside it is what a comparison is about, and is not told."""
    answer = kb.ask(subject, filters, language=language)
    told = (notice for notice in answer.notices if notice.code not in ("hidden_by_filter", "filter_overrides"))
    return replace(answer, notices=tuple(told))


def _quotes(answer: Answer) -> tuple[MarkedQuote, ...]:
    """The quoted sentences with their citations, still unmarked; a sentence quoted for two things is shown once."""
    if answer.status != "answered":
        return ()
    by_number = {citation.n: citation for citation in answer.citations}
    return tuple(_located(answer.answer, by_number))


def _located(items: Iterable[AnswerItem], citations: dict[int, Citation]) -> Iterable[MarkedQuote]:
    seen: set[tuple[int, int]] = set()
    for item in items:
        citation = citations[item.citation]
        for quote in citation.quotes:
            if quote.text == item.text and (item.citation, quote.start) not in seen:
                seen.add((item.citation, quote.start))
                yield MarkedQuote(item, citation, quote, ())
                break
