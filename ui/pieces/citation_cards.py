"""Citation cards: a clause with its document, its validity and the words that prove it, and what can be done with it.

Where the page has them, a card offers to copy the citation, to copy the quoted words with it, to open the clause in its document and
to put it into the collection.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kb.answers import Answer, Citation
from kb.records import Clause, Document, Quote
from ui.pieces.framing import badge, source_line
from ui.pieces.links import clause_path
from ui.pieces.markup import clause_body, esc
from ui.pieces.words import Frame


@dataclass(frozen=True)
class Shelf:
    """Where an answer stands: its number in the session (0: none), the language prefix of links, the day it is judged by."""

    number: int = 0
    prefix: str = ""
    as_of: date | None = None

    def url(self, path: str) -> str:
        """A path of this site, escaped, in the interface's language."""
        return esc(self.prefix + path)


NOWHERE: Final = Shelf()


def citation_cards(found: Answer, frame: Frame, shelf: Shelf) -> str:
    """The section with a card for each citation."""
    rows = "".join(_card(citation, frame, shelf) for citation in found.citations)
    return f'<section class="kb-cards"><h2>{frame.sources}</h2>{rows}</section>'


def related(found: Answer, frame: Frame, shelf: Shelf) -> str:
    """Further clauses; without an answer they stand under a heading that says that they are none."""
    rows = "".join(
        f'<li><details><summary lang="zh-CN"><span class="kb-meta">{esc(hit.document.number or hit.document.title)} '
        f"{esc(hit.clause.label)}</span><span>{esc(_opening(hit.clause.text))}</span></summary>"
        f"{clause_body(hit.clause)}{_line(hit.document, hit.clause, frame)}"
        f"{_actions(hit.document, hit.clause, (), None, frame, shelf)}</details></li>"
        for hit in found.related
    )
    if not rows:
        return ""
    answered = found.status == "answered"
    title, hint = (frame.related, frame.related_hint) if answered else (frame.near, frame.near_hint)
    return f'<section class="kb-related"><h2>{title}</h2><p class="kb-meta">{hint}</p><ul>{rows}</ul></section>'


def quoted_with_citation(citation: Citation, as_of: date | None, frame: Frame) -> str:
    """The quoted words, where they stand, and whether that is in force: what goes into a letter."""
    line, _ = source_line(citation.document, citation.clause, frame)
    day = f"{frame.separator}{frame.as_of.format(date=as_of.isoformat())}" if as_of else ""
    said = "\n".join(f"“{quote.text}”" for quote in citation.quotes)
    return f"{said}\n—— {line} [{frame.validity[citation.validity]}{day}]"


def _card(citation: Citation, frame: Frame, shelf: Shelf) -> str:
    document, clause = citation.document, citation.clause
    path = "".join(f"<li>{esc(heading)}</li>" for heading in clause.path)
    both = quoted_with_citation(citation, shelf.as_of, frame)
    return (
        f'<section class="kb-card" id="kb-cite-{citation.n}"><header><span class="kb-n">{citation.n}</span>'
        f'<h3 lang="zh-CN">{esc(document.title)}</h3>{badge(citation.validity, frame)}</header>'
        f"{_facts(citation, frame)}"
        f'<h4>{frame.path}</h4><ol class="kb-path" lang="zh-CN">{path}</ol>'
        f"<h4>{frame.clause}</h4>{clause_body(clause, citation.quotes)}"
        f"{_line(document, clause, frame)}{_actions(document, clause, citation.quotes, both, frame, shelf)}</section>"
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


def _line(document: Document, clause: Clause, frame: Frame) -> str:
    _, shown = source_line(document, clause, frame)
    return (
        f'<p class="kb-line"><span class="kb-line-label">{frame.copy_line}</span>'
        f'<span class="kb-line-text">{shown}</span></p>'
    )


def _actions(
    document: Document, clause: Clause, quotes: Sequence[Quote], both: str | None, frame: Frame, shelf: Shelf
) -> str:
    # `value` and `name` carry what a script needs: the two attributes that Gradio's sanitiser leaves on a button (it
    # drops data-* and aria-*).
    line, _ = source_line(document, clause, frame)
    ranges = ",".join(f"{quote.start}-{quote.end}" for quote in quotes)
    day = shelf.as_of.isoformat() if shelf.as_of else ""
    buttons = [_button("kb-copy", line, "", frame.copy)]
    if both:
        buttons.append(_button("kb-copy kb-copy-both", both, "", frame.copy_both))
    address = shelf.url(clause_path(clause, quotes, shelf.as_of))
    buttons.append(f'<a class="kb-button kb-small kb-open" href="{address}">{frame.open}</a>')
    buttons.append(_button("kb-pick", clause.id, f"{ranges}|{day}", frame.pick))
    return f'<p class="kb-actions">{"".join(buttons)}</p>'


def _button(kind: str, value: str, name: str, label: str) -> str:
    return f'<button type="button" class="{kind} kb-button kb-small" value="{esc(value)}" name="{esc(name)}">{label}</button>'


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
