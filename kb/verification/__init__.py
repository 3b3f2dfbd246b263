"""A draft held against the texts: every quotation, reference, number, title, figure and word on validity in it is found and checked."""

from __future__ import annotations

from kb.verification.claim_reading import MOST_CLAIMS
from kb.verification.draft_files import MOST_BYTES, draft_text
from kb.verification.findings import (
    Claim,
    ClaimKind,
    Difference,
    Evidence,
    Finding,
    Paraphrase,
    Report,
    Status,
    Unread,
)
from kb.verification.folding import folded, places
from kb.verification.plain_report import report_object
from kb.verification.verifier import Verifier

__all__ = [
    "MOST_BYTES",
    "MOST_CLAIMS",
    "Claim",
    "ClaimKind",
    "Difference",
    "Evidence",
    "Finding",
    "Paraphrase",
    "Report",
    "Status",
    "Unread",
    "Verifier",
    "draft_text",
    "folded",
    "places",
    "report_object",
]
