"""The first line of an answer: a fragment of the quoted sentence, word for word, short enough to be read at a glance.

Pure. A sentence is cut at its own punctuation marks only; where no cut is short enough there is no fragment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_HEADLINE: Final = 80

# A piece ends with a punctuation mark and whatever closes around it; a comma or colon between digits ends none (1,000, 9:00).
_PIECE: Final = re.compile(r"(?:[^，；。！？：,;!?:]|(?<=\d)[,:](?=\d))+(?:[，；。！？：,;!?:]+[”’」』》〉）)]*)?")
_ASKS_FIGURE: Final = re.compile(
    r"多少|几[年月天个次回成档岁人块元]|多久|多长|多大|什么时候|啥时候|哪[天年]|标准|额度|比例|期限|how (?:many|much|long)",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d|[一二三四五六七八九十百千万]+(?:年|个月|元|倍|次|%|成)")
_PAIRS: Final = ("“”", "《》", "（）", "()", "〔〕")
_TAIL: Final = "，；：,;:"
# What ends so waits for what follows: 符合条件的，…
_UNFINISHED: Final = re.compile(r"(?:以外|之外|的|后|时)$")


@dataclass(frozen=True)
class Headline:
    """A part of a sentence, word for word; `before` and `after` say whether the sentence says more on that side."""

    text: str
    before: bool = False
    after: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is less than the sentence."""
        return self.before or self.after


# How near a part comes to the question: whether it holds a figure where one is asked for, and how many bigrams both share.
_Nearness = tuple[int, int]


def first_line(sentences: Sequence[str], question: str) -> Headline | None:
    """The fragment of the sentence that comes nearest to the question, of the first one among equals; None if none is short enough."""
    best: tuple[_Nearness, Headline] | None = None
    for sentence in sentences:
        found = _of_sentence(sentence.strip(), question)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _of_sentence(whole: str, question: str) -> tuple[_Nearness, Headline] | None:
    """The whole of a short sentence, the nearest part of a long one; None if it has no part worth reading by itself."""
    asked = _bigrams(question)
    wants_figure = _ASKS_FIGURE.search(question) is not None

    def nearness(text: str) -> _Nearness:
        return int(wants_figure and _FIGURE.search(text) is not None), len(asked & _bigrams(text))

    if len(whole) <= LONGEST_HEADLINE:
        return (nearness(whole), Headline(whole)) if whole else None
    pieces = [found.span() for found in _PIECE.finditer(whole)]
    best: tuple[_Nearness, Headline] | None = None
    for first, (start, _) in enumerate(pieces):
        text = _longest_from(whole, start, [end for _, end in pieces[first:]])
        if text is None:
            continue
        near = nearness(text)
        # How a sentence begins is always worth reading; another part only where it speaks of what was asked.
        if (start == 0 or any(near)) and (best is None or near > best[0]):
            best = (
                near,
                Headline(text, before=start > 0, after=whole.index(text, start) + len(text) < len(whole.rstrip(_TAIL))),
            )
    return best


def _longest_from(sentence: str, start: int, ends: list[int]) -> str | None:
    """The longest part that begins at `start`, ends with a piece and leaves no bracket open."""
    parts = [sentence[start:end].strip().rstrip(_TAIL) for end in ends if end - start <= LONGEST_HEADLINE + 1]
    whole = [text for text in parts if 0 < len(text) <= LONGEST_HEADLINE and _is_closed(text)]
    settled = [text for text in whole if not _UNFINISHED.search(text)]
    fitting = settled or whole
    return fitting[-1] if fitting else None


def _is_closed(text: str) -> bool:
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)


def _bigrams(text: str) -> set[str]:
    words = re.sub(r"[\W_]+", "", text)
    return {words[at : at + 2] for at in range(len(words) - 1)}
