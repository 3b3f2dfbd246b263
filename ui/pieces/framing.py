"""The words around a quote in the language of its frame: messages, validity badges and citation lines as HTML.

Messages come from `kb` in both languages; the frame decides which is read first. Nothing here is a translation.
"""

from __future__ import annotations

from typing import Final

from kb.citation_lines import citation_line, english_citation_line
from kb.messages import halves
from kb.records import Clause, Document, Validity
from ui.pieces.markup import esc, mixed
from ui.pieces.words import FRAMES, Frame

_CHINESE: Final = FRAMES["zh"]


def message(text: str, frame: Frame) -> str:
    """`中文。 English.` with the frame's language first and the other one marked as such."""
    zh, en = halves(text)
    if not en:
        return esc(text)
    if frame is _CHINESE:
        return f'{esc(zh)} <span lang="en">{mixed(en)}</span>'
    return f'{mixed(en)} <span lang="zh-CN">{esc(zh)}</span>'


def badge(validity: Validity, frame: Frame) -> str:
    """The validity in words; in an English frame the Chinese word stands after it."""
    words = frame.validity[validity]
    if frame is not _CHINESE:
        words += f' <span lang="zh-CN">{_CHINESE.validity[validity]}</span>'
    return f'<span class="kb-badge kb-badge-{validity}">{words}</span>'


def source_line(document: Document, clause: Clause, frame: Frame) -> tuple[str, str]:
    """The line to cite a clause by: as plain text to be copied, and as HTML with its languages marked."""
    if frame is _CHINESE:
        line = citation_line(document, clause.label)
        return line, f'<span lang="zh-CN">{esc(line)}</span>'
    line = english_citation_line(document, clause)
    return line, mixed(line)
