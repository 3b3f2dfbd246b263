"""What a new text is called: its id where it has no number of its own, and its file in the corpus."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from kb.language import Gazetteer
from kb.reading import one_line
from kb.records import Document


def id_for(document: Document, gazetteer: Gazetteer, taken: Collection[str]) -> str:
    """An id that a person can read, from place, year and kind: `linyi-2016-notice`, with a number where it is taken."""
    place = gazetteer.resolve(document.region) if document.region else None
    english = unicodedata.normalize("NFKD", place.english).lower() if place and place.english else "national"
    year = document.issued or document.published
    found = re.search(r"(?:19|20)\d\d", document.title)
    words = [*re.findall(r"[a-z0-9]+", english), str(year.year) if year else found[0] if found else "", document.kind]
    stem = "-".join(word for word in words if word)
    return next(name for n in range(1, len(taken) + 2) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)


def file_name(path: Path, title: str, number: str | None, taken: Collection[str]) -> str:
    """The name a text gets in the corpus: its own where it shares four characters with the title, else its number and title."""
    stem = path.stem
    if stem.startswith(".") or not any(stem[i : i + 4] in title for i in range(len(stem) - 3)):
        subject = title[title.find("关于") :] if "关于" in title else title
        stem = "-".join(part for part in (number, subject) if part)
    stem = re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "", one_line(stem)).strip(". ")
    while len(stem.encode()) > 180:
        stem = stem[:-1]
    suffix = path.suffix.lower()
    options = [f"{stem}{suffix}", *(f"{stem}（{n}）{suffix}" for n in range(2, len(taken) + 3))]
    return next(name for name in options if name not in taken)
