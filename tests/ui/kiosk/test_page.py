"""The public terminal as its server speaks: what there is and what there is not, headers, masking, bad input, no trace of a question."""

from __future__ import annotations

import hashlib
import html
import logging
import re
import threading
from pathlib import Path

import pytest
from command_line import run
from fastapi import FastAPI
from starlette.routing import Route
from starlette.testclient import TestClient

from kb.admission import WaitingRoom
from kb.errors import GateError
from kb.settings import Settings
from kb.store import KnowledgeBase
from ui.desk.site import PAGES
from ui.kiosk.office import Office, OfficeError
from ui.kiosk.page import PIECE, Kiosk
from ui.pieces import words_in
from ui.server import ServeError, Services, kiosk_hosts
from ui.serving import create_kiosk, serve

ROOT = Path(__file__).parents[3]
VENDOR = ROOT / "ui" / "assets" / "vendor"
QUESTION = "持有残疾证、离领养老金不到五年的人有什么补贴？"


@pytest.fixture
def client(terminal: FastAPI) -> TestClient:
    return TestClient(terminal, base_url="http://localhost")


def asked(client: TestClient, question: str, region: str = "", piece: bool = True):
    headers = {PIECE: "1"} if piece else {}
    return client.post("/ask", data={"question": question, "region": region}, headers=headers)


def words(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


# ------------------------------------------------------------------------------------------------ what is there


def test_the_start_screen_has_regions_tiles_and_one_field(client: TestClient):
    page = client.get("/")
    assert page.status_code == 200 and '<html lang="zh-CN"' in page.text
    assert re.findall(r'type="radio" name="region" value="([^"]*)"', page.text) == ["", "江苏省", "海南省", "临沂市"]
    assert 8 <= page.text.count("<li data-tile>") <= 12
    assert page.text.count("<textarea") == 1 and 'autocomplete="off"' in page.text
    assert "某县人社服务大厅" in page.text


def test_its_own_files_are_served_and_name_no_outside_address(client: TestClient):
    page = client.get("/").text
    paths = set(re.findall(r'(?:href|src)="(/kiosk/[^"]+)"', page))
    scripts = {"/kiosk/kiosk.js"}
    for path in [
        *paths,
        *(
            f"/kiosk/{name}.js"
            for name in ("idle", "keyboard", "layouts", "look", "pinyin", "server", "speech", "traces")
        ),
    ]:
        found = client.get(path)
        assert found.status_code == 200, path
        if "vendor" not in path:
            assert set(re.findall(r"https?://([\w.-]+)", found.text)) <= {"www.w3.org"}, path
            if path.endswith(".js"):
                scripts |= {f"/kiosk/{name}" for name in re.findall(r'from "\./([^"]+)"', found.text)}
    assert all(client.get(path).status_code == 200 for path in scripts)
    assert "残疾" in client.get("/kiosk/words.json").json()


def test_the_libraries_of_others_are_as_their_packages_hold_them_with_their_licences():
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    sums = dict(reversed(line.split()) for line in re.findall(r"^[0-9a-f]{64}  \S+$", readme, re.MULTILINE))
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path.name != "README.md"]
    assert {path.relative_to(VENDOR).as_posix() for path in files} == set(sums)
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sums[path.relative_to(VENDOR).as_posix()]
    assert all("MIT" in (folder / "LICENSE").read_text() for folder in VENDOR.iterdir() if folder.is_dir())


@pytest.mark.parametrize(
    "path",
    [
        *("/en", "/compare", "/catalogue", "/batch", "/collection", "/feedback", "/sign-in", "/history/1/sheet", "/reading"),
        *("/desk/site.css", "/desk/desk.js", "/theme.css", "/assets/index.js", "/static/x.js", "/kiosk/desk.js"),
        *("/kiosk/../desk.css", "/kiosk/vendor/simple-keyboard/LICENSE", "/kiosk/README.md"),
        *("/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/info", "/gradio_api/heartbeat/x", "/config"),
        *("/openapi.json", "/docs", "/redoc", "/robots.txt", "/alive/", "/ask/x"),
    ],
)  # fmt: skip
def test_nothing_of_the_desk_is_there(client: TestClient, path: str):
    assert client.get(path, follow_redirects=False).status_code == 404
    assert client.post(path, content=b"{}").status_code == 404


def test_every_route_of_the_desk_is_404_here(client: TestClient, services: Services):
    paths = {route.path for make in PAGES for route in make(services).routes if isinstance(route, Route)}
    assert len(paths) > 10
    for path in paths:
        filled = re.sub(r"\{[^}]*\}", "1", path)
        assert client.get(filled, follow_redirects=False).status_code == 404, path
        assert client.post(filled).status_code == 404, path


@pytest.mark.parametrize(
    ("host", "status"), [("localhost", 200), ("127.0.0.1:7861", 200), ("kiosk.example", 200), ("evil.example", 400)]
)
def test_only_its_own_host_names_are_answered(services: Services, client: TestClient, host: str, status: int):
    if host == "kiosk.example":
        assert client.get("/", headers={"Host": host}).status_code == 400
        # An offer without tiles is quickly made.
        small = Services(_NoTopics(services.kb), services.feedback)
        client = TestClient(create_kiosk(small, hosts=(host,)), base_url="http://localhost")
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/kiosk/kiosk.js"), ("GET", "/nowhere"), ("POST", "/ask")]
)
def test_every_response_carries_the_headers_and_no_cookie(client: TestClient, method: str, path: str):
    headers = client.request(method, path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "connect-src 'self'" in policy
    assert "set-cookie" not in headers


def test_a_form_of_another_site_is_refused(client: TestClient):
    for path in ("/ask", "/rule"):
        assert client.post(path, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/ask", content=b"x" * 300_000).status_code == 413


# ------------------------------------------------------------------------------------------------ answers


def test_a_question_is_answered_with_a_piece_for_the_script(client: TestClient):
    found = asked(client, QUESTION)
    assert found.status_code == 200 and found.text.lstrip().startswith(
        '<article class="kk-answer" data-screen="answer"'
    )
    assert "临人社发〔2016〕12号" in found.text and "这份文件已经过期（2020年5月15日到期）" in found.text
    assert "<svg" in found.text and "12333" in found.text


def test_without_a_script_a_whole_page_answers_and_goes_away_by_itself(client: TestClient):
    found = asked(client, QUESTION, piece=False)
    assert found.status_code == 200 and "<!doctype html>" in found.text
    assert "这份文件已经过期" in found.text and '<textarea id="question"' in found.text
    assert '<noscript><meta http-equiv="refresh" content="80;url=/"></noscript>' in found.text
    assert 'http-equiv="refresh"' not in client.get("/").text


def test_a_reload_after_a_form_begins_again(client: TestClient):
    for path in ("/ask", "/rule"):
        sent = client.get(path, follow_redirects=False)
        assert (sent.status_code, sent.headers["location"]) == (303, "/")


def test_the_region_chosen_decides(client: TestClient):
    assert "苏人社发〔2021〕82号" in asked(client, "公益性岗位补贴最多能拿几年？", "江苏省").text
    assert "没有找到依据" in asked(client, "扶贫车间每招一个人奖补多少？", "海南省").text


@pytest.mark.parametrize(
    ("question", "region", "grade"),
    [
        ("江苏创业担保贷款最多能贷多少？", "", "(明确|可能)"),
        (QUESTION, "临沂市", "仅供参考"),
        ("海南省和江苏省的创业担保贷款额度各是多少？", "", "(明确|可能|仅供参考)"),
    ],
    ids=["holds", "ended", "compared"],
)
def test_how_sure_an_answer_is_is_said_once_whatever_it_rests_on(
    client: TestClient, question: str, region: str, grade: str
):
    said = re.findall(r"这样答有多大把握\s*(\S+)", words(asked(client, question, region).text))
    assert len(said) == 1 and re.fullmatch(grade, said[0])


def test_a_place_named_in_the_question_is_not_led_by_another_ones_rule(client: TestClient):
    said = words(asked(client, "临沂的公益性岗位补贴最多能拿几年？").text)
    assert "现在没有查到有效的规定" in said and "江苏省" not in said.split("有关的规定")[0]


def test_where_nothing_is_found_nothing_is_guessed(client: TestClient):
    found = asked(client, "生三孩有没有补贴？")
    said = words(found.text)
    assert 'data-screen="not_found"' in found.text and "没有找到依据" in said
    assert "一楼 3 号窗口" in said and "周一至周五 9:00—17:00" in said and "0100-1234567" in said and "12333" in said
    assert "内容相近的规定，不是答案" in said and "blockquote" not in found.text
    assert found.text.count("kk-tile-words") >= 1


def test_a_place_that_is_not_held_is_said(client: TestClient):
    said = words(asked(client, "成都公益性岗位补贴能拿几年？").text)
    assert "没有找到依据" in said and "成都市" in said and "12333" in said


def test_a_related_rule_is_shown_whole_with_its_source(client: TestClient, base: KnowledgeBase):
    found = asked(client, QUESTION)
    clause = html.unescape(re.findall(r'name="clause" value="([^"]+)"', found.text)[0])
    shown = client.post("/rule", data={"clause": clause}, headers={PIECE: "1"})
    assert shown.status_code == 200 and 'data-screen="rule"' in shown.text
    assert "".join(base.clause(clause).text.split()) in "".join(words(shown.text).split())
    gone = client.post("/rule", data={"clause": "没有这一条"}, headers={PIECE: "1"})
    assert gone.status_code == 404 and 'data-screen="problem"' in gone.text


# ------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "还没有写"),
        ("  \n ", "还没有写"),
        ("？！……", "请用文字写"),
        ("😀🎉", "请用文字写"),
        ("\u202e\u202d", "请用文字写"),
        ("补" * 501, "太长了"),
    ],
    ids=["empty", "blank", "symbols", "emoji", "marks", "too long"],
)
def test_what_is_no_question_is_said_in_plain_words(client: TestClient, typed: str, said: str):
    found = asked(client, typed)
    assert found.status_code == 422 and said in found.text and 'data-screen="problem"' in found.text
    assert not re.search(r"[A-Za-z]{4,}", words(found.text))


def test_without_a_script_what_was_typed_stays(client: TestClient):
    found = asked(client, "？！", piece=False)
    assert found.status_code == 422 and ">？！</textarea>" in found.text and "请用文字写" in found.text


def test_markup_is_shown_as_typed(client: TestClient):
    found = asked(client, '补贴<script>alert(1)</script>"onload="x')
    assert "<script>" not in found.text and "&lt;script&gt;" in found.text


def test_a_region_from_elsewhere_and_a_form_without_fields_are_said(client: TestClient):
    assert "请重新选一个" in asked(client, QUESTION, "月球基地").text
    assert client.post("/ask", headers={PIECE: "1"}).status_code == 422


@pytest.mark.parametrize("number", ["37132419900307002X", "13812345678", "6222021234567890128", "0539-5211234"])
def test_a_personal_number_is_neither_asked_nor_echoed(
    client: TestClient, services: Services, number: str, monkeypatch: pytest.MonkeyPatch
):
    heard = []
    ask = services.kb.ask
    monkeypatch.setattr(
        services.kb, "ask", lambda question, *more, **named: heard.append(question) or ask(question, *more, **named)
    )
    found = asked(client, f"我的号码是{number}，扶贫车间每招一个人奖补多少？")
    assert 'data-screen="answer"' in found.text and words_in("zh").kiosk.masked in found.text
    assert number not in found.text and "data-masked" in found.text
    assert len(heard) == 1 and number not in heard[0] and "扶贫车间" in heard[0]


# ------------------------------------------------------------------------------------------------ trouble


class _NoTopics:
    """A knowledge base that answers no example, so that no tile is offered."""

    def __init__(self, kb) -> None:
        self._kb = kb
        self.regions = ()

    def __getattr__(self, name: str):
        return getattr(self._kb, name)

    @property
    def current(self):
        return self

    def ask(self, question: str, *more, **named):
        return self._kb.ask("")


