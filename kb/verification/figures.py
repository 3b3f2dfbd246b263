"""Amounts, terms and dates outside quotations, held against the clauses that the sentence is about.

Of all figures of one kind in these clauses the one whose surroundings are most like the draft's is what the draft means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kb.language import Figure
from kb.messages import Message
from kb.reading import TITLE_KINDS
from kb.records import Clause, Document, Quote
from kb.regex import regex
from kb.verification.claim_reading import Said
from kb.verification.findings import Difference, Finding
from kb.verification.folding import folded
from kb.verification.held_texts import HeldTexts
from kb.verification.naming import settled

# How many characters around a figure tell what it is a figure of.
_AROUND: Final = 14
_AROUND_THERE: Final = 22
# A figure of the same value whose surroundings fit less by no more than this may still be the one meant.
_SLACK: Final = 0.15
# From which share of surroundings in common a figure of another value is what the draft alters.
_ALIKE: Final = 0.3
# What words count that stand on the other side of the figure there (一次性奖补每人1000元, 每人1000元的一次性奖补).
_TURNED: Final = 0.5
_OF_PEOPLE: Final = {"人", "名", "位", "口"}
# What one figure may not be said under where the other is said under its opposite.
_OPPOSED: Final = (
    ({"at_most", "less_than"}, {"at_least", "more_than"}),
    ({"per_month", "per_day", "per_hour"}, {"per_year", "per_quarter", "per_half_year"}),
    ({"up_by"}, {"down_by"}),
)


@dataclass(frozen=True)
class _Meant:
    clause: Clause
    figure: Figure
    likeness: float


def pairs(text: str) -> set[str]:
    """The character pairs of a folded text."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


def share_in(text: str, there: str) -> float:
    """The share of a folded text's character pairs that another one has, 0..1."""
    own = pairs(text)
    return len(own & pairs(there)) / len(own) if own else 0.0


def check_figure(
    said: Said,
    own: str,
    clauses: Sequence[Clause],
    document: Document | None,
    texts: HeldTexts,
    as_of: date,
) -> Finding:
    """The finding on a figure of a sentence whose `own` words are given; `clauses` are those it may come from, best first."""
    figure = said.figure
    if figure is None:
        raise ValueError("the claim is no figure")
    if document and (words := _day_of(document, figure)):
        return settled(said, texts.evidence(texts.proof(document, words), as_of), as_of, document)
    if found := _named_by(figure, own, document, texts):
        return settled(said, texts.evidence(texts.proof(*found), as_of), as_of, found[0])
    meant = _meant(figure, own, clauses, texts)
    same = [
        each
        for each in meant
        if figure.same_value(replace(each.figure, unit=figure.unit)) and not _opposed(figure, each.figure)
    ]
    best = max((each.likeness for each in meant), default=0.0)
    if same and (first := max(same, key=lambda each: each.likeness)).likeness >= best - _SLACK:
        return settled(said, texts.evidence([(first.clause, _quote(first))], as_of), as_of)
    nearest = texts.evidence([(clause, None) for clause in clauses[:1]], as_of)
    if best < _ALIKE:
        return Finding(said.claim, "not_held", nearest, note=_ABSENT, document=document)
    other = max(meant, key=lambda each: each.likeness)
    difference = Difference(said.claim.start, said.claim.end, said.claim.text, other.figure.text)
    evidence = texts.evidence([(other.clause, _quote(other))], as_of)
    return Finding(said.claim, "altered", evidence, (difference,), document=evidence[0].document)


_ABSENT: Final = Message("最相近的条款里没有这个数。", "The nearest clause has no such figure.")


def _meant(figure: Figure, own: str, clauses: Sequence[Clause], texts: HeldTexts) -> list[_Meant]:
    """The figures of that kind and unit in the clauses, with how like their surroundings are."""
    before = folded(own[max(0, figure.start - _AROUND) : figure.start])
    after = folded(own[figure.end : figure.end + _AROUND])
    found = []
    for clause in clauses:
        text = clause.text
        for other in texts.figures(clause):
            if other.value is None or other.kind != figure.kind or not _same_unit(figure, other):
                continue
            there = (
                folded(text[max(0, other.start - _AROUND_THERE) : other.start]),
                folded(text[other.end : other.end + _AROUND_THERE]),
            )
            own_pairs = pairs(before) | pairs(after)
            near = len(pairs(before) & pairs(there[0]) | pairs(after) & pairs(there[1]))
            turned = len(own_pairs & (pairs(there[0]) | pairs(there[1])))
            likeness = (near + _TURNED * (turned - near)) / len(own_pairs) if own_pairs else 0.0
            found.append(_Meant(clause, other, likeness))
    return found


def _same_unit(figure: Figure, other: Figure) -> bool:
    """Whether two figures count alike; people are counted by several words, and anything by 个."""
    units = {figure.unit, other.unit}
    return len(units) == 1 or (figure.kind == "count" and ("个" in units or units <= _OF_PEOPLE))


def _opposed(figure: Figure, other: Figure) -> bool:
    return any(
        bool(figure.bounds & one and other.bounds & two) or bool(figure.bounds & two and other.bounds & one)
        for one, two in _OPPOSED
    )


def _quote(meant: _Meant) -> Quote:
    return Quote(meant.figure.text, meant.figure.start, meant.figure.end)


def _day_of(document: Document, figure: Figure) -> str | None:
    """The words of a document that state the day which a date is, of its issue, its beginning or its end."""
    if figure.kind != "date" or figure.value is None:
        return None
    stated = (
        (document.issued, document.issued_quote),
        (document.published, document.issued_quote),
        (document.effective_from, document.effective_quote),
        (document.effective_to, document.expiry_quote),
    )
    return next((words or "" for day, words in stated if day and int(day.strftime("%Y%m%d")) == figure.value), None)


def _named_by(figure: Figure, own: str, document: Document | None, texts: HeldTexts) -> tuple[Document, str] | None:
    """The document that a figure names, with its words: by its year (2016年的意见), or by how many issued it (五个部门联合印发)."""
    behind = own[figure.end : figure.end + _AROUND]
    if figure.kind == "date" and _NAMED.match(behind):
        there = texts.of_places(own)
        held = [document] if document else [texts.by_id[one] for one in there] if there else texts.documents
        years = ((one, day) for one in held for day in (one.issued, one.published) if day)
        return next(((one, one.issued_quote or "") for one, day in years if day.year * 10_000 == figure.value), None)
    if document and figure.kind == "count" and _ISSUED.match(behind) and figure.value == len(document.issuers):
        return document, document.issued_quote or ""
    return None


_NAMED: Final = regex(rf"的?[^，,。；;：:到前底末\d]{{0,8}}?(?:{TITLE_KINDS}|文件|读本|规定)")
_ISSUED: Final = regex(r"(?:(?:部门|单位|机关)\w{0,4}?|联合|共同)(?:印发|发文|制[定发])")
