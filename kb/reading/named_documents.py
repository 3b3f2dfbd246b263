"""Documents that running text names: `《title》（number）`, `number《title》`, a title or a number alone, and the day a naming gives.

A sentence is read with each of them as one sign, so that a rule about what is said of documents need not know how they are spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.language import DATE_PATTERN, find_dates
from kb.reading.document_numbers import canonical_number, numbers_in
from kb.reading.outline import mark_of
from kb.reading.source_lines import Flat, flatten, source_lines
from kb.reading.title_kinds import ends_like_title
from kb.regex import regex

DOCUMENT, ASIDE = "\ue000", "\ue001"
"""What stands for a document and for any other bracket in a masked sentence."""
TITLE_PATTERN = r"《[^《》]*(?:《[^《》]*》[^《》]*)*》"
"""Regular expression source, without groups, of a title in its marks, with those of other titles in it."""
_TITLE = regex(TITLE_PATTERN)
_RUN_IN = regex(
    r"^.*(?:废止|失效|作废|替代|取代|代替|替换|撤销|延长|延续|执行|施行|实施|印发|发布|公布|下发|文件|根据|按照|依据|依照"
    r"|同时|以及|原|和|及|与|并|的|将|对|由|被|以|号|为|了|把|是|见|按)"
)
_GIVEN_BY = regex(
    rf"(?P<day>{DATE_PATTERN})(?:起|以来)?[\u4e00-\u9fff、\ue001]{{0,60}}?"
    r"(?:印发|发布|公布|颁布|下发|制定|出台|批准|通过|签发|批转)(?:施行|实施)?的(?:原)?$"
)
_SENTENCE = regex(r"[^。！？；;!?]+[。！？；;!?]?")
_ONLY_DOCUMENTS = regex(rf"{DOCUMENT}{ASIDE}*(?:[、，,和及]{DOCUMENT}{ASIDE}*)*")
_CLOSING = {"《": "》", "（": "）", "(": ")", "〈": "〉"}


@dataclass(frozen=True)
class Named:
    """A document named in `text[start:end]` of a sentence; `dated` is the day on which the sentence says it was issued."""

    start: int
    end: int
    number: str | None
    title: str | None
    dated: date | None = None

    @property
    def name(self) -> str:
        """The title and number as they would be cited."""
        title = f"《{self.title}》" if self.title else ""
        return f"{title}（{self.number}）" if title and self.number else title or self.number or ""


@dataclass(frozen=True)
class Masked:
    """A sentence with one sign for each document and bracket; `named` by the sign's place, `places[i]` where sign i stood."""

    text: str
    named: dict[int, Named]
    places: tuple[int, ...]


def flat(text: str) -> Flat:
    """The text of a clause without white space, with its offsets."""
    return flatten(text, source_lines(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentence spans of a text without white space; a stop inside 《》 ends none."""
    masked = _TITLE.sub(lambda match: "x" * len(match[0]), text)
    for match in _SENTENCE.finditer(masked):
        yield match.span()


def masked(sentence: str) -> Masked:
    """The sentence, which holds no white space, with its documents and brackets as one sign each."""
    out: list[str] = []
    places: list[int] = []
    named: dict[int, Named] = {}
    numbers = _numbers(sentence)
    position = 0
    while position < len(sentence):
        if several := _numbers_in_bracket(sentence, position):
            for one in several:
                named[len(out)] = one
                out.append(DOCUMENT)
                places.append(one.start)
            position = several[-1].end + 1
            continue
        places.append(position)
        document = _document_at(sentence, position, numbers)
        end = document.end if document else _closed(sentence, position)
        if document:
            given = _GIVEN_BY.search("".join(out))
            days = find_dates(given["day"]) if given else []
            named[len(out)] = Named(
                document.start, document.end, document.number, document.title, days[0].value if days else None
            )
        out.append(DOCUMENT if document else ASIDE if end else sentence[position])
        position = end or position + 1
    return Masked("".join(out), named, (*places, len(sentence)))


def listed_documents(words: str) -> tuple[Named, ...]:
    """The documents that an item of a list names: each in 《》, else one whose title stands without, before its number.

    `2.关于转发《甲办法》的通知（某发〔2012〕8号）；` -> 某发〔2012〕8号 with that title.
    """
    mark = mark_of(words)
    own = words[mark.length if mark else 0 :].strip("。；;，,、 ")
    signs = masked(own)
    if _ONLY_DOCUMENTS.fullmatch(signs.text):
        return tuple(signs.named.values())
    outside = [
        (start, end)
        for start, end in _numbers(own).items()
        if not any(named.start <= start < named.end and named.title for named in signs.named.values())
    ]
    start, end = outside[-1] if outside else (len(own), len(own))
    title = own[:start].rstrip("（([，,、：: ")
    if not ends_like_title(title):
        return ()
    return (Named(0, end, canonical_number(own[start:end]), unwrapped(title)),)


def unwrapped(title: str) -> str:
    """The title without the 《》 around the whole of it."""
    return title[1:-1] if title.startswith("《") and _closed(title, 0) == len(title) else title


def _numbers(sentence: str) -> dict[int, int]:
    """Where document numbers begin and end; words that run into their letters (`同时废止临人社发…`) are left out."""
    spans: dict[int, int] = {}
    for start, end, letters in numbers_in(sentence):
        words = _RUN_IN.match(sentence[start : start + letters])
        cut = words.end() if words and words.end() < letters else 0
        spans[start + cut] = end
    return spans


def _document_at(sentence: str, start: int, numbers: dict[int, int]) -> Named | None:
    number, after = None, start
    if start in numbers:
        number, after = canonical_number(sentence[start : numbers[start]]), numbers[start]
        after += 2 if sentence.startswith("文件", after) and sentence.startswith("《", after + 2) else 0
    if sentence.startswith("《", after) and (end := _closed(sentence, after)):
        title = sentence[after + 1 : end - 1]
        bracket = _closed(sentence, end) if sentence[end : end + 1] in ("（", "(", "〔", "[") else None
        if bracket and number is None:
            number = _number_in(sentence[end + 1 : bracket - 1])
            end = bracket
        elif number is None and end in numbers:
            number, end = canonical_number(sentence[end : numbers[end]]), numbers[end]
        return Named(start, end, number, title)
    return Named(start, after, number, None) if number else None


def _numbers_in_bracket(sentence: str, start: int) -> tuple[Named, ...]:
    """The documents of a bracket that holds numbers and nothing else: （甲发〔2010〕5号、甲发〔2011〕8号）."""
    end = _closed(sentence, start) if sentence[start] in "（(" else None
    pieces = [match.span() for match in re.finditer(r"[^、，,；;和]+", sentence[start + 1 : end - 1])] if end else []
    found = [(first, last, canonical_number(sentence[start + 1 + first : start + 1 + last])) for first, last in pieces]
    if not found or not all(number for _, _, number in found):
        return ()
    return tuple(Named(start + 1 + first, start + 1 + last, number, None) for first, last, number in found)


def _number_in(words: str) -> str | None:
    """The document number in a bracket: `（临人社发〔2016〕12号，以下简称《通知》）`."""
    pieces = re.split(r"[，,；;、]|以下", words)
    return next((number for piece in pieces if (number := canonical_number(piece))), None)


def _closed(sentence: str, start: int) -> int | None:
    """One past the mark that closes the one at `start`; None if there is no such mark."""
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
