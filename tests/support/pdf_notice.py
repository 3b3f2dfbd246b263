"""A notice as a PDF of several pages, line by line, to be read and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "STSong-Light"
A4 = (595.2756, 841.8898)

NOTICE: tuple[tuple[str, ...], ...] = (
    (
        "关于做好公益性岗位工作的通知",
        "某人社发〔2020〕7号",
        "各区人力资源和社会保障局：",
        "现就有关事项通知如下。",
        "一、岗位开发。每个村不超过三人，优先安排残疾人员。",
        "二、补贴标准。按照当地最低工资标准给予岗位补贴。",
    ),
    (
        "三、补贴期限。补贴期限最长不超过3年，距退休不足五年的可以延长。",
        "本通知自2020年5月1日起施行，有效期至2025年4月30日。",
        "某市人力资源和社会保障局",
        "2020年4月20日",
    ),
)


def write_pdf(path: Path, pages: Sequence[Sequence[str]] = NOTICE, size: tuple[float, float] = A4) -> Path:
    """Writes the lines of each page from its top, with a page number at its foot; returns `path`."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    canvas = Canvas(str(path), pagesize=size)
    for number, lines in enumerate(pages, 1):
        canvas.setFont(_FONT, 14)
        for n, line in enumerate(lines):
            canvas.drawString(size[0] * 0.1, size[1] - 70 - 34 * n, line)
        canvas.setFont(_FONT, 10)
        canvas.drawCentredString(size[0] / 2, 30, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return path
