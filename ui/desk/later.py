"""An application that is made while others are served already."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send


class MadeLater:
    """The ASGI application that `make` makes in a thread of its own, from now on: who asks for it waits until it is there."""

    def __init__(self, make: Callable[[], FastAPI]) -> None:
        self.made: Future[FastAPI] = ThreadPoolExecutor(1).submit(make)
        self._opened: asyncio.Task[FastAPI] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What it answers; raises what its making raised."""
        # Shielded: who goes away before it is made does not take it from the others.
        app = await asyncio.shield(self._opened or asyncio.wrap_future(self.made))
        await app(scope, receive, send)

    @asynccontextmanager
    async def lifespan(self, _: object) -> AsyncIterator[None]:
        """Tells it, once it is made, that the server has started, and at the end that it stops."""
        async with AsyncExitStack() as stack:

            async def opened() -> FastAPI:
                app = await asyncio.wrap_future(self.made)
                await stack.enter_async_context(app.router.lifespan_context(app))
                return app

            self._opened = asyncio.create_task(opened())
            yield
            # Why it could not be made is for those who ask for it, and whoever serves it, to tell.
            await asyncio.gather(self._opened, return_exceptions=True)
        self._opened = None
