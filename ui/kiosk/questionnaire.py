"""All questions of the guided interview over the cards and regions served: the tables, the age by what benefits turn on, plain ones for the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kb.benefits import Card
from kb.cases import Bounded, Fact, Facts, FactValue, Range, leaves
from ui.kiosk.interview_questions import AFTER_AGE, OF_EMPLOYERS, OF_PERSONS, WHO, InterviewQuestion, TapOption

# The lowest pension age there is, in years (women workers; see kb/cases/pension.py), and the last year before the age of work.
_EARLIEST_PENSION: Final = 50
_TOO_YOUNG: Final = 15
ELSEWHERE: Final = "elsewhere"
_AGE_FACTS: Final = frozenset({"age", "minor", "working_age", "elderly", "months_to_pension"})


@dataclass(frozen=True)
class Questionnaire:
    """Every question there is over some cards and regions, by the facts of their corpus.

    First what kind of employer and where, then those of a claimant in their order.
    """

    kind: InterviewQuestion
    where: InterviewQuestion
    of_person: tuple[InterviewQuestion, ...]
    of_employer: tuple[InterviewQuestion, ...]
    facts: Facts

    def ordered_for_person(self, first: Collection[str]) -> tuple[InterviewQuestion, ...]:
        """Those of a person, the ones named moved up to right after the age."""
        ids = [question.id for question in self.of_person]
        opening = ids.index("age") + 1
        rest = sorted(self.of_person[opening:], key=lambda question: question.id not in first)
        return (*self.of_person[:opening], *rest)

    @classmethod
    def over(cls, cards: Sequence[Card], facts: Facts, regions: Iterable[str]) -> Questionnaire:
        """Facts that have no question of their own get a plain one."""
        of_person = (*OF_PERSONS, age_question(cards), *AFTER_AGE)
        return cls(
            kind_question(facts["claimant"]),
            place_question(regions),
            of_person + _rest("person", of_person, cards, facts),
            OF_EMPLOYERS + _rest("employer", OF_EMPLOYERS, cards, facts),
            facts,
        )

    def find(self, name: str) -> InterviewQuestion | None:
        """The question with that id."""
        every = (WHO, self.kind, self.where, *self.of_person, *self.of_employer)
        return next((question for question in every if question.id == name), None)


def kind_question(claimant: Fact) -> InterviewQuestion:
    """What kind of employer asks."""
    kinds = tuple(
        TapOption(each.value, each.zh, {claimant.name: each.value})
        for each in claimant.choices
        if each.value != "person"
    )
    return InterviewQuestion("kind", "是什么单位？", kinds, frozenset({claimant.name}))


def _rest(
    group: str, own: Iterable[InterviewQuestion], cards: Sequence[Card], facts: Facts
) -> tuple[InterviewQuestion, ...]:
    told = {"claimant"}.union(*(question.facts for question in own))
    others = (fact for fact in facts.values() if fact.group in (group, "any") and fact.name not in told)
    return tuple(question for question in (_plain(fact, cards) for fact in others) if len(question.options) > 1)


def place_question(regions: Iterable[str]) -> InterviewQuestion:
    """Where: the regions that the texts served speak of, or none of them."""
    options = (*(TapOption(region, region, region=region) for region in regions), TapOption(ELSEWHERE, "别的地方"))
    return InterviewQuestion(
        "where", "{who}在哪里？", options, frozenset({"region"}), "在下面的县、乡、村，点大的地方。"
    )


def age_question(cards: Iterable[Card]) -> InterviewQuestion:
    """The age as far as benefits hang on it: below work, well short of the pension, then by the distances the texts speak of."""
    cuts = cuts_of("months_to_pension", cards)
    years = -(-max(cuts, default=0) // 12)
    young = _EARLIEST_PENSION - 1 - years
    options = [
        TapOption("child", f"不到{_TOO_YOUNG + 1}岁", {"age": Range(0, _TOO_YOUNG)}),
        TapOption("young", f"{_TOO_YOUNG + 1}岁到{young}岁", {"age": Range(_TOO_YOUNG + 1, young)}),
    ]
    bounds = sorted({0, *cuts}, reverse=True)
    for low, high in zip(bounds, [None, *bounds], strict=False):
        stretch = Range(max(low, 1), high - 1 if high is not None else None)
        # Only who is told to be far from the pension is told an age: it keeps this button apart from the one above.
        older = f"{young + 1}岁以上，" if high is None else ""
        facts: dict[str, FactValue] = {"age": Range(young + 1, None)} if older else {}
        options.append(
            TapOption(f"left-{low}", f"{older}离领养老金{span_words(stretch)}", facts | {"months_to_pension": stretch})
        )
    options.append(TapOption("retired", "已经在领养老金", {"employment": "retired"}, first=("insurance", "pension")))
    return InterviewQuestion("age", "{who}多大年纪？", tuple(options), _AGE_FACTS)


def span_words(stretch: Range) -> str:
    """Months in words: `不到5年`, `5年或更久`, `1年到5年（不满5年）`; `还没到` where nothing bounds them."""
    high = None if stretch.high is None else stretch.high + 1
    if high is None:
        return "还没到年纪" if stretch.low <= 1 else f"还有{_length(stretch.low)}或更久"
    return (
        f"不到{_length(high)}"
        if stretch.low <= 1
        else f"还有{_length(stretch.low)}到{_length(high)}（不满{_length(high)}）"
    )


def cuts_of(fact: str, cards: Iterable[Card]) -> tuple[int, ...]:
    """The numbers at which a condition on a fact turns, ascending: `不足5年` turns at 60 months."""
    found: set[int] = set()
    for card in cards:
        whens = (statement.when.condition for statement in (*card.entry.amount, *card.entry.term) if statement.when)
        for condition in (card.condition, *whens):
            for leaf in leaves(condition):
                if isinstance(leaf, Bounded) and leaf.fact.name == fact:
                    ends = {leaf.bounds.low, *(() if leaf.bounds.high is None else (leaf.bounds.high + 1,))}
                    found |= ends - {leaf.fact.low}
    return tuple(sorted(found))


def _plain(fact: Fact, cards: Sequence[Card]) -> InterviewQuestion:
    """A question for a fact that has none of its own."""
    if fact.kind == "yes_no":
        yes_no = (TapOption("yes", "是", {fact.name: True}), TapOption("no", "不是", {fact.name: False}))
        title = fact.ask.zh if fact.ask else "{who}" + f"是不是这样：{fact.zh}？"
        return InterviewQuestion(fact.name, title, yes_no, frozenset({fact.name}))
    if fact.kind == "choice":
        options = tuple(TapOption(each.value, each.zh, {fact.name: each.value}) for each in fact.choices)
    else:
        bounds = (fact.low, *cuts_of(fact.name, cards), None)
        options = tuple(
            TapOption(
                f"from-{low}", _between(fact, low, high), {fact.name: Range(low, None if high is None else high - 1)}
            )
            for low, high in pairwise(bounds)
            if low is not None
        )
    title = "{who}" + (f"的{fact.zh}是哪一种？" if fact.kind == "choice" else f"{fact.zh}{_how_much(fact)}？")
    return InterviewQuestion(fact.name, fact.ask.zh if fact.ask else title, options, frozenset({fact.name}))


def _how_much(fact: Fact) -> str:
    return "多久" if fact.unit[1] in ("months", "days") else "是多少"


def _between(fact: Fact, low: int, high: int | None) -> str:
    unit = fact.unit[0]
    if high is None:
        return f"{low}{unit}或更多"
    return f"不到{high}{unit}" if low == fact.low else f"{low}{unit}到不满{high}{unit}"


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{months}个月" if not years else f"{years}年" + (f"{rest}个月" if rest else "")
