"""What an editor decides of a draft; each decision is made once, recorded, and refused where the draft changed meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from kb.building import kept_readings
from kb.drafts.queue import Draft, DraftChangedError, DraftQueue, DraftState
from kb.drafts.reading import DraftReader
from kb.errors import DraftError
from kb.holdings import (
    Correction,
    GivenFields,
    OutlineEdit,
    Plan,
    corrected_value,
    english_title,
    plain_edits,
    plan_add,
    plan_replace,
)
from kb.language import Gazetteer
from kb.people import AuditLog, Deed
from kb.settings import Settings
from kb.upkeep import make_recorded

_DEEDS: Final[dict[DraftState, Deed]] = {
    "waiting": "draft_reopened",
    "aside": "draft_put_aside",
    "refused": "draft_refused",
}
Edits: TypeAlias = Sequence[OutlineEdit]
Seen: TypeAlias = tuple[int, int]
"""A draft's number, and the version of it that was looked at."""


def correct_field(
    queue: DraftQueue, reader: DraftReader, seen: Seen, correction: Correction, who: str, audit: AuditLog
) -> Draft:
    """Corrects a field of the draft; InvalidInput where its words do not stand in the text, CatalogError where they name another day."""
    with queue.held_still():
        draft = _open(queue, seen)
        value = corrected_value(reader.text(draft).text, correction, Gazetteer.load())
        curated = {**draft.curated, correction.field: value}
        # Refused here, before it is kept, where it contradicts itself.
        reader.read(replace(draft, curated=curated), ())
        changed = queue.change(*seen, who, curated=curated)
        audit.append(who, "draft_corrected", draft.name, draft=draft.number, field=correction.field, **value)
    return changed


def edit_outline(queue: DraftQueue, reader: DraftReader, seen: Seen, edits: Edits, who: str, audit: AuditLog) -> Draft:
    """Gives the draft these edits of its outline in place of those it has; CatalogError where one cannot be made."""
    with queue.held_still():
        draft = _open(queue, seen)
        plain = plain_edits(edits)
        curated = _curated(draft, "outline", plain)
        reader.read(replace(draft, curated=curated), ())
        changed = queue.change(*seen, who, curated=curated)
        audit.append(who, "draft_corrected", draft.name, draft=draft.number, outline=plain)
    return changed


def give_english_title(queue: DraftQueue, seen: Seen, title: str, who: str, audit: AuditLog) -> Draft:
    """Gives the draft a title in English to read by, "" none; InvalidInput where it is not English."""
    with queue.held_still():
        draft, words = _open(queue, seen), english_title(title)
        changed = queue.change(*seen, who, curated=_curated(draft, "title_en", words))
        audit.append(who, "draft_corrected", draft.name, draft=draft.number, field="title_en", value=words)
    return changed


def put_aside(queue: DraftQueue, seen: Seen, reason: str, who: str, audit: AuditLog) -> Draft:
    """Puts a draft aside until somebody takes it up again."""
    return _decided(queue, seen, "aside", reason.strip(), who, audit)


def refuse(queue: DraftQueue, seen: Seen, reason: str, who: str, audit: AuditLog) -> Draft:
    """Refuses a draft; DraftError where no reason is given."""
    if not reason.strip():
        raise DraftError("退回须写明理由。", "Say why it is refused.")
    return _decided(queue, seen, "refused", reason.strip(), who, audit)


def reopen(queue: DraftQueue, seen: Seen, who: str, audit: AuditLog) -> Draft:
    """Has a draft that was put aside or refused wait again."""
    return _decided(queue, seen, "waiting", "", who, audit)


def take_in(queue: DraftQueue, seen: Seen, replaces: str, who: str, settings: Settings, audit: AuditLog) -> Plan:
    """Takes a draft into the corpus as `policy-kb add` does, or as `replace` where it takes the place of the held document `replaces`.

    CorpusError, CatalogError or InvalidInput where that cannot be; the draft waits on then.
    """
    with queue.held_still():
        draft = _open(queue, seen)
        given, gazetteer, file = GivenFields(curated=draft.curated), Gazetteer.load(), queue.file(draft)
        kept = kept_readings(settings)
        plan = (
            plan_replace(settings.corpus, replaces, file, gazetteer, given, kept)
            if replaces
            else plan_add(settings.corpus, file, given, gazetteer, kept)
        )
        if {hashlib.sha256(data).hexdigest() for data in plan.change.arriving.values()} != {draft.sha256}:
            raise DraftError(
                "草稿的文件已不是收下时的那一份，没有入库：请退回这份草稿，重新交文件。",
                "The draft's file is not the one that was handed in, nothing was taken in: refuse the draft and hand the file in again.",
            )
        deed: Deed = "document_replaced" if replaces else "document_added"
        name = make_recorded(plan, deed, who, audit, draft=draft.number, handed_in_by=draft.added_by)
        queue.change(*seen, who, state="taken", replaces=replaces, reason="", taken_as=name)
        kept.save(only_these=False)
    return plan


# ------------------------------------------------------------------------------------------------------ parts


def _decided(queue: DraftQueue, seen: Seen, state: DraftState, reason: str, who: str, audit: AuditLog) -> Draft:
    with queue.held_still():
        draft = _open(queue, seen, or_refused=state == "waiting")
        changed = queue.change(*seen, who, state=state, reason=reason)
        audit.append(who, _DEEDS[state], draft.name, draft=draft.number, **({"reason": reason} if reason else {}))
    return changed


def _curated(draft: Draft, field: str, value: str | list[dict[str, Any]]) -> dict[str, Any]:
    """What is curated of the draft with this value of a field; an empty one is left out."""
    return {key: each for key, each in {**draft.curated, field: value}.items() if key != field or each}


def _open(queue: DraftQueue, seen: Seen, *, or_refused: bool = False) -> Draft:
    """The draft as it was looked at, if it is still open; `or_refused` lets one that was refused pass."""
    draft = queue.draft(seen[0])
    if draft.version != seen[1]:
        raise DraftChangedError(draft)
    if not draft.is_open and not (or_refused and draft.state == "refused"):
        raise DraftError("这份草稿已有决定，不能再改。", "This draft has been decided on and cannot be changed.")
    return draft
