"""The store under fire: builds killed, files damaged, generations swapped under questions, a disk that is full.

    python bench/fire.py [--kills 200] [--flips 500] [--questions 1000 --swaps 20] [--full 20] [--seed 1] [--json]

Each part is left out by giving 0. A violation is printed and the exit status is 1. The embedder is a stand-in that hashes
characters, so that the store is tried and not the model; everything else is what `policy-kb build` and `serve` run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kb.building import build
from kb.errors import KnowledgeBaseError
from kb.messages import Message
from kb.models import Models
from kb.settings import Settings
from kb.store import KnowledgeBase, StoreFollower

EDITIONS = ("甲版", "乙版", "丙版")
QUESTIONS = ("一次性奖补是多少？", "补贴期限几年？", "申请材料有哪些？", "培训补贴由谁发放？")
_OPERATIONS = {"open", "os.rename", "os.mkdir", "os.listdir", "shutil.rmtree"}
_REMOVALS = {"os.remove", "os.rmdir"}
_BODY = (
    "一、奖补标准（{edition}）。对第{n}类对象给予一次性奖补{n}000元（{edition}）。\n\n"
    "二、补贴期限（{edition}）。补贴期限最长不超过{n}年（{edition}）。\n\n"
    "三、申请材料（{edition}）。申请人提交身份证明和申请表（{edition}）。\n\n"
    "四、发放（{edition}）。培训补贴由当地人社部门按月发放（{edition}）。\n"
)


class HashingEmbedder:
    """Character bigrams hashed into 32 dimensions; `delay` seconds a text stand for a model's work."""

    model_id = "fire/hashing-bigrams-32"
    dimension = 32
    max_tokens = None

    def __init__(self, delay: float = 0.0) -> None:
        self._delay = delay

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """float32 (32,), L2-normalised."""
        vector = np.zeros(self.dimension, np.float32)
        for pair in zip(text, text[1:] + "\n", strict=True):
            vector[hashlib.blake2b("".join(pair).encode(), digest_size=1).digest()[0] % self.dimension] += 1
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1.0), dtype=np.float32)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """float32 (n, 32), L2-normalised."""
        time.sleep(self._delay * len(texts))
        if progress is not None:
            progress(len(texts), len(texts))
        return np.stack([self.embed_query(text) for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, 32), L2-normalised."""
        return np.stack([self.embed_query(text) for text in texts])

    def token_count(self, text: str) -> int:
        """One a character."""
        return len(text)


def hashing(delay: float = 0.0) -> Models:
    """The stand-in for both models; only the main one takes time."""
    return Models(HashingEmbedder(delay), HashingEmbedder())


@dataclass
class Ground:
    """A folder with a corpus, a store and the digest that each edition must have."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """Corpus and store inside the folder."""
        return Settings(corpus=self.folder / "corpus", store=self.folder / "store")

    def write_corpus(self, edition: str, notices: int = 3) -> None:
        """Notices that name their edition in every clause and title."""
        corpus = self.folder / "corpus"
        corpus.mkdir(exist_ok=True)
        for n in range(1, notices + 1):
            head = f"关于做好{edition}第{n}类就业工作的通知\n\n某人社发〔2020〕{n}号\n\n"
            (corpus / f"{n}.txt").write_text(head + _BODY.format(edition=edition, n=n), encoding="utf-8")

    def expect_all(self) -> None:
        """Builds every edition from nothing, elsewhere, and notes its digest."""
        for edition in EDITIONS:
            with tempfile.TemporaryDirectory() as other:
                clean = Ground(Path(other))
                clean.write_corpus(edition)
                build(clean.settings, models=hashing())
                self.digests[edition] = served_digest(KnowledgeBase.open(models=hashing(), settings=clean.settings))
        if len(set(self.digests.values())) != len(EDITIONS):
            raise SystemExit("the editions cannot be told apart: the trial would prove nothing")

    def served(self) -> tuple[str | None, Message | None]:
        """Edition and warning of what the store opens at; None for a whole that is no edition."""
        base = KnowledgeBase.open(settings=self.settings, models=hashing())
        found = served_digest(base)
        return next((name for name, known in self.digests.items() if known == found), None), base.warning


def served_digest(base: KnowledgeBase) -> str:
    """SHA-256 over all clauses and over the ranks and scores of a few searches."""
    total = hashlib.sha256()
    for entry in base.documents():
        total.update(repr(entry.document).encode())
        for clause in base.clauses(entry.document.id):
            total.update(repr(clause).encode())
    for question in QUESTIONS:
        for hit in base.search(question, 20):
            total.update(f"{hit.clause.id} {hit.score:.12f}".encode())
    return total.hexdigest()


def in_fork(work: Callable[[], None]) -> int:
    """Runs `work` in a forked child whose messages go nowhere; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        work()
    except KnowledgeBaseError as error:
        os._exit(3 if "\n" not in str(error) else 4)
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it and not see a second parent
        os._exit(5)
    os._exit(0)


def killed_at(operation: int | None, store: Path, count_file: Path) -> None:
    """Has this process kill itself before its n-th file operation in the store; None: it counts them into a file."""
    done = 0

    def hook(event: str, details: tuple[object, ...]) -> None:
        nonlocal done
        # Inside rmtree names are relative to an open folder.
        if event in _REMOVALS or (event in _OPERATIONS and details and str(details[0]).startswith(str(store))):
            done += 1
            if done == operation:
                os.kill(os.getpid(), signal.SIGKILL)
            if operation is None:
                count_file.write_text(str(done), encoding="utf-8")

    sys.addaudithook(hook)


def one_kill(ground: Ground, round_: int, usual: float, chance: random.Random) -> tuple[int, float]:
    """A build ended by SIGKILL, or every 20th time by itself: its wait status and seconds.

    In turn at a random moment and before a random one of its file operations: the last of these take a
    thousandth of the time, and hold the swap.
    """
    count_file = ground.folder / "operations"
    by_operation = round_ % 2 == 1
    operation = chance.randint(1, int(count_file.read_text(encoding="utf-8"))) if by_operation else None

    def work() -> None:
        if by_operation or not round_ % 20:
            killed_at(operation, ground.settings.store, count_file)
        build(ground.settings, models=hashing(0.001))

    started = time.perf_counter()
    child = in_fork(work)
    if not by_operation and round_ % 20:
        time.sleep(chance.uniform(0, 1.02) * usual)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return status, time.perf_counter() - started


def kills(ground: Ground, count: int, chance: random.Random) -> tuple[dict[str, int], list[str]]:
    """SIGKILL in the midst of builds; what is served must be the edition before or the one being built."""
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    ground.write_corpus(EDITIONS[0])
    build(ground.settings, models=hashing())
    served, usual = EDITIONS[0], 0.0
    for round_ in range(count):
        wanted = EDITIONS[(EDITIONS.index(served) + chance.choice((1, 2))) % len(EDITIONS)]
        ground.write_corpus(wanted)
        status, seconds = one_kill(ground, round_, usual, chance)
        usual = seconds if status == 0 else usual
        ending = "ended" if status == 0 else "killed" if os.WIFSIGNALED(status) else "failed"
        try:
            found, warning = ground.served()
        except KnowledgeBaseError as error:
            wrong.append(f"kill {round_}: does not open: {error}")
            continue
        if found not in (served, wanted) or warning or (status == 0 and found != wanted) or ending == "failed":
            wrong.append(f"kill {round_}: {found} served between {served} and {wanted}, status {status}, {warning}")
        outcomes[f"{ending}, {'new' if found == wanted else 'old'}"] += 1
        served = found or served
    ground.write_corpus(EDITIONS[EDITIONS.index(served) - 1])
    build(ground.settings, models=hashing())
    left = {path.name for path in ground.settings.store.iterdir() if path.is_dir()} - {"readings"}
    if len(left) != 2 or any(name.startswith(".") for name in left):
        wrong.append(f"remains after the last build: {left}")
    return dict(outcomes), wrong


def flips(ground: Ground, count: int, chance: random.Random) -> tuple[dict[str, int], list[str]]:
    """One flipped bit or one cut in a file of the store; it must be named, and what is served be a whole edition."""
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    store = ground.settings.store
    shutil.rmtree(store, ignore_errors=True)
    for edition in EDITIONS[:2]:
        ground.write_corpus(edition)
        build(ground.settings, models=hashing())
    current = max(path for path in store.iterdir() if path.name.isdigit())
    files = [*sorted(path for path in current.rglob("*") if path.is_file()), store / "CURRENT"]
    for round_ in range(count):
        path = chance.choice(files)
        whole = path.read_bytes()
        kind = chance.choice(("flip", "flip", "cut"))
        place = chance.randrange(len(whole)) if whole else 0
        if kind == "flip" and whole:
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        else:
            path.write_bytes(whole[:place] if whole else b"\0")
        name = f"{kind} {round_} at {place} of {path.relative_to(store)}"
        try:
            found, warning = ground.served()
        except KnowledgeBaseError as error:
            wrong.append(f"{name}: nothing served although the other generation is whole: {error}")
        else:
            # Where only the pointer is hurt, the generation it named is whole and may be served.
            allowed = EDITIONS[:2] if path.name == "CURRENT" else EDITIONS[:1]
            if not warning:
                wrong.append(f"{name}: not noticed")
            elif found not in allowed:
                wrong.append(f"{name}: served {found}")
            else:
                outcomes[f"{kind}s noticed"] += 1
        path.write_bytes(whole)
    if ground.served() != (EDITIONS[1], None):
        wrong.append("the store does not come back when the damage is undone")
    return dict(outcomes), wrong


def swaps(ground: Ground, questions: int, count: int) -> tuple[dict[str, float], list[str]]:
    """Questions from three threads while another process builds; each answer must be of one edition, and of a current one."""
    wrong: list[str] = []
    shutil.rmtree(ground.settings.store, ignore_errors=True)
    ground.write_corpus(EDITIONS[0])
    build(ground.settings, models=hashing())
    live = StoreFollower.open(settings=ground.settings, models=hashing(), look_every=0.05)
    current = {EDITIONS[0]}
    asked, slowest, stop, lock = 0, 0.0, threading.Event(), threading.Lock()
    pause = max(0.0, 3 * 0.25 * count / max(questions, 1))

    def ask(thread: int) -> None:
        nonlocal asked, slowest
        turn = thread
        while not stop.is_set():
            turn += 1
            with lock:
                allowed = set(current)
            begun = time.perf_counter()
            try:
                seen = editions_of(live, QUESTIONS[turn % len(QUESTIONS)])
            except Exception as error:  # noqa: BLE001 - any error at all is what is looked for
                wrong.append(f"question {turn}: {error!r}")
                seen = set()
            with lock:
                asked, slowest = asked + 1, max(slowest, time.perf_counter() - begun)
                if len(seen) > 1 or not seen <= allowed | current:
                    wrong.append(f"question {turn}: editions {seen}, allowed {allowed | current}")
            time.sleep(pause)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(3)]
    command = [sys.executable, str(Path(__file__).resolve()), "--builder", str(ground.folder)]
    done = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as builder:
        for thread in threads:
            thread.start()
        while done < count and not wrong:
            edition = EDITIONS[(done + 1) % len(EDITIONS)]
            with lock:
                current.add(edition)
            if not swapped(builder, live, edition):
                wrong.append(f"swap {done + 1} to {edition} did not happen")
            with lock:
                current.intersection_update({edition})
            done += 1
        while asked < questions and not wrong:
            time.sleep(0.01)
        stop.set()
        for thread in threads:
            thread.join()
        builder.communicate(timeout=60)
    return {"questions": asked, "swaps": done, "slowest ms": round(slowest * 1000, 1)}, wrong


