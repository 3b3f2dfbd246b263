"""benefits.yaml as people write it: what is read, and each mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from every import every

from kb.benefits.card_file import CardFile, load_cards, parse_cards
from kb.cases import All, AnyOf, Bounded, Check, ConditionWords, Is, Not, OneOf, Range, Unstated, Vocabulary, Within
from kb.errors import CardError

WORDS = Vocabulary.builtin()
GOOD = """\
subjects:
  post: {zh: 岗位, en: posts}
cards:
  - id: a-post
    subject: post
    document: 某发〔2020〕3号
    clause: 一
    kind: post
    name: 公益性岗位
    official: 公益性岗位
    english: A post
    claimant: {who: person, words: 贫困人口}
    conditions:
      all:
        - registered_poor: 贫困人口
        - not: {disabled: {is: false, words: 残疾}}
        - any:
            - months_to_pension: {under: 60, words: 不足5年}
            - months_in_business: {at_least: 12, words: 12个月以上, clause: 二}
        - employment: {in: flexible, words: 灵活就业}
        - region: {in: [南京市, 南通市], words: 南京市、南通市}
        - check: {plain: 经认定, en: recognised, words: 经认定的}
        - unstated: 按规定
    amount: {plain: 每人1000元, yuan: 1000, per: person, words: 每人1000元}
    term:
      - {plain: 可延长, words: 可延长, when: {months_to_pension: {under: 60, words: 不足5年}}}
      - {plain: 3年, months: 36, words: 最长3年}
without_card:
  - {document: 某发〔2020〕3号, clause: 二, reason: 没有待遇}
"""


def test_a_card_is_read_into_conditions_that_can_be_weighed() -> None:
    file = parse_cards(GOOD, WORDS)
    card = file.cards[0]
    assert (card.line, file.without_card[0].line) == (4, 29)
    assert card.claimant.who == ("person",)
    assert card.conditions is not None
    assert card.conditions.condition == All(
        (
            Is(WORDS.facts["registered_poor"], True, ConditionWords("贫困人口")),
            Not(Is(WORDS.facts["disabled"], False, ConditionWords("残疾"))),
            AnyOf(
                (
                    Bounded(WORDS.facts["months_to_pension"], Range(0, 59), ConditionWords("不足5年")),
                    Bounded(WORDS.facts["months_in_business"], Range(12, None), ConditionWords("12个月以上", "二")),
                )
            ),
            OneOf(WORDS.facts["employment"], ("flexible",), ConditionWords("灵活就业")),
            Within(("南京市", "南通市"), ConditionWords("南京市、南通市")),
            Check("经认定", ConditionWords("经认定的"), "recognised"),
            Unstated(ConditionWords("按规定")),
        )
    )
    assert [term.months for term in card.term] == [None, 36]


def test_a_file_is_stored_and_read_back_as_it_was() -> None:
    file = parse_cards(GOOD, WORDS)
    again = CardFile.model_validate_json(file.model_dump_json(by_alias=True, exclude_unset=True))
    assert again.model_dump() == file.model_dump()
    assert again.cards[0].conditions == file.cards[0].conditions


@every(
    ("good", "bad", "line", "said"),
    [
        ("registered_poor: 贫困", "registerd_poor: 贫困", 15, "不认识"),
        ("kind: post", "kind: posts", 8, "kind"),
        ("    name: 公益性岗位\n", "", 4, "缺少"),
        ("subject: post", "subject: loan", 5, "不在 subjects 中"),
        ("who: person", "who: dog", 12, "dog"),
        ("in: flexible", "in: bendy", 20, "bendy"),
        ("{under: 60, words: 不足5年}\n            -", "{words: 不足5年}\n            -", 18, "under"),
        (
            "{under: 60, words: 不足5年}\n            -",
            "{under: 60, at_most: 3, words: 不足5年}\n            -",
            18,
            "只能有一个",
        ),
        ("unstated: 按规定", "unstated: 按规定\n          rural: 农村", 23, "恰好一个键"),
        ("unstated: 按规定", 'unstated: ""', 23, "unstated"),
        ("yuan: 1000", "yuan: 一千", 24, "yuan"),
        ("reason: 没有待遇", "reson: 没有待遇", 29, ""),
        ("subjects:\n", "subjects: [\n", 3, "YAML"),
        ("    kind: post\n", "    kind: post\n    kind: loan\n", 9, "重复"),
        ("without_card:", "  - {id: a-post, subject: post}\nwithout_card:", 28, "缺少"),
    ],
)
def test_a_mistake_is_named_with_its_line(good: str, bad: str, line: int, said: str) -> None:
    assert good in GOOD
    with pytest.raises(CardError) as caught:
        parse_cards(GOOD.replace(good, bad, 1), WORDS)
    assert f"benefits.yaml 第 {line} 行" in str(caught.value) or f"line {line}:" in str(caught.value)
    assert said in str(caught.value)


@every(
    ("place", "line"),
    [
        ((), 4),
        (("document",), 6),
        (("claimant", "words"), 12),
        (("conditions", "all", 0, "registered_poor", "words"), 15),
        (("conditions", "all", 2, "any", 1, "months_in_business", "at_least"), 19),
        (("amount", 0, "yuan"), 24),
        (("term", 1, "months"), 27),
        (("ends", "day"), 4),
    ],
)
def test_the_line_of_a_field(place: tuple[int | str, ...], line: int) -> None:
    # `amount` is one value where a list is meant; `ends` is not there, so the card's own line is the nearest.
    assert parse_cards(GOOD, WORDS).cards[0].line_of(place) == line


def test_one_value_over_several_lines_where_a_list_is_meant() -> None:
    written = "    amount:\n      plain: 每人1000元\n      yuan: 一千\n      words: 每人1000元\n"
    with pytest.raises(CardError, match=r"第 26 行cards\.0\.amount\.0\.yuan"):
        parse_cards(
            GOOD.replace("    amount: {plain: 每人1000元, yuan: 1000, per: person, words: 每人1000元}\n", written),
            WORDS,
        )


def test_a_card_that_was_not_read_from_a_file_has_no_lines() -> None:
    file = parse_cards(GOOD, WORDS)
    again = CardFile.model_validate_json(file.model_dump_json(by_alias=True, exclude_unset=True))
    assert again.cards[0].line_of(("name",)) == 0


def test_the_single_conditions_with_their_places() -> None:
    conditions = parse_cards(GOOD, WORDS).cards[0].conditions
    assert conditions is not None
    assert [leaf.place for leaf in conditions.leaves] == [
        ("all", 0, "registered_poor"),
        ("all", 1, "not", "disabled"),
        ("all", 2, "any", 0, "months_to_pension"),
        ("all", 2, "any", 1, "months_in_business"),
        ("all", 3, "employment"),
        ("all", 4, "region"),
        ("all", 5, "check"),
        ("all", 6, "unstated"),
    ]


def test_two_cards_of_one_id() -> None:
    again = GOOD.split("cards:\n")[1].split("without_card")[0]
    with pytest.raises(CardError, match="第 4 行重复"):
        parse_cards(GOOD.replace("without_card", again + "without_card", 1), WORDS)


def test_no_file_and_an_unreadable_one(tmp_path: Path) -> None:
    assert load_cards(tmp_path, WORDS) is None
    (tmp_path / "benefits.yaml").write_bytes("cards: 岗位".encode("gbk"))
    with pytest.raises(CardError, match="UTF-8"):
        load_cards(tmp_path, WORDS)
    (tmp_path / "benefits.yaml").write_text("", encoding="utf-8")
    with pytest.raises(CardError, match="空"):
        load_cards(tmp_path, WORDS)
