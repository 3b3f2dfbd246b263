"""One file, several documents: the notice, the plan it issues, its annexes.

A part begins where the file says so: at a title that the notice names in 《》, at 附件N, at the title of an annex that the list of
annexes announced, or, where nothing is said, at a title after which the outline begins again at 一、.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.language import ends_sentence, simplified
from kb.reading.letterhead import order_bodies
from kb.reading.located import bare
from kb.reading.outline import ANNEX, DATE_LINE, TITLE_END, is_first, mark_of
from kb.reading.paragraphs import Block, Paragraph
from kb.regex import regex

_NAMED = regex(r"《([^《》]{4,80})》")
_MARKED_TITLE = regex(r"(?:[^《》，。]{0,30}《(?:[^《》]|《[^《》]*》)*》)+")
_ISSUES = regex(r"印发|转发|下发|公布|发布|现将|征求意见|起草")
_LIST_ITEM = regex(r"^(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)])\s*")
_INTERPRETATION = regex(r"(解读|问答|答记者问)(?:材料|稿|（[^）]*）)?$")
_FILE_NAME = regex(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|jpe?g|png|tiff?)$", re.IGNORECASE)
_DIGITS = {character: str(number) for number, character in enumerate("零一二三四五六七八九")} | {"十": "10"}
_LOOK_AHEAD = 15


@dataclass
class DocumentPart:
    """A part of a file: its name in addresses ("" if the file has only one body), its title lines and its blocks."""

    name: str
    annex: bool
    title: list[Paragraph] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def split_parts(blocks: Sequence[Block]) -> list[DocumentPart]:
    """The parts of a file in order; the first one is the document that carries the number."""
    names = _issued_names(blocks)
    parts = [DocumentPart("", annex=False)]
    announced: dict[str, str] = {}
    dated = False
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Paragraph):
            size = _start_size(blocks, index, names, announced, parts, dated)
            if size and not _said_again(blocks[index : index + size], parts[-1]):
                parts.append(_new_part(blocks[index : index + size], announced))
                index += size
                continue
            _note_annex_list(blocks, index, announced, parts[-1])
            dated = dated or (bool(DATE_LINE.match(block.text)) and not ends_sentence(block.text))
        parts[-1].blocks.append(block)
        index += 1
    _name_parts(parts)
    return parts


def _said_again(title: Sequence[Block], part: DocumentPart) -> bool:
    """Whether a title is the one the part has, with no more than its order between them, as collections of laws print it."""
    above = [block for block in part.blocks if isinstance(block, Paragraph)]
    words = "".join(bare(block.text) for block in title if isinstance(block, Paragraph))
    return (
        not part.annex
        and any(bare(block.text) == words for block in above)
        and not any(mark_of(block.text) for block in above)
    )


def _issued_names(blocks: Sequence[Block]) -> dict[str, int]:
    """The titles in 《》 of the documents that this file issues, without white space, and which block names them first.

    A title that a page prints in 《》 itself names nothing.
    """
    named: dict[str, int] = {}
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph) and _ISSUES.search(block.text) and len(block.text) < 400:
            for name in [] if _MARKED_TITLE.fullmatch(block.text) else _NAMED.findall(block.text):
                named.setdefault(bare(name), place)
    return named


def _start_size(
    blocks: Sequence[Block],
    index: int,
    named: dict[str, int],
    announced: dict[str, str],
    parts: Sequence[DocumentPart],
    dated: bool,
) -> int:
    """How many paragraphs the title of a part that starts here takes; 0 if none starts."""
    block = blocks[index]
    if not isinstance(block, Paragraph) or not index:
        return 0
    names = {name for name, place in named.items() if place < index}
    if annex := ANNEX.match(block.text):
        return 1 if _is_annex_start(annex, blocks, index, dated) else 0
    whole = ""
    for size in range(1, 5):
        nxt = blocks[index + size - 1] if index + size <= len(blocks) else None
        if not isinstance(nxt, Paragraph) or ends_sentence(nxt.text):
            break
        whole += bare(nxt.text)
        if whole not in announced and any(
            whole == name or (len(whole) > 10 and name.endswith(whole)) for name in names
        ):
            return size
        opened = parts[-1].annex and not parts[-1].blocks
        if whole in announced and not opened and parts[-1].name != announced[whole]:
            return size
    return 1 if _explains(block.text, dated) else _restarting_title(blocks, index, parts[-1])


def _explains(text: str, dated: bool) -> bool:
    """Whether the title of an interpretation stands here, which explains the document below its signature and rules nothing."""
    return dated and len(text) <= 60 and bool(_INTERPRETATION.search(text)) and not re.search(r"[，。；：]", text)


def _is_annex_start(annex: re.Match[str], blocks: Sequence[Block], index: int, dated: bool) -> bool:
    rest = annex["rest"].strip()
    below = [block.text if isinstance(block, Paragraph) else "" for block in blocks[index + 1 : index + _LOOK_AHEAD]]
    if _FILE_NAME.search(annex[0] if rest else next(iter(below), "")):
        return False  # the names of files to be fetched
    if not rest:
        return dated or not _lists_annexes(below)
    if not annex[1] or ends_sentence(rest):
        return False
    ahead = blocks[index + 1 : index + _LOOK_AHEAD]
    return dated or not any(isinstance(block, Paragraph) and DATE_LINE.match(block.text) for block in ahead)


def _lists_annexes(texts: Sequence[str]) -> bool:
    """Whether what stands below a bare 附件： are the names of annexes, one a line, and then the signature."""
    items = list(itertools.takewhile(_LIST_ITEM.match, texts))
    return bool(items) and any(DATE_LINE.match(text) for text in texts[len(items) : len(items) + 4])


def _note_annex_list(blocks: Sequence[Block], index: int, announced: dict[str, str], part: DocumentPart) -> None:
    """Remembers the titles that a list of annexes (附件：1. … 2. …) announces."""
    block = blocks[index]
    annex = ANNEX.match(block.text) if isinstance(block, Paragraph) else None
    if not annex or part.annex:
        return
    items = [annex["rest"]] if annex["rest"].strip() else []
    for following in blocks[index + 1 : index + _LOOK_AHEAD]:
        if not isinstance(following, Paragraph) or not (
            _LIST_ITEM.match(following.text) or ANNEX.match(following.text)
        ):
            break
        items.append(ANNEX.sub(r"\g<rest>", following.text))
    for number, item in enumerate(items, 1):
        title = bare(_LIST_ITEM.sub("", item.strip())).strip("《》")
        announced[title] = f"附件{number}" if len(items) > 1 else "附件"


def _restarting_title(blocks: Sequence[Block], index: int, part: DocumentPart) -> int:
    """How many lines a title takes after which the outline begins again at its first number, or begins below the signature."""
    above = [b.text for b in part.blocks if isinstance(b, Paragraph)]
    ranks = {mark.rank for text in above if (mark := mark_of(text)) and mark.rank <= 10}
    signed = not part.annex and any(map(DATE_LINE.match, above))
    whole = ""
    for size in range(1, 3 if signed else 2):
        block = blocks[index + size - 1] if index + size <= len(blocks) else None
        if not isinstance(block, Paragraph) or mark_of(block.text) or re.search(r"[，。；：,;:]|^[（(]", block.text):
            return 0
        whole += block.text
        if 6 <= len(whole) <= 60 and TITLE_END.search(simplified(whole)):
            if not ranks and order_bodies(whole) is not None:
                return 0  # an order or announcement that stands between a law's title and its first article
            below = (mark_of(b.text) for b in blocks[index + size : index + size + 7] if isinstance(b, Paragraph))
            mark = next(filter(None, below), None)
            return size if mark and is_first(mark) and (signed or mark.rank in ranks) else 0
    return 0


def _new_part(title: Sequence[Block], announced: dict[str, str]) -> DocumentPart:
    paragraphs = [block for block in title if isinstance(block, Paragraph)]
    annex = ANNEX.match(paragraphs[0].text)
    if annex:
        number = annex[1] or ""
        number = _DIGITS.get(number, number) if len(number) == 1 else number
        return DocumentPart(f"附件{number}", annex=True, title=paragraphs)
    whole = "".join(bare(paragraph.text) for paragraph in paragraphs)
    if whole in announced:
        return DocumentPart(announced[whole], annex=True, title=paragraphs)
    return DocumentPart(_kind_word(whole), annex=False, title=paragraphs)


def _kind_word(title: str) -> str:
    if found := _INTERPRETATION.search(title):
        return found[1]
    found = TITLE_END.search(title)
    return re.sub(r"[（(].*", "", found[0]) if found else "正文"


def _name_parts(parts: Sequence[DocumentPart]) -> None:
    """Names the first part where there are other bodies, and numbers parts of the same name."""
    bodies = [part for part in parts if not part.annex]
    if len(bodies) > 1:
        heads = [b for b in parts[0].blocks if isinstance(b, Paragraph)]
        above = itertools.takewhile(lambda b: not mark_of(b.text), heads[:12])
        titles = [b.text for b in above if TITLE_END.search(b.text) and not ends_sentence(b.text)]
        parts[0].name = _kind_word(titles[-1]) if titles else "正文"
    seen: dict[str, int] = {}
    for part in parts:
        seen[part.name] = seen.get(part.name, 0) + 1
        if seen[part.name] > 1:
            part.name = f"{part.name}〔{seen[part.name]}〕"
