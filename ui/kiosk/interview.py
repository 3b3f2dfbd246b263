"""A guided interview, at most seven taps long: what was tapped so far in, the next question or the profile out.

Without a memory of its own: the taps travel with the page. A question is put only while a benefit hangs on one of the facts it
settles, and an option only where it does not contradict what was said before; whatever is passed over stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from kb.benefits import Situation, next_facts
from kb.cases import Facts, Profile, contradictions, derive
from kb.errors import InvalidProfile
from ui.kiosk.interview_questions import SKIPPED, WHO, InterviewQuestion, TapOption
from ui.kiosk.questionnaire import ELSEWHERE, Questionnaire

MOST_TAPS: Final = 7
_SEPARATOR: Final = ":"
_EMPLOYER: Final = "employer"
# Of somebody described in words it is not known what to call them.
_SOMEBODY: Final = "他（她）"


@dataclass(frozen=True)
class Tap:
    """A question with the option tapped; `SKIPPED` where it was passed over."""

    question: str
    option: str = SKIPPED

    @classmethod
    def read(cls, text: str) -> Tap:
        """`body:severe`, as a form carries it."""
        question, _, option = text.partition(_SEPARATOR)
        return cls(question, option)

    def __str__(self) -> str:
        return f"{self.question}{_SEPARATOR}{self.option}"


@dataclass(frozen=True)
class Interview:
    """What is known: the taps in their order, and what words said before them (`base`); what they left `unsure` is asked first."""

    questions: Questionnaire
    taps: tuple[Tap, ...] = ()
    base: Profile = field(default_factory=Profile)
    unsure: tuple[str, ...] = ()

    @property
    def profile(self) -> Profile:
        """The facts stated; a later tap takes the place of what was said before."""
        facts, region = dict(self.base.facts), self.base.region
        for _, option in self.answered():
            facts.update(option.facts)
            region = option.region or region
        return Profile(facts, region)

    @property
    def who(self) -> str:
        """The word for whom it is about."""
        chosen = next((option.who for _, option in self.answered() if option.who), "")
        return chosen or (_SOMEBODY if self.base.facts else WHO.options[0].who)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is about a place that no text is held for."""
        return Tap(self.questions.where.id, ELSEWHERE) in self.taps

    def answered(self) -> Iterator[tuple[InterviewQuestion, TapOption]]:
        """The questions answered with their options, those passed over left out."""
        for tap in self.taps:
            question = self.questions.find(tap.question)
            option = question.option(tap.option) if question else None
            if question and option:
                yield question, option

    def tapped(self, tap: Tap) -> Interview | None:
        """The interview after a tap, in the place of an earlier one on the same question; None if it answers no question."""
        question = self.questions.find(tap.question)
        if question is None or (tap.option != SKIPPED and question.option(tap.option) is None):
            return None
        if tap.question == WHO.id:
            # Another claimant is another case; the place may well be the same.
            return replace(self, taps=(tap, *(each for each in self.taps if each.question == self.questions.where.id)))
        if tap.question in self._put():
            return replace(self, taps=tuple(tap if each.question == tap.question else each for each in self.taps))
        return replace(self, taps=(*self.taps, tap))

    def before(self) -> Interview:
        """One tap earlier."""
        return replace(self, taps=self.taps[:-1])

    def forgetting(self, fact: str) -> Interview:
        """Without one fact (or `region`) that words said."""
        return replace(self, base=self.base.without(fact))

    def next(self, situation: Situation) -> InterviewQuestion | None:
        """The next question; None if nothing more would help or seven taps are made."""
        if self.is_elsewhere or len(self.taps) >= MOST_TAPS:
            return None
        put = self._put()
        opening = (each for each in self._opening() if each.id not in put)
        return next((found for each in (*opening, *self._helpful(situation)) if (found := self.put(each.id))), None)

    def put(self, name: str) -> InterviewQuestion | None:
        """A question as it is put: with the options that go with all else that was said. None where there is no choice."""
        question = self.questions.find(name)
        if question is None:
            return None
        others = replace(self, taps=tuple(tap for tap in self.taps if tap.question != name)).profile
        excluded = tuple(name for _, tapped in self.answered() for name in tapped.excludes)
        options = tuple(
            option
            for option in question.options
            if not str(Tap(name, option.id)).startswith(excluded) and _goes_with(option, others, self.questions.facts)
        )
        return (
            replace(question, title=question.title.format(who=self.who), options=options) if len(options) > 1 else None
        )

    def _put(self) -> set[str]:
        return {tap.question for tap in self.taps}

    def _opening(self) -> Iterator[InterviewQuestion]:
        if not self.base.facts:
            yield WHO
        if Tap(WHO.id, _EMPLOYER) in self.taps:
            yield self.questions.kind
        if self.profile.region is None:
            yield self.questions.where

    def _helpful(self, situation: Situation) -> Iterator[InterviewQuestion]:
        """The questions not put yet on which a benefit hangs, in their order; what was passed over is not asked in other words."""
        passed = {fact for tap in self.taps if (each := self.questions.find(tap.question)) for fact in each.facts}
        open_facts = set(next_facts(situation, most=None)) - passed
        first = {name for _, option in self.answered() for name in option.first}
        own = self.questions.ordered_for_person(first)
        questions = self.questions.of_employer if self._is_employer(situation) else own
        for question in sorted(questions, key=lambda question: not question.facts & set(self.unsure)):
            if question.facts & open_facts and not self._is_told(question):
                yield question

    def _is_told(self, question: InterviewQuestion) -> bool:
        """Whether one of its options is what words have said already."""
        stated = self.base.facts.items()
        return any(option.facts and option.facts.items() <= stated for option in question.options)

    def _is_employer(self, situation: Situation) -> bool:
        return Tap(WHO.id, _EMPLOYER) in self.taps or situation.derived.facts.get("claimant", "person") != "person"


def _goes_with(option: TapOption, profile: Profile, facts: Facts) -> bool:
    """Whether what an option states contradicts nothing that is known."""
    together = Profile({**profile.facts, **option.facts}, profile.region)
    if next(contradictions(together, facts), None):
        return False
    try:
        derive(together, facts, date.today())
    except InvalidProfile:
        return False
    return not any(profile.facts.get(name, value) != value for name, value in option.facts.items())
