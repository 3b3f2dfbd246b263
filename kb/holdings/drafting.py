"""The catalogue entry of a new text, drafted from what the text says, with what is uncertain about it.

Only what the text cannot say for itself is written into an entry: its file, an id where it has no number of its own, its region with
the words that show it, and what a user gave. Number, title, issuers and dates are read from the text at every build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from kb.errors import InvalidInput
from kb.holdings.catalog import resolve_document
from kb.holdings.catalog_file import FIELD_NAMES, CatalogEntry
from kb.holdings.entry_names import id_for
from kb.language import Gazetteer, locator
from kb.messages import Message
from kb.reading import ELSEWHERE, MACROS, Extracted, Stated, bare, ends_like_title, extract, one_line
from kb.records import Document, SourceText
from kb.regex import regex
from kb.shipped import shipped_messages

_ID = regex(r"[a-z0-9]+(-[a-z0-9]+)*")
_DRAFTED = ("number", "title", "issuers", "issued", "effective_from", "effective_to")


class WordsNeeded(InvalidInput):
    """A given value does not stand in the text: the words it rests on are asked for; `field` names the value."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(
            f"正文里没有“{value}”：请用 --rests-on 给出 {field} 所据的原文。",
            f"The text does not hold it: give the words that {field} rests on with --rests-on.",
            field=field,
        )


@dataclass(frozen=True)
class GivenFields:
    """What a user knows better than the text says; `rests_on` are words of the text for what does not stand in it.

    `curated` are further fields as they go into the catalogue, with the words they rest on.
    """

    region: str | None = None
    title: str | None = None
    id: str | None = None
    rests_on: str | None = None
    curated: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DraftedValue:
    """A value found: what it is, the words it rests on and the line of the source they begin on (None: no words)."""

    name: str
    value: str
    words: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class EntryDraft:
    """A new text's entry: `fields` as they go into the catalogue, `findings` and `doubts` for a person to look at.

    `open_questions` are the doubts that a person has to settle before the text is relied on.
    """

    document: Document
    fields: Mapping[str, Any]
    extracted: Extracted
    findings: tuple[DraftedValue, ...]
    doubts: tuple[Message, ...]
    open_questions: tuple[Message, ...]


def draft_entry(source: SourceText, given: GivenFields, gazetteer: Gazetteer, taken: Collection[str]) -> EntryDraft:
    """The draft of `source`, whose `file` is its name in the corpus; `taken` are the ids in use. Raises InvalidInput."""
    locate, extracted = locator(gazetteer), extract(source)
    fields: dict[str, Any] = {"file": source.file}
    preview = resolve_document(source, entry_of(source, extracted, given.curated), extracted, locate)
    if given.title:
        fields["title"] = {"value": given.title, "rests_on": _words_for("title", given.title, given, source)}
    if "region" in given.curated:
        pass
    elif region := _region_field(source, extracted, preview, given, gazetteer):
        fields |= region
    if not preview.number:
        if given.id and not _ID.fullmatch(given.id):
            raise InvalidInput(
                f"id {given.id} 只能用小写字母、数字和连字符。", "An id is lower-case letters, digits and hyphens."
            )
        fields = {"file": source.file, "id": given.id or id_for(preview, gazetteer, taken)} | fields
    elif given.id:
        raise InvalidInput(
            f"本文有文号 {preview.number}，不需要 --id：请去掉。", "The text has a number of its own: leave --id out."
        )
    fields |= given.curated
    document = resolve_document(source, CatalogEntry.model_validate(fields), extracted, locate)
    findings = _findings(source, extracted, document, fields)
    doubts = tuple(_doubts(source, extracted, document, given, locate))
    questions = tuple(words for words, is_open in doubts if is_open)
    return EntryDraft(document, fields, extracted, findings, tuple(words for words, _ in doubts), questions)


def entry_of(source: SourceText, extracted: Extracted, curated: Mapping[str, Any]) -> CatalogEntry | None:
    """The entry that a text has so far, None where nothing of it is curated; a text without a number is told by its file until then."""
    if not curated:
        return None
    known = {} if extracted.number or "number" in curated else {"id": "draft"}
    return CatalogEntry.model_validate({"file": source.file, **known, **curated})


# ------------------------------------------------------------------------------------------------------ parts


def _words_for(field: str, value: str, given: GivenFields, source: SourceText) -> str:
    if bare(value) in bare(source.text):
        return one_line(value)
    if given.rests_on is None:
        raise WordsNeeded(field, value)
    if not bare(given.rests_on) or bare(given.rests_on) not in bare(source.text):
        raise InvalidInput(
            f"正文里没有“{one_line(given.rests_on)[:40]}”：请照抄原文。",
            "These words do not stand in the text: copy them from it.",
        )
    return one_line(given.rests_on)


