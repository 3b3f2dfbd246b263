"""BM25 over tokens: words for meaning, character bigrams for whatever the dictionary cuts wrongly.

Both tokenisers read the same normalised text: NFKC (which also makes full-width half-width), lower case, `5,000` as
`5000`, and no white space beside a Chinese character, because lines and table cells are broken anywhere. What this
module does not do: remove stop words (idf does) or stem.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import rjieba
from numpy.typing import NDArray

from index.arrays import Mask

Tokenizer: TypeAlias = Callable[[str], list[str]]
WordScores: TypeAlias = NDArray[np.float32]

_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACE_BY_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=\w)|(?<=\w)\s+(?=[{_HAN}])")
_NUMBER = r"\d+(?:\.\d+)?%?"
_HAN_WORD = re.compile(rf"[{_HAN}]+")
_RUN = re.compile(rf"(?P<number>{_NUMBER})|(?P<han>[{_HAN}]+)|(?P<other>[^\W\d_{_HAN}][^\W_{_HAN}]*)")
# The empty token stands in for a text without any; no tokeniser returns it, so no question meets it.
_NOTHING = ""
_K1, _B = 1.5, 0.75
_ARRAYS = ("numbers", "lengths", "texts", "starts", "worth")
_TOKENS = "tokens.json"


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
    return [word for word in cut if any(character.isalnum() for character in word)]


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


Numbers: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True)
class Tokenised:
    """The tokens of texts one after another, `lengths[i]` of them those of text i, as places in `tokens`, which stand in order of appearance."""

    tokens: tuple[str, ...]
    numbers: Numbers
    lengths: Numbers

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        tokenize: Tokenizer,
        known: Tokenised | None = None,
        places: Sequence[int | None] | None = None,
    ) -> Tokenised:
        """Tokenises at least one text; of text i what `known` holds of its text `places[i]` is taken, where that is not None."""
        places = places or [None] * len(texts)
        numbers = {token: number for number, token in enumerate(known.tokens if known else (_NOTHING,))}
        ends = np.cumsum(known.lengths) if known else np.empty(0, np.int64)
        pieces: list[Numbers] = [np.zeros(1, np.int32)]
        for text, place in zip(texts, places, strict=True):
            if known and place is not None:
                pieces.append(known.numbers[ends[place] - known.lengths[place] : ends[place]])
            else:
                of_text = [numbers.setdefault(token, len(numbers)) for token in tokenize(text)]
                pieces.append(np.array(of_text or [0], np.int32))
        # Numbered anew in order of appearance, so that an index does not depend on those before it.
        used, first, inverse = np.unique(np.concatenate(pieces), return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(used), np.int32)
        rank[order] = np.arange(len(used))
        names = list(numbers)
        lengths = np.array([len(piece) for piece in pieces[1:]], np.int32)
        return cls(tuple(names[number] for number in used[order]), rank[inverse][1:], lengths)


@dataclass(frozen=True)
class _Postings:
    """Of token number t the texts `texts[starts[t]:starts[t + 1]]`, ascending, and what it is worth in each."""

    texts: Numbers
    starts: Numbers
    worth: WordScores

    @classmethod
    def of(cls, tokenised: Tokenised) -> _Postings:
        """BM25 of every token in every text that has it."""
        lengths, size, tokens = tokenised.lengths, len(tokenised.lengths), len(tokenised.tokens)
        of_texts = np.repeat(np.arange(size), lengths)
        pairs, counts = np.unique(tokenised.numbers.astype(np.int64) * size + of_texts, return_counts=True)
        numbers, texts = np.divmod(pairs, size)
        frequencies = np.bincount(numbers, minlength=tokens)
        idf = np.log1p((size - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)
        worth = idf[numbers] * (counts / (_K1 * (1 - _B + _B * lengths[texts] / lengths.mean()) + counts))
        starts = np.concatenate(([0], np.cumsum(frequencies))).astype(np.int32)
        return cls(texts.astype(np.int32), starts, worth.astype(np.float32))


class LexicalIndex:
    """BM25 (Lucene's variant, Kamphuis et al. 2020) over the tokens of texts."""

    def __init__(self, tokenised: Tokenised, postings: _Postings, tokenize: Tokenizer) -> None:
        self.tokenised = tokenised
        self._postings = postings
        self._tokenize = tokenize
        self._size = len(tokenised.lengths)
        self._numbers = {token: number for number, token in enumerate(tokenised.tokens)}
        # The number of texts of each token.
        self._frequencies = np.diff(postings.starts)

    @classmethod
    def build(
        cls,
        texts: Sequence[str],
        tokenize: Tokenizer,
        known: Tokenised | None = None,
        places: Sequence[int | None] | None = None,
    ) -> LexicalIndex:
        """From at least one text, in entry order; `known` and `places` as for `Tokenised.of`."""
        tokenised = Tokenised.of(texts, tokenize, known, places)
        return cls(tokenised, _Postings.of(tokenised), tokenize)

    def __len__(self) -> int:
        return self._size

    @property
    def tokens(self) -> tuple[str, ...]:
        """The distinct tokens of all texts, in order of appearance."""
        return tuple(token for token in self.tokenised.tokens if token != _NOTHING)

    @property
    def absent_idf(self) -> float:
        """The idf of a token that no text has."""
        return float(np.log1p((self._size + 0.5) / 0.5))

    def idf(self, token: str) -> float:
        """The idf of a token, `log(1 + (N - df + 0.5) / (df + 0.5))`; 0 if no text has it."""
        number = self._numbers.get(token)
        if number is None or token == _NOTHING:
            return 0.0
        frequency = int(self._frequencies[number])
        return float(np.log1p((self._size - frequency + 0.5) / (frequency + 0.5)))

    def term_weights(self, text: str) -> dict[str, float]:
        """The idf of each token of a text, in order of appearance."""
        return {token: self.idf(token) for token in self._tokenize(text)}

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
        own = self.term_weights(text)
        total = self._sum(own, mask)
        added: dict[str, float] = {}
        for phrase in expansion:
            added.update((token, idf) for token, idf in self.term_weights(phrase).items() if token not in own)
        mass = sum(added.values())
        if mass and expansion_weight:
            own_mass = sum(idf or self.absent_idf for idf in own.values())
            weight = min(expansion_weight, expansion_share * own_mass / mass) if own else expansion_weight
            total += np.float32(weight) * self._sum(added, mask)
        return total

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
        tokens = {token for token in self._tokenize(text) if len(token) > 1 or token.isascii()}
        if not tokens:
            return np.arange(self._size)
        numbers = [self._numbers.get(token) for token in tokens]
        known = sorted(
            (number for number in numbers if number is not None), key=lambda number: self._frequencies[number]
        )
        if len(known) < len(numbers):
            return np.empty(0, np.int64)
        starts, texts = self._postings.starts, self._postings.texts
        held = texts[starts[known[0]] : starts[known[0] + 1]].astype(np.int64)
        for number in known[1:]:
            held = held[np.isin(held, texts[starts[number] : starts[number + 1]])]
        return np.sort(held)

    def save(self, folder: Path) -> None:
        """Write NumPy arrays and JSON into `folder`, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        held = vars(self.tokenised) | vars(self._postings)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", held[name], allow_pickle=False)
        (folder / _TOKENS).write_text(json.dumps(self.tokenised.tokens, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, tokenize: Tokenizer) -> LexicalIndex:
        """Read what `save` wrote, the arrays mapped; OSError or ValueError where it is not that."""
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS}
        tokens = tuple(json.loads((folder / _TOKENS).read_text(encoding="utf-8")))
        tokenised = Tokenised(tokens, arrays.pop("numbers"), arrays.pop("lengths"))
        if len(arrays["starts"]) != len(tokens) + 1 or tokenised.lengths.sum() != len(tokenised.numbers):
            raise ValueError(f"{folder}: parts of different sizes")
        return cls(tokenised, _Postings(**arrays), tokenize)

    def _sum(self, terms: dict[str, float], mask: WordScores | None) -> WordScores:
        """The summed BM25 of the terms that some text has: float32 (n,)."""
        postings, scores = self._postings, np.zeros(self._size, dtype=np.float32)
        for number in (self._numbers[token] for token, idf in terms.items() if idf):
            of_token = slice(postings.starts[number], postings.starts[number + 1])
            scores[postings.texts[of_token]] += postings.worth[of_token]
        return scores if mask is None else scores * mask
