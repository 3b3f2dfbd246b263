"""What a question, opening and a change cost as the corpus grows: one line for each number of articles.

    python bench/growth.py [ARTICLES.jsonl.gz] [--articles 1200 8000 57744] [--questions 200] [--keep FOLDER]

A line of the file is `{"id", "name", "content"}`, `name` a law's name and an article's number; without a file articles are put together
from the sentences of the shipped notices. Every law becomes one notice of some county, with a number and a date. The embedders are
stand-ins that hash characters, so that only the work of this program counts; everything else is what `policy-kb build` and `serve` run.
Half of the questions are the beginnings of clauses, half name the county too.

Left out: the models, recall (bench/stard.py measures it), a cold disk cache, and questions asked at the same time.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from speed import machine, resident_mib
from statutes import Article, read_laws

from kb.building import build
from kb.language import sentence_spans
from kb.models import Models
from kb.settings import Settings
from kb.store import KnowledgeBase

_CORPUS = Path(__file__).resolve().parents[1] / "corpus"
_ARTICLES_A_NOTICE = 40
_COUNTIES = (
    "兰陵县",
    "沂水县",
    "沂南县",
    "平邑县",
    "费县",
    "莒南县",
    "蒙阴县",
    "临沭县",
    "滨海县",
    "阜宁县",
    "射阳县",
    "建湖县",
)


class HashingEmbedder:
    """Each pair of characters has a random direction of its own, a text the sum of them: as wide as the models, and quick."""

    max_tokens = None
    _PAIRS = 8192

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self.model_id = f"growth/hashing-{dimension}"
        self._directions = np.random.default_rng(1).standard_normal((self._PAIRS, dimension), dtype=np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """float32 (d,), L2-normalised."""
        codes = np.frombuffer((text + "\n").encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        pairs = (codes * 31337 + np.append(codes[1:], 0)) % self._PAIRS
        vector = self._directions[pairs.astype(np.int64)].sum(axis=0)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, d), L2-normalised."""
        return np.stack([self.embed_query(text) for text in texts])

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """float32 (n, d), L2-normalised."""
        return self.embed_queries(texts)

    def token_count(self, text: str) -> int:
        """One a character."""
        return len(text)


def stand_ins() -> Models:
    """In the widths of the two models that ship."""
    return Models(HashingEmbedder(384), HashingEmbedder(512))


def put_together(count: int) -> Iterator[tuple[str, list[Article]]]:
    """Notices of articles made of sentences that the shipped notices hold."""
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in sorted(_CORPUS.glob("*.txt"))]
    sentences = [text[span.start : span.end].strip() for text in texts for span in sentence_spans(text)]
    sentences = [" ".join(sentence.split()) for sentence in sentences if 12 < len(sentence) < 80]
    chance = random.Random(1)
    for first in range(0, count, _ARTICLES_A_NOTICE):
        numbers = range(1, min(_ARTICLES_A_NOTICE, count - first) + 1)
        yield (
            f"就业扶贫办法之{first // _ARTICLES_A_NOTICE + 1}",
            [Article(f"第{number}条", "".join(chance.sample(sentences, 3))) for number in numbers],
        )


def write_notices(laws: Iterator[tuple[str, list[Article]]], count: int, folder: Path) -> None:
    """The first `count` articles as notices, each of a county, a year and a number of its own."""
    folder.mkdir(parents=True)
    left = count
    for number, (law, articles) in enumerate(laws, 1):
        county = _COUNTIES[number % len(_COUNTIES)]
        body = "\n\n".join(f"{article.number}　{article.content.strip()}" for article in articles[:left])
        head = f"{county}人民政府文件\n\n{county[0]}政发〔{2000 + number % 20}〕{number}号\n\n# {county}{law[:60]}\n\n"
        end = f"\n\n{county}人民政府\n\n{2000 + number % 20}年{number % 12 + 1}月1日\n"
        (folder / f"{number:05d}.txt").write_text(head + body + end, encoding="utf-8")
        left -= len(articles[:left])
        if left <= 0:
            return


def questions_of(base: KnowledgeBase, count: int) -> list[str]:
    """Beginnings of clauses from all over the corpus, every second one with the county of its notice."""
    entries = base.documents()
    chance = random.Random(2)
    asked: list[str] = []
    while len(asked) < count:
        document = chance.choice(entries).document
        clause = chance.choice(base.clauses(document.id))
        place = f"{document.region or ''}：" if len(asked) % 2 else ""
        asked.append(place + clause.text[:30])
    return asked


