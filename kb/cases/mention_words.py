"""What the words before and after somebody's name in a clause say of the place it has there."""

from __future__ import annotations

import re

from kb.cases.actors import Person
from kb.cases.marks import Marks


def may_take_over(marks: Marks, person: Person, before: str, after: str) -> bool:
    """Whether the next clause may go on with an object: one that ends the clause or has words of its own, no child looked after."""
    looks_after = marks.before("looks_after", before)
    if looks_after and person.en == "child":
        return False
    return not after.strip(" 了的") or (before.endswith("的") and not looks_after)


def is_definite(words: str) -> bool:
    """Whether a name is more than `a woman`."""
    return re.match(r"an? ", words, re.IGNORECASE) is None


def is_apposition(text: str, start: int, end: int) -> bool:
    """I am 56, a rural woman: an indefinite word between commas says what the subject is."""
    return text[:start].rstrip().endswith(",") and not is_definite(text[start:end])


def opens_question(marks: Marks, before: str) -> bool:
    """Is my wife …: the verb is all that stands before."""
    verb = marks.before("aux", before)
    return verb is not None and not before[: verb.start()].strip()


def is_light(marks: Marks, before: str) -> bool:
    """Whether nothing stands before but what may open a sentence."""
    return re.fullmatch(rf"\s*(?:{marks.edges[0]})*\s*", before, re.IGNORECASE) is not None


def describing(marks: Marks, before: str) -> int:
    """Where the words begin that describe an object: after the verb before it."""
    verbs = [match.end() for match in marks.found("verb", before)]
    has_verb = next(marks.found("finite", before), None) or re.search(r"\b(?:am|i'm|we're)\b", before, re.IGNORECASE)
    if marks.language == "en" and not has_verb:
        # I teach deaf children.
        verbs.append(0)
    return max(verbs, default=len(before))
