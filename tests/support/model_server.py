"""A server that speaks as OpenAI's does and says what a test has it say, well or ill."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Way = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class FakeServer:
    """Its address as `POLICY_KB_LLM` takes it, how it answers next, and what it was sent: bodies and headers."""

    address: str
    way: Way
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def sending(status: int, body: bytes, **headers: str) -> Way:
    """Answers with exactly this."""

    def way(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return way


def saying(content: str | None, finish_reason: str = "stop") -> Way:
    """A completion with this content."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}
    return sending(200, json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


def blocks(*made: tuple[list[int], str]) -> Way:
    """A completion with these blocks."""
    return saying(json.dumps([{"ids": ids, "text": text} for ids, text in made], ensure_ascii=False))


@contextmanager
def fake_server() -> Iterator[FakeServer]:
    """The server on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fake.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            fake.headers.append(dict(self.headers))
            try:
                fake.way(self)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def do_GET(self) -> None:
            fake.bodies.append({"followed": self.path})

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake = FakeServer(f"http://127.0.0.1:{server.server_port}/v1", saying("[]"))
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield fake
    server.shutdown()
    server.server_close()
