"""The clauses of the texts held as lists: what stands together under one heading, one lead or in one table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.answers.support import comparable
from kb.records import Clause, Document
from kb.regex import regex

_ARTICLE = regex(r"第[^第]+[章节条]$")
# Items are called by a word that stands in the names of nearly all of them.
_NEARLY_ALL = 0.8


@dataclass(frozen=True)
class ClauseList:
    """Clauses that stand side by side, two or more, below the clause `head`.

    `name` is their common heading or lead, with a table's columns; `full` the same with the headings around it and the document's title;
    `names` are those of the items.
    """

    head: Clause
    items: tuple[Clause, ...]
    name: str
    full: str
    names: tuple[str, ...]

    def called(self, words: Collection[str]) -> tuple[str, ...]:
        """Those of the words by which the items are called."""
        names = [comparable(name) for name in self.names]
        return tuple(
            word for word in words if sum(comparable(word) in name for name in names) >= _NEARLY_ALL * len(names)
        )


class Outline:
    """What stands below what in the texts held; `own` gives the clauses of a document (its id) in order, `document` the document."""

    def __init__(self, own: Callable[[str], Sequence[Clause]], document: Callable[[str], Document]) -> None:
        self._document = document
        self._own = own
        self._below = lru_cache(maxsize=64)(self._read)

    def _read(self, document: str) -> tuple[dict[str, Clause], dict[str, list[Clause]]]:
        """The clauses of a document by id, and by what they stand below."""
        clauses = self._own(document)
        below: dict[str, list[Clause]] = {}
        for clause in clauses:
            if clause.parent is not None:
                below.setdefault(clause.parent, []).append(clause)
        return {clause.id: clause for clause in clauses}, below

    def document(self, clause: Clause) -> Document:
        """The document of a clause."""
        return self._document(clause.document)

    def items_of(self, clause: Clause) -> ClauseList | None:
        """The list below a clause; None if fewer than two items stand there.

        Blocks (a preamble, a date) are no items, nor are a statute's articles: each is a rule of its own.
        """
        below = self._below(clause.document)[1].get(clause.id, [])
        rows = [item for item in below if item.kind == "row"]
        items = rows or [
            item for item in below if item.kind in ("clause", "heading") and not _ARTICLE.search(item.label)
        ]
        if len(items) < 2:
            return None
        around = items[0].path[:-1]
        columns = " ".join(dict.fromkeys(cell.column for row in rows for cell in row.cells))
        name = " ".join((*around[-1:], "" if clause.kind == "heading" else clause.text, columns))
        full = " ".join((self.document(clause).title, *around, name))
        names = tuple(" ".join((item.path[-1], *(cell.column for cell in item.cells))) for item in items)
        return ClauseList(clause, tuple(items), name, full, names)

    def lists_around(self, clause: Clause) -> Iterator[ClauseList]:
        """The list below a clause and those it stands in, the nearest first."""
        for at in self.around(clause):
            if listed := self.items_of(at):
                yield listed

    def around(self, clause: Clause) -> Iterator[Clause]:
        """The clause and those it stands below, the nearest first."""
        by_id = self._below(clause.document)[0]
        at: Clause | None = clause
        while at is not None:
            yield at
            at = by_id.get(at.parent) if at.parent else None
