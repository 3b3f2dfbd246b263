"""Entries in, ranked entries out: sentence and passage vectors beside BM25 over bigrams and words, fused.

Corpora are small, so nothing is approximate: every allowed entry is scored by every kind of evidence, the filter is
applied before any ranking, and a hit always carries all its raw evidence. What this module does not do: embed questions
(the caller has the vector), judge whether a hit is good enough, or know what an entry means.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.embedder import Embedder, Progress
from index.errors import InvalidInput, StoreDamaged
from index.fusion import Scores, min_max_sum, reciprocal_rank_fusion, z_score_sum
from index.lexical import LexicalIndex, bigram_tokens, word_tokens
from index.records import Entry, Hit, Query

Vector: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]
Fusion: TypeAlias = Literal["min_max", "z_score", "reciprocal_rank"]

_RRF_K = 60.0


@dataclass(frozen=True)
class HybridWeights:
    """How much each kind of evidence counts; 0 switches one off.

    `expansion` is the weight of a query expansion's term against one of the question's own, `expansion_share` the most
    that all of them may weigh together against the question's own.
    """

    sentence: float = 1.0
    passage: float = 0.3
    bigram: float = 0.5
    word: float = 0.1
    expansion: float = 0.4
    expansion_share: float = 0.5
    fusion: Fusion = "min_max"

    def __post_init__(self) -> None:
        numbers = (*self.evidence, self.expansion, self.expansion_share)
        if min(numbers) < 0 or not np.isfinite(numbers).all() or sum(self.evidence) == 0:
            raise InvalidInput(
                "权重须为非负数且不全为零。 Weights must be finite, at least 0 and not all 0: change HybridWeights."
            )

    @property
    def evidence(self) -> tuple[float, float, float, float]:
        """Weights of sentence, passage, bigram and word, in that order."""
        return (self.sentence, self.passage, self.bigram, self.word)


class HybridIndex:
    """An immutable index over entries; safe to share between threads."""

    def __init__(
        self,
        ids: Sequence[str],
        sentences: DenseIndex,
        passages: DenseIndex,
        bigrams: LexicalIndex,
        words: LexicalIndex,
        weights: HybridWeights,
    ) -> None:
        self._ids = tuple(ids)
        self._numbers = {entry_id: number for number, entry_id in enumerate(self._ids)}
        self._sentences = sentences
        self._passages = passages
        self._bigrams = bigrams
        self._words = words
        self.weights = weights

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        embedder: Embedder,
        progress: Progress | None = None,
        weights: HybridWeights | None = None,
    ) -> HybridIndex:
        """Embed and tokenise at least one entry; `progress(done, n)` counts distinct texts."""
        _check(entries)
        texts = list(dict.fromkeys(text for entry in entries for text in (*entry.passages, *entry.sentences)))
        vectors = embedder.embed_passages(texts, progress)
        rows = {text: row for row, text in enumerate(texts)}
        return cls(
            [entry.id for entry in entries],
            _dense(vectors, rows, [entry.sentences for entry in entries]),
            _dense(vectors, rows, [entry.passages for entry in entries]),
            LexicalIndex.build((entry.text for entry in entries), bigram_tokens),
            LexicalIndex.build((entry.text for entry in entries), word_tokens),
            weights or HybridWeights(),
        )

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """Entry ids in entry order."""
        return self._ids

    @property
    def dimension(self) -> int:
        """Length of the vectors that `search` takes."""
        return self._passages.dimension

    def search(
        self,
        query: Query,
        vector: Vector,
        k: int,
        allowed: Collection[str] | None = None,
        weights: HybridWeights | None = None,
    ) -> list[Hit]:
        """The best `k` of the allowed entries (None: all; unknown ids are ignored), best first, ties in entry order.

        `vector` is the embedded question, float32 (d,). An entry without sentences is ranked as if its passages were.
        """
        weights = weights or self.weights
        self._check_vector(vector)
        if k < 1:
            raise InvalidInput(f"结果数须至少为 1。 k must be at least 1, not {k}.")
        mask = self._mask(allowed)
        chosen = np.flatnonzero(mask)
        if not len(chosen):
            return []
        sentence = self._sentences.best_by_entry(vector, mask)[chosen]
        passage = self._passages.best_by_entry(vector, mask)[chosen]
        bigram = self._lexical(self._bigrams, query, mask, weights)[chosen]
        word = self._lexical(self._words, query, mask, weights)[chosen]
        fused = _fuse(weights, (np.where(np.isnan(sentence), passage, sentence), passage, bigram, word))
        return [
            Hit(
                id=self._ids[chosen[i]],
                score=float(fused[i]),
                lexical=float(bigram[i] + word[i]),
                passage=float(passage[i]),
                sentence=-1.0 if np.isnan(sentence[i]) else float(sentence[i]),
            )
            for i in np.argsort(-fused, kind="stable")[:k]
        ]

    def sentence_similarity(self, vector: Vector, entry_id: str) -> Vector:
        """The cosine of the question with each sentence of an entry, in order: float32 (sentences,)."""
        self._check_vector(vector)
        if entry_id not in self._numbers:
            raise InvalidInput(
                f"索引中没有条目“{entry_id}”，请重新检索。 No entry {entry_id!r} in the index: search again."
            )
        return self._sentences.of_entry(vector, self._numbers[entry_id])

    def term_weights(self, text: str) -> dict[str, float]:
        """The idf of each word of a text over the entries, in order of appearance; 0 where no entry has the word."""
        return self._words.term_weights(text)

    @property
    def absent_weight(self) -> float:
        """The idf that a word in no entry would have; more than any that `term_weights` gives."""
        return self._words.absent_idf

    def save(self, folder: Path) -> None:
        """Write native files (FAISS, NumPy, JSON) into `folder`, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._sentences.save(folder / "sentences")
        self._passages.save(folder / "passages")
        self._bigrams.save(folder / "bigrams")
        self._words.save(folder / "words")
        (folder / "ids.json").write_text(json.dumps(self._ids, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, weights: HybridWeights | None = None) -> HybridIndex:
        """Read what `save` wrote; StoreDamaged where it is not that."""
        try:
            ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
            sentences, passages = DenseIndex.load(folder / "sentences"), DenseIndex.load(folder / "passages")
            bigrams = LexicalIndex.load(folder / "bigrams", bigram_tokens)
            words = LexicalIndex.load(folder / "words", word_tokens)
            sizes = {len(ids), sentences.entries, passages.entries, len(bigrams), len(words)}
            if len(sizes) != 1:
                raise ValueError(f"parts of different sizes: {sorted(sizes)}")
        except (OSError, EOFError, ValueError, LookupError, TypeError, RuntimeError) as error:
            raise StoreDamaged(
                f"索引文件无法读取，请运行 policy-kb build 重建。 "
                f"Cannot read the index in {folder} ({' '.join(str(error).split())}): rebuild it with policy-kb build."
            ) from error
        return cls(ids, sentences, passages, bigrams, words, weights or HybridWeights())

    def _mask(self, allowed: Collection[str] | None) -> Mask:
        """Which entries may answer: bool (entries,)."""
        if allowed is None:
            return np.ones(len(self._ids), dtype=np.bool_)
        mask = np.zeros(len(self._ids), dtype=np.bool_)
        mask[[self._numbers[entry_id] for entry_id in allowed if entry_id in self._numbers]] = True
        return mask

    def _check_vector(self, vector: Vector) -> None:
        if vector.shape != (self.dimension,):
            raise InvalidInput(
                f"问题向量与索引的维数不符，请用同一模型重建索引（policy-kb build）。 The question's vector has shape "
                f"{vector.shape}, the index holds {self.dimension} dimensions: rebuild it with the model in use."
            )

    @staticmethod
    def _lexical(index: LexicalIndex, query: Query, mask: Mask, weights: HybridWeights) -> Vector:
        allowed = None if mask.all() else mask
        return index.scores(query.text, query.expansion, allowed, weights.expansion, weights.expansion_share)


def _check(entries: Sequence[Entry]) -> None:
    if not entries:
        raise InvalidInput("没有可索引的条目，请先放入文件。 There is nothing to index: add documents to the corpus.")
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise InvalidInput(f"条目编号重复：{entry.id}。 Two entries have the id {entry.id!r}: ids must differ.")
        if not entry.passages:
            raise InvalidInput(f"条目“{entry.id}”没有段落。 Entry {entry.id!r} has no passage: give it at least one.")
        seen.add(entry.id)


def _dense(vectors: Vector, rows: dict[str, int], texts: Sequence[tuple[str, ...]]) -> DenseIndex:
    """The index of these texts of each entry, their vectors taken from the distinct ones."""
    wanted = np.array([rows[text] for group in texts for text in group], dtype=np.int64)
    return DenseIndex.build(vectors[wanted], [len(group) for group in texts])


def _fuse(weights: HybridWeights, evidence: tuple[Vector, Vector, Vector, Vector]) -> Scores:
    """Fused score 0..1: float64 (n,)."""
    sentence, passage, bigram, word = evidence
    total = sum(weights.evidence)
    if weights.fusion == "reciprocal_rank":
        # A text in which no term met has no rank.
        met = (np.where(scores > 0, scores, np.nan) for scores in (bigram, word))
        return reciprocal_rank_fusion((sentence, passage, *met), weights.evidence, _RRF_K) * (_RRF_K + 1) / total
    # For the sums 0 is a score like any other, unless no term met anywhere: then BM25 says nothing.
    spoke = (scores if scores.any() else np.full_like(scores, np.nan) for scores in (bigram, word))
    if weights.fusion == "z_score":
        return 1.0 / (1.0 + np.exp(-z_score_sum((sentence, passage, *spoke), weights.evidence) / total))
    return min_max_sum((sentence, passage, *spoke), weights.evidence) / total
