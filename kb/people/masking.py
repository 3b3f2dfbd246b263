"""Personal numbers made unreadable before anything is written down: identity cards, telephones, bank cards.

A mistyped number is still somebody's, so a wrong check digit does not save a number from being masked; check digits only decide where
a row of groups might as well be years or amounts. What policy text needs stays: sums, dates, document numbers, short service numbers.
The rules read a folded text, a character for a character: digits of every script ASCII, dashes and spaces of one kind, invisible and
combining characters left out. Not looked for: passports, licence plates, telephone numbers outside the mainland.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from kb.regex import regex

IDENTITY: Final = "［身份证号］"
PHONE: Final = "［电话号码］"
CARD: Final = "［银行卡号］"
LONG: Final = "［号码］"
# A placeholder with the words that led up to the number: 我的身份证号是［身份证号］.
_LED_UP: Final = regex(
    r"(?:(?:我|他|她|本人|人|家)的?)?(?:身份证|证件|电话|手机|联系方式|联系电话|银行卡|社保卡|卡|账)?(?:号码?|号)?(?:是|为)?[:：,，\s]*"
    + f"(?:{'|'.join(map(re.escape, (IDENTITY, PHONE, CARD, LONG)))})"
)

_INVISIBLE: Final = ("Cf", "Mn", "Me")
_ALIKE: Final = str.maketrans("xХх×−", "XXXX-")
_CHINESE_DIGITS: Final = "零〇○一幺壹二贰三叁四肆五伍六陆七柒八捌九玖"
_CHINESE: Final = str.maketrans(_CHINESE_DIGITS, "0001112233445566778899")
# Stand for what has been masked already, so that no rule reads across it.
_MASKED, _MASKED_PHONE = "\x00", "\x01"

_S: Final = r"[ .·_\-]{0,3}"
_G: Final = r"[ .·_\-]{1,3}"
_ABROAD: Final = rf"(?:\((?:\+ ?|00)?86\){_S}|(?:\+ ?|00)?86{_S})"
_AREA: Final = r"0(?:10|2\d|[3-9]\d\d)"
_LOCAL: Final = rf"(?:[1-9]\d{{6,7}}|[1-9]\d{{2,3}}{_G}\d{{4}}|[1-9]\d{{3}}{_G}\d{{3}})(?!\d)"
_EXTENSION: Final = r"(?:(?: ?(?:转|分机|ext\.?) ?|-)\d{1,5}(?![\d年月元]))?"
_CALLED: Final = (
    r"(?:电话|座机|固话|手机|传真|联系方式|致电|拨打|来电|tel|phone|fax|call)(?:号码|号)?[为是:.(= ]{0,4}"
    rf"|(?:{_MASKED_PHONE}|电话号码\])[、/或和, ]{{1,3}}"
)
_MONEY: Final = r" ?(?:多|余|左右)?(?:元|圆|块|万|亿|美元|港元|欧元|人民币|yuan|rmb|cny)"

# The first two digits of an identity card: the provinces; 9 begins those of foreign residents.
_PROVINCES: Final = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)
_PHONE_SHAPES: Final = frozenset(
    [(11,), (3, 4, 4), (3, 8), (4, 3, 4), (4, 4, 3), (7, 4), (4, 7), (5, 6), (6, 5), (3, 3, 5), (1,) * 11]
)
_OLD_SHAPES: Final = frozenset([(15,), (6, 6, 3), (6, 9), (1,) * 15])
# How cards of mainland banks begin: UnionPay and the schemes, and the banks' own older numbers.
_ISSUERS: Final = regex(r"[45689]|3[0567]|2[2-7]|10")


@dataclass(frozen=True)
class _Rule:
    """Finds the group `n` of `pattern`; `accepts` says whether the match is somebody's number."""

    pattern: re.Pattern[str]
    placeholder: str
    accepts: Callable[[re.Match[str]], bool]


def without_masked(text: str) -> str:
    """A masked text without its placeholders and the words that led up to them, which say nothing of what is asked.

    `有什么补贴？身份证［身份证号］` -> `有什么补贴？`
    """
    return " ".join(_LED_UP.sub(" ", text).split())


def masked(text: str) -> str:
    """The text with each personal number replaced: `打13812345678` → `打［电话号码］`; every other character is kept."""
    while (once := _masked_once(text)) != text:
        text = once
    return text


