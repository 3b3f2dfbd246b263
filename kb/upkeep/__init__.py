"""Keeping an installation: a backup and its restoring, and what is wrong with the machine or the folders."""

from __future__ import annotations

from kb.upkeep.backup import Backup, back_up, read_backup, restore
from kb.upkeep.changes import make_recorded, rebuild
from kb.upkeep.corpus_record import record_build
from kb.upkeep.doctor import Diagnosis, diagnosis_object, examine

__all__ = [
    "Backup",
    "Diagnosis",
    "back_up",
    "diagnosis_object",
    "examine",
    "make_recorded",
    "read_backup",
    "rebuild",
    "record_build",
    "restore",
]
