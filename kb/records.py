"""The data that travels through the knowledge base, from a file's text to its clauses.

Everything here is a frozen dataclass without behaviour beyond reading its own fields. Offsets count code points and are
half-open. `Span` offsets refer to the decoded source file; `Quote` offsets to the text of the clause quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from kb.messages import Message

DocumentKind = Literal[
    "notice", "opinion", "plan", "regulation", "decision", "announcement", "reply", "digest", "other"
]
DOCUMENT_KINDS: Final[tuple[DocumentKind, ...]] = get_args(DocumentKind)
ClauseKind = Literal["heading", "clause", "row", "block"]
Language = Literal["zh", "en"]
Validity = Literal["in_force", "expired", "not_yet_in_force", "superseded", "undated"]
Grade = Literal["clear", "likely", "reference"]
"""How far an answer may be relied on."""

EffectKind = Literal["repeals", "repeals_part", "amends", "extends", "confirms", "republishes", "prevails"]
"""What one document may decide of another; `prevails` is 与本通知不一致的，以本通知为准."""


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
class Doubt:
    """A half-open range of a text that may not be what is printed, and why."""

    start: int
    end: int
    reason: Message


@dataclass(frozen=True)
class SourceText:
    """A file as read: its name inside the corpus, its decoded text and the encoding that was used.

    Of a PDF, `pages[i]` is the offset where page i+1 begins and `set_aside` what stood outside the running text (empty ranges).
    `text` is as it is read, repaired (kb/language/normal_form.py); `origin[i]` is where `text[i]` stood in the decoded file, None if
    that is the same place. `doubtful` are the ranges of `text` where reading a PDF left doubt, in order.
    """

    file: str
    text: str
    encoding: str
    sha256: str
    pages: tuple[int, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    origin: tuple[int, ...] | None = field(default=None, repr=False, compare=False)
    doubtful: tuple[Doubt, ...] = ()


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
    or a column name that was put in). `sentences` are the quotable pieces of `text`, `doubts` ranges of it that may not be what is printed.
    """

    id: str
    document: str
    label: str
    kind: ClauseKind
    path: tuple[str, ...]
    text: str
    offsets: Sequence[int] = field(repr=False)
    sentences: tuple[Span, ...]
    parent: str | None = None
    cells: tuple[Cell, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def doubts_in(self, start: int, end: int) -> tuple[Doubt, ...]:
        """The doubts that touch `text[start:end]`."""
        return tuple(doubt for doubt in self.doubts if doubt.start < end and start < doubt.end)

    def column_at(self, position: int) -> str:
        """The column of a table row that `text[position]` stands in; "" outside rows and for a table's notes."""
        start = 0
        for cell in self.cells:
            length = len(cell.text) + (len(cell.column) + 1 if cell.column else 0)
            if start <= position < start + length:
                return cell.column
            start += length + 1
        return ""


@dataclass(frozen=True)
class Effect:
    """What the document `by` decides of the held document `of`, where its clause `label` says so in `words`.

    `words` are pieces of that clause, and of the lead of its list; none where `by` is not held and an office recorded what it decides.
    `on` is the first day it holds (None: no day is known), `until` the last day of an extension. `parts` are the words for the part
    decided on and `clauses` the ids of its clauses; none for the whole.
    `obeyed` is False for what is only told: `prevails`, `amends`, what the catalogue overrides, what names no day or no clause that is found.
    """

    kind: EffectKind
    by: str
    of: str
    label: str
    words: tuple[str, ...]
    on: date | None = None
    until: date | None = None
    parts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    obeyed: bool = True

    @property
    def quote(self) -> str:
        """The words in one line, what was left out between them marked."""
        return "……".join(self.words)


@dataclass(frozen=True)
class Basis:
    """A held document that another one says it rests on (根据《…》), in the clause with the id `clause`.

    `whole` is whether the whole document rests on it. The last three are those of the basis, so that an answer can tell that it lapsed.
    """

    of: str
    name: str
    clause: str
    label: str
    words: str
    whole: bool
    effective_to: date | None = None
    superseded_on: date | None = None
    is_repealed: bool = False


@dataclass(frozen=True)
class Document:
    """What is known of a document. `regions` runs from the innermost outwards, e.g. `("临沂市", "山东省")`.

    `effective_quote` and `expiry_quote` are the words that state the two dates; `superseded_by` is curated or found in the text
    of that document, `superseded_quote` its proof. `effects` is what others decide of it, `bases` are the held documents it rests on.
    `national` is known to hold everywhere; without it and without regions, where a document holds is not known. `uncertain` names
    the fields that rest on a weak sign or that the file contradicts. `title_en` is a curator's, to read by; it stands in no text.
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
    national: bool = False
    uncertain: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    effects: tuple[Effect, ...] = ()
    bases: tuple[Basis, ...] = ()
    title_en: str | None = None

    @property
    def region(self) -> str | None:
        """The innermost region the document holds for, or None."""
        return self.regions[0] if self.regions else None

    @property
    def is_repealed(self) -> bool:
        """Whether `superseded_by` repealed it, as a text held says or an office recorded of one that is not; else it took its place."""
        return any(
            effect.kind == "repeals" and effect.obeyed and effect.by == self.superseded_by for effect in self.effects
        )


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of a clause's text: `clause.text[start:end] == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class LoadedDocument:
    """One document of a corpus with all that was read from it; `notes` says what it decides of others that could not be obeyed.

    `key` differs wherever the clauses may.
    """

    document: Document
    source: SourceText
    clauses: Sequence[Clause]
    set_aside: tuple[SetAside, ...]
    notes: tuple[Message, ...] = ()
    key: str = field(default="", compare=False)


@dataclass(frozen=True)
class Notice:
    """A warning that belongs to an answer: a stable code for programs and a sentence for people."""

    code: str
    message: Message

    @property
    def text(self) -> str:
        """The sentence in both languages, as programs are given it."""
        return str(self.message)


@dataclass(frozen=True)
class Filters:
    """What an answer may rest on: a region and what holds there, one document, one kind of document, what is in force.

    `region` is a place's name, `document` an id, number or title, `kind` one of DOCUMENT_KINDS; `as_of` is the day that validity is judged
    by, None for today.
    """

    region: str | None = None
    document: str | None = None
    kind: str | None = None
    as_of: date | None = None
    in_force: bool = False

    def over(self, others: Filters) -> Filters:
        """These filters, and of the others those that these leave open."""
        return Filters(
            self.region or others.region,
            self.document or others.document,
            self.kind or others.kind,
            self.as_of or others.as_of,
            self.in_force or others.in_force,
        )


NO_FILTERS: Final = Filters()
