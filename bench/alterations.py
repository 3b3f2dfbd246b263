"""How the words of a clause may be altered: a number, a day, a negation, a modal verb, some words left out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kb.language import figures_in, find_dates
from kb.records import Clause, Document

_MODALS: Final = (("应当", "可以"), ("可以", "应当"), ("必须", "可以"), ("不得", "可以"), ("鼓励", "要求"))
_NEGATED: Final = re.compile(r"不得|不能|不再|不超过|不低于|不少于|未|无法|可以|应当|给予|享受|纳入")
DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class Source:
    """A sentence of a clause of a document."""

    document: Document
    clause: Clause
    sentence: str

    @property
    def name(self) -> str:
        """How the document is cited."""
        number = f"（{self.document.number}）" if self.document.number else ""
        return f"《{self.document.title}》{number}"


Alteration = Callable[[Source, random.Random], tuple[str, str, str] | None]
"""What becomes of a source's words: before, altered words, behind; None if they cannot be altered so."""


def altered_number(source: Source, rng: random.Random) -> tuple[str, str, str] | None:
    """One digit string of an amount, a term, a share or a count made another."""
    found = [figure for figure in figures_in(source.sentence) if figure.kind != "date" and DIGITS.search(figure.text)]
    return _other_digits(source.sentence, rng, [(figure.start, figure.end) for figure in found])


def altered_day(source: Source, rng: random.Random) -> tuple[str, str, str] | None:
    """A day or month of the text made another."""
    return _other_digits(source.sentence, rng, [(found.start, found.end) for found in find_dates(source.sentence)])


def _other_digits(text: str, rng: random.Random, ranges: Sequence[tuple[int, int]]) -> tuple[str, str, str] | None:
    digits = [match for start, end in ranges for match in DIGITS.finditer(text, start, end)]
    if not digits:
        return None
    match = rng.choice(digits)
    value = int(match[0])
    other = value + rng.choice([n for n in (1, 2, value, 10 * value) if n])
    return text[: match.start()], str(other), text[match.end() :]


def altered_negation(source: Source, rng: random.Random) -> tuple[str, str, str] | None:
    """A negation taken out, or one put in."""
    found = list(_NEGATED.finditer(source.sentence))
    if not found:
        return None
    match = rng.choice(found)
    word = match[0]
    other = word[1:] if word[0] in "不未无" else f"不{word}"
    # What was taken out is marked by the character behind it.
    behind = source.sentence[match.end() :]
    if not other:
        other, behind = behind[:1], behind[1:]
    return source.sentence[: match.start()], other, behind


def altered_modal(source: Source, rng: random.Random) -> tuple[str, str, str] | None:
    """应当 for 可以 and the like."""
    found = [(match.start(), one, other) for one, other in _MODALS for match in re.finditer(one, source.sentence)]
    if not found:
        return None
    start, one, other = rng.choice(found)
    return source.sentence[:start], other, source.sentence[start + len(one) :]


def altered_words(source: Source, rng: random.Random) -> tuple[str, str, str] | None:
    """A piece between two commas left out; the comma before it stands for it."""
    pieces = [match.span() for match in re.finditer(r"[，,、][^，,、。；]{2,12}(?=[，,、])", source.sentence)]
    if not pieces:
        return None
    start, end = rng.choice(pieces)
    return source.sentence[: start - 1], source.sentence[start - 1], source.sentence[end:]


WORDINGS: Final[dict[str, Alteration]] = {
    "number": altered_number,
    "day": altered_day,
    "negation": altered_negation,
    "modal verb": altered_modal,
    "words left out": altered_words,
}
