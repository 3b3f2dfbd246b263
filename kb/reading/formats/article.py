"""Which part of a web page is the document it publishes: by structure, not by site.

Running text is what a page is for; links lead elsewhere. The article is the smallest element that holds nearly all running text, widened
while that adds its title, tables or sentences and more text than links, and within it every block of links goes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb.reading.located import bare
from kb.regex import regex

UNSEEN: Final = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "input",
        "select",
        "textarea",
        "button",
        "iframe",
        "object",
        "svg",
    )
)
AROUND: Final = frozenset(("nav", "footer", "aside"))
_FILES: Final = regex(r"\.(?:docx?|wps|rtf|pdf|ofd|xlsx?|et|csv|zip|rar|7z|jpe?g|png|tiff?)(?:[?#]|$)", re.IGNORECASE)
_HIDDEN: Final = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE: Final = regex(r"[，。；]")
_SHORTEST, _NEARLY, _FEW_LINKS = 15, 0.9, 60
_DEEPEST: Final = 400
_SHORTEST_TITLE: Final = 6


class TooDeepError(ValueError):
    """The elements of a page are nested more deeply than any page's."""


@dataclass(frozen=True)
class Mass:
    """The visible characters of an element: in sentences, outside links, in links."""

    running: int = 0
    text: int = 0
    links: int = 0

    def __add__(self, other: Mass) -> Mass:
        return Mass(self.running + other.running, self.text + other.text, self.links + other.links)


class PageMass:
    """The masses of all elements of a page."""

    def __init__(self, body: LexborNode) -> None:
        self._of: dict[int, Mass] = {}
        self._measure(body, in_link=False, depth=0)

    def of(self, node: LexborNode) -> Mass:
        """The mass of an element; nothing for what is not seen."""
        return self._of.get(node.mem_id, Mass())

    def _measure(self, node: LexborNode, in_link: bool, depth: int) -> Mass:
        if depth > _DEEPEST:
            raise TooDeepError
        total = Mass()
        for child in node.iter(include_text=True):
            if child.is_text_node:
                words = "".join((child.text_content or "").split())
                size, runs = len(words), len(words) >= _SHORTEST and bool(_SENTENCE.search(words))
                total += Mass(links=size) if in_link else Mass(size if runs else 0, size)
            elif child.is_element_node and is_seen(child):
                link = child.tag == "a" and bool(child.attributes.get("href")) and not is_attachment(child)
                total += self._measure(child, in_link or link, depth + 1)
        self._of[node.mem_id] = total
        return total


def is_seen(node: LexborNode) -> bool:
    """Whether an element is shown, as far as the element itself says."""
    given = node.attributes
    return node.tag not in UNSEEN and "hidden" not in given and not _HIDDEN.search(given.get("style") or "")


def is_attachment(node: LexborNode) -> bool:
    """Whether a link leads to a file."""
    return bool(_FILES.search(node.attributes.get("href") or ""))


def titles_of(tree: LexborHTMLParser) -> list[str]:
    """What the article may be called, without white space: as `<meta>` says, else as the page's headings and its window do."""
    metas = tree.css("meta")
    named = [
        m.attributes.get("content") or "" for m in metas if (m.attributes.get("name") or "").lower() == "articletitle"
    ]
    window = [piece for node in tree.css("title") for piece in re.split(r"[-_|—]", node.text())]
    named = named or [*(words_of(node) for node in tree.css("h1")), *window[:1]]
    return [bare(name) for name in named if len(bare(name)) >= _SHORTEST_TITLE]


def article_of(body: LexborNode, mass: PageMass, titles: Collection[str]) -> LexborNode:
    """The element that holds the document; the body where the page has no running text. `titles`, without white space, are what it may be called."""
    whole, found = mass.of(body).running, body
    while heavy := next((one for one in _elements(found) if whole and mass.of(one).running >= _NEARLY * whole), None):
        found = heavy
    while found.mem_id != body.mem_id and found.parent is not None:
        wider, held = mass.of(found.parent), mass.of(found)
        if wider.links - held.links > max(wider.text - held.text, _FEW_LINKS):
            break
        words = "".join(words_of(found).split())
        more = wider.running > held.running or len(found.parent.css("table")) > len(found.css("table"))
        if not more and any(title in words for title in titles):
            break
        found = found.parent
    return found


def leads_elsewhere(node: LexborNode, mass: PageMass) -> bool:
    """Whether a block of the article is navigation: more links than text, and no sentence."""
    own = mass.of(node)
    return node.tag in AROUND or (own.links > own.text and not own.running)


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (child for child in node.iter() if child.is_element_node and is_seen(child))


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements that hold an element, the nearest first."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def words_of(node: LexborNode) -> str:
    """What is seen of an element on one line."""
    pieces: list[str] = []

    def collect(element: LexborNode) -> None:
        for child in element.iter(include_text=True):
            if child.is_text_node:
                pieces.append(child.text_content or "")
            elif child.is_element_node and is_seen(child):
                collect(child)

    collect(node)
    return " ".join("".join(pieces).split())
