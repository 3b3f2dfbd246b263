"""A value that a text states, with the words that state it and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Basis = Literal["stated", "site", "inferred"]
"""What a value rests on: the document's own words, the website's fields around it, or a sign that may mislead."""
Certainty = Literal["stated", "site", "inferred", "contradicted", "missing"]


@dataclass(frozen=True)
class Stated(Generic[T]):
    """`value` as the words `quote` say it; `source[start:start + len(quote)] == quote`.

    `against` are words of the same file that say otherwise.
    """

    value: T
    quote: str
    start: int
    basis: Basis = "stated"
    against: str | None = None

    @property
    def end(self) -> int:
        """One past the last character of the quote in the source."""
        return self.start + len(self.quote)

    @property
    def certainty(self) -> Certainty:
        """How sure the value is: its basis, unless something contradicts it."""
        return "contradicted" if self.against else self.basis

    @classmethod
    def at(cls, text: str, value: T, start: int, end: int, basis: Basis = "stated") -> Stated[T]:
        """The value with the words that stand at `text[start:end]`."""
        return cls(value, text[start:end], start, basis)

    def inferred(self) -> Stated[T]:
        """The same value resting on a sign that may mislead."""
        return replace(self, basis="inferred")

    def beside(self, other: Stated[T] | None, *, agrees: bool) -> Stated[T]:
        """The same value after a look at what another part of the file says."""
        return self if other is None or agrees else replace(self, against=other.quote)
