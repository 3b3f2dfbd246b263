"""Three-valued conditions: truth tables, bounds, and which leaves decide."""

from __future__ import annotations

import itertools

import pytest

from kb.cases.conditions import (
    All,
    AnyOf,
    Bounded,
    Check,
    ConditionWords,
    Is,
    Known,
    Not,
    OneOf,
    Truth,
    Unstated,
    Within,
    deciding,
    evaluate,
    leaf_name,
    met_leaves,
)
from kb.cases.facts import Range
from kb.cases.vocabulary import Vocabulary

FACTS = Vocabulary.builtin().facts
SAID = ConditionWords("原文")
TRUTHS: tuple[Truth, ...] = ("yes", "no", "open")
POOR, CERTIFICATE = Is(FACTS["registered_poor"], True, SAID), Is(FACTS["disability_certificate"], True, SAID)
UNDER_60 = Bounded(FACTS["months_to_pension"], Range(0, 59), SAID)


def known(**facts: bool | str | Range) -> Known:
    return Known(facts, lambda places: "open")


def facts_for(**truths: Truth) -> Known:
    return known(**{name: truth == "yes" for name, truth in truths.items() if truth != "open"})


@pytest.mark.parametrize(("left", "right"), list(itertools.product(TRUTHS, TRUTHS)))
def test_and_and_or_follow_kleene(left: Truth, right: Truth) -> None:
    case = facts_for(registered_poor=left, disability_certificate=right)
    order = {"no": 0, "open": 1, "yes": 2}
    lowest, highest = sorted((left, right), key=order.__getitem__)
    assert evaluate(All((POOR, CERTIFICATE)), case).truth == lowest
    assert evaluate(AnyOf((POOR, CERTIFICATE)), case).truth == highest


@pytest.mark.parametrize(("truth", "opposite"), [("yes", "no"), ("no", "yes"), ("open", "open")])
def test_not_turns_yes_and_no_round(truth: Truth, opposite: Truth) -> None:
    assert evaluate(Not(POOR), facts_for(registered_poor=truth)).truth == opposite


@pytest.mark.parametrize(
    ("months", "truth"),
    [
        (Range(59, 59), "yes"),
        (Range(60, 60), "no"),
        (Range(61, 61), "no"),
        (Range(0, 59), "yes"),
        (Range(37, 60), "open"),
        (Range(59, None), "open"),
        (Range(60, None), "no"),
    ],
)
def test_less_than_sixty_months_is_strict(months: Range, truth: Truth) -> None:
    assert evaluate(UNDER_60, known(months_to_pension=months)).truth == truth


def test_what_the_text_leaves_open_is_never_settled() -> None:
    everything = known(**{name: True for name, fact in FACTS.items() if fact.kind == "yes_no"})
    assert evaluate(Unstated(SAID), everything).truth == "open"
    assert evaluate(Check("经认定", SAID), everything).truth == "open"
    assert evaluate(All((POOR, Unstated(SAID))), everything).truth == "open"
    assert evaluate(All((POOR, Unstated(SAID))), known(registered_poor=False)).truth == "no"


def test_a_choice_and_a_place() -> None:
    works = OneOf(FACTS["employment"], ("flexible", "self_employed"), SAID)
    assert evaluate(works, known(employment="flexible")).truth == "yes"
    assert evaluate(works, known(employment="retired")).truth == "no"
    assert evaluate(works, known()).truth == "open"
    here = Within(("南京市",), SAID)
    assert evaluate(here, Known({}, lambda places: "yes" if places == ("南京市",) else "no")).truth == "yes"


def test_the_leaves_that_decide() -> None:
    either = AnyOf((CERTIFICATE, UNDER_60))
    whole = All((POOR, either, Unstated(SAID)))
    nothing_holds = evaluate(
        whole, known(registered_poor=True, disability_certificate=False, months_to_pension=Range(60, 60))
    )
    assert nothing_holds.truth == "no"
    assert deciding(nothing_holds) == (CERTIFICATE, UNDER_60)
    one_holds = evaluate(whole, known(registered_poor=True, disability_certificate=True))
    assert (one_holds.truth, deciding(one_holds)) == ("open", (Unstated(SAID),))
    assert met_leaves(one_holds) == (POOR, CERTIFICATE)
    denied = evaluate(Not(AnyOf((POOR, CERTIFICATE))), known(registered_poor=True))
    assert (denied.truth, deciding(denied)) == ("no", (POOR,))


@pytest.mark.parametrize(
    ("condition", "chinese"),
    [
        (UNDER_60, "距领取养老金不到60个月（5年）"),
        (Bounded(FACTS["months_in_business"], Range(12, None), SAID), "正常经营12个月以上"),
        (Bounded(FACTS["age"], Range(16, 59), SAID), "年龄16至59岁"),
        (Is(FACTS["registered_poor"], False, SAID), "不是“建档立卡贫困（低收入）户”"),
        (Within(("南京市", "南通市"), SAID), "在南京市、南通市"),
        (Check("经认定", SAID, "recognised"), "经认定"),
    ],
)
def test_a_leaf_says_what_it_asks_for(condition: Bounded | Is | Within | Check, chinese: str) -> None:
    assert leaf_name(condition)[0] == chinese


def test_a_criterion_outside_the_facts_says_its_english_where_it_has_one() -> None:
    assert leaf_name(Check("经认定", SAID, "recognised"))[1] == "recognised"
    assert leaf_name(Check("经认定", SAID))[1] == "a condition of the text to be shown at the window"
