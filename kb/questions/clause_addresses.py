"""Which clause a reference names: the steps of a reference beside the steps of a clause's address.

A clause is compared by its label, and by its path for the chapters that stand there only. Writers count in their own way, so 第5条 may be
二（二）5; `closeness` says how near the two ways are, and `named_by` takes the nearest of a document.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from kb.language import chinese_number
from kb.records import Clause
from kb.regex import regex

_CN = "零〇○一二两三四五六七八九十百千"
_N = rf"(?:\d{{1,4}}|[{_CN}]{{1,9}})"
_OPEN, _CLOSE = r"[(（\[【〔{〈]\s?", r"\s?[)）\]】〕}〉]"
RANK = {
    "类": -2,
    "附件": -1,
    "编": 1,
    "章": 2,
    "节": 3,
    "部分": 4,
    "部": 4,
    "条": 5,
    "款": 6,
    "括": 6.5,
    "项": 7,
    "数": 8,
}
RANK |= {"点": 8.5, "段": 8.5, "行": 8.5, "目": 9}
# How near a step of a label comes to a step of a reference: the writer's way of counting may be another than the reader's.
_NEAR: dict[str, dict[str, float]] = {
    "条": {"条": 1, "部": 0.8, "数": 0.7, "括": 0.6},
    "款": {"款": 1, "段": 0.9, "括": 0.7, "数": 0.6},
    "项": {"项": 1, "行": 0.9, "数": 0.7, "括": 0.65, "部": 0.3},
    "点": {"点": 1, "项": 0.9, "数": 0.8, "括": 0.8, "段": 0.6, "部": 0.5},
    "部分": {"部": 1, "节": 0.8, "编": 0.7, "章": 0.7},
    "部": {"部": 1},
    "括": {"括": 1},
    "数": {"数": 1, "项": 0.8, "括": 0.6},
    "编": {"编": 1},
    "章": {"章": 1, "部": 0.6},
    "节": {"节": 1},
    "目": {"目": 1, "数": 0.8, "括": 0.5},
    "段": {"段": 1, "款": 0.9},
    "行": {"行": 1, "项": 0.9},
    "附件": {"附件": 1},
}
# What may stand inside a clause without a clause of its own: in a statute's article, and in any clause.
_INSIDE = ("款", "项", "目", "段", "点", "括", "数")
_UNNUMBERED = ("款", "段", "目")

_PART = regex(rf"附件(?P<annex>\d+|(?!说明))|(?P<name>[^第（(\d①-⑳{_CN}]+)")
_LABEL_STEP = regex(
    rf"第(?P<number>{_N})(?P<unit>分?编|章|节|条|款|项|目|点|部分|段|行)(?:之(?P<sub>[{_CN}\d]+))?"
    rf"|{_OPEN}(?P<bracket>{_N}){_CLOSE}|(?P<digits>\d{{1,4}})|(?P<bare>[{_CN}]{{1,4}})|(?P<circle>[①-⑳])"
)
_CHAPTER = regex(rf"第{_N}(?:分?编|章|节)(?=\s|$)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True)
class ClauseReference:
    """A stretch of the question that names a clause; `steps` run inwards: ("附件2", "第3项"), ("二", "（一）", "2")."""

    start: int
    end: int
    steps: tuple[str, ...]


@dataclass(frozen=True)
class StepMention:
    """One step as read; `forms` has several where a list is named (第3、4条)."""

    kind: str
    forms: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class _Step:
    kind: str
    value: tuple[int, ...]
    said: str


def matches(reference: ClauseReference, clause: Clause) -> bool:
    """Whether the reference may name the clause or one above it, in the document's own way of counting."""
    return closeness(reference, clause) > 0


def closeness(reference: ClauseReference, clause: Clause) -> float:
    """How near the clause's address comes to the reference, 0..1: 1 for the same steps, less for another way of counting."""
    return _nearness(_steps_of(reference), _address(clause))


def _steps_of(reference: ClauseReference) -> tuple[_Step, ...]:
    return tuple(one for step in reference.steps for one in _steps(step))


def _nearness(steps: Sequence[_Step], where: Sequence[_Step]) -> float:
    if not steps or not where:
        return 0.0
    return _aligned(steps, where) * (0.95 if where[0].kind == "附件" != steps[0].kind else 1.0)


