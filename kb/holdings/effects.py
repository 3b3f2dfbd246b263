"""What the documents of a corpus decide of each other: repeals, extensions and the like are found in their texts and obeyed.

The one path for `build` and `add`. The catalogue goes before what is found; what cannot be obeyed, since no held document is meant or no
day is known, is kept as a note of the document that says it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kb.effect_messages import KIND_WORDS, ending_word
from kb.holdings.catalog_file import CatalogEntry
from kb.holdings.named_held import HeldNames, day_of_document, held_as, may_decide
from kb.holdings.readings import Reading
from kb.messages import Message
from kb.reading import Named, NamedBasis, Ruling, bare, canonical_number
from kb.records import Basis, Document, Effect, LoadedDocument

_MOST_NAMES = 5


@dataclass
class _Held:
    """The documents as they stand while effects are applied, the older ones' first, and what could not be applied."""

    documents: dict[str, Document]
    curated: Mapping[str, CatalogEntry]
    loaded: Mapping[str, LoadedDocument]
    names: HeldNames
    effects: list[Effect] = field(default_factory=list)
    notes: dict[str, list[Message]] = field(default_factory=dict)

    def meant(self, named: Named, by: Document) -> tuple[Document, ...]:
        """The documents that `by` may mean."""
        return held_as(named, by, [self.documents[one] for one in self.names.fitting(named)])

    def add(self, effect: Effect) -> None:
        self.effects.append(effect)
        self.documents[effect.of] = _obeyed(self.documents[effect.of], effect)

    def note(self, by: Document, zh: str, en: str) -> None:
        self.notes.setdefault(by.id, []).append(Message(zh, en))


def with_effects(
    loaded: Sequence[LoadedDocument], curated: Mapping[str, CatalogEntry], readings: Mapping[str, Reading]
) -> list[LoadedDocument]:
    """The documents with what they decide of each other applied, and the bases they rest on; entries and readings by file."""
    by_id = {item.document.id: item for item in loaded}
    documents = {name: item.document for name, item in by_id.items()}
    held = _Held(documents, curated, by_id, HeldNames(documents.values()))
    for item in loaded:
        for effect in _recorded(item.document, curated.get(item.document.file)):
            held.add(effect)
    for item in sorted(loaded, key=lambda item: day_of_document(item.document, latest=True) or date.max):
        _apply(held, item, readings[item.source.file].rulings)
    for effect in held.effects:
        document = held.documents[effect.of]
        held.documents[effect.of] = replace(document, effects=(*document.effects, effect))
    with_bases = {item.document.id: _bases(held, item, readings[item.source.file].bases) for item in loaded}
    return [
        replace(
            item,
            document=replace(held.documents[item.document.id], bases=with_bases[item.document.id]),
            notes=(*item.notes, *held.notes.get(item.document.id, ())),
        )
        for item in loaded
    ]


def _apply(held: _Held, item: LoadedDocument, rulings: Sequence[Ruling]) -> None:
    by = held.documents[item.document.id]
    missing: list[str] = []
    for ruling in rulings:
        fitting = _meant(held, by, ruling.named)
        if not fitting and ruling.kind in ("repeals", "repeals_part", "extends"):
            missing.append(ruling.named.name)
        elif len(fitting) > 1 and not _of_one_number(fitting):
            files = "、".join(one.file for one in fitting)
            held.note(
                by, f"{ruling.named.name} 与 {files} 都相符，未采用。", "Several held documents fit a name: not obeyed."
            )
        else:
            for of in fitting:
                _decide(held, by, of, ruling)
    if missing:
        names = list(dict.fromkeys(missing))
        more = f" 等 {len(names)} 件" if len(names) > _MOST_NAMES else ""
        held.note(
            by,
            f"所废止或延长的{'、'.join(names[:_MOST_NAMES])}{more}不在语料中。",
            f"{len(names)} documents that it repeals or extends are not held.",
        )


def _decide(held: _Held, by: Document, of: Document, ruling: Ruling) -> None:
    if ruling.kind == "amends" and _is_taken_in(held.loaded[of.id], by):
        held.note(by, f"{of.id} 已载入这一修改。", f"{of.id} is held as amended by it.")
    elif not _may_not(held, by, of):
        held.add(_effect(held, by, of, ruling))


def _recorded(of: Document, entry: CatalogEntry | None) -> Iterator[Effect]:
    """What decisions that are not held decide of a document, as its entry says."""
    if entry and (ended := entry.ended):
        by = canonical_number(ended.by) or ended.by
        yield Effect("repeals" if ended.how == "repealed" else "republishes", by, of.id, "", (), ended.since)
    if entry and (extended := entry.extended):
        by = canonical_number(extended.by) or extended.by
        yield Effect("extends", by, of.id, "", (), until=extended.until)


def _of_one_number(documents: Sequence[Document]) -> bool:
    """Whether they are the texts of one number, a notice and its annex: what is decided of the number is decided of each."""
    return documents[0].number is not None and len({one.number for one in documents}) == 1


def _meant(held: _Held, by: Document, named: Named) -> tuple[Document, ...]:
    """The documents that may be meant; where several fit, those that are older and not superseded yet."""
    fitting = held.meant(named, by)
    if len(fitting) > 1:
        fitting = tuple(one for one in fitting if not one.superseded_by and not _later(one, by)) or fitting
    return fitting


def _later(of: Document, by: Document) -> bool:
    first, last = day_of_document(of), day_of_document(by, latest=True)
    return bool(first and last and first > last)


