"""Matches and comparisons as lines for people, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.benefits.counterparts import CardComparison, CounterpartRow
from kb.benefits.matching import CardMatch, MatchVerdict, Situation, WeighedStatement
from kb.benefits.notices import AT_THE_WINDOW, card_notices
from kb.benefits.uncarded import UncardedRule
from kb.cases import CaseReading, Leaf, Truth, Unstated, described, leaf_name
from kb.citation_lines import citation_line
from kb.records import Language

_HOLDS: Mapping[Truth, tuple[str, str]] = {
    "yes": ("", ""),
    "open": ("（视情况）", " (depends)"),
    "no": ("（不适用）", " (not in this case)"),
}
VERDICT: Mapping[MatchVerdict, str] = {
    "applies": "符合 applies",
    "may_apply": "可能符合 may apply",
    "does_not_apply": "不符合 does not apply",
}


def situation_lines(situation: Situation, *, everything: bool = False) -> list[str]:
    """A match for the terminal: what applies or may, in full where a fact of the case speaks for it, else by name.

    With `everything` all in full, and what does not apply too.
    """
    lines = [
        f"情况 profile：{'；'.join(zh for zh, _ in described(situation.profile, situation.facts)) or '（未填 empty）'}"
    ]
    lines += [f"推算 assumed：{zh}" for zh, _ in situation.derived.assumptions]
    for title, matches in (("现行 current", situation.current), ("已失效，仅供参考 not in force", situation.ended)):
        shown = [match for match in matches if everything or match.verdict != "does_not_apply"]
        full = [match for match in shown if everything or match.verdict == "applies" or match.speaks_of_case]
        rest = [match for match in shown if match not in full]
        lines += ["", f"【{title}】{len(shown)} 项"] if shown else []
        lines += [line for match in full for line in match_lines(match)]
        if rest:
            names = "、".join(match.card.entry.name for match in rest)
            lines.append(f"- 另有 {len(rest)} 项要看其他条件 others (--all)：{names}")
    return lines + uncarded_lines(situation.uncarded)


def uncarded_lines(rules: Sequence[UncardedRule]) -> list[str]:
    """The rules that no card was made of, with the sentences that grant; nothing if there are none."""
    lines = ["", f"【还没有做成待遇卡，只列原文 not yet worked into cards】{len(rules)} 份"] if rules else []
    for rule in rules:
        for clause, quotes in rule.clauses:
            lines.append(f"- {citation_line(rule.document, clause.label)}")
            lines += [f"    “{quote.text}”" for quote in quotes]
        lines += [f"    还有 {rule.more} 条 more: {rule.document.number or rule.document.id}"] if rule.more else []
    return lines


def answer_lines(reading: CaseReading, matches: Sequence[CardMatch], language: Language) -> list[str]:
    """The cards that go with an answer, below the situation they were chosen for, in the language of the answer's frame."""
    which = 1 if language == "en" else 0
    said = "; ".join(line[which] for line in reading.lines())
    lines = [f"  {('情况', 'case')[which]}: {said}"]
    for match in matches:
        entry = match.card.entry
        name = f"{entry.english or ''} {entry.name}".strip() if which else entry.name
        lines.append(
            f"  - {VERDICT[match.verdict].split(' ', 1)[which]}: {name}  {citation_line(match.card.document, match.card.clause.label)}"
        )
        for option in (*match.amounts, *match.terms):
            said = option.statement.en if which and option.statement.en else option.statement.plain
            lines.append(f"      {said}{_HOLDS[option.truth][which]}（“{option.statement.words}”）")
        lines += [f"      ! {notice.message.first(language)}" for notice in card_notices(match)]
    return lines


def match_lines(match: CardMatch) -> list[str]:
    """One match: the verdict, what is granted, and what is missing, each with its words."""
    entry = match.card.entry
    lines = [
        f"- {VERDICT[match.verdict]}：{entry.name}（{entry.english or '缺英文 no English'}）",
        f"    {citation_line(match.card.document, match.card.clause.label)}",
    ]
    lines += _option_lines("金额 amount", match.amounts) + _option_lines("期限 term", match.terms)
    lines += [f"    还要知道 missing：{_said(leaf)}" for leaf in match.missing]
    lines += [f"    {AT_THE_WINDOW[0]}：{_said(leaf)}" for leaf in match.left_open]
    lines += [f"    不满足 failed：{_said(leaf)}" for leaf in match.failed]
    return lines + [f"    ! {notice.text}" for notice in card_notices(match)]


def _option_lines(title: str, options: Sequence[WeighedStatement]) -> list[str]:
    return [f"    {title}：{o.statement.plain}{''.join(_HOLDS[o.truth])}（“{o.statement.words}”）" for o in options]


def _said(leaf: Leaf) -> str:
    quoted = leaf.words and not isinstance(leaf, Unstated)
    return leaf_name(leaf)[0] + (f"（“{leaf.words.text}”）" if quoted and leaf.words else "")


_FIELDS = {
    "amount": "金额 amount",
    "term": "期限 term",
    "giver": "谁给 giver",
    "how": "怎么办 how",
    "where": "在哪办 where",
} | {
    "papers": "材料 papers",
    "funding": "资金 funding",
}


def comparison_lines(comparison: CardComparison) -> list[str]:
    """A card beside its counterparts; `≠` marks what differs, a side that says nothing is said to."""
    lines = [f"{comparison.subject[0]} {comparison.subject[1]}"]
    for number, card in enumerate(comparison.cards, 1):
        lines.append(
            f"[{number}] {card.document.region or '-'} {card.entry.name}  {citation_line(card.document, card.clause.label)}"
        )
    for row in comparison.rows:
        lines += _row_lines(_FIELDS[row.field], row)
    if comparison.conditions:
        lines.append("条件 conditions：")
    for row in comparison.conditions:
        sides = [str(number) for number, cell in enumerate(row.cells, 1) if cell]
        lines.append(f"  {'≠' if row.differs else '='} {row.field}：{'、'.join(f'[{side}]' for side in sides)}")
    return lines


def _row_lines(title: str, row: CounterpartRow) -> list[str]:
    lines = [f"{title}{' ≠' if row.differs else ''}："]
    for number, cell in enumerate(row.cells, 1):
        said = f"{cell.plain}（“{'”“'.join(words.text for words in cell.words)}”）" if cell else "没有写到 says nothing"
        lines.append(f"  [{number}] {said}")
    return lines
