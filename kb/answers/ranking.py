"""From a question to its candidates: search, then evidence, then what holds for each clause's document on the day asked.

`Ranker.probe` reads a question once with both models; `Ranker.rank` may then be asked for any set of documents at little cost, which is what
a comparison needs, side by side.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from index import Hit, HybridIndex, HybridWeights, Vector, WordVectors, normalize
from kb.answers.candidates import AnswerWeights, Candidate, by_utility
from kb.answers.evidence import EvidenceWeights, select
from kb.answers.held_clauses import HeldClauses
from kb.answers.held_documents import HeldDocuments
from kb.answers.probe import Probe, clause_features, states_of
from kb.answers.qualifiers import marks_in, recipients
from kb.answers.relevance import ADDRESSED, QuestionFeatures, Relevance, score
from kb.answers.retrieval import query_of
from kb.answers.support import (
    ClauseReading,
    QuestionWords,
    WordCosines,
    comparable,
    read_clause,
    rows_of,
    support,
    words_met,
    words_of,
)
from kb.documents import validity_on
from kb.language import RegionIndex, TermMatch, holds
from kb.models import Models
from kb.questions import Question, role_of_block
from kb.records import Clause, Document, Language

CANDIDATES = 12
# Clauses kept as they were read for questions before.
_MOST_READ = 4096
# Blocks of the kind asked for may stand further down: their words are few.
_DEEP = 200
# Figures that few clauses hold: every one found far down that does is weighed.
_REACHED_BY = frozenset({"phone", "mail", "web"})
# How much less close (0..1) than the closest title another one may be that is meant too.
_AS_CLOSE = 0.02
# 多少 alone may ask for more kinds of figure than this.
_SEVERAL = 2
# An English question gains from the second model, a Chinese one does not; and of an English one only the expansion could meet in
# bigrams, which the words meet already. Both measured in eval/.
WEIGHTS: Mapping[Language, HybridWeights] = {
    "zh": HybridWeights(),
    "en": HybridWeights(bigram=0.0, second_sentence=0.5, second_passage=0.5),
}


@dataclass(frozen=True)
class NearWords:
    """When a word of the question is replaced by words of the corpus near it: at least `cosine`, at most `most` of them."""

    cosine: float = 0.7
    most: int = 2


@dataclass(frozen=True)
class Ranking:
    """All hits by retrieval, best first, and the first of them as candidates, by utility."""

    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]


class Ranker:
    """Ranks the clauses of one store; safe to share between threads."""

    def __init__(
        self,
        index: HybridIndex,
        models: Models,
        documents: Sequence[Document],
        clauses: Sequence[Clause],
        regions: RegionIndex,
    ) -> None:
        self._index = index
        self._models = models
        self.held = HeldClauses(index, clauses, HeldDocuments(documents, regions))
        self._regions = regions
        self._reading = lru_cache(maxsize=_MOST_READ)(self._read)
        self._text_of = lru_cache(maxsize=_MOST_READ)(self._text_of_document)
        self._recipients_of = lru_cache(maxsize=_MOST_READ)(lambda name: recipients("\n".join(self.held.texts(name))))
        # The engine behind the vectors keeps scratch memory: one question is embedded at a time.
        self._embedding = threading.Lock()
        self.weights: Mapping[Language, HybridWeights] = WEIGHTS
        self.evidence_weights = EvidenceWeights()
        self.answer_weights = AnswerWeights()
        self.near_words = NearWords()
        self.relevance = Relevance.load()

    def warm(self) -> None:
        """Loads both models."""
        with self._embedding:
            self._models.warm()

    def probe(self, question: Question) -> Probe:
        """Embeds the question and its content words, and reads what it asks for."""
        read = self._models.second.embed_queries([question.text, *question.content])
        weights, absent = self._index.term_weights(question.text), self._index.absent_weight
        vocabulary = self._index.vocabulary or WordVectors.empty(read.shape[1])
        unheld = self._unheld(question)
        question, known = self._with_near_words(question, read[1:], vocabulary, unheld)
        query = query_of(question, self._regions)
        with self._embedding:
            vector = self._models.embed_question(query.text, question.language)
        words = words_of(question, weights, absent, WordCosines(read[1:], vocabulary))
        roles = question.parts
        features = QuestionFeatures(
            english=float(question.language == "en"),
            figure=float(bool(words.sought)),
            any_figure=float(len(words.sought) > _SEVERAL),
            known=known,
            unheld=float(bool(unheld)),
            words=float(min(len(question.content), 8)),
            asks_part=float(bool(roles)),
            dated=float(bool(question.years)),
            amount=float("amount" in question.asks),
            list=float("list" in question.asks),
            when=float("when" in question.asks),
            where=float("where" in question.asks),
            definition=float("definition" in question.asks),
            yes_no=float("yes_no" in question.asks),
        )
        marks = replace(marks_in(question.text), years=frozenset(question.years))
        return Probe(question, query, vector, read[0], words, roles, features, marks)

    def rank(self, probe: Probe, documents: Collection[str], day: date, k: int = CANDIDATES) -> Ranking:
        """The clauses of these documents (ids): at least `k` hits where there are so many, and the candidates."""
        allowed = self.held.documents.of_ids(documents)
        mask = self.held.entries(allowed)
        if not (probe.question.of_form or probe.question.clauses):
            mask &= ~self.held.forms
        if not mask.any():
            return Ranking((), ())
        addressed = {
            clause.id for reference in probe.question.clauses for clause in self.held.named_by(reference, allowed)
        }
        deep = probe.roles or probe.question.clauses or probe.question.figures & _REACHED_BY
        depth = max(k, _DEEP if deep else CANDIDATES)
        weights = self.weights[probe.question.language]
        hits = self._index.search(probe.query, probe.vector, depth, mask, weights, probe.second)
        asked_for = set(addressed)
        if probe.roles:
            asked_for |= {hit.id for hit in hits if role_of_block(self.held[hit.id]) in probe.roles}
        if reached := probe.question.figures & _REACHED_BY:
            asked_for |= {hit.id for hit in hits if holds(self.held[hit.id].text, reached)}
        top = [*hits[:CANDIDATES], *(hit for hit in hits[CANDIDATES:] if hit.id in asked_for)]
        # What a document is called answers nothing but which document it is.
        if "document" not in probe.question.asks:
            top = [hit for hit in top if hit.id in asked_for or role_of_block(self.held[hit.id]) != "标题"]
        if not top:
            return Ranking(tuple(hits), ())
        similarity = {hit.id: self._index.sentence_similarity(probe.vector, hit.id) for hit in top}
        values = [float(value) for array in similarity.values() for value in array]
        scale = (min(values), max(values))
        nearest = max(hit.second for hit in hits[:CANDIDATES])
        titles = self._titles(probe.words, {self.held[hit.id].document for hit in top})
        probe.words.cosines(rows_of(self._reading(hit.id) for hit in top))  # all in one go
        found = [
            self._candidate(probe, hit, similarity[hit.id].tolist(), scale, nearest, day, hit.id in addressed, titles)
            for hit in top
        ]
        return Ranking(tuple(hits), tuple(self._scored(probe, by_utility(found, self.answer_weights), addressed)))

    def _scored(self, probe: Probe, ranked: list[Candidate], addressed: Collection[str]) -> list[Candidate]:
        """The candidates with their scores: the best one's is the probability that it answers, another's falls with its utility."""
        best, utilities = ranked[0], [item.utility for item in ranked]
        odds = self.relevance.log_odds(best.features, utilities, probe.features)
        odds += ADDRESSED * (best.clause.id in addressed)
        return [replace(item, score=score(odds - max(best.utility - item.utility, 0.0))) for item in ranked]

    def _titles(self, words: QuestionWords, documents: Collection[str]) -> dict[str, float]:
        """How much less of the question's words the title of each document has than the best one of them, by document id."""
        shares = {
            name: sum(words.weights[word] for word in words_met(words, comparable(self.held.documents[name].title)))
            for name in documents
        }
        best = max(shares.values())
        return {name: (share - best) / (words.total or 1.0) for name, share in shares.items()}

    def _text_of_document(self, identifier: str) -> str:
        """The comparable text of a document."""
        return comparable("\n".join((self.held.documents[identifier].title, *self.held.texts(identifier))))

    def titled(self, question: Question, documents: Collection[str]) -> tuple[tuple[Document, ...], float]:
        """The documents (ids) whose titles come closest to the question's words, and how close, 0..1."""
        if not documents:
            return (), 0.0
        words = self.probe(question).words
        headings = {name: self._reading(self.held.own(name)[0].id).heading for name in documents}
        words.cosines(np.concatenate([heading.rows for heading in headings.values()]))  # all in one go
        close = {name: support(words, heading).close for name, heading in headings.items()}
        best = max(close.values())
        return tuple(self.held.documents[name] for name in headings if close[name] >= best - _AS_CLOSE), best

    def _candidate(
        self,
        probe: Probe,
        hit: Hit,
        similarity: list[float],
        scale: tuple[float, float],
        nearest: float,
        day: date,
        addressed: bool,
        titles: Mapping[str, float],
    ) -> Candidate:
        clause = self.held[hit.id]
        document = self.held.documents[clause.document]
        validity, proof = validity_on(document, day, clause.id)
        reading = self._reading(hit.id)
        sentences = [support(probe.words, sentence) for sentence in reading.sentences]
        vocabulary = self._index.vocabulary or ()
        state = states_of(probe, reading, document, lambda: self._recipients_of(document.id))
        stated = clause_features(
            probe, clause, document, reading, sentences, state, lambda: self._text_of(document.id), vocabulary
        )
        features = replace(
            stated,
            retrieval=hit.score,
            passage=self._models.as_by_main(hit.passage, probe.question.language),
            second=hit.second - nearest,
            in_force=float(validity == "in_force"),
            title=titles[document.id],
        )
        held = [(one.stated + one.close) / 2 for one in sentences]
        evidence = select(clause, similarity, held, probe.question, scale, self.evidence_weights)
        utility = self.relevance.utility(features) + ADDRESSED * addressed
        return Candidate(hit, clause, document, evidence, validity, proof, features, utility, 0.0, state)

    def _read(self, identifier: str) -> ClauseReading:
        """The clause as it is held against questions."""
        clause = self.held[identifier]
        return read_clause(clause, self.held.documents[clause.document], self._index.vocabulary)

    def _unheld(self, question: Question) -> list[TermMatch]:
        """The lexicon's terms in a question for which the texts have no word: known things that they do not speak of."""
        return [
            match
            for match in question.terms
            if not match.general
            and not any(self.held.says(normalize(form), comparable) for form in (match.term, *match.official))
        ]

    def _with_near_words(
        self, question: Question, vectors: Vector, vocabulary: WordVectors, unheld: Collection[TermMatch]
    ) -> tuple[Question, float]:
        """The question with the corpus' own words added for those to which neither the lexicon nor the corpus leads.

        `vectors` are those of its content words. Also the least cosine of such a word with the vocabulary, or 1 if there is no such word.
        """
        added: list[str] = []
        known = 1.0
        held = [term for term in question.terms if term not in unheld]
        for word, vector in zip(question.content, vectors, strict=True):
            if not len(vocabulary) or not is_unknown(word, question, held, vocabulary):
                continue
            rows, cosines = vocabulary.nearest(vector, self.near_words.most)
            near = cosines >= self.near_words.cosine
            added += [vocabulary.words[row] for row in rows[near]]
            known = min(known, float(cosines[0]))
        return replace(question, expansion=tuple(dict.fromkeys((*question.expansion, *added)))), known


def is_unknown(word: str, question: Question, terms: Sequence[TermMatch], vocabulary: Container[str]) -> bool:
    """Whether a content word stands in none of these terms and, if Chinese, not in the corpus either."""
    if normalize(word) in vocabulary:
        return False
    spans = [(term.start, term.end) for term in terms if question.language == "en" or not term.general]
    places = [found.start() for found in re.finditer(re.escape(word), question.text.lower())]
    return not any(start <= place < end for place in places for start, end in spans)
