"""PDFs typeset from the shipped notices give the clauses that the text files give, and citations carry the page."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table
from reportlab.platypus.flowables import BalancedColumns

from kb.answers import Answer, Citation, answer_object, page_of
from kb.holdings import load_corpus
from kb.holdings.corpus import verify
from kb.reading.clauses import build_clauses
from kb.reading.cleaning import PAGE_NUMBER, RUNNING_HEAD, clean
from kb.reading.located import bare
from kb.reading.metadata import extract
from kb.reading.paragraphs import Paragraph as TextParagraph
from kb.reading.paragraphs import blocks_of
from kb.reading.pdf.grid import STAMP
from kb.reading.pdf.pdf import read_pdf
from kb.reading.tables import REPEATED_HEADER
from kb.records import Quote, SourceText
from kb.store import read_archive, write_archive

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK", alignment=TA_JUSTIFY
)
MARGIN = ParagraphStyle("margin", parent=BODY, firstLineIndent=0)
TITLE = ParagraphStyle("title", parent=MARGIN, fontSize=18, leading=30, alignment=TA_CENTER)
RIGHT = ParagraphStyle("right", parent=MARGIN, alignment=TA_RIGHT)
CELL = ParagraphStyle("cell", parent=MARGIN, fontSize=9, leading=12)
SMALL = ParagraphStyle("small", parent=CELL, fontSize=5, leading=6)
RULES = [
    ("GRID", (0, 0), (-1, -1), 0.5, "black"),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
]
STYLES = {"body": BODY, "margin": MARGIN, "title": TITLE, "right": RIGHT}

Rows = Sequence[Sequence[str]]
Piece = tuple[str, str] | Rows


def _flowables(pieces: Sequence[Piece], width: float, balanced: bool, repeat: bool) -> list[Flowable]:
    """The story; `balanced` sets every long run of body paragraphs in two columns between full-width titles and tables."""
    story: list[Flowable] = []
    run: list[Flowable] = []
    letters = 0
    for piece in [*pieces, None]:
        if piece is not None and piece[0] == "body":
            run.append(Paragraph(escape(str(piece[1])), BODY))
            letters += len(piece[1])
            continue
        story += [BalancedColumns(run, nCols=2, innerPadding=30)] if balanced and letters > 300 else run
        run, letters = [], 0
        if piece is not None:
            styled = isinstance(piece[0], str)
            story += (
                [Paragraph(escape(str(piece[1])), STYLES[str(piece[0])])] if styled else _table(piece, width, repeat)
            )
    return story


def _table(rows: Rows, width: float, repeat: bool) -> list[Flowable]:
    style = CELL if len(rows[0]) <= 8 else SMALL
    cells = [[Paragraph(escape(cell), style) for cell in row] for row in rows]
    weights = [min(max(max(len(row[i]) for row in rows), 6), 40) for i in range(len(rows[0]))]
    widths = [width * weight / sum(weights) for weight in weights]
    table = Table(cells, widths, repeatRows=int(repeat and sum(map(bool, rows[0])) > 1), style=RULES)
    return [Spacer(1, 8), KeepTogether([table]) if len(rows) <= 5 else table, Spacer(1, 8)]


def typeset(
    path: Path,
    pieces: Sequence[Piece],
    *,
    columns: int = 1,
    balanced: bool = False,
    head: str = "",
    numbers: str = "",
    stamp: str = "",
    repeat: bool = True,
) -> Path:
    """Writes the PDF. `numbers` is a pattern such as `— {} —`; `stamp` is printed aslant over each page in red."""
    width, height = A4
    margin, gutter = 72.0, 30.0
    column = (width - 2 * margin - (columns - 1) * gutter) / columns
    starts = [margin + i * (column + gutter) for i in range(columns)]
    frames = [Frame(x, margin + 20, column, height - 2 * margin - 40, 0, 0, 0, 0, id=f"{x:.0f}") for x in starts]

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(width / 2, height - 50, head)
        canvas.drawCentredString(width / 2, 45, numbers.format(document.page))
        if stamp:
            canvas.saveState()
            canvas.setFillColorRGB(0.9, 0.1, 0.1)
            canvas.setFont(FONT, 40)
            canvas.translate(width / 2, height / 2)
            canvas.rotate(40)
            canvas.drawCentredString(0, 0, stamp)
            canvas.restoreState()

    document = BaseDocTemplate(str(path), pagesize=A4, pageTemplates=[PageTemplate("page", frames, onPage=furniture)])
    document.build(_flowables(pieces, column, balanced, repeat))
    return path


# ------------------------------------------------------------------------------------------------ the notices


def pieces_of(text: str) -> list[Piece]:
    """A notice as a typist sets it: title centred, salutation at the margin, paragraphs indented, tables ruled."""
    pieces: list[Piece] = []
    front = True
    for block in blocks_of(clean(text).lines):
        if isinstance(block, TextParagraph):
            style = "body"
            if front:
                style = "margin" if block.text.endswith(("：", ":")) else "title"
                front = style == "title"
            pieces.append((style, block.text))
        else:
            width = max(len(row) for row in block.rows)
            pieces.append([[cell.text for cell in row] + [""] * (width - len(row)) for row in block.rows])
    return pieces


def compared(source: SourceText) -> list[tuple[str, str]]:
    clauses, aside = build_clauses(source, "D")
    verify(source, clauses, aside)
    return [(clause.label, bare(clause.text)) for clause in clauses]


def stated(source: SourceText) -> list[object]:
    found = extract(source)
    values = (found.number, found.title, found.issued, found.effective_from, found.effective_to)
    return [bare(str(value and value.value)) for value in values]


FURNISHED = {"head": "某某市文件汇编", "numbers": "— {} —", "stamp": "仅供参考"}
LAYOUTS = {"single": {}, "two": {"balanced": True}, "single furnished": FURNISHED}


@pytest.mark.parametrize(
    ("notice", "layout"),
    [
        ("江苏省2021", "single"),
        pytest.param("江苏省2021", "two", marks=pytest.mark.thorough),
        pytest.param("江苏省2021", "single furnished", marks=pytest.mark.thorough),
        ("临沂市2016", "two"),
        ("临沂市2016", "single furnished"),
        # The long ones take seconds: each in the layout that is hardest for its tables or its many headings.
        pytest.param("江苏省2012", "single furnished", marks=pytest.mark.slow),
        pytest.param("江苏省2016", "two", marks=pytest.mark.slow),
    ],
)
def test_a_notice_gives_the_same_clauses(corpus: Path, tmp_path: Path, notice: str, layout: str) -> None:
    (file,) = corpus.glob(f"{notice}*.txt")
    text = SourceText(file.name, file.read_text(encoding="utf-8"), "utf-8", "")
    source = read_pdf(typeset(tmp_path / "a.pdf", pieces_of(text.text), **LAYOUTS[layout]), "a.pdf")
    assert compared(source) == compared(text)
    furniture = Counter(item.reason for item in source.set_aside if item.reason != REPEATED_HEADER)
    pages = len(source.pages)
    assert pages >= 5
    assert furniture == (
        {RUNNING_HEAD: pages, PAGE_NUMBER: pages, STAMP: pages} if layout == "single furnished" else {}
    )
    assert stated(source) == stated(text)


def test_columns_over_whole_pages(corpus: Path, tmp_path: Path) -> None:
    (file,) = corpus.glob("江苏省2021*.txt")
    text = SourceText(file.name, file.read_text(encoding="utf-8"), "utf-8", "")
    pdf = typeset(tmp_path / "a.pdf", pieces_of(text.text), columns=2, numbers="{}", head="内部资料 2021年第3期")
    source = read_pdf(pdf, "a.pdf")
    assert compared(source) == compared(text)
    reasons = Counter(item.reason for item in source.set_aside)
    assert reasons == {RUNNING_HEAD: len(source.pages), PAGE_NUMBER: len(source.pages)}


# ------------------------------------------------------------------------------------------------ tables


HEADER = ["序号", "项目名称", "补贴标准", "责任单位"]
ROWS = [[str(i), f"第{i}类补贴项目", f"每人每月{i * 100}元。", "市人社局"] for i in range(1, 61)]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_pages_keeps_its_columns(tmp_path: Path, repeated: bool) -> None:
    pieces: list[Piece] = [("title", "附件1"), ("title", "补贴项目清单"), [HEADER, *ROWS]]
    source = read_pdf(typeset(tmp_path / "a.pdf", pieces, repeat=repeated), "a.pdf")
    rows = [clause for clause in build_clauses(source, "D")[0] if clause.kind == "row"]
    assert [[cell.text for cell in row.cells] for row in rows] == ROWS
    assert {tuple(cell.column for cell in row.cells) for row in rows} == {tuple(HEADER)}
    headers = [item for item in source.set_aside if item.reason == REPEATED_HEADER]
    assert len(source.pages) > 1
    assert len(headers) == (len(source.pages) - 1 if repeated else 0)
    last = rows[-1].cells[0].start
    assert page_of(source.pages, last) == len(source.pages)


def test_a_cell_over_several_rows_is_said_in_each(tmp_path: Path) -> None:
    rows = [
        ["类别", "项目", "标准"],
        ["就业类", "岗位补贴", "每月300元"],
        ["", "培训补贴", "每人800元"],
        ["社保类", "养老", "每年100元"],
    ]
    table = Table(
        [[Paragraph(cell, CELL) for cell in row] for row in rows],
        [100, 150, 150],
        style=[*RULES, ("SPAN", (0, 1), (0, 2))],
    )
    BaseDocTemplate(str(tmp_path / "a.pdf"), pageTemplates=[PageTemplate("p", [Frame(72, 72, 450, 700)])]).build(
        [table]
    )
    text = read_pdf(tmp_path / "a.pdf", "a.pdf").text
    assert (
        text == "类别\t项目\t标准\n就业类\t岗位补贴\t每月300元\n就业类\t培训补贴\t每人800元\n社保类\t养老\t每年100元\n"
    )


# ------------------------------------------------------------------------------------------------ pages


NOTICE: list[Piece] = [
    ("title", "关于做好就业工作的通知"),
    ("title", "临人社发〔2030〕5号"),
    ("margin", "各县区："),
    ("body", "一、办好就业服务。" + "各级公共就业服务机构要为求职人员免费提供职业介绍。" * 120),
    ("body", "二、发放就业补贴。补贴标准为每人每月500元。"),
    ("right", "临沂市人力资源和社会保障局"),
    ("right", "2030年1月2日"),
]


def test_a_citation_carries_its_page(tmp_path: Path) -> None:
    typeset(tmp_path / "甲.pdf", NOTICE)
    (item,) = load_corpus(tmp_path, lambda text: ("临沂市",))
    assert (item.document.number, item.document.issued) == ("临人社发〔2030〕5号", date(2030, 1, 2))
    (tmp_path / "kept").mkdir()
    write_archive(tmp_path / "kept", [item])
    (document,), clauses = read_archive(tmp_path / "kept").documents, read_archive(tmp_path / "kept").clauses
    pages = {}
    for clause in clauses:
        quote = Quote(clause.text, 0, len(clause.text))
        citation = Citation(1, clause, document, "undated", None, (quote,), 1.0)
        answer = Answer("问", "zh", "answered", date(2030, 2, 1), citations=(citation,))
        pages[clause.label] = answer_object(answer)["citations"][0]["source"]["page"]
    assert len(document.pages) == 3
    assert (pages["标题"], pages["一"], pages["二"], pages["落款"]) == (1, 1, 3, 3)


def test_page_of_counts_from_one() -> None:
    assert [page_of((0, 10, 10, 25), offset) for offset in (0, 9, 10, 24, 25, 99)] == [1, 1, 3, 3, 4, 4]
    assert page_of((), 5) is None


def test_text_files_never_load_pdfplumber(corpus: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kb.reading import read_document\n"
        f"corpus = Path({str(corpus)!r})\n"
        "assert len([read_document(path, corpus) for path in corpus.glob('*.txt')]) == 5\n"
        "sys.exit(', '.join({'pdfplumber', 'pdfminer', 'pypdfium2'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=corpus.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
