"""What somebody has asked and picked: in memory, and for a signed-in user also where it outlives the server (`Keeper`)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from kb.answers import Answer
from kb.questions import Question
from kb.records import Clause, Document, Filters, Quote, Validity

Held = Callable[[], Set[str]]
"""The ids of the documents that are held now."""

MOST_ASKED: Final = 50
MOST_PICKED: Final = 200


@dataclass(frozen=True)
class Asked:
    """One question and its answer, None once a document whose words it held is not held any more.

    `reading` is how the question was understood, None if it was none or is no longer known.
    """

    number: int
    question: str
    filters: Filters
    answer: Answer | None
    reading: Question | None
    fingerprint: str = ""


@dataclass(frozen=True)
class Pick:
    """A clause set aside for later, as it stood when it was picked: `validity` is that of the day `as_of`; `by` put it there for others."""

    clause: Clause
    document: Document
    validity: Validity
    validity_quote: str | None
    as_of: date
    quotes: tuple[Quote, ...] = ()
    by: str = ""


class Keeper(Protocol):
    """Where the work of one owner outlives the server. Nothing of it raises: what cannot be kept is told to the administrator."""

    @property
    def days(self) -> int:
        """For how many days it is kept."""

    def load(self) -> tuple[Sequence[Asked], Sequence[Pick]]:
        """What is kept, the oldest question first."""

    def keep_asked(self, asked: Asked) -> None:
        """Keeps a question."""

    def drop_asked(self, numbers: Sequence[int]) -> None:
        """Removes questions."""

    def keep_picks(self, picks: Sequence[Pick]) -> None:
        """Keeps exactly these clauses in this order."""


class Work:
    """The work of one owner; safe to be used from several threads. What is kept is read when it is first asked for.

    Whoever looks finds no word of a document that is not among those `held`: such a clause goes, of such an answer the question stays.
    """

    def __init__(self, keeper: Keeper | None = None, held: Held | None = None) -> None:
        self.keeper, self._held = keeper, held
        # None also where something came since: the store may have been another one when it was asked.
        self._looked_at: Set[str] | None = None
        self._lock = threading.RLock()
        self._loaded = keeper is None
        self._asked: OrderedDict[int, Asked] = OrderedDict()
        self._picks: OrderedDict[str, Pick] = OrderedDict()
        self._numbers = 0

    @property
    def history(self) -> tuple[Asked, ...]:
        """The questions asked, the latest first, at most MOST_ASKED."""
        with self._lock:
            self._look()
            return tuple(reversed(self._asked.values()))

    def remember(
        self, question: str, filters: Filters, answer: Answer, reading: Question | None, fingerprint: str = ""
    ) -> Asked:
        """Keeps a question with its answer; the oldest go where there are too many."""
        with self._lock:
            self._look()
            self._numbers += 1
            asked = Asked(self._numbers, question, filters, answer, reading, fingerprint)
            self._asked[asked.number], self._looked_at = asked, None
            gone = [self._asked.popitem(last=False)[0] for _ in range(len(self._asked) - MOST_ASKED)]
            if self.keeper:
                self.keeper.keep_asked(asked)
                self.keeper.drop_asked(gone)
        return asked

    def asked(self, number: int) -> Asked | None:
        """One question by its number, None if it is no longer kept."""
        with self._lock:
            self._look()
            return self._asked.get(number)

    def forget(self, number: int | None = None) -> None:
        """Removes a question, or all of them; one that is not there is no error."""
        with self._lock:
            self._look()
            gone = list(self._asked) if number is None else [number]
            for each in gone:
                self._asked.pop(each, None)
            if self.keeper:
                self.keeper.drop_asked(gone)

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The clauses picked, in the order in which they were."""
        with self._lock:
            self._look()
            return tuple(self._picks.values())

    def pick(self, pick: Pick) -> bool:
        """Adds a clause, or takes a newer quote of one already there; False if the collection is full."""
        with self._lock:
            self._look()
            if pick.clause.id not in self._picks and len(self._picks) >= MOST_PICKED:
                return False
            self._picks[pick.clause.id], self._looked_at = pick, None
            self._keep_picks()
            return True

    def drop(self, clause_id: str) -> None:
        """Takes a clause out of the collection; one that is not there is no error."""
        with self._lock:
            self._look()
            if self._picks.pop(clause_id, None):
                self._keep_picks()

    def move(self, clause_id: str, steps: int) -> None:
        """Moves a clause that many places down the collection (up where negative), as far as it goes."""
        with self._lock:
            self._look()
            if clause_id not in self._picks:
                return
            order = [key for key in self._picks if key != clause_id]
            place = list(self._picks).index(clause_id) + steps
            order.insert(max(0, place), clause_id)
            self._picks = OrderedDict((key, self._picks[key]) for key in order)
            self._keep_picks()

    def drop_all(self) -> None:
        """Empties the collection; the questions stay."""
        with self._lock:
            self._look()
            self._picks.clear()
            self._keep_picks()

    def close(self) -> None:
        """Forgets what nobody keeps; what is kept stays where it is."""
        if self.keeper is None:
            with self._lock:
                self._asked.clear()
                self._picks.clear()

    def _keep_picks(self) -> None:
        if self.keeper:
            self.keeper.keep_picks(tuple(self._picks.values()))

    def _look(self) -> None:
        """Reads what is kept, once, and lets go of what rests on documents that have left since the last look."""
        if not self._loaded and self.keeper:
            self._loaded = True
            asked, picks = self.keeper.load()
            self._asked.update((each.number, each) for each in asked)
            self._picks.update((each.clause.id, each) for each in picks)
            self._numbers = max(self._asked, default=0)
        held = self._held() if self._held else None
        if held is None or held == self._looked_at:
            return
        self._looked_at = held
        self._let_go(held)

    def _let_go(self, held: Set[str]) -> None:
        for each in list(self._asked.values()):
            if each.answer and not documents_of(each.answer) <= held:
                self._asked[each.number] = gone = replace(each, answer=None, reading=None)
                if self.keeper:
                    self.keeper.keep_asked(gone)
        picks = [each for each in self._picks.values() if _quoted(each.document) <= held]
        if len(picks) < len(self._picks):
            self._picks = OrderedDict((each.clause.id, each) for each in picks)
            self._keep_picks()


def documents_of(answer: Answer) -> set[str]:
    """The ids of the documents whose words an answer holds."""
    cited = [each.document for each in answer.citations] + [each.document for each in answer.related]
    offered = [each.document for each in answer.uncarded] + [each.card.document for each in answer.cards]
    return set[str]().union(*map(_quoted, cited + offered))


def _quoted(document: Document) -> set[str]:
    """A document, and those whose words say what was decided of it."""
    ended_by = document.superseded_by if document.superseded_quote else None
    return {document.id, *(effect.by for effect in document.effects if effect.words)} | (
        {ended_by} if ended_by else set()
    )
