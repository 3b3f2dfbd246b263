from __future__ import annotations

import pytest
from every import every
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.server.proxy import Forwarded, TrustedProxy
from ui.server.session_cookies import SCOPE_KEY, SessionCookies, cookie_of, session_of
from ui.server.sessions import COOKIE, Sessions


async def _token(request: Request) -> PlainTextResponse:
    return PlainTextResponse(session_of(request.scope).token if SCOPE_KEY in request.scope else "none")


async def _leave(request: Request) -> PlainTextResponse:
    del request.scope[SCOPE_KEY]
    return PlainTextResponse("gone")


def _client(sessions: Sessions, scheme: str = "http", address: str = "10.0.0.9", opens: bool = True) -> TestClient:
    routes = [Route("/leave", _leave), Route("/{path:path}", _token)]
    layers = Forwarded(SessionCookies(Starlette(routes=routes), sessions, opens), TrustedProxy())
    return TestClient(layers, base_url=f"{scheme}://localhost", client=(address, 5000))


@pytest.fixture
def sessions() -> Sessions:
    return Sessions()


def test_the_first_page_opens_a_session_and_the_next_finds_it(sessions: Sessions):
    client = _client(sessions)
    first = client.get("/")
    assert first.headers["set-cookie"] == f"{COOKIE}={first.text}; Path=/; HttpOnly; SameSite=Strict"
    second = client.get("/compare")
    assert second.text == first.text and "set-cookie" not in second.headers


def test_the_cookie_is_secure_under_https(sessions: Sessions):
    assert _client(sessions, "https").get("/").headers["set-cookie"].endswith("; SameSite=Strict; Secure")


@pytest.mark.parametrize(("address", "secure"), [("127.0.0.1", True), ("10.0.0.9", False)])
def test_only_the_proxy_is_believed_that_it_was_https(sessions: Sessions, address: str, secure: bool):
    answer = _client(sessions, address=address).get("/", headers={"X-Forwarded-Proto": "https"})
    assert ("Secure" in answer.headers["set-cookie"]) is secure


def test_a_token_that_is_not_held_is_not_taken_over(sessions: Sessions):
    client = _client(sessions)
    client.cookies.set(COOKIE, "chosen-by-somebody-else")
    answer = client.get("/")
    assert answer.text != "chosen-by-somebody-else" and answer.text in answer.headers["set-cookie"]


@pytest.mark.parametrize("path", ["/desk/site.css", "/assets/a.js", "/theme.css", "/favicon.ico"])
def test_the_pages_files_open_no_session_but_know_one(sessions: Sessions, path: str):
    client = _client(sessions)
    answer = client.get(path)
    assert answer.text == "none" and "set-cookie" not in answer.headers
    token = client.get("/").text
    assert client.get(path).text == token


def test_where_people_sign_in_a_request_opens_no_session(sessions: Sessions):
    answer = _client(sessions, opens=False).get("/")
    assert answer.text == "none" and "set-cookie" not in answer.headers


def test_the_cookie_of_an_ended_session_is_taken_back(sessions: Sessions):
    client = _client(sessions)
    client.get("/")
    answer = client.get("/leave")
    assert answer.headers["set-cookie"] == f"{COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict"
    assert COOKIE not in client.cookies


def test_a_link_from_another_site_loses_no_session(sessions: Sessions):
    """A browser withholds the cookie then; the page that asks for itself again comes from here and gets it."""
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = _client(sessions).get("/documents/x", headers=link)
    assert answer.status_code == 200 and 'http-equiv="refresh" content="0"' in answer.text
    assert "set-cookie" not in answer.headers and "default-src 'none'" in answer.headers["content-security-policy"]
    again = _client(sessions).get("/documents/x", headers=link | {"Sec-Fetch-Site": "same-origin"})
    assert "set-cookie" in again.headers


@every(("header", "value"), [("a=1; kb-session=x; b=2", "x"), ("kb-sessions=x", None), ("", None), ("\x00=;;=", None)])
def test_one_cookie_is_read_from_the_header(header: str, value: str | None):
    assert cookie_of(Headers({"cookie": header}), COOKIE) == value
