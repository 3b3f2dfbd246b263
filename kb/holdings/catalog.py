"""What a text says about itself and what a curator knows, put together into one `Document` and compared on the way.

The catalogue may add to a text, never contradict it: where both speak, they must agree, and every curated value rests on words that
stand in the text. Without a catalogue everything comes from the text, and the region from the names of its issuers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, TypeVar

from kb.documents import issued_title
from kb.errors import CatalogError
from kb.holdings.catalog_faults import contradiction, not_there
from kb.holdings.catalog_file import Catalog, CatalogEntry, Curated, load_catalog
from kb.holdings.folder import CATALOG_NAME
from kb.language import find_dates, simplified
from kb.reading import Extracted, Located, Stated, bare, canonical_number, ends_like_title, extract, one_line, tidy
from kb.records import Document, DocumentKind, SourceText
from kb.regex import regex

__all__ = ["Catalog", "CatalogEntry", "check_documents", "check_supersession", "load_catalog", "resolve_document"]

Locate = Callable[[str], tuple[str, ...]]
T = TypeVar("T")
_LONGEST_PLACE = 12
# 市财政局: the body of a place that is not said.
_WITHOUT_PLACE = regex(r"[省市县区州旗盟]")
_CURATED = tuple(
    name for name in CatalogEntry.model_fields if name not in ("file", "id", "title_en", "ended", "extended", "outline")
)
_COMPARED = ("number", "title", "issuers", "issued", "effective_from", "effective_to")
_DAYS = ("issued", "published", "effective_from", "effective_to")
_NATIONAL = regex(
    r"^(?:国务院|国家|中华人民共和国|全国|中共中央|中央|最高人民|中国)|^(?:市场|(?!市场)[^省市县区州盟旗乡镇街村])*(?:部|总局|总署|审计署|部委)(?:办公厅|办公室)?$"
)
_NATIONAL_TITLE = regex(r"^(?:中华人民共和国|国务院|全国人民代表大会)")
_NATIONAL_NUMBER = regex(r"^(?:国|中[发办]|[^省市县区州盟]{1,6}部)")
_KINDS: tuple[tuple[str, DocumentKind], ...] = (
    ("通知|通报", "notice"),
    ("意见", "opinion"),
    ("方案|计划|规划|纲要|要点|预案", "plan"),
    ("办法|规定|细则|条例|规则|规程|制度", "regulation"),
    ("决定", "decision"),
    ("公告|通告|公报", "announcement"),
    ("批复|函", "reply"),
)


def resolve_document(source: SourceText, entry: CatalogEntry | None, extracted: Extracted, locate: Locate) -> Document:
    """The document of a text; CatalogError where an entry contradicts the text or rests on words it does not hold."""
    if entry:
        extracted = _counted_anew(source, entry, extracted)
        _check_words(source, entry)
        for name in _COMPARED:
            _compare(entry, name, getattr(entry, name), getattr(extracted, name))
    given = entry or CatalogEntry(file=source.file)
    title = _value(given.title) or _stated(extracted.title) or PurePosixPath(source.file).stem
    number = _standard(_value(given.number)) or _stated(extracted.number)
    issuers = _value(given.issuers) or _stated(extracted.issuers) or ()
    kind: DocumentKind = _value(given.kind) or _kind_of(title)
    scope = _scope_of(source, entry, extracted, title, number, issuers, locate)
    return Document(
        id=_identity(source, entry, number),
        file=source.file,
        title=title,
        title_en=given.title_en,
        kind=kind,
        number=number,
        issuers=issuers,
        regions=scope.regions,
        issued=_value(given.issued) or _stated(extracted.issued),
        issued_quote=_words(given.issued, extracted.issued),
        published=_value(given.published) or _stated(extracted.published),
        effective_from=_value(given.effective_from) or _stated(extracted.effective_from),
        effective_quote=_words(given.effective_from, extracted.effective_from),
        effective_to=_value(given.effective_to) or _stated(extracted.effective_to),
        expiry_quote=_words(given.effective_to, extracted.effective_to),
        superseded_by=_standard(_value(given.superseded_by)),
        superseded_quote=given.superseded_by.rests_on if given.superseded_by else None,
        superseded_on=_value(given.superseded_on),
        national=scope.national,
        uncertain=tuple(_uncertain(given, extracted, scope)),
        pages=source.pages,
    )


def _counted_anew(source: SourceText, entry: CatalogEntry, extracted: Extracted) -> Extracted:
    """What the text states; a day that it counts from another is counted from that one as it is curated."""
    known = ((entry.issued, extracted.issued), (entry.effective_from, extracted.effective_from))
    issued, begins = (ours.value if ours and (ours.reason or text is None) else None for ours, text in known)
    return extract(source, issued, begins) if issued or begins else extracted


def _uncertain(given: CatalogEntry, extracted: Extracted, scope: _Scope) -> Iterator[str]:
    """The fields no curator has settled that rest on a weak sign or on nothing, or that the file contradicts."""
    for name in _COMPARED:
        stated: Stated[Any] | None = getattr(extracted, name)
        missing = stated is None and name == "title"  # the file's name stands in
        weak = stated is not None and stated.certainty in ("inferred", "contradicted")
        lapsed = name == "effective_to" and extracted.lapsed is not None and extracted.lapsed.value
        if (missing or weak or lapsed) and getattr(given, name) is None:
            yield name
    if not scope.sure and given.region is None:
        yield "region"


def check_documents(documents: Sequence[Document]) -> None:
    """Raises CatalogError for an id that two documents share and for a `superseded_by` that is no other document."""
    files: dict[str, str] = {}
    for document in documents:
        if document.id in files:
            raise CatalogError(
                f"{files[document.id]} 与 {document.file} 的编号同为 {document.id}：请删去重复的文件或改正编号。",
                f"Two texts share the id {document.id}: remove one of them or correct its id.",
            )
        files[document.id] = document.file
    for document in documents:
        if document.superseded_by and (document.superseded_by not in files or document.superseded_by == document.id):
            raise CatalogError(
                f"{document.file} 的 superseded_by {document.superseded_by} 不是语料中的另一文件：请改为其文号或 id。",
                "superseded_by names no other document of the corpus: give its number or id.",
            )


def check_supersession(catalog: Catalog, documents: Sequence[Document], sources: Sequence[SourceText]) -> None:
    """Raises CatalogError if the words that `superseded_*` rest on stand in neither of the two texts."""
    texts = {source.file: bare(source.text) for source in sources}
    by_id = {document.id: document for document in documents}
    by_file = {document.file: document for document in documents}
    for entry in catalog.entries:
        newer = by_file[entry.file].superseded_by
        for name in ("superseded_by", "superseded_on"):
            curated: Curated[Any] | None = getattr(entry, name)
            if curated and newer and bare(curated.rests_on) not in texts[by_id[newer].file] + "\n" + texts[entry.file]:
                raise not_there(entry, by_id[newer].file, name, curated.rests_on)


def _check_words(source: SourceText, entry: CatalogEntry) -> None:
    """Every curated value rests on words of the text; where those words name days, the curated day is one of them."""
    text = bare(source.text)
    for name in _CURATED:
        curated: Curated[Any] | None = getattr(entry, name)
        if curated is None or name.startswith("superseded"):
            continue
        if bare(curated.rests_on) not in text:
            raise not_there(entry, source.file, name, curated.rests_on)
        mentions = find_dates(bare(curated.rests_on)) if name in _DAYS else []
        if mentions and curated.value not in {day for mention in mentions for day in (mention.value, mention.last)}:
            raise contradiction(entry, name, curated.value, mentions[0].value, curated.rests_on)


def _compare(entry: CatalogEntry, name: str, curated: Curated[Any] | None, stated: Stated[Any] | None) -> None:
    if curated is None or stated is None or curated.reason:
        return
    ours, text = curated.value, stated.value
    if name == "number":
        agrees = (canonical_number(ours) or ours) == text
    elif name == "title":
        # A first heading may be anything; only a title that ends like one is the text's own word.
        agrees = not ends_like_title(text) or _plain(text) in _plain(ours) or _plain(ours) in _plain(text)
    elif name == "issuers":
        agrees = len(ours) == len(text) and all(any(_abbreviates(a, b) for b in text) for a in ours)
    else:
        agrees = ours == text
    if not agrees:
        raise contradiction(entry, name, ours, text, stated.quote)


def _identity(source: SourceText, entry: CatalogEntry | None, number: str | None) -> str:
    """The number, else the curated id, else a slug of the file's name."""
    curated = entry.id if entry else None
    if entry and number and curated and curated != number:
        raise CatalogError(
            f"{CATALOG_NAME} 第 {entry.line} 行：{source.file} 的 id 写作 {curated}，而文号是 {number}：请删去 id。",
            f"Line {entry.line}: the id is {curated}, the text's number {number}: remove the id.",
        )
    if entry and not number and not curated:
        raise CatalogError(
            f"{CATALOG_NAME} 第 {entry.line} 行：{source.file} 没有文号，请补上 id。",
            f"Line {entry.line}: the text has no number of its own: add an id.",
        )
    return number or curated or slug_of(PurePosixPath(source.file).stem)


