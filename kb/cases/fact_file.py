"""The format of `facts.yaml`: facts, how people say them, kinds of benefit and whom to ask; the package's own and an office's are alike.

    facts:
      veteran: {kind: yes_no, zh: 退役军人, en: a veteran, heading: household, said: {zh: 退伍、退役军人, en: veteran; ex-soldier}}
      family_size: {kind: number, zh: 家庭人口, en: people in the family, unit: {zh: 人, en: people}, high: 30, said: {zh: _口人}}
    words:
      minimum_living_allowance: {zh: 五保户}               # more ways to say a fact of the package; `instead: true` takes their place
    kinds:
      heating: {zh: 取暖补贴, en: heating allowance, cues: 取暖补贴}
    contact: {zh: 请拨打12345。, en: Call 12345., phone: "12345"}

An office's file never redefines what the package has. Errors are one line with the line of the file. The language of phrases is
kb/cases/phrases.py's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    model_validator,
)

from kb.cases.facts import Choice, Fact, FactGroup, FactKind, Facts, FactValue, Range
from kb.errors import FactsError
from kb.files import YamlFile, YamlPath, read_yaml
from kb.messages import Message

FACTS_NAME = "facts.yaml"
_UNITS = {"years": ("岁", "years"), "months": ("个月", "months"), "days": ("天", "days")}
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(pattern=r"\S")]
Scalar = StrictBool | StrictInt | StrictStr


def _listed(value: object) -> object:
    return value if value is None or isinstance(value, list | tuple) else [value]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Both(_Entry):
    """Something in both languages."""

    zh: Words
    en: Words


class Phrases(_Entry):
    """Phrases in both languages; either may be missing."""

    zh: str = ""
    en: str = ""


class Saying(Phrases):
    """Phrases that state a value of a fact (yes, or the choice they stand at), what else they state, and what they presuppose."""

    value: StrictBool = True
    also: dict[Name, Scalar] = {}
    after: Annotated[Name | None, Field(alias="with")] = None


Sayings = Annotated[tuple[Saying, ...], BeforeValidator(_listed)]


class ChoiceEntry(Both):
    """A value of a choice."""

    implies: dict[Name, Scalar] = {}
    said: Sayings = ()
    excepted: Annotated[Phrases, Field(alias="except")] = Phrases()


class FactEntry(Both):
    """One fact; see `kb.cases.facts.Fact`."""

    kind: FactKind
    of: FactGroup = "person"
    heading: Name | None = None
    ask: Both | None = None
    unit: Literal["years", "months", "days"] | Both | None = None
    low: int = 0
    high: int = 0
    household: bool = False
    implies: dict[Name, Scalar] = {}
    akin: Name | None = None
    of_hires: Name | None = None
    ages: tuple[int, int] | None = None
    wish: bool = False
    of_child: bool = False
    choices: dict[Name, ChoiceEntry] = {}
    said: Sayings = ()
    excepted: Annotated[Phrases, Field(alias="except")] = Phrases()

    @model_validator(mode="after")
    def _whole(self) -> FactEntry:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choice 须有 choices，别的没有 (a choice has choices, nothing else has)")
        if (self.kind == "number") != (self.unit is not None and self.high > self.low):
            raise ValueError("number 须有 unit 和 high，别的没有 (a number has unit and high, nothing else has)")
        return self


class WordsEntry(Phrases):
    """More words for a fact of the package, or a value of it (`value`); `instead` of the package's own."""

    value: Scalar = True
    instead: bool = False
    excepted: Annotated[Phrases, Field(alias="except")] = Phrases()


class KindEntry(Both):
    """A kind of benefit, and the words by which a sentence grants it."""

    cues: str


class ContactEntry(Both):
    """Whom to ask, as a sentence, and the telephone number in it."""

    phone: Words


class FactFile(_Entry):
    """A whole file."""

    parts: dict[Literal["zh", "en"], dict[Name, str]] = {}
    headings: dict[Name, Both] = {}
    facts: dict[Name, FactEntry] = {}
    words: dict[Name, Annotated[tuple[WordsEntry, ...], BeforeValidator(_listed)]] = {}
    things: Phrases = Phrases()
    kinds: dict[Name, KindEntry] = {}
    gives: str = ""
    contact: ContactEntry | None = None


