"""Questions about a document itself, not about what it says: 289号文还有效吗, 哪些文件快到期了, 12号文是哪几个部门联合发的.

Each word is of one of few kinds (kb/data/document_words.tsv), any other one a description. A question is about a document where its words
come in such an order that every description belongs to what a document is called (扶贫 in 那个扶贫通知还管用吗, but not 补贴 in
12号文的补贴什么时候到期), and something is said that is said of documents: that one holds, begins, ends, was made; or where it is asked
what one repeals, or what it rests on (12号文废止了哪份文件), who issued it, and what it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, cast

import rjieba

from kb.language import PlaceMention, has_word, stop_words
from kb.regex import regex
from kb.shipped import shipped_rows

DocumentFact = Literal[
    "state", "begin", "end", "issued", "printed", "repeals", "rests_on", "issuer", "number", "title", "undone"
]
ListedState = Literal["in_force", "expired", "superseded", "not_yet_in_force", "expiring", "issued"]

# One letter a kind of word; what is said of a document, whatever it is, is p, and a description r. Those in capitals are told apart by some
# questions alone: each is followed by what it is in all others, nothing for words that count for none.
_LETTERS: Mapping[str, str] = {
    "paper": "s",
    "any": "s",
    "file": "s",
    "which": "q",
    "when": "w",
    "soon": "n",
    "link": "g",
    "not": "x",
    "other": "o",
    "gone": "G",
    "undoes": "U",
    "rests": "B",
    "one": "H",
    "number": "N",
    "issued": "I",
    "printed": "I",
    "made": "M",
    "issuer": "S",
    "title": "T",
    "who": "W",
    "body": "Y",
    "about": "A",
    "related": "R",
    "by": "P",
}
_MADE = str.maketrans({"A": "g", "P": None, "R": None, "I": "p", "M": "r", "S": "r", "T": "r", "W": "o", "Y": "r"})
_ELSEWHERE = _MADE | str.maketrans({"G": "p", "U": None, "B": None, "H": None, "N": "r"})
_FACTS: Mapping[str, DocumentFact] = {"over": "end", "gone": "state"}
# Possessive, so that a long question is read in one way only.
_ABOUT_DOCUMENTS = regex(r"(?:r*+[sd](?:gr*+)*+|[wpqngx])+")
_SAID_OF_ONE = regex(r"(?:^|[sd](?:gr*+)*+)[wqxngp]*p")
_WHICH = regex(r"qx?p?g?r*s|s[^d]*q")
# The document that is meant, what is said of it, and the other one that is asked for: behind the word for what it does to it (废止了哪份文件)
# or before (以哪份文件为依据, what notice did it replace).
_SUBJECT = r"(?P<subject>(?:[rpN]*+[sd](?:g[rp]*+)*+)+)[pwnxg]*"
_OTHER = tuple(
    regex(pattern)
    for pattern in (
        rf"{_SUBJECT}(?P<does>[GB])(?=[a-z]*[HNq])[rsoqgwHN]*",
        rf"{_SUBJECT}[Hq][rsogN]*(?P<does>[GB])[rp]*",
        r"(?:[wprgsd]*)[Hq][roN]*s(?P<subject>[rgpG]*+[sd](?:gr*+)*+)(?P<does>[UB])[wspgx]*",
    )
)
# Which one repeals or replaces it (被哪个文件废止了, which notice replaced it).
_UNDONE = regex(r"P[HqWs]+[roN]*[xp]*G|G[sd]s?[Hq]|^[Hq]s?G(?=.*[sd])|Gg[Hq]s?$")
# Who issued a document (12号文是哪几个部门联合发的), its number, its title; what else is asked of it may come with them.
_DOCUMENT = "[rgAMY]*+[sd](?:[gA][rgAMY]*+)?+"
_OF_ITS_HEAD = regex(rf"(?=.*[sd])(?:{_DOCUMENT}|[IMSWYNTHqgw])+")
_HEAD_FACTS: Mapping[DocumentFact, re.Pattern[str]] = {
    "issuer": regex("S|W.*[IM]|[qH]Y.*[IM]|[IM].*(?:W|[qH]Y)"),
    "number": regex("N"),
    "title": regex("T|^[qH]?s?d[qH]s$"),
}
_DOES: Mapping[str, DocumentFact] = {"G": "repeals", "U": "repeals", "B": "rests_on"}
OF_THE_HEAD: frozenset[DocumentFact] = frozenset({"issuer", "number", "title"})
"""What stands in a document's head."""
DAY_PARTS = frozenset({"施行日期", "落款"})
"""The parts of a document that state a day of its own."""
_LONGEST = 4
"""The most dictionary words that a word of the table is made of."""
_ENGLISH_WORD = regex(r"[A-Za-z]+|\d+")


