"""Correcting a value that a document is catalogued with, by words of its text, for a reason; its outline; ending it by a decision not held.

What the program read of a text goes before the catalogue everywhere else: the two must agree. A correction says why they do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args

from kb.documents import comparable_name
from kb.effect_messages import effect_message, ending_word
from kb.errors import InvalidInput
from kb.files import yaml_text
from kb.holdings import corpus_change
from kb.holdings.catalog_file import (
    ENGLISH_TITLE,
    FIELD_NAMES,
    CatalogEntry,
    Ended,
    Extended,
    OutlineEdit,
    entries_in,
    load_catalog,
)
from kb.holdings.corpus_change import CorpusChange, catalog_text
from kb.holdings.curate import Plan, first_catalogue, named
from kb.holdings.readings import KeptReadings
from kb.holdings.scratch import held_now, loaded_after
from kb.language import Gazetteer, parse_as_of
from kb.messages import Message
from kb.reading import bare, canonical_number, one_line
from kb.records import DOCUMENT_KINDS, Document, LoadedDocument
from kb.regex import regex

CorrectedField = Literal[
    "title", "number", "issuers", "region", "issued", "published", "effective_from", "effective_to", "kind"
]
EndingKind = Literal["repeals", "republishes", "extends"]
RecordedField = Literal["ended", "extended"]
CORRECTED_FIELDS: Final[tuple[CorrectedField, ...]] = get_args(CorrectedField)
_CONTROLS: Final = regex(r"[\x00-\x1f\x7f]")
_DAYS: Final = ("issued", "published", "effective_from", "effective_to")


@dataclass(frozen=True)
class Correction:
    """The value a field should have, the words of the text it rests on, and why; `issuers` are parted by 、."""

    field: CorrectedField
    value: str
    rests_on: str
    reason: str


@dataclass(frozen=True)
class Ending:
    """A decision that is not held ends a document, puts a new text in its place or extends it: its number or name, and how that is known.

    `on` is the first day the document no longer holds; of an extension the last on which it does.
    """

    by: str
    on: date
    reason: str
    kind: EndingKind = "repeals"


def corrected_value(text: str, correction: Correction, gazetteer: Gazetteer) -> dict[str, Any]:
    """The field as it stands in a catalogue; InvalidInput where the words do not stand in the text, or it is no value of the field."""
    # A control character in a value would reach terminals, and files that cannot hold one.
    value, words = (one_line(_CONTROLS.sub(" ", text)) for text in (correction.value, correction.rests_on))
    if not value or not correction.reason.strip():
        raise InvalidInput("请写明更正后的内容和理由。", "Give the value and the reason.")
    if not bare(words) or bare(words) not in bare(text):
        raise InvalidInput(
            f"正文里没有“{words[:40]}”：请照抄原文。",
            "The words it rests on do not stand in the text: copy them from it.",
        )
    fitting: Any = value
    if correction.field == "issuers":
        fitting = [part.strip() for part in re.split("[、，,]", value) if part.strip()]
    elif correction.field in _DAYS:
        fitting = parse_as_of(value).isoformat()
    elif correction.field == "region":
        fitting = gazetteer.require(value).name
    elif correction.field == "number":
        fitting = canonical_number(value) or value
    elif correction.field == "kind" and value not in DOCUMENT_KINDS:
        raise InvalidInput(f"没有“{value}”这种文种。", f"A kind is one of {', '.join(DOCUMENT_KINDS)}.")
    return {"value": fitting, "rests_on": words, "reason": one_line(correction.reason)}


def plan_correction(
    corpus: Path, name: str, correction: Correction, gazetteer: Gazetteer, kept: KeptReadings | None = None
) -> Plan:
    """The plan that corrects a value in the catalogue; InvalidInput or CorpusError where the words do not stand in the text, or do not give it."""
    kept = kept or KeptReadings()
    item, held, before = _found(corpus, name, gazetteer, kept)
    field = corrected_value(item.source.text, correction, gazetteer)
    plan = _changed(corpus, item, held, before, correction.field, field, gazetteer, kept)
    old, new = (_shown(each, correction.field) for each in (item.document, plan[1]))
    if old == new:
        called = FIELD_NAMES.get(correction.field, Message("文种", "kind")).zh
        raise InvalidInput(f"{called}已是 {old}：无需更正。", f"It is {old} already: nothing to correct.")
    # A day that the text counts from the one corrected moves with it.
    fields = (correction.field, *(each for each in CORRECTED_FIELDS if each != correction.field))
    changes = [(each, _shown(item.document, each), _shown(plan[1], each)) for each in fields]
    notes = [Message(f"{each}：{old} → {new}。", f"{each}: {old} → {new}.") for each, old, new in changes if old != new]
    return _plan(corpus, item, before, plan[0], {correction.field: field}, *notes)


def plan_ending(
    corpus: Path, name: str, ending: Ending, gazetteer: Gazetteer, kept: KeptReadings | None = None
) -> Plan:
    """The plan that records in the catalogue what a decision that is not held decided of a document.

    InvalidInput where the decision is held, the document was ended already, or would not hold any longer by it.
    """
    kept = kept or KeptReadings()
    item, held, before = _found(corpus, name, gazetteer, kept)
    by, document = canonical_number(ending.by) or one_line(ending.by), item.document
    if not by or not ending.reason.strip():
        raise InvalidInput("请写明废止决定的文号和理由。", "Give the number of the decision and the reason.")
    if document.superseded_by and document.superseded_by != by:
        raise InvalidInput(
            f"{document.id} 已由 {document.superseded_by} {ending_word(document).zh}：无需再记。",
            f"It was ended by {document.superseded_by} already.",
        )
    wanted = comparable_name(by)
    if any(wanted in map(comparable_name, (one.document.id, one.document.title)) for one in held):
        raise InvalidInput(
            f"{by} 就在库中：它写明废止的，建库时已照办；没有写明的，请用 policy-kb replace。",
            "That decision is held: what it says it repeals is obeyed; otherwise use policy-kb replace.",
        )
    name, field = _recorded(ending, by, document)
    change, after = _changed(corpus, item, held, before, name, field, gazetteer, kept)
    return _plan(corpus, item, before, change, {name: field}, *map(effect_message, after.effects[:1]))


def plan_forgetting(
    corpus: Path, name: str, field: RecordedField, gazetteer: Gazetteer, kept: KeptReadings | None = None
) -> Plan:
    """The plan that takes out of the catalogue what was recorded of a decision that is not held; InvalidInput where nothing was."""
    kept = kept or KeptReadings()
    item, held, before = _found(corpus, name, gazetteer, kept)
    change, _ = _changed(corpus, item, held, before, field, None, gazetteer, kept)
    if before is None or change.catalog == before:
        raise InvalidInput("没有记下这样的决定：请刷新页面再看。", "No such decision is recorded: load the page again.")
    return _plan(corpus, item, before, change, {}, Message("已取消所记的决定。", "What was recorded is taken back."))


def plan_english_title(
    corpus: Path, name: str, title: str, gazetteer: Gazetteer, kept: KeptReadings | None = None
) -> Plan:
    """The plan that gives a document an English title to read by, "" none; it rests on no words. InvalidInput where it is not English."""
    kept = kept or KeptReadings()
    item, held, before = _found(corpus, name, gazetteer, kept)
    title = english_title(title)
    if title == (item.document.title_en or ""):
        raise InvalidInput("英文题名没有变：无需更正。", "The English title is that already: nothing to correct.")
    change, _ = _changed(corpus, item, held, before, "title_en", title or None, gazetteer, kept)
    note = Message(f"英文题名：{title or '-'}", f"English title: {title or '-'}")
    return _plan(corpus, item, before, change, {"title_en": title}, note)


def english_title(words: str) -> str:
    """An English title as it stands in a catalogue, in one line; InvalidInput where it holds Chinese characters or marks, or is too long."""
    title = one_line(_CONTROLS.sub(" ", words))
    if title and not re.fullmatch(ENGLISH_TITLE, title):
        raise InvalidInput(
            "英文题名里不能有汉字和全角标点，最多 300 字。",
            "An English title holds no Chinese characters or full-width marks, and at most 300 characters.",
        )
    return title


def plan_outline(
    corpus: Path, name: str, edits: Sequence[OutlineEdit], gazetteer: Gazetteer, kept: KeptReadings | None = None
) -> Plan:
    """The plan that gives a document these edits of its outline in place of those it has; CatalogError where one cannot be made."""
    kept = kept or KeptReadings()
    item, held, before = _found(corpus, name, gazetteer, kept)
    plain = plain_edits(edits)
    change, _ = _changed(corpus, item, held, before, "outline", plain, gazetteer, kept)
    note = Message(f"条款调整：{len(plain)} 项。", f"Edits of the outline: {len(plain)}.")
    return _plan(corpus, item, before, change, {"outline": plain}, note)


def outline_edits_of(corpus: Path, document: Document) -> tuple[OutlineEdit, ...]:
    """The edits of a document's outline that the catalogue has."""
    entry = _entry(corpus, document)
    return entry.outline if entry else ()


