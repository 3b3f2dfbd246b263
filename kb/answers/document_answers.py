"""Answers about documents themselves, from the catalogue: whether one holds, since when and until when, which ones do.

What is quoted are the words that state it, in the clause in which they stand; what is said beside them are the days, each by its own name, the
state on the day asked about, and that a text states none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kb.answers import composition as answers
from kb.answers.answer import Answer
from kb.answers.catalogue_words import (
    document_line,
    issued_by,
    list_line,
    names_none,
    no_such_document,
    printed_on,
    several_line,
)
from kb.answers.composition import Setting
from kb.answers.held_clauses import HeldClauses
from kb.answers.held_documents import year_of
from kb.answers.proofs import numbered, proofs, related_proofs, years_in_title
from kb.answers.scope import Scope
from kb.documents import validity_on
from kb.language import find_dates
from kb.questions import OF_THE_HEAD, DocumentFact, DocumentQuestion, ListedState, Question
from kb.records import DOCUMENT_KINDS, Document, Notice
from kb.regex import regex

Titled = Callable[[str], tuple[tuple[Document, ...], float]]
"""The documents whose titles come closest to a subject in another language, and how close (0..1)."""
TITLED = 0.75
"""How close the title of the document meant comes at least. Of 166 English names that people may give, 84 of texts held and 82 of none, .58 found
76 and took 34 for another's, .71 74 and 10, .75 70 and 5, .78 61 and 5."""
MOST_LISTED = 10
_DAYS_STATED: Mapping[DocumentFact, str] = {"begin": "effective_from", "end": "effective_to"}
_CARRIED_OUT = regex(r"[期时年]限|有效|执行|实施|施行|[截停][止至]")
SOON = timedelta(days=365)
"""What expires within a year of the day asked about expires soon."""
_APART = 2
"""How many characters an abbreviation leaves out at one place: 公租房 of 公共租赁住房."""
_MEANT = 0.6
"""The share of the describing words that the title of the document meant has at least. Of 62 Chinese names, 28 held and 34 not, it finds 24 and takes
none for another's."""
_OF_NO_CLAUSE: frozenset[DocumentFact] = frozenset({"issued", "printed", "number", "title"})
"""What is said of documents alone."""
_MOST_NEAR = 3


@dataclass(frozen=True)
class Meant:
    """The documents that a question means and how surely (1: by their own words), or, if none, those whose titles come nearest."""

    documents: tuple[Document, ...]
    sure: float = 1.0
    nearest: tuple[Document, ...] = ()


def asked_day(question: Question, as_of: date) -> date:
    """The day whose state is asked about: the one the question names, the last of a past year, the first of a coming one, else `as_of`."""
    if len(question.dates) == 1:
        return question.dates[0]
    years = [year for year in question.years if year not in question.document_years and year != as_of.year]
    if len(years) != 1 or question.dates:
        return as_of
    return date(years[0], 12, 31) if years[0] < as_of.year else date(years[0], 1, 1)


def document_answer(
    asked: DocumentQuestion,
    question: Question,
    held: Sequence[Document],
    texts: HeldClauses,
    setting: Setting,
    titled: Titled,
    clauses_say: Callable[[Collection[str]], Answer | None],
) -> Answer | None:
    """The answer, from `held`, the documents in scope; None if no document is meant.

    `titled` finds those whose titles speak of a subject in another language; `clauses_say` answers from the clauses of some documents (ids),
    where a day is asked for that they do not state of themselves: 费率下调，执行期限至4月30日 is said of a measure.
    """
    if asked.state:
        return _listing(asked, asked.state, question, held, texts, setting, titled)
    found = documents_meant(asked, question, held, setting.scope, titled)
    meant = found.documents
    if not meant:
        named = asked.called and asked.described and not setting.scope.unheld_documents
        return _of_none(asked, question, found, setting) if named and asked.facts <= _OF_NO_CLAUSE else None
    if asked.facts & {"repeals", "rests_on"}:
        return _of_another(asked.facts, meant, question, texts, setting) if len(meant) == 1 else None
    shown, day = meant[:MOST_LISTED], setting.as_of
    told = [Notice("document_list", several_line(len(meant), len(shown)))] if len(meant) > 1 else []
    told += [Notice("document_status", document_line(one, day, printed_on(texts.own(one.id)))) for one in shown]
    if "issuer" in asked.facts:
        told += [Notice("issuers", issued_by(one)) for one in shown]
    if _is_unstated(asked.facts, meant) and (said := clauses_say([one.id for one in meant])):
        return replace(said, notices=(*told, *said.notices))
    if _lacks(asked.facts, meant, day):
        return replace(answers.not_found(question, [], setting), notices=tuple(told), confidence=0.0)
    cited = [one for document in shown for one in proofs(asked.facts, document, texts, day)]
    answer = answers.written(question, numbered(cited), [None] * len(cited), [], [], setting)
    return replace(answer, notices=(*told, *answer.notices), confidence=found.sure)


