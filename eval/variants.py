"""Ways of finding clauses, measured beside each other on the same questions.

`hybrid` is what ships. The others get the question in the same normal form (width, simplified characters, no politeness), its
vector and the region filter, if one was given, and nothing else: no place or year read from the question, no expansion, no evidence.
`langchain` is what a user would build instead: the raw files cut by RecursiveCharacterTextSplitter into 500 characters with 50 of
overlap, the same embedder, FAISS.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from eval.errors import EvalError
from eval.texts import CorpusTexts, own_text
from index import DenseIndex, Embedder, HybridIndex, HybridWeights, Query, Vector
from kb.records import Clause

RankedClauses: TypeAlias = list[tuple[str, str]]

DEPTH = 100
CHUNK, OVERLAP = 500, 50
DESCRIPTIONS = {
    "bm25": "BM25 over character bigrams and words alone",
    "dense-clause": "vectors of whole clauses (passages) alone",
    "dense-sentence": "vectors of sentences alone",
    "hybrid": "what ships: understanding, BM25, sentence and clause vectors, evidence",
    "langchain": f"RecursiveCharacterTextSplitter {CHUNK}/{OVERLAP} over the raw files, same embedder, FAISS, top chunks",
}
VARIANTS = tuple(DESCRIPTIONS)
_WEIGHTS = {
    "bm25": HybridWeights(sentence=0, passage=0, bigram=0.5, word=0.1),
    "dense-clause": HybridWeights(sentence=0, passage=1, bigram=0, word=0),
    "dense-sentence": HybridWeights(sentence=1, passage=0, bigram=0, word=0),
}


@dataclass(frozen=True)
class PlainQuestion:
    """A question as the plain variants see it: normalised, its vector, and the documents that the region filter leaves."""

    text: str
    vector: Vector
    documents: frozenset[str]


Searcher: TypeAlias = Callable[[PlainQuestion], RankedClauses]


def check_variants(names: Sequence[str]) -> tuple[str, ...]:
    """The names without repeats, in the order they are measured; EvalError for one that is none."""
    for name in names:
        if name not in VARIANTS:
            raise EvalError(f"没有方案 {name}：可用 {'、'.join(VARIANTS)}。", "No such variant: use one of these.")
    return tuple(name for name in VARIANTS if name in names)


def clause_searcher(name: str, index: HybridIndex, clauses: Collection[Clause]) -> Searcher:
    """One kind of evidence alone, over the entries that ship. Gives `(document id, clause's own text)`, best first."""
    document_of = {clause.id: clause.document for clause in clauses}
    texts = {clause.id: own_text(clause) for clause in clauses}

    def search(asked: PlainQuestion) -> RankedClauses:
        allowed = index.mask([clause_id for clause_id in index.ids if document_of[clause_id] in asked.documents])
        hits = index.search(Query(asked.text), asked.vector, DEPTH, allowed, _WEIGHTS[name])
        if name == "bm25":
            hits = [hit for hit in hits if hit.lexical > 0]
        return [(document_of[hit.id], texts[hit.id]) for hit in hits]

    return search


def chunk_searcher(
    texts: CorpusTexts, embedder: Embedder, progress: Callable[[int, int], None] | None = None
) -> Searcher:
    """LangChain's splitter over the raw files and a flat FAISS index. Gives `(document id, chunk)`, best first."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    chunks = [(file.document.id, chunk) for file in texts.files for chunk in splitter.split_text(file.text)]
    vectors = embedder.embed_passages([chunk for _, chunk in chunks], progress)
    index = DenseIndex.build(vectors, [1] * len(chunks))

    def search(asked: PlainQuestion) -> RankedClauses:
        allowed = np.array([document in asked.documents for document, _ in chunks], dtype=np.bool_)
        rows, _ = index.search(asked.vector, DEPTH, allowed)
        return [chunks[row] for row in rows]

    return search
