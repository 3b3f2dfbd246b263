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
        ([("region", "contains", "海南")], "and", "region contains"),
        ([("region", "不是", "海南省")], "and", "region 不是"),
        ([("author", "is", "张三")], "and", "author"),
        ([(["region", "kind"], "is", "海南省")], "and", "region、kind"),
        ([("validity", "is", "expired")], "and", "expired"),
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


def test_another_knowledge_base_is_refused(client: TestClient):
    response = asked(client, knowledge_id="other")
    assert response.status_code == 422 and response.json()["field"] == "knowledge_id"
