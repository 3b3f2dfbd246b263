"""Which other documents a text repeals, with the words that do it: 《…》（…号）同时废止, 替代《…》, 停止执行, 由本办法取代.

A document is named by its title in 《》, by its number, or by both. Only a repeal of the whole document counts: of `《…》第三条停止执行`,
of one already repealed (`已废止`), and of a document the text only relies on (根据…, 按照…), nothing is said here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kb.language import find_dates
from kb.reading.document_numbers import canonical_number
from kb.reading.located import bare
from kb.reading.source_lines import Flat, flatten, one_line, source_lines
from kb.reading.statements import Stated
from kb.records import Document

_DOC, _ASIDE = "\ue000", "\ue001"
_BARE_NUMBER = re.compile(r"(?P<letters>[\u4e00-\u9fff]{1,15})[〔［\[【（(](?:19|20)\d\d年?[〕］\]】）)]第?\d{1,5}号")
_PREFIX_WORDS = re.compile(
    r"^.*(?:废止|替代|取代|代替|替换|撤销|执行|施行|印发|发布|文件|根据|按照|依据|依照|同时|以及|原|和|及|与|并|的|将|对|由|被|以|号|为|了|把|是|见|按)"
)
_LINK = r"(?:[、，,]?(?:以及|和|及|与|并|或)?(?:同时)?(?:将|对)?(?:此前|之前|以前)?(?:印发|发布|下发|制定|出台)?的?(?:我[\u4e00-\u9fff]{1,2})?原?)"
_GROUP = rf"(?P<group>{_DOC}{_ASIDE}*(?:{_LINK}{_DOC}{_ASIDE}*)*)"
_SINCE = r"(?:[自从于由至到]?[^，。；、\ue000]{2,24}?(?:起|之日|之时))"
_BETWEEN = (
    rf"(?:{_SINCE}|[，,]|{_ASIDE}|等(?:上述|以上)?[\u4e00-\u9fff\d]{{0,3}}?[件个份]?(?:[\u4e00-\u9fff]{{0,6}}?文件)?|文件?|通知|"
    r"同时|即行|即时|立即|一并|相应|随之|均|也|亦|都|全部|全文|自行|自动|同步|现予?|予以|宣布|正式|届时|即|而)"
)
_END = r"(?:废止|失效|作废|(?:停止|终止)(?:执行|施行|实施|使用|适用)|不再(?:执行|施行|实施|使用|适用|有效))"
_NOT_A_REPEAL = r"(?!后|前|的(?!通知|决定|公告|通告)|时|之|或|与|情形)"
_PASSIVE = re.compile(rf"{_GROUP}{_BETWEEN}{{0,8}}{_END}{_NOT_A_REPEAL}")
_ACTIVE = re.compile(
    r"(?<![不未已得经被拟])(?:宣布)?(?:废止|替代|取代|代替|替换|撤销|停止执行|停止施行)(?:了)?(?:下列|以下)?(?:文件)?[：:]?"
    rf"(?:由?[\u4e00-\u9fff]{{0,14}}?(?:印发|发布|下发|制定|出台|公布)的?)?原?有?的?{_GROUP}"
    r"(?!(?:的)?(?:第|中|内|有关|相关|部分|规定|附件|所))"
)
_REPLACED = re.compile(
    rf"{_GROUP}{_BETWEEN}{{0,6}}(?:由|被|以)(?:本|此|该)[^，。；\ue000]{{1,15}}?(?:所|予以)?(?:替代|取代|代替|替换)"
)
_RELIES = re.compile(
    r"(?:根据|按照?|依据|依照|遵照|参照|依|执行|落实|贯彻|结合|符合|适用|详见|见|有关|关于)(?:了)?(?:原)?$"
)
_SENTENCE = re.compile(r"[^。！？；;!?]+[。！？；;!?]?")
_CLOSING = {"《": "》", "（": "）", "(": ")", "〈": "〉"}
_TITLE_MARKS = str.maketrans("〈〉＜＞", "《》《》")


@dataclass(frozen=True)
class Repeal:
    """A document that is repealed; `words` are the source's own, `start` their offset, `on` a day those words name."""

    number: str | None
    title: str | None
    words: str
    start: int
    on: Stated[date] | None = None

    @property
    def name(self) -> str:
        """The title and number as they would be cited."""
        title = f"《{self.title}》" if self.title else ""
        return f"{title}（{self.number}）" if title and self.number else title or self.number or ""


@dataclass(frozen=True)
class _Named:
    """A document named in `text[start:end]` of a sentence."""

    start: int
    end: int
    number: str | None
    title: str | None


