"""The terminal's guided interview over the web: a form with the taps made so far in, the next screen out. Nothing is kept between two taps."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from starlette.datastructures import FormData

from kb.answers import Answer
from kb.cases import Profile, profile_object, profile_of
from kb.errors import InvalidProfile, UnknownRegion
from kb.store import KnowledgeBase
from ui.kiosk.benefits import Benefit, UnderstoodLine, benefits_of, outcome, outcome_elsewhere, understood
from ui.kiosk.frame import frame_words
from ui.kiosk.interview import MOST_TAPS, Interview, Tap
from ui.kiosk.interview_questions import WHO, InterviewQuestion
from ui.kiosk.office import Office
from ui.kiosk.questionnaire import Questionnaire

TAP: Final = "tap"
BASE: Final = "base"
DONE: Final = "done"
NOW: Final = "now"
NEAR: Final = "region"
UNSURE: Final = "unsure"
HiddenFields: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InterviewProgress:
    """An interview as a form carries it: `is_done` once its result was shown, after which every tap leads back there."""

    interview: Interview
    near: str = ""
    is_done: bool = False

    @classmethod
    def read(cls, form: FormData, kb: KnowledgeBase) -> InterviewProgress | None:
        """None where the form holds a tap on a question that is not there (any more), or no profile."""
        regions = sorted(kb.regions, key=lambda region: region != form_text(form, NEAR))
        try:
            base = profile_of(json.loads(form_text(form, BASE) or "{}"), kb.benefits.facts)
        except (json.JSONDecodeError, InvalidProfile, RecursionError):
            return None
        questions = Questionnaire.over(kb.benefits.cards, kb.benefits.facts, regions)
        unsure = tuple(name for name in form_text(form, UNSURE).split() if name in kb.benefits.facts)
        interview: Interview | None = Interview(questions, base=base, unsure=unsure)
        for text in form.getlist(TAP)[: 2 * MOST_TAPS]:
            interview = interview.tapped(Tap.read(text)) if interview and isinstance(text, str) else None
        return cls(interview, form_text(form, NEAR), bool(form_text(form, DONE))) if interview else None

    def hidden(self) -> HiddenFields:
        """The fields that carry it on."""
        taps = tuple((TAP, str(tap)) for tap in self.interview.taps)
        return (
            *taps,
            *_words_of(self.interview.base, self.interview.unsure),
            (NEAR, self.near),
            *(((DONE, "1"),) if self.is_done else ()),
        )


@dataclass(frozen=True)
class Beside:
    """Below an answer: the benefits that the situation in the question touches, how it was read, and the fields to correct it with."""

    benefits: tuple[Benefit, ...]
    lines: tuple[UnderstoodLine, ...]
    carried: HiddenFields


def beside(found: Answer, office: Office, region: str) -> Beside | None:
    """None where the question describes no situation that a benefit speaks of."""
    if not found.cards or found.situation is None:
        return None
    stated = found.situation.profile
    # The region chosen on the start screen is what the benefits were weighed with.
    profile = Profile(stated.facts, region or stated.region)
    lines = understood(profile, found.situation.facts, found.situation)
    unsure = tuple(dict.fromkeys(item.fact for item in found.situation.unsure))
    return Beside(benefits_of(found.cards, office), lines, (*_words_of(profile, unsure), (NEAR, region)))


def next_screen(form: FormData, kb: KnowledgeBase, office: Office) -> tuple[str, dict[str, Any], int]:
    """What to show after a tap: template, context, HTTP status."""
    progress = InterviewProgress.read(form, kb)
    if progress is None:
        return _problem("restart")
    what, _, rest = form_text(form, NOW).partition(":")
    question: InterviewQuestion | None = None
    interview: Interview | None = progress.interview
    if what == "tap":
        interview = progress.interview.tapped(Tap.read(rest))
        # Another claimant is another case: it is asked about from the beginning.
        progress = replace(progress, is_done=progress.is_done and Tap.read(rest).question != WHO.id)
    elif what == "back" and progress.interview.taps:
        last = progress.interview.taps[-1].question
        interview = progress.interview.before()
        question = interview.put(last)
    elif what == "change":
        question = progress.interview.put(rest)
    elif what == "drop":
        interview = progress.interview.forgetting(rest)
    elif what in ("finish", "more"):
        progress = replace(progress, is_done=what == "finish")
    if interview is None:
        return _problem("restart")
    return _show(replace(progress, interview=interview), question, kb, office)


def _show(
    progress: InterviewProgress, question: InterviewQuestion | None, kb: KnowledgeBase, office: Office
) -> tuple[str, dict[str, Any], int]:
    interview = progress.interview
    try:
        situation = kb.benefits.match(interview.profile)
    except (InvalidProfile, UnknownRegion):
        return _problem("impossible")
    if question is None and not progress.is_done:
        question = interview.next(situation)
    if question is None:
        progress = replace(progress, is_done=True)
        told = [(each.id, option.words) for each, option in interview.answered()]
        day = situation.as_of
        screen = outcome_elsewhere(kb.regions, day) if interview.is_elsewhere else outcome(situation, office)
        context = {
            "screen": screen,
            "told_options": told,
            "lines": understood(interview.base, interview.questions.facts),
            "hidden": progress.hidden(),
        }
        return "_kiosk_benefits.html", context | {"is_more": interview.next(situation) is not None}, 200
    number = min(len(interview.taps) + 1, MOST_TAPS)
    context = {"question": question, "number": number, "most": MOST_TAPS, "taps": interview.taps}
    return "_kiosk_step.html", context | {"hidden": progress.hidden(), "is_done": progress.is_done}, 200


def _words_of(base: Profile, unsure: tuple[str, ...]) -> HiddenFields:
    fields = ((BASE, json.dumps(profile_object(base), ensure_ascii=False)),) if base != Profile() else ()
    return (*fields, *(((UNSURE, " ".join(unsure)),) if unsure else ()))


def _problem(name: str) -> tuple[str, dict[str, Any], int]:
    return "_kiosk_problem.html", {"problem": frame_words().kiosk_benefits["problems"][name], "asked": ""}, 422


def form_text(form: FormData, name: str) -> str:
    """A field of a form; empty if it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
