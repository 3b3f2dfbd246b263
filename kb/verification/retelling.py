"""Words without quotation marks that come near a passage: repeated, altered, or only retold, which is nobody's mistake.

A letter tells a rule in its own words: it leaves out, joins and replaces (发给 for 发放). That alters the rule only where what differs decides:
a number, a negation, 应当 for 可以, 以上 for 以下; or where all else is copied word for word, so that one stretch stands out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from kb.language import CHARACTERS, chinese_number
from kb.regex import regex
from kb.verification.findings import Claim, Difference
from kb.verification.folding import folded

# What may differ in words that nobody says are quoted: signs, particles, the name a text gives itself, where an annex is.
_LIGHT: Final = regex(
    r"[(（](?:见|详见)?附件\d*[)）]|[(（]以下(?:简|统)称[^()（）]*[)）]|[和与及并的地得了本该此]|\W|_"
)
_NUMERAL: Final = regex(rf"\d[\d.]*|[{CHARACTERS}]+(?=[年月天日人名次个岁元万亿%])")
_DECIDES: Final = regex(
    r"(?P<least>不低于|不少于|至少|最低|最少|以上)|(?P<most>不超过|不高于|不多于|至多|最高|最多|最长|以内|以下)"
    r"|(?P<below>低于|少于|不足|不满)|(?P<above>高于|超过|多于)"
    r"|(?P<must>应当|必须|务必|要求|应(?![用届急对保培转])|须(?!知))|(?P<may>(?<!不)可(?:以|(?![能持及研见]))|允许|鼓励)"
    r"|(?P<no>不得|不能|无法|不可以?|不准|不许|禁止|严禁|没有|[不未无]|停止|取消)"
)
_BOUNDS: Final = ("least", "most", "below", "above")
# A negation that the draft leaves out is lost; one in a longer stretch went with what it belongs to.
_ALONE: Final = 3
# How much of the words on both sides a word may reach into that is cut by a difference: 不|低于, 可|以.
_REACH: Final = 2
_PARTS: Final = ("，", ",", "、", "；", ";", "。")
# A copied sentence with one change: so many characters on each side.
_CHANGED: Final = 2


def weightless(difference: Difference) -> bool:
    """Whether a difference alters nothing in words without quotation marks: a comma for a full stop, 该方案 for 本方案."""
    return difference.spelling or not _bare(difference.said) + _bare(difference.stands)


def alters(differences: Sequence[Difference], claim: Claim, draft: str, *, copied: bool) -> bool:
    """Whether words that come near a passage say something else than it says; what is only told otherwise does not.

    `copied`: they are long enough, or said to be from a document, so that one change in them is no other way to tell it.
    """
    weighty = [one for one in differences if not weightless(one) and not _at_edge(one, claim)]
    if any(_decides(one, draft) for one in weighty):
        return True
    return copied and len(weighty) == 1 and _stands_out(weighty[0], draft)


def _at_edge(one: Difference, claim: Claim) -> bool:
    """Whether a passage only begins earlier or ends later than the words: their first and last characters stand anywhere."""
    return not one.said and (one.start - claim.start <= _REACH or claim.end - one.end <= _REACH)


def _decides(one: Difference, draft: str) -> bool:
    said, stands = _deciding(one, draft)
    if _other_number(one):
        return True
    bounds = [{kind for kind in _BOUNDS if side[kind]} for side in (said, stands)]
    if all(bounds) and not bounds[0] & bounds[1]:
        return True
    lost = stands["no"] > said["no"] and len(_bare(one.stands)) <= _ALONE
    swapped = (said["must"] and stands["may"] and not stands["must"]) or (
        said["may"] and stands["must"] and not said["must"]
    )
    return said["no"] > stands["no"] or lost or bool(swapped)


def _stands_out(one: Difference, draft: str) -> bool:
    """Whether the only difference is a word for another, a whole piece left out, or a 可以 or 应当 that only one side has."""
    said, stands = _deciding(one, draft)
    if any(bool(said[kind]) != bool(stands[kind]) for kind in ("must", "may")):
        return True
    if not _bare(one.said):
        return (one.stands[:1] in _PARTS and draft[one.end : one.end + 1] in ("", *_PARTS)) or (
            one.stands[-1:] in _PARTS and draft[max(0, one.start - 1) : one.start] in ("", *_PARTS)
        )
    # 不能 for 无法 is the same, and what runs over a comma is no word for another.
    same = said == stands and said.total() > 0
    return not same and not set(one.said + one.stands) & set(_PARTS) and _changed(one)


def _changed(one: Difference) -> bool:
    return min(len(_bare(one.said)), len(_bare(one.stands))) >= _CHANGED


def _deciding(one: Difference, draft: str) -> tuple[Counter[str], Counter[str]]:
    """The deciding words on both sides; what stands around a difference is the same there."""
    before, after = folded(draft[max(0, one.start - _REACH) : one.start]), folded(draft[one.end : one.end + _REACH])
    said, stands = (
        Counter(match.lastgroup or "" for match in _DECIDES.finditer(before + folded(words) + after))
        for words in (one.said, one.stands)
    )
    return said, stands


def _other_number(one: Difference) -> bool:
    """Whether both sides give numbers, and the draft one that the passage has not."""
    said, stands = (
        {chinese_number(each) or each for each in _NUMERAL.findall(folded(side))} for side in (one.said, one.stands)
    )
    return bool(said and stands and said - stands)


def _bare(words: str) -> str:
    return _LIGHT.sub("", words)
