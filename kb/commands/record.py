"""The commands over what is recorded: audit list, audit verify, stats."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Annotated

import typer

from kb.commands.edges import DataFolder, Json, command_group, option, settings_of

Known = Annotated[str | None, option("以前记下的散列，须仍在其中。 A hash noted earlier.", "--known", metavar="SHA256")]
Days = Annotated[int, typer.Option("--days", min=1, help="最近多少天。 The last so many days.")]


def register(app: typer.Typer) -> None:
    """Puts the commands on the command line."""
    group = command_group("操作记录：谁做了什么。 Who did what: sign-ins, changes, exports.")
    group.command("list", epilog="例 Example: policy-kb audit list --json")(list_entries)
    group.command("verify", epilog="例 Example: policy-kb audit verify")(verify)
    app.add_typer(group, name="audit")
    app.command(epilog="例 Example: policy-kb stats --days 90")(stats)


def list_entries(as_json: Json = False, data: DataFolder = None) -> None:
    """列出操作记录，旧的在前。 List the record, the oldest first."""
    from kb.people import AuditLog, audit_object

    entries = AuditLog(settings_of(data=data).data).entries()
    if as_json:
        print(json.dumps([audit_object(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    for entry in entries:
        details = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
        print(
            f"{entry.number}  {entry.at:%Y-%m-%d %H:%M:%S}Z  {entry.who}  {entry.deed}  {entry.subject}  {details}".rstrip()
        )
    if not entries:
        print("没有记录。 Nothing is recorded.")


def verify(known: Known = None, data: DataFolder = None) -> None:
    """核对记录未被改动、抽走或插入。 Check that no entry was altered, taken out or put in."""
    from kb.people import AuditLog

    log = AuditLog(settings_of(data=data).data)
    newest = log.verify(known)
    print(f"{len(log.entries())} 条记录完好。 The record is whole.")
    if newest:
        print(f"最新散列（请另行保存）：{newest} Note the newest hash elsewhere.")


def stats(days: Days = 30, as_json: Json = False, data: DataFolder = None) -> None:
    """按日、结果、文件和条款统计提问，不含问题文字。 Questions by day, status, document and clause; no text of any."""
    from kb.people import QuestionCounts, RefusedWords, stats_object

    first = date.today() - timedelta(days=days - 1)
    folder = settings_of(data=data).data
    found = stats_object(QuestionCounts(folder).since(first), first, RefusedWords(folder).since(first))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    statuses = "，".join(f"{status} {count}" for status, count in found["statuses"].items())
    print(f"自 since {first}：{found['questions']} 个问题 questions" + (f"（{statuses}）" if statuses else ""))
    for name, heading in (
        ("days", "按日 by day"),
        ("documents", "按文件 by document"),
        ("clauses", "按条款 by clause"),
        ("refused", "没有答到的词 not answered"),
    ):
        for key, count in found[name].items():
            print(f"  {heading}  {key}  {count}")
