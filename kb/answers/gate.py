"""The verbatim gate: an answer is not given at all if a quote does not stand in its clause, or the clause was changed since the build."""

from __future__ import annotations

from kb.answers.answer import Answer
from kb.errors import GateError
from kb.records import Clause


def passed_gate(answer: Answer) -> Answer:
    """The verbatim gate: returns the answer, or raises GateError naming the clause whose quote is not its own words."""
    by_number = {citation.n: citation for citation in answer.citations}
    for citation in answer.citations:
        text = citation.clause.text
        for quote in citation.quotes:
            if not quote.text or text[quote.start : quote.end] != quote.text:
                raise _blocked(citation.clause)
            if any(not text[i].isspace() and citation.clause.offsets[i] < 0 for i in range(quote.start, quote.end)):
                raise _blocked(citation.clause)
    for item in answer.answer:
        cited = by_number.get(item.citation)
        if cited is None or item.text not in {quote.text for quote in cited.quotes}:
            raise GateError(
                "回答缺少引文，已拦截：请报告此问题。", "An answer had no quote and was blocked: report this."
            )
    return answer


def _blocked(clause: Clause) -> GateError:
    return GateError(
        f"{clause.id} 的引文与原文不符，已拦截：请运行 policy-kb build。",
        "A quote differs from its clause and was blocked: rebuild.",
    )
