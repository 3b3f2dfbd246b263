from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import app
from kb.base import KnowledgeBase

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def client(base: KnowledgeBase) -> Iterator[TestClient]:
    with TestClient(app.create_app(base, ("desk.example",)), base_url="http://localhost") as opened:
        yield opened


def test_the_page_is_served_with_its_own_files(client: TestClient):
    page = client.get("/")
    assert page.status_code == 200 and 'lang="zh-CN"' in page.text
    for path in re.findall(r'(?:href|src)="(/desk/[^"]+)"', page.text):
        assert client.get(path).status_code == 200, path
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_the_page_names_no_outside_address(client: TestClient):
    text = client.get("/").text + client.get("/theme.css").text + client.get("/desk/desk.css").text
    addresses = set(re.findall(r"https?://([\w.-]+)", text))
    assert addresses <= {"localhost", "www.w3.org"}


def test_gradios_leaks_are_shut(client: TestClient):
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", client.get("/").text)
    assert found
    config = json.loads(found[1])
    assert config["run_history"] is False
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert config["connect_heartbeat"] is False
    # "/load" has no private form in Gradio: what counts is that nothing is public.
    assert {each["api_visibility"] for each in config["dependencies"]} == {"private"}
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/redoc", "/gradio_api/info", "/gradio_api/openapi.json"])
def test_the_interface_is_not_described(client: TestClient, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:7860", 200), ("[::1]:7860", 200), ("desk.example", 200), ("evil.example", 400)],
)
def test_only_its_own_host_names_are_answered(client: TestClient, host: str, status: int):
    assert client.get("/", headers={"Host": host}).status_code == status


def test_a_taken_port_is_one_line_and_exit_1(built_store: Path, capsys: pytest.CaptureFixture[str]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert app.main(["--port", port, "--store", str(built_store)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and f"127.0.0.1:{port}" in said.err and "--port" in said.err


def test_a_missing_store_is_one_line_with_the_remedy_and_exit_1(tmp_path: Path):
    command = [sys.executable, "app.py", "--store", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and done.stdout == ""
    assert "policy-kb build" in done.stderr and done.stderr.count("\n") == 1


def test_an_unknown_page_is_refused():
    with pytest.raises(app.ServeError, match="--mode desk"):
        app.serve(None, "127.0.0.1", 0, mode="wall")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("desk.example", False),
    ],
)
def test_what_is_loopback(host: str, loopback: bool):
    assert app.is_loopback(host) is loopback
