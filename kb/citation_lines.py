"""The line a caseworker copies, in the style that the settings name: as official documents cite, as references do, or in Markdown.

References follow GB/T 7714-2015 (numeric, electronic resources): 主要责任者. 题名: 其他题名信息[A/OL]. 引文页码(更新日期)[引用日期]. 获取和访问路径.
The address of the clause stands for the page, and the path is the clause's own (`policy://…`, which the MCP door opens): where a text was
published on the web is not known.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final
from urllib.parse import quote

from kb.records import Clause, ClauseKind, Document
from kb.regex import regex
from kb.settings import CitationStyle, Settings

_ENGLISH_KINDS: dict[ClauseKind, str] = {
    "heading": "Heading",
    "clause": "Clause",
    "row": "Table row",
    "block": "Passage",
}
_MOST_ISSUERS: Final = 3
# What begins markup inside a line (CommonMark 6, GFM's strike-through and tables), and what does at its beginning (4.1–4.3, 5.1, 5.2).
_INLINE: Final = regex(r"([\\`*_\[\]<>&~|])")
_AT_START: Final = regex(r"^(\s*(?:\d{1,9}(?=[.)](?:\s|$)))?)([#+\-=.)])")


def citation_line(document: Document, label: str) -> str:
    """`《题名》（文号）一（一）1`, without the number where the text has none: how sentences name a clause, whatever the style."""
    number = f"（{document.number}）" if document.number else ""
    return f"《{document.title}》{number}{label}"


def english_citation_line(document: Document, clause: Clause) -> str:
    """`Clause 一（一）1, 某发〔2020〕3号, issued 2020-06-12: 《题名》`; names stay as they are, what is not stated is left out."""
    day = f"issued {document.issued}" if document.issued else ""
    if document.published and not day:
        day = f"published {document.published}"
    parts = (f"{_ENGLISH_KINDS[clause.kind]} {clause.label}", document.number, day)
    return f"{', '.join(part for part in parts if part)}: 《{document.title}》"


def line_to_cite(document: Document, label: str, style: CitationStyle | None = None) -> str:
    """The line to cite a clause by, in a style, else that of the settings."""
    style = style or chosen_style()
    if style == "gbt7714":
        return _reference(document, label, date.today())
    if style == "markdown":
        number = f"（{markdown_escaped(document.number)}）" if document.number else ""
        return f"《{markdown_escaped(document.title)}》{number}**{markdown_escaped(label)}**"
    return citation_line(document, label)


@cache
def chosen_style() -> CitationStyle:
    """The style of the settings, read once: the environment of a process stays as it is."""
    return Settings().citation_style


def clause_address(document: str, label: str | None = None) -> str:
    """The address of a document, or of its clause: that of the MCP resources and of linked data."""
    below = f"/{quote(label, safe='')}" if label else ""
    return f"policy://{quote(document, safe='')}{below}"


def markdown_escaped(text: str) -> str:
    """A line of text that Markdown shows as it is: a backslash (CommonMark 2.4) before what would be markup, and before nothing else."""
    return _AT_START.sub(r"\1\\\2", _INLINE.sub(r"\\\1", text))


def _reference(document: Document, label: str, cited: date) -> str:
    issuers = ", ".join(document.issuers[:_MOST_ISSUERS]) + (", 等" if len(document.issuers) > _MOST_ISSUERS else "")
    title = f"{document.title}: {document.number}" if document.number else document.title
    day = document.issued or document.published
    dated = f"({day})" if day else ""
    parts = (issuers, f"{title}[A/OL]", f"{label}{dated}[{cited}]", clause_address(document.id, label))
    return ". ".join(part for part in parts if part)
