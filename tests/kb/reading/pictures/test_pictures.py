"""Pages of a PDF as pictures: the very file that was indexed, drawn in bounds, every failure in words."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import threading
import time
from pathlib import Path

import pytest
from embedders import SECOND, Hashing
from pdf_notice import write_pdf
from PIL import Image, ImageChops
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

import kb.reading.pictures.pictures
from index import open_generation
from kb.building import build
from kb.errors import CorpusError, NoPicture
from kb.holdings import load_corpus
from kb.models import Models
from kb.reading.limits import ReadingLimits
from kb.reading.pictures.pictures import Pictures, draw_page
from kb.settings import Settings
from kb.store import KnowledgeBase, copy_sources
from kb.store.archive import source_path

NUMBER = "某人社发〔2020〕7号"


def drawn(path: Path, page: int = 1, *quotes: str) -> Image.Image:
    return Image.open(io.BytesIO(draw_page(path, path.name, page, quotes)))


# -- one page


def test_an_a4_page_fills_the_width(tmp_path: Path):
    picture = drawn(write_pdf(tmp_path / "a.pdf"))
    # 1399 / 595.2756 points = 2.35017; 841.8898 x 2.35017 = 1978.6, rounded up
    assert (picture.format, picture.size) == ("PNG", (1399, 1979))


def test_a_page_as_large_as_a_wall_is_bounded(tmp_path: Path):
    assert drawn(write_pdf(tmp_path / "wall.pdf", [["一"]], (14400, 14400))).size == (1399, 1399)


def test_a_small_page_is_drawn_three_pixels_a_point_and_a_tall_one_fits_the_height(tmp_path: Path):
    assert drawn(write_pdf(tmp_path / "small.pdf", [["一"]], (100, 200))).size == (300, 600)
    tall = drawn(write_pdf(tmp_path / "tall.pdf", [["一"]], (100, 2399)))
    assert tall.size == (100, 2399)


def box_of_marks(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """What is yellow: much red, little blue."""
    red, _, blue = picture.convert("RGB").split()
    return ImageChops.subtract(red, blue).point(lambda value: 255 * (value > 60)).getbbox()


def test_what_is_quoted_is_marked_where_it_is_printed(tmp_path: Path):
    path = write_pdf(tmp_path / "a.pdf")
    assert box_of_marks(drawn(path)) is None
    left, top, right, bottom = box_of_marks(drawn(path, 1, "每个村不超过三人，优先安排残疾人员。")) or (0, 0, 0, 0)
    # The fifth line, whose base is 70 + 4 x 34 points from the top; 14 points a letter, 7 before the quote.
    scale = 1399 / 595.2756
    base, margin = (70 + 4 * 34) * scale, 595.2756 * 0.1 * scale
    assert top < base - 10 * scale and base < bottom < base + 8 * scale
    assert abs(left - (margin + 7 * 14 * scale)) < 6 and abs(right - (margin + 25 * 14 * scale)) < 20 * scale
    assert box_of_marks(drawn(path, 2, "每个村不超过三人，优先安排残疾人员。")) is None
    assert box_of_marks(drawn(path, 1, "这句话不在纸上，纸上没有。")) is None


def test_each_page_is_its_own_and_carries_ink(tmp_path: Path):
    path = write_pdf(tmp_path / "a.pdf")
    first, second = drawn(path, 1), drawn(path, 2)
    assert first.tobytes() != second.tobytes()
    assert first.convert("L").getextrema() == (0, 255)


def test_a_scan_that_is_a_picture_is_shown_page_by_page(tmp_path: Path):
    pages = [Image.new("RGB", (2800, 1000), colour) for colour in ("white", "red")]
    pages[0].save(tmp_path / "扫描.tif", save_all=True, append_images=pages[1:])
    assert drawn(tmp_path / "扫描.tif", 2).size == (1400, 500)
    assert drawn(tmp_path / "扫描.tif", 2).getpixel((9, 9)) == (255, 0, 0)
    with pytest.raises(CorpusError, match="damaged"):
        draw_page(tmp_path / "扫描.tif", "扫描.tif", 3)


def test_a_hostile_file_is_refused_in_words(tmp_path: Path):
    for name, data in {"空.pdf": b"", "假.pdf": b"PK\x03\x04 nothing of a PDF"}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(NoPicture, match=f"{name} 不是 PDF、OFD 或图片"):
            draw_page(tmp_path / name, name, 1)
    files = {
        "断.pdf": write_pdf(tmp_path / "whole.pdf").read_bytes()[:200],
        "半.pdf": write_pdf(tmp_path / "whole.pdf").read_bytes()[:900],
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(CorpusError, match=f"{name} 已损坏.*damaged") as caught:
            draw_page(tmp_path / name, name, 1)
        assert "\n" not in str(caught.value)


def test_a_locked_file_says_so(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "锁.pdf"), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "locked")
    canvas.save()
    with pytest.raises(CorpusError, match=r"锁\.pdf 已加密"):
        draw_page(tmp_path / "锁.pdf", "锁.pdf", 1)


def test_a_page_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match="damaged"):
        draw_page(write_pdf(tmp_path / "a.pdf"), "a.pdf", 3)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a process's memory")
def test_memory_is_bounded(tmp_path: Path):
    with pytest.raises(CorpusError, match=r"a\.pdf 需要超过 48 MiB 内存"):
        draw_page(write_pdf(tmp_path / "a.pdf"), "a.pdf", 1, limits=ReadingLimits(memory_bytes=48 * 2**20))


def test_time_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    slow = tmp_path / "slow"
    slow.mkdir()
    (slow / "pypdfium2.py").write_text("import time\ntime.sleep(30)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(slow))
    started = time.monotonic()
    with pytest.raises(CorpusError, match="在 1 秒内没有读完"):
        draw_page(write_pdf(tmp_path / "a.pdf"), "a.pdf", 1, limits=ReadingLimits(seconds=1))
    assert time.monotonic() - started < 10


# -- what is kept


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Notes the pages drawn; each is 100 bytes."""
    noted: list[int] = []

    def draw(path: Path, name: str, page: int, quotes: tuple[str, ...]) -> bytes:
        noted.append(page)
        return bytes([page]) * 100

    monkeypatch.setattr(kb.reading.pictures.pictures, "draw_page", draw)
    return noted


