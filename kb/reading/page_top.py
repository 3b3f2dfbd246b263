"""What a website prints above the document it publishes: menu, headline, what it says of the notice, and the day it went up."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from kb.language import find_dates
from kb.reading.document_numbers import canonical_number
from kb.reading.outline import NUMERAL, TITLE_END, mark_of
from kb.reading.page_lines import ARTICLE_LINKS, TRAIL, is_furniture
from kb.reading.site_fields import MENU_LENGTH, is_field_line, labelled_values
from kb.reading.source_lines import SourceLine, unspaced
from kb.reading.titles import is_page_line
from kb.regex import regex

HEAD_LINES, BANNER_LINES, _TITLE_LENGTH = 80, 2, 8
_SALUTATION = regex(r"^各.*[：:]$")
_CLOCK = regex(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
# 某人于 2014-7-10 09:37 编辑: nobody writes so in an official text.
_TYPED_DAY = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_STAMPED = regex(
    rf"[^。，；：:]{{0,20}}{_TYPED_DAY}\s+\d{{1,2}}:\d{{2}}(?!\s*[-—至])[^。，；：:]{{0,20}}"
    rf"|[^。，；：:]{{0,12}}(?:发布|整理|编辑)[^。，；：:]{{0,12}}{_TYPED_DAY}"
)
_PLAIN_DATE = regex(r"[（(]?\s*(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s*[）)]?(?:\s+[\u4e00-\u9fff]{2,8}[：:]?)?")
# In a library of texts each stands below a number of its own.
_SHELVED = regex(rf"第[{NUMERAL}]{{1,3}}篇[：:]\s*(?P<name>\S.*)")
_NUMBERED = regex(r"\s*[（(][^（）()]{4,24}号[）)]$")
_TOLD = regex(r"(?:全文|原文)(?:内容)?如下[：:]$|^[【\[]?(?:导读|导语|核心提示|内容提要|编者按)[】\]]?[：:]")


def above_title(lines: Sequence[SourceLine], own: Container[int], *, page: bool) -> Iterator[int]:
    """The short lines of a page above a title that wants nothing in front: 立即下载, or a headline. Whoever says a title twice is a page."""
    titles = [i for i, line in enumerate(lines) if i not in own and TITLE_END.search(_NUMBERED.sub("", line.text))]
    title = next((i for i in titles if len(lines[i].text) > _TITLE_LENGTH), next(iter(titles), 0))
    if not page and all(lines[title].text not in line.text for line in lines[title + 1 :]):
        return
    for i in range(title - 1, -1, -1):
        if i in own:
            continue
        if len(lines[i].text) > MENU_LENGTH or not is_page_line(lines[i].text, [lines[title]]):
            return
        yield i


def between_titles(lines: Sequence[SourceLine]) -> Iterator[int]:
    """A page's menu between the title of its window (`甲通知_乙局`) and the title of the document: short lines one below the other."""
    window = lines[0].text.lstrip("【[") if lines else ""
    named = "关于" in window or TITLE_END.search(window)
    again = (i for i, line in enumerate(lines) if i > BANNER_LINES and len(line.text) > _TITLE_LENGTH)
    title = next((i for i in again if named and window.startswith(lines[i].text)), 0)
    if all(len(line.text) <= MENU_LENGTH and not canonical_number(line.text) for line in lines[1:title]):
        yield from range(1, title)


def news_intro(lines: Sequence[SourceLine]) -> int | None:
    """The last line of what a website says above the notice it brings, and a title below.

    It is `…全文如下：`, a library's `第一篇：甲通知`, or a box of fields between sentences and a salutation.
    """
    for i, line in enumerate(lines[:HEAD_LINES]):
        shelved = _SHELVED.fullmatch(line.text)
        near = [other.text for other in (*lines[:i], *lines[i + 1 : i + 5])]
        named = shelved and any(shelved["name"] in text or _said_again(text, shelved["name"]) for text in near)
        boxed = i > 1 and all(map(is_field_line, (other.text for other in lines[i - 2 : i + 1])))
        preface = boxed and any("。" in above for above in near[:i])
        preface = preface and any(_SALUTATION.match(below.text) for below in lines[i + 1 : i + 15])
        if _TOLD.search(line.text) or named or preface:
            return i if any(TITLE_END.search(unspaced(below.text)) for below in lines[i + 1 : i + 5]) else None
    return None


def _said_again(title: str, name: str) -> bool:
    return bool(TITLE_END.search(title)) and "关于" in title and name.endswith(title)


def head_size(lines: Sequence[SourceLine]) -> int:
    """How many lines stand before the first salutation, running sentence or outline mark."""
    for i, line in enumerate(lines[:HEAD_LINES]):
        words = line.text
        near = lines[i + 1 : i + 4]
        if i < BANNER_LINES and any(is_field_line(b.text) or is_web_date(b.text) or TRAIL.match(b.text) for b in near):
            continue  # a banner that the site prints above everything
        begins = _SALUTATION.match(words) or "。" in words or (i and mark_of(words))
        if begins and not next(labelled_values(words), None) and not ARTICLE_LINKS.fullmatch(words):
            return i
    return min(len(lines), HEAD_LINES)


def is_web_date(words: str) -> bool:
    """Whether a line is the day a page went up: written as computers write it, or with the time of day or furniture beside it."""
    if _PLAIN_DATE.fullmatch(words) or _STAMPED.fullmatch(words):
        return True
    days = find_dates(words)
    if not days or days[0].start:
        return False
    rest = _CLOCK.sub("", words[days[0].end :])
    return rest != words[days[0].end :] or (bool(rest.strip()) and is_furniture(rest.strip()))
