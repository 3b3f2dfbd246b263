"""The format of `catalog.yaml`: what a curator knows about the texts of a corpus, and how the file is read and checked.

    documents:
      - file: 某通知.txt
        id: jiangsu-2012-service-system          # only where the text has no number of its own
        region: {value: 江苏省, rests_on: "words that stand in the text"}

Every curated value names the words it rests on. Errors are one line with the line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from kb.documents import CATALOG_NAME
from kb.errors import CatalogError

Kind = Literal["notice", "opinion", "plan", "regulation", "decision", "announcement", "reply", "digest", "other"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
T = TypeVar("T")


def _iso_date(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("日期须写作 2016-06-12 (dates are written 2016-06-12)")
    if not isinstance(value, str | date):
        raise ValueError("须为日期 (must be a date)")
    return value


Words = Annotated[str, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_iso_date)]


class Curated(BaseModel, Generic[T]):
    """A value with the words it rests on, compared without white space."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: T
    rests_on: Annotated[str, Field(pattern=r"\S")]


class CatalogEntry(BaseModel):
    """What is curated about one text; `superseded_*` rest on words of the text that supersedes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Words
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] | None = None
    title: Curated[Words] | None = None
    number: Curated[Words] | None = None
    issuers: Curated[tuple[Words, ...]] | None = None
    region: Curated[Words] | None = None
    parents: Curated[tuple[Words, ...]] | None = None
    issued: Curated[Day] | None = None
    published: Curated[Day] | None = None
    effective_from: Curated[Day] | None = None
    effective_to: Curated[Day] | None = None
    kind: Curated[Kind] | None = None
    superseded_by: Curated[Words] | None = None
    superseded_on: Curated[Day] | None = None
    _line: int = PrivateAttr(default=0)

    @model_validator(mode="after")
    def _pairs(self) -> CatalogEntry:
        if (self.superseded_by is None) != (self.superseded_on is None):
            raise ValueError("superseded_by 与 superseded_on 须同时给出 (give both or neither)")
        if self.parents and not self.region:
            raise ValueError("有 parents 就须有 region (parents need a region)")
        return self

    @property
    def line(self) -> int:
        """The line of `catalog.yaml` the entry begins on; 0 where it was not read from a file."""
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
                    f"{CATALOG_NAME} 第 {entry.line} 行列出的 {entry.file} 不在语料中：请放入文件或删去此条。"
                    f" Line {entry.line} lists a text that is not there: add the file or remove the entry."
                )
        missing = [file for file in files if file not in entries]
        if missing:
            raise CatalogError(
                f"{CATALOG_NAME} 没有列出 {'、'.join(missing)}：请为它加一条 file。"
                " The catalogue does not list this text: add an entry with its file."
            )
        return entries


class _Loader(yaml.SafeLoader):
    """A safe loader that leaves dates as the text they are, so that a wrong one is reported with its line."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_catalog(corpus: Path) -> Catalog | None:
    """The catalogue of a corpus, or None where it has none; CatalogError names the line of whatever is wrong."""
    path = corpus / CATALOG_NAME
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(
            f"{CATALOG_NAME} 无法读取：请存为 UTF-8。 The catalogue cannot be read: save it as UTF-8."
        ) from error
    root, data = _parse(text)
    try:
        entries = _CatalogFile.model_validate(data).documents
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _field_error(root, first["loc"], first["type"], first["msg"]) from error
    for index, entry in enumerate(entries):
        entry._line = _line_of(root, ("documents", index))
    _refuse_repeats(entries)
    return Catalog(entries)


def _parse(text: str) -> tuple[yaml.Node, Any]:
    try:
        root = yaml.compose(text, Loader=_Loader)
        data = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        raise _wrong(
            line, f"不是合法的 YAML（{problem}）：请改正", f"not valid YAML ({problem}): correct it"
        ) from error
    except (ValueError, RecursionError) as error:
        raise _wrong(1, "不是合法的 YAML：请改正", "not valid YAML: correct it") from error
    if root is None:
        raise _wrong(
            1, "是空的：请列出 documents 或删去此文件", "the catalogue is empty: list the documents or remove the file"
        )
    for key in _repeated_keys(root, set()):
        name = key.value
        raise _wrong(key.start_mark.line + 1, f"{name} 重复：请只留一个", f"{name} stands twice: keep one")
    return root, data


def _repeated_keys(node: yaml.Node, seen: set[int]) -> Iterator[yaml.Node]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            if str(key.value) in names:
                yield key
            names.add(str(key.value))
            yield from _repeated_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item, seen)


def _field_error(root: yaml.Node, place: tuple[int | str, ...], kind: str, message: str) -> CatalogError:
    line, name = _line_of(root, place), ".".join(str(part) for part in place)
    if kind == "extra_forbidden":
        return _wrong(line, f"不认识 {name}：请删去或改名", f"unknown key {name}: remove or rename it")
    if kind == "missing":
        return _wrong(line, f"缺少 {name}：请补上", f"{name} is missing: add it")
    detail = message.removeprefix("Value error, ")
    return _wrong(line, f"{name or '内容'} 有误（{detail}）：请改正", f"{name or 'content'} is wrong: correct it")


def _line_of(node: yaml.Node, place: tuple[int | str, ...]) -> int:
    """The line a place of the data stands on, or that of the nearest thing around it."""
    line = node.start_mark.line + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def _refuse_repeats(entries: Sequence[CatalogEntry]) -> None:
    for field in ("file", "id"):
        seen: dict[str, int] = {}
        for entry in entries:
            value = getattr(entry, field)
            if value in seen:
                cause = f"{field} {value} 与第 {seen[value]} 行重复：请改其一"
                raise _wrong(entry.line, cause, f"{field} {value} is used on line {seen[value]} too: change one")
            if value is not None:
                seen[value] = entry.line


def _wrong(line: int, cause: str, english: str) -> CatalogError:
    return CatalogError(f"{CATALOG_NAME} 第 {line} 行{cause}。 {CATALOG_NAME} line {line}: {english}.")
