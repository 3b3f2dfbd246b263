"""The journal of a change to a corpus that is under way, so that the corpus reads as whole before, during and after it.

Two files cannot be renamed at once. The journal names what arrives, what leaves and the new catalogue; the catalogue's rename is the
moment the change counts. Before it a reading leaves the arriving files out, after it the leaving ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import CorpusError

JOURNAL = ".change.json"


@dataclass(frozen=True)
class Journal:
    """Names that arrive, names that leave with where they were copied, and the SHA-256 of the new catalogue (None: no change)."""

    arriving: tuple[str, ...]
    leaving: Mapping[str, str]
    catalog: str | None


def read_journal(corpus: Path) -> Journal | None:
    """The journal of a corpus, None if no change is under way; CorpusError if it cannot be read."""
    path = corpus / JOURNAL
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return Journal(tuple(row["arriving"]), dict(row["leaving"]), row["catalog"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path} 损坏：请核对语料后删去它。",
            "The journal of a change is damaged: check the corpus, then delete it.",
        ) from error


def counts(corpus: Path, journal: Journal, catalog_name: str) -> bool:
    """Whether the change has taken place: the catalogue is the new one, or, where it does not change, all that arrives is there."""
    if journal.catalog is None:
        return all((corpus / name).is_file() for name in journal.arriving)
    path = corpus / catalog_name
    return path.is_file() and digest(path.read_bytes()) == journal.catalog


def settled(corpus: Path, files: Iterable[Path], catalog_name: str) -> list[Path]:
    """The files less those that a change under way has not yet brought in, or has already taken out."""
    listed = list(files)
    journal = read_journal(corpus)
    if journal is None:
        return listed
    hidden = set(journal.leaving if counts(corpus, journal, catalog_name) else journal.arriving)
    return [path for path in listed if path.relative_to(corpus).as_posix() not in hidden]


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
