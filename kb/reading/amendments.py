"""Decisions that amend: items under `对《甲办法》作如下修改：` each name an article, which is what they change.

`二、第三条修改为：“…”` -> 第三条 of 《甲办法》. A new article (增加一条，作为第七条) changes none that is there. An item may name its document
itself and go on with others of its articles in the lines below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.reading.named_documents import DOCUMENT, Named, flat, masked
from kb.reading.outline import NUMERAL, mark_of
from kb.reading.rulings import Ruling
from kb.records import Clause
from kb.regex import regex

_NUMBER = rf"[{NUMERAL}\d]{{1,5}}"
_STEP = rf"第{_NUMBER}[编章节条款项目](?:之{_NUMBER})?"
_PART = regex(
    rf"(?:(?:将|把|对|在|于|原|删[去除]|{DOCUMENT}){{0,4}})(?:的|中)?"
    rf"(?P<part>第{_NUMBER}[章条](?:之{_NUMBER})?(?:{_STEP})*(?:[、，和及与至到]{{1,2}}{_STEP})*)"
)
_CHANGES = regex(
    rf"[^，。；：规]{{0,30}}?(?:(?:修改|修正|调整|改)为|删[去除]|增加{_NUMBER}[款项条句]|增设|合并|移至|改作|作为第)"
)
_LEAD = regex(r"(?:修改|修订|修正|调整)[：:]$")
# What has none of these says no change, however its words are spaced.
_CHANGED = regex(r"删|增\s*[加设]|合\s*并|移\s*至|[改正整]\s*[为作]|作\s*为\s*第")
_ITEM_LENGTH = 200


@dataclass(frozen=True)
class _Item:
    """The first words of an item without white space, after its mark, with the documents as one sign each."""

    text: str
    named: Named | None


def introduced_by(clause: Clause, about: Named | None) -> Named | None:
    """The document that the items below a clause amend: the one of its last line (`对《甲》作如下修改：`); `about` where it names none."""
    line = clause.text.rsplit("\n", 1)[-1]
    if "：" not in line and ":" not in line:
        return None
    last = flat(line)
    if not _LEAD.search(last.text):
        return None
    named = list(masked(last.text).named.values())
    return named[-1] if named else about


def amended_parts(clause: Clause, about: Named | None) -> Iterator[Ruling]:
    """What the lines of an item amend: each the articles that it begins with, of the document named in it or above it."""
    for line in clause.text.split("\n") if _CHANGED.search(clause.text) else ():
        item = _item(line)
        about = item.named or about
        part = _PART.match(item.text)
        if part and about and (_CHANGES.match(item.text, part.end()) or item.text.startswith("删")):
            yield Ruling("amends", about, (line.strip(),), parts=(part["part"],))


def _item(line: str) -> _Item:
    words = line.strip()
    mark = mark_of(words)
    plain = flat(words[mark.length if mark else 0 :][:_ITEM_LENGTH])
    signs = masked(plain.text)
    part = _PART.match(signs.text)
    own = [named for place, named in signs.named.items() if part and place < part.start("part")]
    return _Item(signs.text, own[-1] if own else None)
