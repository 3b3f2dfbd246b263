"""What an office's own proxy says of a request: that it came by https, from which address, who sent it and what that user may do.

Only a proxy at a trusted address is believed. Its headers are read here, once, and taken out: nothing behind this layer sees them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.messages import Message
from kb.people import LONGEST_NAME, ROLES, Role, normal_name
from ui.server.guard import with_headers

# In a request's scope: the name and the role the proxy gave, and the address the request came from.
USER_KEY: Final = "kb_proxy_user"
ROLE_KEY: Final = "kb_proxy_role"
ADDRESS_KEY: Final = "kb_address"
FORGED: Final = Message(
    "这个请求自报了用户或角色，却不是从单位的登录代理来的，没有执行。",
    "Refused: the request names its user or role, and did not come from the office's own proxy.",
)
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_TOLD: Final = (b"forwarded", b"x-forwarded-", b"x-real-ip")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOCAL: Final = (ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("::1"))


@dataclass(frozen=True)
class TrustedProxy:
    """Where the proxy stands and, where it signs people in, the headers with the user's name and role."""

    networks: tuple[Network, ...] = LOCAL
    header: str | None = None
    role_header: str | None = None

    @classmethod
    def of(cls, addresses: Sequence[str], header: str | None, role_header: str | None = None) -> TrustedProxy:
        """From addresses or networks as people write them; ValueError with the one that cannot be used."""
        for name in (header, role_header):
            if name is not None and not _HEADER_NAME.fullmatch(name):
                raise ValueError(name)
        if role_header and not header:
            raise ValueError(role_header)
        networks = []
        for address in addresses:
            try:
                network = ipaddress.ip_network(address.strip("[]"), strict=False)
            except ValueError:
                raise ValueError(address) from None
            # Whoever trusts every address lets anyone name himself.
            if not network.prefixlen:
                raise ValueError(address)
            networks.append(network)
        return cls(tuple(networks), header, role_header)

    @property
    def told_in(self) -> tuple[str, ...]:
        """The headers that only the proxy may send."""
        return tuple(name for name in (self.header, self.role_header) if name)

    def trusts(self, peer: str | None) -> bool:
        """Whether the machine at the other end of the connection is the proxy."""
        address = _address(peer)
        return address is not None and any(address in network for network in self.networks)


@dataclass(frozen=True)
class Forwarded:
    """The ASGI layer: writes what a trusted proxy says into the scope, refuses who else names a user or a role."""

    app: ASGIApp
    proxy: TrustedProxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 403 to a user's name or role from elsewhere, or to two of them."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else None
        trusted = self.proxy.trusts(peer)
        said = {name: headers.getlist(name) for name in self.proxy.told_in}
        if any(values and (not trusted or len(values) > 1) for values in said.values()):
            await PlainTextResponse(str(FORGED), status_code=403)(scope, receive, with_headers(send))
            return
        told = {**scope, ADDRESS_KEY: peer or "", "headers": self._without(scope["headers"])}
        if trusted:
            told[ADDRESS_KEY] = self._client(headers) or peer
            told["scheme"] = _scheme(headers) or scope.get("scheme", "http")
            names, roles = (said.get(name or "") for name in (self.proxy.header, self.proxy.role_header))
            told[USER_KEY] = _user(names[0]) if names else None
            told[ROLE_KEY] = _role(roles[0]) if roles else None
        await self.app(told, receive, send)

    def _without(self, headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = {name.lower().encode() for name in self.proxy.told_in}
        return [(name, value) for name, value in headers if name not in own and not name.startswith(_TOLD)]

    def _client(self, headers: Headers) -> str | None:
        """The last address in `X-Forwarded-For` that is not a proxy's: those before it anyone may have written."""
        listed = ",".join(headers.getlist("x-forwarded-for")).split(",")
        for text in reversed(listed):
            if _address(text) is None:
                return None
            if not self.proxy.trusts(text):
                return text.strip()
        return None


def _address(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address((text or "").strip())
    except ValueError:
        return None
    # A socket for both families reports 10.0.0.9 as ::ffff:10.0.0.9.
    return getattr(found, "ipv4_mapped", None) or found


def _scheme(headers: Headers) -> str | None:
    said = headers.get("x-forwarded-proto", "").strip().lower()
    return said if said in {"http", "https"} else None


def _role(value: str) -> Role:
    """A header's value as a role; what is none is a reader's, who may do least."""
    said = value.strip().lower()
    return next((role for role in ROLES if role == said), "reader")


def _user(value: str) -> str | None:
    """A header's value as a name; None if it names nobody (Apache writes `(null)` for a variable that is not set)."""
    try:
        name = normal_name(value.encode("latin-1").decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return name if name and name.isprintable() and len(name) <= LONGEST_NAME and name != "(null)" else None
