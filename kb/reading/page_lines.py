"""The lines that a website prints around a document: menus, trails of links, buttons, and what stands around its licence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from kb.language import ends_sentence
from kb.reading.bodies import organisations
from kb.reading.document_numbers import canonical_number
from kb.reading.outline import ANNEX, DASH_RANK, DATE_LINE, NUMERAL, TITLE_END, mark_of
from kb.reading.site_fields import MENU_LENGTH, VALUE_LENGTH, is_footer, labelled_values, vocabulary
from kb.reading.source_lines import SourceLine
from kb.regex import regex

_SIGNED_WITHIN = 25  # lines above links, or between two licences
_HERE = r"(?:您|当前|所在|现在)[\u4e00-\u9fff]{0,6}位置"
TRAIL = regex(
    rf"^(?:(?:{_HERE})?\s*[：:]?\s*(?:网站)?首页(?:\s*[>》›»/]|.*[>》›»].*[>》›»]).*|{_HERE}(?:\s*[：:]?|[：:\s].*[>》›»].*)"
    r"|[^，。；：《》<\s]{2,16}(?:\s*[>›»]\s*[^，。；：《》\s]{2,16})+)$"
)
# Links side by side.
_MENU = regex(r"[^\s，。；：]{1,8}(?:\s+[^\s，。；：]{1,8}){3,}")
PIPED = regex(r"[^\s|，。：:]{1,8}(?:\s*\|\s*[^\s|，。：:]{1,8})+")
# Links to the articles of a text, side by side.
ARTICLE_LINKS = regex(rf"(?:第[{NUMERAL}\d]{{1,5}}[章节条]\s*){{2,}}")
_LICENCE = regex(
    r"ICP备|公网安备|网站标识码|^[^。；，]{0,60}(?:©|copyright|版权所有(?![者人权]))[^。；]{0,80}$", re.IGNORECASE
)
_OPERATOR = regex(
    rf"{_LICENCE.pattern}|©|copyright|版权所有|^(?:[【\[][^】\]]{{2,6}}[】\]]\s*){{2,}}$|^[^，。]{{0,4}}(?:扫码|扫描|扫一扫|长按)[^，。]{{0,30}}$|^[^。]{{0,12}}点击[^。]{{0,12}}$",
    re.IGNORECASE,
)
# Where the site's operator sits.
_OFFICE = regex(r"^(?:[\u4e00-\u9fff]{0,8}(?:地址|电话)|邮政?编码?|传真)\s*[：:]")
_GREETING = regex(r"欢迎(?:来到|访问|光临|进入|您)[^。]{2,60}")
_LINK = regex(r"(?:[-*+]\s*)?\[[^\]]+\]\([^)\s]+\)")
_SIGNED = regex(rf"{DATE_LINE.pattern}[）)]?|年?\d{{1,2}}月\d{{1,2}}日")
_LAST = regex(rf"{_SIGNED.pattern}|[（(][^（）()]*[）)]")
"""What stands last in a document: its day, or a note (此件公开发布)."""


def is_page_furniture(words: str) -> bool:
    """Whether a line holds words and signs of a page's own furniture alone, be it a single one."""
    return bool(vocabulary().lone.fullmatch(words))


def is_furniture(words: str) -> bool:
    """Whether a line holds nothing but words of a page's own furniture, a trail of links or the site's operator."""
    if TRAIL.match(words) or _OPERATOR.search(words) or ARTICLE_LINKS.fullmatch(words) or _GREETING.fullmatch(words):
        return True
    known = vocabulary()
    buttons = known.labels.sub("", words)
    beside = (
        buttons != words and "[" in buttons and (known.lone.fullmatch(buttons) or known.furniture.fullmatch(buttons))
    )
    return bool(beside or known.furniture.fullmatch(words))


def navigation(lines: Sequence[SourceLine], head: int) -> list[int]:
    """The short lines above a trail of links (首页>…): what stands there is the site's menu, but for a title or a number."""
    trail = next((i for i in reversed(range(head)) if TRAIL.match(lines[i].text)), 0)
    above = ((i, lines[i].text) for i in range(trail))
    return [
        i
        for i, words in above
        if (len(words) <= MENU_LENGTH or _MENU.fullmatch(words))
        and not TITLE_END.search(words)
        and not canonical_number(words)
    ]


def around_licences(lines: Sequence[SourceLine], head: int) -> set[int]:
    """The lines of the site's licence (京ICP备…) and the short ones around them: menus and links to other pages.

    Above them the document ends with a sentence or a day; where an annex or a table stands there, only known words are the page's.
    """
    licences = [i for i in range(1, len(lines)) if _LICENCE.search(lines[i].text)]
    own: set[int] = set()
    for first, last in itertools.pairwise(licences):
        own |= set(range(first, last)) if last - first <= _SIGNED_WITHIN and first >= head else set()
    for licence in licences:
        top = head if licence >= head else 1
        own |= {licence, *itertools.takewhile(lambda i: _is_link(lines, i), range(licence + 1, len(lines)))}
        above = list(itertools.takewhile(lambda i: _is_link(lines, i), range(licence - 1, top - 1, -1)))
        stop = lines[licence - len(above) - 1].text
        if not (ends_sentence(stop) or _LAST.fullmatch(stop)):
            above = list(itertools.takewhile(lambda i: _is_among_links(lines, i), above))
        while above and _OFFICE.match(lines[above[-1]].text):
            above.pop()  # right below the text an address may be the document's
        own |= set(above)
    return own


def _closes_site(words: str) -> bool:
    return closes_page(words) or bool(_OFFICE.match(words))


def _is_among_links(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line is known to be the page's, or stands between two that are."""
    return any(all(_closes_site(lines[i].text) for i in near) for near in ((at,), (at - 1, at + 1)))


def _is_link(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line may be one of a page's links: short, no sentence, no outline mark, no annex and no signature right below the text."""
    words = lines[at].text
    if _closes_site(words):
        return True
    signs = organisations(words) and ends_sentence(lines[at - 1].text)
    between = len(words) <= VALUE_LENGTH and closes_page(lines[at - 1].text)
    short = between or len(words) <= MENU_LENGTH or bool(PIPED.fullmatch(words))
    plain = short and "\t" not in words and not ends_sentence(words)
    return plain and not (signs or mark_of(words) or ANNEX.match(words) or _LAST.fullmatch(words))


def closes_page(words: str) -> bool:
    """Whether a line below a text is the page's own."""
    known = vocabulary().link_heading.fullmatch(words) or (len(words) > 1 and is_page_furniture(words))
    return bool(known) or is_furniture(words) or is_footer(words)


def links_start(lines: Sequence[SourceLine], head: int) -> int:
    """Where the page's own lines begin below the day of signature, with nothing else to the end; `len(lines)` where there are none."""
    for i in range(head + 1, len(lines)):
        words = lines[i].text
        fields = {pair.name for pair in labelled_values(words)} if "\t" not in words else set()
        if _LINK.fullmatch(words) or closes_page(words) or (fields and "colophon" not in fields):
            signed = any(_SIGNED.fullmatch(line.text) for line in lines[max(head, i - _SIGNED_WITHIN) : i])
            rest = (line.text for line in lines[i:])
            said = any(
                "。" in text or ("附件" in text and not closes_page(text)) or _is_numbered(text) for text in rest
            )
            return i if signed and not said else len(lines)
    return len(lines)


def _is_numbered(words: str) -> bool:
    mark = mark_of(words)
    return mark is not None and mark.rank < DASH_RANK
