"""The reading page: the whole text once, opened at the cited clause, and nothing in an address that could break it."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from embedders import SECOND, Hashing
from fastapi import FastAPI
from office_files import as_ofd
from pdf_notice import write_pdf
from PIL import Image
from starlette.testclient import TestClient

from kb.building import build
from kb.models import Models
from kb.people import FeedbackStore
from kb.records import Cell, Clause, Document, Quote
from kb.settings import Settings
from kb.store import KnowledgeBase
from ui.desk.reading_outline import outline
from ui.desk.reading_page import reading_routes
from ui.desk.reading_sheet import OpenedAt, ShownClause, ShownTable, reading_sheet
from ui.pieces import Run, clause_path, templates, words_in
from ui.server import Services, SessionCookies

LINYI = "临人社发〔2016〕12号"
PDF = "某人社发〔2020〕7号"
OFD = "某民发〔2021〕9号"


def bare(text: str) -> str:
    """The words of HTML or of a text, without white space."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def marked(runs: Iterable[Run]) -> str:
    """Runs as a line of text, what is quoted in brackets."""
    return "".join(f"[{run.text}]" if run.kind else run.text for run in runs)


def said(piece: ShownClause) -> str:
    return bare("".join(marked((*line.lead, *line.runs)) for line in (*piece.heading, *piece.paragraphs)))


def element(page: str, label: str) -> str:
    """The clause's element, up to the next clause."""
    start = page.index(f'id="c:{label}"')
    end = re.compile(r'<(?:div class="kb-clause |tr role="row" id=|details class="kb-doc-aside|p class="kb-doc-aside)')
    found = end.search(page, start)
    return page[start : found.start() if found else len(page)]


# -- the sheet


def documents(base: KnowledgeBase) -> Iterator[tuple[Document, tuple[Clause, ...]]]:
    for entry in base.documents():
        yield entry.document, base.clauses(entry.document.id)


def test_every_word_of_every_clause_is_shown_once(base: KnowledgeBase):
    for document, clauses in documents(base):
        by_id = {clause.id: clause for clause in clauses}
        shown: list[str] = []
        for item in reading_sheet(clauses, document):
            if isinstance(item, ShownClause):
                shown.append(item.clause.id)
                assert said(item) == bare(item.clause.text)
                continue
            for row in item.rows:
                shown.append(row.piece.clause.id)
                cells = by_id[row.piece.clause.id].cells
                own = [bare(cell.text) for cell in cells if cell.text and cell.column]
                assert sorted(bare(marked(cell)) for cell in row.cells if cell) == sorted(own)
            names = bare("".join(column.name for column in item.columns)).replace("·", "")
            for header in (*item.headers, *item.footers):
                shown.append(header.clause.id)
                gone = bare(header.clause.text).replace(said(header), "")
                # What is not said again above the columns are their names, and numbers.
                assert said(header) or set(re.sub(r"\d", "", gone)) <= {*names, *"序号"}
        assert sorted(shown) == sorted(by_id)


def test_headings_fall_one_level_at_a_time(base: KnowledgeBase):
    for document, clauses in documents(base):
        level = 1
        for item in reading_sheet(clauses, document):
            if isinstance(item, ShownClause) and item.level:
                assert 2 <= item.level <= level + 1
                level = item.level


def test_an_annexes_units_stand_below_its_title(base: KnowledgeBase):
    document, clauses = next(pair for pair in documents(base) if pair[0].id == "jiangsu-2012-service-system")
    levels = {
        item.clause.label: item.level for item in reading_sheet(clauses, document) if isinstance(item, ShownClause)
    }
    # The document's own title is the page's heading; 计划 is a part of its own.
    assert (levels["通知标题"], levels["计划标题"], levels["计划二"], levels["计划二（一）"]) == (0, 2, 3, 0)


def test_a_heading_line_is_a_heading_and_a_leading_sentence_stands_out(base: KnowledgeBase):
    document, clauses = next(pair for pair in documents(base) if pair[0].id == LINYI)
    pieces = {item.clause.label: item for item in reading_sheet(clauses, document) if isinstance(item, ShownClause)}
    assert [bare(marked(line.runs)) for line in pieces["一"].heading] == ["一、统一思想认识，明确目标任务"]
    first = pieces["二（一）2"].paragraphs[0]
    assert marked(first.lead) == "2.强化农村公益岗位托底安置。" and marked(first.runs).startswith("对持有残疾证")


