"""Profiles from plain data and from files, checked: what is wrong is named with its field."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

from kb.cases.derivation import contradictions
from kb.cases.facts import Fact, Facts, FactValue, Range
from kb.cases.profile import Profile, bad_field
from kb.errors import InvalidProfile

_BOUNDS = frozenset({"at_least", "at_most"})


def read_profile(path: Path, facts: Facts) -> Profile:
    """The profile in a JSON file; InvalidProfile names the field and the reason."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_no_repeats)
    except FileNotFoundError as error:
        raise InvalidProfile(f"找不到 {path}：请检查文件名。", "No such file: check the name.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidProfile(f"{path} 无法读取：请存为 UTF-8。", "Cannot be read: save it as UTF-8.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise InvalidProfile(
            f"{path.name} 第 {line} 行不是合法的 JSON：请改正。", "Not valid JSON: correct it."
        ) from error
    return profile_of(data, facts)


def profile_of(data: object, facts: Facts) -> Profile:
    """A profile from plain data, checked against the facts of a corpus; InvalidProfile names the field and the reason."""
    if not isinstance(data, dict):
        raise InvalidProfile("情况应为 JSON 对象。", "A profile is a JSON object.")
    region = data.get("region")
    if region is not None and (not isinstance(region, str) or not region.strip()):
        raise bad_field("region", "应为地名", "must be the name of a place")
    stated: dict[str, FactValue] = {}
    for name, value in data.items():
        if name == "region" or value is None:
            continue
        if name not in facts:
            near = difflib.get_close_matches(str(name), [*facts, "region"], n=1)
            hint = f"，是否 {near[0]}" if near else ""
            raise bad_field(str(name), f"没有这一项{hint}", f"no such field{f': {near[0]}?' if near else ''}")
        stated[name] = _value(facts[name], value)
    profile = Profile(stated, region.strip() if region else None)
    if problem := next(contradictions(profile, facts), None):
        raise problem
    return profile


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise bad_field(key, "写了两次", "stands twice")
        seen[key] = value
    return seen


def _value(fact: Fact, value: object) -> FactValue:
    if fact.kind == "yes_no":
        if not isinstance(value, bool):
            raise bad_field(fact.name, "应为 true 或 false", "must be true or false")
        return value
    if fact.kind == "choice":
        if value not in fact.values:
            raise bad_field(
                fact.name, f"应为 {'、'.join(fact.values)} 之一", f"must be one of {', '.join(fact.values)}"
            )
        return str(value)
    if isinstance(value, dict) and value and set(value) <= _BOUNDS:
        low = _number(fact, value.get("at_least", fact.low))
        high = _number(fact, value["at_most"]) if "at_most" in value else None
        if high is not None and high < low:
            raise bad_field(fact.name, "at_most 小于 at_least", "at_most is below at_least")
        return Range(low, high)
    number = _number(fact, value)
    return Range(number, number)


def _number(fact: Fact, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not fact.low <= value <= fact.high:
        raise bad_field(
            fact.name,
            f"应为 {fact.low} 至 {fact.high} 的整数",
            f"must be a whole number from {fact.low} to {fact.high}",
        )
    return value
