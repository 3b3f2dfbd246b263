"""Words that fix an amount, an age or a term without a number: 免费 is 0 yuan, 全额 is 100%, 减半 is less by 50%.

按规定, 最低工资标准 and 法定退休年龄 have no value and equal only themselves. Takes folded text (kb/language/normal_form.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kb.language.expressions import Expression
from kb.language.figure_bounds import Bound
from kb.language.quantities import WAIVED, FigureKind
from kb.regex import regex

_BENEFIT = r"补[贴助偿]|贴息|奖[补励]|返还|减[免征]|免[费除]|优惠|代缴|资助|救助|待遇|报销|发放|扶持|支持"
_OWN_RULES = r"(?:国家|中央|省|市|县|有关|相关|现行|政策|文件|法律|法规|的|和|、)"


@dataclass(frozen=True)
class _Word:
    """What a word amounts to; `unit` gives way to the fee that the pattern's group `fee` names."""

    pattern: re.Pattern[str]
    kind: FigureKind
    unit: str
    value: Fraction | None = None
    bounds: frozenset[Bound] = frozenset()


_WORDS: Final = (
    # 免学费 and 免住宿费 are not the same relief, 免费 is one of its own.
    _Word(
        regex(
            rf"(?<![避减以难未豁])(?:免(?:缴纳|除|于缴纳|[收交缴征])?其?(?P<fee>[\u4e00-\u9fff]{{1,5}}?费(?!用))|{WAIVED})"
        ),
        "money",
        "yuan",
        Fraction(0),
    ),
    _Word(regex(r"全额(?!拨款|事业)|全覆盖"), "share", "one", Fraction(1)),
    _Word(regex(r"减半"), "share", "one", Fraction(1, 2), frozenset({"down_by"})),
    _Word(regex(rf"按照?(?:{_OWN_RULES})*规定(?=[^，,。；;]{{0,20}}?(?:{_BENEFIT}))"), "money", "by the rules"),
    _Word(regex(r"(?:当地|本地|所在地|全?[省市县])?(?:月|年)?最低工资(?:标准)?"), "money", "minimum wage"),
    _Word(regex(r"法定退休年龄"), "age", "retirement age"),
    _Word(regex(r"长期有效"), "duration", "without end"),
)


def fixed_words_in(text: str) -> Iterator[tuple[Expression, frozenset[Bound]]]:
    """The words of a folded text with what they amount to and how they limit it."""
    for word in _WORDS:
        for match in word.pattern.finditer(text):
            unit = match.groupdict().get("fee") or word.unit
            yield Expression(*match.span(), word.kind, unit, word.value), word.bounds
