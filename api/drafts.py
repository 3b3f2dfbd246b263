"""A draft as programs send it: text in JSON, or a file, as the body itself or as the `file` of a form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Any, Final

from fastapi import Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.doors import day_of
from api.problems import MALFORMED, MOST_DRAFT_BYTES, ProblemError
from api.requests import DAY, VerifyRequest
from kb.messages import Message

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORM: Final = "multipart/form-data"
_FILES: Final = (WORD, "application/msword", "application/pdf", "application/octet-stream", "text/plain")
_BINARY: Final = {"type": "string", "format": "binary", "minLength": 1}
_AS_OF: Final = {
    "type": "string",
    "description": "The day that validity is judged by, YYYY-MM-DD; today if left out.",
    **DAY,
}

DRAFT_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "Text in JSON, or a file of any format that notices are read in, at most 2 MB: what it is, its content decides.",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/VerifyRequest"}},
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": _BINARY, "as_of": _AS_OF},
                    "additionalProperties": False,
                }
            },
            **{kind: {"schema": _BINARY} for kind in _FILES},
        },
    }
}
"""What OpenAPI says of the body."""

_UNKNOWN_KIND: Final = Message(
    f"不接受这种 Content-Type：文字用 application/json，文件用 {_FORM}、{WORD} 或 application/octet-stream。",
    f"Not a Content-Type taken here: text as application/json, a file as {_FORM}, {WORD} or application/octet-stream.",
)


@dataclass(frozen=True)
class GivenDraft:
    """A draft, as text or as the bytes of a file with its name, and the day that validity is judged by."""

    content: str | bytes
    as_of: str | None
    name: str = "文稿"


class _InMemory(MultiPartParser):
    # A draft is not written to a disk, not even for a moment.
    spool_max_size = MOST_DRAFT_BYTES


async def draft_given(
    request: Request,
    as_of: Annotated[
        str | None,
        Query(description="For a file that is the body: the day that validity is judged by.", json_schema_extra=DAY),
    ] = None,
) -> GivenDraft:
    """What was sent.

    ProblemError for a kind of body that is not taken (415) or a form without a file (422), InvalidInput for a day that is none.
    """
    if as_of:
        day_of(as_of)
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            asked = VerifyRequest.model_validate_json(await request.body())
        except ValidationError as error:
            faults = error.errors(include_input=False, include_url=False)
            raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in faults]) from None
        return GivenDraft(asked.draft, asked.as_of or as_of)
    if kind == _FORM:
        return await _of_form(request)
    if kind in _FILES:
        return GivenDraft(await request.body(), as_of)
    raise ProblemError(415, "unsupported-media-type", _UNKNOWN_KIND)


async def _of_form(request: Request) -> GivenDraft:
    try:
        form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=1).parse()
    except (MultiPartException, KeyError):
        raise ProblemError(422, "malformed-request", MALFORMED) from None
    try:
        file, as_of = form.get("file"), form.get("as_of")
        if not isinstance(file, UploadFile) or isinstance(as_of, UploadFile) or set(form) - {"file", "as_of"}:
            fault = {"pointer": "/body/file", "detail": "one file, and as_of beside it"}
            raise ProblemError(422, "malformed-request", MALFORMED, errors=[fault])
        name = PurePath((file.filename or "").replace("\\", "/")).name[-80:]
        return GivenDraft(await file.read(), as_of or None, name or GivenDraft.name)
    finally:
        await form.close()
