"""How far somebody is from the pension, where only the age is known: a range, with what was assumed said.

The texts speak of the distance (距享受社会养老保险待遇不足5年), not of an age. Pension ages differ by scheme, sex and year: 60 in the
residents' scheme (国发〔2014〕8号); in the employees' scheme 60 for men and 50 or 55 for women until 2024, and from 2025 later by
steps, up to 63, 55 and 58 (全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定, 2024-09-13).
"""

from __future__ import annotations

from datetime import date

from kb.cases.facts import Range

_RAISED_FROM = date(2025, 1, 1)
_RESIDENT = Range(60, 60)


def pension_ages(sex: str | None, scheme: str | None, as_of: date) -> Range:
    """The pension ages, in years, that may apply."""
    if scheme == "resident":
        return _RESIDENT
    raised = as_of >= _RAISED_FROM
    men, women = Range(60, 63 if raised else 60), Range(50, 58 if raised else 55)
    employee = {"male": men, "female": women}.get(sex or "", Range(women.low, men.high))
    if scheme == "employee":
        return employee
    return Range(min(employee.low, _RESIDENT.low), max(employee.high or 0, _RESIDENT.high or 0))


def months_to_pension(age: int, sex: str | None, scheme: str | None, as_of: date) -> Range:
    """The months that may be left to somebody of `age` completed years; 0 where the pension is due."""
    ages = pension_ages(sex, scheme, as_of)
    # Somebody aged 56 may be a day past the birthday or a day short of 57.
    return Range(max(0, 12 * (ages.low - age) - 11), max(0, 12 * ((ages.high or 0) - age)))


def working_age(age: int, sex: str | None) -> bool | None:
    """Whether the age is one of work: from 16 to the pension age; None where that depends on scheme, sex or year."""
    if age < 16 or age >= 63:
        return False
    until = 60 if sex == "male" else 50
    return True if age < until else None


def assumption(ages: Range) -> tuple[str, str]:
    """What was assumed about the pension age, to be shown."""
    if ages.low == ages.high:
        return f"按{ages.low}周岁领取养老金推算", f"reckoned with a pension age of {ages.low}"
    return (
        f"按{ages.low}至{ages.high}周岁领取养老金推算（年龄因险种、性别、年份而不同）",
        f"reckoned with pension ages of {ages.low} to {ages.high}, which differ by scheme, sex and year",
    )
