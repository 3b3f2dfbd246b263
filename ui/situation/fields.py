"""The fields of the situation form, in the order a caseworker meets them: what is known, what would help most, and the rest by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kb.benefits import Benefits, Situation, next_facts
from kb.cases import FACTS, CaseReading, FactKind
from ui.pieces import Words
from ui.situation.facts import FIRST, GROUPS, asked_facts, most_asked
from ui.situation.form import FIELD, REGION, SituationForm, said_words

_USEFUL: Final = 8


@dataclass(frozen=True)
class FactField:
    """One field: `value` as typed, `choices` (value, name) with "" for unknown, `said` the words it was read from."""

    name: str
    label: str
    kind: FactKind
    value: str
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    said: str = ""
    problem: str = ""


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one heading, folded up."""

    title: str
    fields: tuple[FactField, ...]


@dataclass(frozen=True)
class FormFields:
    """The whole form; no fact has two fields."""

    first: tuple[FactField, ...]
    known: tuple[FactField, ...]
    useful: tuple[FactField, ...]
    groups: tuple[FieldGroup, ...]


def field_groups(
    benefits: Benefits,
    given: SituationForm,
    reading: CaseReading | None,
    situation: Situation | None,
    problems: Mapping[str, str],
    words: Words,
) -> FormFields:
    """The fields of the facts that some card asks for, and of those that are filled in."""
    counts, said = asked_facts(benefits.cards), said_words(reading, given.values)

    def fields(names: Iterable[str]) -> tuple[FactField, ...]:
        return tuple(_field(name, given, said.get(name, ""), problems.get(name, ""), words) for name in names)

    filled = [name for name in FACTS if name in given.values]
    counts = {name: count for name, count in counts.items() if _concerns(name, given)}
    known = [name for name in filled if name not in FIRST]
    if situation is not None:
        useful = [name for name in next_facts(situation, _USEFUL + len(FIRST)) if name in FACTS]
        useful = [name for name in useful if name in counts and name not in {*filled, *FIRST}][:_USEFUL]
    else:
        useful = list(most_asked(counts, filled, _USEFUL))
    placed = {*FIRST, *known, *useful}
    offered = [name for name in counts if name not in placed]
    grouped = {name for _, _, names in GROUPS for name in names}
    which = 1 if words.language == "en" else 0
    groups = [(titles[which], [name for name in names if name in offered]) for _, titles, names in GROUPS]
    groups.append((words.situation.others, [name for name in offered if name not in grouped]))
    return FormFields(
        fields(name for name in FIRST if name in counts or name in filled),
        fields(known),
        fields(useful),
        tuple(FieldGroup(title, fields(names)) for title, names in groups if names),
    )


def _concerns(name: str, given: SituationForm) -> bool:
    """Whether a fact may still be said of this claimant: an employer has no age, a person hires nobody."""
    claimant, group = given.values.get("claimant"), FACTS[name].group
    if claimant is None and any(FACTS[each].group == "person" for each in given.values if each in FACTS):
        claimant = "person"
    if claimant is None or group == "any" or name in given.values:
        return True
    return (group == "person") == (claimant == "person")


def fact_names(names: Iterable[str], words: Words) -> list[str]:
    """Facts, or the region, as the form calls them."""
    return [words.situation.region if name == REGION else _label(name, words) for name in names]


def _label(name: str, words: Words) -> str:
    fact = FACTS[name]
    return (fact.en[:1].upper() + fact.en[1:]) if words.language == "en" else fact.zh


def _field(name: str, given: SituationForm, said: str, problem: str, words: Words) -> FactField:
    fact, said_in, which = FACTS[name], words.situation, 1 if words.language == "en" else 0
    choices: tuple[tuple[str, str], ...] = ()
    if fact.kind == "choice":
        choices = (("", said_in.unknown), *((value, (zh, en)[which]) for value, zh, en in fact.choices))
    elif fact.kind == "yes_no":
        choices = (("yes", said_in.yes), ("no", said_in.no), ("", said_in.unknown))
    hint = ""
    if fact.kind == "number" and name not in FIRST:
        hint = said_in.number_hint if fact.unit[1] == "months" else said_in.days_hint
    return FactField(
        FIELD + name,
        _label(name, words),
        fact.kind,
        given.values.get(name, ""),
        fact.unit[which],
        hint,
        choices,
        said,
        problem,
    )
