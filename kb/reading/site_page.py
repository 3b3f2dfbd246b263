"""What a website prints around the document it publishes: a box of labelled fields (文号：… 发布日期：… 有效性：…) and its own furniture.

The fields are evidence of a second rank, the site's and not the text's, and no part of the document, so their lines are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kb.language import ends_sentence, find_dates, simplified_in_place
from kb.reading.document_numbers import canonical_number, numbers_in
from kb.reading.joined_lines import REMARK
from kb.reading.outline import TITLE_END, mark_of
from kb.reading.page_lines import (
    PIPED,
    around_licences,
    closes_page,
    is_furniture,
    is_page_furniture,
    links_start,
    navigation,
)
from kb.reading.page_top import above_title, between_titles, head_size, is_web_date, news_intro
from kb.reading.site_fields import (
    MENU_LENGTH,
    READ,
    TYPED,
    VALUE_LENGTH,
    LabelledValue,
    bare_label,
    is_evident,
    labelled_values,
    unsigned_label,
    vocabulary,
)
from kb.reading.source_lines import SourceLine, source_lines
from kb.reading.statements import Stated
from kb.regex import regex

WEBSITE = "网页信息 website"
_BOX_LINES, _LABELS = 25, 2
_HEADING = regex(rf"[^#|]{{4,{VALUE_LENGTH}}}")
_CODE = regex(r"[\dA-Z/_.\-—]{6,}")
_WEB_ADDRESS = regex(r"https?://|\bwww\.|\.(?:gov|org|com|net)\b", re.IGNORECASE)
_RULE_ROW = regex(r"[|\s:-]*-[|\s:-]*")
_REMARK = regex(REMARK)
_LAPSED_REMARK = regex(rf"^{REMARK}(?<=废止|失效)$")
_FRONT_MATTER = regex(r"\s*---[ \t]*\n(?:[A-Za-z_][\w-]*:.*\n|[ \t]*\n|[ \t]+\S.*\n|- .*\n)+---[ \t]*(?:\n|$)")
_LABEL_LINE = regex(r"[\u4e00-\u9fff\s]{2,8}[：:]")
_CELL = regex(r"[^\s|]+")


@dataclass(frozen=True)
class SitePage:
    """The fields a site gives with their words, and the half-open source ranges that are the site's and not the document's."""

    fields: dict[str, Stated[Any]] = field(default_factory=dict)
    spans: tuple[tuple[int, int], ...] = ()

    def get(self, name: str) -> Stated[Any] | None:
        """The value of a field of kb/data/site_fields.yaml such as `number` or `issued`; None if the page does not give it."""
        return self.fields.get(name)


@lru_cache(maxsize=2)  # cleaning and metadata ask for the same text
def site_page(text: str) -> SitePage:
    """The site's fields and furniture at the top and at the end of a decoded file."""
    lines = source_lines(simplified_in_place(text))
    front = _front_matter(text)
    block = sum(line.start < front for line in lines)
    told = news_intro(lines[block:])
    intro = block if told is None else block + told + 1
    head = intro + head_size(lines[intro:])
    own: dict[int, list[LabelledValue]] = {i: _fields_of(lines, i) for i in range(block)}
    for i in range(block, head):
        furniture = is_furniture(lines[i].text)
        pairs = [] if furniture else _fields_of(lines, i)
        remark = _REMARK.fullmatch(lines[i].text)
        if furniture or pairs or remark or is_web_date(lines[i].text) or _WEB_ADDRESS.search(lines[i].text):
            own[i] = pairs
    labels = [pair.name for i, pairs in own.items() for pair in pairs if is_evident(lines[i].text, pair)]
    dated = any(not pairs and is_web_date(lines[i].text) for i, pairs in own.items())
    boxed = len(labels) >= _LABELS or bool(set(labels) & set(TYPED)) or dated
    if not boxed:
        own = {i: pairs for i, pairs in own.items() if not pairs}
    else:
        own |= {i: [pair] for i in range(head) if i not in own and (pair := bare_label(lines[i].text))}
        for i in (*range(head), *reversed(range(head))):  # 主题分类 民政: in a box a label needs no sign
            if i not in own and (own.get(i - 1) or own.get(i + 1)) and (pair := unsigned_label(lines[i].text, text)):
                own[i] = [pair]
        own |= {i: [] for i in range(head) if _RULE_ROW.fullmatch(lines[i].text)}
    words = [i for i in range(head) if is_page_furniture(lines[i].text)]
    menu = sum(bool(re.search(r"\w\w", lines[i].text)) for i in words) > 1
    own |= {i: own.get(i, []) for i in words if boxed or menu}
    own |= {i: [] for i in above_title(lines[:head], own, page=boxed or menu)}
    own |= {i: [] for label in _unknown_labels(lines[:head], own) for i in (label, label + 1)}
    own |= {i: [] for i in range(intro) if i not in own}
    own |= {i: [] for i in between_titles(lines[:head]) if i not in own}
    own |= {i: [] for i in range(min(own, default=0)) if PIPED.fullmatch(lines[i].text)}
    footer = around_licences(lines, head)
    buttons = (
        i for i, line in enumerate(lines) if line.text[0] in "【[" and vocabulary().furniture.fullmatch(line.text)
    )
    links = range(links_start(lines, head), len(lines))
    own |= {i: [] for i in (*navigation(lines, head), *links, *footer, *buttons) if i not in own}
    for i in (*range(_box_start(lines, head, links.start, footer), links.start), *links):
        own[i] = list(labelled_values(lines[i].text))
    for i in (*range(head), *range(max(head, len(lines) - _BOX_LINES), len(lines))):
        own |= _labels_above_values(lines, i)
    return _page_of(text, lines, own, front)


