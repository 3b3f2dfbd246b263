"""BM25 over tokens: words for meaning, character bigrams for whatever the dictionary cuts wrongly.

Both tokenisers read the same normalised text: NFKC (which also makes full-width half-width), lower case, `5,000` as
`5000`, and no white space beside a Chinese character, because lines and table cells are broken anywhere. What this
module does not do: remove stop words (idf does) or stem.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
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
# The names bm25s gives its files.
_ARRAYS = ("indices.csc.index.npy", "indptr.csc.index.npy", "data.csc.index.npy")
_TOKENS, _SIZE = "vocab.index.json", "params.index.json"


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


@dataclass(frozen=True)
class _Postings:
    """What bm25s makes of `size` texts: of token number t the texts `texts[starts[t]:starts[t + 1]]` and what it is worth in each."""

    texts: NDArray[np.int32]
    starts: NDArray[np.int32]
    worth: WordScores
    tokens: Mapping[str, int]
    size: int


class LexicalIndex:
    """BM25 (Lucene's variant, Kamphuis et al. 2020) over the tokens of texts, weighed by bm25s.

    A question adds up what bm25s wrote without importing it: it brings SciPy, which takes a third of a second.
    """

    def __init__(self, postings: _Postings, tokenize: Tokenizer) -> None:
        self._postings = postings
        self._tokenize = tokenize
        self._size = postings.size
        # The number of texts of each token.
        self._frequencies = np.diff(postings.starts)

    @classmethod
    def build(cls, texts: Iterable[str], tokenize: Tokenizer) -> LexicalIndex:
        """From at least one text, in entry order."""
        # Token numbers in order of appearance: left to bm25s they would follow the hash seed and differ each build.
        vocabulary: dict[str, int] = {_NOTHING: 0}
        ids = [
            [vocabulary.setdefault(token, len(vocabulary)) for token in tokenize(text)] or [vocabulary[_NOTHING]]
            for text in texts
        ]
        from bm25s import BM25  # type: ignore[import-untyped]

        bm25 = BM25(method="lucene", k1=1.5, b=0.75)
        bm25.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        scores = bm25.scores
        return cls(_Postings(scores["indices"], scores["indptr"], scores["data"], vocabulary, len(ids)), tokenize)

    def __len__(self) -> int:
        return self._size

    @property
    def tokens(self) -> tuple[str, ...]:
        """The distinct tokens of all texts, in order of appearance."""
        return tuple(token for token in self._postings.tokens if token != _NOTHING)

    @property
    def absent_idf(self) -> float:
        """The idf of a token that no text has."""
        return float(np.log1p((self._size + 0.5) / 0.5))

    def idf(self, token: str) -> float:
        """The idf of a token, `log(1 + (N - df + 0.5) / (df + 0.5))`; 0 if no text has it."""
        number = self._postings.tokens.get(token)
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
        numbers = [self._postings.tokens.get(token) for token in tokens]
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
        postings = self._postings
        for name, array in zip(_ARRAYS, (postings.texts, postings.starts, postings.worth), strict=True):
            np.save(folder / name, array, allow_pickle=False)
        (folder / _TOKENS).write_text(json.dumps(postings.tokens, ensure_ascii=False), encoding="utf-8")
        (folder / _SIZE).write_text(json.dumps({"num_docs": postings.size}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, tokenize: Tokenizer) -> LexicalIndex:
        """Read what `save` wrote, the postings mapped; OSError, ValueError or KeyError where it is not that."""
        texts, starts, worth = (np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in _ARRAYS)
        tokens = json.loads((folder / _TOKENS).read_text(encoding="utf-8"))
        size = json.loads((folder / _SIZE).read_text(encoding="utf-8"))["num_docs"]
        return cls(_Postings(texts, starts, worth, tokens, size), tokenize)

    def _sum(self, terms: dict[str, float], mask: WordScores | None) -> WordScores:
        """The summed BM25 of the terms that some text has: float32 (n,)."""
        postings, scores = self._postings, np.zeros(self._size, dtype=np.float32)
        for number in (postings.tokens[token] for token, idf in terms.items() if idf):
            of_token = slice(postings.starts[number], postings.starts[number + 1])
            scores[postings.texts[of_token]] += postings.worth[of_token]
        return scores if mask is None else scores * mask
