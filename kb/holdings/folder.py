"""The folder of a corpus: which of its files are documents, and what its catalogue is called."""

from __future__ import annotations

from pathlib import Path

from kb.errors import CorpusError
from kb.holdings.change_journal import settled
from kb.reading import READERS

CATALOG_NAME = "catalog.yaml"
_IGNORED = {"readme.md", "license", "license.md", "notice.md"}


def corpus_files(corpus: Path) -> list[Path]:
    """The document files below `corpus`, sorted by name; raises CorpusError if there is no folder or no document in it."""
    if not corpus.is_dir():
        raise CorpusError(
            f"找不到文件夹 {corpus}：请用 --corpus 指定。", "No such corpus folder: name one with --corpus."
        )
    found = sorted(
        path
        for path in corpus.rglob("*")
        if path.is_file()
        and path.suffix.lower() in READERS
        and path.name.lower() not in _IGNORED
        and not any(part.startswith(".") for part in path.relative_to(corpus).parts)
    )
    files = settled(corpus, found, CATALOG_NAME)
    if not files:
        raise CorpusError(
            f"{corpus} 里没有 .txt、.md 或 .pdf 文件：请放入文件。", "No .txt, .md or .pdf file there: add the notices."
        )
    return files
