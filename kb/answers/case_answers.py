"""A question that describes a case and asks what there is for it (`…建档立卡，没工作，能领什么`): answered by the benefits that fit.

Such a question names no benefit, so that no clause is like it in words; what it describes are the conditions. The quotes are whole sentences
of the clauses that grant the benefits, which ones the verdicts of kb/benefits/matching.py decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from kb.answers import composition as answers
from kb.answers.answer import Answer, Citation
from kb.answers.candidates import Candidate
from kb.answers.composition import Setting
from kb.benefits import Card, CardMatch, Quoted
from kb.cases import CaseReading
from kb.questions import Ask, Question, asked_in
from kb.records import Quote, Span
from kb.regex import regex

_MOST_CLAUSES, _MOST_SENTENCES = 3, 2
# What is asked of a thing that is known: how much, how long, where …
_OF_ONE_THING: frozenset[Ask] = frozenset(
    {"amount", "term", "where", "who", "when", "materials", "procedure", "comparison", "document"}
)
# What stands for any benefit at all, and for wanting one.
_ANY_BENEFIT = regex(
    r"(?:优惠|扶持|帮扶|补助|惠民|好|扶贫|救助|相关|国家|政府|公家)?(?:政策|补贴|补助|待遇|福利|好处|帮助|帮扶|帮忙|照顾|优惠|扶持"
    r"|支持|救助|援助|资助|救济|钱|措施|项目|服务)|享受|享有|申请|申领|领取|领到|可领|能领|拿到|得到|办理|符合|条件|规定|文件|国家|政府"
    r"|公家|情况|这种|这样|目前|现在|如今|住在|今年|家住|家里|家庭|家在|请问|知道"
)
_ANY_BENEFIT_EN = regex(
    r"benefits?|subsid(?:y|ies)|supports?|help|aid|assistance|allowances?|polic(?:y|ies)|entitle(?:d|ments?)|eligible|qualify"
    r"|appl(?:y|ies)|claims?|available|receive|get|money|offer(?:ed)?|government|state|persons?|people|some(?:body|one)"
    r"|live[sd]?|living|years?|aged?|old"
)


def asks_what_there_is(question: Question, reading: CaseReading) -> bool:
    """Whether the question names nothing beyond its case, no benefit and no document, and wants no fact but what there is."""
    if question.document_numbers or question.clauses or question.asks & _OF_ONE_THING or not reading.is_situation:
        return False
    told = " ".join(reading.text[start:end] for start, end in (*reading.stated_at, *reading.people_at)).lower()
    if not all(word.lower() in told or _is_any_benefit(word.lower()) for word in question.content):
        return False
    rest = reading.text
    for start, end in reading.stated_at:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return not asked_in(rest, question.language).figures


def case_answer(
    question: Question, matches: Iterable[CardMatch], ranked: Sequence[Candidate], setting: Setting
) -> Answer:
    """The answer that quotes the clauses of the benefits that fit (at least one match), the surest first."""
    clauses: dict[str, list[CardMatch]] = {}
    for match in matches:
        clauses.setdefault(match.card.clause.id, []).append(match)
    scores = {item.clause.id: item.score for item in ranked}
    citations = []
    for n, (clause, fitting) in enumerate(islice(clauses.items(), _MOST_CLAUSES), 1):
        best = fitting[0]
        citations.append(
            Citation(
                n,
                best.card.clause,
                best.card.document,
                best.validity,
                best.validity_quote,
                sentences_of(best.card),
                scores.get(clause, 0.0),
            )
        )
    return answers.written(question, citations, [None] * len(citations), ranked, [], setting)


def sentences_of(card: Card) -> tuple[Quote, ...]:
    """The sentences of a card's own clause that say what is given; else those that say how or to whom, else its first."""
    entry, clause = card.entry, card.clause
    spans = _sentences(card, (*entry.amount, *entry.term)) or _sentences(card, (*entry.how, entry.claimant))
    # Words in the heading stand in no sentence.
    chosen = spans[:_MOST_SENTENCES] or clause.sentences[:1]
    return tuple(Quote(clause.text[span.start : span.end], span.start, span.end) for span in chosen)


def _sentences(card: Card, statements: Iterable[Quoted]) -> list[Span]:
    """The sentences of a card's own clause that hold words of the statements."""
    found = [card.quote(statement.quote) for statement in statements]
    own = [quote for clause, quote in found if clause.id == card.clause.id]
    return [span for span in card.clause.sentences if any(q.start < span.end and span.start < q.end for q in own)]


def _is_any_benefit(word: str) -> bool:
    return bool(_ANY_BENEFIT.fullmatch(word) or _ANY_BENEFIT_EN.fullmatch(word))
