"""What a website prints around the document it publishes: labelled fields (文号：… 发布日期：… 有效性：…) and its own furniture.

A copied page begins or ends with a box of such fields. They are evidence of a second rank, the site's and not the text's, and no part of
the document, so their lines are set aside. The labels are data (kb/data/site_fields.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Any, TypeVar

import yaml

from kb.language import find_dates, simplified_in_place
from kb.reading.document_numbers import canonical_number
from kb.reading.outline import TITLE_END, mark_of
from kb.reading.source_lines import SourceLine, organisations, source_lines
from kb.reading.statements import Stated

WEBSITE = "网页信息 website"

T = TypeVar("T")
_HEAD_LINES, _BOX_LINES, _LABELS = 40, 25, 2
_EDGE = "| \t\u00a0\u3000"
_TYPED = ("number", "issued", "published", "effective_from", "effective_to", "status", "counter")
_STATUS_LENGTH = 8
_MENU_LENGTH, _VALUE_LENGTH = 20, 40
_GENERIC = 2  # labels of at most so many characters (时间, 来源) are words of ordinary text too
_CLOSES, _OPENS = r"\]】〕)）", r"\[【〔(（"
_SALUTATION = re.compile(r"^各.*[：:]$")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_PLAIN_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_CODE = re.compile(r"[\dA-Z/_.\-—]{6,}")
_TRAIL = re.compile(
    r"^(?:(?:(?:您|当前|所在|现在)[\u4e00-\u9fff]{0,4}位置)?\s*[：:]?\s*(?:网站)?首页.*[>》›»].*[>》›»].*"
    r"|(?:您|当前|所在|现在)[\u4e00-\u9fff]{0,4}位置[：:].*[>》›»].*)$"
)
# Links side by side.
_MENU = re.compile(r"[^\s，。；：]{1,8}(?:\s+[^\s，。；：]{1,8}){3,}")
_PIPED = re.compile(r"[^\s|，。：:]{1,8}(?:\s*\|\s*[^\s|，。：:]{1,8})+")
_OPERATOR = re.compile(r"ICP备|公网安备|网站标识码")
_RULE_ROW = re.compile(r"[|\s:-]*-[|\s:-]*")
_LAPSED, _IN_FORCE = re.compile(r"失效|废止|无效|^否$"), re.compile(r"有效|现行|生效|^是$")


@dataclass(frozen=True)
class SitePage:
    """The fields a site gives with their words, and the half-open source ranges that are the site's and not the document's."""

    fields: dict[str, Stated[Any]] = field(default_factory=dict)
    spans: tuple[tuple[int, int], ...] = ()

    def get(self, name: str) -> Stated[Any] | None:
        """The value of a field of kb/data/site_fields.yaml such as `number` or `issued`; None if the page does not give it."""
        return self.fields.get(name)


@dataclass(frozen=True)
class _Vocabulary:
    """The labels by field, and the expressions that find labels and furniture in a line."""

    fields: dict[str, str]
    labels: re.Pattern[str]
    furniture: re.Pattern[str]
    lone: re.Pattern[str]


@dataclass(frozen=True)
class _Pair:
    """A label of a line, and where its value stands there; `start == end` where the line gives none."""

    name: str
    start: int
    end: int


@lru_cache(maxsize=2)  # cleaning and metadata ask for the same text
def site_page(text: str) -> SitePage:
    """The site's fields and furniture at the top and at the end of a decoded file."""
    lines = source_lines(simplified_in_place(text))
    head = _head_size(lines)
    own: dict[int, list[_Pair]] = {}
    for i in range(head):
        furniture = _is_furniture(lines[i].text)
        pairs = [] if furniture else list(_pairs(lines[i].text))
        if furniture or pairs or _is_web_date(lines[i].text):
            own[i] = pairs
    labels = [pair.name for i, pairs in own.items() for pair in pairs if _is_evident(lines[i].text, pair)]
    dated = any(not pairs and _is_web_date(lines[i].text) for i, pairs in own.items())
    if len(labels) < _LABELS and not set(labels) & set(_TYPED) and not dated:
        own = {i: pairs for i, pairs in own.items() if not pairs}
    else:
        own |= {i: [pair] for i in range(head) if i not in own and (pair := _bare_label(lines[i].text))}
        own |= {i: [] for i in range(head) if _RULE_ROW.fullmatch(lines[i].text) or is_page_furniture(lines[i].text)}
    own |= {i: [] for i in range(min(own, default=0)) if _PIPED.fullmatch(lines[i].text)}
    own |= {i: [] for i in _navigation(lines, head) if i not in own}
    for i in range(_box_start(lines, head), len(lines)):
        own[i] = list(_pairs(lines[i].text))
    return _page_of(text, lines, own)


