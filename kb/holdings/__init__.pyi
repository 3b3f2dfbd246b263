from .catalog_file import FIELD_NAMES, EditKind, OutlineEdit
from .corpus import load_corpus, read_clauses
from .corpus_change import corpus_held_still
from .correction import (
    CORRECTED_FIELDS,
    CorrectedField,
    Correction,
    Ending,
    EndingKind,
    RecordedField,
    corrected_value,
    decided_elsewhere,
    english_title,
    outline_edits_of,
    plain_edits,
    plan_correction,
    plan_ending,
    plan_english_title,
    plan_forgetting,
    plan_outline,
)
from .curate import Plan, carry_out, plan_add, plan_remove, plan_replace
from .drafting import EntryDraft, GivenFields, WordsNeeded, draft_entry, entry_of
from .effects import relatives
from .folder import CATALOG_NAME, MISNAMED, SkippedFile, corpus_files, misnamed_files, skipped_files
from .folder_check import CheckedFile, FolderCheck, check_folder, check_text
from .intake import PENDING, OfferedFile, leave_pending, offered_files, take_in
from .named_held import held_as, is_titled
from .outline_edits import openings
from .readings import KeptReadings

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
    "EndingKind",
    "EntryDraft",
    "FolderCheck",
    "GivenFields",
    "KeptReadings",
    "OfferedFile",
    "OutlineEdit",
    "Plan",
    "RecordedField",
    "SkippedFile",
    "WordsNeeded",
    "carry_out",
    "check_folder",
    "check_text",
    "corpus_files",
    "corpus_held_still",
    "corrected_value",
    "decided_elsewhere",
    "draft_entry",
    "english_title",
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
    "plan_english_title",
    "plan_forgetting",
    "plan_outline",
    "plan_remove",
    "plan_replace",
    "read_clauses",
    "relatives",
    "skipped_files",
    "take_in",
]
