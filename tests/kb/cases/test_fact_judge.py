"""The judge of facts, on sentences of its own: what it makes of a mention, and what becomes of a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from embedders import MODEL_FILES

from eval.told_cases import may_be, read_told
from kb.benefits import Benefits
from kb.cases import FactJudge
from kb.language import Gazetteer

AS_OF = date(2018, 1, 1)
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def judge() -> FactJudge:
    return FactJudge.of(MODEL_FILES)


@pytest.mark.parametrize(
    ("text", "words", "fact", "value", "is_so"),
    [
        ("我儿子上初中,我自己有残疾证,今年五十", "有残疾证", "disability_certificate", True, True),
        ("我对门老张有残疾证,我身体好着呢,想找个活", "有残疾证", "disability_certificate", True, False),
        ("隔壁王婶68,我51,想问我自己退休的事", "68", "age", 68, False),
        ("隔壁王婶68,我51,想问我自己退休的事", "51", "age", 51, True),
        ("My neighbour is blind; I lost my job in May and want work", "blind", "disabled", True, False),
    ],
)
def test_a_mention_is_weighed_where_it_stands(judge, text, words, fact, value, is_so):
    at = text.index(words)
    weight = judge(text).of(fact, value, at, at + len(words))
    assert (weight > 0.5) == is_so


def test_what_it_does_not_know_it_does_not_weigh(judge):
    assert judge("我58").of("likes_tea", True) is None


def test_what_only_the_whole_text_says_is_asked_with_the_words(benefits, judge):
    """No rule reads it, so that it is not taken. Of what is so asked in `unseen` ten in eleven are right."""
    judged = Benefits((), benefits.vocabulary, Gazetteer.load(), (), judge=judge)
    right = asked = 0
    for row in read_told(HERE / "other_people_unseen.jsonl")[::3]:
        by_rules, found = benefits.read(row["text"], AS_OF), judged.read(row["text"], AS_OF)
        spoken_of = {one.fact for one in (*by_rules.said, *by_rules.unsure)}
        left = {found.facts[one.fact].zh for one in found.unsure}
        assert not any(zh.endswith(f"看出：{name}（不符请改）") for zh, _ in found.notes for name in left)
        for one in (each for each in found.unsure if each.fact not in spoken_of and each.start is not None):
            assert found.text[one.start : one.end] and one.fact not in found.profile.facts
            asked += 1
            right += any(may_be(one.fact, one.value, case) for case in row["cases"])
    assert asked > 20 and right / asked > 0.85


def test_of_whom_it_was_chosen_to_be_read_the_rules_alone_say(benefits, judge):
    """The judge weighs for whom the text asks, no other."""
    judged = Benefits((), benefits.vocabulary, Gazetteer.load(), (), judge=judge)
    text = "我58，没工作，我妈84，瘫了"
    assert judged.read(text, whose="母亲").profile == benefits.read(text, whose="母亲").profile


def test_the_one_it_is_read_for_is_not_offered_as_somebody_else(benefits, judge):
    judged = Benefits((), benefits.vocabulary, Gazetteer.load(), (), judge=judge)
    found = judged.read("我对门老张有残疾证，我妈58了没工作，是建档立卡户，想给我妈问问能领什么")
    assert found.person.zh == "母亲" and found.profile.facts["registered_poor"] is True
    assert found.others and "母亲" not in {each.person.zh for each in found.others}
