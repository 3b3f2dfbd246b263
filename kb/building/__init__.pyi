from .builder import build
from .entries import entry_of, is_evidence
from .fingerprint import corpus_fingerprint, kept_readings
from .on_engine import forget_others
from .report import BuildReport

__all__ = [
    "BuildReport",
    "build",
    "corpus_fingerprint",
    "entry_of",
    "forget_others",
    "is_evidence",
    "kept_readings",
]
