"""The STARD benchmark: its sample is what it says, its figures are worked out by hand, and a whole run gives them."""

from __future__ import annotations

import gzip
import importlib
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ARTICLES = {
    7: ("养犬法第一条", "养犬应当登记。"),
    8: ("养犬法第二条", "本法自公布之日起施行。"),
    9: ("税法第三条", "车船按年缴税。"),
    10: ("税法第四条之一", "逾期\n\n加收滞纳金。"),
}


@pytest.fixture
def stard(script: Callable[..., str]) -> ModuleType:
    """The benchmark, imported as its own folder sees it."""
    return importlib.import_module("stard")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four articles and two questions, the second answered by two articles of which one shares no word with it."""
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, (name, content) in ARTICLES.items():
            file.write(json.dumps({"id": number, "name": name, "content": content}) + "\n")
    questions = [("养犬登记", [7]), ("车船", [9, 10])]
    rows = [{"id": n, "question": text, "articles": golds} for n, (text, golds) in enumerate(questions)]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def test_a_sample_holds_what_answers_and_the_smaller_sample(stard: ModuleType, folder: Path) -> None:
    parts = importlib.import_module("stard_sample")
    articles = parts.read_articles(folder / "articles.jsonl.gz")
    asked = parts.read_questions(folder / "questions.jsonl")
    many = [parts.StatuteArticle(str(n), "法", f"第{n}条", "文") for n in range(11, 60)]
    drawn = {n: {it.id for it in parts.sample([*articles, *many], asked, n, seed=3)} for n in (3, 10, 30, 0)}
    assert drawn[3] == {"7", "9", "10"}
    assert [len(ids) for ids in drawn.values()] == [3, 10, 30, 53]
    assert drawn[3] < drawn[10] < drawn[30] < drawn[0]
    assert parts.sample(articles, asked[:1], 0, seed=3) == articles
    with pytest.raises(SystemExit, match="3 articles answer"):
        parts.sample(articles, asked, 2, seed=3)
    with pytest.raises(SystemExit, match="1 articles that answer are not in the file, such as 10"):
        parts.sample(articles[:-1], asked, 0, seed=3)


def test_an_article_becomes_a_clause_under_its_law(stard: ModuleType, folder: Path) -> None:
    parts = importlib.import_module("stard_sample")
    clause = parts.clause_of(parts.read_articles(folder / "articles.jsonl.gz")[3])
    assert (clause.id, clause.document, clause.label) == ("10", "税法", "第四条之一")
    assert clause.text == "第四条之一 逾期\n加收滞纳金。"
    assert [clause.text[span.start : span.end] for span in clause.sentences] == ["第四条之一 逾期", "加收滞纳金。"]
    entry = importlib.import_module("kb.building.entries").entry_of(clause, parts.document_of(clause.document))
    assert entry.text == "税法\n第四条之一 逾期\n加收滞纳金。"
    assert entry.passages == ("税法\n第四条之一 逾期\n加收滞纳金。",)


@pytest.mark.parametrize(
    ("found", "articles", "figures"),
    [
        (["a", "b", "c"], "b", (0, 1, 1, 1 / 2)),
        (["a", "b", "c"], "az", (1 / 2, 1 / 2, 1 / 2, 1)),
        (list("bcdefghijka"), "a", (0, 0, 1, 0)),
        ([], "a", (0, 0, 0, 0)),
    ],
    ids=["second", "one of two", "eleventh", "nothing found"],
)
def test_the_figures_of_one_question(
    stard: ModuleType, found: list[str], articles: str, figures: tuple[float, ...]
) -> None:
    assert tuple(stard.recall_of(found, frozenset(articles)).values()) == figures


@pytest.mark.slow
def test_a_whole_run_and_its_cache(script: Callable[..., str], folder: Path) -> None:
    words = ("stard.py", folder, "--cache", folder / "cache")
    printed = json.loads(script(*words, "--json"))
    assert (printed["articles"], printed["questions"]) == (4, 2)
    # 养犬登记 finds its one article first; 车船 finds one of its two first, and BM25 cannot find the other.
    figures = {"recall@1": (1 + 1 / 2) / 2, "recall@10": (1 + 1 / 2) / 2, "recall@100": (1 + 1 / 2) / 2, "MRR@10": 1}
    assert printed["figures"]["BM25, bigrams"] == figures
    assert printed["figures"]["hybrid"]["recall@1"] == (1 + 1 / 2) / 2
    again = script(*words)
    assert "sample: 4 of 4 articles, seed 1: the 3 that answer and 1 others; 2 questions" in again
    assert again.count("0 texts in 0 s (all vectors were kept)") == 2
