"""The commands that change a corpus: add, remove, replace. Each shows what it would do and asks before anything changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.added_files import add_many
from kb.commands.edges import CorpusFolder, DataFolder, Yes, agreed, made, option, settings_of, shortened
from kb.effect_messages import effect_message
from kb.errors import InvalidInput

if TYPE_CHECKING:
    from kb.holdings import EntryDraft, GivenFields, Plan

StoreToUpdate = Annotated[Path | None, option("随后要更新的知识库。 The store to update next.", "--store")]
DocumentName = Annotated[str, typer.Argument(metavar="DOCUMENT", help="文号、编号或题名。 Number, id or title.")]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="新文件。 The new text.")]
NewFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE|FOLDER...", help="新文件，或文件夹、.zip。 New texts, or folders or .zip archives of them."
    ),
]


def register(app: typer.Typer) -> None:
    """Puts the three commands on the command line."""
    app.command(epilog="例 Example: policy-kb add 新通知.txt --region 临沂市")(add)
    app.command(epilog="例 Example: policy-kb remove 临人社发〔2016〕12号")(remove)
    app.command(epilog="例 Example: policy-kb replace 临人社发〔2016〕12号 新通知.txt")(replace)


def add(
    files: NewFiles,
    corpus: CorpusFolder = None,
    region: Annotated[str | None, option("适用地区。 The region it holds for.")] = None,
    title: Annotated[str | None, option("题名。 The title.")] = None,
    identifier: Annotated[str | None, option("没有文号时的编号。 Its id where it has no number.", "--id")] = None,
    rests_on: Annotated[str | None, option("所据的原文。 Words of the text the given values rest on.")] = None,
    data: DataFolder = None,
    yes: Yes = False,
    store: StoreToUpdate = None,
) -> None:
    """加入新文件，并拟定目录条目；多份时列成一表。 Take in new texts and draft their catalogue entries; of many, one table."""
    from kb.holdings import GivenFields, leave_pending

    folder, given = _corpus(corpus), GivenFields(region, title, identifier, rests_on)
    if len(files) > 1 or files[0].is_dir() or files[0].suffix.lower() == ".zip":
        if given != GivenFields():
            raise InvalidInput(
                "--region、--title、--id 和 --rests-on 只用于一份文件。", "These options are for one file alone."
            )
        add_many(folder, files, yes, data)
        _done("已加入完整的文件。 What is whole has been added.", folder, corpus, store)
        return
    (file,) = files
    plan = _planned(folder, file, given, ask=not yes)
    _show(plan)
    agreed("加入语料？ Add it?", yes)
    made(plan, "document_added", data)
    leave_pending(folder, file)
    _done(f"已加入 {plan.file}。 Added.", folder, corpus, store)


def remove(
    name: DocumentName,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
    store: StoreToUpdate = None,
) -> None:
    """移出一份文件及其目录条目。 Take a text and its catalogue entry out."""
    from kb.benefits import notes_on_removal
    from kb.holdings import plan_remove
    from kb.language import Gazetteer

    folder = _corpus(corpus)
    plan = plan_remove(folder, name, Gazetteer.load())
    if plan.held:
        print(f"移出 remove: {plan.held.number or plan.held.id}《{plan.held.title}》（{plan.file}）")
        for note in notes_on_removal(folder, plan.held.id):
            print(f"! {note}")
    agreed("移出语料？ Remove it?", yes)
    made(plan, "document_removed", data)
    _done(f"已移到 {plan.kept_at}。 Moved there.", folder, corpus, store)


def replace(
    name: DocumentName,
    file: NewFile,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    yes: Yes = False,
    store: StoreToUpdate = None,
) -> None:
    """用新文件替代旧文件，旧版按日期仍可查到。 Put a newer text in the place of one held."""
    from kb.holdings import plan_replace
    from kb.language import Gazetteer

    folder = _corpus(corpus)
    plan = plan_replace(folder, name, file, Gazetteer.load())
    if plan.held:
        print(f"替代 replace: {plan.held.number or plan.held.id}《{plan.held.title}》（{plan.held.file}）")
    _show(plan)
    agreed("替代？ Replace it?", yes)
    made(plan, "document_replaced", data)
    _done(f"已写入 {plan.file}。 Written.", folder, corpus, store)


# ------------------------------------------------------------------------------------------------------ parts


def _corpus(given: Path | None) -> Path:
    return given if given is not None else settings_of().corpus


def _planned(folder: Path, file: Path, given: GivenFields, ask: bool) -> Plan:
    """The plan; words that a given value rests on are asked for where they are missing."""
    from dataclasses import replace as with_changes

    from kb.holdings import WordsNeeded, plan_add
    from kb.language import Gazetteer

    gazetteer = Gazetteer.load()
    try:
        return plan_add(folder, file, given, gazetteer)
    except WordsNeeded as error:
        if not ask:
            raise
        try:
            words = typer.prompt(f"{error.field} 所据的原文 words of the text", err=True)
        except typer.Abort:
            raise error from None
        return plan_add(folder, file, with_changes(given, rests_on=words), gazetteer)


def _show(plan: Plan) -> None:
    """What was found, what is uncertain, what documents decide of each other, and the entry as it would be written."""
    print(f"文件 file: {plan.file}（{plan.clauses} 条 clauses）")
    if plan.draft:
        _show_draft(plan.draft)
    for effect in plan.effects:
        print(f"* {effect_message(effect)}")
    for note in plan.notes:
        print(f"! {note}")
    if plan.entry:
        print("目录条目 catalogue entry:")
        print("".join(f"    {line}\n" for line in plan.entry.splitlines()), end="")


def _show_draft(draft: EntryDraft) -> None:
    for finding in draft.findings:
        line = f"（第 {finding.line} 行）" if finding.line else ""
        words = f"  ← “{shortened(finding.words)}”{line}" if finding.words else ""
        print(f"  {finding.name}: {finding.value}{words}")
    for doubt in draft.doubts:
        print(f"  ? {doubt}")


def _done(message: str, folder: Path, corpus: Path | None, store: Path | None) -> None:
    words = ["policy-kb build", *([f"--corpus {folder}"] if corpus else []), *([f"--store {store}"] if store else [])]
    print(message)
    print(f"运行 {' '.join(words)} 使其生效。 Run it to bring the store up to date.", file=sys.stderr)
