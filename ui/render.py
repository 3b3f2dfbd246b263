"""An answer as HTML: what the text says, what to beware of, where it stands, what else was found.

Pure functions from records to strings. They neither search nor decide; the only refusal is a quote that does not stand in
its clause. Everything that is not this file's own markup passes through `markup.esc`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from kb.base import DocumentEntry
from kb.explain import reading_lines
from kb.question import Question
from kb.records import Answer, Citation, Clause, Document
from ui.framing import badge, message, source_line
from ui.markup import clause_body, esc, mixed
from ui.quotes import is_compared, quotes, said_in_place
from ui.words import FAILED, FAILED_EN, FRAMES, UNANSWERED, Frame

# Said by the frame itself, in full, where there is no answer.
_SAID_BY_FRAME: Final = frozenset({"not_found", "where_to_ask", "related"})


def answer(found: Answer, asked: Question | None = None) -> str:
    """The whole answer area; its frame speaks the question's language, its quotes the document's.

    `asked` is the question as it was read: it orders the sides of a comparison and is shown, folded up, at the end.
    """
    frame = FRAMES[found.language]
    head = _head(found, frame)
    if found.status == "invalid":
        body = _notices(found, frame)
    elif found.status == "answered":
        body = quotes(found, asked, frame) + _notices(found, frame) + _cards(found, frame) + _related(found, frame)
    else:
        body = _notices(found, frame) + _related(found, frame)
    if asked is not None:
        body += _reading(asked, frame)
    return f'<article class="kb-answer kb-{found.status}" lang="{frame.lang}">{head}{body}</article>'


def failure(reason: str) -> str:
    """One line of cause and remedy where an answer would have stood."""
    return (
        f'<article class="kb-answer kb-failed" role="alert"><h2 class="kb-status">{FAILED} '
        f'<span lang="en">{FAILED_EN}</span></h2><p class="kb-todo">{esc(reason)}</p></article>'
    )


def field_error(reason: str) -> str:
    """A sentence under the field it is about; an empty reason clears it."""
    return f'<p class="kb-error" role="alert">{esc(reason)}</p>' if reason else ""


def welcome(held: Sequence[DocumentEntry], warning: str | None = None) -> str:
    """What is held, shown before the first question, and what is wrong with the store where something is."""
    frame = FRAMES["zh"]
    rows = "".join(
        f"<li>{badge(each.validity, frame)}<span><b>{esc(each.document.title)}</b>"
        f'<span class="kb-meta">{esc(_join((each.document.number, each.document.region), " · "))}'
        f" · {each.clauses} 条</span></span></li>"
        for each in held
    )
    return (
        f'<article class="kb-answer kb-held" lang="zh-CN">{field_error(warning or "")}<h2>本库收录 {len(held)} 份文件 '
        f'<span lang="en">Documents held</span></h2><ul class="kb-documents">{rows}</ul></article>'
    )


def _head(found: Answer, frame: Frame) -> str:
    asked = f'<p class="kb-asked"><span>{frame.asked}</span> <bdi>{esc(found.question)}</bdi></p>'
    as_of = frame.as_of.format(date=found.as_of.isoformat())
    if found.status == "answered":
        word = frame.found.format(n=len(found.citations))
        # Sides differ in validity: each says its own.
        first = "" if is_compared(found) or not found.citations else badge(found.citations[0].validity, frame)
        return f'<header>{asked}<p class="kb-status"><strong>{word}</strong><span>{as_of}</span>{first}</p></header>'
    said = UNANSWERED[found.status]
    words = [("zh-CN", said.zh, said.todo_zh), ("en", said.en, said.todo_en)]
    words.sort(key=lambda each: each[0] != frame.lang)
    title = " ".join(f'<span lang="{lang}">{what}</span>' for lang, what, _ in words)
    todo = "".join(f'<p class="kb-todo" lang="{lang}">{what}</p>' for lang, _, what in words)
    return f'<header>{asked}<h2 class="kb-status">{title}</h2>{todo}</header>'


def _notices(found: Answer, frame: Frame) -> str:
    elsewhere = said_in_place(found)
    rows = "".join(
        f'<li class="kb-notice-{esc(notice.code)}">{message(notice.text, frame)}</li>'
        for notice in found.notices
        if notice not in elsewhere and (found.status == "answered" or notice.code not in _SAID_BY_FRAME)
    )
    return f'<section class="kb-notices"><h2>{frame.notices}</h2><ul>{rows}</ul></section>' if rows else ""


def _cards(found: Answer, frame: Frame) -> str:
    cards = "".join(_card(citation, frame) for citation in found.citations)
    return f'<section class="kb-cards"><h2>{frame.sources}</h2>{cards}</section>'


def _card(citation: Citation, frame: Frame) -> str:
    document, clause = citation.document, citation.clause
    path = "".join(f"<li>{esc(heading)}</li>" for heading in clause.path)
    return (
        f'<section class="kb-card" id="kb-cite-{citation.n}"><header><span class="kb-n">{citation.n}</span>'
        f'<h3 lang="zh-CN">{esc(document.title)}</h3>{badge(citation.validity, frame)}</header>'
        f"{_facts(citation, frame)}"
        f'<h4>{frame.path}</h4><ol class="kb-path" lang="zh-CN">{path}</ol>'
        f"<h4>{frame.clause}</h4>{clause_body(clause, citation.quotes)}"
        f"{_copy_line(document, clause, frame)}</section>"
    )


def _facts(citation: Citation, frame: Frame) -> str:
    document = citation.document
    facts = [
        (frame.number, esc(document.number or frame.no_number)),
        (frame.issuers, esc(frame.separator.join(document.issuers) or frame.not_stated)),
        (frame.issued, esc(_iso(document.issued, frame))),
        (frame.region, esc(" ‹ ".join(document.regions) or frame.not_stated)),
        (frame.period, esc(_period(document, frame))),
    ]
    if citation.validity_quote:
        facts.append((frame.proof, f'<q lang="zh-CN">{esc(citation.validity_quote)}</q>'))
    if document.superseded_by:
        replaced = _join((document.superseded_by, _iso(document.superseded_on, frame)), " · ")
        facts.append((frame.superseded_by, esc(replaced)))
    rows = "".join(f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in facts)
    return f'<dl class="kb-facts">{rows}</dl>'


def _copy_line(document: Document, clause: Clause, frame: Frame) -> str:
    # `value` carries the words to the script, `name` the word it shows when done: the two attributes that Gradio's
    # sanitiser leaves on a button (it drops data-* and aria-*).
    line, shown = source_line(document, clause, frame)
    return (
        f'<p class="kb-line"><span class="kb-line-label">{frame.copy_line}</span><span class="kb-line-text">{shown}</span>'
        f'<button type="button" class="kb-copy" value="{esc(line)}" name="{frame.copied}">{frame.copy}</button></p>'
    )


def _related(found: Answer, frame: Frame) -> str:
    """Further clauses; without an answer they stand under a heading that says that they are none."""
    rows = "".join(
        f'<li><details><summary lang="zh-CN"><span class="kb-meta">{esc(hit.document.number or hit.document.title)} '
        f"{esc(hit.clause.label)}</span><span>{esc(_opening(hit.clause.text))}</span></summary>"
        f"{clause_body(hit.clause)}{_copy_line(hit.document, hit.clause, frame)}</details></li>"
        for hit in found.related
    )
    if not rows:
        return ""
    answered = found.status == "answered"
    title, hint = (frame.related, frame.related_hint) if answered else (frame.near, frame.near_hint)
    return f'<section class="kb-related"><h2>{title}</h2><p class="kb-meta">{hint}</p><ul>{rows}</ul></section>'


def _reading(asked: Question, frame: Frame) -> str:
    """How the question was read, folded up: `名称 Name：value` a line."""
    rows = []
    for line in reading_lines(asked):
        name, _, value = line.partition("：")
        zh, _, en = name.partition(" ")
        label, said = (en, mixed(value)) if frame.lang == "en" else (zh, esc(value))
        rows.append(f"<div><dt>{esc(label)}</dt><dd>{said}</dd></div>")
    return f'<details class="kb-reading"><summary>{frame.reading}</summary><dl class="kb-facts">{"".join(rows)}</dl></details>'


def _opening(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[:length] + "……"


def _period(document: Document, frame: Frame) -> str:
    if document.effective_from is None and document.effective_to is None:
        return frame.not_stated
    return f"{_iso(document.effective_from, frame)} — {_iso(document.effective_to, frame)}"


def _iso(day: date | None, frame: Frame) -> str:
    return day.isoformat() if day else frame.not_stated


def _join(parts: Iterable[str | None], separator: str) -> str:
    return separator.join(part for part in parts if part)
