"""Dialects become Mandarin, and what a notice writes stays as it is."""

from __future__ import annotations

from pathlib import Path

from every import every

from kb.language import simplified
from kb.language.wording import each_normalised, in_mandarin, normalise, without_filler

CORPUS = Path(__file__).parents[3] / "corpus"


@every(
    ("dialect", "mandarin"),
    [
        ("補貼喺邊度攞，要帶乜嘢？", "补贴在哪里拿,要带什么?"),
        ("失业金有冇得领，几耐先批？", "失业金有没有得领,多久先批?"),
        ("低保咋个办嘛，好多钱一个月？", "低保怎么办嘛,多少钱一个月?"),
        ("侬晓得伐，失业金几钿？", "你知道伐,失业金多少钱?"),
        ("阿嫲七十八，补助佗位办？", "奶奶七十八,补助哪里办?"),
    ],
)
def test_a_question_in_a_dialect_reads_as_mandarin(dialect: str, mandarin: str) -> None:
    assert normalise(dialect) == mandarin
    assert normalise(mandarin) == mandarin


@every(
    "text",
    [
        "周边个体工商户和周边度假区的试点样本",
        "没得到补贴的，给而家庭困难的",
        "花了好多钱看病",
        "几个月、友好耐心、说明儿童权益",
    ],
)
def test_words_that_only_look_like_a_dialect_stay(text: str) -> None:
    assert in_mandarin(text) == text


def test_what_a_question_says_that_it_does_not_ask_is_left_out() -> None:
    assert without_filler("工作日是几天?不是计薪天数", "zh") == "工作日是几天"
    for kept in ("是500元吗?不是600元吗", "能领吗?我不是残疾人", "不是残疾人能领吗"):
        assert without_filler(kept, "zh") == kept


def test_no_text_held_has_a_word_of_a_dialect() -> None:
    files = list(CORPUS.glob("*.txt"))
    assert files
    for file in files:
        text = simplified(file.read_text(encoding="utf-8-sig"))
        assert in_mandarin(text) == text


def test_many_texts_are_normalised_as_each_alone():
    forms = ["請問", "公岗 能領", "Ａ股", "咗", "社保卡①", " 两头　空 ", "5²", "冇", "ﬁ 繁體", "〇○"]
    assert each_normalised(forms) == [normalise(form) for form in forms]
    assert each_normalised([]) == []
