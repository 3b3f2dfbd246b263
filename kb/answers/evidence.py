"""Which sentences of a clause answer the question: the fewest, word for word, in reading order.

A sentence is judged by three things: how near its vector is to the question's, how much of the question's words (kb/answers/support.py)
it holds, and whether it has the kind of fact asked for (an amount, a term, a place …).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index import normalize
from kb.language import ends_sentence, holds, simplified
from kb.questions import Question, properties_stated
from kb.records import Clause, Quote, Span

# In a table these name a column outright; other kinds of fact may stand in any cell.
_ROW_FACTS = frozenset({"where", "who", "when", "term"})
_SHORT_BLOCK = 160


@dataclass(frozen=True)
class EvidenceWeights:
    """How a sentence's score is made up, and how near to the best a further sentence must come to be quoted too."""

    similarity: float = 0.45
    words: float = 0.4
    fact: float = 0.15
    further: float = 0.7
    most: int = 4
    characters: int = 300


@dataclass(frozen=True)
class ClauseEvidence:
    """The quoted sentences of one clause, its other sentences (best first), and the best sentence's score (0..1)."""

    clause: Clause
    quotes: tuple[Quote, ...]
    score: float
    others: tuple[Quote, ...] = ()


def select(
    clause: Clause,
    similarity: Sequence[float],
    held: Sequence[float],
    question: Question,
    scale: tuple[float, float],
    weights: EvidenceWeights,
) -> ClauseEvidence:
    """The evidence of one clause.

    For each sentence `similarity` has its cosine and `held` the share (0..1) of the question's words that it speaks of; `scale` is the least
    and best cosine of all candidates.
    """
    fact = fact_sought(question)
    low, high = scale
    scores: list[float] = []
    for span, cosine, words in zip(clause.sentences, similarity, held, strict=True):
        near = max((cosine - low) / (high - low), 0.0) if high > low else 1.0
        has = fact(clause.text[span.start : span.end], clause.column_at(span.start))
        scores.append(weights.similarity * near + weights.words * words + weights.fact * has)
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    best = order[0]
    asked = _asked_cells(clause, question)
    chosen = asked or ([*order] if _is_short_block(clause) else [best])
    length = sum(_length(clause.sentences[i]) for i in chosen)
    for i in order if not asked else ():
        span = clause.sentences[i]
        if i in chosen:
            continue
        if len(chosen) >= weights.most or length + _length(span) > weights.characters:
            break
        if scores[i] >= scores[best] * weights.further and not _repeats(clause, span, chosen):
            chosen.append(i)
            length += _length(span)
    chosen = _with_row_name(clause, chosen)
    quotes = tuple(_quote(clause, clause.sentences[i]) for i in sorted(chosen))
    others = tuple(_quote(clause, clause.sentences[i]) for i in order if i not in chosen)
    return ClauseEvidence(clause, quotes, scores[best], others)


def fact_sought(question: Question) -> Callable[[str, str], float]:
    """A function of a sentence and its column ("" outside tables): how far, 0..1.5, it has the kinds of fact asked for.

    In a table the column decides.
    """
    figures = question.figures
    frames = [normalize(form) for match in question.terms if match.general for form in match.official]
    says, columns = properties_stated("says"), properties_stated("column")
    asked = [(says[kind], columns[kind]) for kind in sorted(question.asks & says.keys())]
    asked += [(re.compile(noun[:2]),) * 2 for noun in question.nouns]

    def has(text: str, column: str) -> float:
        text, column = simplified(text), simplified(column)
        if figures and not column:
            # 能干几年 asks for a figure of time, and 补贴期限 beside one says that it is the one asked for.
            framed = any(form in normalize(text) for form in frames)
            return 0.5 * holds(text, figures) * (1.0 + framed)
        hits = (1.5 if column and name.search(column) else float(bool(said.search(text))) for said, name in asked)
        return sum(hits) / len(asked) if asked else 0.0

    return has


def _asked_cells(clause: Clause, question: Question) -> list[int]:
    """The cells of a row whose columns the question asks for, by its kind (where, when, who …) or by the column's own name."""
    if clause.kind != "row":
        return []
    patterns = [properties_stated("column")[kind] for kind in question.asks & _ROW_FACTS]
    asked: list[int] = []
    for i, span in enumerate(clause.sentences):
        column = clause.column_at(span.start)
        named = len(column) > 1 and column[-2:] in question.text
        if column and (named or any(pattern.search(column) for pattern in patterns)):
            asked.append(i)
    total = sum(_length(clause.sentences[i]) for i in asked)
    return asked if total <= _SHORT_BLOCK else []


def _is_short_block(clause: Clause) -> bool:
    """A short block without full sentences (a signature, a title, an imprint), or a short row of a table without names of columns.

    It is quoted whole: its lines explain each other.
    """
    if len(clause.text) > _SHORT_BLOCK or clause.kind not in ("row", "block"):
        return False
    if clause.kind == "row":
        return not any(clause.column_at(span.start) for span in clause.sentences)
    return not any(ends_sentence(clause.text[span.start : span.end]) for span in clause.sentences)


def _length(span: Span) -> int:
    return span.end - span.start


def _repeats(clause: Clause, span: Span, chosen: Sequence[int]) -> bool:
    text = clause.text[span.start : span.end]
    return any(text == clause.text[clause.sentences[i].start : clause.sentences[i].end] for i in chosen)


def _with_row_name(clause: Clause, chosen: list[int]) -> list[int]:
    """A cell says nothing without its row: the cell that names the row is quoted with it."""
    if clause.kind != "row":
        return chosen
    name = clause.path[-1].split(" ", 1)[-1]
    for i, span in enumerate(clause.sentences):
        if clause.text[span.start : span.end] == name:
            return chosen if i in chosen else [*chosen, i]
    return chosen


def _quote(clause: Clause, span: Span) -> Quote:
    return Quote(clause.text[span.start : span.end], span.start, span.end)
