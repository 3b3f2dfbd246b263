"""What a curator says of a held document when replacing it by a text that does not itself repeal it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.effect_messages import ending_word
from kb.errors import CorpusError
from kb.holdings.drafting import EntryDraft
from kb.reading import one_line
from kb.records import Document


@dataclass(frozen=True)
class Supersession:
    """A held document that a new one takes the place of since the user says so; the words are the new text's number and date."""

    held: Document
    by: str
    words: str
    on: date
    on_words: str


def superseded_by_user(held: Document, draft: EntryDraft) -> Supersession:
    """From the new text's commencement, else its day of issue; CorpusError where it states neither, or the held one is superseded."""
    if held.superseded_by:
        raise CorpusError(
            f"{held.id} 已由 {held.superseded_by} {ending_word(held).zh}：请用 add 加入新文件。",
            "It is superseded already: add the new text with policy-kb add.",
        )
    extracted = draft.extracted
    day = extracted.effective_from or extracted.issued
    if day is None or extracted.number is None:
        raise CorpusError(
            "新文件没有施行日期和成文日期，无法写明何时替代：请用 add 加入后手工编辑目录。",
            "The new text states no date: add it with policy-kb add and edit the catalogue.",
        )
    return Supersession(held, draft.document.id, one_line(extracted.number.quote), day.value, one_line(day.quote))


def superseded_fields(one: Supersession) -> dict[str, Any]:
    """What the held document's catalogue entry gains."""
    return {
        "superseded_by": {"value": one.by, "rests_on": one.words},
        "superseded_on": {"value": one.on.isoformat(), "rests_on": one.on_words},
    }
