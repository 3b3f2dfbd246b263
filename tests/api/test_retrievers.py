"""The retrievers of LangChain and LlamaIndex, in process and over HTTP, at once and awaited.

Both are imported where they are used, by the process that runs these tests and not by each that collects them: that takes three seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from every import every
from starlette.testclient import TestClient

from api.record_sources import Held, RecordSource, Remote, RemoteError
from kb import Filters, KnowledgeBase, KnowledgeBaseError

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from llama_index.core.vector_stores import MetadataFilters

QUERY = "创业担保贷款额度"


@pytest.fixture(params=["held", "remote"])
def source(
    request: pytest.FixtureRequest,
    base: KnowledgeBase,
    keyed: Callable[..., TestClient],
    monkeypatch: pytest.MonkeyPatch,
) -> RecordSource:
    """A store in this process; the application asked through httpx as over a network."""
    if request.param == "held":
        return Held(base)
    server = keyed("search")
    key = server.headers["authorization"].removeprefix("Bearer ")
    app, client, waiting = server.app, httpx.Client, httpx.AsyncClient

    def answered(asked: httpx.Request) -> httpx.Response:
        given = server.request(asked.method, str(asked.url), content=asked.content, headers=asked.headers)
        return httpx.Response(given.status_code, headers=given.headers, content=given.content)

    monkeypatch.setattr(httpx, "Client", lambda **more: client(transport=httpx.MockTransport(answered), **more))
    monkeypatch.setattr(httpx, "AsyncClient", lambda **more: waiting(transport=httpx.ASGITransport(app), **more))
    return Remote("http://localhost/", key)


def test_langchain_gets_clauses_with_their_citation(source: RecordSource, base: KnowledgeBase):
    from api.langchain_retriever import PolicyRetriever

    retriever = PolicyRetriever(source=source, k=3)
    wanted = [hit.clause for hit in base.search(QUERY, 3, Filters(region="海南省"))]

    def check(found: list[Document]) -> None:
        assert [(each.id, each.page_content) for each in found] == [(clause.id, clause.text) for clause in wanted]
        assert found[0].metadata["line"].startswith("《") and found[0].metadata["region"] == "海南省"
        assert 0 < found[0].metadata["score"] <= 1

    check(retriever.invoke(QUERY, filters={"region": "海南省"}))
    check(asyncio.run(retriever.ainvoke(QUERY, filters={"region": "海南省"})))
    of_hainan = PolicyRetriever(source=source, k=3, filters={"region": "海南省"})
    check(of_hainan.invoke(QUERY))
    sure = PolicyRetriever(source=source, k=10, score_threshold=1.0)
    assert sure.invoke("北京的积分落户") == []


def llamaindex(source: RecordSource, filters: MetadataFilters, k: int = 3) -> Any:
    from api.llamaindex_retriever import PolicyRetriever

    return PolicyRetriever(source, k=k, filters=filters)


def filters_of(*each: tuple[str, Any, str], condition: str = "and") -> MetadataFilters:
    """Filters by key, value and operator, each at its place filters again where the key is empty."""
    from llama_index.core.vector_stores import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

    filters = [
        MetadataFilter(key=key, value=value, operator=FilterOperator(operator)) if key else MetadataFilters(filters=[])
        for key, value, operator in each
    ]
    return MetadataFilters(filters=filters, condition=FilterCondition(condition))


def test_llamaindex_gets_the_same(source: RecordSource, base: KnowledgeBase):
    retriever = llamaindex(source, filters_of(("region", "海南省", "==")))
    wanted = [hit.clause.id for hit in base.search(QUERY, 3, Filters(region="海南省"))]
    for found in (retriever.retrieve(QUERY), asyncio.run(retriever.aretrieve(QUERY))):
        assert [each.node.node_id for each in found] == wanted
        assert found[0].node.metadata["region"] == "海南省" and found[0].score


def test_llamaindex_operators_are_those_of_retrieval(source: RecordSource) -> None:
    filters = filters_of(
        ("region", "江苏", "text_match"),
        ("number", ["苏人社发〔2021〕82号"], "nin"),
        ("effective_to", None, "is_empty"),
    )
    retriever = llamaindex(source, filters, k=9)
    found = {node.node.metadata["document"] for node in retriever.retrieve("就业培训和社会保险")}
    assert found <= {"苏人社发〔2016〕289号", "jiangsu-2012-service-system"} and found


@every(
    ("filters", "named"),
    [
        ([("region", "海南", ">")], "region >"),
        ([("author", "张三", "==")], "author"),
        ([("", None, "==")], "side by side"),
        ([("region", "海南省", "=="), ("kind", "notice", "==")], "or"),
    ],
)
def test_what_is_no_filter_is_refused_by_name(source: RecordSource, filters: list[Any], named: str):
    given = filters_of(*filters, condition="or" if len(filters) > 1 else "and")
    with pytest.raises(KnowledgeBaseError, match=named):
        llamaindex(source, given).retrieve(QUERY)


def test_a_server_that_is_not_there_is_named():
    from api.langchain_retriever import PolicyRetriever

    nowhere = PolicyRetriever(source=Remote("http://127.0.0.1:9"))
    with pytest.raises(RemoteError, match=r"127\.0\.0\.1:9"):
        nowhere.invoke(QUERY)
    with pytest.raises(RemoteError, match="check the address"):
        asyncio.run(nowhere.ainvoke(QUERY))
