"""The words of the printable sheet and of the session's history, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.answers import Status
from kb.records import Language


@dataclass(frozen=True)
class SheetWords:
    """The words in one language; `states` names how a question came out."""

    title: str
    office: str
    reference: str
    printed_on: str
    print: str
    back: str
    screen_hint: str
    as_of: str
    filters: str
    region: str
    document: str
    kind: str
    in_force: str
    colon: str
    summary: str
    sources: str
    judged: str
    no_proof: str
    page: str
    handler: str
    reviewer: str
    date: str
    foot: str
    fingerprint: str
    history_title: str
    history_lead: str
    history_empty: str
    sheet: str
    states: dict[Status, str]


SHEET: Final[dict[Language, SheetWords]] = {
    "zh": SheetWords(
        title="政策条款答复单",
        office="单位",
        reference="编号",
        printed_on="制单日期",
        print="打印",
        back="返回问过的问题",
        screen_hint="“单位”和“编号”可在此填写后打印，不会保存；也可留空手写。",
        as_of="效力基准日",
        filters="查询范围",
        region="地区",
        document="文件",
        kind="文种",
        in_force="只看现行有效",
        colon="：",
        summary="依据条款 {n} 条",
        sources="条款全文与效力",
        judged="效力",
        no_proof="原文没有写明起止日期",
        page="原文件第 {page} 页",
        handler="经办人",
        reviewer="复核人",
        date="日期",
        foot="本单所列语句逐字引自所注文件，加底线处为答复引用的原文；未列事项以文件原文为准。",
        fingerprint="知识库版本",
        history_title="问过的问题",
        history_lead="本次会话里问过的问题，最近的在前，最多留 {most} 个；关闭浏览器或退出后即不再保留。",
        history_empty="本次会话还没有问过问题。",
        sheet="答复单",
        states={
            "answered": "有依据",
            "not_found": "没有找到依据",
            "out_of_scope": "不在收录范围内",
            "invalid": "没法查",
        },
    ),
    "en": SheetWords(
        title="Answer from policy clauses",
        office="Office",
        reference="Reference",
        printed_on="Made on",
        print="Print",
        back="Back to the questions asked",
        screen_hint="Office and reference may be filled in here before printing (nothing is kept), or left blank for the pen.",
        as_of="Validity as of",
        filters="Looked up in",
        region="region",
        document="document",
        kind="kind",
        in_force="only rules in force",
        colon=": ",
        summary="Clauses cited: {n}",
        sources="The clauses in full, and their validity",
        judged="Validity",
        no_proof="the text states no beginning and no end",
        page="page {page} of the file",
        handler="Handled by",
        reviewer="Checked by",
        date="Date",
        foot="Sentences on this sheet are the documents' own words, those quoted in the answer underlined; the documents prevail.",
        fingerprint="Store",
        history_title="Questions asked",
        history_lead="What was asked in this session, the latest first, at most {most}; gone when the browser closes or you sign out.",
        history_empty="Nothing was asked in this session yet.",
        sheet="Sheet",
        states={
            "answered": "Found in the texts",
            "not_found": "Not in the texts",
            "out_of_scope": "Outside what is held",
            "invalid": "Could not be looked up",
        },
    ),
}
