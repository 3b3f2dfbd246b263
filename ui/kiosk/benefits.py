"""Benefits as the public terminal shows them: what somebody may get, whether the rule still holds, and what is still to be cleared up.

Pure: matches in, records for the templates out. Words that are quoted pass the card's own gate (`kb.benefits.cards.Card.quote`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kb.benefits import CardMatch, Situation, UncardedRule
from kb.cases import CaseReading, Facts, Profile, fact_line, leaf_name
from kb.messages import Message
from ui.kiosk.frame import frame_words
from ui.kiosk.office import Office
from ui.kiosk.standing import ShownStanding, clause_facts, standing
from ui.kiosk.subjects import plain_lines
from ui.pieces import BenefitView, benefit_view
from ui.situation import grouped

_SHOWN: Final = 6


@dataclass(frozen=True)
class Benefit:
    """One benefit; `verdict` is empty if its rule does not hold on the day. `plain` is what it is for whom, a name and a line each."""

    view: BenefitView
    standing: ShownStanding
    verdict: str
    plain: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BenefitGroup:
    """Benefits under a heading; `first` are shown at once, `rest` on demand. Those of the past are folded."""

    title: str
    hint: str
    first: tuple[Benefit, ...]
    rest: tuple[Benefit, ...] = ()
    is_past: bool = False


@dataclass(frozen=True)
class Because:
    """A benefit in one line with what it hangs on or fails by."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class UnderstoodLine:
    """A line of the situation as it was understood; `fact` is its name where it can be taken back."""

    words: str
    fact: str = ""


@dataclass(frozen=True)
class InterviewOutcome:
    """The screen at the end of an interview: groups in the order of weight, the rest in one line each."""

    title: str
    said: str
    groups: tuple[BenefitGroup, ...]
    unasked: tuple[Because, ...]
    failed: tuple[Because, ...]
    assumed: tuple[Message, ...]
    as_of: date
    uncarded: tuple[UncardedRule, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether anything of it is in force."""
        return bool(self.uncarded) or any(not group.is_past for group in self.groups)

    @property
    def last_papers(self) -> Benefit | None:
        """The last rule that named papers, for where none holds: what is usually asked for."""
        past = (each for group in self.groups for each in (*group.first, *group.rest))
        return None if self.is_current else next((each for each in past if each.view.papers), None)


def outcome(situation: Situation, office: Office) -> InterviewOutcome:
    """All that a situation comes to. Rules that are not in force stand apart, under their own heading."""
    current, ended = grouped(situation.current), grouped(situation.ended)
    past = [*ended["applies"], *ended["may_apply"]]
    # Documents that nobody has made cards of are never told as nothing.
    unread = "uncarded" if situation.uncarded else ""
    named = (("applies", current["applies"]), ("may_apply", current["may_apply"]), ("ended", past))
    groups = tuple(_group(name, matches, office) for name, matches in named if matches)
    unasked = [*current["other"], *ended["other"]]
    found = next((name for name, matches in (*named, ("few", unasked)) if matches), "none")
    found = found if found in ("applies", "may_apply") else unread or found
    words = frame_words().kiosk_benefits
    return InterviewOutcome(
        title=words["outcome"][found],
        said=words["outcome_said"][found],
        groups=groups,
        unasked=_because(unasked),
        failed=_because([*current["fails"], *ended["fails"]]),
        assumed=tuple(Message(*line) for line in situation.derived.assumptions),
        as_of=situation.as_of,
        uncarded=situation.uncarded,
    )


def outcome_elsewhere(regions: Sequence[str], as_of: date) -> InterviewOutcome:
    """Of a place that no text is held for: no region's rules are another's."""
    words = frame_words().kiosk_benefits
    said = words.elsewhere_said.format(regions="、".join(regions))
    return InterviewOutcome(words["outcome"]["none"], said, (), (), (), (), as_of)


def benefits_of(matches: Sequence[CardMatch], office: Office) -> tuple[Benefit, ...]:
    """Matches as the terminal shows them, in their order."""
    return tuple(benefit_of(match, office) for match in matches)


def benefit_of(match: CardMatch, office: Office) -> Benefit:
    """A match as the terminal shows it."""
    card = match.card
    shown = standing(card.document, match.validity, office, match.last_day)
    return Benefit(
        view=benefit_view(match),
        standing=shown,
        verdict=frame_words().kiosk_benefits["verdicts"][match.verdict] if match.is_current else "",
        plain=plain_lines(card, shown.until),
        facts=clause_facts(card.document, card.clause),
    )


def understood(profile: Profile, facts: Facts, reading: CaseReading | None = None) -> tuple[UnderstoodLine, ...]:
    """The situation that words described, a line for each fact; whom it is about comes first."""
    lines = [UnderstoodLine(zh) for zh, _ in reading.head()] if reading is not None else []
    lines += [UnderstoodLine(f"地区：{profile.region}", "region")] if profile.region else []
    return (*lines, *(UnderstoodLine(fact_line(name, value, facts)[0], name) for name, value in profile.facts.items()))


def _group(name: str, matches: Sequence[CardMatch], office: Office) -> BenefitGroup:
    benefits, words = benefits_of(matches, office), frame_words().kiosk_benefits
    return BenefitGroup(
        words["groups"][name], words["hints"].get(name, ""), benefits[:_SHOWN], benefits[_SHOWN:], name == "ended"
    )


def _because(matches: Iterable[CardMatch]) -> tuple[Because, ...]:
    return tuple(
        Because(
            match.card.entry.name, tuple(dict.fromkeys(leaf_name(leaf)[0] for leaf in match.failed or match.missing))
        )
        for match in matches
    )
