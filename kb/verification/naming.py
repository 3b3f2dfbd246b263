"""Documents and clauses that a draft names: which document held a title or a number means, and whether it has the clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from rapidfuzz import fuzz

from kb.answers import Citation, validity_notices
from kb.documents import comparable_name, find_document, validity_on
from kb.errors import UnknownDocument
from kb.holdings import is_titled
from kb.messages import Message
from kb.questions import ClauseReference, named_by
from kb.records import Clause, Document
from kb.regex import regex
from kb.verification.claim_reading import Said
from kb.verification.findings import Difference, Evidence, Finding, Status
from kb.verification.folding import folded, plain
from kb.verification.held_texts import HeldTexts
from kb.verification.wording import LEFT_OUT, FoldedWords, exact

# From which likeness (0..100) a title or a number that is not held is told beside one that is.
_LIKE: Final = 80.0
_SHORTEST: Final = 8
# A remark behind a title that is left out where it is cited; （试行） and its kin tell one document from another.
_REMARK: Final = regex(r"[(（](?![^()（）]{0,12}(?:试行|暂行|修[订正改]|草案|征求意见|[版稿])[)）])[^()（）]+[)）]")
_MENTIONED: Final = Message(
    "所收的文件提到它，但没有收它本身：只核对了写法。",
    "The texts held mention it, but it is not held itself: only its spelling was checked.",
)


def settled(said: Said, evidence: Sequence[Evidence], as_of: date, document: Document | None = None) -> Finding:
    """The finding on words that stand in the text: proved, or no longer (not yet) in force, with the words."""
    first = evidence[0] if evidence else None
    if first is None or first.validity in ("in_force", "undated"):
        return Finding(said.claim, "proved", tuple(evidence), document=document or (first.document if first else None))
    return Finding(
        said.claim, "not_in_force", tuple(evidence), note=lapse(first, as_of), document=document or first.document
    )


def lapse(evidence: Evidence, as_of: date) -> Message | None:
    """What must be said of whether a clause holds; None if it is in force."""
    citation = Citation(1, evidence.clause, evidence.document, evidence.validity, evidence.validity_quote, (), 0.0)
    return next((notice.message for notice in validity_notices(citation, as_of)), None)


def name_of(document: Document) -> str:
    """A document as notes name it: its number, else its title."""
    return document.number or f"《{document.title}》"


class Names:
    """Finds what one draft names among the texts held; what was looked up once is kept as long as the draft is checked."""

    def __init__(self, texts: HeldTexts) -> None:
        self._texts = texts
        self._documents: dict[tuple[tuple[str, ...], str], Document | None] = {}
        self._clauses: dict[tuple[str, ClauseReference], tuple[Clause, ...]] = {}

    def document(self, said: Said) -> Document | None:
        """The document held that a title or a number means."""
        key = (said.numbers, said.title)
        if key not in self._documents:
            self._documents[key] = self._held(said)
        return self._documents[key]

    def _held(self, said: Said) -> Document | None:
        if said.numbers:
            return next((one for one in self._texts.documents if one.number in said.numbers), None)
        try:
            return find_document(said.title, self._texts.documents)
        except UnknownDocument:
            titled = next((one for one in self._texts.documents if is_titled(plain(said.title), one)), None)
            shortened = [one for one in self._texts.documents if _shortens(said.title, one.title)]
            return titled or (shortened[0] if len(shortened) == 1 else None)

    def check(self, said: Said, beside: Document | None, as_of: date) -> Finding:
        """The finding on a title or a number; `beside` is the document that the number or title next to it means."""
        document = self.document(said)
        if document and (beside is None or beside.id == document.id):
            if said.title and not (
                folded(said.title) in folded(document.title) or _shortens(said.title, document.title)
            ):
                # Recognised, but not as it is titled.
                return self._other(said, document, as_of)
            return settled(said, self._texts.evidence(self._naming(document), as_of), as_of, document)
        if beside and said.title and folded(said.title) in folded(beside.title):
            return settled(said, self._texts.evidence(self._naming(beside), as_of), as_of, beside)
        if beside:
            return self._other(said, beside, as_of)
        # A title with its marks: 通知 alone stands anywhere.
        words = FoldedWords.of(said.claim.text, 0, len(said.claim.text))
        mention = next(exact(words, self._texts, self._texts.by_id), None)
        if mention:
            # What the mentioning text is worth on the day says nothing of the document mentioned.
            return Finding(said.claim, "proved", self._texts.evidence(mention.pieces, as_of), note=_MENTIONED)
        return self._unknown(said, as_of)

    def _naming(self, document: Document) -> list[tuple[Clause, None]]:
        return [(clause, None) for clause in self._texts.clauses(document.id)[:1]]

    def _other(self, said: Said, beside: Document, as_of: date) -> Finding:
        """A number beside the title of another document, or a title beside its number."""
        stands = (beside.number or "") if said.numbers else f"《{beside.title}》"
        note = (
            Message(f"《{beside.title}》的文号是 {beside.number}。", f"The number of that title is {beside.number}.")
            if said.numbers and beside.number
            else Message(f"《{beside.title}》没有文号。", "That document has no number.")
            if said.numbers
            else Message(f"{name_of(beside)}的题名是《{beside.title}》。", f"{name_of(beside)} has another title.")
        )
        evidence = self._texts.evidence(self._naming(beside), as_of)
        return self._altered(said, stands, note, evidence, beside)

    def _unknown(self, said: Said, as_of: date) -> Finding:
        """What no document held is named: altered where a title is nearly that of one, else not held, with what comes near."""
        wanted = comparable_name(said.numbers[0] if said.numbers else said.title)
        ranked = [
            (fuzz.ratio(wanted, comparable_name(name)), place)
            for place, one in enumerate(self._texts.documents)
            if (name := one.number if said.numbers else one.title)
        ]
        likeness, place = max(ranked, key=lambda pair: pair[0], default=(0.0, 0))
        if likeness < _LIKE:
            return Finding(said.claim, "not_held")
        near = self._texts.documents[place]
        note = Message(f"没有收这份文件；相近的是 {name_of(near)}。", f"Not held; the nearest is {name_of(near)}.")
        evidence = self._texts.evidence(self._naming(near), as_of)
        if said.numbers:
            # Another number of the same office may well exist.
            return Finding(said.claim, "not_held", evidence, note=note)
        return self._altered(said, f"《{near.title}》", note, evidence, near)

    @staticmethod
    def _altered(said: Said, stands: str, note: Message, evidence: tuple[Evidence, ...], document: Document) -> Finding:
        claim = said.claim
        difference = Difference(claim.start, claim.end, claim.text, stands)
        return Finding(claim, "altered", evidence, (difference,), note, document)

    def clauses(self, said: Said, document: Document) -> tuple[Clause, ...]:
        """The clauses of a document that a reference names, with those under them; none if it has not all of them."""
        found = [self._named(reference, document) for reference in said.references]
        return tuple(dict.fromkeys(clause for named in found for clause in named)) if all(found) else ()

    def _named(self, reference: ClauseReference, document: Document) -> tuple[Clause, ...]:
        key = (document.id, replace(reference, start=0, end=0))
        if key not in self._clauses:
            self._clauses[key] = named_by(reference, self._texts.clauses(document.id))
        return self._clauses[key]

    def check_clause(self, said: Said, document: Document, as_of: date) -> Finding:
        """Whether a document has the clause: proved with it, or out of range with how far it goes."""
        found = self.clauses(said, document)
        if found:
            return settled(said, self._texts.evidence([(clause, None) for clause in found[:1]], as_of), as_of, document)
        last = self._last(said, document)
        name = name_of(document)
        note = (
            Message(
                f"{name}没有这一条，到{last.label}为止。",
                f"{name} has no such clause; the last one there is {last.label}.",
            )
            if last
            else Message(f"{name}没有这一条。", f"{name} has no such clause.")
        )
        status: Status = "out_of_range"
        evidence = self._texts.evidence([(last, None)] if last else [], as_of)
        return Finding(said.claim, status, evidence, note=note, document=document)

    def check_validity(self, said: Said, document: Document, as_of: date) -> Finding:
        """Whether a document holds, or does no longer, as is said."""
        validity, words = validity_on(document, as_of)
        evidence = self._texts.evidence(self._texts.proof(document, words), as_of)
        holds = validity == "in_force"
        status: Status = "altered" if holds else "not_in_force"
        if validity == "undated":
            status = "not_held"
        elif holds == said.holds:
            status = "proved"
        note = lapse(evidence[0], as_of) if evidence else None
        return Finding(said.claim, status, evidence, note=note, document=document)

    def _last(self, said: Said, document: Document) -> Clause | None:
        """The last clause beside which the one that is missing would stand."""
        for reference in said.references:
            if self._named(reference, document):
                continue
            outer = self._named(replace(reference, steps=reference.steps[:-1]), document) if reference.steps[1:] else ()
            beside = [clause for clause in outer if clause.parent == outer[0].id] or [
                clause for clause in self._texts.clauses(document.id) if _counts_like(clause, reference.steps[-1])
            ]
            return beside[-1] if beside else None
        return None


def _shortens(said: str, title: str) -> bool:
    """Whether a title is given as cut short: with dots for what is left out, or without the remark in brackets at its end."""
    parts = [part for part in LEFT_OUT.split(folded(said)) if part]
    whole, at = folded(title), 0
    for part in parts:
        at = whole.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if sum(map(len, parts)) < _SHORTEST or not whole.startswith(parts[0]):
        return False
    return at == len(whole) if len(parts) > 1 else bool(_REMARK.fullmatch(whole, at))


def _counts_like(clause: Clause, step: str) -> bool:
    """Whether a clause's own address is counted as a step is: 第三条 as 第21条."""
    return step[:1] == "第" and "第" in clause.label and step[-1:] == clause.label[-1:]