@pytest.fixture
def quiet(services: Services, office: Office) -> Kiosk:
    """A terminal without tiles, quickly made."""
    return Kiosk(Services(_NoTopics(services.kb), services.feedback), office, {})  # type: ignore[arg-type]


def test_a_full_room_is_said_and_the_question_stays(quiet: Kiosk):
    object.__setattr__(quiet.services, "room", WaitingRoom(running=1, waiting=0))
    with quiet.services.room.admitted():
        template, context, status = quiet.ask("扶贫车间奖补多少", "")
    assert (status, context["problem"], context["asked"]) == (503, words_in("zh").kiosk.busy, "扶贫车间奖补多少")
    assert "_problem" in template


def test_a_blocked_answer_is_a_calm_sentence_and_the_log_names_no_question(
    quiet: Kiosk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def blocked(question: str, *_: object, **__: object):
        raise GateError("某条的引文与原文不符。", "A quote differs.")

    monkeypatch.setattr(quiet.services.kb, "ask", blocked)
    with caplog.at_level(logging.DEBUG):
        _, context, status = quiet.ask("我家的事UNIQUE", "")
    assert (status, context["problem"]) == (500, words_in("zh").kiosk.failed)
    assert "引文与原文不符" in caplog.text and "UNIQUE" not in caplog.text


def test_other_texts_served_make_another_offer(quiet: Kiosk):
    before = quiet.offer()
    assert quiet.offer() is before
    object.__setattr__(before, "fingerprint", "older texts")
    after = quiet.offer()
    assert after is not before and after.words == before.words


def test_one_caller_makes_the_offer_anew_and_the_others_do_not_wait(quiet: Kiosk):
    before = quiet.offer()
    object.__setattr__(before, "fingerprint", "older texts")
    with quiet._renewing:
        seen: list[object] = []
        waiting = threading.Thread(target=lambda: seen.append(quiet.offer()))
        waiting.start()
        waiting.join(timeout=10)
    assert seen == [before]


# ------------------------------------------------------------------------------------------------ starting it


def test_beyond_this_machine_names_are_required():
    with pytest.raises(ServeError, match="hosts"):
        kiosk_hosts(Settings(), "0.0.0.0", ())
    assert kiosk_hosts(Settings(), "127.0.0.1", ()) == ()
    assert kiosk_hosts(Settings(hosts=("Kiosk.Example",)), "0.0.0.0", ("10.0.0.5",)) == ("kiosk.example", "10.0.0.5")
    with pytest.raises(ServeError, match="--allow-host"):
        kiosk_hosts(Settings(), "127.0.0.1", ("http://x/",))


def test_the_faults_of_an_office_file_are_said_one_a_line_and_nothing_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "office.yaml"
    path.write_text("nmae: x\nidle: {warn_after: 5}\n", encoding="utf-8")
    said = run("serve", "--mode", "kiosk", "--office", path, capsys=capsys, monkeypatch=monkeypatch)
    assert said.code == 1
    assert said.out == "" and len(said.err.splitlines()) == 2
    assert all(line.startswith(f"{path}:") for line in said.err.splitlines())
    with pytest.raises(OfficeError):
        serve(Settings(office=tmp_path / "none"), "127.0.0.1", mode="kiosk")


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--host", "0.0.0.0"], 1, "hosts"),
        (["--users", "x"], 2, "--mode"),
        (["--proxy-header", "X-User"], 2, "--mode"),
    ],
)
def test_policy_kb_serve_refuses_what_a_terminal_cannot_be(
    options: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    done = run("serve", "--mode", "kiosk", *options, capsys=capsys, monkeypatch=monkeypatch)
    assert (done.code, done.out) == (code, "") and said in done.err


def test_nothing_asked_is_logged_or_put_into_the_store(client: TestClient, built_store: Path, caplog):
    unique = "柒捌玖独一无二"
    before = {path: path.stat().st_mtime_ns for path in built_store.rglob("*") if path.is_file()}
    with caplog.at_level(logging.DEBUG):
        asked(client, f"{unique}扶贫车间的奖补")
        asked(client, unique * 100)
    assert unique not in caplog.text
    assert {path: path.stat().st_mtime_ns for path in built_store.rglob("*") if path.is_file()} == before