def _masked_once(text: str) -> str:
    kept = [at for at, character in enumerate(text) if unicodedata.category(character) not in _INVISIBLE]
    folded = "".join(_folded(text[at]) for at in kept)
    spans: list[tuple[int, int, str]] = []
    for rule in _RULES:
        folded = _applied(rule, folded, spans)
    for rule in (*_RULES, _LONG_SPOKEN, _SPOKEN):
        folded = _applied(rule, folded, spans, spoken=True)
    parts, end = [], 0
    for start, stop, placeholder in sorted(spans):
        first, last = kept[start], kept[stop - 1] + 1
        # What combines with the last digit goes with it.
        while last < len(text) and unicodedata.category(text[last]) in _INVISIBLE:
            last += 1
        parts += [text[end:first], placeholder]
        end = last
    return "".join([*parts, text[end:]])


def _folded(character: str) -> str:
    """One character for one, so that places in the folded text are places in the text."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKC", character).translate(_ALIKE)
    # ① and ² are one character wide, but no digits of a number beside them.
    return plain if len(plain) == 1 and not plain.isdecimal() else character


def _applied(rule: _Rule, folded: str, spans: list[tuple[int, int, str]], spoken: bool = False) -> str:
    """The folded text with what the rule finds blotted out, and its places added to `spans`; `spoken`: Chinese digits are digits.

    A match refused is looked into: another may begin inside it.
    """
    at = 0
    read = folded.translate(_CHINESE) if spoken else folded
    while found := rule.pattern.search(read, at):
        start, stop = found.span("n")
        if rule.accepts(found) and (not spoken or _is_spoken(folded[start:stop], rule)):
            spans.append((start, stop, rule.placeholder))
            blot = (_MASKED_PHONE if rule.placeholder == PHONE else _MASKED) * (stop - start)
            folded, read = folded[:start] + blot + folded[stop:], read[:start] + blot + read[stop:]
            at = stop
        else:
            at = start + 1
    return folded


def _is_spoken(words: str, rule: _Rule) -> bool:
    """Whether enough of the digits are Chinese: one is enough in a mobile number, else 一 may have been typed for a dash."""
    spoken = sum(character in _CHINESE_DIGITS for character in words)
    written = sum(character.isdecimal() for character in words)
    return spoken >= (1 if rule is _MOBILE else max(written, 1))


# ------------------------------------------------------------------------------------------------ what is a number


def _digits(words: str) -> str:
    return re.sub(r"[^\dX]", "", words)


def _shape(words: str) -> tuple[int, ...]:
    """The sizes of the groups that a number is written in."""
    return tuple(len(group) for group in re.findall(r"[\dX]+", words))


def _is_identity(found: re.Match[str]) -> bool:
    """18 characters: written in one piece, the check digit is enough; in groups it needs a birthday, or 6 digits of place and a year."""
    words, shape = _digits(found["n"]), _shape(found["n"])
    if not (max(shape) == 1 or (len(shape) <= 6 and min(shape[:-1], default=18) > 1)):
        return False
    if shape == (18,) and (words.endswith("X") or words[-1] == ric.calc_check_digit(words)):
        return True
    if not _is_place(words):
        return False
    return _is_birthday(words[6:14]) or (shape[0] == 6 and words[6:8] in ("19", "20"))


def _is_old_identity(found: re.Match[str]) -> bool:
    """15 digits, issued until 1999: place, birthday without its century, number."""
    words = _digits(found["n"])
    return _shape(found["n"]) in _OLD_SHAPES and _is_place(words) and _is_birthday("19" + words[6:12])


def _is_place(words: str) -> bool:
    return words[0] == "9" or int(words[:2]) in _PROVINCES


def _is_birthday(words: str) -> bool:
    try:
        return 1880 <= ric.get_birth_date("000000" + words).year < 2100
    except InvalidComponent:
        return False


def _is_mobile(found: re.Match[str]) -> bool:
    shape = _shape(found["core"])
    two_years = shape == (4, 4, 3) and re.match(rf"19\d\d{_G}(?:19|20)", found["core"])
    return shape in _PHONE_SHAPES and not two_years and not _is_sum(found)


def _is_long_mobile(found: re.Match[str]) -> bool:
    return not _is_sum(found) and not _is_time(found["n"])


def _is_landline(found: re.Match[str]) -> bool:
    return not _is_sum(found)


def _is_local(found: re.Match[str]) -> bool:
    """7 or 8 digits said to be a telephone number, and neither a sum nor a day."""
    digits = _digits(found["n"])
    following = found.string[found.end("n") :]
    return not re.match(rf"{_MONEY}|年|%", following) and not (len(digits) == 8 and _is_time(digits))


def _is_card(found: re.Match[str]) -> bool:
    digits = found["n"]
    return not _is_sum(found) and not (_is_time(digits) and not luhn.is_valid(digits))


def _is_grouped_card(found: re.Match[str]) -> bool:
    """Groups that might be years or amounts are no card; others are where they begin like one or the check digit is right."""
    groups = re.findall(r"\d+", found["n"])
    digits = "".join(groups)
    years = all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
    amounts = all(group.endswith("00") and group[0] != "0" for group in groups)
    if not 13 <= len(digits) <= 19 or years or amounts or _is_sum(found):
        return False
    return luhn.is_valid(digits) or _ISSUERS.match(digits) is not None


def _is_sum(found: re.Match[str]) -> bool:
    """A round sum of money, in millions, however long: 15000000000元. A telephone number before 元旦 is none."""
    if not _digits(found["n"]).endswith("000000"):
        return False
    before, after = found.string[: found.start("n")], found.string[found.end("n") :]
    return (
        re.match(_MONEY, after, re.IGNORECASE) is not None or re.search(r"(?:[¥￥$]|人民币|rmb) ?$", before) is not None
    )


def _is_time(digits: str) -> bool:
    """A day, or a day and a time, written in one piece: 20160516, 201605161230, 20160516123000."""
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(digits))
    try:
        return form is not None and 1900 <= datetime.strptime(digits, form).year < 2100
    except ValueError:
        return False


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MOBILE = _Rule(
    _compiled(rf"(?<!\d)(?P<n>{_ABROAD}?(?:0{_S})?(?P<core>1{_S}[3-9](?:{_S}\d){{9}}))(?!\d)"), PHONE, _is_mobile
)
_RULES: Final = (
    _Rule(_compiled(rf"(?<!\d)(?P<n>\d(?:{_S}\d){{16}}{_S}[\dX])(?!\d)"), IDENTITY, _is_identity),
    # Before telephone numbers: the groups of a card may look like one.
    _Rule(
        _compiled(
            rf"(?<!\d)(?P<n>(?!0)(?:\d{{4}}(?:{_G}\d{{4}}){{2,3}}(?:{_G}\d{{1,4}})?|\d{{6}}{_G}\d{{7,13}}|\d{{4}}{_G}\d{{6}}{_G}\d{{5}}))(?!\d)"
        ),
        CARD,
        _is_grouped_card,
    ),
    _MOBILE,
    _Rule(_compiled(r"(?<!\d)(?P<n>1[3-9]\d{10})(?!\d)"), PHONE, _is_long_mobile),
    _Rule(
        _compiled(
            rf"(?<!\d)(?P<n>(?:{_ABROAD}?(?:\({_AREA}\)|{_AREA})|\(?(?:\+ ?|00)86\)?{_S}[1-9]\d{{1,2}}){_S}"
            rf"(?:{_LOCAL}|\({_LOCAL}\)){_EXTENSION})"
        ),
        PHONE,
        _is_landline,
    ),
    _Rule(_compiled(rf"(?<!\d)(?P<n>\d(?:{_S}\d){{14}})(?!\d)"), IDENTITY, _is_old_identity),
    _Rule(_compiled(r"(?<!\d)(?P<n>\d{13,19})(?!\d)"), CARD, _is_card),
    _Rule(_compiled(r"(?<!\d)(?P<n>\d{20,})(?!\d)"), LONG, lambda found: not _is_sum(found)),
    _Rule(_compiled(rf"(?:{_CALLED})(?P<n>(?=[2-8]){_LOCAL})"), PHONE, _is_local),
)
# Written as it is read, a number runs into the words beside it (统一一三八…, …七八一直), so neither end is looked at.
_SPOKEN: Final = _Rule(
    _compiled(rf"(?P<n>1{_G}?[3-9](?:{_S}\d){{9}})"), PHONE, lambda found: _shape(found["n"]) in _PHONE_SHAPES
)
_LONG_SPOKEN: Final = _Rule(_compiled(r"(?P<n>\d{11,})"), LONG, lambda found: len(set(found["n"])) > 1)
