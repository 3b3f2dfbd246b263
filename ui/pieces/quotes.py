"""What the text says: the quoted sentences by clause, side by side where a question compares.

A side that has nothing stands in its place and says so. English terms below a quote are a help to read it, no translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kb.answers import Answer, AnswerItem, Citation
from kb.errors import GateError
from kb.messages import Message
from kb.questions import Question
from kb.records import Notice

# Notices that a side has nothing: that no document held for it says it, or that none is held for it.
_EMPTY_SIDE: Final = frozenset({"side_not_found", "region_not_held"})


@dataclass(frozen=True)
class QuoteBlock:
    """Consecutive sentences of one clause; `gloss` are their terms (Chinese, English), each once."""

    citation: Citation
    items: tuple[AnswerItem, ...]
    gloss: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuoteSide:
    """One side of a comparison: its quotes, or the message that it has none. `name` is None if the question names none."""

    name: str | None
    english: str = ""
    blocks: tuple[QuoteBlock, ...] = ()
    nothing: Message | None = None


@dataclass(frozen=True)
class QuotedAnswer:
    """An answer's quotes, in `sides` where it compares."""

    blocks: tuple[QuoteBlock, ...] = ()
    sides: tuple[QuoteSide, ...] = ()


def quoted(found: Answer, asked: Question | None) -> QuotedAnswer:
    """The quotes, sides in the order in which `asked` names them; GateError where a sentence has no citation."""
    if not is_compared(found):
        return QuotedAnswer(blocks=quote_blocks(found, found.answer))
    names = side_names(asked)
    sides = [
        QuoteSide(group, names.get(group or "", ""), quote_blocks(found, items))
        for group, items in groupby(found.answer, key=lambda item: item.group)
    ]
    left = [name for name in names if name not in {side.name for side in sides}]
    for notice in said_in_place(found):
        name = _side_of(notice, left)
        sides.append(QuoteSide(name, names.get(name or "", ""), nothing=notice.message))
    order = list(names)
    # Stable: sides that the question does not name keep the answer's order, after those it names.
    sides.sort(key=lambda side: order.index(side.name) if side.name in order else len(order))
    return QuotedAnswer(sides=tuple(sides))


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


def quote_blocks(found: Answer, items: Iterable[AnswerItem]) -> tuple[QuoteBlock, ...]:
    """Sentences of an answer by the clause they come from; GateError where one has no citation."""
    cited: Mapping[int, Citation] = {citation.n: citation for citation in found.citations}
    blocks = []
    for n, run in groupby(items, key=lambda item: item.citation):
        if n not in cited:
            raise GateError(
                "答复里有一句没有出处，已拦下，请报告维护人员。",
                "A sentence of the answer has no citation, so it is held back: tell the maintainer.",
            )
        sentences = tuple(run)
        gloss = dict(pair for item in sentences for pair in item.gloss)
        blocks.append(QuoteBlock(cited[n], sentences, tuple(gloss.items())))
    return tuple(blocks)


def _side_of(notice: Notice, names: Iterable[str]) -> str | None:
    # What follows the first part of the sentence may list other places (which ones are held).
    subject = notice.text.partition("；")[0]
    return next((name for name in names if name in subject), None)
