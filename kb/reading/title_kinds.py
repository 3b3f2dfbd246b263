"""The kinds of document that a title ends with. A module of its own: questions are read with it, and with nothing else that reads files."""

from __future__ import annotations

from kb.regex import regex

TITLE_KINDS = (
    "通知|意见|办法|方案|规定|决定|计划|公告|通告|细则|纲要|批复|条例|规划|要点|规范|标准|指南|指引|报告|函|法|规则|规程|措施|政策|清单|章程|"
    "解释|制度|通报|公报|公示|简章|预案|令|决议|目录|请示|议案|纪要|草案|解读|须知|提示"
)
"""The kinds of document that a title ends with, as alternatives of a regular expression: the one list of them."""

_TITLE_END = regex(rf"(?:{TITLE_KINDS})(?:[（(][^（）()，。]{{1,12}}[）)])?[）)]?$")


def ends_like_title(words: str) -> bool:
    """Whether the words end as official titles do: 通知, 意见, 办法（试行） …."""
    return bool(_TITLE_END.search(words))
