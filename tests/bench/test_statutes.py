"""The statutes come back article by article, and one that does not is counted with what became of it."""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


def test_the_share_that_comes_back_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [
        ("养犬法第一条", "养犬应当登记。"),
        ("养犬法第二条", "本法自公布之日起施行。"),
        ("税法第一条", "第九条　车船缴税。"),
    ]
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, (name, content) in enumerate(articles):
            file.write(json.dumps({"id": number, "name": name, "content": content}) + "\n")
    monkeypatch.syspath_prepend(BENCH)
    monkeypatch.setattr(sys, "argv", ["statutes.py", str(tmp_path / "articles.jsonl.gz")])
    importlib.import_module("statutes").main()
    assert capsys.readouterr().out.startswith("2 laws, 3 articles, ")
