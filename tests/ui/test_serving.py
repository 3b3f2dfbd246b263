from __future__ import annotations

import json
import os
import re
import runpy
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import run
from every import every
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.commands import cli
from kb.errors import UsersError
from kb.people import add_user
from kb.settings import Settings
from kb.store import KnowledgeBase
from ui.server import ServeError, Services, is_loopback, reach_of
from ui.serving import create_app, serve, server_config

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture(scope="module")
def client(services: Services) -> Iterator[TestClient]:
    with TestClient(create_app(services, ("desk.example",)), base_url="http://localhost") as opened:
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


def test_of_gradios_page_every_inline_script_is_admitted_and_no_metadata_is_left(client: TestClient):
    page = client.get("/en")
    nonce = re.search(r"'nonce-([^']+)'", page.headers["content-security-policy"])
    inline = [script for script in re.findall(r"<script\b[^>]*>", page.text) if "src=" not in script]
    assert nonce and len(inline) > 3 and all(f'nonce="{nonce[1]}"' in script for script in inline)
    assert len(re.findall(r"<meta\b", page.text)) == 2 and "<base" not in page.text and "manifest" not in page.text
    assert re.findall(r"<html[^>]*>", page.text)[0].startswith('<html lang="en" class="kb"')


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


@every("path", ["/openapi.json", "/docs", "/redoc", "/gradio_api/info", "/gradio_api/openapi.json"])
def test_the_interface_is_not_described(client: TestClient, path: str):
    assert client.get(path).status_code == 404


@every(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:7860", 200), ("[::1]:7860", 200), ("desk.example", 200), ("evil.example", 400)],
)
def test_only_its_own_host_names_are_answered(client: TestClient, host: str, status: int):
    assert client.get("/", headers={"Host": host}).status_code == status


