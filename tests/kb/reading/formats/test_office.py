"""Files of older word processors and spreadsheets: what LibreOffice makes of them, and what happens where it is missing, hangs or cannot."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from office_files import as_docx
from openpyxl import Workbook

from kb.errors import CorpusError
from kb.holdings import corpus_files
from kb.holdings.corpus import read_clauses
from kb.reading import read_document
from kb.reading.fence import read_in_child
from kb.reading.formats.libreoffice import program_with
from kb.reading.formats.workbook import HIDDEN_CELLS, HIDDEN_SHEET
from kb.reading.limits import ReadingLimits

CORPUS = Path(__file__).parents[4] / "corpus"
FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format"}
needs_office = pytest.mark.skipif(
    program_with("writer") is None, reason="LibreOffice is not installed: apt install libreoffice-writer-nogui"
)
needs_calc = pytest.mark.skipif(
    program_with("calc") is None, reason="LibreOffice Calc is not installed: apt install libreoffice-calc-nogui"
)
TABLE_FILTERS = {"xls": "MS Excel 97", "ods": "calc8"}


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notice of the corpus, and the same written by LibreOffice as `.doc` and `.rtf`, with the numbers that Word counts."""
    folder = tmp_path_factory.mktemp("old")
    text = next(path for path in corpus_files(CORPUS) if "2021" in path.name)
    shutil.copy(text, folder / "文件.txt")
    as_docx(read_document(text, CORPUS).text, folder / "文件.docx")
    _convert(folder / "文件.docx", FILTERS)
    return folder


def _convert(path: Path, filters: Mapping[str, str]) -> None:
    for suffix, name in filters.items():
        run = ["soffice", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless", "--convert-to"]
        subprocess.run([*run, f"{suffix}:{name}", "--outdir", path.parent, path], check=True, capture_output=True)


@pytest.fixture(scope="module")
def old_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Standards with merged names, a sum, a hidden sheet, row and column, written by LibreOffice as `.xls`."""
    folder = tmp_path_factory.mktemp("tables")
    book = Workbook()
    sheet = book.worksheets[0]
    rows = (["补贴标准表"], ["类别", "标准", "", "内部"], ["", "城镇", "农村", ""], ["甲类", 600, 400.5, "密"])
    for row in (*rows, ["乙类", 300, "", "密"], ["丙类", "见说明", "", "密"], ["合计", "=SUM(B4:B5)", 400.5, ""]):
        sheet.append(row)
    for area in ("A1:D1", "A2:A3", "B2:C2", "B6:C6"):
        sheet.merge_cells(area)
    sheet.row_dimensions[5].hidden = sheet.column_dimensions["D"].hidden = True
    book.create_sheet("草稿").append(["旧标准", 100])
    book.worksheets[1].sheet_state = "hidden"
    book.save(folder / "标准.xlsx")
    _convert(folder / "标准.xlsx", {"xls": TABLE_FILTERS["xls"]})
    return folder


@needs_office
@pytest.mark.parametrize("suffix", FILTERS)
def test_a_text_of_an_old_word_processor_gives_the_same_clauses(
    old_files: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, text = (read_document(old_files / f"文件.{end}", old_files) for end in (suffix, "txt"))
    assert old.encoding == suffix
    seen = [[(c.label, c.kind, c.path, c.text) for c in read_clauses(source, "一")[0]] for source in (old, text)]
    assert seen[0] == seen[1]
    # What was converted once is kept: LibreOffice is not asked again.
    monkeypatch.setenv("PATH", "")
    assert read_document(old_files / f"文件.{suffix}", old_files) == old
    with pytest.raises(CorpusError, match="LibreOffice"):
        read_document(old_files / f"文件.{suffix}", old_files, keep=False)


@needs_office
def test_a_password_and_a_cut_file_are_told(old_files: Path, tmp_path: Path) -> None:
    data = bytearray((old_files / "文件.doc").read_bytes())
    (tmp_path / "断.wps").write_bytes(data[: len(data) // 3])
    head = data.index(b"\xec\xa5", 512)
    data[head + 11] |= 1  # fEncrypted
    (tmp_path / "密.doc").write_bytes(data)
    with pytest.raises(CorpusError, match="已加密"):
        read_document(tmp_path / "密.doc", tmp_path)
    with pytest.raises(CorpusError, match="不完整"):
        read_document(tmp_path / "断.wps", tmp_path)


@needs_office
def test_nothing_that_a_file_refers_to_is_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        picture = (
            '<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm"><draw:image xlink:type="simple" '
            f'xlink:href="http://127.0.0.1:{server.getsockname()[1]}/p.png" xlink:actuate="onLoad"/></draw:frame>'
        )
        as_odt(tmp_path / "链接.odt", f"<text:p>一、给予补贴。{picture}</text:p>")
        source = read_document(tmp_path / "链接.odt", tmp_path)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "一、给予补贴。" in source.text
    assert any("p.png" in item.text for item in source.set_aside)


@needs_calc
@pytest.mark.parametrize("suffix", ["xls", pytest.param("ods", marks=pytest.mark.thorough)])
def test_an_old_table_is_read_as_a_workbook_is(old_tables: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if suffix != "xls":
        _convert(old_tables / "标准.xlsx", {suffix: TABLE_FILTERS[suffix]})
    old = read_document(old_tables / f"标准.{suffix}", old_tables)
    rows = [clause for clause in read_clauses(old, "d")[0] if clause.kind == "row"]
    assert [[(cell.column, cell.text) for cell in row.cells] for row in rows] == [
        [("类别", "甲类"), ("标准·城镇", "600"), ("标准·农村", "400.5")],
        [("类别", "丙类"), ("标准·城镇", "见说明"), ("标准·农村", "见说明")],
        [("类别", "合计"), ("标准·城镇", "900"), ("标准·农村", "400.5")],
    ]
    aside = {item.reason: item.text for item in old.set_aside}
    assert set(aside) == {HIDDEN_SHEET, HIDDEN_CELLS} and "乙类 300" in aside[HIDDEN_CELLS]
    assert old.encoding == suffix
    # What was converted once is kept, whatever the file is called: LibreOffice is not asked again.
    monkeypatch.setenv("PATH", "")
    shutil.copy(old_tables / f"标准.{suffix}", old_tables / "标准.et")
    assert read_document(old_tables / "标准.et", old_tables).text == old.text


def rows_alike(number: int) -> str:
    return f'<table:table-row table:number-rows-repeated="{number}">{_cell("甲")}{_cell("乙")}</table:table-row>'


def refused(path: Path, reason: str) -> None:
    with pytest.raises(CorpusError, match=rf"^{path.name} .*(?:{reason})") as caught:
        read_document(path, path.parent)
    assert "\n" not in str(caught.value)


@needs_calc
def test_a_table_with_a_password_cut_or_too_long_is_told(old_tables: Path, tmp_path: Path) -> None:
    data = bytearray((old_tables / "标准.xls").read_bytes())
    (tmp_path / "断.xls").write_bytes(data[: len(data) // 3])
    stream = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00", 512)  # BOF of the workbook
    data[stream + 20 : stream + 22] = b"\x2f\x00"  # FilePass
    (tmp_path / "密.xls").write_bytes(data)
    as_ods(tmp_path / "密.ods", "", manifest="<manifest:encryption-data/>")
    as_ods(tmp_path / "长.ods", rows_alike(20_000))
    for name, reason in {
        "断.xls": "不完整|已损坏",
        "密.xls": "已加密",
        "密.ods": "已加密",
        "长.ods": "超过 10000",
    }.items():
        refused(tmp_path / name, reason)


@needs_calc
@pytest.mark.thorough
def test_a_table_of_a_million_rows_is_told(tmp_path: Path) -> None:
    as_ods(tmp_path / "爆.ods", rows_alike(1_048_000))
    refused(tmp_path / "爆.ods", "MiB 内存|已损坏")


@needs_calc
def test_nothing_that_a_table_refers_to_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "别处.csv").write_text("别处的字\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        away = f"http://127.0.0.1:{server.getsockname()[1]}"
        places = (
            f"'{away}/x.ods'#$表.A1",
            f"WEBSERVICE(&quot;{away}/y&quot;)",
            f"'{(tmp_path / '别处.csv').as_uri()}'#$别处.A1",
        )
        rows = "".join(
            f"<table:table-row>{_cell(f'对象{n}')}{_cell('旧值', f'of:={place}')}</table:table-row>"
            for n, place in enumerate(places)
        )
        as_ods(tmp_path / "链接.ods", rows)
        source = read_document(tmp_path / "链接.ods", tmp_path)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "对象2" in source.text and "别处的字" not in source.text + str(source.set_aside)


def test_without_the_part_for_tables_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice as Debian installs it for texts alone."""
    (tmp_path / "share" / "registry").mkdir(parents=True)
    (tmp_path / "share" / "registry" / "writer.xcd").touch()
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "soffice").write_text("#!/bin/sh\n")
    (tmp_path / "program" / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "program"))
    as_ods(tmp_path / "表.ods", "")
    with pytest.raises(CorpusError, match=r"^表.ods 是 .ods 表格.*apt install libreoffice-calc-nogui"):
        read_document(tmp_path / "表.ods", tmp_path)
    assert program_with("writer") and not program_with("calc")


