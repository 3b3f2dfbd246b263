"""The commands that keep an installation: backup, restore, doctor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kb.commands.edges import CorpusFolder, DataFolder, Json, Store, Yes, agreed, note, option, recorded, settings_of

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。 The backup.")]
UsersFile = Annotated[Path | None, option("用户文件，默认 .data/users。 The users file.", "--users")]
_MARKS = {"good": "✓", "attention": "!", "wrong": "✗"}


def register(app: typer.Typer) -> None:
    """Puts the three commands on the command line."""
    app.command(epilog="例 Example: policy-kb backup 备份.zip")(backup)
    app.command(epilog="例 Example: policy-kb restore 备份.zip")(restore)
    app.command(epilog="例 Example: policy-kb doctor")(doctor)


def backup(file: BackupFile, corpus: CorpusFolder = None, data: DataFolder = None, users: UsersFile = None) -> None:
    """备份语料、目录、待遇卡、反馈和用户。 Back up the corpus with catalogue and cards, feedback and users."""
    from kb.upkeep import back_up

    made = back_up(settings_of(corpus=corpus, data=data, users=users), file)
    recorded(data, "backup", str(file), files=len(made.files))
    print(f"已备份 {made.documents} 份文件（共 {len(made.files)} 个文件）：{file}。 Backed up.")


def restore(
    file: BackupFile, corpus: CorpusFolder = None, data: DataFolder = None, users: UsersFile = None, yes: Yes = False
) -> None:
    """恢复备份，原有的留在旁边。 Restore a backup; what is there now is kept beside it."""
    from kb.upkeep import read_backup
    from kb.upkeep import restore as put_back

    settings = settings_of(corpus=corpus, data=data, users=users)
    held = read_backup(file)
    print(
        f"备份 backup: {held.created:%Y-%m-%d %H:%M}Z，{held.documents} 份文件 documents，{'、'.join(held.parts)}，policy-kb {held.version}"
    )
    agreed("恢复？ Restore it?", yes)
    done = put_back(settings, file)
    recorded(data, "restore", str(file), of=held.created.isoformat())
    for place in done.places:
        print(f"已恢复 {place}。 Restored.")
    for place in done.kept:
        print(f"原有的在 {place}。 What was there is kept.")
    note("运行 policy-kb build 使其生效。 Run policy-kb build to bring the store up to date.")


def doctor(
    as_json: Json = False,
    store: Store = None,
    corpus: CorpusFolder = None,
    data: DataFolder = None,
    users: UsersFile = None,
) -> None:
    """检查环境、模型、知识库、磁盘、权限和字体。 Look for what is wrong; exit 1 where something is."""
    from kb.upkeep import diagnosis_object, examine

    found = examine(settings_of(store=store, corpus=corpus, data=data, users=users))
    if as_json:
        print(json.dumps([diagnosis_object(each) for each in found], ensure_ascii=False, indent=2))
    for each in found if not as_json else ():
        remedy = f"\n    → {each.remedy}" if each.remedy else ""
        print(f"{_MARKS[each.state]} {each.point}: {each.said}{remedy}")
    if any(each.state == "wrong" for each in found):
        raise SystemExit(1)
