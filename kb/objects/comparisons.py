"""One subject side by side."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kb.objects.answers import AnswerObject
from kb.objects.plain import PlainObject
from kb.records import Language


class MarkObject(PlainObject):
    """A figure or a term of a quoted sentence."""

    start: int
    """Where it begins in the sentence."""
    end: int
    """Where it ends."""
    kind: str
    """money, share, duration, age, count, date or term."""
    differs: bool
    """Whether some other side has nothing that is the same."""
    bound_only: bool
    """Whether every other side has the same amount under another limit."""


class ComparedQuoteObject(PlainObject):
    """A quoted sentence of a side."""

    text: str
    """The sentence, verbatim."""
    citation: int
    """The `n` of its citation in the side's answer."""
    start: int
    """Where it begins in the citation's text."""
    end: int
    """Where it ends."""
    marks: list[MarkObject]
    """What is the same and what differs."""


class ComparedSideObject(PlainObject):
    """One side."""

    kind: Literal["region", "document", "year"]
    """What it is."""
    name: str
    """Its name in full."""
    title: str
    """Its name as shown."""
    documents: list[str]
    """The ids of the documents asked, for a document or a year."""
    answer: AnswerObject
    """What it says."""
    quotes: list[ComparedQuoteObject]
    """Its sentences, marked; empty if it says nothing."""


class FigureRowObject(PlainObject):
    """All figures of one kind."""

    kind: str
    """money, share, duration, age, count or date."""
    cells: list[list[str]]
    """A cell a side, verbatim fragments; empty if that side is silent."""


class ComparisonObject(PlainObject):
    """A comparison."""

    subject: str
    """As typed."""
    asked: str
    """What each side was asked."""
    as_of: date
    """The day that validity is judged by."""
    language: Language
    """The language of the frame."""
    sides: list[ComparedSideObject]
    """The sides in the order given."""
    rows: list[FigureRowObject]
    """The figures of all sides."""
