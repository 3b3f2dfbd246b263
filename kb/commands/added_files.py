"""`policy-kb add` for many files: one table of their drafts, one question, and what was not taken with the reasons."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.commands.edges import agreed, note, recorded, shortened
from kb.progress import progress

if TYPE_CHECKING:
    from kb.holdings import OfferedFile

_COLUMNS = ("文件 file", "文号 number", "题名 title", "发文机关 issuers", "地区 region", "成文 issued", "到期 until")


def add_many(corpus: Path, paths: Sequence[Path], yes: bool, data: Path | None) -> None:
    """Reads all, shows the table, and on a yes takes what is whole and records each; InvalidInput if nothing is taken."""
    from kb.holdings import PENDING, offered_files, take_in
    from kb.language import Gazetteer

    with tempfile.TemporaryDirectory(prefix="policy-kb-") as scratch:
        with progress("读取 reading") as report:
            offered = offered_files(corpus, paths, Path(scratch), Gazetteer.load(), report)
        _show(offered)
        whole = sum(one.whole for one in offered)
        held = sum(one.held for one in offered)
        left = len(offered) - whole - held
        print(f"完整 whole {whole}，已有 held {held}，待核对 to be looked at {left}（{corpus / PENDING}）")
        agreed("加入完整的文件？ Add those that are whole?", yes)
        with progress("写入 writing") as report:
            take_in(corpus, offered, report, lambda one: _record(one, data))


def _record(one: OfferedFile, data: Path | None) -> None:
    if one.draft:
        document = one.draft.document
        recorded(data, "document_added", document.number or document.id, after=document.file)


def _show(offered: Sequence[OfferedFile]) -> None:
    """One row a file, then what is uncertain of those that are taken and why the others are not."""
    columns = (*_COLUMNS, "条 clauses", "不确定 uncertain", "结果 outcome")
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for one in offered:
        print(f"| {' | '.join(shortened(cell, 40).replace('|', '｜') for cell in _cells(one))} |")
    for one in offered:
        for doubt in one.draft.doubts if one.draft and one.whole else ():
            print(f"  ? {one.name}：{doubt}")
        for reason in () if one.held else one.reasons:
            note(f"! {one.name}：{reason}")


def _cells(one: OfferedFile) -> tuple[str, ...]:
    outcome = one.reasons[0].zh if one.held else "完整 whole" if one.whole else "待核对 to be looked at"
    if one.draft is None:
        return (one.name, *[""] * (len(_COLUMNS) + 1), outcome)
    document = one.draft.document
    values = (document.number, document.title, "、".join(document.issuers), document.region, document.issued)
    shown = (str(value) if value else "" for value in (*values, document.effective_to))
    return (one.name, *shown, str(one.clauses), "、".join(document.uncertain), outcome)
