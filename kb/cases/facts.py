"""Facts: what conditions of benefits speak of and what a person's or an employer's profile may state.

Which there are is data (kb/data/facts.yaml, an office's facts.yaml): `Facts` is the set that a corpus has. A fact that nobody stated is
unknown, never false. What follows from others (an age, a severe disability) is derived in kb/cases/derivation.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from kb.messages import Message

FactKind = Literal["yes_no", "number", "choice"]
FactGroup = Literal["person", "employer", "any"]


@dataclass(frozen=True)
class Range:
    """Whole numbers from `low` to `high`, both included; `high` None where nothing bounds it."""

    low: int
    high: int | None

    def meets(self, other: Range) -> Range | None:
        """What both hold, or None if they hold nothing in common."""
        highs = [high for high in (self.high, other.high) if high is not None]
        low, high = max(self.low, other.low), min(highs, default=None)
        return None if high is not None and high < low else Range(low, high)


FactValue: TypeAlias = bool | str | Range
Statements: TypeAlias = Mapping[str, FactValue]
"""Values by the names of their facts."""


@dataclass(frozen=True)
class Choice:
    """One of the values that a choice may have; `implies` is what else holds then."""

    value: str
    zh: str
    en: str
    implies: tuple[tuple[str, FactValue], ...] = ()


@dataclass(frozen=True)
class Fact:
    """One fact: its names, and the values it may have. `low` and `high` bound a number, in `unit` (Chinese, English).

    `heading` is the group of forms it stands in, `ask` how a page asks for it where that is not its name. What holds of a `household` holds
    of each who lives in it. `implies` is what else is true where it is; whoever says a fact that is `akin` may well mean this one: no yes
    follows from it. `of_hires` is the fact of a person that this one says of those whom an employer takes on. `ages` are those that people
    have of whom it holds: of others it is taken not to, and said so. To ask for a `wish` states it; what is `of_child` is true of a parent.
    """

    name: str
    kind: FactKind
    zh: str
    en: str
    group: FactGroup = "person"
    choices: tuple[Choice, ...] = ()
    low: int = 0
    high: int = 0
    unit: tuple[str, str] = ("", "")
    heading: str = ""
    ask: Message | None = None
    household: bool = False
    implies: tuple[tuple[str, FactValue], ...] = ()
    akin: str = ""
    of_hires: str = ""
    ages: Range | None = None
    wish: bool = False
    of_child: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """What a choice may be."""
        return tuple(choice.value for choice in self.choices)

    def choice(self, value: str) -> Choice:
        """The choice of that value; KeyError where there is none."""
        return {choice.value: choice for choice in self.choices}[value]

    def allows(self, value: FactValue) -> bool:
        """Whether this fact may have that value."""
        if isinstance(value, bool):
            return self.kind == "yes_no"
        if isinstance(value, str):
            return value in self.values
        return (
            self.kind == "number"
            and self.low <= value.low <= (self.high if value.high is None else value.high) <= self.high
        )


@dataclass(frozen=True)
class Facts(Mapping[str, Fact]):
    """The facts of a corpus by name, in the order of the forms, with the headings they stand under."""

    by_name: Mapping[str, Fact]
    headings: Mapping[str, Message] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("by_name", "headings"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __getitem__(self, name: str) -> Fact:
        return self.by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name)

    def __len__(self) -> int:
        return len(self.by_name)

    def __hash__(self) -> int:
        return hash(tuple(self.by_name.values()))

    def implied(self, name: str, value: FactValue) -> tuple[tuple[str, FactValue], ...]:
        """What follows at once where a fact has a value; nothing follows from a no."""
        fact = self.by_name[name]
        if isinstance(value, str):
            return fact.choice(value).implies
        return fact.implies if value is True else ()

    def of_hires(self, name: str) -> str | None:
        """What a fact of a person becomes where it is said of those whom an employer takes on."""
        return next((fact.name for fact in self.by_name.values() if fact.of_hires == name), None)