def test_a_taken_port_is_one_line_and_exit_1(
    built_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = run("serve", "--port", port, "--store", built_store, capsys=capsys, monkeypatch=monkeypatch)
    assert said.code == 1
    assert said.out == "" and said.err.count("\n") == 1 and f"127.0.0.1:{port}" in said.err and "--port" in said.err


def test_a_page_of_questions_that_cannot_be_made_ends_the_server_with_one_line_and_exit_1(
    built_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def broken(_: Services) -> FastAPI:
        raise ImportError("libnone.so: cannot open shared object file")

    monkeypatch.setattr("ui.desk.site._question_page", broken)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    said = run("serve", "--port", port, "--store", built_store, capsys=capsys, monkeypatch=monkeypatch)
    assert said.code == 1 and said.err.count("\n") == 1
    assert "libnone.so" in said.err and "pip install --force-reinstall gradio" in said.err


def test_the_first_question_of_each_language_is_asked_before_anybody_does(base: KnowledgeBase):
    chinese, english = base.rehearse()
    assert (chinese.language, english.language) == ("zh", "en")
    assert chinese.status == english.status == "answered"


def test_a_missing_store_is_one_line_with_the_remedy_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    # `python app.py`, which adds its commands to those of this process: they go with the test.
    monkeypatch.setattr(cli, "registered_commands", list(cli.registered_commands))
    monkeypatch.setattr(sys, "argv", ["app.py", "--store", str(tmp_path / "none")])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
    said = capsys.readouterr()
    assert end.value.code == 1 and said.out == ""
    assert "policy-kb build" in said.err and said.err.count("\n") == 1


def test_an_unknown_page_is_refused():
    with pytest.raises(ServeError, match="--mode kiosk"):
        serve(Settings(), "127.0.0.1", 0, mode="wall")


def test_the_server_logs_no_request_and_says_nothing_of_itself(application: FastAPI):
    config = server_config(application)
    assert config.access_log is False and config.server_header is False
    # Whom to believe about addresses is decided in ui/server/proxy.py.
    assert config.proxy_headers is False
    assert config.limit_concurrency == 600


# ------------------------------------------------------------------------------------------------ beyond this machine


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder; the store named is none, so that nothing is served however far it gets."""
    monkeypatch.setenv("POLICY_KB_DATA", str(tmp_path))
    monkeypatch.setenv("POLICY_KB_STORE", str(tmp_path / "none"))
    return tmp_path


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "desk.example"])
def test_beyond_this_machine_it_does_not_start_without_sign_in(
    host: str, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    said = run("serve", "--host", host, "--allow-host", "desk.example", capsys=capsys, monkeypatch=monkeypatch)
    assert said.code == 1
    assert said.out == "" and said.err.count("\n") == 1
    assert "policy-kb users add NAME" in said.err and "--proxy-header X-Remote-User" in said.err


def test_a_name_from_elsewhere_means_a_proxy_and_asks_for_sign_in_too(data: Path):
    with pytest.raises(ServeError, match="without sign-in"):
        reach_of(Settings(hosts=("desk.example",)), "127.0.0.1")
    assert not reach_of(Settings(hosts=("127.0.0.5",)), "127.0.0.1").signs_in


def test_an_empty_users_file_is_none(data: Path):
    (data / "mine").write_text("# nobody yet\n", encoding="utf-8")
    for host in ("192.168.1.5", "127.0.0.1"):
        with pytest.raises(ServeError, match=f"users add NAME --users {data / 'mine'}"):
            reach_of(Settings(users=data / "mine"), host)


def test_a_users_file_that_is_not_there_is_said(data: Path):
    with pytest.raises(UsersError, match="policy-kb users add"):
        reach_of(Settings(users=data / "mine"), "127.0.0.1")


def test_the_users_of_the_data_folder_sign_in_beyond_this_machine_only(data: Path):
    add_user(data / "users", "wang", "correct horse")
    far = reach_of(Settings(), "192.168.1.5")
    assert far.signs_in and far.users and list(far.users.table()) == ["wang"]
    assert not reach_of(Settings(), "127.0.0.1").signs_in
    # A proxy that signs people in is not passed by with a password nobody thought of.
    assert reach_of(Settings(proxy_header="X-Remote-User"), "192.168.1.5").users is None


def test_on_this_machine_people_sign_in_where_it_is_asked_for(data: Path):
    add_user(data / "mine", "wang", "correct horse")
    assert reach_of(Settings(users=data / "mine"), "127.0.0.1").signs_in
    assert reach_of(Settings(proxy_header="X-Remote-User"), "127.0.0.1").signs_in
    assert not reach_of(Settings(), "localhost").signs_in


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_on_every_address_its_names_must_be_given(host: str, data: Path):
    add_user(data / "users", "wang", "correct horse")
    with pytest.raises(ServeError, match="--allow-host") as error:
        reach_of(Settings(), host)
    assert "\n" not in str(error.value)
    assert reach_of(Settings(hosts=("desk.example",)), host).hosts == ("desk.example",)


@every(
    ("host", "names", "hosts"),
    [
        ("192.168.1.5", (), ("192.168.1.5",)),
        ("Desk.Example", ("10.0.0.5",), ("desk.example", "10.0.0.5")),
        ("fd00::5", (), ("[fd00::5]",)),
        ("192.168.1.5", ("[FD00:0::5]", "例子.测试"), ("192.168.1.5", "[fd00::5]", "xn--fsqu00a.xn--0zwm56d")),
    ],
)
def test_a_name_or_address_allows_itself(host: str, names: tuple[str, ...], hosts: tuple[str, ...]):
    assert reach_of(Settings(proxy_header="X-User", hosts=names), host).hosts == hosts


@every("name", ["*", "*.example", "desk.example:80", "http://desk.example", "a b", "a..b", "desk/x"])
def test_what_is_no_host_name_is_refused(name: str):
    with pytest.raises(ServeError, match="--allow-host"):
        reach_of(Settings(proxy_header="X-User", hosts=(name,)), "192.168.1.5")


@pytest.mark.parametrize(
    ("header", "address"), [("X User", "10.0.0.2"), ("X-User", "proxy.example"), ("X-User", "::/0")]
)
def test_a_proxy_that_cannot_be_known_is_refused(header: str, address: str):
    with pytest.raises(ServeError, match="--proxy-address"):
        reach_of(Settings(proxy_header=header, proxy_addresses=(address,)), "192.168.1.5")


@every(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("desk.example", False),
    ],
)
def test_what_is_loopback(host: str, loopback: bool):
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("path", "lang", "said"), [("/nowhere", "zh-CN", "没有这个页面"), ("/en/no/where", "en", "There is no such page")]
)
def test_an_address_that_is_none_is_told_in_a_page_of_its_language(client: TestClient, path: str, lang: str, said: str):
    page = client.get(path, headers={"Accept": "text/html,*/*"})
    assert page.status_code == 404 and f'<html lang="{lang}"' in page.text and f"<h1>{said}</h1>" in page.text
    assert client.get(path).text == said
