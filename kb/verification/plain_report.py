"""A report as plain data, which programs read (docs/command-line.md)."""

from __future__ import annotations

from typing import Any

from kb.citation_lines import citation_line
from kb.records import Quote
from kb.verification.findings import Difference, Evidence, Finding, Report


def report_object(report: Report) -> dict[str, Any]:
    """The report as plain data; offsets of claims count code points of the draft, those of quotes of the clause's text."""
    return {
        "as_of": report.as_of.isoformat(),
        "characters": len(report.draft),
        "found": report.found,
        "checked": report.checked,
        "counts": report.counts,
        "claims": [_finding(n, finding) for n, finding in enumerate(report.findings, 1)],
        "paraphrases": [
            {"start": one.start, "end": one.end, "text": one.text, "nearest": _evidence(one.nearest)}
            for one in report.paraphrases
        ],
        "unread": [
            {"start": one.start, "end": one.end, "text": one.text, "reason": str(one.reason)} for one in report.unread
        ],
    }


def _finding(n: int, finding: Finding) -> dict[str, Any]:
    claim = finding.claim
    return {
        "n": n,
        "kind": claim.kind,
        "figure": claim.figure,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "status": finding.status,
        "note": str(finding.note) if finding.note else None,
        "document": (finding.document.number or finding.document.id) if finding.document else None,
        "differences": [_difference(each) for each in finding.differences],
        "evidence": [_evidence(each) for each in finding.evidence],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "start": difference.start,
        "end": difference.end,
        "said": difference.said,
        "stands": difference.stands,
        "spelling": difference.spelling,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    clause, document = evidence.clause, evidence.document
    return {
        "clause_id": clause.id,
        "label": clause.label,
        "line": citation_line(document, clause.label),
        "document": document.number or document.id,
        "text": clause.text,
        "validity": evidence.validity,
        "validity_quote": evidence.validity_quote,
        "quotes": [_quote(quote) for quote in evidence.quotes],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "start": quote.start, "end": quote.end}
