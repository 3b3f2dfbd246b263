"""What is wrong with an entry of the catalogue, in one line that names it."""

from __future__ import annotations

from kb.errors import CatalogError
from kb.holdings.catalog_file import CatalogEntry
from kb.holdings.folder import CATALOG_NAME
from kb.reading import one_line


def contradiction(entry: CatalogEntry, name: str, ours: object, text: object, words: str) -> CatalogError:
    """That a curated value is not what the text says, with the words of the text."""
    mine, theirs, quote = _shown(ours), _shown(text), one_line(words)
    return CatalogError(
        f"{CATALOG_NAME} 第 {entry.line} 行：{entry.file} 的 {name} 写作“{mine}”，正文却是“{theirs}”（“{quote}”）：请改正目录。",
        f"Line {entry.line}: the catalogue says {mine}, the text says {theirs}: correct the entry.",
    )


def not_there(entry: CatalogEntry, file: str, name: str, words: str) -> CatalogError:
    """That the words a curated value rests on do not stand in the text."""
    return CatalogError(
        f"{CATALOG_NAME} 第 {entry.line} 行：{name} 所据的“{one_line(words)}”不在 {file} 中：请照抄原文。",
        f"Line {entry.line}: the words that {name} rests on do not stand in the text: copy them from it.",
    )


def _shown(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)
