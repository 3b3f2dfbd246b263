"""An answer as the public terminal shows it: the first line, the quoted sentences, where they stand, whether they still hold, what to do.

Pure: records to records of plain text and escaped markup. Nothing is said here but the texts' own words and fixed sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from markupsafe import Markup

from kb.answers import Answer, AnswerItem, Citation, SearchHit
from kb.errors import GateError
from kb.records import Clause, Document, Notice, Validity
from ui.kiosk.office import Office
from ui.kiosk.reference_code import reference, reference_code
from ui.kiosk.words import STANDING, WORDS
from ui.pieces import Headline, clause_body, first_line, is_compared

# Said by the page itself, in full.
_SAID_BY_PAGE: Final = frozenset(
    {
        "expired",
        "superseded",
        "undated",
        "not_yet_in_force",
        "region",
        "not_found",
        "where_to_ask",
        "related",
        "invalid",
    }
)
_LABEL: Final = 44


@dataclass(frozen=True)
class ShownStanding:
    """Whether a rule holds, in words: the badge, and the banner with what to do where there is something to beware of."""

    validity: Validity
    badge: str
    sign: str
    banner: str
    todo: str


@dataclass(frozen=True)
class FoundRule:
    """One rule: `first` is its first line (None: a fixed sentence stands there), `is_said` whether that is all that is quoted."""

    side: str | None
    first: Headline | None
    is_said: bool
    sentences: tuple[AnswerItem, ...]
    standing: ShownStanding
    facts: tuple[tuple[str, str], ...]
    proof: str | None
    body: Markup
    reference: str
    code: Markup


@dataclass(frozen=True)
class Neighbour:
    """A related rule to tap: its clause, what it is about in its own words, and where it stands."""

    clause: str
    subject: str
    place: str


@dataclass(frozen=True)
class Screen:
    """What is shown after a question; `asked` is as it was asked, personal numbers masked."""

    kind: str
    asked: str
    findings: tuple[FoundRule, ...]
    is_compared: bool
    notices: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    as_of: date


def screen(found: Answer, office: Office) -> Screen:
    """The screen for an answer that is not `invalid`; GateError where a sentence has no citation."""
    return Screen(
        kind=found.status,
        asked=found.question,
        findings=_findings(found, office),
        is_compared=is_compared(found),
        notices=tuple(notice_in_chinese(notice) for notice in found.notices if notice.code not in _SAID_BY_PAGE),
        neighbours=neighbours(found.related),
        as_of=found.as_of,
    )


def rule(document: Document, clause: Clause, validity: Validity, proof: str | None, office: Office) -> FoundRule:
    """A rule that was asked for by itself, with no sentence quoted from it."""
    return _finding(None, Citation(0, clause, document, validity, proof, (), 0.0), (), "", office)


def neighbours(hits: Sequence[SearchHit], most: int = 3) -> tuple[Neighbour, ...]:
    """The first related rules, each subject once."""
    shown: dict[str, Neighbour] = {}
    for hit in hits:
        place = "　".join(part for part in (hit.document.region, hit.document.number, hit.clause.label) if part)
        near = Neighbour(hit.clause.id, _subject(hit.clause), place)
        shown.setdefault(near.subject, near)
    return tuple(shown.values())[:most]


def notice_in_chinese(notice: Notice) -> str:
    """A notice in Chinese."""
    return notice.message.zh


def where_to_ask(office: Office) -> str:
    """`到一楼综合窗口问，或拨打 12333`."""
    return f"到{office.window or WORDS['local_window']}问清楚，或拨打 {office.hotline}"


def day(value: date | None) -> str:
    """`2020年5月15日`, or that the text does not say."""
    return f"{value.year}年{value.month}月{value.day}日" if value else WORDS["not_stated"]


def standing(document: Document, validity: Validity, office: Office, last_day: date | None = None) -> ShownStanding:
    """Whether a rule of a document holds, in words; `last_day` where the rule ends before the document."""
    words = STANDING[validity]
    start, end = document.effective_from or document.issued, last_day or document.effective_to
    banner = words.banner.format(
        end=f"（{day(end)}到期）" if end else "",
        start=f"（{day(start)}起执行）" if start else "",
        successor=f"（{document.superseded_by}）" if document.superseded_by else "",
    )
    return ShownStanding(validity, words.badge, words.sign, banner, words.todo.format(ask=where_to_ask(office)))


def clause_facts(document: Document, clause: Clause) -> tuple[tuple[str, str], ...]:
    """The facts in the order in which they are asked for at a window; validity apart, which the page shows as a badge."""
    issued = (WORDS["date"], day(document.issued))
    if document.issued is None and document.published is not None:
        issued = (WORDS["published"], day(document.published))
    return (
        (WORDS["region_fact"], document.region or WORDS["not_stated"]),
        (WORDS["document"], f"《{document.title}》"),
        (WORDS["number"], document.number or WORDS["no_number"]),
        (WORDS["issuers"], "、".join(document.issuers) or WORDS["not_stated"]),
        (WORDS["clause"], clause.label),
        issued,
    )


def _findings(found: Answer, office: Office) -> tuple[FoundRule, ...]:
    """One for each run of sentences of one clause on one side."""
    cited = {citation.n: citation for citation in found.citations}
    findings = []
    for (side, n), items in groupby(found.answer, key=lambda item: (item.group, item.citation)):
        if n not in cited:
            raise GateError(
                "答复里有一句没有出处，已拦下，请报告维护人员。",
                "A sentence of the answer has no citation, so it is held back: tell the maintainer.",
            )
        findings.append(_finding(side, cited[n], tuple(items), found.question, office))
    return tuple(findings)


def _finding(
    side: str | None, citation: Citation, items: tuple[AnswerItem, ...], asked: str, office: Office
) -> FoundRule:
    document, clause = citation.document, citation.clause
    first = first_line([item.text for item in items], asked)
    name = reference(document, clause)
    return FoundRule(
        side=side,
        first=first,
        is_said=first is not None and not first.is_part and len(items) == 1 and items[0].column is None,
        sentences=items,
        standing=standing(document, citation.validity, office),
        facts=clause_facts(document, clause),
        proof=citation.validity_quote,
        body=Markup(clause_body(clause, citation.quotes)),
        reference=name,
        code=reference_code(name),
    )


def _subject(clause: Clause) -> str:
    """The clause's own heading, or how it begins, word for word."""
    heading = clause.path[-1].strip() if clause.path else ""
    # A paragraph without a heading is named by its place only.
    own = heading if heading and heading != clause.label else clause.text.strip()
    line = own.splitlines()[0]
    return line if len(line) <= _LABEL else f"{line[:_LABEL]}……"
