"""A question ready to be searched with, and what is weighed of a clause that is held against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import dataclass, replace

from index import Query, Vector
from kb.answers.held_documents import year_of
from kb.answers.qualifiers import NumberMarks, QualifierStates, another_recipient, is_of_another, states
from kb.answers.relevance import Features, QuestionFeatures
from kb.answers.support import (
    ClauseReading,
    QuestionWords,
    Support,
    best_sentence,
    comparable,
    subjects_met,
    support,
    told_by_figures,
    words_met,
)
from kb.questions import Question, document_words, role_of_block
from kb.records import Clause, Document

# More words than this, said or not, tell no more.
_MOST_SAID, _MOST_UNSAID = 6, 3


@dataclass(frozen=True)
class Probe:
    """A question ready to search with: its query, its vectors by both models, its content words, what it asks for, and its qualifiers."""

    question: Question
    query: Query
    vector: Vector
    second: Vector
    words: QuestionWords
    roles: frozenset[str]
    features: QuestionFeatures
    marks: NumberMarks


def states_of(
    probe: Probe, reading: ClauseReading, document: Document, recipients: Callable[[], Collection[str]]
) -> QualifierStates:
    """The question's qualifiers against a clause; `recipients` gives those whom the document's clauses are for."""
    state = states(probe.marks, reading.marks, (year for year in (year_of(document),) if year))
    if not reading.recipients:
        return state
    others = another_recipient(probe.question.content, reading.recipients, recipients())
    return replace(state, contradicted=(*state.contradicted, *others))


def speaks_for_another(probe: Probe, clause: Clause, document: Document, state: QualifierStates) -> bool:
    """Whether a clause answers for something else however well it fits: for another document of a series, or how to reach another office."""
    return is_of_another(probe.marks, document, state) or _is_of_another_office(probe, clause, document)


def _is_of_another_office(probe: Probe, clause: Clause, document: Document) -> bool:
    """Whether a clause says how to reach an office of whose document a Chinese question has no word (自来水停了打哪个电话)."""
    asked = probe.question
    if role_of_block(clause) != "联系方式" or asked.language == "en" or asked.document_numbers or asked.titles:
        return False
    own = probe.words.forms.keys() - probe.words.of_figures.keys() - document_words("zh").keys()
    return bool(own) and not own & words_met(probe.words, comparable(f"{document.title} {clause.text}"))


def clause_features(
    probe: Probe,
    clause: Clause,
    document: Document,
    reading: ClauseReading,
    sentences: Sequence[Support],
    state: QualifierStates,
    document_text: Callable[[], str],
    vocabulary: Container[str],
) -> Features:
    """What the clause's own words say for it and against it; what only a search knows of it is left at 0.

    `sentences` are the supports by each sentence, `document_text` gives the document's text as it is compared, `vocabulary` the corpus' words.
    """
    words, role = probe.words, role_of_block(clause)
    best = best_sentence(words, reading, sentences)
    met = words_met(words, reading.whole.text) | words_met(words, reading.heading.text)
    met |= told_by_figures(words, reading.kinds)
    # A whole document is read only for words that the clause has not.
    elsewhere = words_met(words, document_text()) - met if len(met) < len(words.forms) else frozenset()
    unsaid = sum(form in vocabulary for word, form in words.forms.items() if word not in met)
    most = max(words.weights.values(), default=1.0)
    return Features(
        retrieval=0.0,
        passage=0.0,
        second=0.0,
        heading=support(words, reading.heading).close,
        stated=best.stated,
        close=best.close,
        close_english=support(words, reading.whole).close if probe.question.language == "en" else 0.0,
        terms=subjects_met(words, reading.whole.text),
        in_force=0.0,
        year=float(year_of(document) in probe.question.years),
        part=float(role is not None and role in probe.roles),
        other_part=float(role is not None and role not in probe.roles),
        missed=float(bool(probe.roles) and role not in probe.roles),
        row=float(clause.kind == "row"),
        title=0.0,
        year_open=float(any(name.endswith("年") for name in (*state.open, *state.contradicted))),
        contradicted=float(bool(state.contradicted)),
        open=max((words.weights[word] for word in elsewhere), default=0.0) / most,
        unsaid=float(min(unsaid, _MOST_UNSAID)),
        said=float(min(len(met), _MOST_SAID)),
        no_figure=float(bool(words.sought) and not words.sought & reading.kinds),
    )
