"""How a text is folded for comparing; what is repaired for reading is tested with the files it is read from."""

from __future__ import annotations

from every import every
from hypothesis import given
from hypothesis import strategies as st

from kb.language.normal_form import folded, simplified, well_formed

ANY = st.text(st.characters(blacklist_categories=()))


@every(
    ("text", "plain"),
    [
        ("２０１９年３⽉１⽇", "2019年3月1日"),
        ("１２．５％", "12.5%"),
        ("三萬兩千圓", "三万两千元"),
        ("１６～５９週歲", "16~59周岁"),
        ("１，２００", "1，200"),
        ("二○一九", "二〇一九"),
    ],
)
def test_numbers_and_their_measures_fold_in_place(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(ANY)
def test_folding_keeps_every_place_and_is_done_once(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(ANY)
def test_no_text_is_too_broken_to_be_compared(text: str) -> None:
    well_formed(text).encode("utf-8")
    simplified(text).encode("utf-8")


def test_traditional_script_is_compared_as_simplified() -> None:
    assert simplified("關於發放就業補貼的通知") == "关于发放就业补贴的通知"
