"""The last question of a conversation: it is answered by itself, with the place and the document of the turns before where it names neither.

Nothing else is taken from earlier turns: what was answered before proves nothing, and what a question means is read from its own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.doors import Doors
from kb.errors import InvalidQuestion
from kb.messages import Message
from kb.questions import Question
from kb.records import Filters

_LOOKED_AT = 20


@dataclass(frozen=True)
class Carried:
    """What an earlier turn named: a place, or a document by its number or title, or both."""

    region: str | None = None
    document: str | None = None

    @property
    def filters(self) -> Filters:
        """What the answer may rest on."""
        return Filters(region=self.region, document=self.document)

    @property
    def message(self) -> Message:
        """That it was carried over, for people."""
        said = "、".join(name for name in (self.region, self.document) if name)
        return Message(f"沿用前文：{said}。", f"As asked before: {said}.")


def carried_over(doors: Doors, earlier: Sequence[str], question: str) -> Carried | None:
    """What the question leaves out and the nearest of the earlier ones names; None if it names a place or a document itself.

    Of a turn that names several places or documents none is carried: which is meant now, it does not say.
    """
    if _names_any(doors.understand(question)):
        return None
    for turn in reversed(earlier[-_LOOKED_AT:]):
        try:
            said = doors.understand(turn)
        except InvalidQuestion:
            continue
        if _names_any(said):
            return _carried(said)
    return None


def _names_any(said: Question) -> bool:
    return bool(
        said.places
        or said.unknown_places
        or said.document_numbers
        or said.titles
        or said.near_titles
        or said.unheld_documents
    )


def _carried(said: Question) -> Carried | None:
    places = {mention.place.name for mention in said.places}
    documents = {*said.document_numbers, *said.titles}
    if len(places) > 1 or len(documents) > 1 or not places | documents:
        return None
    return Carried(next(iter(places), None), next(iter(documents), None))
