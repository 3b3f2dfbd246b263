"""What the index is given of a clause: words for BM25, passages and sentences for the vectors.

A heading is no entry: it is no answer. It gives its clauses their context, so passages carry the path and a table cell carries the
row's name and its column.
"""

from __future__ import annotations

import hashlib
from functools import partial

from index import Entry, Group
from kb.language import passage_spans, simplified
from kb.questions import block_words
from kb.records import Clause, Document, LoadedDocument


def is_evidence(clause: Clause) -> bool:
    """Whether a clause may answer a question: it has at least one sentence of its own."""
    return clause.kind != "heading" and bool(clause.sentences)


def entry_of(clause: Clause, document: Document) -> Entry:
    """The index entry of a clause."""
    context = " ".join(clause.path[:-1] if clause.kind == "clause" else clause.path)
    passages = tuple(f"{context}\n{clause.text[span.start : span.end]}" for span in passage_spans(clause.text))
    words = block_words(clause)
    if words:
        passages = tuple(f"{words} {passage}" for passage in passages)
    head = " ".join(filter(None, (document.title, document.number, " ".join(document.regions), context, words)))
    # Questions are compared in simplified characters, so texts are indexed in them.
    return Entry(
        clause.id,
        simplified(f"{head}\n{clause.text}"),
        tuple(map(simplified, passages)),
        tuple(map(simplified, _sentences(clause))),
    )


def group_of(item: LoadedDocument, models: tuple[str, str]) -> Group:
    """The entries of a document, as the index keeps them together, by models with these ids."""
    document = item.document
    # Whatever the index holds of it: its clauses, what each is told of it, the vectors.
    own = (item.key, document.title, document.number or "", *document.regions, *models)
    key = hashlib.sha256("\0".join(own).encode("utf-8", "surrogatepass")).hexdigest()
    return Group(document.id, key, partial(entries_of, item))


def entries_of(item: LoadedDocument) -> list[Entry]:
    """The index entries of a document, in reading order."""
    return [entry_of(clause, item.document) for clause in item.clauses if is_evidence(clause)]


def _sentences(clause: Clause) -> tuple[str, ...]:
    """The sentences as embedded, one for each span of `clause.sentences`."""
    if clause.kind != "row":
        return tuple(clause.text[span.start : span.end] for span in clause.sentences)
    name = clause.path[-1]
    texts: list[str] = []
    for span in clause.sentences:
        column = clause.column_at(span.start)
        body = clause.text[span.start : span.end]
        texts.append(f"{name} {column}：{body}" if column else body)
    return tuple(texts)
