"""The catalogue's documents chosen, ordered and counted: pure functions over what the knowledge base holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args
from urllib.parse import urlencode

from kb.documents import DocumentEntry
from kb.records import Document, Validity

VALIDITIES: Final[tuple[Validity, ...]] = get_args(Validity)
_MOST_REGIONS: Final = 12
_MOST_YEARS: Final = 12


@dataclass(frozen=True)
class Wanted:
    """What is to be listed and how: `sort` is a column's name, after a `-` where it runs downwards."""

    as_of: date | None = None
    region: str = ""
    validity: str = ""
    sort: str = "-issued"

    def query(self, **changed: str) -> str:
        """The address's query with some parts changed; what is empty or the default is left out."""
        parts = {
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "region": self.region,
            "validity": self.validity,
        }
        parts |= {"sort": "" if self.sort == "-issued" else self.sort} | changed
        given = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(given)}" if given else ""

    def sorted_by(self, column: str) -> str:
        """The query that sorts by a column, turning round one that is sorted by already."""
        return self.query(sort=f"-{column}" if self.sort == column else column)

    def direction(self, column: str) -> str:
        """`ascending`, `descending` or nothing, as `aria-sort` wants it."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: what it counts, how many, its length in per cent, and where it leads, if anywhere."""

    name: str
    count: int
    share: float
    query: str | None = None
    others: int = 0
    national: bool = False


def dated(document: Document) -> date | None:
    """The day a document is listed under: when it was issued, else printed."""
    return document.issued or document.published


def region_options(entries: Iterable[DocumentEntry]) -> tuple[tuple[str, int], ...]:
    """The regions held and those around them, each with its depth, children below their parents."""
    chains = {tuple(reversed(entry.document.regions)) for entry in entries}
    branches = sorted({chain[:depth] for chain in chains for depth in range(1, len(chain) + 1)})
    return tuple((branch[-1], len(branch) - 1) for branch in branches)


def chosen(entries: Iterable[DocumentEntry], wanted: Wanted) -> tuple[DocumentEntry, ...]:
    """The entries of a region, or of one inside it, and of a validity, in the order wanted; what has no value comes last."""
    kept = [
        entry
        for entry in entries
        if (not wanted.region or wanted.region in entry.document.regions)
        and (not wanted.validity or entry.validity == wanted.validity)
    ]
    column = wanted.sort.removeprefix("-")
    key = CATALOGUE_COLUMNS.get(column, CATALOGUE_COLUMNS["issued"])
    with_value = [entry for entry in kept if key(entry) is not None]
    with_value.sort(key=lambda entry: entry.document.id)
    # Of a column's values all are of one kind.
    with_value.sort(key=key, reverse=wanted.sort.startswith("-"))  # type: ignore[arg-type]
    return (*with_value, *(entry for entry in kept if key(entry) is None))


CATALOGUE_COLUMNS: Final[dict[str, Callable[[DocumentEntry], object | None]]] = {
    "document": lambda entry: entry.document.number or entry.document.title,
    "region": lambda entry: tuple(reversed(entry.document.regions)) or None,
    "issued": lambda entry: dated(entry.document),
    "period": lambda entry: entry.document.effective_to,
    "validity": lambda entry: VALIDITIES.index(entry.validity),
    "clauses": lambda entry: entry.clauses,
    "aside": lambda entry: entry.set_aside,
}


def by_region(entries: Sequence[DocumentEntry], wanted: Wanted) -> tuple[Bar, ...]:
    """Documents by the innermost region they hold for, most first; beyond a dozen the rest in one bar."""
    counts = Counter((entry.document.regions, entry.document.national) for entry in entries)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown, rest = ordered[:_MOST_REGIONS], ordered[_MOST_REGIONS:]
    most = max((count for _, count in ordered), default=1)
    bars = [
        Bar(
            " › ".join(reversed(chain)),
            n,
            _share(n, most),
            wanted.query(region=chain[0]) if chain else None,
            national=national,
        )
        for (chain, national), n in shown
    ]
    if rest:
        left = sum(count for _, count in rest)
        bars.append(Bar("", left, min(_share(left, most), 100.0), others=len(rest)))
    return tuple(bars)


def by_year(entries: Sequence[DocumentEntry]) -> tuple[Bar, ...]:
    """Documents by year, the latest first; years long past in one bar (`others` is the latest of them), undated ones without a name."""
    counts = Counter(day.year if (day := dated(entry.document)) else 0 for entry in entries)
    undated = counts.pop(0, 0)
    most = max([*counts.values(), undated, 1])
    years = sorted(counts, reverse=True)
    bars = [Bar(str(year), counts[year], _share(counts[year], most)) for year in years[:_MOST_YEARS]]
    if older := years[_MOST_YEARS:]:
        left = sum(counts[year] for year in older)
        bars.append(Bar("", left, min(_share(left, most), 100.0), others=older[0]))
    if undated:
        bars.append(Bar("", undated, _share(undated, most)))
    return tuple(bars)


def by_validity(entries: Sequence[DocumentEntry], wanted: Wanted) -> tuple[Bar, ...]:
    """Documents by validity, each state that occurs, in the order of VALIDITIES."""
    counts = Counter(entry.validity for entry in entries)
    most = max([*counts.values(), 1])
    return tuple(
        Bar(state, counts[state], _share(counts[state], most), wanted.query(validity=state))
        for state in VALIDITIES
        if counts[state]
    )


def _share(count: int, most: int) -> float:
    return round(100 * count / most, 1)
