"""The points to look at, each about one document, with the clause and the words that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final, Literal

from kb.benefits import Card
from kb.documents import DocumentEntry, validity_on
from kb.effect_messages import ending_word
from kb.messages import Message
from kb.objects import WatchPointObject
from kb.people import Feedback
from kb.reading import NamedBasis
from kb.records import Basis, Document, Validity
from kb.store import KnowledgeBase
from kb.watch.unheld import unheld, unheld_bases

WatchKind = Literal["ends", "ended_in_use", "basis_lapsed", "not_held", "said_outdated"]

DAYS_AHEAD: Final = 90
_MOST_NAMED: Final = 3
_ENDED: Final[tuple[Validity, ...]] = ("expired", "superseded")


@dataclass(frozen=True)
class WatchPoint:
    """Something to look at. `document` is the held one it is about, `day` when it ends or ended, `label` and `words` the clause that shows it."""

    kind: WatchKind
    document: Document
    said: Message
    day: date | None = None
    label: str | None = None
    words: str | None = None


def all_unheld_bases(base: KnowledgeBase) -> Mapping[str, tuple[NamedBasis, ...]]:
    """Of each document by its id the bases that are not held; looking through all texts takes 20 ms a document."""
    held = [entry.document for entry in base.documents()]
    return {document.id: unheld_bases(document, base.clauses(document.id), held) for document in held}


def watch_points(
    base: KnowledgeBase,
    feedback: Sequence[Feedback] = (),
    cited: Mapping[str, int] | None = None,
    as_of: date | None = None,
    days: int = DAYS_AHEAD,
    bases: Mapping[str, tuple[NamedBasis, ...]] | None = None,
) -> tuple[WatchPoint, ...]:
    """Everything to look at on a day (default today): what ends within `days`, then what has ended and is in use, and so on.

    `cited` is how many answers of late cited a document, by its id, `bases` what `all_unheld_bases` gives where somebody kept it.
    """
    day = as_of or date.today()
    entries = base.documents(day)
    used = _Uses(entries, base.cards, cited or {})
    return (
        *_ending(entries, day, days),
        *(point for entry in entries if entry.validity in _ENDED for point in used.of(entry)),
        *_on_lapsed_bases(entries, day),
        *_not_held(entries, all_unheld_bases(base) if bases is None else bases),
        *_said_outdated(entries, feedback),
    )


def watch_object(point: WatchPoint) -> dict[str, Any]:
    """The point as plain data."""
    document = point.document
    return WatchPointObject(
        kind=point.kind,
        document=document.number or document.id,
        title=document.title,
        day=point.day,
        said=str(point.said),
        clause=point.label,
        words=point.words,
    ).plain()


# ------------------------------------------------------------------------------------------------------ parts


def _ending(entries: Sequence[DocumentEntry], day: date, days: int) -> Iterator[WatchPoint]:
    ending = [
        (end, entry)
        for entry in entries
        if entry.validity == "in_force" and (end := entry.document.effective_to) and end <= day + timedelta(days=days)
    ]
    for end, entry in sorted(ending, key=lambda pair: pair[0]):
        left = (end - day).days
        said = Message(f"{end} 到期，还有 {left} 天。", f"It ends on {end}, in {left} days.")
        yield WatchPoint("ends", entry.document, said, end, words=entry.validity_quote)


@dataclass(frozen=True)
class _Uses:
    """What uses a document that has ended: held texts that still hold and rest on it, benefit cards, answers of late."""

    entries: Sequence[DocumentEntry]
    cards: Sequence[Card]
    cited: Mapping[str, int]

    def of(self, entry: DocumentEntry) -> Iterator[WatchPoint]:
        ended = entry.document
        resting = [
            other.document.number or other.document.id
            for other in self.entries
            if other.validity not in _ENDED and any(basis.of == ended.id for basis in other.document.bases)
        ]
        cards = sum(card.document.id == ended.id for card in self.cards)
        uses = [
            (resting, f"仍被{_several(resting)}引用", f"held documents that rest on it: {len(resting)}"),
            (cards, f"{cards} 张待遇卡以它为据", f"benefit cards that rest on it: {cards}"),
            (
                self.cited.get(ended.id),
                f"近来 {self.cited.get(ended.id)} 次回答引用它",
                f"answers that cite it: {self.cited.get(ended.id)}",
            ),
        ]
        told = [(zh, en) for there, zh, en in uses if there]
        if not told:
            return
        day = ended.superseded_on if entry.validity == "superseded" else ended.effective_to
        done = ending_word(ended)
        state = (f"已{done.zh}", f"been {done.en}") if entry.validity == "superseded" else ("已到期", "expired")
        said = Message(
            f"{state[0]}（{day}），{'，'.join(zh for zh, _ in told)}。",
            f"It has {state[1]} ({day}); {'; '.join(en for _, en in told)}.",
        )
        yield WatchPoint("ended_in_use", ended, said, day, words=entry.validity_quote)


def _on_lapsed_bases(entries: Sequence[DocumentEntry], day: date) -> Iterator[WatchPoint]:
    """A document is named once for each basis that no longer holds, by the clause that lets the whole of it rest there, else the first."""
    by_id = {entry.document.id: entry.document for entry in entries}
    for entry in entries:
        if entry.validity in _ENDED:
            continue
        bases = sorted(entry.document.bases, key=lambda basis: (basis.of, not basis.whole))
        for of, named in groupby(bases, key=lambda basis: basis.of):
            state, _ = validity_on(by_id[of], day)
            if state in _ENDED:
                yield _on_lapsed_basis(entry.document, by_id[of], next(named), state)


def _on_lapsed_basis(document: Document, of: Document, basis: Basis, state: Validity) -> WatchPoint:
    name, day = of.number or of.id, of.superseded_on if state == "superseded" else of.effective_to
    by, done = of.superseded_by, ending_word(of)
    zh = f"已由 {by} {done.zh}（{day}）" if state == "superseded" and by else f"已到期（{day}）"
    en = f"was {done.en} by {by} on {day}" if state == "superseded" and by else f"expired on {day}"
    said = Message(
        f"所依据的 {name} {zh}，请核对是否仍适用。", f"Its basis {name} {en}: check whether it still applies."
    )
    return WatchPoint("basis_lapsed", document, said, day, basis.label, basis.words)


def _not_held(entries: Sequence[DocumentEntry], bases: Mapping[str, tuple[NamedBasis, ...]]) -> Iterator[WatchPoint]:
    resting = [entry.document for entry in entries if entry.validity not in _ENDED]
    for missing in unheld(resting, bases):
        document, basis = missing.named_in[0]
        others = len({each.id for each, _ in missing.named_in}) - 1
        said = Message(
            f"依据 {missing.name}，库中没有" + (f"；另有 {others} 份文件也依据它。" if others else "。"),
            f"It rests on {missing.name}, which is not held" + (f"; so do {others} others." if others else "."),
        )
        yield WatchPoint("not_held", document, said, None, basis.label, basis.words)


def _said_outdated(entries: Sequence[DocumentEntry], feedback: Sequence[Feedback]) -> Iterator[WatchPoint]:
    """A document for each that an answer rested on of which somebody said that it is outdated; the clause is what was cited first."""
    outdated = [entry for entry in feedback if entry.verdict == "outdated" and entry.state == "open" and entry.cited]
    said_of: dict[str, list[Feedback]] = {}
    for one in outdated:
        said_of.setdefault(one.cited[0], []).append(one)
    by_id = {entry.document.id: entry.document for entry in entries}
    for clause, said in said_of.items():
        document = next((by_id[name] for name in sorted(by_id, key=len, reverse=True) if clause.startswith(name)), None)
        if document:
            numbers = "、".join(str(one.number) for one in said)
            message = Message(f"反馈第 {numbers} 条说它已过时。", f"Feedback {numbers} says that it is outdated.")
            yield WatchPoint("said_outdated", document, message, None, clause.removeprefix(document.id).strip())


def _several(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 份文件" if len(names) > _MOST_NAMED else ""
    return "、".join(list(Counter(names))[:_MOST_NAMED]) + more
