"""What Word's styles say of a paragraph or a run that does not say it itself: list, heading level, alignment, hidden text."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from kb.reading.formats.xml_tree import Element
from kb.regex import regex

_HEADING = regex(r"heading ([1-9])")
_OFF = ("0", "false", "off", "none")


class WordStyles:
    """The styles of one document, by id, each followed to those it is based on."""

    def __init__(self, root: Element | None) -> None:
        styles = list(root.iterfind(qn("w:style"))) if root is not None else []
        self._styles = {key: one for one in styles if (key := one.get(qn("w:styleId"))) is not None}
        self._default = next(
            (
                key
                for key, one in self._styles.items()
                if one.get(qn("w:type")) == "paragraph" and one.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )

    def name(self, paragraph: Element) -> str:
        """The name of a paragraph's style in lower case (`toc 1`); "" if it has none."""
        return next(self._names(paragraph), "")

    def _names(self, paragraph: Element) -> Iterator[str]:
        chain = self._chain(value_at(paragraph, "w:pPr/w:pStyle") or self._default)
        return ((value_at(one, "w:name") or "").lower() for one in chain)

    def paragraph(self, paragraph: Element, name: str) -> Element | None:
        """The property `name` of a paragraph: its own, or that of its styles; None if none says it."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn(name)}")
        if own is not None:
            return own
        styles = self._chain(value_at(paragraph, "w:pPr/w:pStyle") or self._default)
        found = (one.find(f"{qn('w:pPr')}/{qn(name)}") for one in styles)
        return next((one for one in found if one is not None), None)

    def numbered(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and the level that count a paragraph; list 0 takes a style's number away."""
        list_id = level = None
        for style in (paragraph, *self._chain(value_at(paragraph, "w:pPr/w:pStyle") or self._default)):
            list_id = value_at(style, "w:pPr/w:numPr/w:numId") if list_id is None else list_id
            level = value_at(style, "w:pPr/w:numPr/w:ilvl") if level is None else level
        return None if list_id in (None, "0") else (str(list_id), int(level) if level and level.isdecimal() else 0)

    def heading_level(self, paragraph: Element) -> int:
        """1 to 9 for a heading, 0 for anything else; a title is a heading of level 1.

        Word's own styles of headings have their level by their name, which LibreOffice writes alone where it reads rich text.
        """
        if self.name(paragraph) == "title":
            return 1
        outline = self.paragraph(paragraph, "w:outlineLvl")
        value = outline.get(qn("w:val")) if outline is not None else None
        if value and value.isdecimal():
            return int(value) + 1 if int(value) < 9 else 0
        named = (_HEADING.fullmatch(name) for name in self._names(paragraph))
        return next((int(match[1]) for match in named if match), 0)

    def is_centred(self, paragraph: Element) -> bool:
        """Whether the lines of a paragraph stand in the middle."""
        aligned = self.paragraph(paragraph, "w:jc")
        return aligned is not None and aligned.get(qn("w:val")) == "center"

    def is_hidden(self, run: Element, paragraph: Element) -> bool:
        """Whether a run is hidden text, by itself or by a style."""
        own = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        if own is not None:
            return own.get(qn("w:val")) not in _OFF
        styles = [value_at(run, "w:rPr/w:rStyle"), value_at(paragraph, "w:pPr/w:pStyle")]
        marks = (one.find(f"{qn('w:rPr')}/{qn('w:vanish')}") for key in styles if key for one in self._chain(key))
        found = next((mark for mark in marks if mark is not None), None)
        return found is not None and found.get(qn("w:val")) not in _OFF

    def _chain(self, key: str | None) -> Iterator[Element]:
        """A style and those it is based on, the nearest first; a ring of them ends."""
        seen: set[str] = set()
        while key and key not in seen and key in self._styles:
            seen.add(key)
            yield self._styles[key]
            key = value_at(self._styles[key], "w:basedOn")


def value_at(element: Element, path: str) -> str | None:
    """The `w:val` of the element at a path of prefixed names; None if there is none."""
    found = element.find("/".join(qn(name) for name in path.split("/")))
    value = found.get(qn("w:val")) if found is not None else None
    return str(value) if value is not None else None