def test_the_latest_pictures_are_kept(draws: list[int]):
    pictures = Pictures(most=2)
    for page in (1, 2, 1, 3, 1, 2):
        assert pictures.page(Path("a"), "a", page) == bytes([page]) * 100
    # 1 was asked for again before 3 came, so 2 went.
    assert draws == [1, 2, 3, 2]


def test_their_size_is_bounded_too(draws: list[int]):
    pictures = Pictures(most=9, most_bytes=250)
    for page in (1, 2, 3, 3, 1):
        pictures.page(Path("a"), "a", page)
    assert draws == [1, 2, 3, 1]


def test_one_page_is_drawn_at_a_time_and_once(monkeypatch: pytest.MonkeyPatch):
    running, most, calls = 0, 0, 0

    def draw(path: Path, name: str, page: int, quotes: tuple[str, ...]) -> bytes:
        nonlocal running, most, calls
        running, calls = running + 1, calls + 1
        most = max(most, running)
        time.sleep(0.02)
        running -= 1
        return b"picture"

    monkeypatch.setattr(kb.reading.pictures.pictures, "draw_page", draw)
    pictures = Pictures()
    threads = [threading.Thread(target=pictures.page, args=(Path("a"), "a", n % 3)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, calls) == (1, 3)


# -- of a document


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store over a PDF in a folder of its own and a text file."""
    folder = tmp_path_factory.mktemp("picture")
    made = Settings(corpus=folder / "corpus", store=folder / "store")
    (made.corpus / "内页").mkdir(parents=True)
    write_pdf(made.corpus / "内页" / "通知.pdf")
    text = "关于补贴的意见\n\n某人社发〔2021〕1号\n\n# 一、标准。每人补贴一千元。\n\n二、期限。补贴三年。\n"
    (made.corpus / "意见.txt").write_text(text, encoding="utf-8", newline="")
    build(settings=made, models=MODELS)
    return made


MODELS = Models(Hashing(), SECOND)


def opened(settings: Settings) -> KnowledgeBase:
    return KnowledgeBase.open(settings=settings, models=MODELS)


def test_the_picture_is_of_the_very_file_that_was_indexed(settings: Settings):
    base = opened(settings)
    copy = base.source_file(NUMBER)
    assert copy is not None
    assert copy.read_bytes() == (settings.corpus / "内页" / "通知.pdf").read_bytes()
    generation = open_generation(settings.store).path
    manifest = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
    listed = manifest["files"]["sources/内页/通知.pdf"]
    assert listed["sha256"] == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert [name for name in manifest["files"] if name.startswith("sources/")] == ["sources/内页/通知.pdf"]
    assert base.page_picture(NUMBER, 2) == draw_page(copy, "通知.pdf", 2)


@pytest.mark.parametrize("page", [0, -1, 3])
def test_a_page_beyond_the_document_is_named(settings: Settings, page: int):
    with pytest.raises(NoPicture, match=f"共 2 页，没有第 {page} 页"):
        opened(settings).page_picture(NUMBER, page)


def test_a_text_file_has_no_picture(settings: Settings):
    base = opened(settings)
    assert base.source_file("某人社发〔2021〕1号") is None
    with pytest.raises(NoPicture, match="原件没有页"):
        base.page_picture("某人社发〔2021〕1号", 1)


def test_a_file_that_vanished_is_said_in_words(settings: Settings, tmp_path: Path):
    base = opened(settings)
    copy = base.source_file(NUMBER)
    assert copy is not None
    away = copy.rename(tmp_path / "away.pdf")
    try:
        assert base.source_file(NUMBER) is None
        with pytest.raises(NoPicture, match="policy-kb build"):
            base.page_picture(NUMBER, 1)
    finally:
        away.rename(copy)


def test_a_file_changed_while_the_store_is_built_stops_the_build(settings: Settings, tmp_path: Path):
    loaded = load_corpus(settings.corpus, lambda _: ())
    other = tmp_path / "other"
    (other / "内页").mkdir(parents=True)
    write_pdf(other / "内页" / "通知.pdf", [["另一份"]])
    with pytest.raises(CorpusError, match=r"内页/通知\.pdf 在建库时被改动"):
        copy_sources(tmp_path / "generation", other, loaded)
    assert not source_path(tmp_path / "generation", "内页/通知.pdf").exists()


def test_what_was_set_aside_has_a_line_or_a_page(settings: Settings):
    base = opened(settings)
    (mark,) = base.set_aside("某人社发〔2021〕1号")
    assert (mark.text, mark.line) == ("#", 5)
    numbers = base.set_aside(NUMBER)
    assert [(item.text, item.line) for item in numbers] == [("— 1 —", None), ("— 2 —", None)]
    assert [entry.set_aside for entry in base.documents()] == [2, 1]
