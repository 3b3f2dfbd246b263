"""The parts of a question that asks several things at once: 贷款和奖补分别能拿多少 → (贷款), (奖补).

A question is cut at its conjunctions; each piece that has content words of its own is a facet. Whether a clause speaks of a
facet is measured by its words, weighed by rarity, itself or through an official term of the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.answers.support import QuestionWords, comparable, words_met
from kb.questions import Question
from kb.regex import regex

_ZH_CUT = regex(
    r"[、/]|以及|(?<=[\u4e00-\u9fff])(?:和|与|及)(?=[\u4e00-\u9fff“《])|\bvs\b", re.IGNORECASE, needs="、/以和与及vV"
)
_COMMA = regex(r"[^,，;；?？。:：]+")
_EN_CUT = regex(r"\b(?:and|versus|vs)\b\.?|\bas well as\b", re.IGNORECASE)


@dataclass(frozen=True)
class Facet:
    """One of the things asked for: its content words, each with its weight (idf)."""

    words: tuple[tuple[str, float], ...]


def facets_of(question: Question, words: QuestionWords) -> tuple[Facet, ...]:
    """The facets, two or more in the order asked, or none."""
    pieces = _pieces(question)
    content = list(words.weights.items())
    found: list[Facet] = []
    taken: set[str] = set()
    for piece in pieces:
        own = tuple((word, weight) for word, weight in content if word in piece and word not in taken)
        if own:
            found.append(Facet(own))
            taken.update(word for word, _ in own)
    return tuple(found) if len(found) > 1 else ()


def _pieces(question: Question) -> list[str]:
    """What stands on both sides of each conjunction, as far as the next comma, in lower case; one inside a term of the lexicon is none."""
    text = question.text.lower()
    pieces: list[str] = []
    for phrase in _COMMA.finditer(text):
        start = phrase.start()
        cuts = [
            cut
            for cut in (_EN_CUT if question.language == "en" else _ZH_CUT).finditer(text, phrase.start(), phrase.end())
            if not any(term.start < cut.start() and cut.end() < term.end for term in question.terms)
        ]
        for cut in cuts:
            pieces.append(text[start : cut.start()])
            start = cut.end()
        if cuts:
            pieces.append(text[start : phrase.end()])
    return pieces


def share_met(facet: Facet, words: QuestionWords, text: str) -> float:
    """The weighed share of a facet's words that a text holds, itself or by an official term for them: 0..1."""
    held = words_met(words, comparable(text))
    total = sum(weight for _, weight in facet.words)
    return sum(weight for word, weight in facet.words if word in held) / total if total else 0.0
