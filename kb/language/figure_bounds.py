"""What limits a figure: 最高, 不低于, 以上, 每人每月, 一次性: a cap or a floor, for whom, how often.

Words that touch the figure become part of its fragment (`不低于 2000 元`). Words farther off in the same stretch, which ends at any
punctuation and at the next figure, only count: the 最低 of 最低标准提高到70元, the 每人 of 每人给予1000元, the 一次性 of 1000元一次性奖补.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kb.language.quantities import FigureKind
from kb.regex import regex

Bound = Literal[
    "at_most",
    "at_least",
    "more_than",
    "less_than",
    "about",
    "up_by",
    "down_by",
    "once",
    "per_person",
    "per_household",
    "per_firm",
    "per_village",
    "per_post",
    "per_mu",
    "per_hour",
    "per_day",
    "per_month",
    "per_quarter",
    "per_half_year",
    "per_year",
    "per_term",
    "per_time",
]

_RATES: Final = frozenset[Bound]({"per_hour", "per_day", "per_month", "per_quarter", "per_half_year", "per_year"})
_MOST_WORDS = 6
_LONGEST_WORD = 10
# With a 不 before them 超过 and 低于 turn round, and then the figure itself is allowed.
_NOT = r"不(?:得|能|应|宜|可|再)?\s?"
_BEFORE: Final[Mapping[Bound, str]] = {
    "at_most": rf"{_NOT}(?:超过|超出|高于|多于|大于|长于|晚于|迟于)|最高|最多|最长|最大|最迟|至多|上限|控制在",
    "at_least": rf"{_NOT}(?:低于|少于|小于|短于|早于)|最低|最少|最短|最小|至少|起码|下限|(?<![不未期])满",
    "more_than": r"超过|超出|高于|多于|大于",
    "less_than": r"不足|不满|未满|不到|低于|少于|小于|短于",
    "about": r"大约|约|将近|接近",
    "up_by": r"(?:提高|上浮|上调|增长|增加|增幅)了?",
    "down_by": r"(?:降低|下浮|下调|下降|减少|减征|降幅)了?",
    "once": r"一次性",
}
_INCLUDED = r"(?:[（(]含(?:本数)?[）)])?"
_AFTER: Final[Mapping[Bound, str]] = {
    "at_most": rf"{_INCLUDED}及?以下|[之以]?内(?![容部地外])|为限|封顶",
    "at_least": rf"{_INCLUDED}[及或]?以上|起(?![付步诉])",
    "about": r"左右|上下",
}
_BEFORE_DATE: Final[Mapping[Bound, str]] = {"at_most": r"截至|截止到?|至|到|最迟|不[晚迟]于", "at_least": r"自|从"}
_AFTER_DATE: Final[Mapping[Bound, str]] = {"at_most": r"[以之]?前|止", "at_least": r"[以之]?后(?![续期勤备])|起|以来"}
_WHO: Final[Mapping[Bound, str]] = {
    "per_person": "人|名|生|位|学员|学生|职工",
    "per_household": "户|家庭",
    "per_firm": "家|企业|单位",
    "per_village": "行政村|村",
    "per_post": "岗位?",
    "per_mu": "亩",
    "per_hour": "小时|学时|课时",
    "per_day": "天|日",
    "per_month": "月",
    "per_quarter": "季度?",
    "per_half_year": "半年",
    "per_term": "学期|学年",
    "per_year": "年度?",
    "per_time": "次|期",
}
_WHO_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _WHO.items())
# 每万名劳动者 is a rate and 每个有意愿的人 says to whom: neither says for each how much.
_EACH = rf"(?:每\s?[一个]?\s?(?:贫困|农村)?(?:{_WHO_UNIT})|人均|户均)"
_EACH_ANYWHERE, _EACH_LAST = regex(_EACH), regex(rf"{_EACH}\s?$")
_SLASH = regex(rf"\s?[/／·・]\s?[(（]?(?:{_WHO_UNIT})[)）]?")
# From a bound to its figure over words that only say of what: 最低标准提高到, 上限为.
_FAR = regex(
    r"(?P<word>最高|最多|最长|最大|上限|最低|最少|最短|下限)(?:[支付贷款补贴助奖励缴费申请发放]{0,4}"
    r"(?:标准|额度|限额|金额|数额|期限|年限|时间|比例|档次)){0,2}可?(?:达到?|为|是|提高[到至]|增[加至]到?|调整[为到至]|延长[到至])?\s?$"
)
_FLOORS = frozenset({"最低", "最少", "最短", "下限"})
_STRETCH_END = regex(r"[，。；;：！!？?、\n]|,(?!\d{3})")

_Words = tuple[tuple[Bound, re.Pattern[str]], ...]


def _compiled(words: Mapping[Bound, str], shape: str) -> _Words:
    return tuple((name, re.compile(shape.format(words=pattern))) for name, pattern in words.items())


_LAST_WORDS, _LAST_WORDS_DATE = _compiled(_BEFORE, r"(?:{words})\s?$"), _compiled(_BEFORE_DATE, r"(?:{words})\s?$")
_NEXT_WORDS, _NEXT_WORDS_DATE = _compiled(_AFTER, r"\s?(?:{words})"), _compiled(_AFTER_DATE, r"\s?(?:{words})")


@dataclass(frozen=True)
class FigureLimits:
    """The fragment `[start, end)` that a figure makes with the words that touch it, and what limits it."""

    start: int
    end: int
    bounds: frozenset[Bound]


def limits_of(text: str, start: int, end: int, floor: int, ceiling: int, kind: FigureKind) -> FigureLimits:
    """What limits the figure `[start, end)`; `floor` is the end of the figure before, `ceiling` the start of the next."""
    bounds: set[Bound] = set()
    begin, stop = start, end
    before, after = (_LAST_WORDS_DATE, _NEXT_WORDS_DATE) if kind == "date" else (_LAST_WORDS, _NEXT_WORDS)
    for _ in range(_MOST_WORDS):
        if not (found := _word_before(text, floor, begin, before)):
            break
        begin, said = found
        bounds |= said
    for _ in range(_MOST_WORDS):
        if not (found := _word_after(text, stop, ceiling, after)):
            break
        stop, said = found
        bounds |= said
    if kind not in ("date", "age"):
        left = text[_stretch_start(text, floor, begin) : begin]
        right = text[stop : _stretch_end(text, stop, ceiling)]
        bounds |= _far(left)
        if kind == "money" and "一次性" in f"{left}，{right}" and not bounds & _RATES:
            bounds.add("once")
    return FigureLimits(begin, stop, frozenset(bounds))


def _word_before(text: str, floor: int, begin: int, words: _Words) -> tuple[int, set[Bound]] | None:
    """The bound or the 每人 that ends where a fragment begins: where it begins, and what it says."""
    window = text[max(floor, begin - _LONGEST_WORD) : begin]
    if found := _EACH_LAST.search(window):
        return begin - len(window) + found.start(), _who(found)
    ends = [(match.start(), name) for name, pattern in words if (match := pattern.search(window))]
    if not ends:
        return None
    # The longest word decides: 不超过, not the 超过 in it.
    at, name = min(ends)
    return begin - len(window) + at, {name}


def _word_after(text: str, stop: int, ceiling: int, words: _Words) -> tuple[int, set[Bound]] | None:
    if slash := _SLASH.match(text, stop, ceiling):
        return slash.end(), _who(slash)
    for name, pattern in words:
        if match := pattern.match(text, stop, ceiling):
            return match.end(), {name}
    return None


def _far(left: str) -> set[Bound]:
    """What the words before a fragment, in its own stretch, add to it."""
    bounds = {name for match in _EACH_ANYWHERE.finditer(left) for name in _who(match)}
    if found := _FAR.search(left):
        bounds.add("at_least" if found["word"] in _FLOORS else "at_most")
    return bounds


def _who(match: re.Match[str]) -> set[Bound]:
    if match[0].startswith(("人均", "户均")):
        return {"per_person" if match[0].startswith("人") else "per_household"}
    return {name for name in _WHO if match[name]}


def _stretch_start(text: str, floor: int, begin: int) -> int:
    ends = [match.end() for match in _STRETCH_END.finditer(text, floor, begin)]
    return ends[-1] if ends else floor


def _stretch_end(text: str, stop: int, ceiling: int) -> int:
    found = _STRETCH_END.search(text, stop, ceiling)
    return found.start() if found else ceiling
