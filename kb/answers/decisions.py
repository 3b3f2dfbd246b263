"""Yes or no: which of the sentences quoted decides, and that none does where that is so.

A sentence decides where it says what may, must or must not be (or holds a figure like the one put forward) and holds what the question speaks
of. It goes first, with what takes back a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.answers.answer import Citation
from kb.answers.enumerations import completed
from kb.answers.support import QuestionWords, comparable, words_met
from kb.language import holds, simplified
from kb.messages import Message
from kb.questions import Ask, Question
from kb.records import Clause, Notice, Quote
from kb.regex import regex

# What is asked beside a yes or no: then the answer is that, and no decision.
_OTHER: frozenset[Ask] = frozenset(
    {"amount", "term", "where", "who", "when", "materials", "procedure", "comparison", "list", "document"}
)
_SAYS = regex(
    r"可以|可(?![能持及研])|不得|不能|不准|不许|不予|不再|不[享纳计设收受含包要需必应]|应当|应(?![用届急对])|必须|须|需(?![求])|无需|免|禁止|严禁|允许"
    r"|有权|均|都|超过|最[长高多低少]|停止|取消|除外|视为|继续|保留|全额|统一"
)
# How much of the question a sentence that decides holds, and one that says it in so many words. Set by hand: with .7 the sentence found for the
# yes-or-no questions on the dev splits of eval/ held the fact asked for in 18 of 20, and .6 was taken after reading them. Everyday words often hide
# a decision from the words, so that none is only told where the answer is not sure either, the less so if no clause quoted speaks of what is to
# be done: of 25 answers that decide nothing 17 are told so, of 66 that do 17.
_ENOUGH, _ALL, _SURE, _SURE_OF_ANOTHER = 0.6, 0.95, 0.9, 0.95
_SAID = 0.2
_UNDECIDED = Message(
    "引用的规定没有直接写明是或否，请对照原文或向窗口核实。",
    "No sentence quoted says yes or no outright: weigh the text, or ask the office.",
)


@dataclass(frozen=True)
class Decision:
    """The citations with the one that decides in front, the group of each, where the deciding words stand, and what is told if none does."""

    citations: tuple[Citation, ...]
    groups: tuple[str | None, ...]
    deciding: frozenset[tuple[str, int]] = frozenset()
    notices: tuple[Notice, ...] = ()


def asks_yes_or_no(question: Question) -> bool:
    """Whether a yes or a no is asked for and nothing else."""
    return "yes_no" in question.asks and not question.asks & _OTHER


def decided(
    question: Question, citations: Sequence[Citation], groups: Sequence[str | None], words: QuestionWords
) -> Decision:
    """The decision among the clauses that are cited for the first group; `deciding` are clause ids with the starts of sentences."""
    own = [place for place, group in enumerate(groups) if group == groups[0]]
    sentences = [(place, at) for place in own for at in range(len(citations[place].clause.sentences))]
    shares = {(place, at): _share(citations[place].clause, at, words, question) for place, at in sentences}

    def weight(key: tuple[int, int]) -> tuple[bool, float]:
        """Of sentences that decide, one with a figure of the kind that the question puts forward is meant, then one that says may or must."""
        text = _quote(citations[key[0]].clause, key[1]).text
        told = shares[key] + _SAID * bool(_SAYS.search(simplified(text)))
        return shares[key] >= _ENOUGH and holds(text, question.figures_held), told

    best = max(shares, key=weight, default=None)
    if best is None or shares[best] < _ENOUGH:
        quoted = comparable(
            " ".join(" ".join((*citations[one].clause.path, citations[one].clause.text)) for one in own)
        )
        sure = _SURE if _deed(words, question) <= words_met(words, quoted) else _SURE_OF_ANOTHER
        notices = (Notice("undecided", _UNDECIDED),) if citations[0].score < sure else ()
        return Decision(tuple(citations), tuple(groups), notices=notices)
    place, at = best
    clause = citations[place].clause
    added = {_quote(clause, i) for i in completed(clause, {at})}
    order = sorted(range(len(citations)), key=lambda one: (groups[one] != groups[0], one != place))
    changed = {place: replace(citations[place], quotes=_in_order({*citations[place].quotes, *added}))}
    return Decision(
        tuple(changed.get(one, citations[one]) for one in order),
        tuple(groups[one] for one in order),
        frozenset((clause.id, quote.start) for quote in added),
    )


def _deed(words: QuestionWords, question: Question) -> frozenset[str]:
    """What may be done, which a Chinese question says last; none in English."""
    return frozenset(list(words.weights)[-1:]) if question.language == "zh" else frozenset()


def _share(clause: Clause, at: int, words: QuestionWords, question: Question) -> float:
    """The share of the question's words that a sentence holds under its headings; 0 for one that says neither yes nor no."""
    text = _quote(clause, at).text
    under = words_met(words, comparable(" ".join((*clause.path[:-1], text))))
    if not _deed(words, question) <= under:
        return 0.0
    share = sum(words.weights[word] for word in under) / (words.total or 1.0)
    says = bool(_SAYS.search(simplified(text))) or holds(text, question.figures_held)
    return share if words_met(words, comparable(text)) and (says or share >= _ALL) else 0.0


def _quote(clause: Clause, at: int) -> Quote:
    span = clause.sentences[at]
    return Quote(clause.text[span.start : span.end], span.start, span.end)


def _in_order(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(sorted(quotes, key=lambda quote: quote.start))