def load_fact_file(corpus: Path) -> tuple[FactFile, YamlFile] | None:
    """An office's file with its lines, or None if the corpus has none; FactsError names the line of the first thing that is wrong."""
    parsed = read_yaml(corpus / FACTS_NAME, FactsError)
    return (parsed.validated(FactFile), parsed) if parsed else None


def facts_of(own: FactFile, office: FactFile | None, lines: YamlFile | None = None) -> Facts:
    """The facts of the package with an office's; FactsError, with the line where `lines` has it, for what does not fit together."""
    headings = {name: Message(entry.zh, entry.en) for name, entry in own.headings.items()}
    facts = {name: _fact(name, entry) for name, entry in own.facts.items()}
    if office is None:
        return Facts(facts, headings)
    for section, known in (("facts", facts), ("headings", headings), ("kinds", own.kinds)):
        for name in getattr(office, section):
            if name in known:
                raise wrong_place(
                    lines,
                    (section, name),
                    f"{name} 是程序已有的，不能重新定义：要加说法请写在 words",
                    f"{name} is the program's own: add words to it under words, do not define it again",
                )
    headings |= {name: Message(entry.zh, entry.en) for name, entry in office.headings.items()}
    found = Facts(facts | {name: _fact(name, entry) for name, entry in office.facts.items()}, headings)
    for place, cause, english in _faults(office, found):
        raise wrong_place(lines, place, cause, english)
    return found


def wrong_place(lines: YamlFile | None, place: YamlPath, cause: str, english: str) -> FactsError:
    """What is wrong at a place of an office's file."""
    if lines is None:
        return FactsError(f"{FACTS_NAME}：{cause}。", f"{FACTS_NAME}: {english}.")
    error = lines.wrong(lines.line_of(place), f"：{cause}", english)
    return FactsError.saying(error.message)


def _faults(office: FactFile, facts: Facts) -> Iterator[tuple[YamlPath, str, str]]:
    """What an office's file names and nobody has."""
    for name, entry in office.facts.items():
        place: YamlPath = ("facts", name)
        if entry.heading is not None and entry.heading not in facts.headings:
            yield (*place, "heading"), f"没有 heading {entry.heading}", f"no heading {entry.heading}"
        named: list[tuple[YamlPath, str | None]] = [
            (("akin",), entry.akin),
            (("of_hires",), entry.of_hires),
            *((("said",), each.after) for each in entry.said),
        ]
        for inner, other in named:
            if other is not None and other not in facts:
                yield (*place, *inner), f"没有 {other} 这一项", f"no fact {other}"
        implied: list[tuple[YamlPath, dict[str, Scalar]]] = [(("implies",), entry.implies)]
        implied += [(("said",), each.also) for each in entry.said]
        implied += [(("choices", value), choice.implies) for value, choice in entry.choices.items()]
        for inner, values in implied:
            for other, value in values.items():
                if other not in facts or not facts[other].allows(stated_value(value)):
                    yield (*place, *inner), f"{other} 不能是 {value}", f"{other} cannot be {value}"
    for name, many in office.words.items():
        for each in many:
            if name not in facts or facts[name].kind == "number" or not facts[name].allows(stated_value(each.value)):
                yield ("words", name), f"{name} 没有 {each.value} 这个值", f"{name} has no value {each.value}"


def _fact(name: str, entry: FactEntry) -> Fact:
    unit = (
        _UNITS[entry.unit]
        if isinstance(entry.unit, str)
        else (entry.unit.zh, entry.unit.en)
        if entry.unit
        else ("", "")
    )
    return Fact(
        name,
        entry.kind,
        entry.zh,
        entry.en,
        entry.of,
        tuple(Choice(value, each.zh, each.en, _values(each.implies)) for value, each in entry.choices.items()),
        entry.low,
        entry.high,
        unit,
        entry.heading or "",
        Message(entry.ask.zh, entry.ask.en) if entry.ask else None,
        entry.household,
        _values(entry.implies),
        entry.akin or "",
        entry.of_hires or "",
        Range(*entry.ages) if entry.ages else None,
        entry.wish,
        entry.of_child,
    )


def _values(entries: dict[str, Scalar]) -> tuple[tuple[str, FactValue], ...]:
    return tuple((name, stated_value(value)) for name, value in entries.items())


def stated_value(value: Scalar) -> FactValue:
    """A value as a file writes it."""
    return Range(value, value) if isinstance(value, int) and not isinstance(value, bool) else value
