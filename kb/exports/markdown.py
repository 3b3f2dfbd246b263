"""A document as CommonMark: its catalogue entry as a table, its clauses under headings as the text has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from kb.citation_lines import markdown_escaped
from kb.documents import validity_on
from kb.exports.catalogue import ISSUED, ISSUERS, NUMBER
from kb.records import Clause, Document
from kb.regex import regex
from kb.sheets import CONTROL

_EDGE_SPACE: Final = regex(r"^[ \t]+|[ \t]+$")
_DEEPEST_HEADING: Final = 6


def document_markdown(document: Document, clauses: Sequence[Clause], as_of: date) -> str:
    """The whole document; every character of it is escaped, so that it shows as it is."""
    validity, proof = validity_on(document, as_of)
    facts = {
        f"{NUMBER} Number": document.number,
        f"{ISSUERS} Issued by": "、".join(document.issuers),
        "适用地区 Region": "全国" if document.national else document.region,
        f"{ISSUED} Issued": document.issued,
        "起 In force from": document.effective_from,
        "止 until": document.effective_to,
        f"效力 Validity（{as_of}）": f"{validity}：{proof}" if proof else validity,
    }
    rows = [f"| {name} | {_one_line(str(value))} |" for name, value in facts.items() if value]
    blocks = [f"# {_one_line(document.title)}", "\n".join(["| | |", "| --- | --- |", *rows])]
    depth: dict[str | None, int] = {None: 1}
    for clause in clauses:
        depth[clause.id] = depth.get(clause.parent, 1) + 1
        if clause.kind == "heading":
            blocks.append(f"{'#' * min(depth[clause.id], _DEEPEST_HEADING)} {_one_line(clause.text)}")
        else:
            blocks.append(markdown_text(clause.text))
    return "\n\n".join(blocks) + "\n"


def markdown_text(text: str) -> str:
    """Text as CommonMark that shows exactly these characters, line for line."""
    lines = CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    *before, last = (_EDGE_SPACE.sub(_spaces, markdown_escaped(line)) for line in lines)
    # CommonMark 6.7: two spaces break a line as a backslash does, and whoever reads the file as it is sees none; an empty line has need of one.
    return "\n".join((*(f"{line}  " if line or not n else "\\" for n, line in enumerate(before)), last))


def _one_line(text: str) -> str:
    return markdown_text(" ".join(text.split("\n")))


def _spaces(found: re.Match[str]) -> str:
    # White space at either end of a line would be dropped, or make it code.
    return "".join(f"&#{ord(char)};" for char in found[0])
