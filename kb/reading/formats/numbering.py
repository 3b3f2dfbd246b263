"""The numbers that Word counts by itself (一、 （一） 1. 第一条): they stand in the numbering definitions, not in the text.

Counting follows ECMA-376 part 1, 17.9: a paragraph names a list (`numId`) and a level, directly or by its style; lists that share an
abstract definition count on together, but for those that override their start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from docx.oxml.ns import qn

from kb.reading.formats.list_numbers import formatted
from kb.reading.formats.xml_tree import Element
from kb.regex import regex

_LEVELS: Final = 9
# A bullet is often a letter or a private character that only its symbol font prints as one.
_SYMBOL: Final = regex(r"[\ue000-\uf8ff\w]")


@dataclass(frozen=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    plain_digits: bool = False
    gap: str = " "


@dataclass
class _Counted:
    """The state of the lists that share one abstract definition: the numbers reached, by level."""

    numbers: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """Counts the paragraphs of one document; `mark` must be asked in their order."""

    def __init__(self, root: Element | None) -> None:
        found = root.iter(qn("w:abstractNum"), qn("w:num")) if root is not None else ()
        parts = list(found)
        self._abstract = {key: one for one in parts if (key := one.get(qn("w:abstractNumId"))) is not None}
        self._lists = {key: one for one in parts if (key := one.get(qn("w:numId"))) is not None}
        self._counted: dict[str, _Counted] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list at a level, with what parts it from the text; "" where it shows none."""
        entry = self._lists.get(list_id)
        if entry is None or not 0 <= level < _LEVELS:
            return ""
        abstract = self._resolved(_value(entry.find(qn("w:abstractNumId"))) or "")
        levels = [self._level(entry, abstract, n) for n in range(_LEVELS)]
        numbers = self._counted.setdefault(abstract, _Counted()).numbers
        override = self._start_override(entry, level)
        if override is not None and (list_id, level) not in self._begun:
            numbers[level] = override
        else:
            numbers[level] = levels[level].start if numbers[level] is None else (numbers[level] or 0) + 1
        self._begun.add((list_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart
            if restart is None or (restart and level < restart):
                numbers[deeper] = None
        shown = self._shown(levels, level, numbers)
        return shown + levels[level].gap if shown else ""

    def _resolved(self, abstract: str) -> str:
        """The definition itself, where this one only names the style of a list."""
        linked = self._abstract.get(abstract)
        link = _value(linked.find(qn("w:numStyleLink"))) if linked is not None else None
        if link is None:
            return abstract
        return next(
            (key for key, one in self._abstract.items() if _value(one.find(qn("w:styleLink"))) == link), abstract
        )

    def _level(self, entry: Element, abstract: str, level: int) -> _Level:
        wanted = str(level)
        for override in entry.iterfind(qn("w:lvlOverride")):
            own = override.find(qn("w:lvl"))
            if override.get(qn("w:ilvl")) == wanted and own is not None:
                return _level_of(own)
        definition = self._abstract.get(abstract)
        for one in definition.iterfind(qn("w:lvl")) if definition is not None else ():
            if one.get(qn("w:ilvl")) == wanted:
                return _level_of(one)
        return _Level()

    def _start_override(self, entry: Element, level: int) -> int | None:
        for override in entry.iterfind(qn("w:lvlOverride")):
            if override.get(qn("w:ilvl")) == str(level):
                value = _value(override.find(qn("w:startOverride")))
                return _whole(value, 1) if value is not None else None
        return None

    def _shown(self, levels: list[_Level], level: int, numbers: list[int | None]) -> str:
        own = levels[level]
        if own.style == "bullet":
            return _SYMBOL.sub("", own.text)

        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            value = numbers[place]
            style = "decimal" if own.plain_digits and levels[place].style != "none" else levels[place].style
            return formatted(levels[place].start if value is None else value, style)

        return re.sub(r"%([1-9])", number, own.text)


def _level_of(element: Element) -> _Level:
    restart, gap = _value(element.find(qn("w:lvlRestart"))), _value(element.find(qn("w:suff")))
    legal = element.find(qn("w:isLgl"))
    return _Level(
        _whole(_value(element.find(qn("w:start"))), 1),
        _value(element.find(qn("w:numFmt"))) or "decimal",
        _value(element.find(qn("w:lvlText"))) or "",
        None if restart is None else _whole(restart, 0),
        legal is not None and _value(legal) not in ("0", "false"),
        "" if gap == "nothing" else " ",
    )


def _value(element: Element | None) -> str | None:
    found = element.get(qn("w:val")) if element is not None else None
    return str(found) if found is not None else None


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise
