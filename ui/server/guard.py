"""What stands between the network and Gradio: only the routes the page needs, bounded bodies, strict headers, a clean page.

Gradio 6 serves far more than a page (uploads, proxies, API descriptions, a code editor) and its page inlines scripts and names outside
addresses in its metadata. It can be told none of: the language of the page, a nonce for its scripts, no metadata, a header of ours (its
`head` comes without the nonce). So this ASGI layer lets through an allow-list and dresses that one page, read by a parser, as it passes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from kb.messages import Message

MAX_BODY_BYTES: Final = 256 * 1024
MAX_UPLOAD_BYTES: Final = 2 * 1024 * 1024
# The pages that Gradio makes.
GRADIO_PAGES: Final = frozenset({"/", "/en"})
_PATHS: Final = GRADIO_PAGES | frozenset(
    {
        "/theme.css",
        "/favicon.ico",
        "/robots.txt",
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/gradio_api/reset",
        "/gradio_api/cancel",
        "/gradio_api/startup-events",
    }
)
# The program's own files, the same for everybody. Gradio's are named by their content; ours a browser asks after each time.
_KEPT: Final = {"/assets/": "max-age=31536000, immutable", "/static/": "no-cache", "/desk/": "no-cache"}
_FOLDERS: Final = (*_KEPT, "/gradio_api/heartbeat/")
TOO_LARGE: Final = Message("内容太大，没有收下，请分成几次提交。", "Too large: send it in parts.")
FROM_ELSEWHERE: Final = Message("这个请求来自别的网页，没有执行。", "Refused: another site's page sent this.")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" a browser hides even from its own server where a form was sent from (`Origin: null`).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-write=(self)",
}


def content_security_policy(nonce: str | None = None) -> str:
    """The policy sent with every response; `nonce` admits the page's own inline scripts.

    Inline styles stay allowed because Gradio writes its theme as `<style>` elements and `style` attributes.
    """
    script = "'self'" if nonce is None else f"'self' 'nonce-{nonce}'"
    return (
        f"default-src 'none'; script-src {script}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


@dataclass(frozen=True)
class Dress:
    """What a Gradio page is given: the attributes of its root element, tags for its head, and what stands before its body."""

    root: Mapping[str, str] = field(default_factory=lambda: {"lang": "zh-CN"})
    head: str = ""
    top: str = ""


def finished_page(page: str, nonce: str, dress: Dress) -> str:
    """Gradio's page in its dress, outside addresses gone and each of its scripts given the nonce."""
    wardrobe = _Wardrobe(nonce, dress)
    wardrobe.feed(page)
    wardrobe.close()
    return "".join(wardrobe.written)


class _Wardrobe(HTMLParser):
    """Writes a page again, tag by tag. Of its metadata nothing stays but what says how its bytes and its width are to be read."""

    def __init__(self, nonce: str, dress: Dress) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._nonce, self._dress = nonce, dress

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given, text = dict(attrs), self.get_starttag_text() or ""
        if tag == "base" or (tag == "link" and given.get("rel") == "manifest"):
            return
        if tag == "meta" and "charset" not in given and given.get("name") != "viewport":
            return
        if tag == "html":
            worn = {**self._dress.root, **{name: value or "" for name, value in attrs if name not in self._dress.root}}
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in worn.items())
            text = f"<html{attributes}>"
        elif tag == "script":
            text = f'<script nonce="{self._nonce}"{text.removeprefix("<script")}'
        elif tag == "body":
            text += self._dress.top
        self.written.append(text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"{self._dress.head if tag == 'head' else ''}</{tag}>")

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl}>")

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")


@dataclass(frozen=True)
class Guard:
    """The ASGI layer itself. `dress` makes what a Gradio page is given, `is_page` knows the paths of the other pages, `missing` answers any other.

    `uploads` are the paths that take files, with the most bytes that come to each.
    """

    app: ASGIApp
    dress: Callable[[Scope], Dress] = lambda _: Dress()
    is_page: Callable[[str], bool] = lambda _: False
    uploads: Mapping[str, int] = field(default_factory=dict)
    missing: Callable[[Request], Response] = lambda _: PlainTextResponse("Not found", status_code=404)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 404 beyond the allow-list, 413 beyond the body limit, 403 to other sites' forms; passes everything else on."""
        if scope["type"] != "http":
            # Only the server's own start and stop messages: the page uses no web socket.
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        most = self.uploads.get(path, MAX_BODY_BYTES)
        if path not in _PATHS and not path.startswith(_FOLDERS) and not self.is_page(path):
            await self.missing(Request(scope))(scope, receive, with_headers(send))
        elif not length.isdigit() or int(length) > most:
            await PlainTextResponse(str(TOO_LARGE), status_code=413)(scope, receive, with_headers(send))
        elif "transfer-encoding" in headers:
            # A body of unsaid length cannot be judged beforehand, and browsers always say it.
            await PlainTextResponse("Length required", status_code=411)(scope, receive, with_headers(send))
        elif scope["method"] != "GET" and _from_elsewhere(headers):
            await PlainTextResponse(str(FROM_ELSEWHERE), status_code=403)(scope, receive, with_headers(send))
        elif path in GRADIO_PAGES:
            await self._page(scope, receive, send)
        else:
            kept = next((how for folder, how in _KEPT.items() if path.startswith(folder)), "no-store")
            await self.app(scope, receive, with_headers(send, kept=kept))

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = secrets.token_urlsafe(16)
        # The page must arrive uncompressed to be rewritten.
        plain = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}
        start: Event = {}
        body = bytearray()

        async def collect(message: Event) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            content = bytes(body)
            if Headers(raw=start["headers"]).get("content-type", "").startswith("text/html") and content:
                content = finished_page(content.decode("utf-8"), nonce, self.dress(scope)).encode("utf-8")
                MutableHeaders(raw=start["headers"])["content-length"] = str(len(content))
            outward = with_headers(send, nonce)
            await outward(start)
            await outward({"type": "http.response.body", "body": content})

        await self.app(plain, receive, collect)


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site's page sent this."""
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2] != headers.get("host"):
        return True
    return headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def with_headers(send: Send, nonce: str | None = None, kept: str = "no-store") -> Send:
    """`send`, the strict headers put into every response; `kept` is how long a browser keeps what was found."""

    async def outward(message: Event) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = kept if message["status"] < 400 else "no-store"
            headers["Content-Security-Policy"] = content_security_policy(nonce)
        await send(message)

    return outward
