"""What is asked of documents held: which one a name means, and whether it holds on a day, with the words that prove it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kb.errors import UnknownDocument
from kb.records import Document, Effect, Validity
from kb.regex import regex

_MARKS = str.maketrans(
    {"[": "〔", "]": "〕", "【": "〔", "】": "〕", "（": "〔", "）": "〕", "(": "〔", ")": "〕", "﹝": "〔", "﹞": "〕"}
)


_ISSUED_AS = regex(r"(?:关于)?(?:印发|发布|公布|颁布)(?P<title>.+)的(?:通知|公告|通告|决定)")
_TITLE_MARKS = str.maketrans("", "", '《》〈〉＜＞<>“”"')


@dataclass(frozen=True)
class DocumentEntry:
    """A document with its validity on a date, its number of clauses, and how many texts cleaning took out of it."""

    document: Document
    validity: Validity
    validity_quote: str | None
    clauses: int
    set_aside: int = 0


def validity_on(document: Document, as_of: date, clause: str | None = None) -> tuple[Validity, str | None]:
    """The state on a day of the document, or of its clause with that id, and the words that prove it; None if none do.

    The last day of a term is in force. A document without a stated end is never `in_force`: it is `undated`.
    """
    if document.superseded_on and document.superseded_on <= as_of:
        return "superseded", document.superseded_quote
    if repeal := repeal_of_clause(document, as_of, clause):
        return "superseded", repeal.quote
    if document.effective_from:
        if as_of < document.effective_from:
            return "not_yet_in_force", document.effective_quote
    elif document.issued and as_of < document.issued:
        return "not_yet_in_force", document.issued_quote
    if document.effective_to is None:
        return "undated", None
    return ("expired" if document.effective_to < as_of else "in_force"), document.expiry_quote


def repeal_of_clause(document: Document, as_of: date, clause: str | None) -> Effect | None:
    """The repeal of this clause alone that holds on the day."""
    return next(
        (
            effect
            for effect in document.effects
            if effect.kind == "repeals_part" and effect.obeyed and effect.on and effect.on <= as_of
            if clause in effect.clauses
        ),
        None,
    )


def find_document(name: str, documents: Sequence[Document]) -> Document:
    """The document with this id, number (any bracket style) or title; raises UnknownDocument with the nearest names."""
    wanted = comparable_name(name)
    # By id first: of two texts under one number only one has it as its id.
    for named in (lambda one: (one.id,), lambda one: (one.number or one.id, one.title)):
        for document in documents:
            if wanted in map(comparable_name, named(document)):
                return document
    near = nearest_documents(name, documents)
    raise UnknownDocument(
        f"没有文件“{name}”：可用的有 {'、'.join(near)}。", f"No such document; the nearest are: {', '.join(near)}."
    )


def nearest_documents(name: str, documents: Sequence[Document]) -> list[str]:
    """Three numbers (ids of those without) that are most like a name, any three if none is."""
    names = [document.number or document.id for document in documents]
    return difflib.get_close_matches(comparable_name(name), names, n=3, cutoff=0.3) or names[:3]


@lru_cache(maxsize=1 << 16)
def comparable_title(title: str) -> str:
    """A title as it is compared: in NFKC, without white space and quotation marks."""
    return unicodedata.normalize("NFKC", re.sub(r"\s+", "", title)).translate(_TITLE_MARKS)


@lru_cache(maxsize=1 << 16)
def issued_title(title: str) -> str:
    """The title of the text that a notice issues: 甲局关于印发乙办法的通知 -> 乙办法; of any other title, itself."""
    found = _ISSUED_AS.search(title)
    return found["title"] if found else title


def comparable_name(name: str) -> str:
    """A number or title as it is compared: brackets of one kind, no white space, 号 at the end left out."""
    return re.sub(r"\s+", "", name).translate(_MARKS).removesuffix("号").lower()
