"""A saved web page (HTML, MHTML) becomes the document it publishes: paragraphs and tables, and the page's own fields as lines above it.

What `<meta>` says of the article and what the page prints about it elsewhere (文号：… 发布日期：…) stand as lines before the text, where
kb/reading/site_page.py reads the fields of any copied page. All else around the article is set aside. Nothing is fetched.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb.reading.formats.article import (
    PageMass,
    TooDeepError,
    ancestors,
    article_of,
    is_attachment,
    is_seen,
    leads_elsewhere,
    titles_of,
    words_of,
)
from kb.reading.formats.charset import decoded
from kb.reading.formats.list_numbers import formatted
from kb.reading.formats.tables import table_items
from kb.reading.limits import Refused
from kb.reading.located import bare
from kb.reading.page_lines import is_page_furniture
from kb.reading.site_fields import is_field_line, meta_labels
from kb.reading.site_page import WEBSITE
from kb.reading.spans import SpanCell
from kb.reading.written import NOT_READ, Gone, Item, TableGrid, TextLine
from kb.regex import regex

ATTACHMENT = "附件，未读 attachment, not read"
STRUCK = "划掉的文字 struck out"

_INLINE_TAGS: Final = """
    a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark o:p q rp rt ruby samp small span strong sub sup time tt u
    var wbr st1:chsdate st1:personname
"""
_INLINE: Final = frozenset(_INLINE_TAGS.split())
_STRUCK: Final = frozenset(("del", "s", "strike"))
_BREAK: Final = regex(r"[ \t\r\n\f]+")
_WIDE: Final = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
# A line break of the source between wide characters is none on the page (CSS Text 3, 4.1.3).
_SOURCE_BREAK: Final = regex(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_CENTRED: Final = regex(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_NO_MARKS: Final = regex(r"list-style[^;]*none", re.IGNORECASE)
_LIST_STYLES: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MOST_SPANNED: Final = 200
_LINES: Final = frozenset(("tr", "li", "p", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"))
_LAYOUT_SHARE, _LAYOUT_LINES = 0.8, 3


def read_html(path: Path, _: Mapping[str, int]) -> Iterator[Item]:
    """The items of a page."""
    yield from _page(path.read_bytes(), None)


def read_mhtml(path: Path, _: Mapping[str, int]) -> Iterator[Item]:
    """The items of the first page in a web archive; Refused where it holds none."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                yield from _page(data, part.get_content_charset())
                return
    raise Refused("damaged")


def _page(data: bytes, charset: str | None) -> Iterator[Item]:
    tree = LexborHTMLParser(decoded(data, charset))
    body = tree.body
    if body is None:
        raise Refused("no_words")
    try:
        mass = PageMass(body)
    except TooDeepError as error:
        raise Refused("nested") from error
    titles = titles_of(tree)
    article = article_of(body, mass, titles)
    inside = list(_Flow(mass).block(article, _Style()))
    within = {one.mem_id for one in ancestors(article)}
    outside = list(_outside(body, within, article.mem_id)) if article.mem_id != body.mem_id else []
    yield from _meta_lines(tree)
    title = _title(titles, outside, inside)
    for kept, group in groupby(outside, key=lambda line: line != title and is_field_line(line)):
        if kept:
            yield from (TextLine(line, centred=True) for line in group)
        else:
            yield Gone(" ".join(line for line in group if line != title), WEBSITE)
    if title:
        yield TextLine(title, 1)
    tail = next((i for i in range(len(inside), 0, -1) if not _is_furniture(inside[i - 1])), 0)
    for i, item in enumerate(inside):
        yield Gone(item.text, WEBSITE) if i >= tail and isinstance(item, TextLine) else item


def _is_furniture(item: Item) -> bool:
    """Whether a line says nothing but what pages say (扫一扫在手机打开当前页), which at the end of an article is the page's own."""
    return isinstance(item, Gone) or (isinstance(item, TextLine) and is_page_furniture(item.text))


def _meta_lines(tree: LexborHTMLParser) -> Iterator[Item]:
    labels = meta_labels()
    for meta in tree.css("meta"):
        name, content = (meta.attributes.get(key) or "" for key in ("name", "content"))
        if name.lower() in labels and content.strip():
            yield TextLine(f"{name}：{' '.join(content.split())}", centred=True)


def _title(titles: list[str], outside: list[str], inside: list[Item]) -> str | None:
    """The article's title where it stands outside of it."""
    if any(isinstance(item, TextLine) and bare(item.text) in titles for item in inside[:20]):
        return None
    return next((line for line in outside if bare(line) in titles), None)


@dataclass(frozen=True)
class _Style:
    """What a block passes on to those inside it."""

    centred: bool = False
    level: int = 0
    number: str = ""

    def inside(self, node: LexborNode) -> _Style:
        """The style of a block in this one."""
        tag, given = node.tag or "", node.attributes
        said = _CENTRED.search(given.get("style") or "")
        aligned = (said[1] if said else given.get("align") or ("center" if tag == "center" else "")).lower()
        level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else self.level
        return _Style(aligned == "center" if aligned else self.centred, level, self.number)


