"""The ends of terms as a calendar (iCalendar, RFC 5545): an all-day event on the last day of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from kb.watch.points import WatchPoint


def ends_calendar(points: Iterable[WatchPoint]) -> bytes:
    """The points that say when something ends. An event keeps its UID, so that a calendar that reads it again has it once."""
    calendar = Calendar()
    calendar.add("prodid", "-//policy-kb//watch//ZH")
    calendar.add("version", "2.0")
    for point in points:
        if point.kind != "ends" or point.day is None:
            continue
        document = point.document
        event = Event()
        event.add("uid", f"{hashlib.sha256(document.id.encode()).hexdigest()[:32]}@policy-kb")
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", point.day)
        event.add("dtend", point.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"到期：{document.number or document.id}《{document.title}》")
        event.add("description", f"{point.said}\n{point.words or ''}".strip())
        calendar.add_component(event)
    return bytes(calendar.to_ical())