def decided_elsewhere(corpus: Path, document: Document) -> dict[RecordedField, Ended | Extended]:
    """What the catalogue has of decisions about a document that are not held."""
    entry = _entry(corpus, document)
    found: dict[RecordedField, Ended | Extended | None] = (
        {"ended": entry.ended, "extended": entry.extended} if entry else {}
    )
    return {field: decision for field, decision in found.items() if decision}


def plain_edits(edits: Sequence[OutlineEdit]) -> list[dict[str, Any]]:
    """Edits as they stand in a catalogue."""
    return [edit.model_dump(exclude_defaults=True, mode="json") for edit in edits]


# ------------------------------------------------------------------------------------------------------ parts


def _entry(corpus: Path, document: Document) -> CatalogEntry | None:
    catalog = load_catalog(corpus)
    return next((entry for entry in catalog.entries if entry.file == document.file), None) if catalog else None


def _recorded(ending: Ending, by: str, document: Document) -> tuple[RecordedField, dict[str, str]]:
    """The field of the entry that says what was decided; InvalidInput where an extension does not let the document hold longer."""
    day, said = ending.on.isoformat(), {"by": by, "reason": one_line(ending.reason)}
    if ending.kind == "extends":
        if document.superseded_by or (document.effective_to and ending.on <= document.effective_to):
            raise InvalidInput(
                f"这不是延长：现在的有效期到 {document.effective_to or '-'}，废止、替代于 {document.superseded_on or '-'}。",
                "That is no extension: look at how long the document holds now.",
            )
        return "extended", said | {"until": day}
    return "ended", said | {"since": day} | ({"how": "republished"} if ending.kind == "republishes" else {})


