"""Word documents: what Word counts, draws and hides, and files that are none."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from office_files import as_docx
from PIL import Image

from kb.errors import CorpusError
from kb.holdings import corpus_files
from kb.holdings.corpus import read_clauses
from kb.reading import read_document
from kb.reading.cleaning import RUNNING_HEAD
from kb.reading.formats.docx import COMMENT, CONTENTS
from kb.reading.formats.list_numbers import formatted
from kb.reading.formats.word_paragraph import DELETED, HIDDEN, INSERTED
from kb.reading.limits import LIMITS
from kb.reading.written import ELSEWHERE, MACROS, NOT_READ
from kb.records import Clause, SourceText

CORPUS = Path(__file__).parents[4] / "corpus"
W = nsdecls("w")


def essence(clause: Clause) -> tuple[Any, ...]:
    """What a reader sees of a clause."""
    cells = tuple((cell.column, cell.text) for cell in clause.cells)
    return clause.label, clause.kind, clause.path, clause.text, cells


def read(path: Path) -> SourceText:
    return read_document(path, path.parent)


def made(tmp_path: Path, fill: Callable[[Any], None]) -> SourceText:
    document = Document()
    fill(document)
    document.save(str(tmp_path / "文件.docx"))
    return read(tmp_path / "文件.docx")


def lines(source: SourceText) -> list[str]:
    return [line.strip(" \u3000") for line in source.text.splitlines() if line.strip()]


def gone(source: SourceText, reason: str) -> list[str]:
    return [item.text for item in source.set_aside if item.reason == reason]


@pytest.mark.parametrize("path", corpus_files(CORPUS), ids=lambda path: path.stem)
def test_a_text_written_in_word_gives_the_same_clauses(tmp_path: Path, path: Path) -> None:
    """Every outline mark that counts is a number of a list there, not text."""
    source = read(path)
    written = read(as_docx(source.text, tmp_path / "文件.docx"))
    assert written.encoding == "docx"
    wanted, found = read_clauses(source, "d")[0], read_clauses(written, "d")[0]
    assert [essence(clause) for clause in found] == [essence(clause) for clause in wanted]


LEVELS = (
    ("chineseCounting", "第%1章"),
    ("chineseCounting", "第%2条"),
    ("decimal", "%2.%3"),
    ("decimalEnclosedCircle", "%4"),
)


def test_levels_count_within_each_other_and_a_style_may_carry_the_list(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        root = document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
            + ('<w:lvlRestart w:val="0"/>' if i == 1 else "<w:isLgl/>" if i == 2 else "")
            + f'<w:lvlText w:val="{text}"/></w:lvl>'
            for i, (style, text) in enumerate(LEVELS)
        )
        root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
        chapter = document.styles["Heading 1"].element.get_or_add_pPr()
        chapter.append(parse_xml(f'<w:numPr {W}><w:numId w:val="78"/></w:numPr>'))
        for level, text in [
            (0, "总则"),
            (1, "甲"),
            (2, "乙"),
            (2, ""),
            (2, "丙"),
            (0, "附则"),
            (1, "丁"),
            (2, "2016年"),
            (3, "戊"),
        ]:
            paragraph = document.add_paragraph(text, style=None if level else "Heading 1")
            if level:
                number = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>'
                paragraph._p.get_or_add_pPr().append(parse_xml(number))

    assert lines(made(tmp_path, fill)) == [
        *("第一章 总则", "第一条 甲", "1.1乙", "1.3丙"),
        *("第二章 附则", "第二条 丁", "2.1 2016年", "①戊"),
    ]


def test_a_style_of_headings_has_its_level_by_its_name_where_nothing_states_one(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        outline = document.styles["Heading 2"].element.pPr
        outline.remove(outline.find(qn("w:outlineLvl")))
        document.styles.add_style("章名", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Heading 2"]
        document.add_paragraph("补贴标准", style="Heading 2")
        document.add_paragraph("申领程序", style="章名")

    assert lines(made(tmp_path, fill)) == ["## 补贴标准", "## 申领程序"]


def test_numbers_in_the_styles_of_word() -> None:
    assert [formatted(n, "chineseCountingThousand") for n in (1, 10, 12, 20, 101)] == [
        "一",
        "十",
        "十二",
        "二十",
        "一百零一",
    ]
    assert [formatted(n, "lowerLetter") for n in (1, 26, 27)] == ["a", "z", "aa"]
    assert [formatted(n, "upperRoman") for n in (4, 9, 14, 40, 1999)] == ["IV", "IX", "XIV", "XL", "MCMXCIX"]
    assert formatted(3, "ideographTraditional") + formatted(11, "ideographTraditional") == "丙11"
    assert formatted(20, "decimalEnclosedCircle") + formatted(7, "a style to come") == "⑳7"


def test_merged_cells_are_said_in_each_row_and_name_each_column(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("补贴标准表")
        table = document.add_table(5, 4)
        for y, row in enumerate(
            [
                ["类别", "标准", "", "备注"],
                ["", "城镇", "农村", ""],
                ["甲类", "600元", "400元", "按月"],
                ["", "700元", "500元", ""],
                ["乙类", "300元", "", "按年"],
            ]
        ):
            for x, text in enumerate(row):
                table.cell(y, x).text = text
        for a, b in [
            ((0, 0), (1, 0)),
            ((0, 1), (0, 2)),
            ((0, 3), (1, 3)),
            ((2, 0), (3, 0)),
            ((2, 3), (3, 3)),
            ((4, 1), (4, 2)),
        ]:
            first, words = table.cell(*a), table.cell(*a).text
            first.merge(table.cell(*b)).text = words

    rows = [clause for clause in read_clauses(made(tmp_path, fill), "d")[0] if clause.kind == "row"]
    assert [[(cell.column, cell.text) for cell in row.cells] for row in rows] == [
        [("类别", "甲类"), ("标准·城镇", "600元"), ("标准·农村", "400元"), ("备注", "按月")],
        [("类别", "甲类"), ("标准·城镇", "700元"), ("标准·农村", "500元"), ("备注", "按月")],
        [("类别", "乙类"), ("标准·城镇", "300元"), ("标准·农村", "300元"), ("备注", "按年")],
    ]


def run(inner: str) -> Any:
    return parse_xml(f"<w:r {W}>{inner}</w:r>")


def test_what_is_on_the_page_is_read_and_what_is_not_is_set_aside(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "内部资料"
        document.sections[0].footer.paragraphs[0].text = "— 3 —"
        paragraph = document.add_paragraph("每人每月")
        paragraph._p.append(
            parse_xml(f'<w:del {W} w:id="1" w:author="甲"><w:r><w:delText>500</w:delText></w:r></w:del>')
        )
        paragraph._p.append(parse_xml(f'<w:ins {W} w:id="2" w:author="甲"><w:r><w:t>600</w:t></w:r></w:ins>'))
        paragraph.add_run("元")
        paragraph._p.append(run("<w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t>"))
        paragraph._p.append(run('<w:fldChar w:fldCharType="begin"/>'))
        paragraph._p.append(run("<w:instrText> DATE </w:instrText>"))
        paragraph._p.append(
            run('<w:fldChar w:fldCharType="separate"/><w:t>，按月发放。</w:t><w:fldChar w:fldCharType="end"/>')
        )
        first = document.add_paragraph("这一段")
        first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="3" w:author="甲"/></w:rPr>'))
        document.add_paragraph("与下一段合并。")
        box = "<w:txbxContent><w:p><w:r><w:t>框内文字。</w:t></w:r></w:p></w:txbxContent>"
        shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape>'
        document.add_paragraph("有文本框的段落。")._p.append(run(f"<w:pict>{shape}</w:pict>"))
        contents = document.add_paragraph("一、总则\t1")
        contents.style = document.styles.add_style("toc 1", 1)
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(picture, "PNG")
        picture.seek(0)
        document.add_picture(picture)
        document.add_comment(first.runs, text="请核实")

    source = made(tmp_path, fill)
    assert lines(source) == ["每人每月600元，按月发放。", "这一段与下一段合并。", "有文本框的段落。", "框内文字。"]
    assert sorted(gone(source, RUNNING_HEAD)) == ["— 3 —", "内部资料"]
    assert (gone(source, DELETED), gone(source, INSERTED), gone(source, HIDDEN)) == (["500"], ["600"], ["草稿"])
    assert (gone(source, CONTENTS), gone(source, COMMENT)) == (["一、总则 1"], ["请核实"])
    assert gone(source, NOT_READ)


def package(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A sound document with its parts changed."""
    document = Document()
    document.add_paragraph("一、补贴标准为每人每月600元。")
    document.save(str(path))
    with zipfile.ZipFile(path) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as changed:
        for name, data in parts.items():
            changed.writestr(name, data)
    return path


