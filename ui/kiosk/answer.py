"""An answer as the public terminal shows it: what holds first, in plain lines and quoted, then what to do, and folded what has ended.

Pure: records to records. Nothing is said here but the texts' own words, checked fields of cards, and fixed sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from kb.answers import Answer, AnswerItem, Citation, SearchHit
from kb.benefits import CardMatch, Situation
from kb.errors import GateError
from kb.records import Clause, Document, Grade, Notice, Quote, Validity
from ui.kiosk.benefits import Benefit, benefit_of
from ui.kiosk.frame import frame_words
from ui.kiosk.office import Office
from ui.kiosk.standing import ShownStanding, clause_facts, standing
from ui.kiosk.subjects import HOLDS, card_quoted, on_subjects
from ui.pieces import first_line, is_compared

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
class FoundRule:
    """One rule: `first` is its sentence where that is short enough to stand first, `is_said` whether that is all that is quoted.

    `benefit` is the card that speaks of what is quoted, or that the rule is shown for.
    """

    side: str | None
    first: str | None
    is_said: bool
    sentences: tuple[AnswerItem, ...]
    standing: ShownStanding
    facts: tuple[tuple[str, str], ...]
    proof: str | None
    document: Document
    clause: Clause
    quotes: tuple[Quote, ...]
    benefit: Benefit | None = None

    @property
    def holds(self) -> bool:
        """Whether the rule is in force, or states no end."""
        return self.standing.validity in HOLDS


@dataclass(frozen=True)
class Neighbour:
    """A related rule to tap: its clause, what it is about in its own words, and where it stands."""

    clause: str
    subject: str
    place: str


@dataclass(frozen=True)
class Screen:
    """What is shown after a question; `asked` is as it was asked, personal numbers masked.

    `current` are the rules that hold and `more` further benefits of theirs on the subject; `past` and `ended` those that do not, folded.
    """

    kind: str
    asked: str
    current: tuple[FoundRule, ...]
    more: tuple[Benefit, ...]
    past: tuple[FoundRule, ...]
    ended: tuple[Benefit, ...]
    is_compared: bool
    grade: Grade | None
    notices: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    as_of: date

    @property
    def findings(self) -> tuple[FoundRule, ...]:
        """All rules, those that hold first."""
        return self.current + self.past

    @property
    def last_papers(self) -> Benefit | None:
        """The last rule that named papers, for where none holds: what is usually asked for."""
        held = (*(each.benefit for each in self.past if each.benefit), *self.ended)
        return None if self.current else next((each for each in held if each.view.papers), None)


def screen(found: Answer, office: Office, case: Situation | None = None) -> Screen:
    """The screen for an answer that is not `invalid`; GateError where a sentence has no citation.

    `case` are all cards, weighed for the place asked about: where nothing quoted holds, those in force on the same subject come first.
    """
    findings = _findings(found, office, case.matches if case else ())
    subjects = tuple(dict.fromkeys(each.benefit.view.card.entry.subject for each in findings if each.benefit))
    current = tuple(each for each in findings if each.holds)
    is_open = case is not None and not current and not is_compared(found)
    further = on_subjects(subjects, case, found.question) if case and is_open else ()
    return _screen(found, office, current, tuple(each for each in findings if not each.holds), further)


def subject_screen(found: Answer, office: Office, matches: Sequence[CardMatch], carded: Collection[str]) -> Screen:
    """The screen for a tile: the cards on its subjects, and what the answer quotes of rules in force that no card was made of yet.

    `carded` are the documents (ids) that have cards. Whatever else the answer quotes is not what the tile is about.
    """
    uncarded = tuple(each for each in _findings(found, office, ()) if each.holds and each.document.id not in carded)
    held = replace(found, status="answered", notices=tuple(n for n in found.notices if n.code == "digest"))
    return replace(_screen(held, office, uncarded, (), matches), grade=None, is_compared=False, neighbours=())


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


def notice_said(notice: Notice) -> str:
    """A notice in the language of the frame."""
    return notice.message.of(frame_words().language)


def _screen(
    found: Answer,
    office: Office,
    current: tuple[FoundRule, ...],
    past: tuple[FoundRule, ...],
    matches: Sequence[CardMatch],
) -> Screen:
    """The cards that hold come first, the first of them as a rule of its own."""
    held = [match for match in matches if match.is_current]
    shown = {each.benefit.view.id for each in past if each.benefit}
    lead = tuple(_carded(match, office) for match in held[:1])
    return Screen(
        kind=found.status,
        asked=found.question,
        current=(*lead, *current),
        more=tuple(benefit_of(match, office) for match in held[1:]),
        past=past,
        ended=tuple(benefit_of(each, office) for each in matches if not each.is_current and each.card.id not in shown),
        is_compared=is_compared(found) and len(current) > 1,
        grade=found.grade if found.status == "answered" else None,
        notices=tuple(notice_said(notice) for notice in found.notices if notice.code not in _SAID_BY_PAGE),
        neighbours=neighbours(found.related),
        as_of=found.as_of,
    )


def _carded(match: CardMatch, office: Office) -> FoundRule:
    """A card as a rule: its plain lines stand first, its words are marked in the clause."""
    benefit = benefit_of(match, office)
    document, clause = match.card.document, match.card.clause
    return FoundRule(
        side=None,
        first=None,
        is_said=True,
        sentences=(),
        standing=benefit.standing,
        facts=benefit.facts,
        proof=match.validity_quote,
        document=document,
        clause=clause,
        quotes=benefit.view.quotes,
        benefit=benefit,
    )


def _findings(found: Answer, office: Office, matches: Sequence[CardMatch]) -> tuple[FoundRule, ...]:
    """One for each run of sentences of one clause on one side."""
    cited = {citation.n: citation for citation in found.citations}
    findings = []
    for (side, n), items in groupby(found.answer, key=lambda item: (item.group, item.citation)):
        if n not in cited:
            raise GateError(
                "答复里有一句没有出处，已拦下，请报告维护人员。",
                "A sentence of the answer has no citation, so it is held back: tell the maintainer.",
            )
        findings.append(_finding(side, cited[n], tuple(items), found.question, office, matches))
    return tuple(findings)


def _finding(
    side: str | None,
    citation: Citation,
    items: tuple[AnswerItem, ...],
    asked: str,
    office: Office,
    matches: Sequence[CardMatch] = (),
) -> FoundRule:
    document, clause = citation.document, citation.clause
    first = first_line([item.text for item in items if not item.uncertain], asked)
    card = card_quoted(matches, clause.id, citation.quotes, asked)
    return FoundRule(
        side=side,
        first=first,
        is_said=first is not None and len(items) == 1 and items[0].column is None,
        sentences=items,
        standing=standing(document, citation.validity, office),
        facts=clause_facts(document, clause),
        proof=citation.validity_quote,
        document=document,
        clause=clause,
        quotes=citation.quotes,
        benefit=benefit_of(card, office) if card else None,
    )


def _subject(clause: Clause) -> str:
    """The clause's own heading, or how it begins, word for word."""
    heading = clause.path[-1].strip() if clause.path else ""
    # A paragraph without a heading is named by its place only.
    own = heading if heading and heading != clause.label else clause.text.strip()
    line = own.splitlines()[0]
    return line if len(line) <= _LABEL else f"{line[:_LABEL]}……"
