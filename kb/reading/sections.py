"""What stands around the outline of a document: title block, salutation, preamble, closing blocks.

The names follow GB/T 9704-2012, the format of official documents: 标题, 主送机关, 附件说明, 发文机关署名 and 成文日期 (together
落款), 附注, 版记.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from enum import Enum

from kb.language import ends_sentence, simplified
from kb.reading.bodies import organisations
from kb.reading.located import bare
from kb.reading.outline import (
    ANNEX,
    CHAPTER_RANK,
    DATE_LINE,
    ORGANISATION,
    RUNNING_START,
    TITLE_END,
    chapter_mark,
    heads_contents,
    mark_of,
    signs_with_day,
)
from kb.reading.paragraphs import Block, Paragraph
from kb.reading.parts import DocumentPart
from kb.reading.table_blocks import TableBlock
from kb.regex import regex

NUMBER_LINE = regex(r"^[\u4e00-\u9fff]{1,14}[〔\[【（(﹝]\s*\d{4}\s*[〕\]】）)﹞]\s*第?\s*\d{1,5}\s*号$")
UNIT_NOTE = regex(r"^[（(]?(?:计量)?单位\s*[：:]")
_SALUTATION = regex(r"^(?!.*(?:如下|以下|下列|决定)[^：:]{0,30}[：:]$)[^。！？]{2,300}[：:]$")
_CONTENTS_BY = 20
_EFFECT = regex(r"^本[^，。]{0,12}(?:自|从)[^。]{2,40}(?:施行|实施|执行|生效|起)|^本[^，。]{0,12}有效期")
_CONTACT = regex(r"联系人|联系电话|联系方式|电子邮箱")
_IMPRINT = regex(r"^(?:抄送|抄报|主题词)[：:]|印发$|^\S{4,40}(?:办公室|秘书处)$")
# So nothing else begins: who printed it when, and whether it may be seen.
_COLOPHON = regex(
    r"^(?:信息)?公开(?:方式|属性|类别|形式)[：:]\S{2,8}$|^[^，。；：]{0,40}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印\s*发$"
)
_NOTE = regex(r"^[（(].*[）)]$")
_LIST_ITEM = regex(r"^(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)])")
# A newspaper's dateline, or a span of time.
_NO_DAY = regex(r"星期|^\s*(?:至|到|—|-|~|～|前|后|起|以)")
# How a law was made and revised, in brackets below its title or one event a line.
_HISTORY = regex(r"(?:通过|批准|公布|发布|修[正订改]|施行)[）)]*$")
_SIGNING_DISTANCE = 12
# Below `附件1` alone stands its title, whatever that ends in; below a whole one what ends as titles do.
_ANNEX_TITLE = regex(r"^[^，。；：,;:\t]{5,60}$")
_NAMED_ANNEX = regex(rf"{TITLE_END.pattern}|[表图卡项目]$")
_SIGNS_TOO = regex(r"此页无正文|^[（(][^（）()]{0,30}代章[）)]$")


class BlockRole(Enum):
    """A block outside the outline; the value is its name in addresses."""

    CONTENTS = "目录"
    SALUTATION = "主送机关"
    PREAMBLE = "引言"
    HISTORY = "题注"
    EFFECT = "施行日期"
    CONTACT = "联系方式"
    ANNEX_LIST = "附件说明"
    SIGNATURE = "落款"
    NOTE = "附注"
    IMPRINT = "版记"


def front_size(blocks: Sequence[Block], part: DocumentPart) -> int:
    """How many blocks at the start are the title block: letterhead, number and title, up to the salutation or the text."""
    if part.title and not part.annex:
        return _bylines(blocks)
    size = 0
    for index, block in enumerate(blocks[:12]):
        if not isinstance(block, Paragraph) or mark_of(block.text) or ends_sentence(block.text):
            break
        if is_unit_of_table(blocks, index):
            break
        if size and ((block.level and not part.title) or chapter_mark(block.text) or heads_contents(block.text)):
            break
        if size and _is_history(block.text):
            break
        if part.annex and not (_ANNEX_TITLE if _is_bare(part) else _NAMED_ANNEX).search(block.text):
            break
        size += 1
        if part.annex:
            break
    return size


def _bylines(blocks: Sequence[Block]) -> int:
    """How many lines below the title of an issued text name the bodies whose it is; above a day they sign."""
    texts = [block.text if isinstance(block, Paragraph) else "" for block in blocks[:12]]
    size = len(list(itertools.takewhile(organisations, texts)))
    return 0 if DATE_LINE.match("".join(texts[size : size + 1])) else size


def _is_bare(part: DocumentPart) -> bool:
    """Whether an annex is named by its number alone."""
    annex = ANNEX.match(part.title[0].text) if len(part.title) == 1 else None
    return annex is not None and not annex["rest"].strip()


def is_unit_of_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether a paragraph says in which unit the table below it counts (单位：元)."""
    block, below = blocks[index], blocks[min(index + 1, len(blocks) - 1)]
    return isinstance(block, Paragraph) and isinstance(below, TableBlock) and bool(UNIT_NOTE.match(block.text))


