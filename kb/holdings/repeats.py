"""Whether a text is held already: by its bytes, by its words, or by its number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from kb.errors import CorpusError
from kb.reading import bare
from kb.records import Document, LoadedDocument, SourceText


class Held:
    """The texts held so far, by what tells one from another."""

    def __init__(self, loaded: Iterable[LoadedDocument] = ()) -> None:
        self._by: dict[str, Document] = {}
        self.ids: set[str] = set()
        for item in loaded:
            self.add(item.source, item.document)

    def add(self, source: SourceText, document: Document) -> None:
        """Counts a text among those held."""
        self.ids.add(document.id)
        for key in _keys(source, document.number):
            self._by.setdefault(key, document)

    def named(self, digest: str) -> str | None:
        """The file of these bytes (SHA-256), None if none is held."""
        held = self._by.get(digest)
        return held.file if held else None

    def refuse(self, source: SourceText, number: str | None) -> None:
        """Raises CorpusError if a text of the same bytes, the same words or this number is held."""
        for key, same in _keys(source, number).items():
            if held := self._by.get(key):
                raise CorpusError(
                    f"{source.file} 已在语料中：{held.file}，{same}；更正文本请用 policy-kb replace。",
                    f"It is held already as {held.id}: to correct its text use policy-kb replace.",
                )


@lru_cache(maxsize=1)  # asked of each text before it is held and when it is
def _keys(source: SourceText, number: str | None) -> dict[str, str]:
    words = hashlib.sha256(bare(source.text).encode("utf-8", "surrogatepass")).hexdigest()
    keys = {source.sha256: "内容完全相同 (the same bytes)", f"={words}": "文字完全相同 (the same text)"}
    return keys | ({number: f"文号同为 {number} (the same number)"} if number else {})
