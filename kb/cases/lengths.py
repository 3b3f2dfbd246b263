"""Lengths of time in a described situation: `离领养老金不到五年`, `还差五六年退休`, `five to six years to retirement`, as ranges of months.

Ages: kb/cases/ages.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kb.cases.ages import Measure, Note, ages, span_of, spoken_number
from kb.cases.facts import Range
from kb.language import chinese_number

_CN = r"(\d{1,4}|[〇零一二两三四五六七八九十百]{1,6})"
_BELOW = r"(?P<below>不到|不足|不满|未满|少于|小于|低于|不够|没到)?"
_ABOVE = r"(?P<above>超过|多于|大于|不止)?"
_ABOUT = r"(?P<about>大概|大约|差不多|约莫?|将近|快|近)?"
_DIGIT = "一二两三四五六七八九"
# 五六年, 5到6年, 五年到六年, 5、6年, 三五年
_SPAN = rf"(?:\d{{1,3}}年?(?:到|至|或|[-~—])\d{{1,3}}|\d、\d|十?[{_DIGIT}][{_DIGIT}]|[{_DIGIT}十]{{1,3}}年?(?:到|至|或)[{_DIGIT}十]{{1,3}})"
_LENGTH = (
    rf"{_BELOW}{_ABOVE}{_ABOUT}个?(?<![\d.〇零一二两三四五六七八九十百])(?:(?P<span>{_SPAN})|(?P<n>\d{{1,4}}(?:\.5)?"
    rf"|[〇零一二两三四五六七八九十百]{{1,6}}|[俩仨半]))(?P<odd>多|来|几)?"
    r"(?P<unit>年|个多?月|(?<=[俩仨])月)(?P<half>半)?(?:[零又加,]?(?P<more>\d{1,2}|[一二两三四五六七八九十]{1,2}|俩"
    r"|仨)个?月)?(?:[差少缺欠](?P<less>\d{1,2}|[一二两三四五六七八九十]{1,2}|俩|仨|几)(?P<lacks>个?月|天|日))?(?:(?:就"
    r"|还?不?[满够到])*(?P<of>\d{1,2}|[一二两三四五六七八九十]{1,3})年)?(?P<after>多|左右|以内|之内|内|以上)?"
)
# Years of 养老保险 are years of contributions, unless somebody is so far from it.
_PENSION = r"(?:养老金|养老(?:保险)?待遇|退休(?:年龄|金)?|领养老|领钱的?年龄)"
_DISTANCE_ZH = (
    re.compile(
        rf"(?:离|距离?|到)[^,。;]{{0,8}}?(?:{_PENSION}|养老保险)[^,。;\d]{{0,6}}?(?:还|只)?(?:差|有|剩|要|缺)?(?:着"
        rf"|下)?{_LENGTH}"
    ),
    re.compile(
        rf"(?:[还只](?:有|要|得)|差|剩|缺|再(?:等|过|干)){_LENGTH}(?:就|才|后|便)?(?:可以?|能|要|该"
        rf"|到)?[^,。;]{{0,4}}?{_PENSION}"
    ),
    re.compile(rf"{_PENSION}[^,。;\d]{{0,4}}?(?:还|只)(?:[差有剩要得需等上])*{_LENGTH}"),
    re.compile(rf"{_LENGTH}(?:后|之后|就|以?内)[^,。;]{{0,4}}?{_PENSION}"),
)
_ONES_EN = "one|two|three|four|five|six|seven|eight|nine"
_N_EN = (
    r"(?P<below>less than |under |within |fewer than |not quite |not yet )?(?P<above>more than |over )?"
    r"(?P<about>about |around |nearly |almost |roughly )?"
    rf"(?<![\w.])(?:(?P<span>(?:\d{{1,3}}|{_ONES_EN}|ten)(?: ?[-–—] ?| to | or | and )(?:\d{{1,3}}|{_ONES_EN}|ten))"
    rf"|(?P<n>half an?|\d{{1,4}}|(?:{_ONES_EN}|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    rf"|sixty)(?:[- ](?:{_ONES_EN}))?|an?(?= year| month)))"
    r"[- ](?P<unit>years?|months?)(?P<half> and a half)?(?:,? (?:and )?(?P<more>\d{1,2}|[a-z]+) months?)?"
)
_DISTANCE_EN = (
    re.compile(
        rf"(?<!paid )(?<!pay )(?<!contributed ){_N_EN} (?:away )?(?:from|before|to|until|till|short of|off)"
        r" (?:(?!\bage \d)[^.,;]){0,25}?(?:pension|retir)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?=within ){_N_EN} of [^.,;]{{0,15}}?(?:pension|retir)", re.IGNORECASE),
    re.compile(rf"(?:retirement|pension) (?:is |still )*{_N_EN} (?:away|off)", re.IGNORECASE),
    re.compile(rf"(?:retir\w*|pension) (?:is |begins |starts |comes |age is )?(?:in |only )+{_N_EN}", re.IGNORECASE),
)
_WITHIN = re.compile(r"以内|之内|[年月]内")
_ROUGHLY = re.compile(r"大概|大约|差不多|左右|将近")
_BUSINESS = re.compile(
    rf"(?:经营|开店|开业|开张|营业|办厂|开了?|注册|(?:执照|个体户?|店|铺子?|厂子?)[^,。;\d]{{0,3}}[办开领])(?:下来|了|已经?|有"
    rf"|满|店)*{_LENGTH}"
)
_BUSINESS_EN = re.compile(
    rf"(?:in business|trading|running|open|operating|\b(?:run|owned|registered) (?:a|my|the|our"
    rf"|as))[^.,;]{{0,25}}? (?:for )?{_N_EN}",
    re.IGNORECASE,
)
_COURSE = re.compile(rf"(?:培训|学)(?:了|期|班)?(?:只有|共|是|为)?{_CN}[天日]|{_CN}[天日]的?[^,。;]{{0,4}}培训")


def case_measures(text: str, as_of: date | None = None) -> list[Measure]:
    """The numbers a normalised text gives of a case, in reading order; what is a distance is no age."""
    found = list(_distances(text))
    found += [age for age in ages(text, as_of) if not any(_overlap(age, one) for one in found)]
    for pattern in (_BUSINESS, _BUSINESS_EN):
        for match in pattern.finditer(text):
            if (value := _length(match)) and not _taken(match, found):
                found.append(Measure("months_in_business", value, match.start(), match.end()))
    for match in _COURSE.finditer(text):
        days = chinese_number(match[1] or match[2])
        if days:
            found.append(Measure("training_days", Range(days, days), match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _overlap(one: Measure, other: Measure) -> bool:
    return one.start < other.end and other.start < one.end


def _taken(match: re.Match[str], found: list[Measure]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in found)


def _less_than_years(months: int, less: str | None, of: str | None, years: bool) -> Range | None:
    """`三年差两个月` and `差两个月三年` are 34 months; None where it makes no sense."""
    short, whole = (spoken_number(less), months) if less else (months, 12 * (spoken_number(of or "") or 0))
    if short is None or years is not bool(less) or not 0 < short < whole:
        return None
    return Range(whole - short, whole - short)


def _span(words: str, size: int) -> Range | None:
    """`五六` or `5年到6` in months, `size` to the unit; both ends counted."""
    plain = re.sub(r"\s?(?:-|–|—| to | or | and |或|到|至)\s?", "-", words.lower().replace("年", ""))
    span = span_of(plain)
    return Range(span.low * size, (span.high or span.low) * size) if span else None


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


def _whole_years(match: re.Match[str], value: Range) -> Note | None:
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
    years = groups["unit"].startswith(("年", "year"))
    size = 12 if years else 1
    if words := groups["span"]:
        return _span(words, size)
    number = groups["n"].lower()
    halves = number.startswith("half") or number == "半"
    count = 0 if halves else 1 if number in ("a", "an") else spoken_number(number.removesuffix(".5"))
    if count is None or (halves and not years):
        return None
    months = count * size + (6 if halves or groups["half"] or number.endswith(".5") else 0)
    if more := groups["more"]:
        further = spoken_number(more)
        if further is None:
            return None
        months += further
    if (less := groups.get("less")) or (of := groups.get("of")):
        if less and groups["lacks"] in ("天", "日"):
            return Range(months - 1, months - 1)
        return _less_than_years(months, less, of if not less else None, years)
    after = groups.get("after") or ""
    step = 11 if years and not groups["more"] else 0
    if groups["below"]:
        # "Within five years" may be said of five; "less than" is not.
        return Range(0, months if groups["below"].lower().startswith("within") else months - 1)
    if _WITHIN.search(match[0]):
        return Range(0, months)
    if groups["above"] or after == "以上":
        return Range(months + (1 if groups["above"] else 0), None)
    if groups.get("odd") == "几":
        return Range(months, months + 9 * size + step)
    if groups.get("odd") or after == "多":
        return Range(months, months + step)
    if groups["about"] or _ROUGHLY.search(match[0]):
        return Range(max(0, months - step), months + step)
    return Range(months, months)
