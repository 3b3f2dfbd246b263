"""The labelled fields that a website prints beside a document (文号：… 发布日期：… 有效性：…), as the words of a line give them.

The labels are data (kb/data/site_fields.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from kb.files import shipped_yaml
from kb.language import find_dates
from kb.reading.bodies import named_body, organisations
from kb.reading.document_numbers import canonical_number
from kb.reading.outline import TITLE_END
from kb.regex import regex

_EDGE = "| \t\u00a0\u3000"
TYPED = ("number", "issued", "published", "effective_from", "effective_to", "status", "counter")
_STATUS_LENGTH = 8
MENU_LENGTH, VALUE_LENGTH = 20, 40
_GENERIC = 2  # labels of at most so many characters (时间, 来源) are words of ordinary text too
_CLOSES, _OPENS = r"\]】〕)）", r"\[【〔(（"
# A page's buttons stand there too: [手机版本] [扫描分享] 发布时间：…
_BEFORE_LABEL = regex(r"[| \t\u3000*]*(?:(?:\[[^\[\]]{2,10}\]\s*)+|\d{1,2}[.．、]\s*)?")
_LAPSED, _IN_FORCE = regex(r"失效|废止|无效|^否$"), regex(r"有效|现行|生效|^是$")


@dataclass(frozen=True)
class SiteLabels:
    """The labels by field, and the expressions that find labels, furniture and the heading of a list of links in a line."""

    fields: dict[str, str]
    labels: re.Pattern[str]
    furniture: re.Pattern[str]
    lone: re.Pattern[str]
    link_heading: re.Pattern[str]


@dataclass(frozen=True)
class LabelledValue:
    """A label of a line, and where its value stands there; `start == end` where the line gives none."""

    name: str
    start: int
    end: int


def is_field_line(words: str) -> bool:
    """Whether a line gives a field of the document that a page publishes (文号：…), with a value that fits it."""
    pairs = (pair for pair in labelled_values(words) if pair.name in READ and pair.start < pair.end)
    return any(is_evident(words, pair) for pair in pairs)


def meta_labels() -> frozenset[str]:
    """The names of `<meta>` that give such a field, in lower case."""
    return frozenset(label for label, name in vocabulary().fields.items() if label.isascii() and name in READ)


def labelled_values(words: str) -> Iterator[LabelledValue]:
    """The labels a line consists of, with their values; nothing for a line that does not begin with one."""
    known = vocabulary()
    matches = list(known.labels.finditer(words))
    names = [known.fields[_compact(match["label"])] for match in matches]
    spaced = [not (begin := match.start("label")) or words[begin - 1] in " \t\xa0\u3000：:" for match in matches]
    fitting = [_fits(name, match, words) for name, match in zip(names, matches, strict=True)]
    found: list[tuple[str, int, int]] = []
    for match, name, alone, fits in zip(matches, names, spaced, fitting, strict=True):
        long = len(_compact(match["label"])) > _GENERIC
        apart = alone or match["open"] or long or name == "number"
        signed = match["sign"].strip() or "\t" in match["sign"] or match["open"]
        # Where one label of a line needs no sign, the others need none.
        unsigned = fits or (any(fitting) and alone and long) or (match.end() == len(words) and name in TYPED)
        if apart and (signed or unsigned):
            found.append((name, match.start(), match.end()))
    if not found or not _BEFORE_LABEL.fullmatch(words[: found[0][1]]):
        return
    stops = [start for _, start, _ in found[1:]] + [len(words)]
    for (name, _, start), stop in zip(found, stops, strict=True):
        value = words[start:stop]
        first = start + len(value) - len(value.lstrip(_EDGE))
        yield LabelledValue(name, first, max(first, start + len(value.rstrip(_EDGE))))


def _fits(name: str, label: re.Match[str], words: str) -> bool:
    """Whether what follows a label without a sign, up to the next gap or label, is a value of its kind."""
    if not words[label.end() - 1].isspace():
        return not words[: label.start("label")].strip() and _is_value(name, words[label.end() :])
    after = vocabulary().labels.search(words, label.end())
    value = words[label.end() : after.start() if after else None].strip().split("  ")[0]
    return name in TYPED and READ[name](value) is not None


def is_evident(words: str, pair: LabelledValue) -> bool:
    """Whether a label has the kind of value it announces: 时间：4月8日 is a meeting's, 时间：2023-04-12 a page's."""
    return pair.name not in TYPED or pair.start == pair.end or READ[pair.name](words[pair.start : pair.end]) is not None


def _is_value(name: str, words: str) -> bool:
    """Whether the words are a value of the field and nothing else, so that no sign is wanted between label and value: 施行日期2023年9月28日."""
    value = READ[name](words) if words and name in READ and name not in ("title", "region", "counter") else None
    days = find_dates(words) if isinstance(value, date) else []
    return value is not None and all(day.end == len(words.rstrip()) for day in days[:1])


def unsigned_label(words: str, text: str) -> LabelledValue | None:
    """The label that a line of a box begins with without a sign: a short line, or a title that the text says again."""
    found = vocabulary().labels.match(words)
    label = _compact(found["label"]) if found else ""
    if found is None or (len(label) <= _GENERIC and vocabulary().fields[label] != "title"):
        return None
    value, name = words[found.end() :].strip(), vocabulary().fields[label]
    again = name == "title" and bool(value) and text.count(value) > 1
    titled = name != "other" and TITLE_END.search(words)
    short = len(words) <= MENU_LENGTH + len(label) and not titled and not re.search(r"[，。；：]", words)
    return LabelledValue(name, len(words) - len(value), len(words)) if again or (short and name != "title") else None


def bare_label(words: str) -> LabelledValue | None:
    """The label a line consists of, whatever its field: in a page known to print fields its value stands on the next line."""
    name = vocabulary().fields.get(_compact(words))
    return LabelledValue(name, len(words), len(words)) if name else None


def is_footer(words: str) -> bool:
    """Whether a line below a text is a page's own, such as 责任编辑：… or 下一篇：…."""
    return {pair.name for pair in labelled_values(words)} == {"footer"}


