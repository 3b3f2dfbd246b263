"""Benefits on the command line, and in the answers to questions that describe a situation."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import app
from kb.answers import answer_object
from kb.records import Filters
from kb.store import KnowledgeBase

EXPIRED = "临人社发〔2016〕12号的这项规定已于2020-05-15到期，不再有效。"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls the command line in this process: exit code, stdout, stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["policy-kb", *map(str, words)])
        code = 0
        try:
            app.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The person of the post's boundary test, as a file."""
    path = tmp_path / "profile.json"
    data = {"region": "兰陵县", "registered_poor": True, "working_age": True, "no_job_on_market": True}
    path.write_text(json.dumps(data | {"disability_certificate": True, "months_to_pension": 60}), encoding="utf-8")
    return path


def test_match_prints_the_card_with_its_words(run: Any, built_store: Path, profile: Path) -> None:
    code, out, _ = run("match", profile, "--as-of", "2018-01-01", "--store", built_store)
    assert code == 0
    assert "可能符合 may apply：农村公益性岗位和岗位补贴（Rural public-welfare post with a wage-based subsidy）" in out
    assert "期限 term：最长不超过3年（“其余人员最长不超过3年”）" in out
    assert "不符合" not in out
    assert "不符合 does not apply" in run("match", profile, "--all", "--as-of", "2018-01-01", "--store", built_store)[1]


def test_match_as_data(run: Any, built_store: Path, profile: Path) -> None:
    data = json.loads(run("match", profile, "--as-of", "2026-11-22", "--json", "--store", built_store)[1])
    assert data["profile"]["months_to_pension"] == 60
    post = next(card for card in data["ended"] if card["card"] == "linyi-2016-post")
    assert (post["verdict"], post["validity"]) == ("may_apply", "expired")
    assert [(term["text"], term["holds"]) for term in post["term"]] == [
        ("可延长至领取社会养老保险待遇", "no"),
        ("最长不超过3年", "yes"),
    ]
    assert post["notices"][0]["text"].startswith(EXPIRED)
    assert post["left_open"][0]["text"] == "需到窗口核实"


def test_match_from_words(run: Any, built_store: Path) -> None:
    words = ("--situation", "我妈58了，残疾二级，临沂兰陵的，建档立卡", "--as-of", "2018-01-01", "--store", built_store)
    code, out, _ = run("match", *words)
    assert code == 0
    assert "情况 profile：地区：山东省临沂市兰陵县" in out
    assert "符合 applies：重度残疾人养老保险费由政府全额代缴" in out
    assert json.loads(run("match", *words, "--json")[1])["situation"]["described"][0] == "为母亲查询"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"age": 200}', "age：应为 0 至 120 的整数"),
        ('{"age": 70, "minor": true}', "minor：与 “年龄” 70 矛盾"),
        ('{"region": "蓬莱仙岛市"}', "没有叫“蓬莱仙岛市”的地方"),
        ('{"agee": 70}', "agee：没有这一项，是否 age"),
        ("{", "不是合法的 JSON"),
    ],
)
def test_a_bad_profile_is_a_declared_failure(run: Any, built_store: Path, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    code, out, err = run("match", path, "--store", built_store)
    assert (code, out) == (1, "")
    assert said in err and err.count("\n") == 1


def test_match_wants_one_source(run: Any, built_store: Path, profile: Path) -> None:
    assert run("match", "--store", built_store)[0] == 2
    assert run("match", profile, "--situation", "贫困户", "--store", built_store)[0] == 2


def test_cards_check(run: Any, corpus: Path, tmp_path: Path) -> None:
    assert run("cards", "check", "--corpus", corpus)[:2] == (0, "167 张卡片无误。 167 cards are right.\n")
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder)
    text = (folder / "benefits.yaml").read_text(encoding="utf-8")
    wrong = text.replace("words: 按每人1000元的标准给予", "words: 按每人9000元的标准给予", 1)
    (folder / "benefits.yaml").write_text(wrong, encoding="utf-8")
    code, _, err = run("cards", "check", "--corpus", folder)
    line = text[: text.index("words: 按每人1000元的标准给予")].count("\n") + 1
    assert code == 1
    assert f"benefits.yaml 第 {line} 行 卡片 linyi-2016-workshop-reward" in err
    (folder / "benefits.yaml").unlink()
    assert "没有 benefits.yaml" in run("cards", "check", "--corpus", folder)[2]