def _found(
    corpus: Path, name: str, gazetteer: Gazetteer, kept: KeptReadings
) -> tuple[LoadedDocument, list[LoadedDocument], str | None]:
    """The document meant, all that is held, and the catalogue as it stands."""
    corpus_change.recover(corpus)
    held = held_now(corpus, gazetteer, kept)
    document = named(name, held)
    return next(item for item in held if item.document.file == document.file), held, catalog_text(corpus)


def _changed(
    corpus: Path,
    item: LoadedDocument,
    held: list[LoadedDocument],
    before: str | None,
    field: str,
    value: Mapping[str, Any] | Sequence[Mapping[str, Any]] | str | None,
    gazetteer: Gazetteer,
    kept: KeptReadings,
) -> tuple[CorpusChange, Document]:
    """The change of one field of an entry (None: it has none any more), and the document as it would be."""
    text = before if before is not None else first_catalogue([one.document for one in held], gazetteer, set())
    entries, file = entries_in(text), item.document.file
    change = CorpusChange(
        catalog=entries.without(file, field) if value is None else entries.changed(file, field, value)
    )
    after = loaded_after(corpus, change, gazetteer, kept)
    return change, next(one.document for one in after if one.document.file == file)


def _plan(
    corpus: Path,
    item: LoadedDocument,
    before: str | None,
    change: CorpusChange,
    fields: Mapping[str, Any],
    *notes: Message,
) -> Plan:
    entry = yaml_text(fields)
    return Plan(corpus, change, before, item.document.file, entry, held=item.document, notes=notes)


def _shown(document: Document, field: CorrectedField) -> str:
    value = getattr(document, field)
    return "、".join(value) if isinstance(value, tuple) else str(value or "-")
