"""What differs between the quotes of several sides: figures by value and limits, terms and conditions by the words used.

A figure differs where some other side has none that is the same (kb/language/figures.py says what is the same in other words, and what it cannot
see). A term of the lexicon differs where no other side uses it or another way to say it; a condition or a group of people (对…的, 符合…)
where none of the other sides' quotes holds those words. Only what is quoted is compared: what a side's clause says elsewhere, or in words
that no rule here knows, is not seen, and a word that one side lacks may be implied there. Nothing is marked where one side alone speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from kb.language import Figure, FigureKind, TermMatch, figures_in
from kb.regex import regex

MarkKind = FigureKind | Literal["term"]
# Every kind of figure, in the order in which a table shows them.
MARK_KINDS: Final[tuple[FigureKind, ...]] = ("money", "share", "duration", "age", "count", "date")

# Whom a rule is for: what stands between 对 or 面向 and the comma, the 给予 or the 力度 that closes it.
_GROUP = regex(
    r"(?:(?<![一绝相针应面校核反结])对于?(?!接(?!受)|口|象|应|策|比|外|内|照)|面向|凡是?)(?P<group>[^，,。；;：:！？\n“”]{2,40}?)"
    r"(?=的?(?:[，,。；;]|给予|实行|实施|提供|开展|进行|发放|采取|落实|执行|应当|应[由按为]|为其|可以?(?:按|享|给|申)|按(?:照|规定|每|其)"
    r"|由(?:政府|财政|各)|[\u4e00-\u9fff]{0,6}力度))"
)
# On what condition: the verb and what it takes.
_CONDITION = regex(
    r"(?P<group>(?:符合|具备|持有|取得|获得|签订|参加)(?!期限|时间|情况)[^，,。；;：:、！？\n“”]{2,16}?)(?=的|并|且|或|后|给予|可|享受|[，,。；;、])"
)
# Of the lexicon's terms those that name what one gets, or who; the others (各县, 对接) would mark every second word.
_TELLING = regex(
    r"(?:补[贴助偿]|贷款|贴息|奖[补励金]|津贴|返还|减免|保险费?|资助|救助|[老学业养]金|岗位|培训|安置|优惠|担保|抵押"
    r"|人员|人口|劳动力|毕业生|学生|家庭|(?<![入到每])户|农民工|企业|对象|群体|职工|子女|主体|合作社|车间|基地|残疾人|大学生|劳动者)$"
)
_JOINTS = regex(r"以及|而且|并且|[、并且和及或]|(?<!参)与|的(?!确)|[\s（）()]+")
_SHORTEST, _LONGEST = 3, 18
_CHINESE = regex(r"[\u4e00-\u9fff]")

DifferenceMarks: TypeAlias = "tuple[tuple[tuple[DifferenceMark, ...], ...], ...]"
"""The marks of each sentence of each side."""
Terms = Callable[[str], Sequence[TermMatch]]


@dataclass(frozen=True)
class DifferenceMark:
    """`[start, end)` of a quoted sentence: a figure of that kind, or a term that only this side has.

    `bound_only`: every other side has the same amount, but under another limit (最高10万元, 10万元).
    """

    start: int
    end: int
    kind: MarkKind
    differs: bool
    bound_only: bool = False


@dataclass(frozen=True)
class ContrastRow:
    """All fragments of one kind of figure, verbatim and each once, a cell a side; a cell is empty if the side has none."""

    kind: FigureKind
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Reading:
    """A sentence with its figures, its terms and its conditions, the two latter as `(start, end, what it says)`."""

    text: str
    figures: tuple[Figure, ...]
    terms: tuple[tuple[int, int, frozenset[str]], ...]
    conditions: tuple[tuple[int, int], ...]


def differences(sides: Sequence[Sequence[str]], terms: Terms) -> tuple[DifferenceMarks, tuple[ContrastRow, ...]]:
    """The marks of every sentence of every side, in reading order without overlap, and the table of figures.

    `terms` finds the lexicon's terms in a sentence. A side without sentences has no answer and is compared with nothing.
    """
    read = [tuple(_read(sentence, terms) for sentence in side) for side in sides]
    marks: list[tuple[tuple[DifferenceMark, ...], ...]] = []
    for place, side in enumerate(read):
        others = [other for position, other in enumerate(read) if position != place and other]
        marks.append(tuple(_marks(reading, others) for reading in side))
    return tuple(marks), _table(read)


def _read(sentence: str, terms: Terms) -> _Reading:
    found = figures_in(sentence)
    located = tuple(_located(sentence, terms(sentence)))
    return _Reading(sentence, found, located, tuple(_conditions(sentence, found)))


def _located(sentence: str, terms: Iterable[TermMatch]) -> Iterable[tuple[int, int, frozenset[str]]]:
    """Where the terms stand in the sentence itself: they are found in its normalised form, so one that was changed there is left out."""
    at = 0
    for match in terms:
        start = sentence.find(match.term, at)
        if match.general or match.typo or start < 0 or not _TELLING.search(match.term):
            continue
        at = start + len(match.term)
        yield start, at, frozenset(match.official)


def _conditions(sentence: str, found: Sequence[Figure]) -> Iterable[tuple[int, int]]:
    """The groups and conditions a rule names, piece by piece, without the figures in them."""
    plain = list(sentence)
    for figure in found:
        plain[figure.start : figure.end] = "、" * (figure.end - figure.start)
    masked = "".join(plain)
    for group in (*_GROUP.finditer(masked), *_CONDITION.finditer(masked)):
        at = group.start("group")
        for piece in [*_JOINTS.finditer(masked, at, group.end("group")), None]:
            end = piece.start() if piece else group.end("group")
            if _SHORTEST <= end - at <= _LONGEST and _CHINESE.search(sentence, at, end):
                yield at, end
            at = piece.end() if piece else end


def _marks(reading: _Reading, others: Sequence[Sequence[_Reading]]) -> tuple[DifferenceMark, ...]:
    if not others:
        return ()
    marks = [_figure_mark(figure, others) for figure in reading.figures]
    known = frozenset(name for side in others for other in side for _, _, names in other.terms for name in names)
    words = "\n".join(_bare(other.text) for side in others for other in side)
    only = [(start, end) for start, end, names in reading.terms if not names & known]
    only += [
        (start, end)
        for start, end in reading.conditions
        if _bare(reading.text[start:end]) not in words and not _said_otherwise(reading, start, end, known)
    ]
    for start, end in sorted(only, key=lambda span: span[0] - span[1]):
        if _bare(reading.text[start:end]) not in words and all(
            end <= mark.start or start >= mark.end for mark in marks
        ):
            marks.append(DifferenceMark(start, end, "term", True))
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _figure_mark(figure: Figure, others: Sequence[Sequence[_Reading]]) -> DifferenceMark:
    theirs = [[figure for reading in side for figure in reading.figures] for side in others]
    differs = any(not any(figure.same(other) for other in side) for side in theirs)
    valued = all(any(figure.same_value(other) for other in side) for side in theirs)
    return DifferenceMark(figure.start, figure.end, figure.kind, differs, differs and valued)


def _said_otherwise(reading: _Reading, start: int, end: int, known: frozenset[str]) -> bool:
    """Whether a condition is nothing but a term that another side has in other words."""
    return any(s <= start and end <= e and names & known for s, e, names in reading.terms)


def _table(sides: Sequence[Sequence[_Reading]]) -> tuple[ContrastRow, ...]:
    rows = []
    for kind in MARK_KINDS:
        cells = tuple(
            tuple(dict.fromkeys(figure.text for reading in side for figure in reading.figures if figure.kind == kind))
            for side in sides
        )
        if any(cells):
            rows.append(ContrastRow(kind, cells))
    return tuple(rows)


def _bare(text: str) -> str:
    return "".join(text.split())