def _may_not(held: _Held, by: Document, of: Document) -> bool:
    """Whether `by` cannot decide of `of`, which is then said."""
    if _later(of, by):
        held.note(by, f"{of.id} 晚于本文，未采用。", f"{of.id} is later than this text: not obeyed.")
        return True
    if not may_decide(by, of):
        held.note(
            by,
            f"{of.id} 是上级或其他地区的文件，未采用。",
            f"{of.id} is of a higher body or another place: not obeyed.",
        )
        return True
    return False


def _effect(held: _Held, by: Document, of: Document, ruling: Ruling) -> Effect:
    day = ruling.on or (by.issued if ruling.on_issue else None) or by.effective_from or by.issued or by.published
    until = ruling.until
    if ruling.term and of.effective_to:
        until = ruling.term.last_day(of.effective_to + timedelta(days=1))
    effect = Effect(ruling.kind, by.id, of.id, ruling.label, ruling.words, day, until, ruling.parts)
    return replace(effect, obeyed=_is_obeyed(held, by, of, effect))


def _is_obeyed(held: _Held, by: Document, of: Document, effect: Effect) -> bool:
    """Whether an effect changes what holds, and is not only told; the catalogue goes before what is found."""
    entry = held.curated.get(of.file)
    if effect.kind in ("prevails", "amends") or of.superseded_by == by.id:
        return False
    if effect.on is None or of.superseded_by:
        why = f"{of.id} 已由 {of.superseded_by} {ending_word(of).zh}" if of.superseded_by else "没有写明日期"
        held.note(by, f"{KIND_WORDS[effect.kind].zh} {of.id}：{why}，未采用。", f"Told, not obeyed, of {of.id}.")
        return False
    if effect.kind == "repeals_part":
        return False  # until its clauses are found
    if effect.kind in ("extends", "confirms") and entry and (entry.effective_to or entry.extended):
        held.note(
            by, f"目录写明 {of.id} 的有效期，以目录为准。", f"The catalogue states the end of {of.id}: it goes before."
        )
        return False
    if effect.kind == "extends":
        later = effect.until is not None and (of.effective_to is None or of.effective_to < effect.until)
        return later and not effect.parts
    if effect.kind == "confirms":
        return not effect.parts and of.effective_to is not None and of.effective_to < effect.on
    if effect.kind == "republishes":
        return not effect.parts and (effect.until is not None or _holds(held.loaded[by.id], of))
    return True


def _holds(item: LoadedDocument, of: Document) -> bool:
    """Whether a text that republishes a document holds it: its title stands there on a line of its own."""
    title = bare(of.title)
    return any(bare(line).strip("《》") == title for clause in item.clauses for line in clause.text.split("\n"))


def _is_taken_in(of: LoadedDocument, by: Document) -> bool:
    """Whether a text says in its note, above its first article, that it is as this decision left it: 根据…《关于修改〈甲条例〉的决定》修正."""
    note = "".join(clause.text for clause in itertools.takewhile(lambda one: one.kind == "block", of.clauses))
    return bool(by.title) and _unmarked(by.title) in _unmarked(note)


def _unmarked(words: str) -> str:
    return re.sub(r"[《》〈〉<>]", "", bare(words))


def _obeyed(of: Document, effect: Effect) -> Document:
    if not effect.obeyed or effect.kind == "repeals_part":
        return of
    if effect.kind == "extends" or (effect.kind == "republishes" and effect.until):
        return replace(of, effective_to=effect.until, expiry_quote=effect.quote or None)
    if effect.kind == "confirms":
        return replace(of, effective_to=None, expiry_quote=None)
    return replace(of, superseded_by=effect.by, superseded_on=effect.on, superseded_quote=effect.quote or None)


# ------------------------------------------------------------------------------------------------------ bases


def _bases(held: _Held, item: LoadedDocument, bases: Sequence[NamedBasis]) -> tuple[Basis, ...]:
    """The held documents that a document rests on, as they stand after all effects; what it repeals is none."""
    by = held.documents[item.document.id]
    decided = {effect.of for effect in held.effects if effect.by == by.id and effect.kind.startswith("repeals")}
    return tuple(
        _basis(named, found[0])
        for named in bases
        if len(found := held.meant(named.named, by)) == 1 and found[0].id not in decided
    )


def _basis(named: NamedBasis, of: Document) -> Basis:
    ends = (of.effective_to, of.superseded_on, of.is_repealed)
    return Basis(of.id, named.named.name, named.clause, named.label, named.words, named.whole, *ends)


def relatives(effects: Iterable[Effect], documents: Sequence[Document]) -> tuple[Message, ...]:
    """For each document repealed: the held ones that it rests on, and that rest on it; a person should look at both."""
    repealed = dict.fromkeys(effect.of for effect in effects if effect.kind == "repeals")
    by_id = {document.id: document for document in documents} if repealed else {}
    notes: list[Message] = []
    for of in repealed:
        above = "、".join(dict.fromkeys(basis.of for basis in by_id[of].bases if basis.whole))
        below = "、".join(one.id for one in documents if any(basis.of == of and basis.whole for basis in one.bases))
        if above:
            notes.append(Message(f"{of} 是依据 {above} 制定的。", f"{of} rests on {above}."))
        if below:
            notes.append(
                Message(f"{below} 依据 {of} 制定，请核对。", f"Made on the basis of {of}: {below}. Check this.")
            )
    return tuple(notes)
