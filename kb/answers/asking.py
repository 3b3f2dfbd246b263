"""From a question to its answer over the texts held: what is in scope, what is asked, which clauses say it, and when nothing does."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from kb.answers import composition as answers
from kb.answers.abstention import asks_of_no_clause, asks_of_nothing
from kb.answers.answer import Answer, Citation, SearchHit
from kb.answers.candidates import AnswerWeights, Candidate
from kb.answers.case_answers import asks_what_there_is, case_answer
from kb.answers.composition import AnswerPart, Setting
from kb.answers.document_answers import asked_day, document_answer, states_a_term
from kb.answers.documents_meant import TITLED, describes
from kb.answers.held_clauses import HeldClauses
from kb.answers.held_documents import DocumentSet
from kb.answers.hidden import hidden_document, hidden_notices, left_out, loosened, overridden_notices
from kb.answers.outline import Outline
from kb.answers.parted import parts_of_questions, parts_of_sides
from kb.answers.periods import speaks_for_years, years_of_a_rule
from kb.answers.places import nearest_first, parts_of_regions
from kb.answers.probe import Probe, speaks_for_another
from kb.answers.ranking import CANDIDATES, Ranker
from kb.answers.scope import ResolvedFilters, Scope, scope_of
from kb.answers.sides import sides_of
from kb.benefits import Benefits, CardMatch
from kb.documents import comparable_name
from kb.errors import InvalidQuestion
from kb.language import Gazetteer, Glossary, Lexicon, Place, simplified, well_formed
from kb.questions import (
    DAY_PARTS,
    Question,
    check_question,
    of_none_held,
    questions_in,
    understand,
)
from kb.records import Document, Language

_MOST_CARDS = 8


class Asking:
    """Asks the texts of one knowledge base; `ranker` may be another one, to be measured."""

    def __init__(self, held: HeldClauses, lexicon: Lexicon, gazetteer: Gazetteer, benefits: Benefits) -> None:
        self._held, self._documents = held, held.documents
        self._lexicon, self._glossary = lexicon, Glossary(lexicon.entries)
        self._gazetteer, self._regions = gazetteer, held.documents.regions
        self._benefits = benefits
        self._outline = Outline(held.own, held.documents.__getitem__)

    def understand(self, question: str) -> Question:
        """What a question says, as it is read before any text is searched."""
        return understand(
            question,
            self._lexicon,
            self._gazetteer,
            known_numbers=self._documents.numbers,
            held=self._regions.held,
            known_titles=self._documents.titles,
        )

    def answer(self, ranker: Ranker, question: str, filters: ResolvedFilters, language: Language | None) -> Answer:
        """The answer to one question; a bad question is `invalid`."""
        question = well_formed(question)
        try:
            check_question(question)
        except InvalidQuestion as error:
            return answers.invalid_answer(question, error.message, filters.as_of, language or "zh")
        asked = self.understand(question)
        if found := self._of_documents_meant(ranker, asked, filters, language):
            return found
        asked = of_none_held(asked)
        scope = self._scope(asked, filters)
        situation, fitting = self._benefits.for_question(question, filters.place, filters.as_of, scope.documents)
        # Of a case described without naming a benefit no clause speaks in the question's words.
        is_open = situation is not None and asks_what_there_is(asked, situation)
        case = fitting if is_open else ()
        answer = self._answer(ranker, asked, scope, filters, language or asked.language, case)
        cited = {citation.clause.id for citation in answer.citations}
        cards = sorted(fitting, key=lambda match: match.card.clause.id not in cited)[:_MOST_CARDS]
        near = {each.document.id for each in answer.citations} | {each.document.id for each in answer.related}
        uncarded = self._benefits.uncarded(filters.as_of, near) if is_open else ()
        return replace(answer, situation=situation, cards=tuple(cards), uncarded=uncarded)

    def search(self, ranker: Ranker, question: str, filters: ResolvedFilters, k: int) -> list[SearchHit]:
        """The best `k` clauses, best first; empty if the place asked about is not held. InvalidQuestion for no question.

        Where a question compares, or asks several things, the best clause for each comes before all others.
        """
        check_question(question)
        asked = self.understand(question)
        stated = self._of_documents(ranker, asked, filters, None)
        asked = of_none_held(asked)
        scope = self._scope(asked, filters)
        if not scope.documents and not stated:
            return []
        parts, _, probe = self._parts(ranker, asked, scope, filters.as_of)
        probe = probe or ranker.probe(asked)
        ranking = ranker.rank(probe, scope.documents, filters.as_of, max(k, CANDIDATES))
        ranking = nearest_first(ranking, ranker, probe, scope, filters.as_of)
        first: Sequence[Citation | Candidate] = stated.citations if stated else [part.candidates[0] for part in parts]
        ids = {item.clause.id for item in first}
        ranked: list[SearchHit] = []
        floor = 1.0
        for item in (*first, *(item for item in ranking.candidates if item.clause.id not in ids)):
            # Never above the one before: a rule in force may stand before one that scored higher.
            floor = min(floor, item.score)
            ranked.append(SearchHit(item.clause, item.document, floor))
            ids.add(item.clause.id)
        for hit in ranking.hits:
            if hit.id not in ids:
                clause = self._held[hit.id]
                ranked.append(SearchHit(clause, self._documents[clause.document], min(floor, hit.score)))
        return ranked[:k]

    def weigh(
        self, ranker: Ranker, question: str, filters: ResolvedFilters
    ) -> tuple[Probe, tuple[Candidate, ...]] | None:
        """What an answer would be chosen from, for those who fit or explain the weights; None if nothing is weighed."""
        asked = self.understand(question)
        scope = self._scope(asked, filters)
        if scope.out or self._of_nothing_held(asked, scope) or self._of_no_document(scope):
            return None
        probe = ranker.probe(asked)
        found = ranker.rank(probe, scope.documents, filters.as_of).candidates
        return (probe, found) if found else None

    def _scope(self, question: Question, filters: ResolvedFilters) -> Scope:
        reaching = self._held.reaching(years_of_a_rule(question), filters.as_of)
        scope = scope_of(question, self._documents, self._naming, filters, reaching)
        unknown = (name for name in question.unknown_places if not self._held.says(name, _as_name))
        return scope if filters.place else replace(scope, unknown_places=tuple(unknown))

    def _of_documents_meant(
        self, ranker: Ranker, question: Question, filters: ResolvedFilters, language: Language | None
    ) -> Answer | None:
        """The answer to a question about documents themselves; one that a filter leaves out is told, and no other is taken for it."""
        found, asked = self._of_documents(ranker, question, filters, language), question.about
        if asked is None or asked.state:
            return found
        named = self._documents.named((*question.document_numbers, *question.titles))
        chosen = self._documents.of_ids([filters.document] if filters.document else ())
        elsewhere = bool(named) and not named & self._scope(question, replace(filters, in_force=False)).documents
        described = chosen and not named and not describes(asked, question, [self._documents[one] for one in chosen])
        if found and found.status == "answered" and not (elsewhere or described):
            return found
        for why, loose in loosened(replace(filters, in_force=False), answered=False):
            other = self._of_documents(ranker, question, loose, language)
            documents = list(dict.fromkeys(one.document for one in other.citations)) if other else []
            documents = documents or ([self._documents[one] for one in named] if elsewhere and other else [])
            if other and documents and not any(one.id in chosen for one in documents):
                setting = self._setting(self._scope(question, filters), filters.as_of, other.language, AnswerWeights())
                hidden = hidden_document(why, documents, filters.as_of)
                told = (*overridden_notices(question, filters, self._documents), hidden)
                return replace(answers.not_found(question, [], setting, told), confidence=0.0)
        return found

    def _of_documents(
        self, ranker: Ranker, question: Question, filters: ResolvedFilters, language: Language | None
    ) -> Answer | None:
        """The answer to a question about documents themselves, whose state is what is asked: "only in force" leaves none of them out."""
        asked = question.about
        if asked is None:
            return None
        day = asked_day(question, filters.as_of)
        of_all = replace(question, years=())
        scope = scope_of(of_all, self._documents, self._naming, replace(filters, in_force=False))
        held = [self._documents[identifier] for identifier in scope.documents]
        setting = self._setting(scope, day, language or question.language, AnswerWeights())

        def titled(subject: str) -> tuple[tuple[Document, ...], float]:
            # Those of the place itself before those of the places around it.
            asked_for = self.understand(subject)
            found = [ranker.titled(asked_for, tier) for tier in scope.tiers or (scope.documents,)]
            return next((one for one in found if one[1] >= TITLED), max(found, key=lambda one: one[1]))

        def clauses_say(documents: Collection[str]) -> Answer | None:
            own = replace(scope, documents=self._documents.of_ids(documents))
            of_clauses = replace(question, parts=question.parts - DAY_PARTS)
            said = self._answer(ranker, of_clauses, own, filters, setting.language, ())
            found = said.status == "answered" and any(states_a_term(quote.text) for quote in said.citations[0].quotes)
            return said if found else None

        return document_answer(asked, question, held, self._held, setting, titled, clauses_say)

    def _naming(self, place: Place) -> DocumentSet:
        return self._held.naming(place, self._gazetteer)

    def _setting(self, scope: Scope, day: date, language: Language, weights: AnswerWeights) -> Setting:
        contact = self._benefits.vocabulary.contact.said
        return Setting(scope, self._regions, self._glossary, day, language, weights, contact, self._outline)

    def _answer(
        self,
        ranker: Ranker,
        question: Question,
        scope: Scope,
        filters: ResolvedFilters,
        language: Language,
        case: Sequence[CardMatch],
    ) -> Answer:
        """The answer; to a question that only describes a case, from the benefits that fit it unless a clause of theirs is found."""
        day = filters.as_of
        setting = self._setting(scope, day, language, ranker.answer_weights)
        unheld = self._of_nothing_held(question, scope) or self._of_no_document(scope)
        parts, missing, probe = ([], [], None) if unheld else self._parts(ranker, question, scope, day)
        if parts:
            sure = max(part.candidates[0].score for part in parts)
            return replace(answers.compose(question, parts, None, missing, setting), confidence=sure)
        probe = probe or ranker.probe(question)
        ranked = nearest_first(ranker.rank(probe, scope.documents, day), ranker, probe, scope, day).candidates
        years = years_of_a_rule(question)
        ranked = tuple(item for item in ranked if speaks_for_years(item.document, item.clause, years, day))
        fitting = tuple(
            item for item in ranked if not speaks_for_another(probe, item.clause, item.document, item.states)
        )
        ranked = fitting or ranked
        sure = fitting[0].score if fitting and not unheld else 0.0
        level = ranker.relevance.level
        is_found = bool(fitting) and not unheld and sure >= level
        groups = left_out(scope, filters, lambda loose: self._scope(question, loose), years, is_found)
        above = ranked[0].utility + setting.weights.same_subject if is_found else -math.inf
        hidden = hidden_notices(ranker, probe, groups, day, above)
        # What is left when the rule that is meant does not reach the year is another rule.
        is_found = is_found and all(notice.code != "outside_period" for notice in hidden)
        overridden = overridden_notices(question, filters, self._documents)
        granting = {match.card.clause.id for match in case}
        if case and not unheld and not (is_found and ranked[0].clause.id in granting):
            return replace(case_answer(question, case, ranked, setting), confidence=max(sure, level))
        if not is_found:
            told = (*overridden, *hidden)
            if scope.out:
                return answers.out_of_scope(question, setting, told)
            sure = min(sure, math.nextafter(level, 0))
            return replace(answers.not_found(question, ranked, setting, told), confidence=sure)
        regions = parts_of_regions(ranked, scope, ranker.relevance)
        answer = answers.compose(question, regions, probe.words, [], setting)
        if len(regions) == 1 and answers.states_nothing(question, answer):
            none = answers.not_found(question, ranked, setting, (*overridden, *hidden))
            lacking = (notice for notice in answer.notices if notice.code == "not_stated")
            return replace(none, notices=(*none.notices, *lacking), confidence=math.nextafter(level, 0))
        return replace(answer, notices=(*answer.notices, *overridden, *hidden), confidence=sure)

    def _parts(
        self, ranker: Ranker, question: Question, scope: Scope, day: date
    ) -> tuple[list[AnswerPart], list[str], Probe | None]:
        """What each side of a comparison, or each of several questions, has to say, and who has nothing; none if one thing is asked.

        With the whole question's probe, where one was made.
        """
        sides = sides_of(question, scope, self._documents)
        if sides:
            probe = ranker.probe(question)
            return *parts_of_sides(probe, sides, ranker, day), probe
        texts = questions_in(question.text, question.language)
        questions = [self.understand(text) for text in texts]
        return *parts_of_questions(questions, scope.documents, ranker, day), None

    def _of_nothing_held(self, question: Question, scope: Scope) -> bool:
        """Whether no document is in scope, a question asks of nothing, or names a clause that those in scope do not have."""
        if not scope.documents or asks_of_nothing(question):
            return True
        return asks_of_no_clause(question, lambda reference: self._held.named_by(reference, scope.documents))

    def _of_no_document(self, scope: Scope) -> bool:
        """Whether a question names only documents that are not held, and of which the texts do not speak either."""
        if not scope.unheld_documents or scope.names_document:
            return False
        return not any(self._held.says(_as_name(number), _as_name) for number in scope.unheld_documents)


def _as_name(text: str) -> str:
    """A text in the form in which names of documents are compared."""
    return comparable_name(simplified(text))