def slug_of(stem: str) -> str:
    """A file's name as an id, without white space or punctuation: `关于 A（试行）` -> `关于-a-试行`."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", stem).lower())
    return "-".join(words) or "document"


@dataclass(frozen=True)
class _Scope:
    """Where a document holds: its regions, innermost first, or the whole country; `sure` where the text shows it."""

    regions: tuple[str, ...] = ()
    national: bool = False
    sure: bool = True


def _scope_of(
    source: SourceText,
    entry: CatalogEntry | None,
    extracted: Extracted,
    title: str,
    number: str | None,
    issuers: Sequence[str],
    locate: Locate,
) -> _Scope:
    """Where a document holds: curated, else by its issuers, its salutation, its title or number, or by the website's word.

    Where these name no place, by what the text writes before the body or what it issues (天津市工业和信息化局 for 市工业和信息化局).
    """
    located = {name: regions for name in issuers if (regions := _places(locate, name))}
    found = next(iter(located.values()), ())
    if entry and entry.region:
        region = entry.region.value
        outwards = _places(locate, region)
        around = entry.parents.value if entry.parents else outwards[1:] if outwards[:1] == (region,) else ()
        if found and not {region, *around} & set(found) and not entry.region.reason:
            raise contradiction(entry, "region", region, found[0], next(iter(located)))
        return _Scope((region, *around))
    # Of a town that does not say its county, today's list of towns is what the county rests on.
    said = any(regions[0][:2] in simplified(name) for name, regions in located.items())
    sure = said and extracted.issuers is not None and extracted.issuers.certainty == "stated"
    if found:
        return _Scope(found, sure=sure)
    national = any(_NATIONAL.search(simplified(name)) for name in issuers)
    if national or extracted.addressed or _NATIONAL_TITLE.match(simplified(title)):
        return _Scope(national=True)
    prefix = number.split("〔")[0] if number else ""
    for words in (title, prefix, extracted.region.value if extracted.region else ""):
        if words and (regions := _places(locate, words)):
            return _Scope(regions, sure=words is title)
    # A title that is nobody's in particular may stand behind another place, of which the text takes it.
    named = [name for name in issuers if _WITHOUT_PLACE.match(name)]
    named += [issued] if (issued := issued_title(title)) != title else []
    if regions := next(_spelled_out(source.text, named, locate), ()):
        return _Scope(regions, sure=False)
    return _Scope(national=bool(_NATIONAL_NUMBER.match(prefix)), sure=bool(_NATIONAL_NUMBER.match(prefix)))


def _spelled_out(text: str, names: Sequence[str], locate: Locate) -> Iterator[tuple[str, ...]]:
    """The places that stand right before one of these names, of whose first character (市, 省) their own name may need."""
    plain = bare(text)
    for name in map(bare, names):
        for found in re.finditer(re.escape(name), plain):
            before = plain[max(found.start() - _LONGEST_PLACE, 0) : found.start()]
            for words in (before, before + name[:1]):
                places = (_places(locate, words[start:]) for start in range(len(words) - 1))
                yield from (regions for start, regions in enumerate(places) if regions[:1] == (words[start:],))


def _places(locate: Locate, words: str) -> tuple[str, ...]:
    """The places located, without the country: it lies around all of them, so it tells none apart."""
    return tuple(name for name in locate(words) if name != "中国")


def _kind_of(title: str) -> DocumentKind:
    """The kind a title ends with; what stands in brackets after it (试行) does not count."""
    words = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    return next((kind for endings, kind in _KINDS if re.search(rf"(?:{endings})$", words)), "other")


def _value(curated: Curated[T] | None) -> T | None:
    return curated.value if curated else None


def _stated(stated: Stated[T] | None) -> T | None:
    return stated.value if stated else None


def _standard(number: str | None) -> str | None:
    return canonical_number(number or "") or number


def _words(curated: Curated[date] | None, stated: Stated[date] | None) -> str | None:
    """The words for a date as a clause would show them: the text's own statement first, unless it is corrected, else those the entry rests on."""
    words = stated.quote if stated and not (curated and curated.reason) else curated.rests_on if curated else None
    return tidy(Located.of(one_line(words), 0)).text if words else None


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", bare(words))


def _abbreviates(one: str, other: str) -> bool:
    """Whether one name is the other with characters left out, as 省政府办公厅 is for 江苏省人民政府办公厅."""
    short, long = sorted((bare(one), bare(other)), key=len)
    rest = iter(long)
    return all(character in rest for character in short)
