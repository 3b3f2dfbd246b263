"""Each document as if it were new: lexicon and relevance weights made without it, asked the questions whose gold lies in it.

Without a document means: no lexicon entry whose official terms stand in its text and in no other document's, and weights and level fitted on the
dev questions whose gold lies elsewhere. The document is in the store all the same: it is what a newly added text would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.calibrate import choices, fitted
from eval.opened import Parts
from eval.questions import EvalQuestion
from eval.results import QuestionResult
from eval.studies import StudyRow, figures_of, records_of, row_of
from eval.texts import CorpusTexts, fold
from index import Progress
from kb.language import Lexicon, LexiconEntry

ALL = "all"


@dataclass(frozen=True)
class LeftOut:
    """One document's figures, made without it and as shipped, over the same questions: those with gold in it and all unanswerable ones.

    `entries_dropped` of the lexicon and `fitted_on` dev questions stand behind the first; of the row of all documents they are the sums.
    """

    document: str
    entries_dropped: int
    fitted_on: int
    without: StudyRow
    shipped: StudyRow


def leave_one_out(
    parts: Parts,
    texts: CorpusTexts,
    asked: Sequence[EvalQuestion],
    dev: Sequence[EvalQuestion],
    progress: Progress | None = None,
) -> tuple[LeftOut, ...]:
    """The figures document by document over the questions `asked`, and over all of them together (a question once a document)."""
    shipped = {item.id: item for item in records_of(parts.shipped, asked, texts, progress)}
    sources = {file.document.id: fold(file.cleaned) for file in texts.files}
    found: list[LeftOut] = []
    pooled: tuple[list[QuestionResult], list[QuestionResult]] = ([], [])
    for document in sources:
        of_it = [question for question in asked if lies_in(question, document) or not question.gold]
        if not any(question.gold for question in of_it):
            continue
        entries = entries_without(parts.lexicon.entries, sources, document)
        opened = parts.assemble(Lexicon(entries))
        weighed = choices(opened.base, [question for question in dev if not lies_in(question, document)])
        opened.base.ranker.relevance = fitted(weighed)
        records = records_of(opened, of_it, texts, progress)
        as_shipped = [shipped[item.id] for item in records]
        dropped = len(parts.lexicon.entries) - len(entries)
        found.append(_left_out(document, dropped, len(weighed), records, as_shipped))
        pooled[0].extend(records)
        pooled[1].extend(as_shipped)
    if found:
        dropped, on = sum(item.entries_dropped for item in found), sum(item.fitted_on for item in found)
        found.append(_left_out(ALL, dropped, on, *pooled))
    return tuple(found)


def lies_in(question: EvalQuestion, document: str) -> bool:
    """Whether a gold of the question lies in the document."""
    return any(gold.document == document for gold in question.gold)


def entries_without(
    entries: Sequence[LexiconEntry], sources: Mapping[str, str], document: str
) -> tuple[LexiconEntry, ...]:
    """The entries that could have been written without a document: not those with an official term in its text and none in any other.

    `sources` are the folded texts by document id.
    """
    own = sources[document]
    others = [text for name, text in sources.items() if name != document]

    def only_here(entry: LexiconEntry) -> bool:
        terms = [fold(term) for term in entry.official]
        return any(term in own for term in terms) and not any(term in text for term in terms for text in others)

    return tuple(entry for entry in entries if not only_here(entry))


def _left_out(
    document: str, dropped: int, fitted_on: int, records: Sequence[QuestionResult], shipped: Sequence[QuestionResult]
) -> LeftOut:
    before = figures_of(shipped)
    return LeftOut(
        document,
        dropped,
        fitted_on,
        row_of(document, "made without it", records, before),
        row_of(document, "as shipped", shipped),
    )
