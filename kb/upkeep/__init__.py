"""Keeping an installation: a backup and its restoring, and what is wrong with the machine or the folders."""

from __future__ import annotations

from kb.upkeep.backup import Backup, back_up, read_backup, restore
from kb.upkeep.doctor import Finding, examine, finding_object

__all__ = ["Backup", "Finding", "back_up", "examine", "finding_object", "read_backup", "restore"]