def row(label: str, cells: tuple[tuple[str, str], ...], note: str = "单位：万元", start: int = 100) -> Clause:
    """A table row as kb makes it: a shared note, then `column：cell` lines."""
    placed = [Cell("", note, 10)] if note else []
    text, offsets = note, list(range(10, 10 + len(note)))
    for column, words in cells:
        text += ("\n" if text else "") + f"{column}：{words}"
        offsets += [-1] * (len(text) - len(words) - len(offsets)) + list(range(start, start + len(words)))
        placed.append(Cell(column, words, start))
        start += len(words) + 1
    return Clause(f"D {label}", "D", label, "row", ("附表", label), text, tuple(offsets), (), None, tuple(placed))


def block(label: str, name: str, text: str) -> Clause:
    return Clause(f"D {label}", "D", label, "block", (name,), text, tuple(range(len(text))), ())


DOCUMENT = Document("D", "d.txt", "题名", "notice")


def grid_of(*clauses: Clause, cited: OpenedAt | None = None) -> ShownTable:
    (item,) = reading_sheet(clauses, DOCUMENT, cited or OpenedAt())
    assert isinstance(item, ShownTable)
    return item


def test_rows_become_one_table_with_its_columns_and_one_note():
    first = row("第1项", (("项目", "岗位补贴"), ("标准", "300")))
    second = row("第2项", (("项目", "交通补助"), ("标准", "50"), ("备注", "按月")), start=200)
    table = grid_of(block("表头", "表头", "单位：万元\n项目 标准 备注\n1 2 3"), first, second)
    assert [column.name for column in table.columns] == ["项目", "标准", "备注"]
    assert [[marked(cell) for cell in line.cells] for line in table.rows] == [
        ["岗位补贴", "300", ""],
        ["交通补助", "50", "按月"],
    ]
    # The header says the note already; its line of column names and its running numbers are left out.
    assert (said(table.headers[0]), table.note) == ("单位：万元", "")
    assert grid_of(first, second).note == "单位：万元"


def test_equal_column_names_stay_two_columns():
    table = grid_of(row("第1项", (("人数", "7"), ("人数", "9")), note=""))
    assert [marked(cell) for cell in table.rows[0].cells] == ["7", "9"]


def test_a_quote_is_marked_in_its_cell_and_one_from_the_note_shows_the_row_whole():
    first, second = row("第1项", (("项目", "岗位补贴"),)), row("第2项", (("项目", "交通补助"),), start=200)
    start = second.text.index("补助")
    quote = Quote("补助", start, start + 2)
    table = grid_of(first, second, cited=OpenedAt(second.id, (quote,)))
    assert marked(table.rows[1].cells[0]) == "交通[补助]"
    assert [line.piece.cited for line in table.rows] == [False, True]
    whole = grid_of(first, second, cited=OpenedAt(second.id, (Quote("单位", 0, 2),)))
    assert "[单位]" in "".join(marked(part.runs) for part in whole.rows[1].whole)


def test_a_cited_header_is_shown_whole():
    head = block("表头", "表头", "项目 标准")
    rows = row("第1项", (("项目", "甲"), ("标准", "乙")), note="")
    assert said(grid_of(head, rows).headers[0]) == ""
    assert said(grid_of(head, rows, cited=OpenedAt(head.id)).headers[0]) == "项目标准"


def test_markup_in_a_text_is_shown_as_it_stands():
    clause = block("第1段", "第1段", "<script>alert(1)</script>{{7*7}}${x}")
    (piece,) = reading_sheet((clause,), DOCUMENT, OpenedAt(clause.id, (Quote("<script>", 0, 8),)))
    assert isinstance(piece, ShownClause)
    (line,) = piece.paragraphs
    assert marked(line.runs) == "[<script>]alert(1)</script>{{7*7}}${x}"
    shown = templates().get_template("_reading.html").make_module({"words": words_in("zh")}).words_of(line)  # type: ignore[attr-defined]
    assert shown == "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;{{7*7}}${x}"


