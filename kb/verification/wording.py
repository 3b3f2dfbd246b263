"""Words held against a text: where they stand as they are, or the passage that comes nearest and what differs there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein, Opcode

from kb.language import CHARACTERS, chinese_number
from kb.records import Clause, Quote
from kb.regex import regex
from kb.verification.findings import Difference
from kb.verification.folding import core, folded, places
from kb.verification.held_texts import HeldTexts, Stream

_NUMERALS = regex(rf"[\d{CHARACTERS}]+")
LEFT_OUT = regex(r"\.{3,}|…+|-{4,}")
# Between the two ends of what is left out of a quotation (……) at most so many characters.
_FARTHEST: Final = 3000
# How many clauses are aligned with words that stand nowhere, and from which share of characters in common they are called altered.
_CANDIDATES: Final = 6
NEAR: Final = 70.0
_MARGIN: Final = 16
_PIECE: Final = 200


@dataclass(frozen=True)
class Passage:
    """A passage of a document: its pieces, clause by clause, what differs from the draft, and the share of characters in common (0..100)."""

    stream: Stream
    pieces: tuple[tuple[Clause, Quote], ...]
    differences: tuple[Difference, ...]
    score: float = 100.0


@dataclass(frozen=True)
class FoldedWords:
    """Words of a draft from its offset `start`, folded, with where each folded character stands in the draft."""

    raw: str
    start: int
    text: str
    where: tuple[int, ...]

    @classmethod
    def of(cls, draft: str, start: int, end: int) -> FoldedWords:
        """`draft[start:end]` without the punctuation at its ends."""
        raw = draft[start:end]
        text, where = folded(raw), places(raw)
        first, last = core(text)
        return cls(raw, start, text[first:last], tuple(start + place for place in where[first:last]))

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)` of the folded words stands in the draft; nothing has its place before the next character."""
        first = self.where[start] if start < len(self.where) else self.where[-1] + 1
        return first, self.where[end - 1] + 1 if end > start else first

    def written(self, start: int, end: int) -> str:
        """`[start, end)` of the folded words as the draft writes them."""
        if start >= end:
            return ""
        return self.raw[self.where[start] - self.start : self.where[end - 1] + 1 - self.start]


def exact(words: FoldedWords, texts: HeldTexts, documents: Iterable[str]) -> Iterator[Passage]:
    """The passages of these documents, in their order, in which the words stand; …… may leave something out."""
    parts = [part for part in _parts(words.text) if part[1] > part[0]]
    if not parts:
        return
    first, *others = parts
    for stream, at in texts.find(words.text[slice(*first)], documents):
        found = [(first, at)]
        for part in others:
            after = found[-1][1] + found[-1][0][1] - found[-1][0][0]
            place = stream.text.find(words.text[slice(*part)], after, after + _FARTHEST)
            if place < 0:
                break
            found.append((part, place))
        if len(found) == len(parts):
            pieces = [piece for part, place in found for piece in stream.quotes(place, place + part[1] - part[0])]
            yield Passage(stream, tuple(pieces), tuple(_spelling(words, stream, found)))


