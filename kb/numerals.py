"""Numbers as people say them and as notices print them: 三年 = 3年 = 36个月, 五千 = 5000, five years = 5年."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_CN = "零〇一二两三四五六七八九十百千万亿"
_MEASURES = "年|个月|周岁|岁|天|日|元|块钱|块|人|名|户|家|倍|平方米"
_COUNTED = re.compile(rf"([{_CN}\d][{_CN}\d.]*)(多|来)?({_MEASURES})(?!级)")
_BARE = re.compile(rf"(?<![{_CN}\d第])([{_CN}\d.]*[十百千万亿][{_CN}]*)(?![{_CN}\d分])")
_PERCENT = re.compile(rf"百分之([{_CN}\d.]+)")
_TENTHS = re.compile(r"([一二三四五六七八九])成")
_HALF = re.compile(r"半年")
_ENGLISH_NUMBER = {
    word: n
    for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
}
_ENGLISH = re.compile(
    r"\b(\d[\d,]*(?:\.\d+)?|" + "|".join(_ENGLISH_NUMBER) + r"|half a)[\s-]*(thousand|million)?[\s-]*"
    r"(years?|months?|days?|yuan|rmb|percent|per cent|%|people|persons)",
    re.IGNORECASE,
)
_ENGLISH_MEASURE = {
    "year": "年",
    "month": "个月",
    "day": "天",
    "yuan": "元",
    "rmb": "元",
    "people": "人",
    "person": "人",
}


def chinese_number(text: str) -> int | None:
    """`三十六` → 36, `二〇一二` → 2012, `5千` → 5000, `1.5万` → 15000; None where the text is no whole number."""
    if re.fullmatch(r"\d+", text):
        return int(text) if len(text) < 16 else None
    if re.fullmatch(r"[零〇一二三四五六七八九]{2,15}", text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = 0
    number: float = 0
    for part in re.findall(r"\d+(?:\.\d+)?|.", text):
        if part[0].isdigit() and part.isascii():
            number = float(part)
        elif part in _DIGITS:
            number = _DIGITS[part]
        elif part in _UNITS:
            section += round((number or 1) * _UNITS[part])
            number = 0
        elif part in _LARGE:
            total += round((section + number or 1) * _LARGE[part])
            section, number = 0, 0
        else:
            return None
    value = total + section + number
    return int(value) if value == int(value) else None


def variants(text: str) -> tuple[str, ...]:
    """Other spellings of the quantities in a normalised question, as notices print them; without those already there."""
    found: list[str] = []
    for match in _COUNTED.finditer(text):
        found += _counted(match.group(1), match.group(3))
    for match in _BARE.finditer(text):
        value = chinese_number(match.group(1))
        found += _large(value) if value and value >= 100 else []
    found += [f"{value}%" for m in _PERCENT.finditer(text) if (value := chinese_number(m.group(1))) is not None]
    found += [f"{_DIGITS[match.group(1)]}0%" for match in _TENTHS.finditer(text)]
    found += ["6个月" for _ in _HALF.finditer(text)]
    for match in _ENGLISH.finditer(text):
        found += _english(*match.groups())
    new = dict.fromkeys(form for form in found if form not in text)
    return tuple(form for form in new if not any(other != form and other.startswith(form) for other in new))


def _counted(number: str, measure: str) -> list[str]:
    value = chinese_number(number)
    if value is None or value == 0:
        return []
    measure = "元" if measure.startswith("块") else measure
    if measure == "年" and value >= 1000:
        return [f"{value}年"]
    forms = [form + measure for form in _large(value)]
    if measure == "年" and value <= 10:
        forms.append(f"{value * 12}个月")
    if measure == "个月" and value % 12 == 0:
        forms.append(f"{value // 12}年")
    return forms


def _large(value: int) -> list[str]:
    return [f"{value / 10_000:g}万"] if value >= 10_000 and value % 100 == 0 else [str(value)]


def _english(number: str, scale: str | None, measure: str) -> list[str]:
    unit = measure.lower().rstrip("s")
    if number.lower() == "half a":
        return ["6个月"] if unit == "year" else []
    value = _ENGLISH_NUMBER.get(number.lower())
    amount = float(number.replace(",", "")) if value is None else float(value)
    amount *= {"thousand": 1_000, "million": 1_000_000}.get((scale or "").lower(), 1)
    if unit in ("percent", "per cent", "%"):
        return [f"{amount:g}%"]
    return _counted(str(int(amount)), _ENGLISH_MEASURE[unit]) if amount == int(amount) else []
