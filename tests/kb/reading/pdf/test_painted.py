"""What is not to be seen on a page is set aside; marks, strike-outs, fields, columns and spacing are known for what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kb.errors import CorpusError
from kb.reading.clauses import build_clauses
from kb.reading.pdf.annotations import REMARK, UNREADABLE
from kb.reading.pdf.doubt import DOUBTS
from kb.reading.pdf.glyphs import OUTSIDE, UNPAINTED
from kb.reading.pdf.marks import NOTE_MARK, STRUCK
from kb.reading.pdf.pdf import read_pdf
from kb.reading.written import NOT_READ
from kb.records import SourceText
from tests.support.block_font import block_font
from tests.support.raw_pdf import RawPage, hidden

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

HEAD = ("关于发放高温津贴的通知", "各区人力资源和社会保障局：", "一、津贴标准为每人每月300元。")
DRAFT = "二、津贴标准改为每人每月9000元。"
Drawing = Callable[[Canvas], None]


def page(path: Path, draw: Drawing, lines: tuple[str, ...] = HEAD) -> SourceText:
    """A page of these lines, 24 points apart from 760 down with an indent from the third on, and what `draw` adds, as it is read."""
    canvas = Canvas(str(path / "a.pdf"), pagesize=(595, 842))
    canvas.setFont(FONT, 12)
    for i, line in enumerate(lines):
        canvas.drawString(96 if i > 1 else 72, 760 - 24 * i, line)
    draw(canvas)
    canvas.save()
    return read_pdf(path / "a.pdf", "a.pdf")


def aside(source: SourceText) -> list[tuple[str, str]]:
    return [(item.text, item.reason) for item in source.set_aside]


def doubts(source: SourceText) -> list[tuple[str, str]]:
    names = {message: name for name, message in DOUBTS.items()}
    return [(source.text[d.start : d.end], names[d.reason]) for d in source.doubtful]


def printed(canvas: Canvas, x: float, y: float, words: str, size: float = 12) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, words)


def test_the_block_font_is_what_its_maker_makes() -> None:
    assert (Path(__file__).parents[4] / "kb/data/block_font.ttf").read_bytes() == block_font()


# ------------------------------------------------------------------------------------------------ not to be seen


def without_paint(canvas: Canvas) -> None:
    text = canvas.beginText(96, 650)
    text.setFont(FONT, 12)
    text.setTextRenderMode(3)
    text.textOut(DRAFT)
    canvas.drawText(text)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillGray(0.98)
    printed(canvas, 96, 650, DRAFT)


def red_on_red(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.8, 0, 0)
    canvas.rect(60, 640, 400, 30, stroke=0, fill=1)
    printed(canvas, 96, 650, DRAFT)


def covered(canvas: Canvas) -> None:
    printed(canvas, 96, 650, DRAFT)
    canvas.setFillGray(1)
    canvas.rect(60, 640, 400, 30, stroke=0, fill=1)


def blackened(canvas: Canvas) -> None:
    printed(canvas, 96, 650, DRAFT)
    canvas.rect(60, 640, 400, 30, stroke=0, fill=1)


def under_a_picture(canvas: Canvas) -> None:
    printed(canvas, 96, 650, DRAFT)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 10), (200, 220, 240))), 60, 640, 400, 30)


def clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(60, 500, 400, 30)
    canvas.clipPath(path, stroke=0)
    printed(canvas, 96, 650, DRAFT)


def replaced(canvas: Canvas) -> None:
    covered(canvas)
    canvas.setFillGray(0)
    printed(canvas, 96, 650, "二、其他人员不享受。")


@pytest.mark.parametrize(
    "draw", [without_paint, nearly_white, red_on_red, covered, blackened, under_a_picture, clipped, replaced]
)
def test_what_cannot_be_seen_is_set_aside(tmp_path: Path, draw: Drawing) -> None:
    source = page(tmp_path, draw)
    rest = "\n\n二、其他人员不享受。" if draw is replaced else ""
    assert source.text.replace("\u3000", "").strip() == "\n\n".join(HEAD) + rest
    assert {reason for _, reason in aside(source)} == {UNPAINTED}
    left_out = "".join(text for text, _ in aside(source))
    assert left_out == (DRAFT if draw is not replaced else "津贴标准改为每人每月9000元。")
    assert not source.doubtful


def test_a_layer_that_is_off_is_set_aside(tmp_path: Path) -> None:
    raw = RawPage()
    content = raw.lines(["一、津贴标准为每人每月300元。"]) + hidden(raw.text(96, 650, "二、改为900元。"))
    source = read_pdf(raw.write(tmp_path / "a.pdf", content), "a.pdf")
    assert source.text == "一、津贴标准为每人每月300元。\n"
    assert aside(source) == [("二、改为900元。", UNPAINTED)]


@pytest.mark.parametrize("box", [None, (0, 200, 595, 842)])
def test_what_stands_outside_the_page_is_set_aside(
    tmp_path: Path, box: tuple[float, float, float, float] | None
) -> None:
    def draw(canvas: Canvas) -> None:
        if box:
            canvas.setCropBox(box)
        printed(canvas, 72, 120 if box else -40, "此页作废。")

    source = page(tmp_path, draw)
    assert source.text.count("\n\n") == 2
    assert aside(source) == [("此页作废。", OUTSIDE)]


def white_on_black(canvas: Canvas) -> None:
    canvas.rect(60, 640, 400, 30, stroke=0, fill=1)
    canvas.setFillGray(1)
    printed(canvas, 96, 650, DRAFT)


def grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.7)
    printed(canvas, 96, 650, DRAFT)


def on_a_tint(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 0.95, 0.8)
    canvas.rect(60, 640, 400, 30, stroke=0, fill=1)
    canvas.setFillGray(0)
    printed(canvas, 96, 650, DRAFT)


@pytest.mark.parametrize("draw", [white_on_black, grey, on_a_tint])
def test_what_can_be_seen_is_read(tmp_path: Path, draw: Drawing) -> None:
    source = page(tmp_path, draw)
    assert source.text.endswith(DRAFT + "\n")
    assert not source.set_aside


# ------------------------------------------------------------------------------------------------ pictures


def scanned(words: str = "") -> ImageReader:
    picture = Image.new("L", (595, 842), 250)
    for y in range(60, 780, 14):
        ImageDraw.Draw(picture).rectangle((60, y, 530, y + 7), fill=40 if words else 235)
    return ImageReader(picture)


def test_a_scanner_s_line_is_no_text_of_the_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(scanned(), 0, 0, 595, 842)
        printed(canvas, 20, 20, "由手机扫描软件生成 第一份", 8)

    with pytest.raises(CorpusError, match="没有文字层"):
        page(tmp_path, draw, ())


def test_an_annex_that_is_a_picture_is_said_not_to_be_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for line in ("二、津贴由用人单位按月发放。", "三、本通知自2031年1月1日起施行。"):
            canvas.showPage()
            printed(canvas, 96, 700, line)
        canvas.showPage()
        canvas.drawImage(scanned(), 60, 100, 480, 650)
        printed(canvas, 72, 780, "附件：办理流程图")

    source = page(tmp_path, draw)
    assert aside(source) == [("图 picture", NOT_READ)]
    assert source.set_aside[0].start == source.pages[3]


def test_text_recognised_from_a_scan_is_read_and_doubtful(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(scanned("lines"), 0, 0, 595, 842)
        text = canvas.beginText(96, 760)
        text.setFont(FONT, 12)
        text.setTextRenderMode(3)
        text.setLeading(28)
        text.textLines("一、津贴标准为每人每月300元。\n二、本通知自2031年1月1日起施行。")
        canvas.drawText(text)

    source = page(tmp_path, draw, ())
    assert "每人每月300元" in source.text
    assert doubts(source) == [(source.text, "recognised")]


# ------------------------------------------------------------------------------------------------ marks beside text


def marked(mark: str, size: float = 7, rise: float = 4, after: str = "元，按月发放。") -> Drawing:
    """A line that goes on with a raised mark and the rest of the sentence."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(96, 640)
        text.setFont(FONT, 12)
        text.textOut("二、夜班津贴标准为每人每月300")
        text.setRise(rise)
        text.setFont(FONT, size)
        text.textOut(mark)
        text.setRise(0)
        text.setFont(FONT, 12)
        text.textOut(after)
        canvas.drawText(text)

    return draw


