"""What a match of a situation comes to, as the page shows it: grouped by verdict, rules that are not in force apart."""

from __future__ import annotations

from typing import Any

from kb.benefits import Benefits, CardMatch, Situation, counterparts_of, next_facts
from kb.cases import CaseReading, Within, fact_line
from kb.cases import described as in_words
from ui.pieces import BenefitView, benefit_view
from ui.server import View
from ui.situation.fields import fact_names
from ui.situation.form import SituationForm


def found_context(
    benefits: Benefits, given: SituationForm, reading: CaseReading | None, situation: Situation, view: View
) -> dict[str, Any]:
    """What a template is told of a match."""
    which = 1 if view.language == "en" else 0

    def views(matches: list[CardMatch]) -> list[BenefitView]:
        return [benefit_view(match, len(counterparts_of(match.card, benefits.cards))) for match in matches]

    return {
        "as_of": situation.as_of,
        "shelf": view.shelf(situation.as_of),
        "described": described(given, reading, situation, which),
        "assumed": assumed_lines(situation, which),
        "unread": given.text != given.read,
        "ask_next": fact_names(next_facts(situation, 5), benefits.facts, view.words),
        "current": {name: views(matches) for name, matches in grouped(situation.current).items()},
        "uncarded": situation.uncarded,
        "ended": {name: views(matches) for name, matches in grouped(situation.ended).items()},
    }


def grouped(matches: tuple[CardMatch, ...]) -> dict[str, list[CardMatch]]:
    """Matches by verdict; those that may apply apart where the situation speaks of none of their conditions, those of other regions too."""
    groups: dict[str, list[CardMatch]] = {"applies": [], "may_apply": [], "other": [], "fails": [], "elsewhere": []}
    for match in matches:
        if match.verdict == "applies":
            groups["applies"].append(match)
        elif match.verdict == "may_apply":
            groups["may_apply" if match.speaks_of_case else "other"].append(match)
        else:
            away = any(isinstance(leaf, Within) and leaf.words is None for leaf in match.failed)
            groups["elsewhere" if away else "fails"].append(match)
    return groups


def described(given: SituationForm, reading: CaseReading | None, situation: Situation, which: int) -> list[str]:
    """The situation in words (0 Chinese, 1 English); whom it is for is said where the text was read as it stands."""
    lines = in_words(situation.profile, situation.facts)
    if reading and given.text == given.read:
        lines = reading.head() + lines
    return [line[which] for line in lines]


def assumed_lines(situation: Situation, which: int) -> list[str]:
    """What was reckoned with, and the distance to the pension that follows from it."""
    lines = [line[which] for line in situation.derived.assumptions]
    months = situation.derived.facts.get("months_to_pension")
    if lines and months is not None:
        lines.insert(1, fact_line("months_to_pension", months, situation.facts)[which])
    return lines
