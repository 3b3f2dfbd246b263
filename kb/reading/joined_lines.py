"""Where one line of a file holds several lines of the document.

Some copies put a whole notice on one line. It is taken apart only where the text proves it: before 一、 二、 三、 or 第一条 第二条 that
count on, behind the salutation, before annexes and the signature; and behind a title that the text has named in 《》 above. A line of any length is
taken apart behind a number that a salutation follows (甲发〔2020〕1号各区财政局：) and before a signature that ends it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from kb.language import find_dates, number_value
from kb.reading.bodies import is_body, is_person
from kb.reading.document_numbers import numbers_in
from kb.reading.outline import NUMERAL
from kb.reading.title_kinds import ends_like_title
from kb.regex import regex

_LONG, _LEAST_GAP, _NUMBER_LENGTH = 300, 6, 30
_MARK_LENGTH = 3  # of a sign before a number: <正>甲发〔2020〕1号
_ARTICLE = regex(rf"第([{NUMERAL}]{{1,4}})条(?=\s|(?!规定|所列|所称|的)[^、，第款至和])")
_STYLES = (
    regex(rf"(?<![{NUMERAL}第\d])([{NUMERAL}]{{1,3}})、"),
    regex(rf"第([{NUMERAL}]{{1,4}})章(?=\s|[\u4e00-\u9fff])"),
    _ARTICLE,
    regex(rf"[（(]([{NUMERAL}]{{1,3}})[）)](?![、，])"),
    regex(r"(?<=[。；：:])(\d{1,2})[.．、](?!\d)"),
)
_SALUTATION = regex(r"(?:^|(?<=\s))各[^。！？；]{2,200}?[：:](?=\s?[\u4e00-\u9fff《“])")
# Whom a letter is to, where the line goes on with its text.
_CALL = regex(
    r"[ \t\u3000]*各[^。！？；：:要应须]{2,200}(?:政府|[厅局委办处所]|部门|机构|单位|企业|院校|学校|部队|兵团|公司)[）)]?[：:]"
    r"(?=[ \t\u3000]*[\u4e00-\u9fff《“])"
)
REMARK = r"\*?[ \t\u3000]*注[：:]本(?:篇|法规|文件|文)[^\n。]{2,200}?[）)》](?:修正|修订|修改|废止|失效)"
"""What a collection of laws remarks of a text before its title: `*注：本篇法规已被《…》（…）废止`, the title on the same line."""
_REMARKED = regex(rf"^{REMARK}(?=[\u4e00-\u9fff《])", re.MULTILINE)
# Texts that a database kept as parts of a page: `<p>甲</p><p>乙</p>`.
_PARAGRAPH_END = regex(r"(?:</p>|</div>|<br\s*/?>)(?=[^\S\n]*[^\s])", re.IGNORECASE)
_AFTER_SENTENCE = regex(r"[。；]\s*$")
_CHAPTER = regex(rf"[ \t\u3000]*第[{NUMERAL}]{{1,3}}[章节]\s*[^，。；：\n《》]{{2,30}}")
# A letter's title whose line goes on with whom it is to: 关于印发《甲办法》的通知各县财政局：
_ADDRESSED = regex(
    r"[ \t\u3000]*[^《》，。；：:]{0,60}关于(?:[^《》，。；：:]|《[^《》]*》)*?的(?:通知|意见|函|复函|批复|通报|决定)"
    r"(?=(?:[\u4e00-\u9fff]{2,12}?)?各[^《》。；：:]{2,}[：:]$)"
)
_SENTENCE_END = regex(r"(?<=[。！])\s+")
_NAMED_AGAIN = regex(r"(?<=\s)[^\s，,。；《》]{6,60}(?=\s)")
_ANNEXES = regex(r"(?<=[^\u4e00-\u9fff，、])附件[：:]")
_NAME, _LONGEST_NAME = regex(r"(?<![，,、\u4e00-\u9fff])[\u4e00-\u9fff]+$"), 60
_NAMED = regex(r"《([^《》]{6,60})》")
# A title and behind a blank what opens the text of a notice.
_OPENING = regex(r"[ \t\u3000]*(\S{6,80})\s+(?=(?:为|根据|按照|依据|现将|现就|近年来|近日|各)[\u4e00-\u9fff《])")


@lru_cache(maxsize=2)  # every look at a text's lines asks
def inner_starts(text: str) -> frozenset[int]:
    """The offsets inside lines of the file at which a line of the document begins."""
    starts = {*_late_marks(text), *_articles(text)}
    starts |= {match.end() for pattern in (_REMARKED, _PARAGRAPH_END) for match in pattern.finditer(text)}
    named: set[str] = set()
    offset, in_head = 0, True
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        first = len(body) - len(body.lstrip())
        named |= {name for name in _NAMED.findall(body) if ends_like_title(name)}
        if "\t" not in body and "|" not in body.rstrip("| "):
            inner = _starts(body)
            # Below a sentence, and below one such line, a title with its number is an entry of a list.
            beside = set(_numbers_beside_title(body, first)) if in_head else set()
            inner |= {*_edges(body, first), *_title_ends(body, first, named), *beside}
            starts |= {offset + start for start in inner if start > first}
            in_head = in_head and not beside and "。" not in body
        if ends_like_title(body):
            named.add(body.strip())
        offset += len(line)
    return frozenset(starts)


def _title_ends(line: str, first: int, named: Collection[str]) -> Iterator[int]:
    """Where a title ends that the text goes on behind: one said before that begins a line or stands between blanks, or one before an opening."""
    title = max((name for name in named if line.startswith(name, first)), key=len, default="")
    rest = line[first + len(title) :]
    # 《甲办法》 is named, and `甲办法实施细则` begins with it: that is a longer title.
    if title and len(rest) > 1 and (rest[0].isspace() or "\u4e00" <= rest[0] <= "\u9fff") and not ends_like_title(rest):
        yield first + len(title)
    for match in _NAMED_AGAIN.finditer(line):
        if match[0] in named:
            yield from match.span()
    if addressed := _ADDRESSED.match(line):
        yield addressed.end()
    if (opening := _OPENING.match(line)) and ends_like_title(opening[1]):
        yield opening.end(1)


def _edges(line: str, first: int) -> Iterator[int]:
    """Where the salutation that begins a line ends, its beginning behind a number, and signatures that end what the line says.

    Of a signature there may be the day alone behind the name of an annex: `附件：甲办法二〇〇四年十月十八日`.
    """
    begin, end = _leading_number(line, first)
    if line[end : end + 1] == "《" and end > begin:
        yield end  # 甲省人民政府令第8号《…》已经通过，现予公布
    if call := _CALL.match(line, end):
        yield from (begin, end, call.end())
    if line.startswith("附件", first):
        yield from (
            day.start for day in find_dates(line) if day.end == len(line) and ends_like_title(line[: day.start])
        )
    for start, stop in _signatures(line, first):
        ended = line[stop:] in ("", "。") or line[stop].isspace()
        if ended and re.search("[，。；,;]", line[first:start]):
            yield from (start, len(line) if line[stop:] == "。" else stop)


def _leading_number(line: str, first: int) -> tuple[int, int]:
    """Where the number stands that begins a line; an empty range where none does."""
    start, stop, _ = next(iter(numbers_in(line[: first + _NUMBER_LENGTH])), (first, first, 0))
    return (start, stop) if start - first <= _MARK_LENGTH else (first, first)


def _numbers_beside_title(line: str, first: int) -> Iterator[int]:
    """Where number and day begin and end on the line of a title: `甲发〔2020〕1号关于…的通知`, `…的通知 甲发〔2020〕1号 2020年3月1日`."""
    _, end = _leading_number(line, first)
    if end > first and "关于" in line and ends_like_title(line):
        yield end
    for start, stop in sorted(_numbers_and_days(line, written=True)):
        above = line[end:start].rstrip(" \t\u00a0\u3000（(")
        if line[start - 1 : start].isspace() and (ends_like_title(above) or (not above and end > first)):
            yield from (start, stop if line[stop:].strip("）) ") else len(line))
            end = stop


def _numbers_and_days(line: str, *, written: bool = False) -> list[tuple[int, int]]:
    """Where document numbers and days stand; of days only those `written` out, not as a page prints them beside a link (2023-03-01)."""
    days = [(day.start, day.end) for day in find_dates(line) if day.precision == "day"]
    days = [(start, end) for start, end in days if not written or line[end - 1] in "日号"]
    return days + [(start, end) for start, end, _ in numbers_in(line)]


def _signatures(line: str, first: int) -> Iterator[tuple[int, int]]:
    """Signatures inside a line, behind a sentence or a blank: a body and the day, or behind the last sentence the day alone."""
    for day in find_dates(line[first:]):
        start, end = first + day.start, first + day.end
        stop = len(line[:start].rstrip())
        above = _NAME.search(line[max(first, stop - _LONGEST_NAME) : stop])
        sentence = first + line[first:stop].rfind("。") + 1
        signer = line[sentence:stop].lstrip() if sentence > first else ""
        begin = stop - len(signer if is_person(signer) else above[0] if above else "")
        signed = (
            is_body(line[begin:stop]) or is_person(line[begin:stop]) or (end == len(line) and line[stop - 1] in "。！")
        )
        if day.precision == "day" and begin > first and signed:
            yield begin, end


def _articles(text: str) -> Iterator[int]:
    """Where an article that counts on from the one before stands behind a sentence or a chapter's name in the same line: `第一条 …。第二条 …`."""
    last = 0
    for match in _ARTICLE.finditer(text):
        number, start = int(number_value(match[1]) or 0), match.start()
        opens = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        if number == last + 1 or (opens and number == 1):
            last = number
            chapter = _CHAPTER.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
            if not opens and (chapter or _AFTER_SENTENCE.search(text, max(0, start - 4), start)):
                yield start


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
    """Where a line is taken apart; nowhere in one whose outer units do not count on from the first, in a short one each behind a stop."""
    outer = next((run for style in _STYLES[:3] if len(run := list(_counted(line, style, nested=False))) > 1), [])
    if not outer or (len(line) < _LONG and not all(line[:start].rstrip()[-1:] in "。；：:日" for start in outer)):
        return set(_letter_starts(line))
    found = set(outer)
    for style in _STYLES:
        found |= set(_counted(line, style, nested=True))
    found |= set(_head_starts(line[: outer[0]]))
    found |= {match.start() for match in _ANNEXES.finditer(line, outer[-1])}
    for start, end in _signatures(line, outer[-1]):
        found |= {start, end} if line[end : end + 1].strip("，。；、 ") else {start}
    return found


def _letter_starts(line: str) -> Iterator[int]:
    """Where a letter without numbers is taken apart: `…的通知 各县： …`, a title, a blank and the salutation on one line prove it."""
    if salutation := _SALUTATION.search(line):
        above = line[: salutation.start()].rstrip()
        number = next((start for start, end, _ in numbers_in(above) if end == len(above)), len(above))
        if ends_like_title(above[:number].rstrip()):
            yield from _head_starts(line)


def _head_starts(head: str) -> Iterator[int]:
    """Where the lines above the first unit begin: the salutation, a number or a day between blanks, the signature.

    What was a line end is a blank in such copies.
    """
    if salutation := _SALUTATION.search(head):
        yield from salutation.span()
    for start, end in _numbers_and_days(head):
        if start and not (head[start - 1] + head[end : end + 1]).strip():
            yield from (start, end)
    for start, end in _signatures(head, 0):
        yield from (start, end)
    yield from (match.end() for match in _SENTENCE_END.finditer(head))


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
