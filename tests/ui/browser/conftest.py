from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import DESK, launched, leave
from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests here: what it has fetched and compiled once it need not again."""
    with launched() as opened:
        yield opened


@pytest.fixture(scope="package")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A caseworker's browser, for tests that each begin a session there with `visited_again`; what must not stay is tested in fresh ones."""
    opened = browser.new_context(**DESK, permissions=["clipboard-read", "clipboard-write"])
    # A busy machine is slow, not wrong.
    opened.set_default_timeout(90_000)
    yield opened
    leave(opened)
