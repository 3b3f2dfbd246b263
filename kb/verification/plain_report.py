"""A report as plain data, which programs read (kb/objects/reports.py)."""

from __future__ import annotations

from typing import Any

from kb.citation_lines import citation_line
from kb.objects import (
    ClaimObject,
    DifferenceObject,
    EvidenceObject,
    ParaphraseObject,
    QuoteObject,
    ReportObject,
    UnreadObject,
)
from kb.verification.findings import Evidence, Finding, Report


def report_object(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return ReportObject(
        as_of=report.as_of,
        characters=len(report.draft),
        found=report.found,
        checked=report.checked,
        counts=report.counts,
        claims=[_finding(n, finding) for n, finding in enumerate(report.findings, 1)],
        paraphrases=[
            ParaphraseObject(start=one.start, end=one.end, text=one.text, nearest=_evidence(one.nearest))
            for one in report.paraphrases
        ],
        unread=[
            UnreadObject(start=one.start, end=one.end, text=one.text, reason=str(one.reason)) for one in report.unread
        ],
    ).plain()


def _finding(n: int, finding: Finding) -> ClaimObject:
    claim, document = finding.claim, finding.document
    return ClaimObject(
        n=n,
        kind=claim.kind,
        figure=claim.figure,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        status=finding.status,
        note=str(finding.note) if finding.note else None,
        document=(document.number or document.id) if document else None,
        differences=[
            DifferenceObject(start=one.start, end=one.end, said=one.said, stands=one.stands, spelling=one.spelling)
            for one in finding.differences
        ],
        evidence=[_evidence(each) for each in finding.evidence],
    )


def _evidence(evidence: Evidence) -> EvidenceObject:
    clause, document = evidence.clause, evidence.document
    return EvidenceObject(
        clause_id=clause.id,
        label=clause.label,
        line=citation_line(document, clause.label),
        document=document.number or document.id,
        text=clause.text,
        validity=evidence.validity,
        validity_quote=evidence.validity_quote,
        quotes=[QuoteObject(text=quote.text, start=quote.start, end=quote.end) for quote in evidence.quotes],
    )
