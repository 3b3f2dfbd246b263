"""Personal numbers never survive, wherever they stand and however they are written; policy text stays as it is."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from every import every
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from eval.questions import DEFAULT_FILE
from kb.people.masking import masked, without_masked

DIGITS = "0123456789"
SEPARATORS = st.sampled_from(["", " ", "-", "  ", " - ", "－", "—", "\u3000", "\u00a0", "\n", ".", "\u200b"])
# Neither a digit nor what may be read as one.
NO_DIGIT = st.text(
    st.characters(exclude_categories=["Cs", "N"], exclude_characters="一二三四五六七八九零〇○幺壹贰叁肆伍陆柒捌玖")
)
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2025, 12, 31)).map(lambda day: f"{day:%Y%m%d}")


def digits(least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=least, max_size=most or least)


def with_check_digit(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


IDENTITIES = st.builds(
    lambda place, day, order: with_check_digit(place + day + order),
    st.sampled_from(["110101", "371302", "320102", "460200", "659001", "810000"]), BIRTHDAYS, digits(3),
)  # fmt: skip
MOBILES = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), digits(9))
CARDS = st.builds(
    lambda prefix, rest: (body := prefix + rest) + luhn.calc_check_digit(body),
    st.sampled_from(["622202", "456351", "955880", "103123"]), digits(6, 12),
)  # fmt: skip


def wide(words: str) -> str:
    """Full-width digits."""
    return "".join(chr(ord(character) + 0xFEE0) if character in DIGITS else character for character in words)


def plain(text: str) -> str:
    """The digits of a text as a reader would pick them out of it."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


