"""Questions with the articles that answer them: what the layers for questions are taught."""

from __future__ import annotations

import gzip
import json

import pytest
from embedders import Hashing

from eval.errors import EvalError
from eval.question_pairs import PAIRS_FILE, question_tuner


def test_each_question_names_an_article():
    rows = [json.loads(line) for line in PAIRS_FILE.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 6750 and all(row["question"].strip() and "第" in row["article"] for row in rows)


def test_an_article_that_is_missing_is_told(tmp_path):
    pairs, articles = tmp_path / "pairs.jsonl", tmp_path / "articles.jsonl.gz"
    pairs.write_text('{"question": "谁来管？", "article": "某法第一条"}\n', encoding="utf-8")
    with gzip.open(articles, "wt", encoding="utf-8") as file:
        file.write('{"id": 1, "name": "某法第二条", "content": "由县级部门负责。"}\n')
    with pytest.raises(EvalError, match="某法第一条"):
        question_tuner(pairs, articles, Hashing())
