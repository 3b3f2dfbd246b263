"""The door of the desk: nothing is reached without signing in but the sign-in page and the files it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.admission import BusyError
from kb.errors import UsersError
from kb.messages import Message
from ui.pieces import Words, clause_anchor
from ui.server.authentication import Authentication, TooManyTriesError, WrongPasswordError
from ui.server.guard import with_headers
from ui.server.paths import SitePaths
from ui.server.services import Services
from ui.server.session_cookies import SCOPE_KEY
from ui.server.site import View, bare_path, page_language

PAGE: Final = "/sign-in"
NOT_SIGNED_IN: Final = Message("请先登录。", "Sign in first.")
NO_USERS_FILE: Final = Message("现在不能登录，请告知管理员。", "Nobody can sign in at present: tell the administrator.")
_OPEN_FOLDERS: Final = ("/desk/",)
_OPEN: Final = frozenset({"/favicon.ico"})
# What links inside the site say after a question mark; of anything else, a question typed there among it, nothing is kept.
_KEPT: Final = frozenset({"clause", "mark", "as_of", "old", "new", "document"})


@dataclass(frozen=True)
class SignIn:
    """The ASGI layer, inside the one that finds sessions."""

    app: ASGIApp
    authentication: Authentication
    paths: SitePaths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends who is not signed in to the sign-in page (303) from a page; answers 401 to anything else."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path in _OPEN or path.startswith(_OPEN_FOLDERS):
            await self.app(scope, receive, send)
            return
        refusal: Response | None = None
        try:
            if not self.authentication.recognise(scope) and bare_path(path) != PAGE:
                refusal = self._refusal(scope)
        except UsersError as error:
            # Who may come in is not known: nobody may. Sessions stay for when the file is right again.
            self.authentication.report(error)
            refusal = PlainTextResponse(NO_USERS_FILE.of(page_language(path)), status_code=503)
        if refusal is None:
            await self.app(scope, receive, send)
        else:
            await refusal(scope, receive, with_headers(send))

    def _refusal(self, scope: Scope) -> Response:
        if not self.paths.is_page(scope["path"]):
            return PlainTextResponse(str(NOT_SIGNED_IN), status_code=401)
        wanted = ""
        if scope["method"] == "GET":
            wanted = _query(inner_path(f"{quote(scope['path'])}?{scope['query_string'].decode('latin-1')}", self.paths))
        return RedirectResponse(View.of(scope).url(PAGE) + wanted, status_code=303)


def inner_path(text: str, paths: SitePaths) -> str:
    """An address as a path of this site without its language, `/` where it is anything else.

    `/en/documents/x?clause=二&q=…` -> `/documents/x?clause=二#c:二`, percent-encoded.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not paths.opens(path) or bare_path(path) == PAGE:
        return "/"
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name in _KEPT]
    clause = dict(kept).get("clause")
    query = f"?{urlencode(kept)}" if kept else ""
    return quote(bare_path(path)) + query + (f"#{quote(clause_anchor(clause))}" if clause else "")


def sign_in_routes(services: Services, authentication: Authentication, paths: SitePaths) -> APIRouter:
    """The sign-in page, what its form sends, and signing out."""
    router = APIRouter()
    shown = partial(_shown, services, authentication.users is not None)

    @router.get(PAGE)
    async def page(request: Request) -> Response:
        wanted = inner_path(request.query_params.get("next", "/"), paths)
        if SCOPE_KEY in request.scope:
            return _onward(request, wanted)
        return shown(request, wanted)

    @router.post(PAGE)
    async def sign_in(request: Request) -> Response:
        typed = await _typed(request)
        name, wanted = typed["name"].strip(), inner_path(typed["next"], paths)
        words = View.of(request.scope).words
        if not name or not typed["password"]:
            return shown(request, wanted, 422, name, words.sign_in.missing)
        try:
            await authentication.sign_in(request.scope, name, typed["password"])
        except WrongPasswordError:
            return shown(request, wanted, 401, name, words.sign_in.wrong)
        except TooManyTriesError as error:
            response = shown(request, wanted, 429, name, _wait(error.seconds, words))
            response.headers["Retry-After"] = str(int(error.seconds) + 1)
            return response
        except BusyError:
            return shown(request, wanted, 503, name, words.sign_in.busy)
        except UsersError as error:
            authentication.report(error)
            return shown(request, wanted, 503, name, words.sign_in.closed)
        return _onward(request, wanted)

    @router.post("/signed-in")
    async def signed_in() -> Response:
        """Answers whoever is signed in; a script asks before it leaves a page, and is told of the sign-in page otherwise."""
        return Response(status_code=204)

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        await authentication.leave(request.scope)
        return RedirectResponse(View.of(request.scope).url(PAGE), status_code=303)

    return router


# ------------------------------------------------------------------------------------------------------ parts


def _shown(
    services: Services,
    by_password: bool,
    request: Request,
    wanted: str,
    status: int = 200,
    name: str = "",
    error: str = "",
) -> HTMLResponse:
    """The sign-in page, leading to the page `wanted`."""
    return services.site.page(
        request,
        "sign_in.html",
        title=View.of(request.scope).words.sign_in.title,
        status=status,
        by_password=by_password,
        wanted=wanted,
        kept=_query(wanted),
        name=name,
        error=error,
    )


async def _typed(request: Request) -> dict[str, str]:
    """The form's fields; empty if one is missing or is a file."""
    async with request.form(max_files=0, max_fields=8) as form:
        given = {name: form.get(name, "") for name in ("name", "password", "next")}
    return {name: "" if isinstance(value, UploadFile) else str(value) for name, value in given.items()}


def _wait(seconds: float, words: Words) -> str:
    """How long to wait, in minutes rounded up."""
    minutes = max(1, ceil(seconds / 60))
    return words.sign_in.wait_one if minutes == 1 else words.sign_in.wait.format(minutes=minutes)


def _onward(request: Request, wanted: str) -> Response:
    return RedirectResponse(View.of(request.scope).url(wanted), status_code=303)


def _query(wanted: str) -> str:
    return "" if wanted == "/" else f"?{urlencode({'next': wanted})}"
