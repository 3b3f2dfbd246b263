"""The documents that a text says it rests on: 根据《…》（…号）, 为贯彻落实《…》, 转发《…》, each with the words that say so.

Where the words stand in the head of a document, or say why it was made (制定本办法), the whole document rests on what they name; elsewhere
only the clause does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.reading.named_documents import ASIDE, DOCUMENT, Named, flat, masked, sentences
from kb.reading.title_kinds import TITLE_KINDS
from kb.records import Clause
from kb.regex import regex

_RESTS_ON = regex(
    rf"(?:根据|依据|按照|依照|遵照|(?:贯彻)?(?:落实|执行)|贯彻|转发)(?:了)?[^。；，,《{DOCUMENT}]{{0,30}}?"
    rf"{DOCUMENT}{ASIDE}*(?:[、，,]?(?:以及|和|及|与)?[^。；，,{DOCUMENT}]{{0,20}}?{DOCUMENT}{ASIDE}*)*"
)
_WHY_MADE = regex(rf"(?:制定|制订|出台|印发|结合)[^。；]{{0,20}}(?:本(?:{TITLE_KINDS})|实际)|现(?:就|将|印发)")


@dataclass(frozen=True)
class NamedBasis:
    """A document that a clause rests on; `words` are the clause's own, `whole` whether the whole document rests on it."""

    named: Named
    words: str
    clause: str
    label: str
    whole: bool


def bases_of(clauses: Sequence[Clause]) -> tuple[NamedBasis, ...]:
    """Every document that the clauses rest on, in reading order, each once a clause, and once where the whole document does."""
    found: dict[tuple[str, str], NamedBasis] = {}
    for clause in clauses:
        if not _may_name(clause.text):
            continue
        plain = flat(clause.text)
        for start, end in sentences(plain.text):
            sentence = plain.text[start:end]
            if not _may_name(sentence):
                continue
            signs = masked(sentence)
            whole = clause.kind == "block" or bool(_WHY_MADE.search(signs.text))
            for match in _RESTS_ON.finditer(signs.text):
                span = plain.source_span(start + signs.places[match.start()], start + signs.places[match.end()])
                for place in (i for i in range(*match.span()) if i in signs.named):
                    basis = NamedBasis(signs.named[place], clause.text[slice(*span)], clause.id, clause.label, whole)
                    # Behind a title (关于落实…的通知) stands the document's own number.
                    if not basis.named.name.endswith(clause.document):
                        found.setdefault((basis.named.name, "" if whole else clause.id), basis)
    return tuple(found.values())


def _may_name(text: str) -> bool:
    return "《" in text or "号" in text
