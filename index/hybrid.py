"""Entries in, ranked entries out: sentence and passage vectors beside BM25 over bigrams and words, fused.

The filter is applied before any ranking, and a hit always carries all its raw evidence, which is exact. Where the filter leaves few
entries, all of them are weighed; of more, those that come near by some kind of evidence and those at its other end, since a score
is stretched between the two. What this module does not do: embed questions (the caller has the vector), judge whether a hit is good
enough, or know what an entry means.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.arrays import Mask, Vector
from index.dense import DensePart, Rows
from index.errors import InvalidIndexInput, StoreDamaged
from index.lexical import LexicalIndex, bigram_tokens, word_tokens
from index.models.embedder import PassageEmbedder, Progress
from index.records import Entry, Hit, Query
from index.segment import Group, Segment, segments_of
from index.semantic import SemanticIndex, SemanticPart
from index.vector_cache import KeptVectors
from index.vocabulary import WordPart, WordVectors
from index.weights import HybridWeights, fuse

WEIGHED_WHOLE = 1024
"""So many entries are weighed without looking first which come near."""
_NEAR = 128
_SECOND, _VOCABULARY, _HASHES = "second", "vocabulary", "hashes.bin"
_SEGMENTS, _ORDER = "segments", "segments.json"


class HybridIndex:
    """An immutable index over entries; safe to share between threads. `vocabulary` is there where a second model is."""

    def __init__(
        self,
        segments: Sequence[Segment],
        vocabulary: WordVectors | None = None,
        weights: HybridWeights | None = None,
    ) -> None:
        self.segments = tuple(segments)
        self.vocabulary = vocabulary
        self.weights = weights or HybridWeights()
        self._ids = tuple(identifier for segment in segments for identifier in segment.ids)
        self._numbers = {entry_id: number for number, entry_id in enumerate(self._ids)}
        self._main = SemanticIndex([segment.main for segment in segments])
        second = [segment.second for segment in segments if segment.second]
        self._second = SemanticIndex(second) if second else None
        self._bigrams = LexicalIndex([segment.bigrams for segment in segments], bigram_tokens)
        self._words = LexicalIndex([segment.words for segment in segments], word_tokens)

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        embedder: PassageEmbedder,
        progress: Progress | None = None,
        weights: HybridWeights | None = None,
        second: PassageEmbedder | None = None,
    ) -> HybridIndex:
        """Embed and tokenise at least one entry, all in one segment; `progress(done, n)` counts the main model's distinct texts."""
        group = Group("", "", lambda: entries)
        return cls.of_groups([group], embedder, progress, second=second, weights=weights)

    @classmethod
    def of_groups(
        cls,
        groups: Sequence[Group],
        embedder: PassageEmbedder,
        progress: Progress | None = None,
        *,
        second: PassageEmbedder | None = None,
        weights: HybridWeights | None = None,
        before: HybridIndex | None = None,
    ) -> HybridIndex:
        """Of at least one entry in all; of a group whose key the index `before`, of the same models, has too nothing is asked."""
        segments = segments_of(groups, before.segments if before else (), embedder, second, progress)
        words = {token for segment in segments for token in segment.words.tokens} if second else ()
        held = before.vocabulary if before else None
        return cls(segments, WordVectors.build(words, second, held) if second else None, weights)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """Entry ids in entry order."""
        return self._ids

    @property
    def semantics(self) -> tuple[SemanticIndex, ...]:
        """The vectors of the main model and, where there is one, of the second."""
        return (self._main, self._second) if self._second else (self._main,)

    def asking(self, main: SemanticIndex, second: SemanticIndex | None = None) -> HybridIndex:
        """The same index with these in place of its `semantics`."""
        same = copy.copy(self)
        same._main, same._second = main, second
        return same

    @property
    def rows(self) -> tuple[int, int]:
        """The numbers of sentences and of passages."""
        sentences, passages = self._main.kinds
        return len(sentences.owners), len(passages.owners)

    @property
    def dimension(self) -> int:
        """Length of the main model's vectors."""
        return self._main.dimension

    def search(
        self,
        query: Query,
        vector: Vector,
        k: int,
        allowed: Mask | None = None,
        weights: HybridWeights | None = None,
        second: Vector | None = None,
    ) -> list[Hit]:
        """The best `k` of the allowed entries (bool (entries,), None: all), best first, ties in entry order.

        `vector` is the question as the main model embeds it, float32 (d,), `second` as the second one does (None: it has no say). An
        entry without sentences is ranked as if its passages were.
        """
        weights = weights or self.weights
        self._main.check(vector)
        if k < 1:
            raise InvalidIndexInput("结果数须至少为 1。", f"k must be at least 1, not {k}.")
        mask = np.ones(len(self._ids), dtype=np.bool_) if allowed is None else allowed
        if not mask.any():
            return []
        lexical = [self._lexical(index, query, mask, weights) for index in (self._bigrams, self._words)]
        models = [(self._main, vector)]
        if second is not None and self._second is not None:
            self._second.check(second)
            models.append((self._second, second))
        # A second model without weight need not look: what it says of the hits is asked below.
        looking = models if weights.second_sentence or weights.second_passage else models[:1]
        chosen = self._worth_weighing(mask, looking, lexical, max(k, _NEAR), weights)
        semantic = [scores for model, asked in looking for scores in model.best(asked, chosen)]
        # NaN is what no system found: it counts nothing.
        nothing = np.full(len(chosen), np.nan, np.float32)
        fused = fuse(
            weights, (*semantic[:2], *(scores[chosen] for scores in lexical), *(semantic[2:] or (nothing,) * 2))
        )
        order = np.argsort(-fused, kind="stable")[:k]
        best = chosen[order]
        has_sentences = self._main.has_sentences(best)
        evidence = (
            fused[order],
            lexical[0][best] + lexical[1][best],
            semantic[1][order],
            np.where(has_sentences, semantic[0][order], np.float32(-1)),
            self._second_of(best, models),
        )
        rows = zip(best.tolist(), *(scores.tolist() for scores in evidence), strict=True)
        return [Hit(self._ids[number], *scores) for number, *scores in rows]

    def alike(self, text: str, k: int, allowed: Collection[str] | None = None) -> list[str]:
        """The ids of the `k` allowed entries that share most with a text, by character bigrams alone (BM25), best first; no model is asked."""
        found, _ = self._bigrams.search(text, k, None if allowed is None else self.mask(allowed))
        return [self._ids[i] for i in found]

    def _worth_weighing(
        self,
        mask: Mask,
        models: Sequence[tuple[SemanticIndex, Vector]],
        lexical: Sequence[Vector],
        k: int,
        weights: HybridWeights,
    ) -> Rows:
        """The allowed entries that may be among the best `k`, with those at the other end of each kind of evidence: ascending."""
        chosen: Rows = np.flatnonzero(mask)
        # The other fusions weigh every entry against all.
        if len(chosen) <= max(WEIGHED_WHOLE, k) or weights.fusion != "min_max":
            return chosen
        found: list[Rows] = []
        for model, vector in models:
            near = model.near(vector, k, mask)
            if near is None:
                return chosen
            found.append(near)
        for scores in lexical:
            met = np.flatnonzero(scores)
            found.append(met[np.argpartition(-scores[met], k)[:k]] if len(met) > k else met)
            found.append(chosen[[scores[chosen].argmin()]])
        return np.unique(np.concatenate(found))

    def _second_of(self, entries: Rows, models: Sequence[tuple[SemanticIndex, Vector]]) -> Vector:
        """The best cosine of each entry (in any order) over its sentences by the second model; -1 where it did not read the question."""
        scores = np.full(len(entries), -1, np.float32)
        if len(models) == 2:
            model, vector = models[1]
            ascending = np.argsort(entries)
            scores[ascending] = model.best(vector, entries[ascending])[0]
        return scores

    def mask(self, ids: Collection[str]) -> Mask:
        """The entries with these ids: bool (entries,); ids of no entry are ignored."""
        mask = np.zeros(len(self._ids), dtype=np.bool_)
        mask[[self._numbers[entry_id] for entry_id in ids if entry_id in self._numbers]] = True
        return mask

    def holding(self, phrase: str) -> Rows:
        """The entries in which all character pairs of a phrase stand, whether or not side by side: ascending."""
        return self._bigrams.holding(phrase)

    def sentence_similarity(self, vector: Vector, entry_id: str) -> Vector:
        """The cosine of the question with each sentence of an entry, in order: float32 (sentences,)."""
        self._main.check(vector)
        if entry_id not in self._numbers:
            raise InvalidIndexInput(
                f"索引中没有条目“{entry_id}”，请重新检索。", f"No entry {entry_id!r} in the index: search again."
            )
        return self._main.of_sentences(vector, self._numbers[entry_id])

    def term_weights(self, text: str) -> dict[str, float]:
        """The idf of each word of a text over the entries, in order of appearance; 0 if no entry has the word."""
        return self._words.term_weights(text)

    @property
    def absent_weight(self) -> float:
        """The idf that a word in no entry would have; more than any that `term_weights` gives."""
        return self._words.absent_idf

    @staticmethod
    def kept_vectors(folder: Path) -> tuple[KeptVectors, KeptVectors]:
        """The vectors that `save` wrote: of all texts by the main model and, those of single words too, by the second; StoreDamaged.

        What older programs wrote, without segments, is read as one.
        """
        with _read_from(folder):
            main: list[tuple[bytes, DensePart]] = []
            second: list[tuple[bytes, DensePart]] = []
            for one in _folders_in(folder / _SEGMENTS) or [folder]:
                parts = SemanticPart.load(one)
                hashes = parts.split((one / _HASHES).read_bytes())
                main += zip(hashes, (parts.sentences, parts.passages), strict=True)
                if (one / _SECOND).is_dir():
                    parts = SemanticPart.load(one / _SECOND)
                    second += zip(hashes, (parts.sentences, parts.passages), strict=True)
            words = map(WordPart.load, _folders_in(folder / _VOCABULARY) or [folder / _VOCABULARY] if second else ())
            return KeptVectors(main), KeptVectors([*second, *((part.hashes, part.vectors) for part in words)])

    def save(self, folder: Path) -> None:
        """Write native files (FAISS, NumPy, JSON) into `folder`, which is made where it is missing; what lies in files already is shared.

        OSError where the disk did not take them, StoreDamaged where they do not read as they were written.
        """
        with _read_from(folder, OSError):
            for segment in self.segments:
                segment.save(folder / _SEGMENTS / segment.name)
            if self.vocabulary:
                self.vocabulary.save(folder / _VOCABULARY)
        (folder / _ORDER).write_text(json.dumps([segment.name for segment in self.segments]), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, weights: HybridWeights | None = None) -> HybridIndex:
        """Read what `save` wrote; StoreDamaged where it is not that."""
        with _read_from(folder):
            names = json.loads((folder / _ORDER).read_text(encoding="utf-8"))
            segments = [Segment.load(folder / _SEGMENTS / name) for name in names]
            two = {segment.second is not None for segment in segments}
            if len(two) != 1 or two != {(folder / _VOCABULARY).is_dir()}:
                raise ValueError("not every segment, or no vocabulary, is of two models")
            return cls(segments, WordVectors.load(folder / _VOCABULARY) if True in two else None, weights)

    @staticmethod
    def _lexical(index: LexicalIndex, query: Query, mask: Mask, weights: HybridWeights) -> Vector:
        allowed = None if mask.all() else mask
        return index.scores(query.text, query.expansion, allowed, weights.expansion, weights.expansion_share)


def _folders_in(folder: Path) -> list[Path]:
    """The folders inside, sorted; none where it is not there."""
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


@contextmanager
def _read_from(folder: Path, but: type[Exception] | tuple[()] = ()) -> Iterator[None]:
    """StoreDamaged for whatever goes wrong in reading the files of an index, `but` for these errors, which are passed on."""
    try:
        yield
    except but:
        raise
    except (OSError, EOFError, ValueError, LookupError, TypeError, RuntimeError) as error:
        raise StoreDamaged(
            "索引文件无法读取，请运行 policy-kb build 重建。",
            f"Cannot read the index in {folder} ({' '.join(str(error).split())}): rebuild it with policy-kb build.",
        ) from error
