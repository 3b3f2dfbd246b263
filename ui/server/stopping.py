"""Stopping with work in progress: what is being answered is answered, nobody new is let in, and streams that only say “still here” end at once."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Every open page of Gradio's holds one of these for as long as it is open.
_ENDLESS: Final = "/gradio_api/heartbeat/"


class StoppingServer(uvicorn.Server):
    """A server that tells when it begins to stop; a signal that asked for it (SIGTERM) then ends the program as done, not as killed."""

    def __init__(self, config: uvicorn.Config, leaving: asyncio.Event) -> None:
        super().__init__(config)
        self._leaving = leaving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes the door and waits for what is in progress, as long as the configuration says."""
        self._leaving.set()
        await super().shutdown(sockets)

    def stop_if_failed(self, made: Future[FastAPI]) -> None:
        """Stops where something that is served could not be made."""
        self.should_exit = self.should_exit or made.exception() is not None

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves until stopped."""
        if threading.current_thread() is threading.main_thread():
            # uvicorn raises the signal again once it has stopped: by default that kills the process before it could clear up.
            signal.signal(signal.SIGTERM, lambda *_: None)
        super().run(sockets)


@dataclass(frozen=True)
class EndingStreams:
    """The ASGI layer: when the server begins to stop, endless streams are told that their reader has gone."""

    app: ASGIApp
    leaving: asyncio.Event

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if scope["type"] != "http" or _ENDLESS not in scope["path"]:
            await self.app(scope, receive, send)
            return

        async def received() -> Message:
            said, left = asyncio.ensure_future(receive()), asyncio.ensure_future(self.leaving.wait())
            try:
                await asyncio.wait({said, left}, return_when=asyncio.FIRST_COMPLETED)
                return said.result() if said.done() else {"type": "http.disconnect"}
            finally:
                said.cancel()
                left.cancel()

        await self.app(scope, received, send)
