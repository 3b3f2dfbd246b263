"""Adding, removing and replacing documents of a corpus: a plan that has passed every check of a build, then the change as a whole.

A plan changes nothing. It is made on a copy in a scratch folder, where the corpus as it would be is read, resolved and verified; only
`carry_out` touches the corpus (kb/holdings/corpus_change.py). Documents taken out are kept beside the corpus, never deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.documents import find_document
from kb.errors import CorpusError, InvalidInput
from kb.files import yaml_text
from kb.holdings import corpus_change
from kb.holdings.catalog_file import entries_in, load_catalog
from kb.holdings.corpus_change import CorpusChange, catalog_text
from kb.holdings.drafting import EntryDraft, GivenFields, draft_entry, entry_of
from kb.holdings.effects import relatives
from kb.holdings.entry_names import file_name, id_for
from kb.holdings.readings import KeptReadings
from kb.holdings.repeats import TextsHeld
from kb.holdings.scratch import held_now, loaded_after, settled_files
from kb.holdings.supersession import superseded_by_user, superseded_fields
from kb.language import Gazetteer
from kb.messages import Message
from kb.reading import SUFFIXES, bare, extract, read_document, suffix_for
from kb.records import Document, Effect, LoadedDocument, SourceText

REPLACED, REMOVED = "replaced", "removed"
"""Folders beside the corpus that keep what was taken out of it."""


@dataclass(frozen=True)
class Plan:
    """A change that passed all checks, and what a person should see of it; `effects`: what new and held texts decide of each other."""

    corpus: Path
    change: CorpusChange
    before: str | None = field(repr=False)
    file: str = ""
    entry: str = ""
    draft: EntryDraft | None = None
    clauses: int = 0
    held: Document | None = None
    kept_at: Path | None = None
    effects: tuple[Effect, ...] = ()
    notes: tuple[Message, ...] = ()


def carry_out(plan: Plan) -> None:
    """Makes the change; if it cannot be made, CorpusError, and the corpus stays as it was."""
    corpus_change.make_change(plan.corpus, plan.change, plan.before)


def plan_add(
    corpus: Path, file: Path, given: GivenFields, gazetteer: Gazetteer, kept: KeptReadings | None = None
) -> Plan:
    """The plan that takes `file` into the corpus; CorpusError names a document already held and every check that fails."""
    corpus_change.recover(corpus)
    kept = kept or KeptReadings()
    data = _bytes_of(file)
    inside = _lies_unlisted(corpus, file)
    held = held_now(corpus, gazetteer, kept, without=file if inside else None)
    source = read_document(file.resolve(), (corpus if inside else file.parent).resolve())
    _refuse_repeat(source, held)
    return _new_text(corpus, source, data, held, given, gazetteer, kept, file, inside)


def plan_remove(corpus: Path, name: str, gazetteer: Gazetteer, kept: KeptReadings | None = None) -> Plan:
    """The plan that takes a document, named by id, number or title, out of the corpus and its catalogue."""
    corpus_change.recover(corpus)
    kept = kept or KeptReadings()
    held = held_now(corpus, gazetteer, kept)
    document = named(name, held)
    before = catalog_text(corpus)
    aside = _kept_at(corpus, document.file, REMOVED)
    catalog = entries_in(before).removed(document.file) if before is not None else None
    if len(held) == 1:
        raise CorpusError("这是语料里唯一的文件：请先加入另一份。", "It is the only document: add another one first.")
    for other in (item.document for item in held if item.document.superseded_by == document.id):
        if any(effect.by == document.id and effect.obeyed for effect in other.effects):
            words = f"它废止了 {other.id}，移出后后者又会显示为有效：请先移出 {other.id}。"
            raise CorpusError(words, f"It repeals {other.id}, which would be in force again: remove that one first.")
        raise CorpusError(
            f"{other.id} 的 superseded_by 指向它：请先改目录。",
            f"The catalogue says that it supersedes {other.id}: change that first.",
        )
    change = CorpusChange(leaving={document.file: aside}, catalog=catalog)
    files = {item.source.file for item in held}
    if copy := next(
        (i.source.file for i in loaded_after(corpus, change, gazetteer, kept) if i.source.file not in files), ""
    ):
        raise CorpusError(
            f"{copy} 是它的副本，会取而代之：请先把副本移出文件夹。",
            f"{copy} is a copy and would take its place: move that one out of the folder first.",
        )
    return Plan(corpus, change, before, file=document.file, held=document, kept_at=aside)


def plan_replace(
    corpus: Path,
    name: str,
    file: Path,
    gazetteer: Gazetteer,
    given: GivenFields = GivenFields(),  # noqa: B008 - frozen
    kept: KeptReadings | None = None,
) -> Plan:
    """The plan for a newer text: one with another number supersedes the held one; the same number is a corrected transcription."""
    corpus_change.recover(corpus)
    data, kept = _bytes_of(file), kept or KeptReadings()
    held = held_now(corpus, gazetteer, kept)
    document = named(name, held)
    source = read_document(file.resolve(), file.resolve().parent)
    _, number = _title_and_number(source, given)
    if number and number != document.number:
        _refuse_repeat(source, held)
        return _new_text(corpus, source, data, held, given, gazetteer, kept, file, inside=False, replacing=document)
    if given != GivenFields():
        raise InvalidInput(
            "文号相同，是更正的文本，著录沿用旧文本的：请先更正旧文件的著录。",
            "The number is the same: a corrected text keeps the old entry, correct that first.",
        )
    _refuse_repeat(source, held, correcting=document)
    return _corrected(corpus, document, file, data, gazetteer, kept)


# ------------------------------------------------------------------------------------------------- the plans


def _new_text(
    corpus: Path,
    source: SourceText,
    data: bytes,
    held: Sequence[LoadedDocument],
    given: GivenFields,
    gazetteer: Gazetteer,
    kept: KeptReadings,
    file: Path,
    inside: bool,
    replacing: Document | None = None,
) -> Plan:
    before = catalog_text(corpus)
    documents = [item.document for item in held]
    title, number = _title_and_number(source, given)
    taken = {document.file for document in documents} | {path.name for path in corpus.iterdir()}
    name = source.file if inside else file_name(file.with_suffix(suffix_for(file)), title or file.stem, number, taken)
    source = replace(source, file=name)
    draft = draft_entry(source, given, gazetteer, {document.id for document in documents})
    needed = before is not None or replacing is not None or given != GivenFields()
    change = CorpusChange(arriving={} if inside else {name: data})
    notes: tuple[Message, ...] = ()
    if needed:
        text = before if before is not None else first_catalogue(documents, gazetteer, {draft.document.id})
        if before is None:
            notes += (Message("语料原无目录，现新建。", "The corpus has had no catalogue; one is made."),)
        change = replace(change, catalog=entries_in(text).added(draft.fields))
    after = loaded_after(corpus, change, gazetteer, kept)
    if replacing and not _repealed(replacing, draft.document, after):
        one = superseded_by_user(replacing, draft)
        notes += (
            Message(
                f"新文件没有写明废止 {replacing.id}，仅以您的命令为据。",
                "The new text does not say that it repeals it: only you say so.",
            ),
        )
        fields = superseded_fields(one)
        change = replace(change, catalog=entries_in(change.catalog or "").extended(replacing.file, fields))
        after = loaded_after(corpus, change, gazetteer, kept)
    new = _taken(name, after)
    effects = tuple(
        effect for item in after for effect in item.document.effects if new.document.id in (effect.by, effect.of)
    )
    entry = yaml_text([draft.fields]) if needed else ""
    notes += (*new.notes, *relatives(effects, [item.document for item in after]))
    return Plan(corpus, change, before, name, entry, draft, len(new.clauses), replacing, None, effects, notes)


def _repealed(held: Document, by: Document, after: Sequence[LoadedDocument]) -> bool:
    now = next(item.document for item in after if item.document.file == held.file).superseded_by
    return now == by.id and held.superseded_by is None


def _corrected(
    corpus: Path, document: Document, file: Path, data: bytes, gazetteer: Gazetteer, kept: KeptReadings
) -> Plan:
    """The text of a held document in a better transcription; its entry stays, and must hold of the new text too."""
    before = catalog_text(corpus)
    old = _kept_at(corpus, document.file, REPLACED)
    name = str(Path(document.file).with_suffix(suffix_for(file)))
    if name != document.file and (corpus / name).exists():
        raise CorpusError(f"{name} 已存在：请先改名。", "A file of that name is there: rename it first.")
    catalog = entries_in(before).renamed(document.file, name) if before is not None and name != document.file else None
    change = CorpusChange(arriving={name: data}, leaving={document.file: old}, catalog=catalog)
    after = loaded_after(corpus, change, gazetteer, kept)
    now = _taken(name, after)
    if now.document.id != document.id:
        raise CorpusError(
            f"新文件的编号是 {now.document.id}，不是 {document.id}：请改用 add 加入。",
            f"The new text's id is {now.document.id}, not {document.id}: add it with policy-kb add.",
        )
    same = ("文号相同", "The same number") if document.number else ("都没有文号", "Neither has a number")
    notes = [
        Message(
            f"{same[0]}，作为更正的文本；旧文本移到 {old}。", f"{same[1]}: a corrected text; the old one moves there."
        )
    ]
    if bare(now.document.title) != bare(document.title):
        notes.append(
            Message(
                f"题名不同：新文件是《{now.document.title}》。", "The titles differ: make sure it is the same document."
            )
        )
    return Plan(corpus, change, before, name, clauses=len(now.clauses), held=document, kept_at=old, notes=tuple(notes))


def first_catalogue(documents: Sequence[Document], gazetteer: Gazetteer, taken: set[str]) -> str:
    """A catalogue of all held texts; those without a number need an id of letters and digits there, not one that is `taken`."""
    entries: list[dict[str, Any]] = []
    for document in documents:
        entry = {"file": document.file}
        if document.number is None:
            entry["id"] = document.id if document.id.isascii() else id_for(document, gazetteer, taken)
            taken.add(entry["id"])
        entries.append(entry)
    return yaml_text({"documents": entries})


# ----------------------------------------------------------------------------------------------------- checks


def _bytes_of(file: Path) -> bytes:
    if not file.is_file():
        raise CorpusError(f"找不到文件 {file}：请检查路径。", "No such file: check the path.")
    if not suffix_for(file):
        known = "、".join(sorted(SUFFIXES))
        raise CorpusError(
            f"{file.name} 不是可读的格式（{known}）：请转换格式。", "Not a format that is read: convert it."
        )
    try:
        return file.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{file.name} 无法读取（{error.strerror}）：请检查权限。", "Cannot be read: check its permissions."
        ) from error


def _lies_unlisted(corpus: Path, file: Path) -> bool:
    """Whether the file lies in the corpus already and only its catalogue entry is missing."""
    catalog = load_catalog(corpus) if corpus.is_dir() else None
    names = {path.resolve(): path.relative_to(corpus).as_posix() for path in settled_files(corpus)} if catalog else {}
    name = names.get(file.resolve())
    return catalog is not None and name is not None and all(entry.file != name for entry in catalog.entries)


def _taken(file: str, after: Sequence[LoadedDocument]) -> LoadedDocument:
    """The text as it would be held; CorpusError where another of the folder would be taken in its place."""
    for item in after:
        if item.source.file == file:
            return item
    raise CorpusError(
        f"文件夹里另有 {file} 的副本，会取而代之：请先按 policy-kb check 所列移出副本。",
        "A copy in the folder would be taken in its place: move out the copies that policy-kb check lists first.",
    )


def _title_and_number(source: SourceText, given: GivenFields) -> tuple[str | None, str | None]:
    extracted = extract(source)
    entry = entry_of(source, extracted, given.curated)
    title, number = (getattr(entry, name, None) or getattr(extracted, name) for name in ("title", "number"))
    return given.title or (title.value if title else None), number.value if number else None


def _refuse_repeat(source: SourceText, held: Sequence[LoadedDocument], correcting: Document | None = None) -> None:
    """Raises CorpusError if the same bytes, the same text or, unless a text is corrected, the same number is held."""
    TextsHeld(held).refuse(source, None if correcting else extract(source))


def named(name: str, held: Sequence[LoadedDocument]) -> Document:
    """The held document with this id, number, title or file; InvalidInput otherwise."""
    if not held:
        raise InvalidInput("语料里没有文件。", "The corpus holds no document: add one with policy-kb add.")
    documents = [item.document for item in held]
    return next((one for one in documents if one.file == name), None) or find_document(name, documents)


def _kept_at(corpus: Path, file: str, folder: str) -> Path:
    """Where a text taken out is kept, beside the corpus so that no build reads it: `replaced/name（2026-11-22）.txt`."""
    path, day = Path(file), date.today().isoformat()
    target = corpus.resolve().parent / folder
    options = (target / f"{path.stem}（{day}{f' {n}' if n > 1 else ''}）{path.suffix}" for n in range(1, 10_000))
    return next(option for option in options if not option.exists())
