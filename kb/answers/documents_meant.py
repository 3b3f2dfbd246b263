"""Which documents a question means by its words: those named, else those whose titles its words describe best, in either language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.answers.held_documents import year_of
from kb.answers.scope import Scope
from kb.questions import OF_THE_HEAD, DocumentQuestion, Question
from kb.records import Document

Titled = Callable[[str], tuple[tuple[Document, ...], float]]
"""The documents whose titles come closest to a subject in another language, and how close (0..1)."""
TITLED = 0.75
"""How close the title of the document meant comes at least. Of 166 English names that people may give, 84 of texts held and 82 of none, .58 found
76 and took 34 for another's, .71 74 and 10, .75 70 and 5, .78 61 and 5; with more of the lexicon in English .75 finds 76."""
# What the kinds of document are called where their titles are Chinese.
_IN_CHINESE = {
    "notice": "通知|通告",
    "circular": "通知",
    "opinion": "意见",
    "plan": "计划|方案|规划",
    "scheme": "方案",
    "programme": "方案|计划",
    "measure": "办法|措施",
    "decision": "决定",
    "announcement": "公告|通告",
}
_APART = 2
"""How many characters an abbreviation leaves out at one place: 公租房 of 公共租赁住房."""
_MEANT = 0.6
"""The share of the describing words that the title of the document meant has at least. Of 62 Chinese names, 28 held and 34 not, it finds 25 and takes
none for another's."""
_STATUTES = {"条例", "法"}


@dataclass(frozen=True)
class Meant:
    """The documents that a question means and how surely (1: by their own words), and those whose titles come nearest, where it is not sure."""

    documents: tuple[Document, ...]
    sure: float = 1.0
    nearest: tuple[Document, ...] = ()


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
    shares = shares_of(asked, question, held)
    best = max(shares.values(), default=0.0)
    if asked.described and question.language == "en" and best < 1.0:
        nearest, close = titled(subject_of(asked, question))
        fitting = tuple(one for one in nearest if one in held)
        of_kind = tuple(one for one in fitting if any(_is_called(one, kind) for kind in asked.kinds))
        return Meant(of_kind or fitting, close) if close >= TITLED and fitting else Meant((), nearest=nearest)
    if best < (_MEANT if question.language == "zh" else 0.0):
        return Meant((), nearest=tuple(one for one in held if shares[one.id] == best > 0))
    made = [one for one in held if asked.facts & {"issued", "printed"} and year_of(one) in question.years]
    found = [document for document in made or held if shares[document.id] == best]
    near = next((tier for tier in scope.tiers if any(one.id in tier for one in found)), None)
    found = [one for one in found if near is None or one.id in near]
    called = [one for one in found if any(_is_called(one, kind) for kind in asked.kinds)]
    # Who is to draw up 实施方案 asks of none that is called otherwise, nor does anybody call an 办法 a statute.
    as_called = (
        question.language == "zh" and asked.kinds and (asked.facts & OF_THE_HEAD or set(asked.kinds) & _STATUTES)
    )
    return Meant(tuple(called if as_called else called or found), nearest=tuple(found))


def _names_its_place(asked: DocumentQuestion, question: Question) -> bool:
    """Whether a place stands right before the description: 某市住房公积金办法 is no national document, whoever it applies to."""
    starts = {asked.described[0][0], asked.described[0][0] - (question.language == "en")} if asked.described else set()
    return any(mention.end in starts for mention in question.places)


def describes(asked: DocumentQuestion, question: Question, documents: Sequence[Document]) -> bool:
    """Whether the question's words describe one of the documents by its title, or describe none at all (这份文件何时失效)."""
    return not asked.described or max(shares_of(asked, question, documents).values()) >= _MEANT


def subject_of(asked: DocumentQuestion, question: Question) -> str:
    """The stretch of a question that describes what it means."""
    return question.text[asked.described[0][0] : asked.described[-1][1]]


def shares_of(asked: DocumentQuestion, question: Question, held: Sequence[Document]) -> dict[str, float]:
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
    parts = [part for part in asked.described if start <= part[0] and part[1] <= end]
    phrases = (p for p in _joined(asked.described, lambda *_: True) if p[0] <= start and end <= p[1])
    terms = (term for term in question.terms if term.start < end and start < term.end)
    return (
        all(question.text[first:last] in title for first, last in parts)
        or any(_is_short_for(question.text[first:last], title) for first, last in phrases)
        or any(form in title for term in terms for form in term.official)
    )


def _is_short_for(phrase: str, title: str) -> bool:
    """Whether a title holds a phrase's characters in their order, close together."""
    return len(phrase) > 1 and re.search(f".{{0,{_APART}}}".join(map(re.escape, phrase)), title) is not None


def _is_called(document: Document, kind: str) -> bool:
    words = _IN_CHINESE.get(kind.removesuffix("s"), re.escape(kind))
    return document.kind == kind.removesuffix("s") or re.search(words, document.title) is not None
