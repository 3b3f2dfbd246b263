"""Ages and distances in a described situation: `58了`, `五十多岁`, `离领养老金不到五年`, `four years to retirement`, as ranges of whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.english_numerals import english_number
from kb.facts import Range
from kb.numerals import chinese_number

_CN = r"(\d{1,4}|[〇零一二两三四五六七八九十百]{1,6})"
_BELOW = r"(?P<below>不到|不足|不满|未满|少于|小于|低于|不够|没到)?"
_ABOVE = r"(?P<above>超过|多于|大于|不止)?"
_ABOUT = r"(?P<about>大概|大约|差不多|约|将近|快|近)?"
_AGE_ZH = re.compile(
    rf"(?P<said>虚岁)(?:今年)?(\d\d|[〇零一二两三四五六七八九十]{{1,3}})(?![\d个月年])"
    rf"|(?P<nominal>虚岁)?(?P<near>快|将近|不到|差不多|大概)?{_CN}(?P<more>多|来|几)?个?\s*周?岁(?P<around>左右|上下|出头)?(?!以[上下内]|及以|以前|之前)"
    rf"|(?:今年|刚满?|已经?|都|妈|爸|娘|爹|母亲|父亲|爷爷|奶奶|公公|婆婆|岳父|岳母|婶|叔|舅|姨|姑|哥|姐|弟|妹|老公|老婆|媳妇|儿子|女儿|孩子|我|俺|他|她|人)"
    rf"(?:今年|都|刚|快|已经?)?(\d\d|[二三四五六七八九]?十[一二三四五六七八九]?)(?:了|(?=[,，。;\s]|$))"
)
_AGE_EN = re.compile(
    r"\b(?:aged?|age of|age is) (\d{1,3})\b|\b(\d{1,3})[- ]years?[- ]old"
    r"|\b(?:i am|i'm|she is|she's|he is|he's|turn(?:ed|ing)?|who is|is) (\d\d)\b(?!\s*(?:%|months?|years? (?!old)|days?|yuan|people))",
    re.IGNORECASE,
)
_LENGTH = (
    rf"{_BELOW}{_ABOVE}{_ABOUT}(?<![\d.〇零一二两三四五六七八九十百])(?P<n>\d{{1,4}}(?:\.5)?|[〇零一二两三四五六七八九十百]{{1,6}})(?P<odd>多)?"
    r"(?P<unit>年|个月)(?P<half>半)?(?:[零又加]?(?P<more>\d{1,2}|[一二三四五六七八九十]{1,2})个月)?(?P<after>多|左右|以内|之内|内|以上)?"
)
# Years of 养老保险 are years of contributions, unless somebody is so far from it.
_PENSION = r"(?:养老金|养老(?:保险)?待遇|退休(?:年龄|金)?|领养老|领钱的?年龄)"
_DISTANCE_ZH = (
    re.compile(
        rf"(?:离|距离?|到)[^,。;]{{0,8}}?(?:{_PENSION}|养老保险)[^,。;\d]{{0,6}}?(?:还|只)?(?:差|有|剩|要|缺)?(?:着|下)?{_LENGTH}"
    ),
    re.compile(
        rf"(?:[还只](?:有|要|得)|差|剩|缺|再(?:等|过|干)){_LENGTH}(?:就|才|后|便)?(?:可以?|能|要|该|到)?[^,。;]{{0,4}}?{_PENSION}"
    ),
    re.compile(rf"{_PENSION}[^,。;\d]{{0,4}}?(?:还|只)(?:差|有|剩|要){_LENGTH}"),
    re.compile(rf"{_LENGTH}(?:后|之后|就|以?内)[^,。;]{{0,4}}?{_PENSION}"),
)
_ONES_EN = "one|two|three|four|five|six|seven|eight|nine"
_N_EN = (
    r"(?P<below>less than |under |within |fewer than |not quite |not yet )?(?P<above>more than |over )?"
    r"(?P<about>about |around |nearly |almost |roughly )?"
    rf"(?<![\w.])(?P<n>\d{{1,4}}|(?:{_ONES_EN}|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty)(?:[- ](?:{_ONES_EN}))?)"
    r"[- ](?P<unit>years?|months?)(?P<half> and a half)?(?:,? (?:and )?(?P<more>\d{1,2}|[a-z]+) months?)?"
)
_DISTANCE_EN = (
    re.compile(
        rf"(?<!paid )(?<!pay )(?<!contributed ){_N_EN} (?:away )?(?:from|before|to|until|till|short of|off)"
        r" (?:(?!\bage \d)[^.,;]){0,25}?(?:pension|retir)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?=within ){_N_EN} of [^.,;]{{0,15}}?(?:pension|retir)", re.IGNORECASE),
    re.compile(rf"(?:retir\w*|pension) (?:is |begins |starts |comes |age is )?(?:in |only )+{_N_EN}", re.IGNORECASE),
)
_WITHIN = re.compile(r"以内|之内|[年月]内")
_ROUGHLY = re.compile(r"大概|大约|差不多|左右|将近")
_BUSINESS = re.compile(rf"(?:经营|开店|开业|开张|营业|办厂|开了?)(?:了|已经?|有|满|店)*{_LENGTH}")
_BUSINESS_EN = re.compile(
    rf"(?:in business|trading|running|open|operating)[^.,;]{{0,25}}? (?:for )?{_N_EN}", re.IGNORECASE
)
_COURSE = re.compile(rf"(?:培训|学)(?:了|期|班)?(?:只有|共|是|为)?{_CN}[天日]|{_CN}[天日]的?[^,。;]{{0,4}}培训")


@dataclass(frozen=True)
class Measure:
    """`text[start:end]` gives a number of a case; `note` says how it was read where that is not plain (Chinese, English)."""

    fact: str
    value: Range
    start: int
    end: int
    note: tuple[str, str] | None = None


def measures(text: str) -> list[Measure]:
    """The numbers a normalised text gives of a case, in reading order."""
    found = [*_distances(text), *_ages(text)]
    for pattern in (_BUSINESS, _BUSINESS_EN):
        for match in pattern.finditer(text):
            if (value := _length(match)) and not _taken(match, found):
                found.append(Measure("months_in_business", value, match.start(), match.end()))
    for match in _COURSE.finditer(text):
        days = chinese_number(match[1] or match[2])
        if days:
            found.append(Measure("training_days", Range(days, days), match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _taken(match: re.Match[str], found: list[Measure]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in found)


def _distances(text: str) -> Iterator[Measure]:
    taken: list[Measure] = []
    for pattern in (*_DISTANCE_ZH, *_DISTANCE_EN):
        for match in pattern.finditer(text):
            value = _length(match)
            if value and not _taken(match, taken):
                taken.append(
                    Measure("months_to_pension", value, match.start(), match.end(), _whole_years(match, value))
                )
    yield from taken


def _whole_years(match: re.Match[str], value: Range) -> tuple[str, str] | None:
    """A distance of just so many years is taken as it was said: five years are sixty months, not less."""
    if value.low == value.high and value.low and match["unit"].startswith(("年", "year")):
        return (
            f"距领取养老金按整{value.low}个月算",
            f"taken as {value.low} months exactly",
        )
    return None


def _length(match: re.Match[str]) -> Range | None:
    """The months that a length of time may mean."""
    groups = match.groupdict()
    number = groups["n"]
    whole = english_number(number) if number[0].isascii() and number[0].isalpha() else None
    count = int(whole) if whole else chinese_number(number.removesuffix(".5"))
    if count is None:
        return None
    years = groups["unit"].startswith(("年", "year"))
    months = count * (12 if years else 1) + (6 if groups["half"] or number.endswith(".5") else 0)
    if more := groups["more"]:
        further = english_number(more) if more.isascii() and more.isalpha() else chinese_number(more)
        if further is None:
            return None
        months += int(further)
    after = groups.get("after") or ""
    step = 11 if years and not groups["more"] else 0
    if groups["below"]:
        # "Within five years" may be said of five; "less than" is not.
        return Range(0, months if groups["below"].lower().startswith("within") else months - 1)
    if _WITHIN.search(match[0]):
        return Range(0, months)
    if groups["above"] or after == "以上":
        return Range(months + (1 if groups["above"] else 0), None)
    if groups.get("odd") or after == "多":
        return Range(months, months + step)
    if groups["about"] or _ROUGHLY.search(match[0]):
        return Range(max(0, months - step), months + step)
    return Range(months, months)


def _ages(text: str) -> Iterator[Measure]:
    for match in _AGE_ZH.finditer(text):
        age = chinese_number(match[2] or match[5] or match[8])
        if age is None:
            continue
        nominal = bool(match["nominal"] or match["said"])
        value = Range(age, age)
        if match["more"]:
            value = Range(age, age + 9)
        elif match["near"] in ("快", "将近", "不到"):
            value = Range(max(0, age - 2), max(0, age - 1))
        elif match["near"] or match["around"] in ("左右", "上下"):
            value = Range(max(0, age - 3), age + 3)
        elif match["around"]:
            value = Range(age, age + 3)
        elif nominal:
            value = Range(max(0, age - 2), max(0, age - 1))
        note = (
            ("虚岁按周岁小一至两岁", "nominal age, one or two years more than the completed years") if nominal else None
        )
        yield Measure("age", value, match.start(), match.end(), note)
    for match in _AGE_EN.finditer(text):
        age = int(match[1] or match[2] or match[3])
        yield Measure("age", Range(age, age), match.start(), match.end())
