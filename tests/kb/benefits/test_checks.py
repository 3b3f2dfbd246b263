"""Are the shipped cards true to their texts, and is each way of being untrue found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from every import every

from kb.benefits.card_figures import english_figures, provable, values_in
from kb.benefits.card_file import parse_cards
from kb.benefits.checks import check_cards, check_coverage, clauses_by_label
from kb.benefits.granting import grants
from kb.benefits.quotations import quote_in
from kb.cases import Vocabulary
from kb.language import Gazetteer
from kb.records import Cell, Clause, LoadedDocument, Span

WORDS = Vocabulary.builtin()
GAZETTEER = Gazetteer.load()
CARDS_TEXT = (Path(__file__).parents[3] / "corpus" / "benefits.yaml").read_text(encoding="utf-8")


def faults(text: str, loaded: list[LoadedDocument]) -> list[str]:
    file = parse_cards(text, WORDS)
    found = check_cards(file, clauses_by_label(loaded), GAZETTEER)
    return [str(fault.message) for fault in [*found, *check_coverage(file, loaded, WORDS)]]


def card_with(good: str, bad: str) -> str:
    """The cards' file with one change and of its cards only the changed one, on its own lines; whole where no card changes."""
    at, text = CARDS_TEXT.index(good), CARDS_TEXT.replace(good, bad, 1)
    first, *_, last = starts = [
        found.start() for found in re.finditer(r"^(?:  - id: |without_card:)", text, re.MULTILINE)
    ]
    if at > last:
        return text
    start = max(start for start in starts if start <= at)
    end = min(end for end in starts if end > at)
    return text[:first] + "\n" * text.count("\n", first, start) + text[start:end]


def test_the_shipped_cards_stand_in_their_texts(loaded: list[LoadedDocument]) -> None:
    file = parse_cards(CARDS_TEXT, WORDS)
    assert faults(CARDS_TEXT, loaded) == []
    assert len(file.cards) >= 60
    assert {card.document for card in file.cards} == {item.document.id for item in loaded}
    assert {card.subject for card in file.cards} == set(file.subjects)


@every(
    ("good", "bad", "said"),
    [
        ("words: 按每人1000元的标准给予", "words: 按每人2000元的标准给予", "不在 二（一）1 中"),
        ("plain: 每人1000元，一次性", "plain: 每人1500元，一次性", "1500"),
        ("plain: 不超过3年, en: 3 years", "plain: 不超过3年, en: 4 years", "4"),
        ("yuan: 3000000", "yuan: 30000000", "30000000"),
        ("months: 36", "months: 48", "48"),
        ("{under: 60, words: 距享受", "{under: 61, words: 距享受", "under 61"),
        ("{under: 60, words: 距享受", "{at_most: 60, words: 距享受", "at_most 60"),
        ("{at_least: 12, words: 正常", "{at_least: 11, words: 正常", "at_least 11"),
        ("{at_most: 5, words: 培训期", "{under: 5, words: 培训期", "under 5"),
        ("per: once, exactness: at_least", "per: once, exactness: at_most", "exactness"),
        ("exactness: about, words: 按照每生", "exactness: at_least, words: 按照每生", "exactness"),
        ("in: [南京市, 南通市]", "in: [南京市, 南桐市]", "南桐市"),
        ("official: 农村公益性岗位\n", "official: 乡镇公益性岗位\n", "official"),
        ("    clause: 二（一）2\n", "    clause: 二（一）22\n", "没有条款 二（一）22"),
        ("clause: 第3段}", "clause: 第300段}", "没有条款 第300段"),
        ("day: 2021-12-31", "day: 2022-12-31", "2022-12-31"),
        ("    document: hainan-2016-labour-export-digest\n", "    document: hainan\n", "没有文件 hainan"),
        (
            "  - {document: 临人社发〔2016〕12号, clause: 三（二）, reason: 资金拨付给县区，不由个人或单位申领}\n",
            "",
            "三（二）",
        ),
        ("clause: 附件2第11项, reason", "clause: 附件2第99项, reason", "附件2第99项"),
    ],
)
def test_what_is_untrue_is_named(good: str, bad: str, said: str, loaded: list[LoadedDocument]) -> None:
    assert good in CARDS_TEXT
    file = parse_cards(card_with(good, bad), WORDS)
    found = [str(fault.message) for fault in check_cards(file, clauses_by_label(loaded), GAZETTEER)]
    if len(file.cards) > 1:
        found += [str(fault.message) for fault in check_coverage(file, loaded, WORDS)]
    assert any(said in text for text in found), found


