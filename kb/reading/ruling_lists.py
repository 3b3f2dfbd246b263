"""Lists of documents that a text repeals, extends or confirms: items and table rows under one lead, in its body or in an annex.

The lead is the nearest heading, introduction (下列文件予以废止：) or annex title (废止的规范性文件目录) above an item; where a table says
of each row what becomes of it (清理意见：废止), the row's own word counts. A lead that says two things (废止和修改) decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.language import DATE_PATTERN, Duration, find_dates, find_durations
from kb.reading.amendments import amended_parts, introduced_by
from kb.reading.document_numbers import canonical_number
from kb.reading.located import bare
from kb.reading.named_documents import Named, listed_documents, masked, unwrapped
from kb.reading.rulings import Ruling, rulings_in
from kb.reading.title_kinds import ends_like_title
from kb.records import Clause, EffectKind
from kb.regex import regex

_REPEALED = r"废止|失效|作废|(?:停止|终止)(?:执行|施行|实施|使用|适用)|不再(?:执行|施行|实施|使用|适用)"
_SAID: tuple[tuple[EffectKind | None, re.Pattern[str]], ...] = (
    ("extends", regex(r"延长|延续|顺延")),
    ("confirms", regex(r"(?:继续|仍然?|现行)有效|保留|继续(?:执行|施行|实施|适用)")),
    ("repeals", regex(_REPEALED)),
    (None, regex(r"修改|修订|修正|拟|征求意见|建议|[未不]予|已[经被]?(?:明令)?(?:废止|失效)")),
)
_LEADS = regex(r"下列|以下|如下|目录|清单|名单|一览表|[：:]$")
_SINCE = regex(rf"[自从于](?P<day>{DATE_PATTERN})起")
_INTRODUCES = regex(r"[^。；]*[：:]$")
_INLINE = regex(r"(?P<lead>[^。；《：:]{2,120}[：:])(?P<items>[^：:]*《.*)", re.DOTALL)
_BETWEEN_ITEMS = regex(r"[^；;。\n]+")
_TITLE_COLUMN = regex(r"名称|标题|题名|文件$")


@dataclass(frozen=True)
class _Lead:
    """What a lead says of the documents under it; `kind` is None if it says several things, or none of these."""

    kind: EffectKind | None
    words: str
    on: date | None = None
    until: date | None = None
    term: Duration | None = None


def rulings_of(clauses: Sequence[Clause]) -> tuple[Ruling, ...]:
    """Every ruling of a document on others, from its sentences and its lists, in reading order; each one once."""
    found: dict[tuple[EffectKind, str, tuple[str, ...]], Ruling] = {}
    by_id = {clause.id: clause for clause in clauses}
    introduced: dict[str | None, _Lead] = {}
    amended: dict[str | None, Named] = {}
    title = _title_lead(clauses)
    for clause in clauses:
        lead = introduced.get(clause.parent) or _above(clause, by_id) or title
        stated = rulings_in(clause.text) if clause.kind != "row" else ()
        names = {ruling.named.name for ruling in stated}
        listed = tuple(one for one in _listed(clause, lead) if one.named.name not in names)
        about = amended.get(clause.parent)
        items = amended_parts(clause, about) if clause.kind != "row" else ()
        for ruling in (*stated, *listed, *items):
            placed = replace(ruling, clause=clause.id, label=clause.label)
            found.setdefault((ruling.kind, ruling.named.name, ruling.parts), placed)
        if below := introduced_by(clause, about):
            amended[clause.parent] = amended[clause.id] = below
        # What introduces a list holds for the items that follow it, up to the first that names no document.
        introduction = _lead_of(last[0]) if (last := _INTRODUCES.search(clause.text)) else None
        if introduction:
            introduced[clause.parent] = introduction
        elif not listed:
            introduced.pop(clause.parent, None)
    return tuple(found.values())


# ------------------------------------------------------------------------------------------------------ leads


def _lead_of(words: str) -> _Lead | None:
    """What the words say of documents listed under them; None if they are no lead of a list of documents."""
    if not any(pattern.search(words) for _, pattern in _SAID):
        return None
    plain = masked(bare(words)).text
    said = [kind for kind, pattern in _SAID if pattern.search(plain)]
    if not said or not _LEADS.search(plain):
        return None
    kind = said[0] if len(set(said)) == 1 else None
    since, days = _SINCE.search(plain), find_dates(plain)
    on = find_dates(since["day"])[0].value if since and find_dates(since["day"]) else None
    spans = find_durations(plain)
    extends = kind == "extends"
    return _Lead(
        kind,
        words,
        None if extends else on,
        days[-1].last if extends and days else None,
        spans[-1].value if extends and spans and not days else None,
    )


def _above(clause: Clause, by_id: Mapping[str, Clause]) -> _Lead | None:
    """The nearest lead among the headings and annex titles that a clause stands under."""
    above = by_id.get(clause.parent or "")
    while above:
        for line in reversed(above.text.split("\n")):
            if lead := _lead_of(line):
                return lead
        above = by_id.get(above.parent or "")
    return None


def _title_lead(clauses: Sequence[Clause]) -> _Lead | None:
    """What a document's own title says of the documents it lists: 关于公布废止的规范性文件目录的通知."""
    title = clauses[0].text if clauses and clauses[0].kind == "block" else ""
    lines = [line for line in title.split("\n") if re.search(r"关于.*(?:文件|目录|清单)的", line)]
    lead = _lead_of(f"{lines[-1]}：") if lines else None
    return replace(lead, words=lines[-1]) if lead else None


