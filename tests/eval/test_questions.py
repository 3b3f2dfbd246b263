"""The loader: the shipped set is whole, and every fault is told with its line and remedy."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from eval.errors import EvalError, QuestionSetError
from eval.questions import DEFAULT_AS_OF, EvalQuestion, load_questions, parse_questions
from eval.results import Gold
from eval.texts import CorpusTexts

GOOD = {
    "id": "q1",
    "kind": "amount",
    "language": "zh",
    "question": "扶贫车间奖补多少？",
    "gold": [{"document": "临人社发〔2016〕12号", "quote": "按每人1000元的标准"}],
    "match": "any",
    "facts": ["1000元"],
    "split": "dev",
}
REFUSED = GOOD | {"id": "q2", "kind": "unanswerable_far", "question": "明天下雨吗？", "gold": [], "facts": []}


def problems(texts: CorpusTexts, *rows: object) -> list[str]:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    with pytest.raises(QuestionSetError) as caught:
        parse_questions(lines, "set.jsonl", texts)
    return list(caught.value.problems)


def test_a_good_set_is_read(texts: CorpusTexts) -> None:
    row = GOOD | {"as_of": "2018-01-01", "region": "临沂市", "notices": ["expired"]}
    first, second = parse_questions([json.dumps(row), "", json.dumps(REFUSED)], "set.jsonl", texts)
    assert first.gold == (Gold("临人社发〔2016〕12号", "按每人1000元的标准"),)
    assert (first.as_of, first.region, first.notices) == (date(2018, 1, 1), "临沂市", ("expired",))
    assert (second.as_of, second.gold, second.notices, second.style) == (DEFAULT_AS_OF, (), None, None)


def test_documents_may_be_named_by_number_in_any_brackets(texts: CorpusTexts) -> None:
    row = GOOD | {"gold": [{"document": "临人社发[2016]12号", "quote": "按每人1000元的标准"}]}
    assert parse_questions([json.dumps(row)], "set.jsonl", texts)[0].gold[0].document == "临人社发〔2016〕12号"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "amuont"}, ["amuont", "是不是 amount"]),
        ({"kind": ["amount"]}, ["kind 应为非空文字"]),
        ({"regoin": "临沂市"}, ["不认识的键 regoin", "是不是 region"]),
        ({"language": "fr"}, ["fr", "zh, en"]),
        ({"split": "train"}, ["train", "dev, test"]),
        ({"question": "  "}, ["question 应为非空文字"]),
        ({"facts": "1000元"}, ["facts 应为文字列表"]),
        ({"gold": "按每人1000元的标准"}, ["gold 应为"]),
        ({"gold": [{"document": "临人社发〔2016〕12号"}]}, ["gold 应为"]),
        (
            {"gold": [{"document": "临人社发〔2016〕12号", "quote": "按每人5000元的标准"}]},
            ["按每人5000元的标准", "不在", "照抄"],
        ),
        (
            {"gold": [{"document": "苏人社发〔2021〕82号", "quote": "按每人1000元的标准"}]},
            ["而在 临人社发〔2016〕12号", "请改 document"],
        ),
        (
            {"gold": [{"document": "京人社发〔2020〕1号", "quote": "按每人1000元的标准"}]},
            ["没有文件 京人社发〔2020〕1号"],
        ),
        ({"gold": []}, ["kind 与 gold 矛盾"]),
        ({"kind": "unanswerable_far"}, ["kind 与 gold 矛盾"]),
        ({"match": "all"}, ["match 为 all"]),
        ({"facts": []}, ["facts 与 gold 须同有同无"]),
        ({"facts": ["5000元"]}, ["“5000元”不在 gold 的文件里"]),
        ({"notices": ["expierd"]}, ["expierd", "是不是 expired"]),
        ({"as_of": "2018-02-30"}, ["2018-02-30"]),
    ],
    ids=str,
)
def test_a_fault_is_told_with_its_line(texts: CorpusTexts, change: dict[str, object], words: list[str]) -> None:
    found = problems(texts, REFUSED, "", GOOD | change)
    assert all(problem.startswith("set.jsonl:3: ") and "\n" not in problem for problem in found)
    assert all(any(word in problem for problem in found) for word in words)


def test_a_missing_key_is_named(texts: CorpusTexts) -> None:
    row = {key: value for key, value in GOOD.items() if key != "match"}
    assert problems(texts, row) == ["set.jsonl:1: 缺少 match：请补上。 match is missing: add it."]


def test_what_is_no_json_is_told_with_its_column(texts: CorpusTexts) -> None:
    assert "第 8 字" in problems(texts, '{"id": q1}')[0]
    assert "应为" in problems(texts, "[]")[0]


def test_repeated_ids_and_questions_name_both_lines(texts: CorpusTexts) -> None:
    again = GOOD | {"question": "扶贫车间 奖补多少"}
    found = problems(texts, GOOD, again)
    assert [problem.split("：")[0] for problem in found] == [
        "set.jsonl:2: id “q1”与第 1 行重复",
        "set.jsonl:2: 问题 question与第 1 行重复",
    ]


def test_the_same_words_on_another_day_or_for_another_place_are_another_question(texts: CorpusTexts) -> None:
    rows = [GOOD, GOOD | {"id": "q2", "as_of": "2018-01-01"}, GOOD | {"id": "q3", "region": "临沂市"}]
    assert len(parse_questions([json.dumps(row) for row in rows], "set.jsonl", texts)) == 3


def test_every_fault_of_a_set_is_told_at_once(texts: CorpusTexts) -> None:
    found = problems(texts, GOOD | {"kind": "x"}, "{", GOOD | {"match": "x"})
    assert [problem.split(":")[1] for problem in found] == ["1", "2", "3"]


def test_an_empty_or_unreadable_set(texts: CorpusTexts, tmp_path: Path) -> None:
    assert "没有问题" in problems(texts, "")[0]
    with pytest.raises(EvalError, match="读不到问题集"):
        load_questions(tmp_path / "none.jsonl", texts)


def test_fingerprint_follows_what_is_expected(texts: CorpusTexts) -> None:
    def fingerprint(**changes: object) -> str:
        return parse_questions([json.dumps(GOOD | changes)], "set.jsonl", texts)[0].fingerprint

    assert fingerprint() == fingerprint(id="q9", split="test")
    assert fingerprint() != fingerprint(facts=["每人1000元"])
    assert fingerprint() != fingerprint(question="扶贫车间给多少？")


def test_the_shipped_set_has_what_was_asked_for(shipped: tuple[EvalQuestion, ...]) -> None:
    assert len(shipped) >= 260
    assert sum(item.language == "en" for item in shipped) >= 60
    assert sum(not item.gold for item in shipped) >= 60
    assert {item.kind for item in shipped} >= {"amount", "comparison", "situation", "multi_clause", "unanswerable_trap"}
    assert {item.style for item in shipped} >= {
        "formal",
        "everyday",
        "dialect",
        "typo",
        "traditional",
        "keywords",
        "en",
    }


def test_the_split_is_stratified(shipped: tuple[EvalQuestion, ...]) -> None:
    share = sum(item.split == "test" for item in shipped) / len(shipped)
    assert 0.38 <= share <= 0.42
    strata = Counter((item.kind, item.language) for item in shipped)
    tests = Counter((item.kind, item.language) for item in shipped if item.split == "test")
    assert all(abs(tests[key] - 0.4 * n) <= 2 for key, n in strata.items())


def test_questions_on_one_clause_share_a_split(shipped: tuple[EvalQuestion, ...]) -> None:
    splits: dict[Gold, set[str]] = {}
    for item in shipped:
        if item.match == "any":
            for gold in item.gold:
                splits.setdefault(gold, set()).add(item.split)
    assert [gold for gold, found in splits.items() if len(found) > 1] == []
