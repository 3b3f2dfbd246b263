"""Typing slips near known words: a letter or character wrong, missing, doubled, or two swapped.

Words are found by their deletion neighbourhoods (W. Garbe, SymSpell, 2012): two words one edit apart have a form in common once one
letter of each is left out. A right word must never become another, so what reads as a word is left alone: in Chinese what falls into
dictionary words, in English what is derived from a known word or spelt as known words are; of each kind of slip only what seldom
gives another word is undone. Sounds are left to kb/language/homophones.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

import rjieba

_SHORTEST_WORD, _LONG_WORD = 5, 9
_PREFIX = 8
_SHORTEST_TERM, _LONGEST_TERM = 4, 12
_VOWELS = frozenset("aeiouy")
_ENDING_LIST = """s es ed d ing er ers or ors ly ily ment ments ness able ability ation ations ion ions al ally ity ive ful less
    ship hood ist ists ism ize izes ized izing ise ises ised ising y ies ied age ary ate ates ated ee ees"""
_ENDINGS = tuple(_ENDING_LIST.split())
_BEGINNINGS = ("un", "re", "non", "pre", "co", "over", "under", "sub", "inter", "in", "mis", "dis", "out", "self")
# Right words that one of the slips undone here would turn into words of this field, or into other common words.
_RIGHT_LIST = """assemble casual causal compliant country countries diary framing likelihood marital martial personal promises quiet
    quite spelling sever several thorough trail united untied weather whether wither"""
_RIGHT = frozenset(_RIGHT_LIST.split())
# Characters that only join words; and those that are words by themselves and may stand next to a term in a right sentence.
_JOINING = frozenset(
    "的了吗呢吧啊呀么嘛和与及或在从到对向给把被让由为以于按凭因若如但而且也都就才还又再很太更最不没无未别有是非能可想得该须需应并等"
    "我你他她它咱俺谁啥咋哪几多少这那此其各每某个些"
)
_ALONE = _JOINING | frozenset(
    "会要式量促占种类项条款件份张次回年月日天时分元块角号名位人户家口岁级层批期第前后左右上下里外中内间"
    "领交报办拿发补贴缴存取买卖租住搬迁退上去来回到做干打开关查问看说讲找选评定核批审签填送寄带用花收付减免增加扣降涨算转换改停续断"
    "县市区乡镇村省州街路国厅局处科所站室院校厂店社岗证卡表单钱费税金额比率组老小大新旧高低长短好坏男女病残孤贫穷富农工学生"
)
# Forms of everyday speech that hold these are phrases, near to many others.
_PHRASE = re.compile("[的了吗哪啥咋怎么什几谁没给去]")
_RUN = re.compile(r"[\u3400-\u9fff]+")


class Spelling:
    """English words by their deletion neighbourhoods; the first letter is taken to be right."""

    def __init__(self, words: Iterable[str], fold: Callable[[str], str], plain: Collection[str] = ()) -> None:
        """`words`: the vocabulary in lower case; `fold`: a word's common form; `plain`: further right words."""
        self._words = frozenset(words)
        self._fold = fold
        self._right = frozenset(map(fold, self._words)) | frozenset(plain) | _RIGHT
        self._shapes = frozenset(shape for word in self._words for shape in _trigrams(word))
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= _SHORTEST_WORD:
                for form in _left_out(word, 2 if len(word) > _LONG_WORD else 1):
                    self._near.setdefault(form, []).append(word)

    def correct(self, word: str) -> str | None:
        """The known word that a lower-case `word` is a slip of; None where it may be right, or where two words would fit."""
        if len(word) < _SHORTEST_WORD or self._is_right(word):
            return None
        odd = any(shape not in self._shapes for shape in _trigrams(word))
        forms = _left_out(word, 2 if len(word) > _LONG_WORD else 1)
        near = {other for form in forms for other in self._near.get(form, ()) if _is_slip(word, other, odd)}
        best = min((_distance(word, other) for other in near), default=0)
        nearest = sorted(other for other in near if _distance(word, other) == best)
        return nearest[0] if nearest and len({self._fold(other) for other in nearest}) == 1 else None

    def _is_right(self, word: str) -> bool:
        if self._known(word):
            return True
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= 3:
                undoubled = stem[:-1] if stem[-1] == stem[-2] else stem
                if any(map(self._known, (stem, stem + "e", stem + "y", undoubled))):
                    return True
        return any(
            word.startswith(one) and len(word) - len(one) >= 4 and self._known(word[len(one) :]) for one in _BEGINNINGS
        )

    def _known(self, word: str) -> bool:
        return word in self._words or word in self._right or self._fold(word) in self._right


def _is_slip(word: str, other: str, odd: bool) -> bool:
    """Whether `word` may be a slip of `other`; `odd`: it holds letters in an order that no known word has."""
    size = min(len(word), len(other))
    kind = _slip(word, other)
    if kind in ("swapped", "doubled"):
        return odd or size >= 7
    if kind == "missing":
        return size >= _LONG_WORD or (odd and size >= 7)
    if kind == "vowel":
        return size >= _LONG_WORD or (odd and size >= 7)
    if kind == "consonant":
        return odd and size > _LONG_WORD + 1
    return kind == "two missing" and odd and size > _LONG_WORD


