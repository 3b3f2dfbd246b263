"""What the rules found of one person, weighed by the judge: what is hardly so is asked, what they doubted and is all but certain is taken."""

from __future__ import annotations

from dataclasses import replace

from kb.cases.actors import Person
from kb.cases.fact_judge import JudgedText
from kb.cases.fact_mentions import FactMention, Told
from kb.cases.facts import Facts
from kb.cases.whose import SIDE_FACTS, PersonCase, StatedFact, told_of

# Below the first a plain statement is asked; from the second on a doubted one is taken; what only the whole text says is asked from the third on.
# Chosen on 400 sentences that neither the rules nor the judge were made with (test_other_people.py, `weighed` and `unseen`).
_ASKED_BELOW, _TAKEN_FROM, _ASKED_FROM = 0.8, 0.97, 0.5


def weighed(person: Person, found: Told, facts: Facts, judged: JudgedText) -> PersonCase:
    """What is said of whom the text asks for; a fact that the judge does not know stays as it is."""
    mentions = tuple(_weighed(one, judged) if person in one.people else one for one in found.facts)
    case = told_of(person, replace(found, facts=mentions), facts)
    # What no words of their own state (a sister's sex) is weighed by the whole text.
    said = tuple(one for one in case.said if one.start is not None or _is_likely(judged.of(one.fact, one.value)))
    spoken_of = {one.fact for one in (*case.said, *case.unsure)} | SIDE_FACTS
    unsaid = (StatedFact(*one) for one in judged.likely(_ASKED_FROM))
    return replace(case, said=said, unsure=(*case.unsure, *(one for one in unsaid if one.fact not in spoken_of)))


def _is_likely(weight: float | None) -> bool:
    return weight is None or weight >= _ASKED_BELOW


def _weighed(one: FactMention, judged: JudgedText) -> FactMention:
    weight = judged.of(one.fact, one.value, one.start, one.end)
    if weight is None or (one.fact in SIDE_FACTS and not one.sure):
        return one
    return replace(one, sure=weight >= (_ASKED_BELOW if one.sure else _TAKEN_FROM))