def _of_none(asked: DocumentQuestion, question: Question, found: Meant, setting: Setting) -> Answer:
    """That no document of the name asked about is held, and which ones are called most like it."""
    name = question.text[asked.described[0][0] : max(asked.called, asked.described[-1][1])]
    none = answers.not_found(question, [], setting)
    told = Notice("document_not_held", no_such_document(name, found.nearest[:_MOST_NEAR]))
    return replace(none, notices=(told, *(one for one in none.notices if one.code != "not_found")), confidence=0.0)


def _is_unstated(facts: frozenset[DocumentFact], documents: Sequence[Document]) -> bool:
    """Whether a beginning or an end is asked for that none of the documents states."""
    asked = [_DAYS_STATED[fact] for fact in facts if fact in _DAYS_STATED]
    return bool(asked) and not any(getattr(one, name) for one in documents for name in asked)


def _lacks(facts: frozenset[DocumentFact], documents: Sequence[Document], day: date) -> bool:
    """Whether what is asked for is said of none of the documents: who issued them, their number, a day, or what repeals them."""
    if "undone" in facts:
        return not any(validity_on(one, day)[0] == "superseded" for one in documents)
    if facts <= _DAYS_STATED.keys():
        return _is_unstated(facts, documents) and not any(years_in_title(one) for one in documents)
    if "issuer" in facts:
        return not any(one.issuers for one in documents)
    return "number" in facts and not any(one.number for one in documents)


def states_a_term(sentence: str) -> bool:
    """Whether a sentence says from or until which day something is carried out: 执行期限至4月30日, but not 到2020年全面脱贫."""
    return bool(_CARRIED_OUT.search(sentence) and find_dates(sentence))


def _of_another(
    facts: frozenset[DocumentFact], meant: Sequence[Document], question: Question, texts: HeldClauses, setting: Setting
) -> Answer:
    """What a document repeals or rests on, in its own words; "not found", and said so, where it states neither."""
    (document,) = meant
    if cited := related_proofs(facts, document, texts, setting.as_of):
        told = Notice("document_status", document_line(document, setting.as_of, printed_on(texts.own(document.id))))
        answer = answers.written(question, numbered(cited), [None] * len(cited), [], [], setting)
        return replace(answer, notices=(told, *answer.notices), confidence=1.0)
    told = Notice("names_no_other", names_none("repeals" in facts, document))
    none = answers.not_found(question, [], setting)
    return replace(none, notices=(told, *none.notices), confidence=0.0)


def documents_meant(
    asked: DocumentQuestion,
    question: Question,
    held: Sequence[Document],
    scope: Scope,
    titled: Titled,
) -> Meant:
    """The documents in scope that a question means: named, else those that its words describe best; none for words that fit none.

    The titles are Chinese, so an English description rarely stands in one: there the nearest in meaning is meant.
    """
    if scope.names_document:
        return Meant(tuple(held))
    if scope.unheld_documents:
        return Meant(())
    if _names_its_place(asked, question):
        held = [one for one in held if not one.national]
    shares = _shares(asked, question, held)
    best = max(shares.values(), default=0.0)
    if asked.described and question.language == "en" and best < 1.0:
        nearest, close = titled(_subject(asked, question))
        fitting = tuple(one for one in nearest if one in held)
        return Meant(fitting, close) if close >= TITLED and fitting else Meant((), nearest=nearest)
    if best < (_MEANT if question.language == "zh" else 0.0):
        return Meant((), nearest=tuple(one for one in held if shares[one.id] == best > 0))
    made = [one for one in held if asked.facts & {"issued", "printed"} and year_of(one) in question.years]
    found = [document for document in made or held if shares[document.id] == best]
    near = next((tier for tier in scope.tiers if any(one.id in tier for one in found)), None)
    found = [one for one in found if near is None or one.id in near]
    called = [one for one in found if any(_is_called(one, kind) for kind in asked.kinds)]
    # Who is to draw up 实施方案 asks of none that is called otherwise.
    as_called = asked.kinds and asked.facts & OF_THE_HEAD and question.language == "zh"
    return Meant(tuple(called if as_called else called or found))


