"""One Milvus server: its address, the connection to it, and what can go wrong on the way, in one line each.

What this module does not do: know what a collection holds. The user's name and the token are in no message and no log.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import EngineAway, EngineError
from index.messages import Message

if TYPE_CHECKING:
    from grpc import RpcError
    from pymilvus import MilvusClient, MilvusException

OLDEST = (2, 3, 5)
"""The oldest version that all of this was seen to work with."""

PATIENCE, LONG = 5.0, 3600.0
"""Seconds that a question waits for the server, and a build."""

# So long a server that did not answer is not asked again: nobody waits twice for the same silence.
_REST = 5.0
# Of pymilvus: nothing answered, or not in time.
_UNANSWERED = (1, 2)
_NO_COLLECTION = 100
_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True)
class EngineSettings:
    """Where the engine is and who asks; `embedded_meanwhile`: while it is away, the vectors in the store's folder answer."""

    address: str
    user: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    embedded_meanwhile: bool = False

    @property
    def uri(self) -> str:
        """As the client takes it; EngineError unless the address is `milvus://host:port`, or `milvus+tls://…`, and nothing more."""
        parts = urlsplit(self.address)
        schemes = {"milvus": "http", "milvus+tls": "https"}
        try:
            whole = parts.scheme in schemes and parts.hostname and parts.port and not parts.path.strip("/")
        except ValueError:  # the port is no number
            whole = False
        if not whole or "@" in parts.netloc or parts.query or parts.fragment:
            raise EngineError(
                "POLICY_KB_ENGINE 须为 milvus://主机:端口（加密用 milvus+tls://）；用户名与口令另设 POLICY_KB_ENGINE_USER、POLICY_KB_ENGINE_TOKEN。",
                "POLICY_KB_ENGINE must be milvus://host:port (milvus+tls:// for TLS); "
                "name and password go into POLICY_KB_ENGINE_USER and POLICY_KB_ENGINE_TOKEN.",
            )
        return f"{schemes[parts.scheme]}://{parts.netloc}"


class Milvus:
    """The connection, made when it is first needed; safe to share between threads."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings, self._uri = settings, settings.uri
        self._connecting = threading.Lock()
        self._client: MilvusClient | None = None
        self._rests_until = 0.0
        self.version = ""
        self.replaced: Message | None = None

    @contextmanager
    def asked(self) -> Iterator[MilvusClient]:
        """The client; EngineAway or EngineError for what goes wrong between it and the server."""
        client = self._connected()
        from grpc import RpcError
        from pymilvus import MilvusException

        try:
            yield client
            self.replaced = None
        except (RpcError, MilvusException) as error:
            raise self._told(error) from error

    def replace(self, error: EngineAway) -> None:
        """Notes in `replaced`, until the server answers again, that the vectors in the folder answer; raises the error where they may not."""
        if not self._settings.embedded_meanwhile:
            raise error
        self.replaced = Message(
            f"检索引擎 {self._settings.address} 没有应答，暂由内置检索回答：请启动它。",
            f"The engine at {self._settings.address} does not answer; the store itself is searched meanwhile: start it.",
        )

    def _connected(self) -> MilvusClient:
        with self._connecting:
            if time.monotonic() < self._rests_until:
                raise self._away()
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> MilvusClient:
        try:
            from grpc import RpcError
            from pymilvus import MilvusClient, MilvusException
        except ImportError as error:
            raise EngineError(
                "POLICY_KB_ENGINE 需要另装客户端：pip install 'policy-kb[milvus]'。",
                "POLICY_KB_ENGINE wants its client: pip install 'policy-kb[milvus]'.",
            ) from error
        # It writes tracebacks to stderr of what is told here in one line.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        token = ":".join(filter(None, (self._settings.user, self._settings.token)))
        try:
            client = MilvusClient(uri=self._uri, token=token, timeout=PATIENCE, dedicated=True)
            self.version = str(client.get_server_version(timeout=PATIENCE))
        except (RpcError, MilvusException) as error:
            raise self._told(error) from error
        if problem := unfit(self.version):
            raise EngineError.saying(problem)
        return client

    def _away(self, said: str = "") -> EngineAway:
        """Nothing answers, or `said` is what the server says that it cannot do now."""
        why = (
            Message(f"现在不能检索（{said}）", f"cannot search now ({said})")
            if said
            else Message("没有应答", "does not answer")
        )
        return EngineAway(
            f"检索引擎 {self._settings.address} {why.zh}：请启动它或看它的日志；或取消 POLICY_KB_ENGINE；"
            "或设 POLICY_KB_ENGINE_AWAY=embedded，由内置检索暂代。",
            f"The engine at {self._settings.address} {why.en}: start it or see its log, unset POLICY_KB_ENGINE to search in the store itself, "
            "or set POLICY_KB_ENGINE_AWAY=embedded to have that done meanwhile.",
        )

    def _told(self, error: RpcError | MilvusException) -> EngineError:
        """What went wrong, in words that name the remedy and neither the user nor the token."""
        from grpc import RpcError, StatusCode

        cause = error if isinstance(error, RpcError) else error.__cause__
        status = cause.code() if isinstance(cause, RpcError) else None
        if status in (StatusCode.UNAUTHENTICATED, StatusCode.PERMISSION_DENIED):
            return EngineError(
                f"检索引擎 {self._settings.address} 不认这个用户：请检查 POLICY_KB_ENGINE_USER 和 POLICY_KB_ENGINE_TOKEN。",
                f"The engine at {self._settings.address} does not let this user in: check POLICY_KB_ENGINE_USER and POLICY_KB_ENGINE_TOKEN.",
            )
        if status or error.code in _UNANSWERED:
            self._rests_until = time.monotonic() + _REST
            return self._away()
        if error.code == _NO_COLLECTION:
            return incomplete(self._settings.address)
        said = " ".join(error.message.split())[:200]
        for secret in filter(None, (self._settings.token, self._settings.user)):
            said = said.replace(secret, "…")
        return self._away(said)


def unfit(version: str) -> Message | None:
    """Why a server of this version will not do, e.g. `v2.2.16`; None where it will."""
    found = _VERSION.match(version)
    if found and tuple(map(int, found.groups())) >= OLDEST:
        return None
    oldest = ".".join(map(str, OLDEST))
    return Message(
        f"检索引擎是 Milvus {version}，不够新：请换用 Milvus {oldest} 或更新的版本。",
        f"The engine is Milvus {version}, which cannot do this: use Milvus {oldest} or newer.",
    )


def incomplete(where: str) -> EngineError:
    """The error where the server, or a collection, holds less than was put there, to be raised by the caller."""
    return EngineError(
        f"检索引擎（{where}）里的这一版知识库缺失或不完整：请运行 policy-kb build。",
        f"The engine ({where}) does not hold this generation of the store, or not all of it: run policy-kb build.",
    )
