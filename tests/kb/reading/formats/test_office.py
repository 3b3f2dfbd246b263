"""Files of older word processors: what LibreOffice makes of them, and what happens where it is missing, hangs or cannot."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest
from office_files import as_docx

from kb.errors import CorpusError
from kb.holdings import corpus_files
from kb.holdings.corpus import read_clauses
from kb.reading import read_document
from kb.reading.fence import read_in_child
from kb.reading.limits import ReadingLimits

CORPUS = Path(__file__).parents[4] / "corpus"
FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format"}
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: apt install libreoffice-writer-nogui"
)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notice of the corpus, and the same written by LibreOffice as `.doc` and `.rtf`, numbers typed: it loses those that Word counts."""
    folder = tmp_path_factory.mktemp("old")
    text = next(path for path in corpus_files(CORPUS) if "2021" in path.name)
    shutil.copy(text, folder / "文件.txt")
    as_docx(read_document(text, CORPUS).text, folder / "文件.docx", lists=False)
    for suffix, name in FILTERS.items():
        run = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
        subprocess.run(
            [*run, f"{suffix}:{name}", "--outdir", folder, folder / "文件.docx"], check=True, capture_output=True
        )
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
    limits = ReadingLimits(seconds=8)
    with pytest.raises(CorpusError, match="没有读完"):
        read_in_child("kb.reading.formats.worker", tmp_path / "慢.rtf", "慢.rtf", data, "rtf", limits, "rtf")
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def as_odt(path: Path, paragraphs: str) -> None:
    """An OpenDocument text with these paragraphs."""
    names = {
        "office": "office:1.0",
        "text": "text:1.0",
        "draw": "drawing:1.0",
        "svg": "svg-compatible:1.0",
        "manifest": "manifest:1.0",
    }
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for key, name in names.items())
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    entries = [("/", "application/vnd.oasis.opendocument.text"), ("content.xml", "text/xml")]
    listed = "".join(f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="{t}"/>' for n, t in entries)
    body = f"<office:body><office:text>{paragraphs}</office:text></office:body>"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml", f'<office:document-content {spaces} office:version="1.2">{body}</office:document-content>'
        )
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{listed}</manifest:manifest>")