def contents_of(blocks: Sequence[Block]) -> range:
    """Where a table of contents stands: 目录 and the short lines below it, the first of which stands again where the text begins.

    Without that heading, three chapters one right below the other are one.
    """
    texts = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    start = next((i for i, text in enumerate(texts[:_CONTENTS_BY]) if heads_contents(text, texts[:i])), None)
    headed = start is not None
    if start is None:
        chapters = (i for i in range(len(texts[:_CONTENTS_BY])) if all(map(_is_chapter, texts[i : i + 3])))
        start = next(chapters, len(texts))
    if start + 2 >= len(texts):
        return range(0)
    first = _entry(texts[start + headed])
    again = next((i for i in range(start + 2, len(texts)) if _entry(texts[i]) == first), start)
    entries = itertools.takewhile(lambda i: not ends_sentence(texts[i]) and len(texts[i]) <= 60, range(start, again))
    return range(start, start + len(list(entries)))


def _is_chapter(text: str) -> bool:
    mark = mark_of(text)
    return mark is not None and mark.rank <= CHAPTER_RANK and not ends_sentence(text)


def _entry(text: str) -> str:
    """A line of a table of contents without the number of the page."""
    return bare(re.sub(r"[.．…·\s]*[（(]?\d*[)）]?$", "", text))


def role_of(part: DocumentPart, index: int, current: BlockRole | None, *, outlined: bool) -> BlockRole | None:
    """The role of the paragraph at `index`, or None if it belongs to the outline."""
    block = part.blocks[index]
    if not isinstance(block, Paragraph):
        return None
    if part.annex:
        return _annex_list_role(block.text, current) or (BlockRole.IMPRINT if _COLOPHON.match(block.text) else None)
    listed = _annex_list_role(block.text, current)
    if not (outlined or listed or block.level) and (opening := _opening_role(part, index, block.text)):
        return opening
    return _closing_role(part.blocks, index, block.text, current)


def _opening_role(part: DocumentPart, index: int, text: str) -> BlockRole | None:
    if (
        _SALUTATION.match(text)
        and not RUNNING_START.match(text)
        and not mark_of(text)
        and _seen_only_title(part, index)
    ):
        return BlockRole.SALUTATION
    if _is_history(text):
        return BlockRole.HISTORY
    if mark_of(text) or not _outline_follows(part, index) or _is_signature(part.blocks, index):
        return None
    return BlockRole.PREAMBLE


def _is_history(text: str) -> bool:
    """Whether a line tells of the days on which the text above was adopted, promulgated or revised."""
    return bool(DATE_LINE.match(text) and _HISTORY.search(text))


def _seen_only_title(part: DocumentPart, index: int) -> bool:
    return all(isinstance(block, Paragraph) and not ends_sentence(block.text) for block in part.blocks[:index])


def _outline_follows(part: DocumentPart, index: int) -> bool:
    """Whether numbered units come later, with no heading of another kind in between."""
    for block in part.blocks[index:]:
        if not isinstance(block, Paragraph) or (block.level and not mark_of(block.text)):
            return False
        if mark_of(block.text):
            return True
    return False


def _closing_role(blocks: Sequence[Block], index: int, text: str, current: BlockRole | None) -> BlockRole | None:
    if (role := _annex_list_role(text, current)) or mark_of(text):
        return role
    if _EFFECT.match(text):
        return BlockRole.EFFECT
    if _CONTACT.search(text) and len(text) <= 80:
        return BlockRole.CONTACT
    if _is_signature(blocks, index):
        return BlockRole.SIGNATURE
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    printer = _signs(text) and isinstance(below, Paragraph) and _COLOPHON.match(below.text)
    if printer or _COLOPHON.match(text):
        return BlockRole.IMPRINT
    if current in (BlockRole.SIGNATURE, BlockRole.IMPRINT, BlockRole.NOTE) and _IMPRINT.search(text):
        return BlockRole.IMPRINT
    if _NOTE.match(text) and current is not None:
        return BlockRole.NOTE
    return None


def _annex_list_role(text: str, current: BlockRole | None) -> BlockRole | None:
    """Whether a paragraph begins or continues a list of annexes: `附件：1.…`, or `附件：` alone with the items below it."""
    annex = ANNEX.match(text)
    listed = current is BlockRole.ANNEX_LIST and (_LIST_ITEM.match(text) or text.startswith("《"))
    return BlockRole.ANNEX_LIST if (annex and not ends_sentence(annex["rest"])) or listed else None


def _is_signature(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line signs the document: its date, or a body (its seal on behalf, 此页无正文) with the date a few lines below."""
    block = blocks[index]
    if not isinstance(block, Paragraph) or block.level:
        return False
    if DATE_LINE.match(block.text):
        return _dates(block.text)
    if signs_with_day(block.text):
        return not ends_sentence(block.text)
    if not _signs(block.text):
        return False
    for following in blocks[index + 1 : index + _SIGNING_DISTANCE]:
        if not isinstance(following, Paragraph):
            return False
        if DATE_LINE.match(following.text):
            return not following.text.endswith("印发")
        if not _signs(following.text):
            return False
    return False


def _dates(text: str) -> bool:
    """Whether a line is a day of signature: no sentence, no newspaper's dateline with its weekday, no day of printing."""
    day = DATE_LINE.match(text)
    return bool(day) and not (
        ends_sentence(text) or text.endswith("印发") or (day and _NO_DAY.search(text[day.end() :]))
    )


def _signs(text: str) -> bool:
    words = simplified(text)
    return bool(ORGANISATION.match(words) or organisations(words) or _SIGNS_TOO.search(text))
