"""A Milvus server for these tests, where the package that brings one is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import EngineSettings


@pytest.fixture(scope="module")
def milvus_server(local_milvus: object) -> Iterator[EngineSettings]:
    from milvus_server import PASSWORD, USER

    yield EngineSettings(local_milvus.address, USER, PASSWORD)
