"""A sentence said in both languages, and the error that carries one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self


@dataclass(frozen=True)
class Message:
    """One sentence in Chinese and in English; `str()` is both in one line, Chinese first."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return f"{self.zh} {self.en}".strip()

    def format(self, **values: object) -> Message:
        """Both sentences with the values put in, as `str.format` does."""
        return Message(self.zh.format(**values), self.en.format(**values))

    def of(self, language: Literal["zh", "en"]) -> str:
        """The sentence in one language; in the other where it was not said in this one."""
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)

    def first(self, language: Literal["zh", "en"]) -> str:
        """Both in one line, the wanted language first."""
        return f"{self.en} {self.zh}".strip() if language == "en" else str(self)


class SaidError(Exception):
    """A failure declared in words: the cause, then the remedy. `field` names the value that is wrong, where there is one."""

    def __init__(self, zh: str, en: str = "", *, field: str | None = None) -> None:
        super().__init__(zh, en)
        self.message = Message(zh, en)
        self.field = field

    def __str__(self) -> str:
        return str(self.message)

    @classmethod
    def saying(cls, message: Message, *, field: str | None = None) -> Self:
        """The failure that this message tells."""
        return cls(message.zh, message.en, field=field)
