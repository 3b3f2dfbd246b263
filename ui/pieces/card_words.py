"""The words around a benefit card, wherever one is shown: verdicts, fields, what is missing. What a text says is never here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kb.benefits import AT_THE_WINDOW, MatchVerdict
from kb.cases import Truth
from kb.records import Language


@dataclass(frozen=True)
class CardWords:
    """The words in one language. `not_in_force` are the verdicts on a rule that does not hold on the day: never a promise."""

    verdicts: Mapping[MatchVerdict, str]
    not_in_force: Mapping[MatchVerdict, str]
    holds: Mapping[Truth, str]
    weighed: Mapping[Truth, str]
    fields: Mapping[str, str]
    missing: str
    at_the_window: str
    failed: str
    unstated: str
    colon: str
    joint: str
    all_of: str
    any_of: str
    none_of: str
    compare: str
    silent: str
    differs: str
    cards: str
    cards_hint: str
    read_as: str
    to_page: str


CARD_WORDS: Final[dict[Language, CardWords]] = {
    "zh": CardWords(
        verdicts={"applies": "可以享受", "may_apply": "可能可以享受", "does_not_apply": "不符合"},
        not_in_force={
            "applies": "条件符合，但规定不在有效期",
            "may_apply": "条件可能符合，但规定不在有效期",
            "does_not_apply": "不符合",
        },
        holds={"yes": "", "open": "视情况", "no": "本情况不适用"},
        weighed={"yes": "满足", "open": "待定", "no": "不满足"},
        fields={
            "amount": "金额",
            "term": "期限",
            "giver": "谁给",
            "how": "怎么办",
            "where": "在哪办",
            "papers": "材料",
            "funding": "资金",
        },
        missing="还要知道",
        at_the_window=AT_THE_WINDOW[0],
        failed="不满足",
        unstated="文件没有写明",
        colon="：",
        joint="；",
        all_of="以下都要满足",
        any_of="以下满足一项",
        none_of="以下不能满足",
        compare="各地同类规定",
        silent="没有写到",
        differs="不同",
        cards="按这个情况可能涉及的待遇",
        cards_hint="按问题里说到的情况比对条款得出，没有说到的一律不当作符合；以窗口核实为准。",
        read_as="情况是这样读的",
        to_page="到“情形”页核对情况、看全部待遇",
    ),
    "en": CardWords(
        verdicts={"applies": "Applies", "may_apply": "May apply", "does_not_apply": "Does not apply"},
        not_in_force={
            "applies": "Conditions met, but the rule is not in force",
            "may_apply": "Conditions may be met, but the rule is not in force",
            "does_not_apply": "Does not apply",
        },
        holds={"yes": "", "open": "depends", "no": "not in this case"},
        weighed={"yes": "met", "open": "open", "no": "not met"},
        fields={
            "amount": "Amount",
            "term": "Term",
            "giver": "Given by",
            "how": "How",
            "where": "Where",
            "papers": "Papers",
            "funding": "Funding",
        },
        missing="Still to be known",
        at_the_window=AT_THE_WINDOW[1][:1].upper() + AT_THE_WINDOW[1][1:],
        failed="Not met",
        unstated="left open by the text",
        colon=": ",
        joint="; ",
        all_of="all of these",
        any_of="one of these",
        none_of="none of these",
        compare="Same subject elsewhere",
        silent="says nothing",
        differs="differs",
        cards="Benefits this situation touches",
        cards_hint="Weighed against the clauses by what the question says; what it does not say never counts as met. The window decides.",
        read_as="The situation as it was read",
        to_page="Check the situation and see every benefit",
    ),
}