# ------------------------------------------------------------------------------------------------------ items


def _listed(clause: Clause, lead: _Lead | None) -> Iterator[Ruling]:
    """The rulings that a clause makes as an item or a row of a list, or as a list of its own."""
    if clause.kind == "row":
        yield from _row(clause, lead)
        return
    inline = _INLINE.search(clause.text)
    own = _lead_of(inline["lead"]) if inline else None
    said, items = (own, inline["items"]) if inline and own else (lead, clause.text)
    if said is None or said.kind is None:
        return
    for item in _BETWEEN_ITEMS.findall(items):
        if _lead_of(item):
            continue  # 附件：废止的规范性文件目录 is the name of a list, no document on it
        for named in listed_documents(bare(item)):
            yield _ruling(said, named, (said.words, item.strip()))


def _row(clause: Clause, lead: _Lead | None) -> Iterator[Ruling]:
    """The ruling of a table row: its title and number, each in a cell; a cell that is a verdict (废止) goes before the lead."""
    cells = [(cell.column, cell.text, bare(cell.text)) for cell in clause.cells if cell.text.strip()]
    verdict = next((text for _, text, plain in cells if len(plain) <= 12 and _verdict(plain)), None)
    said = _verdict(verdict) if verdict else lead
    numbers = [(text, number) for _, text, plain in cells if (number := canonical_number(plain))]
    titles = [(text, plain) for column, text, plain in cells if ends_like_title(unwrapped(plain)) and text != verdict]
    named_at = [(text, plain) for column, text, plain in cells if _TITLE_COLUMN.search(column)]
    title = next(iter(titles or named_at), None)
    if said is None or said.kind is None or not (title or numbers):
        return
    listed = listed_documents(title[1]) if title and not numbers else ()
    number = numbers[0][1] if numbers else None
    named = listed or (Named(0, 0, number, unwrapped(title[1]) if title else None),)
    words = [said.words, title[0] if title else "", numbers[0][0] if numbers else ""]
    for one in named:
        yield _ruling(said, one, tuple(dict.fromkeys(word for word in words if word)))


def _verdict(words: str) -> _Lead | None:
    """What a cell alone says of its row's document: 废止, 继续有效, 延长至2027年5月15日; None for any other cell."""
    lead = _lead_of(f"{words}：")
    return replace(lead, words=words) if lead else None


def _ruling(lead: _Lead, named: Named, words: tuple[str, ...]) -> Ruling:
    kind = lead.kind or "repeals"
    return Ruling(kind, named, words, on=lead.on, until=lead.until, term=lead.term)
