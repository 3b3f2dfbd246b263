"""The numbers of a sentence as read one kind at a time: `5 亿元` → 500000000 yuan, 两年半 → 30 months; kb/language/figures.py puts them together.

Readings may overlap; of those that do, the one given first holds. Takes text with half-width digits.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kb.language.dates import BOUNDED_SPACE, find_dates
from kb.language.figure_bounds import Bound
from kb.language.numbers import number_value
from kb.language.quantities import COUNTERS, MONEY, WAIVED, FigureKind

_CN = "零〇一二两三四五六七八九十百千"
_N = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九十][{_CN}]*)"
    rf"(?:\s?[十百千]?[万亿]{{1,2}}[{_CN}]*|\s?[百千](?![{_CN}]))?"
)
# No ordinals (第3年), no numbers inside longer ones or inside codes.
_START = rf"(?<![\d.,第〔\[A-Za-z{_CN}万亿])(?<![\dA-Za-z][-－])"
_TO = r"\s?(?:[-~—–－～]{1,2}|至|到)\s?"
_MORE = r"(?:\s?[多余](?=\s?(?:[万亿]|\D)))?"


@dataclass(frozen=True)
class FigureReading:
    """A number at `[start, end)` with what it measures, without the words around it; `bounds` are those it says itself."""

    start: int
    end: int
    kind: FigureKind
    unit: str
    value: Decimal | None
    upper: Decimal | None = None
    bounds: frozenset[Bound] = frozenset()


def _measured(units: str) -> re.Pattern[str]:
    """A number, or a range whose first end may leave its unit out, before one of the units."""
    return re.compile(
        rf"{_START}(?:(?P<low>{_N})\s?(?P<low_unit>{units})?{_TO})?(?P<number>{_N})(?P<more>{_MORE})(?P<scale>[万亿])?\s?(?P<unit>{units})"
    )


_SPACE = BOUNDED_SPACE.replace("16", "4")
_MONEY = _measured(rf"(?:人民币)?(?:{MONEY})钱?(?!素|宵|旦)")
_PERCENT = _measured(r"[%％]|个百分点|倍")
_SPELLED_PERCENT = re.compile(rf"百分之(?P<low>{_N})(?:{_TO}百分之(?P<high>{_N}))?")
_TENTHS = re.compile(
    rf"(?<![{_CN}\d.])(?P<tenths>[一二三四五六七八九1-9])成(?P<half>半)?(?![立员为果本功熟绩长效人交就品年])"
)
_PART = re.compile(rf"{_START}(?P<below>{_N})分之(?P<above>{_N})")
_AGE = _measured(r"周?岁")
_TERM = _measured(
    r"个?月(?=半)|年(?!度|代|级|第|限|龄|\s?\d{1,2}\s?月)|个月|个?工作日|天(?!然)|日|个?星期|周(?![岁年期边转围末一二三四五六日])|个?小时|学时|课时|分钟"
)
_TERM_REST = re.compile(rf"(?P<half>半)|[零又]?\s?(?P<months>{_N})\s?个月")
_HALF = re.compile(r"(?<![每\d一二两三四五六七八九十年上下前后])半(?:年(?!度|报)|个月)")
_COUNT = _measured(rf"人次|{COUNTERS}")
_IN_QUOTES = re.compile(r"“[^”]{0,24}”|\"[^\"]{0,24}\"")
_NAMES_ONLY = re.compile(r"[一二两三四五六七八九十][\u4e00-\u9fff]*")

# Unit in the text → base unit and how many of it.
_TERM_UNITS: Final[dict[str, tuple[str, int]]] = {
    "年": ("month", 12),
    "个月": ("month", 1),
    "天": ("day", 1),
    "日": ("day", 1),
    "周": ("day", 7),
    "星期": ("day", 7),
    "个星期": ("day", 7),
    "工作日": ("working day", 1),
    "个工作日": ("working day", 1),
    "小时": ("minute", 60),
    "个小时": ("minute", 60),
    "分钟": ("minute", 1),
    "学时": ("class hour", 1),
    "课时": ("class hour", 1),
}
_SAME_COUNTER: Final = {"名": "人", "位": "人"}

_YEAR = r"(?:19|20)\d\d|二[〇零○][〇零○一二三四五六七八九]{2}"
_YEARS = re.compile(rf"(?<![\d-])(?P<low>{_YEAR})(?:\s?年)?(?:{_TO}(?P<high>{_YEAR}))?\s?年度?")
_DAY_OF_YEAR = re.compile(
    rf"(?<![\d{_CN}个])(?P<month>1[0-2]|[1-9]|十[一二]?|[二三四五六七八九]|一)\s?月(?:\s?(?P<day>[12]\d|3[01]|[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号]|(?P<end>[底末])|份)?(?![\d{_CN}半])"
)
_DAY_OF_MONTH = re.compile(r"(?<=[每当次下本]月)(?P<day>[12]\d|3[01]|[1-9])\s?[日号]")
_PLAN = re.compile(r"[“\"]?十[一二三四五六七八九]五[”\"]?(?:规划)?(?:期间|时期|期末|末)?")

_BENEFIT = r"补[贴助偿]|贴息|奖[补励]|返还|减[免征]|免[费除]|优惠|代缴|资助|救助|待遇|报销|发放|扶持|支持"
_OWN_RULES = r"(?:国家|中央|省|市|县|有关|相关|现行|政策|文件|法律|法规|的|和|、)"


@dataclass(frozen=True)
class _Word:
    """What a word that fixes a sum, an age or a term amounts to; `unit` gives way to the fee that the pattern's group `fee` names."""

    pattern: re.Pattern[str]
    kind: FigureKind
    unit: str
    value: Decimal | None = None
    bounds: frozenset[Bound] = frozenset()


