"""The path that an office's proxy puts the site under (`https://office.example/policy/`), whether the proxy takes it off or leaves it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_ROOT: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


def root_of(text: str) -> str:
    """`/policy` from `policy`, `/policy/` and the like, "" from an empty text or `/`; ValueError for what is no path of plain characters."""
    root = f"/{text.strip().strip('/')}".rstrip("/")
    if not _ROOT.fullmatch(root) or ".." in root:
        raise ValueError(text)
    return root


@dataclass(frozen=True)
class UnderRoot:
    """The ASGI layer: behind it every path is without the root. A request for the root alone is sent on to `/policy/`."""

    app: ASGIApp
    root: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Takes the root off a path that begins with it; one without it comes from a proxy that has taken it off."""
        if scope["type"] == "http" and self.root:
            path: str = scope["path"]
            if path == self.root:
                await RedirectResponse(f"{self.root}/", 308)(scope, receive, send)
                return
            if path.startswith(f"{self.root}/"):
                inner = path.removeprefix(self.root)
                scope = {
                    **scope,
                    "path": inner,
                    "raw_path": scope.get("raw_path", b"").removeprefix(self.root.encode()),
                }
        await self.app(scope, receive, send)
