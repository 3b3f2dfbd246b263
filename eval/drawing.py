"""How a figure is drawn: colours, fonts, and from a drawing to SVG text, the same bytes every time.

Drawn with matplotlib's SVG canvas and without pyplot, so nothing global is left behind; letters become outlines, so a reader needs no
font. Where the machine has no Chinese font, the labels are English alone.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import FuncFormatter, MultipleLocator

from eval.results import Estimate
from eval.words import Label, figure, interval

Say: TypeAlias = Callable[[Label], str]
Draw: TypeAlias = Callable[[Figure, bool, Say], None]

INK, SOFT, LINE, PAPER = "#1f1d18", "#5b5546", "#e6e2d8", "#ffffff"
PINE, RUST, STONE = "#1f5a50", "#a8481a", "#78715f"
# The first of these on the machine is used; each has the simplified forms.
_CJK: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
)


@dataclass(frozen=True)
class Chart:
    """One figure: what it shows, its figures in words for who cannot see it, and SVG text for a wide and a narrow page."""

    key: str
    title: Label
    alt: str
    wide: str
    narrow: str


def cjk_font() -> str | None:
    """The Chinese font of this machine that the figures are set in, or None."""
    held = {font.name for font in fontManager.ttflist}
    return next((name for name in _CJK if name in held), None)


def chart(
    key: str, title: Label, alt: str, draw: Draw, wide: tuple[float, float], narrow: tuple[float, float]
) -> Chart:
    """Draws the figure at both sizes (inches)."""
    return Chart(key, title, f"{title}。{alt}", _svg(draw, wide, False, key), _svg(draw, narrow, True, key))


def metric_in_words(estimate: Estimate | None, metric: str) -> str:
    """A figure in words, with its interval where it has one."""
    if estimate is None or estimate.value is None:
        return "—"
    bounds = interval(metric, estimate.low, estimate.high)
    return figure(metric, estimate.value) + (f"（{bounds}）" if bounds else "")


def dot(axes: Axes, y: float, estimate: Estimate | None, metric: str, colour: str) -> None:
    """A share with its interval on row `y`, its figure written beside it; nothing if the share is not known."""
    if estimate is None or estimate.value is None:
        return
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    axes.plot([low, high], [y, y], color=colour, linewidth=2.2, alpha=0.55, solid_capstyle="butt")
    axes.plot([estimate.value], [y], marker="o", markersize=6.5, color=colour, linestyle="none")
    # The figure stands on the side that has room for it.
    right = high <= 0.8
    axes.annotate(
        figure(metric, estimate.value),
        (high if right else low, y),
        (6 if right else -6, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        color=colour,
        fontsize=9.5,
    )


def share_axis(axes: Axes, step: float = 0.25) -> None:
    """An x axis from 0 to 100 %, with light lines at each step."""
    axes.set_xlim(0, 1.03)
    axes.xaxis.set_major_locator(MultipleLocator(step))
    axes.xaxis.set_major_formatter(percent())
    axes.grid(axis="x", color=LINE, linewidth=0.7)


def percent() -> FuncFormatter:
    """Writes 0.25 as 25%."""
    return FuncFormatter(lambda value, _: f"{100 * value:.0f}%")


def _svg(draw: Draw, size: tuple[float, float], narrow: bool, key: str) -> str:
    font = cjk_font()

    def say(name: Label) -> str:
        if font is None:
            return name.en
        return name.zh if name.zh == name.en else str(name)

    # A fixed salt and no date: without them matplotlib writes other ids and another time at each run.
    settings: Any = {**_STYLE, "font.family": [*([font] if font else []), "DejaVu Sans"], "svg.hashsalt": key}
    with mpl.rc_context(settings):
        fig = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(fig)
        draw(fig, narrow, say)
        out = io.BytesIO()
        fig.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode("utf-8")


_STYLE: Final[dict[str, Any]] = {
    "svg.fonttype": "path",
    "font.size": 10.5,
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "axes.unicode_minus": False,
    "axes.edgecolor": STONE,
    "axes.labelcolor": SOFT,
    "axes.titlecolor": INK,
    "axes.facecolor": PAPER,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "figure.facecolor": PAPER,
    "text.color": INK,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
}


def row_labels(axes: Axes, labels: Sequence[str]) -> None:
    """Names the rows 0, 1, … of a figure."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(-0.6, len(labels) - 0.4)
