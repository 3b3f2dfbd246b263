"""`policy-kb watch`: what to look at, and the ends of terms as a calendar."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from kb.commands.edges import AsOf, DataFolder, Json, Store, day_of, note, open_base, option, settings_of, shortened

Days = Annotated[int, typer.Option("--days", min=0, max=3650, help="提前多少天提示到期。 How many days ahead.")]
CalendarFile = Annotated[
    Path | None, option("把到期日写成日历。 Write the ends to a calendar.", "--ics", metavar="FILE")
]
_HEADINGS = {
    "ends": "即将到期 Ends soon",
    "ended_in_use": "已失效仍在用 Ended and still used",
    "basis_lapsed": "依据已失效 Rests on what has ended",
    "not_held": "所依据的文件不在库中 Rests on what is not held",
    "said_outdated": "反馈说已过时 Said to be outdated",
}


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(epilog="例 Example: policy-kb watch --ics 到期.ics")(watch)


def watch(
    as_of: AsOf = None,
    days: Days = 90,
    ics: CalendarFile = None,
    as_json: Json = False,
    data: DataFolder = None,
    store: Store = None,
) -> None:
    """哪些文件即将到期、已失效仍被引用、依据已失效或不在库中。 What ends, and what rests on what has ended or is not held."""
    from kb.files import whole_file
    from kb.people import FeedbackStore, QuestionCounts
    from kb.watch import ends_calendar, watch_object, watch_points

    folder, day = settings_of(data=data).data, day_of(as_of) or date.today()
    cited = QuestionCounts(folder).cited_since(day - timedelta(days=days))
    points = watch_points(open_base(store), FeedbackStore(folder).entries("open"), cited, day, days)
    if ics:
        with whole_file(ics) as file:
            file.write(ends_calendar(points))
        note(f"已写入 {ics}。 Written.")
    if as_json:
        print(json.dumps([watch_object(point) for point in points], ensure_ascii=False, indent=2))
        return
    heading = None
    for point in points:
        if point.kind != heading:
            heading = point.kind
            print(f"{_HEADINGS[heading]}:")
        print(f"  {point.document.number or point.document.id}《{point.document.title}》{point.label or ''}")
        print(f"    {point.said}" + (f" “{shortened(point.words)}”" if point.words else ""))
    if not points:
        print("没有需要留意的。 Nothing to look at.")
