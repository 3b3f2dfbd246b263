"""Clauses that a question names by number: `第8条`, `二（一）2`, `附件2第3项`, `section 2(1)`, `item 3 of annex 2`.

A reference is a chain of outline steps, the outer first; which clause it names is decided in kb/questions/clause_addresses.py. Counts (3项补贴, 2条,
前3项) name no clause, nor do the digits of a document number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import product

from kb.language import chinese_number, normalise
from kb.questions.clause_addresses import RANK, ClauseReference, StepMention, named_by
from kb.questions.english_references import english_chains
from kb.questions.references import Reference
from kb.records import Clause
from kb.regex import regex

_CN = "零〇○一二两三四五六七八九十百千"
_N = rf"(?:\d{{1,4}}|[{_CN}]{{1,9}})"
_OPEN, _CLOSE = r"[(（\[【〔{〈]\s?", r"\s?[)）\]】〕}〉]"
_KINDS = "通知|意见|办法|方案|规定|决定|计划|细则|纲要|规划|条例|规则|章程|正文"
_MEASURE = r"\s?[年月日天个元人名万亿%班周岁次份种家户倍]"
# What follows tells a clause from a word that begins alike: 第一条件, 第三项目, 第二节课, 第五点钟.
_UNIT = (
    r"分?编(?!制)|章(?!程)|节(?!课|点|假|约|能|目|日)|自?然?段(?!时|子)|[大小要]?点(?!钟|心|半)|大?部分|[大小]?条(?!件|例|路|线|生产|街|河)"
    r"|款(?!项|式|待)|[大小]?项(?!目)|目(?!标|的|前|录|光)|行(?!业|动|政|为|程|列)"
)
_MORE = rf"(?:\s?[、,，和及与\-~—至到]\s?第?\s?{_N})*"
_CHINESE = regex(
    rf"第\s?(?:{_OPEN}(?P<inside>{_N}){_CLOSE}(?:{_UNIT})?"
    rf"|(?P<number>{_N}{_MORE})\s?个?(?P<unit>{_UNIT})(?:之(?P<sub>[{_CN}]{{1,2}}))?)"
    rf"|附[件表录]\s?第?\s?(?P<annex>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?![\d.张页套起般并共同样律些下定直分条项款点段行]|{_MEASURE})"
    rf"|(?:第(?P<annexed>{_N})个?|(?P<annexno>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})号)附[件表录]|(?P<annexes>附[件表录])"
    rf"|{_OPEN}(?P<bracket>[{_CN}]{{1,3}}|\d{{1,2}}){_CLOSE}(?!{_MEASURE})"
    rf"|(?P<count>{_N})(?P<inner>款|项)(?!目|项)"
    rf"|(?P<bare>[{_CN}]{{1,3}})|(?<![\d.])(?P<digits>\d{{1,2}})(?![\d%]|\.\d|{_MEASURE})|(?P<kind>{_KINDS})"
)
_DOTTED = regex(r"(?<![\d.])[1-9](?:\.[1-9]\d?){1,3}(?![\d.]|\s?[%万亿千百元倍])")
_PARTS = "一二三四五六七八九"
_RUN_TOGETHER = regex(r"[一二三四五六七八九]{2,3}")
# Anywhere else 五一 is a holiday.
_NAMED_BEFORE = regex(r"(?:号(?:文件?)?|》)\s?的?\s?$")
_PLACE_BEHIND = regex(r"规定|明确|要求|提出|[，,。：:；;)）]|$")
_LINK = regex(r"[>》”\"]?\s?(?:的|中的?|里面?的?|之|当中的?|表格?的?|下面的?|[、,，.])?\s?")


def references_to_clauses(text: str, taken: Collection[Reference] = ()) -> tuple[ClauseReference, ...]:
    """The clauses a normalised question names, in reading order; `taken` are the document numbers found in it."""
    for reference in taken:
        text = text[: reference.start] + "号".rjust(reference.end - reference.start, "\0") + text[reference.end :]
    chains = (
        [chain for chain in _chains(text, _chinese_atoms(text)) if _stands(text, chain)] if not text.isascii() else []
    )
    if re.search(r"[A-Za-z§]", text):
        chains += english_chains(text)
    found = [
        ClauseReference(min(atom.start for atom in chain), max(atom.end for atom in chain), steps)
        for chain in chains
        for steps in product(*(atom.forms for atom in chain))
    ]
    return tuple(sorted(found, key=lambda reference: reference.start))


def clauses_meant(words: str, clauses: Iterable[Clause]) -> tuple[tuple[Clause, ...], bool]:
    """The clauses that words such as 第三条、第五条第二款 mean, and whether they mean just these.

    第五条第二款 of a text that numbers no paragraphs is found as 第五条, which is more than is meant.
    """
    held = tuple(clauses)
    references = references_to_clauses(normalise(words))
    found = [named_by(one, held) for one in references]
    exact = all(
        meant and (len(one.steps) < 2 or named_by(replace(one, steps=one.steps[:-1]), held) != meant)
        for one, meant in zip(references, found, strict=True)
    )
    return tuple(dict.fromkeys(clause for meant in found for clause in meant)), bool(found) and exact


def _chinese_atoms(text: str) -> Iterable[StepMention]:
    dotted = [match for match in _DOTTED.finditer(text) if _NAMED_BEFORE.search(text[: match.start()])]
    for match in dotted:
        yield from _dotted(match[0], match.start())
    for match in _CHINESE.finditer(text):
        if any(one.start() <= match.start() < one.end() for one in dotted):
            continue
        if match["bare"] and _RUN_TOGETHER.fullmatch(match["bare"]) and _NAMED_BEFORE.search(text[: match.start()]):
            yield from _run_together(match["bare"], match.start())
            continue
        kind, forms = _read(match)
        if forms:
            yield StepMention(kind, forms, match.start(), match.end())


def _dotted(said: str, start: int) -> Iterator[StepMention]:
    """The steps of an address in decimal counting: 2.1.2 for 二（一）2."""
    at = start
    for i, number in enumerate(said.split(".")):
        kind, form = ("数", number) if i else ("部", _PARTS[int(number) - 1])
        yield StepMention(kind, (form,), at, at + len(number))
        at += len(number) + 1


def _run_together(said: str, start: int) -> Iterator[StepMention]:
    """The steps of an address whose brackets were left out: 二一2 for 二（一）2."""
    for i, (kind, character) in enumerate(zip(("部", "括", "数"), said, strict=False)):
        form = {"部": character, "括": f"（{character}）"}.get(kind) or str(chinese_number(character))
        yield StepMention(kind, (form,), start + i, start + i + 1)


def _read(match: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    """The kind of step and its plain forms; none if the number is no number."""
    if match["number"]:
        kind = _plain_unit(match["unit"])
        sub = f"之{chinese_number(match['sub'])}" if match["sub"] else ""
        return kind, tuple(f"第{number}{kind}{sub}" for number in _listed(match["number"]))
    if match["count"]:
        number = chinese_number(match["count"])
        return match["inner"], (f"第{number}{match['inner']}",) if number else ()
    group = match.lastgroup or ""
    said = match[group]
    if group in ("annexes", "kind"):
        return ("类", (said,)) if group == "kind" else ("附件", ("附件",))
    number = chinese_number(said)
    if not number:
        return "", ()
    if group in ("inside", "bracket"):
        return "括", (f"（{said}）",)
    if group == "bare":
        return "部", (said,)
    return ("数", (str(number),)) if group == "digits" else ("附件", (f"附件{number}",))


def _listed(said: str) -> list[int]:
    """`3` → 3; `3、4和6` → 3, 4, 6; `3至5` → 3, 4, 5."""
    pieces = [chinese_number(piece) for piece in re.findall(_N, said)]
    numbers = [number for number in pieces if number]
    if re.search(r"[-~—至到]", said) and len(numbers) == 2 and 0 < numbers[1] - numbers[0] <= 20:
        return list(range(numbers[0], numbers[1] + 1))
    return numbers


def _plain_unit(unit: str) -> str:
    if unit[0] == "大":
        return "部分"
    return unit.removeprefix("小").removeprefix("要").removeprefix("自然").removeprefix("分")


def _chains(text: str, atoms: Iterable[StepMention]) -> list[list[StepMention]]:
    """Steps that follow each other directly, each inside the one before."""
    chains: list[list[StepMention]] = []
    for atom in atoms:
        last = chains[-1][-1] if chains else None
        if last and _nests(last, text[last.end : atom.start], atom):
            chains[-1].append(atom)
        else:
            chains.append([atom])
    return chains


def _nests(outer: StepMention, between: str, inner: StepMention) -> bool:
    if not _LINK.fullmatch(between) or (inner.kind in ("类", "附件") and outer.kind != "类"):
        return False
    tight = not re.search(r"[、,，]", between)
    if inner.kind == "数":
        return (outer.kind == "括" and "的" not in between) or between == "."
    if inner.kind == "部":
        return outer.kind in ("类", "附件")
    if outer.kind == "部" and inner.kind != "括":
        return between.strip() == ""
    if RANK[inner.kind] > RANK[outer.kind]:
        return True
    return tight and inner.kind != outer.kind and RANK[outer.kind] > 6


def _stands(text: str, chain: list[StepMention]) -> bool:
    """Whether a chain names a clause; its uncertain ends are cut off in place (方案三年, 附件 alone, 统一（一）)."""
    while chain and chain[0].kind in ("数", "类", "附件", "部") and not _opens(text, chain):
        del chain[0]
    while chain and (
        chain[-1].kind == "类"
        or (chain[-1].kind == "部" and not _is_cited(text, chain))
        or chain[-1].forms == ("附件",)
    ):
        del chain[-1]
    if not chain:
        return False
    first = chain[0]
    if first.forms[0].startswith("第") and text[first.start] != "第":
        return False  # 3项补贴
    if first.kind == "括" and text[first.start] != "第":
        return first.start == 0 or text[first.start - 1] in " 号的中见据按"
    return first.kind != "数" or len(chain) > 1


def _is_cited(text: str, chain: list[StepMention]) -> bool:
    """Whether a part with no step in it stands between a document's name and what says that it is a place: 《…》二规定，…12号 一）."""
    before = text[: chain[0].start].rstrip()[-1:]
    return before in ("号", "》", ")", "）") and bool(_PLACE_BEHIND.match(text, chain[-1].end))


def _opens(text: str, chain: list[StepMention]) -> bool:
    first, second = chain[0], chain[1] if len(chain) > 1 else None
    if first.kind == "附件":
        return first.forms != ("附件",) or second is not None
    if second is None or first.kind == "数":
        return first.kind == "部" and second is None and _is_cited(text, chain)
    before = text[first.start - 1] if first.start else " "
    if first.kind == "部" and second.kind == "括":
        return before not in "第统唯周期拜单专"
    if first.kind == "部":
        return before in " 号的>》)）"
    return True
