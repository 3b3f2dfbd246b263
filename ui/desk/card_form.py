"""The form of a new benefit card: a draft's fields in, what was typed out as a card of `benefits.yaml`.

Pure. A field's name is its place in the card, `amount.0.plain`; what is empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kb.cases import Choice, Fact, Facts
from kb.records import Language

STATEMENTS: Final = ("amount", "term", "papers", "how", "where", "funding")
SENSES: Final = ("is", "not", "under", "at_least", "at_most", "in")
ROWS: Final = 6
_NUMBERS: Final = {"amount": "yuan", "term": "months"}
_EXACTNESS: Final = "exactness"
Typed = Mapping[str, str]


NEEDED: Final = ("name", "official", "kind", "who", "who_words")
"""The fields that no card is without, beside its subject, which is one of the list or a new one."""


@dataclass(frozen=True)
class CardForm:
    """What stands in the fields of one card's form, by their names."""

    fields: Typed

    def get(self, name: str) -> str:
        """A field's text; empty where there is none."""
        return self.fields.get(name, "").strip()

    def rows(self, field: str) -> range:
        """The numbers of the rows of a statement: those filled in, at least one."""
        numbered = (re.fullmatch(rf"{field}\.([0-9]{{1,2}})\..+", name) for name in self.fields)
        return range(max((int(found[1]) for found in numbered if found), default=0) + 1)

    def conditions(self) -> list[int]:
        """The numbers of the rows of the conditions in which something stands."""
        keys = ("fact", "value", "words")
        return [row for row in range(ROWS) if any(self.get(f"condition.{row}.{key}") for key in keys)]

    def gaps(self, facts: Facts) -> list[tuple[str, str]]:
        """What was begun and not finished: a statement or `conditions`, and the key of it that is empty."""
        found = []
        for field in STATEMENTS:
            for n in self.rows(field):
                said = {
                    key: self.get(f"{field}.{n}.{key}") for key in ("words", "plain", "en", _NUMBERS.get(field, "en"))
                }
                found += [(field, key) for key in ("words", "plain") if any(said.values()) and not said[key]]
        for n in self.conditions():
            fact = self.get(f"condition.{n}.fact")
            wants_value = fact == "check" or (fact in facts and facts[fact].kind != "yes_no")
            needed = ("fact", *(("value",) if wants_value else ()), "words")
            found += [("conditions", key) for key in needed if not self.get(f"condition.{n}.{key}")]
        return list(dict.fromkeys(found))

    def entry(self, facts: Facts) -> dict[str, Any]:
        """The card as the file has it, without its id; ValueError with the text of a number or a choice that is none."""
        get = self.get
        claimant: dict[str, Any] = {"who": [get("who")], "words": get("who_words")}
        card: dict[str, Any] = {
            name: get(name) for name in ("subject", "document", "clause", "kind", "name", "official")
        }
        card |= {"english": get("english")} if get("english") else {}
        conditions = [leaf for n in range(ROWS) if (leaf := self._condition(n, facts))]
        card |= {"claimant": claimant} | ({"conditions": {"all": conditions}} if conditions else {})
        for field in STATEMENTS:
            if many := [said for n in self.rows(field) if (said := self._statement(field, n))]:
                card[field] = many
        return card

    def _statement(self, field: str, n: int) -> dict[str, Any]:
        at = f"{field}.{n}"
        said: dict[str, Any] = {key: text for key in ("plain", "en", "words") if (text := self.get(f"{at}.{key}"))}
        if said and (key := _NUMBERS.get(field)):
            said |= {key: _whole(self.get(f"{at}.{key}"))} if self.get(f"{at}.{key}") else {}
            said |= {_EXACTNESS: exact} if (exact := self.get(f"{at}.{_EXACTNESS}")) else {}
        return said

    def _condition(self, n: int, facts: Facts) -> dict[str, Any] | None:
        fact, sense, value, words = (self.get(f"condition.{n}.{key}") for key in ("fact", "sense", "value", "words"))
        if not fact:
            return None
        if fact == "unstated":
            return {fact: words}
        if fact == "check":
            return {fact: {"plain": value, "words": words}}
        kind = facts[fact].kind if fact in facts else ""
        if kind == "yes_no":
            return {fact: words if sense != "not" else {"is": False, "words": words}}
        if kind == "number":
            return {fact: {sense or "at_least": _whole(value), "words": words}}
        return {fact: {"in": [_chosen(value, facts[fact]) if fact in facts else value], "words": words}}


def form_of(draft: Mapping[str, Any], facts: Facts, language: Language) -> CardForm:
    """The form that a draft of `kb.benefits.draft` fills in, values by the names that a page has for them."""
    fields = {name: str(draft[name]) for name in ("document", "clause", "kind", "official")}
    fields |= {"who": str(draft["claimant"]["who"]), "who_words": str(draft["claimant"]["words"])}
    for field in STATEMENTS:
        for n, said in enumerate(draft.get(field, ())):
            fields |= {f"{field}.{n}.{key}": str(text) for key, text in said.items()}
    written = draft.get("conditions", {}).get("all", ())
    for n, leaf in enumerate(written[:ROWS]):
        [(fact, inner)] = leaf.items()
        given = inner if isinstance(inner, Mapping) else {"words": inner}
        sense = next((key for key in SENSES if key in given), "is")
        fields |= {f"condition.{n}.fact": fact, f"condition.{n}.words": str(given["words"])}
        fields |= {f"condition.{n}.sense": "not" if given.get("is") is False else sense}
        if sense in given and sense != "is":
            shown = choice_name(facts[fact].choice(given[sense]), language) if sense == "in" else str(given[sense])
            fields[f"condition.{n}.value"] = shown
    return CardForm(fields)


def value_choices(facts: Facts, language: Language) -> list[tuple[str, str]]:
    """What a condition may say of the facts that are one of several, with the name of the fact."""
    several = [fact for fact in facts.values() if fact.name != "claimant"]
    return [
        (choice_name(choice, language), fact.en if language == "en" else fact.zh)
        for fact in several
        for choice in fact.choices
    ]


def choice_name(choice: Choice, language: Language) -> str:
    """What a page calls a value."""
    return choice.en if language == "en" else choice.zh


def fact_choices(facts: Facts) -> list[tuple[str, str, str]]:
    """Each fact that a condition may turn on: its name, its Chinese and its English with the unit of its number."""
    return [(fact.name, *_named(fact)) for fact in facts.values() if fact.name != "claimant"]


def _named(fact: Fact) -> tuple[str, str]:
    zh, en = fact.unit if fact.kind == "number" else ("", "")
    return f"{fact.zh}（{zh}）" if zh else fact.zh, f"{fact.en} ({en})" if en else fact.en


def _chosen(text: str, fact: Fact) -> str:
    """The value that a page calls so in either language; ValueError with the text where there is none."""
    for choice in fact.choices:
        if text in (choice.zh, choice.en, choice.value):
            return choice.value
    raise ValueError(text)


def _whole(text: str) -> int:
    """A whole number; ValueError with the text where it is none."""
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)
