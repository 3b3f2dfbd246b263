"""Documents, clauses and set-aside texts as files of a store generation, and back.

JSON lines, one record a line; the clauses in files of their own (kb/store/clause_files.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index import share_file
from kb.benefits import CardFile
from kb.cases import FactFile, Vocabulary
from kb.clause_table import ClauseTable
from kb.errors import CorpusError, StoreError
from kb.language import Lexicon, LexiconEntry, ParsedLexicon, mined_entries
from kb.records import Basis, Document, Effect, LoadedDocument, SetAside
from kb.store.clause_files import DAMAGED, KeptClauses, write_clauses

_DOCUMENTS = "documents.jsonl"
_CLAUSES, _ORDER = "clauses", "clauses.json"
_SET_ASIDE = "set_aside.jsonl"
_CARDS = "cards.json"
_FACTS = "facts.json"
_LEXICON = "lexicon.json"
_OWN_WORDS = "own_words.json"
_SOURCES = "sources"
INDEX_FOLDER = "index"
_DATES = ("issued", "published", "effective_from", "effective_to", "superseded_on")


def write_archive(
    folder: Path,
    loaded: Sequence[LoadedDocument],
    cards: CardFile | None = None,
    facts: FactFile | None = None,
    own_words: Sequence[LexiconEntry] = (),
    before: Path | None = None,
) -> None:
    """Writes the files into `folder`; one more each where there are benefit cards, facts of the office's own and words of the corpus' own.

    What the generation in the folder `before` holds of documents that have not changed is taken from there.
    """
    _write(folder / _DOCUMENTS, (vars(item.document) for item in loaded))
    names = write_clauses(folder / _CLAUSES, loaded, before / _CLAUSES if before else None)
    (folder / _ORDER).write_text(json.dumps(names), encoding="utf-8")
    rows = ({"document": item.document.id, **vars(text)} for item in loaded for text in item.set_aside)
    _write(folder / _SET_ASIDE, rows)
    if cards:
        text = cards.model_dump_json(by_alias=True, exclude_unset=True)
        (folder / _CARDS).write_text(text + "\n", encoding="utf-8")
    if facts:
        text = facts.model_dump_json(by_alias=True, exclude_unset=True)
        (folder / _FACTS).write_text(text + "\n", encoding="utf-8")
    if own_words:
        (folder / _OWN_WORDS).write_text(json.dumps(_entry_rows(own_words), ensure_ascii=False), encoding="utf-8")
    if before and (known := _lexicon(before / _LEXICON)) and known.is_current:
        share_file(before / _LEXICON, folder / _LEXICON)
        return
    shipped = ParsedLexicon.shipped()
    words = {"sha256": shipped.sha256, "shipped": _entry_rows(shipped.entries)}
    (folder / _LEXICON).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


def copy_sources(folder: Path, corpus: Path, loaded: Sequence[LoadedDocument]) -> None:
    """Copies the files with pages, so that what is shown is the very file that was indexed.

    CorpusError where one is no longer what was read.
    """
    for source in (item.source for item in loaded if item.source.pages):
        data = (corpus / source.file).read_bytes()
        if hashlib.sha256(data).hexdigest() != source.sha256:
            raise CorpusError(
                f"{source.file} 在建库时被改动：请再运行 policy-kb build。",
                "It was changed during the build: run policy-kb build again.",
            )
        copy = source_path(folder, source.file)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)


def source_path(folder: Path, file: str) -> Path:
    """Where a generation keeps the copy of a source file, if it keeps one."""
    return folder / _SOURCES / file


@dataclass(frozen=True)
class Archive:
    """What a generation holds beside its index; `set_aside` pairs a document's id with a text cleaning took out of it.

    `lexicon` is the package's as it was when the generation was built, `mined` what the texts say of their own words, `own_words` the lexicon
    that lies beside them.
    """

    documents: tuple[Document, ...]
    clauses: ClauseTable
    set_aside: tuple[tuple[str, SetAside], ...]
    vocabulary: Vocabulary
    lexicon: ParsedLexicon
    mined: tuple[LexiconEntry, ...]
    cards: CardFile | None = None
    own_words: tuple[LexiconEntry, ...] = ()

    def lexicon_with(self, path: Path | None = None) -> Lexicon:
        """The whole lexicon: the package's, what the texts say of their words, the one beside them, and an office's file; LexiconError."""
        return Lexicon.load(path, (*self.mined, *self.own_words), self.lexicon)


def read_archive(folder: Path) -> Archive:
    """What `write_archive` wrote, in build order; StoreError where the files are not that."""
    try:
        vocabulary = _vocabulary(folder / _FACTS)
        documents = tuple(_document(row) for row in _read(folder / _DOCUMENTS))
        names = json.loads((folder / _ORDER).read_text(encoding="utf-8"))
        clauses = KeptClauses(folder / _CLAUSES, names, [document.id for document in documents])
        return Archive(
            documents,
            clauses,
            tuple((row.pop("document"), SetAside(**row)) for row in _read(folder / _SET_ASIDE)),
            vocabulary,
            _lexicon(folder / _LEXICON),
            mined_entries(clauses.mined),
            _cards(folder / _CARDS, vocabulary),
            _own_words(folder / _OWN_WORDS),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise StoreError.saying(DAMAGED) from error


def _vocabulary(path: Path) -> Vocabulary:
    return Vocabulary.of(FactFile.model_validate_json(path.read_bytes())) if path.is_file() else Vocabulary.builtin()


def _lexicon(path: Path) -> ParsedLexicon:
    """The package's lexicon as it was."""
    words = json.loads(path.read_text(encoding="utf-8"))
    return ParsedLexicon(words["sha256"], tuple(map(_entry, words["shipped"])))


def _own_words(path: Path) -> tuple[LexiconEntry, ...]:
    return tuple(map(_entry, json.loads(path.read_text(encoding="utf-8")))) if path.is_file() else ()


def _cards(path: Path, vocabulary: Vocabulary) -> CardFile | None:
    if not path.is_file():
        return None
    return CardFile.model_validate_json(path.read_bytes(), context={"vocabulary": vocabulary})


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False, default=_plain) for row in rows)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def _plain(value: Any) -> Any:  # noqa: ANN401 - a day, or a record by its fields
    return value.isoformat() if isinstance(value, date) else vars(value)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _entry_rows(entries: Iterable[LexiconEntry]) -> list[list[Any]]:
    return [[entry.official, entry.everyday, entry.english, entry.general, entry.off] for entry in entries]


def _entry(row: list[Any]) -> LexiconEntry:
    official, everyday, english, general, off = row
    return LexiconEntry(tuple(official), tuple(everyday), tuple(english), general, off)


def _document(row: dict[str, Any]) -> Document:
    row = _dated(row, _DATES)
    for name in ("issuers", "regions", "pages", "uncertain"):
        row[name] = tuple(row.get(name, ()))
    row["effects"] = tuple(_effect(effect) for effect in row.get("effects", ()))
    row["bases"] = tuple(Basis(**_dated(basis, ("effective_to", "superseded_on"))) for basis in row.get("bases", ()))
    return Document(**row)


def _effect(row: dict[str, Any]) -> Effect:
    return Effect(**_dated(row, ("on", "until")) | {name: tuple(row[name]) for name in ("words", "parts", "clauses")})


def _dated(row: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The row with its days as dates."""
    return row | {name: date.fromisoformat(row[name]) if row[name] else None for name in names}
