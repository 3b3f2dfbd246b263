"""The knowledge base: opens a store and answers questions from it. The façade that the command line, the pages and eval/ use."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from index import Embedder, Hit, HybridIndex, TextIndexError, load_embedder, open_generation
from kb import answers, archive
from kb.abstention import Threshold, asks_of_another_time, confidence, years_spoken_of
from kb.answers import AnswerWeights, Candidate
from kb.archive import Archive
from kb.build import INDEX_FOLDER
from kb.errors import InvalidQuestion, StoreError
from kb.evidence import Evidence, EvidenceWeights, question_terms, select
from kb.lexicon import Lexicon
from kb.places import Gazetteer, Place
from kb.question import Question, check_question, understand
from kb.records import Answer, Clause, Document, Language, SearchHit, SetAside, Validity
from kb.regions import RegionIndex
from kb.retrieval import Priors, query_of
from kb.scope import Scope, find_document, scope_of
from kb.settings import Settings
from kb.validity import validity_on

_CANDIDATES = 12


@dataclass(frozen=True)
class DocumentEntry:
    """A document with its validity on a date and its number of clauses."""

    document: Document
    validity: Validity
    validity_quote: str | None
    clauses: int


class KnowledgeBase:
    """An opened store; immutable, so it may be shared between threads.

    `warning` says why an older generation is served, `fingerprint` names the texts and the program the store was built from.
    """

    def __init__(self, held: Archive, index: HybridIndex, embedder: Embedder) -> None:
        self._documents, self._clauses, self._aside = held.documents, held.clauses, held.set_aside
        self._by_id = {document.id: document for document in held.documents}
        self._clause_by_id = {clause.id: clause for clause in held.clauses}
        self._index = index
        self._embedder = embedder
        self._gazetteer = Gazetteer.load()
        self._lexicon = Lexicon.load()
        self._numbers = tuple(document.number for document in self._documents if document.number)
        self._region_index = RegionIndex.of(self._documents, self._gazetteer)
        # The engine behind the vectors keeps scratch memory: one question is embedded at a time.
        self._embedding = threading.Lock()
        self.evidence_weights = EvidenceWeights()
        self.answer_weights = AnswerWeights()
        self.priors = Priors()
        self.threshold = Threshold()
        self.warning: str | None = None
        self.fingerprint = ""

    @classmethod
    def open(
        cls, store: Path | None = None, settings: Settings | None = None, embedder: Embedder | None = None
    ) -> KnowledgeBase:
        """Opens the store, verified; StoreError with the remedy where it is missing, older or damaged.

        `embedder` takes the place of the one that the settings name, e.g. to share it with an evaluation.
        """
        settings = settings or Settings()
        try:
            generation = open_generation(store or settings.store)
            index = HybridIndex.load(generation.path / INDEX_FOLDER)
            embedder = embedder or load_embedder(settings.model)
        except TextIndexError as error:
            raise StoreError(str(error)) from error
        if generation.meta.get("model") != embedder.model_id:
            raise StoreError(
                f"知识库由模型 {generation.meta.get('model')} 建立，现设置为 {embedder.model_id}：请运行 policy-kb build。"
                " The store was built with another model (POLICY_KB_MODEL): run policy-kb build."
            )
        base = cls(archive.load(generation.path), index, embedder)
        if settings.lexicon:
            base._lexicon = Lexicon.load(settings.lexicon)
        base.warning = generation.warning
        base.fingerprint = str(generation.meta.get("fingerprint"))
        return base

    # -- what is held

    @property
    def index(self) -> HybridIndex:
        """The index over the clauses, for those who measure it."""
        return self._index

    @property
    def regions(self) -> tuple[str, ...]:
        """The names of the regions that documents are held for, the outer ones first."""
        chains = {document.regions for document in self._documents if document.regions}
        return tuple(chain[0] for chain in sorted(chains, key=lambda chain: (len(chain), chain)))

    def documents(self, as_of: date | None = None) -> tuple[DocumentEntry, ...]:
        """All documents with their validity on a date (default today)."""
        day = as_of or date.today()
        counts: dict[str, int] = {}
        for clause in self._clauses:
            counts[clause.document] = counts.get(clause.document, 0) + 1
        return tuple(DocumentEntry(d, *validity_on(d, day), counts.get(d.id, 0)) for d in self._documents)

    def clauses(self, document: str) -> tuple[Clause, ...]:
        """The clauses of one document in reading order; `document` is an id, number or title; UnknownDocument otherwise."""
        found = find_document(document, self._documents)
        return tuple(clause for clause in self._clauses if clause.document == found.id)

    def set_aside(self, document: str) -> tuple[SetAside, ...]:
        """What cleaning took out of one document, with place and reason; `document` as for `clauses`."""
        found = find_document(document, self._documents)
        return tuple(text for identifier, text in self._aside if identifier == found.id)

    # -- asking

    def ask(
        self,
        question: str,
        *,
        region: str | None = None,
        document: str | None = None,
        as_of: date | None = None,
        in_force: bool = False,
        language: Language | None = None,
    ) -> Answer:
        """The answer to one question. UnknownRegion or UnknownDocument for a filter that is none; a bad question is `invalid`."""
        started = time.perf_counter()
        day = as_of or date.today()
        place, wanted = self._filters(region, document)
        try:
            check_question(question)
        except InvalidQuestion as error:
            return answers.invalid(question, str(error), day, language or "zh")
        asked = self._understand(question)
        spoken = language or asked.language
        scope = self._scope(asked, place, wanted, day, in_force)
        answer = self._answer(asked, scope, day, spoken)
        return replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        region: str | None = None,
        document: str | None = None,
        as_of: date | None = None,
        in_force: bool = False,
    ) -> list[SearchHit]:
        """The best `k` clauses, best first; empty where the place asked about is not held. InvalidQuestion for no question."""
        place, wanted = self._filters(region, document)
        check_question(question)
        asked = self._understand(question)
        day = as_of or date.today()
        scope = self._scope(asked, place, wanted, day, in_force)
        if scope.out:
            return []
        hits, candidates = self._candidates(asked, scope, day, max(k, _CANDIDATES))
        ranked: list[SearchHit] = []
        floor = 1.0
        for item in candidates:
            # Never above the one before: a rule in force may stand before one that scored higher.
            floor = min(floor, item.score(self.answer_weights))
            ranked.append(SearchHit(item.clause, item.document, floor))
        for hit in hits[len(candidates) :]:
            clause = self._clause_by_id[hit.id]
            ranked.append(SearchHit(clause, self._by_id[clause.document], min(floor, hit.score)))
        return ranked[:k]

    def warm(self) -> None:
        """Loads the model, so that the first question need not wait for it."""
        with self._embedding:
            self._embedder.embed_query("就业")

    # -- parts

    def _filters(self, region: str | None, document: str | None) -> tuple[Place | None, str | None]:
        wanted = find_document(document, self._documents).id if document else None
        if not region:
            return None, wanted
        return self._gazetteer.require(region, prefer=self._region_index.held), wanted

    def _understand(self, text: str) -> Question:
        return understand(
            text, self._lexicon, self._gazetteer, known_numbers=self._numbers, held=self._region_index.held
        )

    def _scope(
        self, question: Question, region: Place | None, document: str | None, day: date, in_force: bool
    ) -> Scope:
        return scope_of(
            question,
            self._documents,
            self._region_index,
            lambda: self._places_in_texts,
            region=region,
            document=document,
            as_of=day,
            in_force=in_force,
        )

    def _answer(self, question: Question, scope: Scope, day: date, language: Language) -> Answer:
        if scope.out:
            return answers.out_of_scope(question, scope, self._region_index, day, language)
        _, ranked = self._candidates(question, scope, day, _CANDIDATES)
        years = [self._years[identifier] for identifier in scope.documents]
        other_time = asks_of_another_time(question, years, day)
        sure = self._confidence(question, ranked) if ranked and not other_time else 0.0
        if sure < self.threshold.level:
            answer = answers.not_found(question, ranked, day, language, self.answer_weights)
        else:
            answer = answers.compose(question, ranked, scope, self._region_index, day, language, self.answer_weights)
        return replace(answer, confidence=sure)

    def _confidence(self, question: Question, ranked: Sequence[Candidate]) -> float:
        """How strong the best evidence is, to be held against the threshold's level."""
        weights, absent = self._index.term_weights(question.text), self._index.absent_weight
        return max(
            confidence(question, item.hit, item.clause, weights, absent, self.threshold).value for item in ranked[:3]
        )

    def _candidates(self, question: Question, scope: Scope, day: date, k: int) -> tuple[list[Hit], list[Candidate]]:
        """All hits by retrieval, and the first of them as candidates by retrieval and evidence together."""
        allowed = {clause.id for clause in self._clauses if clause.document in scope.documents}
        if not allowed:
            return [], []
        query = query_of(question, self._documents, self._region_index, self._numbers)
        with self._embedding:
            vector = self._embedder.embed_query(query.text)
        hits = self._index.search(query, vector, k, allowed)
        top = hits[:_CANDIDATES]
        similarity = {hit.id: self._index.sentence_similarity(vector, hit.id) for hit in top}
        values = [float(value) for array in similarity.values() for value in array]
        scale = (min(values), max(values))
        terms = question_terms(question, self._index.term_weights(question.text), self._index.absent_weight)
        found: list[Candidate] = []
        for hit in top:
            clause = self._clause_by_id[hit.id]
            evidence: Evidence = select(
                clause, similarity[hit.id].tolist(), question, terms, scale, self.evidence_weights
            )
            document = self._by_id[clause.document]
            found.append(answers.candidate(question, hit, clause, document, evidence, day, self.priors))
        return hits, answers.by_score(found, self.answer_weights)

    @cached_property
    def _years(self) -> dict[str, frozenset[int]]:
        """The years each document speaks of, by document id."""
        return {d.id: years_spoken_of(d, (c for c in self._clauses if c.document == d.id)) for d in self._documents}

    @cached_property
    def _places_in_texts(self) -> frozenset[Place]:
        """The places that the texts mention, whether or not documents are held for them."""
        text = "\n".join(clause.text for clause in self._clauses)
        return frozenset(mention.place for mention in self._gazetteer.find(text, "zh"))