class _Flow:
    """Lays blocks out as lines and tables; the line being written is its state."""

    def __init__(self, mass: PageMass) -> None:
        self._mass = mass
        self._pieces: list[str] = []
        self._number = ""
        self._gone: list[Gone] = []

    def block(self, node: LexborNode, style: _Style) -> Iterator[Item]:
        """The items of an element, with the end of a line around them."""
        yield from self._end(style)
        style = style.inside(node)
        if node.tag == "table":
            yield from self._table(node, style)
        elif node.tag == "ol":
            yield from self._list(node, style)
        else:
            yield from self._children(node, style)
        yield from self._end(style)

    def _children(self, node: LexborNode, style: _Style) -> Iterator[Item]:
        for child in node.iter(include_text=True):
            if child.is_text_node:
                self._pieces.append(child.text_content or "")
            elif not child.is_element_node or not is_seen(child):
                continue
            elif child.tag in ("br", "hr"):
                yield from self._end(style)
            elif child.tag == "img":
                self._gone.append(Gone(PurePosixPath(child.attributes.get("src") or "").name[:80] or "图", NOT_READ))
            elif child.tag in _STRUCK:
                self._gone.append(Gone(words_of(child), STRUCK))
            elif child.tag in _INLINE:
                if child.tag == "a" and is_attachment(child) and (name := words_of(child)):
                    self._gone.append(Gone(name, ATTACHMENT))
                yield from self._children(child, style)
            elif leads_elsewhere(child, self._mass):
                yield from self._end(style)
                yield Gone(words_of(child), WEBSITE)
            else:
                yield from self.block(child, style)

    def _end(self, style: _Style) -> Iterator[Item]:
        text = _BREAK.sub(" ", _SOURCE_BREAK.sub("", "".join(self._pieces))).strip()
        self._pieces.clear()
        if text:
            yield TextLine(self._number + text, style.level, style.centred)
            self._number = ""
        yield from self._gone
        self._gone.clear()

    def _list(self, node: LexborNode, style: _Style) -> Iterator[Item]:
        """An ordered list: the numbers that a browser counts are part of the text."""
        start = node.attributes.get("start") or "1"
        value = int(start) if start.lstrip("-").isdecimal() and len(start) < 6 else 1
        marked = _LIST_STYLES.get(node.attributes.get("type") or "", "decimal")
        plain = bool(_NO_MARKS.search(node.attributes.get("style") or ""))
        for child in node.iter():
            if child.tag == "li" and is_seen(child):
                given = child.attributes.get("value") or ""
                value = int(given) if given.isdecimal() and len(given) < 6 else value
                self._number = "" if plain else f"{formatted(value, marked)}. "
                value += 1
                yield from self.block(child, style)
                self._number = ""

    def _table(self, table: LexborNode, style: _Style) -> Iterator[Item]:
        rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in _rows(table)]
        nested = table.css_first("table table") is not None
        if nested or max(map(len, rows), default=0) < 2:
            for cell in (cell for row in rows for cell in row):
                yield from self.block(cell, style)
            return
        filled = [[list(_Flow(self._mass).block(cell, _Style())) for cell in row] for row in rows]
        lines = [[[item.text for item in cell if isinstance(item, TextLine)] for cell in row] for row in filled]
        longest = max((cell for row in lines for cell in row), key=lambda cell: sum(map(len, cell)), default=[])
        whole = sum(len(text) for row in lines for cell in row for text in cell)
        if len(longest) > _LAYOUT_LINES and sum(map(len, longest)) > _LAYOUT_SHARE * whole:
            yield from (item for row in filled for items in row for item in items)  # a frame around the text
            return
        yield from (item for row in filled for cell in row for item in cell if isinstance(item, Gone))
        plain = [tuple(" ".join(texts) for texts in row) for row in lines]
        if sum(is_field_line("\t".join(row)) for row in plain) > 1:
            yield TableGrid(tuple(plain))  # the page's own fields, a label and a value side by side
            return
        cells = [
            [
                SpanCell("\n".join(texts), _span(node, "colspan"), _span(node, "rowspan"))
                for node, texts in zip(row, found, strict=True)
            ]
            for row, found in zip(rows, lines, strict=True)
        ]
        yield from table_items(cells)


def _outside(node: LexborNode, within: set[int], article: int) -> Iterator[str]:
    """The lines of a page outside its article; `within` are the elements that hold it. A row of a table is one line."""
    for child in node.iter(include_text=True):
        if child.is_text_node:
            yield from filter(None, [" ".join((child.text_content or "").split())])
        elif not child.is_element_node or not is_seen(child) or child.mem_id == article:
            continue
        elif child.mem_id not in within and (child.tag in _LINES or child.tag in _INLINE):
            cells = [cell for cell in child.iter() if cell.tag in ("td", "th")]
            parts = (words_of(cell) for cell in cells or [child])
            yield from filter(str.strip, ["\t".join(parts)])
        else:
            yield from _outside(child, within, article)


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child.iter() if row.tag == "tr")


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(max(int(value), 1), _MOST_SPANNED) if value.isdecimal() and len(value) < 6 else 1
