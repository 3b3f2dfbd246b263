"""The words of the collection, of its exports and of the session's history, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.records import Language


@dataclass(frozen=True)
class CollectionWords:
    """The collection's words in one language; those from `made` on also stand in its exports."""

    title: str
    lead: str
    empty: str
    count: str
    word: str
    markdown: str
    copy_all: str
    clear: str
    clear_sure: str
    clear_yes: str
    up: str
    down: str
    remove: str
    open: str
    full: str
    file: str
    made: str
    judged: str
    proof: str
    no_proof: str
    quoted: str
    page: str
    note: str


COLLECTION: Final[dict[Language, CollectionWords]] = {
    "zh": CollectionWords(
        title="条款摘录",
        lead="查询时收入的条款，可调整次序，导出为 Word 文档或 Markdown，原文一字不改，附引文格式和效力依据。只在本次会话里保留。",
        empty="还没有收入条款。在答复的出处或文件阅读页上按“收入摘录”，条款就会列在这里。",
        count="共 {n} 条",
        word="导出 Word",
        markdown="导出 Markdown",
        copy_all="复制全部引文",
        clear="清空",
        clear_sure="清空全部 {n} 条摘录？清空后不能恢复。",
        clear_yes="确定清空",
        up="上移",
        down="下移",
        remove="移出",
        open="在文件中打开",
        full="摘录已满 {most} 条，请先导出并清空。",
        file="条款摘录-{day}",
        made="共 {n} 条　{day} 制作",
        judged="效力按 {day} 判断：",
        proof="（依据：{words}）",
        no_proof="原文没有写明起止日期",
        quoted="引用的语句",
        page="原文件第 {page} 页",
        note="条款文字逐字引自所列文件；加底色处为引用的语句。",
    ),
    "en": CollectionWords(
        title="Collected clauses",
        lead="Clauses picked while looking things up. Put them in order and export them as a Word document or Markdown: the text unchanged, "
        "with citations and proof of validity. Kept in this session only.",
        empty="No clause yet. Press “Add to collection” on a citation or on a document's page, and the clause is listed here.",
        count="{n} clauses",
        word="Export to Word",
        markdown="Export to Markdown",
        copy_all="Copy all citations",
        clear="Empty",
        clear_sure="Remove all {n} clauses? This cannot be undone.",
        clear_yes="Remove all",
        up="Move up",
        down="Move down",
        remove="Remove",
        open="Open in the document",
        full="The collection holds its {most} clauses: export and empty it first.",
        file="clauses-{day}",
        made="{n} clauses, made on {day}",
        judged="Judged as of {day}: ",
        proof=" (proof: {words})",
        no_proof="the text states no beginning and no end",
        quoted="Quoted sentences",
        page="page {page} of the file",
        note="The clauses are the documents' own words; quoted sentences are highlighted.",
    ),
}
