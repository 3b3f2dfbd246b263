"""Document numbers (发文字号) as they are written, and their standard spelling (GB/T 9704-2012): `鲁人社发〔2016〕17号`, `国务院令第262号`."""

from __future__ import annotations

import re

from kb.language import BOUNDED_SPACE
from kb.regex import regex

_OPEN, _CLOSE = r"[〔［\[【（(〈﹝{]", r"[〕］\]】）)〉﹞}]"
LETTER_NUMBER = regex(
    (
        rf"(?P<prefix>[\u4e00-\u9fff]{{2,15}}|(?:[\u4e00-\u9fff][ \t]){{1,10}}[\u4e00-\u9fff])\s*{_OPEN}\s*"
        rf"(?P<year>\d(?:\s*\d){{3}})\s*年?\s*{_CLOSE}\s*第?\s*(?P<serial>\d(?:\s*\d){{0,4}})\s*号"
    ).replace(r"\s*", BOUNDED_SPACE)
)
"""A letter's number: the body's sign, the year in brackets, the serial number."""
ORDER_NUMBER = regex(
    (
        r"(?P<body>[\u4e00-\u9fff]{2,30}(?:令|公告|通告|决定)(?=\s*[（(]?\s*(?:\d{4}\s*年)?\s*第)|[\u4e00-\u9fff]{2,15}(?=\s*\d{4}\s*年\s*第)"
        r"|[\u4e00-\u9fff]{2,30}令(?=\s*\d{1,4}\s*号))"
        r"\s*[（(]?\s*(?:(?P<year>\d{4})\s*年)?\s*第?\s*(?P<serial>[\d一二三四五六七八九十百〇零]{1,5})\s*号(?:\s*[）)])?"
    ).replace(r"\s*", BOUNDED_SPACE)
)
"""The number of an order or announcement, counted by body (国务院令第262号) or by body and year (商服贸函2026年第322号)."""
_FULLWIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_STATE = "中华人民共和国"
_ORDER_KIND = regex(r"(?:令|公告|通告)$")


def plain_digits(words: str) -> str:
    """The words with half-width digits; every offset stays."""
    return words.translate(_FULLWIDTH)


def canonical_number(words: str) -> str | None:
    """A document number in its standard spelling, `鲁人社发[2016] 第17号` -> `鲁人社发〔2016〕17号`; None if it is none."""
    plain = plain_digits(words).strip()
    match = LETTER_NUMBER.fullmatch(plain) or ORDER_NUMBER.fullmatch(plain)
    return standard_spelling(match) if match else None


def numbers_in(words: str) -> list[tuple[int, int, int]]:
    """Where document numbers stand: start, end, and how many characters before the year or 第 may be their letters."""
    if "号" not in words:
        return []
    plain = plain_digits(words)
    found = [(match.start(), match.end(), len(match["prefix"])) for match in LETTER_NUMBER.finditer(plain)]
    found += [(match.start(), match.end(), len(match["body"])) for match in ORDER_NUMBER.finditer(plain)]
    return sorted(found)


def standard_spelling(match: re.Match[str]) -> str:
    """The standard spelling of what LETTER_NUMBER or ORDER_NUMBER found."""
    parts = {name: re.sub(r"\s", "", value or "") for name, value in match.groupdict().items()}
    if "prefix" in parts:
        counted = "第" if _ORDER_KIND.search(parts["prefix"]) else ""
        return f"{parts['prefix']}〔{parts['year']}〕{counted}{parts['serial']}号"
    body = parts["body"].removeprefix(_STATE)
    return f"{body}{parts['year'] + '年' if parts['year'] else ''}第{parts['serial']}号"
