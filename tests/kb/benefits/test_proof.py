"""Cards in a build: what is proved is served, what no longer stands is named and left out, a corpus without cards is fine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from embedders import SECOND, Hashing

from index import model_id
from kb.answers import answer_object
from kb.building import build
from kb.cases import Vocabulary, profile_of
from kb.errors import CardError, StoreError
from kb.models import Models
from kb.records import Filters
from kb.settings import Settings
from kb.store import KnowledgeBase, StoreFollower, open_benefits

NOTICE = """关于做好就业工作的通知

某人社发〔2020〕3号

一、对贫困人口给予每人1000元补贴。

二、对企业按规定给予2000元奖补。
"""
CARDS = """\
subjects:
  grant: {zh: 补贴, en: grants}
cards:
  - id: person-grant
    subject: grant
    document: 某人社发〔2020〕3号
    clause: 一
    kind: subsidy
    name: 补贴
    official: 补贴
    english: A grant
    claimant: {who: person, words: 对贫困人口}
    conditions: {registered_poor: 贫困人口}
    amount: {plain: 每人1000元, yuan: 1000, words: 每人1000元}
  - id: employer-reward
    subject: grant
    document: 某人社发〔2020〕3号
    clause: 二
    kind: subsidy
    name: 奖补
    official: 奖补
    english: A reward
    claimant: {who: enterprise, words: 对企业}
    conditions: {unstated: 按规定}
    amount: {plain: 2000元, yuan: 2000, words: 给予2000元奖补}
"""


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(Hashing(model_id()), SECOND)


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    """A corpus of one notice and two cards, and a place for its store."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "甲.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "benefits.yaml").write_text(CARDS, encoding="utf-8")
    return Settings(corpus=folder, store=tmp_path / "store")


def test_proved_cards_are_served(small: Settings, models: Models) -> None:
    counts = build(small, models=models).counts
    assert (counts.cards, counts.card_faults) == (2, ())
    base = KnowledgeBase.open(small.store, small, models)
    assert [card.id for card in base.cards] == ["person-grant", "employer-reward"]
    found = base.match(profile_of({"registered_poor": True}, Vocabulary.builtin().facts), date(2021, 1, 1))
    assert {match.card.id: match.verdict for match in found.matches} == {
        "person-grant": "applies",
        "employer-reward": "does_not_apply",
    }
    assert [card.id for card in open_benefits(small.store).cards] == [card.id for card in base.cards]


def test_a_card_whose_words_no_longer_stand_is_left_out_and_named(small: Settings, models: Models) -> None:
    build(small, models=models)
    changed = NOTICE.replace("每人1000元", "每人1200元")
    (small.corpus / "甲.txt").write_text(changed, encoding="utf-8")
    counts = build(small, models=models).counts
    assert counts.cards == 1
    assert len(counts.card_faults) == 1
    assert "person-grant" in counts.card_faults[0]
    assert "已略去此卡" in counts.card_faults[0]
    assert [card.id for card in KnowledgeBase.open(small.store, small, models).cards] == ["employer-reward"]
    # An unchanged build says so again.
    again = build(small, models=models)
    assert (again.changed, again.counts.card_faults) == (False, counts.card_faults)


def test_the_cards_of_a_document_that_is_gone_are_one_line(small: Settings, models: Models) -> None:
    gone = CARDS.replace("某人社发〔2020〕3号", "某人社发〔2019〕1号")
    excuse = "without_card:\n  - {document: 某人社发〔2019〕1号, clause: 三, reason: 没有待遇}\n"
    (small.corpus / "benefits.yaml").write_text(gone + excuse, encoding="utf-8")
    counts = build(small, models=models).counts
    assert counts.cards == 0
    # The notice that is there has two clauses that grant something, and now no card.
    assert [line.split("：")[0] for line in counts.card_faults] == [
        "benefits.yaml 里 某人社发〔2019〕1号 的 2 张卡片已略去",
        "另有 2 处没有卡片也没有理由",
    ]


def test_a_base_that_follows_its_store_has_them_too(small: Settings, models: Models) -> None:
    build(small, models=models)
    live = StoreFollower.open(settings=small, models=models, look_every=0.0)
    assert [card.id for card in live.current.benefits.cards] == ["person-grant", "employer-reward"]
    (small.corpus / "benefits.yaml").unlink()
    build(small, models=models)
    live.refresh()
    assert live.current.benefits.cards == ()


def test_a_changed_card_is_a_reason_to_build(small: Settings, models: Models) -> None:
    build(small, models=models)
    (small.corpus / "benefits.yaml").write_text(CARDS.replace("name: 奖补", "name: 企业奖补"), encoding="utf-8")
    assert build(small, models=models).changed
    assert open_benefits(small.store).cards[1].entry.name == "企业奖补"


def test_a_file_that_is_wrong_stops_the_build_and_the_store_stays(small: Settings, models: Models) -> None:
    build(small, models=models)
    (small.corpus / "benefits.yaml").write_text(CARDS.replace("kind: subsidy", "kind: gift", 1), encoding="utf-8")
    with pytest.raises(CardError, match="第 8 行"):
        build(small, models=models)
    assert len(open_benefits(small.store).cards) == 2


def test_a_corpus_without_cards(small: Settings, models: Models) -> None:
    (small.corpus / "benefits.yaml").unlink()
    counts = build(small, models=models).counts
    assert (counts.cards, counts.card_faults) == (0, ())
    base = KnowledgeBase.open(small.store, small, models)
    assert base.match(profile_of({"registered_poor": True}, Vocabulary.builtin().facts)).matches == ()
    answer = base.ask("我是贫困户，有什么补贴？")
    assert answer.cards == ()


def test_a_question_with_a_situation_gets_its_cards(small: Settings, models: Models) -> None:
    build(small, models=models)
    base = KnowledgeBase.open(small.store, small, models)
    data = answer_object(base.ask("我是贫困户，有什么补贴？", Filters(as_of=date(2021, 1, 1))))
    assert [(card["card"], card["verdict"]) for card in data["cards"]] == [("person-grant", "applies")]
    card = data["cards"][0]
    clause = next(clause for clause in base.clauses("某人社发〔2020〕3号") if clause.id == card["clause_id"])
    assert card["quotes"]
    for quote in card["quotes"]:
        assert clause.text[quote["start"] : quote["end"]] == quote["text"]
    assert data["situation"]["described"] == ["建档立卡贫困（低收入）户"]
    assert data["situation"]["said"] == [{"fact": "registered_poor", "words": "贫困户", "start": 2, "end": 5}]
    plain = answer_object(base.ask("补贴多少钱？", Filters(as_of=date(2021, 1, 1))))
    assert (plain["cards"], plain["situation"]) == ([], None)


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_benefits(tmp_path / "none")
