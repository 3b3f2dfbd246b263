"""Texts that repeat one another: by their bytes or words, or nearly, under one number or under one title and day.

Of a text that lies in a folder twice, one is taken: the one the catalogue lists, else the later, else the fuller. Two different texts under
one number are both taken, each with an id of its own, and said to contradict each other. No text is left out without a line about it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from kb.errors import CorpusError
from kb.holdings.catalog import slug_of
from kb.holdings.folder import SkippedFile
from kb.messages import Message
from kb.reading import Extracted, Stated, bare, one_line
from kb.records import Document, LoadedDocument, SourceText

T = TypeVar("T")
_SHINGLE = 8
_SAME_NUMBER, _SAME_TITLE = 0.8, 0.9
_SHOWN = 40
_BYTES = Message("内容完全相同", "the same bytes")
_WORDS = Message("文字完全相同", "the same text")


@dataclass(frozen=True)
class _Text:
    """A text by what tells it from another."""

    source: SourceText
    number: str | None
    title: str | None
    issued: date | None

    @property
    def words(self) -> str:
        """Made anew each time: a second copy of every text is more than a machine holds."""
        return bare(self.source.text)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What a text that repeats this one has one of, the surest first."""
        digest = hashlib.sha256(self.words.encode("utf-8", "surrogatepass")).hexdigest()
        named = f"{self.issued} {bare(self.title)}" if self.title and self.issued else None
        return tuple(filter(None, (self.source.sha256, f"={digest}", self.number, named)))

    def shared(self, other: _Text) -> float:
        """The share of the shorter text's shingles that the other has too (containment, Broder 1997)."""
        ours, theirs = _shingles(self.words), _shingles(other.words)
        return len(ours & theirs) / min(len(ours), len(theirs))

    def repeats(self, other: _Text) -> Message | None:
        """Why these two are one text, None where they are not."""
        if self.source.sha256 == other.source.sha256:
            return _BYTES
        if self.words == other.words:
            return _WORDS
        if self.number and other.number:
            number = self.number if self.number == other.number and self.shared(other) >= _SAME_NUMBER else None
            return Message(f"文号同为 {number}", "the same number") if number else None
        if self.keys[-1] == other.keys[-1] and self.title and self.issued and self.shared(other) >= _SAME_TITLE:
            return Message("题名和成文日期相同，文字也大都相同", "the same title and day, nearly the same text")
        return None

    def only_here(self, other: _Text) -> str | None:
        """The first sentence that the other text has not, None where all of it stands there."""
        sentences = (part for part in re.split(r"[。；;\n]", self.source.text) if bare(part))
        words = other.words
        found = next((part for part in sentences if bare(part) not in words), None)
        return one_line(found)[:_SHOWN] if found else None


class TextsHeld:
    """The texts held so far."""

    def __init__(self, loaded: Iterable[LoadedDocument] = ()) -> None:
        self._by: dict[str, list[tuple[_Text, Document]]] = {}
        self.ids: set[str] = set()
        for item in loaded:
            self.add(item.source, item.document)

    def add(self, source: SourceText, document: Document) -> None:
        """Counts a text among those held."""
        self.ids.add(document.id)
        text = _text_of(source, document)
        for key in text.keys:
            self._by.setdefault(key, []).append((text, document))

    def named(self, digest: str) -> str | None:
        """The file of these bytes (SHA-256), None if none is held."""
        held = self._by.get(digest)
        return held[0][1].file if held else None

    def refuse(self, source: SourceText, told: Extracted | None = None) -> None:
        """Raises CorpusError if the text is held: its bytes, its words, or nearly these under the number or the title and day `told`."""
        text = _Text(source, None, None, None)
        if told:
            text = _Text(source, _value(told.number), _value(told.title), _value(told.issued))
        for key in text.keys:
            for other, held in self._by.get(key, ()):
                if same := text.repeats(other):
                    raise CorpusError(
                        f"{source.file} 已在语料中：{held.file}，{same.zh} ({same.en})；更正文本请用 policy-kb replace。",
                        f"It is held already as {held.id}: to correct its text use policy-kb replace.",
                    )

    def under_number(self, file: str, number: str | None) -> tuple[Message, ...]:
        """What is to be said of another text where one is held under its number."""
        others = [held.file for _, held in self._by.get(number, ())] if number else []
        return (_one_number(number, (*others, file)),) if number and others else ()


@dataclass(frozen=True)
class CopiedFile(SkippedFile):
    """A file that repeats one that is taken; `differs` where it says something that the other does not."""

    differs: bool = False


@dataclass(frozen=True)
class Settled:
    """The texts of a folder that are taken, in their order, the files that repeat them, and what contradicts itself among the former.

    Of two texts under one number the second has an id of its own here, which its clauses have not yet.
    """

    taken: tuple[LoadedDocument, ...]
    copies: tuple[CopiedFile, ...]
    contradictions: tuple[Message, ...]