def _slip(word: str, other: str) -> str:
    """The kind of edit between two words: swapped, doubled, missing (or one too many), vowel, consonant, two missing, none."""
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    if len(longer) == len(shorter):
        wrong = [i for i in range(len(word)) if word[i] != other[i]]
        if len(wrong) == 1:
            return "vowel" if {word[wrong[0]], other[wrong[0]]} <= _VOWELS else "consonant"
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and word[wrong[0]] == other[wrong[1]]
        return "swapped" if swapped and word[wrong[1]] == other[wrong[0]] else ""
    if len(longer) == len(shorter) + 1:
        for i in range(len(longer)):
            if longer[:i] + longer[i + 1 :] == shorter:
                return "doubled" if longer[i] in (longer[i - 1 : i], longer[i + 1 : i + 2]) else "missing"
    letters = iter(longer)
    return "two missing" if len(longer) == len(shorter) + 2 and all(letter in letters for letter in shorter) else ""


def _distance(word: str, other: str) -> int:
    return 2 if _slip(word, other) == "two missing" else 1


def _left_out(word: str, most: int) -> set[str]:
    """The word's beginning and every form of it with up to `most` letters left out, the first letter never."""
    head, edge = word[0], {word[1:_PREFIX]}
    forms = set(edge)
    for _ in range(most):
        edge = {form[:i] + form[i + 1 :] for form in edge for i in range(len(form))}
        forms |= edge
    return {head + form for form in forms}


def _trigrams(word: str) -> Iterable[str]:
    marked = f"^{word}$"
    return (marked[i : i + 3] for i in range(len(marked) - 2))


class Slips:
    """Chinese terms by their deletion neighbourhoods."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._all = frozenset(terms)
        self._terms = frozenset(
            term
            for term in self._all
            if _SHORTEST_TERM <= len(term) <= _LONGEST_TERM and _RUN.fullmatch(term) and not _PHRASE.search(term)
        )
        self._near: dict[str, list[tuple[str, int]]] = {}
        for term in sorted(self._terms):
            for i in range(len(term)):
                self._near.setdefault(term[:i] + term[i + 1 :], []).append((term, i))

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, term) for each stretch that is a slip of just one term; no overlaps."""
        found: list[tuple[int, int, str]] = []
        for run in _RUN.finditer(text):
            alone, at = set[int](), 0
            for word in rjieba.cut(run[0], False):
                alone |= {at} if len(word) == 1 else set()
                at += len(word)
            end = 0
            for at in sorted(alone):
                hit = _around(self, run[0], at, alone) if at >= end and _is_odd(run[0], at, alone) else None
                if hit and hit[0] >= end:
                    found.append((run.start() + hit[0], run.start() + hit[1], hit[2]))
                    end = hit[1]
        return found

    def is_term(self, stretch: str) -> bool:
        """Whether the stretch is written as some term is."""
        return stretch in self._all

    def meant(self, run: str, start: int, end: int, odd: int, alone: Collection[int]) -> set[str]:
        """The terms one edit away from `run[start:end]` where `run[odd]` is wrong, one too many, or has lost its neighbour."""
        without, at = run[start:odd] + run[odd + 1 : end], odd - start
        if without in self._terms and _is_doubled(run, odd):
            return {without}
        near = self._near.get(without, ()) if without not in self._all else ()
        found = {term for term, i in near if abs(i - at) == 1 and term[i] == run[odd]}
        if run[odd] not in _ALONE:
            found |= {term for term, i in near if i == at and _is_broken(term, i, start, alone)}
        for term, i in self._near.get(run[start:end], ()) if end - start >= _SHORTEST_TERM else ():
            if i in (at, at + 1) and 0 < i < len(term) - 1 and _is_broken(term, i, start, alone, lost=1):
                found.add(term)
        return found


def _is_odd(run: str, at: int, alone: Collection[int]) -> bool:
    """Whether a character that is no part of a longer word may come from a word that a slip has broken."""
    if _is_doubled(run, at) or run[at] not in _ALONE:
        return True
    return run[at] not in _JOINING and (at - 1 in alone or at + 1 in alone)


def _is_doubled(run: str, at: int) -> bool:
    return run[at] in (run[at - 1 : at], run[at + 1 : at + 2])


def _around(slips: Slips, run: str, at: int, alone: Collection[int]) -> tuple[int, int, str] | None:
    """The longest stretch around the character `run[at]` that is one edit, there, from one term."""
    for size in range(min(_LONGEST_TERM + 1, len(run)), _SHORTEST_TERM - 1, -1):
        for start in range(max(0, at - size + 1), min(at, len(run) - size) + 1):
            if slips.is_term(run[start : start + size]):
                return None
            meant = slips.meant(run, start, start + size, at, alone)
            if len(meant) == 1:
                return start, start + size, meant.pop()
    return None


def _is_broken(term: str, wrong: int, begin: int, alone: Collection[int], *, lost: int = 0) -> bool:
    """Whether the word of the term that holds the wrong (or lost) character has left an odd character beside it in the text."""
    start = 0
    for word in rjieba.cut(term, False):
        if start <= wrong < start + len(word):
            rest = [i for i in range(start, start + len(word)) if i != wrong]
            odd = [i for i in rest if begin + (i - lost if i > wrong else i) in alone]
            return any(term[i] not in _ALONE or (len(term) > _SHORTEST_TERM and not lost) for i in odd)
        start += len(word)
    return False
