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
from index.dense import Rows
from index.errors import InvalidIndexInput, StoreDamaged
from index.lexical import LexicalIndex, bigram_tokens, word_tokens
from index.models.embedder import PassageEmbedder, Progress
from index.records import Entry, Hit, Query, check_entries
from index.semantic import SemanticIndex
from index.vector_cache import HASH_BYTES, KeptVectors, text_hash
from index.vocabulary import Vocabulary
from index.weights import HybridWeights, fuse

WEIGHED_WHOLE = 1024
"""So many entries are weighed without looking first which come near."""
_NEAR = 128
_SECOND, _VOCABULARY, _HASHES, _TEXTS = "second", "vocabulary", "hashes.bin", "texts.bin"


class HybridIndex:
    """An immutable index over entries; safe to share between threads. `vocabulary` is there where a second model is."""

    def __init__(
        self,
        ids: Sequence[str],
        main: SemanticIndex,
        bigrams: LexicalIndex,
        words: LexicalIndex,
        weights: HybridWeights,
        second: SemanticIndex | None = None,
        vocabulary: Vocabulary | None = None,
        hashes: bytes = b"",
        texts: bytes = b"",
    ) -> None:
        self._ids = tuple(ids)
        self._numbers = {entry_id: number for number, entry_id in enumerate(self._ids)}
        self._main = main
        self._second = second
        self._bigrams = bigrams
        self._words = words
        self.weights = weights
        self.vocabulary = vocabulary
        # SHA-256 of all sentences and then of all passages, in the order of their rows.
        self._hashes = hashes
        # SHA-256 of the text of each entry.
        self._texts = texts

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        embedder: PassageEmbedder,
        progress: Progress | None = None,
        weights: HybridWeights | None = None,
        second: PassageEmbedder | None = None,
        before: HybridIndex | None = None,
    ) -> HybridIndex:
        """Embed and tokenise at least one entry; `progress(done, n)` counts the main model's distinct texts.

        Texts that the index `before` holds are not cut into tokens again.
        """
        check_entries(entries)
        main = SemanticIndex.build(entries, embedder, progress)
        texts = [entry.text for entry in entries]
        text_hashes = list(map(text_hash, texts))
        held = before.places_of_texts() if before else {}
        places = [held.get(key) for key in text_hashes]
        bigrams, words = (
            LexicalIndex.build(texts, tokenize, part.tokenised if part else None, places)
            for tokenize, part in (
                (bigram_tokens, before._bigrams if before else None),
                (word_tokens, before._words if before else None),
            )
        )
        return cls(
            [entry.id for entry in entries],
            main,
            bigrams,
            words,
            weights or HybridWeights(),
            SemanticIndex.build(entries, second) if second else None,
            Vocabulary.build(words.tokens, second) if second else None,
            b"".join(map(text_hash, (text for entry in entries for text in entry.sentences)))
            + b"".join(map(text_hash, (text for entry in entries for text in entry.passages))),
            b"".join(text_hashes),
        )

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
        seconds = self._second_of(chosen[order], models)
        return [
            Hit(
                id=self._ids[chosen[i]],
                score=float(fused[i]),
                lexical=float(sum(scores[chosen[i]] for scores in lexical)),
                passage=float(semantic[1][i]),
                sentence=float(semantic[0][i]) if self._main.has_sentences(int(chosen[i])) else -1.0,
                second=by_second,
            )
            for i, by_second in zip(order, seconds, strict=True)
        ]

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

    def _second_of(self, entries: Rows, models: Sequence[tuple[SemanticIndex, Vector]]) -> list[float]:
        """The best cosine of each entry (in any order) over its sentences by the second model; -1 where it did not read the question."""
        if len(models) < 2:
            return [-1.0] * len(entries)
        model, vector = models[1]
        ascending = np.argsort(entries)
        scores = np.empty(len(entries), np.float32)
        scores[ascending] = model.best(vector, entries[ascending])[0]
        return [float(score) for score in scores]

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

    def places_of_texts(self) -> dict[bytes, int]:
        """The number of an entry by the SHA-256 of its text."""
        return {self._texts[at : at + HASH_BYTES]: at // HASH_BYTES for at in range(0, len(self._texts), HASH_BYTES)}

    @staticmethod
    def kept_vectors(folder: Path) -> tuple[KeptVectors, KeptVectors]:
        """The vectors that `save` wrote: of all texts by the main model and, those of single words too, by the second; StoreDamaged."""
        with _read_from(folder):
            whole = (folder / _HASHES).read_bytes()
            hashes = [whole[at : at + HASH_BYTES].hex() for at in range(0, len(whole), HASH_BYTES)]
            main, two = SemanticIndex.load(folder), (folder / _SECOND).is_dir()
            second = SemanticIndex.load(folder / _SECOND).parts(hashes) if two else []
            words = [Vocabulary.load(folder / _VOCABULARY).part] if two else []
            return KeptVectors(main.parts(hashes)), KeptVectors([*second, *words])

    def save(self, folder: Path) -> None:
        """Write native files (FAISS, NumPy, JSON) into `folder`, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._main.save(folder)
        self._bigrams.save(folder / "bigrams")
        self._words.save(folder / "words")
        if self._second and self.vocabulary:
            self._second.save(folder / _SECOND)
            self.vocabulary.save(folder / _VOCABULARY)
        (folder / "ids.json").write_text(json.dumps(self._ids, ensure_ascii=False), encoding="utf-8")
        (folder / _HASHES).write_bytes(self._hashes)
        (folder / _TEXTS).write_bytes(self._texts)

    @classmethod
    def load(cls, folder: Path, weights: HybridWeights | None = None) -> HybridIndex:
        """Read what `save` wrote; StoreDamaged where it is not that."""
        with _read_from(folder):
            ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
            main = SemanticIndex.load(folder)
            bigrams = LexicalIndex.load(folder / "bigrams", bigram_tokens)
            words = LexicalIndex.load(folder / "words", word_tokens)
            two = (folder / _SECOND).is_dir()
            second = SemanticIndex.load(folder / _SECOND) if two else None
            vocabulary = Vocabulary.load(folder / _VOCABULARY) if two else None
            hashes, texts = ((folder / name).read_bytes() for name in (_HASHES, _TEXTS))
            sizes = {len(ids), main.entries, len(bigrams), len(words), second.entries if second else main.entries}
            if len(sizes) != 1:
                raise ValueError(f"parts of different sizes: {sorted(sizes)}")
        return cls(ids, main, bigrams, words, weights or HybridWeights(), second, vocabulary, hashes, texts)

    @staticmethod
    def _lexical(index: LexicalIndex, query: Query, mask: Mask, weights: HybridWeights) -> Vector:
        allowed = None if mask.all() else mask
        return index.scores(query.text, query.expansion, allowed, weights.expansion, weights.expansion_share)


@contextmanager
def _read_from(folder: Path) -> Iterator[None]:
    """StoreDamaged for whatever goes wrong in reading the files of an index."""
    try:
        yield
    except (OSError, EOFError, ValueError, LookupError, TypeError, RuntimeError) as error:
        raise StoreDamaged(
            "索引文件无法读取，请运行 policy-kb build 重建。",
            f"Cannot read the index in {folder} ({' '.join(str(error).split())}): rebuild it with policy-kb build.",
        ) from error
