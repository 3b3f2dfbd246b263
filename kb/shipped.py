"""The tables that ship with the package (kb/data): one row a line, its cells apart by tabs; lines that begin with # are told to the reader alone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources


def shipped_rows(name: str) -> Iterator[list[str]]:
    """The rows of a table."""
    text = resources.files("kb").joinpath("data", name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))
