"""Every measure against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import pytest
from every import every

from eval import metrics
from eval.results import Gold, QuestionResult


def record(name: str, ranks: tuple[int | None, ...] = (1,), match: str = "any", **changes: object) -> QuestionResult:
    """An answered question whose golds stand at these ranks of `hybrid`; () is an unanswerable one, refused."""
    answerable = bool(ranks)
    made = QuestionResult(
        id=name,
        kind="amount" if answerable else "unanswerable_far",
        language="zh",
        split="dev",
        style=None,
        question=name,
        fingerprint=name,
        gold=tuple(Gold("d", f"quote {i}") for i in range(len(ranks))),
        match=match,
        status="answered" if answerable else "not_found",
        ranks={"hybrid": ranks} if answerable else {},
        found={"hybrid": metrics.found_rank(ranks, match)} if answerable else {},
        facts_total=2 if answerable else 0,
    )
    return replace(made, **changes)


@every(
    ("ranks", "match", "expected"),
    [
        ((None, 4, 2), "any", 2),
        ((None,), "any", None),
        ((), "any", None),
        ((2, 1), "all", 1),  # two golds fill the first two places
        ((1, 3), "all", 3),
        ((1, None), "all", None),
        ((1, 2, 4), "all", 4),
        ((), "all", None),
    ],
)
def test_found_rank(ranks: tuple[int | None, ...], match: str, expected: int | None) -> None:
    assert metrics.found_rank(ranks, match) == expected


def test_ranking_of_one_gold() -> None:
    questions = [record("first", (1,)), record("fourth", (4,)), record("eleventh", (11,)), record("lost", (None,))]
    values = metrics.ranking_values(questions, "hybrid")
    assert values["hit@1"] == [1, 0, 0, 0]
    assert values["hit@3"] == [1, 0, 0, 0]
    assert values["hit@10"] == [1, 1, 0, 0]
    assert values["MRR@10"] == pytest.approx([1, 1 / 4, 0, 0])
    assert values["nDCG@10"] == pytest.approx([1, 1 / log2(4 + 1), 0, 0])
    assert values["recall@10"] == [None] * 4


def test_ranking_of_a_comparison() -> None:
    questions = [record("apart", (1, 4), "all"), record("half", (2, None), "all"), record("together", (3, 3), "all")]
    values = metrics.ranking_values(questions, "hybrid")
    ideal = 1 + 1 / log2(3)
    assert values["hit@1"] == [0, 0, 0]
    assert values["hit@3"] == [0, 0, 1]
    assert values["hit@10"] == [1, 0, 1]
    assert values["MRR@10"] == pytest.approx([1, 1 / 2, 1 / 3])
    assert values["recall@10"] == [1, 0.5, 1]
    # A text that holds both sides takes the places 3 and 4.
    gains = [1 + 1 / log2(5), 1 / log2(3), 1 / log2(4) + 1 / log2(5)]
    assert values["nDCG@10"] == pytest.approx([gain / ideal for gain in gains])


def test_several_golds_of_which_one_will_do_count_once() -> None:
    values = metrics.ranking_values([record("either", (2, 1))], "hybrid")
    assert values["nDCG@10"] == [1]
    assert values["recall@10"] == [None]


def test_unanswerable_questions_are_not_eligible_for_recall() -> None:
    questions = [record("there", (1,)), record("nowhere", ())]
    assert metrics.ranking_values(questions, "hybrid")["hit@1"] == [1, None]
    assert metrics.summary(questions)["hit@1"].n == 1
    assert metrics.summary(questions)["hit@1"].value == 1


def test_a_crash_is_a_miss_of_every_gold() -> None:
    crashed = replace(record("crashed", (1, 2), "all"), status="crashed", ranks={}, found={}, facts_missing=("a", "b"))
    values = metrics.ranking_values([crashed], "hybrid")
    assert (values["hit@10"], values["nDCG@10"], values["recall@10"]) == ([0], [0], [0])
    assert metrics.answer_values([crashed])["right"] == [0]


def test_answer_measures() -> None:
    questions = [
        record("good", answer_length=40, quote_precision=1.0, verbatim=True, cited_gold=True, notices_right=True),
        record(
            "half", answer_length=100, quote_precision=0.5, verbatim=False, facts_missing=("a",), notices_right=False
        ),
        record("refused", status="not_found", facts_missing=("a", "b")),
        record("declined", ()),
        record("made up", (), status="answered", verbatim=True),
    ]
    found = metrics.summary(questions)
    assert found["right"].value == pytest.approx(2 / 5)  # good and declined
    assert found["cited"].value == pytest.approx(1 / 3)
    assert found["facts"].value == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert found["all_facts"].value == pytest.approx(1 / 3)
    assert found["answer_length"].value == (40 + 100) / 2
    assert found["quote_precision"].value == (1 + 0.5) / 2
    assert found["verbatim"].value == pytest.approx(2 / 3)
    assert found["notices"].value == 1 / 2
    assert found["refusal_precision"].value == 1 / 2  # of refused and declined
    assert found["refusal_recall"].value == 1 / 2  # of declined and made up
    assert {name: found[name].n for name in ("facts", "answer_length", "verbatim", "refusal_recall")} == {
        "facts": 3,
        "answer_length": 2,
        "verbatim": 3,
        "refusal_recall": 2,
    }


def test_an_unanswerable_question_is_declared_so_by_two_of_the_statuses() -> None:
    statuses = ("not_found", "out_of_scope", "invalid", "answered", "crashed")
    questions = [record(status, (), status=status) for status in statuses]
    assert [item.failures for item in questions] == [
        (),
        (),
        ("invalid",),
        ("answered_unanswerable",),
        ("crashed",),
    ]
    assert metrics.summary(questions)["refusal_recall"].value == 2 / 5


def test_answerable_questions_refused() -> None:
    questions = [
        record("answered"),
        record("not found", status="not_found"),
        record("invalid", status="invalid"),
        record("crashed", status="crashed"),
        record("declined", ()),
    ]
    found = metrics.summary(questions)["answerable_refused"]
    assert (found.value, found.n) == (2 / 4, 4)


def test_every_figure_has_a_meaning() -> None:
    assert list(metrics.summary([record("one")])) == list(metrics.MEANING)


def test_language_gap_is_chinese_less_english() -> None:
    questions = [record("a"), record("b"), record("c", (5,), language="en"), record("d", language="en")]
    gap = metrics.summary(questions)["gap_hit@1"]
    assert gap.value == 1 - 1 / 2
    assert gap.n == 4


def test_auroc_counts_pairs() -> None:
    # (0.9 > 0.5) + (0.9 > 0.1) + (0.5 = 0.5) / 2 + (0.5 > 0.1) of four pairs
    assert metrics.auroc([0.9, 0.5], [0.5, 0.1]) == 3.5 / 4
    assert metrics.auroc([0.1], [0.9]) == 0
    assert metrics.auroc([], [0.9]) is None


def test_auroc_of_a_run() -> None:
    questions = [record("a", confidence=0.9), record("b", confidence=0.5), record("c", (), confidence=0.7)]
    found = metrics.auroc_estimate(questions)
    assert found.value == 1 / 2
    assert found.low is not None and found.high is not None and found.low <= 0.5 <= found.high


def test_percentile_is_linear_between_neighbours() -> None:
    assert metrics.percentile([10, 20, 30, 40], 50).value == 25
    assert metrics.percentile([10, 20, 30, 40], 95).value == pytest.approx(30 + 10 * (0.95 * 3 - 2))
    assert metrics.percentile([], 50).value is None


def test_interval_of_two_values() -> None:
    # Two draws of 0 or 1: the mean is 0, ½ or 1 with ¼, ½ and ¼, so 2.5 % and 97.5 % are the ends.
    found = metrics.estimate([0.0, 1.0, None])
    assert (found.value, found.low, found.high, found.n) == (0.5, 0.0, 1.0, 2)


def test_interval_of_a_constant_and_of_nothing() -> None:
    found = metrics.estimate([0.7] * 9)
    assert (found.value, found.low, found.high) == pytest.approx((0.7, 0.7, 0.7))
    assert metrics.estimate([None]).value is None


def test_intervals_are_the_same_every_time() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0]
    assert metrics.estimate(values) == metrics.estimate(values)


@every(
    ("gained", "lost", "p"),
    [
        (0, 0, 1.0),
        (1, 5, 2 * (1 + 6) / 2**6),
        (0, 10, 2 / 2**10),
        (2, 2, 1.0),  # 2 (1 + 4 + 6) / 16 is over 1
    ],
)
def test_mcnemar_exact(gained: int, lost: int, p: float) -> None:
    assert metrics.mcnemar_exact(gained, lost) == pytest.approx(p)


def test_paired_difference() -> None:
    found = metrics.paired_difference([1, 1, 0, 1], [0, 1, 0, 1])
    assert found.value == 1 / 4
    assert found.low == 0