def test_footnotes_stand_below_the_paragraph_that_names_them(tmp_path: Path) -> None:
    words = "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>指城乡居民。</w:t></w:r></w:p>"
    line = '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
    note = f'<w:footnotes {W}>{line}<w:footnote w:id="2">{words}</w:footnote></w:footnotes>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

    def change(parts: dict[str, bytes]) -> None:
        parts["word/footnotes.xml"] = note.encode()
        relation = f'<Relationship Id="rIdF" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>", relation
        )
        parts["word/document.xml"] = parts["word/document.xml"].replace(
            b"</w:t></w:r></w:p>", b'</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', 1
        )

    assert lines(read(package(tmp_path / "脚注.docx", change))) == ["一、补贴标准为每人每月600元。", "指城乡居民。"]


def test_macros_are_not_run_and_nothing_outside_is_fetched(tmp_path: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def change(parts: dict[str, bytes]) -> None:
        parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 AutoOpen"
        parts["[Content_Types].xml"] = (
            parts["[Content_Types].xml"]
            .replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
            .replace(
                b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            )
        )
        more = (
            '<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
            f'<Relationship Id="rIdT" Type="{office}/attachedTemplate" TargetMode="External" Target="http://127.0.0.1:9/模板.dotm"/></Relationships>'
        )
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>", more.encode()
        )

    source = read(package(tmp_path / "宏.docx", change))
    assert lines(source) == ["一、补贴标准为每人每月600元。"]
    assert gone(source, MACROS) == ["vbaProject.bin"]
    assert gone(source, ELSEWHERE) == ["http://127.0.0.1:9/模板.dotm"]


