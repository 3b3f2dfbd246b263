"""The command that gives the texts held to other programs."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Annotated

import typer

from kb.commands.edges import AsOf, DataFolder, Store, day_of, open_base, option, recorded

_FORMATS = ("jsonld", "jsonl", "markdown", "csv")


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(epilog="例 Example: policy-kb export --format jsonld > policies.jsonld")(export)


def export(
    form: Annotated[
        str,
        typer.Option(
            "--format", help="jsonld（schema.org/Legislation）、jsonl（每条一行）、markdown 或 csv（目录）。 The form."
        ),
    ] = "jsonl",
    document: Annotated[list[str] | None, option("只要这份文件，可多次。 Only this document.", "--document")] = None,
    as_of: AsOf = None,
    store: Store = None,
    data: DataFolder = None,
) -> None:
    """把文件和条款导出给别的程序，写到标准输出。 Write the texts held to standard output for other programs."""
    from kb.documents import find_document
    from kb.exports import catalogue_csv, clause_lines, document_markdown, linked_data

    if form not in _FORMATS:
        raise typer.BadParameter(f"只能是 {'、'.join(_FORMATS)}。 Must be one of these.", param_hint="--format")
    base, day = open_base(store), day_of(as_of) or date.today()
    every = [entry.document for entry in base.documents(day)]
    wanted = [find_document(name, every) for name in document] if document else every
    recorded(data, "export", form, documents=len(wanted))
    if form == "csv":
        sys.stdout.buffer.write(catalogue_csv(wanted, day))
        return
    held = [(each, base.clauses(each.id)) for each in wanted]
    if form == "jsonld":
        print(json.dumps(linked_data(held, day), ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for each, clauses in held:
            for line in clause_lines(each, clauses, day):
                print(json.dumps(line.plain(), ensure_ascii=False))
    else:
        print("\n".join(document_markdown(each, clauses, day) for each, clauses in held), end="")
