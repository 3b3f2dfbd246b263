"""The title of an official document: where it begins and ends among the lines of its head, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kb.language import ends_sentence, find_dates
from kb.reading.bodies import is_body, organisations
from kb.reading.document_numbers import canonical_number
from kb.reading.letterhead import PASSES_ON, TITLE_BEFORE, TITLE_IN_BRACKETS, head_of, is_date, order_bodies
from kb.reading.located import bare
from kb.reading.outline import ANNEX, ARTICLE_RANK, PAGE_TAG, heads_contents, mark_of
from kb.reading.page_lines import is_page_furniture
from kb.reading.source_lines import SourceLine, line_at, unspaced
from kb.reading.statements import Stated
from kb.reading.title_kinds import TITLE_KINDS, ends_like_title
from kb.records import SourceText
from kb.regex import regex

_WEAK_END = regex(r"(?:政策|标准|清单|制度|要点|指南|报告|目录|令|解读|须知|提示|(?<!办)法|章程|解释)$")
_FIELD = regex(r"[\u4e00-\u9fff]{2,8}[：:]\s*\S")
_CLOSING_WORDS = regex(r"^(?:特此|以上|妥否|现予|附[件：:])")
_HEADLINE = regex(
    r"(?<!关于)(?<!^)(?:最新)?(?:正式)?(?:发布|出台|公布|全文)(?:了)?$|(?<!^)\s*[（(]?附[：:]\s*[\u4e00-\u9fff]{2,12}[）)]?$"
    r"|(?<!^)\s*[\[【][^\[\]【】\d]{2,12}[\]】]$"
)
_IN_TITLE_MARKS = regex(r"《((?:[^《》]|《[^《》]*》)*)》")
_PASSED_ON = regex(
    rf"^[^，。；《]{{0,60}}(?:{PASSES_ON})[^，。；《]{{0,60}}《关于.+(?:通知|意见|办法|方案|规定|决定)》$"
)
_APPROVES = regex(r"关于批准《(.+)》的决定$")
_WEAK_LENGTH, _OPENING_LINES = 8, 3
_NO_TITLE = regex(r"[，。；：！？,;:!?#|\d号令]$|[，。；：,;:#|]|^[^\u4e00-\u9fff]*$|^.{0,3}$")
_NAMES_TABLE = re.compile(r"标准表(?:[（(][^（）()]{1,12}[）)])?$")  # a workbook of standards
_MOST_BODIES = 400  # characters: a title may begin with the names of twenty bodies
_OPENS_TITLE = regex(
    rf"(?:\d{{4}}年度?)?关于|(?:\d{{4}}年度?)?[\u4e00-\u9fff]{{2,8}}?(?:省|市|县|特区|自治[区州县])[^关]*(?:{TITLE_KINDS})(?:[（(][^（）()]*[）)])?$"
)
_BEGUN = regex(r"[^\s，。；：]{3,60}关于[^，。；：]{2,80}")
_SPEAKS = regex(rf"关于|{PASSES_ON}|修改|废止|部门|单位|[厅局部委署院办会府]$|[、，和及与《“（(]$")
_NOISE = regex(
    r"^(?:[（(]?此(?:件|页).*|[-—\s\dA-Za-z]{1,8}|特急|加急|急件|(?:机密|秘密|绝密)?[★☆](?:\d+[年月])?|机密|秘密|绝密|公开|\d{6,}|签发人.*)$"
)
_DATED = regex(r"\s*[（(]{1,2}([^（()）]{8,12})[)）]{1,2}$")
# What a body says in its own name: 甲县人民政府禁火令; a 规定 or 办法 may name first whom it is about.
_SPOKEN = regex(r"(?:令|公告|通告|通报|通知|决定|批复|函)(?:[（(][^（）()]{1,12}[）)])?$")
_STAGE = regex(r"[（(][^（）()，。]{0,12}(?:草案|稿|试行|暂行|修[正订改]本?)[）)]")
"""What stands on a line of its own below a title and belongs to it."""
_STRAY = regex(r"^[”》）)」’、，：:丨｜|]+\s*|[“《（(「‘]+$")


def title_of(source: SourceText, lines: Sequence[SourceLine], number: Stated[str] | None) -> Stated[str] | None:
    """The document's title, its lines joined: from the head, else (inferred) the first heading or the first line that ends like one."""
    head = head_of(lines)
    numbered = head[line_at(head, number.start)] if number and head else None
    if numbered and (inner := TITLE_IN_BRACKETS.search(numbered.text)):
        start = numbered.start + inner.start(1)
        return Stated.at(source.text, inner[1], start, start + len(inner[1]))
    if numbered and number and (own := TITLE_BEFORE.fullmatch(numbered.text[: number.start - numbered.start])):
        end = numbered.start + own.end(1)
        head = [replace(line, text=own[1], end=end) if line is numbered else line for line in head]
    titles = ((i, line) for i, line in enumerate(head) if _ends_title(line.text) and not _is_furniture(line, number))
    ends = [i for i, line in titles if not heads_contents(line.text, [above.text for above in head[:i]])]
    if ends:
        last = ends[-1]
        first = _title_start(head, last, number)
        last += last + 1 < len(head) and bool(_STAGE.fullmatch(head[last + 1].text))
        title = _stated_title(source, head[first : last + 1])
        fuller = _fuller(head, ends[:-1], title)
        return _stated_title(source, [fuller]) if fuller else title
    heading = next((line for line in lines if line.level == 1), None)
    plain = next((i for i, line in enumerate(lines) if len(line.text) <= 60 and _is_plain_title(line)), None)
    if heading:
        return _stated_title(source, [heading])
    if plain is None:
        return _cut_off(source, lines, head) or _opening(source, lines, head)
    title = _stated_title(source, lines[plain - _is_second_half(lines, plain) : plain + 1])
    return title if f"《{title.value}》" in source.text else title.inferred()


