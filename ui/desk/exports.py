"""Picked clauses as a file to keep: what each entry says, and the Markdown. ui/desk/export_docx.py makes the Word document.

Pure: picks in, text out. The frame is in the reader's language; what a document says stays word for word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kb.answers import page_of, source_start
from kb.citation_lines import citation_line, english_citation_line
from kb.records import Language
from kb.sheets import CONTROL
from ui.desk.collection_words import COLLECTION, CollectionWords
from ui.pieces import FRAMES, NOTE, cell_ranges, spans
from ui.server import Pick

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
_EDGE_SPACE: Final = re.compile(r"^[ \t]+|[ \t]+$")


@dataclass(frozen=True)
class ExportedRun:
    """A run of a clause's text; `quoted` where it is to be marked."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class ExportedPart:
    """A clause's text, or one cell of a table row under its column's name."""

    column: str | None
    pieces: tuple[ExportedRun, ...]


@dataclass(frozen=True)
class ExportedClause:
    """One clause as every export tells it; `judged`, `validity` and `proof` make one sentence."""

    heading: str
    title: str
    path: tuple[str, ...]
    quotes: tuple[str, ...]
    parts: tuple[ExportedPart, ...]
    citation: str
    judged: str
    validity: str
    proof: str
    page: str | None


def entries(picks: Sequence[Pick], language: Language) -> tuple[ExportedClause, ...]:
    """What is said of each pick, numbered from 1; GateError where a quote does not stand in its clause."""
    return tuple(_entry(n, pick, language) for n, pick in enumerate(picks, 1))


def made_line(picks: Sequence[Pick], language: Language, day: date) -> str:
    """How many clauses, made when."""
    return COLLECTION[language].made.format(n=len(picks), day=day.isoformat())


def pick_line(pick: Pick, language: Language) -> str:
    """The line that a picked clause is cited by."""
    if language == "en":
        return english_citation_line(pick.document, pick.clause)
    return citation_line(pick.document, pick.clause.label)


def pick_page(pick: Pick, words: CollectionWords) -> str | None:
    """Where a picked clause stands in its file, None for a file without pages."""
    page = page_of(pick.document.pages, source_start(pick.clause))
    return words.page.format(page=page) if page else None


def collection_markdown(picks: Sequence[Pick], language: Language, day: date) -> str:
    """The collection as CommonMark; every character of a document is escaped, so that it shows as it is."""
    words, frame = COLLECTION[language], FRAMES[language]
    blocks = [f"# {words.title}", _plain(made_line(picks, language, day)), _plain(words.note)]
    for entry in entries(picks, language):
        blocks += [f"## {_plain(entry.heading)}", _plain(entry.title)]
        if entry.path:
            blocks.append(f"{frame.path}{_colon(language)}{' › '.join(_plain(each) for each in entry.path)}")
        if entry.quotes:
            blocks.append(f"### {words.quoted}")
            blocks.append("\n>\n".join(_quoted(quote) for quote in entry.quotes))
        blocks.append(f"### {frame.clause}")
        blocks += [_part(part, language) for part in entry.parts]
        facts = [f"{frame.copy_line}{_colon(language)}{entry.citation}", f"{entry.judged}{entry.validity}{entry.proof}"]
        blocks.append("\n".join(f"- {_plain(fact)}" for fact in (*facts, entry.page) if fact))
    return "\n\n".join(blocks) + "\n"


def _entry(n: int, pick: Pick, language: Language) -> ExportedClause:
    document, clause = pick.document, pick.clause
    words = COLLECTION[language]
    return ExportedClause(
        heading=f"{n}. {document.number or f'《{document.title}》'} {clause.label}",
        title=document.title,
        path=clause.path,
        quotes=tuple(quote.text for quote in pick.quotes),
        parts=_parts(pick),
        citation=pick_line(pick, language),
        judged=words.judged.format(day=pick.as_of.isoformat()),
        validity=FRAMES[language].validity[pick.validity],
        proof=words.proof.format(words=pick.validity_quote or words.no_proof),
        page=pick_page(pick, words),
    )


def _parts(pick: Pick) -> tuple[ExportedPart, ...]:
    text = pick.clause.text
    ranges = spans(text, pick.quotes)
    cells = cell_ranges(pick.clause)
    if not cells:
        return (ExportedPart(None, _pieces(text, ranges, 0, len(text))),)
    return tuple(ExportedPart(column or NOTE, _pieces(text, ranges, start, end)) for column, start, end in cells)


def _pieces(text: str, ranges: Sequence[tuple[int, int]], start: int, end: int) -> tuple[ExportedRun, ...]:
    pieces: list[ExportedRun] = []
    cursor = start
    for low, high in ranges:
        low, high = max(low, cursor), min(high, end)
        if low < high:
            pieces += [ExportedRun(text[cursor:low]), ExportedRun(text[low:high], quoted=True)]
            cursor = high
    pieces.append(ExportedRun(text[cursor:end]))
    return tuple(piece for piece in pieces if piece.text)


def _colon(language: Language) -> str:
    return ": " if language == "en" else "："


def _part(part: ExportedPart, language: Language) -> str:
    text = "".join(f"<mark>{_text(p.text)}</mark>" if p.quoted else _text(p.text) for p in part.pieces)
    return f"{_plain(part.column)}{_colon(language)}{text}" if part.column else text


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in _text(text).split("\n"))


def _plain(text: str) -> str:
    """One line of text as Markdown that shows exactly these characters."""
    return _text(" ".join(text.split("\n")))


def _text(text: str) -> str:
    # CommonMark 2.4: a backslash before any ASCII punctuation makes it itself; 6.7: one before a line's end breaks the line.
    lines = CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\\n".join(_EDGE_SPACE.sub(_spaces, _PUNCTUATION.sub(r"\\\1", line)) for line in lines)


def _spaces(found: re.Match[str]) -> str:
    # White space at either end of a line would be dropped, or make it code.
    return "".join(f"&#{ord(char)};" for char in found[0])
