"""`policy-kb check`: what would be read from a folder, before anything is built."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.commands.edges import Json, settings_of, shortened
from kb.effect_messages import KIND_WORDS

if TYPE_CHECKING:
    from kb.holdings import CheckedFile, FolderCheck
    from kb.records import SetAside

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="FOLDER", help="文件所在文件夹，默认 corpus。 The folder of texts.", show_default=False),
]
_CERTAINTY = {
    "stated": "正文写明 stated",
    "site": "网页所写 site",
    "inferred": "推断 inferred",
    "contradicted": "前后不一 contradicted",
}
_LINES_NAMED = 12


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(epilog="例 Example: policy-kb check 新文件夹 --json")(check)


def check(folder: Folder = None, as_json: Json = False) -> None:
    """不建库，先看每份文件读出了什么、有多可靠。 Read without building: what each file says, and how sure it is.

    退出码 1：有前后不一、彼此不一或读不了的文件。 Exit 1: a file contradicts itself or another, or cannot be indexed.
    """
    from kb.holdings import check_folder
    from kb.language import Gazetteer, locator

    started = time.perf_counter()
    result = check_folder(settings_of(corpus=folder).corpus, locator(Gazetteer.load()))
    seconds = time.perf_counter() - started
    if as_json:
        print(json.dumps(_object(result), ensure_ascii=False, indent=2))
    else:
        _show(result, seconds)
    raise typer.Exit(int(result.contradicts))


def _object(result: FolderCheck) -> dict[str, Any]:
    return {
        "contradicts": result.contradicts,
        "files": [
            {
                "file": file.file,
                "problem": str(file.problem) if file.problem else None,
                "clauses": file.clauses,
                "fields": {
                    field.name: {
                        "value": field.value,
                        "certainty": field.certainty,
                        "words": field.words,
                        "against": field.against,
                    }
                    for field in file.fields
                },
                "outline_gaps": [str(gap) for gap in file.gaps],
                "tables_without_labels": [{"first": first, "rows": rows} for first, rows in file.unlabelled],
                "stacked_tables": [{"clause": label, "lines": cells} for label, cells in file.stacked],
                "other_laws": list(file.other_laws),
                "doubtful": [{"reason": str(reason), "places": places} for reason, places in file.doubts],
                "set_aside": [asdict(text) for text in file.set_aside],
                "rulings": [
                    {"kind": ruling.kind, "of": ruling.named.name, "clause": ruling.label, "words": list(ruling.words)}
                    for ruling in file.rulings
                ],
            }
            for file in result.files
        ],
        "skipped": [{"file": file.file, "reason": str(file.reason)} for file in result.skipped],
        "copies": [{"file": copy.file, "reason": str(copy.reason)} for copy in result.copies],
        "one_number": [str(note) for note in result.one_number],
        "same_texts": [{"files": list(pair.files), "share": pair.share} for pair in result.same],
    }


def _show(result: FolderCheck, seconds: float) -> None:
    from kb.holdings import MISNAMED

    for file in result.files:
        _show_file(file)
    for copy in result.copies:
        print(f"! {copy.file}：{copy.reason.zh}。 Not taken: {copy.reason.en}.")
    for note in result.one_number:
        print(f"! {note}")
    told = {copy.file for copy in result.copies}
    for pair in (pair for pair in result.same if not told & set(pair.files)):
        how = "全文相同 the same text" if pair.share == 1 else f"大部分相同 nearly the same text（{pair.share:.0%}）"
        print(f"! {pair.files[0]} 与 and {pair.files[1]}：{how}")
    for name in result.misnamed:
        print(f"{name}：{MISNAMED}")
    for skipped in result.skipped:
        print(f"跳过 skipped: {skipped.file}（{skipped.reason.zh}）。 Not taken: {skipped.reason.en}.")
    bad = sum(file.contradicts for file in result.files) + sum(copy.differs for copy in result.copies)
    bad += len(result.one_number)
    each = f"，每份 {seconds / len(result.files):.2f} 秒 seconds a file" if result.files else ""
    print(f"{len(result.files)} 份文件 files，{bad} 份须先核对（标 ! 者） to be settled first (marked !){each}")


def _show_file(file: CheckedFile) -> None:
    from kb.holdings import FIELD_NAMES

    print(f"{file.file}（{file.clauses} 条 clauses）")
    if file.problem:
        print(f"  ! {file.problem}")
    for field in file.fields:
        if field.certainty == "missing":
            continue
        words = f"  ← “{shortened(field.words)}”" if field.words else ""
        against = f"  ≠ “{shortened(field.against)}”" if field.against else ""
        value = f"{field.value} " if field.value else ""
        print(f"  {FIELD_NAMES[field.name]}: {value}[{_CERTAINTY[field.certainty]}]{words}{against}")
    missing = "、".join(str(FIELD_NAMES[field.name]) for field in file.fields if field.certainty == "missing")
    if missing:
        print(f"  没有找到 not found: {missing}")
    for gap in file.gaps:
        print(f"  ? 编号不连续 numbering: {gap}")
    for first, rows in file.unlabelled:
        print(f"  ? 表格没有列名 table without column names: {first}（{rows} 行 rows）")
    for label, cells in file.stacked:
        print(
            f"  ? 像是表格，一格一行，列名未能对应 a table copied one cell a line, not taken as one: {label}（{cells} 行 lines）"
        )
    for title in file.other_laws:
        print(
            f"  ? 文件里还有另一部 another law in this file: {title}（文号、日期只取自第一部 number and days are the first's）"
        )
    for doubt, count in file.doubts:
        print(f"  ? {doubt}（{count} 处 places）")
    for ruling in file.rulings:
        words = "”“".join(shortened(words) for words in ruling.words)
        what = f"{ruling.named.name}{'、'.join(ruling.parts)}"
        print(f"  ⇒ {KIND_WORDS[ruling.kind]}: {what} ← {ruling.label} “{words}”")
    for (reason, words), lines in _grouped(file.set_aside).items():
        places = f"第 {'、'.join(map(str, lines[:_LINES_NAMED]))} 行 " if lines else ""
        times = f"（{len(lines)} 处 times）" if len(lines) > 1 else ""
        print(f"  - 未收入 set aside: {places}{reason}：{words}{times}")
    print()


def _grouped(set_aside: Sequence[SetAside]) -> dict[tuple[str, str], list[int]]:
    """The lines on which the same words were set aside for the same reason, in the order of their first; a page repeats itself."""
    found: dict[tuple[str, str], list[int]] = {}
    for text in set_aside:
        lines = found.setdefault((text.reason, shortened(text.text)), [])
        lines += [text.line] if text.line else []
    return found
