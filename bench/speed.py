"""Speed and memory on this machine, each figure beside its limit or as a ratio to the bare embedding measured in the same run.

    python bench/speed.py [--corpus corpus] [--questions 200]

Left out: the time a browser takes, a cold disk cache, and questions asked at the same time.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

QUESTION = "持有残疾证、离领养老金不到五年的人有什么补贴？"
# Where the time of one question goes: a name, the module and the function that does it.
PARTS = {
    "understand": ("kb.base", "understand"),
    "scope": ("kb.base", "scope_of"),
    "evidence": ("kb.base", "select"),
    "gate": ("kb.citations", "check"),
}


# A fresh process that only embeds: one question, or every passage and sentence of a corpus.
EMBED_ONE = "from index import load_embedder; load_embedder().embed_query('就业')"
EMBED_ALL = """
import sys
from pathlib import Path
from index import load_embedder
from kb.corpus import load_corpus
from kb.entries import entry_of, is_evidence
from kb.places import Gazetteer
from kb.regions import locator
entries = [
    entry_of(clause, item.document)
    for item in load_corpus(Path(sys.argv[1]), locator(Gazetteer.load()))
    for clause in item.clauses
    if is_evidence(clause)
]
load_embedder().embed_passages(list({text for entry in entries for text in (*entry.passages, *entry.sentences)}))
"""


def run(*words: str) -> tuple[float, int]:
    """Wall seconds and peak resident MiB of one Python process."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"python {' '.join(words)[:80]} failed; run it by hand to see why")
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def builds(corpus: Path, folder: Path) -> None:
    """Prints what a build costs, from nothing, with nothing changed, with a line added, as ratios to embedding all texts alone."""
    copy = folder / "corpus"
    shutil.copytree(corpus, copy)
    bare, _ = run("-c", EMBED_ALL, str(copy))
    print(f"embedding all texts    {bare:7.1f} s    the measure of the builds below")
    words = ("-m", "kb", "build", "--corpus", str(copy), "--store", str(folder / "store"))
    seconds, memory = run(*words)
    print(f"build from nothing     {seconds:7.1f} s    {seconds / bare:.2f}x   limit 90 s   peak {memory} MiB")
    seconds, memory = run(*words)
    print(f"build, nothing changed {seconds:7.1f} s    {seconds / bare:.2f}x   limit 3 s    peak {memory} MiB")
    file = sorted(copy.glob("*.txt"))[0]
    file.write_text(file.read_text(encoding="utf-8") + "\n另有规定的，从其规定。\n", encoding="utf-8")
    seconds, memory = run(*words)
    print(f"build, one line added  {seconds:7.1f} s    {seconds / bare:.2f}x                peak {memory} MiB")


def timed(function: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The function, adding the milliseconds it takes to `spent[name]`."""

    def wrapped(*arguments: object, **named: object) -> object:
        started = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[name] += (time.perf_counter() - started) * 1000

    return wrapped


def warm(store: Path, count: int) -> None:
    """Prints what a warm question costs and where the time goes, each as a ratio to embedding the same question alone."""
    import importlib

    from index import load_embedder
    from kb.base import KnowledgeBase

    embedder = load_embedder()
    base = KnowledgeBase.open(store, embedder=embedder)
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
    ask, embed, p95 = statistics.median(asks), statistics.median(embeds), statistics.quantiles(asks, n=20)[18]
    print(
        f"warm ask, median       {ask:7.1f} ms   {ask / embed:.2f}x embedding alone ({embed:.1f} ms), limit 2x; p95 {p95:.1f} ms"
    )
    spent: dict[str, float] = defaultdict(float)
    for name, (module, function) in PARTS.items():
        home = importlib.import_module(module)
        setattr(home, function, timed(getattr(home, function), name, spent))
    type(embedder).embed_query = timed(type(embedder).embed_query, "embed", spent)  # type: ignore[method-assign]
    type(base.index).search = timed(type(base.index).search, "search", spent)  # type: ignore[method-assign]
    for question in questions:
        base.ask(question)
    for name in ("understand", "scope", "embed", "search", "evidence", "gate"):
        mean = spent[name] / len(questions)
        print(f"  {name:<20} {mean:7.2f} ms   {mean / embed:.2f}x embedding alone")
    print(
        f"resident after {3 * count} questions {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB   limit 700 MiB"
    )


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--questions", type=int, default=200)
    given = parser.parse_args()
    print(
        f"machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds(given.corpus, folder)
        store = folder / "store"
        bare, _ = run("-c", EMBED_ONE)
        seconds, memory = run("-m", "kb", "ask", QUESTION, "--store", str(store))
        print(
            f"first answer, process  {seconds:7.1f} s    {seconds / bare:.2f}x embedding it in a fresh process ({bare:.1f} s), limit 10 s"
        )
        print(f"  its peak memory      {memory:7d} MiB  limit 700 MiB")
        warm(store, given.questions)


if __name__ == "__main__":
    main()
