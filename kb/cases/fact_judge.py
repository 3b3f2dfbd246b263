"""How likely it is that a fact spoken of is so of the one whom a text asks for: e5 with its last layers tuned on sentences told at a counter.

`kb/data/fact_judge.npz` holds those layers and three linear maps from a token's vector to the statements it knows (`disabled=True`, `age=#`):
which tokens tell (attention), what they say (stated), and what the words of a mention say where they stand (mention). `python -m eval
tune-judge` makes such a file. Rules find the words and the numbers (fact_mentions.py), this weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import TokenEncoder, TokenVectors, read_arrays, tuned_layers, version_of
from kb.cases.facts import FactValue

# In kb/data.
JUDGE_FILE = "fact_judge.npz"


def statement(fact: str, value: FactValue) -> str:
    """What the judge calls a fact with its value; it knows of a number only that it is stated."""
    return f"{fact}={value if isinstance(value, bool | str) else '#'}"


@dataclass(frozen=True)
class JudgedText:
    """A text as the judge reads it."""

    _tokens: TokenVectors
    _statements: Mapping[str, int]
    _heads: Mapping[str, NDArray[np.float32]]

    def of(self, fact: str, value: FactValue, start: int | None = None, end: int | None = None) -> float | None:
        """The probability that it is so, by the words `text[start:end]` where they are given; None where the judge does not know such a fact."""
        at = self._statements.get(statement(fact, value))
        if at is None:
            return None
        if start is None or end is None:
            return float(self._stated[at])
        words = self._tokens.within(start, end)
        return (
            0.0
            if words is None
            else float(_sigmoid(words @ self._heads["mention.w"][at] + self._heads["mention.b"][at]))
        )

    def likely(self, least: float) -> Iterator[tuple[str, bool | str, int, int]]:
        """What is stated at least so probably, without numbers: fact, value, and where the word stands that tells it most."""
        # The marks at both ends and the prefix are no words of the text.
        words = self._tokens.spans[:, 0] < self._tokens.spans[:, 1]
        for name, at in self._statements.items():
            fact, _, value = name.partition("=")
            if value != "#" and self._stated[at] >= least and words.any():
                start, end = map(int, self._tokens.spans[int((self._attention[:, at] * words).argmax())])
                yield fact, {"True": True, "False": False}.get(value, value), start, end

    @cached_property
    def _attention(self) -> NDArray[np.float32]:
        """How much of each statement a token tells: float32 (n, statements), columns add up to one."""
        scores = self._tokens.vectors @ self._heads["attention.w"].T + self._heads["attention.b"]
        weights = np.exp(scores - scores.max(axis=0))
        return np.asarray(weights / weights.sum(axis=0), dtype=np.float32)

    @cached_property
    def _stated(self) -> NDArray[np.float32]:
        """The probability of each statement, by the whole text: float32 (statements,)."""
        said = self._tokens.vectors @ self._heads["stated.w"].T + self._heads["stated.b"]
        return _sigmoid((self._attention * said).sum(axis=0))


class FactJudge:
    """Loaded with the first text; safe to share between threads."""

    def __init__(self, cache: Path | None = None, data: bytes | None = None) -> None:
        """`cache` is where the model's files are kept; `data` takes the place of the shipped file's bytes."""
        self._cache, self._data = cache, data

    @classmethod
    @cache
    def of(cls, folder: Path | None) -> FactJudge:
        """The one whose files are kept in that folder: generations of a store share it."""
        return cls(folder)

    def __call__(self, text: str) -> JudgedText:
        """A normalised text, read; EmbedderUnavailable where the model cannot be had."""
        encoder, statements, heads = self._loaded
        return JudgedText(encoder(text), statements, heads)

    @cached_property
    def _loaded(self) -> tuple[TokenEncoder, dict[str, int], dict[str, NDArray[np.float32]]]:
        data = self._bytes()
        arrays = read_arrays(data)
        heads = {
            f"{head}.{part}": arrays[f"{head}.{part}"].astype(np.float32)
            for head in ("attention", "stated", "mention")
            for part in "wb"
        }
        statements = {str(name): at for at, name in enumerate(arrays["statements"])}
        # The layers are read anew where they are needed, once a store: 6 MB less are held.
        name = f"fact-judge@{version_of(data)}"
        return TokenEncoder(name, lambda: tuned_layers(self._bytes()), self._cache), statements, heads

    def _bytes(self) -> bytes:
        return self._data or resources.files("kb").joinpath("data", JUDGE_FILE).read_bytes()


def _sigmoid(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)
