"""The words in which texts state what the catalogue knows of a document, each in the clause where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kb.answers.answer import Citation
from kb.answers.catalogue_words import printed_words
from kb.answers.held_clauses import HeldClauses
from kb.documents import validity_on
from kb.questions import DocumentFact, role_of_block
from kb.records import Clause, Document, Quote
from kb.regex import regex

_NAME_ISSUERS = ("标题", "题注", "落款")
_YEARS = regex(r"(?:19|20)\d\d年?\s*[-—―–~～－至到]+\s*(?:19|20)\d\d")
_PASSED_ON = regex(r"转发.*(?P<title>《[^》]+》)")


def proofs(facts: frozenset[DocumentFact], document: Document, held: HeldClauses, day: date) -> list[Citation]:
    """The words that state what is asked, a citation a clause; at least one of the document itself: its day of issue, or its title.

    A repeal stands in the document that repeals, and comes first. Citations are still to be numbered.
    """
    return _cited(_stated(facts, document, held, day), held, day)


def related_proofs(facts: frozenset[DocumentFact], document: Document, held: HeldClauses, day: date) -> list[Citation]:
    """The words in which a document repeals others, or says what it rests on, a citation a clause; none where it states neither.

    Facts of the document itself that are asked beside these come with them.
    """
    # Imported here: few questions are about what a document decides of others.
    from kb.reading import bases_of, rulings_of

    own = held.own(document.id)
    named: list[tuple[str, Sequence[str]]] = []
    if "rests_on" in facts:
        named += [(one.clause, [one.words]) for one in bases_of(own) if one.whole]
    if "repeals" in facts:
        named += [(one.clause, one.words) for one in rulings_of(own) if one.kind in ("repeals", "repeals_part")]
    places = (located(one, [held[clause]]) for clause, words in named for one in words)
    found = [(clause, _sentence(clause, quote)) for clause, quote in filter(None, places)]
    beside = facts - {"repeals", "rests_on"}
    return _cited([*found, *(_stated(beside, document, held, day) if beside else [])], held, day) if found else []


def _stated(
    facts: frozenset[DocumentFact], document: Document, held: HeldClauses, day: date
) -> list[tuple[Clause, Quote]]:
    own = held.own(document.id)
    validity, proof = validity_on(document, day)
    words = []
    if facts & {"state", "end"}:
        # A day that the page states above the text stands in no clause: 有效期5年 does, beside the beginning.
        end = document.expiry_quote
        words.append(end if end and located(end, own) else document.effective_quote)
    if facts & {"state", "begin"}:
        words.append(document.effective_quote)
    if "issued" in facts:
        words.append(document.issued_quote)
    if "printed" in facts:
        words += printed_words(own)
    if facts & {"number", "title"}:
        words += [document.number if "number" in facts else None, document.title]
    repealed = validity == "superseded" and facts & {"state", "end", "undone"}
    repeal = located(proof, held.with_words(_first_piece(proof))) if proof and repealed else None
    stated = [one for one in (located(each or "", own) for each in words) if one]
    if "issuer" in facts:
        stated += _issuers(document, own)
    if not stated and facts & {"begin", "end"} and years_in_title(document):
        stated = [_title(document, own)]
    stated = stated or [located(document.issued_quote or "", own) or _title(document, own)]
    return [*filter(None, [repeal]), *stated]


def years_in_title(document: Document) -> bool:
    """Whether the years that a plan is for stand in its title: 计划（2026—2030年）."""
    return bool(_YEARS.search(document.title))


def _issuers(document: Document, own: Sequence[Clause]) -> list[tuple[Clause, Quote]]:
    """The lines around the outline that name who issued a document, and the sentence with the title of a text that it passes on (转发)."""
    blocks = [clause for clause in own if role_of_block(clause) in _NAME_ISSUERS]
    found = [located(name, [*blocks, *own]) for name in document.issuers]
    if passed_on := _PASSED_ON.search(document.title):
        found.append(
            located(passed_on["title"], [clause for clause in own if role_of_block(clause) not in _NAME_ISSUERS])
        )
    return [(clause, _sentence(clause, quote)) for clause, quote in filter(None, found)]


def _cited(places: Iterable[tuple[Clause, Quote]], held: HeldClauses, day: date) -> list[Citation]:
    """A citation a clause, in the order in which they are first quoted."""
    quotes: dict[str, tuple[Clause, set[Quote]]] = {}
    for clause, quote in places:
        quotes.setdefault(clause.id, (clause, set()))[1].add(quote)
    return [_citation(clause, held.documents[clause.document], taken, day) for clause, taken in quotes.values()]


def _sentence(clause: Clause, quote: Quote) -> Quote:
    """The sentence around a quote."""
    start = max((one.start for one in clause.sentences if one.start <= quote.start), default=quote.start)
    end = min((one.end for one in clause.sentences if one.end >= quote.end), default=quote.end)
    return Quote(clause.text[start:end], start, end)


def numbered(citations: Iterable[Citation]) -> list[Citation]:
    """The citations with numbers in their order, counted from 1."""
    return [replace(citation, n=n) for n, citation in enumerate(citations, 1)]


def located(words: str, clauses: Iterable[Clause]) -> tuple[Clause, Quote] | None:
    """The first clause in which words of a source stand, white space apart; of words with a gap (……) the first piece."""
    wanted = "".join(_first_piece(words).split())
    for clause in clauses if wanted else ():
        places = [i for i, character in enumerate(clause.text) if not character.isspace()]
        at = "".join(clause.text[i] for i in places).find(wanted)
        taken = places[at : at + len(wanted)]
        # The name of a column, put in before a cell, is no word of the source.
        if at >= 0 and clause.kind != "heading" and all(clause.offsets[i] >= 0 for i in taken):
            start, end = taken[0], taken[-1] + 1
            return clause, Quote(clause.text[start:end], start, end)
    return None


def _first_piece(words: str) -> str:
    return words.partition("……")[0]


def _citation(clause: Clause, document: Document, quotes: Iterable[Quote], day: date) -> Citation:
    validity, proof = validity_on(document, day)
    return Citation(0, clause, document, validity, proof, _outermost(quotes), 1.0)


def _outermost(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The quotes in reading order, less those that stand in another one."""
    every = sorted(quotes, key=lambda quote: (quote.start, -quote.end))
    return tuple(
        one
        for i, one in enumerate(every)
        if not any(other.start <= one.start and one.end <= other.end for other in every[:i])
    )


def _title(document: Document, own: Sequence[Clause]) -> tuple[Clause, Quote]:
    """The title where the text has it, else the first sentence under it."""
    if found := located(document.title, own):
        return found
    first = next((clause for clause in own if role_of_block(clause) == "标题"), own[0])
    span = first.sentences[0]
    return first, Quote(first.text[span.start : span.end], span.start, span.end)
