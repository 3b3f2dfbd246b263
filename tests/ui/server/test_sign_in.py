"""The door of the desk, tried on the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from kb.people import AuditLog, FeedbackStore, Users, add_user, remove_user
from kb.store import KnowledgeBase
from ui.pieces import words_in
from ui.server.authentication import Authentication
from ui.server.proxy import FORGED, TrustedProxy
from ui.server.services import Services
from ui.server.sessions import COOKIE
from ui.server.sign_in import NO_USERS_FILE, NOT_SIGNED_IN
from ui.server.throttle import Throttle
from ui.serving import create_app

LINE = f"wang:{PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash('correct horse')}\n"
GOOD = {"name": "wang", "password": "correct horse"}
BAD = {"name": "wang", "password": "something else"}
WORDS = words_in("zh").sign_in


@dataclass
class Door:
    """One application with sign-in: its users file, its clock, and visitors from any address."""

    file: Path
    sessions_of: Services
    app: FastAPI
    time: list[float] = field(default_factory=lambda: [0.0])

    def visitor(self, address: str = "10.0.0.9", scheme: str = "http") -> TestClient:
        return TestClient(self.app, base_url=f"{scheme}://localhost", client=(address, 5000), follow_redirects=False)

    def signed_in(self, address: str = "10.0.0.9") -> TestClient:
        visitor = self.visitor(address)
        assert visitor.post("/sign-in", data=GOOD).status_code == 303
        return visitor


def _door(base: KnowledgeBase, folder: Path, proxy: TrustedProxy, by_password: bool = True) -> Door:
    file = folder / "users"
    file.write_text(LINE, encoding="utf-8")
    time = [0.0]
    audit = AuditLog(folder)
    services = Services(base, FeedbackStore(folder), audit=audit)
    names, addresses = (Throttle(clock=lambda: time[0]) for _ in range(2))
    authentication = Authentication(
        services.sessions, Users(file) if by_password else None, names, addresses, audit=audit
    )
    return Door(file, services, create_app(services, sign_in=authentication, proxy=proxy), time)


@pytest.fixture(scope="module")
def _passwords(base: KnowledgeBase, cheap_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Door:
    return _door(base, tmp_path_factory.mktemp("door"), TrustedProxy())


@pytest.fixture(scope="module")
def _proxied(base: KnowledgeBase, cheap_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Door:
    proxy = TrustedProxy.of(["10.0.0.2"], "X-Remote-User")
    return _door(base, tmp_path_factory.mktemp("proxied"), proxy, by_password=False)


@pytest.fixture
def door(_passwords: Door) -> Iterator[Door]:
    """Sign-in by password; earlier failures are long past."""
    _passwords.time[0] += 10_000.0
    yield _passwords
    _passwords.file.write_text(LINE, encoding="utf-8")


@pytest.fixture
def proxied(_proxied: Door) -> Door:
    """Sign-in by a proxy at 10.0.0.2 alone."""
    return _proxied


def test_who_came_and_what_they_took_is_recorded(door: Door):
    audit = AuditLog(door.file.parent)
    before = len(audit.entries())
    visitor = door.visitor()
    for name in ("wang", "a password, typed into the wrong field"):
        visitor.post("/sign-in", data={"name": name, "password": "wrong horse battery"})
    visitor = door.signed_in()
    assert visitor.get("/collection.docx").status_code == 200
    visitor.post("/sign-out")
    told = [(entry.who, entry.deed, dict(entry.details)) for entry in audit.entries()[before:]]
    address = {"from": "10.0.0.9"}
    assert told == [
        ("wang", "sign_in_refused", address),
        ("", "sign_in_refused", address),
        ("wang", "sign_in", address | {"role": "reader"}),
        ("wang", "export", {"clauses": 0}),
        ("wang", "sign_out", address),
    ]
    assert audit.verify()


# ------------------------------------------------------------------------------------------------ signed out


@pytest.mark.parametrize("path", ["/", "/compare", "/feedback"])
def test_a_page_leads_to_the_sign_in_page_in_its_language(door: Door, path: str):
    for prefix in ("", "/en"):
        answer = door.visitor().get(prefix + path if path != "/" else prefix or "/")
        assert answer.status_code == 303
        assert urlsplit(answer.headers["location"]).path == f"{prefix}/sign-in"
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/data?session_hash=x"),
        ("GET", "/gradio_api/heartbeat/x"),
        ("GET", "/gradio_api/startup-events"),
        ("POST", "/gradio_api/cancel"),
        ("GET", "/theme.css"),
        ("GET", "/assets/index.js"),
        ("GET", "/static/fonts/x"),
        ("GET", "/gradio_api/info"),
        ("GET", "/config"),
        ("GET", "/nowhere"),
        ("GET", "//sign-in"),
        ("GET", "/sign-in/"),
        ("GET", "/sign-in/../config"),
        ("GET", "/SIGN-IN"),
    ],
)
def test_everything_else_is_401_in_a_plain_line(door: Door, method: str, path: str):
    answer = door.visitor().request(method, f"http://localhost{path}", content=b"{}" if method == "POST" else None)
    assert answer.status_code == 401 and answer.text == str(NOT_SIGNED_IN)
    assert (
        answer.headers["cache-control"] == "no-store"
        and "default-src 'none'" in answer.headers["content-security-policy"]
    )


def test_a_form_sent_signed_out_is_not_carried_out(door: Door):
    answer = door.visitor().post("/feedback", data={"note": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_a_made_up_cookie_opens_nothing(door: Door):
    visitor = door.visitor()
    visitor.cookies.set(COOKIE, "x" * 43)
    answer = visitor.get("/")
    assert answer.status_code == 303 and f"{COOKIE}=; Max-Age=0" in answer.headers["set-cookie"]


def test_the_sign_in_page_shows_a_form_and_no_navigation(door: Door):
    for path, words in (("/sign-in", WORDS), ("/en/sign-in", words_in("en").sign_in)):
        page = door.visitor().get(path)
        assert page.status_code == 200 and words.lead in unescape(page.text)
        assert "<nav" not in page.text and "/sign-out" not in page.text
        assert page.headers["cache-control"] == "no-store" and "set-cookie" not in page.headers
        assert 'autocomplete="current-password"' in page.text
    assert door.visitor().get("/desk/site.css").status_code == 200


def test_strangers_push_no_one_out(door: Door):
    colleague = door.signed_in()
    before = len(door.sessions_of.sessions._held)
    for _ in range(5):
        door.visitor().get("/")
        door.visitor().get("/sign-in")
    assert len(door.sessions_of.sessions._held) == before
    assert colleague.get("/").status_code == 200


# ------------------------------------------------------------------------------------------------- signing in


def test_a_password_opens_the_desk_and_a_new_session(door: Door):
    visitor = door.visitor()
    visitor.cookies.set(COOKIE, "planted-by-somebody-else")
    answer = visitor.post("/sign-in", data=GOOD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    token, _, flags = answer.headers["set-cookie"].removeprefix(f"{COOKIE}=").partition(";")
    assert len(token) == 43 and flags == " Path=/; HttpOnly; SameSite=Strict"
    held = door.sessions_of.sessions.get(token)
    assert held and held.user == "wang"
    assert door.sessions_of.sessions.get("planted-by-somebody-else") is None
    signed = door.visitor()
    signed.cookies.set(COOKIE, token)
    page = signed.get("/")
    assert page.status_code == 200 and "wang" in page.text and "<nav" in page.text
    # Past the door: Gradio itself refuses the empty request.
    assert signed.post("/gradio_api/queue/join", json={}).status_code == 422


def test_signing_in_anew_ends_the_session_before(door: Door):
    visitor = door.signed_in()
    first = visitor.cookies[COOKIE]
    again = visitor.post("/sign-in", data=GOOD)
    assert again.status_code == 303 and visitor.cookies[COOKIE] != first
    assert door.sessions_of.sessions.get(first) is None


def test_wrong_name_and_wrong_password_are_told_alike_and_the_name_is_kept(door: Door):
    texts = []
    for name in ("wang", "<b>nobody"):
        answer = door.visitor().post("/sign-in", data={"name": name, "password": "something else"})
        assert answer.status_code == 401 and WORDS.wrong in answer.text
        texts.append(answer.text.replace(name, "?").replace("&lt;b&gt;nobody", "?"))
        assert "something else" not in answer.text and "<b>" not in answer.text
    assert texts[0] == texts[1] and 'value="?"' in texts[0]


@pytest.mark.parametrize("form", [{}, {"name": "wang"}, {"password": "x"}, {"name": "  ", "password": "x"}])
def test_an_empty_field_is_asked_for(door: Door, form: dict[str, str]):
    answer = door.visitor().post("/sign-in", data=form)
    assert answer.status_code == 422 and WORDS.missing in answer.text


def test_a_file_in_a_field_is_no_name(door: Door):
    answer = door.visitor().post("/sign-in", files={"name": ("a.txt", b"wang")}, data={"password": "correct horse"})
    assert answer.status_code in {400, 422}


def test_a_form_from_another_site_is_refused(door: Door):
    answer = door.visitor().post("/sign-in", data=GOOD, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


# -------------------------------------------------------------------------------------- the page first asked for


def test_the_page_first_asked_for_comes_after_and_no_question_is_kept(door: Door):
    visitor = door.visitor()
    location = visitor.get("/en/feedback?q=我的孩子&as_of=2020-01-01").headers["location"]
    wanted = parse_qs(urlsplit(location).query)["next"]
    assert wanted == ["/feedback?as_of=2020-01-01"]
    page = visitor.get(location)
    assert 'name="next" value="/feedback?as_of=2020-01-01"' in page.text
    # The other language's page keeps it too.
    assert 'href="/sign-in?next=%2Ffeedback%3Fas_of%3D2020-01-01"' in page.text
    answer = visitor.post("/en/sign-in", data=GOOD | {"next": wanted[0]})
    assert answer.headers["location"] == "/en/feedback?as_of=2020-01-01"
    # Who is signed in already is led on at once.
    assert visitor.get(location).headers["location"] == "/en/feedback?as_of=2020-01-01"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/feedback",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2f%2fevil.example",
        "http:feedback",
        "javascript:alert(1)",
        "/feedback@evil.example",
        "evil.example",
        "/feedback\r\nX: y",
        "/nowhere",
        "/sign-in",
        "/sign-out",
        "/gradio_api/queue/data",
        "http://[",
        "",
    ],
)
def test_no_other_place_is_led_to(door: Door, wanted: str):
    answer = door.visitor().post("/sign-in", data=GOOD | {"next": wanted})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


# --------------------------------------------------------------------------------------------------- brute force


def test_after_five_failures_a_name_waits_wherever_it_is_tried(door: Door):
    for n in range(5):
        assert door.visitor(f"10.0.1.{n}").post("/sign-in", data=BAD).status_code == 401
        door.time[0] += 10.0
    refused = door.visitor("10.0.1.9").post("/sign-in", data=GOOD)
    # The first of the five was 50 seconds ago: 250 remain.
    assert refused.status_code == 429 and refused.headers["retry-after"] == "251"
    assert "请过 5 分钟再试" in refused.text and 'value="wang"' in refused.text
    door.time[0] += 200.0
    assert "请过 1 分钟再试" in door.visitor("10.0.1.9").post("/sign-in", data=GOOD).text
    door.time[0] += 50.1
    assert door.visitor("10.0.1.9").post("/sign-in", data=GOOD).status_code == 303


def test_after_five_failures_an_address_waits_whatever_name_it_tries(door: Door):
    for n in range(5):
        form = {"name": f"user{n}", "password": "something else"}
        assert door.visitor("10.0.2.1").post("/sign-in", data=form).status_code == 401
    assert door.visitor("10.0.2.1").post("/sign-in", data=GOOD).status_code == 429
    assert door.visitor("10.0.2.2").post("/sign-in", data=GOOD).status_code == 303


def test_signing_in_between_does_not_clear_an_address(door: Door):
    add_user(door.file, "mallory", "battery staple")
    own = {"name": "mallory", "password": "battery staple"}
    for _ in range(4):
        assert door.visitor("10.0.3.1").post("/sign-in", data=BAD).status_code == 401
        assert door.visitor("10.0.3.1").post("/sign-in", data=own).status_code == 303
    assert door.visitor("10.0.3.1").post("/sign-in", data=BAD).status_code == 401
    assert door.visitor("10.0.3.1").post("/sign-in", data=own).status_code == 429


def test_failures_from_behind_the_proxy_count_for_the_address_it_names(door: Door):
    def tried(forwarded: str) -> int:
        form = {"name": f"n{door.time[0]}", "password": "something else"}
        door.time[0] += 0.1
        headers = {"X-Forwarded-For": forwarded}
        return door.visitor("127.0.0.1").post("/sign-in", data=form, headers=headers).status_code

    # Whatever a client writes before its own address changes nothing.
    assert [tried(f"1.2.3.{n}, 10.0.4.1") for n in range(6)] == [401] * 5 + [429]
    assert tried("10.0.4.1, 10.0.4.2") == 401


# ------------------------------------------------------------------------------------------------------- leaving


def test_signing_out_ends_the_session(door: Door):
    visitor = door.signed_in()
    token = visitor.cookies[COOKIE]
    answer = visitor.post("/en/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/sign-in")
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=; Max-Age=0; Path=/")
    assert door.sessions_of.sessions.get(token) is None
    visitor.cookies.set(COOKIE, token)
    assert visitor.get("/").status_code == 303


def test_a_link_cannot_sign_anybody_out(door: Door):
    visitor = door.signed_in()
    assert visitor.get("/sign-out").status_code in {404, 405}
    assert visitor.get("/").status_code == 200


def test_a_user_removed_is_out_at_once(door: Door):
    visitor = door.signed_in()
    remove_user(door.file, "wang")
    assert visitor.post("/gradio_api/queue/join", json={}).status_code == 401
    assert visitor.get("/").status_code == 303


def test_a_new_password_ends_the_sessions_of_the_old(door: Door):
    visitor = door.signed_in()
    add_user(door.file, "wang", "a new password")
    assert visitor.get("/").status_code == 303


def test_a_role_is_kept_with_the_session_and_a_new_one_ends_it(door: Door):
    add_user(door.file, "li", "battery staple", "editor")
    visitor = door.visitor()
    visitor.post("/sign-in", data={"name": "li", "password": "battery staple"})
    session = door.sessions_of.sessions.get(visitor.cookies[COOKIE])
    assert session and (session.user, session.role) == ("li", "editor")
    door.file.write_text(door.file.read_text().replace(":editor", ":admin"))
    assert visitor.get("/").status_code == 303


def test_with_an_unreadable_users_file_nobody_is_in_and_sessions_come_back_with_it(
    door: Door, caplog: pytest.LogCaptureFixture
):
    visitor = door.signed_in()
    door.file.write_text("wang\n", encoding="utf-8")
    for path in ("/", "/en", "/sign-in", "/gradio_api/queue/join"):
        refused = visitor.get(path)
        assert (refused.status_code, refused.text) == (503, NO_USERS_FILE.of("en" if path == "/en" else "zh"))
    page = door.visitor().post("/sign-in", data=GOOD)
    assert page.status_code == 503 and WORDS.closed in page.text and str(door.file) not in page.text
    assert [record.message.count("第 1 行") for record in caplog.records] == [1]
    door.file.write_text(LINE, encoding="utf-8")
    assert visitor.get("/").status_code == 200


# ------------------------------------------------------------------------------------------------------ the proxy


def _named(door: Door, user: str, address: str = "10.0.0.2") -> TestClient:
    visitor = door.visitor(address)
    visitor.headers["X-Remote-User"] = user
    return visitor


def test_the_proxys_header_signs_in_and_a_colleague_gets_a_session_of_her_own(proxied: Door):
    visitor = _named(proxied, "wang")
    assert "wang" in visitor.get("/").text
    first = visitor.cookies[COOKIE]
    assert visitor.get("/").status_code == 200 and visitor.cookies[COOKIE] == first
    page = visitor.get("/", headers={"X-Remote-User": "王芳".encode()})
    assert "王芳" in page.text and visitor.cookies[COOKIE] != first
    assert proxied.sessions_of.sessions.get(first) is None


@pytest.mark.parametrize("path", ["/", "/sign-in", "/gradio_api/queue/join", "/desk/site.css"])
def test_a_header_from_any_other_address_is_refused(proxied: Door, path: str):
    answer = _named(proxied, "wang", "10.0.0.9").get(path)
    assert answer.status_code == 403 and answer.text == str(FORGED) and "set-cookie" not in answer.headers


def test_a_session_of_the_proxy_is_worth_nothing_without_it(proxied: Door):
    visitor = _named(proxied, "wang")
    visitor.get("/")
    direct = proxied.visitor("10.0.0.9")
    direct.cookies.set(COOKIE, visitor.cookies[COOKIE])
    assert direct.get("/").status_code == 303


@pytest.mark.parametrize("user", ["", " ", "(null)", "x" * 65])
def test_a_header_that_names_nobody_signs_nobody_in(proxied: Door, user: str):
    assert _named(proxied, user).get("/").status_code == 303


def test_two_names_are_refused(proxied: Door):
    headers = [("X-Remote-User", "wang"), ("x-remote-user", "li")]
    assert proxied.visitor("10.0.0.2").get("/", headers=headers).status_code == 403


def test_without_passwords_the_page_says_where_to_enter(proxied: Door):
    page = proxied.visitor("10.0.0.2").get("/sign-in")
    assert WORDS.by_proxy in page.text and "<form" not in page.text
    assert proxied.visitor("10.0.0.2").post("/sign-in", data=GOOD).status_code == 401


def test_page_files_open_no_session(proxied: Door):
    visitor = _named(proxied, "new colleague")
    before = len(proxied.sessions_of.sessions._held)
    assert visitor.get("/theme.css").status_code == 200
    assert len(proxied.sessions_of.sessions._held) == before and COOKIE not in visitor.cookies


# -------------------------------------------------------------------------------------------------------- parts


def test_tries_are_forgotten_in_bounded_memory():
    throttle = Throttle(tries=2, most=3, clock=lambda: 0.0)
    for key in ("a", "a", "b", "c", "d"):
        throttle.count(key)
    assert throttle.wait("a") == 0.0 and len(throttle._held) == 3


def test_a_window_slides():
    now = [0.0]
    throttle = Throttle(tries=2, seconds=10.0, clock=lambda: now[0])
    throttle.count("a")
    now[0] = 6.0
    assert throttle.wait("a") == 0.0
    throttle.count("a")
    assert throttle.wait("a") == 10.0 - 6.0
    now[0] = 10.0
    assert throttle.wait("a") == 0.0
    throttle.count("a")
    assert throttle.wait("a") == 6.0 + 10.0 - 10.0


def test_an_office_behind_one_address_signs_in_at_once(door: Door):
    with ThreadPoolExecutor(30) as office:
        assert (
            list(office.map(lambda _: door.visitor("10.0.9.1").post("/sign-in", data=GOOD).status_code, range(30)))
            == [303] * 30
        )


def test_of_wrong_passwords_tried_at_once_each_counts(door: Door):
    with ThreadPoolExecutor(12) as office:
        tried = list(
            office.map(
                lambda _: door.visitor("10.0.9.2").post("/sign-in", data=GOOD | {"password": "x"}).status_code,
                range(12),
            )
        )
    assert sorted(tried) == [401] * 5 + [429] * 7
