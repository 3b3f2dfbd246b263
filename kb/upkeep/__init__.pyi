from .backup import Backup, back_up, read_backup, restore
from .changes import make_recorded, rebuild
from .corpus_record import record_build
from .doctor import Diagnosis, diagnosis_object, examine

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
