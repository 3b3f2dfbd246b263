"""The desk in a real Chromium over a real knowledge base: what a caseworker sees, and that nothing leaves the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUESTION = "持有残疾证、离领养老金不到五年的人有什么补贴？"
XSS = '补贴<script>document.title=\'x\'</script><img src=x onerror="document.title=\'x\'">${7*7}{{7*7}}__i18n__{"key":"a"}'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


class Watch:
    """Every request and console complaint of a page."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
def desk(browser: Browser, served: str) -> Iterator[tuple[Page, Watch]]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    watch = Watch(page)
    page.goto(served + "/")
    expect(page.locator(".kb-held")).to_be_visible(timeout=60_000)
    yield page, watch
    # Whatever a test did: all requests went to the server, and the content policy was never broken.
    assert [url for url in watch.requests if not url.startswith((served, "data:"))] == []
    assert watch.complaints == []
    context.close()


def ask(page: Page, question: str) -> None:
    page.locator("#kb-question textarea").fill(question)
    page.locator("#kb-question textarea").press("Enter")
    expect(page.locator(".kb-asked bdi")).to_have_text(question, timeout=60_000)


def shoot(page: Page, name: str) -> None:
    """Leaves a picture where `POLICY_KB_SHOTS` names a folder."""
    if folder := os.environ.get("POLICY_KB_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_question_is_answered_with_the_words_marked_in_the_clause(desk: tuple[Page, Watch]):
    page, _ = desk
    shoot(page, "desk-start")
    ask(page, QUESTION)
    card = page.locator("#kb-cite-1")
    expect(card.locator("mark").first).to_be_visible()
    expect(card).to_contain_text("临人社发〔2016〕12号")
    expect(card.locator(".kb-badge")).to_contain_text("已失效")
    expect(card.locator("q")).to_contain_text("2020年5月15日")
    expect(page.locator(".kb-notices")).to_contain_text("2020")
    quoted = page.locator(".kb-quotes blockquote p").first.inner_text()
    assert quoted in card.locator(".kb-text").inner_text()
    shoot(page, "desk-answer")
    page.set_viewport_size({"width": 1080, "height": 1920})
    shoot(page, "desk-answer-portrait")


def test_the_citation_line_is_copied(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, QUESTION)
    page.locator("#kb-cite-1 .kb-copy").click()
    expect(page.locator("#kb-cite-1 .kb-copy")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#kb-cite-1 .kb-line-text").inner_text()


def test_the_number_leads_to_its_card(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, QUESTION)
    page.locator("a.kb-n").first.click()
    expect(page.locator("#kb-cite-1 h3")).to_be_in_viewport()


def test_an_earlier_day_is_judged_as_that_day(desk: tuple[Page, Watch]):
    page, _ = desk
    page.locator("#kb-as-of textarea, #kb-as-of input").fill("2018-01-01")
    ask(page, QUESTION)
    expect(page.locator("#kb-cite-1 .kb-badge")).to_contain_text("现行有效")
    expect(page.locator(".kb-status")).to_contain_text("2018-01-01")


def test_a_bad_date_is_said_where_it_was_typed_and_nothing_is_lost(desk: tuple[Page, Watch]):
    page, _ = desk
    page.locator("#kb-question textarea").fill(QUESTION)
    date = page.locator("#kb-as-of textarea, #kb-as-of input")
    date.fill("去年夏天")
    page.locator("#kb-ask").click()
    expect(page.locator("#kb-date-error")).to_contain_text("看不懂这个日期")
    expect(date).to_have_value("去年夏天")
    expect(page.locator("#kb-question textarea")).to_have_value(QUESTION)
    shoot(page, "desk-bad-date")
    date.fill("")
    page.locator("#kb-ask").click()
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("#kb-date-error")).to_be_hidden()


def test_a_region_that_is_no_place_is_said_where_it_was_typed(desk: tuple[Page, Watch]):
    page, _ = desk
    page.locator("#kb-region input").fill("月球基地")
    page.locator("#kb-region input").press("Tab")
    page.locator("#kb-question textarea").fill(QUESTION)
    page.locator("#kb-ask").click()
    expect(page.locator("#kb-region-error")).to_contain_text("月球基地")
    expect(page.locator("#kb-region input")).to_have_value("月球基地")


def test_markup_and_templates_in_a_question_are_shown_as_typed(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, XSS)
    assert page.title() == "政策条款查询"
    assert page.locator("#kb-answer-area :is(script, img)").count() == 0
    shoot(page, "desk-markup")


def test_an_english_question_gets_an_english_frame(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, "What subsidy applies to a disabled person five years from pension age?")
    expect(page.locator(".kb-answer")).to_have_attribute("lang", "en")
    expect(page.locator(".kb-answer")).to_contain_text("Validity judged as of")
    expect(page.locator("blockquote").first).to_have_attribute("lang", "zh-CN")
    expect(page.locator(".kb-gloss").first).to_contain_text("Terms, not a translation")
    shoot(page, "desk-english")


def test_a_comparison_stands_side_by_side_where_there_is_room(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, "临沂市和江苏省的创业担保贷款额度各是多少？")
    sides = page.locator(".kb-side")
    expect(sides.locator("h3")).to_have_text(["临沂市", "江苏省"])
    first, second = (sides.nth(n).bounding_box() for n in (0, 1))
    assert first and second and first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
    shoot(page, "desk-comparison")
    page.set_viewport_size({"width": 899, "height": 800})
    first, second = (sides.nth(n).bounding_box() for n in (0, 1))
    assert first and second and first["x"] == second["x"] and first["y"] + first["height"] <= second["y"]


def test_how_the_question_was_read_unfolds_by_keyboard(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, "生三孩有没有补贴？")
    expect(page.locator(".kb-related h2")).to_have_text("相近的规定，不是答复")
    reading = page.locator(".kb-reading dl")
    expect(reading).to_be_hidden()
    page.locator(".kb-reading summary").focus()
    page.keyboard.press("Enter")
    expect(reading).to_contain_text("生三孩")
    shoot(page, "desk-reading")


def test_an_empty_question_is_said_under_the_question(desk: tuple[Page, Watch]):
    page, _ = desk
    page.locator("#kb-ask").click()
    expect(page.locator("#kb-question-error .kb-error")).to_be_visible()


def test_a_table_row_is_shown_by_column(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, "灵活就业人员参加生育保险在哪些地方试点？")
    expect(page.locator("#kb-cite-1 .kb-row mark").first).to_be_visible()
    expect(page.locator(".kb-quotes")).to_contain_text("南通市")
    shoot(page, "desk-row")


def test_an_example_asks_itself(desk: tuple[Page, Watch]):
    page, _ = desk
    example = page.locator("button.kb-example").first
    words = example.inner_text()
    example.click()
    expect(page.locator(".kb-asked bdi")).to_have_text(words, timeout=60_000)
    expect(page.locator("#kb-question textarea")).to_have_value(words)


def test_nothing_asked_is_kept_in_the_browser(desk: tuple[Page, Watch]):
    page, _ = desk
    ask(page, QUESTION)
    kept = page.evaluate(
        "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href])"
    )
    assert "补贴" not in kept and "%E8" not in kept


def test_the_page_is_light_and_chinese_whatever_the_system_prefers(browser: Browser, served: str):
    context = browser.new_context(color_scheme="dark", locale="en-US", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(served + "/")
    expect(page.locator(".kb-held")).to_be_visible(timeout=60_000)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
    assert page.evaluate("document.body.classList.contains('dark')") is False
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    context.close()
