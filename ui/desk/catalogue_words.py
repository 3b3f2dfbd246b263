"""The words of the catalogue page in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.records import Language


@dataclass(frozen=True)
class CatalogueWords:
    """The page's words in one language."""

    title: str
    lead: str
    shown: str
    as_of: str
    as_of_hint: str
    bad_date: str
    region: str
    all_regions: str
    no_region: str
    bad_region: str
    validity: str
    all_validities: str
    bad_validity: str
    apply: str
    clear: str
    by_region: str
    by_year: str
    by_validity: str
    count: str
    others: str
    until: str
    unstated: str
    document: str
    issued: str
    period: str
    clauses: str
    aside: str
    to_aside: str
    sort_by: str
    list: str
    table: str
    nothing: str


CATALOGUE: Final[dict[Language, CatalogueWords]] = {
    "zh": CatalogueWords(
        title="文件目录",
        lead="库中的每一份文件：出处、效力和证明效力的原文。",
        shown="列出 {n} 份，共 {total} 份；效力按 {date} 判断",
        as_of="效力以哪天为准",
        as_of_hint="年-月-日，留空即今天",
        bad_date="看不懂这个日期，请写成 2018-01-01 这样的年-月-日；下面按今天判断。",
        region="地区",
        all_regions="全部地区",
        no_region="未载明",
        bad_region="库中没有“{name}”的文件，请从列表里选；下面列出全部地区。",
        validity="效力",
        all_validities="全部",
        bad_validity="没有这种效力，请从列表里选；下面全部列出。",
        apply="查看",
        clear="清除筛选",
        by_region="按地区",
        by_year="按成文年份",
        by_validity="按效力",
        count="份数",
        others="其他 {n} 个地区",
        until="{year} 年及以前",
        unstated="未载明",
        document="文件",
        issued="成文",
        period="效力期间",
        clauses="条款",
        aside="剔除",
        to_aside="查看剔除的 {n} 处",
        sort_by="按“{name}”排序",
        list="文件",
        table="文件一览",
        nothing="没有符合条件的文件，请放宽地区或效力。",
    ),
    "en": CatalogueWords(
        title="Documents",
        lead="Every document held: where it comes from, whether it holds, and the words that prove it.",
        shown="{n} of {total} documents; validity judged as of {date}",
        as_of="Validity as of",
        as_of_hint="YYYY-MM-DD, empty for today",
        bad_date="This is no date: write it like 2018-01-01. Below, validity is judged as of today.",
        region="Region",
        all_regions="All regions",
        no_region="not stated",
        bad_region="No document of “{name}” is held: choose from the list. Below, all regions are shown.",
        validity="Validity",
        all_validities="All",
        bad_validity="There is no such validity: choose from the list. Below, all are shown.",
        apply="Show",
        clear="Clear filters",
        by_region="By region",
        by_year="By year of issue",
        by_validity="By validity",
        count="Documents",
        others="{n} other regions",
        until="{year} and before",
        unstated="not stated",
        document="Document",
        issued="Dated",
        period="In effect",
        clauses="Clauses",
        aside="Set aside",
        to_aside="See the {n} texts set aside",
        sort_by="Sort by {name}",
        list="Documents",
        table="The documents",
        nothing="No document fits: widen region or validity.",
    ),
}
