"""How people say the facts of kb/facts.py, in everyday and official words of both languages (kb/data/situations.tsv).

Of rules that overlap in a text the lower one wins, so the more particular stand below: a disability certificate is more than a disability.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

from kb.conditions import Value

Part = Literal["person", "kind", "employer"]
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
    r"招(?:了|用|收|工|聘|进)?|吸纳|雇(?:了|用|佣)?|录用|聘用|聘了|安置|安排了|用工|用了[^,。;]{0,4}[个名]|员工|手下|以工代训|岗前培训"
    r"|(?i:\b(?:hir(?:e|es|ed|ing)|employ(?:s|ing)?\b(?! at| by| in)|tak(?:e|es|ing) on|recruit\w*))"
)
# A denial right before what it denies; any other in the same clause leaves it in doubt, unless it denies something else.
_DENIED_ZH = re.compile(
    r"(?:没有?|不是|并非|不算|无|未|非|还没|从没|不再是)(?:办|领|评|拿|定|有|参加|入|上|过|到|什么|任何|被|[是为了])*"
    r"(?:[给替为帮跟和与](?:他们|她们|他|她|工人|员工|职工|人家)?)?$|(?<![差要是])不$"
)
_DENIED_EN = re.compile(
    r"(?:\bnot|\bno|\bwithout|\bnever|n't|\bneither|\bnor)(?: (?:a|an|any|the|in|on|have|hold\w*|been|yet|registered as|my|his|her))*\s*$",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"没|未(?!来)|不(?=是|给|替|为|帮|跟|和|与|想|愿|肯|打算|准备|会|能)|并非|(?i:\b(?:no|not|never|without|nobody|none|neither|nor)\b|n't)"
)
_BREAK = re.compile(r"[,，。;；、!?！？]|但|而且|(?i:\b(?:and|but)\b)")
_ASKED = re.compile(
    r"(?:是不是|有没有|是否|算不算|会不会|能不能|可不可以|怎么|如何|怎样|什么(?:是|叫|样的?)|多少|哪些)[^,。;]{0,3}$"
)


# What somebody would like to be is not what somebody is; the rules for wishes hold the wish in their own words.
_WISHED = re.compile(
    r"(?:想|打算|准备|希望)(?:去|参加|报名?|考|当|做|到|上|成为)*$|\b(?:want|wish|hope|plan)\w* to (?:be|become|join)(?: an?)?\s*$"
)


# What was so once, or is not so yet, is not known to be so now.
_PAST = re.compile(
    r"(?:以前|曾经?|过去|从前|原先|原来|早年)(?:是|有|当过|做过|在|算)?[^,，。;]{0,2}$"
    r"|\b(?i:used to (?:be|have)|formerly|was once|once was)(?: an?)?\s*$"
)
_UNDONE = re.compile(
    r"[^,，。;]{0,3}(?:过期|注销|取消|丢了|没批|停了|在办|在申请|办不|(?:还|都)?没有?(?:办|下|批|评|发))"
    r"|(?i:\s*(?:card |certificate )?(?:has |have |is |was )?(?:expired|been cancelled|lapsed|pending))"
)


@dataclass(frozen=True)
class Rule:
    """A fact with its value and how it is said."""

    part: Part
    fact: str
    value: Value
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Finding:
    """`text[start:end]` states that `fact` is `value`; where that is a denial, its first word stands at `denied_from`."""

    part: Part
    fact: str
    value: Value
    start: int
    end: int
    denied_from: int | None = None


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the file."""
    text = resources.files("kb").joinpath("data/situations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    return tuple(_rule(*row) for row in rows[1:])


def _rule(part: str, fact: str, value: str, chinese: str, english: str) -> Rule:
    pattern = re.compile("|".join([f"(?:{chinese})"] * bool(chinese) + [rf"(?i:\b(?:{english}))"] * bool(english)))
    return Rule(cast(Part, part), fact, {"yes": True, "no": False}.get(value, value), pattern)


def findings(text: str) -> list[Finding]:
    """What a normalised text states, in reading order; of two values for one fact in one place the lower rule's counts.

    Where it is in doubt whether something is said or denied, it is left out.
    """
    found: list[Finding] = []
    for rule in rules():
        for match in rule.pattern.finditer(text):
            found += _finding(rule, text, match.start(), match.end())
    kept = [one for number, one in enumerate(found) if not any(_outdoes(other, one) for other in found[number + 1 :])]
    return sorted((one for one in kept if not _in_doubt(one, kept, text)), key=lambda one: one.start)


def _outdoes(other: Finding, one: Finding) -> bool:
    return other.fact == one.fact and other.start < one.end and one.start < other.end and other.value != one.value


def _finding(rule: Rule, text: str, start: int, end: int) -> Iterator[Finding]:
    before = text[max(0, start - 16) : start]
    unsure = (_ASKED.search(before), _WISHED.search(before), _PAST.search(text[max(0, start - 30) : start]))
    if any(unsure) or _UNDONE.match(text, end):
        return
    denial = _DENIED_ZH.search(before) or _DENIED_EN.search(text[max(0, start - 40) : start])
    if denial is None:
        yield Finding(rule.part, rule.fact, rule.value, start, end)
    elif isinstance(rule.value, bool) and rule.part != "kind":
        yield Finding(rule.part, rule.fact, not rule.value, start, end, start - len(denial[0]))


def _in_doubt(one: Finding, found: Iterable[Finding], text: str) -> bool:
    """Whether a denial stands before it in its clause that denies nothing else: 没给他们交社保."""
    if one.denied_from is not None:
        return False
    breaks = [match.end() for match in _BREAK.finditer(text, 0, one.start)]
    start = breaks[-1] if breaks else 0
    denials = [match.start() for match in _DENIAL.finditer(text, start, one.start)]
    return any(not any(_uses(other, at) for other in found) for at in denials)


def _uses(other: Finding, denial: int) -> bool:
    return (other.start if other.denied_from is None else other.denied_from) <= denial < other.end
