"""How many known alterations a check of drafts detects, and how often it calls something altered that is not.

    python bench/verification.py [--store DIR] [--drafts 100] [--seed 1] [--show 0]

Drafts are letters made from the documents of a store: paragraphs that quote a clause with its source, repeat it without quotation marks,
retell its figures, name its document and say whether it holds, and sentences of courtesy. Half of the paragraphs are altered, each once:
a number, a day, a negation, a modal verb, some words left out, the clause's number, the document's number, its title; a third of the drafts
are checked as of a day on which documents have expired. An alteration is detected where a finding that touches the altered words is not
"proved"; a false alarm is a finding in a paragraph that was not altered and says otherwise. Left out: what people alter in ways
that nobody thought of.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from alterations import DIGITS, WORDINGS, Source, altered_number

from kb.documents import validity_on
from kb.language import figures_in
from kb.records import Document
from kb.store import KnowledgeBase
from kb.verification import Finding, Report

_COURTESIES: Final = (
    "您好，来信收悉。",
    "特此函复，如有疑问请与我们联系。",
    "感谢您对我们工作的支持。",
    "现就您反映的事项答复如下：",
)


@dataclass(frozen=True)
class DraftParagraph:
    """A paragraph of a draft; `altered` is the range of the words that are not the text's, `kind` how they were altered."""

    text: str
    kind: str = ""
    altered: tuple[int, int] | None = None


_LAPSED: Final = ("expired", "superseded", "not_yet_in_force")
_NAMINGS: Final = ("clause number", "document number", "title", "validity", "figure retold")


class Drafts:
    """Makes drafts from what a knowledge base holds."""

    def __init__(self, kb: KnowledgeBase, seed: int) -> None:
        self._kb, self._rng = kb, random.Random(seed)
        self._documents = [entry.document for entry in kb.documents()]
        self._clauses = {document.id: kb.clauses(document.id) for document in self._documents}
        self._sources = [source for document in self._documents for source in self._of(document)]

    def _of(self, document: Document) -> Iterator[Source]:
        for clause in self._clauses[document.id]:
            if clause.kind == "clause" and not clause.label.endswith(("标题", "段")):
                for span in clause.sentences:
                    sentence = clause.text[span.start : span.end].strip()
                    if 16 <= len(sentence) <= 160 and "\n" not in sentence and not set(sentence) & set('“”「」《》"'):
                        yield Source(document, clause, sentence)

    def draft(self, kinds: Sequence[str], day: date) -> list[DraftParagraph]:
        """A draft to be checked as of a day: a paragraph altered in each of these ways, where a text allows it, one that is not, courtesies."""
        paragraphs = [DraftParagraph(self._rng.choice(_COURTESIES))]
        for kind in kinds:
            paragraphs += [self._altered(kind, day), self._true()]
        return [*paragraphs, DraftParagraph(self._rng.choice(_COURTESIES))]

    def _written(self, source: Source, before: str, words: str, behind: str, kind: str = "") -> DraftParagraph:
        """A sentence of a text, altered or not, as a letter gives it."""
        said, label = before + words + behind, source.clause.label
        lead, tail = self._rng.choice(
            [
                (f"根据{source.name}{label}规定：“", "”"),
                (f"{source.name}{label}明确，", ""),
                ("对此，“", f"”（{source.name}{label}）。"),
                (f"按照{source.name}的规定，", ""),
            ]
        )
        start = len(lead) + len(before)
        return DraftParagraph(lead + said + tail, kind, (start, start + max(len(words), 1)) if kind else None)

    def _true(self) -> DraftParagraph:
        source = self._rng.choice(self._sources)
        retold = self._retold(source, altered=False) if self._rng.random() < 0.5 else None
        return retold or self._written(source, source.sentence, "", "")

    def _retold(self, source: Source, altered: bool) -> DraftParagraph | None:
        """A figure with the words around it, between two commas of the text, told in other words."""
        pieces = [match[0] for match in re.finditer(r"[^，,。；;：]{6,40}", source.sentence) if DIGITS.search(match[0])]
        pieces = [piece for piece in pieces if figures_in(piece)]
        if not pieces or source.document.number is None:
            return None
        piece = self._rng.choice(pieces)
        made = altered_number(Source(source.document, source.clause, piece), self._rng) if altered else (piece, "", "")
        if made is None or (altered and f"{made[1]}{made[2]}"[: len(made[1]) + 2] in source.clause.text):
            return None
        lead = f"您问的情况，{source.document.number}{source.clause.label}里有规定，即"
        start = len(lead) + len(made[0])
        text = f"{lead}{''.join(made)}，具体请到窗口咨询。"
        return DraftParagraph(
            text, "figure retold" if altered else "", (start, start + len(made[1])) if altered else None
        )

    def _altered(self, kind: str, day: date) -> DraftParagraph:
        for source in self._rng.sample(self._sources, len(self._sources)):
            if paragraph := self._alteration(kind, source, day):
                return paragraph
        return self._true()

    def _alteration(self, kind: str, source: Source, day: date) -> DraftParagraph | None:
        if kind in WORDINGS:
            made = WORDINGS[kind](source, self._rng)
            return self._written(source, *made, kind) if made and "".join(made) not in source.clause.text else None
        document, label = source.document, source.clause.label
        if kind == "figure retold":
            return self._retold(source, altered=True)
        if kind == "clause number":
            others = [
                one.label
                for one in self._clauses[document.id]
                if one.kind == "clause" and source.sentence not in one.text
            ]
            others = [one for one in others if not one.startswith(label) and not label.startswith(one)]
            wrong = self._rng.choice([*others[:40], f"第{len(self._clauses[document.id]) + 40}条"])
            lead = f"根据{source.name}"
            return DraftParagraph(f"{lead}{wrong}规定：“{source.sentence}”", kind, (len(lead), len(lead) + len(wrong)))
        if kind == "document number" and document.number:
            serial = list(DIGITS.finditer(document.number))[-1]
            wrong = f"{document.number[: serial.start()]}{int(serial[0]) + self._rng.choice([1, 10, 9])}{document.number[serial.end() :]}"
            lead = f"根据《{document.title}》（"
            return DraftParagraph(f"{lead}{wrong}），{source.sentence}", kind, (len(lead), len(lead) + len(wrong)))
        if kind == "title" and document.number and len(document.title) > 16:
            cut = self._rng.randrange(6, len(document.title) - 8)
            wrong = document.title[:cut] + document.title[cut + 4 :]
            return DraftParagraph(f"根据《{wrong}》（{document.number}），{source.sentence}", kind, (2, 4 + len(wrong)))
        if kind == "validity" and validity_on(document, day)[0] in _LAPSED:
            lead = f"{source.name}"
            return DraftParagraph(f"{lead}现行有效，请按此办理。", kind, (len(lead), len(lead) + 4))
        return None

    def day(self) -> date:
        """A day on which a document that states its end has just expired, or today where none does."""
        ends = [document.effective_to for document in self._documents if document.effective_to]
        return self._rng.choice(ends) + timedelta(days=30) if ends else date.today()


