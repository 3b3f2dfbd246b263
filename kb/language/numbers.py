"""The grammar of numbers, in every way that notices and people write them, with exact values.

Digits: 500, 12.5, grouped (1,200; 1 200), letter-spaced (5 0 0), in short (10w, 5k). Characters: 三十六, 两百五, 卅八, 廿, 二〇一二, 三点五,
七十有三, a banker's 贰万伍仟. Both with 十百千万亿 (2万5千, 30 万, 1.2亿). Neighbours are a span: 五六百, 十五六. A text is folded first
(kb/language/normal_form.py), which keeps every offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from kb.language.normal_form import folded
from kb.regex import regex

_ONES = "一二两三四五六七八九"
_BANKERS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇俩", "一二三四五六七八九十百千零两")
_ON_BILLS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十", "有": "", "w": "万", "k": "千"}
CHARACTERS = "零〇一二两三四五六七八九十百千廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟"
"""The characters that numbers are spelled with, 万 and 亿 apart."""

ROUGH_NUMBER = rf"(?:\d[\d.,]*|[{CHARACTERS}]+)"
"""Regular expression source of what looks like a number: looser than the grammar, and much faster."""

# A list (100，200元) and the cells of a table (300 200元) look like groups: of three digits only noughts may follow.
_DIGITS = (
    r"(?:[1-9]\d{0,2}(?:,\d{3}){1,4}(?!\d)|[1-9]\d?(?:[，\u0020\u2009\u202f]\d{3}){1,4}(?!\d)|[1-9]\d\d(?:[，\u0020\u2009\u202f]000){1,3}(?!\d)"
    r"|(?<!\d\u0020)\d(?:\u0020\d){1,11}(?!\u0020?\d)|\d{1,15})(?:\.\d{1,6})?"
)
_SPELLED = rf"(?:[{CHARACTERS}]|(?<=[十廿卅])有(?=[{_ONES}])){{1,24}}(?:点[零〇{_ONES}]{{1,6}}(?![{_ONES}零〇]|[十百千](?!分之|万|亿)))?"
_ATOM = rf"(?:{_DIGITS}|{_SPELLED})"
_SCALE = r"(?:\s?[十百千万亿]{1,4}|\s?[wWkK](?![A-Za-z]))"
NUMBER = rf"(?:{_ATOM}(?:{_SCALE}{_ATOM}){{0,6}}{_SCALE}?)"
"""Regular expression source of one number, without groups, for folded text; `number_value` gives the value."""

_WORD_ENDS = str.maketrans("", "", "伍陆拾")
# No ordinals (第3年), none inside longer numbers, codes (A4) or words (几十, 数十, 入伍, 大陆).
_TOKEN = regex(
    rf"(?<![\d.A-Za-z〔\[第几万亿{CHARACTERS.translate(_WORD_ENDS)}])(?<!\d,)(?!(?<=数)十)(?<![入退队行大登着内](?=[伍陆]))(?<!收(?=拾)){NUMBER}"
)
_ONE = rf"(\d+(?:\.\d+)?|[{_ONES}])"
_SECTION = regex(rf"(?:{_ONE}千)?零?(?:{_ONE}百)?零?(?:{_ONE}?(十))?(零)?{_ONE}?")
_PAIR = regex(rf"((?:.*[十百千万亿])?)([{_ONES}])([{_ONES}])((?:[十百千万亿].*)?)")
_VALUES = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2}
_LONGEST = 24


@dataclass(frozen=True)
class Number:
    """A number at `[start, end)` of a text; `upper` is the other end of a span in one word (五六百)."""

    start: int
    end: int
    value: Fraction
    upper: Fraction | None = None


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers of a text in reading order, those of ordinals, codes and idioms left out."""
    for match in _TOKEN.finditer(folded(text)):
        if pair := _pair(match[0]):
            yield Number(*match.span(), *pair)
        elif (value := number_value(match[0])) is not None:
            yield Number(*match.span(), value)


