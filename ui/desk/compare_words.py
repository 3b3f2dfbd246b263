"""The words of the page that sets rules side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.answers import MarkKind
from kb.records import Language


@dataclass(frozen=True)
class CompareWords:
    """The page's words in one language."""

    title: str
    lead: str
    subject: str
    placeholder: str
    sides: str
    regions: str
    years: str
    documents: str
    other: str
    other_hint: str
    as_of: str
    as_of_hint: str
    submit: str
    legend: str
    differs: str
    same: str
    bound: str
    figures: str
    figures_lead: str
    kinds: dict[MarkKind, str]
    silent: str
    nothing: str
    whole: str
    asked: str


COMPARE: Final[dict[Language, CompareWords]] = {
    "zh": CompareWords(
        title="对比",
        lead="同一件事，在两到四个地区、年份或文件里各是怎么写的。金额、期限和对象不同的地方会标出来；一方没写到的，就写没有找到。",
        subject="比什么？",
        placeholder="例如：公益性岗位的期限；创业担保贷款额度",
        sides="比哪几方？（选两到四个）",
        regions="地区",
        years="年份",
        documents="文件",
        other="其他地区、年份或文号",
        other_hint="几个之间用逗号隔开。",
        as_of="效力以哪天为准（年-月-日）",
        as_of_hint="留空即今天",
        submit="对比",
        legend="标记",
        differs="只有这一方这样写",
        same="各方相同",
        bound="数相同，限定不同",
        figures="金额、期限等数字",
        figures_lead="都是原文里的字，没有换算。",
        kinds={
            "money": "金额",
            "share": "比例",
            "duration": "期限",
            "age": "年龄",
            "count": "数量",
            "date": "日期",
            "phone": "电话",
            "term": "用语",
        },
        silent="没有写到",
        nothing="没有找到依据",
        whole="条款全文",
        asked="对每一方问的是",
    ),
    "en": CompareWords(
        title="Compare",
        lead="What two to four regions, years or documents say on one subject. What differs is marked; a side that says nothing says so.",
        subject="Compare what?",
        placeholder="e.g. term of public welfare posts; start-up loan limits",
        sides="Which sides? (two to four)",
        regions="Regions",
        years="Years",
        documents="Documents",
        other="Other regions, years or document numbers",
        other_hint="Several are separated by commas.",
        as_of="As of (YYYY-MM-DD)",
        as_of_hint="empty: today",
        submit="Compare",
        legend="Marks",
        differs="only this side says so",
        same="the same on the other sides",
        bound="same figure, another limit",
        figures="Amounts, terms and other figures",
        figures_lead="The words of the texts, not converted.",
        kinds={
            "money": "Money",
            "share": "Share",
            "duration": "Duration",
            "age": "Age",
            "count": "Count",
            "date": "Date",
            "phone": "Phone",
            "term": "Words",
        },
        silent="says nothing",
        nothing="Not found",
        whole="The whole clause",
        asked="Each side was asked",
    ),
}
