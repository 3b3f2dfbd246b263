"""The data that travels through the knowledge base, from a file's text to a cited answer.

Everything here is a frozen dataclass without behaviour beyond reading its own fields. Offsets count code points and are
half-open. `Span` offsets refer to the decoded source file; `Quote` offsets to the text of the clause quoted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kb.profiles import Reading
    from kb.situations import CardMatch

ClauseKind = Literal["heading", "clause", "row", "block"]
Language = Literal["zh", "en"]
Status = Literal["answered", "not_found", "out_of_scope", "invalid"]
Validity = Literal["in_force", "expired", "not_yet_in_force", "superseded", "undated"]


@dataclass(frozen=True)
class Span:
    """A half-open range `[start, end)` of the decoded source file."""

    start: int
    end: int


@dataclass(frozen=True)
class SetAside:
    """Text that cleaning took out of a document: where it stood, what it was and why it went.

    `line` is the line of `start` in the file, counted from 1, where the file has lines and no pages.
    """

    start: int
    end: int
    text: str
    reason: str
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class SourceText:
    """A file as read: its name inside the corpus, its decoded text and the encoding that was used.

    Of a PDF, `pages[i]` is the offset where page i+1 begins and `set_aside` what stood outside the running text (empty ranges).
    """

    file: str
    text: str
    encoding: str
    sha256: str
    pages: tuple[int, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell of a table row: the column's name (may be empty), the cell's text and where it starts in the source."""

    column: str
    text: str
    start: int


@dataclass(frozen=True)
class Clause:
    """One addressable unit of a document.

    `id` is `<document id> [<part> ]<outline path>`, `label` the same without the document and without spaces. `path` holds the
    headings from the outermost down to the clause's own. `offsets[i]` is the source offset of `text[i]` (-1 for white space
    or a column name that was put in). `sentences` are the quotable pieces of `text`.
    """

    id: str
    document: str
    label: str
    kind: ClauseKind
    path: tuple[str, ...]
    text: str
    offsets: tuple[int, ...] = field(repr=False)
    sentences: tuple[Span, ...]
    parent: str | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Document:
    """What is known of a document. `regions` runs from the innermost outwards, e.g. `("临沂市", "山东省")`.

    `effective_quote` and `expiry_quote` are the words that state the two dates; `superseded_by` is curated, `superseded_quote` its proof.
    `pages` are the offsets where the pages of its file begin; empty where the file has none.
    """

    id: str
    file: str
    title: str
    kind: str
    number: str | None = None
    issuers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    issued: date | None = None
    issued_quote: str | None = None
    published: date | None = None
    effective_from: date | None = None
    effective_quote: str | None = None
    effective_to: date | None = None
    expiry_quote: str | None = None
    superseded_by: str | None = None
    superseded_quote: str | None = None
    superseded_on: date | None = None
    pages: tuple[int, ...] = ()

    @property
    def region(self) -> str | None:
        """The innermost region the document holds for, or None."""
        return self.regions[0] if self.regions else None


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of a clause's text: `clause.text[start:end] == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class AnswerItem:
    """One quoted sentence of an answer, with the number of the citation it stands in.

    `group` is the side of a comparison it speaks for; `gloss` gives English for terms in it, which is no translation of it.
    """

    text: str
    citation: int
    column: str | None = None
    group: str | None = None
    gloss: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Citation:
    """A clause an answer rests on, with the quotes taken from it."""

    n: int
    clause: Clause
    document: Document
    validity: Validity
    validity_quote: str | None
    quotes: tuple[Quote, ...]
    score: float


@dataclass(frozen=True)
class Notice:
    """A warning that belongs to an answer: a stable code for programs and a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True)
class Answer:
    """The result of one question.

    `confidence` is the probability that the best clause answers, against none at all (kb/relevance.py); 0 where nothing was weighed.
    `situation` is how a case described in the question was read, `cards` the benefits that may be claimed in it.
    """

    question: str
    language: Language
    status: Status
    as_of: date
    answer: tuple[AnswerItem, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    elapsed_ms: float = 0.0
    confidence: float = 0.0
    related: tuple[SearchHit, ...] = ()
    situation: Reading | None = None
    cards: tuple[CardMatch, ...] = ()


@dataclass(frozen=True)
class SearchHit:
    """One ranked clause, as `search` returns it."""

    clause: Clause
    document: Document
    score: float
