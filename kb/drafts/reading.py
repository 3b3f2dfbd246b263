"""A draft as it is read now: its fields with the words they rest on, its clauses, what it decides of others. Kept in memory for a while.

The same reading as at a build (kb/holdings), with what was corrected so far as the draft's catalogue entry.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.drafts.queue import Draft, DraftQueue
from kb.holdings import (
    CORRECTED_FIELDS,
    CheckedFile,
    CorrectedField,
    EntryDraft,
    GivenFields,
    OutlineEdit,
    check_text,
    draft_entry,
    entry_of,
    held_as,
    read_clauses,
)
from kb.language import Gazetteer, locator
from kb.messages import Message
from kb.reading import Certainty, Ruling, bare, read_document
from kb.records import Clause, Document, SourceText

_MOST_KEPT: Final = 32
_ORDER: Final[tuple[Certainty, ...]] = ("contradicted", "missing", "inferred", "site", "stated")
"""What a person must look at first."""


@dataclass(frozen=True)
class DraftField:
    """A field: its value in words (None: missing), how sure it is, its words and where they stand in the text, and those against it.

    `corrected` is whether an editor settled it.
    """

    name: CorrectedField
    value: str | None
    certainty: Certainty
    words: str | None = None
    places: tuple[tuple[int, int], ...] = ()
    against: str | None = None
    corrected: bool = False


@dataclass(frozen=True)
class DraftRuling:
    """What the text decides of another document, and which held one that is (None: it is not held)."""

    ruling: Ruling
    of: Document | None


@dataclass(frozen=True)
class ReadDraft:
    """What is read from a draft; `fields` the least certain first, `same_number` the held document that bears its number."""

    source: SourceText
    entry: EntryDraft
    checked: CheckedFile
    clauses: tuple[Clause, ...]
    fields: tuple[DraftField, ...]
    rulings: tuple[DraftRuling, ...]
    same_number: Document | None

    @property
    def document(self) -> Document:
        """The document it would become."""
        return self.entry.document

    @property
    def doubts(self) -> tuple[Message, ...]:
        """What a person should look at beyond the fields."""
        return (*self.entry.doubts, *self.checked.gaps)


class DraftReader:
    """Reads drafts; the texts of the latest stay in memory, since reading a PDF or a scan takes its time. Safe to share between threads."""

    def __init__(self, queue: DraftQueue) -> None:
        self._queue = queue
        self._gazetteer = Gazetteer.load()
        self._texts: OrderedDict[int, SourceText] = OrderedDict()
        self._lock, self._reading = threading.Lock(), threading.Lock()

    def read(self, draft: Draft, held: Sequence[Document]) -> ReadDraft:
        """The draft beside what is held; CorpusError or InvalidInput where it cannot be read any more."""
        source, curated = self.text(draft), draft.curated
        entry = draft_entry(source, GivenFields(curated=curated), self._gazetteer, {one.id for one in held})
        checked = check_text(source, entry_of(source, entry.extracted, curated), locator(self._gazetteer))
        edits = tuple(OutlineEdit.model_validate(edit) for edit in curated.get("outline", ()))
        clauses, _ = read_clauses(source, entry.document.id, edits)
        fields = sorted(_fields(source, entry, checked, draft), key=lambda each: _ORDER.index(each.certainty))
        rulings = tuple(DraftRuling(ruling, _meant(ruling, entry.document, held)) for ruling in checked.rulings)
        number = entry.document.number
        bearing = (one for one in held if number and one.number == number)
        same = min(bearing, key=lambda one: one.id != number, default=None)
        return ReadDraft(source, entry, checked, clauses, tuple(fields), rulings, same)

    def text(self, draft: Draft) -> SourceText:
        """The text of a draft; one file is read at a time, and whoever asked for it meanwhile is given the same."""
        if found := self._known(draft):
            return found
        path = self._queue.file(draft)
        with self._reading:
            return self._known(draft) or self.keep(draft, read_document(path, path.parent))

    def keep(self, draft: Draft, source: SourceText) -> SourceText:
        """Keeps the text that was read of a draft; it bears the draft's name."""
        source = replace(source, file=draft.name)
        with self._lock:
            self._texts[draft.number] = source
            while len(self._texts) > _MOST_KEPT:
                self._texts.popitem(last=False)
        return source

    def _known(self, draft: Draft) -> SourceText | None:
        with self._lock:
            if draft.number in self._texts:
                self._texts.move_to_end(draft.number)
            return self._texts.get(draft.number)


# ------------------------------------------------------------------------------------------------------ parts


def _fields(source: SourceText, entry: EntryDraft, checked: CheckedFile, draft: Draft) -> list[DraftField]:
    found = []
    for one in checked.fields:
        name = next((each for each in CORRECTED_FIELDS if each == one.name), None)
        if name is None:
            continue
        stated = None if name in draft.curated else getattr(entry.extracted, name, None)
        # The words that a region is shown by are looked for with its entry.
        words = one.words or (entry.fields.get(name, {}).get("rests_on") if name == "region" else None)
        places = ((stated.start, stated.end),) if stated else _places(words, source.text)
        against = _places(one.against, source.text)
        found.append(
            DraftField(name, one.value, one.certainty, words, (*places, *against), one.against, name in draft.curated)
        )
    kind = draft.curated.get("kind")
    words = kind["rests_on"] if kind else None
    # The kind follows from the title: it is as sure as that.
    found.append(
        DraftField("kind", entry.document.kind, "stated", words, _places(words, source.text), corrected=bool(kind))
    )
    return found


def _places(words: str | None, text: str) -> tuple[tuple[int, int], ...]:
    """Where words first stand in a text, white space apart."""
    if not words or not bare(words):
        return ()
    match = re.search(r"\s*".join(map(re.escape, bare(words))), text)
    return (match.span(),) if match else ()


def _meant(ruling: Ruling, by: Document, held: Sequence[Document]) -> Document | None:
    found = held_as(ruling.named, by, held)
    return found[0] if len(found) == 1 else None
