"""What cannot be done, as a problem body (RFC 9457): the declared errors of kb with their status, and those of HTTP."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.doors import BUSY, Busy
from kb.errors import InvalidInput, InvalidQuestion, KeysError, KnowledgeBaseError, StoreError, UnknownClause
from kb.messages import Message
from kb.objects import PlainObject

_log: Final = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"
# A draft of 2 MB whose characters are written as \uXXXX.
MOST_DRAFT_BYTES: Final = 4 * 1024 * 1024


_STATUS: Final[Mapping[type[KnowledgeBaseError], int]] = {
    UnknownClause: 404,
    InvalidInput: 422,
    InvalidQuestion: 422,
    StoreError: 503,
    KeysError: 503,
    Busy: 503,
}
_OPENAI_PATHS: Final = ("/v1/chat/", "/v1/models")
_HTTP: Final = {
    400: Message("请求不是 JSON：请检查内容。", "The request is not JSON: check its body."),
    404: Message("没有这个地址：见 /openapi.json。", "There is no such address: see /openapi.json."),
    405: Message("这个地址不接受这种方法：见 /openapi.json。", "Not the method of this address: see /openapi.json."),
}
_FAILED: Final = Message(
    "没有做成，原因写在服务器的错误输出里。", "It could not be done; the server's own stderr says why."
)
MALFORMED: Final = Message(
    "请求不合格式：见 errors。", "The request does not have the form that is asked for: see errors."
)


class ProblemObject(PlainObject):
    """Why something was not done (RFC 9457)."""

    type: str = "about:blank"
    """`about:blank`: the status says which kind of problem it is; `code` says it more closely."""
    title: str
    """The status in words."""
    status: int
    """The HTTP status."""
    code: str
    """A stable code: `unknown-region`, `busy`, …"""
    detail: str
    """Cause and remedy, in Chinese and in English."""
    field: str | None = None
    """The field it is about, where it is one."""
    error: dict[str, str | None] | None = None
    """The same as OpenAI's clients look for it, on the routes that they call."""
    errors: list[dict[str, str]] | None = None
    """Each wrong part of a malformed request: `pointer` and `detail`."""


class ProblemError(Exception):
    """A request is answered with this problem; `headers` go with it."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: Message | str,
        headers: Mapping[str, str] | None = None,
        field: str | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.headers = status, dict(headers or {})
        self.problem = ProblemObject(
            type="about:blank",
            title=HTTPStatus(status).phrase,
            status=status,
            code=code,
            detail=str(detail),
            field=field,
            errors=errors,
        )

    @classmethod
    def of(cls, error: KnowledgeBaseError) -> ProblemError:
        """The problem that a declared error is; what only the server's keeper can mend is told to him alone."""
        status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)
        code = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
        if status == 500 or isinstance(error, KeysError):
            _log.error("%s", error)
            return cls(status, code, _FAILED)
        headers = {"Retry-After": "5"} if status == 503 else None
        return cls(status, code, str(error), headers, field=error.field)

    def response(self, path: str = "") -> JSONResponse:
        """The problem as it is sent to who asked this path."""
        problem = self.problem
        if path.startswith(_OPENAI_PATHS):
            kind = "server_error" if self.status >= 500 else "invalid_request_error"
            said = {"message": problem.detail, "type": kind, "code": problem.code, "param": problem.field}
            problem = problem.model_copy(update={"error": said})
        return JSONResponse(problem.model_dump(exclude_none=True), self.status, self.headers, MEDIA_TYPE)


def answer_with_problems(app: FastAPI) -> None:
    """Has the application answer every failure with a problem body."""

    @app.exception_handler(ProblemError)
    async def _problem(request: Request, error: ProblemError) -> JSONResponse:
        return error.response(request.url.path)

    @app.exception_handler(KnowledgeBaseError)
    async def _declared(request: Request, error: KnowledgeBaseError) -> JSONResponse:
        return ProblemError.of(error).response(request.url.path)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        phrase = HTTPStatus(error.status_code).phrase
        code = phrase.lower().replace(" ", "-")
        said = _HTTP.get(error.status_code, str(error.detail))
        return ProblemError(error.status_code, code, said, error.headers).response(request.url.path)

    @app.exception_handler(RequestValidationError)
    async def _malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        if any(each["type"] == "json_invalid" for each in error.errors()):
            return ProblemError(400, "bad-request", _HTTP[400]).response(request.url.path)
        # Where and why, never what was sent.
        faults = [
            {"pointer": "/" + "/".join(map(str, each["loc"])), "detail": str(each["msg"])} for each in error.errors()
        ]
        return ProblemError(422, "malformed-request", MALFORMED, errors=faults[:20]).response(request.url.path)

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, __: Exception) -> JSONResponse:
        return ProblemError(500, "internal-server-error", _FAILED).response(request.url.path)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses for an OpenAPI description, each with an example."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/ProblemObject"},
                    "example": _example(status).problem.model_dump(exclude_none=True),
                }
            },
        }
        for status in statuses
    }


def _example(status: int) -> ProblemError:
    examples = {
        400: ProblemError(400, "bad-request", _HTTP[400]),
        401: ProblemError(401, "unauthorized", WRONG_KEY),
        403: ProblemError(403, "forbidden", missing_scope("verify")),
        404: ProblemError(404, "unknown-clause", "没有这一条：请重新查询。 No such clause: ask again."),
        411: ProblemError(411, "length-required", UNSAID_LENGTH),
        413: ProblemError(413, "content-too-large", TOO_LARGE),
        415: ProblemError(
            415, "unsupported-media-type", "不接受这种 Content-Type。 Not a Content-Type that is taken here."
        ),
        422: ProblemError(422, "unknown-region", "没有“月球”这个地区。 No such region.", field="region"),
        429: ProblemError(429, "too-many-requests", TOO_MANY),
        503: ProblemError(503, "busy", BUSY),
    }
    return examples[status]


def missing_scope(scope: str) -> Message:
    """That a key does not open this door."""
    return Message(
        f"这个密钥没有 {scope} 的用途：请用 policy-kb keys add --scope {scope} 另发一个。",
        f"The key is not for {scope}: make another with policy-kb keys add --scope {scope}.",
    )


WRONG_KEY: Final = Message(
    "密钥缺少或不对：请在 Authorization 头写 Bearer 加密钥。",
    "The key is missing or wrong: send Authorization: Bearer KEY.",
)
TOO_MANY: Final = Message(
    "次数超过这个密钥的限制：请按 Retry-After 的秒数稍后再试。",
    "More requests than the key allows: try again after Retry-After seconds.",
)
TOO_LARGE: Final = Message("内容太大，没有收下：请分成几次。", "Too large: send it in parts.")
UNSAID_LENGTH: Final = Message(
    "请求没有说明长度：请写明 Content-Length。", "The request does not say how long it is: send Content-Length."
)
