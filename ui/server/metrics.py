"""Figures for a monitor, in Prometheus's text format: requests, answers by status, who waits, what is held. No label comes from a question."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH: Final = "/metrics"
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_FORWARDED: Final = (b"forwarded", b"x-forwarded-", b"x-real-ip")
# Seconds: a page, an answer, a comparison, a draft.
_BUCKETS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The figures of one server; safe to be used from several threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._requests = Counter(
            "policy_kb_requests", "Requests by method and status.", ["method", "code"], registry=self.registry
        )
        self._seconds = Histogram(
            "policy_kb_request_seconds", "Seconds to the end of a response.", buckets=_BUCKETS, registry=self.registry
        )
        self._answers = Counter(
            "policy_kb_answers", "Questions asked one by one, by status.", ["status"], registry=self.registry
        )

    def watch(self, gauges: Mapping[str, tuple[str, Callable[[], float]]]) -> None:
        """Gauges by name, each with its description and what it is read from when it is asked for."""
        for name, (description, read) in gauges.items():
            Gauge(f"policy_kb_{name}", description, registry=self.registry).set_function(read)

    def answered(self, status: str) -> None:
        """Counts an answer."""
        self._answers.labels(status).inc()

    def served(self, method: str, code: int, seconds: float) -> None:
        """Counts a request; a method that a caller made up is `other`."""
        self._requests.labels(method if method in _METHODS else "other", str(code)).inc()
        self._seconds.observe(seconds)

    def page(self) -> Response:
        """All figures as they are now."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True)
class Measured:
    """The ASGI layer: counts what passes, and answers `/metrics`, but not to whoever comes through the office's proxy.

    `told_in` are the headers in which that proxy names a user: nginx sends none of the usual ones unless it is told to.
    """

    app: ASGIApp
    metrics: Metrics
    told_in: tuple[str, ...] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on but `/metrics`."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] == PATH:
            marks = (*_FORWARDED, *(name.lower().encode() for name in self.told_in))
            through_proxy = any(name.startswith(marks) for name, _ in scope["headers"])
            found = PlainTextResponse("Not found", 404) if through_proxy else self.metrics.page()
            await found(scope, receive, send)
            return
        started, code = time.monotonic(), 500

        async def counted(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            self.metrics.served(scope["method"], code, time.monotonic() - started)
