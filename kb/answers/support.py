"""How far the words of a question stand in a clause: itself, by an official term, or by a word near in meaning.

What a sentence says, it says under its document's title and its headings (and, in a table, under its column): they are read with it, so that no
clause gains by saying the title over again. Each word counts by its rarity.
A sentence supports a question for a figure only where it holds a figure of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index import WordVectors, normalize, word_tokens
from kb.answers.qualifiers import NumberMarks, marks_of, recipients
from kb.language import FigureKind, holds, kinds_in, simplified
from kb.questions import Question, figure_of_word
from kb.records import Clause, Document

Rows: TypeAlias = NDArray[np.int64]
CosineMatrix: TypeAlias = NDArray[np.float32]
Cosines: TypeAlias = Callable[[Rows], CosineMatrix]
"""Of some vectors with the words of these rows of the vocabulary: float32 (vectors, rows)."""


@dataclass(frozen=True)
class TextReading:
    """A text as it is held against a question: its normal form, the vocabulary rows of its words, the kinds of figure in it."""

    text: str
    rows: Rows
    kinds: frozenset[FigureKind] = frozenset()


@dataclass(frozen=True)
class ClauseReading:
    """A clause with its headings, these with the document's title, each sentence with its headings, the clause's marks, and whom it is for."""

    whole: TextReading
    heading: TextReading
    sentences: tuple[TextReading, ...]
    marks: NumberMarks
    recipients: frozenset[str] = frozenset()

    @property
    def kinds(self) -> frozenset[FigureKind]:
        """The kinds of figure in its sentences."""
        return frozenset[FigureKind]().union(*(sentence.kinds for sentence in self.sentences))


@dataclass(frozen=True)
class QuestionWords:
    """The content words of a question with their weights (idf), their normal forms, and their cosines with words of the vocabulary.

    `terms` are the lexicon's matches in the question, `subjects` all the forms
    of those that do not merely frame it; `figures` the kinds of figure asked for, `named` those that are only named (公示时间). `of_figures` are
    the words that say nothing but which of these is meant (年龄, 上限), with its kinds: 45周岁以下 holds them.
    """

    weights: Mapping[str, float]
    forms: Mapping[str, str]
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    subjects: tuple[tuple[str, ...], ...]
    cosines: Cosines
    figures: frozenset[FigureKind] = frozenset()
    named: frozenset[FigureKind] = frozenset()
    of_figures: Mapping[str, frozenset[FigureKind]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The weights together."""
        return sum(self.weights.values())

    @property
    def sought(self) -> frozenset[FigureKind]:
        """The kinds of figure that a sentence which answers holds: those asked for, else those named; none if neither is."""
        return self.figures or self.named

    def figure_in(self, text: str) -> bool:
        """Whether a text holds a figure of a kind asked for; any text does where none is asked for."""
        return not self.figures or holds(text, self.figures)


@dataclass(frozen=True)
class Support:
    """How far a text holds the words of a question, 0..1; 1 where a question has no content word.

    `stated` is the weighed share that it holds or has an official term for, `close` the same where a word not held counts by its cosine
    with the nearest word of the text.
    """

    stated: float
    close: float


class WordCosines:
    """The cosines of a question's words with words of the vocabulary, each taken once; for one question, in one thread."""

    def __init__(self, vectors: CosineMatrix, vocabulary: WordVectors) -> None:
        self._vectors, self._vocabulary = vectors, vocabulary
        # The column of each row that was asked for; -1 where it was not.
        self._columns = np.full(len(vocabulary), -1, np.int64)
        self._cosines = np.empty((len(vectors), 0), np.float32)

    def __call__(self, rows: Rows) -> CosineMatrix:
        """float32 (vectors, rows)."""
        if (self._columns[rows] < 0).any():
            new = np.flatnonzero((np.bincount(rows, minlength=len(self._columns)) > 0) & (self._columns < 0))
            self._columns[new] = np.arange(len(new)) + self._cosines.shape[1]
            self._cosines = np.hstack((self._cosines, self._vocabulary.cosines(self._vectors, new)))
        return self._cosines[:, self._columns[rows]]


