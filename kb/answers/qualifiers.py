"""Which of several a question means, held against a clause: the year, the ordinal or grade (第二批, 三级), the words that tell siblings apart.

A qualifier is met where the clause, its headings or its document's title say it; contradicted where they say another of the same kind
(第十届 where 第十四届 is asked for); open where they say none. A word is open where the document knows it but says it elsewhere: whoever
writes 城市低保 in one clause and 农村低保 in another means two things. Everyday words that no document has are no qualifiers.

What a question asks of a thing (how much, when, where …) is told too where the quoted words do not state it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kb.language import CHARACTERS, holds, number_value, simplified
from kb.messages import Message
from kb.questions import Ask, Question, properties_called, properties_stated
from kb.records import Clause, Document
from kb.regex import regex

_NUMBER = rf"[{CHARACTERS}\d]+"
# 第四条 is a place in a text, which kb/questions reads; 一级, 二类 are grades.
_ORDINAL = regex(rf"(第){_NUMBER}个?(?![条款项章节页])[\u4e00-\u9fff]|(?<![第\d.{CHARACTERS}]){_NUMBER}[级类档等星]")
# 第4名至第8名, 一至四级: all between are meant.
_SPAN = regex(rf"(第?)({_NUMBER})个?[\u4e00-\u9fff]?[至到~—–-]第?({_NUMBER})(个?[\u4e00-\u9fff])")
_LONGEST_SPAN = 100
# What is asked for where no more than a property is.
_STATED: frozenset[Ask] = frozenset({"amount", "term", "when", "where", "materials", "list"})
_RECIPIENT = regex(
    r"的([\u4e00-\u9fff]{0,4}(?:员|人|者|生|师|户|工|家庭|企业|对象|儿童|青年|子女))"
    r"[，,]?(?:按|给予|予以|可以|可(?!能)|奖励|享受|发给|应当|每人)"
)
_YEAR = regex(r"(?<![\d.])(?:19|20)\d{2}(?!\d|\s*(?:元|人|名|号))")


@dataclass(frozen=True)
class NumberMarks:
    """What a text says of itself by number: its years, and its ordinals and grades by what they count (`第批` → {2})."""

    years: frozenset[int]
    ordinals: Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class QualifierStates:
    """The qualifiers of a question that a clause leaves open, and those that it contradicts, as they are told to a reader."""

    open: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """What an answer that rests on the clause must say that it does not mention.

        An ordinal that is merely open is often another word for what the clause says (第一次, 首次).
        """
        return (*self.contradicted, *(name for name in self.open if name.endswith("年")))


def marks_in(text: str) -> NumberMarks:
    """The marks of a text."""
    ordinals: dict[str, set[int]] = {}
    for match in _ORDINAL.finditer(_SPAN.sub(_written_out, simplified(text))):
        kind, value = _kind_and_value(match[0])
        if value is not None:
            ordinals.setdefault(kind, set()).add(value)
    return NumberMarks(
        frozenset(map(int, _YEAR.findall(text))), {kind: frozenset(found) for kind, found in ordinals.items()}
    )


def marks_of(clause: Clause, document: Document) -> NumberMarks:
    """The marks of a clause under its headings and its document's title."""
    return marks_in("\n".join((document.title, *clause.path, clause.text)))


def states(asked: NumberMarks, held: NumberMarks, issued: Iterable[int]) -> QualifierStates:
    """The years and ordinals asked for against those of a clause, whose document is of the years `issued`."""
    open_: list[str] = []
    contradicted: list[str] = []
    if asked.years and not asked.years & (held.years | set(issued)):
        (contradicted if held.years else open_).append("、".join(f"{year}年" for year in sorted(asked.years)))
    for kind, values in asked.ordinals.items():
        said = held.ordinals.get(kind, frozenset())
        if not values & said:
            (contradicted if said else open_).extend(_told(kind, value) for value in sorted(values))
    return QualifierStates(tuple(open_), tuple(contradicted))


def is_of_another(asked: NumberMarks, document: Document, state: QualifierStates) -> bool:
    """Whether a document is another of a numbered series by its title (第一批 where 第二批 is asked for), and the clause speaks of no other."""
    titled = marks_in(document.title).ordinals
    told = (_told(kind, value) for kind, values in asked.ordinals.items() if kind in titled for value in values)
    return any(name in state.contradicted for name in told)


def recipients(text: str) -> frozenset[str]:
    """Whom a text gives something to or asks something of, as it calls them: 对…的教练员，按…奖励."""
    return frozenset(_RECIPIENT.findall(text))


def another_recipient(said: Collection[str], own: Collection[str], of_document: Collection[str]) -> tuple[str, ...]:
    """Those of the words `said` that name whom other clauses of a document are for (`of_document`), where one names others as its `own`."""
    if not own or any(word in one or one in word for word in said for one in own):
        return ()
    return tuple(word for word in said if word in of_document)


def unstated(question: Question, quoted: Iterable[tuple[str, str]]) -> tuple[list[Message], bool]:
    """The properties asked for that no quoted sentence may state, and whether nothing else is asked for.

    Each sentence is given after its column, "" outside tables. Wide on purpose: "not mentioned" is said only where nothing comes near.
    """
    texts = [simplified(f"{column} {text}") for column, text in quoted]
    called, says = properties_called(), properties_stated("says")

    def is_said(kind: str, texts: Iterable[str] = texts) -> bool:
        return any(says[kind].search(text) for text in texts)

    missing: list[Message] = []
    figures = [called[kind] for kind in called if kind in question.figures]
    # Of a time more is known than the shape of its figures.
    event = next((kind for kind in ("paid", "done") if kind in question.outright), None)
    of_time = event or "date" in question.figures
    asked = bool(figures and not of_time) + bool(event or "when" in question.asks)
    if figures and not of_time and not any(holds(text, question.figures) for text in texts):
        either = Message("或".join(name.zh for name in figures), " or ".join(name.en for name in figures))
        missing.append(either if len(figures) < 3 else called["figure"])  # 多少 alone asks for any
    # Of when money is paid speaks only a sentence that says it is.
    of_event = [text for text in texts if event != "paid" or is_said("paid", [text])]
    if (event or "when" in question.asks) and not is_said("when", of_event):
        missing.append(called[event or "when"])
    others = question.asks & {"where"} | question.outright & {"materials"}
    missing += [called[kind] for kind in sorted(others) if not is_said(kind)]
    return missing, bool(missing) and len(missing) == asked + len(others) and question.asks <= _STATED


def _written_out(span: re.Match[str]) -> str:
    lead, low, high, unit = span.groups()
    first, last = number_value(low), number_value(high)
    if first is None or last is None or not first < last < first + _LONGEST_SPAN:
        return span[0]
    return "、".join(f"{lead}{number}{unit}" for number in range(int(first), int(last) + 1))


def _kind_and_value(mark: str) -> tuple[str, int | None]:
    number = re.search(_NUMBER, mark)
    value = number_value(number[0]) if number else None
    whole = int(value) if value is not None and value.denominator == 1 else None
    return re.sub(rf"{_NUMBER}个?", "", mark), whole


def _told(kind: str, value: int) -> str:
    return f"第{value}{kind[1:]}" if kind.startswith("第") else f"{value}{kind}"
