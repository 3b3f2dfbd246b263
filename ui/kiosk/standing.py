"""Whether a rule holds, in words, whom to ask, and the facts of a clause as they are asked for at a window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb.records import Clause, Document, Validity
from ui.kiosk.frame import frame_words
from ui.kiosk.office import Office


@dataclass(frozen=True)
class ShownStanding:
    """Whether a rule holds, in words: the badge, the banner with what to do where there is something to beware of, and until when."""

    validity: Validity
    badge: str
    sign: str
    banner: str
    todo: str
    until: str


def where_to_ask(office: Office) -> str:
    """`到一楼综合窗口问，或拨打 12333`."""
    words = frame_words().kiosk
    return words.ask_at.format(window=office.window or words.local_window, number=office.hotline)


def day(value: date | None) -> str:
    """`2020年5月15日`, or that the text does not say."""
    words = frame_words().kiosk
    return words.day.format(year=value.year, month=value.month, day=value.day) if value else words.not_stated


def standing(document: Document, validity: Validity, office: Office, last_day: date | None = None) -> ShownStanding:
    """Whether a rule of a document holds, in words; `last_day` where the rule ends before the document."""
    words = frame_words().kiosk
    start, end = document.effective_from or document.issued, last_day or document.effective_to
    banner = words["standing_banner"][validity].format(
        end=words.ends.format(day=day(end)) if end else "",
        start=words.starts.format(day=day(start)) if start else "",
        successor=words.succeeded_by.format(document=document.superseded_by) if document.superseded_by else "",
    )
    todo = words["standing_todo"][validity].format(ask=where_to_ask(office))
    badge, sign = words["standing_badge"][validity], words["standing_sign"][validity]
    until = words["standing_until"][validity].format(day=day(end)) if end else badge
    return ShownStanding(validity, badge, sign, banner, todo, until)


def clause_facts(document: Document, clause: Clause) -> tuple[tuple[str, str], ...]:
    """The facts in the order in which they are asked for at a window; validity apart, which the page shows as a badge."""
    frame = frame_words()
    words = frame.kiosk
    issued = (words.date, day(document.issued))
    if document.issued is None and document.published is not None:
        issued = (words.published, day(document.published))
    to_read_by = document.title_en if frame.language == "en" else None
    return (
        (words.region_fact, document.region or words.not_stated),
        (words.document, f"《{document.title}》"),
        *(((frame.answer.title_en, to_read_by),) if to_read_by else ()),
        (words.number, document.number or words.no_number),
        (words.issuers, "、".join(document.issuers) or words.not_stated),
        (words.clause, clause.label),
        issued,
    )
