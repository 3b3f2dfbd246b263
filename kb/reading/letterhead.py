"""What stands at the top of an official document: its number and the bodies of its letterhead.

The head runs from the first line to the salutation or the first running sentence. A number inside 《》（） or in running text
belongs to another document and is never taken (GB/T 9704-2012: the number has a line of its own).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from kb.language import DATE_PATTERN, find_dates
from kb.reading.bodies import is_body, organisations
from kb.reading.document_numbers import LETTER_NUMBER, ORDER_NUMBER, plain_digits, standard_spelling
from kb.reading.outline import RUNNING_START, mark_of
from kb.reading.source_lines import SourceLine
from kb.reading.statements import Stated
from kb.reading.title_kinds import TITLE_KINDS, ends_like_title
from kb.records import SourceText
from kb.regex import regex

_ORDER_HEAD = regex(
    r"(?:中华人民共和国)?([\u4e00-\u9fff\s、]{0,90}?)(?:令|公告|通告)(\s*[（(〔]?(?:\d{4}[年〕])?第?.{1,6}号[）)]?)?"
)
_NUMBERED_BY = regex(r"(.+?)(?:令|公告|通告)(?:\d{4}年|〔\d{4}〕)?第")
_LABEL = regex(r"^(?:发文字号|文件编号|公文字号|文号|字号|编号)\s*[：:|]?\s*$")
TITLE_BEFORE = regex(rf"(.*(?:{TITLE_KINDS}))\s*[（(]\s*")
PASSES_ON = "印发|转发|批转"
_NAMED = rf"(关于[^（）()]*|(?:[^（）()，。；]|[（(][^（）()，。；]*[）)]){{3,60}}(?:{TITLE_KINDS})(?:[（(][^（）()，。；]*[）)])?)"
TITLE_IN_BRACKETS = regex(rf"[（(]{_NAMED}[）)]$")
_AFTER_NUMBER = regex(rf"^(?:签发人.*|[（(]{_NAMED}(?:[（(][^（）()]{{1,12}})?)?$")
_NOTE = regex(rf"[（(]\s*{DATE_PATTERN}[^。（）()]*[）)]")
_SALUTATION = regex(r"[：:]$")
_NOT_SALUTATION = regex(r"^(?:附件|签发)")
_CONTINUES = "，、和及与《（(的"
_RUNS_ON = regex(r"^[，。；、）)》]|^(?:和|及|文件)(?:[\u4e00-\u9fff]|$)")
# Collections print the province before a city's body, whose name it is no part of: 福建省厦门市人民政府.
_PROVINCE_ABOVE = regex(r"^[\u4e00-\u9fff]{2,6}?(?:省|自治区)(?=[\u4e00-\u9fff]{2,8}?(?:市|州|盟|地区))")
_UNNAMED_BODY = regex(r"主席|[省市县区州]?(?:人民)?政府")


def head_of(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """The lines before the salutation or the first running sentence."""
    for index, line in enumerate(lines):
        words = line.text
        if _SALUTATION.search(words) and not _NOT_SALUTATION.match(words) and len(words) > 3:
            return lines[:index]
        mark = mark_of(words)
        # A title may be a heading in Markdown and still carry a comma; a sentence ends with a stop.
        runs = "。" in words or "；" in words or (not line.level and "，" in words and not ends_like_title(words))
        runs = runs and not _NOTE.fullmatch(words) and not _begins_with_title(words, lines[:index])
        if (mark and index) or runs or RUNNING_START.match(words):
            return lines[:index]
    return lines


def _begins_with_title(words: str, above: Sequence[SourceLine]) -> bool:
    """Whether a line says a title again that stands above it, and the beginning of the text: a page's summary of what follows."""
    return any(ends_like_title(line.text) and words.startswith(line.text) for line in above)


