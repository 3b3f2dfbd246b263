from __future__ import annotations

import asyncio
from typing import Any

import pytest
from every import every
from starlette.types import Message, Receive, Scope, Send

from ui.server.proxy import ADDRESS_KEY, ROLE_KEY, USER_KEY, Forwarded, TrustedProxy
from ui.server.throttle import network_of


def _through(proxy: TrustedProxy, peer: str | None, headers: dict[str, bytes]) -> tuple[int, Scope]:
    """The status and the scope of a request that passes the layer; the scope is empty where it does not."""
    seen: Scope = {}
    status = 0

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.update(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    scope: dict[str, Any] = {
        "type": "http",
        "scheme": "http",
        "client": (peer, 5000) if peer else None,
        "headers": [(name.lower().encode(), value) for name, value in headers.items()],
    }
    asyncio.run(Forwarded(app, proxy)(scope, receive, send))
    return status, seen


SAID = {
    "Host": b"desk.example",
    "X-Forwarded-Proto": b"https",
    "X-Forwarded-For": b"10.9.9.9",
    "X-Forwarded-Host": b"x",
}


def test_a_trusted_proxy_is_believed_and_its_headers_go_no_further():
    status, scope = _through(TrustedProxy.of(["10.0.0.2"], "X-User"), "10.0.0.2", SAID | {"x-user": " 王芳".encode()})
    assert status == 200
    assert (scope["scheme"], scope[ADDRESS_KEY], scope[USER_KEY]) == ("https", "10.9.9.9", "王芳")
    assert scope["headers"] == [(b"host", b"desk.example")]


def test_the_role_is_read_like_the_name_and_what_is_none_is_a_readers():
    proxy = TrustedProxy.of(["10.0.0.2"], "X-User", "X-Role")
    for said, role in ((b"editor", "editor"), (b" Admin ", "admin"), (b"root", "reader"), (b"", "reader")):
        status, scope = _through(proxy, "10.0.0.2", {"X-User": b"wang", "X-Role": said})
        assert (status, scope[ROLE_KEY], scope["headers"]) == (200, role, [])
    assert _through(proxy, "10.0.0.2", {"X-User": b"wang"})[1][ROLE_KEY] is None
    assert _through(proxy, "10.0.0.3", {"X-Role": b"admin"}) == (403, {})
    # Where no header is set for it, it means nothing.
    assert _through(TrustedProxy.of(["10.0.0.2"], "X-User"), "10.0.0.2", {"X-Role": b"admin"})[1][ROLE_KEY] is None
    with pytest.raises(ValueError, match="X-Role"):
        TrustedProxy.of([], None, "X-Role")


def test_anyone_else_is_not_and_may_name_no_user():
    proxy = TrustedProxy.of(["10.0.0.2"], "X-User")
    status, scope = _through(proxy, "10.0.0.3", SAID)
    assert (status, scope["scheme"], scope[ADDRESS_KEY], USER_KEY in scope) == (200, "http", "10.0.0.3", False)
    assert scope["headers"] == [(b"host", b"desk.example")]
    assert _through(proxy, "10.0.0.3", {"X-User": b"wang"}) == (403, {})
    assert _through(proxy, None, {"X-User": b"wang"}) == (403, {})


@every(
    ("addresses", "peer", "trusted"),
    [
        (["10.0.0.2"], "10.0.0.2", True),
        (["10.0.0.2"], "10.0.0.20", False),
        (["10.0.0.2"], "::ffff:10.0.0.2", True),
        (["10.0.0.0/24"], "10.0.0.77", True),
        (["10.0.0.7/24"], "10.0.0.77", True),
        (["[::1]"], "::1", True),
        (["10.0.0.2"], "10.0.0.2.evil.example", False),
        (["10.0.0.2"], "", False),
        ([], "127.0.0.1", False),
    ],
)
def test_whom_it_trusts(addresses: list[str], peer: str, trusted: bool):
    assert TrustedProxy.of(addresses, None).trusts(peer) is trusted


def test_by_default_only_this_machine_is_trusted():
    assert [TrustedProxy().trusts(peer) for peer in ("127.0.0.1", "::1", "127.0.0.2", "10.0.0.1")] == [
        True,
        True,
        False,
        False,
    ]


@every(("addresses", "header"), [(["0.0.0.0/0"], None), (["::/0"], None), (["proxy.example"], None), ([], "X User:")])
def test_what_cannot_be_trusted(addresses: list[str], header: str | None):
    with pytest.raises(ValueError) as error:
        TrustedProxy.of(addresses, header)
    assert str(error.value) == (addresses[0] if addresses else header)


@every(
    ("forwarded", "address"),
    [
        (b"1.1.1.1, 10.9.9.9", "10.9.9.9"),
        (b"1.1.1.1, 10.9.9.9, 10.0.0.2", "10.9.9.9"),
        (b"1.1.1.1, unknown", "10.0.0.2"),
        (b"10.0.0.2", "10.0.0.2"),
        (b"", "10.0.0.2"),
    ],
)
def test_the_address_is_the_last_that_is_no_proxys(forwarded: bytes, address: str):
    _, scope = _through(TrustedProxy.of(["10.0.0.2"], None), "10.0.0.2", {"X-Forwarded-For": forwarded})
    assert scope[ADDRESS_KEY] == address


def test_a_scheme_that_is_none_changes_nothing():
    _, scope = _through(TrustedProxy(), "127.0.0.1", {"X-Forwarded-Proto": b"javascript"})
    assert scope["scheme"] == "http"


def test_a_name_that_is_no_utf_8_names_nobody():
    _, scope = _through(TrustedProxy.of(["10.0.0.2"], "X-User"), "10.0.0.2", {"X-User": b"\xff\xfe"})
    assert scope[USER_KEY] is None


@every(
    ("address", "network"),
    [
        ("10.0.0.9", "10.0.0.9"),
        ("::ffff:10.0.0.9", "10.0.0.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_tries_are_counted_by_network(address: str, network: str):
    assert network_of(address) == network
