"""What stands at the top of an official document: its number, its title and the bodies of its letterhead.

The head runs from the first line to the salutation or the first running sentence. A number inside 《》（） or in running text
belongs to another document and is never taken (GB/T 9704-2012: the number has a line of its own).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.language import DATE_PATTERN, find_dates
from kb.reading.document_numbers import LETTER_NUMBER, ORDER_NUMBER, plain_digits, standard_spelling
from kb.reading.outline import ANNEX, mark_of
from kb.reading.site_page import is_page_furniture
from kb.reading.source_lines import SourceLine, is_body, line_at, organisations, unspaced
from kb.reading.statements import Stated
from kb.reading.title_kinds import TITLE_KINDS, ends_like_title
from kb.records import SourceText

_WEAK_END = re.compile(r"(?:政策|标准|清单|制度|要点|指南|报告|目录|令|法|章程|解释)$")
_ORDER_HEAD = re.compile(
    r"(?:中华人民共和国)?([\u4e00-\u9fff\s、]{0,90}?)(?:令|公告|通告)(\s*[（(〔]?(?:\d{4}[年〕])?第?.{1,6}号[）)]?)?"
)
_LABEL = re.compile(r"^(?:发文字号|文件编号|公文字号|文号|字号|编号)\s*[：:|]?\s*$")
_AFTER_NUMBER = re.compile(r"^(?:签发人.*|[（(]关于[^（）()]*)?$")
_TITLE_BEFORE = re.compile(rf"(.*(?:{TITLE_KINDS}))\s*[（(]\s*")
_CLOSING_WORDS = re.compile(r"^(?:特此|以上|妥否|现予)")
_PASSES_ON = "印发|转发|批转"
_TITLE_IN_BRACKETS = re.compile(r"[（(](关于[^（）()]*)[）)]$")
_IN_TITLE_MARKS = re.compile(r"(?:【[^】]*】)?\s*《((?:[^《》]|《[^《》]*》)*)》")
_NO_HEAD = re.compile(r"^(?:为|根据|按照|依据|现将|现就|经|近年来|近日|《[^》]*》[、，已经])")
_NOTE = re.compile(rf"[（(]\s*{DATE_PATTERN}[^。（）()]*[）)]")
_SALUTATION = re.compile(r"[：:]$")
_NOT_SALUTATION = re.compile(r"^(?:附件|签发)")
_WEAK_LENGTH = 8
_CONTINUES = "，、和及与《（(的"
_RUNS_ON = re.compile(r"^[，。；、）)》]|^(?:和|及|文件)(?:[\u4e00-\u9fff]|$)")
_NOISE = re.compile(
    r"^(?:[（(]?此(?:件|页).*|[-—\s\dA-Za-z]{1,8}|特急|加急|急件|(?:机密|秘密|绝密)?[★☆](?:\d+[年月])?|机密|秘密|绝密|公开|\d{6,}|签发人.*)$"
)
_DATED = re.compile(r"[（(]([^（()）]{8,11})[)）]$")
_UNNAMED_BODY = re.compile(r"主席|[省市县区州]?(?:人民)?政府")
_STRAY = re.compile(r"^[”》）)」’、，：:]+|[“《（(「‘]+$")


def head_of(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """The lines before the salutation or the first running sentence."""
    for index, line in enumerate(lines):
        words = line.text
        if _SALUTATION.search(words) and not _NOT_SALUTATION.match(words) and len(words) > 3:
            return lines[:index]
        mark = mark_of(words)
        # A title may be a heading in Markdown and still carry a comma; a sentence ends with a stop.
        runs = "。" in words or "；" in words or (not line.level and "，" in words and not ends_like_title(words))
        runs = runs and not _NOTE.fullmatch(words)
        if (mark and index) or runs or _NO_HEAD.match(words):
            return lines[:index]
    return lines


def own_number(source: SourceText, head: Sequence[SourceLine]) -> Stated[str] | None:
    """The number the document carries itself: alone on its line in the head."""
    if not head:
        return None
    plain = plain_digits(source.text)
    for pattern in (LETTER_NUMBER, ORDER_NUMBER):
        for match in pattern.finditer(plain, head[0].start, head[-1].end):
            line = head[line_at(head, match.start())]
            if match.start() >= line.end:
                continue
            before = source.text[line.start : match.start()].strip()
            if pattern is ORDER_NUMBER and "关于" in match["body"]:
                continue  # the end of a title, and below it the year and the serial number
            above = head.index(line) - 1
            alone = pattern is ORDER_NUMBER and match["body"] in ("公告", "通告", "令")
            bodies = organisations(head[above].text if alone and above >= 0 else before)
            labelled = (
                not before.strip("（(")
                or _is_date(before)
                or _LABEL.match(before)
                or bodies
                or _TITLE_BEFORE.fullmatch(before)
            )
            if labelled and _stands_alone(plain, head, line, match.end()):
                joint = "".join(bodies) if pattern is ORDER_NUMBER else ""
                start = line.start if joint else match.start()
                return Stated.at(source.text, joint + standard_spelling(match), start, match.end())
    return None


def _is_date(words: str) -> bool:
    """Whether the words are a date and nothing else."""
    return any(day.end - day.start == len(words) for day in find_dates(words))


def _stands_alone(text: str, head: Sequence[SourceLine], line: SourceLine, end: int) -> bool:
    """Whether nothing follows on the line where the number ends, and neither neighbour runs on into it."""
    first = head.index(line)
    last = next(i for i, other in enumerate(head) if other.end >= end)
    if not _AFTER_NUMBER.match(text[end : head[last].end].strip(" \t*|）)")):
        return False
    if first and head[first - 1].text[-1] in _CONTINUES:
        return False
    return last + 1 >= len(head) or not _RUNS_ON.match(head[last + 1].text)


def title_of(source: SourceText, lines: Sequence[SourceLine], number: Stated[str] | None) -> Stated[str] | None:
    """The document's title, its lines joined: from the head, else (inferred) the first heading or the first line that ends like one."""
    head = head_of(lines)
    numbered = head[line_at(head, number.start)] if number and head else None
    if numbered and (inner := _TITLE_IN_BRACKETS.search(numbered.text)):
        start = numbered.start + inner.start(1)
        return Stated.at(source.text, inner[1], start, start + len(inner[1]))
    if numbered and number and (own := _TITLE_BEFORE.fullmatch(numbered.text[: number.start - numbered.start])):
        end = numbered.start + own.end(1)
        head = [replace(line, text=own[1], end=end) if line is numbered else line for line in head]
    ends = [i for i, line in enumerate(head) if _ends_title(line.text) and not _is_furniture(line, number)]
    if ends:
        last = ends[-1]
        first = _title_start(head, last, number)
        return _stated_title(source, head[first : last + 1])
    heading = next((line for line in lines if line.level == 1), None)
    plain = next((i for i, line in enumerate(lines) if len(line.text) <= 60 and _is_plain_title(line)), None)
    if heading:
        return _stated_title(source, [heading])
    if plain is None:
        return None
    title = _stated_title(source, lines[plain - _is_second_half(lines, plain) : plain + 1])
    return title if f"《{title.value}》" in source.text else title.inferred()