def own_number(source: SourceText, head: Sequence[SourceLine]) -> Stated[str] | None:
    """The number the document carries itself: alone on its line in the head, or on two (甲市人民政府令 / 第8号)."""
    starts = list(accumulate((len(line.text) + 1 for line in head), initial=0))[:-1]
    plain = plain_digits("\n".join(line.text for line in head))
    for pattern in (LETTER_NUMBER, ORDER_NUMBER):
        numbers = pattern.finditer(plain)
        for match in sorted(numbers, key=lambda found: pattern is ORDER_NUMBER and "第" not in found[0]):
            first, last = (bisect_right(starts, offset) - 1 for offset in (match.start(), match.end() - 1))
            line = head[first]
            before = line.text[: match.start() - starts[first]].strip()
            if pattern is ORDER_NUMBER and "关于" in match["body"]:
                continue  # the end of a title, and below it the year and the serial number
            alone = pattern is ORDER_NUMBER and match["body"] in ("公告", "通告", "令")
            bodies = organisations(head[first - 1].text if alone and first else before)
            labelled = (
                not before.strip("（(")
                or is_date(before.strip("（(,， "))
                or _LABEL.match(before)
                or bodies
                or TITLE_BEFORE.fullmatch(before)
            )
            if labelled and _stands_alone(head, first, last, match.end() - starts[last]):
                joint = "".join(bodies) if pattern is ORDER_NUMBER else ""
                start = line.start if joint else line.start + match.start() - starts[first]
                end = head[last].start + match.end() - starts[last]
                return Stated.at(source.text, joint + standard_spelling(match), start, end)
    return None


def is_date(words: str) -> bool:
    """Whether the words are a date and nothing else."""
    return any(day.end - day.start == len(words) for day in find_dates(words))


def _stands_alone(head: Sequence[SourceLine], first: int, last: int, end: int) -> bool:
    """Whether nothing follows where the number ends in line `last`, and neither neighbour runs on into it."""
    rest = head[last].text[end:].strip(" \t*|）)")
    if not _AFTER_NUMBER.match(rest) and not is_date(rest):
        return False
    if first and head[first - 1].text[-1] in _CONTINUES:
        return False
    return last + 1 >= len(head) or not _RUNS_ON.match(head[last + 1].text)


def letterhead_bodies(
    source: SourceText, head: Sequence[SourceLine], number: Stated[str] | None
) -> Stated[tuple[str, ...]] | None:
    """The bodies of the letterhead: lines of names in the head, at least one of which ends in 文件; or 令 and 公告 heads.

    A page may name another body's order above the one whose number the document carries. A number in brackets names its body itself.
    """
    named = [line for line in head if organisations(line.text)]
    if any(line.text.endswith("文件") for line in named):
        names = tuple(dict.fromkeys(name for line in named for name in organisations(line.text)))
        return Stated.at(source.text, names, named[0].start, named[-1].end)
    for i, line in enumerate(head):
        heading = order_bodies(line.text)
        if heading is None:
            continue
        above = head[i - 1] if i and not heading else line
        bodies = heading or organisations(above.text)
        numbered = _NUMBERED_BY.match(number.value) if number else None
        if bodies and not (numbered and is_body(numbered[1]) and numbered[1] != "".join(bodies)):
            start = above.start + above.text.index(bodies[0])
            return Stated.at(source.text, bodies, start, above.start + above.text.rindex(bodies[-1]) + len(bodies[-1]))
    numbered = _NUMBERED_BY.match(number.value) if number else None
    if number is None or numbered is None or not is_body(numbered[1]):
        return None
    return Stated.at(source.text, (numbered[1],), number.start, number.end, "inferred")


def order_bodies(words: str) -> tuple[str, ...] | None:
    """The bodies whose order or announcement a line heads; None for any other line, none if they stand on the line above.

    `中华人民共和国交通运输部令` -> 交通运输部, `财政部 税务总局公告2019年第3号` -> both, `公告2019年第3号` -> ().
    """
    match = _ORDER_HEAD.fullmatch(TITLE_IN_BRACKETS.sub("", words))
    if match is None:
        return None
    names = organisations(match[1])
    return names if names or (match[2] if not match[1] else _UNNAMED_BODY.fullmatch(match[1])) else None


def byline(source: SourceText, head: Sequence[SourceLine]) -> Stated[tuple[str, ...]] | None:
    """The bodies that a line of the head names and nothing else, as collections print the author; a page's own name may stand so too."""
    for line in head:
        if names := organisations(line.text):
            own = tuple(_PROVINCE_ABOVE.sub("", name) for name in names)
            return Stated.at(source.text, own, line.start, line.end, "inferred")
    return None
