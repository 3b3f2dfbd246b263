from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ui.server.guard import (
    FROM_ELSEWHERE,
    MAX_BODY_BYTES,
    MAX_UPLOAD_BYTES,
    TOO_LARGE,
    Dress,
    Guard,
    content_security_policy,
    finished_page,
)

PAGE = """<!doctype html><html
	lang="en"
><head><base href="./" /><meta property="og:image"
 content="https://example.org/x.jpg" /><meta name="twitter:site" content="https://example.org" />
<meta name="viewport" content="width=device-width" /><link rel="manifest" href="/manifest.json" />
<script>window.a = "\\u003cscript";</script><script type="module" src="./a.js"></script></head><body class="x"><i></i></body></html>"""


def test_the_page_is_chinese_without_outside_addresses_and_its_scripts_carry_the_nonce():
    page = finished_page(PAGE, "n0", Dress(head="<link rel='x' href='\\1'>"))
    assert 'lang="zh-CN"' in page and 'lang="en"' not in page
    assert "example.org" not in page and "<base" not in page and "manifest" not in page
    assert re.findall(r"<script[^>]*>", page) == [
        '<script nonce="n0">',
        '<script nonce="n0" type="module" src="./a.js">',
    ]
    assert "<link rel='x' href='\\1'></head>" in page
    assert 'name="viewport"' in page


def test_the_page_wears_its_dress():
    page = finished_page(
        PAGE, "n0", Dress({"lang": "en", "class": "kb", "data-contrast": "high"}, "", "<header>\\1</header>")
    )
    assert '<html lang="en" class="kb" data-contrast="high"' in page and page.count("lang=") == 1
    assert '<body class="x"><header>\\1</header><i></i></body>' in page


def test_what_a_page_wears_already_stays():
    page = finished_page(
        '<html lang="zh-CN" class="kk"><body data-x="&amp;">a &lt; b&#33;<br/></body></html>', "n0", Dress()
    )
    assert page == '<html lang="zh-CN" class="kk"><body data-x="&amp;">a &lt; b&#33;<br/></body></html>'


def test_the_policy_admits_neither_eval_nor_unsigned_inline_scripts():
    directives = dict(part.strip().split(" ", 1) for part in content_security_policy("n0").split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self' 'nonce-n0'"
    assert directives["connect-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "script-src 'self';" in content_security_policy()


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers every path with the page, and echoes the header that would have it compressed."""
    asked = dict(scope["headers"]).get(b"accept-encoding", b"none")
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"x-asked", asked)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    half = len(PAGE) // 2
    await send({"type": "http.response.body", "body": PAGE[:half].encode(), "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[half:].encode()})


@pytest.fixture
def client() -> TestClient:
    """Before a site with a page of its own at /compare and a form for uploads at /batch."""
    guard = Guard(
        _page,
        dress=lambda scope: Dress(head=f"<i>{scope['path']}</i>"),
        is_page={"/compare", "/batch"}.__contains__,
        uploads={"/batch": MAX_UPLOAD_BYTES},
    )
    return TestClient(guard, base_url="http://localhost")


def test_the_page_arrives_rewritten_whole_and_with_a_fresh_nonce(client: TestClient):
    first, second = client.get("/"), client.get("/")
    nonces = [re.search(r"'nonce-([^']+)'", r.headers["content-security-policy"]) for r in (first, second)]
    assert nonces[0] and nonces[1] and nonces[0][1] != nonces[1][1]
    assert (
        f'nonce="{nonces[0][1]}"' in first.text and first.text.endswith("</html>") and "<i>/</i></head>" in first.text
    )
    assert first.headers["x-asked"] == "none"
    assert int(first.headers["content-length"]) == len(first.content)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-store"),
        ("/compare", "no-store"),
        ("/gradio_api/queue/data", "no-store"),
        ("/gradio_api/upload", "no-store"),
        ("/nowhere", "no-store"),
        ("/assets/a-1.js", "max-age=31536000, immutable"),
        ("/desk/a.js", "no-cache"),
    ],
)
def test_every_response_carries_the_headers_and_only_the_programs_own_files_are_kept(
    client: TestClient, path: str, kept: str
):
    headers = client.get(path).headers
    assert headers["cache-control"] == kept
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/vibe-code",
        "/gradio_api/queue/join/x",
        "/openapi.json",
        "/docs",
        "/config",
        "/monitoring",
        "/login",
    ],
)
def test_what_the_page_does_not_need_is_not_there(client: TestClient, path: str):
    assert client.get(path).status_code == 404
    assert client.post(path, content=b"{}").status_code == 404


def test_a_body_over_the_limit_is_refused_and_one_at_the_limit_passes(client: TestClient):
    path = "/gradio_api/queue/join"
    refused = client.post(path, content=b"x" * (MAX_BODY_BYTES + 1))
    assert (refused.status_code, refused.text) == (413, str(TOO_LARGE))
    assert client.post(path, content=b"x" * MAX_BODY_BYTES).status_code == 200
    assert client.post(path, content=iter([b"x"])).status_code == 411
    assert client.post(path, content=b"x", headers={"Content-Length": "-1"}).status_code == 413


def test_only_where_spreadsheets_are_taken_may_a_body_be_larger(client: TestClient):
    assert client.post("/batch", content=b"x" * MAX_UPLOAD_BYTES).status_code == 200
    assert client.post("/batch", content=b"x" * (MAX_UPLOAD_BYTES + 1)).status_code == 413
    assert client.post("/compare", content=b"x" * (MAX_BODY_BYTES + 1)).status_code == 413


def test_the_sites_own_pages_pass_as_they_are(client: TestClient):
    page = client.get("/compare")
    assert page.status_code == 200 and page.text == PAGE
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert client.get("/compared").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str]):
    for path in ("/compare", "/gradio_api/queue/join"):
        refused = client.post(path, content=b"{}", headers=headers)
        assert (refused.status_code, refused.text) == (403, str(FROM_ELSEWHERE))
    # Following a link changes nothing, so it is let through.
    assert client.get("/compare", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://localhost"}, {"Origin": "https://localhost"}, {"Sec-Fetch-Site": "same-origin"}],
)
def test_a_form_of_its_own_is_taken(client: TestClient, headers: dict[str, str]):
    assert client.post("/compare", content=b"{}", headers=headers).status_code == 200
