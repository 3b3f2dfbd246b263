"""The figures in a text, as values: `10万元` → 100000, `三年` → 3, `提高5%` → 5, `减半` → 1/2.

Unlike kb/language/numerals.py, which spells a question's quantities as notices print them, this compares what a card says with its quotes.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from kb.language import chinese_number, english_quantities

_LARGE = {"万": 10_000, "亿": 100_000_000}
_MEASURE = (
    r"(?=\s*(?:个|余)?\s*(?:年|月|天|日|元|人|户|次|倍|成|岁|周岁|项|名|家|所|级|档|门|期|批|套|张|份|条|类|种|轮))"
)
_DIGITS = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*([万亿]?)")
_CHINESE = re.compile(rf"(?<![\d.第])([零〇一二两三四五六七八九十百千万亿]+){_MEASURE}")
_HALF = re.compile(r"减半|半(?=年|个月|价)|一半|百分之五十")
_YEARS = re.compile(r"(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十]+)\s*年(?![度代级底初])")


def values_in(text: str) -> frozenset[Fraction]:
    """All figures of a text. A count word makes a Chinese numeral one: the 三 of 三支一扶 is none."""
    plain = unicodedata.normalize("NFKC", text)
    found: set[Fraction] = set()
    for digits, large in _DIGITS.findall(plain):
        found.add(Fraction(digits.replace(",", "")) * _LARGE.get(large, 1))
    for numeral in _CHINESE.findall(plain):
        value = chinese_number(numeral)
        if value is not None:
            found.add(Fraction(value))
    if _HALF.search(plain):
        found.add(Fraction(1, 2))
    return frozenset(found)


def provable(words: str) -> frozenset[Fraction]:
    """The figures that words prove: their own, a number of years also in months, and a half also in percent."""
    plain = unicodedata.normalize("NFKC", words)
    found = set(values_in(words))
    for numeral in _YEARS.findall(plain):
        value = chinese_number(numeral)
        if value is not None:
            found.add(Fraction(12 * value))
    if Fraction(1, 2) in found:
        found |= {Fraction(50), Fraction(6)} if "半年" in plain else {Fraction(50)}
    return frozenset(found)


def english_figures(text: str) -> frozenset[Fraction]:
    """The figures of an English text, in digits or, before a unit, in words; years count as years."""
    plain = text.replace(",", "")
    found = {Fraction(digits) for digits, _ in _DIGITS.findall(plain)}
    for quantity in english_quantities(plain):
        if quantity.unit == "month" and "month" not in plain:
            found.add(quantity.value / 12)
        elif quantity.unit == "part":
            found.add(quantity.value)
    return frozenset(found)
