"""Speed and memory on this machine, each figure beside its limit or as a ratio to the models alone measured in the same run.

    python bench/speed.py [--corpus corpus] [--questions 200]

Left out: the time a browser takes, a cold disk cache, and questions asked at the same time.
"""

from __future__ import annotations

import argparse
import importlib
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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.models import Models
    from kb.store import KnowledgeBase

QUESTION = "持有残疾证、离领养老金不到五年的人有什么补贴？"
# Where the time of one question goes: a name, the module and the function that does it. The gate is a part of composing.
PARTS = {
    "understand": ("kb.answers.asking", "understand"),
    "scope": ("kb.answers.asking", "scope_of"),
    "support": ("kb.answers.ranking", "best_sentence"),
    "evidence": ("kb.answers.ranking", "select"),
    "compose": ("kb.answers.composition", "compose"),
    "gate": ("kb.answers.citations", "passed_gate"),
}

# A fresh process that only embeds, with both models: one question, or every passage, sentence and word of a corpus.
EMBED_ONE = """
from kb.models import Models
from kb.settings import Settings
models = Models.load(Settings().model, Settings().store)
models.main.embed_query("就业")
models.second.embed_queries(["就业"])
"""
EMBED_ALL = """
import sys
from pathlib import Path
from index import Vocabulary, word_tokens
from kb.building.entries import entry_of, is_evidence
from kb.holdings import load_corpus
from kb.language import Gazetteer, locator
from kb.models import Models
from kb.settings import Settings
entries = [
    entry_of(clause, item.document)
    for item in load_corpus(Path(sys.argv[1]), locator(Gazetteer.load()))
    for clause in item.clauses
    if is_evidence(clause)
]
texts = list({text for entry in entries for text in (*entry.passages, *entry.sentences)})
models = Models.load(Settings().model, Settings().store)
models.main.embed_passages(texts)
models.second.embed_passages(texts)
Vocabulary.build((word for entry in entries for word in word_tokens(entry.text)), models.second)
"""


def machine() -> str:
    """What the figures were taken on, and how busy it was."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return f"machine: {platform.machine()}, {cores} cores, Python {platform.python_version()}, load {load:.1f}"


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
    print(f"build from nothing     {seconds:7.1f} s    {seconds / bare:.2f}x   limit 25 s   peak {memory} MiB")
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
    from kb.models import Models
    from kb.settings import Settings
    from kb.store import KnowledgeBase

    models = Models.load(Settings().model, store)
    base = KnowledgeBase.open(store, models=models)
    clauses = [clause for entry in base.documents() for clause in base.clauses(entry.document.id)]
    questions = [clauses[i % len(clauses)].text[:30] for i in range(0, count * 7, 7)]
    asks: list[float] = []
    embeds: list[float] = []
    # The first five only warm up.
    for question in [*questions[:5], *questions]:
        started = time.perf_counter()
        base.ask(question)
        middle = time.perf_counter()
        models.main.embed_query(question)
        models.second.embed_queries([question])
        asks.append((middle - started) * 1000)
        embeds.append((time.perf_counter() - middle) * 1000)
    ask, embed = statistics.median(asks[5:]), statistics.median(embeds[5:])
    p95, bare = (statistics.quantiles(times[5:], n=20)[18] for times in (asks, embeds))
    print(f"warm ask, median       {ask:7.1f} ms   {ask / embed:.2f}x both models alone ({embed:.1f} ms), limit 2x")
    print(f"warm ask, p95          {p95:7.1f} ms   {p95 / bare:.2f}x both models alone ({bare:.1f} ms), limit 60 ms")
    for name, mean in parts_of(base, models, questions).items():
        print(f"  {name:<20} {mean:7.2f} ms   {mean / embed:.2f}x both models alone")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"resident after {2 * count} questions {peak} MiB   limit 450 MiB")


def parts_of(base: KnowledgeBase, models: Models, questions: Sequence[str]) -> dict[str, float]:
    """Mean milliseconds a question spends in each part; the functions stay wrapped."""
    spent: dict[str, float] = defaultdict(float)
    for name, (module, function) in PARTS.items():
        home = importlib.import_module(module)
        setattr(home, function, timed(getattr(home, function), name, spent))
    methods = {
        "main model": (models.main, "embed_query"),
        "second model": (models.second, "embed_queries"),
        "search": (base.index, "search"),
    }
    for name, (owner, method) in methods.items():
        setattr(type(owner), method, timed(getattr(type(owner), method), name, spent))
    for question in questions:
        base.ask(question)
    order = ("understand", "scope", "second model", "main model", "search", "support", "evidence", "compose", "gate")
    return {name: spent[name] / len(questions) for name in order}


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--questions", type=int, default=200)
    given = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds(given.corpus, folder)
        store = folder / "store"
        bare, _ = run("-c", EMBED_ONE)
        seconds, memory = run("-m", "kb", "ask", QUESTION, "--store", str(store))
        print(
            f"first answer, process  {seconds:7.1f} s    {seconds / bare:.2f}x embedding it in a fresh process ({bare:.1f} s), limit 1.5 s"
        )
        print(f"  its peak memory      {memory:7d} MiB  limit 450 MiB")
        warm(store, given.questions)


if __name__ == "__main__":
    main()
