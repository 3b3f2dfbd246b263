"""Where a question is several questions in one sentence."""

from __future__ import annotations

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.questions.subquestions import questions_in


@every(
    ("text", "pieces"),
    [
        ("补贴可领几年，大病保险一年封顶多少", ("补贴可领几年", "大病保险一年封顶多少")),
        ("谁可以申请？需要哪些材料？到哪里办？", ("谁可以申请", "需要哪些材料", "到哪里办")),
        # What asks nothing by itself belongs to the question after it, or to the last one.
        ("我是残疾人，补贴多少，能领几年", ("我是残疾人，补贴多少", "能领几年")),
        ("补贴多少，能领几年，急", ("补贴多少", "能领几年，急")),
        # One question, none, and more than three.
        ("补贴可领几年", ()),
        ("我是残疾人，补贴可领几年", ()),
        ("公益性岗位，扶贫车间", ()),
        ("补贴多少，能领几年，谁可以申请，到哪里办", ()),
        ("", ()),
    ],
)
def test_a_chinese_question_is_cut_where_a_new_one_begins(text: str, pieces: tuple[str, ...]) -> None:
    assert questions_in(text, "zh") == pieces


@every(
    ("text", "pieces"),
    [
        (
            "How much is the subsidy and how long does it last?",
            ("How much is the subsidy", "how long does it last"),
        ),
        ("Who can apply? Where do I apply?", ("Who can apply", "Where do I apply")),
        ("How much is the subsidy for disabled people and veterans?", ()),
        ("Who can apply?", ()),
        ("", ()),
    ],
)
def test_an_english_question_is_cut_where_a_new_one_begins(text: str, pieces: tuple[str, ...]) -> None:
    assert questions_in(text, "en") == pieces


@given(st.lists(st.sampled_from(["补贴多少", "能领几年", "我是残疾人", "谁可以申请", "扶贫车间", ""]), max_size=5))
def test_the_pieces_are_the_question_in_order_two_or_three_of_them(said: list[str]) -> None:
    pieces = questions_in("，".join(said), "zh")
    assert len(pieces) in (0, 2, 3)
    if pieces:
        assert "，".join(pieces) == "，".join(filter(None, said))
