"""Picked clauses as a file to keep: what each entry says, and the Markdown. ui/desk/export_docx.py makes the Word document.

Pure: picks in, text out. The frame is in the reader's language; what a document says stays word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.answers import page_of, source_start
from kb.citation_lines import chosen_style
from kb.exports import markdown_text
from ui.pieces import ClausePart, Words, clause_parts, reference, source_line
from ui.server import Pick


@dataclass(frozen=True)
class ExportedClause:
    """One clause as every export tells it; `judged`, `validity` and `proof` make one sentence."""

    heading: str
    title: str
    path: tuple[str, ...]
    quotes: tuple[str, ...]
    parts: tuple[ClausePart, ...]
    citation: str
    judged: str
    validity: str
    proof: str
    page: str | None


def entries(picks: Sequence[Pick], words: Words) -> tuple[ExportedClause, ...]:
    """What is said of each pick, numbered from 1; GateError where a quote does not stand in its clause."""
    return tuple(_entry(n, pick, words) for n, pick in enumerate(picks, 1))


def made_line(picks: Sequence[Pick], words: Words, day: date) -> str:
    """How many clauses, made when."""
    return words.collection.made.format(n=len(picks), day=day.isoformat())


def pick_page(pick: Pick, words: Words) -> str | None:
    """Where a picked clause stands in its file, None for a file without pages."""
    page = page_of(pick.document.pages, source_start(pick.clause))
    return words.collection.page.format(page=page) if page else None


def collection_markdown(picks: Sequence[Pick], words: Words, day: date) -> str:
    """The collection as CommonMark; every character of a document is escaped, so that it shows as it is."""
    colon = words.answer.colon
    blocks = [f"# {words.collection.title}", _plain(made_line(picks, words, day)), _plain(words.collection.note)]
    for entry in entries(picks, words):
        # A number that begins a heading begins no list.
        blocks += [
            f"## {entry.heading.partition(' ')[0]} {_plain(entry.heading.partition(' ')[2])}",
            _plain(entry.title),
        ]
        if entry.path:
            blocks.append(f"{words.answer.path}{colon}{' › '.join(_plain(each) for each in entry.path)}")
        if entry.quotes:
            blocks.append(f"### {words.collection.quoted}")
            blocks.append("\n>\n".join(_quoted(quote) for quote in entry.quotes))
        blocks.append(f"### {words.answer.clause}")
        blocks += [_part(part, colon) for part in entry.parts]
        cited = entry.citation if chosen_style() == "markdown" else _plain(entry.citation)
        facts = [f"{entry.judged}{entry.validity}{entry.proof}", entry.page]
        lines = [f"{words.answer.copy_line}{colon}{cited}", *(_plain(fact) for fact in facts if fact)]
        blocks.append("\n".join(f"- {line}" for line in lines))
    return "\n\n".join(blocks) + "\n"


def _entry(n: int, pick: Pick, words: Words) -> ExportedClause:
    document, clause = pick.document, pick.clause
    return ExportedClause(
        heading=f"{n}. {reference(document, clause)}",
        title=document.title,
        path=clause.path,
        quotes=tuple(quote.text for quote in pick.quotes),
        parts=clause_parts(pick.clause, pick.quotes),
        citation=source_line(document, clause, words.language),
        judged=words.collection.judged.format(day=pick.as_of.isoformat()),
        validity=words.answer["validity"][pick.validity],
        proof=words.collection.proof.format(words=pick.validity_quote or words.collection.no_proof),
        page=pick_page(pick, words),
    )


def _part(part: ClausePart, colon: str) -> str:
    text = "".join(
        f"<mark>{markdown_text(run.text)}</mark>" if run.kind else markdown_text(run.text) for run in part.runs
    )
    return f"{_plain(part.column)}{colon}{text}" if part.column else text


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in markdown_text(text).split("\n"))


def _plain(text: str) -> str:
    """One line of text as Markdown that shows exactly these characters."""
    return markdown_text(" ".join(text.split("\n")))
