"""`/retrieval` as Dify and RAGFlow call it."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from kb import Filters, KnowledgeBase
from kb.language import parse_as_of


def asked(client: TestClient, *conditions: tuple[Any, str, Any], logical: str = "and", **changed: Any) -> Response:
    body = {
        "knowledge_id": "policy-kb",
        "query": "创业担保贷款",
        "retrieval_setting": {"top_k": 3, "score_threshold": None},
        "metadata_condition": {
            "logical_operator": logical,
            "conditions": [
                {"name": name, "comparison_operator": is_, "value": value} for name, is_, value in conditions
            ],
        },
    }
    return client.post("/retrieval", json=body | changed)


def test_records_are_clauses_with_their_documents(client: TestClient, base: KnowledgeBase):
    response = asked(client, (["region"], "is", "海南省"), ("as_of", "=", "2018-01-01"))
    records = response.json()["records"]
    hits = base.search("创业担保贷款", 3, Filters(region="海南省", as_of=parse_as_of("2018-01-01")))
    assert [record["content"] for record in records] == [hit.clause.text for hit in hits]
    assert [record["score"] for record in records] == [round(hit.score, 4) for hit in hits]
    first = records[0]
    assert first["title"] == hits[0].document.title and first["metadata"]["region"] == "海南省"
    assert first["metadata"]["address"] == hits[0].clause.label and first["metadata"]["line"].startswith("《")
    assert all(isinstance(value, str) for record in records for value in record["metadata"].values())


def test_what_is_not_sure_enough_is_left_out(client: TestClient, base: KnowledgeBase):
    scores = [hit.score for hit in base.search("创业担保贷款", 10)]
    least = (scores[1] + scores[4]) / 2
    found = asked(client, retrieval_setting={"top_k": 10, "score_threshold": least}).json()["records"]
    assert len(found) == sum(score >= least for score in scores) < 10
    assert asked(client, query="北京的积分落户").json() == {"records": []}
    assert asked(client, metadata_condition=None).json()["records"]


def test_an_empty_value_is_no_condition(client: TestClient):
    assert asked(client, ("region", "is", ""), ("title", "contains", None)).json() == asked(client).json()


@pytest.mark.parametrize(
    ("conditions", "logical", "named"),
    [
        ([("region", "sounds like", "海南")], "and", "region sounds like"),
        ([("region", "before", "海南省")], "and", "region before"),
        ([("as_of", "after", "2018-01-01")], "and", "as_of after"),
        ([("author", "empty", None)], "and", "author"),
        ([("effective_to", "after", "soon")], "and", "soon"),
        ([("region", "is not", ["海南省", "江苏省"])], "and", "江苏省"),
        ([("region", "不是", "海南省")], "and", "region 不是"),
        ([("author", "is", "张三")], "and", "author"),
        ([(["region", "kind"], "is", "海南省")], "and", "region、kind"),
        ([("validity", "is not", "expird")], "and", "expird"),
        ([("region", "is", "海南省"), ("region", "is", "江苏省")], "and", "江苏省"),
        ([("region", "is", "海南省"), ("kind", "is", "notice")], "or", "or"),
        ([("kind", "is", "poem")], "and", "poem"),
        ([("region", "is", "月球基地")], "and", "月球基地"),
    ],
)
def test_a_condition_that_is_no_filter_is_refused_by_name(
    client: TestClient, conditions: list[tuple[Any, str, Any]], logical: str, named: str
):
    response = asked(client, *conditions, logical=logical)
    assert response.status_code == 422 and named in response.json()["detail"]


LINYI, PLAN, OPINIONS, SCHEME, DIGEST = (
    "临人社发〔2016〕12号",
    "jiangsu-2012-service-system",
    "苏人社发〔2016〕289号",
    "苏人社发〔2021〕82号",
    "hainan-2016-labour-export-digest",
)


@pytest.mark.parametrize(
    ("condition", "documents"),
    [
        (("region", "contains", "江苏"), {PLAN, OPINIONS, SCHEME}),
        (("region", "not contains", "江苏"), {LINYI, DIGEST}),
        (("region", "in", ["海南省", "临沂市"]), {LINYI, DIGEST}),
        (("region", "in", "海南省, 临沂市"), {LINYI, DIGEST}),
        (("region", "nin", ["海南省", "临沂市"]), {PLAN, OPINIONS, SCHEME}),
        (("region", "!=", "江苏省"), {LINYI, DIGEST}),
        (("number", "start with", "苏人社发"), {OPINIONS, SCHEME}),
        (("number", "end with", "12号"), {LINYI}),
        (("number", "empty", None), {PLAN, DIGEST}),
        (("number", "not empty", ""), {LINYI, OPINIONS, SCHEME}),
        (("title", "contains", "乡村振兴"), {SCHEME}),
        (("effective_to", "empty", None), {PLAN, OPINIONS, DIGEST}),
        (("effective_to", "after", "2020-05-15"), {SCHEME}),
        (("effective_to", "≥", "2020-05-15"), {LINYI, SCHEME}),
        # Noon of 1 January 2021 in China, as a calendar sends it.
        (("effective_to", "before", 1609473600), {LINYI}),
        (("validity", "is", "expired"), {LINYI, SCHEME}),
        (("validity", "not in", ["expired", "superseded"]), {PLAN, OPINIONS, DIGEST}),
    ],
    ids=lambda given: " ".join(map(str, given[:2])) if isinstance(given, tuple) else "",
)
def test_operators_narrow_what_is_searched(
    client: TestClient, condition: tuple[str, str, Any], documents: set[str]
) -> None:
    setting = {"top_k": 100, "score_threshold": None}
    query = "就业 创业 培训 社会保险 补贴 组织领导"
    as_of = ("as_of", "is", "2026-11-22")
    records = asked(client, condition, as_of, query=query, retrieval_setting=setting).json()["records"]
    assert {record["metadata"]["document"] for record in records} == documents


def test_another_knowledge_base_is_refused(client: TestClient):
    response = asked(client, knowledge_id="other")
    assert response.status_code == 422 and response.json()["field"] == "knowledge_id"