@dataclass(frozen=True)
class DocumentQuestion:
    """What is asked of documents: of some that are listed by their `state`, or (`state` None) of the one that is meant.

    `described` are the spans of the words that say which one, in the question's text, `kinds` the names of kinds it is called by (方案);
    the last word for a document of any kind ends at `called`.
    """

    facts: frozenset[DocumentFact]
    state: ListedState | None = None
    described: tuple[tuple[int, int], ...] = ()
    kinds: tuple[str, ...] = ()
    called: int = 0


@dataclass(frozen=True)
class Word:
    """A word of a kind of the table, or r (any other), or d (a document named)."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def letter(self) -> str:
        """The letter of its kind in the order of the words."""
        return _LETTERS.get(self.kind, self.kind if len(self.kind) == 1 else "p")


def said_of_one(words: Sequence[Word]) -> bool:
    """Whether something is said of a document somewhere in a question, and not of what it speaks of: 居住证有效期 is a card's."""
    return bool(_SAID_OF_ONE.search(_order(words).translate(_ELSEWHERE)))


def about_documents(words: Sequence[Word]) -> DocumentQuestion | None:
    """What a question asks of documents themselves; None if it asks what they say."""
    order = _order(words)
    head = [fact for fact, pattern in _HEAD_FACTS.items() if pattern.search(order)]
    if head and _OF_ITS_HEAD.fullmatch(order):
        made = {_fact(word.kind) for word in words if word.letter == "I" and "w" in order}
        return _described(words, frozenset({*head, *made}), descriptions="r")
    if _UNDONE.search(order):
        return _described(words, frozenset({"undone"}), descriptions="r")
    is_on, order = "A" in order or "R" in order or "r" not in order, order.translate(_MADE)
    if found := next(filter(None, (pattern.fullmatch(order) for pattern in _OTHER)), None):
        begins = {_fact(word.kind) for word in words if word.letter in "pI" and "w" in order} & {"begin", "issued"}
        return _described(words[slice(*found.span("subject"))], frozenset({_DOES[found["does"]], *begins}))
    words = [word for word in words if word.letter.translate(_ELSEWHERE)]
    order = order.translate(_ELSEWHERE)
    listed = _WHICH.search(order) is not None and "d" not in order
    if not _ABOUT_DOCUMENTS.fullmatch(order):
        return None
    if "p" not in order:  # which there are, not which papers to bring (要哪些文件)
        are_files = listed and is_on and any(word.kind == "file" for word in words)
        return _described(words, frozenset({"issued"}), "issued") if are_files else None
    facts = {_fact(word.kind) for word in words if word.letter in "pGI"}
    if "w" not in order:
        facts.add("state")  # 还执行吗 asks for no day
    return _described(words, frozenset(facts), _listed_state(words) if listed else None)


def _described(
    words: Sequence[Word],
    facts: frozenset[DocumentFact],
    state: ListedState | None = None,
    descriptions: str = "rNMSTY",
) -> DocumentQuestion:
    """The question, with the words that say which document is meant."""
    return DocumentQuestion(
        facts,
        state,
        tuple((word.start, word.end) for word in words if word.letter in descriptions),
        tuple(word.text for word in words if word.kind == "paper"),
        max((word.end for word in words if word.letter == "s"), default=0),
    )


