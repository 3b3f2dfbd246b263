"""Lay questions over real statutes: how much the search finds in texts that nobody here wrote.

    python bench/stard.py FOLDER [--articles 3000] [--questions 0] [--seed 1] [--cache DIR] [--json]

FOLDER holds `articles.jsonl.gz`, a line `{"id", "name", "content"}`, and `questions.jsonl`, a line `{"id", "question", "articles"}`
with the ids of the articles that answer: the form of STARD (Su et al., Findings of EMNLP 2024), its questions asked by lay people.
Searched are all articles that answer and others drawn with the seed. Fewer articles make an easier task: figures compare within
one sample only. `--articles 0` and `--questions 0` mean all. Needs the packages of the extra `eval`.

Left out: places and dates as filters, refusals, and the words of the answers.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import numpy as np
from speed import machine
from stard_sample import LayQuestion, answering, clause_of, document_of, read_articles, read_questions, sample

from eval.metrics import paired_difference
from index import (
    CachingEmbedder,
    Entry,
    Hit,
    HybridIndex,
    HybridWeights,
    PassageEmbedder,
    Progress,
    Query,
    Vector,
    VectorCache,
)
from kb.answers import Ranker
from kb.building import entry_of
from kb.language import PASSAGE_CHARACTERS, Gazetteer, Lexicon, RegionIndex
from kb.models import Models
from kb.progress import progress as bar
from kb.questions import understand
from kb.records import Clause
from kb.settings import Settings

# Ids of articles, best first, by way of searching.
Ranked: TypeAlias = dict[str, list[str]]

LAY_DEPTH = 100
BASELINE, SHIPPED = "BM25, both", "hybrid"
_BIGRAMS = HybridWeights(sentence=0, passage=0, bigram=1, word=0)
# One kind of evidence alone, from the question's own words.
ALONE = {
    "BM25, words": replace(_BIGRAMS, bigram=0, word=1),
    "BM25, bigrams": _BIGRAMS,
    BASELINE: replace(_BIGRAMS, bigram=0.5, word=0.1),
    "e5, passages": replace(_BIGRAMS, bigram=0, passage=1),
    "e5, sentences": replace(_BIGRAMS, bigram=0, sentence=1),
    "USE, passages": replace(_BIGRAMS, bigram=0, second_passage=1),
    "USE, sentences": replace(_BIGRAMS, bigram=0, second_sentence=1),
}


@dataclass
class WorkBar:
    """A PassageEmbedder with a bar on stderr that sums up what it did: texts and seconds."""

    embedder: PassageEmbedder
    title: str
    texts: int = 0
    seconds: float = 0.0

    @property
    def model_id(self) -> str:
        """The model's."""
        return self.embedder.model_id

    @property
    def dimension(self) -> int:
        """The model's."""
        return self.embedder.dimension

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, d), in order."""
        started = time.perf_counter()
        with bar(self.title) as report:
            vectors = self.embedder.embed_passages(texts, report)
        self.texts += len(texts)
        self.seconds += time.perf_counter() - started
        return vectors


def build_index(entries: Sequence[Entry], models: Models, cache: Path | None) -> tuple[HybridIndex, list[WorkBar]]:
    """The index, and what the texts without a vector in `cache` cost; all vectors are kept there, those of other samples too."""
    works = [WorkBar(models.main, "e5"), WorkBar(models.second, "USE")]
    known = [
        VectorCache.load(cache / work.title, work.model_id) if cache else VectorCache(work.model_id, {})
        for work in works
    ]
    main, second = (CachingEmbedder(work, kept) for work, kept in zip(works, known, strict=True))
    index = HybridIndex.build(entries, main, second=second)
    if cache:
        for work, kept, embedder in zip(works, known, (main, second), strict=True):
            VectorCache(work.model_id, {**kept.vectors, **embedder.new.vectors}).save(cache / work.title)
    return index, works


class LayBench:
    """The shipped search over an index, and each kind of evidence beside it; `times` collects milliseconds by part."""

    def __init__(self, index: HybridIndex, models: Models, clauses: Sequence[Clause]) -> None:
        self._index, self._models = index, models
        self._laws = {clause.document for clause in clauses}
        documents = [document_of(law) for law in sorted(self._laws)]
        self._gazetteer, self._lexicon = Gazetteer.load(), Lexicon.load()
        self.ranker = Ranker(index, models, documents, clauses, RegionIndex.of(documents, self._gazetteer))
        self.ranker.warm()
        self.times: dict[str, list[float]] = {}

    def search(self, text: str) -> Ranked:
        """What each way of searching finds for one question; the shipped one is timed."""
        started = time.perf_counter()
        question = understand(text, self._lexicon, self._gazetteer)
        understood = time.perf_counter()
        probe = self.ranker.probe(question)
        probed = time.perf_counter()
        ranking = self.ranker.rank(probe, self._laws, date.today(), LAY_DEPTH)
        ranked = time.perf_counter()
        vector = self._models.main.embed_query(question.text)
        self._note("whole", ranked - started)
        self._note("understanding", understood - started)
        self._note("both models and near words", probed - understood)
        self._note("search and evidence", ranked - probed)
        self._note("e5 alone", time.perf_counter() - ranked)

        plain = Query(question.text)
        found = {
            name: ids(self._index.search(plain, vector, LAY_DEPTH, None, weights, probe.second))
            for name, weights in ALONE.items()
        }
        weights = self.ranker.weights[question.language]
        found["hybrid, no expansion"] = ids(
            self._index.search(Query(probe.query.text), probe.vector, LAY_DEPTH, None, weights)
        )
        found["hybrid and USE"] = ids(
            self._index.search(probe.query, probe.vector, LAY_DEPTH, None, self.ranker.weights["en"], probe.second)
        )
        found[SHIPPED] = ids(ranking.hits)
        first = [candidate.clause.id for candidate in ranking.candidates]
        found["hybrid, by evidence"] = list(dict.fromkeys((*first, *found[SHIPPED])))
        return found

    def _note(self, part: str, seconds: float) -> None:
        self.times.setdefault(part, []).append(seconds * 1000)


def ids(hits: Sequence[Hit]) -> list[str]:
    """What was found, best first; without what nothing speaks for, such as a text in which no word met."""
    return [hit.id for hit in hits if hit.score > 0]


def recall_of(found: Sequence[str], articles: frozenset[str]) -> dict[str, float]:
    """Of one question: the share of its articles among the first k found, and 1/rank of the first one down to rank 10."""
    values = {f"recall@{k}": len(articles.intersection(found[:k])) / len(articles) for k in (1, 10, 100)}
    ranks = (rank for rank, identifier in enumerate(found[:10], 1) if identifier in articles)
    return values | {"MRR@10": 1 / next(ranks, float("inf"))}


def measure(bench: LayBench, asked: Sequence[LayQuestion]) -> dict[str, dict[str, list[float]]]:
    """By way of searching and by measure, one value a question."""
    values: dict[str, dict[str, list[float]]] = {}
    with bar("questions") as report:
        for done, question in enumerate(asked, 1):
            for name, found in bench.search(question.text).items():
                for measured, value in recall_of(found, question.articles).items():
                    values.setdefault(name, {}).setdefault(measured, []).append(value)
            report(done, len(asked))
    return values


def print_sample(
    clauses: Sequence[Clause], total: int, asked: Sequence[LayQuestion], seed: int, models: Models
) -> None:
    """What is searched and how it is cut."""
    entries = [entry_of(clause, document_of(clause.document)) for clause in clauses]
    long = sum(len(clause.text) > PASSAGE_CHARACTERS for clause in clauses)
    texts = {text for entry in entries for text in (*entry.passages, *entry.sentences)}
    limit = models.main.max_tokens
    over = sum(models.main.token_count(text) > limit for text in texts) if limit else 0
    print(
        f"sample: {len(clauses)} of {total} articles, seed {seed}: the {len(answering(asked))} that answer and "
        f"{len(clauses) - len(answering(asked))} others; {len(asked)} questions\n"
        f"        {sum(len(entry.passages) for entry in entries)} passages, {sum(len(entry.sentences) for entry in entries)} "
        f"sentences; {long} articles longer than {PASSAGE_CHARACTERS} characters are cut into passages at sentence ends; "
        f"{over} texts longer than the {limit} tokens that e5 reads at once"
    )


def print_figures(values: dict[str, dict[str, list[float]]]) -> None:
    """The table, and how far what ships is from BM25 and from whole passages alone."""
    columns = list(values[SHIPPED])
    width = max(map(len, values)) + 2
    print("".ljust(width) + "".join(f"{name:>12}" for name in columns))
    for name, measured in values.items():
        print(name.ljust(width) + "".join(f"{statistics.mean(measured[column]):12.3f}" for column in columns))
    for other in (BASELINE, "e5, passages"):
        for column in columns:
            gain = paired_difference(values[SHIPPED][column], values[other][column])
            print(f"{SHIPPED} less {other}, {column}: {gain.value:+.3f} (95 % {gain.low:+.3f} to {gain.high:+.3f})")


def print_costs(works: Sequence[WorkBar], times: dict[str, list[float]]) -> None:
    """Seconds of embedding and milliseconds a question, the latter beside the embedding alone."""
    for work in works:
        rate = f", {work.texts / work.seconds:.0f} a second" if work.texts else " (all vectors were kept)"
        print(f"embedding, {work.title}: {work.texts} texts in {work.seconds:.0f} s{rate}")
    alone = statistics.median(times["e5 alone"])
    for part, spent in times.items():
        median, p95 = statistics.median(spent), float(np.percentile(spent, 95))
        print(
            f"a question, {part + ':':<28} median {median:6.1f} ms, p95 {p95:6.1f} ms   {median / alone:.2f}x e5 alone"
        )


def main() -> None:
    """Prints the sample, the table and the costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=3000, help="how many are searched; 0: all")
    parser.add_argument("--questions", type=int, default=0, help="how many are asked; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, help="keep the vectors here for the next run")
    parser.add_argument("--json", action="store_true", help="print the mean figures as JSON instead")
    given = parser.parse_args()
    asked = read_questions(given.folder / "questions.jsonl", given.questions, given.seed)
    articles = read_articles(given.folder / "articles.jsonl.gz")
    clauses = [clause_of(article) for article in sample(articles, asked, given.articles, given.seed)]
    models = Models.load(Settings().model, Settings().store)
    if not given.json:
        print(machine())
        print_sample(clauses, len(articles), asked, given.seed, models)
    entries = [entry_of(clause, document_of(clause.document)) for clause in clauses]
    index, works = build_index(entries, models, given.cache)
    bench = LayBench(index, models, clauses)
    values = measure(bench, asked)
    if given.json:
        means = {name: {column: statistics.mean(one) for column, one in by.items()} for name, by in values.items()}
        print(json.dumps({"articles": len(clauses), "questions": len(asked), "figures": means}, ensure_ascii=False))
        return
    print_figures(values)
    print_costs(works, bench.times)


if __name__ == "__main__":
    main()
