"""Regular expressions that are made when a text first calls for them: of the hundreds that can read a question, each question needs some."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


def regex(source: AnyStr, flags: int = 0, *, needs: str = "") -> re.Pattern[AnyStr]:
    """What `re.compile` makes, but later. No text without one of the characters `needs`, where any are given, holds a match."""
    return cast("re.Pattern[AnyStr]", _Later(source, flags, frozenset(needs)))


class _Later:
    """Makes the expression when it is asked for something that a look at the text's characters does not settle; then it is that."""

    def __init__(self, source: Any, flags: int, needs: frozenset[str]) -> None:  # noqa: ANN401 - text or bytes
        self.pattern, self._flags, self._needs = source, flags, needs

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever an expression has
        return getattr(self._made(), name)

    def _made(self) -> re.Pattern[str]:
        made = re.compile(self.pattern, self._flags)
        vars(self).update({name: getattr(made, name) for name in _METHODS})
        return made

    def _may_match(self, text: str) -> bool:
        return not self._needs or not self._needs.isdisjoint(text)

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        return self._made().search(text, *bounds) if self._may_match(text) else None

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        return self._made().finditer(text, *bounds) if self._may_match(text) else iter(())

    def sub(self, by: Any, text: str, count: int = 0) -> str:  # noqa: ANN401 - a text, or what makes one of a match
        return self._made().sub(by, text, count) if self._may_match(text) else text
