"""The tiles of the start screen: which of an office's topics the texts served do answer, for which region, and what they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.answers import Answer
from kb.benefits import Card, CardMatch, Situation
from kb.cases import Profile
from kb.records import Filters
from kb.store import KnowledgeBase
from ui.kiosk.office import Topic, TopicQuestion
from ui.kiosk.subjects import HOLDS, on_subjects

EVERYWHERE: Final = ""
# Below this the answer is one among several that come near: good enough to be told to who asked, not to be offered.
SURE: Final = 0.6
_LONGEST_TITLE: Final = 14
_LONGEST_SUBJECT: Final = 30


@dataclass(frozen=True)
class AnsweredExample:
    """A question that is answered, with the regions it is offered for ("" is none chosen), those of them with a rule in force, its clauses."""

    question: str
    subjects: tuple[str, ...]
    regions: tuple[str, ...]
    in_force: frozenset[str]
    clauses: frozenset[str]


@dataclass(frozen=True)
class Tile:
    """A topic with those of its questions that are answered."""

    title: str
    mark: str
    examples: tuple[AnsweredExample, ...]

    def example(self, region: str) -> str | None:
        """The first question offered for a region."""
        return next((each.question for each in self.examples if region in each.regions), None)


def offered(topics: Iterable[Topic], kb: KnowledgeBase, regions: Sequence[str]) -> tuple[Tile, ...]:
    """The topics with an answered question, in their order; for each region a question on which a rule is in force goes before the others."""
    cases = {region: kb.benefits.match(Profile(region=region or None)) for region in (EVERYWHERE, *regions)}
    tiles = []
    for topic in topics:
        examples = [found for question in topic.questions if (found := _example(question, kb, cases)).regions]
        if examples:
            tiles.append(Tile(topic.title, topic.mark, _in_force_first(examples)))
    return tuple(tiles)


def own_topics(cards: Iterable[Card], known: Iterable[Topic], most: int) -> tuple[Topic, ...]:
    """A topic for each subject of the cards that none of those known asks about, those with the most cards first, `most` of them."""
    asked = {subject for topic in known for question in topic.questions for subject in question.subjects}
    numbers = Counter((card.entry.subject, card.subject.zh) for card in cards if card.entry.subject not in asked)
    return tuple(
        Topic(
            title=zh if len(zh) <= _LONGEST_TITLE else f"{zh[: _LONGEST_TITLE - 1]}…",
            mark=zh[0],
            questions=(TopicQuestion(ask=f"{zh[:_LONGEST_SUBJECT]}是怎么规定的？", subjects=(subject,)),),
        )
        for (subject, zh), _ in numbers.most_common(most)
    )


def subjects_asked(tiles: Iterable[Tile], question: str, region: str) -> tuple[str, ...]:
    """The subjects of a tile's own question, none for any other."""
    examples = (each for tile in tiles for each in tile.examples)
    return next((each.subjects for each in examples if each.question == question and region in each.regions), ())


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


def _in_force_first(examples: Sequence[AnsweredExample]) -> tuple[AnsweredExample, ...]:
    """Each question without the regions for which only another one of the tile has a rule in force."""
    held = frozenset().union(*(each.in_force for each in examples))
    kept = (
        replace(each, regions=tuple(region for region in each.regions if region in each.in_force or region not in held))
        for each in examples
    )
    return tuple(each for each in kept if each.regions)


def _example(question: TopicQuestion, kb: KnowledgeBase, cases: Mapping[str, Situation]) -> AnsweredExample:
    by_region = {region: on_subjects(question.subjects, case, question.ask) for region, case in cases.items()}
    if any(by_region.values()):
        return _by_cards(question, by_region)
    clauses: set[str] = set()
    answered, in_force = [], set()
    for region in cases:
        found = kb.ask(question.ask, Filters(region=region or None), language="zh")
        if found.status == "answered" and found.confidence >= SURE:
            answered.append(region)
            clauses.update(citation.clause.id for citation in found.citations)
            in_force |= {region} if any(each.validity in HOLDS for each in found.citations) else set()
    return AnsweredExample(question.ask, (), tuple(answered), frozenset(in_force), frozenset(clauses))


def _by_cards(question: TopicQuestion, by_region: Mapping[str, Sequence[CardMatch]]) -> AnsweredExample:
    return AnsweredExample(
        question.ask,
        question.subjects,
        tuple(region for region, matches in by_region.items() if matches),
        frozenset(region for region, matches in by_region.items() if any(match.is_current for match in matches)),
        frozenset(match.card.clause.id for matches in by_region.values() for match in matches),
    )
