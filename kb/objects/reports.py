"""The report on a draft; offsets count code points of the draft, those of quotes of the clause's `text`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kb.objects.plain import PlainObject, QuoteObject
from kb.records import Validity

Status = Literal["proved", "altered", "out_of_range", "not_in_force", "not_held"]


class DifferenceObject(PlainObject):
    """What the draft says where the text says something else."""

    start: int
    """Where it begins in the draft."""
    end: int
    """Where it ends."""
    said: str
    """What the draft says; may be empty."""
    stands: str
    """What stands in the text; may be empty."""
    spelling: bool
    """True where no word is altered: width, script, spaces, quotation marks."""


class EvidenceObject(PlainObject):
    """A clause that decides on a claim."""

    clause_id: str
    """The clause's id."""
    label: str
    """Its address in the document."""
    line: str
    """The line to cite it by."""
    document: str
    """The document's number, or its id."""
    text: str
    """The whole clause."""
    validity: Validity
    """Whether it holds on the day."""
    validity_quote: str | None
    """The words that prove it."""
    quotes: list[QuoteObject]
    """The words that decide."""


class ClaimObject(PlainObject):
    """A claim of the draft with what was found."""

    n: int
    """Its number, from 1."""
    kind: Literal["quotation", "wording", "title", "number", "clause", "figure", "validity"]
    """`wording`: a sentence that repeats a clause without quotation marks."""
    figure: str | None
    """Of a figure: money, share, duration, age, count or date."""
    start: int
    """Where it begins in the draft."""
    end: int
    """Where it ends."""
    text: str
    """The words of the draft."""
    status: Status
    """`not_in_force`: the words stand in a text that does not hold on the day; `not_held`: no text held says so."""
    note: str | None
    """What must be said of it, in both languages."""
    document: str | None
    """The document it is about, where that is known."""
    differences: list[DifferenceObject]
    """What differs."""
    evidence: list[EvidenceObject]
    """The clauses that decide; of an altered claim what stands instead."""


class ParaphraseObject(PlainObject):
    """A sentence that quotes nothing; it is not judged."""

    start: int
    """Where it begins in the draft."""
    end: int
    """Where it ends."""
    text: str
    """The sentence."""
    nearest: EvidenceObject
    """The clause that comes nearest."""


class UnreadObject(PlainObject):
    """Text that no claim was read from: it was not checked."""

    start: int
    """Where it begins in the draft."""
    end: int
    """Where it ends."""
    text: str
    """The words."""
    reason: str
    """Why, in both languages."""


class ReportObject(PlainObject):
    """What was found in a draft."""

    as_of: date
    """The day that validity is judged by."""
    characters: int
    """The length of the draft."""
    found: int
    """How many claims were read."""
    checked: int
    """How many have a finding: as many."""
    counts: dict[Status, int]
    """How many have each status."""
    claims: list[ClaimObject]
    """The claims in the order of the draft."""
    paraphrases: list[ParaphraseObject]
    """Sentences that only paraphrase."""
    unread: list[UnreadObject]
    """What was not checked."""
