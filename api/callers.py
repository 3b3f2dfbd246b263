"""Which program asks: its key, what the key is for, and how often it may be used."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import TOO_MANY, WRONG_KEY, ProblemError, missing_scope
from kb.errors import KeysError
from kb.people import Keys, KeyScope, keys_file, read_keys
from kb.settings import Settings

_BEARER: Final = HTTPBearer(auto_error=False, scheme_name="key", description="A key made by `policy-kb keys add`.")
_Given = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def served_keys(settings: Settings, beyond: bool) -> Keys | None:
    """The keys that are asked for: those of the file where there is one; None if only this machine asks and there is none.

    KeysError with the remedy where others ask and there is no key.
    """
    path = keys_file(settings)
    if beyond and not read_keys(path):
        raise KeysError(
            "没有密钥，不能向本机以外的程序提供：请先运行 policy-kb keys add 名称。",
            "Not served to programs beyond this machine without a key: run policy-kb keys add NAME first.",
        )
    return Keys(path) if path.exists() else None


class Callers:
    """Lets requests in by their key; without `keys` everyone who reaches the server is let in."""

    def __init__(self, keys: Keys | None) -> None:
        self._keys = keys
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def admit(self, secret: str | None, scope: KeyScope) -> None:
        """ProblemError for a key that is missing or wrong (401), for something else (403), or used too often (429)."""
        if self._keys is None:
            return
        key = self._keys.holder(secret) if secret else None
        if key is None:
            raise ProblemError(401, "unauthorized", WRONG_KEY, {"WWW-Authenticate": "Bearer"})
        if scope not in key.scopes:
            raise ProblemError(
                403,
                "forbidden",
                missing_scope(scope),
                {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
            )
        rate = RateLimitItemPerMinute(key.rate)
        if not self._limiter.hit(rate, key.sha256):
            until = self._limiter.get_window_stats(rate, key.sha256).reset_time
            seconds = max(1, math.ceil(until - time.time()))
            raise ProblemError(429, "too-many-requests", TOO_MANY, {"Retry-After": str(seconds)})

    def needs(self, scope: KeyScope) -> Callable[[_Given], Awaitable[None]]:
        """The dependency of a route that a key with this scope opens."""

        # Not in a thread: those are for answering, and a request that is refused must not wait for one.
        async def check(given: _Given = None) -> None:
            self.admit(given.credentials if given else None, scope)

        return check


class KeysRequired:
    """The ASGI layer before an application that is no FastAPI route: the same keys, the same problems."""

    def __init__(self, app: ASGIApp, callers: Callers, scope: KeyScope) -> None:
        self._app, self._callers, self._scope = app, callers, scope

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what the key allows."""
        kind, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
        try:
            self._callers.admit(secret.strip() if kind.lower() == "bearer" else None, self._scope)
        except ProblemError as error:
            await error.response()(scope, receive, send)
        except KeysError as error:
            await ProblemError.of(error).response()(scope, receive, send)
        else:
            await self._app(scope, receive, send)
