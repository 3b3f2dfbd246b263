"""What a form hands in with a file: read into memory, bounded, never written to a disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import PurePath

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from ui.server import MAX_UPLOAD_BYTES


class UploadTooLargeError(Exception):
    """More bytes came than a form may hold."""


class NoFormError(Exception):
    """What came is no form with files."""


class _InMemory(MultiPartParser):
    # What people ask is not written to a disk, not even for a moment.
    spool_max_size = MAX_UPLOAD_BYTES


async def handed_in(request: Request, fields: int = 4) -> tuple[dict[str, str], tuple[str, bytes] | None]:
    """The fields of a form, and the name and bytes of its `file`, None if none was chosen; UploadTooLargeError or NoFormError."""
    form = FormData()
    try:
        parser = _InMemory(
            request.headers, _bounded(request), max_files=1, max_fields=fields, max_part_size=MAX_UPLOAD_BYTES
        )
        form = await parser.parse()
        file = form.get("file")
        data = await file.read() if isinstance(file, UploadFile) else b""
    except (MultiPartException, KeyError) as error:
        raise NoFormError from error
    finally:
        await form.close()
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    if not isinstance(file, UploadFile) or not file.filename:
        return texts, None
    # Browsers send the bare name; others may send a path.
    return texts, (PurePath(file.filename.replace("\\", "/")).name[-80:], data)


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    taken = 0
    async for chunk in request.stream():
        taken += len(chunk)
        if taken > MAX_UPLOAD_BYTES:
            raise UploadTooLargeError
        yield chunk
