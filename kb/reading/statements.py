"""A value that a text states, with the words that state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Stated(Generic[T]):
    """`value` as the words `quote` say it; `source[start:start + len(quote)] == quote`."""

    value: T
    quote: str
    start: int

    @property
    def end(self) -> int:
        """One past the last character of the quote in the source."""
        return self.start + len(self.quote)

    @classmethod
    def at(cls, text: str, value: T, start: int, end: int) -> Stated[T]:
        """The value with the words that stand at `text[start:end]`."""
        return cls(value, text[start:end], start)
