"""Skeleton cards for a document: each sentence that grants something, with the words filled in, for a person to finish.

What cannot be read from the words (the name, the subject, the English) stays empty, and an unfinished draft does not pass
`policy-kb cards check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kb.benefits.card_file import CardFile
from kb.benefits.granting import Grant, grants
from kb.benefits.uncarded import settled_clauses
from kb.cases import FactValue, Range, Vocabulary, told
from kb.records import Clause
from kb.regex import regex

_CLAIMANT = regex(r"对([^，。；,;]{2,40}?)(?:的)?(?=[,，])|(?:鼓励|支持|引导)([^，。；,;]{2,30}?)(?=[,，])")
_EMPLOYERS = regex(r"企业|用人单位|经营主体|车间|合作社|基地|园区|机构")
# Who claims is a field of its own; an age is seldom a condition by itself.
_NEVER_DRAFTED = frozenset({"claimant", "age", "sex"})
_OPEN = regex(
    r"符合(?:规定|条件)[^，。；,;]{0,12}|按(?:照)?(?:有关|国家)?规定[^，。；,;]{0,20}|有条件的[^，。；,;对可]{1,8}|参照执行"
)
_SUM = regex(r"[^，。；,;]*(?:\d[\d.]*\s*(?:万|亿)?元|百分之|\d\s*[%％]|全额|减半|免费|免除|最低工资)[^，。；,;]*")
_TERM = regex(r"[^，。；,;]*(?:期限|最长|不超过\s*[\d一二三四五六七八九十]+\s*个?[年月])[^，。；,;]*")
_PAPERS = regex(r"(?:凭|提供|持)([^，。；,;]*(?:证|证明|合同|花名册|复印件)[^，。；,;]*)")
_FUNDING = regex(r"[^，。；,;]*(?:资金|经费)[^，。；,;]*(?:列支|安排|承担)")


def card_skeletons(
    clauses: Iterable[Clause], file: CardFile | None, document: str, vocabulary: Vocabulary
) -> list[dict[str, Any]]:
    """Skeletons for the clauses of one document that have neither card nor stated reason; one for each sentence that grants."""
    known = settled_clauses(file, document)
    found = [(clause, grant) for clause in clauses if clause.label not in known for grant in grants(clause, vocabulary)]
    return [_skeleton(number, clause, grant, vocabulary) for number, (clause, grant) in enumerate(found, 1)]


def surely_grants(skeleton: Mapping[str, Any]) -> bool:
    """Whether the sentence says to whom, or how much; of those that say neither most grant nothing by themselves."""
    return bool(skeleton.get("amount") or skeleton["claimant"]["words"])


def _skeleton(number: int, clause: Clause, grant: Grant, vocabulary: Vocabulary) -> dict[str, Any]:
    sentence = grant.sentence
    claimant = _CLAIMANT.search(sentence)
    words = next((group for group in claimant.groups() if group), "") if claimant else ""
    employer = bool(_EMPLOYERS.search(words or sentence[:30]))
    card: dict[str, Any] = {
        "id": f"draft-{number}",
        "subject": "",
        "document": clause.document,
        "clause": clause.label,
        "kind": grant.kind,
        "name": "",
        "official": grant.cue,
        "english": "",
        "claimant": {"who": "enterprise" if employer else "person", "words": words},
        "conditions": {"all": _conditions(sentence, employer, vocabulary)},
    }
    if not card["conditions"]["all"]:
        del card["conditions"]
    for name, pattern in (("amount", _SUM), ("term", _TERM), ("papers", _PAPERS), ("funding", _FUNDING)):
        found = [match[match.lastindex or 0].strip() for match in pattern.finditer(sentence)]
        if found:
            card[name] = [{"plain": piece, "words": piece} for piece in found]
    return card


def _conditions(sentence: str, employer: bool, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The facts that the sentence names, and what it leaves open, each with its words."""
    conditions: list[dict[str, Any]] = []
    seen: set[str] = set()
    for one in told(sentence, vocabulary).facts:
        group = vocabulary.facts[one.fact].group
        fact = (vocabulary.facts.of_hires(one.fact) or "") if employer and group == "person" else one.fact
        if not one.sure or not fact or fact in seen or fact in _NEVER_DRAFTED:
            continue
        if leaf := _leaf(one.value, sentence[one.start : one.end]):
            seen.add(fact)
            conditions.append({fact: leaf})
    return conditions + [{"unstated": match[0]} for match in _OPEN.finditer(sentence)]


def _leaf(value: FactValue, words: str) -> str | dict[str, Any]:
    if value is True:
        return words
    if isinstance(value, Range):
        bound = {"at_least": value.low} if value.high is None else {"under": value.high + 1} if not value.low else {}
        return bound | {"words": words} if bound else {}
    return {"is": False, "words": words} if value is False else {"in": value, "words": words}