def _region_field(
    source: SourceText, extracted: Extracted, preview: Document, given: GivenFields, gazetteer: Gazetteer
) -> dict[str, Any] | None:
    """`region`, and `parents` where the name alone does not give them, with words of the text."""
    words: str | None
    if given.region:
        place = gazetteer.require(given.region)
        around = tuple(outer.name for outer in gazetteer.ancestors(place) if outer.level != "country")
        regions, words = (place.name, *around), _words_for("region", place.name, given, source)
    elif preview.regions:
        regions, words = preview.regions, _region_words(source, extracted, preview, gazetteer)
    else:
        return None
    if words is None:
        return None
    field: dict[str, Any] = {"region": {"value": regions[0], "rests_on": words}}
    known = tuple(name for name in locator(gazetteer)(regions[0]) if name != "中国")
    if known != regions and len(regions) > 1:
        field["parents"] = {"value": list(regions[1:]), "rests_on": words}
    return field


def _region_words(source: SourceText, extracted: Extracted, preview: Document, gazetteer: Gazetteer) -> str | None:
    """The issuer's name, the title or the number that shows the region, as it stands in the text; None if only the file's name does."""
    locate = locator(gazetteer)
    names = [*preview.issuers, preview.title, preview.number or "", extracted.region.value if extracted.region else ""]
    text = bare(source.text)
    for name in names:
        if bare(name) and bare(name) in text and tuple(n for n in locate(name) if n != "中国") == preview.regions:
            return one_line(name)
    stated: tuple[Stated[Any] | None, ...] = (extracted.issuers, extracted.title, extracted.number)
    return next((one_line(item.quote) for item in stated if item), None)


def _findings(
    source: SourceText, extracted: Extracted, document: Document, fields: Mapping[str, Any]
) -> tuple[DraftedValue, ...]:
    found: list[DraftedValue] = []
    if "id" in fields:
        found.append(DraftedValue("编号 id", fields["id"]))
    for name in _DRAFTED:
        shown = str(FIELD_NAMES[name])
        stated: Stated[Any] | None = getattr(extracted, name)
        value = getattr(document, name)
        if not value:
            continue
        if name in fields:
            found.append(DraftedValue(shown, str(value), fields[name]["rests_on"]))
        elif stated:
            line = source.text.count("\n", 0, stated.start) + 1
            found.append(
                DraftedValue(
                    shown, "、".join(value) if isinstance(value, tuple) else str(value), one_line(stated.quote), line
                )
            )
    if document.region and "region" in fields:
        found.append(
            DraftedValue(str(FIELD_NAMES["region"]), " < ".join(document.regions), fields["region"]["rests_on"])
        )
    return (*found, DraftedValue("种类 kind", document.kind))


_MUST_BE_SEEN: Final = frozenset({"no_title", "no_region", "future", "other_place", "lost"})


def _doubts(
    source: SourceText,
    extracted: Extracted,
    document: Document,
    given: GivenFields,
    locate: Callable[[str], tuple[str, ...]],
) -> Iterator[tuple[Message, bool]]:
    """One line for everything missing or odd, so that a person looks at it before saying yes; and whether somebody must."""
    number, issued = document.number, document.issued
    year = int(found[1]) if number and (found := re.search(r"(\d{4})", number)) else None
    titled = locate(document.title)
    applies = {
        "no_number": not number,
        "no_title": not extracted.title and not given.title and "title" not in given.curated,
        "odd_title": extracted.title and not ends_like_title(document.title),
        "no_issuer": not document.issuers,
        "no_region": not document.regions and not document.national,
        "no_issue": not issued,
        "no_start": not document.effective_from,
        "no_end": not document.effective_to,
        "future": issued and issued > date.today(),
        "other_year": issued and year and issued.year != year,
        "other_place": titled and document.regions and not set(titled) & set(document.regions),
        "lost": "\ufffd" in source.text,
        "gb18030": source.encoding == "gb18030",
        "macros": any(item.reason == MACROS for item in source.set_aside),
        "elsewhere": any(item.reason == ELSEWHERE for item in source.set_aside),
    }
    yield from ((words, name in _MUST_BE_SEEN) for name, words in shipped_messages("drafted").items() if applies[name])
    yield from _doubtful_fields(extracted, given.curated)


def _doubtful_fields(extracted: Extracted, settled: Collection[str]) -> Iterator[tuple[Message, bool]]:
    """One line for every field that rests on a weak sign or that another part of the file contradicts (True), with both words."""
    for name in (name for name in _DRAFTED if name not in settled):
        stated: Stated[Any] | None = getattr(extracted, name)
        zh, en = FIELD_NAMES[name].zh, FIELD_NAMES[name].en
        if stated and stated.against:
            ours, theirs = one_line(stated.quote)[:60], one_line(stated.against)[:60]
            yield (
                Message(
                    f"{zh}前后不一：“{ours}”与“{theirs}”，请核对。",
                    f"The file contradicts itself about {en}: “{ours}” and “{theirs}”; check it.",
                ),
                True,
            )
        elif stated and stated.basis == "inferred":
            words = one_line(stated.quote)[:60]
            yield Message(f"{zh}只是推断，依据“{words}”。", f"The {en} is inferred from “{words}”."), False
    if extracted.lapsed and extracted.lapsed.value and "effective_to" not in settled:
        words = one_line(extracted.lapsed.quote)
        yield (
            Message(
                f"网页标明“{words}”：请核对是否已失效。", f"The web page says “{words}”: check whether it still holds."
            ),
            True,
        )
