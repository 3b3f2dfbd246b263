"""Holds drafts against the texts of a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from kb.errors import InvalidInput
from kb.language import RegionIndex
from kb.records import Clause, Document
from kb.verification.checking import DraftCheck
from kb.verification.claim_reading import read_draft
from kb.verification.findings import Report
from kb.verification.held_texts import HeldTexts, WordIndex

MOST_CHARACTERS: Final = 2_000_000


class Verifier:
    """Checks drafts against the texts of one store; safe to share between threads."""

    def __init__(
        self, documents: Sequence[Document], clauses: Sequence[Clause], index: WordIndex, regions: RegionIndex
    ) -> None:
        self._texts = HeldTexts(documents, clauses, index, regions)

    def verify(self, draft: str, as_of: date) -> Report:
        """All claims of a draft, each with its finding; InvalidInput where there is no text, or too much of it."""
        if not draft.strip():
            raise InvalidInput(
                "没有文字可以核对：请粘贴或选择文稿。", "There is no text to check: paste or choose a draft."
            )
        if len(draft) > MOST_CHARACTERS:
            raise InvalidInput(
                f"文稿有 {len(draft)} 字，最多 {MOST_CHARACTERS} 字：请分成几份。",
                f"The draft has more than {MOST_CHARACTERS} characters: split it.",
            )
        read = read_draft(draft, self._texts.numbers)
        check, day = DraftCheck(draft, self._texts, as_of), read.day
        for sentence in read.sentences:
            (check.own_day if sentence is day else check.sentence)(sentence)
        return check.report(read)
