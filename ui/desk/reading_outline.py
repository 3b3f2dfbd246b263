"""The outline of a document: its clauses as a tree of links, the rows of a table folded into one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kb.records import Clause
from ui.desk.reading_sheet import is_table_header
from ui.pieces import clause_anchor

_LONGEST: Final = 60
_OPENING: Final = 20


@dataclass(frozen=True)
class Node:
    """An entry of the outline; one without an anchor only folds its `children`, the rows of a table."""

    words: str
    anchor: str
    current: bool
    children: tuple[Node, ...]

    @property
    def holds_current(self) -> bool:
        """Whether the current clause is here or below."""
        return self.current or any(child.holds_current for child in self.children)


def outline(clauses: Sequence[Clause], current: str = "") -> tuple[Node, ...]:
    """The tree in reading order; `current` is the id of the clause a page is opened at."""
    known = {clause.id for clause in clauses}
    below: dict[str, list[Clause]] = {}
    for clause in clauses:
        # The names of a table's columns are no place to go to, unless they were cited.
        if not is_table_header(clause) or clause.id == current:
            below.setdefault(clause.parent if clause.parent in known else "", []).append(clause)
    return _nodes("", below, current)


def _nodes(parent: str, below: dict[str, list[Clause]], current: str) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for is_rows, run in groupby(below.get(parent, ()), lambda each: each.kind == "row"):
        made = tuple(
            Node(_words(each), clause_anchor(each.label), each.id == current, _nodes(each.id, below, current))
            for each in run
        )
        nodes += [Node("", "", False, made)] if is_rows else made
    return tuple(nodes)


def _words(clause: Clause) -> str:
    """What an entry is called: its heading; a paragraph without a number by its first words; a part by its title."""
    own = clause.path[-1]
    if clause.kind == "block" and own == "标题" and len(clause.path) > 1:
        own = clause.path[0]
    elif clause.kind == "block" and own.endswith("段"):
        opening = " ".join(clause.text.split())
        own += f" {opening[:_OPENING]}" + ("…" if len(opening) > _OPENING else "")
    return own if len(own) <= _LONGEST else own[:_LONGEST] + "…"
