"""A web application on a free port of this machine, for as long as a test needs it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def running(make: Callable[[], ASGIApp]) -> Iterator[str]:
    """Makes and serves an application; its address without the last slash.

    It is made in a thread of its own: Gradio is mounted by an event loop, and beside an open browser Playwright's runs in this thread.
    """
    with ThreadPoolExecutor(1) as elsewhere:
        application = elsewhere.submit(make).result()
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the page did not start"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=1)
    # A browser of the session may still hold a stream open, which Gradio goes on feeding; the thread ends with the process then.
    server.force_exit = True
    thread.join(timeout=1)
