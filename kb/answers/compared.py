"""What a comparison is made of: its sides, what each of them says, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from kb.answers.answer import Answer, AnswerItem, Citation
from kb.answers.contrast import ContrastRow, DifferenceMark
from kb.documents import DocumentEntry
from kb.questions import Question
from kb.records import NO_FILTERS, Filters, Language, Quote

SideKind = Literal["region", "document", "year"]


class Answering(Protocol):
    """What a comparison needs of a knowledge base."""

    @property
    def regions(self) -> tuple[str, ...]:
        """The names of the regions that documents are held for."""

    def documents(self, as_of: date | None = None) -> tuple[DocumentEntry, ...]:
        """All documents with their validity on a date."""

    def ask(self, question: str, filters: Filters = NO_FILTERS, *, language: Language | None = None) -> Answer:
        """The answer to one question."""

    def understand(self, question: str) -> Question:
        """What a question says."""


@dataclass(frozen=True)
class Side:
    """What one side of a comparison is about: a region by name, a document by id, number or title, a year by its four digits."""

    kind: SideKind
    name: str

    @classmethod
    def region(cls, name: str) -> Side:
        """A place, as `ask(region=…)` takes it."""
        return cls("region", name)

    @classmethod
    def document(cls, name: str) -> Side:
        """One document, as `ask(document=…)` takes it."""
        return cls("document", name)

    @classmethod
    def year(cls, year: int) -> Side:
        """The documents issued or published in a year."""
        return cls("year", str(year))


@dataclass(frozen=True)
class MarkedQuote:
    """A quoted sentence of a side and where it stands; the marks are over `item.text`, which is `quote.text`."""

    item: AnswerItem
    citation: Citation
    quote: Quote
    marks: tuple[DifferenceMark, ...]


@dataclass(frozen=True)
class ComparedSide:
    """A side with its answer; `side.name` and `title` are in full (临沂 → 临沂市). `quotes` is empty if nothing was found.

    `documents` are the ids of the documents asked, for a side that is a document or a year.
    """

    side: Side
    title: str
    answer: Answer
    quotes: tuple[MarkedQuote, ...]
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The sides in the order given, and the figures of all of them as a table with a cell a side.

    `asked` is the subject without the places, documents and years that the sides stand for: what each side was asked.
    """

    subject: str
    asked: str
    as_of: date
    language: Language
    sides: tuple[ComparedSide, ...]
    rows: tuple[ContrastRow, ...]
