from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ui.desk.later import MadeLater


def beside(make: Callable[[], FastAPI]) -> FastAPI:
    """An application that answers `/now` itself, and everything else with what `make` makes."""
    app, later = FastAPI(), MadeLater(make)
    app.get("/now")(lambda: "now")
    app.mount("/", later)
    app.router.lifespan_context = later.lifespan
    return app


def test_what_is_there_is_answered_while_the_rest_is_made_and_who_asks_for_that_waits():
    may, told = threading.Event(), list[str]()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        told.append("started")
        yield
        told.append("stopped")

    def make() -> FastAPI:
        assert may.wait(30)
        made = FastAPI(lifespan=lifespan)
        made.get("/then")(lambda: list(told))
        return made

    with TestClient(beside(make)) as client, ThreadPoolExecutor(1) as other:
        waiting = other.submit(client.get, "/then")
        assert client.get("/now").json() == "now" and not waiting.done() and not told
        may.set()
        assert waiting.result().json() == ["started"]
    assert told == ["started", "stopped"]


def test_without_a_server_it_is_answered_too():
    made = FastAPI()
    made.get("/then")(lambda: "then")
    assert TestClient(beside(lambda: made)).get("/then").json() == "then"


def test_why_it_could_not_be_made_is_told_to_who_asks_for_it():
    def make() -> FastAPI:
        raise OSError("no such theme")

    client = TestClient(beside(make))
    assert client.get("/now").json() == "now"
    with pytest.raises(OSError, match="no such theme"):
        client.get("/then")


def test_gradio_is_imported_whole_and_neither_are_stubs_written_nor_is_matplotlib_wanted():
    program = """
import re
import sys
opened = []
stub = re.compile(r"[/\\\\]gradio[/\\\\].*\\.pyi$")
sys.addaudithook(lambda event, given: event == "open" and stub.search(str(given[0])) and opened.append(given[0]))
from ui.desk.gradio_import import import_gradio
import_gradio()
import gradio as gr
with gr.Blocks() as page:
    button = gr.Button("ask")
    button.click(lambda: "answer", outputs=gr.Textbox())
with gr.utils.MatplotlibBackendMananger():
    drawn = "matplotlib" in sys.modules
print(sorted({type(block).__name__ for block in page.blocks.values()}), len(page.fns), len(opened), drawn)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['Button', 'Form', 'Textbox'] 1 0 False"
