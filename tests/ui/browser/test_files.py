"""An editor in a real Chromium: two notices handed in, one corrected, taken in, asked about, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from chromium import ask, shoot, violations, visited
from playwright.sync_api import Browser, Page, expect
from serving import running

from kb.building import build
from kb.models import Models
from kb.people import AuditLog, FeedbackStore
from kb.settings import Settings
from kb.store import StoreFollower
from ui.server import Authentication, Services, TrustedProxy
from ui.serving import create_app

pytestmark = pytest.mark.browser

HELD = (
    "关于做好就业工作的通知\n\n临人社发〔2020〕1号\n\n一、扶贫车间每吸纳一人补贴1000元。\n\n"
    "临沂市人力资源和社会保障局\n2020年5月4日\n"
)
TEA = (
    "关于做好采茶女工技能培训的通知\n\n临人社发〔2020〕2号\n\n各县区人力资源和社会保障局：\n\n"
    "一、采茶女工参加技能培训的，每人一次性补贴2000元。\n\n二、本通知自2020年6月1日起施行。\n\n"
    "临沂市人力资源和社会保障局\n2020年5月5日\n"
)
FISH = (
    "关于渔民转产转业的通知\n\n临人社发〔2020〕3号\n\n一、渔民转产转业的，按每人3000元给予创业补助。\n\n"
    "临沂市人力资源和社会保障局\n2020年5月6日\n"
)
QUESTION = "采茶女工参加技能培训补贴多少钱？"
SLOW = 60_000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Settings]]:
    """The address of a desk over one notice, which a proxy of this machine signs in to."""
    home = tmp_path_factory.mktemp("office")
    settings = Settings(corpus=home / "corpus", store=home / "store", data=home / "data")
    settings.corpus.mkdir()
    (settings.corpus / "甲.txt").write_text(HELD, encoding="utf-8")
    models = Models.load(Settings().model, Settings().store)
    build(settings, models=models)
    audit = AuditLog(settings.data)
    source = StoreFollower.open(settings=settings, models=models)
    services = Services(source, FeedbackStore(settings.data), audit=audit, settings=settings)
    proxy = TrustedProxy.of(["127.0.0.1"], "X-Remote-User", "X-Role")
    sign_in = Authentication(services.sessions, audit=audit)
    with running(lambda: create_app(services, sign_in=sign_in, proxy=proxy)) as address:
        yield address, settings


def answer_of(page: Page, address: str) -> str:
    """What the page of questions answers."""
    page.goto(address)
    ask(page, QUESTION)
    return page.locator(".kb-answer").first.inner_text()


def indexed(page: Page) -> None:
    expect(page.locator("#kb-indexing")).to_have_attribute("data-state", "idle")


def test_an_editor_takes_notices_in_and_withdraws_one(office: tuple[str, Settings], browser: Browser):
    address, settings = office
    headers = {"X-Remote-User": "wang", "X-Role": "editor"}
    with visited(browser, address, "/files", extra_http_headers=headers) as (page, watch):
        page.set_default_timeout(SLOW)
        expect.set_options(timeout=SLOW)
        indexed(page)
        page.locator("#kb-file").set_input_files(
            [
                {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()}
                for name, text in (("采茶", TEA), ("渔民", FISH))
            ]
        )
        page.get_by_role("button", name="交来").click()
        expect(page.locator("#kb-queue tbody tr")).to_have_count(2)
        assert violations(page) == []
        shoot(page, "files")
        # One field is corrected, with the keyboard alone.
        page.get_by_role("link", name="采茶.txt").first.click()
        assert violations(page) == []
        shoot(page, "draft")
        field = page.locator("#field-published")
        field.locator("summary").focus()
        page.keyboard.press("Enter")
        for words in ("2020-05-05", "2020年5月5日", "与成文日期相同"):
            page.keyboard.press("Tab")
            page.keyboard.insert_text(words)
        page.keyboard.press("Enter")
        expect(page.locator("#field-published .kb-sure")).to_have_text("已人工核定")
        expect(page.locator("#field-published .kb-draft-value")).to_have_text("2020-05-05")
        page.get_by_role("button", name="收录").click()
        expect(page.locator(".kb-done").first).to_contain_text("采茶.txt")
        page.get_by_role("link", name="渔民.txt").first.click()
        page.get_by_role("button", name="收录").click()
        indexed(page)
        assert "2000元" in answer_of(page, address)
        # A document's own page leads to its upkeep.
        page.goto(f"{address}/documents/{quote('临人社发〔2020〕2号')}")
        page.get_by_role("link", name="更正、废止或撤下").click()
        assert violations(page) == []
        shoot(page, "upkeep")
        page.locator("#withdraw-reason").fill("误收")
        page.get_by_label("我已看过上面的影响").check()
        page.get_by_role("button", name="撤下", exact=True).click()
        expect(page.locator(".kb-done").first).to_contain_text("已移出文件库")
        indexed(page)
        assert "2000元" not in answer_of(page, address)
        fish = quote("临人社发〔2020〕3号")
        for path in ("/en/files", "/en/files/2", f"/en/documents/{fish}/upkeep", "/cards", f"/en/cards/{fish}"):
            page.goto(address + path)
            assert violations(page) == []
        # What is not there, and what an editor may not see.
        for path in ("/nowhere", "/en/files/999", "/documents/none", "/en/access"):
            page.goto(address + path)
            assert violations(page) == []
        watch.complaints[:] = [each for each in watch.complaints if "404" not in each and "403" not in each]
    with visited(browser, address, "/access", extra_http_headers=headers | {"X-Role": "admin"}) as (page, _):
        page.locator("#key-name").fill("门户网站")
        page.get_by_label("ask", exact=True).check()
        page.locator("form[action$='/access/key'] button").click()
        expect(page.locator("[role=group] bdi")).to_have_text("门户网站")
        assert violations(page) == []
        shoot(page, "access")
        page.goto(f"{address}/en/access")
        assert violations(page) == []
        # Signed in no longer: what was filled in stays, and nothing is done.
        page.context.set_extra_http_headers({})
        page.locator("#key-name").fill("portal")
        page.locator("form[action$='/access/key'] button").click()
        expect(page.locator("form[action$='/access/key'] .kb-lost")).to_contain_text("Sign in again")
        expect(page.locator("#key-name")).to_have_value("portal")
    told = [
        entry.deed for entry in AuditLog(settings.data).entries() if entry.who == "wang" and "sign" not in entry.deed
    ]
    assert [deed for deed in told if deed != "corpus_built"] == [
        *("draft_added", "draft_added", "draft_corrected", "document_added", "document_added", "document_withdrawn"),
        "key_added",
    ]
