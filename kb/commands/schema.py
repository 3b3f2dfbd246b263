"""The command that prints the schema of an object, for programs that read what the others print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kb.objects import PlainObject


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(epilog="例 Example: policy-kb schema answer")(schema)


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            help="如 answer、hit、document；名称不对时列出全部。 Which object; a wrong name lists them all.",
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="打印全部字段表。 Print all fields as tables.")] = False,
) -> None:
    """打印输出对象的 JSON Schema。 Print the JSON schema of an object that the other commands print."""
    objects = objects_by_name()
    if markdown:
        from kb.objects import field_tables

        print(field_tables(objects.values()))
    elif name in objects:
        print(json.dumps(objects[name].json_schema(), ensure_ascii=False, indent=2))
    else:
        names = "、".join(objects)
        raise typer.BadParameter(f"只能是 {names}。 Must be one of these.", param_hint="NAME")


def objects_by_name() -> dict[str, type[PlainObject]]:
    """The objects that the commands print."""
    from kb import objects

    return {
        "answer": objects.AnswerObject,
        "hit": objects.HitObject,
        "document": objects.DocumentEntryObject,
        "clause": objects.ClauseObject,
        "exported": objects.ExportedClauseObject,
        "comparison": objects.ComparisonObject,
        "situation": objects.SituationObject,
        "report": objects.ReportObject,
        "diagnosis": objects.DiagnosisObject,
        "watch": objects.WatchPointObject,
        "audit": objects.AuditEntryObject,
        "stats": objects.StatsObject,
        "differences": objects.TextDifferencesObject,
    }
