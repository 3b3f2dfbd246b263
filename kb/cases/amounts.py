"""Numbers as people say them in a case: `58岁`, `不到五年`, `五十六七`, `三年差两个月`, `less than five years`, `a woman of 47`.

A number is a range in years of age, months, days or just a number; which fact it states, the words around it say (kb/data/facts.yaml).
Values are read by kb/language; here stand the everyday spans and limits that notices do not use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kb.cases.facts import Range
from kb.language import chinese_number, english_number
from kb.regex import regex

Measure = Literal["years", "months", "days", "bare"]

_D = "一二两三四五六七八九"
_CN = rf"(?:[{_D}零〇十百廿卅卌]|(?<=十)有(?=[一二三四五六七八九](?![个口名位人子年月])))"
# A lone 一 or 三 is a number only before a measure; a digit before 级, 号, 后 … names something.
_N = (
    rf"(?:\d{{1,7}}(?:\.\d)?|(?=[{_D}百]*[十廿卅卌]|{_CN}+(?:个多?月|年|岁|周岁|天|口|亩|块|元|多岁|[多来几]个?[月年岁])){_CN}+"
    r"|[俩仨](?=个?月)|半(?=年|个月))"
)
_SPAN = (
    rf"(?:[{_D}]?十[{_D}][{_D}]|\d{{1,3}}[年岁]?[到至~—-]\d{{1,3}}|\d\d?、\d(?!\d)|(?:[{_D}]?十[{_D}]?|[{_D}])年?[到至](?:[{_D}]?十[{_D}]?|[{_D}])"
    rf"|[{_D}][{_D}](?=个?[年月岁天]))"
)
_ZH = regex(
    rf"(?P<nominal>虚岁(?:今年|是)?)?(?P<below>不到|不足|不满|未满|少于|小于|低于|不够|没到)?(?P<above>超过|多于|大于|不止)?"
    rf"(?P<near>快到?|将近|近|奔|眼看)?(?P<about>大概|大约|差不多|约莫?)?(?:还[有差]?|[有个])*"
    rf"(?<![\d.第{_D}十百廿卅卌])(?:(?P<span>{_SPAN})|(?P<n>{_N}))(?![\d.]*[级号后届次楼栋室路点%])(?P<odd>好几|大几|[多来几])?个?"
    rf"(?P<unit>周?岁(?!半)|年(?!前|后|级|代|纪|龄|\d{1, 2}(?!\d*个月))|个?多?月(?![份初底])|天|日)?(?P<half>半)?"
    rf"(?:[零又加,]?(?P<more>\d{{1,2}}|{_CN}{{1,2}}|[俩仨])个?月)?"
    rf"(?:[差少缺欠](?P<less>\d{{1,2}}|{_CN}{{1,2}}|[俩仨])(?P<lacks>个?月|天|日))?(?:[就还不满够到]*(?P<of>\d{{1,2}}|{_CN}{{1,3}})年)?"
    r"(?P<after>左右|上下|出头|挂零|[以之]?内|以[上下]|多)?"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES})"
_EN = regex(
    rf"(?P<below>less than |under |within |fewer than |not quite |not yet )?(?P<above>more than |over )?"
    rf"(?P<near>almost |nearly |approaching |close to |nearing )?(?P<about>about |around |roughly |approximately )?(?:just |only )?"
    rf"(?<![\w.,])(?:(?P<span>(?:\d{{1,3}}|{_WORD})(?: ?[-–—] ?| to | or |(?<!months) and )(?:\d{{1,3}}|{_WORD})(?=[ -](?:year|month)))"
    rf"|(?P<n>half an?|an?(?= (?:year|month|week|day)\b)|\d{{1,7}}(?:\.5)?|{_WORD}))(?![\w%]|,\d|\.\d)"
    r"(?:[- ](?P<unit>years?[- ](?:old|of age)|years?|months?|weeks?|days?)\b)?(?P<half> and a half)?"
    r"(?:,? (?:and )?(?P<more>\d{1,2}|[a-z]+) months?\b)?(?P<after> or (?:over|more|above))?",
    re.IGNORECASE,
)
_NUMBERED = regex(r"\b(?:grade|level|class|category|degree|number|no\.?)[ -]$", re.IGNORECASE)
"""What a number follows that names a thing, as in `grade 2`."""
_MONTHS = {"年": 12, "year": 12, "月": 1, "month": 1}


@dataclass(frozen=True)
class Amount:
    """`text[start:end]` is a number; `exact_years` where it is a length of just so many years, `nominal` of an age by 虚岁."""

    value: Range
    measure: Measure
    start: int
    end: int
    exact_years: bool = False
    nominal: bool = False


def amounts(text: str) -> list[Amount]:
    """The numbers of a normalised text in reading order; what makes no sense as one is left out."""
    pattern = _ZH if re.search(r"[\u3400-\u9fff]", text) else _EN
    return list(_amounts(pattern, text))


def marked(text: str, found: list[Amount]) -> str:
    """The text with each number replaced by signs of the same length, for kb/cases/phrases.py."""
    for amount in found:
        text = text[: amount.start] + "\ue000" + "\ue001" * (amount.end - amount.start - 1) + text[amount.end :]
    return text


def whole_number(words: str) -> int | None:
    """A whole number in digits, Chinese or English words."""
    if words[:1].isascii() and words[:1].isalpha():
        value = english_number(words)
        return int(value) if value is not None and value.denominator == 1 else None
    return 3 if words == "仨" else chinese_number(words)


def _amounts(pattern: re.Pattern[str], text: str) -> Iterator[Amount]:
    for match in pattern.finditer(text):
        # What comes before a number counts as part of it only where it limits it.
        limits = [
            match.start(name) for name in ("nominal", "below", "above", "near", "about") if match.groupdict().get(name)
        ]
        if _NUMBERED.search(text, 0, match.start("span" if match["span"] else "n")):
            continue
        start = min([*limits, match.start("span" if match["span"] else "n")])
        unit = (match["unit"] or "").lower()
        if "岁" in unit or "old" in unit or "age" in unit or match.groupdict().get("nominal"):
            value, measure = _age(match), "years"
        elif size := next((months for name, months in _MONTHS.items() if name in unit), 0):
            value, measure = _length(match, size), "months"
        elif unit:
            value, measure = _plain(match, 7 if "week" in unit else 1), "days"
        else:
            value, measure = _age(match), "bare"
        if value is not None:
            exact = measure == "months" and unit[0] in "年y" and value.low == value.high
            yield Amount(value, measure, start, match.end(), exact, bool(match.groupdict().get("nominal")))  # type: ignore[arg-type]


def _span(match: re.Match[str]) -> Range | None:
    """`五十六七` → 56 to 57, `55-57`, `55、6` → 55 to 56, `三五` → 3 to 5."""
    words = re.sub(
        r" ?(?:[到至~—–-]|\bto\b|\bor\b|\band\b) ?",
        "-",
        match["span"].lower().translate({ord("年"): None, ord("岁"): None}),
    )
    if pair := re.fullmatch(rf"([{_D}]?十)?([{_D}])([{_D}])", words):
        tens = chinese_number(pair[1]) or 0 if pair[1] else 0
        ends = [tens + (chinese_number(digit) or 0) for digit in pair.group(2, 3)]
    elif pair := re.fullmatch(r"(\d?)(\d)、(\d)", words):
        ends = [int(pair[1] + digit) for digit in pair.group(2, 3)]
    else:
        ends = [number for part in words.split("-") if (number := whole_number(part)) is not None]
    return Range(*ends) if len(ends) == 2 and ends[0] < ends[1] else None


def _plain(match: re.Match[str], size: int) -> Range | None:
    if match["span"]:
        return _span(match)
    number = whole_number(match["n"].lower())
    return None if number is None else Range(number * size, number * size)


def _age(match: re.Match[str]) -> Range | None:
    """A number of years with what is said around it: `快六十` is 58 or 59, `六十出头` up to 63."""
    value = _plain(match, 1)
    if value is None or match["span"]:
        return value
    age, odd, after = value.low, match.groupdict().get("odd"), match["after"] or ""
    if odd or after == "多":
        return Range(age, age + 9) if age % 10 == 0 else value
    if match["near"] or match["below"] or match.groupdict().get("nominal"):
        return Range(max(0, age - 2), max(0, age - 1))
    if match["above"] or after in ("以上", " or over", " or more", " or above"):
        return Range(age, None)
    if after in ("出头", "挂零"):
        return Range(age, age + 3)
    return Range(max(0, age - 3), age + 3) if match["about"] or after in ("左右", "上下") else value


def _length(match: re.Match[str], size: int) -> Range | None:
    """The months that a length of time may mean."""
    if match["span"]:
        span = _span(match)
        return Range(span.low * size, (span.high or 0) * size) if span else None
    words, said = match["n"].lower(), match.groupdict()
    halves = words.startswith(("half", "半"))
    count = 0 if halves else 1 if words in ("a", "an") else whole_number(words.removesuffix(".5"))
    further = whole_number(match["more"]) if match["more"] else 0
    if count is None or further is None or (halves and size == 1):
        return None
    months = count * size + (6 if halves or match["half"] or words.endswith(".5") else 0) + further
    if said.get("less") or said.get("of"):
        return _lacking(months, said)
    step, after = (11 if size == 12 and not further else 0), match["after"] or ""
    if match["below"] or "内" in after:
        # "Within five years" may be said of five; "less than" is not.
        within = not match["below"] or match["below"].lower().startswith("within")
        return Range(0, months if within else months - 1)
    if match["above"] or after == "以上":
        return Range(months + (1 if match["above"] else 0), None)
    if said.get("odd") == "几":
        return Range(months, months + 9 * size + step)
    if said.get("odd") or after == "多" or "多月" in (match["unit"] or ""):
        return Range(months, months + step)
    if match["about"] or match["near"] or after in ("左右", "上下"):
        return Range(max(0, months - step), months + step)
    return Range(months, months)


def _lacking(months: int, said: dict[str, str | None]) -> Range | None:
    """`三年差两个月` and `差两个月五年`: so many months short of whole years."""
    whole, short = months, whole_number(said["less"] or "") if said["less"] else None
    if said["of"]:
        whole, short = 12 * (whole_number(said["of"]) or 0), months
    if said["less"] and said["lacks"] in ("天", "日"):
        short = 1
    return Range(whole - short, whole - short) if short is not None and 0 < short < whole else None
