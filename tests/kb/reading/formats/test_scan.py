"""Scans: what is recognised, what is doubtful, what is kept for the next time, and what is no page."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

import kb.reading.files
from kb.errors import CorpusError
from kb.holdings.corpus import read_clauses
from kb.reading import bare, read_document
from kb.reading.formats.cells import Cell, read_by_cells
from kb.reading.formats.recognition import RecognisedLine, line_in, recognised
from kb.reading.formats.scan import SEAL
from kb.reading.formats.seals import without_seals
from kb.reading.pdf.grid import STAMP
from kb.reading.pictures.pictures import draw_page

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
NOTICE = (
    "关于发放交通补贴的通知",
    "临人社发〔2021〕5号",
    "一、补贴标准为每人每月1500元，",
    "自2021年3月1日起施行。",
    "二、申请材料见下表。",
)
ROWS = (("材料", "份数"), ("身份证复印件", "2份"), ("劳动合同", "1份"))


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of recognised pages, empty."""
    pytest.importorskip("rapidocr", reason="pip install 'policy-kb[ocr]'")
    if not FONT.is_file():
        pytest.skip("needs fonts-noto-cjk")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/policy-kb/pages"


def page() -> Image.Image:
    """A printed page with a ruled table."""
    picture = Image.new("RGB", (1100, 900), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 40, index=2)
    for n, line in enumerate(NOTICE):
        left = (1100 - font.getlength(line)) / 2 if n < 2 else 180 if n != 3 else 100
        draw.text((left, 60 + 70 * n), line, "black", font)
    for n, row in enumerate(ROWS):
        for x, cell in zip((150, 650), row, strict=True):
            draw.rectangle((x, 480 + 90 * n, x + 500 - 150 * (x > 150), 570 + 90 * n), outline="black", width=3)
            draw.text((x + 20, 500 + 90 * n), cell, "black", font)
    return picture


def sealed(picture: Image.Image, x: int, y: int) -> Image.Image:
    """The page with a red seal of 42 mm over it, print showing through."""
    sheet = Image.new("RGB", picture.size, "white")
    draw, red, radius = ImageDraw.Draw(sheet), (225, 50, 45), picture.width / 10
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=6)
    draw.text((x, y), "某某专用章", red, ImageFont.truetype(FONT, 36, index=2), anchor="mm")
    return ImageChops.multiply(picture, sheet)


def scanned(picture: Image.Image) -> Image.Image:
    """The page as a scanner gives it: a degree aslant, with noise."""
    grains = np.random.default_rng(1).normal(0, 12, (picture.height, picture.width, 1))
    aslant = picture.rotate(1, resample=Image.Resampling.BICUBIC, fillcolor="white")
    return Image.fromarray((np.asarray(aslant) + grains).clip(0, 255).astype("uint8"))


MARKED = "一、补贴标准为每人每月1500元，"


def marked(path: Path, turned: int = 0) -> tuple[int, int, int, int] | None:
    """Where the words are marked on the picture of the page, set upright, in the pixels of `page`."""
    drawn = Image.open(io.BytesIO(draw_page(path, path.name, 1, (MARKED,))))
    _, green, blue = drawn.convert("RGB").rotate(-turned, expand=True).resize((1100, 900)).split()
    return ImageChops.subtract(green, blue).point(lambda value: 255 * (value > 60)).getbbox()


def assert_marked(box: tuple[int, int, int, int] | None, within: int) -> None:
    """The third line is printed from (180, 200), 40 pixels high."""
    left, top, right, bottom = box or (0, 0, 0, 0)
    assert (left, top, bottom) == pytest.approx((180, 203, 250), abs=within)
    assert abs(right - (180 + ImageFont.truetype(FONT, 40, index=2).getlength(MARKED))) < 40


@pytest.mark.slow
def test_a_scan_gives_the_text_and_its_table_and_goes_on_with_what_was_recognised(pages: Path, tmp_path: Path) -> None:
    scanned(sealed(page(), 560, 375)).save(tmp_path / "扫描.pdf", resolution=150)
    source = read_document(tmp_path / "扫描.pdf", tmp_path)
    clauses, _ = read_clauses(source, "d")
    texts = {clause.label: clause.text for clause in clauses}
    assert bare(texts["一"]) == "一、补贴标准为每人每月1500元，自2021年3月1日起施行。"
    rows = [[cell.text for cell in clause.cells] for clause in clauses if clause.kind == "row"]
    assert rows == [list(row) for row in ROWS[1:]]
    assert "临人社发〔2021〕5号" in source.text
    # The seal lies over the words of the second clause: they are read, and doubtful; its own words are nowhere.
    assert bare(texts["二"]) == "二、申请材料见下表。"
    under = "".join(source.text[one.start : one.end] for one in source.doubtful)
    assert "下表" in under
    assert "1500" not in under
    assert "专用章" not in source.text
    assert (SEAL, STAMP) in {(one.text, one.reason) for one in source.set_aside}
    assert_marked(marked(tmp_path / "扫描.pdf"), 30)
    # What was recognised stands on the disk: a second start takes it from there, with its confidence.
    (kept,) = pages.iterdir()
    row = json.loads(kept.read_text("utf-8"))
    line = next(line for line in row["lines"] if "1500" in line["text"])
    line |= {"text": line["text"].replace("1500", "1800"), "confidence": 0.7}
    kept.write_text(json.dumps(row), "utf-8")
    again = read_document(tmp_path / "扫描.pdf", tmp_path)
    (doubt,) = [one for one in again.doubtful if "1800" in again.text[one.start : one.end]]
    assert doubt.reason.zh == "扫描识别，请核对原件。"


