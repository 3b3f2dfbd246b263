"""What a language model may say in an answer's place, and the check that it says what the sentences say.

A model is given sentences by number and gives back blocks: numbers and a text. A block is kept if each of its statements is one of these
sentences from beginning to end, written more plainly at most: numerals, script and width, and the words of a short list (予以 for 给予,
应 for 应当). What may be left out is closed too: the sentence's number in a list, its purpose (为鼓励创业，) and where the money comes from.
A bag of words would not do: 企业向个人支付 has the same words as 个人向企业支付, a comma or a 的 decides of whom is spoken (企业招用的人员,
企业招用人员), and a condition that is left out makes a rule wider. So no figure, place, date, number of a document, negation, 可以 or 或 can
be another one, be lost, or be said of something else.

Not offered at all: sentences that are no statement alone (an item of a list, one that the next takes back a part of, a cell of a table),
that may not be what is printed, and rules that do not hold on the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.answers.answer import Answer, AnswerItem, Citation, Summary, SummaryBlock
from kb.answers.enumerations import LIST_MARK, completed, enumerations_in
from kb.language import expressions_in, folded, simplified
from kb.regex import regex

# Nothing that is not printed, turns the direction of writing or means something to a page.
_PRINTED: Final = regex(r"[\u3400-\u9fff〇A-Za-z0-9０-９％% \n\u3000，。、；：！？,.;:!?（）()《》〔〕“”/·—-]+")
_STATEMENT: Final = regex(r"[^。；;！!？?\n]+")
_SAME: Final = (
    ("给予", "予以", "给"),
    ("应当", "应"),
    ("必须", "须"),
    ("但是", "但"),
    ("按照", "按"),
    ("如果", "如", "若"),
    ("或者", "或"),
    ("以及", "和", "与", "及"),
    ("无需", "无须", "不需要"),
    ("申领", "申请领取"),
    ("缴纳", "交纳"),
)
_WRITTEN: Final[Mapping[str, str]] = {word: words[0] for words in _SAME for word in words}
_WORD: Final = regex("|".join(sorted(map(re.escape, _WRITTEN), key=len, reverse=True)))
_OPENER: Final = regex(r"^(?:另外|此外|也就是说|简单说|具体来说)[，,]")
_PURPOSE: Final = regex(
    r"为了?(?:进一步|切实|深入|全面|更好地?)?(?:贯彻|落实|鼓励|促进|支持|做好|加强|推进|推动|规范|引导|帮助)[^，,。；：]*[，,]"
)
_MONEY: Final = regex(r"[，,]所需(?:资金|经费)(?:从|由|在|纳入)[^，,。；：]*[。；]?$")


@dataclass(frozen=True)
class Offered:
    """A sentence that a model is given, with the citation it stands in."""

    item: AnswerItem
    citation: Citation


@dataclass(frozen=True)
class DraftBlock:
    """A block as a model wrote it: places among the sentences offered, counted from 1, and what it makes of them."""

    ids: tuple[int, ...]
    text: str


def offered(answer: Answer) -> tuple[Offered, ...]:
    """The sentences of an answer that are whole statements, in force or without a stated end, in the answer's order."""
    cited = {citation.n: citation for citation in answer.citations}
    pairs = [Offered(item, cited[item.citation]) for item in answer.answer]
    return tuple(each for each in pairs if _is_statement(each))


def summary_of(drafted: Sequence[DraftBlock], given: Sequence[Offered]) -> Summary:
    """The blocks that say what their sentences say, each sentence once; the others are counted."""
    kept: list[SummaryBlock] = []
    used: set[int] = set()
    for block in drafted:
        if used.isdisjoint(block.ids) and (checked := _checked(block, given)):
            kept.append(checked)
            used |= set(block.ids)
    return Summary(tuple(kept), len(drafted) - len(kept))


def _is_statement(each: Offered) -> bool:
    item, clause = each.item, each.citation.clause
    if item.uncertain or item.column or each.citation.validity not in ("in_force", "undated"):
        return False
    texts = [clause.text[span.start : span.end] for span in clause.sentences]
    if item.text not in texts:
        return False
    place = texts.index(item.text)
    listed = any(place == one.lead or place in one.places for one in enumerations_in(clause))
    takes_back = place + 1 < len(texts) and place in completed(clause, {place + 1})
    return not listed and not takes_back and completed(clause, {place}) == {place}


def _checked(block: DraftBlock, given: Sequence[Offered]) -> SummaryBlock | None:
    """The block with its citations, None where it says anything but what its sentences say or leaves one of them out."""
    if not block.ids or not all(1 <= each <= len(given) for each in block.ids) or not _PRINTED.fullmatch(block.text):
        return None
    sources = [given[each - 1] for each in dict.fromkeys(block.ids)]
    groups = {each.item.group for each in sources}
    ways = [set(_ways(each.item.text)) for each in sources]
    said = [_OPENER.sub("", each.strip()) for each in _STATEMENT.findall(block.text) if each.strip()]
    said_of = [next((at for at, way in enumerate(ways) if _canonical(each) in way), None) for each in said]
    if len(groups) != 1 or None in said_of or sorted(map(str, said_of)) != sorted(map(str, range(len(sources)))):
        return None
    numbers = tuple(dict.fromkeys(each.citation.n for each in sources))
    return SummaryBlock(block.text.strip(), numbers, groups.pop())


def _ways(sentence: str) -> Iterator[str]:
    """The ways in which a sentence may be said, as they are compared."""
    mark = LIST_MARK.match(sentence)
    for text in {sentence, sentence[mark.end() :].lstrip() if mark else sentence}:
        for start in {0, found.end() if (found := _PURPOSE.match(text)) else 0}:
            yield _canonical(text[start:])
            yield _canonical(_MONEY.sub("", text[start:]))


def _canonical(text: str) -> str:
    """A statement as it is compared: each figure and date by value and unit, each word of the short list as one, without space."""
    plain = simplified(folded(text)).strip(" ，,。；;！!？?\n")
    parts, end = [], 0
    for one in expressions_in(plain):
        parts += [_plain(plain[end : one.start]), f"<{one.kind} {one.value} {one.upper} {one.unit} {one.about}>"]
        end = one.end
    return "".join([*parts, _plain(plain[end:])])


def _plain(text: str) -> str:
    return _WORD.sub(lambda found: _WRITTEN[found[0]], re.sub(r"\s", "", text).replace(",", "，"))
