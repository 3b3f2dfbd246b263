"""One draft held against the texts: each claim of each sentence with what the sentence says of its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

from kb.documents import validity_on
from kb.messages import Message
from kb.questions import matches
from kb.records import Clause, Document
from kb.regex import regex
from kb.verification.attribution import Attribution, SentenceAttributions, introduces
from kb.verification.claim_reading import DraftText, Said, Sentence
from kb.verification.figures import check_figure, share_in
from kb.verification.findings import Claim, Finding, Paraphrase, Report, Unread
from kb.verification.folding import folded
from kb.verification.held_texts import HeldTexts
from kb.verification.naming import Names, lapse, name_of, settled
from kb.verification.repetition import (
    SHORTEST_SENTENCE,
    core_of,
    own_words,
    prose_of,
    repeated_in,
    says,
    with_terms,
)
from kb.verification.retelling import alters, weightless
from kb.verification.wording import NEAR, FoldedWords, Passage, exact, nearest

# How many clauses a sentence is held against, and how many passages of the same words are looked at.
_CLAUSES: Final = 5
_PASSAGES: Final = 40
# Shorter words stand near anything.
_SHORTEST_QUOTATION: Final = 4
# A sentence without quotation marks that has as much in common with a passage repeats it, and with less paraphrases the clause.
_REPEATS: Final = 78.0
_CLOSE: Final = 85.0
_PARAPHRASES: Final = 0.45
_SURE_LENGTH: Final = 20
_NO_DOCUMENT: Final = Message("没有写明是哪份文件的条款", "it is not said of which document this clause is")
_NO_CLAUSE: Final = Message(
    "没有引文、条号、文号或数字，也没有相近的条款", "no quotation, reference or figure, and no clause comes near"
)

_OWN_DAY: Final = Message("文稿自己的日期，没有核对", "the draft's own day, which was not checked")

_ENGLISH: Final = Message(
    "英文句子里的数没有核对", "figures of an English sentence were not checked against the Chinese text"
)
_LEADS: Final = regex(r"[^。；！？;!?\s][*\s]*$")
_HAN, _LATIN = regex(r"[\u4e00-\u9fff]{2}"), regex(r"[A-Za-z]{3}")
_Found = tuple[Said, Passage]


class DraftCheck:
    """One draft being checked, sentence by sentence."""

    def __init__(self, draft: str, texts: HeldTexts, as_of: date) -> None:
        self._draft, self._texts, self._names, self._as_of = draft, texts, Names(texts), as_of
        self._before: SentenceAttributions | None = None
        self._findings: list[Finding] = []
        self._paraphrases: list[Paraphrase] = []
        self._unread: list[Unread] = []
        # Figures that stand in words which repeat a text are checked with these.
        self._in_repeated: set[tuple[int, int]] = set()
        # The passages that the sentence in hand retells.
        self._retold: list[Passage] = []
        # The documents of the place that a heading or the lead of a list names, where no document was named since: it names it for all below.
        self._places: frozenset[str] | None = None
        self._standing = self._by_standing()

    def report(self, read: DraftText) -> Report:
        """The findings so far, beside the number of claims read: those whose check was left out would make it the greater."""
        rest = sorted((*read.unread, *self._unread), key=lambda each: each.start)
        self._findings.sort(key=lambda finding: finding.claim.start)
        repeated = sum(finding.claim.kind == "wording" for finding in self._findings)
        elsewhere = self._in_repeated | {(each.start, each.end) for each in self._unread}
        found = repeated + sum((said.claim.start, said.claim.end) not in elsewhere for said in read.said)
        return Report(self._draft, self._as_of, found, tuple(self._findings), tuple(self._paraphrases), tuple(rest))

    def own_day(self, sentence: Sentence) -> None:
        """Tells of the day beneath a letter, which is no text's."""
        self._unread += (Unread(one.claim.start, one.claim.end, one.claim.text, _OWN_DAY) for one in sentence.said)

    def sentence(self, sentence: Sentence) -> None:
        """Checks all that one sentence claims."""
        about = SentenceAttributions(self._draft, sentence, self._names, self._before)
        self._before, self._retold = about, []
        if about.paragraph == sentence.paragraph:
            self._places = None
        elif (there := self._texts.of_places(sentence.own)) and _LEADS.search(sentence.own):
            self._places = there
        quotations = [said for said in sentence.said if said.claim.kind == "quotation"]
        quoted = [(said, passage) for said in quotations if (passage := self._quotation(said, about.of(said)))]
        repeated = [found for part in prose_of(sentence) if (found := self._prose(part, about, part is sentence))]
        for said in sentence.said:
            if said.claim.kind in ("title", "number"):
                self._add(said, self._names.check(said, about.beside(said), self._as_of))
            elif said.claim.kind == "clause":
                own = next((passage for _, passage in repeated if says(passage, said)), None)
                if own:
                    self._add(said, settled(said, self._texts.evidence(own.pieces, self._as_of), self._as_of))
                else:
                    self._clause(said, about, [*quoted, *(one for one in repeated if introduces(said, one[0]))])
            elif said.claim.kind == "validity":
                self._validity(said, about.of(said).document)
        self._figures(sentence, about, quoted, repeated)

    def _add(self, said: Said, finding: Finding) -> None:
        self._findings.append(finding)

    # -- words

    def _quotation(self, said: Said, source: Attribution) -> Passage | None:
        """Adds the finding on a quotation; returns the passage it comes from."""
        claim = said.claim
        words = FoldedWords.of(self._draft, claim.start + 1, claim.end - 1)
        found = self._best(list(islice(exact(words, self._texts, self._order(source)), _PASSAGES)), source)
        if found is None and len(words.text) >= _SHORTEST_QUOTATION:
            near = nearest(words, self._texts, self._candidates(words.text, source))
            self._add(said, self._nearly(said, near))
            return near if near and near.score >= NEAR else None
        if found is None:
            self._add(said, Finding(claim, "not_held"))
            return None
        finding = settled(said, self._texts.evidence(found.pieces, self._as_of), self._as_of)
        self._add(said, replace(self._elsewhere(finding, found, source), differences=found.differences))
        return found

    def _elsewhere(self, finding: Finding, found: Passage, source: Attribution) -> Finding:
        """The finding on words that stand in a text; altered where they stand in another than the sentence says."""
        stated, held = source.document, found.stream.document
        if not source.stated or stated is None or stated.id == held.id or len(finding.claim.text) < SHORTEST_SENTENCE:
            return finding
        note = Message(
            f"这段话在 {name_of(held)}，不在这里写的 {name_of(stated)}。",
            f"These words stand in {name_of(held)}, not in {name_of(stated)}, as is said here.",
        )
        return replace(finding, status="altered", note=note)

    def _nearly(self, said: Said, near: Passage | None) -> Finding:
        """The finding on words that stand nowhere: altered where a passage is nearly the same, else not held."""
        if near is None:
            return Finding(said.claim, "not_held")
        evidence = self._texts.evidence(near.pieces, self._as_of)
        if near.score < NEAR:
            return Finding(said.claim, "not_held", evidence[:1])
        if all(one.spelling for one in near.differences):
            return replace(settled(said, evidence, self._as_of), differences=near.differences)
        note = lapse(evidence[0], self._as_of) if evidence[0].validity not in ("in_force", "undated") else None
        return Finding(said.claim, "altered", evidence, near.differences, note, near.stream.document)

    def _prose(self, sentence: Sentence, about: SentenceAttributions, whole: bool) -> _Found | None:
        """What a sentence without quotations repeats, with a finding; else what it paraphrases, or that it was not read."""
        start, end = core_of(sentence)
        words, source = FoldedWords.of(self._draft, start, end), about.at(start)
        own = own_words(sentence, start, end)
        if len(own) < SHORTEST_SENTENCE:
            if whole:
                self._if_unread(sentence)
            return None
        said = Said(Claim("wording", start, end, self._draft[start:end]))
        if found := self._best(list(islice(exact(words, self._texts, self._order(source)), _PASSAGES)), source):
            finding = settled(said, self._texts.evidence(found.pieces, self._as_of), self._as_of)
            self._add(said, replace(self._elsewhere(finding, found, source), differences=found.differences))
            return said, found
        clauses = self._candidates(words.text, source)
        near = repeated_in(words, self._draft, self._texts, clauses)
        if near and near[0].score >= _REPEATS and self._sure(sentence, *near, source):
            said, told = self._repetition(*near, source)
            if told:
                self._add(said, replace(self._elsewhere(told, near[0], source), differences=near[0].differences))
                return said, near[0]
            self._retold.append(near[0])
        shares = [share_in(own, folded(clause.text)) for clause in clauses]
        if max(shares, default=0.0) >= _PARAPHRASES:
            (closest,) = self._texts.evidence([(clauses[shares.index(max(shares))], None)], self._as_of)
            self._paraphrases.append(Paraphrase(start, end, self._draft[start:end], closest))
        else:
            self._if_unread(sentence)
        return None

    def _sure(self, sentence: Sentence, near: Passage, words: FoldedWords, source: Attribution) -> bool:
        """Whether words repeat a passage: of a short sentence much is alike anywhere, unless it is said to be from a document or all is alike."""
        own = own_words(sentence, words.where[0], words.where[-1] + 1)
        return len(own) >= SHORTEST_SENTENCE and (_binds(words, source) or near.score >= _CLOSE)

    def _repetition(self, near: Passage, words: FoldedWords, source: Attribution) -> tuple[Said, Finding | None]:
        """Words that nearly repeat a passage, and whether what differs alters them; no finding where it only retells them."""
        start, end = words.where[0], words.where[-1] + 1
        said = Said(Claim("wording", start, end, self._draft[start:end]))
        if all(weightless(one) for one in near.differences):
            return said, settled(said, self._texts.evidence(near.pieces, self._as_of), self._as_of)
        if alters(near.differences, said.claim, self._draft, copied=_binds(words, source)):
            return said, self._nearly(said, near)
        return said, None

    def _if_unread(self, sentence: Sentence) -> None:
        """Tells of a sentence from which nothing was read."""
        words = self._draft[sentence.start : sentence.end]
        if not sentence.said and any(character.isalnum() for character in words):
            self._unread.append(Unread(sentence.start, sentence.end, words, _NO_CLAUSE))

    def _by_standing(self) -> tuple[str, ...]:
        """The documents, those in force on the day first, then those that state no end."""
        rank = {"in_force": 0, "undated": 1}
        days = {one.id: validity_on(one, self._as_of)[0] for one in self._texts.documents}
        return tuple(sorted(days, key=lambda identifier: rank.get(days[identifier], 2)))

    def _order(self, source: Attribution) -> list[str]:
        first = [source.document.id] if source.document else []
        return [*first, *(identifier for identifier in self._standing if identifier not in first)]

    def _best(self, found: Sequence[Passage], source: Attribution) -> Passage | None:
        """Of the places where the same words stand the one in the clauses named; else the first."""
        named = {clause.id for clause in source.clauses}
        return next(
            (one for one in found if any(clause.id in named for clause, _ in one.pieces)), next(iter(found), None)
        )

    def _candidates(self, words: str, source: Attribution) -> list[Clause]:
        """The clauses that words may come from: those named, then the nearest of the document named and of all."""
        own = self._texts.near(words, 3, (source.document.id,)) if source.document else ()
        return list(dict.fromkeys((*source.clauses[:2], *own, *self._texts.near(words, 3))))

    # -- what is named

    def _clause(self, said: Said, about: SentenceAttributions, quoted: Sequence[_Found]) -> None:
        """Adds the finding on a clause named beside words quoted or repeated; where nothing tells of which document it is, it is unread."""
        document = about.of(said).document or (quoted[0][1].stream.document if quoted else None)
        if document is None:
            claim = said.claim
            self._unread.append(Unread(claim.start, claim.end, claim.text, _NO_DOCUMENT))
            return
        finding = self._names.check_clause(said, document, self._as_of)
        if finding.status != "out_of_range":
            for words, passage in quoted:
                if passage.stream.document.id == document.id and about.binds(said, words):
                    finding = self._standing_in(said, passage)
        self._add(said, finding)

    def _standing_in(self, said: Said, passage: Passage) -> Finding:
        """Whether words quoted or repeated stand in the clause named, in whatever way the document may be counted (第3条: 三 or 二（一）3)."""
        evidence = self._texts.evidence(passage.pieces, self._as_of)
        clauses = [clause for clause, _ in passage.pieces]
        if any(matches(reference, clause) for reference in said.references for clause in clauses):
            return settled(said, evidence, self._as_of)
        note = Message(f"所引的话在 {clauses[0].label}。", f"The words quoted stand in {clauses[0].label}.")
        return Finding(said.claim, "altered", evidence, note=note, document=passage.stream.document)

    def _validity(self, said: Said, document: Document | None) -> None:
        """Adds the finding on words that a document holds, or does no longer."""
        if document is None:
            self._unread.append(Unread(said.claim.start, said.claim.end, said.claim.text, _NO_DOCUMENT))
            return
        self._add(said, self._names.check_validity(said, document, self._as_of))

    # -- figures

    def _figures(
        self, sentence: Sentence, about: SentenceAttributions, quoted: Sequence[_Found], repeated: Sequence[_Found]
    ) -> None:
        figures = [said for said in sentence.said if said.figure]
        inside = [said for said in figures if any(_within(said.claim, words.claim) for words, _ in repeated)]
        self._in_repeated.update((said.claim.start, said.claim.end) for said in inside)
        figures = [said for said in figures if said not in inside]
        if not figures:
            return
        if _LATIN.search(sentence.own) and not _HAN.search(sentence.own):
            self._unread += (Unread(one.claim.start, one.claim.end, one.claim.text, _ENGLISH) for one in figures)
            return
        source = about.at(figures[0].claim.start)
        words = with_terms(sentence, self._draft)
        passages = [*(passage for _, passage in (*quoted, *repeated)), *self._retold]
        first, sought = [clause for passage in passages for clause, _ in passage.pieces], folded(words)
        own = self._texts.near(sought, _CLAUSES, (source.document.id,)) if source.document else ()
        # A document named paragraphs before may not be what is spoken of now, least of all where another place is named.
        if not source.paragraph:
            there = self._texts.of_places(words) or self._places
            own = own if not there or (source.document and source.document.id in there) else ()
            own = (*own, *self._texts.near(sought, _CLAUSES, there))
        clauses = list(dict.fromkeys((*first, *(source.clauses[:_CLAUSES] or own))))
        for said in figures:
            self._add(said, check_figure(said, words, clauses, source.document, self._texts, self._as_of))


def _within(claim: Claim, other: Claim) -> bool:
    return other.start <= claim.start and claim.end <= other.end


def _binds(words: FoldedWords, source: Attribution) -> bool:
    return len(words.text) >= _SURE_LENGTH or source.stated
