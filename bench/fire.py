"""The store under fire: builds killed, files damaged, generations swapped under questions, a disk that is full.

    python bench/fire.py [--kills 200] [--flips 500] [--questions 1000 --swaps 20] [--full 20] [--seed 1] [--json]

Each part is left out by giving 0. A violation is printed and the exit status is 1. The embedder is a stand-in that hashes
characters, so that the store is tried and not the model; everything else is what `policy-kb build` and `serve` run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fire_ground import EDITIONS, Ground, contents, hashing
from fire_swaps import swaps

from kb.building import build
from kb.errors import KnowledgeBaseError

_OPERATIONS = {"open", "os.rename", "os.mkdir", "os.listdir", "shutil.rmtree"}
_REMOVALS = {"os.remove", "os.rmdir"}


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
    given = parser.parse_args()
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
