"""Clauses named in English: `article 8`, `section 2(1)`, `items 3-5`, `the second item of annex 1`.

What each word counts in a Chinese document: article and clause 条, section and part 部分, paragraph 款, item 项, annex 附件.
"""

from __future__ import annotations

import re

from kb.language import chinese_number
from kb.questions.clause_addresses import RANK, StepMention
from kb.regex import regex

_CN = "一二三四五六七八九十"
_ENGLISH_UNITS = {
    "article": "条",
    "art": "条",
    "clause": "条",
    "§": "条",
    "section": "部分",
    "sec": "部分",
    "part": "部分",
}
_ENGLISH_UNITS |= {"chapter": "章", "item": "项", "point": "点", "paragraph": "款", "para": "款", "row": "行"}
_ENGLISH_UNITS |= {"annex": "附件", "appendix": "附件", "attachment": "附件"}
_UNITS_EN = r"articles?|art|clauses?|§|sections?|sec|parts?|chapters?|items?|points?|paragraphs?|para|rows?"
_UNITS_EN += r"|annex|appendix|attachments?"
_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS = {word: n for n, word in enumerate(_FIRST.split(), 1)}
_ONE = "one two three four five six seven eight nine ten eleven twelve"
_CARDINALS = {word: n for n, word in enumerate(_ONE.split(), 1)}
_I = "I II III IV V VI VII VIII IX X XI XII"
_ROMAN = {word: n for n, word in enumerate(_I.split(), 1)}
_N_EN = rf"(?:\d{{1,4}}|(?:{'|'.join(reversed(_ROMAN))})(?!\s[a-z])|{'|'.join(_CARDINALS)})(?!\w)"
_NO_COUNT = r"(?!\s?(?:%|per\b|percent|years?|months?|days?|yuan|people|persons|times|of\sthe\syear))"
_ENGLISH = regex(
    rf"(?<!\w)(?:(?P<ordinal>(?i:{'|'.join(_ORDINALS)})|\d{{1,2}}(?:st|nd|rd|th))\s(?P<after>(?i:{_UNITS_EN}))(?!\w){_NO_COUNT}"
    rf"|(?P<unit>(?i:{_UNITS_EN}))\.?\s?(?:(?i:no|number)\.?\s?|#\s?)?(?P<number>(?i:{_N_EN})(?:\s?(?:,|and|&|to|-)\s?(?:{_N_EN}))*){_NO_COUNT}"
    rf"(?P<tail>(?:\s?\(\s?(?:\d{{1,2}}|[ivx]{{1,4}}|[{_CN}]{{1,3}})\s?\)|\.\d{{1,2}}(?!\d)|(?<=\))\d{{1,2}}(?!\d))*)"
    r"|(?P<annex>(?i:annex|appendix|attachment))\s(?P<letter>[A-H])(?!\w))"
)


def english_chains(text: str) -> list[list[StepMention]]:
    """Chains of steps, the outer first; `item 3 of annex 2` is turned round."""
    chains: list[list[StepMention]] = []
    for match in _ENGLISH.finditer(text):
        atoms = _english_atoms(match)
        if not atoms:
            continue
        last = chains[-1] if chains else None
        between = text[max(atom.end for atom in last) : match.start()].lower() if last else "?"
        inwards = re.fullmatch(r"[,\s]*", between) and last and RANK[atoms[0].kind] > RANK[last[-1].kind]
        outwards = re.fullmatch(r"[,\s]*(?:of|in|under|from|within|to)\s(?:the\s)?", between)
        if last and outwards and RANK[atoms[0].kind] < RANK[last[0].kind]:
            chains[-1] = atoms + last
        elif last and inwards:
            last += atoms
        else:
            chains.append(atoms)
    return chains


def _english_atoms(match: re.Match[str]) -> list[StepMention]:
    start, end = match.span()
    if match["letter"]:
        return [StepMention("附件", (f"附件{ord(match['letter']) - 64}",), start, end)]
    word = (match["after"] or match["unit"]).lower()
    unit = _ENGLISH_UNITS.get(word) or _ENGLISH_UNITS[word.removesuffix("s")]
    said = re.findall(r"\d+|[A-Za-z]+", match["ordinal"] or match["number"])
    numbers = [n for one in said if (n := _english_number(one))]
    if (
        match["number"]
        and re.search(r"-|\bto\b", match["number"])
        and len(numbers) == 2
        and numbers[1] - numbers[0] <= 20
    ):
        numbers = list(range(numbers[0], numbers[1] + 1))
    if not numbers:
        return []
    atoms = [StepMention(unit, tuple(f"附件{n}" if unit == "附件" else f"第{n}{unit}" for n in numbers), start, end)]
    for step in re.finditer(r"\(\s?(\w+)\s?\)|(\d+)", match["tail"] or ""):
        number = _english_number(step[1] or step[2]) or chinese_number(step[1] or "")
        if number:
            atoms.append(
                StepMention("括" if step[1] else "数", (f"（{number}）" if step[1] else str(number),), start, end)
            )
    return atoms


def _english_number(word: str) -> int:
    if word[0].isdigit():
        return int(re.sub(r"\D", "", word))
    return _ROMAN.get(word.upper()) or _CARDINALS.get(word.lower()) or _ORDINALS.get(word.lower()) or 0
