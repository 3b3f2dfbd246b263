"""What is marked as different between sentences set side by side."""

from __future__ import annotations

from collections.abc import Sequence

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.answers.contrast import ContrastRow, DifferenceMark, differences
from kb.language import Lexicon, LexiconEntry, TermMatch

LEXICON = Lexicon(
    [
        LexiconEntry(("社会保险补贴",), ("社保补贴",)),
        LexiconEntry(("岗位补贴",)),
        LexiconEntry(("贫困人口",), ("困难人口",)),
        LexiconEntry(("对接",)),
        LexiconEntry(("补助",), general=True),
    ]
)


def terms(text: str) -> Sequence[TermMatch]:
    return LEXICON.expand(text, "zh")


def differing(*sides: Sequence[str]) -> list[list[str]]:
    """The fragments marked as different, side by side."""
    marks, _ = differences(sides, terms)
    return [
        [
            sentence[mark.start : mark.end]
            for sentence, own in zip(side, of_side, strict=True)
            for mark in own
            if mark.differs
        ]
        for side, of_side in zip(sides, marks, strict=True)
    ]


def test_the_amounts_that_differ() -> None:
    assert differing(["贷款10万元，期限3年"], ["贷款15万元，期限三十六个月"]) == [["10万元"], ["15万元"]]


@every(
    ("one", "other"),
    [
        ("期限3年", "期限三年"),
        ("期限3年", "期限36个月"),
        ("最高10万元", "不超过100000元"),
        ("补贴50%", "补贴一半"),
        ("给予社保补贴", "给予社会保险补贴"),
        ("对贫困人口给予补贴", "对困难人口给予补贴"),
    ],
)
def test_what_is_equal_in_other_words_is_never_called_different(one: str, other: str) -> None:
    assert differing([one], [other]) == [[], []]


def test_another_limit_is_a_difference_and_said_to_be_one_of_limits_only() -> None:
    marks, _ = differences([["额度10万元"], ["最高10万元"]], terms)
    assert marks == (((DifferenceMark(2, 6, "money", True, True),),), ((DifferenceMark(0, 6, "money", True, True),),))


def test_a_figure_differs_where_any_other_side_lacks_it() -> None:
    assert differing(["补贴500元"], ["补贴500元"], ["补贴600元"]) == [["500元"], ["500元"], ["600元"]]


def test_a_figure_is_looked_for_in_all_sentences_of_a_side() -> None:
    assert differing(["补贴500元"], ["按月发放", "标准为500元"]) == [[], []]


def test_a_side_that_has_nothing_is_compared_with_nothing() -> None:
    marks, rows = differences([["补贴500元"], []], terms)
    assert marks == (((),), ())
    assert rows == (ContrastRow("money", (("500元",), ())),)


def test_a_term_differs_where_no_other_side_has_it() -> None:
    assert differing(["给予岗位补贴和社保补贴"], ["给予社会保险补贴"]) == [["岗位补贴"], []]
    assert differing(["给予岗位补贴"], ["给予岗位补贴"], ["给予社保补贴"]) == [[], [], ["社保补贴"]]


def test_terms_that_name_no_benefit_and_nobody_are_left_alone() -> None:
    assert differing(["供需对接，给予补助"], ["给予社保补贴"]) == [[], ["社保补贴"]]


def test_conditions_piece_by_piece() -> None:
    first = "对有创业意愿并具备一定创业条件的贫困人口，给予贴息"
    assert differing([first], ["对有创业意愿的贫困人口，给予贴息"]) == [["具备一定创业条件"], []]
    assert differing(["对接受技工教育的学生，给予补贴"], ["对退役军人给予补贴"]) == [
        ["接受技工教育"],
        ["退役军人"],
    ]


def test_a_figure_inside_a_condition_is_marked_by_itself() -> None:
    assert differing(["对距退休年龄不足5年的职工，给予补贴"], ["对职工给予补贴"]) == [["距退休年龄", "不足5年"], []]


def test_the_table_holds_verbatim_fragments_once_and_nothing_for_a_silent_side() -> None:
    _, rows = differences([["每人 500元，期限3年", "每人 500元"], ["一次性800元"], []], terms)
    assert rows == (
        ContrastRow("money", (("每人 500元",), ("一次性800元",), ())),
        ContrastRow("duration", (("3年",), (), ())),
    )


SENTENCES = st.lists(
    st.lists(st.sampled_from(["对", "贫困人口", "的", "给予", "社保补贴", "500元", "最高", "，", "符合", "3年"])).map(
        "".join
    ),
    max_size=3,
)


@given(st.lists(SENTENCES, min_size=2, max_size=4))
def test_marks_stand_apart_in_reading_order(sides: list[list[str]]) -> None:
    marks, rows = differences(sides, terms)
    assert [len(of_side) for of_side in marks] == [len(side) for side in sides]
    for side, of_side in zip(sides, marks, strict=True):
        for sentence, own in zip(side, of_side, strict=True):
            ends = [0, *(mark.end for mark in own)]
            assert all(end <= mark.start < mark.end <= len(sentence) for end, mark in zip(ends, own, strict=False))
    for row in rows:
        assert len(row.cells) == len(sides)
        for cell, side in zip(row.cells, sides, strict=True):
            assert all(any(fragment in sentence for sentence in side) for fragment in cell)


@given(SENTENCES)
def test_a_side_does_not_differ_from_itself(side: list[str]) -> None:
    assert differing(side, side) == [[], []]
