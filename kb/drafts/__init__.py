"""New files that wait for somebody to look at them: the queue, what is read from one, and what is decided of it."""

from __future__ import annotations

from kb.drafts.decisions import correct_field, edit_outline, give_english_title, put_aside, refuse, reopen, take_in
from kb.drafts.handing_in import MOST_BYTES, HandedIn, hand_in
from kb.drafts.queue import Draft, DraftChangedError, DraftQueue, DraftState
from kb.drafts.reading import DraftField, DraftReader, DraftRuling, ReadDraft

__all__ = [
    "MOST_BYTES",
    "Draft",
    "DraftChangedError",
    "DraftField",
    "DraftQueue",
    "DraftReader",
    "DraftRuling",
    "DraftState",
    "HandedIn",
    "ReadDraft",
    "correct_field",
    "edit_outline",
    "give_english_title",
    "hand_in",
    "put_aside",
    "refuse",
    "reopen",
    "take_in",
]