def _compact(label: str) -> str:
    return re.sub(r"\s", "", label).lower()


@cache
def vocabulary() -> SiteLabels:
    """The words of kb/data/site_fields.yaml, read once."""
    data = shipped_yaml((resources.files("kb.data") / "site_fields.yaml").read_text("utf-8"))
    headings = list(map(str, data.pop("link_headings")))
    furniture = sorted((*map(str, data.pop("furniture")), *headings), key=len, reverse=True)
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
    lone = rf"(?:{signs})*(?:{words})(?:{signs})*|\W+|[A-Z][a-z]?[+-]?"
    above_links = rf"(?:{signs})*(?:{'|'.join(headings)}|相关[\u4e00-\u9fff]{{2,7}})(?:{signs})*"
    return SiteLabels(fields, labels, *map(re.compile, (several, lone, above_links)))


def _day(words: str) -> date | None:
    days = find_dates(words)
    return days[0].value if days and days[0].precision == "day" and not words[: days[0].start].strip() else None


def _bodies(words: str) -> tuple[str, ...] | None:
    return organisations(re.sub(r"[/,，;；]", " ", words)) or None


def _labelled_bodies(words: str) -> tuple[str, ...] | None:
    """Behind a label that says whose it is, a name need not end as bodies do: 甲区残疾人联合会机关."""
    return _bodies(words) or ((words,) if named_body(words) else None)


def _lapsed(words: str) -> bool | None:
    if len(words) > _STATUS_LENGTH:
        return None  # 关于废止部分文件的决定 is a title
    return True if _LAPSED.search(words) else False if _IN_FORCE.search(words) else None


READ: dict[str, Callable[[str], Any]] = {
    "number": canonical_number,
    "title": lambda words: words or None,
    "issuers": _labelled_bodies,
    "publisher": _labelled_bodies,
    "source": _bodies,
    "issued": _day,
    "published": _day,
    "effective_from": _day,
    "effective_to": _day,
    "status": _lapsed,
    "counter": lambda words: words if re.fullmatch(r"\d*|[-—]+", words) else None,
    "region": lambda words: words if words and not TITLE_END.search(words) else None,
}
