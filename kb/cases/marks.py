"""The small words that say how a fact is meant (kb/data/case_marks.yaml): denied, asked, wished for, past, doubtful, of somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from kb.cases.phrases import PhrasePattern
from kb.files import shipped_yaml
from kb.records import Language
from kb.regex import regex

_STOPS = regex(r"[,，。;；:：、!?！？.…()（）]")


@dataclass(frozen=True)
class Marks:
    """The marks of one language, by name."""

    language: Language
    patterns: Mapping[str, PhrasePattern]

    @classmethod
    @cache
    def of(cls, language: Language) -> Marks:
        """The marks of the package."""
        text = resources.files("kb").joinpath("data/case_marks.yaml").read_text(encoding="utf-8")
        lists: dict[str, dict[Language, str]] = shipped_yaml(text)
        return cls(language, {name: PhrasePattern(many[language], language, {}) for name, many in lists.items()})

    @cached_property
    def edges(self) -> tuple[str, str]:
        """What may stand before the beginning of what is said of somebody, and after its end."""
        head, tail = (self.patterns[name].pattern for name in ("light", "tail"))
        space = " ?" if self.language == "zh" else r"[ -]*"
        return rf"(?:{head}){space}| ", rf"{space}(?:{tail})"

    def before(self, name: str, text: str) -> re.Match[str] | None:
        """The mark in what stands before something."""
        return self.patterns[name].search(self._plain(text).rstrip())

    def after(self, name: str, text: str) -> re.Match[str] | None:
        """The mark at the beginning of what follows something."""
        return self.patterns[name].match(self._plain(text).lstrip())

    def has(self, name: str, text: str) -> bool:
        """Whether the mark stands anywhere."""
        return next(self.found(name, text), None) is not None

    def found(self, name: str, text: str) -> Iterator[re.Match[str]]:
        """Every such mark."""
        return self.patterns[name].finditer(text)

    def _plain(self, text: str) -> str:
        """Any stop as the / of the phrases (in Chinese a space is one too); the same length."""
        return _STOPS.sub("/", text.replace(" ", "/") if self.language == "zh" else text)