def _order(words: Sequence[Word]) -> str:
    return "".join(word.letter for word in words)


def _fact(kind: str) -> DocumentFact:
    return _FACTS.get(kind) or cast("DocumentFact", kind)


def _listed_state(words: Sequence[Word]) -> ListedState:
    """The state that the documents asked for are in: 没有过期 is in force, 还没生效 not yet."""
    kinds = {word.kind for word in words}
    negated = {word.kind for before, word in pairwise(words) if before.kind == "not"}
    if "soon" in kinds and kinds & {"over", "end", "gone"}:
        return "expiring"
    if negated & {"begin", "state"}:
        return "not_yet_in_force" if "begin" in negated else "expired"
    if kinds & {"over", "gone"} - negated:
        return "superseded" if "gone" in kinds else "expired"
    return "issued" if kinds & {"issued", "printed"} and "state" not in kinds else "in_force"


def words_of_documents(text: str, named: Sequence[tuple[int, int]], places: Sequence[PlaceMention]) -> tuple[Word, ...]:
    """The words of a question that count, in their order: a document named is d, places and words without matter are left out."""
    return tuple(_words(text, named, places))


def _words(text: str, named: Sequence[tuple[int, int]], places: Sequence[PlaceMention]) -> Iterator[Word]:
    at = 0
    spans = sorted([(*span, "d") for span in named] + [(mention.start, mention.end, "l") for mention in places])
    for start, end, kind in (*spans, (len(text), len(text), "l")):
        yield from _read(text[at:start], at)
        if kind == "d":
            yield Word("d", text[start:end], start, end)
        at = max(at, end)


def _read(piece: str, offset: int) -> Iterator[Word]:
    """The words of a stretch, the longest that the table has first; what it does not have is a description, unless it is a number."""
    language = "en" if piece.isascii() else "zh"
    table, stopped = document_words(language), stop_words(language)
    joint = " " if language == "en" else ""
    tokens = list(_english(piece) if language == "en" else _chinese(piece))
    while tokens:
        sizes = range(min(len(tokens), _LONGEST), 0, -1)
        size = next((n for n in sizes if joint.join(word for word, _ in tokens[:n]) in table), 0)
        taken, tokens = tokens[: size or 1], tokens[size or 1 :]
        said, start = joint.join(word for word, _ in taken), offset + taken[0][1]
        end = offset + taken[-1][1] + len(taken[-1][0])
        if size and table[said] != "none":
            yield Word(table[said], said, start, end)
        elif not size and has_word(said) and not said.isdigit() and said not in stopped and len(said) > len(joint):
            yield Word("r", said, start, end)


def _english(piece: str) -> Iterator[tuple[str, int]]:
    return ((match[0].lower(), match.start()) for match in _ENGLISH_WORD.finditer(piece))


def _chinese(piece: str) -> Iterator[tuple[str, int]]:
    at = 0
    for word in rjieba.cut(piece, False):
        # 保险条例 and 合同法 are words of the dictionary, and a subject and what its document is called.
        stem = len(word) - next((n for n in (4, 3, 2, 1) if len(word) > n + (n == 1) and _is_paper(word[-n:])), 0)
        for part in filter(None, (word[:stem], word[stem:])):
            yield part, at
            at += len(part)


def _is_paper(word: str) -> bool:
    return word == "法" or (len(word) > 1 and document_words("zh").get(word) == "paper")


@cache
def document_words(language: str) -> Mapping[str, str]:
    """The kind of each word by which documents are spoken of (kb/data/document_words.tsv)."""
    return {
        word: kind
        for name, kind, words in shipped_rows("document_words.tsv")
        if name == language
        for word in words.split(",")
    }
