"""An answer as people read it without a page: its lines of text, as the command line prints them and a chat shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.answers.answer import Answer, AnswerItem, Citation
from kb.benefits import answer_lines, uncarded_lines
from kb.citation_lines import citation_line, english_citation_line
from kb.effect_messages import SUPERSEDED
from kb.records import Clause, Document, Grade, Language, Validity

_VALIDITY: dict[Validity, tuple[str, str]] = {
    "in_force": ("现行有效", "in force"),
    "expired": ("已到期", "expired"),
    "not_yet_in_force": ("尚未生效", "not yet in force"),
    "superseded": (SUPERSEDED.zh, SUPERSEDED.en),
    "undated": ("未写明有效期", "no end date stated"),
}
_GRADES: dict[Grade, tuple[str, str]] = {
    "clear": ("明确", "clear"),
    "likely": ("可能", "likely"),
    "reference": ("仅供参考", "for reference only"),
}
_TERMS: dict[Language, str] = {"zh": "数字与词语对照，不是译文", "en": "Figures and terms, not a translation"}
ENGLISH_TITLE = "English title, a reading aid"
_NEAR = ("相近的规定（不是答案）", "Rules that come near, which are no answer")
_BENEFITS = ("这种情况可能适用的待遇", "Benefits that may apply in this case")
_OTHERS = ("其他条款", "Other clauses")
_SUMMARY = ("摘要（由语言模型整理，以下面的原文为准）", "Summary by a language model; the quotes below are what counts")


def answer_text_lines(answer: Answer) -> Iterator[str]:
    """The summary if there is one, the quotes by side, how sure they are, their citations with validity, the notices, and a few other clauses."""
    language = answer.language
    yield from summary_text_lines(answer)
    yield from _quotes(answer.answer, language)
    if answer.status == "answered":
        grade = _label(*_GRADES[answer.grade], language)
        yield f"{_label('把握', 'How sure', language)}: {grade} ({answer.confidence:.0%})"
    for citation in answer.citations:
        yield from _citation(citation, language)
    for notice in answer.notices:
        # The clauses that come near are listed below, under a heading that says the same.
        if notice.code != "related":
            yield f"! {notice.message.first(language)}"
    if answer.situation and answer.cards:
        yield f"{_label(*_BENEFITS, language)}："
        yield from answer_lines(answer.situation, answer.cards, language)
    yield from uncarded_lines(answer.uncarded)
    if answer.related:
        yield f"{_label(*(_OTHERS if answer.status == 'answered' else _NEAR), language)}:"
    for hit in answer.related[:3]:
        yield f"  - {_line(hit.document, hit.clause, language)}"


def summary_text_lines(answer: Answer) -> Iterator[str]:
    """The summary, marked as that; nothing where there is none."""
    if not answer.summary or not answer.summary.blocks:
        return
    yield f"{_label(*_SUMMARY, answer.language)}:"
    for block in answer.summary.blocks:
        side = f"【{block.group}】" if block.group else ""
        yield f"  {side}{' '.join(block.text.split())} {''.join(f'[{n}]' for n in block.citations)}"
    yield ""


def _quotes(items: Sequence[AnswerItem], language: Language) -> Iterator[str]:
    group = None
    for item in items:
        if item.group and item.group != group:
            yield f"【{item.group}】"
        group = item.group
        label = f"{item.column}：" if item.column else ""
        yield f"{label}{item.text} [{item.citation}]"
        if item.gloss:
            yield f"    {_TERMS[language]}: {'; '.join(f'{term} = {english}' for term, english in item.gloss)}"
    if items:
        yield ""


def _citation(citation: Citation, language: Language) -> Iterator[str]:
    yield f"[{citation.n}] {_line(citation.document, citation.clause, language)}"
    if language == "en" and citation.document.title_en:
        yield f"    {ENGLISH_TITLE}: {citation.document.title_en}"
    yield f"    {' > '.join(citation.clause.path)}"
    proof = f"（{citation.validity_quote}）" if citation.validity_quote else ""
    yield f"    {_label(*_VALIDITY[citation.validity], language)}{proof}"


def _line(document: Document, clause: Clause, language: Language) -> str:
    return english_citation_line(document, clause) if language == "en" else citation_line(document, clause.label)


def _label(zh: str, en: str, language: Language) -> str:
    return f"{en} {zh}" if language == "en" else f"{zh} {en}"
