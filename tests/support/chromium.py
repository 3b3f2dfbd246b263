"""Debian's Chromium driven by Playwright: what a page asked for and complained of, and what axe-core finds on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect, sync_playwright

# The shell without windows draws the same pages with half the processor time.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
# One process draws all pages of a test: another for each page costs a sixth of what loading the page does. What a script would gain by being
# optimised is less than optimising takes, for a page that is looked at for a second.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--renderer-process-limit=1"),
    *("--in-process-gpu", "--js-flags=--no-opt --no-maglev"),
]
# A busy machine is slow, not wrong: the first question of a process loads the models.
expect.set_options(timeout=30_000)
_JUDGE = """async (options) => {
  // A colour on its way to another is none that anybody reads by.
  document.getAnimations().filter((e) => e.effect?.getComputedTiming().endTime < 1e6).forEach((e) => e.finish());
  const { violations } = await axe.run(options);
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`));
}"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without anything that calls home."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Watch:
    """Every request and console complaint of a page."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._is_left = False
        self._heard = {"request": self._request, "console": self._console, "pageerror": self._error}
        self._page = page
        for event, hear in self._heard.items():
            page.on(event, hear)

    def end(self) -> None:
        """Hears no more of the page."""
        for event, hear in self._heard.items():
            self._page.remove_listener(event, hear)

    def outside(self, address: str) -> list[str]:
        """The requests that went anywhere but to the server at `address`."""
        return [url for url in self.requests if not url.startswith((address, "data:", "blob:", "about:"))]

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # Gradio's own two lines on a page that is left while a request of it is on its way; the second alone would be a fault.
        if message.text.startswith("AbortError: signal is aborted without reason"):
            self._is_left = True
        elif not (self._is_left and message.text.startswith("Unexpected error Connection errored out.")):
            self.complaints.append(message.text)


DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"}


@contextmanager
def visited(browser: Browser, address: str, path: str = "/", **context: Any) -> Iterator[tuple[Page, Watch]]:
    """A page opened in a context of its own; whatever a test does there, all requests go to the server and nothing complains."""
    opened = browser.new_context(**{**DESK, **context})
    # A busy machine is slow, not wrong.
    opened.set_default_timeout(90_000)
    with _watched(opened.new_page(), address, path) as visit:
        yield visit
    leave(opened)


@contextmanager
def visited_again(context: BrowserContext, address: str, path: str = "/") -> Iterator[tuple[Page, Watch]]:
    """As `visited`, in the one tab of a context: a new session with nothing of the last, but warm scripts, in half the time."""
    context.clear_cookies()
    tab = context.pages[0] if context.pages else context.new_page()
    size = tab.viewport_size
    assert size
    tab.mouse.move(0, 0)
    try:
        with _watched(tab, address, path) as visit:
            yield visit
    finally:
        for other in context.pages[1:]:
            other.close()
        # The page may be on its way elsewhere.
        with suppress(Error):
            tab.evaluate("localStorage.clear(); sessionStorage.clear()")
        tab.unroute_all()
        tab.set_extra_http_headers({})
        tab.emulate_media(media="null")
        tab.set_viewport_size(size)
        tab.goto("about:blank")


@contextmanager
def _watched(page: Page, address: str, path: str) -> Iterator[tuple[Page, Watch]]:
    watch = Watch(page)
    page.goto(address + path)
    yield page, watch
    watch.end()
    assert watch.outside(address) == []
    assert watch.complaints == [], watch.complaints


def leave(context: BrowserContext) -> None:
    """Closes a context whose pages may be on their way elsewhere: closed in the middle of that, Chromium was seen never to answer."""
    for page in context.pages:
        # The page's own journey may come between.
        with suppress(Error):
            page.goto("about:blank", timeout=10_000)
        page.close()
    context.close()


def violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and against good practice, however slight: rule, element, and why.

    `colours_only` is enough where the same markup was judged whole in another contrast: a run of all rules takes most of a second.
    """
    rules = {"type": "rule", "values": ["color-contrast"]} if colours_only else {"type": "tag", "values": _RULES}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_JUDGE, {"runOnly": rules, "resultTypes": ["violations"]})
    return found


def thin(page: Page) -> None:
    """Leaves six of what is of one making: a hundred rows bar nobody whom those do not bar, and axe takes seconds over them."""
    page.evaluate(
        "for (const each of document.querySelectorAll('main :is(tr, li, .kb-clause):nth-child(n + 7):not(.kb-cited)')) each.remove()"
    )


def spoken(page: Page) -> str:
    """What a screen reader is given of a page, a line for each name and text."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return "\n".join(node["name"].get("value", "") for node in nodes if not node["ignored"] and "name" in node)


def shoot(page: Page, name: str) -> None:
    """Leaves a picture where `POLICY_KB_SHOTS` names a folder."""
    if folder := os.environ.get("POLICY_KB_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def ask(page: Page, question: str) -> None:
    """Asks on the page of questions and waits for the answer."""
    # What is held, or was asked before, is shown by the server: before that nothing listens for the key.
    expect(page.locator(".kb-held, .kb-asked, .kb-failed").first).to_be_visible(timeout=60_000)
    page.locator("#kb-question textarea").fill(question)
    page.locator("#kb-question textarea").press("Enter")
    expect(page.locator(".kb-asked bdi")).to_have_text(question, timeout=60_000)
