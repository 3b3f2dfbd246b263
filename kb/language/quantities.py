"""The kinds of figure that a text holds.

"How much a month is the post subsidy" is not answered by a clause that promises a post subsidy and names no sum. So a question that asks
for a figure, or puts one forward, is held against the figures of the clause: money, share, duration, age, count or date.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

from kb.language.normal_form import folded
from kb.language.numbers import ROUGH_NUMBER
from kb.regex import regex

FigureKind = Literal["money", "share", "duration", "age", "count", "date", "phone", "mail", "web", "hour", "span"]

# What a notice counts and measures, what stands behind a sum, and words for a sum not taken at all; kb/language/figures.py reads the same ones.
COUNTERS = (
    "人|名|个(?!月)|家|户|所|次|项|批|处|套|亩|门|位|期|场|条|种|张|份|类|级"
    "|平方米|平方公里|平方|㎡|m²|立方米|公顷|公里|米|吨|公斤"
)
MONEY = "元|块"
WAIVED = "免费|全免|免收|免交|免缴"

_N = rf"(?:{ROUGH_NUMBER}|半)"
_DAY = rf"{_N}\s*[年月日号]|(?:19|20)\d\d"
# What each kind looks like in a notice; words that fix an amount without a figure count as one.
_IN_TEXT: Mapping[FigureKind, re.Pattern[str]] = {
    "money": regex(rf"{_N}\s*(?:多|余)?\s*(?:亿|万|千|百)?\s*(?:{MONEY})|{WAIVED}|全额|减半|最低工资"),
    "share": regex(rf"{_N}\s*[%‰]|[百千万]分之|{_N}\s*(?:成|倍|个百分点)|减半|全额|全部|免费|一半|全覆盖"),
    "duration": regex(
        rf"(?!(?:19|20)\d\d年){_N}\s*(?:年(?!度|代|级|第)|个?月|天|个?(?:工作)?日|周(?!岁)|小时|学时|课时|分钟)|长期|期限|至\s*(?:\d+年|法定退休)"
    ),
    "age": regex(rf"{_N}\s*周?岁|法定退休年龄"),
    "count": regex(
        rf"{_N}\s*(?:多|余|以上)?\s*(?:亿|万|千|百)?\s*(?:多|余)?\s*(?:{COUNTERS})"
        r"|每[个人户村]|\d{3,}"
    ),
    "date": regex(rf"{_N}\s*[年月日号]|每年|每月|每季|季度|月底|年底|年末|之日|当日|期满"),
    "phone": regex(r"\d[\d-]{6,}\d|(?<!\d)(?:12\d{3}|9[56]\d{3})(?!\d|\s*[余多亿万千百元块人名个家户年])"),
    "mail": regex(r"\w@\w"),
    "web": regex(r"https?:|www\.|\w\.(?:cn|com|org|net)\b|网址"),
    "hour": regex(r"\d{1,2}:\d{2}|\d\s*[时点](?!间)|[上下]午|24小时|全天"),
    # From one day to another, or since or until one.
    "span": regex(
        rf"(?:{_DAY})[^，。；、]{{0,12}}?[至到起\-—―–~～－]\s*(?:{_DAY})|(?:{_DAY})[^，。；、]{{0,4}}?[起止前底]"
    ),
}


def holds(text: str, kinds: Collection[FigureKind]) -> bool:
    """Whether a text holds a figure of one of these kinds."""
    plain = folded(text)
    return any(_IN_TEXT[kind].search(plain) for kind in kinds)


def kinds_in(text: str) -> frozenset[FigureKind]:
    """The kinds of figure a text holds."""
    plain = folded(text)
    return frozenset(kind for kind, pattern in _IN_TEXT.items() if pattern.search(plain))
