"""Numbers as people say them and as notices print them: 三年 = 3年 = 36个月, 两年半 = 30个月, 五千 = 5000, five years = 5年.

`variants` gives the other printed spellings of the quantities in a question, in both directions: Chinese and Arabic numerals, years
and months, 万 and plain digits, 百分之, 成 and %. What only names something (第3条, 三支一扶, 6月1日) is no quantity.
"""

from __future__ import annotations

import re
from fractions import Fraction

from kb.language.english_numerals import EnglishQuantity, english_quantities
from kb.language.numbers import chinese_number, number_value, spelled

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_CN = "零〇一二两三四五六七八九十百千万亿"
_N = rf"(?<![{_CN}\d.第])([{_CN}\d][{_CN}\d.]*)"
_YEARS = re.compile(rf"{_N}\s?年(?:(半)|零?又?([{_CN}\d]+)个月)?(?![级度代底初末])")
_MONTHS = re.compile(rf"{_N}\s?个月")
_HALF = re.compile(r"半年|半个月|个半月")
_DAYS = re.compile(rf"(?<![月])(?<!月 ){_N}\s?(个?工作日|天|日)")
_AGE = re.compile(rf"{_N}\s?周?岁|{_N}\s?[-~—至到]\s?(?=[{_CN}\d]+\s?周?岁)")
_COUNTED = re.compile(rf"{_N}\s?(元|块钱|块|人|名|户|家|倍|平方米)")
_SHORT = re.compile(r"(?<![A-Za-z\d.])(\d+(?:\.\d+)?)\s?([wk])(?![a-z])\s?(元|块钱|块|人|名|户|家)?", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![{_CN}\d.第])([{_CN}\d.]*[十百千万亿][{_CN}]*(?:(?<=[万千])[1-9])?)(?![{_CN}\d分个人名户家元块倍年月天日岁周平])"
)
_ROUND = re.compile(r"(?<![\d.\-第])([1-9]\d{1,5}000)(?![\d.%\-]|号)")
_PERCENT = re.compile(rf"百分之([{_CN}\d.]+)|(?<![\d.])(\d+(?:\.\d+)?)\s?%")
_TENTHS = re.compile(
    r"(?<![一二三四五六七八九十])([一二三四五六七八九])成(半|[一二三四五六七八九])?(?![立员为果本功熟绩长效人交就不])"
)
_FOLD = re.compile(r"(?<![一二三四五六七八九十])([一二三四五六七八九])([一二三四五六七八九])?折(?![叠扣算腾磨])")
_PART = re.compile(r"([一二三四五六七八九十])分之([一二三四五六七八九])|(?<![\d/.])([1-9])[/⁄]([2-9])(?![\d/])")
_EQUAL_HALF = re.compile(r"一半(?!天|年|会)")


def variants(text: str) -> tuple[str, ...]:
    """Other spellings of the quantities in a normalised question, as notices print them; without those already there."""
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    found = [*_durations(plain), *_ages(plain), *_amounts(plain), *_shares(plain)]
    if re.search("[A-Za-z¥]", plain):
        found += [form for quantity in english_quantities(plain) for form in _english(quantity)]
    new = dict.fromkeys(form for form in found if form not in text)
    return tuple(form for form in new if not any(other != form and other.startswith(form) for other in new))


def _durations(text: str) -> list[str]:
    found: list[str] = []
    for match in _YEARS.finditer(text):
        years, more = number_value(match[1]), number_value(match[3]) if match[3] else Fraction(0)
        if years is None or more is None or not years:
            continue
        found += [f"{int(years)}年"] if years >= 1000 else _months(12 * years + (6 if match[2] else more), "年")
    for match in _MONTHS.finditer(text):
        if match.start() and text[match.start() - 1] in "年零又":
            continue
        months = number_value(match[1])
        found += _months(months, "个月") if months else []
    for match in _HALF.finditer(text):
        if match[0] == "半年" and not text[: match.start()].endswith("年"):
            found += ["6个月", "六个月"]
        elif match[0] == "半个月":
            found += ["15日", "15天"]
    for match in _DAYS.finditer(text):
        days = number_value(match[1])
        if days and days.denominator == 1 and days < 1000:
            measures = {"天": "天日", "日": "日天"}.get(match[2])
            found += [form for measure in measures or ["个工作日"] for form in _both(int(days), measure)]
    return found


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


def _ages(text: str) -> list[str]:
    ages = [number_value(match[1] or match[2]) for match in _AGE.finditer(text)]
    return [form for age in ages if age and age < 150 and age.denominator == 1 for form in _age(int(age))]


def _age(age: int) -> list[str]:
    return [f"{age}岁", f"{age}周岁", f"{spelled(age)}周岁"]


def _amounts(text: str) -> list[str]:
    found: list[str] = []
    for match in _COUNTED.finditer(text):
        found += _large(number_value(match[1]), "元" if match[2].startswith("块") else match[2])
    for match in _SHORT.finditer(text):
        measure = (match[3] or "").replace("块钱", "元").replace("块", "元")
        found += _large(Fraction(match[1]) * (10_000 if match[2] in "wW" else 1_000), measure)
    for match in (*_BARE.finditer(text), *_ROUND.finditer(text)):
        value = number_value(match[1])
        found += _large(value) if value and value >= 100 else []
    return found


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


def _shares(text: str) -> list[str]:
    shares = [number_value(match[1] or match[2]) for match in _PERCENT.finditer(text)]
    for match in _TENTHS.finditer(text):
        shares.append(Fraction(_DIGITS[match[1]] * 10 + (5 if match[2] == "半" else _DIGITS.get(match[2] or "零", 0))))
    for match in _FOLD.finditer(text):
        shares.append(Fraction(_DIGITS[match[1]] * 10 + _DIGITS[match[2] or "零"]))
    shares += [Fraction(50) for _ in _EQUAL_HALF.finditer(text)]
    found = [form for share in shares if share is not None for form in _percent(share)]
    for match in _PART.finditer(text):
        lower, upper = (match[1], match[2]) if match[1] else (match[4], match[3])
        below, above = chinese_number(lower), chinese_number(upper)
        found += _part(above, below) if above and below and above < below else []
    return found


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
