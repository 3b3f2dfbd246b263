"""Typing slips in Chinese terms: a character wrong, missing, one too many or doubled, or two swapped.

Terms are found by their deletion neighbourhoods (W. Garbe, SymSpell, 2012): two stretches one edit apart have a form in common once
one character of each is left out. A right text must never be changed. So a slip is looked for only around a character that the
dictionary leaves standing alone, because a slip in a word breaks it up. Sounds are left to kb/language/homophones.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import rjieba

from kb.regex import regex

_SHORTEST: Final = 4
_LONGEST: Final = 12
# Characters that only join words; and those that are words by themselves and may stand next to a term in a right sentence.
_JOINING: Final = frozenset(
    "的了吗呢吧啊呀么嘛和与及或在从到对向给把被让由为以于按凭因若如但而且也都就才还又再很太更最不没无未别有是非能可想得该须需应并等"
    "我你他她它咱俺谁啥咋哪几多少这那此其各每某个些"
)
_WORDS: Final = _JOINING | frozenset(
    "会要式量促占种类项条款件份张次回年月日天时分元块角号名位人户家口岁级层批期第前后左右上下里外中内间"
    "领交报办拿发补贴缴存取买卖租住搬迁退上去来回到做干打开关查问看说讲找选评定核批审签填送寄带用花收付减免增加扣降涨算转换改停续断"
    "县市区乡镇村省州街路国厅局处科所站室院校厂店社岗证卡表单钱费税金额比率组老小大新旧高低长短好坏男女病残孤贫穷富农工学生"
)
# Forms of everyday speech that hold these are phrases, near to many others.
_PHRASE: Final = regex("[的了吗哪啥咋怎么什几谁没给去]")
_CHINESE: Final = regex(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class _Run:
    """A run of Chinese characters; `alone` are the places of those that the dictionary joins to no neighbour."""

    text: str
    alone: frozenset[int]

    def is_doubled(self, at: int) -> bool:
        return self.text[at] in (self.text[at - 1 : at], self.text[at + 1 : at + 2])

    def is_odd(self, at: int) -> bool:
        """Whether the character, standing alone, may come from a word that a slip has broken up."""
        if self.is_doubled(at) or self.text[at] not in _WORDS:
            return True
        return self.text[at] not in _JOINING and (at - 1 in self.alone or at + 1 in self.alone)


class ChineseSlips:
    """Finds stretches of a text that are one slip away from a term."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._right = frozenset(terms)
        self._terms = frozenset(
            term
            for term in self._right
            if _SHORTEST <= len(term) <= _LONGEST and _CHINESE.fullmatch(term) and not _PHRASE.search(term)
        )

    @cached_property
    def _remains(self) -> Mapping[str, list[tuple[str, int]]]:
        """What remains of a term without one character → the term and the place of that character."""
        found: dict[str, list[tuple[str, int]]] = {}
        for term in sorted(self._terms):
            for i in range(len(term)):
                found.setdefault(_without(term, i), []).append((term, i))
        return found

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, term) for each stretch that is a slip of just one term; no overlaps."""
        found: list[tuple[int, int, str]] = []
        for match in _CHINESE.finditer(text):
            run, end = _run(match[0]), 0
            for at in sorted(run.alone):
                hit = self._around(run, at) if at >= end and run.is_odd(at) else None
                if hit and hit[0] >= end:
                    start, end, term = hit
                    found.append((match.start() + start, match.start() + end, term))
        return found

    def _around(self, run: _Run, at: int) -> tuple[int, int, str] | None:
        """The longest stretch around a character that is one slip, there, from just one term."""
        for size in range(min(_LONGEST + 1, len(run.text)), _SHORTEST - 1, -1):
            for start in range(max(0, at - size + 1), min(at, len(run.text) - size) + 1):
                if run.text[start : start + size] in self._right:
                    return None
                meant = self._meant(run, start, start + size, at)
                if len(meant) == 1:
                    return start, start + size, meant.pop()
        return None

    def _meant(self, run: _Run, start: int, end: int, at: int) -> set[str]:
        """The terms that `run.text[start:end]` would be if the character at `at` were undone as a slip."""
        stretch, place = run.text[start:end], at - start
        rest, meant = _without(stretch, place), set[str]()
        if rest in self._terms and run.is_doubled(at):
            return {rest}
        for term, i in self._remains.get(rest, ()) if rest not in self._right else ():
            swapped = abs(i - place) == 1 and term[i] == stretch[place]
            if swapped or (i == place and stretch[place] not in _WORDS and _is_broken(term, i, start, run)):
                meant.add(term)
        for term, i in self._remains.get(stretch, ()) if len(stretch) >= _SHORTEST else ():
            if i in (place, place + 1) and 0 < i < len(term) - 1 and _is_broken(term, i, start, run, lost=True):
                meant.add(term)
        return meant


def _run(text: str) -> _Run:
    alone, at = set[int](), 0
    for word in rjieba.cut(text, False):
        if len(word) == 1:
            alone.add(at)
        at += len(word)
    return _Run(text, frozenset(alone))


def _is_broken(term: str, slip: int, start: int, run: _Run, *, lost: bool = False) -> bool:
    """Whether the word with the wrong (or lost) character of a term has left another of its characters alone in the text.

    `slip` is the place of that character in the term, `start` that of the term in the run.
    """
    begin = 0
    for word in rjieba.cut(term, False):
        end = begin + len(word)
        if begin <= slip < end:
            rest = (i for i in range(begin, end) if i != slip)
            left = [term[i] for i in rest if start + (i - 1 if lost and i > slip else i) in run.alone]
            return any(character not in _WORDS or (len(term) > _SHORTEST and not lost) for character in left)
        begin = end
    return False


def _without(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]
