"""The statutes come back article by article, and one that does not is counted with what became of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path


def test_the_share_that_comes_back_is_printed(script: Callable[..., str], tmp_path: Path) -> None:
    articles = [
        ("养犬法第一条", "养犬应当登记。"),
        ("养犬法第二条", "本法自公布之日起施行。"),
        ("税法第一条", "第九条　车船缴税。"),
    ]
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, (name, content) in enumerate(articles):
            file.write(json.dumps({"id": number, "name": name, "content": content}) + "\n")
    assert script("statutes.py", tmp_path / "articles.jsonl.gz").startswith("2 laws, 3 articles, ")
