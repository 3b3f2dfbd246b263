"""The tiles of the start screen: which of an office's topics the texts served do answer, for which region, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kb.answers import Answer
from kb.records import Filters
from kb.store import KnowledgeBase
from ui.kiosk.office import Topic

EVERYWHERE: Final = ""
# Below this the answer is one among several that come near: good enough to be told to who asked, not to be offered.
SURE: Final = 0.6


@dataclass(frozen=True)
class AnsweredExample:
    """A question that is answered, with the regions it is answered for ("" is none chosen) and the clauses the answers cite."""

    question: str
    regions: tuple[str, ...]
    clauses: frozenset[str]


@dataclass(frozen=True)
class Tile:
    """A topic with those of its questions that are answered."""

    title: str
    mark: str
    examples: tuple[AnsweredExample, ...]

    def example(self, region: str) -> str | None:
        """The first question answered for a region."""
        return next((each.question for each in self.examples if region in each.regions), None)


def offered(topics: Iterable[Topic], kb: KnowledgeBase, regions: Sequence[str]) -> tuple[Tile, ...]:
    """The topics with an answered question, in their order; each question is asked once for each region."""
    tiles = []
    for topic in topics:
        examples = tuple(filter(None, (_example(question, kb, regions) for question in topic.questions)))
        if examples:
            tiles.append(Tile(topic.title, topic.mark, examples))
    return tuple(tiles)


def near(tiles: Iterable[Tile], found: Answer, region: str, asked: str, most: int = 4) -> tuple[tuple[Tile, str], ...]:
    """The tiles nearest to an answer, each with a question other than the one asked: those that share its clauses come first."""
    own = {citation.clause.id for citation in found.citations}
    beside = own | {hit.clause.id for hit in found.related}
    rated = []
    for place, tile in enumerate(tiles):
        questions = [each for each in tile.examples if region in each.regions and each.question != asked]
        if questions:
            clauses = frozenset().union(*(each.clauses for each in tile.examples))
            rated.append((-2 * len(clauses & own) - len(clauses & beside), place, tile, questions[0].question))
    return tuple((tile, question) for _, _, tile, question in sorted(rated, key=lambda each: each[:2])[:most])


def _example(question: str, kb: KnowledgeBase, regions: Sequence[str]) -> AnsweredExample | None:
    clauses: set[str] = set()
    answered = []
    for region in (EVERYWHERE, *regions):
        found = kb.ask(question, Filters(region=region or None), language="zh")
        if found.status == "answered" and found.confidence >= SURE:
            answered.append(region)
            clauses.update(citation.clause.id for citation in found.citations)
    return AnsweredExample(question, tuple(answered), frozenset(clauses)) if answered else None