def editions_of(live: StoreFollower, question: str) -> set[str]:
    """The editions that one answer and its citations name; where the stand-in's vectors bring no answer, those of one search."""
    answer = live.current.ask(question)
    texts = [item.text for item in answer.answer]
    for held in (
        *((each.clause, each.document) for each in answer.citations),
        *((each.clause, each.document) for each in answer.related),
    ):
        texts += [held[0].text, held[1].title]
    if not texts:
        texts = [text for hit in live.current.search(question) for text in (hit.clause.text, hit.document.title)]
    if not texts:
        raise ValueError(f"no clause at all for {question}")
    return {edition for edition in EDITIONS for text in texts if edition in text}


def swapped(builder: subprocess.Popen[str], live: StoreFollower, edition: str) -> bool:
    """Has the other process build an edition and waits until it is served; the askers' calls make the base look."""
    if builder.stdin is None or builder.stdout is None:
        return False
    builder.stdin.write(edition + "\n")
    builder.stdin.flush()
    if builder.stdout.readline() != "built\n":
        return False
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if edition in live.current.documents()[0].document.title and live.current.warning is None:
            return True
        time.sleep(0.02)
    return False


def builder(folder: Path) -> None:
    """Builds each edition named on stdin and says so."""
    ground = Ground(folder)
    for line in sys.stdin:
        ground.write_corpus(line.strip())
        build(ground.settings, models=hashing(0.001))
        print("built", flush=True)


