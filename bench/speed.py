"""Speed and memory on this machine, each figure beside its limit or as a ratio to the models alone measured in the same run.

    python bench/speed.py [--corpus corpus] [--questions 200]

Left out: the time a browser takes, a cold disk cache, and questions asked at the same time.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kb.models import Models
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.store import KnowledgeBase

QUESTION = "持有残疾证、离领养老金不到五年的人有什么补贴？"


def embed_one() -> None:
    """Loads both models and embeds one word."""
    models = Models.load(Settings().model, Settings().store)
    models.main.embed_query("就业")
    models.second.embed_queries(["就业"])


def embed_all(corpus: Path) -> None:
    """Loads both models and embeds every passage, sentence and word of a corpus, as a build from nothing must."""
    # Imported here and below: the time to embed one word is the time of the models alone.
    from index import WordVectors, word_tokens
    from kb.building import entry_of, is_evidence
    from kb.holdings import load_corpus
    from kb.language import Gazetteer, locator

    entries = [
        entry_of(clause, item.document)
        for item in load_corpus(corpus, locator(Gazetteer.load()))
        for clause in item.clauses
        if is_evidence(clause)
    ]
    texts = list({text for entry in entries for text in (*entry.passages, *entry.sentences)})
    models = Models.load(Settings().model, Settings().store)
    models.main.embed_passages(texts)
    models.second.embed_passages(texts)
    WordVectors.build((word for entry in entries for word in word_tokens(entry.text)), models.second)


def against_fp32(corpus: Path, count: int) -> None:
    """Prints how many of a corpus' clauses a second the main model embeds, beside PyTorch in float32 with sentence-transformers' batches.

    PyTorch's network has the shape of multilingual-e5-small and drawn weights, which take as long as any; it is given tokens, not text.
    """
    import torch
    from transformers import BertConfig, BertModel

    from kb.holdings import load_corpus
    from kb.language import Gazetteer, locator

    texts = [clause.text for item in load_corpus(corpus, locator(Gazetteer.load())) for clause in item.clauses][:count]
    main = Models.load(Settings().model, Settings().store).main
    main.embed_query("就业")
    started = time.process_time()
    main.embed_passages(texts)
    ours = time.process_time() - started
    torch.set_num_threads(1)
    net = BertModel(
        BertConfig(
            vocab_size=1000, hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536
        )
    )
    lengths = sorted((min(main.token_count(text), 512) for text in texts), reverse=True)
    started = time.process_time()
    with torch.inference_mode():
        for batch in (lengths[at : at + 32] for at in range(0, len(lengths), 32)):
            words = torch.zeros((len(batch), batch[0]), dtype=torch.long)
            net.eval()(
                input_ids=words,
                attention_mask=torch.tensor([[n < size for n in range(batch[0])] for size in batch]).long(),
            )
    theirs = time.process_time() - started
    mine, other = len(texts) / ours, len(texts) / theirs
    print(f"embedding clauses      {mine:7.1f} /s     {mine / other:.2f}x PyTorch in float32 ({other:.1f} /s), goal 3x")


def ready(store: Path, paths: Sequence[str] = ("/catalogue", "/")) -> list[float]:
    """Wall seconds until a served desk answers on each of the paths, one after another."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    words = (sys.executable, "-m", "kb", "serve", "--port", str(port), "--store", str(store))
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    taken: list[float] = []
    try:
        while process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{paths[len(taken)]}", timeout=60):
                taken.append(time.perf_counter() - started)
                if len(taken) == len(paths):
                    return taken
            time.sleep(0.02)
    finally:
        process.terminate()
        process.wait()
    raise SystemExit("serve ended before it answered; run it by hand to see why")


def resident_mib(process: int | str = "self", kind: str = "RssAnon") -> float:
    """What a process holds now: of memory of its own, without mapped files, or (`VmRSS`) of any."""
    with Path(f"/proc/{process}/status").open(encoding="ascii") as lines:
        fields = dict(line.split(":", 1) for line in lines)
    return float(fields[kind].split()[0]) / 1024