@every(
    ("good", "bad"),
    [
        ("        months: 36\n", "        months: 48\n"),
        ("        en: 3 years at most\n", "        en: 4 years at most\n"),
        ("        words: 其余人员最长不超过3年\n", "        words: 其他人员最长不超过3年\n"),
        ("        - no_job_on_market: 通过市场渠道", "        - no_job_on_market: 在市场渠道"),
        ("            - months_to_pension: {under: 60", "            - months_to_pension: {at_most: 60"),
        ("        when: {months_to_pension: {under: 60", "        when: {months_to_pension: {under: 59"),
        ("    name: 农村公益性岗位和岗位补贴", "    name: 农村公益性岗位和500元岗位补贴"),
        ("    english: Rural public-welfare post with a wage", "    english: Rural post for 7 years with a wage"),
        ("    official: 农村公益性岗位\n", "    official: 乡镇公益性岗位\n"),
        ("        - region: {in: [南京市, 南通市]", "        - region: {in: [南京市, 南桐市]"),
        ("    from_elsewhere: 中西部贫困家庭", "    from_elsewhere: 中西部困难家庭"),
        ("    ends: {day: 2021-12-31", "    ends: {day: 2022-12-31"),
        ("    document: hainan-2016-labour-export-digest\n", "    document: hainan\n"),
        ("        - check: {plain: 在12个月内", "        - check: {plain: 在10个月内"),
    ],
)
def test_a_fault_carries_the_line_of_its_field(good: str, bad: str, loaded: list[LoadedDocument]) -> None:
    line = CARDS_TEXT[: CARDS_TEXT.index(good)].count("\n") + 1
    found = check_cards(parse_cards(card_with(good, bad), WORDS), clauses_by_label(loaded), GAZETTEER)
    assert [fault.line for fault in found] == [line]
    assert f"benefits.yaml 第 {line} 行 卡片 " in found[0].message.zh


CLAUSE = Clause(
    "某发〔2020〕3号 一",
    "某发〔2020〕3号",
    "一",
    "row",
    (),
    "标准：每人 1000元",
    (-1, -1, -1, 5, 6, -1, 7, 8, 9, 10, 11),
    (Span(0, 11),),
    cells=(Cell("标准", "每人 1000元", 5),),
)


def test_words_are_found_whatever_the_white_space() -> None:
    found = quote_in(CLAUSE, "每人1000元")
    assert found is not None
    assert (found.text, found.start, found.end) == ("每人 1000元", 3, 11)
    assert quote_in(CLAUSE, "每人\n1000 元") == found
    assert quote_in(CLAUSE, "每人100元") is None
    # The column's name was put in: it is no word of the text.
    assert quote_in(CLAUSE, "标准：每人") is None


@every(
    ("text", "values"),
    [
        ("最高额度不超过300万元", {3_000_000}),
        ("三年", {3}),
        ("培训期5天以内", {5}),
        ("减半", {Fraction(1, 2)}),
        ("1.2万名", {12_000}),
        ("三支一扶", set()),
        ("每人每年不低于3,000元", {3000}),
        ("80%和70%以上", {80, 70}),
        ("第九条", set()),
    ],
)
def test_figures(text: str, values: set[int | Fraction]) -> None:
    assert values_in(text) == {Fraction(value) for value in values}


def test_words_prove_years_in_months_and_a_half_in_percent() -> None:
    assert provable("不足5年") == {5, 60}
    assert provable("大病保险起付标准减半") == {Fraction(1, 2), 50}
    assert english_figures("at most RMB 500,000 for three years") == {500_000, 3}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("对失业人员给予每人500元补贴。", ["subsidy"]),
        ("由政府全额代缴养老保险费。", ["insurance_relief"]),
        ("免除其住宿费。", ["fee_waiver"]),
        ("各地要加强组织领导。", []),
        ("提供担保贷款。开展宣传。给予奖补。", ["loan", "subsidy"]),
        ("任何单位不得截留、挪用补贴资金。", []),
        ("补贴标准不得低于最低工资，严禁虚报。", ["subsidy"]),
    ],
)
def test_sentences_that_grant(text: str, kinds: list[str], make_clause: Callable[[str], Clause]) -> None:
    assert [grant.kind for grant in grants(make_clause(text), WORDS)] == kinds


def test_a_blank_form_grants_nothing(make_clause: Callable[[str], Clause]) -> None:
    form = replace(make_clause("助餐补助标准：\n发放补贴餐数："), kind="block", label="附件第1段")
    assert grants(form, WORDS) == ()


@pytest.fixture
def make_clause() -> Callable[[str], Clause]:
    """A clause of one text, cut after each full stop."""

    def make(text: str) -> Clause:
        ends = [at + 1 for at, character in enumerate(text) if character == "。"]
        spans = tuple(Span(start, end) for start, end in zip([0, *ends], ends, strict=False))
        return Clause("甲 一", "甲", "一", "clause", (), text, tuple(range(len(text))), spans)

    return make
