"""An address that is none, and a server of a version that will not do."""

import pytest
from every import every

from index import EngineError, EngineSettings
from index.engines.milvus import Milvus, unfit


@pytest.mark.parametrize(
    "address, uri",
    [
        ("milvus://10.0.0.5:19530", "http://10.0.0.5:19530"),
        ("milvus+tls://milvus.example:443/", "https://milvus.example:443"),
    ],
)
def test_an_address(address: str, uri: str) -> None:
    assert EngineSettings(address).uri.rstrip("/") == uri


@every(
    "address",
    [
        "",
        "milvus",
        "milvus://",
        "milvus://host",
        "milvus://host:x",
        "http://host:1",
        "milvus://a:b@host:1",
        "milvus://host:1/db",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(EngineError, match=r"POLICY_KB_ENGINE 须为 milvus://.*must be milvus://host:port"):
        Milvus(EngineSettings(address))


def test_the_token_is_not_shown() -> None:
    assert "geheim-7" not in repr(EngineSettings("milvus://host:1", "root", "geheim-7"))


@every("version", ["v2.3.5-lite", "v2.5.0", "2.6.1-dev", "v3.0.0"])
def test_a_version_that_will_do(version: str) -> None:
    assert unfit(version) is None


@every("version", ["v2.2.16-lite", "v2.3.4", "1.1.1", "unknown"])
def test_a_version_that_will_not_do_is_told_which_will(version: str) -> None:
    said = unfit(version)
    assert said and version in said.zh and "Milvus 2.3.5 or newer" in said.en