@pytest.mark.slow
def test_narrow_columns_are_read_cell_by_cell_on_a_page_without_a_long_line(pages: Path, tmp_path: Path) -> None:
    """Nothing but the rules tells how far the page lies aslant; names stand on end above each other, digits alone between close rules."""
    names, digits = ("东沟镇", "西坪镇", "北岭镇"), ("1", "4", "7")
    picture = Image.new("RGB", (1654, 1200), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 33, index=2)
    for row, name in enumerate(names):
        for column in range(9):
            left, top = 200 + 44 * column, 200 + 160 * row
            draw.rectangle((left, top, left + 44, top + 160), outline="black", width=2)
            if column == 0:
                draw.multiline_text((left + 6, top + 4), "\n".join(name), "black", font, spacing=2)
            else:
                draw.text((left + 22, top + 80), digits[row], "black", font.font_variant(size=20), anchor="mm")
        draw.rectangle((596, 200 + 160 * row, 1400, 360 + 160 * row), outline="black", width=2)
    scanned(picture).save(tmp_path / "窄栏.png")
    rows = [line.split("\t") for line in read_document(tmp_path / "窄栏.png", tmp_path).text.strip().split("\n")]
    assert [[cell.strip() for cell in row if cell.strip()] for row in rows] == [
        [name, *[digit] * 8] for name, digit in zip(names, digits, strict=True)
    ]


def cells_drawn(rows: list[tuple[str, ...]]) -> tuple[np.ndarray, list[Cell]]:
    """A sheet with a cell of the words for each, and the cells."""
    picture, boxes = Image.new("RGB", (1654, 60 * len(rows) + 40), "white"), []
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 33, index=2)
    for y, row in enumerate(rows):
        for x, words in enumerate(row):
            boxes.append((20 + 200 * x, 20 + 60 * y, 220 + 200 * x, 80 + 60 * y))
            draw.rectangle(boxes[-1], outline="black", width=2)
            draw.text((34 + 200 * x, 63 + 60 * y), words, "black", font, anchor="ls")
    return np.asarray(picture), boxes


def test_a_single_stroke_in_a_cell_is_read_by_its_shape(pages: Path) -> None:
    """— and / say that there is nothing: recognition takes them for 一, _ and 1, which is a figure that nobody wrote."""
    pixels, boxes = cells_drawn([("—", "/", "／", "三"), ("7", "1", "√", "二"), ("——", "2年", "J", "一")])
    taken_for = dict(zip(boxes, ("一", "1", "1", "三", "7", "1", "√", "二", "__", "2年", "J", "一"), strict=True))
    lines = [
        RecognisedLine(words, 0.96, ((x0 + 10, y0 + 10), (x1 - 10, y0 + 10), (x1 - 10, y1 - 10), (x0 + 10, y1 - 10)))
        for (x0, y0, x1, y1), words in taken_for.items()
    ]
    found = read_by_cells(lines, boxes, pixels, None)
    assert sorted(line.text for line in found) == sorted([*"—//三71√二—J一", "2年"])


@pytest.mark.slow
def test_pages_are_still_looked_over_after_one_line_was_read_by_itself(pages: Path) -> None:
    pixels, ((x0, y0, x1, y1), *_) = cells_drawn([("600元", "7")])
    assert [line.text for line in line_in(pixels, (x0 + 4, y0 + 4, x1 - 4, y1 - 4))] == ["600元"]
    assert "600元" in [line.text for line in recognised(pixels, None).lines]


@pytest.mark.slow
def test_a_page_that_lies_on_its_head_is_turned(pages: Path, tmp_path: Path) -> None:
    page().crop((0, 0, 1100, 270)).rotate(180).save(tmp_path / "倒.png")
    assert "补贴标准为每人每月1500元" in bare(read_document(tmp_path / "倒.png", tmp_path, keep=False).text)
    assert not pages.exists()


def test_a_letterhead_in_red_is_no_seal(pages: Path) -> None:
    draw = ImageDraw.Draw(picture := page())
    draw.text((100, 10), "某市人民政府文件", (225, 50, 45), ImageFont.truetype(FONT, 110, index=2))
    draw.rectangle((100, 170, 1000, 174), fill=(225, 50, 45))
    before = np.asarray(picture)
    after, mask = without_seals(before)
    assert mask is None
    assert (after == before).all()


def test_what_is_no_page_is_told(pages: Path, tmp_path: Path) -> None:
    Image.new("L", (9000, 9000)).save(tmp_path / "大.png")
    Image.new("L", (300, 300), 255).save(tmp_path / "白.tif")
    (tmp_path / "断.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    for name, reason in (("大.png", "百万像素"), ("白.tif", "没有文字"), ("断.jpg", "已损坏")):
        with pytest.raises(CorpusError, match=reason):
            read_document(tmp_path / name, tmp_path)


def test_without_the_extra_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb.reading.files, "_recognises", lambda: False)
    Image.new("L", (600, 800), 255).save(tmp_path / "图.png")
    Image.new("L", (600, 800), 0).save(tmp_path / "图.pdf")
    for name in ("图.png", "图.pdf"):
        with pytest.raises(CorpusError, match=r"pip install 'policy-kb\[ocr\]'") as told:
            read_document(tmp_path / name, tmp_path)
        assert str(told.value).startswith(name)


@pytest.mark.slow
def test_words_are_marked_on_the_picture_of_a_turned_scan_that_was_read(pages: Path, tmp_path: Path) -> None:
    """Of one that stands upright too: `test_a_scan_gives_the_text_and_its_table_and_goes_on_with_what_was_recognised`."""
    page().rotate(90, expand=True).save(path := tmp_path / "扫描.png")
    assert marked(path, 90) is None  # nobody has read it yet
    read_document(path, tmp_path)
    assert_marked(marked(path, 90), 15)
