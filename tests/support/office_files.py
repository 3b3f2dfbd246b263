"""The blocks of a text written as an office would have them: Word with numbers that Word counts, a web page, pages of OFD."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from kb.reading.cleaning import clean
from kb.reading.outline import counted_mark, mark_of
from kb.reading.paragraphs import Block, Paragraph, blocks_of

__all__ = ["Block", "Paragraph", "WordNumbers", "as_docx", "as_html", "as_ofd", "blocks", "centred", "html_table"]

_FORMATS = {"一": "chineseCounting", "1": "decimal"}


def blocks(text: str) -> list[Block]:
    """The paragraphs and tables of a text."""
    return blocks_of(clean(text).lines)


class WordNumbers:
    """Lists of a Word document, made as paragraphs ask for them."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        for old in list(self._root):
            self._root.remove(old)
        self._abstract: dict[tuple[str, str], str] = {}
        self._current: dict[str, tuple[str, int]] = {}
        self._lists = 0

    def number(self, paragraph: Any, words: str, value: int) -> None:
        """Makes Word count a paragraph as `words`, whose number is `value`."""
        digits = "".join(c for c in words if c.isdigit() or c in "零一二三四五六七八九十百")
        key = (words.replace(digits, "%1"), "decimal" if digits.isdigit() else "chineseCounting")
        abstract = self._abstract.setdefault(key, str(len(self._abstract) + 1))
        current, reached = self._current.get(abstract, ("", 0))
        if not current or value != reached + 1:
            self._lists += 1
            current = str(self._lists)
            self._add(abstract, key, current, value, new=reached == 0)
        self._current[abstract] = (current, value)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{current}"/></w:numPr>')
        )

    def _add(self, abstract: str, key: tuple[str, str], number: str, start: int, new: bool) -> None:
        shown, style = key
        if new:
            level = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{shown}"/>'
            made = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
            self._root.insert(0, parse_xml(made))
        anew = not new or start != 1
        override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if anew else ""
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
            )
        )


def as_docx(text: str, path: Path, *, lists: bool = True) -> Path:
    """The text as a Word document; with `lists` every outline mark that counts is a number of a list; titles are centred."""
    document = Document()
    numbers = WordNumbers(document)
    for block in blocks(text):
        if isinstance(block, Paragraph):
            mark = counted_mark(block.text)
            words = mark.words if mark and mark_of(block.text) else ""
            counted = lists and mark is not None and any(c.isdigit() or c in "零一二三四五六七八九十百" for c in words)
            counted = counted and not any(
                c == "第" or (c.isdigit() and not c.isascii()) or "㈠" <= c <= "㈩" for c in words
            )
            counted = counted and "." not in words.rstrip(".")
            paragraph = document.add_paragraph(block.text[len(words) :].lstrip() if counted else block.text)
            if counted and mark:
                numbers.number(paragraph, words, mark.value)
            if centred(block.text):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if block.level:
                paragraph.style = f"Heading {block.level}"
        else:
            width = max(len(row) for row in block.rows)
            table = document.add_table(0, width)
            for row in block.rows:
                cells = table.add_row().cells
                for i, content in enumerate(row):
                    cells[i].text = content.text
                for beyond in table.rows[-1]._tr.findall(qn("w:tc"))[len(row) :]:
                    table.rows[-1]._tr.remove(beyond)
    document.save(str(path))
    return path


def centred(text: str) -> bool:
    """Whether offices set such a paragraph in the middle: a short one without a sentence."""
    return len(text) <= 60 and not any(c in text for c in "，。；：") and not mark_of(text)


def as_html(text: str, path: Path, encoding: str = "utf-8", declared: bool = True) -> Path:
    """The text as the article of a government's page, between its navigation and its footer."""
    article: list[str] = []
    for block in blocks(text):
        if isinstance(block, Paragraph):
            tag = f"h{block.level}" if block.level else "p"
            style = ' style="text-align: center"' if centred(block.text) else ' style="text-indent: 2em"'
            article.append(f"<{tag}{style}><span>{html.escape(block.text)}</span></{tag}>")
        else:
            article.append(html_table([[cell.text for cell in row] for row in block.rows]))
    page = PAGE.format(charset=f'<meta charset="{encoding}">' if declared else "", article="\n".join(article))
    path.write_bytes(page.encode(encoding, "xmlcharrefreplace"))
    return path


