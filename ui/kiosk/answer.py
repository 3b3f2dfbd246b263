"""An answer as the public terminal shows it: the first line, the quoted sentences, where they stand, whether they still hold, what to do.

Pure: records to records. Nothing is said here but the texts' own words and fixed sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from kb.answers import Answer, AnswerItem, Citation, SearchHit
from kb.errors import GateError
from kb.records import Clause, Document, Notice, Quote, Validity
from ui.kiosk.office import Office
from ui.pieces import Headline, first_line, is_compared, words_in

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
    document: Document
    clause: Clause
    quotes: tuple[Quote, ...]


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
    words = words_in("zh").kiosk
    return words.ask_at.format(window=office.window or words.local_window, number=office.hotline)


def day(value: date | None) -> str:
    """`2020年5月15日`, or that the text does not say."""
    words = words_in("zh").kiosk
    return words.day.format(year=value.year, month=value.month, day=value.day) if value else words.not_stated


def standing(document: Document, validity: Validity, office: Office, last_day: date | None = None) -> ShownStanding:
    """Whether a rule of a document holds, in words; `last_day` where the rule ends before the document."""
    words = words_in("zh").kiosk
    start, end = document.effective_from or document.issued, last_day or document.effective_to
    banner = words["standing_banner"][validity].format(
        end=words.ends.format(day=day(end)) if end else "",
        start=words.starts.format(day=day(start)) if start else "",
        successor=words.succeeded_by.format(document=document.superseded_by) if document.superseded_by else "",
    )
    todo = words["standing_todo"][validity].format(ask=where_to_ask(office))
    return ShownStanding(validity, words["standing_badge"][validity], words["standing_sign"][validity], banner, todo)


def clause_facts(document: Document, clause: Clause) -> tuple[tuple[str, str], ...]:
    """The facts in the order in which they are asked for at a window; validity apart, which the page shows as a badge."""
    words = words_in("zh").kiosk
    issued = (words.date, day(document.issued))
    if document.issued is None and document.published is not None:
        issued = (words.published, day(document.published))
    return (
        (words.region_fact, document.region or words.not_stated),
        (words.document, f"《{document.title}》"),
        (words.number, document.number or words.no_number),
        (words.issuers, "、".join(document.issuers) or words.not_stated),
        (words.clause, clause.label),
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
    first = first_line([item.text for item in items if not item.uncertain], asked)
    return FoundRule(
        side=side,
        first=first,
        is_said=first is not None and not first.is_part and len(items) == 1 and items[0].column is None,
        sentences=items,
        standing=standing(document, citation.validity, office),
        facts=clause_facts(document, clause),
        proof=citation.validity_quote,
        document=document,
        clause=clause,
        quotes=citation.quotes,
    )


def _subject(clause: Clause) -> str:
    """The clause's own heading, or how it begins, word for word."""
    heading = clause.path[-1].strip() if clause.path else ""
    # A paragraph without a heading is named by its place only.
    own = heading if heading and heading != clause.label else clause.text.strip()
    line = own.splitlines()[0]
    return line if len(line) <= _LABEL else f"{line[:_LABEL]}……"
