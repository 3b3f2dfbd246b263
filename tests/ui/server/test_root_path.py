"""The site below a proxy's path, and its figures for a monitor: the whole application behind the layers it is served in."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from every import every
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from kb.answers import Answer
from kb.people import FeedbackStore, Users
from kb.store import KnowledgeBase
from ui.server import Authentication, Metrics, Services, Sessions, Site, root_of
from ui.serving import create_app, outermost

ROOT = "/policy"
CLAUSE = "临人社发〔2016〕12号 二（一）1"
PAGES = (
    "/",
    "/compare",
    "/verify",
    "/situation",
    "/catalogue",
    "/watch",
    "/batch",
    "/collection",
    "/feedback",
    "/record",
    "/history",
    "/versions",
)
_ADDRESS = re.compile(r'(?:href|src|action|formaction|data-page|data-pictures)="([^"]+)"')


@pytest.fixture(scope="module")
def site(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    services = Services(base, FeedbackStore(tmp_path_factory.mktemp("data")), site=Site(ROOT))
    return TestClient(
        outermost(create_app(services), ROOT, (), None), base_url="http://localhost", follow_redirects=False
    )


@pytest.mark.parametrize("text", ["policy", "/policy/", " /policy"])
def test_a_root_is_written_one_way(text: str):
    assert root_of(text) == ROOT and root_of("/") == root_of("") == "" and root_of("a/b-1") == "/a/b-1"


@every("text", ["/po licy", "/a//b", "/../x", "http://x/", "/政策", '/a"b', "/a?b"])
def test_what_is_no_plain_path_is_no_root(text: str):
    with pytest.raises(ValueError, match=re.escape(text)):
        root_of(text)


def test_every_address_on_every_page_lies_below_the_root(site: TestClient):
    site.post(f"{ROOT}/collection/items", data={"clause": CLAUSE})
    paths = [prefix + page for prefix in ("", "/en") for page in PAGES] + [f"/documents/{CLAUSE.split()[0]}"]
    for path in paths:
        page = site.get(ROOT + {"/en/": "/en"}.get(path, path))
        assert page.status_code == 200, path
        addresses = {unescape(each) for each in _ADDRESS.findall(page.text)}
        outside = {each for each in addresses if not each.startswith((f"{ROOT}/", "#", "./", "data:", "?"))}
        assert outside == set() and len(addresses) > 12, path
    # What the pages name is there, and a page without the root comes from a proxy that has taken it off.
    for path in (f"{ROOT}/desk/site.css", f"{ROOT}/en/catalogue", "/catalogue"):
        assert site.get(path).status_code == 200
    assert site.get(ROOT).headers["location"] == f"{ROOT}/"


def test_forms_and_cookies_stay_below_the_root(site: TestClient):
    assert site.post(f"{ROOT}/en/collection/clear").headers["location"] == f"{ROOT}/en/collection"
    fresh = TestClient(site.app, base_url="http://localhost")
    assert f"Path={ROOT};" in fresh.get(f"{ROOT}/catalogue").headers["set-cookie"]
    # Gradio's own calls go where its configuration says.
    assert f'"root":"http://localhost{ROOT}"' in fresh.get(f"{ROOT}/").text


def test_signing_in_leads_back_below_the_root(base: KnowledgeBase, tmp_path: Path):
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    (tmp_path / "users").write_text(f"wang:{hashed}\n", encoding="utf-8")
    sessions = Sessions()
    services = Services(base, FeedbackStore(tmp_path), sessions, Site(ROOT))
    metrics = Metrics()
    app = create_app(services, sign_in=Authentication(sessions, Users(tmp_path / "users")))
    visitor = TestClient(
        outermost(app, ROOT, (), metrics, ("X-Remote-User",)), base_url="http://localhost", follow_redirects=False
    )
    refused = visitor.get(f"{ROOT}/en/catalogue").headers["location"]
    assert refused == f"{ROOT}/en/sign-in?next=%2Fcatalogue"
    form = {"name": "wang", "password": "correct horse", "next": "/catalogue"}
    assert visitor.post(f"{ROOT}/sign-in", data=form).headers["location"] == f"{ROOT}/catalogue"

    # A monitor signs in nowhere; who comes through the proxy sees no figures.
    metrics.watch({"sessions": ("Sessions held.", lambda: sessions.count)})
    metrics.answered("answered")
    told = visitor.get("/metrics")
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(told.text)
        for sample in family.samples
    }
    assert samples["policy_kb_requests_total", "303", "GET"] == samples["policy_kb_requests_total", "303", "POST"] == 1
    assert samples["policy_kb_sessions",] == 1 and samples["policy_kb_answers_total", "answered"] == 1
    assert samples["policy_kb_request_seconds_count",] == 2
    assert visitor.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 404
    assert visitor.get(f"{ROOT}/metrics", headers={"X-Remote-User": "li"}).status_code == 404
    assert visitor.get("/metrics", headers={"Host": "elsewhere.example"}).status_code == 400


def test_figures_are_off_by_default_and_hold_no_word_of_a_question(site: TestClient, answered: Answer):
    assert site.get("/metrics").status_code == 404
    metrics = Metrics()
    metrics.served("补贴", 200, 0.1)
    metrics.answered(answered.status)
    assert "补贴" not in metrics.page().body.decode()
