"""How far the pages reach: this machine only, or beyond it, and then never without sign-in and a list of the names they answer to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kb.errors import KnowledgeBaseError
from kb.people import AuditLog, Users, users_file
from kb.settings import Settings
from ui.server.authentication import Authentication
from ui.server.proxy import TrustedProxy
from ui.server.sessions import Sessions

LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
_EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::"})
_HOST_NAME: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*", re.IGNORECASE
)


class ServeError(KnowledgeBaseError):
    """The pages cannot be served as asked."""


@dataclass(frozen=True)
class Reach:
    """What serving rests on: the further names answered to, the users file if it signs people in, and the proxy believed.

    `beyond` is whether it reaches further than this machine.
    """

    hosts: tuple[str, ...]
    users: Users | None
    proxy: TrustedProxy
    beyond: bool

    @property
    def signs_in(self) -> bool:
        """Whether the pages ask who is there."""
        return self.users is not None or self.proxy.header is not None

    def authentication(self, sessions: Sessions, audit: AuditLog | None = None) -> Authentication | None:
        """How people sign in, recorded in `audit`; None if nobody has to."""
        return Authentication(sessions, self.users, audit=audit) if self.signs_in else None


def reach_of(settings: Settings, host: str, *, pages: bool = True) -> Reach:
    """The reach of what is served at `host`; ServeError, with the remedy, for one that would leave `pages` open without sign-in."""
    proxy = _proxy(settings)
    local = is_loopback(host)
    own = () if local or host in _EVERY_ADDRESS else (host,)
    hosts = tuple(_host_name(name) for name in (*own, *settings.hosts))
    # A name that is not this machine's own means that a proxy leads here from elsewhere.
    beyond = not local or any(not is_loopback(name) for name in hosts)
    users = _users(settings, beyond) if pages else None
    if pages and beyond and users is None and proxy.header is None:
        raise _no_sign_in(settings)
    if host in _EVERY_ADDRESS and not settings.hosts:
        raise ServeError(
            f"监听全部地址（{host}）时须列出网页的名称或地址：请加 --allow-host 名称（可多次），如 --allow-host desk.example。",
            "To listen on every address, name what the page is called: add --allow-host NAME, once for each.",
        )
    return Reach(hosts, users, proxy, beyond)


def kiosk_hosts(settings: Settings, host: str, named: Iterable[str]) -> tuple[str, ...]:
    """The further names that a public terminal at `host` answers to; `named` are those of its office file.

    ServeError beyond this machine where none is given: nobody signs in to a terminal, so its names are all that keeps others out.
    """
    names = tuple(_host_name(name) for name in (*settings.hosts, *named))
    if not is_loopback(host) and not names:
        raise ServeError(
            f"公共终端在本机以外提供（{host}）时须列出网页的名称：请在单位设置文件写 hosts，或加 --allow-host 名称。",
            "Beyond this machine a public terminal needs the names it is called by: list hosts in the office file, or add --allow-host.",
        )
    return names


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a page served at `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _users(settings: Settings, beyond: bool) -> Users | None:
    """The users file where one is set, or where the default one is needed; one that is set has somebody in it."""
    path = users_file(settings)
    if settings.users is None and (not beyond or settings.proxy_header or not path.exists()):
        return None
    users = Users(path)
    if not users.table():
        raise _no_sign_in(settings)
    return users


def _no_sign_in(settings: Settings) -> ServeError:
    file = f" --users {settings.users}" if settings.users is not None else ""
    return ServeError(
        f"没有登录，不能向本机以外提供网页：请运行 policy-kb users add 用户名{file} 建立用户，再照原样启动；"
        "或加 --proxy-header X-Remote-User，由单位的登录代理写明用户。",
        f"Not served beyond this machine without sign-in: run policy-kb users add NAME{file} and start again, "
        "or add --proxy-header X-Remote-User, which the office's own sign-in proxy sets.",
    )


def _proxy(settings: Settings) -> TrustedProxy:
    try:
        return TrustedProxy.of(
            settings.proxy_addresses, settings.proxy_header or None, settings.proxy_role_header or None
        )
    except ValueError as error:
        raise ServeError(
            f"“{error}”不能用：--proxy-header 和须与它同用的 --proxy-role-header 是请求头的名称，--proxy-address 是代理的 IP 地址或网段。",
            "Unfit: --proxy-header, and --proxy-role-header beside it, name headers, --proxy-address an IP address or network.",
        ) from error


def _host_name(text: str) -> str:
    """A name or address as browsers send it: lower case, without a port, IPv6 in brackets; ServeError for anything else."""
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        pass
    else:
        return f"[{address}]" if address.version == 6 else str(address)
    try:
        name = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if not _HOST_NAME.fullmatch(name):
        raise ServeError(
            f"“{text}”不是主机名：--allow-host 须写名称或地址，不带端口和通配符。",
            "Not a host name: give --allow-host a name or an address, without port or wildcard.",
        )
    return name
