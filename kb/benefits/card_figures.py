"""The figures in a text, as values: `10万元` → 100000, `三年` → 3, `提高5%` → 5, `减半` → 1/2.

Unlike kb/language/figures.py, which compares sentences, this compares what a card says with its quotes: every number counts as it is written.
"""

from __future__ import annotations

from fractions import Fraction

from kb.language import english_quantities, expressions_in, folded, numbers_in
from kb.regex import regex

_DIGITS = regex(r"\d+(?:\.\d+)?")
# Without a count word a spelled numeral is part of a name: the 三 of 三支一扶.
_COUNTED = regex(
    r"\s*[个余]?\s*(?:年|月|天|日|元|人|户|次|倍|成|岁|周岁|项|名|家|所|级|档|门|期|批|套|张|份|条|类|种|轮)"
)
_HALF = regex(r"减半|半(?=年|个月|价)|一半|百分之五十")


def values_in(text: str) -> frozenset[Fraction]:
    """All figures of a text; digits that are no number of their own (第3条, A4) are figures too."""
    plain = folded(text)
    found: set[Fraction] = set()
    left = list(plain)
    for number in numbers_in(plain):
        left[number.start : number.end] = " " * (number.end - number.start)
        if plain[number.start].isdigit() or _COUNTED.match(plain, number.end):
            found |= {value for value in (number.value, number.upper) if value is not None}
    found |= {Fraction(digits) for digits in _DIGITS.findall("".join(left))}
    if _HALF.search(plain):
        found.add(Fraction(1, 2))
    return frozenset(found)


def provable(words: str) -> frozenset[Fraction]:
    """The figures that words prove: their own, shares in percent, a number of years also in months, and a half also in percent."""
    found = set(values_in(words))
    for one in expressions_in(words):
        if one.value is not None and (one.unit == "month" or one.unit == "one"):
            found.add(100 * one.value if one.unit == "one" else one.value)
    if Fraction(1, 2) in found:
        found.add(Fraction(50))
    return frozenset(found)


def english_figures(text: str) -> frozenset[Fraction]:
    """The figures of an English text, in digits or, before a unit, in words; years count as years."""
    plain = text.replace(",", "")
    found = {Fraction(digits) for digits in _DIGITS.findall(plain)}
    for quantity in english_quantities(plain):
        if quantity.unit == "month" and "month" not in plain:
            found.add(quantity.value / 12)
        elif quantity.unit == "part":
            found.add(quantity.value)
    return frozenset(found)