@lru_cache(maxsize=4096)
def number_value(text: str) -> Fraction | None:
    """`三十六` → 36, `1.6万` → 16000, `两百五` → 250, `三点五` → 7/2; None if the text is no number."""
    plain = _plain(text)
    return _scaled(plain) if plain and len(plain) <= _LONGEST else None


def _plain(text: str) -> str:
    bare = re.sub(r"[\s,，]", "", folded(text)).translate(_BANKERS)
    return "".join(_TENS.get(character, character) for character in bare.replace("W", "w").replace("K", "k"))


@lru_cache(maxsize=4096)
def _pair(text: str) -> tuple[Fraction, Fraction] | None:
    """`五六百` → 500 and 600, `十五六` → 15 and 16, `三五` → 3 and 5; None for anything else."""
    found = _PAIR.fullmatch(_plain(text)) if len(text) <= _LONGEST else None
    if not found or (_VALUES[found[2]], _VALUES[found[3]]) not in {(n, n + 1) for n in range(1, 9)} | {(3, 5)}:
        return None
    low, high = (number_value(found[1] + found[place] + found[4]) for place in (2, 3))
    return (low, high) if low is not None and high is not None else None


def _scaled(plain: str) -> Fraction | None:
    """A number with 亿 or 万: what stands before times its scale, and what stands behind; a digit alone behind (一万五) is in short."""
    for scale, times in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = plain.rpartition(scale)
        if not found:
            continue
        many = _scaled(head) if head else Fraction(1)
        rest = Fraction(0) if not tail else _scaled(tail)
        if many is None or rest is None or rest >= times:
            return None
        return many * times + (rest * times / 10 if len(tail) == 1 else rest)
    return _section(f"一{plain}" if plain[0] in "百千" else plain)


def _section(plain: str) -> Fraction | None:
    """A number below 万."""
    whole, point, places = plain.partition("点")
    if point:
        value = _section(whole)
        digits = "".join(str(_VALUES[place]) for place in places)
        return None if value is None or not digits else value + Fraction(int(digits), 10 ** len(digits))
    if re.fullmatch(rf"[零{_ONES}]{{2,}}", plain):
        return Fraction("".join(str(_VALUES[place]) for place in plain))
    if plain == "零":
        return Fraction(0)
    found = _SECTION.fullmatch(plain)
    if not found:
        return None
    thousands, hundreds, tens, ten, naught, ones = found.groups()
    value = 1000 * _one(thousands) + 100 * _one(hundreds) + 10 * (_one(tens) or bool(ten))
    # 一千五 is 1500, 一百二 is 120: in short, where no 零 and no smaller unit stands between.
    short = ones and len(ones) == 1 and not naught and not ten and "零" not in plain
    return value + _one(ones) * (10 if short and hundreds else 100 if short and thousands else 1)


def _one(word: str | None) -> Fraction:
    return Fraction(_VALUES.get(word, word) if word else 0)


def chinese_number(text: str) -> int | None:
    """`三十六` → 36, `二〇一二` → 2012, `5千` → 5000, `一万五` → 15000; None if the text is no whole number."""
    value = number_value(text)
    return int(value) if value is not None and value.denominator == 1 else None


def spelled(number: int) -> str:
    """`105` → `一百零五`, `12` → `十二`, `10010` → `一万零一十`; from 0 to the 亿."""
    words = _in_full(number)
    return words.removeprefix("一") if words.startswith("一十") else words


def spelled_on_bills(number: int) -> str:
    """`105` → `壹佰零伍`, `12` → `壹拾贰`: in the characters that cannot be altered."""
    return _in_full(number).translate(_ON_BILLS)


def _in_full(number: int) -> str:
    for value, unit in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= value:
            many, rest = divmod(number, value)
            naught = "零" if 0 < rest < value // 10 else ""
            return _in_full(many) + unit + naught + (_in_full(rest) if rest else "")
    return "零一二三四五六七八九"[number]