def full_disk(ground: Ground, count: int, chance: random.Random) -> tuple[dict[str, int], list[str]]:
    """Builds that may write no file beyond a limit, as on a disk without room: store and corpus must stay as they were."""
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    store = ground.settings.store
    shutil.rmtree(store, ignore_errors=True)
    ground.write_corpus(EDITIONS[0])
    build(ground.settings, models=hashing())
    sizes = sorted({path.stat().st_size for path in store.rglob("*") if path.is_file()} - {0})
    ground.write_corpus(EDITIONS[1])
    before = contents(ground.folder)
    for round_ in range(count):
        # Below the largest file, so that every round must fail; the first rounds at the edges.
        limit = [0, 1, sizes[-1] - 1][round_] if round_ < 3 else chance.randrange(sizes[-1])

        def limited(limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            build(ground.settings, models=hashing())

        _, status = os.waitpid(in_fork(limited), 0)
        code = os.waitstatus_to_exitcode(status)
        outcomes["declared in one line" if code == 3 else f"exit {code}"] += 1
        if code != 3:
            wrong.append(f"limit of {limit} bytes: exit {code} and no declared error in one line")
        if contents(ground.folder) != before:
            wrong.append(f"limit of {limit} bytes: store or corpus changed")
    return dict(outcomes), wrong


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the empty lock, and every folder."""
    found = (path for path in folder.rglob("*") if path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"/" for path in found}


def void(_: object) -> None:
    """Makes of a call with a result one without."""


def main() -> int:
    """Runs the parts asked for; 1 where one of them found a violation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (
        ("kills", 200),
        ("flips", 500),
        ("questions", 1000),
        ("swaps", 20),
        ("full", 20),
        ("seed", 1),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    parser.add_argument("--builder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.builder:
        builder(given.builder)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        ground, chance = Ground(Path(folder)), random.Random(given.seed)
        ground.expect_all()
        parts: dict[str, Callable[[], tuple[dict[str, int] | dict[str, float], list[str]]]] = {
            "kills": lambda: kills(ground, given.kills, chance),
            "flips": lambda: flips(ground, given.flips, chance),
            "swaps": lambda: swaps(ground, given.questions, given.swaps),
            "full": lambda: full_disk(ground, given.full, chance),
        }
        figures: dict[str, object] = {}
        problems: list[str] = []
        for name, part in parts.items():
            if not getattr(given, name):
                continue
            started = time.perf_counter()
            found, wrong = part()
            figures[name] = {**found, "seconds": round(time.perf_counter() - started, 1), "violations": len(wrong)}
            problems += wrong
            if not given.json:
                print(f"{name:6} {figures[name]}", flush=True)
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
