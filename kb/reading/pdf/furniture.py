"""Page numbers and running heads of a PDF, told from the body by where they stand and by coming back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kb.reading.cleaning import PAGE_NUMBER, RUNNING_HEAD
from kb.reading.located import bare
from kb.reading.pdf.page import Page, PrintedFragment
from kb.regex import regex

_NUMBER_ZONE = 0.12  # of the page's height; the margins of an official letter (GB/T 9704) are wider
_HEAD_ZONE = 0.11
_MARKED_NUMBER = regex(
    r"[-—–－·]+\d{1,4}[-—–－·]+|第\d{1,4}页(?:[,，/(（]?共\d{1,4}页[)）]?)?|\d{1,4}/\d{1,4}|Page\d{1,4}(?:of\d{1,4})?",
    re.IGNORECASE,
)
_BARE_NUMBER = regex(r"\d{1,4}")
_MAX_HEAD = 60

PageAside = tuple[int, str, str]


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], list[PageAside]]:
    """The pages less page numbers and running heads, and these and all that was set aside before as (page, text, reason)."""
    aside: list[PageAside] = [(page.number, *item) for page in pages for item in page.aside]
    numbers = _page_numbers(pages)
    heads = _running_heads(pages, numbers)
    kept: list[Page] = []
    for page in pages:
        rest: list[PrintedFragment] = []
        for fragment in page.fragments:
            if id(fragment) in numbers:
                aside.append((page.number, fragment.text, PAGE_NUMBER))
            elif id(fragment) in heads:
                aside.append((page.number, fragment.text, RUNNING_HEAD))
            else:
                rest.append(fragment)
        kept.append(replace(page, fragments=tuple(rest), aside=()))
    return kept, sorted(aside, key=lambda item: item[0])


def _in_zone(fragment: PrintedFragment, page: Page, zone: float) -> bool:
    return fragment.base < zone * page.height or fragment.base > (1 - zone) * page.height


def _page_numbers(pages: Sequence[Page]) -> set[int]:
    """Identities of the fragments that number their page; a bare number must count on with the pages."""
    found: set[int] = set()
    counting: defaultdict[int, list[PrintedFragment]] = defaultdict(list)
    for page in pages:
        for fragment in page.fragments:
            if not _in_zone(fragment, page, _NUMBER_ZONE):
                continue
            text = bare(fragment.text)
            if _MARKED_NUMBER.fullmatch(text):
                found.add(id(fragment))
            elif _BARE_NUMBER.fullmatch(text) and _alone(fragment, page):
                counting[int(text) - page.number].append(fragment)
    for shift, fragments in counting.items():
        if len(fragments) >= 2 or (len(pages) == 1 and shift == 0):
            found |= {id(fragment) for fragment in fragments}
    return found


def _alone(fragment: PrintedFragment, page: Page) -> bool:
    """Whether nothing else stands beyond the fragment, towards the page's edge."""
    others = [other.base for other in page.fragments if other is not fragment]
    return not others or fragment.base > max(others) or fragment.base < min(others)


def _running_heads(pages: Sequence[Page], numbers: set[int]) -> set[int]:
    """Identities of the short fragments that come back at the same height of the margin on many pages."""
    seen: defaultdict[tuple[str, int], list[PrintedFragment]] = defaultdict(list)
    for page in pages:
        for fragment in page.fragments:
            text = re.sub(r"\d+", "#", bare(fragment.text))
            if (
                text.strip("#")
                and id(fragment) not in numbers
                and len(text) <= _MAX_HEAD
                and _in_zone(fragment, page, _HEAD_ZONE)
            ):
                seen[text, round(fragment.base / 4)].append(fragment)
    found: set[int] = set()
    for (text, height), fragments in seen.items():
        near = fragments + seen.get((text, height + 1), []) + seen.get((text, height - 1), [])
        # Heads that alternate between left and right pages stand on half of them, or a few less.
        if len(near) >= 2 and len(near) >= min(len(pages) / 2, max(3, len(pages) / 3)):
            found |= {id(fragment) for fragment in near}
    return found
