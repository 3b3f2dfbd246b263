"""What keeps pdfminer in bounds inside the child process: unpacking, references that never end.

pdfminer forgives: it drops a broken stream, skips a form that calls itself, and follows a ring of references for ever. A text that
people quote from must be whole, so here each of these is a reason to refuse the file.
"""

from __future__ import annotations

import logging
import zlib

from pdfminer import pdftypes

from kb.reading.limits import Refused

_follow = pdftypes.PDFObjRef.resolve


def resolve(reference: pdftypes.PDFObjRef, default: object = None) -> object:
    """What a reference stands for; Refused where references only name each other."""
    seen: set[object] = {reference.objid}
    value: object = _follow(reference, default)
    while isinstance(value, pdftypes.PDFObjRef):
        if value.objid in seen:
            raise Refused("circular")
        seen.add(value.objid)
        value = _follow(value, default)
    return value


class Unpacker:
    """Stands in for `zlib` in pdfminer: a stream that unpacks to too much or is broken is noticed."""

    error = zlib.error
    decompressobj = staticmethod(zlib.decompressobj)

    def __init__(self, most: int) -> None:
        self.most = most
        self.reason = ""

    def decompress(self, data: bytes) -> bytes:
        """The unpacked stream; only its checksum may be wrong or missing."""
        for bits, body in ((zlib.MAX_WBITS, data), (-zlib.MAX_WBITS, data[2:])):
            unpacking = zlib.decompressobj(bits)
            try:
                unpacked = unpacking.decompress(body, self.most + 1)
            except zlib.error:
                continue
            if len(unpacked) > self.most:
                self.reason = "bomb"
                raise Refused("bomb")
            if unpacking.eof:
                return unpacked
        self.reason = self.reason or "damaged"
        raise Refused(self.reason)


class Watch(logging.Handler):
    """Listens to what pdfminer only logs: a form that calls itself."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Notes the reason."""
        if "circular reference" in record.msg:
            self.reason = "circular"
