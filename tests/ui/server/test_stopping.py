"""A server that is told to stop: work in progress is finished, an open page's endless stream does not keep it."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from ui.server import EndingStreams, StoppingServer
from ui.serving import server_config


async def answer(_: Request) -> Response:
    await asyncio.sleep(1.0)
    return PlainTextResponse("answered")


async def heartbeat(_: Request) -> Response:
    async def beats() -> AsyncIterator[str]:
        while True:
            yield "alive"
            await asyncio.sleep(0.1)

    return StreamingResponse(beats())


def test_what_is_in_progress_is_finished_and_streams_end_at_once() -> None:
    app = Starlette(routes=[Route("/ask", answer), Route("/gradio_api/heartbeat/x", heartbeat)])
    leaving = asyncio.Event()
    server = StoppingServer(server_config(EndingStreams(app, leaving)), leaving)
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    serving = threading.Thread(target=server.run, args=([listener],))
    serving.start()
    said: list[str] = []
    asking = threading.Thread(target=lambda: said.append(httpx.get(f"{address}/ask", timeout=30).text))
    with httpx.stream("GET", f"{address}/gradio_api/heartbeat/x", timeout=30) as beating:
        assert next(beating.iter_text()) == "alive"
        asking.start()
        time.sleep(0.4)
        started = time.monotonic()
        server.should_exit = True
        serving.join(timeout=15)
        took = time.monotonic() - started
    asking.join()
    assert said == ["answered"] and not serving.is_alive()
    # Without the layer the stream would hold it for the whole time that work is given.
    assert took < 10
