"""Sentences that repeat a text without quotation marks: which of their words are the text's, and which the draft's own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.records import Clause
from kb.regex import regex
from kb.verification.claim_reading import Said, Sentence
from kb.verification.figures import share_in
from kb.verification.folding import folded
from kb.verification.held_texts import HeldTexts
from kb.verification.wording import Passage, Words, exact, nearest

SHORTEST_SENTENCE: Final = 12
"""Fewer characters stand near anything."""
# A lead such as 按照《…》第三条的规定， holds at most so many characters beside the names.
_LONGEST_LEAD: Final = 12
# A piece at the end of a sentence of which a smaller share stands in the passage is the draft's own.
_OWN_PIECE: Final = 0.35
_STOP: Final = regex(r"[,，;；:：]")
_CONNECTIVE: Final = regex(r"[\0\s]*(?:即|其中|也就是|因此|所以|对此|例如|如)?[,，:：\s]*")


def says(passage: Passage, said: Said) -> bool:
    """Whether a reference is one of the passage's own words (前款第二项), which the sentence repeats."""
    return folded(said.claim.text) in "".join(folded(quote.text) for _, quote in passage.pieces)


def core_of(sentence: Sentence) -> tuple[int, int]:
    """The range of a sentence without the pieces before a comma, and the bracket behind, that only name its source."""
    naming = [said.claim for said in sentence.said if said.claim.kind in ("title", "number", "clause")]
    start, end, own = sentence.start, sentence.end, sentence.own
    for stop in _STOP.finditer(own):
        cut = sentence.start + stop.end()
        inside = [claim for claim in naming if start <= claim.start and claim.end <= cut]
        besides = len(folded(own[start - sentence.start : stop.end()].replace("\0", "")))
        besides -= sum(len(claim.text) for claim in inside if claim.kind == "clause")
        if not inside or besides > _LONGEST_LEAD or len(folded(own[stop.end() :])) < SHORTEST_SENTENCE:
            break
        start = cut
    naming = [claim for claim in naming if claim.start >= start]
    if naming:
        ahead = range(start - sentence.start, naming[0].start - sentence.start)
        opened, closed = (max((at for at in ahead if own[at] in marks), default=-1) for marks in ("(（", ")）"))
        end = sentence.start + opened if opened > closed else end
    for claim in naming:
        start = claim.end if claim.start <= start < claim.end <= end else start
    rest = own[start - sentence.start : end - sentence.start]
    lead = _CONNECTIVE.match(rest)
    return start + (lead.end() if lead else 0), end


def repeated_in(words: Words, draft: str, texts: HeldTexts, clauses: Sequence[Clause]) -> tuple[Passage, Words] | None:
    """The passage that a sentence comes nearest to, and its words without pieces at their ends that are the draft's own."""
    near = nearest(words, texts, clauses)
    if near is None:
        return None
    there = "".join(folded(quote.text) for _, quote in near.pieces)
    cuts = [0, *(match.end() for match in _STOP.finditer(words.text)), len(words.text)]
    kept = [at for at, (low, high) in enumerate(pairwise(cuts)) if share_in(words.text[low:high], there) >= _OWN_PIECE]
    if not kept or (kept[0] == 0 and kept[-1] == len(cuts) - 2):
        return near, words
    start = words.where[cuts[kept[0]]]
    lead = _CONNECTIVE.match(draft, start)
    core = Words.of(draft, lead.end() if lead else start, words.where[cuts[kept[-1] + 1] - 1] + 1)
    if len(core.text) < SHORTEST_SENTENCE:
        return near, words
    documents = dict.fromkeys(clause.document for clause in clauses)
    again = next(exact(core, texts, documents), None) or nearest(core, texts, clauses)
    return (again, core) if again else (near, words)
