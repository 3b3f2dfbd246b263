"""An XML tree as the readers of office formats use it; lxml and xml.etree both give one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Element(Protocol):
    """An element; the `tag` of a comment is no text."""

    @property
    def tag(self) -> object:
        """The name, with its namespace in braces."""

    @property
    def text(self) -> str | None:
        """The text before the first child."""

    def get(self, key: str, /) -> str | None:
        """The value of an attribute."""

    def find(self, path: str, /) -> Element | None:
        """The first element at a path below this one."""

    def iterfind(self, path: str, /) -> Iterator[Element]:
        """The elements at a path below this one."""

    def iter(self, *tags: str) -> Iterator[Element]:
        """Itself and all below it that have one of the names."""

    def __iter__(self) -> Iterator[Element]:
        """The children."""