def html_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as an HTML table."""
    lines = ("".join(f"<td><p>{html.escape(cell).replace(chr(10), '<br>')}</p></td>" for cell in row) for row in rows)
    return f"<table border='1'><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


LINKS = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(20))
PAGE = f"""<!DOCTYPE html><html><head>{{charset}}<title>某市人民政府门户网站</title>
<script>var p = "<p>不是正文。</p>";</script></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zw/">政务公开</a></li>{LINKS}</ul></div>
<div class="main"><div class="trail">当前位置：<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; 正文</div>
<div class="content"><div class="tools">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 <a href="#">打印</a> 分享到：</div>
<div class="TRS">
{{article}}
</div></div></div>
<div class="rel"><h3>相关信息</h3><ul>{"".join(f'<li><a href="/a{n}.html">关于另一件事项的通知（第{n}号）</a></li>' for n in range(8))}</ul></div>
<div class="foot"><p>主办单位：某市人民政府办公室　承办：<a href="/x">某市大数据局</a></p>
<p>网站标识码：1234567890　<a href="/icp">某ICP备12345678号</a></p></div>
</body></html>"""


def as_ofd(text: str, path: Path) -> Path:
    """The text set in lines of a page, tables ruled, as an OFD of A4 pages."""
    sheet = _OfdPages()
    for block in blocks(text):
        if isinstance(block, Paragraph):
            sheet.paragraph(block.text, centred(block.text))
        else:
            sheet.table([[cell.text for cell in row] for row in block.rows])
    sheet.save(path)
    return path


def _width(text: str) -> float:
    """In em: Latin characters take half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _set(text: str, width: float) -> list[str]:
    """The lines of a text at most so many em wide; words, numbers and what follows them are not parted."""
    lines = [""]
    for unit in re.findall(r"[（《“]*(?:[0-9A-Za-z.,%/_-]+|.)[）》”，。、；：！？]*", text):
        if lines[-1] and _width(lines[-1] + unit.rstrip("，。、；：")) > width:
            lines.append("")
        lines[-1] += unit
    return lines


class _OfdPages:
    """Sets text on pages from top to bottom, in millimetres."""

    size, title, left, wide, top, bottom = 5.0, 7.0, 28.0, 155.0, 30.0, 270.0

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = self.top

    def paragraph(self, text: str, middle: bool) -> None:
        """Lines as wide as the page, the first indented by two characters; a title is larger and stands in the middle."""
        size = self.title if middle else self.size
        for piece in text.split("\n"):
            for n, line in enumerate(_set(piece if middle else "\u3000\u3000" + piece, self.wide / size)):
                self._room(1.6 * size)
                words = line.lstrip("\u3000") if not n else line
                indent = (self.wide - _width(line) * size) / 2 if middle else (len(line) - len(words)) * size
                self._text(words, self.left + indent, self.y, size)
                self.y += 1.6 * size

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Columns as wide as their texts ask for, with rules around every cell."""
        columns = list(zip_longest(*rows, fillvalue=""))
        asked = [max(4.0, *(min(_width(cell), 20) for cell in column)) for column in columns]
        widths = [share * self.wide / sum(asked) for share in asked]
        edges = [self.left + sum(widths[:n]) for n in range(len(widths) + 1)]
        self.y += 2
        for row in rows:
            lines = [_set(cell, (width - 2) / self.size) for cell, width in zip(row, widths, strict=False)]
            height = max(map(len, lines)) * 1.6 * self.size + 2
            self._room(height)
            for x in edges:
                self._rule(x, self.y, x, self.y + height)
            for y in (self.y, self.y + height):
                self._rule(edges[0], y, edges[-1], y)
            for x, cell in zip(edges, lines, strict=False):
                for n, line in enumerate(cell):
                    self._text(line, x + 1, self.y + 1 + self.size + n * 1.6 * self.size, self.size)
            self.y += height
        self.y += 8

    def _room(self, height: float) -> None:
        if self.y + height > self.bottom:
            self.pages.append([])
            self.y = self.top

    def _text(self, line: str, x: float, y: float, size: float) -> None:
        deltas = " ".join(str(_width(char) * size) for char in line[:-1])
        code = f'<ofd:TextCode X="0" Y="{size}" DeltaX="{deltas}">{html.escape(line)}</ofd:TextCode>'
        box = f"{x} {y - size} {_width(line) * size} {1.6 * size}"
        self.pages[-1].append(f'<ofd:TextObject ID="9" Boundary="{box}" Font="1" Size="{size}">{code}</ofd:TextObject>')

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        data = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData>"
        self.pages[-1].append(
            f'<ofd:PathObject ID="9" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}">{data}</ofd:PathObject>'
        )

    def save(self, path: Path) -> None:
        """Writes the package."""
        space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
        pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(self.pages)))
        area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
            package.writestr("OFD.xml", f'<ofd:OFD {space} DocType="OFD" Version="1.0">{body}</ofd:OFD>')
            common = f"<ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID>{area}</ofd:CommonData>"
            package.writestr(
                "Doc_0/Document.xml", f"<ofd:Document {space}>{common}<ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
            )
            for n, content in enumerate(self.pages):
                layer = f'<ofd:Content><ofd:Layer ID="1">{"".join(content)}</ofd:Layer></ofd:Content>'
                package.writestr(f"Doc_0/Pages/Page_{n}/Content.xml", f"<ofd:Page {space}>{layer}</ofd:Page>")
