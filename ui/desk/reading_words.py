"""The words of the reading page in both languages; `{n}` and the like are filled in where they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.records import Language


@dataclass(frozen=True)
class ReadingWords:
    """The page's words in one language."""

    as_of: str
    kind: str
    published: str
    outline: str
    rows: str
    text: str
    table: str
    column: str
    cited: str
    to_cited: str
    cite: str
    cite_hint: str
    both: str
    both_hint: str
    pick: str
    pick_hint: str
    tools: str
    no_clause: str
    bad_day: str
    search: str
    search_hint: str
    before: str
    after: str
    none_found: str
    aside: str
    aside_none: str
    aside_hint: str
    place: str
    line: str
    page: str
    set_aside_text: str
    blank: str
    picture: str
    picture_of: str
    picture_alt: str
    picture_gone: str
    page_before: str
    page_after: str
    to_picture: str
    missing: str
    missing_lead: str
    busy: str


READING: Final[dict[Language, ReadingWords]] = {
    "zh": ReadingWords(
        as_of="效力按 {date} 判断",
        kind="文种",
        published="刊登日期",
        outline="目录",
        rows="表格，共 {n} 行",
        text="正文",
        table="{label}，表格",
        column="条款",
        cited="所引条款",
        to_cited="回到所引条款",
        cite="引文",
        cite_hint="复制引文",
        both="原文",
        both_hint="复制原文和引文",
        pick="摘录",
        pick_hint="收入摘录",
        tools="{label}：复制与摘录",
        no_clause="这份文件里没有标为“{label}”的条款，下面是全文。",
        bad_day="地址里的日期看不懂，效力按今天判断。",
        search="在文件中查找",
        search_hint="Enter 下一处，Shift+Enter 上一处，Esc 清除；光标在文件中时按 / 或随时按 Alt+/ 到这里",
        before="上一处",
        after="下一处",
        none_found="没有找到",
        aside="整理时剔除的内容（{n} 处）",
        aside_none="整理时没有剔除任何内容。",
        aside_hint="这些字原在文件里，不属于正文；全部列在这里，供核对。",
        place="位置",
        line="第 {n} 行",
        page="第 {n} 页",
        set_aside_text="剔除的文字",
        blank="（空白）",
        picture="原件图像",
        picture_of="第 {n} 页，共 {total} 页",
        picture_alt="《{title}》原件第 {n} 页的图像，文字见正文",
        picture_gone="原件已不在库中，没有图像可看：请刷新页面；仍然没有时请管理员重建索引（policy-kb build）。",
        page_before="上一页",
        page_after="下一页",
        to_picture="看原件第 {n} 页",
        missing="没有这份文件",
        missing_lead="地址里的文件“{name}”不在库中：可能写错了，也可能已经撤下。库中现有以下文件：",
        busy="现在看原件的人较多，请稍后再点一次。",
    ),
    "en": ReadingWords(
        as_of="Validity judged as of {date}",
        kind="Kind",
        published="Printed on",
        outline="Outline",
        rows="Table of {n} rows",
        text="Text",
        table="{label}, table",
        column="Clause",
        cited="Cited clause",
        to_cited="Back to the cited clause",
        cite="Cite",
        cite_hint="Copy the citation",
        both="Quote",
        both_hint="Copy the words with their citation",
        pick="Pick",
        pick_hint="Add to the collection",
        tools="{label}: copy and pick",
        no_clause="No clause of this document is labelled “{label}”; here is the whole text.",
        bad_day="The day in the address is no date: validity is judged as of today.",
        search="Find in the document",
        search_hint="Enter: next, Shift+Enter: previous, Esc: clear; / while in the document, or Alt+/ at any time, leads here",
        before="Previous",
        after="Next",
        none_found="Not found",
        aside="What cleaning set aside ({n})",
        aside_none="Cleaning set nothing aside.",
        aside_hint="These words stood in the file and are no part of its text; all of them are listed, to be checked.",
        place="Place",
        line="Line {n}",
        page="Page {n}",
        set_aside_text="Words set aside",
        blank="(blank)",
        picture="The source page",
        picture_of="Page {n} of {total}",
        picture_alt="Picture of page {n} of 《{title}》; its words stand in the text",
        picture_gone="The source file is gone from the store, so there is no picture: load the page again, "
        "or else have the store rebuilt (policy-kb build).",
        page_before="Previous page",
        page_after="Next page",
        to_picture="See source page {n}",
        missing="No such document",
        missing_lead="The document “{name}” is not held: the address may be wrong, or it was withdrawn. These are held:",
        busy="Many people are looking at source pages: try again in a moment. 现在看原件的人较多，请稍后再点一次。",
    ),
}