def ask(settings: Settings, count: int) -> dict[str, float]:
    """In this process: seconds to open, milliseconds a question, MiB held."""
    models = stand_ins()
    started, worked = time.perf_counter(), time.process_time()
    base = KnowledgeBase.open(settings=settings, models=models)
    opened, opening = time.perf_counter() - started, time.process_time() - worked
    questions = questions_of(base, count)
    started = time.perf_counter()
    base.ask(questions[0])
    first = time.perf_counter() - started
    times: list[float] = []
    work: list[float] = []
    for question in [*questions[:5], *questions]:
        started, worked = time.perf_counter(), time.process_time()
        base.ask(question)
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - worked) * 1000)
    resident = resident_mib()
    return {
        "open_s": opened,
        "open_cpu_s": opening,
        "first_ms": first * 1000,
        "p50_ms": statistics.median(times[5:]),
        "p95_ms": statistics.quantiles(times[5:], n=20)[18],
        "cpu_p50_ms": statistics.median(work[5:]),
        "cpu_p95_ms": statistics.quantiles(work[5:], n=20)[18],
        "resident_mib": resident,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def on_disk_mib(folder: Path) -> float:
    """What a folder's files take; one with several names counts once."""
    files = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum({file.st_ino: file.st_size for file in files}.values()) / 2**20


def change_one_line(corpus: Path) -> None:
    """A further article in a notice of median length."""
    files = sorted(corpus.glob("*.txt"), key=lambda file: (file.stat().st_size, file.name))
    file = files[len(files) // 2]
    file.write_text(file.read_text(encoding="utf-8") + "\n另有规定的，从其规定。\n", encoding="utf-8")


def in_child(step: str, folder: Path, count: int) -> dict[str, float]:
    """One step in a process of its own; SystemExit where it fails."""
    command = [sys.executable, __file__, "--step", step, "--keep", str(folder), "--questions", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode < 0:
        raise SystemExit(
            f"{step} was ended by signal {-done.returncode}: most likely the machine has no memory left for it"
        )
    if done.returncode:
        raise SystemExit(f"{step} failed:\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def step(name: str, folder: Path, count: int) -> dict[str, float]:
    """What one process measures."""
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    if name == "ask":
        return ask(settings, count)
    models = stand_ins()
    worked = time.process_time()
    report = build(settings, models=models)
    cpu = time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"build_s": report.seconds, "build_cpu_s": cpu, "clauses": report.counts.clauses, "peak_mib": peak}


def measure(laws: dict[str, list[Article]] | None, count: int, questions: int, folder: Path) -> dict[str, float]:
    """All figures of one size; what opening and a change cost as seconds of the processor."""
    if not (folder / "corpus").exists():
        write_notices(iter(laws.items()) if laws else put_together(count), count, folder / "corpus")
    built = in_child("build", folder, questions)
    store = on_disk_mib(folder / "store")
    asked = in_child("ask", folder, questions)
    change_one_line(folder / "corpus")
    changed = in_child("build", folder, questions)
    return {
        "articles": count,
        "clauses": built["clauses"],
        "build_s": built["build_s"],
        "build_cpu_s": built["build_cpu_s"],
        **asked,
        "changed_s": changed["build_s"],
        "changed_cpu_s": changed["build_cpu_s"],
        "store_mib": store,
        "build_peak_mib": built["peak_mib"],
    }


def main() -> None:
    """Prints one line a size, and the growth of a question's cost from the first to the last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, nargs="+", default=[1200, 8000, 57744])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="keep corpora and stores here")
    parser.add_argument("--json", action="store_true", help="one JSON object a size")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(step(given.step, given.keep, given.questions)))
        return
    laws = read_laws(given.file) if given.file else None
    if not given.json:
        print(machine())
        print("articles    build     ask p50 / p95        of processor     open  one line changed  held      store")
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for count in given.articles:
            row = measure(laws, count, given.questions, (given.keep or Path(scratch)) / str(count))
            rows.append(row)
            print(json.dumps(row) if given.json else line_of(row), flush=True)
    if not given.json and len(rows) > 1:
        growth = rows[-1]["cpu_p95_ms"] / rows[0]["cpu_p95_ms"]
        print(
            f"ask p95, processor, {rows[-1]['articles']} against {rows[0]['articles']} articles: {growth:.2f}x, limit 2x\n"
            "limits for 57,744 articles: open 2 s, one line changed 2 s, held 1024 MiB, store 600 MiB"
        )


def line_of(row: dict[str, float]) -> str:
    """One size as a line of the table."""
    return (
        f"{row['articles']:8.0f} {row['build_s']:6.1f} s {row['p50_ms']:6.1f} / {row['p95_ms']:6.1f} ms "
        f"{row['cpu_p50_ms']:6.1f} / {row['cpu_p95_ms']:6.1f} ms {row['open_cpu_s']:6.2f} s "
        f"{row['changed_cpu_s']:16.2f} s {row['resident_mib']:6.0f} MiB {row['store_mib']:6.0f} MiB"
    )


if __name__ == "__main__":
    main()
