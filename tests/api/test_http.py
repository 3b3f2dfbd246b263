"""The routes for programs: the objects of the command line, problems, keys, bounds."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from api.application import beside, create_api
from api.doors import Doors
from kb import Filters, KnowledgeBase, Side, answer_object, compare, report_object
from kb.admission import WaitingRoom
from kb.answers import comparison_object, hit_object
from kb.benefits import situation_object
from kb.errors import StoreError
from kb.language import parse_as_of
from ui.serving import PlainTraces

WORKSHOP = {"question": "扶贫车间的一次性奖补是多少？", "region": "临沂市", "as_of": "2018-01-01"}
CLAUSE = "临人社发〔2016〕12号 二（一）1"
DAY = parse_as_of("2018-01-01")


def timeless(found: Any) -> Any:
    """An object without the time it took."""
    if isinstance(found, dict):
        return {key: timeless(value) for key, value in found.items() if key != "elapsed_ms"}
    return [timeless(each) for each in found] if isinstance(found, list) else found


def problem(response: Response) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code and body["type"] == "about:blank" and body["title"]
    return body


def test_the_objects_are_those_of_the_command_line(client: TestClient, base: KnowledgeBase):
    def posted(path: str, **body: Any) -> Any:
        response = client.post(f"/v1/{path}", json=body)
        assert response.status_code == 200, response.text
        return timeless(response.json())

    filters = Filters(region="临沂市", as_of=DAY)
    assert posted("ask", **WORKSHOP) == timeless(answer_object(base.ask(WORKSHOP["question"], filters)))
    hits = base.search("创业担保贷款", 3, Filters(region="海南省"))
    assert posted("search", question="创业担保贷款", region="海南省", k=3)["hits"] == [hit_object(hit) for hit in hits]
    case = base.benefits.read("我妈58了，残疾二级，临沂兰陵的", DAY)
    matched = situation_object(base.match(case.profile, DAY), case)
    assert posted("match", situation="我妈58了，残疾二级，临沂兰陵的", as_of="2018-01-01") == matched
    sides = [Side.region("江苏省"), Side.region("海南省")]
    compared = comparison_object(compare(base, "创业担保贷款额度", sides, DAY))
    body = {"subject": "创业担保贷款额度", "sides": ["江苏省", "海南省"], "as_of": "2018-01-01"}
    assert posted("compare", **body) == timeless(compared)
    quoted = "“给予不低于1000元一次性创业补贴”"
    # Pasted words are words, whatever a file that begins with them would be.
    for draft in (quoted, f"PK{quoted}", f"%PDF{quoted}"):
        assert posted("verify", draft=draft, as_of="2018-01-01") == report_object(base.verify(draft, DAY))


def test_what_is_held_is_sent_once_a_generation(client: TestClient, base: KnowledgeBase):
    first = client.get("/v1/documents", params={"as_of": "2018-01-01"})
    assert [each["number"] for each in first.json()["documents"]] == [each.document.number for each in base.documents()]
    assert first.headers["etag"] == f'"{base.fingerprint[:16]}-2018-01-01"'
    known = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    again = client.get("/v1/documents", params={"as_of": "2018-01-01"}, headers=known)
    assert again.status_code == 304 and again.content == b""
    # On another day a rule may have expired.
    assert client.get("/v1/documents", params={"as_of": "2022-01-01"}, headers=known).status_code == 200
    clause = client.get(f"/v1/clauses/{CLAUSE}").json()
    assert clause["clause"]["text"] == base.clause(CLAUSE).text and clause["line"].endswith("二（一）1")


def test_alive_and_ready(client: TestClient, base: KnowledgeBase):
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = client.get("/readyz").json()
    assert ready["generation"] == base.fingerprint[:16] and ready["documents"] == 5
    assert 0 <= ready["age_seconds"] < 86400 and ready["warning"] is None


def test_a_broken_store_is_alive_and_not_ready():
    class Broken:
        @property
        def current(self) -> KnowledgeBase:
            raise StoreError("知识库已损坏：请运行 policy-kb build。", "The store is damaged: run policy-kb build.")

    broken = TestClient(create_api(Doors(Broken())))
    assert broken.get("/healthz").status_code == 200
    for response in (broken.get("/readyz"), broken.get("/v1/documents"), broken.post("/v1/ask", json=WORKSHOP)):
        assert response.status_code == 503 and problem(response)["code"] == "store-error"
        assert response.headers["retry-after"] and "policy-kb build" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "said"),
    [
        ("ask", {"question": " "}, 422, "invalid-question", "empty"),
        ("ask", {"question": "补" * 501}, 422, "invalid-question", "500"),
        ("ask", {"question": "补贴", "region": "月球基地"}, 422, "unknown-region", "月球基地"),
        ("ask", {"question": "补贴", "document": "不存在的文件"}, 422, "unknown-document", "No such document"),
        ("ask", {"question": "补贴", "as_of": "去年"}, 422, "invalid-input", "Not a date"),
        ("ask", {"question": "补贴", "kind": "poem"}, 422, "invalid-input", "No such kind"),
        ("ask", {"question": "补贴", "lang": "zh"}, 422, "malformed-request", "errors"),
        ("ask", {"question": "补贴", "in_force": 0}, 422, "malformed-request", "errors"),
        ("ask", {}, 422, "malformed-request", "errors"),
        ("search", {"question": "补贴", "k": 1000}, 422, "malformed-request", "errors"),
        ("match", {}, 422, "invalid-input", "either situation or profile"),
        ("match", {"profile": {"age": -1}}, 422, "invalid-profile", "age"),
        ("compare", {"subject": "贷款", "sides": ["江苏省"]}, 422, "invalid-input", "2 to 4 sides"),
        ("verify", {"draft": "字" * 700_000}, 422, "invalid-input", "2 MB"),
        ("nothing", {}, 404, "not-found", "/openapi.json"),
    ],
)
def test_what_cannot_be_done_is_a_problem_with_its_status(
    client: TestClient, path: str, body: dict[str, Any], status: int, code: str, said: str
):
    response = client.post(f"/v1/{path}", json=body)
    assert response.status_code == status
    assert problem(response)["code"] == code and said in response.json()["detail"]


def test_a_wrong_field_is_pointed_at_and_not_repeated(client: TestClient):
    body = problem(client.post("/v1/ask", json={"question": 7, "secret": "我的名字"}))
    assert {each["pointer"] for each in body["errors"]} == {"/body/question", "/body/secret"}
    assert "我的名字" not in json.dumps(body, ensure_ascii=False)
    assert problem(client.get("/v1/clauses/没有"))["code"] == "unknown-clause"
    assert problem(client.get("/v1/ask"))["status"] == 405


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"x" * (256 * 1024 + 1), {}, 413),
        (b"{}", {"Transfer-Encoding": "chunked"}, 411),
        (b"[" * 100_000, {}, 400),
        (b'{"question": "\\ud800"}', {}, 422),
        (b'{"question": NaN}', {}, 422),
        (b"{", {}, 400),
    ],
)
def test_bodies_are_bounded_and_a_bad_one_is_a_problem(
    client: TestClient, content: bytes, headers: dict[str, str], status: int
):
    response = client.post("/v1/ask", content=content, headers={"Content-Type": "application/json"} | headers)
    assert response.status_code == status and problem(response)


def test_a_key_opens_what_it_is_for(keyed: Callable[..., TestClient]):
    caller = keyed("ask")
    assert caller.post("/v1/ask", json=WORKSHOP).status_code == 200
    refused = caller.post("/v1/search", json={"question": "补贴"})
    assert refused.status_code == 403 and "--scope search" in problem(refused)["detail"]
    assert caller.get("/v1/documents").status_code == 403
    bodies = set()
    for given in ({}, {"Authorization": "Bearer kb_wrong"}, {"Authorization": "Basic abc"}, {"Authorization": "é"}):
        caller.headers.pop("authorization", None)
        response = caller.post("/v1/ask", json=WORKSHOP, headers={k: v.encode() for k, v in given.items()})
        assert response.status_code == 401 and response.headers["www-authenticate"] == "Bearer"
        bodies.add(response.text)
    assert len(bodies) == 1
    assert caller.get("/healthz").status_code == caller.get("/openapi.json").status_code == 200


def test_a_key_used_too_often_has_to_wait(keyed: Callable[..., TestClient]):
    caller = keyed(rate=2)
    assert [caller.get("/v1/documents").status_code for _ in range(3)] == [200, 200, 429]
    response = caller.get("/v1/documents")
    assert problem(response)["code"] == "too-many-requests" and 1 <= int(response.headers["retry-after"]) <= 60


def test_programs_wait_in_the_room_of_the_pages(base: KnowledgeBase):
    room = WaitingRoom(running=1, waiting=0)
    caller = TestClient(create_api(Doors(base, room)))
    with room.admitted():
        response = caller.post("/v1/ask", json=WORKSHOP)
        assert response.status_code == 503 and problem(response)["code"] == "busy" and response.headers["retry-after"]
        assert caller.get("/v1/documents").status_code == caller.get("/healthz").status_code == 200
    assert caller.post("/v1/ask", json=WORKSHOP).status_code == 200


def test_other_names_and_other_websites_are_let_in_only_where_named(base: KnowledgeBase):
    named = TestClient(create_api(Doors(base), hosts=("localhost",), origins=("https://www.example.cn",)))
    local = {"Host": "localhost:7862"}
    assert named.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
    there = named.get("/healthz", headers=local | {"Origin": "https://www.example.cn"})
    assert there.headers["access-control-allow-origin"] == "https://www.example.cn"
    elsewhere = named.get("/healthz", headers=local | {"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in elsewhere.headers
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert TestClient(create_api(Doors(base))).options("/v1/ask", headers=asked).status_code == 405


def test_beside_pages_what_is_no_door_goes_to_the_pages(base: KnowledgeBase):
    pages = FastAPI(openapi_url=None)
    pages.add_api_route("/documents", lambda: "a page")
    with TestClient(beside(pages, create_api(Doors(base)))) as both:
        assert both.get("/documents").json() == "a page"
        assert both.get("/v1/documents").json()["documents"] and both.get("/openapi.json").status_code == 200
        assert both.get("/v1").json() == {"detail": "Not Found"}


def test_the_description_is_sound_and_its_operations_keep_their_names(client: TestClient):
    described = client.get("/openapi.json").json()
    validate(described)
    assert described["openapi"].startswith("3.1")
    operations = [each for path in described["paths"].values() for each in path.values()]
    assert {each["operationId"] for each in operations} >= {
        *("ask", "search", "match", "compare", "verify", "documents", "clause", "alive", "ready"),
    }
    assert not any("security" in each for each in operations), "no key is asked for"
    schemas = described["components"]["schemas"]
    assert all(schemas[f"{name}Request"]["examples"] for name in ("Ask", "Search", "Match", "Compare", "Verify"))
    assert schemas["ProblemObject"]["properties"]["code"]["description"]
    for each in operations:
        for status, response in each["responses"].items():
            if status[0] in "45":
                assert response["content"]["application/problem+json"]["example"]["status"] == int(status)


def test_the_description_says_which_operations_need_a_key(keyed: Callable[..., TestClient]):
    paths = keyed().get("/openapi.json").json()["paths"]
    assert [path for path, each in paths.items() if not any("security" in one for one in each.values())] == [
        "/healthz",
        "/readyz",
    ]


def test_no_word_of_a_question_reaches_a_log(base: KnowledgeBase, caplog: pytest.LogCaptureFixture):
    class Failing:
        current = None

        def __getattribute__(self, name: str) -> Any:
            raise ZeroDivisionError(WORKSHOP["question"])

    caplog.set_level(logging.DEBUG)
    caller = TestClient(create_api(Doors(Failing())), raise_server_exceptions=False)
    response = caller.post("/v1/ask", json=WORKSHOP)
    assert response.status_code == 500 and problem(response)["code"] == "internal-server-error"
    assert WORKSHOP["question"] not in caplog.text + response.text
    try:
        raise ZeroDivisionError(WORKSHOP["question"])
    except ZeroDivisionError as error:
        logged = logging.LogRecord(
            "uvicorn.error", 40, "", 1, "failed", None, (type(error), error, error.__traceback__)
        )
    told = PlainTraces("%(message)s").format(logged)
    assert "test_http.py" in told and "ZeroDivisionError" in told and WORKSHOP["question"] not in told
