"""Ages as people say them: `58了`, `男，58`, `差三个月满59`, `明年60`, `1968年生`, `97年的`, `turning 55 in five years`, `in her late fifties`.

A number of years is an age; a bare one where it stands alone or right after whom it is said of. An age that something happened at (`20岁那年`) or
that a rule asks for (`60岁以上`, `retire at 60`) is none of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kb.cases.amounts import Amount, whole_number
from kb.cases.clauses import Stretch
from kb.cases.facts import Range
from kb.cases.marks import Marks
from kb.cases.phrases import NUMBER
from kb.regex import regex

_BARE_FROM, _BARE_TO = 14, 99
_NOMINAL = ("虚岁按周岁小一至两岁", "nominal age, one or two years more than the completed years")
_BORN = ("年龄按出生年份推算", "the age is reckoned from the year of birth")
_COMING = regex(
    rf"(?:[还就只]?差|还有|再[过有等]|还要|[离距到]?(?P<first>{NUMBER})还?[差有])(?:个|着|了|大概)?(?P<time>{NUMBER})[就才]?"
    rf"(?(first)|(?:就|才|能|到|要|该|满|过)*(?P<age>{NUMBER}))"
    rf"|(?P<when>明年|后年|下个?月|年底|马上|眼看|月底|下半年)(?:就|才|要|该|也|到|满|过)*(?P<then>{NUMBER})"
    rf"|(?:turn(?:s|ing)?|will be|'ll be|is|am|'m|'s) (?P<age_en>{NUMBER}) (?:in (?P<time_en>{NUMBER}|a few months)"
    r"|(?P<when_en>next (?:month|week|year)|soon|shortly|later this year|this (?:month|year)))",
    re.IGNORECASE,
)
_BORN_IN = regex(
    r"(?<!\d)(?:19|20)?(?P<y>\d\d)年(?:(?P<m>\d{1,2})月)?(?:\d{1,2}[日号])?(?:出?生(?!育)|生人|的人?(?=[,，。;\s]|$))"
    r"|生[于日][:：是]?(?:19|20)?(?P<y2>\d\d)年?(?:(?P<m2>\d{1,2})月)?"
    r"|(?<![一二三四五六七八九])(?:一九|二零|二〇)?(?P<y3>[零〇一二三四五六七八九]{2})年(?:(?P<m3>[一二三四五六七八九十]{1,2})月)?(?:出?生|生人)"
    r"|\b(?i:born (?:in|on)(?: \w+)?,? )(?:19|20)(?P<y4>\d\d)\b"
)
_DECADE = regex(
    r"\bin (?:my|his|her) (?P<third>early |mid[- ]|late )?(?P<tens>twenties|thirties|forties|fifties|sixties|seventies|eighties)\b",
    re.IGNORECASE,
)
_TENS = {
    name: 10 * n
    for n, name in enumerate(("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"), 2)
}
_THIRDS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "": (0, 9)}
# What counts something is no age: 5口人, 50只羊, 30女工.
_MEASURE = regex(
    r"[个口名人件户家亩分%度里斤米点代届次回条只头元块万千百平台辆张份年月天多来]|平方|公里|[男女](?:工|生|职工|员工)|\s*(?:%|yuan|rmb|people|workers|mu\b|kids)"
)
# 60岁以上, 60 or over: an age that a rule asks for.
_OF_A_RULE = regex(r"以[上下]$| or (?:over|more|above)$", re.IGNORECASE)
# Here the text goes on after a bare age: 65有残疾证, 59差一年退休, 52女. What happened (55退了) may have happened at it.
_GOES_ON = regex(
    r"[有没无是差离在还就想能残贫了的整住未不才也都,，。;；、!?！？)）\s]|[男女](?![\d儿婿友朋工生孩娃])|一个人|单身|独居|身体|[眼耳腿]|$"
)


@dataclass(frozen=True)
class Age:
    """`text[start:end]` says how old somebody is."""

    value: Range
    start: int
    end: int
    note: tuple[str, str] | None = None


def ages_in(
    text: str, marked: str, numbers: Sequence[Amount], stretch: Stretch, marks: Marks, day: date | None
) -> Iterator[Age]:
    """The ages that a stretch states, none overlapping another; a year of birth counts where the day is given."""
    taken: list[Age] = []
    found = [
        *(_born(text, stretch, day) if day else ()),
        *_coming(marked, numbers, stretch, marks, text),
        *_decades(text, stretch),
    ]
    for age in (*found, *_stated(text, numbers, stretch, marks)):
        if not any(age.start < other.end and other.start < age.end for other in taken):
            taken.append(age)
    yield from sorted(taken, key=lambda age: age.start)


def _stated(text: str, numbers: Sequence[Amount], stretch: Stretch, marks: Marks) -> Iterator[Age]:
    for number in numbers:
        if not stretch.start <= number.start < stretch.end or number.measure not in ("years", "bare"):
            continue
        before, after = text[stretch.start : number.start], text[number.end :]
        if (
            _OF_A_RULE.search(text, number.start, number.end)
            or (marks.before("not_now_before", before) and not marks.before("reached_before", before))
            or marks.after("not_now_after", after[:20])
        ):
            continue
        if number.measure == "bare" and not _is_age(number, text, stretch, marks):
            continue
        yield Age(number.value, number.start, number.end, _NOMINAL if number.nominal else None)


def _is_age(number: Amount, text: str, stretch: Stretch, marks: Marks) -> bool:
    """Whether a bare number stands where an age does: alone, or right after whom it is said of."""
    high = number.value.high if number.value.high is not None else number.value.low
    before, after = text[stretch.begins : number.start] if number.start >= stretch.begins else "", text[number.end :]
    if not (number.value.low >= _BARE_FROM and high <= _BARE_TO) or _MEASURE.match(after):
        return False
    head = re.fullmatch(rf"\s*(?:{marks.edges[0]})*\s*(?:[男女]的?)?", before, re.IGNORECASE) is not None
    led = marks.before("age_lead", text[stretch.start : number.start]) is not None
    if after[:1].isascii() and after[:1].isalpha():
        return False
    goes_on = (
        re.match(r"(?:\s+(?:now|with|years?|and|in|too|or|still|just|has|never)\b|\s*[,;.!?)]|\s*$)", after)
        if before.isascii() and text.isascii()
        else _GOES_ON.match(text[number.end : max(number.end, stretch.end)])
    )
    return (head or led) and goes_on is not None


def _coming(marked: str, numbers: Sequence[Amount], stretch: Stretch, marks: Marks, text: str) -> Iterator[Age]:
    """An age still to come: in 差三个月满59 it is 58."""
    by_start = {number.start: number for number in numbers}
    for match in _COMING.finditer(marked, stretch.start, stretch.end):
        name = next((each for each in ("first", "age", "then", "age_en") if match[each]), None)
        age = by_start.get(match.start(name)) if name else None
        if (
            age is None
            or age.measure not in ("bare", "years")
            or age.value.low < _BARE_FROM
            or marks.after("not_now_after", text[match.end() : match.end() + 20])
        ):
            continue
        time = by_start.get(
            match.start("time") if match["time"] else match.start("time_en") if match["time_en"] else -1
        )
        if time is not None and time.measure not in ("months", "days"):
            continue
        if match["time"] and time is None:
            continue
        years = {"明年": 1, "后年": 2, "next year": 1}.get((match["when"] or match["when_en"] or "").lower(), 0)
        if time is not None and time.exact_years:
            years = time.value.low // 12
        target = age.value.low
        yield Age(Range(target - years - 1, target - years if years else target - 1), match.start(), match.end())


def _born(text: str, stretch: Stretch, day: date) -> Iterator[Age]:
    for match in _BORN_IN.finditer(text, stretch.start, stretch.end):
        said = next(value for name in ("y", "y2", "y3", "y4") if (value := match[name]))
        short = int(said) if said.isdecimal() and said.isascii() else whole_number(said)
        # 97年的 without a word of birth is one only where it is long enough ago.
        if short is None:
            continue
        age = day.year - (2000 + short if short <= day.year % 100 else 1900 + short)
        month = next((whole_number(value) for name in ("m", "m2", "m3") if (value := match[name])), None)
        value = Range(max(0, age - 1), age)
        if month and month != day.month:
            value = Range(age, age) if month < day.month else Range(max(0, age - 1), max(0, age - 1))
        yield Age(value, match.start(), match.end(), _BORN)


def _decades(text: str, stretch: Stretch) -> Iterator[Age]:
    for match in _DECADE.finditer(text, stretch.start, stretch.end):
        low = _TENS[match["tens"].lower()]
        first, last = _THIRDS[(match["third"] or "").lower().rstrip("- ")]
        yield Age(Range(low + first, low + last), match.start(), match.end())
