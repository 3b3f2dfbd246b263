"""Where one line of a file holds several lines of the document.

Some copies put a whole notice on one line. It is taken apart only where the text proves it: before 一、 二、 三、 or 第一条 第二条 that
count on, behind the salutation, before annexes and the signature; and behind a title that the text has named in 《》 above. A line of any length is
taken apart behind a number that a salutation follows (甲发〔2020〕1号各区财政局：) and before a signature that ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kb.language import find_dates, number_value
from kb.reading.document_numbers import numbers_in
from kb.reading.outline import NUMERAL
from kb.reading.title_kinds import TITLE_KINDS

_LONG, _LEAST_GAP, _NUMBER_LENGTH = 300, 6, 30
_STYLES = (
    re.compile(rf"(?<![{NUMERAL}第\d])([{NUMERAL}]{{1,3}})、"),
    re.compile(rf"第([{NUMERAL}]{{1,4}})章(?=\s|[\u4e00-\u9fff])"),
    re.compile(rf"第([{NUMERAL}]{{1,4}})条(?=\s|(?!规定|所列|所称|的)[^、，第款至和])"),
    re.compile(rf"[（(]([{NUMERAL}]{{1,3}})[）)](?![、，])"),
    re.compile(r"(?<=[。；：:])(\d{1,2})[.．、](?!\d)"),
)
_SALUTATION = re.compile(r"(?:^|(?<=\s))各[^。！？；]{2,200}?[：:](?=\s?[\u4e00-\u9fff《“])")
# A line that begins with whom the letter is to and goes on with its text.
_CALL = re.compile(
    r"^[ \t\u3000]*各[^。！？；：:\n要应须]{2,200}(?:政府|[厅局委办处所]|部门|机构|单位|企业|院校|学校|部队|兵团|公司)[）)]?[：:]"
    r"(?=[ \t\u3000]*[\u4e00-\u9fff《“])",
    re.MULTILINE,
)
REMARK = r"\*?[ \t\u3000]*注[：:]本(?:篇|法规|文件|文)[^\n。]{2,200}?[）)》](?:修正|修订|修改|废止|失效)"
"""What a collection of laws remarks of a text before its title: `*注：本篇法规已被《…》（…）废止`, the title on the same line."""
_REMARKED = re.compile(rf"^{REMARK}(?=[\u4e00-\u9fff《])", re.MULTILINE)
_AFTER_SENTENCE = re.compile(r"[。；]\s*$")
_SENTENCE_END = re.compile(r"(?<=[。！])\s+")
_NAMED_AGAIN = re.compile(r"(?<=\s)[^\s，,。；《》]{6,60}(?=\s)")
_TAIL = re.compile(
    r"(?<=[^\u4e00-\u9fff，、])(?:附件[：:]|[\u4e00-\u9fff]{2,40}(?:厅|局|委|会|办公室|政府|部|院|中心)(?:19|20)\d\d年\d{1,2}月\d{1,2}日)"
)
_DAY_ENDS = re.compile(r"(?:厅|局|委|会|办公室|政府|部|院|中心)(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?=[^，。；、\s])")
_NAMED = re.compile(r"《([^《》]{6,60})》")
_TITLE = re.compile(rf"(?:{TITLE_KINDS})(?:[（(][^（）()]{{1,8}}[）)])?$")


@lru_cache(maxsize=2)  # every look at a text's lines asks
def inner_starts(text: str) -> frozenset[int]:
    """The offsets inside lines of the file at which a line of the document begins."""
    starts = {*_late_marks(text), *(match.end() for match in _CALL.finditer(text))}
    starts |= {match.end() for match in _REMARKED.finditer(text)}
    named: set[str] = set()
    offset = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        first = len(body) - len(body.lstrip())
        title = max((name for name in named if body.startswith(name, first)), key=len, default="")
        rest = body[first + len(title) :]
        # 《甲办法》 is named, and `甲办法实施细则` begins with it: that is a longer title.
        if title and len(rest) > 1 and "\u4e00" <= rest[0] <= "\u9fff" and not _TITLE.search(rest):
            starts.add(offset + first + len(title))
        starts |= {offset + start for start in _edges(body, first)}
        if "\t" not in body:
            inner = _starts(body) if len(body) >= _LONG else set(_letter_starts(body))
            starts |= {offset + start for start in inner if start > first}
        named |= {name for name in _NAMED.findall(body) if _TITLE.search(name)}
        offset += len(line)
    return frozenset(starts)


def _edges(line: str, first: int) -> Iterator[int]:
    """Where a line's number ends that begins it before a salutation, and where the signature begins that ends it."""
    number = next((end for start, end, _ in numbers_in(line[: first + _NUMBER_LENGTH]) if start == first), None)
    if number and (salutation := _SALUTATION.match(line[number:].lstrip())):
        begin = len(line) - len(line[number:].lstrip())
        yield from (begin, begin + salutation.end())
    for match in _TAIL.finditer(line):
        if match.end() == len(line) and line[match.start() - 1] in "。！":
            yield match.start()


