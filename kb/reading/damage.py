"""Where a copy of a text was damaged: characters that were lost (�, a stray ?) and tokens of noise that a copy protection left."""

from __future__ import annotations

from functools import lru_cache

from kb.regex import regex

_HAN = r"\u4e00-\u9fff"
# A question mark of half width asks behind such words; elsewhere between Chinese characters it stands for one that was lost.
_LOST = regex(rf"\ufffd+|(?<=[{_HAN}〔（\d])\?+(?=[{_HAN}〕）号])")
_ASKS = regex(r"[吗呢么吧否什怎多哪几谁何][^。？?！\n]{0,12}$")
_NOISE = regex(
    r"(?<!\S)(?=\S*[~$#^{};@!&*])(?=\S*[A-Za-z0-9]\S*[A-Za-z0-9])(?!\S*(?:://|www|@\S+\.|&\w+;))[!-~]{6,}(?!\S)"
)
_TOKENS = 3  # one may be a code, three are noise


@lru_cache(maxsize=2)  # the reader and the metadata ask for the same text
def damaged(text: str) -> tuple[tuple[int, int], ...]:
    """The half-open ranges that are damaged, in order."""
    noise = [match.span() for match in _NOISE.finditer(text)] if not text.isascii() else []
    lost = [m.span() for m in _LOST.finditer(text) if not _ASKS.search(text, max(0, m.start() - 20), m.start())]
    return tuple(sorted([*lost, *(noise if len(noise) >= _TOKENS else [])]))