def _page_of(text: str, lines: Sequence[SourceLine], own: dict[int, list[LabelledValue]], front: int) -> SitePage:
    """The fields of the lines that are the site's; a label that ends its line has its value on the next where that fits."""
    fields: dict[str, Stated[Any]] = {}
    taken = set(own)
    for i in sorted(own):
        line = lines[i]
        for pair in own[i]:
            start, end, place = pair.start, pair.end, i
            if (
                start == end
                and pair is own[i][-1]
                and i + 1 < len(lines)
                and not list(labelled_values(lines[i + 1].text))
            ):
                start, end, place = 0, len(lines[i + 1].text), i + 1
            words = lines[place].text[start:end]
            if "number" not in fields and (beside := _number_beside(words)):
                number, at = beside
                offset = lines[place].start + start
                fields["number"] = Stated.at(text, number, offset + at, offset + len(words), "site")
                words, end = words[:at].rstrip(), start + len(words[:at].rstrip())
            value = READ[pair.name](words) if pair.name in READ else None
            between = place != i and place + 1 in own and len(words) <= VALUE_LENGTH
            between = between and not (TITLE_END.search(words) or canonical_number(words))
            fits = value is not None or (pair.name in ("other", "footer") and _CODE.fullmatch(words)) or between
            # Right below an empty field may stand the document's title: it is the site's only where it is said again.
            if fits and (place == i or pair.name != "title" or text.count(words) > 1):
                taken.add(place)
            if pair.name in ("other", "colophon") and "关于" in words and TITLE_END.search(words):
                offset = lines[place].start
                fields.setdefault("summary", Stated.at(text, words, offset + start, offset + end, "inferred"))
            if value is not None and pair.name not in fields:
                offset = lines[place].start
                own_title = pair.name == "title" and offset < front
                fields[pair.name] = Stated.at(
                    text, value, offset + start, offset + end, "stated" if own_title else "site"
                )
        if _LAPSED_REMARK.search(line.text):
            fields.setdefault("status", Stated.at(text, True, line.start, line.end, "site"))
        elif not own[i] and "published" not in fields and is_web_date(line.text) and (days := find_dates(line.text)):
            fields["published"] = Stated.at(text, days[0].value, line.start, line.end, "site")
    first = min((i for i in own if own[i] or is_web_date(lines[i].text)), default=0)
    above = lines[first - 1] if first else None
    below_text = any(ends_sentence(line.text) for i, line in enumerate(lines[:first]) if i not in own)
    if above and first - 1 not in own and _HEADING.fullmatch(above.text) and not below_text:
        fields["heading"] = Stated.at(text, above.text, above.start, above.end, "inferred")
    return SitePage(fields, tuple((lines[i].start, lines[i].end) for i in sorted(taken)))


