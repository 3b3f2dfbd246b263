"""Documents named by title."""

from __future__ import annotations

from every import every

from kb.questions import HeldTitles
from kb.questions.titles import titles_named

CITY = "甲市失业保险条例"
HOUSING = "甲市人民政府办公厅关于印发《甲市公共租赁住房管理办法》的通知"
HELD = HeldTitles.of([CITY, HOUSING, "住房公积金管理条例"])


@every(
    ("text", "titles", "held"),
    [
        ("《甲市失业保险条例》规定缴多少", (CITY,), True),
        ("甲市失业保险条例规定缴多少", (CITY,), True),
        ("《甲市公共租赁住房管理办法》的租金", (HOUSING,), True),  # the text that a notice issues
        ("《失业保险条例》规定缴多少", (CITY,), False),
        ("《公租房管理办法》的租金", (HOUSING,), False),
        ("《乙市失业保险条例》规定缴多少", (), False),
    ],
)
def test_titles_held_and_those_that_come_near(text: str, titles: tuple[str, ...], held: bool) -> None:
    (found,) = titles_named(text, HELD)
    assert (found.titles, found.reference.held) == (titles, held)
    assert text[found.reference.start : found.reference.end] in text


@every("text", ["持《就业创业证》能领什么", "按《条例》能领什么", "失业保险条例", "住房公积金怎么交"])
def test_what_is_no_title_of_a_document(text: str) -> None:
    assert titles_named(text, HELD) == ()


def test_of_titles_at_one_place_the_longest_is_meant() -> None:
    held = HeldTitles.of(["城乡医疗救助办法", "甲市城乡医疗救助办法"])
    (found,) = titles_named("甲市城乡医疗救助办法里怎么说", held)
    assert found.titles == ("甲市城乡医疗救助办法",)
