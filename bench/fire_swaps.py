"""Generations swapped under questions: this process asks while another one builds edition after edition."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import threading
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fire_ground import EDITIONS, QUESTIONS, Ground, editions_of, hashing

from kb.building import build
from kb.store import StoreFollower


@dataclass
class Askers:
    """Three threads that ask until they are stopped; each answer must be of one edition, and of one that may be served meanwhile."""

    live: StoreFollower
    allowed: set[str]
    pause: float
    asked: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        """The threads, each with questions of its own turn."""
        threads = [threading.Thread(target=self._ask, args=(turn,)) for turn in range(3)]
        for thread in threads:
            thread.start()
        return threads

    def _ask(self, turn: int) -> None:
        while not self.stop.is_set():
            turn += 1
            with self.lock:
                allowed = set(self.allowed)
            begun = time.perf_counter()
            try:
                seen = editions_of(self.live, QUESTIONS[turn % len(QUESTIONS)])
            except Exception as error:  # noqa: BLE001 - any error at all is what is looked for
                self.wrong.append(f"question {turn}: {error!r}")
                seen = set()
            with self.lock:
                self.asked, self.slowest = self.asked + 1, max(self.slowest, time.perf_counter() - begun)
                if len(seen) > 1 or not seen <= allowed | self.allowed:
                    self.wrong.append(f"question {turn}: editions {seen}, allowed {allowed | self.allowed}")
            time.sleep(self.pause)


def swaps(ground: Ground, questions: int, count: int) -> tuple[dict[str, float], list[str]]:
    """Questions from three threads while another process builds."""
    shutil.rmtree(ground.settings.store, ignore_errors=True)
    ground.write_corpus(EDITIONS[0])
    build(ground.settings, models=hashing())
    here, there = multiprocessing.Pipe()
    # Forked before there are threads: a new interpreter would be half of what this takes.
    other = multiprocessing.get_context("fork").Process(target=builder, args=(ground, there))
    other.start()
    live = StoreFollower.open(settings=ground.settings, models=hashing(), look_every=0.05)
    askers = Askers(live, {EDITIONS[0]}, pause=max(0.0, 3 * 0.25 * count / max(questions, 1)))
    done = 0
    threads = askers.start()
    while done < count and not askers.wrong:
        edition = EDITIONS[(done + 1) % len(EDITIONS)]
        with askers.lock:
            askers.allowed.add(edition)
        if not swapped(here, live, edition):
            askers.wrong.append(f"swap {done + 1} to {edition} did not happen")
        with askers.lock:
            askers.allowed.intersection_update({edition})
        done += 1
    while askers.asked < questions and not askers.wrong:
        time.sleep(0.01)
    askers.stop.set()
    for thread in threads:
        thread.join()
    here.send("")
    other.join(60)
    return {"questions": askers.asked, "swaps": done, "slowest ms": round(askers.slowest * 1000, 1)}, askers.wrong


def swapped(builder: Connection, live: StoreFollower, edition: str) -> bool:
    """Has the other process build an edition and waits until it is served; the askers' calls make the base look."""
    builder.send(edition)
    if not builder.poll(60):
        return False
    builder.recv()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if edition in live.current.documents()[0].document.title and live.current.warning is None:
            return True
        time.sleep(0.02)
    return False


def builder(ground: Ground, asked: Connection) -> None:
    """Builds each edition that it is asked for and says so; the empty one ends it."""
    while edition := asked.recv():
        ground.write_corpus(edition)
        build(ground.settings, models=hashing(0.001))
        asked.send("built")
