"""A folder of texts, its catalogue, and changes to both."""

from __future__ import annotations

from kb.holdings.catalog_file import EditKind, OutlineEdit
from kb.holdings.corpus import load_corpus, read_clauses
from kb.holdings.corpus_change import corpus_held_still
from kb.holdings.correction import (
    CORRECTED_FIELDS,
    CorrectedField,
    Correction,
    Ending,
    corrected_value,
    outline_edits_of,
    plain_edits,
    plan_correction,
    plan_ending,
    plan_outline,
)
from kb.holdings.curate import Plan, carry_out, plan_add, plan_remove, plan_replace
from kb.holdings.drafting import FIELD_NAMES, EntryDraft, GivenFields, WordsNeeded, draft_entry, entry_of
from kb.holdings.effects import relatives
from kb.holdings.folder import CATALOG_NAME, MISNAMED, SkippedFile, corpus_files, misnamed_files, skipped_files
from kb.holdings.folder_check import CheckedFile, FolderCheck, check_folder, check_text
from kb.holdings.intake import PENDING, OfferedFile, leave_pending, offered_files, take_in
from kb.holdings.named_held import held_as, is_titled
from kb.holdings.outline_edits import openings
from kb.holdings.readings import KeptReadings

__all__ = [
    "CATALOG_NAME",
    "CORRECTED_FIELDS",
    "FIELD_NAMES",
    "MISNAMED",
    "PENDING",
    "CheckedFile",
    "CorrectedField",
    "Correction",
    "EditKind",
    "Ending",
    "EntryDraft",
    "FolderCheck",
    "GivenFields",
    "KeptReadings",
    "OfferedFile",
    "OutlineEdit",
    "Plan",
    "SkippedFile",
    "WordsNeeded",
    "carry_out",
    "check_folder",
    "check_text",
    "corpus_files",
    "corpus_held_still",
    "corrected_value",
    "draft_entry",
    "entry_of",
    "held_as",
    "is_titled",
    "leave_pending",
    "load_corpus",
    "misnamed_files",
    "offered_files",
    "openings",
    "outline_edits_of",
    "plain_edits",
    "plan_add",
    "plan_correction",
    "plan_ending",
    "plan_outline",
    "plan_remove",
    "plan_replace",
    "read_clauses",
    "relatives",
    "skipped_files",
    "take_in",
]
