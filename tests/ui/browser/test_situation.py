"""The situation page in a real Chromium: a case read, shown back, corrected, matched, printed; a card beside its counterparts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import Watch, shoot, thin, violations, visited, visited_again
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

MOTHER = "我妈58了，残疾二级，临沂兰陵的，建档立卡"
ENGLISH = "I am 56, I hold a disability certificate, registered as poor, in Linyi"
POST = "#kb-card-linyi-2016-post"
Visit = tuple[Page, Watch]


@pytest.fixture
def case(context: BrowserContext, served: str) -> Iterator[Visit]:
    with visited_again(context, served, "/situation") as opened:
        yield opened


def read(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator("button[value=read]").click()
    expect(page.locator(".kb-read-back h2")).to_be_focused()


def match(page: Page) -> None:
    page.locator("button[value=match]").click()
    expect(page.locator("#kb-matched-title")).to_be_focused()


def tick(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='fact-{name}'][value='{value}']").check()


def test_words_become_a_case_that_is_corrected_matched_and_printed(case: Visit):
    page, _ = case
    shoot(page, "situation-start")
    read(page, MOTHER)
    expect(page.locator(".kb-described")).to_contain_text("重度残疾")
    expect(page.locator(".kb-matched")).to_have_count(0)
    shoot(page, "situation-read")
    page.locator("#fact-age").fill("56")
    page.locator("#as_of").fill("2018-01-01")
    match(page)
    expect(page.locator(".kb-matched-for")).to_contain_text("年龄：56岁")
    expect(page.locator("#kb-card-linyi-2016-pension-severe .kb-judged")).to_have_text("可以享受")
    expect(page.locator(f"{POST} .kb-judged")).to_have_text("可能可以享受")
    expect(page.locator(f"{POST} .kb-missing")).to_contain_text("通过市场渠道找不到工作")
    shoot(page, "situation-matched")
    # Known now: one thing less to ask.
    page.locator("summary", has_text="就业与创业").click()
    tick(page, "no_job_on_market", "yes")
    match(page)
    expect(page.locator(f"{POST} .kb-missing")).not_to_contain_text("通过市场渠道找不到工作")
    page.locator("#kb-card-linyi-2016-serious-illness input[type=checkbox]").uncheck()
    with page.context.expect_page() as opened:
        page.locator("button[formaction]").click()
    sheet = opened.value
    expect(sheet.locator(".kb-sheet")).to_contain_text("为母亲查询")
    expect(sheet.locator(".kb-sheet")).to_contain_text("农村公益性岗位和岗位补贴")
    expect(sheet.locator(".kb-sheet-benefit", has_text="大病保险提高待遇")).to_have_count(0)
    assert sheet.url.endswith("/situation/sheet")
    assert violations(sheet) == []
    shoot(sheet, "situation-sheet")
    sheet.close()
    # The case is still there, and no address told it.
    expect(page.locator("#text")).to_have_value(MOTHER)
    assert page.url.endswith("/situation")
    # Where people sign in and that was lost, no page to sign in at opens in the sheet's place.
    page.evaluate(
        "document.querySelector('.kb-switches').insertAdjacentHTML('beforeend', '<span class=kb-user>wang</span>')"
    )
    page.route("**/signed-in", lambda route: route.fulfill(status=303, headers={"Location": "/sign-in"}))
    page.locator("button[formaction]").click()
    expect(page.locator(".kb-match-actions .kb-lost")).to_contain_text("请重新登录")
    assert page.context.pages == [page]


def test_expired_rules_stand_apart(case: Visit):
    page, _ = case
    read(page, MOTHER)
    match(page)
    expect(page.locator("#kb-current .kb-benefit")).to_have_count(0)
    expect(page.locator("#kb-ended > h2")).to_have_text("不在有效期的规定")
    expect(page.locator(f"#kb-ended {POST} .kb-badge")).to_contain_text("已失效")
    page.set_viewport_size({"width": 1080, "height": 1920})
    page.locator("#kb-matched-title").scroll_into_view_if_needed()
    shoot(page, "situation-ended-portrait")


def test_a_card_stands_beside_its_counterparts_and_is_picked(case: Visit):
    page, _ = case
    page.locator("#region").fill("临沂市")
    page.locator("#as_of").fill("2018-01-01")
    tick(page, "registered_poor", "yes")
    match(page)
    page.locator(f"{POST} button", has_text="各地同类规定").click()
    table = page.locator("#kb-with-linyi-2016-post table")
    expect(table.locator("thead th")).to_have_count(4)
    expect(table).to_contain_text("没有写到")
    expect(table).to_contain_text("每次签订期限不超过1年")
    expect(page.locator("#kb-with-linyi-2016-post h5")).to_be_focused()
    page.locator(f"{POST} > .kb-actions .kb-pick").click()
    expect(page.locator("#kb-picked")).to_have_text("1")
    page.locator(f"{POST} summary").click()
    expect(page.locator(f"{POST} .kb-trace")).to_contain_text("在劳动年龄内")
    assert violations(page) == []
    shoot(page, "situation-counterparts")
    page.locator(f"{POST} > .kb-actions a").click()
    expect(page.locator("mark").first).to_be_visible()


def test_what_is_wrong_is_said_where_it_was_typed(case: Visit):
    page, watch = case
    page.locator("#region").fill("月球基地")
    page.locator("#fact-age").fill("158")
    page.locator("button[value=match]").click()
    expect(page.locator("#region-problem")).to_contain_text("没有叫“月球基地”的地方")
    expect(page.locator("#fact-age-problem")).to_contain_text("0 至 120")
    expect(page.locator("#fact-age")).to_have_value("158")
    expect(page.locator("#region")).to_have_attribute("aria-describedby", "region-problem")
    assert violations(page) == []
    shoot(page, "situation-wrong")
    # A sign-in that was lost: said beside the button, and what was typed stays.
    page.route("**/situation", lambda route: route.fulfill(status=303, headers={"Location": "/sign-in"}))
    page.locator("button[value=match]").click()
    expect(page.locator(".kb-actions .kb-lost")).to_contain_text("请重新登录")
    expect(page.locator(".kb-lost a")).to_be_in_viewport()
    expect(page.locator("#region")).to_have_value("月球基地")
    assert page.url.endswith("/situation")
    # Here nobody signs in: there is no such page.
    watch.complaints[:] = [each for each in watch.complaints if "404" not in each]


def test_the_whole_way_is_gone_by_keyboard(case: Visit):
    page, _ = case
    page.locator("#text").focus()
    page.keyboard.type("残疾，建档立卡，还有59个月领养老金")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".kb-read-back h2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#region")).to_be_focused()
    page.keyboard.type("临沂市")
    # Enter in a field goes on to the match: there is nothing new to read.
    page.keyboard.press("Enter")
    expect(page.locator("#kb-matched-title")).to_be_focused()
    expect(page.locator(".kb-matched-for")).to_contain_text("距领取养老金：59个月")
    expect(page.locator(".kb-matched-for")).to_contain_text("临沂市")


@pytest.mark.parametrize("path", ["/situation", pytest.param("/en/situation", marks=pytest.mark.thorough)])
def test_nobody_is_shut_out(context: BrowserContext, served: str, path: str):
    with visited_again(context, served, path) as (page, _):
        name = f"situation-{'en' if path.startswith('/en') else 'zh'}"

        def judge(step: str) -> None:
            assert violations(page) == []
            page.locator("#kb-contrast").click()
            assert violations(page, colours_only=True) == []
            shoot(page, f"{name}-{step}-high")
            page.locator("#kb-contrast").click()

        judge("start")
        read(page, ENGLISH if path.startswith("/en") else MOTHER)
        judge("read")
        page.locator("#as_of").fill("2018-01-01")
        match(page)
        for fold in page.locator(".kb-matched .kb-fold > summary").all():
            fold.click()
        expect(page.locator(POST)).to_be_visible()
        thin(page)
        judge("matched")


def test_the_narrow_page_needs_no_sideways_scrolling(case: Visit):
    page, _ = case
    page.set_viewport_size({"width": 360, "height": 800})
    read(page, MOTHER)
    match(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_case_goes_through_without_scripts(browser: Browser, served: str):
    with visited(browser, served, "/situation", java_script_enabled=False) as (page, _):
        page.locator("#text").fill(MOTHER)
        page.locator("button[value=read]").click()
        expect(page.locator(".kb-described")).to_contain_text("重度残疾")
        page.locator("#as_of").fill("2018-01-01")
        page.locator("button[value=match]").click()
        page.locator(f"{POST} button", has_text="各地同类规定").click()
        expect(page.locator("table")).to_contain_text("没有写到")
