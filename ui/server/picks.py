"""A clause picked for the collection, made from what a form says: the clause's id, the ranges quoted, the day it is judged on."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kb.documents import validity_on
from kb.errors import InvalidInput
from kb.records import Quote
from kb.store import KnowledgeBase
from ui.pieces import read_date
from ui.server.work import Pick

_RANGE: Final = re.compile(r"(\d{1,6})-(\d{1,6})")
_MOST_QUOTES: Final = 50


def picked(kb: KnowledgeBase, clause_id: str, quotes: str = "", as_of: str = "") -> Pick:
    """The clause with its document and its validity on a day (default today); InvalidInput where one of the three is none."""
    clause = kb.clause(clause_id)
    try:
        day = read_date(as_of) or date.today()
    except ValueError as error:
        raise InvalidInput(
            f"看不懂日期“{as_of[:40]}”，请写成 2018-01-01。", "This is no date: write YYYY-MM-DD."
        ) from error
    entry = next((each for each in kb.documents(day) if each.document.id == clause.document), None)
    if entry is None:
        # Between the two look-ups the store was rebuilt without it.
        raise InvalidInput("文件刚刚更新，请重新查询。", "The texts have just changed: ask again.")
    document = entry.document
    return Pick(clause, document, *validity_on(document, day, clause.id), day, picked_quotes(clause.text, quotes))


def picked_quotes(text: str, ranges: str) -> tuple[Quote, ...]:
    """`7-19,30-41` as the pieces of `text` that stand there; InvalidInput where one does not."""
    quotes: list[Quote] = []
    for piece in filter(None, ranges.split(",")):
        found = _RANGE.fullmatch(piece.strip())
        if found is None or len(quotes) == _MOST_QUOTES or not int(found[1]) < int(found[2]) <= len(text):
            raise InvalidInput(
                f"引文位置“{ranges[:60]}”与条款不符，请重新查询。",
                "The quoted words do not stand in this clause: ask again.",
            )
        start, end = int(found[1]), int(found[2])
        quotes.append(Quote(text[start:end], start, end))
    return tuple(quotes)
