"""Which documents may answer: by the place asked about, the document named, and the date.

Filters come before ranking. A place in the question narrows the search to rules that apply there; a place the corpus does not hold is
out of scope; a sibling's rule is never offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Set
from dataclasses import dataclass
from datetime import date

from kb.answers.held_documents import DocumentSet, HeldDocuments
from kb.language import Place
from kb.questions import Question
from kb.regex import regex

_PARTNER_BEFORE = regex(
    r"(?:与|和|跟|同|对|向|到|去|赴|往|从|来自|对口|支援|援助?|with|from|to|towards?)\s*$", re.IGNORECASE
)
_PARTNER_AFTER = regex(r"^(?:籍|来的|的?(?:贫困)?劳动力|等?(?:受援|对口)|的?(?:劳务|协作|支援|务工))")


@dataclass(frozen=True)
class ResolvedFilters:
    """The filters of a question with what they name: the day, a place, a document's id, a kind of document, rules in force only.

    `among` are the ids of the documents that may be searched; None for all.
    """

    as_of: date
    place: Place | None = None
    document: str | None = None
    kind: str | None = None
    in_force: bool = False
    among: Set[str] | None = None


@dataclass(frozen=True)
class Scope:
    """The documents that may answer (ids), the places asked about that are held or contained, and those that are not.

    `tiers` are the same documents by their nearness to the places asked about: their own, those of the places around them (the nearest
    first), national ones, those of a part of them; empty if no place is asked about. `unheld_documents` are numbers and titles the
    question names that no document has; `names_document`: one that is held is named or chosen, or has a title near one that is not.
    `unknown_places` are names of places that neither the gazetteer nor the texts know. `beyond` are documents left out since they do not
    reach the years asked about, `placeless` those left out since a place is asked about and theirs is not known.
    """

    documents: Set[str]
    places: tuple[Place, ...] = ()
    unheld: tuple[Place, ...] = ()
    unheld_documents: tuple[str, ...] = ()
    names_document: bool = False
    unknown_places: tuple[str, ...] = ()
    tiers: tuple[Set[str], ...] = ()
    beyond: Set[str] = frozenset()
    placeless: Set[str] = frozenset()

    @property
    def out(self) -> bool:
        """Whether every place asked about lies outside the corpus, and no document was named that outweighs it."""
        return bool(self.unheld) and not self.places and not self.names_document


def scope_of(
    question: Question,
    held: HeldDocuments,
    naming: Callable[[Place], DocumentSet],
    filters: ResolvedFilters,
    reaching: DocumentSet | None = None,
) -> Scope:
    """The scope of a question. `naming` gives the documents whose texts name a place, which may be a partner rather than a scope.

    One that does not state its place, but names the one asked about, comes last. `reaching` are the documents that reach the years asked about;
    None if none are.
    """
    region, document = filters.place, filters.document
    asked = (region,) if region else _asked_places(question, held, naming)
    places = tuple(place for place in asked if _is_held(held, place))
    unheld = tuple(place for place in asked if place not in places)
    placeless = held.placeless if asked else held.none
    naming_it = placeless & held.any_of([naming(place) for place in asked]) if placeless else placeless
    tiers = (*held.nearest(places or unheld), naming_it) if asked else (held.all,)
    allowed = held.any_of(tiers)
    placeless -= naming_it
    named = held.named((*question.document_numbers, *question.titles))
    near = allowed & held.named(question.near_titles)
    if document:
        # A document that was chosen outweighs a place in the question, not a region that was chosen too.
        allowed = (allowed if region else held.all) & held.of_ids([document])
    elif named:
        allowed = allowed & named or named
    elif near:
        allowed = near
    elif len(asked) < 2 and question.document_years:
        allowed = allowed & held.of_years(question.document_years) or allowed
    chosen = _chosen(held, filters)
    allowed, placeless = allowed & chosen, placeless & chosen
    # Of several places set side by side, a year may be said of one alone.
    beyond = held.none if reaching is None or len(places) > 1 else allowed - reaching
    within = allowed - beyond
    return Scope(
        within,
        places,
        unheld,
        question.unheld_documents,
        bool(document or named or near),
        tiers=tuple(tier & within for tier in tiers if tier & within) if asked else (),
        beyond=beyond,
        placeless=held.none if document or named else placeless,
    )


def _chosen(held: HeldDocuments, filters: ResolvedFilters) -> DocumentSet:
    """Those of the kind that was chosen, among those that may be searched and, if that was chosen, in force."""
    kind = held.of_kind(filters.kind) if filters.kind else held.all
    kind = kind if filters.among is None else kind & held.of_ids(filters.among)
    return kind & held.in_force(filters.as_of) if filters.in_force else kind


def _is_held(held: HeldDocuments, place: Place) -> bool:
    return bool(held.related(place, "same", "parent", "child"))


def _asked_places(question: Question, held: HeldDocuments, naming: Callable[[Place], DocumentSet]) -> tuple[Place, ...]:
    """The places a question is about, in order, without those that it names as somebody's partner or destination."""
    places: list[Place] = []
    ends = {mention.end for mention in question.places}
    for mention in question.places:
        partner = (
            not _is_held(held, mention.place)
            and _is_partner(question.text, mention.start, mention.end, ends)
            and bool(naming(mention.place))
        )
        if not partner and mention.place not in places:
            places.append(mention.place)
    return tuple(places)


def _is_partner(text: str, start: int, end: int, other_ends: Collection[int]) -> bool:
    """Whether a place is somebody's partner or destination (与陕西的劳务协作) and not one of two set side by side (江苏和陕西)."""
    before = _PARTNER_BEFORE.search(text[:start])
    if before and before.start() in other_ends and not _PARTNER_AFTER.match(text[end:]):
        return False
    return bool(before or _PARTNER_AFTER.match(text[end:]))
