"""The web application for programs: its doors put together, bounded, described, and put beside the pages where there are any."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Response
from pydantic.warnings import UnsupportedFieldAttributeWarning
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from api.callers import Callers, KeysRequired
from api.chat import chat_routes
from api.doors import Doors
from api.objects import AliveObject, ReadyObject
from api.problems import (
    MOST_DRAFT_BYTES,
    TOO_LARGE,
    UNSAID_LENGTH,
    ProblemError,
    ProblemObject,
    answer_with_problems,
    problem_responses,
)
from api.requests import VerifyRequest
from api.rest import rest_routes, sent
from api.retrieval import retrieval_routes
from kb.people import Keys

MOST_BYTES: Final = 256 * 1024
_DRAFT_PATHS: Final = ("/v1/verify", "/mcp")
_PREFIXES: Final = ("/v1/",)
_PATHS: Final = ("/healthz", "/readyz", "/openapi.json", "/mcp", "/retrieval")
_ABOUT: Final = (
    "Chinese government policy notices, quoted word for word. Send `Authorization: Bearer KEY`; a key is made by `policy-kb keys add`. "
    "A status other than `answered` means that the texts held do not say. Failures are problem bodies (RFC 9457)."
)


def create_api(
    doors: Doors, keys: Keys | None = None, hosts: Sequence[str] = ("*",), origins: Sequence[str] = ()
) -> FastAPI:
    """The application. `hosts` are the names it answers to, `origins` the websites whose pages may ask from the browser."""
    # FastAPI names a body after its parameter, of which pydantic warns at the first request: nobody who serves can mend that.
    warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)
    mcp = _mcp(doors, hosts, origins)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.router.lifespan_context(mcp) if mcp else nullcontext():
            yield

    app = _Described(
        lifespan=lifespan,
        title="policy-kb",
        version=version("policy-kb"),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        # `ask` and `/ask/` are not the same address: a body sent to the wrong one is told so.
        redirect_slashes=False,
    )
    app.state.asks_for_no_key = keys is None
    callers = Callers(keys)
    app.include_router(_health_routes(doors))
    app.include_router(rest_routes(doors, callers))
    app.include_router(retrieval_routes(doors, callers))
    app.include_router(chat_routes(doors, callers))
    if mcp:
        app.router.routes.append(Route("/mcp", KeysRequired(mcp, callers, "mcp"), include_in_schema=False))
    answer_with_problems(app)
    app.add_middleware(BodyLimit)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After"],
        )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return app


def beside(pages: FastAPI, doors: FastAPI) -> ASGIApp:
    """Both on one server: what is addressed to a door goes there, everything else to the pages, past neither's middleware."""

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        async with pages.router.lifespan_context(pages), doors.router.lifespan_context(doors):
            yield

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        await (doors if path in _PATHS or path.startswith(_PREFIXES) else pages)(scope, receive, send)

    return Router(default=dispatch, lifespan=lifespan)


class BodyLimit:
    """The ASGI layer that takes no body longer than its path allows, nor one of unsaid length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 413 and 411, passes everything else on."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            length = headers.get("content-length", "0")
            most = MOST_DRAFT_BYTES if scope["path"] in _DRAFT_PATHS else MOST_BYTES
            if "transfer-encoding" in headers:
                refusal = ProblemError(411, "length-required", UNSAID_LENGTH)
            elif not length.isdigit() or int(length) > most:
                refusal = ProblemError(413, "content-too-large", TOO_LARGE)
            else:
                refusal = None
            if refusal:
                await refusal.response()(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Described(FastAPI):
    """An application whose description holds the bodies that its routes refer to by name."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI 3.1 description."""
        described = super().openapi()
        if self.state.asks_for_no_key:
            for operation in (each for path in described["paths"].values() for each in path.values()):
                operation.pop("security", None)
        schemas = described["components"]["schemas"]
        schemas.setdefault("ProblemObject", ProblemObject.json_schema())
        # Its route reads files too, and so reads its body itself.
        schemas.setdefault("VerifyRequest", VerifyRequest.model_json_schema())
        return described


def _mcp(doors: Doors, hosts: Sequence[str], origins: Sequence[str]) -> Starlette | None:
    """The door for assistants; None if its package, which is an extra, is not installed."""
    try:
        from api.mcp import mcp_over_http
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mcp":
            raise
        return None
    return mcp_over_http(doors, hosts, origins)


def _health_routes(doors: Doors) -> APIRouter:
    router = APIRouter(tags=["health"])

    async def alive() -> Response:
        """The server answers."""
        return sent(AliveObject(status="alive"))

    def ready() -> Response:
        """The store is open: its generation, its age, how many documents it holds."""
        return sent(doors.ready())

    router.add_api_route("/healthz", alive, operation_id="alive", response_model=AliveObject)
    router.add_api_route(
        "/readyz", ready, operation_id="ready", response_model=ReadyObject, responses=problem_responses(503)
    )
    return router