def rows_of(readings: Iterable[ClauseReading]) -> Rows:
    """The rows of the vocabulary of all words of these clauses."""
    return np.concatenate(
        [np.empty(0, np.int64), *(one.rows for read in readings for one in (read.whole, read.heading, *read.sentences))]
    )


def read_clause(clause: Clause, document: Document, vocabulary: WordVectors | None) -> ClauseReading:
    """A clause ready to be held against questions."""
    path = " ".join(clause.path)
    sentences = []
    for span in clause.sentences:
        own = clause.text[span.start : span.end]
        text = " ".join(filter(None, (document.title, path, clause.column_at(span.start), own)))
        sentences.append(_read(text, vocabulary, kinds_in(own)))
    return ClauseReading(
        _read(f"{path} {clause.text}", vocabulary),
        _read(f"{path} {document.title}", vocabulary),
        tuple(sentences),
        marks_of(clause, document),
        recipients(clause.text),
    )


def comparable(text: str) -> str:
    """The form in which a text of any script is compared with a question."""
    return normalize(simplified(text))


def _read(text: str, vocabulary: WordVectors | None, kinds: frozenset[FigureKind] = frozenset()) -> TextReading:
    text = simplified(text)
    rows = np.empty(0, np.int64) if vocabulary is None else vocabulary.rows(word_tokens(text))
    return TextReading(normalize(text), rows, kinds)


def words_of(question: Question, weights: Mapping[str, float], absent: float, cosines: Cosines) -> QuestionWords:
    """The words of a question; `weights` are idf by normal form, `absent` the idf of a word that no text has."""
    forms = {word: normalize(word) for word in question.content}
    sought = question.figures or question.figures_named
    return QuestionWords(
        {word: weights.get(form) or absent for word, form in forms.items()},
        forms,
        tuple((normalize(match.term), tuple(map(normalize, match.official))) for match in question.terms),
        tuple(tuple(map(normalize, (match.term, *match.official))) for match in question.terms if not match.general),
        cosines,
        question.figures,
        question.figures_named,
        {word: kinds for word in forms if (kinds := figure_of_word(word) & sought)},
    )


def words_met(words: QuestionWords, text: str) -> frozenset[str]:
    """The words that a text (in normal form) holds, itself or by an official term that the lexicon gives for them."""
    through = [term for term, official in words.terms if any(form in text for form in official)]
    return frozenset(
        word for word, form in words.forms.items() if form in text or any(form in term for term in through)
    )


def told_by_figures(words: QuestionWords, kinds: frozenset[FigureKind]) -> frozenset[str]:
    """The words that figures of these kinds hold."""
    return frozenset(word for word, of in words.of_figures.items() if of & kinds)


def support(words: QuestionWords, reading: TextReading) -> Support:
    """How far a text holds the words."""
    if not words.weights:
        return Support(1.0, 1.0)
    held = words_met(words, reading.text) | told_by_figures(words, reading.kinds)
    near = words.cosines(reading.rows).max(axis=1) if len(reading.rows) else np.zeros(len(words.weights))
    stated = close = 0.0
    for (word, weight), cosine in zip(words.weights.items(), near, strict=True):
        stated += weight * (word in held)
        close += weight * (1.0 if word in held else max(float(cosine), 0.0))
    return Support(stated / words.total, close / words.total)


def subjects_met(words: QuestionWords, text: str) -> float:
    """The share of the question's subjects that a text (in normal form) has a word of; 1 if the question has no subjects."""
    held = [any(form in text for form in forms) for forms in words.subjects]
    return sum(held) / len(held) if held else 1.0


def best_sentence(words: QuestionWords, reading: ClauseReading, sentences: Sequence[Support]) -> Support:
    """The best of the supports by each sentence, among those that hold a figure of a kind asked for (all, where none is)."""
    asked = words.sought
    found = [one for one, read in zip(sentences, reading.sentences, strict=True) if not asked or asked & read.kinds]
    return Support(max((one.stated for one in found), default=0.0), max((one.close for one in found), default=0.0))
