"""What a question asks for, read from cue words of either language in one pass: the kinds of answer, of figure, and of block of a document.

The cues are data (kb/data/asked.tsv). The blocks around a document's outline (kb/reading/sections.py) rarely contain the words such a question
uses: a signature does not say 印发日期. So each kind of block is indexed with words for what it states (kb/questions/clause_facts.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, cast, get_args

from kb.language import FigureKind, kinds_in
from kb.records import Language
from kb.regex import regex
from kb.shipped import shipped_rows

Ask = Literal[
    "amount",
    "term",
    "where",
    "who",
    "when",
    "materials",
    "procedure",
    "definition",
    "list",
    "eligibility",
    "yes_no",
    "comparison",
    "document",
]
_ASKS, _FIGURES = frozenset(get_args(Ask)), frozenset(get_args(FigureKind))
_PUT_FORWARD = frozenset[FigureKind]({"money", "share", "age"})
_NAME = regex(r"<(\w+)>")
_LATIN = regex(r"[A-Za-z]{2,} [A-Za-z]{2,}")
_SHARPER: frozenset[Ask] = frozenset({"amount", "term", "where", "who", "when", "materials", "comparison"})


class _Cue(NamedTuple):
    role: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]


class Asked(NamedTuple):
    """What is asked for; several kinds may hold at once, and nothing where no cue word stands.

    `figures` are the kinds of figure asked for or put forward (是不是500元？), `named` those that are only named (公示时间), `parts` the
    kinds of block (标题, 落款 …).
    """

    asks: frozenset[Ask]
    figures: frozenset[FigureKind]
    named: frozenset[FigureKind]
    parts: frozenset[str]


def asked_in(text: str, language: Language) -> Asked:
    """What a normalised text asks for."""
    plain = text
    for pattern, word in _everyday():
        plain = pattern.sub(word, plain)
    languages: tuple[Language, ...] = ("zh", "en") if language == "zh" and _LATIN.search(text) else (language,)
    found = [cue for name in languages for cue in _cues(name) if cue.pattern.search(plain)]
    asked = [cue.kinds for cue in found if cue.role == "asked"]
    asks = frozenset[str]().union(*asked)
    parts = asks - _ASKS - _FIGURES
    asks &= _ASKS
    if asks & _SHARPER:
        # "What is the maximum …" has the shape of a definition, but asks for the amount.
        asks -= {"definition"}
    figures = next((kinds & _FIGURES for kinds in asked if kinds & _FIGURES), kinds_in(text) & _PUT_FORWARD)
    named = next((cue.kinds for cue in found if cue.role == "named"), frozenset())
    return Asked(
        *cast("tuple[frozenset[Ask], frozenset[FigureKind], frozenset[FigureKind]]", (asks, figures, named)), parts
    )


@cache
def words_of_blocks() -> Mapping[str, str]:
    """The words by which each kind of block is indexed beside its own."""
    return {kind: words for role, _, kind, words in shipped_rows("asked.tsv") if role == "index"}


@cache
def _everyday() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is read as another word of the cues."""
    return tuple((re.compile(said), word) for role, _, word, said in shipped_rows("asked.tsv") if role == "everyday")


@cache
def _cues(language: Language) -> tuple[_Cue, ...]:
    """The cues of a language in their order; an English one is found as whole words, in capitals too."""
    rows = list(shipped_rows("asked.tsv"))
    names = {name: cue for role, _, name, cue in rows if role == "name"}
    before, after = (r"(?i)(?<!\w)(?:", r")(?!\w)") if language == "en" else ("", "")
    return tuple(
        _Cue(
            role, frozenset(kinds.split(",")), re.compile(before + _NAME.sub(lambda name: names[name[1]], cue) + after)
        )
        for role, of, kinds, cue in rows
        if of == language and role in ("asked", "named")
    )
