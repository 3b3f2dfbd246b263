"""One paragraph of a Word document: its text as it is read once all tracked changes are accepted, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from docx.oxml.ns import nsmap, qn

from kb.reading.formats.word_styles import WordStyles
from kb.reading.formats.xml_tree import Element
from kb.reading.written import NOT_READ, Gone

DELETED = "修订：已删除 tracked deletion"
INSERTED = "修订：已插入，按接受读取 tracked insertion, read as accepted"
HIDDEN = "隐藏文字 hidden text"

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATIVES: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_W: Final = "{" + nsmap["w"] + "}"
REMOVALS: Final = ("del", "moveFrom")
_TEXT: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_PICTURES: Final = (qn("a:blip"), f"{_VML}imagedata")


class Inline:
    """The text of one paragraph, and what hangs on it: text boxes, notes, what is set aside."""

    def __init__(self, styles: WordStyles, paragraph: Element) -> None:
        self._styles, self._owner = styles, paragraph
        self.pieces: list[str] = []
        self.gone: list[Gone] = []
        self.boxes: list[Element] = []
        self.notes: list[tuple[str, str | None]] = []

    def read(self, node: Iterable[Element]) -> None:
        """Takes up all that `node` holds."""
        for child in node:
            name = local_name(child)
            if name == "r":
                self._run(child)
            elif name in REMOVALS:
                self._aside(child, DELETED)
            elif isinstance(child.tag, str) and child.tag.startswith(_MATH):
                self.pieces += (t.text or "" for t in child.iter(f"{_MATH}t"))
            elif child.tag == ALTERNATIVES:
                self.read(chosen(child))
            elif name not in ("", "pPr"):
                if name in ("ins", "moveTo"):
                    self._aside(child, INSERTED)
                self.read(child)

    def _run(self, run: Element) -> None:
        if self._styles.is_hidden(run, self._owner):
            self._aside(run, HIDDEN)
        else:
            self._pieces(run)

    def _pieces(self, children: Iterable[Element]) -> None:
        for child in children:
            name = local_name(child)
            if name == "t":
                self.pieces.append(child.text or "")
            elif name == "br" and child.get(qn("w:type")) in ("page", "column"):
                continue
            elif name in _TEXT:
                self.pieces.append(_TEXT[name])
            elif name == "sym":
                code = int(child.get(qn("w:char")) or "0", 16)
                self.pieces.append("" if 0xE000 <= code < 0xF900 else chr(code))
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes.append((name.removesuffix("Reference"), child.get(qn("w:id"))))
            elif name == "ruby":
                self.read(child.iterfind(f"{qn('w:rubyBase')}/*"))
            elif name in ("drawing", "pict", "object"):
                self._drawing(child)
            elif child.tag == ALTERNATIVES:
                self._pieces(chosen(child))

    def _drawing(self, drawing: Element) -> None:
        boxes = list(drawing.iter(qn("w:txbxContent")))
        inner = {id(deep) for box in boxes for deep in box.iter(qn("w:txbxContent")) if deep is not box}
        self.boxes += (box for box in boxes if id(box) not in inner)
        if any(next(drawing.iter(tag), None) is not None for tag in _PICTURES):
            self.gone.append(Gone("图 picture", NOT_READ))

    def _aside(self, node: Element, reason: str) -> None:
        if words := "".join(text_of(node)).strip():
            self.gone.append(Gone(words, reason))


def local_name(element: Element) -> str:
    """The local name of an element of Word's own namespace; "" of any other, and of a comment."""
    tag = element.tag
    return tag.removeprefix(_W) if isinstance(tag, str) and tag.startswith(_W) else ""


def chosen(alternatives: Iterable[Element]) -> Iterable[Element]:
    """What the first of several forms of the same content holds: the one that Word itself takes."""
    return next(iter(alternatives), ())


def text_of(element: Element) -> Iterator[str]:
    """The text below an element, a piece a paragraph and a piece a run, deleted text too."""
    return (one.text for one in element.iter(qn("w:t"), qn("w:delText")) if one.text)