def repeals(text: str) -> tuple[Repeal, ...]:
    """Every document that the decoded text repeals, in reading order, each once."""
    flat = flatten(text, source_lines(text))
    found: dict[tuple[str | None, str | None], Repeal] = {}
    for sentence in _sentences(flat.text):
        for repeal in _in_sentence(text, flat, *sentence):
            found.setdefault((repeal.number, repeal.title), repeal)
    return tuple(sorted(found.values(), key=lambda repeal: repeal.start))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentence spans; a stop inside 《》 ends none."""
    masked = re.sub(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》", lambda match: "x" * len(match[0]), text)
    for match in _SENTENCE.finditer(masked):
        yield match.span()


def _in_sentence(text: str, flat: Flat, start: int, end: int) -> Iterator[Repeal]:
    sentence = flat.text[start:end]
    if not re.search(rf"{_END}|替代|取代|代替|替换|撤销", sentence):
        return
    masked, named, places = _mask(sentence)
    for pattern in (_PASSIVE, _ACTIVE, _REPLACED):
        for match in pattern.finditer(masked):
            documents = _repealed(masked, match, named)
            if not documents:
                continue
            # The words run from the first document repealed (or the verb before it) to the end of the match.
            first = places[match.start()] if pattern is _ACTIVE else documents[0].start
            last = places[match.end()] if match.end() < len(places) else len(sentence)
            span = flat.source_span(start + first, start + last)
            words, day = text[slice(*span)], _day(text, *span)
            for document in documents:
                yield Repeal(document.number, document.title, words, span[0], day)


def _day(text: str, start: int, end: int) -> Stated[date] | None:
    """The day in the words that is no part of a title or a bracket."""
    words = re.sub(
        r"《[^》]*》|（[^）]*）|\([^)]*\)",
        lambda match: " x" * (len(match[0]) // 2) + "x" * (len(match[0]) % 2),
        text[start:end],
    )
    day = next((mention for mention in find_dates(words) if mention.precision == "day"), None)
    return Stated.at(text, day.value, start + day.start, start + day.end) if day else None


def _repealed(masked: str, match: re.Match[str], named: dict[int, _Named]) -> list[_Named]:
    """The documents of a match, less those before a comma that the sentence only relies on."""
    first, last = match.span("group")
    spots = [i for i in range(first, last) if masked[i] == _DOC]
    if _RELIES.search(masked[: spots[0]]) and not masked[match.start() : first]:
        cut = max((i for i in range(first, last) if masked[i] in "，,"), default=-1)
        spots = [i for i in spots if i > cut] if cut >= 0 else []
    return [named[i] for i in spots]


# -------------------------------------------------------------------------------------------- documents named


def _mask(sentence: str) -> tuple[str, dict[int, _Named], list[int]]:
    """The sentence with each named document and each bracket as one sign; the documents by their place; offsets back."""
    out: list[str] = []
    places: list[int] = []
    named: dict[int, _Named] = {}
    numbers = _bare_numbers(sentence)
    position = 0
    while position < len(sentence):
        document = _document_at(sentence, position, numbers)
        end = document.end if document else _closed(sentence, position)
        if document is None and end is None:
            out.append(sentence[position])
            places.append(position)
            position += 1
            continue
        if document:
            named[len(out)] = document
        out.append(_DOC if document else _ASIDE)
        places.append(position)
        position = document.end if document else end or position + 1
    return "".join(out), named, places


def _bare_numbers(sentence: str) -> dict[int, int]:
    """Where numbers in running text begin and end; words that run into their letters (`同时废止临人社发…`) are left out."""
    spans: dict[int, int] = {}
    for match in _BARE_NUMBER.finditer(sentence):
        letters = match["letters"]
        words = _PREFIX_WORDS.match(letters)
        cut = words.end() if words and words.end() < len(letters) else 0
        spans[match.start() + cut] = match.end()
    return spans


def _document_at(sentence: str, start: int, numbers: dict[int, int]) -> _Named | None:
    """The document named from `start`: `《title》（number）`, `number《title》`, `《title》` or `number`."""
    number, after = None, start
    if start in numbers:
        number, after = canonical_number(sentence[start : numbers[start]]), numbers[start]
        after += 2 if sentence.startswith("文件", after) and sentence.startswith("《", after + 2) else 0
    if sentence.startswith("《", after) and (end := _closed(sentence, after)):
        title = sentence[after + 1 : end - 1]
        bracket = _closed(sentence, end) if sentence[end : end + 1] in ("（", "(", "〔", "[") else None
        if bracket and number is None:
            number, end = _number_in(sentence[end + 1 : bracket - 1]), bracket
        return _Named(start, end, number, title)
    return _Named(start, after, number, None) if number else None


def _number_in(words: str) -> str | None:
    """The document number in a bracket: `（临人社发〔2016〕12号，以下简称《通知》）`."""
    pieces = re.split(r"[，,；;、]|以下", words)
    return next((number for piece in pieces if (number := canonical_number(piece))), None)


def _closed(sentence: str, start: int) -> int | None:
    """One past the mark that closes the one at `start`; None where there is no such mark."""
    opening = sentence[start : start + 1]
    closing = _CLOSING.get(opening)
    if closing is None:
        return None
    depth = 0
    for position in range(start, min(len(sentence), start + 400)):
        depth += (sentence[position] == opening) - (sentence[position] == closing)
        if not depth:
            return position + 1
    return None


# ------------------------------------------------------------------------------------------- documents held


def held_document(repeal: Repeal, held: Sequence[Document]) -> Document | None:
    """The held document that is repealed: by its number, else by its title where the numbers do not differ."""
    if repeal.number:
        for document in held:
            if document.number and _same_number(document.number, repeal.number):
                return document
    if not repeal.title:
        return None
    title = _plain(repeal.title)
    fitting = [
        document
        for document in held
        if not (repeal.number and document.number)
        and (_plain(document.title) == title or (len(title) >= 10 and _plain(document.title).endswith(title)))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _same_number(one: str, other: str) -> bool:
    return one == other or (
        len(min(one, other, key=len).split("〔")[0]) >= 3 and (one.endswith(other) or other.endswith(one))
    )


def _plain(title: str) -> str:
    return unicodedata.normalize("NFKC", bare(one_line(title))).translate(_TITLE_MARKS).strip("《》")
