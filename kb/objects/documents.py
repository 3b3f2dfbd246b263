"""Documents and clauses."""

from __future__ import annotations

from datetime import date

from pydantic import AliasChoices, Field

from kb.objects.plain import PlainObject
from kb.records import ClauseKind, EffectKind, Validity


class EffectObject(PlainObject):
    """What another document of the corpus decides of this one."""

    kind: EffectKind
    """What it does: repeals it or a part, amends it, extends it, confirms that it is in force, publishes it again, or goes before it."""
    by: str
    """The number or id of the document that decides."""
    clause: str
    """The address of the clause that does."""
    words: list[str]
    """Its words, verbatim."""
    on: date | None = Field(serialization_alias="from", validation_alias=AliasChoices("on", "from"))
    """The first day it holds; null where none is known."""
    until: date | None
    """The last day of an extension."""
    parts: list[str]
    """The words for the part decided on; empty for the whole."""
    clauses: list[str]
    """The ids of the clauses decided on; empty for the whole."""
    obeyed: bool
    """False for what is only told, because the catalogue says otherwise or no day or clause is found."""


class BasisObject(PlainObject):
    """A document of the corpus that this one says it rests on."""

    document: str
    """Its number or id."""
    clause: str
    """The address of the clause that says so."""
    words: str
    """The words, verbatim."""
    whole: bool
    """Whether the whole document rests on it."""


class DocumentObject(PlainObject):
    """A document with its validity on a day."""

    id: str
    """Survives a rebuild: the number, else a name that the catalogue gives."""
    number: str | None
    """The document number (文号); null where the text has none."""
    title: str
    """The title as printed."""
    title_en: str | None
    """An English title that the catalogue gives to read by, which is not official; null where it gives none."""
    kind: str
    """notice, opinion, plan, regulation, decision, announcement, reply, digest or other."""
    issuers: list[str]
    """The bodies that issued it."""
    region: str | None
    """The innermost region it holds for."""
    regions: list[str]
    """That region and those around it, the innermost first."""
    national: bool
    """True of a document known to hold everywhere; where false and `region` is null, nothing says where it holds."""
    issued: date | None
    """The day below the text (成文日期)."""
    published: date | None
    """The day of publication, where only that is known."""
    effective_from: date | None
    """The first day it is in force."""
    effective_to: date | None
    """The last day it is in force; null where no end is stated."""
    validity: Validity
    """Its state on the day asked about; `undated` where it states no end."""
    validity_quote: str | None
    """The words that prove it; of a clause that alone was repealed, the repeal's."""
    uncertain: list[str]
    """The fields that rest on a weak sign or that the file contradicts."""
    superseded_by: str | None
    """What took its place."""
    superseded_on: date | None
    """Since when."""
    effects: list[EffectObject]
    """What others decide of it."""
    bases: list[BasisObject]
    """The documents it says it rests on."""


class DocumentEntryObject(DocumentObject):
    """A document of the catalogue."""

    file: str
    """The file in the corpus."""
    clauses: int
    """How many clauses it has."""


class ExportedClauseObject(PlainObject):
    """A clause as it is exported, complete in itself."""

    clause_id: str
    """The document's id, the part of the file where it has several, and the outline path."""
    label: str
    """Its address in the document, without spaces."""
    kind: ClauseKind
    """heading, clause, row (of a table) or block."""
    path: list[str]
    """The headings from the outermost down to its own."""
    text: str
    """The whole clause."""
    line: str
    """The line to cite it by."""
    document: str
    """The document's id."""
    number: str | None
    """Its number (文号)."""
    title: str
    """Its title as printed."""
    issuers: list[str]
    """The bodies that issued it."""
    regions: list[str]
    """Where it holds, the innermost region first."""
    issued: date | None
    """The day below the text."""
    effective_from: date | None
    """The first day it is in force."""
    effective_to: date | None
    """The last day it is in force."""
    as_of: date
    """The day that validity is judged by."""
    validity: Validity
    """Of the clause, on that day."""
    validity_quote: str | None
    """The words that prove it."""


class SourceObject(PlainObject):
    """Where a clause begins in its file."""

    file: str
    """The file in the corpus."""
    page: int | None
    """The page of a PDF, counted from 1."""
    start: int
    """The offset in the decoded file, or in the text read from a PDF."""


class ClauseObject(PlainObject):
    """A clause in the tree of its document."""

    clause_id: str
    """The document's id, the part of the file where it has several, and the outline path."""
    label: str
    """Its address in the document, without spaces."""
    kind: ClauseKind
    """heading, clause, row (of a table) or block."""
    path: list[str]
    """The headings from the outermost down to its own."""
    text: str
    """The whole clause."""
    cells: list[dict[str, str]] | None = None
    """The cells of a table row with their columns."""
    children: list[ClauseObject] = Field(default_factory=list)
    """The clauses below it."""
