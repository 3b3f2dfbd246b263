"""From a corpus folder to a store generation."""

from __future__ import annotations

from kb.building.builder import BuildReport, build
from kb.building.entries import entry_of, is_evidence
from kb.building.fingerprint import corpus_fingerprint, kept_readings
from kb.building.on_engine import forget_others

__all__ = [
    "BuildReport",
    "build",
    "corpus_fingerprint",
    "entry_of",
    "forget_others",
    "is_evidence",
    "kept_readings",
]
