"""From ranked clauses to an answer: which clauses to quote, what to say beside them, and when to say nothing.

Pure: takes candidates in their order, returns an Answer that has passed the verbatim gate. How many are quoted is a matter of documented
choices (AnswerWeights), measured in eval/; only the order is fitted.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.answers.answer import Answer, AnswerItem, Citation, SearchHit
from kb.answers.candidates import AnswerWeights, Candidate
from kb.answers.decisions import Decision, asks_yes_or_no, decided
from kb.answers.facets import Facet, facets_of, share_met
from kb.answers.gate import passed_gate
from kb.answers.lists import with_whole_lists
from kb.answers.notices import answer_notices, not_found_notices, open_notices, out_of_scope_notices, side_notices
from kb.answers.outline import Outline
from kb.answers.qualifiers import unstated
from kb.answers.scope import Scope
from kb.answers.support import QuestionWords
from kb.language import Glossary, RegionIndex, in_english
from kb.messages import Message
from kb.questions import Question
from kb.records import Clause, Language, Notice, Quote


@dataclass(frozen=True)
class AnswerPart:
    """What there is to say, best first: to a question, to one of several, or for one side of a comparison, which `group` names."""

    candidates: tuple[Candidate, ...]
    group: str | None = None


@dataclass(frozen=True)
class ChosenCandidate:
    """A candidate to cite, with the quotes to take from it."""

    item: Candidate
    quotes: tuple[Quote, ...]
    group: str | None = None


@dataclass(frozen=True)
class Setting:
    """What an answer depends on beside its clauses; `contact` says whom to ask where there is none."""

    scope: Scope
    regions: RegionIndex
    glossary: Glossary
    as_of: date
    language: Language
    weights: AnswerWeights
    contact: Message
    outline: Outline


def compose(
    question: Question,
    parts: Sequence[AnswerPart],
    words: QuestionWords | None,
    missing: Sequence[str],
    setting: Setting,
) -> Answer:
    """The answer that rests on the best of each part (at least one candidate each), past the verbatim gate.

    `words` are those of the question, whose facets are looked for; None if a side, or one of several questions, asks for one thing
    already. `missing` names the sides, or the questions, that have nothing.
    """
    chosen = _merged(entry for part in parts for entry in _choose(question, part, words, setting.weights))
    citations = [_citation(n, entry) for n, entry in enumerate(chosen, 1)]
    groups = [entry.group for entry in chosen]
    ranked = sorted((item for part in parts for item in part.candidates), key=lambda item: -item.utility)
    decision = Decision(tuple(citations), tuple(groups))
    if words is not None and asks_yes_or_no(question):
        decision = decided(question, citations, groups, words)
    listed = with_whole_lists(
        question, decision.citations, decision.groups, ranked, words, setting.outline, setting.as_of
    )
    answer = written(question, listed.citations, listed.groups, ranked, missing, setting, decision.deciding)
    unmet = [*_told_of_all(parts), *unstated(question, _quoted(answer))[0]]
    notices = (*answer.notices, *decision.notices, *listed.notices, *open_notices(unmet))
    return replace(answer, notices=notices)


def states_nothing(question: Question, answer: Answer) -> bool:
    """Whether an answer states none of the properties that are all that is asked for (when, where, how much, which papers)."""
    return unstated(question, _quoted(answer))[1]


def _quoted(answer: Answer) -> Iterator[tuple[str, str]]:
    return ((item.column or "", item.text) for item in answer.answer)


def _told_of_all(parts: Sequence[AnswerPart]) -> list[Message]:
    """The qualifiers that no part meets: a year that is asked of one side of a comparison says nothing of the other."""
    told = [part.candidates[0].states.told for part in parts]
    return [Message(name, name) for name in told[0] if all(name in others for others in told)]


def written(
    question: Question,
    citations: Sequence[Citation],
    groups: Sequence[str | None],
    ranked: Sequence[Candidate],
    missing: Sequence[str],
    setting: Setting,
    first: Container[tuple[str, int]] = (),
) -> Answer:
    """The answer made of the citations' quotes, past the verbatim gate; `ranked` offers what is related. One group for each citation.

    Sentences that are `first` (a clause's id, the start in its text) go before all others of their group.
    """
    sides = list(dict.fromkeys(groups))
    quoted = [
        (citation, quote, group) for citation, group in zip(citations, groups, strict=True) for quote in citation.quotes
    ]
    quoted.sort(key=lambda entry: (sides.index(entry[2]), (entry[0].clause.id, entry[1].start) not in first))
    items = [
        AnswerItem(
            quote.text,
            citation.n,
            _column(citation.clause, quote.start),
            group,
            (*in_english(quote.text), *setting.glossary.gloss(quote.text)) if setting.language == "en" else (),
            bool(citation.clause.doubts_in(quote.start, quote.end)),
        )
        for citation, quote, group in quoted
    ]
    items.sort(key=lambda item: (sides.index(item.group), item.uncertain))
    cited = {citation.clause.id for citation in citations}
    related = {item.clause.id: item for item in ranked if item.clause.id not in cited}
    return passed_gate(
        Answer(
            question=question.original,
            language=setting.language,
            status="answered",
            as_of=setting.as_of,
            answer=tuple(items),
            citations=tuple(citations),
            notices=(
                *answer_notices(citations, setting.scope, setting.regions, setting.as_of),
                *side_notices(missing),
            ),
            related=_related(list(related.values()), setting.weights),
        )
    )


def not_found(
    question: Question, ranked: Sequence[Candidate], setting: Setting, hidden: Sequence[Notice] = ()
) -> Answer:
    """A declared "not found"; the nearest clauses are offered as related, never as the answer. `hidden` tells what was not searched."""
    related = _related([item for item in ranked if item.score >= setting.weights.near], setting.weights)
    return Answer(
        question.original,
        setting.language,
        "not_found",
        setting.as_of,
        notices=not_found_notices(setting.scope, setting.contact, setting.regions, related, hidden),
        related=related,
    )


def out_of_scope(question: Question, setting: Setting, hidden: Sequence[Notice] = ()) -> Answer:
    """A question about a place that no document is held for."""
    notices = out_of_scope_notices(setting.scope, setting.regions, setting.contact, hidden)
    return Answer(question.original, setting.language, "out_of_scope", setting.as_of, notices=notices)


def invalid_answer(text: str, reason: Message, as_of: date, language: Language) -> Answer:
    """No question: empty, too long or without a word."""
    return Answer(text, language, "invalid", as_of, notices=(Notice("invalid", reason),))


def _merged(chosen: Iterable[ChosenCandidate]) -> list[ChosenCandidate]:
    """Each clause once for each side, with all the quotes that were to be taken from it."""
    found: dict[tuple[str, str | None], ChosenCandidate] = {}
    for entry in chosen:
        key = (entry.item.clause.id, entry.group)
        before = found[key].quotes if key in found else ()
        quotes = tuple(sorted({*before, *entry.quotes}, key=lambda quote: quote.start))
        found[key] = replace(entry, quotes=quotes)
    return list(found.values())


def _choose(
    question: Question, part: AnswerPart, words: QuestionWords | None, weights: AnswerWeights
) -> list[ChosenCandidate]:
    """The clauses to quote: the best one, one for each thing asked that it does not hold, else others as good."""
    best = part.candidates[0]
    chosen = [ChosenCandidate(best, best.evidence.quotes, part.group)]
    if words is not None:
        for facet in facets_of(question, words):
            chosen = _cover(facet, words, chosen, part, weights)
    level = best.utility - weights.further
    for item in part.candidates[1:]:
        if len(chosen) >= weights.most or item.utility < level:
            break
        # Beside a rule in force, one that is not would only confuse; so would one for others beside one that is meant.
        outdated = best.validity == "in_force" and item.validity != "in_force"
        of_others = item.states.contradicted and not best.states.contradicted
        if not outdated and not of_others and not _says_the_same(item, chosen):
            chosen.append(ChosenCandidate(item, item.evidence.quotes, part.group))
    return chosen


def _cover(
    facet: Facet, words: QuestionWords, chosen: list[ChosenCandidate], part: AnswerPart, weights: AnswerWeights
) -> list[ChosenCandidate]:
    """The clauses with one thing more asked for: a further sentence of a clause chosen, or else a further clause."""
    have = max(_share(facet, words, entry.item, entry.quotes) for entry in chosen)
    if have >= weights.met:
        return chosen
    for place, entry in enumerate(chosen):
        for quote in entry.item.evidence.others:
            if quote not in entry.quotes and _share(facet, words, entry.item, [quote]) >= max(weights.met, have):
                quotes = tuple(sorted((*entry.quotes, quote), key=lambda quote: quote.start))
                return [*chosen[:place], replace(entry, quotes=quotes), *chosen[place + 1 :]]
    if len(chosen) > weights.most:
        return chosen
    level = part.candidates[0].utility - weights.complement
    fitting = [
        (_share(facet, words, item, item.evidence.quotes), -position, item)
        for position, item in enumerate(part.candidates)
        if item.utility >= level and not _says_the_same(item, chosen)
    ]
    share, _, item = max(fitting, key=lambda entry: entry[:2], default=(0.0, 0, part.candidates[0]))
    if share < max(weights.met, have + 0.2):
        return chosen
    return [*chosen, ChosenCandidate(item, item.evidence.quotes, part.group)]


def _share(facet: Facet, words: QuestionWords, item: Candidate, quotes: Iterable[Quote]) -> float:
    """The share of a facet that one of the quotes, under its headings, speaks of; one without the figure asked for does not."""
    path = " ".join(item.clause.path)
    return max(
        (share_met(facet, words, f"{path} {quote.text}") for quote in quotes if words.figure_in(quote.text)),
        default=0.0,
    )


def _says_the_same(item: Candidate, chosen: Sequence[ChosenCandidate]) -> bool:
    quotes = {quote.text for entry in chosen for quote in entry.quotes}
    return all(quote.text in quotes for quote in item.evidence.quotes)


def _citation(n: int, entry: ChosenCandidate) -> Citation:
    item = entry.item
    return Citation(n, item.clause, item.document, item.validity, item.validity_quote, entry.quotes, item.score)


def _related(ranked: Sequence[Candidate], weights: AnswerWeights) -> tuple[SearchHit, ...]:
    return tuple(SearchHit(item.clause, item.document, item.score) for item in ranked[: weights.related])


def _column(clause: Clause, position: int) -> str | None:
    return clause.column_at(position) or None
