"""The desk in a real Chromium over a real knowledge base: what a caseworker sees, and that nothing leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from chromium import Watch, ask, shoot, spoken, violations, visited, visited_again
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from serving import running

from kb.building import build
from kb.people import FeedbackStore
from kb.settings import Settings
from kb.store import StoreFollower
from ui.server import Services
from ui.serving import create_app

pytestmark = pytest.mark.browser

QUESTION = "持有残疾证、离领养老金不到五年的人有什么补贴？"
ENGLISH = "What subsidy applies to a disabled person five years from pension age?"
XSS = '补贴<script>document.title=\'x\'</script><img src=x onerror="document.title=\'x\'">${7*7}{{7*7}}__i18n__{"key":"a"}'
Visit = tuple[Page, Watch]


@pytest.fixture
def desk(context: BrowserContext, served: str) -> Iterator[Visit]:
    with visited_again(context, served) as (page, watch):
        expect(page.locator(".kb-held")).to_be_visible(timeout=60_000)
        yield page, watch


def choose(page: Page, field: str, name: str) -> None:
    page.locator(f"{field} input").click()
    page.get_by_role("option", name=name, exact=True).click()


def excuse(watch: Watch, *words: str) -> None:
    """Takes out what the browser itself writes of a reply that was to fail."""
    watch.complaints[:] = [each for each in watch.complaints if not any(word in each for word in words)]


def has_cards(page: Page, *said: str) -> None:
    """The question describes a situation: the card of the post stands under the answer and says so much."""
    post = page.locator(".kb-benefits-card", has_text="补贴标准根据实际工作时间")
    for each in said:
        expect(post).to_contain_text(each)
    expect(page.locator(".kb-benefits a", has_text=re.compile("情形|situation"))).to_be_visible()


def bars_nobody(page: Page, path: str) -> None:
    assert violations(page) == []
    page.locator("#kb-contrast").click()
    expect(page.locator("#kb-contrast")).to_have_attribute("aria-pressed", "true")
    assert violations(page, colours_only=True) == []
    shoot(page, f"contrast-high{path.replace('/', '-')}")


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


# ------------------------------------------------------------------------------------- asking


def test_a_question_is_answered_with_the_words_marked_in_the_clause(desk: Visit):
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
    has_cards(page, "最长不超过3年", "不再有效", "还要知道")
    # Signs are for the eye; what they mean is said in words.
    heard = spoken(page)
    assert not set("✓✕●◐○▸▾⚠›") & set(heard)
    assert "把握：\n仅供参考" in heard and "出处 1" in heard.splitlines()
    shoot(page, "desk-answer")
    page.set_viewport_size({"width": 1080, "height": 1920})
    shoot(page, "desk-answer-portrait")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator("#kb-feedback")).to_be_visible()
    bars_nobody(page, "/")
    # It stays from page to page.
    page.get_by_role("link", name="对比", exact=True).click()
    expect(page.locator("#subject")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    page.locator("#kb-contrast").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"


def test_filters_narrow_the_answer(desk: Visit):
    page, _ = desk
    # A narrow page shows this line from the start.
    expect(page.locator(".kb-fold")).to_have_text("条件：全部地区 · 全部文件 · 全部文种")
    choose(page, "#kb-region", "江苏省")
    choose(page, "#kb-kind", "意见")
    ask(page, "公益性岗位")
    expect(page.locator("#kb-cite-1")).to_contain_text("苏人社发〔2016〕289号")
    # Once used the filters are a line; what they are changed to is not what was answered, and says so.
    expect(page.locator("#kb-filters")).to_be_hidden()
    expect(page.locator(".kb-fold")).to_have_text("条件：江苏省 · 全部文件 · 意见")
    page.locator(".kb-fold").click()
    choose(page, "#kb-kind", "全部文种")
    choose(page, "#kb-document", "苏人社发〔2021〕82号")
    expect(page.locator(".kb-state-changed")).to_be_visible()
    expect(page.locator("#kb-ask")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Alt+r")
    expect(page.locator(".kb-state-changed")).to_be_hidden()
    expect(page.locator("#kb-cite-1")).to_contain_text("苏人社发〔2021〕82号")
    page.locator("#kb-in-force input").check()
    page.locator("#kb-ask").click()
    expect(page.locator(".kb-not_found")).to_be_visible()


def test_a_lost_sign_in_keeps_the_question_and_drops_the_answer_before_it(desk: Visit):
    page, watch = desk
    ask(page, QUESTION)
    # Whatever else is asked of the server in place leads to the same sentence, not to the page to sign in at.
    away = {"status": 303, "headers": {"Location": "/sign-in"}}
    page.route(re.compile("/(documents|collection)/"), lambda route: route.fulfill(**away))
    page.locator("#kb-cite-1 a.kb-open").click()
    expect(page.locator("#kb-pane .kb-lost")).to_contain_text("请重新登录。您填写的内容还在")
    expect(page.locator("#kb-pane .kb-lost a")).to_have_attribute("target", "_blank")
    page.keyboard.press("Escape")
    page.locator("#kb-cite-1 .kb-pick").click()
    expect(page.locator("#kb-states")).to_contain_text("请重新登录")
    expect(page.locator("#kb-answer-area")).to_be_hidden()
    expect(page.locator("#kb-question textarea")).to_have_value(QUESTION)
    width = page.locator("#kb-form").evaluate("form => form.offsetWidth")
    page.route("**/queue/join*", lambda route: route.fulfill(status=401, body="请先登录。"))
    page.locator("#kb-question textarea").fill(ENGLISH)
    page.locator("#kb-question textarea").press("Enter")
    expect(page.locator("#kb-states")).to_contain_text("请重新登录")
    expect(page.locator(".kb-state-signed-out a")).to_have_attribute("href", "/sign-in")
    expect(page.locator("#kb-answer-area")).to_be_hidden()
    assert page.locator("#kb-form").evaluate("form => form.offsetWidth") == width
    expect(page.locator("#kb-question textarea")).to_have_value(ENGLISH)
    assert "SyntaxError" not in page.locator("body").inner_text() and violations(page) == []
    page.unroute("**/queue/join*")
    page.locator("#kb-ask").click()
    expect(page.locator(".kb-asked bdi")).to_have_text(ENGLISH, timeout=60_000)
    expect(page.locator("#kb-states p:visible")).to_have_count(0)
    excuse(watch, "401", "404")


def test_a_server_that_is_away_is_said_and_asked_again(desk: Visit):
    page, watch = desk
    expect(
        page.locator("button.kb-example").first
    ).to_be_visible()  # what the page itself asks for first has been answered
    page.route("**/queue/join*", lambda route: route.abort())
    page.locator("#kb-question textarea").fill(QUESTION)
    page.locator("#kb-question textarea").press("Enter")
    expect(page.locator("#kb-states")).to_contain_text("服务器没有回应，这次没有查成。您写的问题还在。")
    expect(page.locator(".kb-state-away")).to_be_visible()
    page.unroute("**/queue/join*")
    page.locator(".kb-again:visible").click()
    expect(page.locator(".kb-asked bdi")).to_have_text(QUESTION, timeout=60_000)
    excuse(watch, "ERR_FAILED")


def test_an_answer_that_breaks_off_is_asked_for_again(desk: Visit):
    page, watch = desk
    ask(page, ENGLISH)
    page.route("**/queue/data*", lambda route: route.abort())
    page.locator("#kb-question textarea").fill(QUESTION)
    page.locator("#kb-question textarea").press("Enter")
    expect(page.locator(".kb-state-away")).to_be_visible()
    expect(page.locator("#kb-answer-area")).to_be_hidden()
    page.unroute("**/queue/data*")
    # Signed in no longer, as it is read off what answers in place of the stream.
    page.route("**/queue/data*", lambda route: route.fulfill(status=401, body="请先登录。"))
    page.locator("#kb-ask").click()
    expect(page.locator(".kb-state-signed-out")).to_be_visible()
    page.unroute("**/queue/data*")
    page.locator("#kb-ask").click()
    expect(page.locator(".kb-asked bdi")).to_have_text(QUESTION, timeout=60_000)
    expect(page.locator("#kb-states p:visible")).to_have_count(0)
    excuse(watch, "ERR_FAILED", "401", "Unexpected error")


def test_coming_back_brings_question_filters_and_answer_back(desk: Visit, served: str):
    page, _ = desk
    page.set_viewport_size({"width": 1366, "height": 768})
    choose(page, "#kb-region", "江苏省")
    ask(page, "创业担保贷款最多能贷多少？")
    first = page.locator(".kb-quotes blockquote p").first
    box = first.bounding_box()
    assert box and box["y"] + box["height"] < 768, "the first sentence is on the first screen"
    page.goto(served + "/compare")
    page.goto(served + "/")
    expect(page.locator(".kb-asked bdi")).to_have_text("创业担保贷款最多能贷多少？", timeout=60_000)
    expect(page.locator("#kb-question textarea")).to_have_value("创业担保贷款最多能贷多少？")
    expect(page.locator(".kb-fold")).to_contain_text("江苏省")
    expect(page.locator(".kb-state-changed")).to_be_hidden()


def test_an_example_asks_itself(desk: Visit):
    page, _ = desk
    example = page.locator("button.kb-example").first
    words = example.inner_text()
    example.click()
    expect(page.locator(".kb-asked bdi")).to_have_text(words, timeout=60_000)
    expect(page.locator("#kb-question textarea")).to_have_value(words)


def test_rows_comparisons_and_what_is_not_found_have_their_own_shape(desk: Visit):
    page, _ = desk
    ask(page, "灵活就业人员参加生育保险在哪些地方试点？")
    expect(page.locator("#kb-cite-1 .kb-row mark").first).to_be_visible()
    expect(page.locator(".kb-quotes")).to_contain_text("南通市")
    ask(page, "临沂市和江苏省的创业担保贷款额度各是多少？")
    sides = page.locator(".kb-side")
    expect(sides.locator("h3")).to_have_text(["临沂市", "江苏省"])
    # Side by side where there is room for it.
    first, second = (sides.nth(n).bounding_box() for n in (0, 1))
    assert first and second and first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
    page.set_viewport_size({"width": 899, "height": 800})
    first, second = (sides.nth(n).bounding_box() for n in (0, 1))
    assert first and second and first["x"] == second["x"] and first["y"] + first["height"] <= second["y"]
    # How the question was read unfolds by keyboard.
    ask(page, "生三孩有没有补贴？")
    expect(page.locator(".kb-related h2")).to_have_text("相近的规定，不是答复")
    reading = page.locator("#kb-answer-area .kb-reading dl")
    expect(reading).to_be_hidden()
    page.locator("#kb-answer-area .kb-reading summary").focus()
    page.keyboard.press("Enter")
    expect(reading).to_contain_text("生三孩")


# ------------------------------------------------------------------------------------- bad input


def test_a_bad_date_and_a_filter_that_is_none_are_said_where_they_were_typed_and_nothing_is_lost(desk: Visit):
    page, _ = desk
    page.locator("#kb-question textarea").fill(QUESTION)
    day = page.locator("#kb-as-of textarea, #kb-as-of input")
    day.fill("去年夏天")
    page.locator("#kb-ask").click()
    expect(page.locator("#kb-date-error")).to_contain_text("看不懂这个日期")
    expect(day).to_have_value("去年夏天")
    expect(page.locator("#kb-question textarea")).to_have_value(QUESTION)
    day.fill("")
    page.locator("#kb-ask").click()
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("#kb-date-error")).to_be_hidden()
    page.locator(".kb-fold").click()
    # The region is looked up first: told of, it hides a document that is none as well.
    for field, typed in (("document", "某发〔1999〕1号"), ("region", "月球基地")):
        page.locator(f"#kb-{field} input").fill(typed)
        page.locator(f"#kb-{field} input").press("Tab")
        page.locator("#kb-ask").click()
        expect(page.locator(f"#kb-{field}-error")).to_contain_text(typed)
        expect(page.locator(f"#kb-{field} input")).to_have_value(typed)


def test_what_is_no_question_is_said_under_it_and_stays(desk: Visit):
    page, _ = desk
    question, error = page.locator("#kb-question textarea"), page.locator("#kb-question-error")
    # What is empty and what has marks alone may be told by the same words: one told by others stands between them.
    long, whole_page = "补" * 501, "公益性岗位补贴。\n" * 400
    for typed in ("", long, "？！……", whole_page, "😀🎉", long, "\u202e\u202d"):
        before = error.inner_text()
        question.fill(typed)
        page.locator("#kb-ask").click()
        expect(error.locator(".kb-error")).to_be_visible()
        expect(error).not_to_have_text(before)
        expect(question).to_have_value(typed)
        if len(typed) > 500:
            expect(error).to_contain_text("500")
    # A mark that turns the direction of writing is harmless beside words.
    question.fill("\u202e扶贫车间的一次性奖补\u202c")
    page.locator("#kb-ask").click()
    expect(page.locator("#kb-cite-1")).to_contain_text("1000元")
    expect(error).to_be_hidden()


# ------------------------------------------------------------------------------------- citations and the reading pane


def test_an_answer_leads_to_its_card_the_citation_and_the_document_and_leaves_nothing(desk: Visit):
    page, _ = desk
    ask(page, QUESTION)
    kept = page.evaluate(
        "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href, document.cookie])"
    )
    assert "补贴" not in kept and "%E8" not in kept
    page.locator("a.kb-n").first.click()
    card = page.locator("#kb-cite-1")
    expect(card.locator("h3")).to_be_in_viewport()
    card.get_by_role("button", name="复制引文", exact=True).click()
    expect(card.locator(".kb-copy").first).to_have_text("已复制")
    line = card.locator(".kb-line-text").inner_text()
    assert copied(page) == line
    page.keyboard.press("Alt+c")
    expect(card.locator(".kb-copy-both")).to_have_text("已复制")
    quoted = page.locator(".kb-quotes blockquote p").first.inner_text()
    assert copied(page).startswith(f"“{quoted}”") and f"—— {line} [已失效" in copied(page)
    # The document opens beside the answer, at the cited clause.
    page.keyboard.press("Alt+1")
    pane = page.locator("#kb-pane")
    clause = pane.locator('[id="c:二（一）2"]')
    expect(clause.locator("mark").first).to_be_in_viewport(timeout=20_000)
    expect(page.locator(".kb-asked bdi")).to_have_text(QUESTION)
    assert violations(page) == []
    shoot(page, "desk-pane")
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    expect(page.locator("#kb-cite-1 a.kb-open")).to_be_focused()


# ------------------------------------------------------------------------------------- the session


def test_an_earlier_question_comes_back_with_filters_and_answer_in_this_browser_alone(
    desk: Visit, browser: Browser, served: str
):
    page, _ = desk
    page.locator("#kb-as-of textarea, #kb-as-of input").fill("2018-01-01")
    ask(page, QUESTION)
    # Judged as of that day, now and when it comes back.
    expect(page.locator("#kb-cite-1 .kb-badge")).to_contain_text("现行有效")
    expect(page.locator(".kb-status")).to_contain_text("2018-01-01")
    page.locator(".kb-fold").click()
    page.locator("#kb-as-of textarea, #kb-as-of input").fill("")
    ask(page, "扶贫车间的一次性奖补怎么申请？")
    page.locator("#kb-history input").click()
    page.get_by_role("option", name=re.compile("^1. 持有残疾证")).click()
    expect(page.locator(".kb-asked bdi")).to_have_text(QUESTION)
    expect(page.locator("#kb-question textarea")).to_have_value(QUESTION)
    expect(page.locator("#kb-as-of textarea, #kb-as-of input")).to_have_value("2018-01-01")
    expect(page.locator("#kb-cite-1 .kb-badge")).to_contain_text("现行有效")
    # Markup and templates are shown as typed, and the list of questions makes nothing of them either.
    title = page.title()
    ask(page, XSS)
    assert page.title() == title
    assert page.locator("#kb-answer-area :is(script, img)").count() == 0
    assert "<script>" in page.locator("#kb-history input").input_value()
    with visited(browser, served) as (other, _):
        expect(other.locator(".kb-held")).to_be_visible()
        expect(other.locator("#kb-history")).to_be_hidden()


def test_feedback_is_kept_masked(desk: Visit, services: Services):
    page, _ = desk
    expect(page.locator("#kb-feedback")).to_be_hidden()
    ask(page, QUESTION)
    page.locator("#kb-send").click()
    expect(page.locator("#kb-feedback-said")).to_contain_text("请先选一项评价")
    page.locator("#kb-verdict").get_by_text("不完整").click()
    page.locator("#kb-note textarea, #kb-note input").fill("来电 13812345678，还缺申请材料")
    page.locator("#kb-right-clause textarea, #kb-right-clause input").fill("二（一）3")
    page.locator("#kb-send").click()
    expect(page.locator("#kb-feedback-said .kb-done")).to_be_visible()
    kept = services.feedback.entries()[-1]
    assert (kept.verdict, kept.question, kept.right_clause) == ("incomplete", QUESTION, "二（一）3")
    assert kept.note == "来电 ［电话号码］，还缺申请材料"
    assert kept.cited == ("临人社发〔2016〕12号 二（一）2",)
    # Another question starts without a verdict.
    ask(page, "扶贫车间的一次性奖补怎么申请？")
    expect(page.locator("#kb-feedback-said .kb-done")).to_be_hidden()
    expect(page.locator("#kb-verdict input:checked")).to_have_count(0)
    page.goto(page.url + "feedback")
    expect(page.locator(f"#feedback-{kept.number}")).to_contain_text("［电话号码］")
    page.locator(f"#feedback-{kept.number} button").click()
    expect(page.locator(f"#feedback-{kept.number}")).to_have_count(0)


# ------------------------------------------------------------------------------------- a store rebuilt meanwhile


def test_the_page_goes_on_with_the_old_texts_then_with_the_new(context: BrowserContext, tmp_path: Path):
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    settings.corpus.mkdir()
    notice = (
        "关于做好就业工作的通知\n\n某人社发〔2020〕1号\n\n各县区：\n\n一、对企业新招用人员，每人一次性补贴{sum}元。\n\n"
        "某市人力资源和社会保障局\n2020年6月12日\n"
    )
    (settings.corpus / "通知.txt").write_text(notice.format(sum=1000), encoding="utf-8")
    build(settings)
    live = StoreFollower.open(settings=settings, look_every=0.0)
    services = Services(live, FeedbackStore(tmp_path / "data"))
    question = "企业新招用人员每人一次性补贴多少元？"
    with running(partial(create_app, services)) as address, visited_again(context, address) as (page, _):
        expect(page.locator(".kb-held")).to_be_visible(timeout=60_000)
        ask(page, question)
        expect(page.locator("#kb-cite-1")).to_contain_text("1000元")
        (settings.corpus / "通知.txt").write_text(notice.format(sum=2000), encoding="utf-8")
        build(settings)
        for _ in range(20):
            page.locator("#kb-ask").click()
            expect(page.locator("#kb-history input")).to_have_value(re.compile("企业新招用"))
            expect(page.locator("#kb-cite-1")).to_contain_text(re.compile("1000元|2000元"))
            if "2000元" in page.locator("#kb-cite-1").inner_text():
                break
            page.wait_for_timeout(250)
        expect(page.locator("#kb-cite-1")).to_contain_text("2000元")
        # What was answered from the old texts stays as it was answered.
        page.locator("#kb-history input").click()
        page.get_by_role("option", name=re.compile("^1. ")).click()
        expect(page.locator("#kb-cite-1")).to_contain_text("1000元")


# ------------------------------------------------------------------------------------- comparing


def test_rules_are_set_side_by_side_with_what_differs_marked(context: BrowserContext, served: str):
    with visited_again(context, served, "/compare") as (page, _):
        page.locator("#subject").fill("公益性岗位的期限")
        page.get_by_label("江苏省").check()
        page.get_by_role("button", name="对比", exact=True).click()
        expect(page.locator("#kb-compared .kb-error")).to_contain_text("2 到 4 方")
        expect(page.locator("#subject")).to_have_value("公益性岗位的期限")
        page.get_by_label("临沂市").check()
        page.get_by_role("button", name="对比", exact=True).click()
        expect(page.locator(".kb-side h3")).to_have_text(["江苏省", "临沂市"])
        expect(page.locator("mark.kb-differs", has_text="1年").first).to_be_visible()
        expect(page.locator("table")).to_contain_text("不超过1年")
        assert "公益" not in page.url and "%" not in page.url
        assert violations(page) == []
        shoot(page, "desk-compare")


# ------------------------------------------------------------------------------------- language and looks


def test_the_english_page_is_english_throughout(context: BrowserContext, served: str):
    with visited_again(context, served, "/en") as (page, _):
        expect(page.locator(".kb-held")).to_contain_text("Documents held", timeout=60_000)
        assert page.evaluate("document.documentElement.lang") == "en"
        ask(page, ENGLISH)
        expect(page.locator(".kb-answer")).to_have_attribute("lang", "en")
        expect(page.locator(".kb-answer")).to_contain_text("Validity judged as of")
        expect(page.locator("blockquote").first).to_have_attribute("lang", "zh-CN")
        expect(page.locator(".kb-gloss").first).to_contain_text("Figures and terms, not a translation")
        has_cards(page, "wage-based", "3 years at most", "only for those less than 5 years short", "no longer in force")
        assert violations(page) == []
        page.get_by_role("link", name="Documents").click()
        assert page.url == f"{served}/en/catalogue"


@pytest.mark.parametrize("path", [pytest.param("/en", marks=pytest.mark.thorough), "/compare", "/feedback"])
def test_no_screen_breaks_the_accessibility_rules(context: BrowserContext, served: str, path: str):
    with visited_again(context, served, path) as (page, _):
        if path == "/en":
            ask(page, QUESTION)
        bars_nobody(page, path)


@pytest.mark.parametrize(
    ("path", "prefers", "on_its_way", "loading"),
    [("/", "en-US", "正在查……", "加载中"), ("/en", "zh-CN", "Looking it up …", "Loading")],
)
def test_the_page_is_of_one_language_whatever_the_browser_prefers(
    browser: Browser, served: str, path: str, prefers: str, on_its_way: str, loading: str
):
    # Gradio's own words stand until its scripts have what they ask for.
    watching = """const seen = []; window.seen = seen;
        new MutationObserver(() => { const said = document.querySelector(".loading")?.textContent.trim(); if (said) seen.push(said); })
            .observe(document, { childList: true, subtree: true, characterData: true });"""
    with visited(browser, served, "/desk/favicon.svg", locale=prefers) as (page, _):
        page.add_init_script(watching)
        page.goto(served + path)
        expect(page.locator(".kb-held")).to_be_visible(timeout=60_000)
        said = set(page.evaluate("window.seen"))
        assert said and all(each.startswith(loading) for each in said), said
        held: list[Route] = []
        page.route("**/queue/join*", lambda route: held.append(route))
        page.locator("#kb-question textarea").fill(QUESTION)
        page.locator("#kb-question textarea").press("Enter")
        expect(page.locator(".kb-state-going")).to_be_visible()
        assert [
            line for line in page.locator("#kb-states, #kb-answer-area .wrap").all_inner_texts() if line.strip()
        ] == [on_its_way]
        held[0].continue_()
        expect(page.locator(".kb-asked bdi")).to_have_text(QUESTION)
        expect(page.locator(".kb-state-going")).to_be_hidden()


def test_the_page_is_light_and_chinese_whatever_the_system_prefers(browser: Browser, served: str):
    with visited(browser, served, color_scheme="dark", locale="en-US") as (page, _):
        expect(page.locator(".kb-held")).to_be_visible(timeout=60_000)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
        assert page.evaluate("document.body.classList.contains('dark')") is False
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
