"""Which clauses are forms, and so evidence of no rule."""

from __future__ import annotations

from every import every

from kb.forms import is_form
from kb.records import Cell, Clause, ClauseKind


def part(text: str, kind: ClauseKind = "block", label: str = "附件2第1段", cells: tuple[Cell, ...] = ()) -> Clause:
    return Clause(f"D {label}", "D", label, kind, (label,), text, tuple(range(len(text))), (), cells=cells)


@every(
    ("clause", "form"),
    [
        (part("申领单位（公章）：\n申报人数：\n联系电话："), True),
        (part("姓名____ 性别____ □已参保 □未参保"), True),
        (part("填表人签字（盖章）：年 月 日"), True),
        (part("附件：1.甲市租房申请表\n2.承诺书", label="附件说明"), True),
        (part("附表：1.申请表", label="附件1附件说明"), True),
        (part("一、申请人应当提交：身份证；户口簿。"), False),  # sentences
        (part("联系人：张三"), False),  # one label
        (part("申领单位：\n申报人数：", label="第3段"), False),  # no annex
        (part("申领单位：\n申报人数：", label="附件2表头"), False),  # the head of a table says what it holds
        (part("地区：甲市\n人口：5", "row", cells=(Cell("地区", "甲市", 0), Cell("人口", "5", 6))), False),
    ],
)
def test_a_form_is_blank_or_only_named(clause: Clause, form: bool) -> None:
    assert is_form(clause) is form