def _cut_off(source: SourceText, lines: Sequence[SourceLine], head: Sequence[SourceLine]) -> Stated[str] | None:
    """A title that lost its last word: bodies and what it is about (甲局关于做好工作的通), or all there is above an article (甲补贴管理办)."""
    plain = [line for line in head if not _NO_TITLE.search(line.text)]
    line = next((line for line in plain if _BEGUN.match(line.text) and named_bodies(line.text)), None)
    if line is None and len(head) == len(plain) == 1 < len(lines) and (mark := mark_of(lines[1].text)):
        line = head[0] if mark.rank <= ARTICLE_RANK else None
    return _stated_title(source, [line]).inferred() if line else None


def named_bodies(words: str) -> tuple[str, ...]:
    """The bodies whose title the words begin: `甲局、乙局关于…` -> 甲局, 乙局."""
    match = re.match(rf"(.{{3,{_MOST_BODIES}}}?)\s*(?:{PASSES_ON}|关于)", words)
    return organisations(match[1]) if match else ()


def _opening(source: SourceText, lines: Sequence[SourceLine], head: Sequence[SourceLine]) -> Stated[str] | None:
    """What a text opens with right above its first sentence, whatever it ends in: 甲工作 / 完成情况说明."""
    plain = not any(_NO_TITLE.search(line.text) or mark_of(line.text) or organisations(line.text) for line in head)
    if head and bare(head[0].text) == bare("".join(line.text for line in head[1:])):
        head, lines = head[1:], lines[1:]
    opens = 0 < len(head) <= min(_OPENING_LINES, len(lines) - 1) and ends_sentence(lines[len(head)].text)
    return _stated_title(source, head).inferred() if opens and plain else None


def _fuller(head: Sequence[SourceLine], ends: Sequence[int], title: Stated[str]) -> SourceLine | None:
    """The line above that says the whole title, where what stands last is but the end of it, as copies repeat titles, or approves that."""
    if approved := _APPROVES.search(title.value):
        return next((head[i] for i in ends if bare(_unmarked(head[i].text)) == bare(approved[1])), None)
    if re.search(rf"关于|{PASSES_ON}", title.value):
        return None
    end = bare(title.value)
    return next((head[i] for i in ends if (own := bare(_unmarked(head[i].text))).endswith(end) and "关于" in own), None)


