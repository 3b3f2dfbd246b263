"""The reading page and the catalogue in a real Chromium: opened at the clause, searched, turned over, and fit for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

import pytest
from chromium import Watch, shoot, thin, violations, visited, visited_again
from embedders import SECOND, Hashing
from pdf_notice import write_pdf
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import running

from kb.building import build
from kb.models import Models
from kb.people import FeedbackStore
from kb.settings import Settings
from kb.store import KnowledgeBase
from ui.server import Services
from ui.serving import create_app

pytestmark = pytest.mark.browser

LINYI = f"/documents/{quote('临人社发〔2016〕12号')}"
CITED = f"{LINYI}?clause={quote('二（一）2')}&mark=17-40#{quote('c:二（一）2')}"
ROW = f"/documents/jiangsu-2012-service-system?clause={quote('附件1第9项')}#{quote('c:附件1第9项')}"
PDF = f"/documents/{quote('某人社发〔2020〕7号')}"
UNFOLD = "for (const fold of document.querySelectorAll('details:not([open]) > summary')) if (fold.checkVisibility()) fold.click()"
SIZES = {"desk": (1280, 800), "portrait": (1080, 1920), "phone": (360, 800)}
Visit = tuple[Page, Watch]


@pytest.fixture(scope="module")
def of_pdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Services]]:
    """The application over a PDF of two pages, and what it is served from."""
    folder = tmp_path_factory.mktemp("browser-reading")
    settings, models = Settings(corpus=folder / "corpus", store=folder / "store"), Models(Hashing(), SECOND)
    settings.corpus.mkdir()
    write_pdf(settings.corpus / "通知.pdf")
    build(settings, models=models)
    services = Services(KnowledgeBase.open(settings=settings, models=models), FeedbackStore(folder / "data"))
    with running(partial(create_app, services)) as address:
        yield address, services


@pytest.fixture
def cited(context: BrowserContext, served: str) -> Iterator[Visit]:
    with visited_again(context, served, CITED) as visit:
        yield visit


def find(page: Page, words: str) -> None:
    page.locator("#kb-find").fill(words)


def lit(page: Page, name: str) -> list[str]:
    """The words that a highlight covers."""
    words: list[str] = page.evaluate(f"[...(CSS.highlights.get('{name}') ?? [])].map((range) => range.toString())")
    return words


# ------------------------------------------------------------------------------------- opened at a clause


def test_it_opens_scrolled_to_the_cited_clause(cited: Visit):
    page, _ = cited
    clause = page.locator(".kb-clause.kb-cited")
    expect(clause.locator("mark")).to_be_in_viewport()
    expect(clause.locator(".kb-cited-tag")).to_have_text("所引条款")
    box, bar = clause.bounding_box(), page.locator(".kb-doc-find").bounding_box()
    assert box and bar
    # Below the bar that stays in sight, and not far below it.
    assert bar["y"] + bar["height"] <= box["y"] < 300
    expect(page.locator(".kb-outline a.kb-cited-entry")).to_be_in_viewport()
    shoot(page, "reading-cited")


def test_the_way_back_leads_to_the_cited_clause(cited: Visit):
    page, _ = cited
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(".kb-cited mark")).not_to_be_in_viewport()
    page.locator(".kb-to-cited").click()
    expect(page.locator(".kb-cited mark")).to_be_in_viewport()


def test_citation_and_words_are_copied(cited: Visit):
    page, _ = cited
    buttons = page.locator(".kb-cited .kb-copy")
    for n, start in ((0, "《临沂市人力资源和社会保障局"), (1, "“")):
        buttons.nth(n).click()
        expect(buttons.nth(n)).to_have_text("已复制")
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        assert copied.startswith(start) and "二（一）2" in copied


def test_the_buttons_of_other_clauses_come_with_pointer_or_keyboard(cited: Visit):
    page, _ = cited
    tools = page.locator('[id="c:二（一）3"] .kb-tools')
    expect(tools).to_have_css("opacity", "0")
    page.locator('[id="c:二（一）3"]').hover()
    expect(tools).to_have_css("opacity", "1")
    page.mouse.move(5, 5)
    expect(tools).to_have_css("opacity", "0")
    tools.locator("button").first.focus()
    expect(tools).to_have_css("opacity", "1")


def test_the_outline_leads_to_clauses_and_follows_the_reader(cited: Visit):
    page, _ = cited
    page.locator(".kb-outline a", has_text="（三）健全信息统计报告机制").click()
    expect(page.locator('[id="c:三（三）"]')).to_be_in_viewport()
    expect(page.locator(".kb-outline a.kb-here")).to_contain_text("健全信息统计报告机制")


def test_a_quote_in_a_wide_table_is_brought_into_view(context: BrowserContext, served: str, base: KnowledgeBase):
    clause = next(each for each in base.clauses("jiangsu-2012-service-system") if each.label == "附件1第9项")
    start = clause.text.index("南通市")
    address = ROW.replace("#", f"&mark={start}-{start + 3}#")
    with visited_again(context, served, address) as (page, _):
        mark = page.locator("tr.kb-cited mark")
        expect(mark).to_have_text("南通市")
        expect(mark).to_be_in_viewport()
        expect(page.locator(".kb-outline details[open] a.kb-cited-entry")).to_be_visible()
        shoot(page, "reading-row")


# ------------------------------------------------------------------------------------- finding words


def test_words_are_found_whatever_their_spaces_and_width(cited: Visit):
    page, _ = cited
    find(page, "２０２０ 年")
    count = page.locator(".kb-find-count")
    expect(count).to_contain_text(" / ")
    assert set(lit(page, "kb-found") + lit(page, "kb-found-now")) == {"2020年"}
    find(page, "(一)开展转移")  # the text has it in full-width brackets or not
    expect(count).to_have_text("1 / 1")


def test_enter_goes_on_and_shift_enter_back_and_the_hit_is_in_sight(cited: Visit):
    page, _ = cited
    find(page, "补贴")
    count = page.locator(".kb-find-count")
    first = count.inner_text()
    number, total = map(int, first.split(" / "))
    # It begins at the cited clause, not at the top of the document.
    assert 1 < number < total
    page.keyboard.press("Enter")
    expect(count).to_have_text(f"{number + 1} / {total}")
    assert len(lit(page, "kb-found")) == total - 1 and lit(page, "kb-found-now") == ["补贴"]
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count).to_have_text(f"{number - 1} / {total}")
    top: float = page.evaluate("[...CSS.highlights.get('kb-found-now')][0].getBoundingClientRect().top")
    assert 60 < top < 800
    shoot(page, "reading-found")


def test_nothing_found_is_said_and_escape_clears(cited: Visit):
    page, _ = cited
    find(page, "月球基地")
    expect(page.locator(".kb-find-count")).to_have_text("没有找到")
    page.keyboard.press("Escape")
    expect(page.locator("#kb-find")).to_have_value("")
    expect(page.locator(".kb-find-count")).to_be_hidden()


def test_words_are_not_found_across_clauses_nor_in_labels(cited: Visit):
    page, _ = cited
    find(page, "脱贫(一)")  # the end of one heading and the start of the next
    expect(page.locator(".kb-find-count")).to_have_text("没有找到")
    find(page, "所引条款")
    expect(page.locator(".kb-find-count")).to_have_text("没有找到")


def test_a_slash_in_the_document_or_alt_slash_anywhere_leads_to_the_field(cited: Visit):
    page, _ = cited
    page.keyboard.press("/")
    expect(page.locator("#kb-find")).not_to_be_focused()
    page.locator(".kb-cited .kb-clause-text").click()
    page.keyboard.press("/")
    expect(page.locator("#kb-find")).to_be_focused()
    expect(page.locator("#kb-find")).to_have_value("")
    page.locator("#kb-contrast").focus()
    page.keyboard.press("Alt+/")
    expect(page.locator("#kb-find")).to_be_focused()


def test_what_is_looked_for_stays_in_the_page(cited: Visit):
    page, watch = cited
    before, address = len(watch.requests), page.url
    find(page, "补贴")
    page.keyboard.press("Enter")
    expect(page.locator(".kb-find-count")).to_contain_text(" / ")
    # A browser asks for a page's sign when it likes.
    asked = [url for url in watch.requests[before:] if not url.endswith("/favicon.svg")]
    assert (asked, page.url) == ([], address)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_browser_without_highlights_marks_with_elements(browser: Browser, served: str):
    with visited(browser, served, LINYI) as (page, _):
        page.add_init_script("delete window.Highlight")
        page.reload()
        text = page.locator(".kb-doc-text").inner_text()
        find(page, "精准扶贫")
        expect(page.locator("span.kb-found").first).to_have_text("精准扶贫")
        found = page.locator("span.kb-found").count()
        expect(page.locator(".kb-find-count")).to_have_text(f"1 / {found}")
        page.keyboard.press("Enter")
        expect(page.locator(".kb-find-count")).to_have_text(f"2 / {found}")
        page.keyboard.press("Escape")
        expect(page.locator("span.kb-found")).to_have_count(0)
        assert page.locator(".kb-doc-text").inner_text() == text


# ------------------------------------------------------------------------------------- what was set aside, and the source


def test_what_was_set_aside_unfolds(context: BrowserContext, served: str):
    with visited_again(context, served, "/documents/hainan-2016-labour-export-digest") as (page, _):
        aside = page.locator("#kb-set-aside")
        expect(aside.locator("> summary")).to_have_text("整理时剔除的内容（99 处）")
        aside.locator("> summary").focus()
        page.keyboard.press("Enter")
        aside.locator("summary", has_text="标记").click()
        expect(aside.locator("li", has_text="第 5 行")).to_be_visible()
        shoot(page, "reading-aside")
    with visited_again(context, served, "/catalogue") as (page, _):
        page.get_by_role("link", name="查看剔除的 99 处").click()
        expect(page.locator("#kb-set-aside > p")).to_be_visible()


def test_the_source_page_stands_beside_the_text_and_turns(context: BrowserContext, of_pdf: tuple[str, Services]):
    address, _ = of_pdf
    with visited_again(context, address, f"{PDF}?clause={quote('三')}#{quote('c:三')}") as (page, watch):
        picture = page.locator(".kb-picture img")
        expect(picture).to_have_js_property("naturalWidth", 1399)
        expect(picture).to_have_attribute("alt", "《关于做好公益性岗位工作的通知》原件第 2 页的图像，文字见正文")
        expect(page.locator(".kb-picture-number")).to_have_text("第 2 页，共 2 页")
        expect(page.locator(".kb-turn-after")).not_to_have_attribute("href", "")
        shoot(page, "reading-picture")
        page.locator(".kb-turn-before").click()
        expect(page.locator(".kb-picture-number")).to_have_text("第 1 页，共 2 页")
        expect(picture).to_have_js_property("complete", True)
        page.locator('[id="c:三"] .kb-to-page').click()
        expect(page.locator(".kb-picture-number")).to_have_text("第 2 页，共 2 页")
        assert page.url.startswith(f"{address}{PDF}?clause=") and "page=" not in page.url
        assert any("/pages/1.png?clause=" in url for url in watch.requests)


def test_a_picture_that_cannot_be_had_is_a_sentence(context: BrowserContext, of_pdf: tuple[str, Services]):
    address, services = of_pdf
    copy = services.kb.source_file("某人社发〔2020〕7号")
    assert copy is not None
    with visited_again(context, address, PDF) as (page, watch):
        expect(page.locator(".kb-picture img")).to_have_js_property("complete", True)
        services.kb._pictures._kept.clear()  # type: ignore[attr-defined]
        away = copy.rename(copy.with_suffix(".away"))
        try:
            page.locator(".kb-turn-after").click()
            expect(page.locator(".kb-picture-gone")).to_contain_text("原件已不在库中")
        finally:
            away.rename(copy)
        page.locator(".kb-turn-before").click()
        expect(page.locator(".kb-picture-gone")).to_be_hidden()
        expect(page.locator(".kb-picture img")).to_be_visible()
        # The browser itself notes that the picture was not found.
        assert all("404" in complaint for complaint in watch.complaints)
        watch.complaints.clear()


# ------------------------------------------------------------------------------------- for everybody


@pytest.mark.parametrize(
    "path", [CITED, f"/en{ROW}", "/catalogue", "/en/catalogue?as_of=x"], ids=["zh", "row", "list", "bad"]
)
def test_no_page_bars_anybody(context: BrowserContext, served: str, path: str):
    with visited_again(context, served, path) as (page, _):
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            # Begun anew: which folds are open may depend on the size.
            page.reload()
            page.evaluate(UNFOLD)
            for contrast in ("normal", "high"):
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (size, contrast)
                shoot(page, f"{path.strip('/').split('/')[-1][:9]}-{contrast}-{size}")
                page.locator("#kb-contrast").click()
            # The same markup at every size: each page and language is judged whole once, its colours once more; on a telephone
            # the rows of tables are laid out otherwise.
            if size == "desk" or (size, path) == ("phone", f"/en{ROW}"):
                thin(page)
                assert violations(page) == [], size
            if size == "desk":
                page.locator("#kb-contrast").click()
                assert violations(page, colours_only=True) == []
                page.locator("#kb-contrast").click()


def test_no_page_with_a_picture_bars_anybody(context: BrowserContext, of_pdf: tuple[str, Services]):
    with visited_again(context, of_pdf[0], f"{PDF}?clause={quote('三')}") as (page, _):
        expect(page.locator(".kb-picture img")).to_have_js_property("complete", True)
        assert violations(page) == []
        page.locator("#kb-contrast").click()
        assert violations(page, colours_only=True) == []


def test_the_pane_fits_beside_an_answer(context: BrowserContext, served: str):
    """The section works wherever it is put: here into 520 pixels of the catalogue page, with its script started by `kb-pane`."""
    with visited_again(context, served, "/catalogue") as (page, _):
        page.evaluate(
            """async (path) => {
                const head = document.head;
                const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/desk/reading.css" });
                head.append(style);
                const script = Object.assign(document.createElement("script"), { src: "/desk/reading.js" });
                head.append(script);
                await Promise.all([style, script].map((each) => new Promise((done) => (each.onload = done))));
                const other = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
                const room = document.createElement("aside");
                room.style = "width: 520px; height: 600px; overflow-y: auto";
                const pane = document.adoptNode(other.getElementById("kb-reading-pane"));
                room.append(pane);
                document.querySelector("main").replaceChildren(room);
                document.dispatchEvent(new CustomEvent("kb-pane", { detail: pane }));
            }""",
            ROW.replace("#", "&mark=60-90#"),
        )
        room = page.locator("main > aside")
        assert room.evaluate("(each) => each.scrollWidth <= each.clientWidth")
        # There is no room for an outline beside the text, so it is folded; a row stands as a card.
        expect(page.locator(".kb-outline-room")).to_be_hidden()
        expect(page.locator("tr.kb-cited td").first).to_have_css("display", "grid")
        # What is marked stays in its cell's own column, beside the column's name.
        names = page.locator("tr.kb-cited td").first.bounding_box()
        marks = [mark.bounding_box() for mark in page.locator("tr.kb-cited mark").all()]
        assert names and marks and all(mark and mark["x"] > names["x"] + 80 for mark in marks)
        find(page, "南通市")
        expect(page.locator(".kb-find-count")).to_contain_text(" / ")
        seen = room.evaluate(
            """(each) => {
                const hit = [...CSS.highlights.get("kb-found-now")][0].getBoundingClientRect();
                const box = each.getBoundingClientRect();
                return box.top < hit.top && hit.bottom < box.bottom;
            }"""
        )
        assert seen
        shoot(page, "reading-pane")
