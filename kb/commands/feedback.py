"""The commands for the maintainer who reads what people say about answers: feedback list, show, close."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.edges import DataFolder, Json, command_group, option, settings_of

if TYPE_CHECKING:
    from kb.people import Feedback, FeedbackState, FeedbackStore

FeedbackNumber = Annotated[int, typer.Argument(metavar="N", help="反馈的序号。 The entry's number.")]
StateName = Annotated[
    str | None, option("只列 open、adopted 或 closed。 Only those in this state.", "--state")
]  # fmt: skip
_VERDICTS = {"right": "正确", "wrong": "错误", "incomplete": "不完整", "outdated": "已过时"}
_STATES = {"open": "待处理", "adopted": "已采用", "closed": "已关闭"}


def register(app: typer.Typer) -> None:
    """Puts the three commands on the command line, under `feedback`."""
    group = command_group("对回答的反馈。 What people say about answers.")
    group.command("list", epilog="例 Example: policy-kb feedback list --state open")(list_feedback)
    group.command("show", epilog="例 Example: policy-kb feedback show 3")(show)
    group.command("close", epilog="例 Example: policy-kb feedback close 3")(close)
    app.add_typer(group, name="feedback")


def list_feedback(state: StateName = None, as_json: Json = False, data: DataFolder = None) -> None:
    """列出反馈。 List the feedback."""
    from typing import cast

    from kb.people import feedback_object

    entries = _store(data).entries(cast("FeedbackState | None", state))
    if as_json:
        print(json.dumps([feedback_object(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    for entry in entries:
        print("\n".join(_lines(entry)))
    if not entries:
        print("没有反馈。 No feedback.")


def show(number: FeedbackNumber, as_json: Json = False, data: DataFolder = None) -> None:
    """显示一条反馈的全部内容。 Print everything about one entry."""
    from kb.people import feedback_object

    entry = _store(data).entry(number)
    if as_json:
        print(json.dumps(feedback_object(entry), ensure_ascii=False, indent=2))
        return
    print("\n".join([*_lines(entry), *_further_lines(entry)]))


def close(number: FeedbackNumber, data: DataFolder = None) -> None:
    """关闭一条反馈。 Close an entry."""
    entry = _store(data).set_state(number, "closed")
    print(f"第 {entry.number} 条已关闭。 Closed.")


# ------------------------------------------------------------------------------------------------------ parts


def _store(data: Path | None) -> FeedbackStore:
    from kb.people import FeedbackStore

    return FeedbackStore(settings_of(data=data).data)


def _lines(entry: Feedback) -> list[str]:
    """Number, time, verdict and state; then the question and, where there are any, note, right clause and cited clauses."""
    told = (
        ("问题 question", entry.question),
        ("说明 note", entry.note),
        ("正确条款 right clause", entry.right_clause),
        ("引用 cited", "；".join(entry.cited)),
    )
    head = f"{entry.number}  {entry.created:%Y-%m-%d %H:%M}Z  {_VERDICTS[entry.verdict]} {entry.verdict}  "
    return [
        f"{head}{_STATES[entry.state]} {entry.state}",
        *(f"   {name}: {_plain(text)}" for name, text in told if text),
    ]


def _further_lines(entry: Feedback) -> list[str]:
    filters = entry.filters
    told = (
        ("地区 region", filters.region),
        ("文件 document", filters.document),
        ("种类 kind", filters.kind),
        ("日期 as of", filters.as_of and filters.as_of.isoformat()),
        ("只要现行有效的 in force", "是 yes" if filters.in_force else ""),
        ("回答 status", f"{entry.status} ({entry.language})"),
        *(("引文 quote", quote) for quote in entry.quotes),
        ("语料 texts", entry.fingerprint),
    )
    return [f"   {name}: {_plain(text)}" for name, text in told if text]


def _plain(text: str) -> str:
    """On one line, without characters that would steer a terminal or turn the line round."""
    line = " ".join(text.split())
    return "".join("�" if unicodedata.category(character) in ("Cc", "Cf") else character for character in line)
