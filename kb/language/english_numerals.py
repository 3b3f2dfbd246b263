"""Quantities in English words: `two and a half years`, `RMB 5,000`, `60 years old`, `one third`; how they print is kb/language/numerals.py's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kb.regex import regex

MeasureUnit = Literal["month", "day", "working day", "age", "percent", "part", "元", "人", "户", "家"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(f"{_ONES} eighteen nineteen".split())}
_WORDS |= {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = (
    rf"(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))}|{'|'.join(_SCALES)}|an?(?=[\s-](?:{'|'.join(_SCALES)})))"
)
_EN = (
    rf"(?<![\w.])(\d+(?:\.\d+)?(?:\s?k\b)?(?:[\s-](?:{'|'.join(_SCALES)}))*"
    rf"|{_WORD}(?:[\s-](?:and[\s-])?{_WORD})*)(\s(?:and\s)?an?\shalf)?"
)
_ENGLISH = regex(
    rf"{_EN}[\s-]?(years?[\s-](?:old|of\sage)|years?|months?|(?:working|business)\sdays?|days?|weeks?|yuan|rmb|cny"
    r"|percent|per\scent|pct|people|persons?|workers|households|families|companies|firms|enterprises)(?![a-z])",
    re.IGNORECASE,
)
_CURRENCY_FIRST = regex(rf"(?:\b(?:rmb|cny|yuan)|¥)\s?{_EN}(?!\w)", re.IGNORECASE)
_AGED = regex(
    r"\b(?:aged?|ages?\sof|ages)\s(?:between\s|over\s|under\s|of\s)?(\d\d)(?:\s?(?:-|to|and)\s?(\d\d))?\b", re.I
)
_HALF_YEAR = regex(r"\bhalf[\s-](?:a[\s-])?year\b|\b(a)\s(?:year\sand\sa\shalf|and\sa\shalf\syears?)\b", re.IGNORECASE)
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}
_ENGLISH_PART = regex(
    r"(?<!and a )\b(?:(one|two|three|four)[\s-])?(half|third|quarter|fifth)s?\b(?=\sof\b|[.?!,]|$)(?!\sof\sthe\s(?:year|month))",
    re.IGNORECASE,
)
_UNITS: dict[str, tuple[MeasureUnit, int]] = {
    "year": ("month", 12),
    "month": ("month", 1),
    "week": ("day", 7),
    "day": ("day", 1),
    "working day": ("working day", 1),
    "business day": ("working day", 1),
    "household": ("户", 1),
}
_UNITS |= dict.fromkeys(("yuan", "rmb", "cny"), ("元", 1)) | dict.fromkeys(("people", "person", "worker"), ("人", 1))
_UNITS |= dict.fromkeys(("companie", "firm", "enterprise"), ("家", 1)) | {"familie": ("户", 1)}
_UNITS |= dict.fromkeys(("percent", "per cent", "pct"), ("percent", 1))


@dataclass(frozen=True)
class EnglishQuantity:
    """A number of units; a `part` is a share of one (1/3), a `percent` one of a hundred."""

    value: Fraction
    unit: MeasureUnit


def english_quantities(text: str) -> list[EnglishQuantity]:
    """The quantities that a text without thousands separators names in English, those of a kind together."""
    found: list[EnglishQuantity] = []
    for match in _ENGLISH.finditer(text):
        number = english_number(match[1], half=bool(match[2]))
        found += [_measured(number, " ".join(match[3].lower().replace("-", " ").split()))] if number else []
    for match in _CURRENCY_FIRST.finditer(text):
        number = english_number(match[1], half=bool(match[2]))
        found += [EnglishQuantity(number, "元")] if number else []
    for match in _AGED.finditer(text):
        found += [EnglishQuantity(Fraction(age), "age") for age in match.groups() if age]
    found += [EnglishQuantity(Fraction(18 if match[1] else 6), "month") for match in _HALF_YEAR.finditer(text)]
    for match in _ENGLISH_PART.finditer(text):
        below, above = _FRACTIONS[match[2].lower()], _WORDS.get((match[1] or "").lower(), 1)
        found += [EnglishQuantity(Fraction(above, below), "part")] if above < below else []
    return found


def _measured(number: Fraction, measure: str) -> EnglishQuantity:
    if "old" in measure or "age" in measure:
        return EnglishQuantity(number, "age")
    unit, times = _UNITS[measure.removesuffix("s")]
    return EnglishQuantity(number * times, unit)


def english_number(words: str, *, half: bool = False) -> Fraction | None:
    """`two hundred and fifty` → 250, `1.5 million` → 1500000, `two` with a half → 5/2; None if the words make no number."""
    total, section = Fraction(0), Fraction(0)
    for word in re.findall(r"\d+(?:\.\d+)?|[a-z]+", words.lower()):
        if word[0].isdigit():
            section += Fraction(word[:15])
        elif word in _WORDS:
            section += _WORDS[word]
        elif word == "hundred":
            section = (section or Fraction(1)) * 100
        elif word in _SCALES or word == "k":
            total, section = total + (section or 1) * _SCALES.get(word, 1000), Fraction(0)
    value = total + section + (Fraction(1, 2) if half else 0)
    return value if 0 < value < 10**12 else None
