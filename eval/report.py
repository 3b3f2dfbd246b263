"""The report of a run: one self-contained HTML page without a script, and the same as Markdown for a pull request."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import metrics, words
from eval.charts import TrendPoint, figures
from eval.report_markdown import markdown_report
from eval.report_view import TREND_METRICS, ReportView, report_view
from eval.results import RunResult
from eval.whole_files import write_whole

_TEMPLATES: Final = Path(__file__).parent / "templates"


def write_report(result: RunResult, history: Sequence[TrendPoint], out: Path, markdown: Path | None = None) -> None:
    """Writes the page to `out` and, where asked for, the Markdown; each whole or not at all. EvalError where it cannot."""
    view = report_view(result, history)
    write_whole(out, html_report(view).encode("utf-8"))
    if markdown is not None:
        write_whole(markdown, markdown_report(view).encode("utf-8"))


def html_report(view: ReportView) -> str:
    """The whole page: styles and figures inside, nothing fetched, everything escaped by the template."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html")
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    charts = figures(view.result, view.history)
    return page.render(
        view=view,
        charts=charts,
        style=style,
        data_uri=data_uri,
        meaning=metrics.MEANING,
        words=words,
        trend=TREND_METRICS,
    )


def data_uri(svg: str) -> str:
    """SVG text as an address that an image can have."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")