def noted(canvas: Canvas) -> None:
    marked("2")(canvas)
    printed(canvas, 72, 120, "2 含个人缴纳的部分。", 8)


@pytest.mark.parametrize(
    ("draw", "mark", "doubtful"),
    [
        (noted, "2", []),
        (marked("1"), "1", [("0", "mark")]),
        (marked("[12]"), "[12]", [("0", "mark")]),
        (marked("①"), "①", [("0", "mark")]),
        (marked("1", rise=0), "1", [("0", "mark")]),
    ],
    ids=["with its note", "without one", "in brackets", "circled", "small, not raised"],
)
def test_the_mark_of_a_note_is_no_digit(
    tmp_path: Path, draw: Drawing, mark: str, doubtful: list[tuple[str, str]]
) -> None:
    source = page(tmp_path, draw)
    assert "每人每月300元，按月发放。" in source.text
    assert aside(source) == [(mark, NOTE_MARK)]
    assert doubts(source) == doubtful


def test_powers_stay_raised(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y, stem, power, after in (
            (640, "二、人均住房面积不低于15m", "2", "。"),
            (616, "三、总额不超过10", "4", "元。"),
        ):
            text = canvas.beginText(96, y)
            text.setFont(FONT, 12)
            text.textOut(stem)
            text.setRise(4)
            text.setFont(FONT, 7)
            text.textOut(power)
            text.setRise(0)
            text.setFont(FONT, 12)
            text.textOut(after)
            canvas.drawText(text)

    source = page(tmp_path, draw)
    assert "15m²。" in source.text
    assert "10⁴元。" in source.text
    assert doubts(source) == [("⁴", "mark")]


@pytest.mark.parametrize("drawn", ["line", "rectangle", "annotation"])
def test_what_is_struck_out_is_set_aside(tmp_path: Path, drawn: str) -> None:
    def draw(canvas: Canvas) -> None:
        printed(canvas, 96, 640, "二、夜班津贴为500元300元。")
        x0, x1 = 96 + 7 * 12, 96 + 8 * 12 + 18
        if drawn == "line":
            canvas.line(x0, 644, x1, 644)
        elif drawn == "rectangle":
            canvas.rect(x0, 643.7, x1 - x0, 0.6, stroke=0, fill=1)
        else:
            quad = [x0, 652, x1, 652, x0, 637, x1, 637]
            canvas._addAnnotation(
                pdfdoc.PDFDictionary(
                    {
                        "Type": pdfdoc.PDFName("Annot"),
                        "Subtype": pdfdoc.PDFName("StrikeOut"),
                        "Rect": pdfdoc.PDFArray([x0, 637, x1, 652]),
                        "QuadPoints": pdfdoc.PDFArray(quad),
                        "F": 4,
                    }
                )
            )

    source = page(tmp_path, draw)
    assert source.text.endswith("二、夜班津贴为300元。\n")
    assert aside(source) == [("500元", STRUCK)]


def test_a_line_below_words_strikes_nothing_and_a_long_one_through_them_is_doubt(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        printed(canvas, 96, 640, "二、夜班津贴为300元。")
        canvas.line(96, 638, 220, 638)
        printed(canvas, 96, 600, "三、其他")
        canvas.line(20, 604, 560, 604)

    source = page(tmp_path, draw)
    assert "二、夜班津贴为300元。" in source.text
    assert not source.set_aside
    assert doubts(source) == [("三、其他", "struck")]


# ------------------------------------------------------------------------------------------------ fields and remarks


def test_fields_of_a_form_are_read_where_they_stand(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        printed(canvas, 96, 640, "二、夜班津贴标准为每人每月")
        canvas.acroForm.textfield(
            value="450", x=96 + 13 * 12, y=636, width=48, height=18, borderWidth=0, relative=False
        )
        printed(canvas, 96 + 13 * 12 + 48, 640, "元。")
        canvas.acroForm.checkbox(x=72, y=590, size=14, checked=True)
        printed(canvas, 90, 592, "三、同意按月发放。")

    source = page(tmp_path, draw)
    assert "每人每月450元。" in source.text
    assert "☑三、同意按月发放。" in source.text.replace(" ", "")
    assert doubts(source) == [("450", "field"), ("☑", "field")]


def test_remarks_are_set_aside(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.freeTextAnnotation("请改为每人每月800元", "/F 10 Tf 0 g", Rect=[300, 500, 500, 540])
        canvas.textAnnotation("待领导审定", Rect=[520, 700, 540, 720])

    source = page(tmp_path, draw)
    assert "800" not in source.text
    assert {("请改为每人每月800元", REMARK), ("待领导审定", REMARK)} <= set(aside(source))


def test_a_broken_remark_is_said_and_the_page_is_read(tmp_path: Path) -> None:
    source = page(tmp_path, lambda canvas: canvas.freeTextAnnotation("", "", Rect=[300, 500, 500, 540]))
    assert source.text.endswith(HEAD[-1] + "\n")
    assert [reason for _, reason in aside(source)] == [UNREADABLE]


# ------------------------------------------------------------------------------------------------ columns and spacing

COLUMNS = ("关于发放高温津贴的通知", "一、津贴标准为每人每月三百元。", "二、本通知自印发之日起施行。")


def one_by_one(canvas: Canvas) -> None:
    for n, column in enumerate(COLUMNS):
        for i, c in enumerate(column):
            canvas.drawString(480 - 40 * n, 740 - 20 * i, c)


def row_by_row(canvas: Canvas) -> None:
    for i in range(max(map(len, COLUMNS))):
        for n, column in enumerate(COLUMNS):
            canvas.drawString(480 - 40 * n, 740 - 20 * i, column[i : i + 1])


def tight(canvas: Canvas) -> None:
    for n, column in enumerate(COLUMNS):
        for i, c in enumerate(column):
            canvas.drawString(480 - 22 * n, 740 - 16 * i, c)


@pytest.mark.parametrize("draw", [one_by_one, row_by_row, tight])
def test_columns_are_read_from_the_right(tmp_path: Path, draw: Drawing) -> None:
    def set_in(canvas: Canvas) -> None:
        canvas.setFont(FONT, 14)
        draw(canvas)

    source = page(tmp_path, set_in, ())
    assert [line.strip() for line in source.text.split("\n\n")] == list(COLUMNS)


def spaced(words: str, spacing: float) -> Drawing:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(96, 640)
        text.setFont(FONT, 12)
        text.setCharSpace(spacing)
        text.textOut(words)
        canvas.drawText(text)

    return draw


def digits_alone(canvas: Canvas) -> None:
    printed(canvas, 96, 640, "二、夜班津贴为")
    for i, c in enumerate("450"):
        canvas.drawString(96 + 7 * 12 + 12 * i + 3, 640, c)
    canvas.drawString(96 + 10 * 12, 640, "元，期限24个月。")


@pytest.mark.parametrize(
    ("draw", "doubtful"),
    [
        (spaced("二、夜班津贴为450元，期限24个月。", 3), []),
        (spaced("二、夜班津贴为450元，期限24个月。", 6), []),
        (digits_alone, [("450", "spaced")]),
        (lambda canvas: printed(canvas, 96, 640, "二、夜班津贴为4 5 0元，期限24个月。"), [("450", "spaced")]),
    ],
    ids=["a third of an em", "half an em", "the digits alone", "spaces typed"],
)
def test_digits_set_apart_are_one_number(tmp_path: Path, draw: Drawing, doubtful: list[tuple[str, str]]) -> None:
    source = page(tmp_path, draw)
    assert source.text.endswith("二、夜班津贴为450元，期限24个月。\n")
    assert doubts(source) == doubtful


def test_names_half_an_em_apart_are_two_and_numbers_side_by_side_stay_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        printed(canvas, 96, 640, "某市财政局")
        canvas.drawString(96 + 5 * 12 + 6, 640, "某市民政局")
        printed(canvas, 96, 600, "分值为10 20 30的三档")

    source = page(tmp_path, draw)
    assert "某市财政局 某市民政局" in source.text
    assert "分值为10 20 30的三档" in source.text


# ------------------------------------------------------------------------------------------------ codes of glyphs


@pytest.mark.parametrize(
    ("codes", "words", "read"),
    [
        ({"户": "\u2f3e"}, "二、低保户每户500元。", "二、低保户每户500元。"),
        ({"见": "\u2ec5", "贝": "\u2f99"}, "二、以贝类目录见附表为准。", "二、以贝类目录见附表为准。"),
        ({"年": "\uf98e"}, "二、期限三年。", "二、期限三年。"),
        ({"-": "\u00ad"}, "二、计划期为2031-2035年。", "二、计划期为2031-2035年。"),
    ],
    ids=["Kangxi radical", "radicals without a mapping", "compatibility ideograph", "soft hyphen that is printed"],
)
def test_codes_that_stand_for_another_character(tmp_path: Path, codes: dict[str, str], words: str, read: str) -> None:
    raw = RawPage(codes)
    source = read_pdf(raw.write(tmp_path / "a.pdf", raw.lines(["一、津贴标准为每人每月300元。", words])), "a.pdf")
    assert source.text.endswith(read + "\n")


def test_a_radical_in_a_text_of_traditional_script_stays_traditional(tmp_path: Path) -> None:
    raw = RawPage({"戶": "\u2f3e"})
    lines = ["一、津貼標準為每戶每月300元。", "二、本通知自發布之日起實施。"]
    source = read_pdf(raw.write(tmp_path / "a.pdf", raw.lines(lines)), "a.pdf")
    assert "每戶每月300元" in source.text


@pytest.mark.parametrize("code", ["\ue123", "\ufffd"])
def test_a_character_without_a_code_is_said_to_be_unknown(tmp_path: Path, code: str) -> None:
    raw = RawPage({"8": code})
    rest = ["二、对符合条件的人员给予补贴，由社区受理、区县审核，按季度公示。"] * 5
    source = read_pdf(raw.write(tmp_path / "a.pdf", raw.lines(["一、津贴标准为每月8百元。", *rest])), "a.pdf")
    assert source.text.startswith("一、津贴标准为每月〓百元。")
    assert doubts(source) == [("〓", "unknown")]


def test_a_text_layer_that_says_something_else_than_the_page_is_refused(tmp_path: Path) -> None:
    lines = ["一、对符合条件的人员给予补贴，由社区受理、区县审核，按季度公示。"] * 8
    for shift, name in ((0, "对.pdf"), (7, "错.pdf")):
        raw = RawPage({char: chr(ord(char) + shift) for char in lines[0]})
        raw.write(tmp_path / name, raw.lines(lines))
    assert "由社区受理" in read_pdf(tmp_path / "对.pdf", "对.pdf").text
    with pytest.raises(CorpusError, match=r"^错\.pdf 第 1 页的字体给出的文字不是所印的字.*policy-kb\[ocr\]"):
        read_pdf(tmp_path / "错.pdf", "错.pdf")


# ------------------------------------------------------------------------------------------------ nothing is lost


def test_every_character_of_a_table_stands_in_the_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([72, 200, 330, 460], [500, 524, 548])
        for i, cell in enumerate(("项目", "城镇", "农村")):
            printed(canvas, 76 + 129 * i, 531, cell)
        for i, cell in enumerate(("岗位津贴", "300元", "200元")):
            printed(canvas, 76 + 129 * i, 507, cell)
        printed(canvas, 436, 531, "（元/月）")  # runs out over the table's side

    source = page(tmp_path, draw)
    for words in ("项目", "城镇", "农村", "岗位津贴", "300元", "200元", "（元/月）"):
        assert all(c in source.text for c in words)
    (row,) = [clause for clause in build_clauses(source, "D")[0] if clause.kind == "row"]
    assert [cell.text for cell in row.cells] == ["岗位津贴", "300元", "200元"]