def _names_its_place(asked: DocumentQuestion, question: Question) -> bool:
    """Whether a place stands right before the description: 某市住房公积金办法 is no national document, whoever it applies to."""
    starts = {asked.described[0][0], asked.described[0][0] - (question.language == "en")} if asked.described else set()
    return any(mention.end in starts for mention in question.places)


def _subject(asked: DocumentQuestion, question: Question) -> str:
    """The stretch of a question that describes what it means."""
    return question.text[asked.described[0][0] : asked.described[-1][1]]


def _shares(asked: DocumentQuestion, question: Question, held: Sequence[Document]) -> dict[str, float]:
    """How much of the description each document's title meets, 0..1, by id; a word that many titles have (管理) weighs little."""
    met = {document.id: [_meets(span, asked, question, document.title) for span in _words(asked)] for document in held}
    weights = [1 / (1 + sum(column)) for column in zip(*met.values(), strict=True)]
    return {
        identifier: sum(w for w, one in zip(weights, row, strict=True) if one) / sum(weights) if weights else 1.0
        for identifier, row in met.items()
    }


def _words(asked: DocumentQuestion) -> list[tuple[int, int]]:
    """The describing words; single characters that follow each other are one word."""
    return _joined(asked.described, lambda one, other: one[1] - one[0] == 1 or other[1] - other[0] == 1)


def _joined(
    spans: Sequence[tuple[int, int]], are_one: Callable[[tuple[int, int], tuple[int, int]], bool]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for span in spans:
        if found and found[-1][1] == span[0] and are_one(found[-1], span):
            found[-1] = (found[-1][0], span[1])
        else:
            found.append(span)
    return found


def _meets(span: tuple[int, int], asked: DocumentQuestion, question: Question, title: str) -> bool:
    """Whether a describing word stands in a title, itself, by an official term for it, or in a phrase cut short (公租房管理)."""
    start, end = span
    phrases = (p for p in _joined(asked.described, lambda *_: True) if p[0] <= start and end <= p[1])
    terms = (term for term in question.terms if term.start < end and start < term.end)
    return (
        question.text[start:end] in title
        or any(_is_short_for(question.text[first:last], title) for first, last in phrases)
        or any(form in title for term in terms for form in term.official)
    )


def _is_short_for(phrase: str, title: str) -> bool:
    """Whether a title holds a phrase's characters in their order, close together."""
    return len(phrase) > 1 and re.search(f".{{0,{_APART}}}".join(map(re.escape, phrase)), title) is not None


def _is_called(document: Document, kind: str) -> bool:
    return kind in document.title or (
        kind.removesuffix("s") in DOCUMENT_KINDS and document.kind == kind.removesuffix("s")
    )


# -- lists


def _listing(
    asked: DocumentQuestion,
    state: ListedState,
    question: Question,
    held: Sequence[Document],
    texts: HeldClauses,
    setting: Setting,
    titled: Titled,
) -> Answer | None:
    """The documents in a state, those that may be in it behind them, with how many there are."""
    shares = _shares(asked, question, held)
    described: Sequence[Document] = [document for document in held if shares[document.id] == 1.0]
    if not described and asked.described and question.language == "en":
        near, close = titled(_subject(asked, question))
        described = near if close >= TITLED else ()
    day = setting.as_of
    if not described:
        return None
    found = sorted((one for one in described if _is_in(state, one, question, day)), key=lambda one: _order(state, one))
    open_ended = [one for one in described if state == "in_force" and validity_on(one, day)[0] == "undated"]
    shown = [*found, *open_ended][:MOST_LISTED]
    told = [Notice("document_list", list_line(state, found, open_ended, day))]
    told += [Notice("document_status", document_line(one, day, printed_on(texts.own(one.id)))) for one in shown]
    cited = [proofs(asked.facts, document, texts, day)[0] for document in shown]
    if not cited:
        empty = answers.not_found(question, [], setting)
        return replace(empty, notices=tuple(told), confidence=1.0)
    answer = answers.written(question, numbered(cited), [None] * len(cited), [], [], setting)
    return replace(answer, notices=tuple(told), confidence=1.0)


def _is_in(state: ListedState, document: Document, question: Question, day: date) -> bool:
    validity = validity_on(document, day)[0]
    if state == "issued":
        return not question.years or year_of(document) in question.years
    if state == "expiring":
        return validity == "in_force" and document.effective_to is not None and document.effective_to <= day + SOON
    return validity == state or (state == "expired" and validity == "superseded")


def _order(state: ListedState, document: Document) -> tuple[date, str]:
    last = state in ("expiring", "in_force", "expired")
    return (document.effective_to if last else document.issued) or date.max, document.id
