"""How far somebody is from the pension, where only the age is known: a range, with what was assumed said.

The texts speak of the distance (距享受社会养老保险待遇不足5年), not of an age. Pension ages differ by scheme, sex and year: 60 in the
residents' scheme (国发〔2014〕8号); in the employees' scheme 60 for men and 50 or 55 for women, which from 2025 rise by a month every four
months (of 50: every two) to 63, 55 and 58, while the old age stays open to who asks for it
(全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定, 2024-09-13).
"""

from __future__ import annotations

from datetime import date

from kb.cases.facts import Range

REACHED = Range(-1, -1)
"""The distance of somebody past the pension age: less than any distance to it."""
# The age before 2025 in years, months to wait for one more month of delay, the longest delay in months.
_EMPLOYEES = {"male": ((60, 4, 36),), "female": ((50, 2, 60), (55, 4, 36))}
_RESIDENTS = (60, 0, 0)


def pension_ages(age: int, sex: str | None, scheme: str | None, as_of: date) -> Range:
    """The ages, in months, at which the pension may be due to somebody of `age` completed years."""
    rules = [rule for each, many in _EMPLOYEES.items() if sex in (None, each) for rule in many if scheme != "resident"]
    rules += [_RESIDENTS] if scheme != "employee" else []
    latest = [12 * years + _delay(12 * (years - age), step, most, as_of) for years, step, most in rules]
    return Range(12 * min(years for years, _, _ in rules), max(latest))


def _delay(left: int, step: int, most: int, as_of: date) -> int:
    """The months by which the pension is later for somebody who is so many months short of the age before 2025."""
    since = 12 * (as_of.year - 2025) + as_of.month - 1 + left
    return min(most, since // step + 1) if step and since >= 0 else 0


def months_to_pension(age: int, sex: str | None, scheme: str | None, as_of: date) -> Range:
    """The months that may be left to somebody of `age` completed years; REACHED where the pension is due by every rule."""
    ages = pension_ages(age, sex, scheme, as_of)
    # Somebody aged 56 may be a day past the birthday or a day short of 57.
    shortest, longest = ages.low - 12 * age - 11, (ages.high or 0) - 12 * age
    return REACHED if longest <= 0 else Range(shortest if shortest > 0 else REACHED.low, longest)


def working_age(age: int, sex: str | None) -> bool | None:
    """Whether the age is one of work: from 16 to the pension age; None if that depends on scheme, sex or year."""
    if age < 16 or age >= 63:
        return False
    until = 60 if sex == "male" else 50
    return True if age < until else None


def assumption(ages: Range) -> tuple[str, str]:
    """What was assumed about the pension age (in months), to be shown."""
    low, high = _years(ages.low), _years(ages.high or 0)
    if ages.low == ages.high:
        return f"按{low[0]}领取养老金推算", f"reckoned with a pension age of {low[1]}"
    # 50至60周岁: the unit once.
    first = low[0].removesuffix("周岁") if high[0].endswith("周岁") else low[0]
    return (
        f"按{first}至{high[0]}领取养老金推算（年龄因险种、性别、年份而不同）",
        f"reckoned with pension ages of {low[1]} to {high[1]}, which differ by scheme, sex and year",
    )


def _years(months: int) -> tuple[str, str]:
    years, rest = divmod(months, 12)
    return f"{years}周岁" + (f"{rest}个月" if rest else ""), f"{years}" + (f" years and {rest} months" if rest else "")
