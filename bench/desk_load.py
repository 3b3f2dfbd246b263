"""Many caseworkers at once on one desk: errors, answers that belong to somebody else, and how long an answer takes.

    python bench/desk_load.py [http://127.0.0.1:7860] [--sessions 30] [--questions 20] [--every 3] [--programs] [--json]

Without an address it serves the desk itself, over the store that is built. Speaks to a page as its browser does (cookie, Gradio's queue,
its event stream), one client a thread. Each session asks questions of its own, one every few seconds, a bounded number of them.
`--programs` asks the same questions of `/v1/ask` as well, by as many clients of the same server, before and after in turn, and prints how
the two compare. Left out: what a browser takes to draw an answer, and the network.
"""

from __future__ import annotations

import argparse
import html
import json
import platform
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx
from speed import resident_mib

QUESTION_FILE = Path(__file__).parents[1] / "eval" / "questions.jsonl"
_CONFIG = re.compile(r"window\.gradio_config = (\{.*?\});</script>", re.DOTALL)
_ASKED = re.compile(r'<p class="kb-asked">.*?<bdi>(.*?)</bdi>', re.DOTALL)
_BUSY = "现在提问的人较多"


@dataclass
class Load:
    """What came of it: seconds per answer, what went wrong, and answers to a question the session had not asked."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    busy: int = 0

    def quantile(self, share: float) -> float:
        """The time within which this share of the answers came, seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class ReplyPage:
    """The question that an answer says it answers, and those of its session where it lists them."""

    asked: str
    listed: list[str] = field(default_factory=list)


class Program:
    """A client of `/v1/ask`, which keeps its connection."""

    def __init__(self, address: str, name: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=60, headers={"User-Agent": name})

    def ask(self, question: str) -> ReplyPage | None:
        """What comes back; None where too many ask at once."""
        response = self._client.post("/v1/ask", json={"question": question})
        return None if response.status_code == 503 else ReplyPage(response.raise_for_status().json()["question"])

    def close(self) -> None:
        """Lets the connection go."""
        self._client.close()


class Caseworker:
    """One browser's worth of requests: a cookie, a page, questions through its queue."""

    def __init__(self, address: str, name: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=60)
        self._name = name
        found = _CONFIG.search(self._client.get("/").raise_for_status().text)
        if not found:
            raise ValueError("the page holds no Gradio configuration")
        config = json.loads(found[1])
        ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        self._button = ids["kb-ask"]
        self._ask = next(
            each for each in config["dependencies"] if [self._button, "click"] in [list(t) for t in each["targets"]]
        )
        self._answer_at = self._ask["outputs"].index(ids["kb-answer-area"])
        self._history_at = self._ask["outputs"].index(ids["kb-history"])

    def ask(self, question: str) -> ReplyPage | None:
        """What the page shows; None where too many ask at once."""
        values: list[Any] = [question, "", "", "", "", False]
        body = {
            "data": values,
            "event_data": None,
            "fn_index": self._ask["id"],
            "trigger_id": self._button,
            "session_hash": self._name,
        }
        self._client.post("/gradio_api/queue/join", json=body).raise_for_status()
        for message in self._stream():
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise ValueError(f"the server failed: {message['output']}")
                data = message["output"]["data"]
                answer = data[self._answer_at]
                shown = _ASKED.search(answer)
                listed = [choice[0] for choice in data[self._history_at].get("choices", [])]
                return None if _BUSY in answer else ReplyPage(html.unescape(shown[1]) if shown else "", listed)
        raise ValueError("the event stream ended without an answer")

    def close(self) -> None:
        """Lets the connections go."""
        self._client.close()

    def _stream(self) -> Iterator[dict[str, Any]]:
        with self._client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._name}) as lines:
            lines.raise_for_status()
            for line in lines.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line[5:])


def run(address: str, questions: list[list[str]], every: float, asker: type[Caseworker | Program] = Caseworker) -> Load:
    """One session for each list of questions, all at once, a question every `every` seconds."""
    load = Load()
    lock = threading.Lock()
    start = threading.Barrier(len(questions))

    def work(number: int) -> None:
        try:
            worker = asker(address, f"load{number:04d}")
            start.wait(120)
            # Spread over the first interval, as people are.
            time.sleep(every * number / len(questions))
            _work(worker, questions[number], every, load, lock)
            worker.close()
        except (httpx.HTTPError, ValueError, KeyError, threading.BrokenBarrierError) as error:
            with lock:
                load.errors.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def _work(worker: Caseworker | Program, questions: list[str], every: float, load: Load, lock: threading.Lock) -> None:
    asked: list[str] = []
    for question in questions:
        begun = time.perf_counter()
        reply = worker.ask(question)
        took = time.perf_counter() - begun
        with lock:
            if reply is None:
                load.busy += 1
            else:
                asked.append(question)
                load.seconds.append(took)
                load.foreign += _foreign(reply, asked)
        time.sleep(max(0.0, every - took))