_WORDS: Final = (
    # 免学费 and 免住宿费 are not the same relief, 免费 is one of its own.
    _Word(
        re.compile(
            rf"(?<![避减以难未豁])(?:免(?:缴纳|除|于缴纳|[收交缴征])?其?(?P<fee>[\u4e00-\u9fff]{{1,5}}?费(?!用))|{WAIVED})"
        ),
        "money",
        "yuan",
        Decimal(0),
    ),
    _Word(re.compile(r"全额(?!拨款|事业)|全覆盖"), "share", "one", Decimal(1)),
    _Word(re.compile(r"减半"), "share", "one", Decimal("0.5"), frozenset({"down_by"})),
    _Word(re.compile(r"一半(?!天|年|会)|半数"), "share", "one", Decimal("0.5")),
    _Word(re.compile(rf"按照?(?:{_OWN_RULES})*规定(?=[^，,。；;]{{0,20}}?(?:{_BENEFIT}))"), "money", "by the rules"),
    _Word(re.compile(r"(?:当地|本地|所在地|全?[省市县])?(?:月|年)?最低工资(?:标准)?"), "money", "minimum wage"),
    _Word(re.compile(r"法定退休年龄"), "age", "retirement age"),
    _Word(re.compile(r"长期有效"), "duration", "without end"),
)


def calendar_readings(text: str) -> Iterator[FigureReading]:
    """Days, months, years and plan periods; a year alone is yyyy0000, a day of any year mmdd, one of any month dd."""
    for match in _YEARS.finditer(text):
        low, high = (number_value(part.replace("○", "〇")) if part else None for part in match.group("low", "high"))
        if high is not None:
            yield _date(match, int(low or 0) * 10000, int(high) * 10000)
    for mention in find_dates(text):
        day = mention.value.day if mention.precision == "day" else 0
        value = mention.value.year * 10000 + mention.value.month * 100 + day
        yield FigureReading(mention.start, mention.end, "date", "day", Decimal(value))
    for match in _YEARS.finditer(text):
        if not match["high"]:
            yield _date(match, int(number_value(match["low"].replace("○", "〇")) or 0) * 10000)
    for match in _DAY_OF_YEAR.finditer(text):
        month = int(number_value(match["month"]) or 0)
        # 二月 counts 28 days where no year is said.
        last = monthrange(2023, month)[1] if match["end"] else 0
        yield _date(match, month * 100 + (int(number_value(match["day"]) or 0) if match["day"] else last))
    for match in _DAY_OF_MONTH.finditer(text):
        yield _date(match, int(match["day"]))
    for match in _PLAN.finditer(text):
        yield FigureReading(match.start(), match.end(), "date", re.sub(r"[^一-九十五]", "", match[0])[:3], None)


def _date(match: re.Match[str], value: int, upper: int | None = None) -> FigureReading:
    return FigureReading(
        match.start(), match.end(), "date", "day", Decimal(value), Decimal(upper) if upper is not None else None
    )


