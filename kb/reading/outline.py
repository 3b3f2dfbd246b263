"""The outline marks of Chinese official documents and how they rank.

GB/T 9704-2012 orders them 一、 > （一） > 1. > （1）; statutes add 第N编/章/节/条, standards count 1, 1.1, 1.1.1. Writers mix full- and
half-width forms and signs that hold a whole mark (㈠ ⑴ ⒈), so a mark is recognised by its style and ranked by it, never by its number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kb.language import number_value
from kb.reading.title_kinds import TITLE_KINDS
from kb.regex import regex

NUMERAL = "一二三四五六七八九十百千零〇○"
CHAPTER_RANK = 1
ARTICLE_RANK = 4
DECIMAL_RANK = 31
DASH_RANK = 90

TITLE_END = regex(rf"(?:{TITLE_KINDS})(?:[（(](?:[^（）()]{{1,12}})[）)])?$")
ORGANISATION = regex(
    r"^[^，。；：！？,;:!?（(0-9]*(?:厅|局|委|委员会|办公室|政府|部|文件|法院|检察院|国务院|中心|银行|联合会|总工会|管委会|领导小组|管理处)$"
)
DATE_LINE = regex(
    rf"^[（(]?\s*(?:\d{{4}}|[{NUMERAL}Oo0]{{4}})\s*年\s*[{NUMERAL}\d]{{1,3}}\s*月\s*[{NUMERAL}\d]{{1,3}}\s*日|^(?:19|20)\d\d(?:[01]\d[0-3]\d|[-./][01]?\d[-./][0-3]?\d)$"
)
"""A line that begins with a day, or is one typed 2019.10.12 or of which a copy lost 年月日."""
RUNNING_START = regex(r"^(?:为|根据|按照|依据|现将|现就|经|近年来|近日|《[^》]*》[、，已经])")
"""What opens the running text of a notice, and no title and no salutation."""
PAGE_TAG = regex(r"^(?:【[^】]{1,12}】|<[^<>]{1,12}>|\[[^\]\d]{1,12}\])\s*(?=\S)")
"""What a page or a collection prints in front of a title or a mark: 【章名】."""
ANNEX = regex(
    rf"^(?:[-•·]\s*)?附\s*(?:件|表|录|(?=[：:]))\s*(\d{{1,2}}|[{NUMERAL}]{{1,3}})?\s*[：:.．]?\s*(?P<rest>.*)$"
)

# Of another text an item says what becomes of an article: 第九条修改为：“…”.
_AMENDED = (
    rf"(?:第[{NUMERAL}\d]{{1,3}}[款项])?(?:(?:修改|改)为[：:“]|中?(?:增加|增设)[{NUMERAL}\d]{{1,2}}[款项条]|删[去除]"
    r"|(?:中的?)?[“\"][^”\"]*[”\"][^，。；]{0,8}(?:改|删|增|后|前))"
)
_AFTER_CHAPTER = r"(?=\s|$|[\u4e00-\u9fff]{2,24}$)"
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, regex(rf"^(第[{NUMERAL}\d]{{1,5}}(?:分?[编編]|部分)){_AFTER_CHAPTER}")),
    (1, regex(rf"^(第[{NUMERAL}\d]{{1,5}}章){_AFTER_CHAPTER}")),
    (2, regex(rf"^(第[{NUMERAL}\d]{{1,5}}[节節]){_AFTER_CHAPTER}")),
    (
        ARTICLE_RANK,
        regex(
            rf"^(第[{NUMERAL}\d]{{1,7}}[条條](?:之[{NUMERAL}]{{1,2}})?)(?!\s?{_AMENDED})(?=\s|$|(?!规定|所列|所称|的)[^、，第款至和])"
        ),
    ),
    (10, regex(rf"^([{NUMERAL}]{{1,4}})\s*(?:、|,(?=[\u4e00-\u9fff])|[.．](?![\d.．{NUMERAL}]))")),
    (10, regex(r"^(0[1-9])\s*[/丨|]\s*(?=[\u4e00-\u9fff]{2,30}$)")),
    (20, regex(rf"^(?:[（(]\s*([{NUMERAL}]{{1,4}})\s*[）)]|([\u3220-\u3229]))\s*、?")),
    (30, regex(r"^(?:(\d{1,2})\s*[.．、](?![\d.．])|([\u2488-\u249b]))")),
    (
        DECIMAL_RANK,
        regex(r"^(\d{1,2}(?:[.．]\d{1,2}){1,4})[.．、]?(?=\s|[\u4e00-\u9fff《“])(?!\s*[元万亿年月日天倍个%])"),
    ),
    (40, regex(r"^(?:[（(]\s*(\d{1,2})\s*[）)]|([\u2474-\u2487]))\s*、?(?!\s*[≥≤<>=＝])")),
    (45, regex(r"^(\d{1,2}\s*[）)])")),
    (50, regex(r"^([①-⑳])")),
    (DASH_RANK, regex(r"^(——|－－|--|──)(?![-－—─\s]*$)")),
)


_CONTENTS = regex(r"^(\S*?)\s*目\s*[录錄次]$")
_SIMPLIFIED = str.maketrans("條節編", "条节编")
_CHAPTER = regex(r"^(\d{1,2})(?=\s?[\u4e00-\u9fff][^。；，]{1,30}$)")


@dataclass(frozen=True)
class OutlineMark:
    """An outline mark at the start of a paragraph: its rank (smaller is outer), its number as written and its length."""

    rank: int
    number: str
    length: int

    @property
    def segment(self) -> str:
        """The mark's piece of an address: `二`, `（一）`, `2`, `（1）`, `第八条`, `2.1`."""
        if self.rank in (20, 40):
            return f"（{self.number}）"
        return "" if self.rank == DASH_RANK else self.number

    @property
    def is_whole(self) -> bool:
        """Whether the number says by itself where the unit stands, as 第八条 and 2.1.1 do."""
        return self.rank == ARTICLE_RANK or DECIMAL_RANK <= self.rank < 40

    def says_place_below(self, above: OutlineMark) -> bool:
        """Whether the number says by itself that the unit stands in the one above: 2.1.1 in 2.1, and 2.1 in `2．`."""
        return self.is_whole and (above.is_whole or self.number.startswith(f"{above.number}."))


