"""PDF, read and drawn in a child process with limits."""

from __future__ import annotations

from kb.reading.pdf.pdf import read_pdf
from kb.reading.pdf.picture import Pictures, no_picture

__all__ = ["Pictures", "no_picture", "read_pdf"]