def test_the_outline_is_a_tree_with_the_rows_folded(base: KnowledgeBase):
    clauses = base.clauses("jiangsu-2012-service-system")
    current = next(clause for clause in clauses if clause.label == "附件1第9项")
    nodes = {node.words: node for node in outline(clauses, current.id)}
    plan = nodes["2012年完善就业服务体系和社会保障体系工作计划"]
    assert [node.words for node in plan.children][:3] == ["引言", "一、总体要求", "二、主要目标"]
    assert len(next(node for node in plan.children if node.words == "三、重点任务").children) == 11
    annex = nodes["附件1：完善就业服务体系和社会保障体系试点项目"]
    (rows,) = annex.children
    assert (rows.anchor, len(rows.children), rows.holds_current) == ("", 13, True)
    assert [node.words for node in rows.children if node.current] == ["9 灵活就业人员参加生育保险试点"]


# -- the page


def test_the_page_opens_at_the_cited_clause_with_its_words_marked(client: TestClient, base: KnowledgeBase):
    clause = next(clause for clause in base.clauses(LINYI) if clause.label == "二（一）2")
    start = clause.text.index("残疾证")
    page = client.get(clause_path(clause, (Quote("残疾证", start, start + 3),))).text
    here = element(page, "二（一）2")
    assert 'aria-current="location"' in here and "<mark>残疾证</mark>" in here
    assert page.count("<mark>") == 1 and page.count('aria-current="location"') == 2  # the clause, and its entry
    assert "✕" not in page and "已失效" in page and "有效期至2020年5月15日" in page
    title = next(each.document.title for each in base.documents() if each.document.id == LINYI)
    line = f"《{title}》（{LINYI}）二（一）2"
    values = [html.unescape(value) for value in re.findall(r'class="kb-copy" value="([^"]*)"', here)]
    assert values[0] == line
    assert values[1].startswith(f"“残疾证”\n—— {line} [已失效、效力按 ")
    picked = re.search(r'class="kb-pick" value="([^"]*)" name="([^"]*)"', here)
    assert picked is not None
    assert html.unescape(picked[1]) == clause.id and picked[2].startswith(f"{start}-{start + 3}|20")


def test_an_earlier_day_is_judged_as_that_day(client: TestClient):
    page = client.get(f"/documents/{quote(LINYI)}?as_of=2018-01-01").text
    assert "效力按 2018-01-01 判断" in page and "kb-badge-in_force" in page


def test_programs_read_the_same_in_the_page(client: TestClient) -> None:
    page = client.get(f"/documents/{quote(LINYI)}?as_of=2018-01-01").text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    (found,) = json.loads(data)["@graph"]
    assert found["legislationIdentifier"] == LINYI and found["legislationLegalForce"] == {"@id": "schema:InForce"}
    assert "<" not in data


@pytest.mark.parametrize(
    "mark", ["", "x", "9-3", "5-5", "0-99999", "-1-4", "1-2-3", "1,2", "1e3-2e3", "１-２", "0-3" * 4000, "<script>"]
)
def test_a_range_that_is_none_marks_nothing(client: TestClient, mark: str):
    answer = client.get(
        f"/documents/{quote(LINYI)}", params={"clause": "二（一）2", "mark": mark, "as_of": "", "page": mark}
    )
    assert answer.status_code == 200
    assert "<mark>" not in answer.text and "<script>" not in answer.text.replace("<script src", "")
    assert 'aria-current="location"' in answer.text


def test_good_ranges_stay_where_bad_ones_stand_beside_them(client: TestClient):
    page = client.get(f"/documents/{quote(LINYI)}", params={"clause": " 二（一） 2", "mark": "0-2, 4-6,2-3,9999-10000"})
    assert re.findall("<mark>([^<]*)</mark>", page.text) == ["2.强", "农村"]


def test_what_the_address_cannot_mean_is_said_and_the_text_shown(client: TestClient):
    page = client.get(f"/documents/{quote(LINYI)}", params={"clause": "九十九<b>", "mark": "0-3", "as_of": "昨天"}).text
    assert "没有标为“九十九&lt;b&gt;”的条款" in page and "效力按今天判断" in page
    assert 'id="c:二（一）2"' in page and "<mark>" not in page


