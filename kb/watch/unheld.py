"""Documents that held ones rest on and that are not held themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kb.documents import comparable_title, issued_title
from kb.holdings import held_as
from kb.reading import NamedBasis, bare, bases_of, ends_like_title
from kb.records import Clause, Document
from kb.regex import regex

_OWN_ANNEX = regex(r"[（(](?:见|详见)?附")


@dataclass(frozen=True)
class Unheld:
    """A document not held, by the name it is given first, and where held ones rest on it."""

    name: str
    named_in: tuple[tuple[Document, NamedBasis], ...]


def unheld_bases(document: Document, clauses: Sequence[Clause], held: Sequence[Document]) -> tuple[NamedBasis, ...]:
    """What of the bases of a document is not held.

    A title in 《》 that ends like no document (a card, a form, a newspaper) is none, nor is a part or an annex of the text itself.
    """
    own = {comparable_title(line) for clause in clauses for line in clause.text.split("\n")}
    return tuple(basis for basis in bases_of(clauses) if _is_unheld(basis, document, own, held))


def unheld(resting: Sequence[Document], bases: Mapping[str, Sequence[NamedBasis]]) -> tuple[Unheld, ...]:
    """The documents that are not held and that `resting` rest on, those that most do first; `bases` by document, as `unheld_bases`."""
    found: dict[str, list[tuple[Document, NamedBasis]]] = {}
    for document in resting:
        for basis in bases[document.id]:
            found.setdefault(basis.named.number or comparable_title(basis.named.title or ""), []).append(
                (document, basis)
            )
    ranked = sorted(found.values(), key=lambda named: -len({document.id for document, _ in named}))
    return tuple(Unheld(named[0][1].named.name, tuple(named)) for named in ranked)


def _is_unheld(basis: NamedBasis, document: Document, own: Set[str], held: Sequence[Document]) -> bool:
    title = basis.named.title
    is_document = basis.named.number or (title and ends_like_title(title))
    is_own = title and ({comparable_title(title), comparable_title(issued_title(title))} & own)
    return bool(is_document) and not is_own and not _is_annex(basis) and not held_as(basis.named, document, held)


def _is_annex(basis: NamedBasis) -> bool:
    """Whether the words say so: 按照《五年行动计划纲要》（附件1）."""
    title = f"《{basis.named.title}》"
    return _OWN_ANNEX.match(bare(basis.words).partition(title)[2]) is not None
