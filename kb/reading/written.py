"""What the reader of a format found, in order, becomes one text (see ReadText in kb/reading/fence.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.language import ends_sentence, repaired
from kb.reading.fence import ReadText
from kb.reading.limits import Refused
from kb.reading.outline import mark_of
from kb.reading.paragraphs import starts_unit
from kb.records import SetAside
from kb.regex import regex

RESIDUE = "转换残留 residue of a conversion"
NOT_READ = "图像，其中文字未读 picture, its writing is not read"
MACROS = "宏，没有运行 macros, not run"
ELSEWHERE = "包外内容，没有读取 content outside the file, not read"
_INDENT = "\u3000\u3000"
_LONGEST_HEADING = 60
_CONTROL = regex(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPACES = regex(r"[^\S\u3000]+")


@dataclass(frozen=True)
class TextLine:
    """A paragraph, or a line of one that the format breaks. `level`: a heading's, 1 the outermost (0: none); `centred`: as titles are."""

    text: str
    level: int = 0
    centred: bool = False


@dataclass(frozen=True)
class TableGrid:
    """A table in which every row has a cell for every column; a cell's paragraphs are its lines."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PageStart:
    """A page begins here."""


@dataclass(frozen=True)
class Gone:
    """Something that stands in the file and is no part of the text, and why."""

    text: str
    reason: str


Item = TextLine | TableGrid | PageStart | Gone


def written(items: Iterable[Item], limits: Mapping[str, int]) -> ReadText:
    """The text of these items; Refused where it is too long."""
    writer = _Writer(limits["characters"])
    for item in items:
        writer.add(item)
    aside = [*writer.aside, *(_residue(writer.repairs))]
    return ReadText("".join(writer.pieces), tuple(writer.pages), tuple(sorted(aside, key=lambda one: one.start)))


def _residue(repairs: Counter[tuple[str, str]]) -> Iterable[SetAside]:
    for (before, after), times in repairs.items():
        shown = f"{before!r} → {after or '（无 none）'}" + (f"，{times} 处" if times > 1 else "")
        yield SetAside(0, 0, shown, RESIDUE)


class _Writer:
    """Puts one item after the other; the text so far is its state."""

    def __init__(self, most: int) -> None:
        self.pieces: list[str] = []
        self.pages: list[int] = []
        self.aside: list[SetAside] = []
        self.repairs: Counter[tuple[str, str]] = Counter()
        self._length, self._most = 0, most
        self._centred = True  # whether the line before is, so that a title may go on in this one

    def add(self, item: Item) -> None:
        """Appends an item."""
        if isinstance(item, Gone):
            if words := " ".join(item.text.split()):
                self.aside.append(SetAside(self._length, self._length, words, item.reason))
        elif isinstance(item, PageStart):
            self._put("\f" if self.pages else "")
            self.pages.append(self._length)
        elif isinstance(item, TextLine):
            self._line(item)
        elif max(map(len, item.rows), default=0) < 2:
            for cell in (cell for row in item.rows for cell in row):
                for line in cell.split("\n"):
                    self._line(TextLine(line))  # a frame, not a table
        else:
            self._centred = False
            self._put("".join(self._row(row) for row in item.rows) + "\n")

    def _line(self, line: TextLine) -> None:
        text = self._clean(line.text)
        if not text.strip():
            return
        body = text.strip()
        heading = line.level and len(body) <= _LONGEST_HEADING and not ends_sentence(body) and not starts_unit(body)
        goes_on = line.centred and self._centred
        indent = "#" * min(line.level, 6) + " " if heading else "" if goes_on else _INDENT
        self._centred = line.centred
        self._put(indent + body + "\n\n")

    def _row(self, row: Sequence[str]) -> str:
        """A row as a line; a lone last cell gets one more tab, since a tab before one cell means a flattened table."""
        cells = [self._cell(cell) for cell in row]
        if not any(cells):
            return ""
        line = "\t".join(cells)
        return line + ("\t" if line.startswith("\t") and line.count("\t") == 1 else "") + "\n"

    def _cell(self, text: str) -> str:
        """A cell's lines on one; a numbered item keeps clear of the one before it (kb/reading/paragraphs.py parts them again)."""
        whole = ""
        for line in (self._clean(line).strip() for line in text.split("\n")):
            numbered = (mark := mark_of(line)) and mark.rank == 30
            whole += ("   " if whole and numbered else " " if whole and line else "") + line
        return whole

    def _clean(self, text: str) -> str:
        plain = _SPACES.sub(" ", _CONTROL.sub("", text))
        read = repaired(plain)
        self.repairs.update((plain[one.start : one.end], one.replacement) for one in read.repairs)
        return read.text

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)
        if self._length > self._most:
            raise Refused("characters")
