"""Sentences that repeat a text without quotation marks: which of their words are the text's, and which the draft's own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kb.records import Clause
from kb.regex import regex
from kb.verification.claim_reading import Said, Sentence
from kb.verification.figures import share_in
from kb.verification.findings import Claim
from kb.verification.folding import folded, plain
from kb.verification.held_texts import HeldTexts
from kb.verification.wording import FoldedWords, Passage, exact, nearest

SHORTEST_SENTENCE: Final = 12
"""Fewer characters stand near anything."""
# A lead such as 按照《…》第三条的规定， holds at most so many characters beside the names.
_LONGEST_LEAD: Final = 12
# A piece at the end of a sentence of which a smaller share stands in the passage is the draft's own.
_OWN_PIECE: Final = 0.35
_STOP: Final = regex(r"[,，;；:：]")
_CONNECTIVE: Final = regex(
    r"[\0\s]*(?:[①-⑳]|[(（]\d{1,2}[)）]|\d{1,2}[)）、]|[一二三四五六七八九十]是)?(?:即|其中|也就是|因此|所以|对此|例如|如)?[,，:：\s]*"
)
# What a draft says between the clause it names and the words of it: 第八条也要求各地….
_REPORTING: Final = regex(r"[\0\s]*中?(?:也|还|已经?|均)?(?:规定|要求|明确|提出|指出|载明|写明|强调|的规定是|写的?是)?")
# A quotation of at most so many characters is a term in a sentence of the draft's own.
_TERM: Final = 10


def says(passage: Passage, said: Said) -> bool:
    """Whether a reference is one of the passage's own words (前款第二项), which the sentence repeats."""
    return folded(said.claim.text) in "".join(folded(quote.text) for _, quote in passage.pieces)


def with_terms(sentence: Sentence, draft: str) -> str:
    """The sentence's own words with the terms it puts in quotation marks."""
    own = sentence.own
    for claim in (one.claim for one in sentence.said if one.claim.kind == "quotation" and _is_term(one.claim)):
        first, last = claim.start - sentence.start, claim.end - sentence.start
        own = own[:first] + plain(draft[claim.start : claim.end]) + own[last:]
    return own


def _is_term(claim: Claim) -> bool:
    return len(claim.text) <= _TERM + 2


def prose_of(sentence: Sentence) -> list[Sentence]:
    """What a sentence says in its own words: the stretches between its quotations; all of it where these are terms."""
    quotations = [one.claim for one in sentence.said if one.claim.kind == "quotation" and not _is_term(one.claim)]
    if not quotations:
        return [sentence]
    ends = [sentence.start, *(end for one in quotations for end in (one.start, one.end)), sentence.end]
    parts = (_part(sentence, start, end) for start, end in zip(ends[::2], ends[1::2], strict=True))
    return [part for part in parts if len(own_words(part, part.start, part.end)) >= SHORTEST_SENTENCE]


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    own = sentence.own[start - sentence.start : end - sentence.start]
    return Sentence(
        start, end, sentence.paragraph, own, tuple(one for one in sentence.said if start <= one.claim.start < end)
    )


def own_words(sentence: Sentence, start: int, end: int) -> str:
    """`[start, end)` of a sentence as it is compared, without the documents and clauses that it names."""
    own = list(sentence.own)
    for claim in (one.claim for one in sentence.said if one.claim.kind in ("title", "number", "clause")):
        own[claim.start - sentence.start : claim.end - sentence.start] = "\0" * (claim.end - claim.start)
    return folded("".join(own[start - sentence.start : end - sentence.start]).replace("\0", ""))


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
        lead = own[start - sentence.start : claim.start - sentence.start]
        if claim.end <= end and start < claim.end and not lead.strip("\0 第"):
            start = claim.end
            reporting = _REPORTING.match(own, start - sentence.start)
            start += reporting.end() - reporting.start() if reporting else 0
    rest = own[start - sentence.start : end - sentence.start]
    connective = _CONNECTIVE.match(rest)
    return start + (connective.end() if connective else 0), end


def repeated_in(
    words: FoldedWords, draft: str, texts: HeldTexts, clauses: Sequence[Clause]
) -> tuple[Passage, FoldedWords] | None:
    """The passage that a sentence comes nearest to, and its words without pieces at their ends that are the draft's own."""
    near = nearest(words, texts, clauses)
    if near is None:
        return None
    there = "".join(folded(quote.text) for _, quote in near.pieces)
    cuts = [0, *(match.end() for match in _STOP.finditer(words.text)), len(words.text)]
    kept = [
        at
        for at, (low, high) in enumerate(pairwise(cuts))
        if share_in(words.text[low:high], there) >= _OWN_PIECE
        and not (words.text[high - 1] == ":" and words.text[low:high] not in there)
    ]
    if not kept or (kept[0] == 0 and kept[-1] == len(cuts) - 2):
        return near, words
    start = words.where[cuts[kept[0]]]
    lead = _CONNECTIVE.match(draft, start)
    core = FoldedWords.of(draft, lead.end() if lead else start, words.where[cuts[kept[-1] + 1] - 1] + 1)
    if len(core.text) < SHORTEST_SENTENCE:
        return near, words
    documents = dict.fromkeys(clause.document for clause in clauses)
    again = next(exact(core, texts, documents), None) or nearest(core, texts, clauses)
    return (again, core) if again else (near, words)
