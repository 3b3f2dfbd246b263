"""BM25 over tokens: words for meaning, character bigrams for whatever the dictionary cuts wrongly.

Both tokenisers read the same normalised text: NFKC (which also makes full-width half-width), lower case, `5,000` as
`5000`, and no white space beside a Chinese character, because lines and table cells are broken anywhere. What this
module does not do: remove stop words (idf does) or stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import rjieba
from numpy.typing import NDArray

from index.arrays import Mask
from index.postings import Postings, Tokenizer, keys_of, spread

WordScores: TypeAlias = NDArray[np.float32]
Ranges: TypeAlias = NDArray[np.int64]
"""(parts, tokens, 2)."""

_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACE_BY_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=\w)|(?<=\w)\s+(?=[{_HAN}])")
_NUMBER = r"\d+(?:\.\d+)?%?"
_HAN_WORD = re.compile(rf"[{_HAN}]+")
_RUN = re.compile(rf"(?P<number>{_NUMBER})|(?P<han>[{_HAN}]+)|(?P<other>[^\W\d_{_HAN}][^\W_{_HAN}]*)")
_K1, _B = 1.5, 0.75


@lru_cache(maxsize=64)  # a clause that is read is compared and cut in this form
def normalize(text: str) -> str:
    """The form in which texts and questions are compared, e.g. `２０１６ 年，Ａ类` → `2016年,a类`."""
    # Before NFKC, which turns the full-width comma of a list (`100，200`) into a thousands separator.
    joined = _THOUSANDS.sub(lambda number: number[0].replace(",", ""), text)
    return _SPACE_BY_HAN.sub("", unicodedata.normalize("NFKC", joined).lower())


def word_tokens(text: str) -> list[str]:
    """Dictionary words and the shorter words inside them, e.g. `城镇职工` → `城镇 职工 城镇职工`.

    New words are not guessed: a guess depends on its neighbours, so text and question would be cut differently.
    """
    cut = rjieba.cut_for_search(normalize(text), False)
    return [word for word in cut if word.isalnum() or any(map(str.isalnum, word))]


def bigram_tokens(text: str) -> list[str]:
    """Character pairs of Chinese runs, foreign words and numbers whole, e.g. `补贴5年` → `补贴 5 5年 年`.

    A number also gives a token with the character after it, its unit; a run of one character stands for itself.
    """
    tokens: list[str] = []
    unit_of: str | None = None
    end = -1
    for run in _RUN.finditer(normalize(text)):
        piece = run[0]
        if run.lastgroup == "han":
            if unit_of is not None and run.start() == end:
                tokens.append(unit_of + piece[0])
            tokens += [piece[i : i + 2] for i in range(len(piece) - 1)] or [piece]
        else:
            tokens.append(piece)
        unit_of, end = (piece if run.lastgroup == "number" else None), run.end()
    return tokens


def is_han_word(token: str) -> bool:
    """Whether a token consists of Chinese characters and nothing else."""
    return _HAN_WORD.fullmatch(token) is not None


class LexicalIndex:
    """BM25 (Lucene's variant, Kamphuis et al. 2020) over the tokens of texts, those of all parts one after another."""

    def __init__(self, parts: Sequence[Postings], tokenize: Tokenizer) -> None:
        self._parts = tuple(parts)
        self._tokenize = tokenize
        self._size = sum(map(len, parts))
        mean = sum(int(part.lengths.sum(dtype=np.int64)) for part in parts) / self._size
        # What a token's count in a text is held against: longer texts need more of it.
        self._norms = [_K1 * (1 - _B + _B * part.lengths / mean) for part in parts]

    @classmethod
    def build(cls, texts: Sequence[str], tokenize: Tokenizer) -> LexicalIndex:
        """Of one part, from at least one text, in entry order."""
        return cls([Postings.of(texts, tokenize)], tokenize)

    def __len__(self) -> int:
        return self._size

    @property
    def tokens(self) -> frozenset[str]:
        """The distinct tokens of all texts."""
        return frozenset(token for part in self._parts for token in part.tokens)

    @property
    def absent_idf(self) -> float:
        """The idf of a token that no text has."""
        return float(np.log1p((self._size + 0.5) / 0.5))

    def term_weights(self, text: str) -> dict[str, float]:
        """The idf of each token of a text, in order of appearance: `log(1 + (N - df + 0.5) / (df + 0.5))`; 0 if no text has it."""
        named = list(dict.fromkeys(self._tokenize(text)))
        return dict(zip(named, self._idfs(self._ranges(named)).tolist(), strict=True))

    def _ranges(self, tokens: Iterable[str]) -> Ranges:
        """Where the postings of each token begin and end in each part."""
        keys = keys_of(tokens)
        return np.stack([part.ranges(keys) for part in self._parts])

    def _idfs(self, ranges: Ranges) -> NDArray[np.float64]:
        frequencies = np.diff(ranges)[:, :, 0].sum(axis=0)
        idfs: NDArray[np.float64] = np.log1p((self._size - frequencies + 0.5) / (frequencies + 0.5)) * (frequencies > 0)
        return idfs

    def scores(
        self,
        text: str,
        expansion: Sequence[str] = (),
        allowed: Mask | None = None,
        expansion_weight: float = 0.4,
        expansion_share: float = 0.5,
    ) -> WordScores:
        """BM25 of every text: float32 (n,), 0 if no term met or the text is not allowed (bool (n,)).

        Terms of the expansion that the question does not have itself count `expansion_weight`, and less where together
        they would weigh more than `expansion_share` of the question's own terms (absent ones included).
        """
        mask = None if allowed is None else allowed.astype(np.float32)
        own = dict.fromkeys(self._tokenize(text))
        added = dict.fromkeys(token for phrase in expansion for token in self._tokenize(phrase) if token not in own)
        first = len(own)
        ranges = self._ranges((*own, *added))
        idfs = self._idfs(ranges)
        total = self._sum(ranges[:, :first], idfs[:first])
        mass = sum(idfs[first:].tolist())
        if mass and expansion_weight:
            own_mass = sum(idf or self.absent_idf for idf in idfs[:first].tolist())
            weight = min(expansion_weight, expansion_share * own_mass / mass) if own else expansion_weight
            total += np.float32(weight) * self._sum(ranges[:, first:], idfs[first:])
        return total if mask is None else total * mask

    def search(
        self, text: str, k: int, allowed: Mask | None = None, expansion: Sequence[str] = ()
    ) -> tuple[NDArray[np.int64], WordScores]:
        """The best `k` texts that share a term: text numbers and scores, best first, ties in text order."""
        scores = self.scores(text, expansion, allowed)
        order = np.argsort(-scores, kind="stable")[: max(k, 0)]
        order = order[scores[order] > 0]
        return order, scores[order]

    def holding(self, text: str) -> NDArray[np.int64]:
        """The numbers of the texts that have every token of this one, ascending; one character alone tells nothing: all of them."""
        keys = keys_of({token for token in self._tokenize(text) if len(token) > 1 or token.isascii()})
        if not len(keys):
            return np.arange(self._size)
        found: list[NDArray[np.int64]] = []
        first = 0
        for part in self._parts:
            (start, end), *others = sorted(part.ranges(keys).tolist(), key=lambda ends: ends[1] - ends[0])
            held = part.texts[start:end]
            for start, end in others if len(held) else ():
                held = held[np.isin(held, part.texts[start:end], assume_unique=True)]
            found.append(held.astype(np.int64) + first)
            first += len(part)
        return np.concatenate(found)

    def _sum(self, ranges: Ranges, idfs: NDArray[np.float64]) -> WordScores:
        """The summed BM25 of tokens: float32 (n,)."""
        scores, worth, first = np.zeros(self._size, dtype=np.float32), idfs.astype(np.float32), 0
        for part, norms, own in zip(self._parts, self._norms, ranges, strict=True):
            term, at = spread(own)
            texts, counts = part.texts[at], part.counts[at]
            each = (worth[term] * (counts / (norms[texts] + counts))).astype(np.float32)
            np.add.at(scores[first : first + len(part)], texts, each)
            first += len(part)
        return scores
