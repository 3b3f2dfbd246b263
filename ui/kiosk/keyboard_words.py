"""Words for the on-screen keyboard: those that the texts use, so that 残疾 or 公益性岗位 is offered whole for its pinyin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

import rjieba

MOST_KEYBOARD_WORDS: Final = 4000
_WORD: Final = re.compile(r"[\u4e00-\u9fff]{2,6}")


def keyboard_words(texts: Iterable[str], first: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of two to six Han characters, most frequent first; those of `first` (examples shown) before all others."""
    shown = _counted(first)
    held = _counted(texts)
    ranked = sorted(held, key=lambda word: (-held[word], word))
    return tuple(dict.fromkeys([*sorted(shown, key=lambda word: (-shown[word], word)), *ranked]))[:MOST_KEYBOARD_WORDS]


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in rjieba.cut_for_search(text, False) if _WORD.fullmatch(word))
