"""Which held documents a new text takes the place of, from when, and the words that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.errors import CorpusError
from kb.holdings.drafting import EntryDraft
from kb.messages import Message
from kb.reading import Repeal, held_document, one_line, repeals
from kb.records import Document, SourceText


@dataclass(frozen=True)
class Supersession:
    """A held document that the new one takes the place of; `stated` is False where only the user says so."""

    held: Document
    by: str
    words: str
    on: date
    on_words: str
    stated: bool = True


def supersessions(
    source: SourceText, draft: EntryDraft, documents: Sequence[Document], replacing: Document | None
) -> tuple[tuple[Supersession, ...], tuple[Message, ...]]:
    """The held documents that the text repeals, and what it repeals that is not held or cannot be recorded."""
    found: dict[str, Supersession] = {}
    notes: list[Message] = []
    for repeal in repeals(source.text):
        document = held_document(repeal, documents)
        if document is None:
            notes.append(Message(f"所废止的 {repeal.name} 不在语料中。", "It repeals a document that is not held."))
        elif document.superseded_by:
            notes.append(
                Message(f"{document.id} 已由 {document.superseded_by} 替代，目录不变。", "It is superseded already.")
            )
        elif (one := _superseded(document, draft, repeal)) is not None:
            found.setdefault(document.id, one)
        else:
            notes.append(
                Message(f"废止 {document.id} 没有日期，未写入目录。", "No day is stated for its repeal: not recorded.")
            )
    if replacing and replacing.id not in found:
        if replacing.superseded_by:
            raise CorpusError(
                f"{replacing.id} 已由 {replacing.superseded_by} 替代：请用 add 加入新文件。",
                "It is superseded already: add the new text with policy-kb add.",
            )
        own = _superseded(replacing, draft, None)
        if own is None:
            raise CorpusError(
                "新文件没有施行日期和成文日期，无法写明何时替代：请用 add 加入后手工编辑目录。",
                "The new text states no date: add it with policy-kb add and edit the catalogue.",
            )
        found[replacing.id] = own
        notes.append(
            Message(
                f"新文件没有写明废止 {replacing.id}，仅以您的命令为据。",
                "The new text does not say that it repeals it: only you say so.",
            )
        )
    return tuple(found.values()), tuple(notes)


def _superseded(held: Document, draft: EntryDraft, repeal: Repeal | None) -> Supersession | None:
    """From the day the words name, else the new text's commencement, else its day of issue."""
    extracted = draft.extracted
    day = (repeal.on if repeal else None) or extracted.effective_from or extracted.issued
    words = one_line(repeal.words) if repeal else one_line(extracted.number.quote) if extracted.number else ""
    if day is None or not words:
        return None
    return Supersession(held, draft.document.id, words, day.value, one_line(day.quote), repeal is not None)


def superseded_fields(one: Supersession) -> dict[str, Any]:
    """What the held document's catalogue entry gains."""
    return {
        "superseded_by": {"value": one.by, "rests_on": one.words},
        "superseded_on": {"value": one.on.isoformat(), "rests_on": one.on_words},
    }
