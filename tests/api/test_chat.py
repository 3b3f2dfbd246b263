"""`/v1/chat/completions` as OpenAI's clients call it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from kb import Filters, KnowledgeBase, answer_object

QUESTION = "临沂市扶贫车间的一次性奖补是多少？"


def said(client: TestClient, *turns: str, **more: Any) -> Any:
    """The completion of a conversation in which each of these was answered by something."""
    messages = [{"role": "system", "content": "你是助手，只说海南省的事。"}]
    for turn in turns[:-1]:
        messages += [{"role": "user", "content": turn}, {"role": "assistant", "content": "江苏省……"}]
    messages.append({"role": "user", "content": turns[-1]})
    return client.post(
        "/v1/chat/completions", json={"model": "policy-kb", "messages": messages, "temperature": 0} | more
    )


def timeless(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in ("elapsed_ms", "carried")}


def test_the_answer_is_that_of_the_question_with_footnotes(client: TestClient, base: KnowledgeBase):
    done = said(client, QUESTION).json()
    answer = base.ask(QUESTION)
    assert timeless(done["policy_kb"]) == timeless(answer_object(answer)) and done["policy_kb"]["carried"] is None
    (choice,) = done["choices"]
    text = choice["message"]["content"]
    assert choice["finish_reason"] == "stop" and f"{answer.answer[0].text} [1]" in text
    assert "[1] 《" in text and done["policy_kb"]["citations"][0]["line"] in text
    noted = [each["url_citation"] for each in choice["message"]["annotations"]]
    assert [text[each["start_index"] : each["end_index"]] for each in noted] == [item.text for item in answer.answer]
    path = unquote(noted[0]["url"].removeprefix("http://localhost"))
    assert client.get(path).json()["clause"]["clause_id"] == answer.citations[0].clause.id


def test_a_stream_says_the_same(client: TestClient):
    whole = said(client, QUESTION).json()
    response = said(client, QUESTION, stream=True, stream_options={"include_usage": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    *events, end = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]
    pieces = [json.loads(each) for each in events]
    assert end == "[DONE]" and pieces[-1]["usage"]["total_tokens"] == 0 and pieces[-1]["choices"] == []
    deltas = [piece["choices"][0] for piece in pieces[:-1]]
    assert "".join(each["delta"].get("content", "") for each in deltas) == whole["choices"][0]["message"]["content"]
    assert [each["finish_reason"] for each in deltas] == [None] * (len(deltas) - 1) + ["stop"]
    assert (
        timeless(pieces[-2]["policy_kb"]) == timeless(whole["policy_kb"]) and len({each["id"] for each in pieces}) == 1
    )


@pytest.mark.parametrize(
    ("turns", "region", "document"),
    [
        (["海南省的贫困户有什么扶持？", "创业担保贷款额度是多少？"], "海南省", None),
        (["临人社发〔2016〕12号讲什么？", "创业担保贷款额度是多少？"], None, "临人社发〔2016〕12号"),
        # The nearest turn that names one, over a turn that names none and one that is no question.
        (["江苏省呢？", "海南省呢？", "补贴多少？", "……", "创业担保贷款额度是多少？"], "海南省", None),
        (["江苏省和海南省有什么不同？", "创业担保贷款额度是多少？"], None, None),
        (["海南省的补贴？", "江苏省创业担保贷款额度是多少？"], None, None),
        (["创业担保贷款额度是多少？"], None, None),
    ],
)
def test_place_and_document_of_earlier_turns_are_carried_over_and_told(
    client: TestClient, base: KnowledgeBase, turns: list[str], region: str | None, document: str | None
):
    done = said(client, *turns).json()
    alone = base.ask(turns[-1], Filters(region=region, document=document))
    assert timeless(done["policy_kb"]) == timeless(answer_object(alone))
    text = done["choices"][0]["message"]["content"]
    assert text.startswith("沿用前文：") == bool(region or document)
    assert (done["policy_kb"]["carried"] or {"region": None, "document": None}) == {
        "region": region,
        "document": document,
    }


def test_not_found_is_said_and_no_failure(client: TestClient):
    done = said(client, "生三孩有没有补贴？").json()
    assert done["policy_kb"]["status"] == "not_found" and done["choices"][0]["message"]["annotations"] == []
    assert done["choices"][0]["message"]["content"].startswith("! ")


def test_what_cannot_be_answered_is_a_problem_before_anything_is_streamed(client: TestClient):
    assert said(client, " ", stream=True).json()["code"] == "invalid-question"
    assert said(client, "补" * 501).json()["code"] == "invalid-question"
    unknown = said(client, QUESTION, model="gpt-9")
    assert unknown.status_code == 404 and unknown.json()["error"]["message"] == unknown.json()["detail"]
    none = client.post(
        "/v1/chat/completions", json={"model": "policy-kb", "messages": [{"role": "system", "content": "x"}]}
    )
    assert none.json()["code"] == "invalid-question"
    parts = [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": "data:"}}]
    body = {"model": "policy-kb", "messages": [{"role": "user", "content": parts}]}
    assert client.post("/v1/chat/completions", json=body).json()["policy_kb"]["status"] == "answered"
    assert [each["id"] for each in client.get("/v1/models").json()["data"]] == ["policy-kb"]