def nearest(words: FoldedWords, texts: HeldTexts, clauses: Sequence[Clause]) -> Passage | None:
    """The passage in or around one of the clauses that has most characters in common with the words."""
    best: tuple[float, Stream, int, int] | None = None
    length = len(words.text)
    # A long passage is found by a piece of it: to align the whole anywhere takes time that grows with the square.
    offset = max(0, (length - _PIECE) // 2)
    piece = words.text[offset : offset + _PIECE]
    for clause in clauses[:_CANDIDATES]:
        stream = texts.stream(clause.document)
        low, high = stream.range_of(clause)
        low, high = max(0, low - len(piece)), min(len(stream.text), high + len(piece))
        window = stream.text[low:high]
        if len(piece) > len(window):
            continue
        found = fuzz.partial_ratio_alignment(piece, window, score_cutoff=best[0] if best else 0)
        if found and (best is None or found.score > best[0]):
            start = max(0, low + found.dest_start - offset)
            best = (found.score, stream, start, min(len(stream.text), start + length))
    return _aligned(words, best[0] if length <= _PIECE else 0.0, *best[1:]) if best else None


def _aligned(words: FoldedWords, score: float, stream: Stream, start: int, end: int) -> Passage:
    """The passage that the words mean around `[start, end)`, and what differs."""
    margin = max(_MARGIN, len(words.text) // 4)
    low, high = max(0, start - margin), min(len(stream.text), end + margin)
    steps = list(Levenshtein.opcodes(words.text, stream.text[low:high]))
    # What stands before and behind in the text is no part of what is quoted.
    if steps and steps[0].tag == "insert":
        low += steps[0].dest_end
        steps = steps[1:]
    if steps and steps[-1].tag == "insert":
        high -= steps[-1].dest_end - steps[-1].dest_start
    steps = list(Levenshtein.opcodes(words.text, stream.text[low:high]))
    # What the draft leaves out made the window too short.
    score = max(score, 100 * Indel.normalized_similarity(words.text, stream.text[low:high]))
    differences = tuple(
        Difference(
            *words.range_of(first, last),
            said := words.written(first, last),
            stands := stream.words(low + there, low + stop) if stop > there else "",
            spelling=_same_number(said, stands),
        )
        for first, last, there, stop in _joined(steps, words.text, stream.text[low:high])
    )
    return Passage(stream, tuple(stream.quotes(low, high)), differences, score)


def _same_number(said: str, stands: str) -> bool:
    """Whether two numerals, in whatever script, are the same number: 一 and 1, 十二 and 12."""
    if not (_NUMERALS.fullmatch(said) and _NUMERALS.fullmatch(stands)):
        return False
    number = chinese_number(said)
    return number is not None and number == chinese_number(stands)


def _joined(steps: Iterable[Opcode], said: str, stands: str) -> Iterator[tuple[int, int, int, int]]:
    """The differing ranges `(start, end, start there, end there)`, numbers taken whole, those a character apart made one."""
    pending: tuple[int, int, int, int] | None = None
    for step in steps:
        if step.tag == "equal":
            continue
        one = _whole_numbers(step, said, stands)
        if pending and one[0] - pending[1] <= 1 and one[2] - pending[3] <= 1:
            pending = (pending[0], max(one[1], pending[1]), pending[2], max(one[3], pending[3]))
            continue
        if pending:
            yield pending
        pending = one
    if pending:
        yield pending


def _whole_numbers(step: Opcode, said: str, stands: str) -> tuple[int, int, int, int]:
    """A differing range, widened over the digits that both sides share around it where it is part of a number."""
    first, last, there, stop = step.src_start, step.src_end, step.dest_start, step.dest_end
    if not any(character.isdigit() for character in said[first:last] + stands[there:stop]):
        return first, last, there, stop
    while first and there and said[first - 1] == stands[there - 1] and said[first - 1].isdigit():
        first, there = first - 1, there - 1
    while last < len(said) and stop < len(stands) and said[last] == stands[stop] and said[last].isdigit():
        last, stop = last + 1, stop + 1
    return first, last, there, stop


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The ranges between what is left out, without the punctuation at their ends."""
    at = 0
    for match in [*LEFT_OUT.finditer(text), None]:
        end = match.start() if match else len(text)
        first, last = core(text[at:end])
        yield at + first, at + last
        at = match.end() if match else end


def _spelling(words: FoldedWords, stream: Stream, found: Iterable[tuple[tuple[int, int], int]]) -> Iterator[Difference]:
    """Where words that are the same are written otherwise, line ends apart."""
    for (start, end), at in found:
        written, stands = words.written(start, end), stream.words(at, at + end - start)
        if written == stands:
            continue
        for step in Levenshtein.opcodes(written, stands):
            said, other = written[step.src_start : step.src_end], stands[step.dest_start : step.dest_end]
            if step.tag != "equal" and (said + other).strip("\n"):
                first = words.where[start] + step.src_start
                yield Difference(first, first + len(said), said, other, spelling=True)
