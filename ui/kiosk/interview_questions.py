"""The questions of the terminal's guided interview (ui/data/interview.yaml), each answered with one tap.

What an option says is facts of the package (kb/data/facts.yaml): what whoever taps it knows. It never denies what it does not speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

import yaml

from kb.cases import FactValue

SKIPPED: Final = ""


@dataclass(frozen=True)
class TapOption:
    """A large button: its words and the facts it states. `region` is a place; `who` the word for whom the rest is about.

    `first` are the questions that matter most to whoever taps it, `excludes` the options (`age:child`, or how such begin) that nobody of whom
    this is said could tap.
    """

    id: str
    words: str
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    region: str | None = None
    who: str = ""
    first: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))


@dataclass(frozen=True)
class InterviewQuestion:
    """One screen. `facts` are those it settles, whichever option is tapped: it is put only while a benefit hangs on one of them."""

    id: str
    title: str
    options: tuple[TapOption, ...]
    facts: frozenset[str]
    hint: str = ""

    def option(self, name: str) -> TapOption | None:
        """The option with that id."""
        return next((option for option in self.options if option.id == name), None)


def _read() -> Iterator[tuple[InterviewQuestion, ...]]:
    """The questions by when they are put, in the order of the file."""
    text = resources.files("ui").joinpath("data", "interview.yaml").read_text(encoding="utf-8")
    for group in yaml.safe_load(text).values():
        yield tuple(_question(name, **said) for name, said in group.items())


def _question(name: str, title: str, options: Mapping[str, Any], hint: str = "") -> InterviewQuestion:
    read = tuple(_option(option, **said) for option, said in options.items())
    return InterviewQuestion(name, title, read, frozenset(fact for option in read for fact in option.facts), hint)


def _option(
    name: str,
    words: str,
    facts: Mapping[str, FactValue] = MappingProxyType({}),
    denies: Iterable[str] = (),
    first: Iterable[str] = (),
    excludes: Iterable[str] = (),
    who: str = "",
) -> TapOption:
    stated = {**facts, **dict.fromkeys(denies, False)}
    return TapOption(name, words, stated, who=who, first=tuple(first), excludes=tuple(excludes))


(WHO,), OF_PERSONS, AFTER_AGE, OF_EMPLOYERS = _read()
"""Put first of all; to a person before the age (ui/kiosk/questionnaire.py) and after it; to an employer."""
