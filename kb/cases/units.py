"""The words of a clause with the role of each (kb/data/word_roles.tsv; other Chinese words have that of their kind of word), and what governs a name.

A name is what the nearest word before it makes of it, past those that say nothing (`也`, `just`) and those that describe it (`残疾的哥哥`): the
object of a verb or a preposition, the subject of what is said, whoever is brought in, or, with nothing before it, the subject of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import rjieba

from kb.cases.actors import Mention
from kb.regex import regex
from kb.shipped import shipped_rows

WordRole = Literal["name", "say", "let", "have", "be", "for", "with", "state", "verb", "light", "of"]
Governor = Literal["start", "say", "let", "have", "be", "for", "with", "state", "verb", "name", "described"]
# Kinds of words as rjieba tags them: verbs, prepositions, names of things and qualities; whatever else says nothing of a name.
_BY_TAG: tuple[tuple[str, WordRole], ...] = (
    ("vn", "state"),
    ("v", "verb"),
    ("p", "with"),
    ("n", "state"),
    ("a", "state"),
)
_STATES = ("i", "j", "l", "vi")
_WORD = regex(r"[\w'’-]+")


@dataclass(frozen=True)
class Unit:
    """`text[start:end]`: a word with its role, or somebody's name."""

    start: int
    end: int
    role: WordRole
    mention: Mention | None = None


def units(text: str, start: int, end: int, named: Sequence[Mention], *, is_english: bool) -> list[Unit]:
    """The words and names of a clause, in order."""
    found: list[Unit] = []
    at = start
    for mention in named:
        found += _words(text, at, mention.start, is_english)
        found.append(Unit(mention.start, mention.end, "name", mention))
        if is_english and text[mention.start : mention.end].endswith(("'m", "'s", "'re")):
            found.append(Unit(mention.end, mention.end, "be"))
        at = mention.end
    return [*found, *_words(text, at, end, is_english)]


def governor(before: Sequence[Unit], *, is_own: bool) -> Governor:
    """What governs a name that these words stand before; one of the speaker's `own` is not described by the word right before it."""
    may_describe, is_described, of = not is_own, False, False
    for number, unit in enumerate(reversed(before)):
        if unit.role == "light" and not (is_described and number == 0):
            continue
        if unit.role == "of":
            # 在外地打工的, 残疾的: what stands before describes whoever is named, up to what governs them both.
            may_describe = is_described = of = True
        elif unit.role == "state" and (is_described or (may_describe and number == 0)):
            is_described = True
        elif unit.role == "name" and not of:
            return "described" if is_described else "name"
        elif unit.role in ("state", "name"):
            if not of:
                return "state"
        elif is_described and unit.role == "verb" and number and before[len(before) - number].role == "of":
            continue
        else:
            return cast(Governor, unit.role)
    return "described" if is_described else "start"


def _words(text: str, start: int, end: int, is_english: bool) -> Iterator[Unit]:
    piece = text[start:end]
    if is_english:
        for match in _WORD.finditer(piece):
            yield Unit(start + match.start(), start + match.end(), _role(match[0].lower(), "", True))
        return
    for word, tag in rjieba.tag(piece, False):
        yield Unit(start, start + len(word), _role(word, tag, False))
        start += len(word)


@cache
def _role(word: str, tag: str, is_english: bool) -> WordRole:
    for role, chinese, english in _roles():
        if (english if is_english else chinese).fullmatch(word):
            return role
    if is_english:
        return "light" if word.endswith("ly") else "verb"
    if word == "的":
        return "of"
    if tag in _STATES:
        return "state"
    return next((role for kind, role in _BY_TAG if tag.startswith(kind)), "light")


@cache
def _roles() -> tuple[tuple[WordRole, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (cast(WordRole, role), re.compile(chinese or "(?!)"), re.compile(english or "(?!)"))
        for role, chinese, english in shipped_rows("word_roles.tsv")
    )
