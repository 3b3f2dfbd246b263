"""What is wrong with an entry of the catalogue, in one line that names it."""

from __future__ import annotations

from kb.errors import CatalogError
from kb.holdings.catalog_file import FIELD_NAMES, CatalogEntry
from kb.holdings.folder import CATALOG_NAME
from kb.messages import Message
from kb.reading import one_line


def contradiction(entry: CatalogEntry, name: str, ours: object, text: object, words: str) -> CatalogError:
    """That a curated value is not what the text says, with the words of the text."""
    mine, theirs, quote = _shown(ours), _shown(text), one_line(words)
    at, field = _place(entry, name)
    return CatalogError(
        f"{at.zh}{entry.file} 的{field.zh}写作“{mine}”，正文却是“{theirs}”（“{quote}”）：请改正。",
        f"{at.en}{field.en} is said to be {mine}, the text says {theirs}: correct it.",
    )


def not_there(entry: CatalogEntry, file: str, name: str, words: str) -> CatalogError:
    """That the words a curated value rests on do not stand in the text."""
    at, field = _place(entry, name)
    return CatalogError(
        f"{at.zh}{field.zh}所据的“{one_line(words)}”不在 {file} 中：请照抄原文。",
        f"{at.en}the words that {field.en} rests on do not stand in the text: copy them from it.",
    )


def _place(entry: CatalogEntry, name: str) -> tuple[Message, Message]:
    """Where the entry stands and what the field is called there; an entry that stands in no file yet, a draft's, is told in people's words."""
    if entry.line:
        return Message(f"{CATALOG_NAME} 第 {entry.line} 行：", f"Line {entry.line}: "), Message(f" {name} ", name)
    return Message("", ""), FIELD_NAMES.get(name, Message(name, name))


def _shown(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)
