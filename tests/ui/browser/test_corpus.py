"""The pages over the corpus itself in a real Chromium: walked through by keyboard, in both languages and at both sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from chromium import ask, shoot, violations, visited_again
from living_corpus import NEW, OLD, living_services
from playwright.sync_api import BrowserContext, Locator, Page, expect
from serving import running

from kb.people import FeedbackStore, KeptWork, Users, add_user
from kb.store import KnowledgeBase
from ui.server import Authentication, Faults, Services, Sessions, Site, UserKeeper
from ui.serving import create_app, outermost

pytestmark = pytest.mark.browser

SIZES = {"desk": (1280, 800), "portrait": (1080, 1920)}
PAGES = {
    "watch": "/watch?as_of=2021-03-01",
    "versions": "/versions",
    "compared": f"/versions?old={OLD}&new={NEW}",
    "record": "/record",
    "collection": "/collection",
    "team": "/collection?of=team",
    "history": "/history",
}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages over that corpus."""
    folder = tmp_path_factory.mktemp("living")
    add_user(folder / "users", "wang", "correct horse", "admin")
    kept = KeptWork(folder, 30)
    sessions = Sessions(keeper_of=lambda owner: UserKeeper(owner, kept, Faults()))
    services = replace(living_services(folder), sessions=sessions)
    sign_in = Authentication(sessions, Users(folder / "users"), audit=services.audit)
    with running(lambda: create_app(services, sign_in=sign_in)) as address:
        yield address


@pytest.fixture(scope="module")
def below(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The desk as a proxy shows it at `/policy/`."""
    services = Services(base, FeedbackStore(tmp_path_factory.mktemp("data")), site=Site("/policy"))
    with running(lambda: outermost(create_app(services), "/policy", (), None)) as address:
        yield f"{address}/policy"


def reached(page: Page, name: str) -> None:
    """Moves on with the Tab key until a link or button of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith(name):
            return
    raise AssertionError(name)


def sign_in(page: Page) -> None:
    expect(page.locator("#kb-name")).to_be_focused()
    for typed in ("wang", "correct horse"):
        page.keyboard.insert_text(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def sign_in_again(page: Page, way: Locator) -> None:
    """In a window of its own, which the way leads to."""
    with page.expect_popup() as opened:
        way.click()
    sign_in(opened.value)
    opened.value.close()


def judge(page: Page, address: str, prefix: str) -> None:
    """Each page bars nobody and fits its screen."""
    for name, path in PAGES.items():
        page.goto(address + prefix + path)
        assert violations(page) == [], name
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            shoot(page, f"{name}{prefix.replace('/', '-')}-{size}")


def test_the_pages_are_walked_by_keyboard(living: str, context: BrowserContext):
    with visited_again(context, living, PAGES["watch"]) as (page, _):
        sign_in(page)
        # From a point to its words in the document, on to the versions, and through them to the comparison.
        reached(page, "看原文")
        page.keyboard.press("Enter")
        expect(page.locator("mark").first).to_be_visible()
        page.goto(living + PAGES["versions"])
        reached(page, "与上一版对比")
        page.keyboard.press("Enter")
        expect(page.locator("#kb-compared ins").nth(1)).to_be_visible()
        # A clause picked, shared with the team, and found there.
        page.goto(f"{living}/documents/{OLD}")
        page.locator("button.kb-pick").first.click()
        expect(page.locator("#kb-picked")).to_have_text("1")
        page.goto(living + "/collection")
        reached(page, "放入共用")
        page.keyboard.press("Enter")
        expect(page.locator(".kb-cut-tools")).to_contain_text("wang 放入")
        judge(page, living, "")


def test_where_the_sign_in_was_lost_nothing_leads_away_from_what_was_typed(living: str, context: BrowserContext):
    with visited_again(context, living) as (page, watch):
        assert violations(page) == []
        sign_in(page)
        # The sheet to print is another page: the question stays, the answer goes.
        ask(page, "公益性岗位每人每月补贴多少元？")
        # The last of what follows an answer.
        expect(page.locator("#kb-feedback")).to_be_visible()
        page.wait_for_load_state("networkidle")
        context.clear_cookies()
        page.locator(".kb-sheet-link").click()
        expect(page.locator(".kb-state-signed-out")).to_contain_text("请重新登录")
        expect(page.locator("#kb-answer-area")).to_be_hidden()
        expect(page.locator("#kb-question textarea")).to_have_value("公益性岗位每人每月补贴多少元？")
        assert context.pages == [page]
        sign_in_again(page, page.locator(".kb-state-signed-out a"))
        page.locator("#kb-question textarea").fill("公益性岗位期限最长几年？")
        page.locator("#kb-ask").click()
        expect(page.locator(".kb-asked bdi")).to_have_text("公益性岗位期限最长几年？")
        with page.expect_popup() as sheet:
            page.locator(".kb-sheet-link").click()
        expect(sheet.value.locator(".kb-sheet")).to_be_visible()
        sheet.value.close()
        # A file is saved, never the page to sign in at in its place; a form stays as it was filled in.
        for prefix, told, kind in (("", "请重新登录", ".xlsx"), ("/en", "Sign in again", ".ics")):
            page.goto(living + prefix + PAGES["watch"])
            page.locator("#kb-day").fill("2021-02-01")
            file = page.locator("a[download]", has_text=kind)
            for pressed in (file, page.locator("form.kb-panel button")):
                context.clear_cookies()
                pressed.click()
                expect(page.locator(".kb-lost")).to_contain_text(told)
                expect(page.locator("#kb-day")).to_have_value("2021-02-01")
                sign_in_again(page, page.locator(".kb-lost a"))
            with page.expect_download() as saved:
                file.click()
            assert saved.value.suggested_filename.endswith(kind)
        watch.complaints[:] = [each for each in watch.complaints if "401" not in each]


@pytest.mark.thorough
def test_the_same_pages_in_english(living: str, context: BrowserContext):
    with visited_again(context, living, PAGES["watch"]) as (page, _):
        sign_in(page)
        judge(page, living, "/en")


def test_a_question_is_asked_and_a_clause_picked_below_a_proxys_path(below: str, context: BrowserContext):
    with visited_again(context, below) as (page, watch):
        page.locator("#kb-question textarea").fill("临沂市的扶贫车间每吸纳一个贫困人口，一次性奖补多少？")
        page.locator("#kb-ask").click()
        pick = page.locator("#kb-answer-area button.kb-pick").first
        pick.click()
        expect(page.locator("#kb-picked")).to_have_text("1")
        page.locator("#kb-contrast").click()
        page.locator("#kb-answer-area a.kb-open").first.click()
        expect(page.locator("#kb-pane mark").first).to_be_visible()
        page.get_by_role("link", name="English").click()
        expect(page.locator("html[data-contrast=high][lang=en]")).to_be_attached()
        expect(page.locator("#kb-picked")).to_have_text("1")
        page.get_by_role("link", name="Collection").click()
        expect(page.locator(".kb-cut")).to_have_count(1)
        page.locator(".kb-cut").get_by_role("button", name="Remove").click()
        expect(page.locator(".kb-empty")).to_be_visible()
        assert watch.outside(below) == []