def nested(parts: dict[str, bytes]) -> None:
    deep = b"<w:sdt><w:sdtContent>" * 3000 + b"</w:sdtContent></w:sdt>" * 3000
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + deep)


def entities(parts: dict[str, bytes]) -> None:
    declared = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:document", declared, 1)


def too_wide(parts: dict[str, bytes]) -> None:
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr><w:p/></w:tc>'
    row = b"<w:tr>" + cell * 20 + b"</w:tr>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:body>", b"<w:body><w:tbl>" + row * 100 + b"</w:tbl>"
    )


BAD: dict[str, tuple[Callable[[dict[str, bytes]], Any], str]] = {
    "a bomb": (
        lambda parts: parts.update({"word/media/x.xml": bytes(LIMITS.unpacked_bytes + 1)}),
        "decompression bomb",
    ),
    "too many parts": (lambda parts: parts.update({f"x/{n}": b"" for n in range(LIMITS.entries)}), "5000 个以上部件"),
    "a path out of the package": (lambda parts: parts.update({"../../坏.xml": b"x"}), "指向包外"),
    "external entities": (entities, "声明了文档类型"),
    "a table of too many cells": (too_wide, "表格过大"),
    "parts nested without end": (nested, "套叠过深|已损坏"),
    "no document part": (lambda parts: parts.pop("[Content_Types].xml"), "已损坏"),
    "broken XML": (lambda parts: parts.update({"word/document.xml": b"<w:document"}), "已损坏"),
}


@pytest.mark.parametrize(("change", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_document_is_refused_in_one_line(
    tmp_path: Path, change: Callable[[dict[str, bytes]], Any], reason: str
) -> None:
    path = package(tmp_path / "坏.docx", change)
    with pytest.raises(CorpusError) as caught:
        read(path)
    assert re.match(rf"坏\.docx .*(?:{reason})", str(caught.value))
    assert "\n" not in str(caught.value)
    assert [one.name for one in tmp_path.iterdir()] == ["坏.docx"]


def test_what_only_calls_itself_a_document_is_named(tmp_path: Path) -> None:
    sound = package(tmp_path / "好.docx", lambda parts: None).read_bytes()
    for data, reason in [
        (b"", "空文件"),
        (sound[: len(sound) // 2], "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "EncryptedPackage\0".encode("utf-16-le"), "已加密"),
        (bytes(range(128, 256)) * 40, "编码无法识别"),
    ]:
        (tmp_path / "坏.docx").write_bytes(data)
        with pytest.raises(CorpusError, match=rf"坏\.docx.*{reason}"):
            read(tmp_path / "坏.docx")


def test_content_decides_what_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_bytes(package(tmp_path / "好.docx", lambda parts: None).read_bytes())
    (tmp_path / "通知.docx").write_text("一、补贴标准为每人每月600元。", encoding="utf-8")
    assert read(tmp_path / "通知.txt").encoding == "docx"
    assert read(tmp_path / "通知.docx").encoding == "utf-8"
