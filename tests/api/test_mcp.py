"""The MCP server, asked by the SDK's own client: in this process, and over stdio by a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import anyio
import httpx2 as httpx
import jsonschema
import pytest
from every import every
from starlette.testclient import TestClient

from api.application import create_api
from api.doors import Doors
from kb.errors import StoreError
from kb.people import Keys, add_key
from kb.store import KnowledgeBase

if TYPE_CHECKING:
    from mcp import Client
    from mcp.types import CallToolResult

ROOT = Path(__file__).parents[2]
WORKSHOP = {"question": "扶贫车间的一次性奖补是多少？", "region": "临沂市", "as_of": "2018-01-01"}
TOOLS = {"ask", "search", "get_clause", "list_documents", "check_validity", "match_benefits", "compare", "verify"}
CLAUSE = "临人社发〔2016〕12号 二（一）1"


def talk(server: Any, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """What the work gives with a client connected to the server."""

    import mcp  # where it is used, by the process that runs these tests: each that collects them would wait a second

    async def run() -> Any:
        async with mcp.Client(server) as client:
            return await work(client)

    return anyio.run(run)


@pytest.fixture(scope="module")
def server(base: KnowledgeBase) -> Any:
    return serving(base)


def serving(base: Any) -> Any:
    from api.mcp import mcp_server

    return mcp_server(Doors(base))


def called(server: Any, tool: str, **arguments: object) -> CallToolResult:
    return talk(server, lambda client: client.call_tool(tool, arguments))


def test_the_tools_only_read_and_say_what_they_give(server: Any) -> None:
    listed = talk(server, lambda client: client.list_tools()).tools
    assert {tool.name for tool in listed} == TOOLS
    for tool in listed:
        assert tool.annotations.read_only_hint is True and tool.annotations.open_world_hint is False
        assert tool.description and tool.output_schema["type"] == "object"
        assert all("description" in field for field in tool.output_schema["properties"].values())


RESULTS: list[tuple[str, dict[str, Any], str, object]] = [
    ("ask", WORKSHOP, "status", "answered"),
    ("ask", {"question": "生三孩有没有补贴？"}, "status", "not_found"),
    ("ask", {"question": "北京的积分落户"}, "status", "out_of_scope"),
    ("get_clause", {"clause_id": CLAUSE}, "line", None),
    ("get_clause", {"clause_id": "临人社发〔2016〕12号 二（一）99"}, "status", "not_held"),
    ("get_clause", {"clause_id": ""}, "status", "not_held"),
    ("check_validity", {"document": "临人社发[2016]12号", "as_of": "2018-01-01"}, "status", "held"),
    ("check_validity", {"document": "京人社发〔2020〕1号"}, "status", "not_held"),
    ("match_benefits", {"situation": "我妈58了，残疾二级，临沂兰陵的"}, "as_of", None),
    ("match_benefits", {"profile": {"region": "临沂市", "registered_poor": True}}, "as_of", None),
    ("compare", {"subject": "创业担保贷款额度", "sides": ["江苏省", "海南省"]}, "asked", None),
    ("verify", {"draft": "“给予不低于1000元一次性创业补贴”"}, "found", 1),
]


def test_a_result_is_structured_by_its_schema(server: Any) -> None:
    async def all_of_them(client: Client) -> tuple[list[CallToolResult], dict[str, dict[str, Any]]]:
        schemas = {each.name: each.output_schema for each in (await client.list_tools()).tools}
        return [await client.call_tool(tool, arguments) for tool, arguments, *_ in RESULTS], schemas

    results, schemas = talk(server, all_of_them)
    for result, (tool, arguments, key, value) in zip(results, RESULTS, strict=True):
        assert not result.is_error, (tool, arguments)
        jsonschema.validate(result.structured_content, schemas[tool])
        assert result.structured_content[key] == value or value is None, (tool, arguments)


def test_what_is_not_held_is_a_result_with_what_is_near(server: Any) -> None:
    held = called(server, "check_validity", document="临人社发[2016]12号", as_of="2026-01-01").structured_content
    assert (held["document"]["validity"], held["nearest"]) == ("expired", [])
    clause = called(server, "get_clause", clause_id="临人社发〔2016〕12号 二（一）99").structured_content
    assert clause["asked"] == "临人社发〔2016〕12号 二（一）99" and clause["clause"] is clause["document"] is None
    assert "临人社发〔2016〕12号 二（一）" in {each[:-1] for each in clause["nearest"]}
    # Of a document that is not held either, the likest documents.
    for tool, name in (
        ("get_clause", {"clause_id": "临人社发〔2016〕13号 一"}),
        ("check_validity", {"document": "临人社发〔2016〕13号"}),
    ):
        assert called(server, tool, **name).structured_content["nearest"][0] == "临人社发〔2016〕12号"


def test_what_is_quoted_is_the_text(server: Any, base: KnowledgeBase) -> None:
    answer = called(server, "ask", **WORKSHOP).structured_content
    cited = answer["citations"][0]
    assert base.clause(cited["clause_id"]).text == cited["text"]
    assert all(cited["text"][quote["start"] : quote["end"]] == quote["text"] for quote in cited["quotes"])
    assert "1000元" in answer["answer"][0]["text"]


def test_lists_are_whole_and_searching_nothing_held_is_empty(server: Any) -> None:
    assert len(called(server, "list_documents").structured_content["documents"]) == 5
    assert len(called(server, "search", question="创业担保贷款", k=3).structured_content["hits"]) == 3
    assert called(server, "search", question="北京的积分落户").structured_content == {"hits": []}


@every(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": "补贴", "region": "月球基地"}, "月球基地"),
        ("ask", {"question": "补贴", "as_of": "去年"}, "Not a date"),
        ("ask", {"question": "补贴", "document": "不存在的文件"}, "No such document"),
        ("search", {"question": "补贴", "k": 1000}, "100"),
        ("get_clause", {"clause_id": "没有", "as_of": "去年"}, "Not a date"),
        ("match_benefits", {}, "either situation or profile"),
        ("match_benefits", {"profile": {"age": -1}}, "age: must be a whole number"),
        ("compare", {"subject": "贷款", "sides": ["江苏省"]}, "2 to 4 sides"),
        ("verify", {"draft": " "}, "no text to check"),
        ("ask", {}, "question：没有给出；参数有 question、region"),
        ("ask", {"question": "补贴", "as_off": "2018-01-01"}, "as_off：没有这个参数"),
        ("ask", {"question": 5, "in_force": "maybe"}, "question must be text; in_force must be true or false."),
        ("search", {"question": "补贴", "k": 0}, "k must be at least 1."),
        ("search", {"question": "补贴", "k": "many"}, "k：应为整数"),
        ("ask", {"question": "补贴", "language": "fr"}, "language must be 'zh' / 'en'"),
        ("compare", {"subject": "贷款", "sides": "江苏省"}, "sides must be a list"),
        ("compare", {"subject": "贷款", "sides": [1] * 9}, "另有 4 处"),
    ],
)
def test_wrong_arguments_are_errors_that_name_cause_and_remedy(
    server: Any, tool: str, arguments: dict[str, Any], said: str
) -> None:
    result = called(server, tool, **arguments)
    assert result.is_error and said in result.content[0].text
    assert not any(word in result.content[0].text for word in ("Traceback", "pydantic", "validation error", "type="))


def test_a_broken_store_is_an_error_and_no_empty_result() -> None:
    class Broken:
        @property
        def current(self) -> KnowledgeBase:
            raise StoreError("知识库已损坏：请运行 policy-kb build。", "The store is damaged: run policy-kb build.")

    for tool, arguments in (("list_documents", {}), ("search", {"question": "补贴"}), ("ask", {"question": "补贴"})):
        result = talk(serving(Broken()), lambda client, t=tool, a=arguments: client.call_tool(t, a))
        assert result.is_error and "policy-kb build" in result.content[0].text


def test_a_clause_is_a_resource(server: Any) -> None:
    import mcp

    async def read(client: Client, address: str) -> str:
        uri = f"policy://{quote('临人社发〔2016〕12号', safe='')}/{quote(address, safe='')}"
        (content,) = (await client.read_resource(uri)).contents
        assert isinstance(content, mcp.types.TextResourceContents)
        return content.text

    async def missing(client: Client) -> str:
        with pytest.raises(mcp.MCPError) as error:
            await read(client, "九十九")
        return str(error.value)

    assert CLAUSE in talk(server, lambda client: read(client, "二（一）1"))
    assert "has no such clause" in talk(server, missing)


@pytest.mark.slow
def test_over_stdio_by_a_process_of_its_own(built_store: Path) -> None:
    import mcp

    server = mcp.StdioServerParameters(
        command=sys.executable, args=["-c", "import app; app.main()", "mcp", "--store", str(built_store)], cwd=str(ROOT)
    )

    async def ask(client: Client) -> tuple[str, CallToolResult]:
        return client.protocol_version, await client.call_tool("ask", WORKSHOP)

    version, result = talk(server, ask)
    assert version >= "2025-11-25"
    assert not result.is_error and result.structured_content["status"] == "answered"


def over_http(base: KnowledgeBase, work: Callable[[Client], Awaitable[Any]], keys: Keys, secret: str) -> Any:
    """What the work gives with a client that asks `/mcp` of the application for programs, in this process."""
    import mcp
    from mcp.client.streamable_http import streamable_http_client as connect

    app = create_api(Doors(base), keys, hosts=("localhost",))

    async def run() -> Any:
        headers = {"Authorization": f"Bearer {secret}"}
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), headers=headers) as http,
            mcp.Client(connect("http://localhost:7862/mcp", http_client=http)) as client,
        ):
            return await work(client)

    return anyio.run(run)


def test_over_http_with_a_key(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    opens, other = add_key(path, "a", ("mcp",)), add_key(path, "b", ("ask",))

    async def ask(client: Client) -> tuple[str, CallToolResult]:
        return client.protocol_version, await client.call_tool("ask", WORKSHOP)

    version, result = over_http(base, ask, Keys(path), opens)
    assert version >= "2025-11-25" and result.structured_content["status"] == "answered"
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    with TestClient(create_api(Doors(base), Keys(path), hosts=("localhost",)), base_url="http://localhost") as client:

        def status(**headers: str) -> int:
            given = {"Authorization": f"Bearer {opens}", "Accept": "application/json, text/event-stream"} | headers
            return client.post("/mcp", json=body, headers=given).status_code

        assert status() == 200
        assert status(Authorization=f"Bearer {other}") == 403 and status(Authorization="Bearer x") == 401
        assert status(Host="evil.example") == 400
        assert status(Origin="https://evil.example") == 403
