"""The command that checks a draft: what it quotes, cites and states, held against the texts."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.edges import AsOf, Json, Store, day_of, open_base, shortened

if TYPE_CHECKING:
    from kb.verification import Evidence, Finding, Report

_STATUS = {
    "proved": ("✓", "属实", "proved"),
    "altered": ("≠", "与原文不同", "altered"),
    "out_of_range": ("∅", "没有这一条", "out of range"),
    "not_in_force": ("⌛", "依据不在有效期", "not in force"),
    "not_held": ("?", "现有文件里没有", "not held"),
}


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(epilog="例 Example: policy-kb verify 答复.docx --as-of 2018-01-01")(verify)


def verify(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", help="文稿：文本、Word 或 PDF；- 为标准输入。 A draft: text, Word or PDF; - is stdin."
        ),
    ],
    as_of: AsOf = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """核对一份文稿：引文、文号、题名、条号、金额、日期和效力。 Check what a draft quotes, cites and states."""
    from kb.verification import MOST_BYTES, draft_text, report_object

    day = day_of(as_of)
    # One byte more than is allowed tells that there is too much.
    with sys.stdin.buffer if file == "-" else Path(file).open("rb") as stream:
        text = draft_text(stream.read(MOST_BYTES + 1), "-" if file == "-" else Path(file).name)
    report = open_base(store).verify(text, day)
    if as_json:
        print(json.dumps(report_object(report), ensure_ascii=False, indent=2))
    else:
        _print(report)


def _print(report: Report) -> None:
    for finding in report.findings:
        mark, zh, en = _STATUS[finding.status]
        print(f"{mark} {shortened(finding.claim.text)}  [{zh} {en}]{_sources(finding.evidence)}")
        for line in _details(finding):
            print(f"    {line}")
    for one in report.paraphrases:
        print(f"~ {shortened(one.text)}  [转述，未核对 paraphrase]{_sources((one.nearest,))}")
    for left in report.unread:
        print(f"! {shortened(left.text)}  [未核对 unread：{left.reason.zh} {left.reason.en}]")
    counts = "，".join(f"{_STATUS[status][1]} {_STATUS[status][2]} {count}" for status, count in report.counts.items())
    print(f"找到 {report.found} 处，核对 {report.checked} 处 found and checked（{counts}）；", end="")
    print(
        f"转述 {len(report.paraphrases)} 处 paraphrases，没有读成说法的 {len(report.unread)} 处 unread；以 {report.as_of} 为准 as of"
    )


def _sources(evidence: tuple[Evidence, ...]) -> str:
    places = dict.fromkeys(f"{one.document.number or one.document.id} {one.clause.label}" for one in evidence)
    return f" {'、'.join(places)}" if places else ""


def _details(finding: Finding) -> list[str]:
    """What stands instead, and what must be said."""
    lines = [
        f"{each.said or '（无）'} → {each.stands or '（无）'}{'（写法 spelling）' if each.spelling else ''}"
        for each in finding.differences
    ]
    return [*lines, *([str(finding.note)] if finding.note else [])]
