"""The words of the shell: brand, navigation, switches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.records import Language


@dataclass(frozen=True)
class Shell:
    """The shell's words in one language; `nav` pairs each page's path with its name."""

    brand: str
    skip: str
    nav_label: str
    nav: tuple[tuple[str, str], ...]
    language: str
    language_code: str
    contrast: str
    sign_out: str
    back: str


SHELL: Final[dict[Language, Shell]] = {
    "zh": Shell(
        brand="政策条款查询",
        skip="跳到正文",
        nav_label="页面",
        nav=(
            ("/", "查询"),
            ("/compare", "对比"),
            ("/situation", "情形"),
            ("/catalogue", "文件目录"),
            ("/batch", "批量"),
            ("/collection", "摘录"),
            ("/feedback", "反馈"),
        ),
        language="English",
        language_code="en",
        contrast="高对比度",
        sign_out="退出",
        back="返回",
    ),
    "en": Shell(
        brand="Policy clauses",
        skip="Skip to the content",
        nav_label="Pages",
        nav=(
            ("/", "Ask"),
            ("/compare", "Compare"),
            ("/situation", "Situation"),
            ("/catalogue", "Documents"),
            ("/batch", "Batch"),
            ("/collection", "Collection"),
            ("/feedback", "Feedback"),
        ),
        language="中文",
        language_code="zh-CN",
        contrast="High contrast",
        sign_out="Sign out",
        back="Back",
    ),
}
