"""Speed and memory on this machine, each figure beside the limit it is held to or as a ratio to the bare embedding.

    python bench/speed.py [--corpus corpus] [--questions 200]

Left out: the time a browser takes, a cold disk cache, and questions asked at the same time.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUESTION = "持有残疾证、离领养老金不到五年的人有什么补贴？"


def run(*words: str) -> tuple[float, int]:
    """Wall seconds and peak resident MiB of one `policy-kb` process."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kb", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"policy-kb {' '.join(words)} failed; run it by hand to see why")
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def warm_times(store: Path, count: int) -> tuple[list[float], list[float], int]:
    """Milliseconds of each warm `ask`, of embedding the same questions alone, and resident MiB after both."""
    from index import load_embedder
    from kb.base import KnowledgeBase

    base, embedder = KnowledgeBase.open(store), load_embedder()
    clauses = [clause for entry in base.documents() for clause in base.clauses(entry.document.id)]
    questions = [clauses[i % len(clauses)].text[:30] for i in range(0, count * 7, 7)]
    for question in questions[:5]:
        base.ask(question)
        embedder.embed_query(question)
    asks: list[float] = []
    embeds: list[float] = []
    for question in questions:
        started = time.perf_counter()
        base.ask(question)
        middle = time.perf_counter()
        embedder.embed_query(question)
        asks.append((middle - started) * 1000)
        embeds.append((time.perf_counter() - middle) * 1000)
    return asks, embeds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--questions", type=int, default=200)
    given = parser.parse_args()
    print(
        f"machine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        corpus = ("--corpus", str(given.corpus), "--store", str(store))
        seconds, memory = run("build", *corpus)
        print(f"build from nothing     {seconds:7.1f} s    limit 90 s     peak {memory} MiB")
        seconds, memory = run("build", *corpus)
        print(f"build, nothing changed {seconds:7.1f} s    limit 3 s      peak {memory} MiB")
        run("ask", QUESTION, "--store", str(store))
        seconds, memory = run("ask", QUESTION, "--store", str(store))
        print(f"first answer, process  {seconds:7.1f} s    limit 10 s     peak {memory} MiB, limit 700 MiB")
        asks, embeds, resident = warm_times(store, given.questions)
    ask, embed = statistics.median(asks), statistics.median(embeds)
    p95 = statistics.quantiles(asks, n=20)[18]
    print(
        f"warm ask, median       {ask:7.1f} ms   {ask / embed:.2f}x embedding alone ({embed:.1f} ms), limit 2x; p95 {p95:.1f} ms"
    )
    print(f"resident after {given.questions} asks {resident} MiB   limit 700 MiB")


if __name__ == "__main__":
    main()
