"""What a draft claims, and what the texts say to each claim. Offsets count code points and are half-open; those of a claim are the draft's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from kb.language import FigureKind
from kb.messages import Message
from kb.records import Clause, Document, Quote, Validity

ClaimKind = Literal["quotation", "wording", "title", "number", "clause", "figure", "validity"]
"""`wording` repeats a clause without quotation marks; `clause` is a clause named by its number, `figure` an amount, a term or a date."""
Status = Literal["proved", "altered", "out_of_range", "not_in_force", "not_held"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)


@dataclass(frozen=True)
class Claim:
    """A stretch `[start, end)` of the draft that can be held against the texts; `figure` is the kind of a figure."""

    kind: ClaimKind
    start: int
    end: int
    text: str
    figure: FigureKind | None = None


@dataclass(frozen=True)
class Difference:
    """What `[start, end)` of the draft says where the text has `stands`; either may be empty.

    `spelling`: a difference of width, script, white space or quotation marks, which changes no word.
    """

    start: int
    end: int
    said: str
    stands: str
    spelling: bool = False


@dataclass(frozen=True)
class Evidence:
    """A clause that decides on a claim, the words of it that do, and whether it holds on the day asked about."""

    clause: Clause
    document: Document
    validity: Validity
    validity_quote: str | None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A claim with what was found. `document` is the one it is about where that is known, held clause or not.

    The status of words that stand in the text is `not_in_force` where the text does not hold on the day; of words that do not stand
    there it is `altered` where a near passage does, else `not_held`. Evidence of an altered claim is what stands instead.
    """

    claim: Claim
    status: Status
    evidence: tuple[Evidence, ...] = ()
    differences: tuple[Difference, ...] = ()
    note: Message | None = None
    document: Document | None = None


@dataclass(frozen=True)
class Paraphrase:
    """A sentence that quotes nothing, and the clause that comes nearest; nothing is said on whether it is right."""

    start: int
    end: int
    text: str
    nearest: Evidence


@dataclass(frozen=True)
class Unread:
    """A stretch of the draft that no claim was read from, and why: it was not checked."""

    start: int
    end: int
    text: str
    reason: Message


@dataclass(frozen=True)
class Report:
    """All that was found in a draft: `found` counts the claims read, and each has a finding."""

    draft: str = field(repr=False)
    as_of: date
    found: int
    findings: tuple[Finding, ...]
    paraphrases: tuple[Paraphrase, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def checked(self) -> int:
        """How many claims have a finding."""
        return len(self.findings)

    @property
    def counts(self) -> dict[Status, int]:
        """How many findings have each status, in the order of STATUSES."""
        counted = Counter(finding.status for finding in self.findings)
        return {status: counted[status] for status in STATUSES}