def test_cards_draft(run: Any, corpus: Path, tmp_path: Path) -> None:
    code, out, err = run("cards", "draft", "临人社发〔2016〕12号", "--corpus", corpus)
    assert (code, out) == (0, "")
    assert err.startswith("拟出 0 张草稿")
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder, ignore=shutil.ignore_patterns("benefits.yaml"))
    code, out, _ = run("cards", "draft", "临人社发〔2016〕12号", "--corpus", folder)
    assert code == 0
    assert "words: 其余人员最长不超过3年" in out


def test_cards_compare(run: Any, built_store: Path) -> None:
    code, out, _ = run("cards", "compare", "jiangsu-2016-startup-loan", "--store", built_store)
    assert code == 0
    assert "期限 term ≠：" in out
    assert "没有写到 says nothing" in out
    data = json.loads(run("cards", "compare", "jiangsu-2016-startup-loan", "--json", "--store", built_store)[1])
    assert data["subject"]["english"] == "startup loans for people"
    assert run("cards", "compare", "none", "--store", built_store)[0] == 1


@pytest.mark.parametrize(
    "question",
    [
        "What subsidy applies to a disabled person five years from pension age?",
        "离领养老金还有五年的残疾人有什么补贴？",
    ],
)
def test_the_design_question(base: KnowledgeBase, question: str) -> None:
    answer = answer_object(base.ask(question, Filters(as_of=date(2026, 11, 22))))
    assert answer["status"] == "answered"
    assert answer["citations"][0]["clause_id"] == "临人社发〔2016〕12号 二（一）2"
    assert "expired" in {notice["code"] for notice in answer["notices"]}
    post = answer["cards"][0]
    assert (post["card"], post["verdict"], post["validity"]) == ("linyi-2016-post", "may_apply", "expired")
    assert post["clause_id"] == "临人社发〔2016〕12号 二（一）2"
    # Wage-based; three years, since five years are not less than five; the extension only under that.
    assert post["amount"][0]["quote"]["text"] == "补贴标准根据实际工作时间，参照当地最低工资标准执行"
    assert post["amount"][0]["english"].startswith("wage-based")
    assert [(term["english"], term["holds"]) for term in post["term"]] == [
        ("may be extended until the pension begins, only for those less than 5 years short of it", "no"),
        ("3 years at most", "yes"),
    ]
    assert post["notices"][0]["text"].startswith(EXPIRED)
    # Disabled, but with a certificate? That is still to be known.
    assert "disability_certificate" in {leaf["fact"] for leaf in post["missing"]}


def test_a_question_about_another_place_gets_no_cards_of_this_one(base: KnowledgeBase) -> None:
    answer = base.ask("我是贫困户，有残疾证，江苏有什么补贴？", Filters(as_of=date(2018, 1, 1)))
    assert answer.cards
    assert {match.card.document.region for match in answer.cards} == {"江苏省"}
    assert {
        match.card.document.region for match in base.ask("我是贫困户，有什么补贴？", Filters(region="临沂市")).cards
    } <= {"临沂市"}
    assert base.ask("我是贫困户，有什么补贴？", Filters(in_force=True, as_of=date(2026, 11, 22))).cards == ()


def test_the_answer_on_the_terminal_shows_the_cards(run: Any, built_store: Path) -> None:
    words = ("What subsidy applies to a disabled person five years from pension age?", "--as-of", "2026-11-22")
    out = run("ask", *words, "--store", built_store)[1]
    assert "Benefits that may apply in this case" in out
    assert "3 years at most（“其余人员最长不超过3年”）" in out
