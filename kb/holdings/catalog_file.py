"""The format of `catalog.yaml`: what a curator knows about the texts of a corpus, and how the file is read and checked.

    documents:
      - file: 某通知.txt
        id: jiangsu-2012-service-system          # only where the text has no number of its own
        title_en: Notice on …                    # to read by, on English pages; no words of the text can prove it
        region: {value: 江苏省, rests_on: "words that stand in the text"}
        ended: {by: 苏人社发〔2025〕3号, since: 2025-03-01, reason: 见来文}        # by a decision that is not held; how: republished
        extended: {by: 苏人社发〔2025〕4号, until: 2027-12-31, reason: 见来文}     # likewise
        outline: [{do: join, at: "其中，残疾人"}, {do: aside, at: "扫描全能王", reason: 水印}]

Every curated value names the words it rests on; a correction (`reason:` beside them) says why it is not what the program reads there.
Errors are one line with the line of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from kb.errors import CatalogError
from kb.files import Day, NonEmpty, YamlEntries, YamlFile, read_yaml
from kb.holdings.folder import CATALOG_NAME
from kb.messages import Message
from kb.records import DocumentKind

T = TypeVar("T")
# One line without Chinese characters or full-width marks.
ENGLISH_TITLE = r"^[^\s\u2e80-\u9fff\uff00-\uffef][^\n\r\u2e80-\u9fff\uff00-\uffef]{0,299}$"

FIELD_NAMES = {
    "number": Message("文号", "number"),
    "title": Message("题名", "title"),
    "issuers": Message("发文机关", "issuers"),
    "region": Message("地区", "region"),
    "issued": Message("成文日期", "issued"),
    "published": Message("发布日期", "published"),
    "printed": Message("印发日期", "printed"),
    "effective_from": Message("施行", "effective from"),
    "effective_to": Message("到期", "effective to"),
}
"""What people call the fields that are read from a file, in the order in which they are shown."""


class Curated(BaseModel, Generic[T]):
    """A value with the words it rests on, compared without white space.

    With a reason it is a correction: it stands though the program reads something else in the text.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: T
    rests_on: Annotated[str, Field(pattern=r"\S")]
    reason: Annotated[str, Field(pattern=r"\S")] | None = None


class DecidedElsewhere(BaseModel):
    """A decision of an office that is not in the corpus, so that no words can be shown for it: its number or name, and why it is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: NonEmpty
    reason: Annotated[str, Field(pattern=r"\S")]


class Ended(DecidedElsewhere):
    """It ended the document, by itself or by a new text in its place: `since` is the first day the document no longer holds."""

    since: Day
    how: Literal["repealed", "republished"] = "repealed"


class Extended(DecidedElsewhere):
    """It lets the document hold longer: `until` is the last day."""

    until: Day


EditKind = Literal["join", "split", "aside", "back", "columns", "under"]


class OutlineEdit(BaseModel):
    """A change to the outline, where words of the text say (kb/holdings/outline_edits.py).

    `join` the clause that begins with the words to the one before, `split` where they stand, set it `aside` for a reason, take text `back`,
    name the `columns` of the table whose row it is, put it `under` the clause that begins with the words `below`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: EditKind
    at: Annotated[str, Field(pattern=r"\S")]
    names: tuple[str, ...] = ()
    below: Annotated[str, Field(pattern=r"\S")] | None = None
    reason: Annotated[str, Field(pattern=r"\S")] | None = None

    @model_validator(mode="after")
    def _whole(self) -> OutlineEdit:
        needed = {"aside": self.reason, "columns": self.names, "under": self.below}
        if self.do in needed and not needed[self.do]:
            raise ValueError(
                "aside 须有 reason，columns 须有 names，under 须有 below (reason, names or below is missing)"
            )
        return self


