"""Sentences told at a counter, each with what may be entered on the form for whom it asks: a line `{"text", "cases": [{"facts", "also", …}]}`.

`facts` are certain; `also` names what one might enter too (`disabled`, `sex=female`). `cases` are several where several ask.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.cases import Vocabulary, plain_value, statement, told
from kb.language import normalise

if TYPE_CHECKING:
    from index import TaughtText


def read_told(path: Path) -> list[dict[str, Any]]:
    """The lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def agrees(got: Any, stated: Any) -> bool:  # noqa: ANN401
    """The same, or a range that holds the number."""
    if isinstance(got, bool | str) or isinstance(stated, bool | str):
        return got is stated or got == stated
    (low, high), (first, last) = _span(got), _span(stated)
    return low <= first and high >= last


def may_be(name: str, value: Any, case: Mapping[str, Any]) -> bool:  # noqa: ANN401
    """Whether the sentence says it, or it may be read into it."""
    if name in case["facts"]:
        return agrees(value, case["facts"][name])
    if name == "resident_pension":
        return may_be("pension_scheme", "resident", case) or name in case["also"]
    shown = ("yes" if value else "no") if isinstance(value, bool) else value
    return name in case["also"] or f"{name}={shown}" in case["also"] or (name, value) == ("claimant", "person")


def taught(files: Sequence[Sequence[Mapping[str, Any]]]) -> list[TaughtText]:
    """What a judge of facts learns from: the sentences in which one asks, with what they state and whatever they speak of.

    What no sentence of a file states was no question to its writers: there it is open.
    """
    from index import TaughtMention, TaughtText

    words, found = Vocabulary.builtin(), []
    of_files = [{name for row in rows for case in row["cases"] for name in _stated(case)} for rows in files]
    known = frozenset[str]().union(*of_files)
    for rows, noted in zip(files, of_files, strict=True):
        for row in (row for row in rows if len(row["cases"]) == 1):
            text, case = normalise(row["text"]).replace("’", "'"), row["cases"][0]
            stated = _stated(case)
            open_ = {name for name in known - stated if name not in noted or _is_open(name, case["also"])}
            mentions = []
            for one in told(text, words).facts:
                name, is_so = statement(one.fact, one.value), may_be(one.fact, plain_value(one.value), case)
                counts = one.fact in case["facts"] or not (is_so or name in open_)
                mentions.append(TaughtMention(name, one.start, one.end, is_so if counts else None))
            found.append(TaughtText(text, frozenset(stated), frozenset(open_), tuple(mentions)))
    return found


def _stated(case: Mapping[str, Any]) -> set[str]:
    return {statement(name, value) for name, value in case["facts"].items()}


def _is_open(statement: str, also: Collection[str]) -> bool:
    """Whether one might enter it too."""
    fact, _, value = statement.partition("=")
    shown = {"True": "yes", "False": "no"}.get(value, value)
    return (
        fact in also or f"{fact}={shown}" in also or (value == "#" and any(one.startswith(f"{fact}=") for one in also))
    )


def _span(value: Any) -> tuple[float, float]:  # noqa: ANN401
    if isinstance(value, dict):
        return value.get("at_least", 0), value.get("at_most", float("inf"))
    return value, value
