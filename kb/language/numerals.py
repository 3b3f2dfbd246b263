"""Numbers as people say them and as notices print them: 三年 = 3年 = 36个月, 两年半 = 30个月, 五千 = 5000, five years = 5年.

`variants` gives the other printed spellings of the quantities in a question, in both directions: Chinese and Arabic numerals, years
and months, 万 and plain digits, 百分之, 成 and %. What only names something (第3条, 三支一扶, 6月1日) is no quantity.
"""

from __future__ import annotations

import re
from fractions import Fraction

from kb.language.english_numerals import EnglishQuantity, english_quantities
from kb.language.expressions import Expression, expressions_in
from kb.language.numbers import Number, numbers_in, spelled

# What notices count in large numbers; 四个, 三项 are told alike everywhere.
_COUNTED = frozenset({"人", "名", "户", "家", "平方米"})


def variants(text: str) -> tuple[str, ...]:
    """Other spellings of the quantities in a normalised question, as notices print them; without those already there."""
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    read = expressions_in(plain)
    found = [form for one in read for form in _forms(plain, one)]
    for number in numbers_in(plain):
        if all(number.end <= one.start or number.start >= one.end for one in read):
            found += _alone(plain, number)
    if re.search("[A-Za-z¥]", plain):
        found += [form for quantity in english_quantities(plain) for form in _english(quantity)]
    new = dict.fromkeys(form for form in found if form not in text)
    return tuple(form for form in new if not any(other != form and other.startswith(form) for other in new))


def _forms(text: str, one: Expression) -> list[str]:
    """How notices write an expression; of a span, each of its ends."""
    forms: list[str] = []
    if one.about:
        return forms
    for value in filter(None, (one.value, one.upper)):
        if one.kind == "duration":
            forms += _length(value, one)
        elif one.kind == "age":
            forms += _age(int(value)) if value < 150 else []
        elif one.kind == "money" or one.measure in _COUNTED:
            forms += _large(value, "元" if one.kind == "money" else one.measure)
        elif one.kind == "share" and one.unit == "times":
            forms += _large(value, "倍")
        elif one.unit == "point" and text[one.start : one.end].endswith("个点"):
            forms += _percent(value)  # 17个点的税, a rate as people say it
        elif one.kind == "share" and one.unit == "one":
            forms += _share(value, text[one.start : one.end])
        elif one.kind == "date" and value >= 19000000 and value % 10000 == 0:
            forms.append(f"{int(value) // 10000}年")
    return forms


def _length(value: Fraction, one: Expression) -> list[str]:
    if one.unit == "month":
        return _months(value, "年" if one.measure in ("年", "周年") else one.measure)
    if value.denominator != 1 or value >= 1000:
        return []
    if one.unit == "working day":
        return _both(int(value), "个工作日")
    if one.unit == "day":
        return [
            form
            for measure in {"天": "天日", "日": "日天"}.get(one.measure, "日天")
            for form in _both(int(value), measure)
        ]
    return []


def _share(share: Fraction, words: str) -> list[str]:
    if words in ("一半", "半数") or re.search(r"[成折百%％]", words):
        return _percent(100 * share)
    return _part(share.numerator, share.denominator) if share < 1 and share.denominator <= 10 else _percent(100 * share)


def _alone(text: str, number: Number) -> list[str]:
    """The forms of a number without a unit (能贷30万吗), where it is a sum in short or a round one."""
    words = text[number.start : number.end]
    spelled_out = re.search(r"[十百千万亿wkWK]", words) and not re.match(r"\s?[分个]", text[number.end :])
    round_sum = re.fullmatch(r"[1-9]\d{1,5}000", words) and not re.match(r"[-%号]", text[number.end :])
    return _large(number.value) if number.value >= 100 and (spelled_out or round_sum) else []


def _months(months: Fraction, said: str) -> list[str]:
    """A length of time in years and in months; Arabic and Chinese in the measure that was said, and in years."""
    if months.denominator != 1 or not 0 < months < 1200:
        return []
    total = int(months)
    years, rest = divmod(total, 12)
    in_years = _both(years, "年") if years and not rest else []
    if rest == 6:
        in_years = [f"{years}.5年", f"{_small(years)}年半"] if years else ["半年"]
    elif years and rest:
        in_years = [f"{years}年{rest}个月", f"{_small(years)}年{_small(rest)}个月"]
    if said == "个月":
        return _both(total, "个月") + in_years
    return in_years + ([f"{total}个月"] if total <= 120 else [])


def _age(age: int) -> list[str]:
    return [f"{age}岁", f"{age}周岁", f"{spelled(age)}周岁"]


def _large(value: Fraction | None, measure: str = "") -> list[str]:
    """`100000` → 10万, 100000, 十万; the spelled form only of round sums, and only of money or a bare number."""
    if not value or value.denominator != 1 or value >= 10**12:
        return []
    number = int(value)
    if number >= 10**8 and number % 10**6 == 0:
        forms = [_decimal(Fraction(number, 10**8)) + "亿"]
    elif number >= 10_000 and number % 100 == 0:
        forms = [_decimal(Fraction(number, 10_000)) + "万", str(number)]
    else:
        forms = [str(number)]
    if measure in ("", "元") and number >= 100 and len(str(number).rstrip("0")) <= 2:
        forms.append(spelled(number))
    return [form + measure for form in forms]


def _percent(share: Fraction) -> list[str]:
    if share > 1000 or share * 100 != int(share * 100):
        return []
    return [f"{_decimal(share)}%"] + ([f"百分之{spelled(int(share))}"] if share.denominator == 1 and share else [])


def _part(above: int, below: int) -> list[str]:
    share = Fraction(100 * above, below)
    words = ["一半"] if share == 50 else [f"{spelled(below)}分之{spelled(above)}", f"{above}/{below}"]
    return words + (_percent(share) if share.denominator == 1 else [])


def _both(number: int, measure: str) -> list[str]:
    return [f"{number}{measure}", f"{_small(number)}{measure}"]


def _small(number: int) -> str:
    return "两" if number == 2 else spelled(number)


def _decimal(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def _english(quantity: EnglishQuantity) -> list[str]:
    value, unit = quantity.value, quantity.unit
    if unit == "percent":
        return _percent(value)
    if unit == "part":
        return _part(value.numerator, value.denominator)
    if unit in ("元", "人", "户", "家"):
        return _large(value, unit)
    if value.denominator != 1 or value >= 1000:
        return []
    if unit == "month":
        return _months(value, "年" if value % 12 == 0 else "个月")
    if unit == "age":
        return _age(int(value)) if value < 150 else []
    return (
        _both(int(value), "个工作日") if unit == "working day" else [*_both(int(value), "日"), *_both(int(value), "天")]
    )
