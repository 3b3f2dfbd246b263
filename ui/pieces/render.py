"""An answer as HTML: what the text says, what to beware of, where it stands, what else was found.

Pure functions from records to strings. They neither search nor decide; the only refusal is a quote that does not stand in
its clause. Everything that is not this file's own markup passes through `markup.esc`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kb.answers import Answer
from kb.documents import DocumentEntry
from kb.messages import Message
from kb.questions import Question, reading_lines
from kb.records import Language
from ui.pieces.answer_cards import benefits
from ui.pieces.citation_cards import NOWHERE, Shelf, citation_cards, related
from ui.pieces.framing import badge, message
from ui.pieces.links import document_path
from ui.pieces.markup import esc, mixed
from ui.pieces.quotes import is_compared, quoted, said_in_place
from ui.pieces.words import FAILED, FRAMES, UNANSWERED, Frame

# Said by the frame itself, in full, where there is no answer.
SAID_BY_FRAME: Final = frozenset({"not_found", "where_to_ask", "related"})


def answer_html(found: Answer, asked: Question | None = None, about: Shelf = NOWHERE) -> str:
    """The whole answer area; its frame speaks the question's language, its quotes the document's.

    `asked` is the question as it was read: it orders the sides of a comparison and is shown, folded up, at the end.
    `about` says where the answer stands: from it come the links to documents and to the sheet.
    """
    frame = FRAMES[found.language]
    head = _head(found, frame, about)
    if found.status == "invalid":
        body = _notices(found, frame)
    else:
        shelf = replace(about, as_of=found.as_of)
        near = related(found, frame, shelf)
        if found.status == "answered":
            body = quoted(found, asked, frame) + _notices(found, frame)
            body += benefits(found, frame, shelf) + citation_cards(found, frame, shelf) + near
        else:
            body = _notices(found, frame) + benefits(found, frame, shelf) + near
    if asked is not None:
        body += _reading(asked, frame)
    return f'<article class="kb-answer kb-{found.status}" lang="{frame.lang}">{head}{body}</article>'


def failure_html(reason: str | Message) -> str:
    """One line of cause and remedy where an answer would have stood."""
    return (
        f'<article class="kb-answer kb-failed" role="alert"><h2 class="kb-status">{FAILED.zh} '
        f'<span lang="en">{FAILED.en}</span></h2><p class="kb-todo">{esc(str(reason))}</p></article>'
    )


def field_error_html(reason: str | Message) -> str:
    """A sentence under the field it is about; an empty reason clears it."""
    return f'<p class="kb-error" role="alert">{esc(str(reason))}</p>' if reason else ""


def welcome_html(
    held: Sequence[DocumentEntry], language: Language = "zh", warning: Message | None = None, about: Shelf = NOWHERE
) -> str:
    """What is held, shown before the first question, and what is wrong with the store where something is."""
    frame = FRAMES[language]
    rows = "".join(
        f'<li>{badge(each.validity, frame)}<span><b lang="zh-CN">'
        f'<a href="{about.url(document_path(each.document.id))}">{esc(each.document.title)}</a></b>'
        f'<span class="kb-meta"><span lang="zh-CN">{esc(_join((each.document.number, each.document.region), " · "))}</span>'
        f" · {frame.clause_count.format(n=each.clauses)}</span></span></li>"
        for each in held
    )
    return (
        f'<article class="kb-answer kb-held" lang="{frame.lang}">{field_error_html(warning or "")}'
        f'<h2>{frame.held.format(n=len(held))}</h2><ul class="kb-documents">{rows}</ul></article>'
    )


def _head(found: Answer, frame: Frame, about: Shelf) -> str:
    asked = f'<p class="kb-asked"><span>{frame.asked}</span> <bdi>{esc(found.question)}</bdi></p>'
    as_of = frame.as_of.format(date=found.as_of.isoformat())
    if found.status == "answered":
        word = frame.found.format(n=len(found.citations))
        # Sides differ in validity: each says its own.
        first = "" if is_compared(found) or not found.citations else badge(found.citations[0].validity, frame)
        return (
            f'<header>{asked}<p class="kb-status"><strong>{word}</strong><span>{as_of}</span>{first}'
            f"{_sheet_link(frame, about)}</p></header>"
        )
    said = UNANSWERED[found.status]
    words = [("zh-CN", said.title.zh, said.todo.zh), ("en", said.title.en, said.todo.en)]
    words.sort(key=lambda each: each[0] != frame.lang)
    title = " ".join(f'<span lang="{lang}">{what}</span>' for lang, what, _ in words)
    todo = "".join(f'<p class="kb-todo" lang="{lang}">{what}</p>' for lang, _, what in words)
    return f'<header>{asked}<h2 class="kb-status">{title}{_sheet_link(frame, about)}</h2>{todo}</header>'


def _sheet_link(frame: Frame, about: Shelf) -> str:
    if not about.number:
        return ""
    return f'<a class="kb-sheet-link" href="{about.url(f"/history/{about.number}/sheet")}">{frame.sheet}</a>'


def _notices(found: Answer, frame: Frame) -> str:
    elsewhere = said_in_place(found)
    rows = "".join(
        f'<li class="kb-notice-{esc(notice.code)}">{message(notice.message, frame)}</li>'
        for notice in found.notices
        if notice not in elsewhere and (found.status == "answered" or notice.code not in SAID_BY_FRAME)
    )
    return f'<section class="kb-notices"><h2>{frame.notices}</h2><ul>{rows}</ul></section>' if rows else ""


def _reading(asked: Question, frame: Frame) -> str:
    """How the question was read, folded up: `名称 Name：value` a line."""
    rows = []
    for line in reading_lines(asked):
        name, _, value = line.partition("：")
        zh, _, en = name.partition(" ")
        label, said = (en, mixed(value)) if frame.lang == "en" else (zh, esc(value))
        rows.append(f"<div><dt>{esc(label)}</dt><dd>{said}</dd></div>")
    return f'<details class="kb-reading"><summary>{frame.reading}</summary><dl class="kb-facts">{"".join(rows)}</dl></details>'


def _join(parts: Iterable[str | None], separator: str) -> str:
    return separator.join(part for part in parts if part)
