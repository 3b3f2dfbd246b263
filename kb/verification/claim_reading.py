"""What a draft claims, read with the grammars of notices: quotations, titles, document numbers, clauses, figures, words on validity.

What stands in a quotation or a title is checked with it and read no further. What no grammar reads, though it holds a digit or a mark
that claims have, is kept apart: it was not checked, and is told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Final

from kb.errors import InvalidInput
from kb.language import CHARACTERS, Figure, figures_in, sentence_spans
from kb.messages import Message
from kb.questions import ClauseReference, document_numbers, references_to_clauses
from kb.reading import TITLE_PATTERN, counted_mark
from kb.regex import regex
from kb.verification.findings import Claim, ClaimKind, Unread
from kb.verification.folding import plain

MOST_CLAIMS: Final = 10_000
_LONGEST_QUOTATION: Final = 5000
# A sentence is read in pieces of at most so many characters: the grammars look around themselves.
_LONGEST_PIECE: Final = 1500
_MARKED = regex(
    rf"(?P<title>{TITLE_PATTERN})"
    # Words that hold quotation marks of their own are often quoted as they stand.
    r"|“[^“”\n]{0,2000}(?:“[^“”\n]{0,2000}”[^“”\n]{0,2000}){1,50}”"
    + "".join(
        rf"|{left}[^{left}{right}{line}]{{1,{_LONGEST_QUOTATION}}}{right}"
        for left, right, line in ("“”_", "「」_", "『』_", "‘’\n", '""\n', "＂＂\n")
    ).replace("_", "")
)
_LEFT_OVER = regex(r"\d(?:[\d.,:/\-]*\d)?|[“”「」『』《》＂]|\"")
_PAIR_MARKS = frozenset('“”「」『』《》＂"')
_HAS_NUMBER = regex(r"\d\D{0,6}号|(?:no\.?|number|#)\s*\d|〔", re.IGNORECASE)
_NUMERAL = regex(rf"[\d{CHARACTERS}]")
_LEAD = regex(r"[\u4e00-\u9fff]{2,4}[,，:：]\s?")
_ONE = regex(r"[一1]")
_EACH_TIME = regex(r"[一1]个?[年月天日](?:最|能|可|只|至[多少]|封顶|限)")
# What a draft may say of a document on the day: that it holds, or that it does no more.
_ENDED = (
    r"(?:已|已经|业已|现已|早已)(?:于[^，。；]{2,16}?)?(?:被[^，。；]{0,24}?)?"
    r"(?:废止|失效|作废|到期|届满|停止执行|停止实施|替代|取代)|不再(?:有效|执行|施行|适用|实施)|(?:现|目前)(?:已)?无效"
)
_HOLDS = (
    r"(?:现行|仍然?|继续|目前|至今|现在|依然)(?:是)?有效|(?:仍|尚)?在有效期(?:限)?内"
    r"|(?:仍|正|目前|现)在(?:执行|施行|实施)|(?:尚未|没有|未)(?:到期|失效|废止)"
)
_VALIDITY = regex(rf"(?P<ended>{_ENDED})|(?P<holds>{_HOLDS})")
_UNPAIRED = Message(
    "引号或书名号没有配对，里面的话没有核对",
    "a quotation or title mark without its pair: what it opens was not checked",
)
_NO_CLAIM = Message(
    "这个数没有读成金额、日期、条号或文号", "this number was read as no amount, date, clause or document number"
)


@dataclass(frozen=True)
class Said:
    """A claim with what its words mean: numbers in standard spelling, a title without its marks, the clauses named, a figure.

    There are several numbers where one that was cut short (12号文件) fits several. `holds` is what words on validity say.
    """

    claim: Claim
    numbers: tuple[str, ...] = ()
    title: str = ""
    references: tuple[ClauseReference, ...] = ()
    figure: Figure | None = None
    holds: bool | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence `[start, end)` of the draft in its paragraph; `own` is it in plain characters, quotations, titles and numbers blanked."""

    start: int
    end: int
    paragraph: int
    own: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class DraftText:
    """A draft as read."""

    text: str
    sentences: tuple[Sentence, ...]
    unread: tuple[Unread, ...]

    @property
    def said(self) -> tuple[Said, ...]:
        """All claims in the order of the draft."""
        return tuple(said for sentence in self.sentences for said in sentence.said)

    @property
    def day(self) -> Sentence | None:
        """The last line, where it is no more than the draft's own day."""
        written = [sentence for sentence in self.sentences if self.text[sentence.start : sentence.end].strip()]
        last = written[-1] if written else None
        if last and last.paragraph and len(last.said) == 1 and last.said[0].claim.figure == "date":
            return last if self.text[last.start : last.end].strip() == last.said[0].claim.text else None
        return None