def settled(loaded: Sequence[LoadedDocument], listed: Collection[str]) -> Settled:
    """Which of the texts are taken; of two files that the catalogue lists (`listed`) both are."""
    texts = {item.source.file: _text_of(item.source, item.document) for item in loaded}
    full = _fullness(loaded, texts)
    latest: dict[str | None, int] = {}
    for item in loaded:
        latest[item.document.number] = max(latest.get(item.document.number, 0), _day(item))

    def before_its_copies(item: LoadedDocument) -> tuple[bool, int, int, int, str]:
        file, day = item.source.file, _day(item) or latest[item.document.number]
        return file not in listed, -day, -full[file], len(file), file

    kept: dict[str, list[LoadedDocument]] = {}
    copies: dict[str, CopiedFile] = {}
    for item in sorted(loaded, key=before_its_copies):
        file, text = item.source.file, texts[item.source.file]
        others = [] if file in listed else [other for key in text.keys for other in kept.get(key, ())]
        held = next((other for other in others if text.repeats(texts[other.source.file])), None)
        if held:
            copies[file] = _copy(text, texts[held.source.file], _why(held, item, listed, full))
            continue
        for key in text.keys:
            kept.setdefault(key, []).append(item)
    taken = [item for item in loaded if item.source.file not in copies]
    found, contradictions = _with_own_ids(taken, texts, full, listed)
    return Settled(
        tuple(found[item.source.file] for item in taken),
        tuple(copies[item.source.file] for item in loaded if item.source.file in copies),
        contradictions,
    )


def _fullness(loaded: Sequence[LoadedDocument], texts: dict[str, _Text]) -> dict[str, int]:
    """The characters of the clauses of each file, 0 where nothing is compared with it: clauses that are kept are not unpacked for it."""
    borne = Counter(key for text in texts.values() for key in text.keys)
    compared = {file for file, text in texts.items() if any(borne[key] > 1 for key in text.keys)}
    return {
        item.source.file: sum(len("".join(clause.text.split())) for clause in item.clauses)
        if item.source.file in compared
        else 0
        for item in loaded
    }


def _with_own_ids(
    taken: Sequence[LoadedDocument], texts: dict[str, _Text], full: dict[str, int], listed: Collection[str]
) -> tuple[dict[str, LoadedDocument], tuple[Message, ...]]:
    """The texts by file, each with an id of its own; the number stays the id of the one that bears it most plainly."""

    def plainest(item: LoadedDocument) -> tuple[bool, bool, bool, int, str]:
        document = item.document
        whole = bool(document.issuers and document.issued)
        return (
            document.file not in listed,
            "number" in document.uncertain,
            not whole,
            -full[document.file],
            document.file,
        )

    by_id: dict[str, LoadedDocument] = {}
    of_number: dict[str, list[str]] = {}
    found: dict[str, LoadedDocument] = {}
    for item in sorted(taken, key=plainest):
        document = item.document
        other = by_id.get(document.id)
        # The catalogue lists one text twice: only who keeps it can say which entry goes.
        twice = other and document.file in listed and texts[document.file].words == texts[other.source.file].words
        if other and not twice:
            document = replace(document, id=_own_id(document.file, by_id))
        by_id.setdefault(document.id, item)
        if document.number:
            of_number.setdefault(document.number, []).append(document.file)
        found[document.file] = replace(item, document=document)
    notes = []
    for number, files in of_number.items():
        if len(files) > 1:
            notes.append(_one_number(number, files))
            for file in files:
                found[file] = _contradicted(found[file], notes[-1])
    return found, tuple(notes)


def _contradicted(item: LoadedDocument, note: Message) -> LoadedDocument:
    uncertain = tuple(dict.fromkeys((*item.document.uncertain, "number")))
    return replace(item, document=replace(item.document, uncertain=uncertain), notes=(*item.notes, note))


def _own_id(file: str, taken: Collection[str]) -> str:
    path = PurePosixPath(file)
    stem, whole = slug_of(path.with_suffix("").as_posix()), slug_of(path.as_posix())
    options = (stem, whole, *(f"{whole}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in options if name not in taken)


def _one_number(number: str, files: Sequence[str]) -> Message:
    return Message(
        f"{'、'.join(files)} 文号同为 {number} 而文字不同，都已收入：请核对文号，同一文件的正文和附件请放在一份文件里。",
        f"Different texts bear the number {number}; all are held: check it, and put a notice and its annexes into one file.",
    )


def _why(held: LoadedDocument, item: LoadedDocument, listed: Collection[str], full: dict[str, int]) -> Message:
    """Why the one is taken and not the other."""
    if held.source.file in listed:
        return Message("目录列有它", "the catalogue lists it")
    if _day(item) and _day(held) > _day(item):
        return Message("它的日期较晚", "it is the later one")
    if full[held.source.file] > full[item.source.file]:
        return Message("它的文字较全", "it is the fuller text")
    return Message("两份一样全", "both are as full")


def _copy(text: _Text, held: _Text, why: Message) -> CopiedFile:
    file, kept, same = text.source.file, held.source.file, text.repeats(held) or _WORDS
    only = None if same in (_BYTES, _WORDS) else text.only_here(held)
    if only:
        zh = f"只有未收入的这一份写有“{only}”，请核对哪一份对，移出另一份；都要收入，就把两份列入目录"
        en = f"only the copy says “{only}”: move out the one that is wrong, or list both in the catalogue to hold both"
    else:
        zh, en = "请把这一份移出文件夹", "move this one out of the folder"
    zh = f"与 {kept} 重复：{same.zh}，收入的是 {kept}，{why.zh}；{zh}"
    return CopiedFile(file, Message(zh, f"a copy of {kept} ({same.en}), which is taken: {why.en}; {en}"), bool(only))


def _day(item: LoadedDocument) -> int:
    """The day of issue, as a number to compare; 0 if none is stated."""
    return item.document.issued.toordinal() if item.document.issued else 0


def _value(stated: Stated[T] | None) -> T | None:
    return stated.value if stated else None


def _text_of(source: SourceText, document: Document) -> _Text:
    return _Text(source, document.number, document.title, document.issued)


def _shingles(words: str) -> frozenset[str]:
    return frozenset(words[i : i + _SHINGLE] for i in range(max(1, len(words) - _SHINGLE + 1)))