class CatalogEntry(BaseModel):
    """What is curated about one text; `superseded_*` rest on words of the text that supersedes it, `ended` and `extended` on no text held."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: NonEmpty
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] | None = None
    title: Curated[NonEmpty] | None = None
    title_en: Annotated[str, Field(pattern=ENGLISH_TITLE)] | None = None
    number: Curated[NonEmpty] | None = None
    issuers: Curated[tuple[NonEmpty, ...]] | None = None
    region: Curated[NonEmpty] | None = None
    parents: Curated[tuple[NonEmpty, ...]] | None = None
    issued: Curated[Day] | None = None
    published: Curated[Day] | None = None
    effective_from: Curated[Day] | None = None
    effective_to: Curated[Day] | None = None
    kind: Curated[DocumentKind] | None = None
    superseded_by: Curated[NonEmpty] | None = None
    superseded_on: Curated[Day] | None = None
    ended: Ended | None = None
    extended: Extended | None = None
    outline: tuple[OutlineEdit, ...] = ()
    _line: int = PrivateAttr(default=0)

    @model_validator(mode="after")
    def _pairs(self) -> CatalogEntry:
        if (self.superseded_by is None) != (self.superseded_on is None):
            raise ValueError("superseded_by 与 superseded_on 须同时给出 (give both or neither)")
        if self.ended and self.superseded_by:
            raise ValueError("ended 不能与 superseded_by 同用 (give one or the other)")
        if self.parents and not self.region:
            raise ValueError("有 parents 就须有 region (parents need a region)")
        return self

    @property
    def line(self) -> int:
        """The line of `catalog.yaml` the entry begins on; 0 if it was not read from a file."""
        return self._line


class _CatalogFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: tuple[CatalogEntry, ...]


class Catalog:
    """The entries of a corpus's `catalog.yaml`, in the order of the file."""

    def __init__(self, entries: Sequence[CatalogEntry]) -> None:
        self.entries = tuple(entries)

    def entries_for(self, files: Sequence[str]) -> dict[str, CatalogEntry]:
        """The entry of each text; CatalogError for an entry without text and for a text without entry."""
        entries = {entry.file: entry for entry in self.entries}
        for entry in self.entries:
            if entry.file not in files:
                raise CatalogError(
                    f"{CATALOG_NAME} 第 {entry.line} 行列出的 {entry.file} 不在语料中：请放入文件或删去此条。",
                    f"Line {entry.line} lists a text that is not there: add the file or remove the entry.",
                )
        missing = [file for file in files if file not in entries]
        if missing:
            raise CatalogError(
                f"{CATALOG_NAME} 没有列出 {'、'.join(missing)}：请为它加一条 file。",
                "The catalogue does not list this text: add an entry with its file.",
            )
        return entries


def load_catalog(corpus: Path) -> Catalog | None:
    """The catalogue of a corpus, or None if it has none; CatalogError names the line of whatever is wrong."""
    parsed = read_yaml(corpus / CATALOG_NAME, CatalogError)
    if parsed is None:
        return None
    entries = parsed.validated(_CatalogFile).documents
    for index, entry in enumerate(entries):
        entry._line = parsed.line_of(("documents", index))
    _refuse_repeats(entries, parsed)
    return Catalog(entries)


def entries_in(text: str) -> YamlEntries:
    """The entries of a catalogue's text, to be changed; CatalogError if it is no YAML or laid out in an unforeseen way."""
    return YamlEntries(text, CATALOG_NAME, "documents", "file", CatalogError)


def _refuse_repeats(entries: Sequence[CatalogEntry], parsed: YamlFile) -> None:
    for field in ("file", "id"):
        seen: dict[str, int] = {}
        for entry in entries:
            value = getattr(entry, field)
            if value in seen:
                cause = f"{field} {value} 与第 {seen[value]} 行重复：请改其一"
                raise parsed.wrong(entry.line, cause, f"{field} {value} is used on line {seen[value]} too: change one")
            if value is not None:
                seen[value] = entry.line
