"""Scan and web artefacts are set aside, each with its place and the reason; nothing is lost silently.

What goes: markup, what a website prints around a document, page numbers, running heads, a block of paragraphs that a faulty
transcription repeats over and over, and a phrase that a faulty scan repeats inside one sentence. What stays: everything a person may
have meant, so a sentence that stands in two clauses, or a phrase that occurs twice. Lines are not joined here (see
kb/reading/paragraphs.py).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from kb.reading.html_tables import HtmlTable, html_tables
from kb.reading.joined_lines import inner_starts
from kb.reading.located import Located, bare
from kb.reading.site_page import WEBSITE, site_page
from kb.reading.source_lines import CONTAINER, layout_rules, line_ranges
from kb.records import SetAside
from kb.regex import regex

MARKUP = "标记 markup"
PAGE_NUMBER = "页码 page number"
RUNNING_HEAD = "页眉页脚 running head"
REPEATED_BLOCK = "重复段落 repeated block"
STUTTER = "重复短语 repeated phrase"

_ATTRIBUTES = r"""(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s<>"']+))?)*"""
# A tag, or one that a broken transcription left open at the end of a line; `A<B` is none.
_TAG = regex(
    rf"<!--.*?-->|</?[a-zA-Z][a-zA-Z0-9]*{_ATTRIBUTES}\s*/?>|<(?:/[a-zA-Z]|[a-zA-Z]{{2}})[a-zA-Z0-9]*{_ATTRIBUTES}(?=\s*(?:\n|$))",
    re.DOTALL,
)
_ATTRIBUTE = r"""(?:[#.][a-zA-Z][\w-]*|[a-zA-Z-]+=(?:"[^"\n]*"|[\w-]+))"""
# `- 2 -` is a page's number and no item of a list.
_MARKDOWN = regex(
    rf"!\[[^\]\n]*\]\([^)\n]*\)|^[ ]{{0,3}}(?:#{{1,6}}(?=\s)|>(?=\s)|{CONTAINER}|[-*+](?= )(?! *\d{{1,4}} *[-—–·]+\s*$))|\*\*"
    # A rule and an address on a line of their own.
    r"|^[ ]{0,3}(?:-{3,}|<https?://[^>\s]+>)(?=[^\S\n]*$)"
    # Links to places of the same page, a list of contents to be filled in, attributes of a heading, a sign by its name.
    r"|^[^\S\n]*(?:\[[^\]\n]*\]\(#[^)\s]*\)[^\S\n]*)+$|^\[\[?(?:toc|TOC)\]\]?[^\S\n]*$"
    rf"|[ ]?\{{ *{_ATTRIBUTE}(?: +{_ATTRIBUTE})* *\}}(?=[^\S\n]*$)|(?<![a-zA-Z0-9_:]):[a-z][a-z_]{{1,19}}:(?![a-zA-Z0-9_:])",
    re.MULTILINE,
)
_HEADING = regex(r"^[ ]{0,3}(#{1,6})\s")
_PAGE_NUMBER = regex(
    r"^\s*(?:[-—–－·]+\s*\d{1,4}\s*[-—–－·]+|第\s*\[?\d{1,4}\]?\s*页(?:\s*[,，/]?\s*共\s*\[?\d{1,4}\]?\s*页)?|总?共[：:]?\s*\d{1,4}\s*页)\s*$"
)
_BARE_NUMBER = regex(r"^\s*\d{1,4}\s*$")
_RUNS_ON = regex(r"[\u4e00-\u9fff，、（《“\d]\s*$")
_PHRASE = regex(r"[^，,；;。！？!?\t\n]+")
_LINE = regex(r"[^\n\r\f]*(?:\r\n|\n|\r|\f|$)")

_BLOCK_LENGTH = 20
_RUNNING_LENGTH = 15
_BLOCK_TIMES = 3
_COPY_LINES, _COPY_LENGTH = 3, 60
_PHRASE_LENGTH = 10
_PHRASE_TIMES = 3


@dataclass(frozen=True)
class CleanLine:
    """One line of the cleaned text. `level` is its Markdown heading level (0: none), `gap` whether blank lines precede it.

    A `table` that stood there as HTML is one line, whatever lines it took.
    """

    content: Located
    level: int
    gap: bool
    page_break: bool = False
    table: HtmlTable | None = None


@dataclass(frozen=True)
class Cleaned:
    """A document's lines after cleaning, and what was set aside, in the order of the source."""

    lines: tuple[CleanLine, ...]
    set_aside: tuple[SetAside, ...]


def clean(text: str) -> Cleaned:
    """Sets artefacts aside and returns the remaining non-empty lines."""
    aside: list[SetAside] = []
    lines = _lines(text, aside)
    for step in (partial(_site_lines, text), _page_furniture, _repeated_blocks, _said_twice):
        drop = step(lines)
        aside.extend(
            SetAside(line.content.start, line.content.end, line.content.strip().text, reason) for line, reason in drop
        )
        gone = {id(line) for line, _ in drop}
        lines = [line for line in lines if id(line) not in gone]
    kept = [line if line.table else replace(line, content=_without_stutter(line.content, aside)) for line in lines]
    return Cleaned(tuple(kept), tuple(sorted(aside, key=lambda item: item.start)))


def _lines(text: str, aside: list[SetAside]) -> list[CleanLine]:
    """Non-empty lines without markup; the markup goes to `aside`."""
    markup = {m.span() for m in _TAG.finditer(text)} | {m.span() for m in _MARKDOWN.finditer(text)}
    lines_of = ((first, layout_rules(text[first:last])) for first, last in line_ranges(text))
    markup |= {(first + rules[0], first + rules[1]) for first, rules in lines_of if rules}
    spans = sorted(span for span in markup if span[1] > span[0])
    for start, end in spans:
        aside.append(SetAside(start, end, text[start:end].strip(), MARKUP))
    gone = {i for start, end in spans for i in range(start, end)}
    tables = html_tables(text)
    for table in tables:
        gone |= set(range(table.start, table.end))
    lines: list[CleanLine] = []
    gap = page_break = False
    for first, last in _cut_lines(text):
        raw = text[first:last]
        while tables and tables[0].start < last:
            table = tables.pop(0)
            place = Located.of(text[table.start : table.end], table.start)
            lines.append(CleanLine(place, 0, gap, page_break, table))
            gap = page_break = False
        body = raw.rstrip("\r\n\f\v")
        content = Located.of(body, first)
        content = content.without([(i, i + 1) for i in range(len(body)) if first + i in gone])
        if content.text.strip():
            heading = _HEADING.match(body)
            lines.append(CleanLine(content, len(heading[1]) if heading else 0, gap, page_break))
            gap = page_break = False
        else:
            gap = True
        page_break = page_break or raw.endswith("\f")
    return lines


def _cut_lines(text: str) -> Iterator[tuple[int, int]]:
    """The half-open ranges of the document's lines with their line ends."""
    inner = inner_starts(text)
    edges = sorted({0, *inner, *(match.end() for match in _LINE.finditer(text))})
    return itertools.pairwise(edges)


def _site_lines(text: str, lines: list[CleanLine]) -> list[tuple[CleanLine, str]]:
    """The lines that a website prints around its document."""
    spans = site_page(text).spans
    bounds = [(line, line.content.strip()) for line in lines]
    # A span begins behind the marks of a list.
    return [(line, WEBSITE) for line, words in bounds if any(a < words.end and words.start < b for a, b in spans)]


def _page_furniture(lines: list[CleanLine]) -> list[tuple[CleanLine, str]]:
    """Page numbers, and a line that opens or closes at least three pages and half of all of them."""
    numbers = {id(lines[i]) for i in _page_numbers(lines)}
    drop = [(line, PAGE_NUMBER) for line in lines if id(line) in numbers]
    pages: list[list[CleanLine]] = [[]]
    for line in lines:
        if line.page_break:
            pages.append([])
        if id(line) not in numbers:
            pages[-1].append(line)
    edges = [{id(page[0]): page[0], id(page[-1]): page[-1]} for page in pages if len(page) > 1]
    counts = Counter(bare(line.content.text) for edge in edges for line in edge.values())
    seen: set[str] = set()
    for edge in edges:
        for line in edge.values():
            key = bare(line.content.text)
            if counts[key] >= max(3, len(pages) / 2) and len(key) <= 40:
                if key in seen:
                    drop.append((line, RUNNING_HEAD))
                seen.add(key)
    return drop


def _page_numbers(lines: list[CleanLine]) -> set[int]:
    """The indices of lines that hold a page's number: marked as one, beside a page's end, or alone in the middle of a sentence.

    A number alone between two lines of running text was not wrapped there, since text wraps at the width of a line. Where blank lines
    stand around it, numbers that count on from page to page prove it.
    """
    found, alone = set[int](), dict[int, int]()
    for i, line in enumerate(lines):
        text = line.content.text
        after = lines[i + 1] if i + 1 < len(lines) else None
        if _PAGE_NUMBER.match(text):
            found.add(i)
        elif _BARE_NUMBER.match(text) and not line.level and after is not None:
            if after.page_break:
                found.add(i)
            elif i and _runs_past(lines[i - 1], after):
                alone[i] = int(text)
    counted = set(alone.values())
    return found | {
        i
        for i, number in alone.items()
        if (number - 1 in counted or number + 1 in counted) or not (lines[i].gap or lines[i + 1].gap)
    }


def _runs_past(before: CleanLine, after: CleanLine) -> bool:
    """Whether running text goes on from one line to the other, whatever stands between them."""
    first, second = before.content.text.strip(), after.content.text.strip()
    plain = not after.level and not before.table and not after.table and "\t" not in first + second
    return plain and len(first) >= _RUNNING_LENGTH and bool(_RUNS_ON.search(first)) and len(second) > 4


def _repeated_blocks(lines: list[CleanLine]) -> list[tuple[CleanLine, str]]:
    """Later copies of a run of two or more long paragraphs that occurs at least three times below the same line, with their headings.

    A single paragraph that occurs again is left alone, and so are those that return below other headings alone: what three benefits
    have in common is said three times. Only neighbours that return together in one place are a transcription's stutter.
    """
    keys = [bare(line.content.text) for line in lines]
    long = [i for i, key in enumerate(keys) if len(key) >= _BLOCK_LENGTH and "\t" not in lines[i].content.text]
    repeated = _stuttered(keys, long)
    drop: set[int] = set()
    seen: set[str] = set()
    for i in long:
        if keys[i] in repeated and keys[i] in seen:
            drop.add(i)
        seen.add(keys[i])
    if not drop:
        return []
    drop |= _orphaned_headings(lines, keys, drop)
    return [(lines[i], REPEATED_BLOCK) for i in sorted(drop)]


def _said_twice(lines: list[CleanLine]) -> list[tuple[CleanLine, str]]:
    """The second copy of a text that a page prints twice in full, right below the first or, from its title on, a line further down."""
    keys = [bare(line.content.text) for line in lines]
    for first, again in itertools.product(range(_COPY_LINES), range(_COPY_LINES, len(keys))):
        same = zip(keys[first:again], keys[again:], strict=False)
        copy = [one for one, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], same)]
        if len(copy) >= max(_COPY_LINES, again - first - (not first)) and len("".join(copy)) >= _COPY_LENGTH:
            return [(line, REPEATED_BLOCK) for line in lines[again : again + len(copy)]]
    return []