def _page_of(text: str, lines: Sequence[SourceLine], own: dict[int, list[_Pair]]) -> SitePage:
    """The fields of the lines that are the site's; a label that ends its line has its value on the next where that fits."""
    fields: dict[str, Stated[Any]] = {}
    taken = set(own)
    for i in sorted(own):
        line = lines[i]
        for pair in own[i]:
            start, end, place = pair.start, pair.end, i
            if start == end and pair is own[i][-1] and i + 1 < len(lines) and not list(_pairs(lines[i + 1].text)):
                start, end, place = 0, len(lines[i + 1].text), i + 1
            words = lines[place].text[start:end]
            value = _READ[pair.name](words) if pair.name in _READ else None
            between = place != i and place + 1 in own and len(words) <= _VALUE_LENGTH
            fits = value is not None or (pair.name in ("other", "footer") and _CODE.fullmatch(words)) or between
            # Right below an empty field may stand the document's title: it is the site's only where it is said again.
            if fits and (place == i or pair.name != "title" or text.count(words) > 1):
                taken.add(place)
            if value is not None and pair.name not in fields:
                offset = lines[place].start
                fields[pair.name] = Stated.at(text, value, offset + start, offset + end, "site")
        if not own[i] and "published" not in fields and _is_web_date(line.text) and (days := find_dates(line.text)):
            fields["published"] = Stated.at(text, days[0].value, line.start, line.end, "site")
    return SitePage(fields, tuple((lines[i].start, lines[i].end) for i in sorted(taken)))


def _navigation(lines: Sequence[SourceLine], head: int) -> list[int]:
    """The short lines above a trail of links (首页>…): what stands there is the site's menu, but for a title or a number."""
    trail = next((i for i in reversed(range(head)) if _TRAIL.match(lines[i].text)), 0)
    above = ((i, lines[i].text) for i in range(trail))
    return [
        i
        for i, words in above
        if (len(words) <= _MENU_LENGTH or _MENU.fullmatch(words))
        and not TITLE_END.search(words)
        and not canonical_number(words)
    ]


def is_field_line(words: str) -> bool:
    """Whether a line gives a field of the document that a page publishes (文号：…), with a value that fits it."""
    pairs = (pair for pair in _pairs(words) if pair.name in _READ and pair.start < pair.end)
    return any(_is_evident(words, pair) for pair in pairs)


def is_page_furniture(words: str) -> bool:
    """Whether a line holds words and signs of a page's own furniture alone, be it a single one."""
    return bool(_vocabulary().lone.fullmatch(words))


def meta_labels() -> frozenset[str]:
    """The names of `<meta>` that give such a field, in lower case."""
    return frozenset(label for label, name in _vocabulary().fields.items() if label.isascii() and name in _READ)


def _head_size(lines: Sequence[SourceLine]) -> int:
    """How many lines stand before the first salutation, running sentence or outline mark."""
    for i, line in enumerate(lines[:_HEAD_LINES]):
        words = line.text
        if (_SALUTATION.match(words) or "。" in words or (i and mark_of(words))) and not next(_pairs(words), None):
            return i
    return min(len(lines), _HEAD_LINES)


def _box_start(lines: Sequence[SourceLine], head: int) -> int:
    """Where the box of fields below the document begins, or the page's own last lines; `len(lines)` where there is neither."""
    end, operated = len(lines), False
    while end > head and (
        _is_furniture(words := lines[end - 1].text)
        or _is_footer(words)
        or (operated and _vocabulary().lone.fullmatch(words))
    ):
        operated = operated or bool(_OPERATOR.search(words))
        end -= 1
    for i in range(max(head, end - _BOX_LINES), end):
        if next(_pairs(lines[i].text), None):
            rest = lines[i:end]
            names = {pair.name for line in rest for pair in _pairs(line.text)} - {"other", "colophon", "footer"}
            if len(names) > 1 and not any("。" in line.text or mark_of(line.text) for line in rest):
                return i
    return end


def _pairs(words: str) -> Iterator[_Pair]:
    """The labels a line consists of, with their values; nothing for a line that does not begin with one."""
    known = _vocabulary()
    found: list[tuple[str, int, int]] = []
    for match in known.labels.finditer(words):
        label = _compact(match["label"])
        name = known.fields[label]
        first = match.start("label")
        apart = not first or words[first - 1].isspace() or match["open"] or len(label) > _GENERIC or name == "number"
        signed = match["sign"].strip() or "\t" in match["sign"] or match["open"]
        value = words[match.end() :].strip().split("  ")[0]
        fits = name in _TYPED and words[match.end() - 1].isspace() and _READ[name](value) is not None
        if apart and (signed or fits or (match.end() == len(words) and name in _TYPED)):
            found.append((name, match.start(), match.end()))
    if not found or words[: found[0][1]].strip("| \t\u3000"):
        return
    stops = [start for _, start, _ in found[1:]] + [len(words)]
    for (name, _, start), stop in zip(found, stops, strict=True):
        value = words[start:stop]
        first = start + len(value) - len(value.lstrip(_EDGE))
        yield _Pair(name, first, max(first, start + len(value.rstrip(_EDGE))))


