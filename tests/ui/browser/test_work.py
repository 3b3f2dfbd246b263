"""A caseworker's own work in a real Chromium: tables handed in, clauses collected and exported, answers printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from urllib.parse import quote

import docx
import pypdfium2
import pytest
from chromium import Watch, shoot, violations, visited, visited_again
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kb.records import Filters
from ui.server import COOKIE, Services, Session

pytestmark = pytest.mark.browser

WORKSHOP = "临沂市的扶贫车间每吸纳一个贫困人口，一次性奖补多少？"
WORKSHOP_QUOTE = "按每人1000元的标准给予“扶贫车间”一次性奖补"
TABLE = f"编号,问题,地区,备注\n7,{WORKSHOP},,王科\n8,{WORKSHOP},月球基地,\n9,,,\n" + f"10,{WORKSHOP},临沂市,\n" * 12
NOTICE = "临人社发〔2016〕12号"
SIZES = {"desk": (1280, 800), "portrait": (1080, 1920), "phone": (360, 800)}
Visit = tuple[Page, Watch]


@pytest.fixture
def visit(context: BrowserContext, served: str) -> Iterator[Visit]:
    with visited_again(context, served, "/batch") as opened:
        yield opened


def own(page: Page, services: Services) -> Session:
    """The session of a visit, as the server holds it."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE)
    found = services.sessions.get(token)
    assert found
    return found


def ask(page: Page, services: Services, question: str, as_of: date | None = None) -> int:
    answer = services.kb.ask(question, Filters(as_of=as_of))
    asked = own(page, services).work.remember(question, Filters(), answer, services.kb.understand(question), "0" * 64)
    return asked.number


