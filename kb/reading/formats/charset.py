"""The encoding of a saved page: what its bytes show goes before what it declares."""

from __future__ import annotations

import codecs
import re
from typing import Final

from kb.reading.limits import Refused
from kb.regex import regex

_CHARSET: Final = regex(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)


def decoded(data: bytes, charset: str | None = None) -> str:
    """A page's text: as its byte order mark says, else UTF-8 where it is, else as declared, else GB18030; Refused where none fits."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = [name for mark, name in marks if data.startswith(mark)]
    found = _CHARSET.search(data[:4096])
    declared = charset or (next(name for name in found.groups() if name).decode("ascii") if found else "")
    declared = "gb18030" if declared.lower() in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else declared
    for encoding in (*marked, "utf-8", declared, "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Refused("encoding")