def _is_furniture(words: str) -> bool:
    """Whether a line holds nothing but words of a page's own furniture, a trail of links or the site's operator."""
    if _TRAIL.match(words) or _OPERATOR.search(words):
        return True
    return bool(_vocabulary().furniture.fullmatch(words))


def _is_evident(words: str, pair: _Pair) -> bool:
    """Whether a label has the kind of value it announces: 时间：4月8日 is a meeting's, 时间：2023-04-12 a page's."""
    return (
        pair.name not in _TYPED or pair.start == pair.end or _READ[pair.name](words[pair.start : pair.end]) is not None
    )


def _bare_label(words: str) -> _Pair | None:
    """The label a line consists of, whatever its field: in a page known to print fields its value stands on the next line."""
    name = _vocabulary().fields.get(_compact(words))
    return _Pair(name, len(words), len(words)) if name else None


def _is_footer(words: str) -> bool:
    """Whether a line below a text is a page's own, such as 责任编辑：… or 下一篇：…."""
    return {pair.name for pair in _pairs(words)} == {"footer"}


def _is_web_date(words: str) -> bool:
    """Whether a line is the day a page went up: written as computers write it, or with the time of day or furniture beside it."""
    if _PLAIN_DATE.fullmatch(words.strip("（）() ")):
        return True
    days = find_dates(words)
    if not days or days[0].start:
        return False
    rest = _CLOCK.sub("", words[days[0].end :])
    return rest != words[days[0].end :] or (bool(rest.strip()) and _is_furniture(rest.strip()))


def _compact(label: str) -> str:
    return re.sub(r"\s", "", label).lower()


@cache
def _vocabulary() -> _Vocabulary:
    data = yaml.safe_load((resources.files("kb.data") / "site_fields.yaml").read_text("utf-8"))
    furniture = sorted(map(str, data.pop("furniture")), key=len, reverse=True)
    fields = {_compact(label): name for name, labels in data.items() for label in labels}
    spaced = "|".join(r"[ \t\u00a0\u3000]*".join(label) for label in sorted(fields, key=len, reverse=True))
    labels = re.compile(
        rf"(?P<open>[{_OPENS}]?)[ \t]*(?P<label>{spaced})[ \u3000]*(?P<close>[{_CLOSES}]?)(?P<sign>[ \t\u3000]*[：:|\t]|[ \t]*)",
        re.IGNORECASE,
    )
    signs = r"[\s|>》›»/·…【】\[\]（）()：:，、+\-]|\b[A-Za-z]{1,2}\b"
    words = "|".join(map(re.escape, furniture))
    # One such word alone may be a heading; two, or one in the brackets of a button, are not.
    several = rf"(?:{signs})*(?:{words})(?:{signs})*(?:{words})(?:{words}|{signs})*|[【\[](?:{words})[】\]]"
    # Above the line of the site's operator one alone is a link, and a line of signs an ornament.
    lone = rf"(?:{signs})*(?:{words})(?:{signs})*|\W+"
    return _Vocabulary(fields, labels, re.compile(several), re.compile(lone))


def _day(words: str) -> date | None:
    days = find_dates(words)
    return days[0].value if days and days[0].precision == "day" and not words[: days[0].start].strip() else None


def _bodies(words: str) -> tuple[str, ...] | None:
    return organisations(re.sub(r"[/,，;；]", " ", words)) or None


def _lapsed(words: str) -> bool | None:
    if len(words) > _STATUS_LENGTH:
        return None  # 关于废止部分文件的决定 is a title
    return True if _LAPSED.search(words) else False if _IN_FORCE.search(words) else None


_READ: dict[str, Callable[[str], Any]] = {
    "number": canonical_number,
    "title": lambda words: words or None,
    "issuers": _bodies,
    "publisher": _bodies,
    "issued": _day,
    "published": _day,
    "effective_from": _day,
    "effective_to": _day,
    "status": _lapsed,
    "counter": lambda words: words if re.fullmatch(r"\d*|[-—]+", words) else None,
    "region": lambda words: words if words and not TITLE_END.search(words) else None,
}
