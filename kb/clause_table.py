"""All clauses of a store, document by document in reading order, and what is asked of all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, overload

from kb.records import Clause

OwnClauses: TypeAlias = Callable[[str], Sequence[Clause]]
"""Gives the clauses of a document, by its id."""


@dataclass(frozen=True)
class ClauseHead:
    """What a clause is called by, without its text."""

    id: str
    document: str
    label: str
    path: tuple[str, ...]


class ClauseTable(Sequence[Clause]):
    """Held in memory here; of a store, a clause is read from its file when it is asked for.

    `forms` are the ids of the blank forms and `years` those that each document's texts name, where a build has found them.
    """

    forms: frozenset[str] | None = None
    years: Mapping[str, Iterable[int]] | None = None

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses

    @cached_property
    def ids(self) -> Sequence[str]:
        """Of each clause."""
        return tuple(clause.id for clause in self._clauses)

    @cached_property
    def documents(self) -> Sequence[str]:
        """The document's id of each clause."""
        return tuple(clause.document for clause in self._clauses)

    @property
    def heads(self) -> Sequence[Clause | ClauseHead]:
        """What each clause is called by."""
        return self._clauses

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where the clause with an id stands."""
        return {identifier: position for position, identifier in enumerate(self.ids)}

    @cached_property
    def _own(self) -> Mapping[str, list[int]]:
        own: dict[str, list[int]] = {}
        for position, document in enumerate(self.documents):
            own.setdefault(document, []).append(position)
        return own

    def named(self, identifier: str) -> Clause:
        """The clause with this id; KeyError where none has."""
        return self[self.positions[identifier]]

    def number_of(self, document: str) -> int:
        """How many clauses a document (its id) has."""
        return len(self._own.get(document, ()))

    def own(self, document: str) -> Sequence[Clause]:
        """The clauses of one document (its id) in reading order."""
        return [self[position] for position in self._own.get(document, ())]

    def texts(self, document: str) -> Sequence[str]:
        """The texts of the clauses of one document (its id) in reading order."""
        return [clause.text for clause in self.own(document)]

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Clause: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Clause]: ...

    def __getitem__(self, at: int | slice) -> Clause | Sequence[Clause]:
        return (
            [self[position] for position in range(*at.indices(len(self)))]
            if isinstance(at, slice)
            else self._clauses[at]
        )