class Addressed(Protocol):
    """What has an address: a clause, or the head of one."""

    @property
    def document(self) -> str:
        """The document's id."""

    @property
    def label(self) -> str:
        """Its address in the document."""

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above it and its own."""


One = TypeVar("One", bound=Addressed)


def named_by(reference: ClauseReference, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """`ClauseAddresses.named_by` among these clauses."""
    return ClauseAddresses(clauses).named_by(reference)


class ClauseAddresses(Generic[One]):
    """Clauses by address: a reference is held against each address once, however many documents have a clause there."""

    def __init__(self, clauses: Iterable[One]) -> None:
        self._clauses: dict[tuple[_Step, ...], list[tuple[int, One]]] = {}
        for position, clause in enumerate(clauses):
            self._clauses.setdefault(_address(clause), []).append((position, clause))
        self._by_value: dict[tuple[int, ...], list[tuple[_Step, ...]]] = {}
        for address in self._clauses:
            for value in {step.value for step in address}:
                self._by_value.setdefault(value, []).append(address)

    def named_by(self, reference: ClauseReference, documents: Container[str] | None = None) -> tuple[One, ...]:
        """The clauses (of each of the documents, None: all) that come nearest to the reference, with those under them; empty if none does.

        Where a document numbers no deeper, 三（一）第2款 names the clause 三（一）.
        """
        best: dict[str, float] = {}
        fitting: list[tuple[int, One, float]] = []
        steps = _steps_of(reference)
        for address in self._worth_comparing(steps):
            if value := _nearness(steps, address):
                held = [one for one in self._clauses[address] if documents is None or one[1].document in documents]
                fitting += [(position, clause, value) for position, clause in held]
                best.update((clause.document, max(best.get(clause.document, 0.0), value)) for _, clause in held)
        found = sorted(
            ((position, clause) for position, clause, value in fitting if value == best[clause.document]),
            key=lambda one: one[0],
        )
        last = _steps(reference.steps[-1])
        if found or len(reference.steps) < 2 or not last or last[0].kind not in _UNNUMBERED:
            return tuple(clause for _, clause in found)
        outer = self.named_by(replace(reference, steps=reference.steps[:-1]), documents)
        return outer if len(outer) == 1 else ()

    def _worth_comparing(self, steps: Sequence[_Step]) -> Iterable[tuple[_Step, ...]]:
        """The addresses with the number of the first step that has one: no other comes near it."""
        first = next((step for step in steps if step.kind != "类"), None)
        if first is None or first.kind == "附件":
            return self._clauses
        return self._by_value.get(first.value, ())


def _aligned(reference: Sequence[_Step], where: Sequence[_Step], *, gap: float = 1.0) -> float:
    """The best product of nearness over all ways to find the reference's steps, in order, among the address's."""
    if not reference:
        return 1.0
    if reference[0].kind == "类":
        return _in_part(reference, where)
    best = 0.0
    for i, step in enumerate(where):
        near = _near(reference[0], step, where)
        if near:
            inner, rest = where[i + 1 :], reference[1:]
            # The items of an article stand in its own clause.
            held = step.kind == "条" and not inner and all(one.kind in _INSIDE for one in rest)
            best = max(best, near * (gap if i else 1.0) * (1.0 if held else _aligned(rest, inner, gap=0.9)))
    return best


def _in_part(reference: Sequence[_Step], where: Sequence[_Step]) -> float:
    """A part named (方案三（二）) must be the clause's, where the file has parts; 通知 is also said of the whole."""
    if not where or where[0].kind not in ("类", "附件"):
        return _aligned(reference[1:], where)
    same = reference[0].said == where[0].said
    whole = reference[0].said == "通知" and where[0].kind == "类"
    return (1.0 if same else 0.7 * whole) * _aligned(reference[1:], where[1:])


def _near(step: _Step, other: _Step, where: Sequence[_Step]) -> float:
    if step.kind in ("条", "章", "节") and other.kind != step.kind and any(one.kind == step.kind for one in where):
        return 0.0  # counted as the text itself counts
    if step.kind == "附件" and not (step.value and other.value):
        return float(other.kind == "附件")
    near = _NEAR.get(step.kind, {}).get(other.kind, 0.0) if step.value == other.value else 0.0
    return near * (0.9 if step.kind == other.kind == "括" and step.said.isdigit() != other.said.isdigit() else 1.0)


def chapters_of(path: Iterable[str]) -> tuple[str, ...]:
    """The headings of a path that an address takes its chapters from."""
    return tuple(head for head in path if _CHAPTER.match(head))


def _address(clause: Addressed) -> tuple[_Step, ...]:
    """The steps of a clause's label below those of its chapters, which stand in its path only."""
    chapters = [_steps(found[0])[0] for head in clause.path if (found := _CHAPTER.match(head))]
    own = _steps(clause.label)
    return (*(step for step in chapters if step not in own), *own)


@lru_cache(maxsize=65_536)
def _steps(label: str) -> tuple[_Step, ...]:
    """`计划二（一）` → 类 计划, 部 2, 括 1; reading stops at the first character that is no step (附件2徐州市)."""
    label = label.translate(_FULL_WIDTH)
    part = _PART.match(label)
    steps: list[_Step] = []
    at = 0
    if part:
        at = part.end()
        annex = part["annex"]
        value = (int(annex),) if annex else ()
        steps.append(
            _Step("附件", value, part[0]) if annex is not None else _Step("类", (), part["name"].split("〔")[0])
        )
    while step := _LABEL_STEP.match(label, at):
        at = step.end()
        steps.append(_label_step(step))
    if at < len(label) and steps and steps[-1].kind in ("部", "数"):
        steps.pop()  # 附件2三亚市
    return tuple(steps)


def _label_step(match: re.Match[str]) -> _Step:
    group = match.lastgroup or ""
    if match["number"]:
        numbers = [match["number"], match["sub"]] if match["sub"] else [match["number"]]
        return _Step(match["unit"].removeprefix("分"), tuple(chinese_number(n) or 0 for n in numbers), match["number"])
    if group == "circle":
        return _Step("数", (ord(match[0]) - ord("①") + 1,), match[0])
    kind = {"bracket": "括", "digits": "数", "bare": "部"}[group]
    return _Step(kind, (chinese_number(match[group]) or 0,), match[group])
