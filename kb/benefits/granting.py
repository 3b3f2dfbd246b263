"""Which clauses grant something: money, relief, a loan, a post, training or a service, as notices word it.

Wide on purpose: a clause that is found here and grants nothing gets a stated reason, one that is missed gets no card at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.benefits.card_file import CardKind
from kb.records import Clause, Span

_CUES: tuple[tuple[CardKind, str], ...] = (
    ("loan", r"担保贷款|贴息|小额贷款|贷款额度"),
    (
        "insurance_relief",
        r"代缴|个人缴费部分|缴费补[贴助]|起付标准|起付线|报销比例|补偿比例|支付限额|社会保险补贴|社保补贴",
    ),
    ("fee_waiver", r"减免|免除|免学费|免收|免交|费用减免|税费减免|税收优惠"),
    ("post", r"公益性岗位|公益岗位|托底安置|岗位安置"),
    ("training", r"免费培训|免费职业培训|培训补贴|技能培训.{0,12}(?:补贴|免费)|免费.{0,6}培训"),
    ("allowance", r"助学金|生活费补[贴助]|交通费?补[贴助]|见习补助"),
    ("subsidy", r"补贴|补助|奖补|奖励|资助|返还|补贴标准"),
    ("insurance_benefit", r"基础养老金|基本养老金|待遇水平|失业保险金|报销"),
    ("service", r"免费(?:的)?(?:政策咨询|体检|健康体检|公共就业服务)|上门服务|优先(?:安排|安置|推荐|保障)|一对一"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _CUES)
_RULE = re.compile(
    r"给予|可按|享受|提供|实行|落实|予以|发放|享有|减半|提高|不低于|优先|免|开展|纳入|执行|用于|补贴|补助|代缴|报销|返还|资助"
)


@dataclass(frozen=True)
class Grant:
    """A sentence of a clause that grants something, and what kind of thing by its words."""

    kind: CardKind
    cue: str
    sentence: str


def grants(clause: Clause) -> tuple[Grant, ...]:
    """The sentences of a clause that grant something, each once; headings, titles and table heads grant nothing."""
    if clause.kind == "heading" or clause.label.endswith(("标题", "表头", "机关", "落款", "引言", "附件说明")):
        return ()
    found: list[Grant] = []
    for sentence in _sentences(clause):
        if not _RULE.search(sentence):
            continue
        hit = next(((kind, match[0]) for kind, pattern in _PATTERNS if (match := pattern.search(sentence))), None)
        if hit:
            found.append(Grant(hit[0], hit[1], sentence))
    return tuple(found)


def _sentences(clause: Clause) -> Iterable[str]:
    spans = clause.sentences or (Span(0, len(clause.text)),)
    return (clause.text[span.start : span.end] for span in spans)
