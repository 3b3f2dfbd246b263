"""Ages as people say them: `58了`, `男，58`, `五十六七岁`, `快六十了`, `差三个月满59`, `1968年生`, `a woman of 47`, `60 in three months`.

An age that something happened at (`20岁那年`), that a rule asks for (`60岁以上`, `retire at 60`) or that is corrected at once is no age of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.cases.facts import Range
from kb.cases.people import KIN_EN, KIN_ZH
from kb.language import chinese_number, english_number

_BARE_FROM, _BARE_TO = 14, 99
_NEAR = 40
Note = tuple[str, str]
_NOMINAL = ("虚岁按周岁小一至两岁", "nominal age, one or two years more than the completed years")
_BORN = ("年龄按出生年份推算", "the age is reckoned from the year of birth")


@dataclass(frozen=True)
class Measure:
    """`text[start:end]` gives a number of a case; `note` says how it was read where that is not plain (Chinese, English)."""

    fact: str
    value: Range
    start: int
    end: int
    note: Note | None = None


_D = "一二两三四五六七八九"
_N = rf"(?<![\d.{_D}十百])(?:\d{{1,3}}|[{_D}]?十[{_D}]?|[{_D}]百[零{_D}十]{{0,4}}|[{_D}零〇])(?![\d.])"
# 五十六七, 55到56, 55、6
_SPAN = rf"(?:[{_D}]?十[{_D}][{_D}]|{_N}(?:到|至|[-~—])(?=[\d{_D}十]){_N}|\d\d、\d(?!\d))"
_KIN = rf"{KIN_ZH}|男人|女人|老头子?|老太太?|本人|自己|[婶叔伯舅姨姑我俺他她人男女]"
_LEAD = rf"(?:(?:(?:{_KIN})是?|今年|现在|如今|年纪|年龄|岁数|现年|都|刚满?|已经?|才|满)[\s,，:：(（]{{0,2}})"
_UNIT_ZH = (
    r"(?![\d.一二两三四五六七八九十百零〇年月天日个岁号级块元万千百十人名件户口家亩分%度里斤米点后代届次回条楼栋室路岁周年多来几出大好]"
    r"|周岁|平方|公里)"
)
_AT_EDGE = r"(?:^|(?<=[,，。;；、!?(（])|(?<=[\u3400-\u9fff，。；、] ))"
_TO_EDGE = r"(?=(?:[整了的啦]|的人|来岁|岁)*(?:[,，。;；、!?)）]|$| (?=[\u3400-\u9fff\d])))"
_AGE_ZH = re.compile(
    rf"(?P<nominal>虚岁?)?(?:今年|是)?(?P<near>快到?|将近|不到|差不多|大概|大约|约|近|奔)?(?P<span>{_SPAN})?(?(span)"
    rf"|(?P<n>{_N}))(?P<more>多|来|几|好几|大几)?个?\s*周?岁(?P<around>左右|上下|出头|挂零|多)?"
    rf"|(?P<nominal2>虚岁)(?:今年|是)?(?P<n2>{_N})(?!个?[月年])"
    rf"|{_LEAD}+(?P<near3>快到?|将近|不到|差不多|大概|大约|约|奔)?(?:(?P<span3>{_SPAN})|(?P<n3>{_N})(?P<more3>好几|大几|出头"
    rf"|挂零|上下|左右|[多来几](?=了|[,，。\s]|$))?){_UNIT_ZH}"
    rf"|{_AT_EDGE}(?P<near4>快到?|将近|奔|大概|大约|差不多)?(?:(?P<span4>{_SPAN})|(?P<n4>{_N})(?P<more4>好几|大几|出头|挂零"
    rf"|上下|左右|[多来几](?=了|的人|[,，。;；、!?)）\s]|$))?)(?:{_TO_EDGE}|(?=了?(?:有|没|是贫|在家)|了))"
)
_COMING_ZH = re.compile(
    rf"(?:[还就只]?差|还有|再[过有等]|[离距到]?(?P<first>{_N})(?:周?岁)?还?[差有]|还要)(?:个|着|了|大概)?(?P<k>{_N}|半|俩"
    rf"|仨)(?P<unit>个多?月|来月|(?<=[俩仨])月|年|天)(?P<half>半)?[就才]?(?(first)|(?:就|才|能|到|要|该"
    rf"|[满过])*(?P<n>{_N})(?:周?岁|整|了|{_TO_EDGE}))"
    rf"|(?P<when>明年|后年|下个?月|年底|马上|眼看|月底|下半年|再过?[几俩]个?[天月])(?:就|才|要|该|也|到"
    rf"|[满过])*(?P<n2>{_N})(?:周?岁|整|了|{_TO_EDGE})"
)
_BORN_ZH = re.compile(
    r"(?<!\d)(?:19|20)?(?P<y>\d\d)年(?:(?P<m>\d{1,2})月)?(?:\d{1,2}[日号])?(?:出?生|生人|的?人(?=[,，。;\s]|$))"
    r"|生[于日][:：是]?(?:19|20)?(?P<y2>\d\d)年?(?:(?P<m2>\d{1,2})月)?"
    r"|(?<![一二三四五六七八九])(?:一九|二零"
    r"|二〇)?(?P<y3>[零〇一二三四五六七八九]{2})年(?:(?P<m3>[一二三四五六七八九十]{1,2})月)?(?:出?生|生人)"
    r"|\b(?i:born (?:in|on)(?: \w+)?,? )(?:19|20)(?P<y4>\d\d)\b"
)
# What stands before or after an age that is not the case's own today.
_NOT_NOW_BEFORE = re.compile(
    r"(?:去年|前年|那年|当时|以前|从|自|(?<!现)在我?|等我?|等到|不满|未满|年?满(?=$)|男性?满?|女性?满?)$"
)
_NOT_NOW_AFTER = re.compile(
    r"(?:以[上下内前后]|及以|之[前后]|那年|那会|的?时候|时|得[的了病]|发[病烧]|受的?伤|致残|摔|出的?事|起|开始|才?(?:可以?|能"
    r"|能够)(?:领|退|拿|享)|才(?:领|退)|(?:就|就能|可以|能)?(?:领(?:养老|钱|取)|退休(?!了|工)))"
)
_NOT_MALE_AGE = re.compile(r"(?:^|[,，、;])[男女]性?(?:满|是)?$")
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_WORDS_EN = rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:{_ONES}))?|(?:four|six|seven|eigh|nine)teen|fifteen)"
_N_EN = rf"(?:\d{{1,3}}|{_WORDS_EN})"
_NEAR_EN = r"(?P<{0}>(?:just |only )?(?:about|around|almost|nearly|roughly|approximately|approaching|close to|over|under|nearing) )?"
_NO_UNIT_EN = (
    r"(?![\d-]|\s*(?:%|months?|weeks?|days?|years? (?!old)|yuan|rmb|people|workers|employees|poor|kids|children|mu\b|am\b|pm\b"
    r"|o'clock|from|short))"
)
_AGE_EN = re.compile(
    rf"(?i:\b{_NEAR_EN.format('near')}(?P<n>{_N_EN})[- ]years?[- ]old"
    rf"|\b(?:aged?(?: of)?|age is|age:) {_NEAR_EN.format('near2')}(?P<n2>{_N_EN})\b(?![- ]?(?:or over|and over|or above))"
    rf"|\b(?:(?:i|he|she|who|person|woman|man|{KIN_EN})(?:'s| is|'m| am)|is|am|i'm|turned|just turned)"
    rf" (?:now |already |just |only )?{_NEAR_EN.format('near3')}(?P<n3>\d\d|{_WORDS_EN})\b{_NO_UNIT_EN}"
    rf"|\b(?:woman|man|lady|widow|widower|person|farmer|worker|villager|resident|male|female|[mf]) (?:of |aged "
    rf"|, ?)?(?P<n4>\d\d|{_WORDS_EN})\b{_NO_UNIT_EN}"
    rf"|(?:^|(?<=[,;.(] )|(?<=[,;(])|(?<=, and )){_NEAR_EN.format('near5')}(?P<n5>\d\d|{_WORDS_EN})(?: now| years)?(?=[,;.)]|$"
    rf"| and | with )"
    rf"|\bin (?:my|his|her) (?P<third>early |mid[- ]|late )?(?P<tens>twenties|thirties|forties|fifties|sixties|seventies"
    rf"|eighties)\b)"
)
_COMING_EN = re.compile(
    rf"(?i:\b(?:turn(?:s|ing)? |will be |'ll be |is |am |'m |'s )(?P<n>\d\d|{_WORDS_EN}) (?:in (?P<k>an?|{_N_EN}|{_ONES}|a few"
    rf"|several|half a) (?P<unit>months?|weeks?|days?|years?)|(?P<when>next (?:month|week|year|spring|summer|autumn|winter)"
    rf"|soon|shortly|later this year|this (?:month|year))))"
)
_NOT_NOW_EN = re.compile(
    r"(?i:(?:pension\w*|retire\w*|retiring|when .{0,12} was|since|from the|was|were|at|over the|under the|minimum"
    r"|legal)(?: the)?(?: age| pension age| retirement age)?(?: of| is)? ?)$"
)
_TENS_NAMES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties")
_TENS_EN = {name: 10 * n for n, name in enumerate(_TENS_NAMES, 2)}


def spoken_number(words: str) -> int | None:
    """A whole number in digits, Chinese or English words."""
    if words[0].isascii() and words[0].isalpha():
        found = english_number(words)
        return int(found) if found is not None and found.denominator == 1 else None
    return {"半": None, "俩": 2, "仨": 3}.get(words, chinese_number(words))


def span_of(words: str) -> Range | None:
    """`五十六七` → 56 to 57, `55-57`, `55、6` → 55 to 56; also `五六`, `三五`; None where it is no such span."""
    if match := re.fullmatch(rf"([{_D}]?十)?([{_D}])([{_D}])", words):
        tens = chinese_number(match[1]) or 0 if match[1] else 0
        low, high = (tens + (chinese_number(part) or 0) for part in match.group(2, 3))
    elif match := re.fullmatch(r"(\d?)(\d)、(\d)", words):
        low, high = (int(match[1] + digit) for digit in match.group(2, 3))
    else:
        ends = [spoken_number(part) for part in re.split(r"[到至~—-]", words)]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            return None
        low, high = ends[0], ends[1]
    return Range(low, high) if low < high else None


def ages(text: str, as_of: date | None = None) -> Iterator[Measure]:
    """The ages a normalised text states of somebody; a year of birth counts where the day is given."""
    taken: list[tuple[int, int]] = []
    for measure in (*_coming(text), *(_born(text, as_of) if as_of else ()), *_stated_zh(text), *_stated_en(text)):
        if not any(start < measure.end and measure.start < end for start, end in taken):
            taken.append((measure.start, measure.end))
            yield measure


def _stated_zh(text: str) -> Iterator[Measure]:
    for match in _AGE_ZH.finditer(text):
        said = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
        value = span_of(said["span"]) if "span" in said else _about(spoken_number(said["n"]), said)
        whole = match.group("n") or match.group("span") or match.group("n2")
        bare = whole is None and value is not None and not _BARE_FROM <= value.low <= _BARE_TO
        number = next(name for name in ("span", "n", "n2", "span3", "n3", "span4", "n4") if match.group(name))
        if value is None or bare or _NOT_NOW_AFTER.match(text, match.end()):
            continue
        before = text[max(0, match.start(number) - _NEAR) : match.start(number)]
        if _NOT_NOW_BEFORE.search(before) and not _NOT_MALE_AGE.search(before):
            continue
        yield Measure("age", value, match.start(), match.end(), _NOMINAL if "nominal" in said else None)


def _about(age: int | None, said: dict[str, str]) -> Range | None:
    """An age with what is said around it: `快六十` is 58 or 59."""
    if age is None or age > 999:
        return None
    more, near, around = said.get("more", ""), said.get("near", ""), said.get("around", "")
    if more in ("多", "来", "几", "好几", "大几") or around == "多":
        return Range(age, age + 9) if age % 10 == 0 else Range(age, age)
    if near in ("快", "快到", "将近", "不到", "近", "奔") or "nominal" in said:
        return Range(max(0, age - 2), max(0, age - 1))
    if "出头" in (more, around) or "挂零" in (more, around):
        return Range(age, age + 3)
    if near or more or around:
        return Range(max(0, age - 3), age + 3)
    return Range(age, age)


def _coming(text: str) -> Iterator[Measure]:
    """An age still to come: in 差三个月满59 it is 58."""
    for match in _COMING_ZH.finditer(text):
        age = spoken_number(match["first"] or match["n"] or match["n2"])
        if age is None or not _BARE_FROM <= age <= 120 or _NOT_NOW_AFTER.match(text, match.end()):
            continue
        years = {"明年": 1, "后年": 2}.get(match["when"] or "", 0)
        if match["unit"] == "年":
            years = spoken_number(match["k"]) or 0
        yield Measure("age", Range(age - years - 1, age - years if years else age - 1), match.start(), match.end())
    for match in _COMING_EN.finditer(text):
        age = spoken_number(match["n"])
        if age is not None:
            years = 1 if (match["when"] or "").lower() == "next year" else 0
            if (match["unit"] or "").startswith("year") and match["k"] != "half a":
                years = 1 if match["k"] in ("a", "an") else spoken_number(match["k"]) or 0
                if not years:
                    continue
            yield Measure("age", Range(age - years - 1, age - years if years else age - 1), match.start(), match.end())


def _born(text: str, as_of: date) -> Iterator[Measure]:
    for match in _BORN_ZH.finditer(text):
        said = next(value for name in ("y", "y2", "y3", "y4") if (value := match[name]))
        short = int(said) if said.isdecimal() and said.isascii() else chinese_number(said)
        if short is None:
            continue
        age = as_of.year - (2000 + short if short <= as_of.year % 100 else 1900 + short)
        month = next((spoken_number(value) for name in ("m", "m2", "m3") if (value := match[name])), None)
        value = Range(max(0, age - 1), age)
        if month and month != as_of.month:
            value = Range(age, age) if month < as_of.month else Range(max(0, age - 1), max(0, age - 1))
        yield Measure("age", value, match.start(), match.end(), _BORN)


def _stated_en(text: str) -> Iterator[Measure]:
    for match in _AGE_EN.finditer(text):
        if tens := match["tens"]:
            low = _TENS_EN[tens.lower()]
            third = {"early ": (0, 3), "mid-": (4, 6), "mid ": (4, 6), "late ": (7, 9)}.get(
                (match["third"] or "").lower(), (0, 9)
            )
            yield Measure("age", Range(low + third[0], low + third[1]), match.start(), match.end())
            continue
        name = next(name for name in ("n", "n2", "n3", "n4", "n5") if match[name])
        age = spoken_number(match[name])
        if age is None or any(
            _NOT_NOW_EN.search(text[max(0, at - _NEAR) : at]) for at in (match.start(), match.start(name))
        ):
            continue
        near = (match.groupdict().get({"n": "near"}.get(name, f"near{name[1:]}")) or "").lower()
        yield Measure("age", _about_en(age, near), match.start(), match.end())


def _about_en(age: int, near: str) -> Range:
    if "over" in near:
        return Range(age, None)
    if any(word in near for word in ("almost", "nearly", "approaching", "close", "under", "nearing")):
        return Range(age - 2, age - 1)
    return Range(age - 3, age + 3) if near.strip() not in ("", "just", "only") else Range(age, age)
