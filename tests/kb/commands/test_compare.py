"""policy-kb compare as scripts see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run

Call = Callable[..., tuple[int, str, str]]
SUBJECT = "创业担保贷款额度"


@pytest.fixture
def compare(built_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the command in this process and gives exit code, stdout and stderr."""

    def call(*words: str) -> tuple[int, str, str]:
        done = run("compare", *words, "--store", str(built_store), capsys=capsys, monkeypatch=monkeypatch)
        return done.code, done.out, done.err

    return call


def test_sides_their_answers_what_differs_and_the_table(compare: Call) -> None:
    code, out, _ = compare(SUBJECT, "--side", "江苏省", "--side", "海南省", "--as-of", "2018-01-01")
    assert code == 0
    first, second = out.index("== 江苏省 =="), out.index("== 海南省 ==")
    assert first < out.index("（苏人社发〔2016〕289号）四（二）1") < second
    assert "≠ 不同 differs：" in out[first:second]
    assert "最高不超过10万元" in out[second:].split("≠ 不同 differs：")[1]
    table = out.splitlines()[-2:]
    assert table[0].startswith("金额 money：江苏省 10万元") and table[0].endswith("| 海南省 最高不超过10万元")
    assert table[1] == "期限 terms：江苏省 3年 | 海南省 两年"


def test_the_object(compare: Call) -> None:
    code, out, err = compare(SUBJECT, "--side", "苏人社发[2016]289号", "--side", "2012", "--side", "海南", "--json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert list(data) == ["subject", "asked", "as_of", "language", "sides", "rows"]
    assert [(side["kind"], side["name"]) for side in data["sides"]] == [
        ("document", "苏人社发〔2016〕289号"),
        ("year", "2012"),
        ("region", "海南省"),
    ]
    assert [side["answer"]["status"] for side in data["sides"]] == ["answered", "not_found", "answered"]
    assert data["sides"][1]["documents"] == ["jiangsu-2012-service-system"]
    quote = data["sides"][2]["quotes"][0]
    clause = data["sides"][2]["answer"]["citations"][quote["citation"] - 1]["text"]
    assert clause[quote["start"] : quote["end"]] == quote["text"]
    fragments = {quote["text"][mark["start"] : mark["end"]]: mark for mark in quote["marks"]}
    mark = fragments["最高不超过10万元"]
    assert (mark["kind"], mark["differs"], mark["bound_only"]) == ("money", True, True)
    assert data["rows"][0]["kind"] == "money" and data["rows"][0]["cells"][1:] == [[], ["最高不超过10万元"]]


def test_english_first_where_english_is_asked_for(compare: Call) -> None:
    code, out, _ = compare("start-up loan", "--side", "Jiangsu", "--side", "Hainan", "--lang", "en")
    assert code == 0
    assert "money 金额：江苏省 " in out
    failed = compare(SUBJECT, "--side", "Jiangsu", "--lang", "en")
    assert failed == (1, "", "A comparison takes 2 to 4 sides, not 1. 比较要有 2 到 4 方，现有 1 方。\n")


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ((SUBJECT, "--side", "江苏省"), "比较要有 2 到 4 方"),
        ((SUBJECT, "--side", "江苏省", "--side", "江苏"), "“江苏省”出现了两次"),
        (("？？", "--side", "江苏省", "--side", "海南省"), "问题里只有符号"),
        ((SUBJECT, "--side", "江苏省", "--side", "火星基地"), ""),
    ],
)
def test_a_declared_failure_is_one_line_and_exit_1(compare: Call, words: tuple[str, ...], start: str) -> None:
    code, out, err = compare(*words)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(start)


def test_no_side_and_a_wrong_language_are_wrong_usage(compare: Call) -> None:
    assert compare(SUBJECT)[0] == 2
    assert compare(SUBJECT, "--side", "江苏省", "--side", "海南省", "--lang", "fr")[0] == 2


def test_help_shows_an_example(compare: Call) -> None:
    code, out, _ = compare("--help")
    assert code == 0 and "policy-kb compare" in out.split("Example")[1]
