"""Citations: the line a caseworker copies, and the answer object that programs read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from kb.answers.answer import Answer, AnswerItem, Citation, SearchHit, Summary
from kb.benefits import card_model, case_model, uncarded_model
from kb.citation_lines import citation_line, english_citation_line, line_to_cite
from kb.objects import (
    AnswerItemObject,
    AnswerObject,
    BasisObject,
    CitationObject,
    ClauseObject,
    DocumentObject,
    EffectObject,
    GlossObject,
    HitObject,
    NoticeObject,
    QuoteObject,
    SourceObject,
    SummaryBlockObject,
    SummaryObject,
)
from kb.records import Clause, Document, Effect, Validity

__all__ = [
    "answer_model",
    "answer_object",
    "citation_line",
    "clause_model",
    "clause_models",
    "document_object",
    "english_citation_line",
    "hit_object",
    "page_of",
    "source_start",
]


def answer_object(answer: Answer, identifier: str | None = None) -> dict[str, Any]:
    """The answer as plain data (kb/objects/answers.py); `id` is there where one was given."""
    data = answer_model(answer).plain()
    return data if identifier is None else {"id": identifier} | data


def answer_model(answer: Answer) -> AnswerObject:
    """The answer as an object of its schema."""
    summary = {"summary": _summary(answer.summary)} if answer.summary else {}
    return AnswerObject(
        question=answer.question,
        language=answer.language,
        status=answer.status,
        as_of=answer.as_of,
        answer=[_item(item) for item in answer.answer],
        citations=[_citation(citation) for citation in answer.citations],
        notices=[NoticeObject(code=notice.code, text=notice.text) for notice in answer.notices],
        confidence=round(answer.confidence, 4),
        grade=answer.grade,
        related=[_hit(hit) for hit in answer.related],
        elapsed_ms=round(answer.elapsed_ms, 1),
        cards=[card_model(match) for match in answer.cards],
        situation=case_model(answer.situation) if answer.situation else None,
        uncarded=[uncarded_model(rule) for rule in answer.uncarded],
        **summary,  # type: ignore[arg-type]
    )


def _summary(summary: Summary) -> SummaryObject:
    blocks = [
        SummaryBlockObject(
            text=block.text, citations=list(block.citations), **({"group": block.group} if block.group else {})
        )
        for block in summary.blocks
    ]
    return SummaryObject(blocks=blocks, kept=len(blocks), fallen_back=summary.fallen_back)


def hit_object(hit: SearchHit) -> dict[str, Any]:
    """A search hit as plain data."""
    return _hit(hit).plain()


def _hit(hit: SearchHit) -> HitObject:
    return HitObject(
        clause_id=hit.clause.id,
        label=hit.clause.label,
        document=hit.document.number or hit.document.id,
        text=hit.clause.text,
        score=round(hit.score, 4),
    )


def document_object(document: Document, validity: Validity, validity_quote: str | None) -> dict[str, Any]:
    """A document as plain data."""
    return _document(document, validity, validity_quote).plain()


def _document(document: Document, validity: Validity, validity_quote: str | None) -> DocumentObject:
    return DocumentObject(
        id=document.id,
        number=document.number,
        title=document.title,
        title_en=document.title_en,
        kind=document.kind,
        issuers=list(document.issuers),
        region=document.region,
        regions=list(document.regions),
        national=document.national,
        issued=document.issued,
        published=document.published,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        validity=validity,
        validity_quote=validity_quote,
        uncertain=list(document.uncertain),
        superseded_by=document.superseded_by,
        superseded_on=document.superseded_on,
        effects=[_effect(effect) for effect in document.effects],
        bases=[
            BasisObject(document=basis.of, clause=basis.label, words=basis.words, whole=basis.whole)
            for basis in document.bases
        ],
    )


def _effect(effect: Effect) -> EffectObject:
    return EffectObject(
        kind=effect.kind,
        by=effect.by,
        clause=effect.label,
        words=list(effect.words),
        on=effect.on,
        until=effect.until,
        parts=list(effect.parts),
        clauses=list(effect.clauses),
        obeyed=effect.obeyed,
    )


def _item(item: AnswerItem) -> AnswerItemObject:
    gloss = [GlossObject(term=term, english=english) for term, english in item.gloss]
    told = {"column": item.column, "group": item.group, "uncertain": item.uncertain, "gloss": gloss}
    said = {name: value for name, value in told.items() if value}
    return AnswerItemObject(text=item.text, citation=item.citation, **said)  # type: ignore[arg-type]


def _citation(citation: Citation) -> CitationObject:
    clause, document = citation.clause, citation.document
    start = source_start(clause)
    return CitationObject(
        n=citation.n,
        clause_id=clause.id,
        label=clause.label,
        path=list(clause.path),
        kind=clause.kind,
        text=clause.text,
        quotes=[QuoteObject(text=quote.text, start=quote.start, end=quote.end) for quote in citation.quotes],
        score=round(citation.score, 4),
        line=line_to_cite(document, clause.label),
        source=SourceObject(file=document.file, page=page_of(document.pages, start), start=start),
        document=_document(document, citation.validity, citation.validity_quote),
    )


def clause_models(listed: Sequence[Clause], parent: str | None) -> list[ClauseObject]:
    """The clauses below `parent` (None: the outermost), each with those below it."""
    return [clause_model(clause, listed) for clause in listed if clause.parent == parent]


def clause_model(clause: Clause, listed: Sequence[Clause]) -> ClauseObject:
    """A clause with those of `listed` that stand below it."""
    return ClauseObject(
        clause_id=clause.id,
        label=clause.label,
        kind=clause.kind,
        path=list(clause.path),
        text=clause.text,
        **({"cells": [{"column": cell.column, "text": cell.text} for cell in clause.cells]} if clause.cells else {}),
        children=clause_models(listed, clause.id),
    )


def source_start(clause: Clause) -> int:
    """The source offset of a clause's first character; of a row, of its first cell, not of the table's note above it."""
    own = [cell.start for cell in clause.cells if cell.column] or [offset for offset in clause.offsets if offset >= 0]
    return own[0]


def page_of(pages: Sequence[int], offset: int) -> int | None:
    """The page, counted from 1, on which the character at `offset` stands; None for a file without pages."""
    return max(bisect_right(pages, offset), 1) if pages else None