def test_the_english_page_speaks_english_around_chinese_words(client: TestClient):
    page = client.get(f"/en/documents/{quote(LINYI)}?clause={quote('二（一）2')}").text
    assert '<html lang="en"' in page and "Find in the document" in page and "Cited clause" in page
    assert re.search(r'<h1[^>]*lang="zh-CN"', page)
    assert "Clause 二（一）2, 临人社发〔2016〕12号" in html.unescape(page)


def test_every_anchor_is_there_once_and_every_entry_of_the_outline_leads_to_one(
    client: TestClient, base: KnowledgeBase
):
    for document, clauses in documents(base):
        page = client.get(f"/documents/{quote(document.id)}").text
        ids = re.findall(r'\bid="([^"]*)"', page)
        assert len(ids) == len(set(ids))
        assert {f"c:{clause.label}" for clause in clauses} <= set(ids)
        links = re.findall(r'<a href="#([^"]*)"', page[page.index('class="kb-outline"') : page.index("<article")])
        assert len(links) > 10
        assert set(map(unquote, links)) <= set(ids)


def test_what_was_set_aside_is_listed_by_reason_with_its_lines(client: TestClient, base: KnowledgeBase):
    page = client.get("/documents/hainan-2016-labour-export-digest").text
    aside = page[page.index('id="kb-set-aside"') :]
    assert "整理时剔除的内容（99 处）" in aside
    groups = re.findall(r'<summary>(\S+) <span class="kb-count">(\d+)</span>', aside)
    assert groups == [("重复段落", "69"), ("标记", "30")]
    # The first heading mark stands on line 5 of the file.
    assert re.search(r'第 5 行</span> <span class="kb-aside-text" lang="zh-CN">#</span>', aside)
    assert "没有剔除任何内容" in client.get("/documents/jiangsu-2012-service-system").text


def test_an_unknown_document_is_named_with_those_that_are_held(client: TestClient):
    answer = client.get("/documents/没有<b>/这份")
    assert answer.status_code == 404
    assert "没有&lt;b&gt;/这份" in answer.text and "<b>/" not in answer.text
    assert f'href="/documents/{quote(LINYI)}"' in answer.text
    assert "No such document" in client.get("/en/documents/none").text


def test_a_number_in_other_brackets_finds_the_document(client: TestClient):
    assert client.get("/documents/临人社发[2016]12号").status_code == 200


def test_a_text_file_has_no_picture_and_says_so(client: TestClient):
    answer = client.get(f"/documents/{quote(LINYI)}/pages/1.png")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert "原件没有页" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert 'id="kb-picture"' not in client.get(f"/documents/{quote(LINYI)}").text


# -- a document that came as a PDF


@pytest.fixture(scope="module")
def of_pdf(tmp_path_factory: pytest.TempPathFactory) -> Services:
    folder = tmp_path_factory.mktemp("reading")
    settings, models = Settings(corpus=folder / "corpus", store=folder / "store"), Models(Hashing(), SECOND)
    settings.corpus.mkdir()
    write_pdf(settings.corpus / "通知.pdf")
    as_ofd(
        f"关于高龄津贴的通知\n\n{OFD}\n\n各县区：\n\n一、每人每月80元。\n\n2021年3月4日\n", settings.corpus / "版式.ofd"
    )
    build(settings, models=models)
    return Services(KnowledgeBase.open(settings=settings, models=models), FeedbackStore(folder / "data"))


@pytest.fixture
def reader(of_pdf: Services) -> TestClient:
    app = FastAPI()
    router = reading_routes(of_pdf)
    app.include_router(router)
    app.include_router(router, prefix="/en")
    app.add_middleware(SessionCookies, sessions=of_pdf.sessions)
    return TestClient(app, base_url="http://localhost")