def _late_marks(text: str) -> Iterator[int]:
    """Where a mark stands behind a sentence in the same line, and the next one opens a line below: `…办好。 一、…` above `二、…`."""
    for style in _STYLES[:3]:
        marks = [(int(number_value(match[1]) or 0), match.start()) for match in style.finditer(text)]
        heads = {
            number: start
            for number, start in reversed(marks)
            if not text[text.rfind("\n", 0, start) + 1 : start].strip()
        }
        for number, start in marks:
            following = heads.get(number + 1, 0)
            if number not in heads and start < following and _AFTER_SENTENCE.search(text, max(0, start - 4), start):
                yield start


def _starts(line: str) -> set[int]:
    """Where a long line is taken apart; nowhere in one whose outer units do not count on from the first."""
    outer = next((run for style in _STYLES[:3] if len(run := list(_counted(line, style, nested=False))) > 1), [])
    if not outer:
        return set(_letter_starts(line))
    found = set(outer)
    for style in _STYLES:
        found |= set(_counted(line, style, nested=True))
    found |= set(_head_starts(line[: outer[0]]))
    found |= {match.start() for match in _TAIL.finditer(line, outer[-1])}
    return found | {match.end() for match in _DAY_ENDS.finditer(line, outer[-1])}


def _letter_starts(line: str) -> Iterator[int]:
    """Where a letter without numbers is taken apart: `…的通知 各县： …`, a title, a blank and the salutation on one line prove it."""
    if salutation := _SALUTATION.search(line):
        above = line[: salutation.start()].rstrip()
        number = next((start for start, end, _ in numbers_in(above) if end == len(above)), len(above))
        if _TITLE.search(above[:number].rstrip()):
            yield from _head_starts(line)


def _head_starts(head: str) -> Iterator[int]:
    """Where the lines above the first unit begin: the salutation, a number or a day between blanks, the signature, the title named above.

    What was a line end is a blank in such copies.
    """
    if salutation := _SALUTATION.search(head):
        yield from salutation.span()
    alone = [(day.start, day.end) for day in find_dates(head)] + [(start, end) for start, end, _ in numbers_in(head)]
    for start, end in alone:
        if start and not (head[start - 1] + head[end : end + 1]).strip():
            yield from (start, end)
    yield from (match.end() for match in _SENTENCE_END.finditer(head))
    yield from (m.start() for m in _NAMED_AGAIN.finditer(head) if f"《{m[0]}》" in head[: m.start()])


def _counted(line: str, style: re.Pattern[str], *, nested: bool) -> Iterator[int]:
    """The marks of a style that count on; `nested` ones may begin anew, and do so only where a second follows the first."""
    marks = [(int(number_value(match[1]) or 0), match.start()) for match in style.finditer(line)]
    last, place = 0, -_LEAST_GAP
    for i, (number, start) in enumerate(marks):
        if start - place < _LEAST_GAP:
            continue
        begins = (
            number == 1
            and (nested or not last)
            and any(n == 2 for n, s in marks[i + 1 : i + 3] if s - start >= _LEAST_GAP)
        )
        if begins or (last and number == last + 1):
            yield start
            last, place = number, start
