"""The words around a quote in the language of its frame: messages, validity badges and citation lines as HTML.

Messages come from `kb` in both languages; the frame decides which is read first. Nothing here is a translation.
"""

from __future__ import annotations

from typing import Final

from kb.citation_lines import citation_line, english_citation_line
from kb.messages import Message
from kb.records import Clause, Document, Validity
from ui.pieces.markup import esc, mixed
from ui.pieces.words import FRAMES, Frame

_CHINESE: Final = FRAMES["zh"]


def message(said: Message, frame: Frame) -> str:
    """Both languages, the frame's first and the other one marked as such."""
    if not said.en:
        return esc(said.zh)
    if frame is _CHINESE:
        return f'{esc(said.zh)} <span lang="en">{mixed(said.en)}</span>'
    return f'{mixed(said.en)} <span lang="zh-CN">{esc(said.zh)}</span>'


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
