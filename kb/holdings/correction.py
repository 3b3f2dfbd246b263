"""Correcting a value that a document is catalogued with, by words of its text, for a reason.

What the program read of a text goes before the catalogue everywhere else: the two must agree. A correction says why they do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from kb.errors import InvalidInput
from kb.files import yaml_text
from kb.holdings import corpus_change
from kb.holdings.catalog_file import entries_in
from kb.holdings.corpus_change import CorpusChange, catalog_text
from kb.holdings.curate import Plan, first_catalogue, held_now, loaded_after, named
from kb.language import Gazetteer
from kb.messages import Message
from kb.records import Document

CorrectedField = Literal[
    "title", "number", "issuers", "region", "issued", "published", "effective_from", "effective_to", "kind"
]
CORRECTED_FIELDS: Final[tuple[CorrectedField, ...]] = get_args(CorrectedField)


@dataclass(frozen=True)
class Correction:
    """The value a field should have, the words of the text it rests on, and why; `issuers` are parted by 、."""

    field: CorrectedField
    value: str
    rests_on: str
    reason: str


def plan_correction(corpus: Path, name: str, correction: Correction, gazetteer: Gazetteer) -> Plan:
    """The plan that corrects a value in the catalogue; CorpusError where the words do not stand in the text, or do not give the value."""
    corpus_change.recover(corpus)
    held = held_now(corpus, gazetteer)
    document = named(name, held)
    before = catalog_text(corpus)
    text = before if before is not None else first_catalogue([item.document for item in held], gazetteer, set())
    value = re.split("[、，,]", correction.value) if correction.field == "issuers" else correction.value
    field = {"value": value, "rests_on": correction.rests_on, "reason": correction.reason}
    change = CorpusChange(catalog=entries_in(text).changed(document.file, correction.field, field))
    after = next(
        item.document for item in loaded_after(corpus, change, gazetteer) if item.document.file == document.file
    )
    old, new = (_shown(each, correction.field) for each in (document, after))
    if old == new:
        raise InvalidInput(f"{correction.field} 已是 {old}：无需更正。", f"It is {old} already: nothing to correct.")
    note = Message(f"{correction.field}：{old} → {new}。", f"{correction.field}: {old} → {new}.")
    entry = yaml_text({correction.field: field})
    return Plan(corpus, change, before, document.file, entry, held=document, notes=(note,))


def _shown(document: Document, field: CorrectedField) -> str:
    value = getattr(document, field)
    return "、".join(value) if isinstance(value, tuple) else str(value or "-")
