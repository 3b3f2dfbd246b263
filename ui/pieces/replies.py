"""What several pages answer with: a file to be saved, a message in the reader's language alone, an object for a script."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response


def attachment(data: bytes, media_type: str, name: str) -> Response:
    """A file to be saved under a name in any script (RFC 6266)."""
    suffix = PurePath(name).suffix
    disposition = f"attachment; filename=\"policy-kb{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, not the browser itself."""
    return "application/json" in request.headers.get("accept", "")
