"""What changed in a corpus between two builds, for the record of who did what: also what somebody edited by hand.

What each corpus looked like at its last build is kept in `<data>/corpus.json`: the hash of every text, and the files that people write
whole (catalogue, cards, facts), so that the lines that changed there can be told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from kb.benefits import CARDS_NAME
from kb.cases import FACTS_NAME
from kb.errors import AuditError
from kb.files import whole_file
from kb.holdings import CATALOG_NAME, corpus_files
from kb.language import LEXICON_NAME
from kb.people import AuditLog
from kb.settings import Settings

FILE: Final = "corpus.json"
_WRITTEN_BY_HAND: Final = (CATALOG_NAME, CARDS_NAME, FACTS_NAME, LEXICON_NAME)
_MOST_LINES: Final = 2000


def record_build(settings: Settings, who: str) -> None:
    """Appends what changed since the last build, if anything did; AuditError where that cannot be written."""
    seen = settings.data / FILE
    try:
        states = json.loads(seen.read_bytes()) if seen.exists() else {}
        corpus = str(settings.corpus.resolve())
        now = _state(settings.corpus)
        if details := _changes(states.get(corpus, {"texts": {}, "curated": {}}), now):
            AuditLog(settings.data).append(who, "corpus_built", str(settings.corpus), **details)
            with whole_file(seen, private=True) as file:
                file.write(json.dumps(states | {corpus: now}, ensure_ascii=False).encode())
    except (OSError, ValueError, KeyError) as error:
        raise AuditError(
            f"{seen} 无法读写或已损坏：请检查权限，或删去它。",
            "What the corpus looked like cannot be read or written: check permissions, or delete it.",
        ) from error


def _state(corpus: Path) -> dict[str, dict[str, str]]:
    texts = {
        path.relative_to(corpus).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in corpus_files(corpus)
    }
    curated = {name: corpus / name for name in _WRITTEN_BY_HAND if (corpus / name).is_file()}
    return {"texts": texts, "curated": {n: p.read_text("utf-8-sig", "replace") for n, p in curated.items()}}


def _changes(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Texts that came, went and changed with their hashes, and the lines of the files written by hand that did."""
    old, new = before["texts"], now["texts"]
    changed = [name for name in old.keys() & new.keys() if old[name] != new[name]]
    texts = {
        "added": {name: new[name] for name in sorted(new.keys() - old.keys())},
        "removed": {name: old[name] for name in sorted(old.keys() - new.keys())},
        "changed": {name: {"before": old[name], "after": new[name]} for name in sorted(changed)},
    }
    lines = {
        name: list(unified_diff(first.splitlines(), last.splitlines(), lineterm="", n=0))[2 : _MOST_LINES + 2]
        for name in _WRITTEN_BY_HAND
        if (first := before["curated"].get(name, "")) != (last := now["curated"].get(name, ""))
    }
    return {kind: found for kind, found in (texts | {"lines": lines}).items() if found}
