"""The blocks of a text written as an office would have them: Word with numbers that Word counts, web pages, a workbook, pages of OFD."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook
from printed_pages import Line, Placed, blocks, centred, em, set_on_pages

from kb.reading.outline import counted_mark, mark_of
from kb.reading.paragraphs import Paragraph
from kb.reading.table_blocks import TableBlock

_MILLIMETRES = 25.4 / 72


class WordNumbers:
    """Lists of a Word document, made as paragraphs ask for them."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        for old in list(self._root):
            self._root.remove(old)
        self._of: dict[tuple[str, str], int] = {}
        self._current: dict[tuple[str, str], int] = {}
        self._lists = 0

    def number(self, paragraph: Any, words: str, value: int) -> None:
        """Makes Word count a paragraph as `words`, whose number is `value`; the list is a new one where it does not count on."""
        digits = "".join(c for c in words if c.isdigit() or c in "零一二三四五六七八九十百")
        key = (words.replace(digits, "%1"), "decimal" if digits.isdigit() else "chineseCounting")
        if value != self._current.get(key, 0) + 1 or value == 1:
            self._lists += 1
            self._add(*key, value)
            self._of[key] = self._lists
        self._current[key] = value
        properties = paragraph._p.get_or_add_pPr()
        number = f'<w:ilvl w:val="0"/><w:numId w:val="{self._of[key]}"/>'
        properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{number}</w:numPr>"))

    def _add(self, shown: str, style: str, start: int) -> None:
        level = f'<w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{shown}"/>'
        made = f'w:abstractNumId="{self._lists}"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        self._root.insert(self._lists - 1, parse_xml(f"<w:abstractNum {nsdecls('w')} {made}"))
        named = f'w:numId="{self._lists}"><w:abstractNumId w:val="{self._lists}"/></w:num>'
        self._root.append(parse_xml(f"<w:num {nsdecls('w')} {named}"))


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
            document.add_paragraph()  # Word never ends a document, or begins another table, right behind one
    document.save(str(path))
    return path


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


def as_mhtml(text: str, path: Path) -> Path:
    """The page of `as_html` as a browser saves it in one file."""
    page = EmailMessage(policy=SMTP)
    page["Subject"] = "某市人民政府门户网站"
    page.set_content(as_html(text, path).read_text("utf-8"), subtype="html", cte="quoted-printable")
    page.make_related()
    path.write_bytes(bytes(page))
    return path


def tables_of(text: str) -> dict[str, TableBlock]:
    """The tables of a text, each with a name."""
    tables = (block for block in blocks(text) if not isinstance(block, Paragraph))
    return {f"Table {n}": table for n, table in enumerate(tables, 1)}


def as_xlsx(text: str, path: Path) -> Path:
    """The tables of a text as the sheets of a workbook."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, table in tables_of(text).items():
        sheet = workbook.create_sheet(name)
        for row in table.rows:
            sheet.append([cell.text for cell in row])
    workbook.save(path)
    return path


def as_ofd(text: str, path: Path) -> Path:
    """The text set on pages, tables ruled, as an OFD."""
    pages = set_on_pages(blocks(text))
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        package.writestr("OFD.xml", f'<ofd:OFD {space} DocType="OFD" Version="1.0">{body}</ofd:OFD>')
        common = f"<ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID>{area}</ofd:CommonData>"
        package.writestr(
            "Doc_0/Document.xml", f"<ofd:Document {space}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        )
        for n, page in enumerate(pages):
            objects = [*map(_ofd_text, page.texts), *map(_ofd_rule, page.rules)]
            layer = f'<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'
            package.writestr(f"Doc_0/Pages/Page_{n}/Content.xml", f"<ofd:Page {space}>{layer}</ofd:Page>")
    return path


def _ofd_text(placed: Placed) -> str:
    words, left, base, size = placed[0], *(value * _MILLIMETRES for value in placed[1:])
    deltas = " ".join(f"{em(char) * size:.3f}" for char in words[:-1])
    code = f'<ofd:TextCode X="0" Y="{size:.3f}" DeltaX="{deltas}">{html.escape(words)}</ofd:TextCode>'
    box = f"{left:.3f} {base - size:.3f} {em(words) * size:.3f} {1.6 * size:.3f}"
    return f'<ofd:TextObject ID="9" Boundary="{box}" Font="1" Size="{size:.3f}">{code}</ofd:TextObject>'


def _ofd_rule(rule: Line) -> str:
    x0, y0, x1, y1 = (value * _MILLIMETRES for value in rule)
    data = f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="9" Boundary="{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f}">{data}</ofd:PathObject>'
