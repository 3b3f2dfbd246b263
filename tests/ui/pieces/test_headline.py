from __future__ import annotations

import pytest

from ui.pieces.headline import LONGEST_HEADLINE, first_line

LONG = "为了" * 40 + "，贷款额度不超过300万元。"


@pytest.mark.parametrize(
    ("sentences", "question", "first"),
    [
        (["补贴期限最长不超过3年。"], "补贴几年？", "补贴期限最长不超过3年。"),
        (["提供担保贷款。", "贷款额度不超过300万元。"], "贷款额度多少？", "贷款额度不超过300万元。"),
        (["提供甲。", "提供乙。"], "？", "提供甲。"),
        (["补" * (LONGEST_HEADLINE - 1) + "。"], "？", "补" * (LONGEST_HEADLINE - 1) + "。"),
        # What is too long is not cut, and what is farther from the question does not take its place.
        ([LONG, "提供甲。"], "贷款额度多少？", None),
        ([""], "字？", None),
        ([], "字？", None),
    ],
    ids=["only", "nearest", "first of equals", "longest", "too long", "empty", "none"],
)
def test_the_nearest_sentence_stands_first_whole_or_not_at_all(sentences: list[str], question: str, first: str | None):
    assert first_line(sentences, question) == first
