"""The entries of a lexicon and the YAML files that they are read from: the package's own, one beside a corpus, an office's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, StringConstraints

from kb.errors import LexiconError
from kb.files import parse_yaml

LEXICON_NAME = "lexicon.yaml"
"""A corpus' own lexicon, beside its texts."""
_FILE = resources.files("kb").joinpath("data/lexicon.yaml")


@dataclass(frozen=True)
class LexiconEntry:
    """One row of the lexicon: official terms and the other ways to say them.

    `off` in an office's file takes away the rows of other layers whose first official term is one of these.
    """

    official: tuple[str, ...]
    everyday: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    general: bool = False
    off: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """All ways to say it."""
        return (*self.official, *self.everyday, *self.english)


@dataclass(frozen=True)
class ParsedLexicon:
    """The package's entries as they were read from a file of this SHA-256: they are ready in milliseconds, the file in a quarter of a second."""

    sha256: str
    entries: tuple[LexiconEntry, ...]

    @classmethod
    def shipped(cls) -> ParsedLexicon:
        """Of the package's file as it is now."""
        return cls(_shipped_sha256(), shipped_entries())

    @property
    def is_current(self) -> bool:
        """Whether the package's file is still the one that was read."""
        return self.sha256 == _shipped_sha256()


@cache
def shipped_entries() -> tuple[LexiconEntry, ...]:
    """Those of the package's file, read once a process."""
    return tuple(parse_lexicon(_FILE.read_text(encoding="utf-8"), _FILE.name))


@cache
def _shipped_sha256() -> str:
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()


def read_lexicon(path: Path) -> list[LexiconEntry]:
    """The entries of a corpus' or an office's file; LexiconError with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"词表 {path.name} 读不了，请检查路径和编码（UTF-8）。", f"Cannot read the lexicon: {error}."
        ) from error
    return parse_lexicon(text, path.name)


def parse_lexicon(text: str, name: str) -> list[LexiconEntry]:
    """YAML text → entries; raises LexiconError with `name` and the line of the first fault."""
    entries = parse_yaml(text, name, LexiconError, as_text=True).validated(_LexiconFile).root
    return [LexiconEntry(entry.official, entry.everyday, entry.english, entry.general, entry.off) for entry in entries]


def _form(text: str) -> str:
    if sum(character.isalnum() for character in text) < 2:
        raise ValueError(f"“{text}”太短，至少两个字 (two letters at least)")
    return text


_Form = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_form)]
_Forms = Annotated[tuple[_Form, ...], Field(min_length=1), AfterValidator(lambda forms: tuple(dict.fromkeys(forms)))]


class _EntryInFile(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    official: _Forms
    everyday: _Forms = ()
    english: _Forms = ()
    general: bool = False
    off: bool = False
    note: object = None


class _LexiconFile(RootModel[Annotated[tuple[_EntryInFile, ...], Field(min_length=1)]]):
    """What a lexicon file holds."""

    model_config = ConfigDict(defer_build=True)
