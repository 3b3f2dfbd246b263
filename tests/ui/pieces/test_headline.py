from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store import KnowledgeBase
from ui.pieces.headline import LONGEST_HEADLINE, Headline, first_line

LONG = (
    "大力实施农村创业富民行动计划，加快推进城镇创业扶持政策向农村延伸覆盖，将返乡农民工和低收入农户劳动力纳入创业担保贷款范围，"
    "贷款额度、贷款期限分别提高到10万元和3年，并按规定给予贷款财政贴息。"
)


def test_a_short_sentence_is_its_own_first_line():
    assert first_line(["补贴期限最长不超过3年。"], "补贴几年？") == Headline("补贴期限最长不超过3年。")
    assert first_line(["补" * 79 + "。"], "？") == Headline("补" * 79 + "。")


def test_of_a_long_sentence_the_part_with_the_figure_asked_for_is_taken():
    found = first_line([LONG], "创业担保贷款最多贷多少？")
    assert found and found.before and found.after and found.is_part
    assert "10万元和3年" in found.text and "贷款额度、贷款期限" in found.text and len(found.text) <= LONGEST_HEADLINE


def test_where_no_part_is_nearer_how_the_sentence_begins_is_taken():
    found = first_line([LONG], "有什么好消息？")
    assert found and not found.before and found.after
    assert LONG.startswith(found.text) and found.text.startswith("大力实施农村创业富民行动计划，")


def test_the_sentence_nearest_to_the_question_is_taken_and_the_first_of_equals():
    assert first_line(["提供担保贷款。", "贷款额度不超过300万元。"], "贷款额度多少？") == Headline(
        "贷款额度不超过300万元。"
    )
    assert first_line(["提供甲。", "提供乙。"], "？") == Headline("提供甲。")


def test_neither_a_number_nor_a_bracket_is_cut():
    sentence = f"{'在' * 60}，补助1,000元（其中：省级，500元；市级，500元）" + "，" + "余" * 30 + "。"
    found = first_line([sentence], "补助多少？")
    assert found and found.text == "补助1,000元（其中：省级，500元；市级，500元），" + "余" * 30 + "。"
    assert first_line([f"{'在' * 90}（{'内' * 5}，{'外' * 5}）。"], "在不在？") is None


def test_without_a_mark_to_cut_at_there_is_no_first_line():
    assert first_line(["字" * 200], "字？") is None
    assert first_line([""], "字？") is None
    assert first_line([], "字？") is None


@given(
    st.text(alphabet="补贴不超过3年，。；（）“”1,0:元对的 ", max_size=240),
    st.sampled_from(["补贴几年？", "", "多少元"]),
)
def test_whatever_the_sentence_the_fragment_stands_in_it(sentence: str, question: str):
    found = first_line([sentence], question)
    if found:
        assert found.text in sentence and 0 < len(found.text) <= LONGEST_HEADLINE
        assert (
            found.is_part == (len(sentence.strip(" ，；：,;:")) > LONGEST_HEADLINE)
            or len(sentence.strip()) <= LONGEST_HEADLINE
        )


@pytest.mark.parametrize("question", ["补贴多少钱？", "谁能申请？", "What is it?"])
def test_every_sentence_of_the_texts_has_a_verbatim_first_line_or_none(base: KnowledgeBase, question: str):
    cut = whole = none = 0
    for entry in base.documents():
        for clause in base.clauses(entry.document.id):
            for span in clause.sentences:
                sentence = clause.text[span.start : span.end]
                found = first_line([sentence], question)
                if found is None:
                    none += 1
                    continue
                assert found.text in sentence and len(found.text) <= LONGEST_HEADLINE
                whole += not found.is_part
                cut += found.is_part
    # Most sentences fit, and of those that do not nearly all have a part that does.
    assert whole > cut > 0 and none < 0.05 * cut
