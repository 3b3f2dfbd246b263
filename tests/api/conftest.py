"""What the tests of the doors for programs share: the application over the five notices, and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.application import create_api
from api.doors import Doors
from kb.people import SCOPES, Keys, KeyScope, add_key
from kb.store import KnowledgeBase


@pytest.fixture(scope="module")
def client(base: KnowledgeBase) -> Iterator[TestClient]:
    """The application as it is open to this machine: no keys."""
    with TestClient(create_api(Doors(base)), base_url="http://localhost") as opened:
        yield opened


@pytest.fixture
def keyed(base: KnowledgeBase, tmp_path: Path) -> Callable[..., TestClient]:
    """Makes a client with a key of these scopes and this rate; its application asks for keys."""

    def make(*scopes: KeyScope, rate: int = 100) -> TestClient:
        path = tmp_path / "keys.json"
        secret = add_key(path, f"程序{len(scopes)}", scopes or SCOPES, rate)
        headers = {"Authorization": f"Bearer {secret}"}
        return TestClient(create_api(Doors(base), Keys(path)), base_url="http://localhost", headers=headers)

    return make