def _front_matter(text: str) -> int:
    """Where the block ends in which a file of Markdown names itself (`title: …` between two `---`); 0 where it has none."""
    found = _FRONT_MATTER.match(text.lstrip("\ufeff").replace("\r", "\n"))
    return found.end() + text.startswith("\ufeff") if found else 0


def _fields_of(lines: Sequence[SourceLine], at: int) -> list[LabelledValue]:
    """The labelled values of a line; none of the head of a table, whose columns are called 名称, 文号, 状态."""
    words = lines[at].text
    pairs = list(labelled_values(words))
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    rows = "\t" in words and words.count("\t") == below.count("\t") and not list(labelled_values(below))
    typed = any(pair.name in TYPED and pair.start < pair.end and is_evident(words, pair) for pair in pairs)
    return [] if rows and not typed else pairs


def _labels_above_values(lines: Sequence[SourceLine], at: int) -> dict[int, list[LabelledValue]]:
    """A row of labels (索引号 文号 发布日期) and below it, on one line or several, as many values that fit them, by line."""
    known, words = vocabulary(), lines[at].text
    names = [known.fields[re.sub(r"\s", "", match["label"]).lower()] for match in known.labels.finditer(words)]
    if not {"other"} < set(names) or known.labels.sub("", words).strip():
        return {}
    below = range(at + 1, min(at + 1 + len(names), len(lines)))
    cells = [(i, cell) for i in below for cell in _CELL.finditer(lines[i].text)][: len(names)]
    typed = [(name, cell[0]) for name, (_, cell) in zip(names, cells, strict=False) if name in READ]
    if len(cells) < len(names) or not typed or any(READ[name](value) is None for name, value in typed):
        return {}
    found: dict[int, list[LabelledValue]] = {at: []}
    for name, (i, cell) in zip(names, cells, strict=True):
        found.setdefault(i, []).append(LabelledValue(name, cell.start(), cell.end()))
    return found


def _number_beside(words: str) -> tuple[str, int] | None:
    """The document number that a value ends with, a gap before it, and where it begins: `甲部  甲部发[2018]53号`."""
    for start, end, _ in numbers_in(words):
        if start and end == len(words) and words[start - 1].isspace() and (number := canonical_number(words[start:])):
            return number, start
    return None


def _unknown_labels(lines: Sequence[SourceLine], own: Container[int]) -> Iterator[int]:
    """Labels that are not known, each with its value on the line below, between fields of a box that prints all of them so."""
    for i in range(1, len(lines) - 2):
        if i not in own and i + 1 not in own and _LABEL_LINE.fullmatch(lines[i].text):
            value = lines[i + 1].text
            near = range(max(0, i - 3), i), range(i + 2, min(len(lines), i + 5))
            if (
                len(value) <= MENU_LENGTH
                and not TITLE_END.search(value)
                and all(any(j in own for j in side) for side in near)
            ):
                yield i


def _box_start(lines: Sequence[SourceLine], head: int, end: int, footer: Container[int]) -> int:
    """Where the box of fields below the document begins, or the page's own last lines above `end`; `end` where there is neither."""
    while end > head and (end - 1 in footer or closes_page(lines[end - 1].text)):
        end -= 1
    for i in range(max(head, end - _BOX_LINES), end):
        if _fields_of(lines, i):
            rest = lines[i:end]
            names = {pair.name for line in rest for pair in labelled_values(line.text)} - {
                "other",
                "colophon",
                "footer",
            }
            if len(names) > 1 and not any("。" in line.text or mark_of(line.text) for line in rest):
                return i
    return end