def mark_of(text: str) -> OutlineMark | None:
    """The outline mark a paragraph begins with, behind the tag that a collection prints in front (【章名】), or None."""
    tag = PAGE_TAG.match(text)
    at = tag.end() if tag else 0
    marked = text[at:]
    for rank, pattern in _STYLES:
        if found := pattern.match(marked):
            number = next(group for group in found.groups() if group).translate(_SIMPLIFIED)
            if len(number) == 1 and not number.isdecimal() and rank in (20, 30, 40):
                number = unicodedata.normalize("NFKC", number).strip("().")
            if rank == DECIMAL_RANK:
                number = number.replace("．", ".")
                return OutlineMark(rank + number.count("."), number, at + found.end())
            if rank == 45:
                number = f"{number.rstrip('）) ')}）"
            return OutlineMark(rank, number, at + found.end())
    return None


def signs_with_day(text: str) -> bool:
    """Whether a line is a body and the day behind it: 甲市人民政府 2020年1月1日."""
    name, *day = re.split(r"(?=\d)", text, maxsplit=1)
    return bool(day and ORGANISATION.match(name.rstrip()) and DATE_LINE.match(day[0])) and not text.endswith("印发")


def heads_contents(text: str, above: Iterable[str] = ()) -> bool:
    """Whether a line heads a table of contents: 目录, alone or behind a title that stands above."""
    found = _CONTENTS.search(text)
    return found is not None and (not found[1] or found[1] in (re.sub(r"\s", "", line) for line in above))


def chapter_mark(text: str) -> OutlineMark | None:
    """The mark of a line such as `1 总则`, which is one only in a document that counts on as 1.1, 1.1.1."""
    found = _CHAPTER.match(text)
    return OutlineMark(DECIMAL_RANK, found[1], found.end()) if found else None


@dataclass(frozen=True)
class CountedMark:
    """An outline mark as a number: of 2.1.3 the value is 3 `within` 2.1; `words` are the mark as it stands."""

    rank: int
    within: str
    value: int
    words: str


def counted_mark(text: str) -> CountedMark | None:
    """The mark a paragraph begins with as a number; None if it has none that counts."""
    mark = mark_of(text)
    if mark is None:
        return None
    within, _, last = unicodedata.normalize("NFKC", mark.number).rpartition(".")
    digits = re.search(rf"[{NUMERAL}\d]+", last)
    value = number_value(digits[0]) if digits else None
    return CountedMark(mark.rank, within, int(value), text[: mark.length].strip()) if value is not None else None


def is_first(mark: OutlineMark) -> bool:
    """Whether the mark opens its level (一、 第一章 第一条 …)."""
    return mark.number.strip("第章节条编部分）") in {"一", "1", "①"}


def heading_of(text: str, mark: OutlineMark | None) -> str:
    """The heading a unit is known by: its first line, or the short first sentence of a unit that runs on.

    `2. 强化公益岗位安置。对持有…` -> `2. 强化公益岗位安置。`; where no short sentence opens it, the mark and the first words.
    """
    first_line = text.split("\n", 1)[0]
    start = mark.length if mark else 0
    stop = re.compile(r"[。！？!?；;]").search(first_line, start)
    first = first_line[: stop.end()] if stop else first_line
    if len(first) - start <= 40:
        return first
    comma = re.compile(r"[，,：:]").search(first_line, start)
    cut = comma.start() if comma and comma.start() - start <= 30 else start + 20
    return first_line[:cut] + "…"
