"""From how many vectors on looking in quantised ones is quicker than reading them all, and what it misses.

    python bench/rows.py [--rows 2000 8000 60000 200000 1000000] [--questions 30]

Vectors of 384 dimensions lie around centres as texts lie around subjects, one centre for every hundred; questions lie there too. Printed are
the least milliseconds of the processor for a search for ten rows, the share of the ten best found, and memory.
Left out: everything that a question costs besides (bench/growth.py), and real texts (bench/stard.py).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from speed import machine

from index import DenseIndex, Vector

DIMENSION, BEST = 384, 10


def drawn(rows: int, seed: int = 1) -> Vector:
    """float32 (rows, 384), L2-normalised."""
    chance = np.random.default_rng(seed)
    centres = chance.standard_normal((max(rows // 100, 1), DIMENSION), dtype=np.float32)
    vectors = chance.standard_normal((rows, DIMENSION), dtype=np.float32)
    vectors += centres[chance.integers(len(centres), size=rows)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def least(search: Callable[[], object], times: int = 3) -> float:
    """Milliseconds of the processor for the quickest of several."""
    taken: list[float] = []
    for _ in range(times):
        started = time.thread_time()
        search()
        taken.append((time.thread_time() - started) * 1000)
    return min(taken)


def line_of(rows: int, questions: int) -> str:
    """Both ways measured over the same vectors."""
    asked, vectors = np.split(drawn(rows + questions), [questions])
    started = time.process_time()
    quantised = DenseIndex.build(vectors, [1] * rows, flat_rows=0)
    built = time.process_time() - started
    flat = DenseIndex.build(vectors, [1] * rows, flat_rows=rows)
    del vectors
    found = 0
    for question in asked:
        ours, theirs = (index.search(question, BEST)[0] for index in (quantised, flat))
        found += len(np.intersect1d(ours, theirs))
    read = least(lambda: flat.search(asked[0], BEST))
    looked = min(least(lambda question=question: quantised.search(question, BEST)) for question in asked)  # type: ignore[misc]
    mebibytes = rows * (DIMENSION * 2 + DIMENSION // 8) / 2**20
    recall = found / (BEST * questions)
    return f"{rows:9} {read:9.2f} ms {looked:9.2f} ms {recall:9.3f} {mebibytes:9.0f} MiB {built:8.1f} s"


def main() -> None:
    """Prints a line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[2000, 8000, 60_000, 200_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=30)
    given = parser.parse_args()
    print(machine())
    print("     rows   all read    quantised   recall@10     held    quantising, processor")
    for rows in given.rows:
        print(line_of(rows, given.questions), flush=True)


if __name__ == "__main__":
    main()