def test_the_picture_is_of_the_clauses_page(reader: TestClient):
    page = reader.get(f"/documents/{quote(PDF)}?clause=三").text
    assert (
        f'src="/documents/{quote(PDF)}/pages/2.png?clause=%E4%B8%89" alt="《关于做好公益性岗位工作的通知》原件第 2 页'
        in page
    )
    assert "第 2 页，共 2 页" in page
    assert "pages/1.png" in reader.get(f"/documents/{quote(PDF)}?clause=一").text
    turned = reader.get(f"/documents/{quote(PDF)}?clause=三&page=1").text
    assert (
        "第 1 页，共 2 页" in turned
        and "第 2 页，共 2 页" in reader.get(f"/documents/{quote(PDF)}?clause=三&page=7").text
    )
    # From each clause a way to its page.
    assert re.search(r'data-page="1"', element(page, "一")) and re.search(r'data-page="2"', element(page, "三"))


def test_what_is_quoted_is_marked_on_the_picture(reader: TestClient):
    address = f"/documents/{quote(PDF)}/pages/2.png"
    plain, clause, words = (reader.get(address + asked).content for asked in ("", "?clause=三", "?clause=三&mark=7-19"))
    assert len({plain, clause, words}) == 3
    # A clause of another page, one that is not there, and a range beyond the clause mark nothing more.
    assert reader.get(f"{address}?clause=一").content == reader.get(f"{address}?clause=九").content == plain
    assert reader.get(f"{address}?clause=三&mark=7-99999").content == clause


def test_a_page_is_served_as_png(reader: TestClient):
    answer = reader.get(f"/documents/{quote(PDF)}/pages/2.png")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.content)).size == (1399, 1979)


@pytest.mark.parametrize("page", ["0", "3", "x", "-1", "99999999999"])
def test_a_page_that_is_not_there_is_a_sentence(reader: TestClient, page: str):
    answer = reader.get(f"/en/documents/{quote(PDF)}/pages/{page}.png")
    assert answer.status_code == 404
    assert answer.text.startswith("No page ")


def test_a_vanished_file_is_one_line_and_the_text_is_still_shown(
    reader: TestClient, of_pdf: Services, monkeypatch: pytest.MonkeyPatch
):
    copy = of_pdf.kb.source_file(PDF)
    assert copy is not None
    away = copy.rename(copy.with_suffix(".away"))
    try:
        page = reader.get(f"/documents/{quote(PDF)}?clause=二").text
        assert "原件已不在库中" in page and "<img" not in page and "岗位补贴" in page
        assert reader.get(f"/documents/{quote(PDF)}/pages/1.png").status_code == 404
    finally:
        away.rename(copy)


def test_the_page_of_an_ofd_is_shown_beside_the_clause(reader: TestClient):
    page = reader.get(f"/documents/{quote(OFD)}?clause=一").text
    assert "每人每月80元" in page and "第 1 页，共 1 页" in page
    picture = re.search(r'src="([^"]+pages/1\.png[^"]*)"', page)
    assert picture and reader.get(html.unescape(picture[1]).lstrip(".")).content.startswith(b"\x89PNG")


def test_pages_of_a_pdf_are_the_places_of_what_was_set_aside(reader: TestClient):
    aside = reader.get(f"/documents/{quote(PDF)}").text.partition('id="kb-set-aside"')[2]
    assert re.findall(r'第 (\d) 页</span> <span class="kb-aside-text" lang="zh-CN">([^<]*)<', aside) == [
        ("1", "— 1 —"),
        ("2", "— 2 —"),
    ]


def test_a_document_withdrawn_between_two_calls_is_not_held(of_pdf: Services, monkeypatch: pytest.MonkeyPatch):
    other = replace(of_pdf.kb.documents()[0].document, id="other")
    entry = replace(of_pdf.kb.documents()[0], document=other)
    monkeypatch.setattr(type(of_pdf.kb), "documents", lambda self, as_of=None: (entry,))
    app = FastAPI()
    app.include_router(reading_routes(of_pdf))
    assert TestClient(app).get(f"/documents/{quote(PDF)}").status_code == 404


def test_pictures_are_no_way_to_another_file(reader: TestClient, tmp_path: Path):
    for name in ("../../etc/passwd", "%2e%2e%2f%2e%2e", "sources"):
        assert reader.get(f"/documents/{name}/pages/1.png").status_code == 404
