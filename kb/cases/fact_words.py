"""How people say the facts of kb/cases/facts.py, in everyday and official words of both languages (kb/data/situations.tsv).

Grades of disability: kb/cases/grades.py; what is denied or doubtful: kb/cases/doubt.py.

Of rules that overlap in a text the lower one wins, so the more particular stand below: a disability certificate is more than a disability.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Literal, cast

from kb.cases import doubt
from kb.cases.conditions import FactValue
from kb.cases.grades import grade_patterns

FactPart = Literal["person", "kind", "employer"]
# What is true of a household is true of each of its members.
HOUSEHOLD = frozenset(
    {
        "registered_poor",
        "low_income",
        "out_of_poverty",
        "minimum_living_allowance",
        "rural",
        "relocated",
        "technical_school",
    }
)
# Said of those whom an employer takes on.
OF_HIRES = {
    "registered_poor": "hires_registered_poor",
    "out_of_poverty": "hires_out_of_poverty",
    "minimum_living_allowance": "hires_minimum_living_allowance",
    "hard_to_employ": "hires_hard_to_employ",
}
# What makes an employer the one who asks, rather than where somebody works.
HIRES = re.compile(
    r"招(?:了|用|收|工|聘|进)?|吸纳|雇(?:了|用|佣)?|录用|聘用|聘了|安置|安排了|用工|用了[^,。;]{0,4}[个名]|[有用带]了?[\d一二两三四五六七八九十俩仨几]+多?[个名位]?[^,。;]{0,3}(?:工人|员工|职工|残疾|贫困|脱贫|低保)|员工|手下|以工代训|岗前培训"
    r"|(?i:\b(?:hir(?:e|es|ed|ing)|employ(?:s|ing)?\b(?! at| by| in)|tak(?:e|es|ing) on|recruit\w*))"
)


@dataclass(frozen=True)
class Rule:
    """A fact with its value and how it is said."""

    part: FactPart
    fact: str
    value: FactValue
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class FactMention:
    """`text[start:end]` states that `fact` is `value`; where that is a denial, it begins at `denied_from`.

    `doubted` where it is said with a maybe, of the past, or of what is only applied for: the fact is then unknown.
    """

    part: FactPart
    fact: str
    value: FactValue
    start: int
    end: int
    denied_from: int | None = None
    doubted: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the file, then those of the grades."""
    text = resources.files("kb").joinpath("data/situations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    grades = [Rule("person", "severe_disability", severe, pattern) for severe, pattern in grade_patterns()]
    lesser = [Rule("person", "disabled", True, rule.pattern) for rule in grades]
    return (*(_rule(*row) for row in rows[1:]), *grades, *lesser)


def _rule(part: str, fact: str, value: str, chinese: str, english: str) -> Rule:
    pattern = re.compile("|".join([f"(?:{chinese})"] * bool(chinese) + [rf"(?i:\b(?:{english}))"] * bool(english)))
    return Rule(cast(FactPart, part), fact, {"yes": True, "no": False}.get(value, value), pattern)


def findings(text: str) -> list[FactMention]:
    """What a normalised text states for certain, in reading order."""
    return [one for one in fact_mentions(text) if not one.doubted]


def fact_mentions(text: str) -> list[FactMention]:
    """What a normalised text states, in reading order, the doubted marked; of two values for one fact in one place the lower rule's counts.

    Where it is in doubt whether something is said or denied, it is left out.
    """
    found: list[FactMention] = []
    for rule in rules():
        for match in rule.pattern.finditer(text):
            named = next((name for name, words in match.groupdict().items() if words), 0)
            found += _finding(rule, text, match.start(named), match.end(named))
    kept = [one for number, one in enumerate(found) if not any(_outdoes(other, one) for other in found[number + 1 :])]
    ordered = sorted(_denied_together(kept, text), key=lambda one: one.start)
    return [one for one in ordered if not _in_doubt(one, ordered, text)]


def _outdoes(other: FactMention, one: FactMention) -> bool:
    return other.fact == one.fact and other.start < one.end and one.start < other.end and other.value != one.value


def _finding(rule: Rule, text: str, start: int, end: int) -> Iterator[FactMention]:
    if doubt.is_asked_or_wished(text, start, end):
        return
    doubted = doubt.is_past_or_undone(text, start, end) or doubt.is_unsure(text, start, end)
    denied = doubt.denial(text, start, end)
    if denied is None:
        yield FactMention(rule.part, rule.fact, rule.value, start, end, None, doubted)
    elif isinstance(rule.value, bool) and rule.part != "kind":
        yield FactMention(rule.part, rule.fact, not rule.value, start, max(end, denied), denied, doubted)


def _denied_together(found: Iterable[FactMention], text: str) -> Iterator[FactMention]:
    """没有残疾证和低保: what is joined to a thing denied is denied as well."""
    before: list[FactMention] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        with_it = next(
            (
                other
                for other in before
                if other.denied_from is not None and doubt.joins_denials(text, other.end, one.start)
            ),
            None,
        )
        if with_it and one.denied_from is None and isinstance(one.value, bool) and one.part != "kind":
            one = replace(one, value=not one.value, denied_from=with_it.denied_from)
        before.append(one)
    yield from before


def _in_doubt(one: FactMention, found: Iterable[FactMention], text: str) -> bool:
    """Whether a denial stands before it in its clause that denies nothing else: 没给他们交社保."""
    if one.denied_from is not None:
        return False
    return any(not any(_uses(other, at) for other in found) for at in doubt.denials(text, one.start))


def _uses(other: FactMention, denial: int) -> bool:
    return (other.start if other.denied_from is None else other.denied_from) <= denial < other.end
