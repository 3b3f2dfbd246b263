"""How a question was understood before any text was searched; offsets count code points of its own `text`."""

from __future__ import annotations

from datetime import date

from kb.objects.plain import PlainObject
from kb.records import Language


class NamedPlaceObject(PlainObject):
    """A place that a question names."""

    name: str
    """Its full name."""
    start: int
    """Where it begins."""
    end: int
    """Where it ends."""


class NamedClauseObject(PlainObject):
    """A clause that a question names by its number."""

    steps: list[str]
    """The steps of its address, the outer first."""
    start: int
    """Where it begins."""
    end: int
    """Where it ends."""


class TermObject(PlainObject):
    """A word of the lexicon in a question."""

    said: str
    """As it was said."""
    meant: str
    """As it is spelled."""
    official: list[str]
    """The official terms for it."""
    typo: bool
    """Whether it was misspelled."""
    start: int
    """Where it begins."""
    end: int
    """Where it ends."""


class QuestionObject(PlainObject):
    """A question understood."""

    text: str
    """The question brought to one spelling."""
    language: Language
    """zh or en."""
    places: list[NamedPlaceObject]
    """The places it names."""
    document_numbers: list[str]
    """The document numbers it names."""
    titles: list[str]
    """The titles of documents it names, or says so that they stand in it."""
    unknown_places: list[str]
    """What reads like a place and is none known."""
    unheld_documents: list[str]
    """The numbers that no document has."""
    clauses: list[NamedClauseObject]
    """The clauses it names."""
    years: list[int]
    """The years it names."""
    dates: list[date]
    """The days it names in full."""
    asks: list[str]
    """What is asked for."""
    terms: list[TermObject]
    """The words of the lexicon in it."""
    expansion: list[str]
    """Official terms that are searched for too."""
    content: list[str]
    """The words that carry it."""