def test_without_libreoffice_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "旧.txt").write_bytes(b"{\\rtf1 hello}")
    with pytest.raises(CorpusError, match=r"^旧.txt 是 .rtf 文件.*apt install libreoffice-writer-nogui"):
        read_document(tmp_path / "旧.txt", tmp_path)


def test_a_conversion_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "慢.rtf").write_bytes(data := b"{\\rtf1 hello}")
    limits = ReadingLimits(seconds=6)
    with pytest.raises(CorpusError, match="没有读完"):
        read_in_child("kb.reading.formats.worker", tmp_path / "慢.rtf", "慢.rtf", data, "rtf", limits, "rtf")
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def as_odt(path: Path, paragraphs: str) -> None:
    """An OpenDocument text with these paragraphs."""
    _as_open_document(path, "text", paragraphs)


def as_ods(path: Path, rows: str, manifest: str = "") -> None:
    """An OpenDocument spreadsheet with a sheet of these rows, `manifest` said of its content."""
    _as_open_document(path, "spreadsheet", f'<table:table table:name="表">{rows}</table:table>', manifest)


def _cell(text: str, formula: str = "") -> str:
    computed = f' table:formula="{formula}"' if formula else ""
    return f'<table:table-cell office:value-type="string"{computed}><text:p>{text}</text:p></table:table-cell>'


def _as_open_document(path: Path, kind: str, content: str, manifest: str = "") -> None:
    names = {
        "office": "office:1.0",
        "text": "text:1.0",
        "table": "table:1.0",
        "of": "of:1.2",
        "draw": "drawing:1.0",
        "svg": "svg-compatible:1.0",
        "manifest": "manifest:1.0",
    }
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for key, name in names.items())
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    entries = [("/", f"application/vnd.oasis.opendocument.{kind}", ""), ("content.xml", "text/xml", manifest)]
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="{t}">{more}</manifest:file-entry>'
        for n, t, more in entries
    )
    body = f"<office:body><office:{kind}>{content}</office:{kind}></office:body>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr(
            "content.xml", f'<office:document-content {spaces} office:version="1.2">{body}</office:document-content>'
        )
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{listed}</manifest:manifest>")
