"""What questions ask of every clause: the kind of block it is, and the words for that."""

from __future__ import annotations

from every import every

from kb.questions import block_words, role_of_block
from kb.records import Clause, ClauseKind


def clause(label: str, kind: ClauseKind = "block") -> Clause:
    return Clause(f"D {label}", "D", label, kind, (label,), "某市人社局", tuple(range(5)), ())


@every(
    ("label", "role"),
    [
        ("标题", "标题"),
        ("通知落款", "落款"),
        ("附件1标题", "标题"),
        ("意见施行日期", "施行日期"),
        ("版记〔2〕", "版记"),
        ("附件2续表表头", "表头"),
        ("附件1第1段", None),
    ],
)
def test_the_kind_of_a_block_is_read_from_its_label(label: str, role: str | None) -> None:
    assert role_of_block(clause(label)) == role


def test_clauses_and_rows_are_no_blocks_whatever_they_are_called() -> None:
    assert role_of_block(clause("落款", "clause")) is None
    assert role_of_block(clause("附件1表头", "row")) is None
    assert block_words(clause("落款", "clause")) == ""


def test_a_block_is_indexed_with_words_for_what_it_states() -> None:
    assert block_words(clause("通知落款")) == "发文机关署名 成文日期 签发日期 印发时间"
    assert block_words(clause("附件1第1段")) == ""
