"""Answers about documents themselves, from the catalogue: whether one holds, since when and until when, which ones do.

What is quoted are the words that state it, in the clause in which they stand; what is said beside them are the days, each by its own name, the
state on the day asked about, and that a text states none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
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
from kb.answers.documents_meant import TITLED, Meant, Titled, documents_meant, shares_of, subject_of
from kb.answers.held_clauses import HeldClauses
from kb.answers.held_documents import year_of
from kb.answers.proofs import numbered, proofs, related_proofs, years_in_title
from kb.documents import validity_on
from kb.language import find_dates
from kb.questions import DocumentFact, DocumentQuestion, ListedState, Question
from kb.records import Document, Notice
from kb.regex import regex

MOST_LISTED = 10
_YEARS_BACK = tuple(
    (regex(said, re.IGNORECASE), back)
    for said, back in (("今年|本年|this year", 0), ("去年|上一?年|last year", 1), ("前年", 2))
)
_DAYS_STATED: Mapping[DocumentFact, str] = {"begin": "effective_from", "end": "effective_to"}
_CARRIED_OUT = regex(r"[期时年]限|有效|执行|实施|施行|[截停][止至]")
SOON = timedelta(days=365)
"""What expires within a year of the day asked about expires soon."""
_OF_NO_CLAUSE: frozenset[DocumentFact] = frozenset({"issued", "printed", "number", "title"})
"""What is said of documents alone."""
_MOST_NEAR = 3


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
    shares = shares_of(asked, question, held)
    described: Sequence[Document] = [document for document in held if shares[document.id] == 1.0]
    if not described and asked.described and question.language == "en":
        near, close = titled(subject_of(asked, question))
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
        years = {*question.years, *(day.year - back for said, back in _YEARS_BACK if said.search(question.text))}
        return not years or year_of(document) in years
    if state == "expiring":
        return validity == "in_force" and document.effective_to is not None and document.effective_to <= day + SOON
    return validity == state or (state == "expired" and validity == "superseded")


def _order(state: ListedState, document: Document) -> tuple[date, str]:
    last = state in ("expiring", "in_force", "expired")
    return (document.effective_to if last else document.issued) or date.max, document.id
