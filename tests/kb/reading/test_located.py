from __future__ import annotations

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.reading.located import Located, bare, joined, tidy


@every(
    ("typed", "tidied"),
    [
        ("到 2020 年， 每户 1 人", "到2020年，每户1人"),
        ("江苏省财政厅 江苏省民政厅", "江苏省财政厅 江苏省民政厅"),
        ("  实现“能转尽转”;  对劳动年龄", "实现“能转尽转”;对劳动年龄"),
        ("(一) 强化精准就业援助。", "(一)强化精准就业援助。"),
        ("the  old   rule", "the old rule"),
    ],
)
def test_tidy_keeps_only_the_spaces_that_separate(typed: str, tidied: str) -> None:
    assert tidy(Located.of(typed, 0)).text == tidied


@given(st.text(alphabet="一二年月 ,.，。()（）\u3000\tA1“”", max_size=60), st.integers(0, 1000))
def test_every_character_keeps_its_place(text: str, start: int) -> None:
    tidied = tidy(Located.of(text, start))
    assert bare(tidied.text) == bare(text)
    for character, offset in zip(tidied.text, tidied.offsets, strict=True):
        assert character == " " or text[offset - start] == character


def test_joined_marks_what_was_put_in() -> None:
    whole = joined([Located.of("甲", 5), Located.of("", 6), Located.of("乙", 9)], "\n")
    assert (whole.text, whole.offsets) == ("甲\n乙", (5, -1, 9))
    assert (whole.start, whole.end) == (5, 10)


def test_without_drops_spans() -> None:
    assert Located.of("甲乙丙丁", 0).without([(1, 3)]) == Located("甲丁", (0, 3))