@dataclass
class Tally:
    """What was counted; `missed` and `alarms` keep examples."""

    made: Counter[str]
    detected: Counter[str]
    findings: int = 0
    false_alarms: int = 0
    expired: int = 0
    expired_told: int = 0
    uneven: int = 0
    characters: int = 0
    seconds: float = 0.0


def scored(kb: KnowledgeBase, drafts: int, seed: int, show: Callable[[str], None]) -> Tally:
    """Makes and checks drafts; `show` is told of each miss and false alarm."""
    makes, rng = Drafts(kb, seed), random.Random(seed)
    score = Tally(Counter(), Counter())
    kinds = (*WORDINGS, *_NAMINGS)
    for _ in range(drafts):
        day = makes.day()
        paragraphs = makes.draft(rng.sample(kinds, 4), day)
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        started = time.perf_counter()
        report = kb.verify(text, day)
        score.seconds += time.perf_counter() - started
        score.characters += len(text)
        score.uneven += report.found != report.checked
        at = 0
        for paragraph in paragraphs:
            inside = [one for one in report.findings if at <= one.claim.start < at + len(paragraph.text)]
            _count(score, paragraph, inside, at, report, show)
            at += len(paragraph.text) + 1
    return score


def _count(
    score: Tally,
    paragraph: DraftParagraph,
    findings: Sequence[Finding],
    at: int,
    report: Report,
    show: Callable[[str], None],
) -> None:
    if paragraph.altered:
        low, high = paragraph.altered[0] + at, paragraph.altered[1] + at
        score.made[paragraph.kind] += 1
        touching = [one for one in findings if one.claim.start < high and low < one.claim.end]
        right = {"not_in_force"} if paragraph.kind == "validity" else {"altered", "not_held", "out_of_range"}
        if any(one.status in right for one in touching):
            score.detected[paragraph.kind] += 1
        else:
            show(
                f"missed {paragraph.kind}: {paragraph.text} [{report.draft[low:high]}] {[(one.claim.kind, one.status) for one in touching]}"
            )
        return
    for one in findings:
        document = one.evidence[0].document if one.evidence else one.document
        lapsed = document is not None and validity_on(document, report.as_of)[0] in _LAPSED
        score.findings += 1
        score.expired += lapsed
        score.expired_told += lapsed and one.status == "not_in_force"
        if lapsed and one.status == "proved":
            show(f"not said to have lapsed: {one.claim.kind} {one.claim.text!r}: {paragraph.text}")
        if one.status not in ("proved", "not_in_force") or (one.status == "not_in_force" and not lapsed):
            score.false_alarms += 1
            show(f"false alarm {one.status} {one.claim.kind} {one.claim.text!r}: {paragraph.text}")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="the store the drafts are made from, .store by default")
    parser.add_argument("--drafts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many misses and false alarms to print")
    given = parser.parse_args()
    told: list[str] = []
    score = scored(KnowledgeBase.open(given.store), given.drafts, given.seed, told.append)
    for kind, made in score.made.items():
        print(f"{kind:16} {score.detected[kind]:4d} of {made:4d} detected")
    total, detected = sum(score.made.values()), sum(score.detected.values())
    print(f"{'all':16} {detected:4d} of {total:4d} detected: {detected / max(total, 1):.3f}")
    print(
        f"false alarms     {score.false_alarms:4d} of {score.findings:4d} findings: {score.false_alarms / max(score.findings, 1):.3f}"
    )
    print(f"expired texts    {score.expired_told:4d} of {score.expired:4d} findings say so")
    print(f"drafts whose claims were not all checked: {score.uneven}")
    print(
        f"{given.drafts} drafts of {score.characters // max(given.drafts, 1)} characters, {1000 * score.seconds / max(given.drafts, 1):.0f} ms each"
    )
    for line in told[: given.show]:
        print(line)


if __name__ == "__main__":
    main()
