"""The first line of an answer: the quoted sentence that comes nearest to the question, whole, where it is short enough to be read at a glance.

Pure. No sentence is cut: what stands behind a comma may be the condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LONGEST_HEADLINE: Final = 80

_ASKS_FIGURE: Final = re.compile(
    r"多少|几[年月天个次回成档岁人块元]|多久|多长|多大|什么时候|啥时候|哪[天年]|标准|额度|比例|期限|how (?:many|much|long)",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d|[一二三四五六七八九十百千万]+(?:年|个月|元|倍|次|%|成)")


def asks_figure(question: str) -> bool:
    """Whether a question asks for a number: how much, how long, when."""
    return _ASKS_FIGURE.search(question) is not None


def first_line(sentences: Sequence[str], question: str) -> str | None:
    """The sentence that comes nearest to the question, of the first one among equals; None if it is too long to stand first."""
    wants_figure, asked = asks_figure(question), bigrams(question)

    def nearness(sentence: str) -> tuple[bool, int]:
        return wants_figure and _FIGURE.search(sentence) is not None, len(asked & bigrams(sentence))

    nearest = max((sentence.strip() for sentence in sentences), key=nearness, default="")
    return nearest if 0 < len(nearest) <= LONGEST_HEADLINE else None


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text, punctuation apart."""
    words = re.sub(r"[\W_]+", "", text)
    return {words[at : at + 2] for at in range(len(words) - 1)}
