"""`/v1/models` and `/v1/chat/completions` as OpenAI's clients call them: the answer as text with footnotes, streamed or whole.

A conversation gets the same quotes as a question, through the same gate, before the first word is sent, and the same summary above them where
the office has a language model (kb/summaries). Settings of
a model (temperature, tools, …) have no meaning here and are passed over, as other servers do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from secrets import token_hex
from typing import Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from api.callers import Callers
from api.conversation import Carried, carried_over
from api.doors import Doors
from api.problems import ProblemError, problem_responses
from kb.answers import Answer, answer_object, answer_text_lines, summary_text_lines
from kb.errors import InvalidQuestion
from kb.messages import Message
from kb.records import NO_FILTERS

MODEL: Final = "policy-kb"
_COMPLETED: Final[dict[str, Any]] = {
    "description": "The completion, or its pieces where `stream` is true.",
    "content": {
        "application/json": {"schema": {"type": "object"}},
        "text/event-stream": {},
    },
}
_NO_TOKENS: Final = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


class ContentPart(BaseModel):
    """A part of a message; only text is read."""

    type: str
    """`text`."""
    text: str | None = None
    """The text."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class MessageRequest(BaseModel):
    """A turn of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    """Whose turn it is; only those of `user` are read."""
    content: str | list[ContentPart] | None = None
    """What was said."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    @property
    def text(self) -> str:
        """What was said, as text."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or [] if part.text)


class StreamOptions(BaseModel):
    """How to stream."""

    include_usage: bool | None = Field(default=None, strict=True)
    """Whether a last piece tells the tokens used, which are none."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ChatRequest(BaseModel):
    """A conversation whose last question is to be answered."""

    model_config = ConfigDict(
        frozen=True,
        use_attribute_docstrings=True,
        json_schema_extra={
            "examples": [
                {"model": MODEL, "messages": [{"role": "user", "content": "临沂市扶贫车间的一次性奖补是多少？"}]}
            ]
        },
    )

    model: str
    """`policy-kb`."""
    messages: list[MessageRequest] = Field(min_length=1, max_length=1000)
    """The turns, the last question last."""
    stream: bool | None = Field(default=False, strict=True)
    """Whether to send the answer piece by piece."""
    stream_options: StreamOptions | None = None
    """How to stream."""


def chat_routes(doors: Doors, callers: Callers) -> APIRouter:
    """The router of both, behind a key with the scope `ask`."""
    router = APIRouter(prefix="/v1", tags=["chat"], dependencies=[Depends(callers.needs("ask"))])

    async def models() -> Response:
        """The one model there is."""
        held = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
        return JSONResponse({"object": "list", "data": [held]})

    def complete(asked: ChatRequest, request: Request) -> Response:
        """The last question of a conversation, answered as `/v1/ask` answers it; the answer object stands under `policy_kb`."""
        if asked.model != MODEL:
            raise ProblemError(
                404,
                "model-not-found",
                Message(f"没有这个模型：model 请写 {MODEL}。", f"No such model: it is {MODEL}."),
                field="model",
            )
        answer, carried = answered(doors, [turn.text for turn in asked.messages if turn.role == "user"])
        reply = Reply(answer, carried, str(request.base_url))
        if not asked.stream:
            return JSONResponse(reply.whole())
        with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
        return StreamingResponse(reply.pieces(with_usage), media_type="text/event-stream")

    router.add_api_route(
        "/models", models, operation_id="models", response_model=None, responses=problem_responses(401, 403, 429, 503)
    )
    router.add_api_route(
        "/chat/completions",
        complete,
        methods=["POST"],
        operation_id="complete",
        response_model=None,
        responses=problem_responses(400, 401, 403, 404, 411, 413, 422, 429, 503) | {200: _COMPLETED},
    )
    return router


def answered(doors: Doors, turns: list[str]) -> tuple[Answer, Carried | None]:
    """The answer to the last of what a person said, and what was carried over; InvalidQuestion where nothing was said."""
    if not turns:
        raise InvalidQuestion("对话里没有 user 的话：请加上问题。", "No turn of the user: add a question.")
    *earlier, question = turns
    carried = carried_over(doors, earlier, question)
    return doors.answer(question, carried.filters if carried else NO_FILTERS), carried


class Reply:
    """An answer in the form of a completion; `base` is the server's own address, which links to clauses begin with."""

    def __init__(self, answer: Answer, carried: Carried | None, base: str) -> None:
        told = [carried.message.first(answer.language), ""] if carried else []
        self._text = "\n".join([*told, *answer_text_lines(answer)])
        self._more = {
            "policy_kb": answer_object(answer)
            | {"carried": {"region": carried.region, "document": carried.document} if carried else None}
        }
        # A summary above the quotes may say the same as they do.
        above = sum(len(line) + 1 for line in (*told, *summary_text_lines(answer)))
        self._annotations = list(_annotations(answer, self._text, above, base))
        self._head: Mapping[str, Any] = {"id": f"chatcmpl-{token_hex(12)}", "created": int(time.time()), "model": MODEL}

    def whole(self) -> dict[str, Any]:
        """The completion at once."""
        message = {"role": "assistant", "content": self._text, "refusal": None, "annotations": self._annotations}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**self._head, "object": "chat.completion", "choices": [choice], "usage": _NO_TOKENS, **self._more}

    def pieces(self, with_usage: bool) -> Iterator[str]:
        """The completion as server-sent events, a line of the answer each; the last one carries what is not text."""
        yield self._event({"role": "assistant", "content": ""})
        for line in self._text.splitlines(keepends=True):
            yield self._event({"content": line})
        yield self._event({"annotations": self._annotations}, "stop", self._more)
        if with_usage:
            yield _sse({**self._head, "object": "chat.completion.chunk", "choices": [], "usage": _NO_TOKENS})
        yield "data: [DONE]\n\n"

    def _event(self, delta: dict[str, Any], ended: str | None = None, more: Mapping[str, Any] | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": ended, "logprobs": None}
        return _sse({**self._head, "object": "chat.completion.chunk", "choices": [choice], **(more or {})})


def _sse(data: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _annotations(answer: Answer, text: str, at: int, base: str) -> Iterator[dict[str, Any]]:
    """Where each quote stands in the text from `at`, and the address of its clause."""
    cited = {citation.n: citation for citation in answer.citations}
    for item in answer.answer:
        at = text.index(item.text, at)
        citation = cited[item.citation]
        yield {
            "type": "url_citation",
            "url_citation": {
                "start_index": at,
                "end_index": at + len(item.text),
                "title": f"{citation.document.title} {citation.clause.label}",
                "url": f"{base}v1/clauses/{quote(citation.clause.id, safe='')}",
            },
        }
        at += len(item.text)