def _is_second_half(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a title that begins in the line above ends in this one: `甲市人民政府关于提高最低` / `保障标准的通知`."""
    above = lines[at - 1].text if at else ""
    begins = "关于" in above and not re.search(r"[，,。；;：:]", above) and not ends_like_title(above)
    return begins and "关于" not in lines[at].text


def _ends_title(words: str) -> bool:
    """Whether a line of the head ends a title; words such as 政策 end many other lines, so they need 关于 or a name of some length."""
    words = _undated(_unmarked(unspaced(words)))
    if _PASSED_ON.search(words):
        return True
    if not ends_like_title(words) or order_bodies(words) is not None:
        return False
    return (
        not _WEAK_END.search(words)
        or "关于" in words
        or (len(words) >= _WEAK_LENGTH and not re.search(r"[ \t>|]", words))
    )


def _unmarked(words: str) -> str:
    """A title without a page's tag in front, a headline's verb, an annex or a remark ([全文废止]) behind, and without 《》 around it."""
    words = _HEADLINE.sub("", PAGE_TAG.sub("", words))
    words = words.removesuffix("》") if words.count("》") > words.count("《") else words  # the rest is a page's or lost
    marked = _IN_TITLE_MARKS.fullmatch(words)
    return marked[1] if marked else words


def _undated(title: str) -> str:
    """A title without the day that a collection of laws prints behind it."""
    dated = _DATED.search(title)
    return title[: dated.start()] if dated and is_date(dated[1]) else title


def title_day(source: SourceText, title: Stated[str] | None) -> Stated[date] | None:
    """The day that stands in brackets behind the title, which collections mean as the day of issue."""
    dated = _DATED.search(title.quote) if title else None
    if not (title and dated and is_date(dated[1])):
        return None
    start, end = (title.start + place for place in dated.span(1))
    return Stated.at(source.text, find_dates(dated[1])[0].value, start, end, "inferred")


def _is_plain_title(line: SourceLine) -> bool:
    if _CLOSING_WORDS.match(line.text):
        return False
    ends = _ends_title(line.text) or _NAMES_TABLE.search(line.text)
    return bool(ends) and not re.search(r"[，。；：\t]", line.text) and not mark_of(line.text)


def _is_furniture(line: SourceLine, number: Stated[str] | None) -> bool:
    """A line of the head that is no part of a title: the number, a date, a page mark, a letterhead."""
    if number and line.start < number.end and line.end > number.start:
        return True
    annex = ANNEX.match(line.text)
    if _NOISE.match(line.text) or line.text.endswith("文件") or (annex and not annex["rest"]):
        return True
    if order_bodies(line.text) is not None or is_page_furniture(line.text):
        return True
    if _FIELD.match(line.text):
        return True
    dates = find_dates(line.text)
    return bool(dates) and dates[0].end - dates[0].start >= len(line.text) - 4


def _title_start(head: Sequence[SourceLine], last: int, number: Stated[str] | None) -> int:
    """Upwards from the title's last line to where it begins; names of bodies belong to it only as in `A B印发关于…`."""
    first = last
    while first and not _is_furniture(head[first - 1], number) and not _is_whole(head, first, last):
        if is_page_line(head[first - 1].text, head[first : last + 1]) or _is_byline(head, first, last):
            break
        first -= 1
    after_number = number is not None and first and head[first - 1].end >= number.end
    while not after_number and first < last and organisations(head[first].text):
        # Above the title stands a letterhead, unless the title goes on with 关于 or 印发 right after the names.
        names_end = next((i for i in range(first, last + 1) if not organisations(head[i].text)), last)
        if re.match(rf"(?:关于|{PASSES_ON})", head[names_end].text):
            break
        first = names_end
    return first


def is_page_line(above: str, title: Sequence[SourceLine]) -> bool:
    """Whether a line above a title is the page's: it says the title already, or what is below begins as titles do and wants nothing.

    A title begins with the bodies whose it is (`甲局 乙局关于…`), with 关于, or with the place of a statute (`甲市…条例`).
    """
    words = "".join(line.text for line in title)
    if bare(words) in bare(above):
        return True
    if canonical_number(above):
        return False
    if named_bodies(words):
        return not organisations(above)
    return bool(_OPENS_TITLE.match(words)) and not (organisations(above) or _SPEAKS.search(above))


def _is_byline(head: Sequence[SourceLine], first: int, last: int) -> bool:
    """Whether the bodies above a title are the author whom collections print below another title: with them it is not said again above."""
    if first < 2 or not organisations(head[first - 1].text) or not ends_like_title(head[first - 2].text):
        return False
    below, above = ("".join(line.text for line in head[n : last + 1]) for n in (first, first - 1))
    headline = bare(head[first - 2].text)
    # A title that begins with 关于 wants its body below a page's headline, but for one that says it again or names what it issues.
    wanted = below.startswith("关于") and headline not in bare(below)
    return not wanted and bare(above) not in headline


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
    return Stated.at(source.text, _STRAY.sub("", _undated(title)), lines[0].start, lines[-1].end)


def title_bodies(source: SourceText, title: Stated[str] | None) -> Stated[tuple[str, ...]] | None:
    """The bodies a title begins with: `A、B关于…的通知` -> A, B."""
    if title is None:
        return None
    names = named_bodies(title.value)
    end = re.search(rf"\s*(?:{PASSES_ON}|关于)", title.quote)
    if names and end:
        return Stated.at(source.text, names, title.start, title.start + end.start(), title.basis)
    speaks = _SPOKEN.search(title.value) and not end
    body = next((title.value[:n] for n in range(len(title.value) - 2, 3, -1) if is_body(title.value[:n])), "")
    if not speaks or not title.quote.startswith(body) or not body:
        return None
    return Stated.at(source.text, (body,), title.start, title.start + len(body), "inferred")
