"""Whose words are meant: the document, and the clauses of it, that a draft names beside a claim, before it, or in a bracket behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.reading import ends_like_title
from kb.records import Clause, Document
from kb.regex import regex
from kb.verification.claim_reading import Said, Sentence
from kb.verification.naming import Names

_BRACKET_BEHIND: Final = regex(r"[。；，,]?\s*[（(〔\[]")
_LONGEST_BRACKET: Final = 160
# A number stands beside a title where no more than so many characters part them: 《…》（…号）, …号《…》, …号文件《…》.
_BESIDE: Final = 3
# Words of so many characters stand in few clauses; they are a clause's where at most so many part them (第八条也规定，…).
_LONG: Final = 20
_INTRODUCED: Final = 8
_SOURCES: Final = ("quotation", "title", "number", "clause")


@dataclass(frozen=True)
class Attribution:
    """The document and the clauses that words are said to come from: `stated` by the sentence, or named before in its `paragraph`."""

    document: Document | None = None
    clauses: tuple[Clause, ...] = ()
    stated: bool = False
    paragraph: bool = False


@dataclass(frozen=True)
class _NamedHere:
    start: int
    end: int
    document: Document | None


class SentenceAttributions:
    """What one sentence names, and what was named before it. A document named that is not held is nobody's source, not the one before."""

    def __init__(self, draft: str, sentence: Sentence, names: Names, before: SentenceAttributions | None) -> None:
        self._draft, self._sentence, self._names = draft, sentence, names
        self._before = before.last if before else None
        # The paragraph in which that document was named.
        self._since = before.paragraph if before else -1
        self._named = [
            _NamedHere(said.claim.start, said.claim.end, document)
            for said in sentence.said
            if said.claim.kind in ("title", "number")
            if (document := names.document(said)) or said.numbers or ends_like_title(said.title)
        ]

    @property
    def paragraph(self) -> int:
        """The number of the paragraph in which the document named last stands."""
        return self._sentence.paragraph if any(one.document for one in self._named) else self._since

    @property
    def last(self) -> Document | None:
        """The document named last."""
        known = [one.document for one in self._named if one.document]
        return known[-1] if known else self._before

    def of(self, said: Said) -> Attribution:
        """The source that is named for a claim."""
        if said.claim.kind == "quotation" and (bracket := self._bracket(said.claim.end)):
            named = [one for one in self._named if bracket[0] <= one.start < bracket[1]]
            references = self._references(*bracket)
            document = named[0].document if named else self.at(said.claim.start).document
            if document and (named or references):
                return Attribution(document, self._clauses(references, document), stated=True, paragraph=True)
        return self.at(said.claim.start, behind=said.claim.kind != "quotation")

    def at(self, position: int, *, behind: bool = True) -> Attribution:
        """The source named last before a position of the sentence, or `behind` it in the same sentence, or before the sentence."""
        ahead = [one for one in self._named if one.start < position]
        chosen = ahead[-1] if ahead else self._named[0] if self._named and behind else None
        document = chosen.document if chosen else self._before
        if document is None:
            return Attribution()
        since = chosen.end if chosen and ahead else self._sentence.start
        references = self._references(since, position if ahead or not behind else self._sentence.end)
        stated = chosen is not None
        return Attribution(
            document, self._clauses(references, document), stated, stated or self._since == self._sentence.paragraph
        )

    def beside(self, said: Said) -> Document | None:
        """The document that the title next to a number means, or the number next to a title."""
        other = "title" if said.claim.kind == "number" else "number"
        for one in self._sentence.said:
            gap = max(one.claim.start - said.claim.end, said.claim.start - one.claim.end)
            if one.claim.kind == other and 0 <= gap <= _BESIDE:
                return self._names.document(one)
        return None

    def binds(self, said: Said, quotation: Said) -> bool:
        """Whether a clause named is said to be where a quotation stands: named last before it, or in the bracket behind it."""
        bracket = self._bracket(quotation.claim.end)
        if bracket and bracket[0] <= said.claim.start < bracket[1]:
            return True
        between = (said.claim.end, quotation.claim.start)
        return between[0] <= between[1] and not any(
            between[0] <= other.claim.start < between[1] and other.claim.kind in _SOURCES
            for other in self._sentence.said
        )

    def _bracket(self, end: int) -> tuple[int, int] | None:
        """The range of the bracket that stands directly behind a quotation."""
        found = _BRACKET_BEHIND.match(self._draft, end)
        if not found:
            return None
        depth, at = 1, found.end()
        while at < min(len(self._draft), found.end() + _LONGEST_BRACKET) and depth:
            depth += (self._draft[at] in "（(〔[") - (self._draft[at] in "）)〕]")
            at += 1
        return found.end(), at

    def _references(self, start: int, end: int) -> list[Said]:
        return [said for said in self._sentence.said if said.claim.kind == "clause" and start <= said.claim.start < end]

    def _clauses(self, references: list[Said], document: Document) -> tuple[Clause, ...]:
        return self._names.clauses(references[-1], document) if references else ()


def introduces(said: Said, words: Said) -> bool:
    """Whether words without quotation marks are said to be a clause's: directly behind it (第八条规定，…), and too many to stand anywhere."""
    return 0 <= words.claim.start - said.claim.end <= _INTRODUCED and len(words.claim.text) >= _LONG
