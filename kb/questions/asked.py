"""What a question asks for, read from cue words of either language in one pass: the kinds of answer, of figure, and of block of a document.

The cues are data (kb/data/asked.tsv). The blocks around a document's outline (kb/reading/sections.py) rarely contain the words such a question
uses: a signature does not say 印发日期. So each kind of block is indexed with words for what it states (kb/questions/clause_facts.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, cast, get_args

from kb.language import ROUGH_NUMBER, FigureKind, chinese_number, kinds_in
from kb.messages import Message
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
_ROLES = ("asked", "named", "noun", "count", "form", "year", "outright")
_ASKS, _FIGURES = frozenset(get_args(Ask)), frozenset(get_args(FigureKind))
_PUT_FORWARD = frozenset[FigureKind]({"money", "share", "age"})
_BREAK = regex(r"[,，;；。:：]|[?？!！](?=.)")
_TAG = regex(
    r"(?:这|那)?(?:对吗|对吧|对不对|是吗|是不是|是吧|没错吧?|真的吗|可以吗|行吗|right|correct|is that (?:right|so|true))[?？]?",
    re.IGNORECASE,
)
_NAME = regex(r"<(\w+)>")
_LATIN = regex(r"[A-Za-z]{2,} [A-Za-z]{2,}")
_YEAR = regex(r"(?:19|20)\d\d")
_OF_NO_FIGURE: frozenset[Ask] = frozenset({"yes_no", "who", "where", "materials", "procedure", "definition"})
_SHARPER: frozenset[Ask] = frozenset({"amount", "term", "where", "who", "when", "materials", "comparison"})


class _Cue(NamedTuple):
    role: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """What is asked for; several kinds may hold at once, and nothing where no cue word stands.

    `figures` are the kinds of figure asked for or put forward (是不是500元？), `figures_named` those that are only named (公示时间),
    `figures_held` those that the question has itself, `parts` the kinds of block (标题, 落款 …). `nouns` are what the things asked for are called
    (哪些材料), `counts` the numbers that may say how many there are (九条措施); `of_form`: it speaks of a form. Of the years it names some tell
    which document is meant (2016年意见), are the ends of a span (2016年至2020年), or are told of a life (我2010年出来打工). `outright` is what is
    asked for beyond doubt: when money is `paid` (什么时候到账), when something is `done` (多久能批下来), which `materials` there must be.
    """

    asks: frozenset[Ask] = frozenset()
    figures: frozenset[FigureKind] = frozenset()
    figures_named: frozenset[FigureKind] = frozenset()
    figures_held: frozenset[FigureKind] = frozenset()
    parts: frozenset[str] = frozenset()
    nouns: tuple[str, ...] = ()
    counts: frozenset[int] = frozenset()
    of_form: bool = False
    outright: frozenset[str] = frozenset()
    document_years: frozenset[int] = frozenset()
    span_years: frozenset[int] = frozenset()
    life_years: frozenset[int] = frozenset()


def asked_in(text: str, language: Language) -> AskedFor:
    """What a normalised text asks for."""
    plain = text
    for pattern, word in _everyday():
        plain = pattern.sub(word, plain)
    languages: tuple[Language, ...] = ("zh", "en") if language == "zh" and _LATIN.search(text) else (language,)
    met = defaultdict[str, list[tuple[frozenset[str], list[str]]]](list)
    for cue in (cue for name in languages for cue in _cues(name, _ROLES)):
        if words := cue.pattern.findall(plain):
            met[cue.role].append((cue.kinds, words))

    def years(kind: str) -> frozenset[int]:
        said = (word for kinds, words in met["year"] if kind in kinds for word in words)
        return frozenset(int(year) for word in said for year in _YEAR.findall(word))

    asks = frozenset[str]().union(*(kinds for kinds, _ in met["asked"]))
    held = kinds_in(text)
    put_forward = (kinds_in(_last_clause(plain)) if "yes_no" in asks else held) & _PUT_FORWARD
    figures = next((kinds & _FIGURES for kinds, _ in met["asked"] if kinds & _FIGURES), put_forward)
    # 要收3000押金，合规吗; 奖金由谁审核: what answers states no sum.
    named = next((kinds for kinds, _ in met["named"] if not asks & _OF_NO_FIGURE), frozenset[str]())
    # "What is the maximum …" has the shape of a definition, but asks for the amount.
    unmeant = {"definition"} if asks & _SHARPER else frozenset[str]()
    return AskedFor(
        asks=cast("frozenset[Ask]", (asks & _ASKS) - unmeant),
        figures=cast("frozenset[FigureKind]", figures),
        figures_named=cast("frozenset[FigureKind]", named),
        figures_held=held,
        parts=asks - _ASKS - _FIGURES,
        nouns=tuple(word for _, words in met["noun"] for word in words),
        counts=frozenset(filter(None, (chinese_number(word) for _, words in met["count"] for word in words))),
        of_form=bool(met["form"]),
        outright=frozenset[str]().union(*(kinds for kinds, _ in met["outright"])),
        document_years=years("document"),
        span_years=years("span"),
        life_years=years("life"),
    )


def _last_clause(text: str) -> str:
    """The clause that asks; what only asks whether the one before is right (对吗) goes with it."""
    clauses = [clause for clause in _BREAK.split(text) if clause.strip()]
    tagged = len(clauses) > 1 and _TAG.fullmatch(clauses[-1].strip())
    return " ".join(clauses[-2:] if tagged else clauses[-1:])


@cache
def figure_of_word(word: str) -> frozenset[FigureKind]:
    """The kinds of figure that a Chinese word says are meant, and nothing else (年龄, 上限); none for any other word."""
    found = (cue.kinds for cue in _cues("zh", ("plain",)) if cue.pattern.fullmatch(word))
    return cast("frozenset[FigureKind]", next(found, frozenset()))


def is_any_benefit(word: str) -> bool:
    """Whether a word stands for any benefit at all, or for wanting one: 补贴, 申请, help."""
    return any(cue.pattern.fullmatch(word) for language in ("zh", "en") for cue in _cues(language, ("benefit",)))


@cache
def words_of_blocks() -> Mapping[str, str]:
    """The words by which each kind of block is indexed beside its own."""
    return {kind: words for role, _, kind, words in shipped_rows("asked.tsv") if role == "index"}


@cache
def properties_called() -> Mapping[str, Message]:
    """What each thing that may be asked for is called."""
    rows = (row[2:] for row in shipped_rows("asked.tsv") if row[0] == "called")
    return {kind: Message(*said.split(" / ")) for kind, said in rows}


@cache
def properties_stated(role: Literal["says", "column"]) -> Mapping[str, re.Pattern[str]]:
    """What a sentence has that states a property, or what a table calls the column that does."""
    return {kind: cue.pattern for cue in _cues("zh", (role,)) for kind in cue.kinds}


@cache
def _everyday() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is read as another word of the cues."""
    return tuple((re.compile(said), word) for role, _, word, said in shipped_rows("asked.tsv") if role == "everyday")


@cache
def _cues(language: Language, roles: tuple[str, ...]) -> tuple[_Cue, ...]:
    """The cues of a language in their order; an English one is found as whole words, in capitals too."""
    rows = list(shipped_rows("asked.tsv"))
    names = {"number": ROUGH_NUMBER} | {name: cue for role, _, name, cue in rows if role == "name"}
    before, after = (r"(?i)(?<!\w)(?:", r")(?!\w)") if language == "en" else ("", "")
    return tuple(
        _Cue(
            role, frozenset(kinds.split(",")), re.compile(before + _NAME.sub(lambda name: names[name[1]], cue) + after)
        )
        for role, of, kinds, cue in rows
        if of == language and role in roles
    )
