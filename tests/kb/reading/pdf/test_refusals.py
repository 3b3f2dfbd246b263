"""Bad PDFs: each is refused in one line with its name and the reason, within the limits, and nothing else happens."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import kb.reading.files
from kb.errors import CorpusError
from kb.reading import read_document
from kb.reading.limits import ReadingLimits
from kb.reading.pdf.pdf import read_pdf

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F 12 Tf 72 700 Td (Allowance 500 yuan a month) Tj ET\n"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first being the catalogue; `%d` in `trailer` is its own xref's offset."""
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count, at = len(objects) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    extra = trailer.replace(b"%d", b"%d" % at)
    return data + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, extra, at)


def with_content(content: bytes, form: bytes = b"") -> bytes:
    return pdf(CATALOG, PAGES, PAGE, content, FONT, stream(form, FORM))


GOOD = with_content(stream(WORDS))
PACKED = zlib.compress(WORDS * 50)
NULLS = zlib.compress(bytes(100 * 2**20), 1)
FLATE = b"/Filter /FlateDecode"
CONTENT = GOOD.index(b"4 0 obj")

BAD = {
    "0 bytes": (b"", "空文件"),
    "half a zip": (b"PK\x03\x04 nothing of a PDF", "已损坏"),
    "half": (GOOD[: len(GOOD) // 2], "truncated"),
    "last line missing": (GOOD[:-8], "truncated"),
    "linearized, half": (GOOD.replace(b"%PDF-1.4\n", b"%PDF-1.4\n<< /Linearized 1 /L 90000 >>\n"), "truncated"),
    "no objects": (b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"%%EOF", "已损坏"),
    "pages missing": (pdf(CATALOG, PAGES.replace(b"Count 1", b"Count 3"), PAGE, stream(WORDS), FONT), "已损坏"),
    "content overwritten": (GOOD.replace(GOOD[CONTENT : CONTENT + 40], bytes(40)), "已损坏"),
    "broken stream": (with_content(stream(PACKED[:30] + b"zzzz", FLATE)), "已损坏"),
    "half a stream": (with_content(stream(PACKED[: len(PACKED) // 2], FLATE)), "已损坏"),
    "page tree in itself": (
        pdf(CATALOG, PAGES.replace(b"[3 0 R]", b"[3 0 R 2 0 R]"), PAGE, stream(WORDS), FONT),
        "引用了自身",
    ),
    "form in itself": (with_content(stream(WORDS + b"/X Do"), b"/X Do"), "引用了自身"),
    "ring of references": (pdf(b"2 0 R", b"3 0 R", b"1 0 R"), "引用了自身"),
    "bomb": (with_content(stream(NULLS, FLATE)), "decompression bomb"),
    "bomb in a bomb": (
        with_content(stream(zlib.compress(NULLS), b"/Filter [/FlateDecode /FlateDecode]")),
        "decompression bomb",
    ),
    "no text": (with_content(stream(b"q 0 0 595 842 re f Q")), "needs OCR"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kb.reading.files, "_recognises", lambda: False)
    data, reason = BAD[case]
    (tmp_path / "坏.pdf").write_bytes(data)
    with pytest.raises(CorpusError, match=reason) as caught:
        read_document(tmp_path / "坏.pdf", tmp_path)
    assert str(caught.value).startswith("坏.pdf")
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["坏.pdf"]


def test_the_good_file_of_the_same_making_is_read(tmp_path: Path) -> None:
    (tmp_path / "好.pdf").write_bytes(GOOD)
    source = read_pdf(tmp_path / "好.pdf", "好.pdf")
    assert (source.text, source.pages, source.encoding) == ("Allowance 500 yuan a month\n", (0,), "pdf")
    (tmp_path / "好.pdf").write_bytes(with_content(stream(PACKED[:-4], FLATE)))  # only the checksum is missing
    assert read_pdf(tmp_path / "好.pdf", "好.pdf").text.startswith("Allowance 500 yuan")


@pytest.mark.parametrize("password", ["secret", ""])
def test_a_password_is_asked_off_but_printing_rights_are_no_matter(tmp_path: Path, password: str) -> None:
    locked = StandardEncryption(password, ownerPassword="owner", canPrint=0, strength=128)
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=locked)
    canvas.drawString(72, 700, "Allowance 500 yuan")
    canvas.save()
    if not password:
        assert read_pdf(tmp_path / "a.pdf", "a.pdf").text == "Allowance 500 yuan\n"
        return
    with pytest.raises(CorpusError, match=r"a\.pdf 已加密"):
        read_pdf(tmp_path / "a.pdf", "a.pdf")


def test_a_scanned_page_among_others_is_named(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    canvas.drawString(72, 700, "Allowance 500 yuan")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (60, 84), 200)), 0, 0, 595, 842)
    canvas.save()
    with pytest.raises(CorpusError, match=r"第 2 页没有文字层.*OCR"):
        read_pdf(tmp_path / "a.pdf", "a.pdf")


LONG = with_content(stream(zlib.compress(WORDS * 60_000), FLATE))
TWO = pdf(
    CATALOG, b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>", PAGE.replace(b"6 0", b"5 0"), stream(WORDS), FONT, PAGE
)


@pytest.mark.parametrize(
    ("data", "limits", "reason"),
    [
        (LONG, ReadingLimits(seconds=2), "在 2 秒内没有读完"),
        (LONG, ReadingLimits(memory_bytes=100 * 2**20), "需要超过 100 MiB 内存"),
        (GOOD, ReadingLimits(characters=20), "超过 20 字"),
        (TWO, ReadingLimits(pages=1), "超过 1 页"),
        (GOOD, ReadingLimits(file_bytes=100), "The file is over"),
    ],
    ids=["time", "memory", "characters", "pages", "file size"],
)
def test_limits_hold(tmp_path: Path, data: bytes, limits: ReadingLimits, reason: str) -> None:
    (tmp_path / "长.pdf").write_bytes(data)
    with pytest.raises(CorpusError, match=reason):
        read_pdf(tmp_path / "长.pdf", "长.pdf", limits)
