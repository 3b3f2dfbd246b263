"""The session of each request: read from its cookie, opened with the first page, put into the request's scope."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.guard import with_headers
from ui.server.sessions import COOKIE, Session, Sessions

SCOPE_KEY: Final = "kb_session"
# Files every page names: a browser asks for many at once and must not get a session for each.
PAGE_FILES: Final = ("/desk/", "/assets/", "/static/", "/theme.css", "/favicon.ico", "/robots.txt")
_AGAIN: Final = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="0"><title>…</title>'
)


@dataclass(frozen=True)
class SessionCookies:
    """The ASGI layer. A cookie is `Secure` where the request came by https; without `opens` only signing in opens a session.

    `path` is what the site lies under.
    """

    app: ASGIApp
    sessions: Sessions
    opens: bool = True
    path: str = "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Finds or opens the session; a new one's cookie goes out with the response, an ended one's is taken back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = cookie_of(headers, COOKIE)
        page_file = scope["path"].startswith(PAGE_FILES)
        if given is None and not page_file and _from_a_link(scope, headers):
            await HTMLResponse(_AGAIN)(scope, receive, with_headers(send))
            return
        session = self.sessions.get(given)
        if session is None and self.opens and not page_file:
            session = self.sessions.open()
        if session is not None:
            scope[SCOPE_KEY] = session

        async def outward(message: Message) -> None:
            # Read at the end: signing in gives the browser another session, signing out none.
            now: Session | None = scope.get(SCOPE_KEY)
            if message["type"] == "http.response.start" and not page_file and given != (now.token if now else None):
                MutableHeaders(raw=message["headers"]).append(
                    "Set-Cookie", _cookie(now, self.path, scope.get("scheme") == "https")
                )
            await send(message)

        await self.app(scope, receive, outward)


def session_of(scope: Scope) -> Session:
    """The session that the layer above found; KeyError where a route has none (the page's own files)."""
    found = scope[SCOPE_KEY]
    if not isinstance(found, Session):
        raise KeyError(SCOPE_KEY)
    return found


def cookie_of(headers: Headers, name: str) -> str | None:
    """One cookie's value; None if it is not there or the header is not to be read."""
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    return jar[name].value if name in jar else None


def _from_a_link(scope: Scope, headers: Headers) -> bool:
    """Whether a link on another site led here: the browser then withholds the cookie, until the page asks for itself again."""
    return (
        scope["method"] == "GET"
        and headers.get("sec-fetch-site") == "cross-site"
        and headers.get("sec-fetch-mode") == "navigate"
    )


def _cookie(session: Session | None, path: str, secure: bool) -> str:
    value = f"{COOKIE}={session.token}" if session else f"{COOKIE}=; Max-Age=0"
    return f"{value}; Path={path}; HttpOnly; SameSite=Strict{'; Secure' if secure else ''}"