def machine() -> str:
    """What the figures were taken on, and how busy it was."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return f"machine: {platform.machine()}, {cores} cores, Python {platform.python_version()}, load {load:.1f}"


def run(*words: str) -> tuple[float, int]:
    """Wall seconds and peak resident MiB of one Python process."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"python {' '.join(words)[:80]} failed; run it by hand to see why")
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def builds(corpus: Path, folder: Path) -> None:
    """Prints what a build costs, from nothing, with nothing changed, with a line added, as ratios to embedding all texts alone."""
    copy = folder / "corpus"
    shutil.copytree(corpus, copy)
    bare, _ = run(__file__, "--embed", str(copy))
    print(f"embedding all texts    {bare:7.1f} s    the measure of the builds below")
    words = ("-m", "kb", "build", "--corpus", str(copy), "--store", str(folder / "store"))
    seconds, memory = run(*words)
    print(f"build from nothing     {seconds:7.1f} s    {seconds / bare:.2f}x   limit 25 s   peak {memory} MiB")
    seconds, memory = run(*words)
    print(f"build, nothing changed {seconds:7.1f} s    {seconds / bare:.2f}x   limit 1 s    peak {memory} MiB")
    file = sorted(copy.glob("*.txt"))[0]
    file.write_text(file.read_text(encoding="utf-8") + "\n另有规定的，从其规定。\n", encoding="utf-8")
    seconds, memory = run(*words)
    print(f"build, one line added  {seconds:7.1f} s    {seconds / bare:.2f}x                peak {memory} MiB")


def warm(store: Path, count: int) -> None:
    """Prints what a warm question costs and how far it is when, each as a ratio to embedding the same question alone."""
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
    print(f"warm ask, median       {ask:7.1f} ms   {ask / embed:.2f}x both models alone ({embed:.1f} ms)")
    print(
        f"warm ask, p95          {p95:7.1f} ms   {p95 / bare:.2f}x both models alone ({bare:.1f} ms), limit 1.5x, 25 ms"
    )
    for name, median in stages(base, questions).items():
        print(f"  {name:<28} {median:7.2f} ms   {median / embed:.2f}x both models alone")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"most held in {4 * count} questions {peak} MiB (a served desk: desk_load.py)")


def stages(base: KnowledgeBase, questions: Sequence[str]) -> dict[str, float]:
    """Median milliseconds of a question up to each stage: read, its candidates weighed, answered with checked quotes."""
    asked: dict[str, Callable[[str], object]] = {
        "read": base.understand,
        "embedded, searched, weighed": base.weigh,
        "answered, quotes checked": base.ask,
    }
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for question in questions:
        for name, ask in asked.items():
            started = time.perf_counter()
            ask(question)
            taken[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Prints one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--questions", type=int, default=200)
    # What a fresh process that only embeds takes: "" for one word, or a corpus.
    parser.add_argument("--embed", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.embed is not None:
        embed_all(Path(given.embed)) if given.embed else embed_one()
        return
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds(given.corpus, folder)
        store = folder / "store"
        bare, _ = run(__file__, "--embed", "")
        seconds, memory = run("-m", "kb", "ask", QUESTION, "--store", str(store))
        print(
            f"first answer, process  {seconds:7.1f} s    {seconds / bare:.2f}x embedding it in a fresh process ({bare:.1f} s), limit 1.5 s"
        )
        print(f"  its peak memory      {memory:7d} MiB  limit 450 MiB")
        print(f"--help                 {run('-m', 'kb', '--help')[0]:7.2f} s    limit 0.3 s")
        pages, questions = ready(store)
        print(
            f"serve, its first pages  {pages:6.1f} s    limit 3 s; the page of questions, which Gradio makes {questions:.1f} s"
        )
        warm(store, given.questions)
        against_fp32(given.corpus, 100)


if __name__ == "__main__":
    main()