def _foreign(reply: ReplyPage, asked: list[str]) -> list[str]:
    """What stands in an answer, or in the list of questions, that this session did not ask."""
    said = " ".join(reply.asked.split())
    found = [] if said == " ".join(asked[-1].split()) else [f"asked {asked[-1]!r}, shown {said!r}"]
    expected = [f"{n}. {' '.join(text.split())[:40]}" for n, text in enumerate(asked, 1)]
    return found + [
        line
        for line, own in zip(reply.listed, reversed(expected), strict=bool(reply.listed))
        if not line.startswith(own)
    ]


def own_questions(sessions: int, each: int) -> list[list[str]]:
    """Questions of the question set, shuffled by a fixed seed, no two sessions with the same ones as far as they last."""
    rows = QUESTION_FILE.read_text(encoding="utf-8").splitlines()
    texts = sorted({json.loads(row)["question"] for row in rows})
    random.Random(7).shuffle(texts)
    return [[texts[(number * each + n) % len(texts)] for n in range(each)] for number in range(sessions)]


@contextmanager
def desk() -> Iterator[tuple[str, int]]:
    """The desk served by a process of its own; its address and the number of the process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-m", "kb", "serve", "--api", "--port", str(port)])
    try:
        while True:
            time.sleep(0.2)
            if server.poll() is not None:
                raise SystemExit("the desk did not start; run policy-kb build, then policy-kb serve, to see why")
            with suppress(httpx.TransportError):
                httpx.get(address).raise_for_status()
                break
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def _compare(address: str, questions: list[list[str]], every: float) -> None:
    """Asks programs, caseworkers, programs, caseworkers, each a half of the questions, and prints both and their ratio."""
    middle = len(questions[0]) // 2
    loads: dict[type[Caseworker | Program], Load] = {Program: Load(), Caseworker: Load()}
    for half in ([each[:middle] for each in questions], [each[middle:] for each in questions]):
        for asker, load in loads.items():
            found = run(address, half, every, asker)
            load.seconds += found.seconds
            load.errors += found.errors
            load.foreign += found.foreign
            load.busy += found.busy
    _say_machine()
    for name, load in zip(("/v1/ask", "desk"), loads.values(), strict=True):
        print(
            f"{name}: {len(load.seconds)} answers, p50 {load.quantile(0.5) * 1000:.0f} ms, p95 {load.quantile(0.95) * 1000:.0f} ms, "
            f"busy {load.busy}, errors {len(load.errors)}, of another session {len(load.foreign)}"
        )
    program, desk_ = loads.values()
    print(f"p95 of /v1/ask is {program.quantile(0.95) / desk_.quantile(0.95):.2f} of the desk's (at most 1.2)")


def _say_machine() -> None:
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")


def main() -> None:
    """Runs the load and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address", nargs="?", help="of a desk that is served; without it one is served meanwhile")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--questions", type=int, default=20, help="questions a session")
    parser.add_argument("--every", type=float, default=3.0, help="seconds between a session's questions")
    parser.add_argument("--programs", action="store_true", help="ask /v1/ask as well")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON object")
    given = parser.parse_args()
    with nullcontext((given.address, None)) if given.address else desk() as (address, server):
        begun = time.perf_counter()
        questions = own_questions(given.sessions, given.questions)
        if given.programs:
            _compare(address, questions, given.every)
            return
        load = run(address, questions, given.every)
        held = resident_mib(server, "VmRSS") if server else None
    if given.json:
        print(json.dumps(asdict(load), ensure_ascii=False))
        return
    _say_machine()
    print(f"{given.sessions} sessions, {len(load.seconds)} answers in {time.perf_counter() - begun:.0f} s")
    if load.seconds:
        print(
            f"p50 {load.quantile(0.5) * 1000:.0f} ms, p95 {load.quantile(0.95) * 1000:.0f} ms, limit 150 ms; "
            f"mean {statistics.mean(load.seconds) * 1000:.0f} ms"
        )
    print(f"busy {load.busy}, errors {len(load.errors)}, of another session {len(load.foreign)}")
    if held:
        print(f"held by the server     {held:7.0f} MiB  limit 450 MiB, mapped files included")
    for line in [*load.errors, *load.foreign][:20]:
        print(f"  {line}")


if __name__ == "__main__":
    main()
