"""The tables that ship with the package (kb/data): one row a line, its cells apart by tabs; lines that begin with # are told to the reader alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from kb.messages import Message


def shipped_rows(name: str) -> Iterator[list[str]]:
    """The rows of a table."""
    text = resources.files("kb").joinpath("data", name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))


@cache
def shipped_messages(of: str) -> Mapping[str, Message]:
    """The messages of one kind by their keys (kb/data/messages.tsv)."""
    return {key: Message(zh, en) for kind, key, zh, en in shipped_rows("messages.tsv") if kind == of}