def measured_readings(text: str) -> Iterator[FigureReading]:
    """Sums, shares, ages, terms and counts: numbers with a measure."""
    for match in _MONEY.finditer(text):
        yield _reading(match, "money", "yuan")
    yield from _shares(text)
    for match in _AGE.finditer(text):
        yield _reading(match, "age", "year")
    yield from _terms(text)
    quoted = [(found.start(), found.end()) for found in _IN_QUOTES.finditer(text)]
    for match in _COUNT.finditer(text):
        unit = match["unit"]
        # A numeral in a slogan (“三支一扶”, “一村一品”) counts nothing, and 一批, 一次性 are no numbers.
        spelled = not match["number"][0].isdigit()
        named = spelled and any(start < match.start() < end for start, end in quoted)
        vague = match["number"] == "一" and unit in "批类级期条种份门场套个项"
        if not named and not vague and not text.startswith("性", match.end()):
            yield _reading(match, "count", _SAME_COUNTER.get(unit, unit))


def word_readings(text: str) -> Iterator[FigureReading]:
    """Words that fix a sum, a share, an age or a term without a number."""
    for word in _WORDS:
        for match in word.pattern.finditer(text):
            unit = match.groupdict().get("fee") or word.unit
            yield FigureReading(match.start(), match.end(), word.kind, unit, word.value, None, word.bounds)


def _shares(text: str) -> Iterator[FigureReading]:
    for match in _PERCENT.finditer(text):
        unit, times = {"%": ("one", 100), "％": ("one", 100), "倍": ("times", 1)}.get(match["unit"], ("point", 1))
        yield _reading(match, "share", unit, Decimal(1) / times)
    for match in _SPELLED_PERCENT.finditer(text):
        yield _share(match, decimal_of(match["low"]), decimal_of(match["high"]))
    for match in _TENTHS.finditer(text):
        tenths = decimal_of(match["tenths"])
        yield _share(match, tenths and (10 * tenths + (5 if match["half"] else 0)), None)
    for match in _PART.finditer(text):
        below, above = decimal_of(match["below"]), decimal_of(match["above"])
        if below and above and below != 100:
            yield _share(match, 100 * above / below, None)


def _share(match: re.Match[str], percent: Decimal | None, upper: Decimal | None) -> FigureReading:
    return FigureReading(match.start(), match.end(), "share", "one", percent and percent / 100, upper and upper / 100)


def _terms(text: str) -> Iterator[FigureReading]:
    for match in _TERM.finditer(text):
        said = match["unit"].replace(" ", "")
        unit, times = _TERM_UNITS.get(said, ("month", 1))
        reading = _reading(match, "duration", unit, Decimal(times))
        if said == "年" and reading.value is not None and reading.value >= 12 * 1900:
            continue
        if said == "年" and reading.value is not None and (rest := _TERM_REST.match(text, match.end())):
            more = Decimal(6) if rest["half"] else decimal_of(rest["months"]) or Decimal(0)
            yield FigureReading(match.start(), rest.end(), "duration", unit, reading.value + more)
        else:
            yield reading
    for match in _HALF.finditer(text):
        unit, value = ("month", Decimal(6)) if "年" in match[0] else ("day", Decimal(15))
        yield FigureReading(match.start(), match.end(), "duration", unit, value)


def _reading(match: re.Match[str], kind: FigureKind, unit: str, times: Decimal = Decimal(1)) -> FigureReading:
    number = decimal_of(match["number"] + (match["scale"] or ""))
    upper = None
    if match["low"]:
        # 3-5万元: the first number shares the unit, and the 万, of the second.
        scale = re.search(r"[万亿]+$", match["number"] + (match["scale"] or ""))
        plain = not match["low_unit"] and not re.search(r"[万亿]", match["low"])
        number, upper = decimal_of(match["low"] + (scale[0] if scale and plain else "")), number
    about: frozenset[Bound] = frozenset({"about"}) if match["more"] else frozenset()
    return FigureReading(
        match.start(),
        match.end(),
        kind,
        unit,
        number * times if number is not None else None,
        upper * times if upper is not None else None,
        about,
    )


def decimal_of(text: str | None) -> Decimal | None:
    """`1.6 万` → 16000, `三十六` → 36, `1,200` → 1200; None for no number."""
    value = number_value(re.sub(r"[\s,]", "", text)) if text else None
    return Decimal(value.numerator) / Decimal(value.denominator) if value is not None else None
