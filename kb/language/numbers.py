"""Chinese and mixed numerals as values, and values spelled out: `三十六` ↔ 36.

`cn2an` reads and spells. Here stands what people write and it does not take (俩, 卅, a bare 百, 〇 in any of its shapes, 2万5千), fractions
of 万 without the rounding of floats, and what it takes and is no number (七五百四).
"""

from __future__ import annotations

import re
from fractions import Fraction

_PLAIN = str.maketrans(
    dict(zip("０１２３４５６７８９．俩○◯〇", "0123456789.两零零零", strict=True)) | {"卅": "三十", "卌": "四十"}
)
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MIXED = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)([十百千万亿]*)")
_NO_NUMBER = re.compile(r"[一二两三四五六七八九]{2}[十百千万亿]|[十百千][十百千]")
_LONGEST = 24


def number_value(text: str) -> Fraction | None:
    """`三十六` → 36, `1.6万` → 16000, `两百五` → 250, `三点五` → 7/2; None where the text is no number."""
    plain = text.translate(_PLAIN)
    if mixed := _MIXED.fullmatch(plain):
        value = Fraction(mixed[1])
        for unit in mixed[2]:
            value *= _TIMES[unit]
        return value
    if any(character.isdigit() for character in plain):
        plain = re.sub(r"\d{1,4}(?=[十百千万亿])|(?<=[百千万亿])\d", lambda digits: spelled(int(digits[0])), plain)
    if plain[:1] in ("百", "千", "万", "亿"):
        plain = f"一{plain}"
    if not plain or len(plain) > _LONGEST or _NO_NUMBER.search(plain):
        return None
    # Here and not above: importing it takes as long as an answer.
    import cn2an

    try:
        return Fraction(str(cn2an.cn2an(plain, "normal")))
    except (ValueError, KeyError):  # a KeyError is its answer to a unit that another follows
        return None


def chinese_number(text: str) -> int | None:
    """`三十六` → 36, `二〇一二` → 2012, `5千` → 5000, `一万五` → 15000; None where the text is no whole number."""
    value = number_value(text)
    return int(value) if value is not None and value.denominator == 1 else None


def spelled(number: int) -> str:
    """`105` → `一百零五`, `12` → `十二`, `10010` → `一万零一十`; from 0 to the 亿."""
    import cn2an

    words: str = cn2an.an2cn(number)
    return words.removeprefix("一") if words.startswith("一十") else words