def _is_second_half(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a title that begins in the line above ends in this one: `甲市人民政府关于提高最低` / `保障标准的通知`."""
    above = lines[at - 1].text if at else ""
    begins = "关于" in above and not re.search(r"[，,。；;：:]", above) and not ends_like_title(above)
    return begins and "关于" not in lines[at].text


def _ends_title(words: str) -> bool:
    """Whether a line of the head ends a title; words such as 政策 end many other lines, so they need 关于 or a name of some length."""
    words = _unmarked(unspaced(words))
    if not ends_like_title(words) or _order_bodies(words) is not None:
        return False
    return (
        not _WEAK_END.search(words)
        or "关于" in words
        or (len(words) >= _WEAK_LENGTH and not re.search(r"[ \t>|]", words))
    )


def _unmarked(words: str) -> str:
    """A title that a page prints in 《》, and behind a tag in 【】, without them."""
    marked = _IN_TITLE_MARKS.fullmatch(words)
    return marked[1] if marked else words


def _is_plain_title(line: SourceLine) -> bool:
    if _CLOSING_WORDS.match(line.text):
        return False
    return _ends_title(line.text) and not re.search(r"[，。；：]", line.text) and not mark_of(line.text)


def _is_furniture(line: SourceLine, number: Stated[str] | None) -> bool:
    """A line of the head that is no part of a title: the number, a date, a page mark, a letterhead."""
    if number and line.start < number.end and line.end > number.start:
        return True
    annex = ANNEX.match(line.text)
    if _NOISE.match(line.text) or line.text.endswith("文件") or (annex and not annex["rest"]):
        return True
    if _order_bodies(line.text) is not None or is_page_furniture(line.text):
        return True
    dates = find_dates(line.text)
    return bool(dates) and dates[0].end - dates[0].start >= len(line.text) - 4


def _title_start(head: Sequence[SourceLine], last: int, number: Stated[str] | None) -> int:
    """Upwards from the title's last line to where it begins; names of bodies belong to it only as in `A B印发关于…`."""
    first = last
    while first and not _is_furniture(head[first - 1], number) and not _is_whole(head, first, last):
        if _names_who(head[first].text) and not organisations(head[first - 1].text):
            break  # a title that begins with its bodies; above it stands a page's navigation
        first -= 1
    after_number = number is not None and first and head[first - 1].end >= number.end
    while not after_number and first < last and organisations(head[first].text):
        # Above the title stands a letterhead, unless the title goes on with 关于 or 印发 right after the names.
        names_end = next((i for i in range(first, last + 1) if not organisations(head[i].text)), last)
        if re.match(rf"(?:关于|{_PASSES_ON})", head[names_end].text):
            break
        first = names_end
    return first


def _names_who(words: str) -> bool:
    """Whether a title begins here with the bodies whose it is: `甲局 乙局关于…`."""
    match = re.match(rf"(.{{3,60}}?)(?:{_PASSES_ON}|关于)", words)
    return bool(match and organisations(match[1]))


def _is_whole(head: Sequence[SourceLine], first: int, last: int) -> bool:
    """Whether the lines `first..last` are a title of their own and the line above ends another one."""
    below = "".join(line.text for line in head[first : last + 1])
    if not ends_like_title(head[first - 1].text.rstrip("》")):
        return False
    above = any("关于" in line.text for line in head[:first])
    return "关于" in below or not (above or below[0] in "及和与并暨的、")


def _stated_title(source: SourceText, lines: Sequence[SourceLine]) -> Stated[str]:
    title = ""
    for line in lines:
        words = _unmarked(unspaced(re.sub(r"\s+", " ", line.text)))
        parts = title.split(" ")
        title += (" " if title and is_body(parts[-1]) and is_body(words.split(" ")[0]) else "") + words
    if title.startswith(("（", "(")) and title.endswith(("）", ")")) and len(lines) == 1:
        title = title[1:-1]
    if (dated := _DATED.search(title)) and _is_date(dated[1]):
        title = title[: dated.start()]  # the day of a collection's entry
    return Stated.at(source.text, _STRAY.sub("", title), lines[0].start, lines[-1].end)


def letterhead_bodies(source: SourceText, head: Sequence[SourceLine]) -> Stated[tuple[str, ...]] | None:
    """The bodies of the letterhead: lines of names in the head, at least one of which ends in 文件; or 令 and 公告 heads."""
    named = [line for line in head if organisations(line.text)]
    if any(line.text.endswith("文件") for line in named):
        names = tuple(dict.fromkeys(name for line in named for name in organisations(line.text)))
        return Stated.at(source.text, names, named[0].start, named[-1].end)
    for i, line in enumerate(head):
        heading = _order_bodies(line.text)
        if heading is None:
            continue
        above = head[i - 1] if i and not heading else line
        if bodies := heading or organisations(above.text):
            start = above.start + above.text.index(bodies[0])
            return Stated.at(source.text, bodies, start, above.start + above.text.rindex(bodies[-1]) + len(bodies[-1]))
    return None


def _order_bodies(words: str) -> tuple[str, ...] | None:
    """The bodies whose order or announcement a line heads; None for any other line, none if they stand on the line above.

    `中华人民共和国交通运输部令` -> 交通运输部, `财政部 税务总局公告2019年第3号` -> both, `公告2019年第3号` -> ().
    """
    match = _ORDER_HEAD.fullmatch(_TITLE_IN_BRACKETS.sub("", words))
    if match is None:
        return None
    names = organisations(match[1])
    return names if names or (match[2] if not match[1] else _UNNAMED_BODY.fullmatch(match[1])) else None


def byline(source: SourceText, head: Sequence[SourceLine]) -> Stated[tuple[str, ...]] | None:
    """The bodies that a line of the head names and nothing else, as collections print the author; a page's own name may stand so too."""
    for line in head:
        if names := organisations(line.text):
            return Stated.at(source.text, names, line.start, line.end, "inferred")
    return None


def title_bodies(source: SourceText, title: Stated[str] | None) -> Stated[tuple[str, ...]] | None:
    """The bodies a title begins with: `A、B关于…的通知` -> A, B."""
    if title is None:
        return None
    match = re.match(rf"(.{{3,120}}?)\s*(?:{_PASSES_ON}|关于)", title.value)
    names = organisations(match[1]) if match else None
    end = re.search(rf"\s*(?:{_PASSES_ON}|关于)", title.quote)
    return Stated.at(source.text, names, title.start, title.start + end.start()) if names and end else None
