"""Numbers as a workbook shows them: `0.5` in the format `0%` is 50%, `1200` in `#,##0"元"` is 1,200元 (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

# Literal text: quoted, behind a backslash, the sign of a currency; then what is not shown: colours, conditions, room for other characters.
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|!(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]()|[_*].()')
_DIGITS: Final = re.compile(r"[#0?,]*[#0?](?:\.([#0?]*))?")
_PLAIN: Final = re.compile(r"[\s%()+\-/¥￥$€£\ue000-\uf8ff\u3000-\uffee]*")
_LITERALS_FROM: Final = 0xE000


def shown(number: float, style: str) -> str | None:
    """The number as its format shows it; None for a format that says nothing of digits (General, dates) or is not known here."""
    sections = style.split(";")
    own_sign = number < 0 and len(sections) > 1 and bool(sections[1].strip())
    section, literals = _without_literals(sections[1] if own_sign else sections[0])
    digits = _DIGITS.search(section)
    if not digits or not _PLAIN.fullmatch(section[: digits.start()] + section[digits.end() :]):
        return None
    places = digits[1] or ""
    value = abs(Decimal(str(number))) * (100 if "%" in section else 1)
    value = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    text = f"{value:,f}" if "," in digits[0] else f"{value:f}"
    text = "0" * (digits[0].partition(".")[0].count("0") - len(text.partition(".")[0])) + text
    for _ in range(len(places) - len(places.rstrip("#?"))):
        text = text.removesuffix("0")
    text = section[: digits.start()] + text.removesuffix(".") + section[digits.end() :]
    for place, words in enumerate(literals):
        text = text.replace(chr(_LITERALS_FROM + place), words)
    return ("-" if number < 0 and not own_sign else "") + text.strip()


def _without_literals(section: str) -> tuple[str, list[str]]:
    """A section with a private character in place of each literal text, and these texts."""
    literals: list[str] = []

    def hidden(found: re.Match[str]) -> str:
        literals.append(next((group for group in found.groups() if group), ""))
        return chr(_LITERALS_FROM + len(literals) - 1)

    return _LITERAL.sub(hidden, section), literals