def choose(page: Page, name: str, data: bytes) -> None:
    page.locator("#kb-file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})


def saved(page: Page, selector: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.locator(selector).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def go(page: Page, served: str, path: str) -> None:
    page.goto(served + path)


# ------------------------------------------------------------------------------------------------ batch


def test_a_table_with_good_and_bad_rows_comes_back_answered(visit: Visit):
    page, _ = visit
    shoot(page, "batch-start")
    choose(page, "窗口问题.csv", TABLE.encode("utf-8"))
    page.get_by_role("button", name="开始查询").click()
    expect(page.locator("#kb-progress")).to_be_visible()
    expect(page.locator("#kb-progress-text")).to_contain_text("/ 15 行")
    shoot(page, "batch-running")
    expect(page.locator("#kb-job-title")).to_have_text("已查完", timeout=60_000)
    expect(page.locator(".kb-problems tbody tr")).to_have_count(2)
    expect(page.locator(".kb-problems")).to_contain_text("没有叫“月球基地”的地方")
    shoot(page, "batch-done")
    name, data = saved(page, "#kb-result")
    assert name == "答复-窗口问题.xlsx"
    rows = list(load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 16 and rows[1][3] == "王科"
    answers = [row[rows[0].index("答复 answer")] for row in rows]
    assert all(WORKSHOP_QUOTE in str(answers[n]) for n in (1, *range(4, 16)))
    assert [row[4] for row in rows[2:4]] == ["无法查询 invalid"] * 2


def test_a_picture_renamed_is_told_where_it_was_chosen_and_stays_chosen(visit: Visit):
    page, _ = visit
    page.get_by_role("button", name="开始查询").click()
    problem = page.locator("#kb-file-problem")
    expect(problem).to_contain_text("还没有选择文件")
    choose(page, "截图.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    expect(problem).to_be_empty()
    page.get_by_role("button", name="开始查询").click()
    expect(problem).to_contain_text("截图.xlsx 不是表格，而是 PNG 图片")
    assert page.locator("#kb-file").evaluate("(input) => input.files[0].name") == "截图.xlsx"
    expect(page.locator("#kb-file")).to_be_focused()
    shoot(page, "batch-picture")
    # Too large for the server: told before it is sent.
    choose(page, "大.csv", b"x" * 2_000_001)
    page.get_by_role("button", name="开始查询").click()
    expect(problem).to_contain_text("文件超过 2 MB")
    assert page.url.endswith("/batch")


def test_a_table_goes_on_while_its_owner_is_elsewhere_and_is_cancelled(visit: Visit, served: str):
    page, _ = visit
    choose(page, "长.csv", ("问题\n" + f"{WORKSHOP}\n" * 400).encode())
    page.get_by_role("button", name="开始查询").click()
    expect(page.locator("#kb-progress")).to_be_visible()
    go(page, served, "/history")
    go(page, served, "/batch")
    expect(page.locator("#kb-progress-text")).not_to_have_text("已完成 0 / 400 行", timeout=20_000)
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#kb-job-title")).to_have_text("已取消，做完的行可以下载", timeout=20_000)
    expect(page.locator("#kb-result")).to_be_visible()


def test_a_table_is_handed_in_without_scripts(browser: Browser, served: str):
    with visited(browser, served, "/en/batch", java_script_enabled=False) as (page, _):
        choose(page, "a.csv", f"question\n{WORKSHOP}\n".encode())
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#kb-job-title")).to_have_text("Done", timeout=20_000)
        _, data = saved(page, "#kb-result")
        headings, answer = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
        assert WORKSHOP_QUOTE in str(answer[headings.index("答复 answer")])


# ------------------------------------------------------------------------------------------------ collection


def test_clauses_are_picked_ordered_and_exported(visit: Visit, served: str, services: Services):
    page, _ = visit
    for label in ("二（一）1", "二（一）2"):
        go(page, served, f"/documents/{quote(NOTICE)}?clause={quote(label)}&mark=2-12&as_of=2018-01-01")
        page.locator(f"button.kb-pick[value='{NOTICE} {label}']").first.click()
        expect(page.locator("#kb-picked")).to_have_text("1" if label.endswith("1") else "2")
    go(page, served, "/collection")
    expect(page.locator(".kb-cut")).to_have_count(2)
    shoot(page, "collection")
    page.locator("#kb-cut-2").get_by_role("button", name="上移").click()
    expect(page.locator("#kb-cut-1 .kb-meta")).to_contain_text("二（一）2")
    texts = [services.kb.clause(f"{NOTICE} 二（一）{n}").text for n in (2, 1)]
    name, word = saved(page, "#kb-docx")
    assert name == f"条款摘录-{date.today()}.docx"
    told = [paragraph.text for paragraph in docx.Document(io.BytesIO(word)).paragraphs]
    assert [text for text in told if text in texts] == texts
    name, markdown = saved(page, "#kb-md")
    assert name.endswith(".md") and markdown.decode().count("## ") >= 4
    page.get_by_role("button", name="复制全部引文").click()
    copied = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert [line.partition("12号）")[2] for line in copied] == ["二（一）2", "二（一）1"]
    page.locator("#kb-cut-1").get_by_role("button", name="移出").click()
    expect(page.locator("#kb-picked")).to_have_text("1")
    page.locator("summary", has_text="清空").click()
    page.get_by_role("button", name="确定清空").click()
    expect(page.locator(".kb-empty")).to_contain_text("还没有收入条款")
    expect(page.locator("#kb-picked")).to_have_text("0")


def test_a_full_collection_is_told_beside_the_button(visit: Visit, served: str, monkeypatch: pytest.MonkeyPatch):
    page, _ = visit
    monkeypatch.setattr("ui.server.work.MOST_PICKED", 0)
    go(page, served, f"/en/documents/{quote(NOTICE)}?clause={quote('二（一）1')}")
    page.locator(f"button.kb-pick[value='{NOTICE} 二（一）1']").first.click()
    expect(page.locator(".kb-lost")).to_contain_text("export and empty it first")
    expect(page.locator("#kb-picked")).to_have_text("0")


# ------------------------------------------------------------------------------------------------ sheet


def printed(page: Page) -> list[str]:
    """The text of each page of paper."""
    data = page.pdf(prefer_css_page_size=True)
    with pypdfium2.PdfDocument(data) as pdf:
        sizes = {(round(sheet.get_width()), round(sheet.get_height())) for sheet in pdf}
        assert sizes == {(595, 842)}  # A4 in points
        texts = [sheet.get_textpage().get_text_range() for sheet in pdf]
    # The page's number stands in its margin.
    return [re.sub(rf"{n} / {len(texts)}", "", text) for n, text in enumerate(texts, 1)]


def test_the_sheet_of_an_answer_is_printed_on_a4(visit: Visit, served: str, services: Services):
    page, _ = visit
    number = ask(page, services, WORKSHOP, date(2018, 1, 1))
    go(page, served, "/history")
    shoot(page, "history")
    page.locator(f"a[href='/history/{number}/sheet']").click()
    page.get_by_label("单位").fill("某县人社局就业科")
    shoot(page, "sheet")
    paper = printed(page)
    whole = "".join("".join(paper).split())
    assert 1 <= len(paper) <= 2
    for words in (
        WORKSHOP_QUOTE,
        "现行有效",
        "2018-01-01",
        "经办人",
        "某县人社局就业科",
        services.kb.clause(f"{NOTICE} 二（一）1").text,
    ):
        assert "".join(words.split()) in whole
    # The bar and the buttons are for the screen.
    assert "文件目录" not in whole and "返回问过的问题" not in whole
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") is True
    # The office is the machine's: the next sheet has it, a reference is each sheet's own.
    page.get_by_label("编号").fill("2026-1")
    for path in (f"/history/{number}/sheet", f"/en/history/{number}/sheet"):
        go(page, served, path)
        assert page.locator(".kb-sheet-office input").evaluate_all("fields => fields.map(f => f.value)") == [
            "某县人社局就业科",
            "",
        ]
    page.locator(".kb-sheet-office input").first.fill("")
    page.locator(".kb-sheet-office input").first.blur()
    assert page.evaluate("localStorage.length") == 0


def test_a_sheet_without_an_answer_is_one_page_that_says_so(visit: Visit, served: str, services: Services):
    page, _ = visit
    number = ask(page, services, "明天会不会下雨？")
    go(page, served, f"/history/{number}/sheet")
    paper = printed(page)
    assert len(paper) == 1 and "没有找到依据" in paper[0] and "12333" in paper[0]


# ------------------------------------------------------------------------------------------------ for everybody


@pytest.mark.parametrize("prefix", ["", pytest.param("/en", marks=pytest.mark.thorough)], ids=["zh", "en"])
def test_no_barrier_at_any_size(context: BrowserContext, served: str, services: Services, prefix: str):
    with visited_again(context, served, f"{prefix}/batch") as (page, _):
        number = ask(page, services, WORKSHOP)
        ask(page, services, "明天会不会下雨？")
        row = next(c for c in services.kb.clauses("jiangsu-2012-service-system") if c.label == "附件1第9项")
        for clause in (f"{NOTICE} 二（一）1", row.id):
            body = {"clause": clause, "quotes": "0-4"}
            assert page.context.request.post(f"{served}/collection/items", form=body).ok
        choose(page, "a.csv", TABLE.encode())
        page.locator("#kb-upload button").click()
        expect(page.locator("#kb-result")).to_be_visible(timeout=60_000)
        for path, contrast in product(
            ("/batch", "/collection", "/history", f"/history/{number}/sheet"), ("normal", "high")
        ):
            page.context.add_cookies([{"name": "kb-contrast", "value": contrast, "url": served}])
            go(page, served, prefix + path)
            assert page.locator("html").get_attribute("lang") == ("en" if prefix else "zh-CN")
            for name, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                # The same markup at every size; what differs in the small is told by the page with the most on it.
                if name == "desk" or (name, contrast, path) == ("phone", "normal", "/collection"):
                    assert violations(page, colours_only=contrast == "high") == [], (path, name, contrast)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, name, contrast)
                if not prefix:
                    shoot(page, f"work{path.replace('/', '-')}-{contrast}-{name}")


# ------------------------------------------------------------------------------------------------ verify


@pytest.mark.parametrize("size", ["desk", pytest.param("portrait", marks=pytest.mark.thorough)])
def test_a_draft_is_checked_in_place(context: BrowserContext, served: str, size: str):
    width, height = SIZES[size]
    with visited_again(context, served, "/verify") as (page, _):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("#draft").fill(f"{NOTICE}规定，“{WORKSHOP_QUOTE.replace('1000', '2000')}”。\n祝好！")
        page.locator("#as_of").fill("2018-01-01")
        page.get_by_role("button", name="核对", exact=True).click()
        expect(page.locator(".kb-finding mark.kb-differs")).to_have_text("2000")
        expect(page.locator(".kb-differences ins")).to_have_text("1000")
        expect(page.locator(".kb-verdicts dd").nth(1)).to_have_text("1")
        expect(page.locator("#draft")).to_have_value(re.compile("祝好"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        shoot(page, f"verify-{size}")