@every(
    ("text", "expected"),
    [
        ("我的身份证是371302198001011234。", "我的身份证是［身份证号］。"),  # a wrong check digit
        ("11010519491231002X吗", "［身份证号］吗"),
        ("11010519491231002x", "［身份证号］"),
        ("371302 19800101 1234", "［身份证号］"),
        ("3713 0219 8001 0112 34", "［身份证号］"),
        ("３７１３０２１９８００１０１１２３４", "［身份证号］"),
        ("371302 19801301 1234", "［身份证号］"),  # month 13: mistyped
        ("旧证371302800101123", "旧证［身份证号］"),
        ("371302-800101-123", "［身份证号］"),
        ("打13812345678吧", "打［电话号码］吧"),
        ("138 1234 5678", "［电话号码］"),
        ("138-1234-5678", "［电话号码］"),
        ("1381 234 5678", "［电话号码］"),
        ("138.1234.5678", "［电话号码］"),
        ("1381234\n5678", "［电话号码］"),
        ("+86 138 1234 5678", "［电话号码］"),
        ("+8613812345678", "［电话号码］"),
        ("008613812345678", "［电话号码］"),
        ("0086-138-1234-5678", "［电话号码］"),
        ("（+86）13812345678", "［电话号码］"),
        ("013812345678", "［电话号码］"),
        ("①13812345678", "①［电话号码］"),
        ("1.13812345678", "1.［电话号码］"),
        ("13812345678元旦后", "［电话号码］元旦后"),
        ("138\u200b1234\u200b5678", "［电话号码］"),
        ("1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "［电话号码］"),
        ("13812345678/13912345678", "［电话号码］/［电话号码］"),
        ("0539-8312345", "［电话号码］"),
        ("(0539)8312345", "［电话号码］"),
        ("（联系人：0539-8312345）", "（联系人：［电话号码］）"),
        ("０５３９－８３１２３４５转8001", "［电话号码］"),
        ("010-12345678-8001", "［电话号码］"),
        ("+86 539 8312345", "［电话号码］"),
        ("电话：8312345、8312346", "电话：［电话号码］、［电话号码］"),
        ("卡号6222 0200 1234 5678 901", "卡号［银行卡号］"),
        ("6222-0212-3456-7890", "［银行卡号］"),
        ("6222021234567890123", "［银行卡号］"),
        ("4111111111111111", "［银行卡号］"),
        ("622202 1234567890123", "［银行卡号］"),
        ("一三八一二三四五六七八", "［电话号码］"),
        ("一三八 一二三四 五六七八", "［电话号码］"),
        ("幺三八一二三四五六七八", "［电话号码］"),
        ("1三8一2345678", "［电话号码］"),
        ("三七一三零二一九八零零一零一一二三四", "［身份证号］"),
        ("13812345678371302198001011234", "［号码］"),
    ],
)
def test_personal_numbers_are_replaced(text: str, expected: str) -> None:
    assert masked(text) == expected


@every(
    "text",
    [
        "每人1000元，共15000000元，投资150亿元，合计15000000000元，￥15000000000",
        "15,000,000,000元",
        "2016年5月16日，20160516，2016-05-16，2016.05.16，2016/5/16",
        "2016-05-16 2017-05-16",
        "20160516 20170516",
        "20160516123000",
        "2016-2017 2018-2019；2016 2017 2018 2019",
        "补贴1000 2000 3000 5000",
        "1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15\t16\t17\t18\t19\t20",
        "临人社发〔2016〕12号第二条第（三）款，二（一）2",
        "拨打12333、12345、95588，电话12333，400-123-4567，4001234567",
        "比例为30%、3.5%，第13条，附件12",
        "二〇一六年五月十六日，一百二十三万四千五百六十七元",
        "（○○○○○○○○○○○○）",
        "电话费补贴8312345元；拨打20160516前",
        "",
        "没有数字，只有字。😀",
    ],
)
def test_policy_text_stays(text: str) -> None:
    assert masked(text) == text


def test_of_the_corpus_only_the_telephone_number_is_masked(corpus: Path) -> None:
    found = []
    for file in sorted(corpus.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        for line in text.split("\n"):
            if masked(line) != line:
                found.append(masked(line))
        # White space joins what stands on lines of its own: the whole text must fare no worse.
        assert masked(text).count("［") - text.count("［") == ("025-83233810" in text)
    assert found == ["联系电话:［电话号码］;电子邮箱:xiawenzhe@jshrss.gov.cn。"]


def test_no_question_of_the_set_changes() -> None:
    questions = [json.loads(line)["question"] for line in DEFAULT_FILE.read_text(encoding="utf-8").splitlines()]
    assert len(questions) > 100
    assert [question for question in questions if masked(question) != question] == []


def grouped(number: str, sizes: list[int], separator: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(number[at : at + size])
        at += size
    return separator.join([*pieces, number[at:]] if at < len(number) else pieces)


@given(before=NO_DIGIT, after=NO_DIGIT, number=MOBILES, separator=SEPARATORS, data=st.data())
@example(before="", after="元", number="13812345678", separator="", data=None)
def test_a_mobile_number_never_survives(
    before: str, after: str, number: str, separator: str, data: st.DataObject
) -> None:
    assume(not number.endswith("000000"))  # a round sum where 元 follows
    sizes = data.draw(st.sampled_from([[3, 4, 4], [4, 3, 4], [3, 8], [7, 4]])) if data else [11]
    prefix = data.draw(st.sampled_from(["", "+86", "+86 ", "0086", "0086-", "86 "])) if data else ""
    dressed = prefix + grouped(number, sizes, separator)
    for form in (dressed, wide(dressed)):
        assert plain(masked(before + form + after)) == ""


@given(before=NO_DIGIT, after=NO_DIGIT, number=IDENTITIES, separator=SEPARATORS, slip=st.integers(0, 9))
def test_an_identity_card_never_survives(before: str, after: str, number: str, separator: str, slip: int) -> None:
    for form in (number, wide(number), number[:-1] + str(slip), grouped(number, [6, 8, 4], separator)):
        assume(not form.endswith("000000"))
        result = masked(before + form + after)
        assert plain(result) == ""
        assert number not in result


@given(before=NO_DIGIT, after=NO_DIGIT, place=st.sampled_from(["371302", "110101"]), day=BIRTHDAYS, order=digits(3))
def test_an_old_identity_card_never_survives(before: str, after: str, place: str, day: str, order: str) -> None:
    assert plain(masked(before + place + day[2:] + order + after)) == ""


@given(before=NO_DIGIT, after=NO_DIGIT, number=CARDS, separator=SEPARATORS)
def test_a_bank_card_never_survives(before: str, after: str, number: str, separator: str) -> None:
    assume(not number.endswith("000000"))
    fours = grouped(number, [4] * (len(number) // 4), separator)
    assume(not all(group.endswith("00") for group in re.findall(r"\d+", fours)))
    for form in (number, wide(number), fours):
        assert plain(masked(before + form + after)) == ""


@given(before=NO_DIGIT, after=NO_DIGIT, number=MOBILES)
def test_a_number_spelt_out_never_survives(before: str, after: str, number: str) -> None:
    spelt = "".join("零一二三四五六七八九"[int(digit)] for digit in number)
    assert not re.search("[零一二三四五六七八九]", masked(before + spelt + after))


@given(NO_DIGIT)
def test_a_text_without_digits_is_unchanged(text: str) -> None:
    assert masked(text) == text


@given(st.text(st.sampled_from("0123456789一二三 -+()元年月电话号码［］:、X１２\u200b")))
def test_masking_again_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(before=NO_DIGIT, number=MOBILES, after=NO_DIGIT)
def test_the_rest_of_the_text_is_kept(before: str, number: str, after: str) -> None:
    assume(not number.endswith("000000"))
    # What stands right beside the number may belong to it; a comma does not.
    assert masked(f"{before}，{number}，{after}") == f"{before}，［电话号码］，{after}"


@every(
    ("typed", "asked"),
    [
        ("有什么补贴？身份证372801196801011234", "有什么补贴？"),
        ("我的身份证号是372801196801011234，公益性岗位怎么申请", "，公益性岗位怎么申请"),
        ("办社保卡要带身份证吗？我电话：13812345678", "办社保卡要带身份证吗？"),
        ("13812345678", ""),
        ("办补贴要带身份证吗", "办补贴要带身份证吗"),
    ],
)
def test_what_led_up_to_a_number_is_no_part_of_the_question(typed: str, asked: str) -> None:
    assert without_masked(masked(typed)) == asked
