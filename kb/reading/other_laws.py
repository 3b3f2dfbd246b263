"""A collection's file, in which other laws stand behind the first: their numbers and days are not those of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.language import simplified_in_place
from kb.reading.outline import mark_of
from kb.reading.source_lines import SourceLine, source_lines
from kb.reading.title_kinds import ends_like_title
from kb.records import SourceText

_LAW_HEAD = 12  # lines between a law's title and its first article


def other_titles(source: SourceText) -> tuple[str, ...]:
    """The titles of the laws that stand in a file behind its first."""
    lines = source_lines(simplified_in_place(source.text))
    return tuple(lines[i].text for i in other_laws(lines))


def other_laws(lines: Sequence[SourceLine]) -> Iterator[int]:
    """Where in a collection's file other laws begin: at a title below articles, named nowhere above, behind which they count from 第一条 again."""
    firsts = [i for i, line in enumerate(lines) if (mark := mark_of(line.text)) and mark.number == "第一条"]
    for above, first in pairwise(firsts):
        near = range(first - 1, max(above, first - _LAW_HEAD), -1)
        title = next((i for i in near if _titles_law(lines[i].text)), None)
        if title is not None and all(f"《{lines[title].text}" not in line.text for line in lines[:title]):
            yield title


def _titles_law(words: str) -> bool:
    return ends_like_title(words) and not re.search(r"[，。；：]|^附", words) and not mark_of(words)
