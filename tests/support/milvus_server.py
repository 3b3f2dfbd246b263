"""A real Milvus server of one machine, from the PyPI package `milvus` (2.3.5), with ports and files of its own.

It listens on every address of the machine, which this version cannot be talked out of, so it wants a password.
"""

from __future__ import annotations

import os
import socket
import warnings
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from milvus import MilvusServer, MilvusServerConfig

USER, PASSWORD = "root", "Milvus"
_PORTS = (
    *("proxy", "proxy_internal", "root_coord", "query_coord", "query_node", "index_coord", "index_node"),
    *("data_coord", "data_node", "etcd"),
)


class LocalMilvus:
    """Started, killed and started again over the same files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = dict(zip((*_PORTS, "etcd_peer", "health"), _free_ports(len(_PORTS) + 2), strict=True))
        self._server: MilvusServer | None = None

    @property
    def address(self) -> str:
        """As `POLICY_KB_ENGINE` takes it."""
        return f"milvus://127.0.0.1:{self._ports['proxy']}"

    def start(self) -> None:
        """Returns when it is ready, after some seconds."""
        config = MilvusServerConfig(data_dir=str(self._folder / "milvus"))
        self._server = MilvusServer(config)
        for name in _PORTS:
            config.set(f"{name}_port", self._ports[name])
        config.set("authorization_enabled", True)
        self._server.webservice_port = self._ports["health"]
        with patch.dict(os.environ, ETCD_CONFIG_PATH=str(self._etcd())), warnings.catch_warnings():
            # It leaves the sockets open with which it looks for free ports.
            warnings.simplefilter("ignore", ResourceWarning)
            self._server.start()

    def kill(self) -> None:
        """As a machine fails: at once, without a word to anyone."""
        if self._server and self._server.server_proc:
            self._server.server_proc.kill()
            self._server.server_proc.wait()
            self._server.stop()
            self._server = None

    def _etcd(self) -> Path:
        """Where its etcd listens, which no setting of the package says."""
        client, peer = (f"http://127.0.0.1:{self._ports[name]}" for name in ("etcd", "etcd_peer"))
        file = self._folder / "etcd.yaml"
        file.write_text(
            f"name: default\nlisten-client-urls: {client}\nadvertise-client-urls: {client}\nlisten-peer-urls: {peer}\n"
            f"initial-advertise-peer-urls: {peer}\ninitial-cluster: default={peer}\n",
            encoding="utf-8",
        )
        return file


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
