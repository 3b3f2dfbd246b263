"""The knowledge base: opens a store and answers questions from it. The façade that the command line, the pages and eval/ use."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index import Engine, HybridIndex, open_generation
from kb.answers import Answer, Asking, Candidate, Probe, Ranker, ResolvedFilters, SearchHit
from kb.benefits import Card, Situation
from kb.cases import Profile
from kb.documents import DocumentEntry, find_document, validity_on
from kb.errors import InvalidInput, StoreError, UnknownClause
from kb.language import Gazetteer, Lexicon, RegionIndex
from kb.messages import Message
from kb.models import Models
from kb.questions import Question
from kb.records import DOCUMENT_KINDS, NO_FILTERS, Clause, Document, Filters, Language, Notice, SetAside
from kb.settings import Settings
from kb.store.archive import INDEX_FOLDER, Archive, read_archive, source_path
from kb.store.cards import held_benefits
from kb.store.engine import declared, engine_of, row_filter

if TYPE_CHECKING:
    from kb.reading import Pictures
    from kb.verification import Report, Verifier

_REHEARSED = ("创业补贴多少钱？", "How much is the startup subsidy?")


class KnowledgeBase:
    """An opened store; immutable, so it may be shared between threads.

    `warning` says why an older generation is served, `fingerprint` names the texts and the program the store was built from, `built` is
    when its folder was written.
    """

    def __init__(self, held: Archive, index: HybridIndex, models: Models, lexicon: Lexicon | None = None) -> None:
        self._documents, self._clauses, self._aside = held.documents, held.clauses, held.set_aside
        self._index = index
        self._gazetteer = Gazetteer.load()
        self._region_index = RegionIndex.of(self._documents, self._gazetteer)
        self.benefits = held_benefits(held, self._gazetteer, self._region_index, models.folder)
        self.ranker = Ranker(index, models, held.documents, held.clauses, self._region_index)
        self._held = self.ranker.held
        lexicon = lexicon or held.lexicon_with()
        self._asking = Asking(self._held, lexicon, self._gazetteer, self.benefits)
        self._folder: Path | None = None
        self._engine: Engine | None = None
        self.warning: Message | None = None
        self.fingerprint = ""
        self.built: datetime | None = None

    @classmethod
    def open(
        cls, store: Path | None = None, settings: Settings | None = None, models: Models | None = None
    ) -> KnowledgeBase:
        """Opens the store, verified; StoreError with the remedy where it is missing, older or damaged.

        `models` take the place of those that the settings name, e.g. to share them with an evaluation.
        """
        settings = settings or Settings()
        store = store or settings.store
        with declared():
            engine = engine_of(settings)
            generation = open_generation(store)
            index = HybridIndex.load(generation.path / INDEX_FOLDER)
            models = models or Models.load(settings.model, store)
        for key, model in (("model", models.main.model_id), ("second_model", models.second.model_id)):
            if generation.meta.get(key) != model:
                raise StoreError(
                    f"知识库由模型 {generation.meta.get(key)} 建立，现设置为 {model}：请运行 policy-kb build。",
                    "The store was built with another model (POLICY_KB_MODEL): run policy-kb build.",
                )
        held = read_archive(generation.path)
        if engine:
            with declared():
                index = engine.over(
                    index, generation.meta.get("engine"), row_filter(index.ids, held.clauses, held.documents)
                )
        lexicon = held.lexicon_with(settings.lexicon)
        base = cls(held, index, models, lexicon)
        base._folder, base._engine = generation.path, engine
        base.warning = generation.warning or (engine.away if engine else None)
        base.fingerprint = str(generation.meta.get("fingerprint"))
        base.built = datetime.fromtimestamp(generation.path.stat().st_mtime, UTC)
        return base

    # -- what is held

    @property
    def current(self) -> KnowledgeBase:
        """Itself: what follows a store and what does not are asked alike."""
        return self

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
        aside = Counter(identifier for identifier, _ in self._aside)
        return tuple(
            DocumentEntry(d, *validity_on(d, day), self._held.number_of(d.id), aside[d.id]) for d in self._documents
        )

    @cached_property
    def document_ids(self) -> frozenset[str]:
        """The ids of all documents."""
        return frozenset(document.id for document in self._documents)

    def document(self, name: str) -> Document:
        """One document by its id, number or title; UnknownDocument where the store does not hold it."""
        return find_document(name, self._documents)

    def clauses(self, document: str) -> tuple[Clause, ...]:
        """The clauses of one document in reading order; `document` is an id, number or title; UnknownDocument otherwise."""
        found = find_document(document, self._documents)
        return tuple(self._held.own(found.id))

    def clause(self, clause_id: str) -> Clause:
        """One clause by its id; UnknownClause where the store does not hold it."""
        try:
            return self._held[clause_id]
        except KeyError:
            raise UnknownClause(
                f"没有“{clause_id[:80]}”这一条：文件可能已更新，请重新查询。",
                "No such clause: the texts may have changed, ask again.",
            ) from None

    def set_aside(self, document: str) -> tuple[SetAside, ...]:
        """What cleaning took out of one document, with place and reason; `document` as for `clauses`."""
        found = find_document(document, self._documents)
        return tuple(text for identifier, text in self._aside if identifier == found.id)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The benefit cards held, in the order of their file."""
        return self.benefits.cards

    def source_file(self, document: str) -> Path | None:
        """The store's copy of the file a document was read from; None if that has no pages or the copy is gone."""
        found = find_document(document, self._documents)
        if not found.pages or self._folder is None:
            return None
        path = source_path(self._folder, found.file)
        return path if path.is_file() else None

    def page_picture(self, document: str, page: int, quotes: Collection[str] = ()) -> bytes:
        """A page of a document's PDF or scan, counted from 1, as PNG, the quotes marked where they are found on it.

        NoPicture where there is none, CorpusError where it cannot be drawn.
        """
        found = find_document(document, self._documents)
        path = self.source_file(document)
        if path is None or not 1 <= page <= len(found.pages):
            # Imported here: what reads files is no part of asking.
            from kb.reading import no_picture

            raise no_picture(found, page)
        return self._pictures.page(path, found.file, page, tuple(quotes))

    @cached_property
    def _pictures(self) -> Pictures:
        from kb.reading import Pictures

        return Pictures()

    # -- asking

    def match(self, profile: Profile, as_of: date | None = None) -> Situation:
        """The benefits that apply in a case, with what is missing or fails. UnknownRegion or InvalidProfile for a bad profile."""
        return self.benefits.match(profile, as_of)

    def ask(self, question: str, filters: Filters = NO_FILTERS, *, language: Language | None = None) -> Answer:
        """The answer to one question; a bad question is `invalid`. UnknownRegion, UnknownDocument or InvalidInput for a bad filter."""
        started = time.perf_counter()
        with declared():
            answer = self._asking.answer(self.ranker, question, self._resolved(filters), language)
        if self._engine and (away := self._engine.away):
            answer = replace(answer, notices=(*answer.notices, Notice("engine_away", away)))
        return replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    def search(
        self, question: str, k: int = 10, filters: Filters = NO_FILTERS, among: Collection[str] | None = None
    ) -> list[SearchHit]:
        """The best `k` clauses, best first; empty if the place asked about is not held. InvalidQuestion for no question.

        Only the documents with the ids `among`, if there are any given, are searched.
        Where a question compares, or asks several things, the best clause for each comes before all others.
        """
        with declared():
            resolved = replace(self._resolved(filters), among=None if among is None else frozenset(among))
            return self._asking.search(self.ranker, question, resolved, k)

    def understand(self, question: str) -> Question:
        """What a question says, as it is read before any text is searched."""
        return self._asking.understand(question)

    def weigh(self, question: str, filters: Filters = NO_FILTERS) -> tuple[Probe, tuple[Candidate, ...]] | None:
        """What an answer would be chosen from, for those who fit or explain the weights; None if nothing is weighed."""
        with declared():
            return self._asking.weigh(self.ranker, question, self._resolved(filters))

    def verify(self, draft: str, as_of: date | None = None) -> Report:
        """All that a draft claims, held against the texts as of a day (default today); InvalidInput for none, or too much, to check."""
        return self._verifier.verify(draft, as_of or date.today())

    @cached_property
    def _verifier(self) -> Verifier:
        # Imported here: a draft is checked with the grammars of reading, which asking does without.
        from kb.verification import Verifier

        return Verifier(self._documents, self._clauses, self._index, self._region_index)

    def warm(self) -> None:
        """Loads the models, so that the first question need not wait for them."""
        self.ranker.warm()
        with declared():
            self.benefits.warm()

    def rehearse(self) -> tuple[Answer, ...]:
        """Asks a question of each language: the first one of a process takes ten times as long as those after it."""
        return tuple(map(self.ask, _REHEARSED))

    def _resolved(self, filters: Filters) -> ResolvedFilters:
        region, document, kind = filters.region, filters.document, filters.kind
        if kind and kind not in DOCUMENT_KINDS:
            raise InvalidInput(
                f"没有“{kind}”这种文件：可用的有 {'、'.join(DOCUMENT_KINDS)}。",
                f"No such kind of document; there are: {', '.join(DOCUMENT_KINDS)}.",
            )
        return ResolvedFilters(
            filters.as_of or date.today(),
            self._gazetteer.require(region, prefer=self._region_index.held) if region else None,
            find_document(document, self._documents).id if document else None,
            kind or None,
            filters.in_force,
        )
