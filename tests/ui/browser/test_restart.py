"""A page that stays open while its server is killed and started again: the question is kept, the sign-in is asked for, the answer comes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from living_corpus import TEXTS
from playwright.sync_api import Browser, Page, expect

from kb.building import build
from kb.models import Models
from kb.people import add_user
from kb.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.thorough]

FIRST, SECOND = "公益性岗位每人每月补贴多少元？", "公益性岗位离岗后有什么补贴？"
PASSWORD = "correct horse"
SLOW = 90_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, its store and one user."""
    folder = tmp_path_factory.mktemp("home")
    settings = Settings(corpus=folder / "corpus", store=folder / "store", data=folder / "data")
    settings.corpus.mkdir()
    for name, text in TEXTS.items():
        (settings.corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    build(settings, models=Models.load(Settings().model, Settings().store))
    add_user(folder / "users", "wang", PASSWORD)
    return folder


@contextmanager
def served(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The program itself in a process of its own, ready to answer; killed at the end."""
    places = {name: str(home / name.lower()) for name in ("CORPUS", "STORE", "DATA", "USERS")}
    environment = os.environ | {f"POLICY_KB_{name}": place for name, place in places.items()}
    with (home / "log").open("ab") as log:
        command = [sys.executable, "-m", "kb", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 90
        while True:
            assert process.poll() is None and time.monotonic() < deadline, (home / "log").read_text("utf-8")
            try:
                if httpx.get(f"http://127.0.0.1:{port}/favicon.ico").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.2)
        yield process
    finally:
        process.kill()
        process.wait(30)


def sign_in(page: Page) -> None:
    page.get_by_label("用户名").fill("wang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_a_page_outlives_its_server(home: Path, browser: Browser):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    expect.set_options(timeout=SLOW)
    page = browser.new_page(locale="zh-CN")
    question, answer = page.locator("#kb-question textarea"), page.locator("#kb-answer-area")
    with served(home, port) as process:
        page.goto(f"{address}/sign-in")
        sign_in(page)
        expect(page.locator(".kb-held")).to_be_visible()
        question.fill(FIRST)
        question.press("Enter")
        expect(page.locator(".kb-asked bdi")).to_have_text(FIRST)
        process.kill()
        process.wait(30)
        question.fill(SECOND)
        question.press("Enter")
        # Away: said with a button, the question typed still, no older answer below it.
        expect(page.locator(".kb-state-away")).to_be_visible()
        expect(answer).to_be_hidden()
        expect(question).to_have_value(SECOND)
    with served(home, port):
        # Back, but of whoever had signed in it knows nothing.
        page.locator(".kb-again:visible").click()
        expect(page.locator(".kb-state-signed-out")).to_be_visible()
        expect(answer).to_be_hidden()
        expect(question).to_have_value(SECOND)
        assert "SyntaxError" not in page.locator("body").inner_text()
        with page.expect_popup() as opened:
            page.locator(".kb-state-signed-out a").click()
        sign_in(opened.value)
        opened.value.wait_for_url(f"{address}/")
        page.locator("#kb-ask").click()
        expect(page.locator(".kb-asked bdi")).to_have_text(SECOND)
        expect(page.locator("#kb-states p:visible")).to_have_count(0)
        # What was asked before is kept for who signed in.
        page.goto(f"{address}/history")
        assert FIRST in page.locator("main").inner_text()
    page.close()
