"""The clauses of a text, and what is known of each once its subject is found (kb/cases/subjects.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.cases.actors import Person, Scope
from kb.cases.amounts import Amount
from kb.records import Language
from kb.regex import regex

_STOP = r"[,，。;；!?！？()（）\n]|[:：](?!\s*(?:有|无|没|是|否|yes|no)\b)|[:：](?!\s*[有无没是否])|\.(?=\s|$)"
_CUT_ZH = regex(
    rf"{_STOP}|(?<=[\u3400-\u9fff\ue000\ue001\d)）]) (?=[\u3400-\u9fff\ue000\d(（])|(?=但是?|可是|不过(?![年去])|而且|现在|如今|后来|(?<!一)所以)"
)
_CUT_EN = regex(
    rf"{_STOP}|\s(?=(?:but|while|whereas|although|though|because|so|now|who|whose|yet)\b)|\s(?:and|or)\s(?!i both|above|over)",
    re.IGNORECASE,
)
SENTENCE_ENDS = tuple(".。?？!！;；\n")
# The nurse says …, a truck hit …: a subject of an English clause that no word for people names.
SOME_SUBJECT = regex(
    r"\s*(?:and |but |so )?(?:the|an?|some|every|another|your) (?:[\w-]+ ){0,2}?[\w-]+"
    r"(?= (?:is|was|are|were|has|had|says|said|told|tells|asked|thinks|can|will|does|did|gets|got|lost|lives|works|wants)\b|, who\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stretch:
    """`text[start:end]` is said of `people` (two where of both); `begins` is where the words that name them end.

    `named` where they are named in it, `asks` where it is a question, `scope` the household where theirs is meant; `certain` is False if
    it may be of somebody else. An `echo` (我不是, so am I) denies or affirms of them what was said of others just before.
    """

    people: tuple[Person, ...]
    start: int
    end: int
    begins: int
    certain: bool = True
    asks: bool = False
    named: bool = False
    scope: Scope = "person"
    echo: bool | None = None


@dataclass(frozen=True)
class Telling:
    """A text cut by whom it speaks of, in order; `owned` are the words before an object, `text[a:b]`, that are said of that one.

    `wanted` are those for whom something is asked, in the order they are named; empty if that is not said. It is said `outright` where words
    say for whom, not only of whom a question is. `employs` where the speaker's own firm is named, `not_own` where the speaker says that it is
    not for himself. `sexes` are those that pronouns say.
    """

    stretches: tuple[Stretch, ...]
    owned: tuple[tuple[int, int, Person], ...]
    wanted: tuple[Person, ...]
    outright: bool = False
    employs: bool = False
    not_own: bool = False
    sexes: tuple[tuple[Person, str], ...] = ()


def clauses(text: str, language: Language, amounts: Sequence[Amount] = ()) -> Iterator[tuple[int, int]]:
    """Where the clauses begin and end; a number is not cut."""
    cut, start = _CUT_EN if language == "en" else _CUT_ZH, 0
    for match in cut.finditer(text):
        if any(one.start < match.start() < one.end for one in amounts):
            continue
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def is_relative(clause: str, before: str) -> bool:
    """A friend who is out of work, the town where I live: no question."""
    opens = before.rstrip()[-1:] in ("", *SENTENCE_ENDS)
    return not opens and re.match(r"\s*(?:who|where|when)\b", clause) is not None
