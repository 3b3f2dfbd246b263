"""The sessions with curl in docs/ give what they show."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_CALL = re.compile(r"^\$ (curl .*?[^\\])\n(\{.*?)(?=^\$ |\Z)", re.DOTALL | re.MULTILINE)


def calls(page: str) -> list[tuple[list[str], str]]:
    """The calls of a page that show an answer: the words of the command, and what is shown."""
    blocks = _BLOCK.findall((DOCS / page).read_text("utf-8"))
    found = [call for block in blocks for call in _CALL.findall(block)]
    return [(shlex.split(command.replace("\\\n", " ")), shown) for command, shown in found]


def one_line(text: str) -> str:
    """What is shown, without the line ends and indents put in for reading; … stands for what is left out."""
    return re.sub(r"\n\s*", "", text)


@pytest.mark.parametrize("page", ["http.md", "dify.md"])
def test_what_a_page_shows_is_what_comes(page: str, keyed: Callable[..., TestClient]) -> None:
    # The key that docs/http.md makes is not for searching, that of docs/dify.md is.
    client = keyed("ask", "documents") if page == "http.md" else keyed("search")
    shown = calls(page)
    assert shown
    for words, answer in shown:
        path = "/" + next(word for word in words if "/" in word and word.startswith("localhost")).split("/", 1)[1]
        body = json.loads(words[words.index("-d") + 1])
        came = one_line(client.post(path, json=body).text.replace("\\n", ""))
        at = 0
        for part in one_line(answer).split("…"):
            at = came.find(part, at)
            assert at >= 0, (page, part)
