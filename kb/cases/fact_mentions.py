"""The facts that a text states, each with the words it was taken from, of whom they are said, and whether they are sure.

What is denied states the opposite; what is asked or wished for states nothing; what is past, not granted yet, heard or said with a maybe
is doubted. Names of things that hold the words (残疾人就业保障金, 低保边缘) state nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.cases.actors import SELF, Person
from kb.cases.ages import ages_in
from kb.cases.amounts import Amount, amounts, marked
from kb.cases.clauses import Stretch, Telling
from kb.cases.facts import FactValue
from kb.cases.marks import Marks
from kb.cases.subjects import tell
from kb.cases.vocabulary import Rule, Vocabulary
from kb.language import language_of
from kb.records import Language

_MEASURES = {"years": "years", "months": "months", "days": "days"}
_REACH = 60
_ADULT = 16
_PERSONS = "人户员者兵"  # the last characters of words for persons
_STOPS = frozenset(",，。.;；")
Note = tuple[str, str]


@dataclass(frozen=True)
class FactMention:
    """`text[start:end]` states that `fact` is `value`; where that is a denial it begins at `denied_from`.

    It is said of `people`; `sure` where it is certain both that it is so and of whom it is said. `of_others` where it is said of those whom
    somebody helps or hires. `follows` where other words would say it outright: a grade says that there is a certificate.
    """

    fact: str
    value: FactValue
    start: int
    end: int
    people: tuple[Person, ...]
    sure: bool = True
    of_others: bool = False
    denied_from: int | None = None
    note: Note | None = None
    follows: bool = False


@dataclass(frozen=True)
class Told:
    """A normalised text with what it tells: its language, whom its stretches speak of, its numbers and the facts it states."""

    text: str
    language: Language
    telling: Telling
    numbers: tuple[Amount, ...]
    facts: tuple[FactMention, ...]


def told(text: str, vocabulary: Vocabulary, day: date | None = None) -> Told:
    """Reads a normalised text; a year of birth is an age where the day is given."""
    language: Language = "en" if language_of(text) == "en" else "zh"
    numbers = tuple(amounts(text))
    telling = tell(marked(text, list(numbers)), language, numbers)
    finder = _Finder(text, language, telling, numbers, vocabulary, day)
    return Told(text, language, telling, numbers, tuple(finder.facts()))


class _Finder:
    """Finds the facts of one text."""

    def __init__(
        self,
        text: str,
        language: Language,
        telling: Telling,
        numbers: Sequence[Amount],
        vocabulary: Vocabulary,
        day: date | None,
    ) -> None:
        self.text, self.language, self.telling, self.numbers = text, language, telling, numbers
        self.vocabulary, self.day, self.marks = vocabulary, day, Marks.of(language)
        self.marked = marked(text, list(numbers))

    def facts(self) -> Iterator[FactMention]:
        found: list[FactMention] = []
        for stretch in self.telling.stretches:
            for start, end in ((stretch.start, stretch.begins), (stretch.begins, stretch.end)):
                pieces = list(self._in(stretch, start, end, found))
                found += self._apart(pieces)
            found += self._ages(stretch)
            found += self._echoed(stretch, found)
        ordered = sorted(self._denied_together(found), key=lambda one: (one.start, -one.end))
        yield from ordered

    def _in(
        self, stretch: Stretch, start: int, end: int, before: Sequence[FactMention]
    ) -> Iterator[tuple[FactMention, int]]:
        """What the words of a stretch match, with the number of the rule."""
        piece = self.marked[start:end]
        if not piece.strip():
            return
        shields = [
            (*match.span(), name)
            for name, patterns in self.vocabulary.names.items()
            for match in patterns[self.language].finditer(piece)
        ]
        for number, rule in enumerate(self.vocabulary.rules):
            if rule.after and not any(
                one.fact == rule.after or one.fact in self._implying(rule.after) for one in before
            ):
                continue
            for match in rule.patterns[self.language].finditer(piece):
                low, high = match.span()
                if low == high or any(
                    _shields(name, rule) and a < high and low < b and (a <= low or b > high) for a, b, name in shields
                ):
                    continue
                is_thing = self.vocabulary.things[self.language].match(piece[high:].lstrip())
                # 电商培训 is of that trade, 残疾人补贴 is of nobody.
                if is_thing and self.vocabulary.facts[rule.fact].group != "any":
                    continue
                for one in self._stated(rule, stretch, start + low, start + high):
                    yield one, number

    def _implying(self, name: str) -> set[str]:
        return {fact.name for fact in self.vocabulary.facts.values() if any(other == name for other, _ in fact.implies)}

    def _stated(self, rule: Rule, stretch: Stretch, start: int, end: int) -> Iterator[FactMention]:
        """A match as a mention with how it is meant; nothing if it is only asked or wished for."""
        fact, value, note = self.vocabulary.facts[rule.fact], rule.value, None
        if value is None:
            number = next(
                (
                    one
                    for one in self.numbers
                    if start <= one.start < end and one.measure == _MEASURES.get(fact.unit[1], "bare")
                ),
                None,
            )
            if number is None:
                return
            value = number.value
            if number.exact_years and fact.unit[1] == "months" and number.value.low:
                note = (
                    f"{fact.zh}按整{number.value.low}个月算",
                    f"{fact.en}: taken as {number.value.low} months exactly",
                )
        opening = max(stretch.start, start - _REACH)
        before, after = self.text[opening:start], self.text[end : end + _REACH]
        certain = stretch.certain or fact.group == "employer"
        sure = certain
        denied = self._denied(before, after, start, end) if isinstance(value, bool) else None
        if isinstance(value, str) and self.marks.before("denied_before", before):
            # Whoever is not out of work is in none of the other ways known to be in work.
            return
        if not isinstance(value, bool | str) or denied is None:
            people = self._of(stretch, start, end)
            others = self.marks.before("of_others", _numbers_marked(before, self.marked[opening:start])) is not None
            yield FactMention(rule.fact, value, start, end, people, sure, others, denied, note)
            yield from (
                FactMention(name, more, start, end, people, sure, others, follows=True) for name, more in rule.also
            )
        elif isinstance(value, bool):
            yield FactMention(
                rule.fact, not value, start, max(end, denied), self._of(stretch, start, end), sure, False, denied
            )

    def _ages(self, stretch: Stretch) -> Iterator[FactMention]:
        for age in ages_in(self.text, self.marked, self.numbers, stretch, self.marks, self.day):
            # A child's age is not the speaker's who goes on.
            sure = stretch.certain and (stretch.named or SELF not in stretch.people or age.value.low >= _ADULT)
            if not any(one.start <= age.start < one.end for one in self.distances(stretch)):
                yield FactMention(
                    "age", age.value, age.start, age.end, self._of(stretch, age.start, age.end), sure, note=age.note
                )

    def _echoed(self, stretch: Stretch, before: Sequence[FactMention]) -> Iterator[FactMention]:
        """我妹夫是低保户，我不是: what was said of others in the stretch before."""
        at = self.telling.stretches.index(stretch)
        if stretch.echo is None or not at:
            return
        last = self.telling.stretches[at - 1]
        for one in before:
            if (
                last.start <= one.start < last.end
                and one.sure
                and isinstance(one.value, bool)
                and one.people != stretch.people
            ):
                yield replace(
                    one,
                    value=stretch.echo,
                    start=stretch.start,
                    end=stretch.end,
                    people=stretch.people,
                    denied_from=None if stretch.echo else stretch.start,
                )

    def distances(self, stretch: Stretch) -> list[FactMention]:
        """The lengths of time of a stretch: a number in one is no age."""
        return [
            one
            for one, _ in self._in(stretch, stretch.begins, stretch.end, ())
            if not isinstance(one.value, bool | str)
        ]

    def _of(self, stretch: Stretch, start: int, end: int) -> tuple[Person, ...]:
        owner = next((person for low, high, person in self.telling.owned if low <= start and end <= high), None)
        return (owner,) if owner else stretch.people

    def _denied(self, before: str, after: str, start: int, end: int) -> int | None:
        """Where the denial begins; `end` where it follows."""
        if match := self.marks.before("denied_before", before):
            return start - len(before) + match.start()
        return end if self.marks.after("denied_after", after) else None

    def _apart(self, found: Sequence[tuple[FactMention, int]]) -> Iterator[FactMention]:
        """Of mentions that overlap, one that says more wins: a certificate over a disability, the longer, the later rule."""
        for one, rule in found:
            if not any(self._outdoes(other, by, one, rule) for other, by in found if other is not one):
                yield one

    def _outdoes(self, other: FactMention, by: int, one: FactMention, rule: int) -> bool:
        if not (other.start < one.end and one.start < other.end):
            return False
        longer = (other.end - other.start, by) > (one.end - one.start, rule)
        if other.fact == one.fact:
            return longer and (other.value != one.value or by != rule or other.start != one.start)
        inside = other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
        implied = any(name == one.fact for name, _ in self.vocabulary.facts[other.fact].implies)
        return inside and (implied or one.fact == "claimant")

    def _denied_together(self, found: Iterable[FactMention]) -> Iterator[FactMention]:
        """没有残疾证和低保: what is joined to a thing denied is denied as well."""
        before: list[FactMention] = []
        for one in sorted(found, key=lambda one: (one.start, -one.end)):
            joined = next(
                (
                    other
                    for other in before
                    if other.denied_from is not None and other.end <= one.start and self._joins(other.end, one.start)
                ),
                None,
            )
            if joined and one.denied_from is None and isinstance(one.value, bool):
                one = replace(one, value=not one.value, denied_from=joined.denied_from)
            before.append(one)
        yield from before

    def _joins(self, start: int, end: int) -> bool:
        gap = self.text[start:end]
        return gap.strip() not in _STOPS and self.marks.after("joined", gap) is not None


def _numbers_marked(text: str, marked_text: str) -> str:
    """The words with their numbers as signs, of the same length."""
    return "".join(sign if sign in "\ue000\ue001" else letter for letter, sign in zip(text, marked_text, strict=True))


def _shields(name: str, rule: Rule) -> bool:
    """Whether the names under that key hold the words of this rule: those of a choice only its own."""
    return name.split("+")[0] in (rule.fact, f"{rule.fact}={rule.value}")
