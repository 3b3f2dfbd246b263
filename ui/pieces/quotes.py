"""What the text says: the quoted sentences with their sources, side by side where a question compares.

A side that has nothing stands in its place and says so. English terms below a quote are a help to read it, no translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from kb.answers import Answer, AnswerItem, Citation
from kb.errors import GateError
from kb.questions import Question
from kb.records import Notice
from ui.pieces.framing import badge, message, source_line
from ui.pieces.markup import esc
from ui.pieces.words import Frame

# Notices that a side has nothing: that no document held for it says it, or that none is held for it.
_EMPTY_SIDE: Final = frozenset({"side_not_found", "region_not_held"})


def quoted(found: Answer, asked: Question | None, frame: Frame) -> str:
    """The section with the quotes; sides in the order in which `asked` names them."""
    if is_compared(found):
        return f'<section class="kb-quotes"><h2>{frame.answer}</h2>{_sides(found, asked, frame)}</section>'
    rows = _blocks(found.answer, _by_number(found), frame)
    return f'<section class="kb-quotes"><h2>{frame.answer}</h2><ol>{rows}</ol></section>'


def is_compared(found: Answer) -> bool:
    """Whether the answer has sides."""
    return any(item.group for item in found.answer)


def said_in_place(found: Answer) -> tuple[Notice, ...]:
    """The notices that stand where a side of the comparison would have stood."""
    return tuple(notice for notice in found.notices if is_compared(found) and notice.code in _EMPTY_SIDE)


def side_names(asked: Question | None) -> dict[str, str]:
    """What a question can set side by side, in the order it names them, each with its English name ("" for none)."""
    if asked is None:
        return {}
    places = {mention.place.name: mention.place.english for mention in asked.places}
    years = {f"{year}年": str(year) for year in asked.years}
    return places | dict.fromkeys(asked.document_numbers, "") | years


def _sides(found: Answer, asked: Question | None, frame: Frame) -> str:
    names, cited = side_names(asked), _by_number(found)
    sides: list[tuple[str | None, str]] = []
    for group, items in groupby(found.answer, key=lambda item: item.group):
        sides.append((group, f"<ol>{_blocks(items, cited, frame)}</ol>"))
    groups = {group for group, _ in sides}
    for notice in said_in_place(found):
        name = _side_of(notice, [name for name in names if name not in groups])
        sides.append((name, f'<p class="kb-nothing">{message(notice.message, frame)}</p>'))
    order = list(names)
    # Stable: sides that the question does not name keep the answer's order, after those it names.
    sides.sort(key=lambda side: order.index(side[0]) if side[0] in order else len(order))
    blocks = "".join(
        f'<section class="kb-side"><h3>{_heading(name, names, frame)}</h3>{body}</section>' for name, body in sides
    )
    return f'<div class="kb-sides">{blocks}</div>'


def _side_of(notice: Notice, names: Iterable[str]) -> str | None:
    # What follows the first part of the sentence may list other places (which ones are held).
    subject = notice.text.partition("；")[0]
    return next((name for name in names if name in subject), None)


def _heading(name: str | None, names: Mapping[str, str], frame: Frame) -> str:
    if name is None:
        return frame.nothing
    english = names.get(name)
    own = f'<span lang="zh-CN">{esc(name)}</span>'
    return f"{esc(english)} {own}" if english and frame.lang == "en" else own


def _blocks(items: Iterable[AnswerItem], cited: Mapping[int, Citation], frame: Frame) -> str:
    """Consecutive sentences of one clause share one source line."""
    rows = []
    for n, sentences in groupby(items, key=lambda item: item.citation):
        if n not in cited:
            raise GateError(
                "答复里有一句没有出处，已拦下，请报告维护人员。",
                "A sentence of the answer has no citation, so it is held back: tell the maintainer.",
            )
        rows.append(_block(cited[n], tuple(sentences), frame))
    return "".join(rows)


def _block(citation: Citation, items: Sequence[AnswerItem], frame: Frame) -> str:
    sentences = "".join(f"<p>{_column(item)}{esc(item.text)}</p>" for item in items)
    _, line = source_line(citation.document, citation.clause, frame)
    return (
        f'<li><a class="kb-n" href="#kb-cite-{citation.n}" title="{frame.sources} {citation.n}">{citation.n}</a><div>'
        f'<blockquote lang="zh-CN">{sentences}</blockquote>{_gloss(items, frame)}'
        f'<p class="kb-source">{badge(citation.validity, frame)}<cite>{line}</cite></p></div></li>'
    )


def _column(item: AnswerItem) -> str:
    return f'<span class="kb-column">{esc(item.column)}</span>' if item.column else ""


def _gloss(items: Sequence[AnswerItem], frame: Frame) -> str:
    """The terms of a block's sentences, each once."""
    terms = dict(pair for item in items for pair in item.gloss)
    rows = "".join(
        f'<div><dt lang="zh-CN">{esc(term)}</dt><dd lang="en">{esc(english)}</dd></div>'
        for term, english in terms.items()
    )
    return f'<div class="kb-gloss"><p>{frame.terms}</p><dl>{rows}</dl></div>' if rows else ""


def _by_number(found: Answer) -> dict[int, Citation]:
    return {citation.n: citation for citation in found.citations}
