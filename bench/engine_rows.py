"""What a Milvus server finds of what reading all rows finds, under every kind of filter, and how long a question waits for it.

    python bench/engine_rows.py milvus://127.0.0.1:19530 [--rows 60000] [--questions 50]

The user and the token are POLICY_KB_ENGINE_USER and POLICY_KB_ENGINE_TOKEN. Vectors lie as in bench/rows.py, two an entry, fifty entries a
document, sixteen regions. Printed are the recall of the hundred nearest rows by their entries, and the median milliseconds of the wall for a
look for the hundred nearest and furthest, here and on the server. The collection is taken away again.
Left out: the models, BM25, and whatever else the server may have to do.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from datetime import date
from statistics import median

import numpy as np
from rows import DIMENSION, drawn
from speed import machine

from index import DocumentRow, Engine, EngineSettings, Entry, HybridIndex, Mask, Progress, RowFilter, Vector

BEST = 100


class Drawn:
    """Stands in for a model: the vector of a text is the one of that number."""

    model_id, dimension = "drawn", DIMENSION

    def __init__(self, vectors: Vector) -> None:
        self._vectors = vectors

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """float32 (n, 384), in order."""
        vectors: Vector = self._vectors[np.array([int(text) for text in texts])]
        return vectors


def filter_of(entries: int) -> tuple[RowFilter, dict[str, Mask]]:
    """Documents as an office has them, and what questions leave of their entries."""
    documents = [
        DocumentRow.of(
            f"文{n}", f"省{n % 16}", date(2008 + n % 16, 1, 1), date(2013 + n % 16, 12, 31) if n % 3 else None
        )
        for n in range(entries // 50)
    ]
    owners = np.arange(entries) % len(documents)
    held = np.array([one.first_day <= 20200601 <= one.last_day for one in documents])
    left = {
        "everything": np.ones(entries, dtype=np.bool_),
        "without blank forms": np.arange(entries) % 40 != 0,
        "one region": owners % 16 == 3,
        "in force": held[owners],
        "a region, in force": (owners % 16 == 9) & held[owners],
        "a tenth of the documents": owners % 10 == 7,
        "one document": owners == 5,
    }
    return RowFilter(documents, owners, np.arange(entries) % 40 == 0), left


def main() -> None:
    """Prints a line a filter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--questions", type=int, default=50)
    given = parser.parse_args()
    user, token = (os.environ.get(f"POLICY_KB_ENGINE_{name}", "") for name in ("USER", "TOKEN"))
    engine, entries = Engine(EngineSettings(given.address, user, token)), given.rows // 2
    asked, vectors = np.split(drawn(given.rows + given.questions), [given.questions])
    texts = [Entry(str(n), str(n), (str(2 * n),), (str(2 * n), str(2 * n + 1))) for n in range(entries)]
    index = HybridIndex.build(texts, Drawn(vectors))
    rows, left = filter_of(entries)
    started = time.perf_counter()
    with engine.holding(index, None, rows) as held:
        print(
            f"{machine()}; {given.rows} sentences, {entries} passages put there in {time.perf_counter() - started:.0f} s"
        )
        print(engine.said.en)
        searched = engine.over(index, held, rows)
        for name, allowed in left.items():
            print(f"{name:26} {line_of(index, searched, asked, allowed)}", flush=True)
        # Nothing is kept of what the block did not finish.
        raise SystemExit(0)


def line_of(index: HybridIndex, searched: HybridIndex, asked: Vector, allowed: Mask) -> str:
    """Both ways measured over the same vectors."""
    taken: dict[str, list[float]] = {"here": [], "there": []}
    recall = []
    sentences = index.semantics[0].kinds[0]
    mine = np.flatnonzero(allowed[sentences.owners])
    for question in asked:
        for name, one in (("here", index), ("there", searched)):
            started = time.perf_counter()
            found = one.semantics[0].near(question, BEST, allowed)
            taken[name].append((time.perf_counter() - started) * 1000)
        best = mine[np.argsort(-(sentences.vectors_of(mine) @ question))[:BEST]]
        recall.append(np.isin(sentences.owners[best], [] if found is None else found).mean())
    times = "   ".join(f"{median(milliseconds):7.1f} ms {name}" for name, milliseconds in taken.items())
    return f"recall@{BEST} {np.mean(recall):.4f}   {times}"


if __name__ == "__main__":
    main()