def _stuttered(keys: list[str], long: list[int]) -> set[str]:
    """The long paragraphs of which two neighbours return together at least three times below the same line."""
    often = {key for key, times in Counter(keys[i] for i in long).items() if times >= _BLOCK_TIMES}
    above, places = "", dict[int, str]()
    for i, key in enumerate(keys):
        places[i] = above
        if key not in often and not key.isdigit():
            above = key
    pairs = Counter((keys[a], keys[b], places[a]) for a, b in itertools.pairwise(long) if keys[a] != keys[b])
    return {key for *pair, _ in (pair for pair, times in pairs.items() if times >= _BLOCK_TIMES) for key in pair}


def _orphaned_headings(lines: list[CleanLine], keys: list[str], dropped: set[int]) -> set[int]:
    """Headings seen before, and the bare numbers above them, whose whole section has been dropped."""
    orphans: set[int] = set()
    seen: set[str] = set()
    number = -1
    for i, line in enumerate(lines):
        if keys[i].isdigit():
            number = i
            continue
        if line.level:
            section = []
            for j in range(i + 1, len(lines)):
                if lines[j].level:
                    break
                section.append(j)
            content = [j for j in section if not keys[j].isdigit()]
            if keys[i] in seen and content and all(j in dropped for j in content):
                orphans.add(i)
                if number == i - 1:
                    orphans.add(number)
            seen.add(keys[i])
    return orphans


def _without_stutter(content: Located, aside: list[SetAside]) -> Located:
    """A line less the later copies of a phrase that occurs three times or more, at least once right after itself."""
    phrases = [(m.start(), m.end(), m[0].strip()) for m in _PHRASE.finditer(content.text)]
    counts = Counter(phrase for _, _, phrase in phrases if len(phrase) >= _PHRASE_LENGTH)
    adjacent = {a[2] for a, b in itertools.pairwise(phrases) if a[2] == b[2]}
    cells = [content.text.count("\t", 0, start) for start, _, _ in phrases]
    drop: list[tuple[int, int]] = []
    seen: set[tuple[int, str]] = set()
    for (start, end, phrase), cell in zip(phrases, cells, strict=True):
        if counts[phrase] < _PHRASE_TIMES or phrase not in adjacent:
            continue
        if (cell, phrase) in seen:
            # The mark before the copy goes with it, so that the sentence still ends as it did.
            first = start - 1 if start and content.text[start - 1] not in "\t\n" else start
            drop.append((first, end))
            source = content.cut(first, end)
            aside.append(SetAside(source.start, source.end, source.text, STUTTER))
        seen.add((cell, phrase))
    return content.without(drop) if drop else content
