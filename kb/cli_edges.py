"""What the commands share: their options, opening the store, and how they speak on stderr."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kb.settings import Settings

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

Store = Annotated[
    Path | None, typer.Option("--store", help="知识库文件夹，默认 .store。 The store folder.", show_default=False)
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="按哪一天判断效力，YYYY-MM-DD，默认今天。 The day to judge by.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")]


def fail(message: str) -> NoReturn:
    """Ends the program with one line on stderr and exit 1."""
    print(" ".join(message.split()), file=sys.stderr)
    raise SystemExit(1)


def settings_of(**given: Path | None) -> Settings:
    """The settings, with what was given on the command line in their place."""
    return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def open_base(store: Path | None) -> KnowledgeBase:
    """The newest generation of the store; says so where an older one is served."""
    from kb.live import open_newest

    settings = settings_of(store=store)
    base = open_newest(settings.store, settings)
    if base.warning:
        note(base.warning)
    return base


def note(message: str) -> None:
    """One line on stderr."""
    print(message, file=sys.stderr)


def day_of(text: str | None) -> date | None:
    """The day given, or None; InvalidInput where it is none."""
    from kb.asof import parse_as_of

    return parse_as_of(text) if text is not None else None