def read_draft(text: str, numbers: Collection[str]) -> DraftText:
    """The claims of a draft; `numbers` are those of the documents held, which complete one that is cut short. InvalidInput for too many."""
    blanked = list(plain(text))
    # One more than may be checked tells that there are too many.
    marked = list(islice((said for match in _MARKED.finditer(text) if (said := _marked(match))), MOST_CLAIMS + 1))
    for each in marked:
        # The closing mark stays: what follows a title or a quotation is read as such.
        blanked[each.claim.start : each.claim.end - 1] = "\0" * (each.claim.end - 1 - each.claim.start)
    own = "".join(blanked)
    starts = [each.claim.start for each in marked]
    closings = {each.claim.end - 1 for each in marked}
    sentences: list[Sentence] = []
    unread: list[Unread] = []
    count = 0
    for start, end, paragraph in _pieces(text):
        inside = marked[bisect_left(starts, start) : bisect_left(starts, end)]
        sentence = _sentence(text, own[start:end], start, paragraph, inside, numbers)
        sentences.append(sentence)
        unread += (each for each in _left_over(text, sentence) if each.start not in closings)
        count += len(sentence.said)
        if count + len(unread) > MOST_CLAIMS:
            raise InvalidInput(
                f"文稿里要核对的地方超过 {MOST_CLAIMS} 处：请分成几份。",
                f"There is more to check than {MOST_CLAIMS} claims: split the draft.",
            )
    return DraftText(text, tuple(sentences), tuple(unread))


def _marked(match: re.Match[str]) -> Said | None:
    """A quotation or a title; None if nothing but signs stands between its marks."""
    if not any(character.isalnum() for character in match[0]):
        return None
    kind: ClaimKind = "title" if match["title"] else "quotation"
    return Said(Claim(kind, *match.span(), match[0]), title=match[0][1:-1] if match["title"] else "")


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """The sentences with the number of their paragraph; a quotation that spans lines does not make them one."""
    paragraph = 0
    last = 0
    for span in sentence_spans(text):
        paragraph += "\n" in text[last : span.start]
        last = span.end
        for start in range(span.start, span.end, _LONGEST_PIECE):
            yield start, min(start + _LONGEST_PIECE, span.end), paragraph


def _sentence(
    text: str, own: str, start: int, paragraph: int, marked: Sequence[Said], numbers: Collection[str]
) -> Sentence:
    own = _without_numbering(own) if not text[text.rfind("\n", 0, start) + 1 : start].strip() else own
    found = [*marked]
    taken = document_numbers(own, numbers) if _HAS_NUMBER.search(own) else ()
    for (first, last), several in groupby(taken, key=lambda each: (each.start, each.end)):
        meant = tuple(reference.number for reference in several)
        found.append(Said(_claim("number", text, start, first, last), numbers=meant))
    references = [named for each in references_to_clauses(own, taken) if (named := _named(own, each))]
    for each in taken:
        own = _blank(own, each.start, each.end - 1)
    for (first, last), same in groupby(references, key=lambda each: (each.start, each.end)):
        found.append(Said(_claim("clause", text, start, first, last), references=tuple(same)))
    bare = own
    for reference in references:
        bare = _blank(bare, reference.start, reference.end)
    for figure in figures_in(bare):
        if figure.value is not None and _NUMERAL.search(figure.text) and not _is_one(figure, bare):
            claim = replace(_claim("figure", text, start, figure.start, figure.end), figure=figure.kind)
            found.append(Said(claim, figure=figure))
    for match in _VALIDITY.finditer(bare):
        if not any(match.start() < each.claim.end - start and each.claim.start - start < match.end() for each in found):
            found.append(Said(_claim("validity", text, start, *match.span()), holds=match["holds"] is not None))
    found.sort(key=lambda said: said.claim.start)
    return Sentence(start, start + len(own), paragraph, own, tuple(found))


def _named(own: str, reference: ClauseReference) -> ClauseReference | None:
    """A reference without the words before a comma (按规定，第八条…); None if a bracket behind one is the numbering of words repeated."""
    lead = _LEAD.match(own, reference.start, reference.end)
    if not lead:
        return reference
    rest = own[lead.end() : reference.end]
    return replace(reference, start=lead.end(), steps=reference.steps[1:]) if rest.startswith("第") else None


def _without_numbering(own: str) -> str:
    """The first sentence of a paragraph without the draft's own numbering, which names no clause; 第八条规定 does."""
    mark = counted_mark(own)
    if not mark:
        return own
    end = own.index(mark.words) + len(mark.words)
    return own if mark.words.startswith("第") and own[end : end + 1].strip() else _blank(own, 0, end)


def _is_one(figure: Figure, own: str) -> bool:
    """Whether a count is no more than an article (一家企业), or a length of time says how often (一年最多领50万元)."""
    if figure.kind == "duration":
        return bool(_EACH_TIME.match(own, figure.start))
    return figure.kind == "count" and figure.value == 1 and bool(_ONE.match(figure.text))


def _claim(kind: ClaimKind, text: str, offset: int, start: int, end: int) -> Claim:
    return Claim(kind, offset + start, offset + end, text[offset + start : offset + end])


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _left_over(text: str, sentence: Sentence) -> Iterator[Unread]:
    """Digits and marks of the sentence that no claim covers."""
    own = sentence.own
    for said in sentence.said:
        own = _blank(own, max(0, said.claim.start - sentence.start), said.claim.end - sentence.start)[: len(own)]
    for match in _LEFT_OVER.finditer(own):
        start = sentence.start + match.start()
        reason = _UNPAIRED if match[0] in _PAIR_MARKS else _NO_CLAIM
        yield Unread(start, sentence.start + match.end(), text[start : sentence.start + match.end()], reason)
