"""The command that compares: one subject in several places, documents or years."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.edges import AsOf, Json, Store, day_of, frame_language, open_base, option, told_in

if TYPE_CHECKING:
    from kb.answers import Comparison

_NAMES = {
    "money": ("金额", "money"),
    "share": ("比例", "shares"),
    "duration": ("期限", "terms"),
    "age": ("年龄", "ages"),
    "count": ("数量", "counts"),
    "date": ("日期", "dates"),
}


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(epilog="例 Example: policy-kb compare 创业担保贷款额度 --side 江苏省 --side 海南省")(compare)


def compare(
    subject: Annotated[str, typer.Argument(help="问题或关键词。 A question or keywords.")],
    side: Annotated[
        list[str],
        typer.Option(help="一方：地区、文号或年份，2 到 4 方。 A side: a region, a document or a year; two to four."),
    ],
    as_of: AsOf = None,
    lang: Annotated[str | None, option("zh 或 en，默认随问题。 Answer frame: zh or en.")] = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """同一事项在几地、几份文件或几年的规定并列，标出不同。 The same subject side by side, with what differs."""
    from kb.answers import compare as run
    from kb.answers import comparison_object, side_of

    language = frame_language(lang)
    day = day_of(as_of)
    with told_in(language):
        base = open_base(store, to_ask=True)
        result = run(base, subject, [side_of(base, name) for name in side], day, language)
    if as_json:
        print(json.dumps(comparison_object(result), ensure_ascii=False, indent=2))
    else:
        _print(result)


def _print(comparison: Comparison) -> None:
    """Each side as an answer is printed, with its own fragments that differ, then the figures of all sides."""
    from kb.commands.output import print_answer

    for side in comparison.sides:
        print(f"== {side.title} ==")
        print_answer(side.answer)
        differing = dict.fromkeys(
            quoted.item.text[mark.start : mark.end] for quoted in side.quotes for mark in quoted.marks if mark.differs
        )
        if differing:
            print(f"≠ {_label('不同', 'differs', comparison)}：{'；'.join(differing)}")
        print()
    for row in comparison.rows:
        cells = (
            f"{side.title} {'、'.join(cell) or '—'}" for side, cell in zip(comparison.sides, row.cells, strict=True)
        )
        print(f"{_label(*_NAMES[row.kind], comparison)}：{' | '.join(cells)}")


def _label(zh: str, en: str, comparison: Comparison) -> str:
    return f"{en} {zh}" if comparison.language == "en" else f"{zh} {en}"
