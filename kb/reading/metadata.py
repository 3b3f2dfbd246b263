"""What a document says about itself: number, title, issuers, its dates and its term, each with the words that say it.

`issued` is the 成文日期, the date line of the first closing block; the 印发 date of the colophon below is `printed`. What the text
does not state is None and is never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from kb.language import ends_sentence, find_dates, repaired, simplified_in_place
from kb.reading.bodies import is_short_for, organisations, wrapped_body
from kb.reading.commencement import ValidityTerm, term_of
from kb.reading.damage import damaged
from kb.reading.date_lines import DateLine, date_lines, is_closing_date
from kb.reading.document_numbers import canonical_number
from kb.reading.letterhead import byline, head_of, letterhead_bodies, own_number
from kb.reading.located import bare
from kb.reading.other_laws import other_laws
from kb.reading.promulgation import notes_above_articles, promulgation_of
from kb.reading.site_page import SitePage, site_page
from kb.reading.source_lines import SourceLine, line_at, source_lines
from kb.reading.statements import Stated
from kb.reading.titles import title_bodies, title_day, title_of
from kb.records import SourceText
from kb.regex import regex

T = TypeVar("T")
_DRAFT = regex(r"征求.*意见|(?:草案|征求意见稿|讨论稿|送审稿)[）)]?$")
_ALL_PROVINCES = regex(r"各省(?:、自治区|级|（区)|各省、|各地区、各部门")
_LAPSED_TITLE = regex(r"[\[【](?:全文|本文|已)?(?:废止|失效)[\]】]$")
_PRINTED = regex(r"^\s*印\s*发")


@dataclass(frozen=True)
class Extracted:
    """The metadata a file states; a field is None if the file does not state it.

    `region` and `lapsed` are the website's own words; `addressed` is the salutation that calls on all provinces.
    """

    number: Stated[str] | None = None
    title: Stated[str] | None = None
    issuers: Stated[tuple[str, ...]] | None = None
    issued: Stated[date] | None = None
    published: Stated[date] | None = None
    printed: Stated[date] | None = None
    printed_by: Stated[str] | None = None
    effective_from: Stated[date] | None = None
    effective_to: Stated[date] | None = None
    region: Stated[str] | None = None
    lapsed: Stated[bool] | None = None
    addressed: Stated[bool] | None = None


def extract(source: SourceText, issued: date | None = None, begins: date | None = None) -> Extracted:
    """The metadata of a file: what its text states, else what the website around it says, with quotes and offsets.

    What is counted from the day of issue or of commencement is counted from `issued` or `begins` where these are given.
    A text that was not read from a file is put into normal form first; quotes and offsets are those of that form. One in
    traditional script is read in simplified characters and quoted as it stands.
    """
    source = replace(source, text=repaired(source.text).text)
    plain = simplified_in_place(source.text)
    found = _with_damage(_extract(replace(source, text=plain), issued, begins), plain)
    if plain == source.text:
        return found
    stated = {name: value for name, value in vars(found).items() if value is not None}
    return Extracted(**{name: _as_written(value, source.text) for name, value in stated.items()})


def _with_damage(found: Extracted, text: str) -> Extracted:
    """What was read, each value unsure that rests on words that a copy damaged."""
    torn = damaged(text)
    unsure = {
        name: stated.inferred()
        for name, stated in vars(found).items()
        if stated and stated.basis == "stated" and any(a < stated.end and stated.start < b for a, b in torn)
    }
    return replace(found, **unsure)


def _as_written(stated: Stated[Any], text: str) -> Stated[Any]:
    """A value read in simplified characters with the words as they stand in the text; a name or title is spelled as there."""
    quote = text[stated.start : stated.end]
    pairs = iter(zip(stated.quote, quote, strict=True))

    def spelled(words: str) -> str:
        return "".join(next((own for plain, own in pairs if plain == character), character) for character in words)

    value = stated.value
    if isinstance(value, tuple):
        value = tuple(map(spelled, value))
    elif isinstance(value, str) and not canonical_number(value):
        value = spelled(value)
    return replace(stated, value=value, quote=quote)


def _extract(source: SourceText, known_issue: date | None, begins: date | None) -> Extracted:
    site = site_page(source.text)
    lines = document_lines(source.text, site)
    lines = lines[: next(other_laws(lines), len(lines))]
    head = head_of(lines)
    note = promulgation_of(source.text, head) or promulgation_of(source.text, notes_above_articles(lines))
    number = own_number(source, head) or note.number
    title = title_of(source, lines, number)
    number = number or own_number(source, _head_below(lines, head, title))
    title = _title_beside(title, site.get("title")) or site.get("summary") or site.get("heading")
    dates = tuple(date_lines(source.text, lines))
    closing = next((day for day in dates if is_closing_date(lines, day) and day.first >= len(head)), None)
    signed = closing or next((day for day in dates if is_closing_date(lines, day)), None)
    issued = _issued(source, closing) or note.issued or _issued(source, signed)
    if issued and closing is None and note.issued is None:
        issued = issued.inferred()  # a day above the text may be the day it went up
    signing = _signature(source, lines, signed) if signed else None
    above = letterhead_bodies(source, head, number) or title_bodies(source, title)
    issuers = _spelled_out(signing or above or note.issuers, above, site.get("issuers"), site.get("publisher"))
    printed, printed_by = _printing(source, lines, dates)
    issued = _beside(issued, site.get("issued")) or _collection_day(site) or title_day(source, title)
    term = term_of(source, lines, known_issue or (issued.value if issued else None), begins)
    term = replace(term, first=term.first or note.first)
    if title and _DRAFT.search(title.value):
        term = ValidityTerm()  # what a draft says of its own time holds for the text that comes of it
    first, until = _term_beside(term, issued, site)
    return Extracted(
        number=_beside(number, site.get("number")),
        title=title,
        issuers=_beside(issuers, site.get("issuers"))
        or site.get("publisher")
        or byline(source, [line for line in head if not (title and title.start <= line.start < title.end)])
        or site.get("source"),
        issued=issued,
        published=site.get("published"),
        printed=printed,
        printed_by=printed_by,
        effective_from=first,
        effective_to=until,
        region=site.get("region"),
        lapsed=site.get("status") or _remarked_lapsed(source, title),
        addressed=_addressed(source, lines[len(head) :]),
    )


def _spelled_out(
    bodies: Stated[tuple[str, ...]] | None, *elsewhere: Stated[tuple[str, ...]] | None
) -> Stated[tuple[str, ...]] | None:
    """The bodies by their whole names where the file says these elsewhere: 甲省民政厅、财政厅 of which a page says 甲省财政厅."""
    if bodies is None:
        return None
    for whole in filter(None, elsewhere):
        longer = whole.value != bodies.value and len(whole.value) == len(bodies.value)
        if longer and all(map(is_short_for, bodies.value, whole.value)):
            return whole
    return bodies


def document_lines(text: str, site: SitePage) -> tuple[SourceLine, ...]:
    """The lines of a decoded file that are the document's and not the website's."""
    gone = {start for start, _ in site.spans}
    return tuple(line for line in source_lines(text) if line.start not in gone)


def _head_below(
    lines: Sequence[SourceLine], head: Sequence[SourceLine], title: Stated[str] | None
) -> Sequence[SourceLine]:
    """The head around a title that stands further down, below sentences that a page or a collection prints in front."""
    if title is None or (head and title.start < head[-1].end):
        return ()
    first = line_at(lines, title.start)
    if any(_letter_begins(line.text) for line in lines[:first]):
        return ()  # what stands below a letter is the text that it passes on
    while first and not ends_sentence(lines[first - 1].text):
        first -= 1
    return head_of(lines[first:])


def _letter_begins(words: str) -> bool:
    """Whether a line is a salutation or a day alone."""
    days = find_dates(words)
    return words[-1] in "：:" or bool(days and days[0].end - days[0].start == len(words))


def _beside(stated: Stated[T] | None, site: Stated[T] | None) -> Stated[T] | None:
    """What the text states, marked where the site says otherwise; else what the site says."""
    return stated.beside(site, agrees=site is not None and stated.value == site.value) if stated else site


def _title_beside(stated: Stated[str] | None, site: Stated[str] | None) -> Stated[str] | None:
    """The text's title; the site's where the text has none that is sure. A site may shorten a title.

    The title that a file of Markdown gives itself is the file's own: it stands against any other words of the text.
    """
    ours, theirs = bare(stated.value) if stated else "", bare(site.value) if site else ""
    if stated is None or (site and (stated.basis == "inferred" or (site.basis == "stated" and theirs not in ours))):
        return site
    return stated.beside(site, agrees=ours in theirs or theirs in ours)


def _term_beside(
    term: ValidityTerm, issued: Stated[date] | None, site: SitePage
) -> tuple[Stated[date] | None, Stated[date] | None]:
    """Commencement and end; one reckoned from a day that is not sure is no surer. An end the site gives that comes first counts."""
    first, until = term.first, term.until
    if issued and issued.basis != "stated":
        first = first.inferred() if first and first.value == issued.value else first
        until = until.inferred() if until and first and first.basis == "inferred" else until
    ends: Stated[date] | None = site.get("effective_to")
    if until and ends and ends.value < until.value:
        until = ends.beside(until, agrees=False)
    return _beside(first, site.get("effective_from")), _beside(until, ends)


def _remarked_lapsed(source: SourceText, title: Stated[str] | None) -> Stated[bool] | None:
    """What a collection remarks behind a title that no longer holds: `…的公告[全文废止]`."""
    lapsed = title and _LAPSED_TITLE.search(title.quote)
    return Stated.at(source.text, True, title.start, title.end, "site") if title and lapsed else None


def _collection_day(site: SitePage) -> Stated[date] | None:
    """The day of publication beside one of commencement that is no earlier: collections of laws mean the day of issue by it."""
    published, first = site.get("published"), site.get("effective_from")
    return published.inferred() if published and first and published.value <= first.value else None


def _addressed(source: SourceText, body: Sequence[SourceLine]) -> Stated[bool] | None:
    """The salutation that calls on every province."""
    line = next(iter(body), None)
    found = line and _ALL_PROVINCES.match(line.text)
    return Stated.at(source.text, True, line.start, line.start + found.end()) if line and found else None


def _issued(source: SourceText, closing: DateLine | None) -> Stated[date] | None:
    if closing is None:
        return None
    return Stated.at(source.text, closing.mention.value, closing.mention.start, closing.mention.end)


def _signature(source: SourceText, lines: Sequence[SourceLine], closing: DateLine) -> Stated[tuple[str, ...]] | None:
    """The bodies that sign above (or on) the date line, in order."""
    first = closing.first
    while first and organisations(lines[first - 1].text):
        first -= 1
    words = [line.text for line in lines[first : closing.first]] + [closing.before]
    names = organisations("\n".join(words))
    if not names:
        return None
    if first and (wrapped := wrapped_body(lines[first - 1].text, names[0])):
        first, names = first - 1, (wrapped, *names[1:])
    end = closing.mention.start if closing.before else lines[closing.first - 1].end
    start = lines[first].start
    return Stated.at(source.text, names, start, start + len(source.text[start:end].rstrip()))


def _printing(
    source: SourceText, lines: Sequence[SourceLine], dates: Sequence[DateLine]
) -> tuple[Stated[date] | None, Stated[str] | None]:
    """The day of printing and the office that prints, from the first colophon line `… 2016年10月12日印发`."""
    for day in dates:
        following = day.after.strip() or (lines[day.last + 1].text if day.last + 1 < len(lines) else "")
        printer = organisations(day.before)
        if not _PRINTED.match(following) or (day.before and not printer):
            continue
        printed = Stated.at(source.text, day.mention.value, day.mention.start, day.mention.end)
        line = lines[day.first] if printer else lines[day.first - 1] if day.first else None
        if line is None:
            return printed, None
        words = day.before if printer else line.text
        names = organisations(words)
        by = Stated.at(source.text, "".join(names), line.start, line.start + len(words)) if names else None
        return printed, by
    return None, None
