"""The words of the batch page in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.records import Language


@dataclass(frozen=True)
class BatchWords:
    """The page's words in one language; `columns` tells each known column's key, headings understood and meaning."""

    title: str
    lead: str
    form: str
    file: str
    limits: str
    start: str
    another: str
    no_file: str
    too_many: str
    too_large: str
    busy: str
    already: str
    running: str
    waiting: str
    ahead: str
    progress: str
    safe_to_leave: str
    reload: str
    cancel: str
    done: str
    cancelled: str
    failed: str
    dropped: str
    counts: tuple[str, str, str, str]
    as_of: str
    download: str
    problems: str
    problems_hint: str
    more_problems: str
    cell: str
    reason: str
    known: str
    known_hint: str
    column: str
    headings: str
    meaning: str
    needed: str
    columns: tuple[tuple[str, str], ...]
    example: str
    example_hint: str
    example_name: str
    example_headings: tuple[str, ...]
    example_note: str
    result_name: str


BATCH: Final[dict[Language, BatchWords]] = {
    "zh": BatchWords(
        title="批量查询",
        lead="把一张写有问题的表交来，逐行查出依据，答复、引用和效力写在原表右侧，再下载回去。原表的其他列原样保留。",
        form="交来一张表",
        file="表格文件",
        limits="一个 .csv 或 .xlsx 文件，不超过 {size} MB，最多 {rows} 个问题。表只在本次会话的内存里处理，不写入磁盘。",
        start="开始查询",
        another="再交一张表",
        no_file="还没有选择文件，请先选择一张 .csv 或 .xlsx 表。",
        too_many="{name} 有 {n} 个问题，超过 {most} 个，请拆成几张表。",
        too_large="文件超过 {size} MB，请拆成几张表再交。",
        busy="现在排队的表已满，文件没有收下；请过几分钟再按一次“开始查询”。",
        already="上一张表还没有查完，请等它结束，或先取消。",
        running="正在逐行查询",
        waiting="正在排队",
        ahead="前面还有 {n} 张表",
        progress="已完成 {done} / {total} 行",
        safe_to_leave="可以离开本页去查别的，回来时进度还在。",
        reload="刷新进度",
        cancel="取消",
        done="已查完",
        cancelled="已取消，做完的行可以下载",
        failed="程序出错，这张表没有查完；请重交一次，仍不成请告知维护人员。",
        dropped="这份结果已不再保留，请把表重交一次。",
        counts=("行数", "已答复", "没有依据", "有误"),
        as_of="没有写日期的行，效力按 {date} 判断",
        download="下载结果",
        problems="需要改正的行",
        problems_hint="其他行已照常查完。改正后把这几行单独交来即可。",
        more_problems="还有 {n} 行，见结果表的“须改正”一列。",
        cell="位置",
        reason="原因",
        known="认得的列",
        known_hint="表头写在前 20 行之内即可，次序不限；其他列当作本单位自己的，原样带回。",
        column="列",
        headings="表头写成",
        meaning="作用",
        needed="必有",
        columns=(
            ("question", "要查的问题，一行一个"),
            ("id", "本单位的编号，原样带回"),
            ("region", "只查适用于这个地区的文件"),
            ("document", "只查这一份文件：文号或题名"),
            ("as_of", "按这一天判断效力，不写则按今天"),
        ),
        example="下载样表",
        example_hint="按样表的表头填写最省事。",
        example_name="批量查询样表.xlsx",
        example_headings=("编号", "问题", "地区", "文件", "日期", "备注"),
        example_note="本单位自己的列，原样带回",
        result_name="答复-{name}.xlsx",
    ),
    "en": BatchWords(
        title="Batch questions",
        lead="Hand in a table of questions. Each row is looked up; answer, citation and validity are written to the right of your own "
        "columns, which come back as they were.",
        form="Hand in a table",
        file="Spreadsheet",
        limits="One .csv or .xlsx file, up to {size} MB and {rows} questions. It is worked on in the memory of this session only and never "
        "written to a disk.",
        start="Start",
        another="Hand in another table",
        no_file="No file was chosen: choose a .csv or .xlsx table first.",
        too_many="{name} has {n} questions, more than {most}: split it into several tables.",
        too_large="The file is over {size} MB: split it into several tables.",
        busy="The queue of tables is full and your file was not taken: press Start again in a few minutes.",
        already="Your last table is still being worked on: wait for it, or cancel it first.",
        running="Looking up row by row",
        waiting="Waiting in the queue",
        ahead="{n} tables before yours",
        progress="{done} of {total} rows done",
        safe_to_leave="You may leave this page; the progress will be here when you come back.",
        reload="Refresh the progress",
        cancel="Cancel",
        done="Done",
        cancelled="Cancelled; the rows done can be downloaded",
        failed="The program failed and the table was not finished: hand it in again; if that fails too, tell the maintainer.",
        dropped="This result is no longer kept: hand the table in again.",
        counts=("Rows", "Answered", "Not in the texts", "Faulty"),
        as_of="Rows without a day of their own are judged as of {date}",
        download="Download the result",
        problems="Rows to mend",
        problems_hint="All other rows were done. Mend these and hand them in by themselves.",
        more_problems="{n} more: see the column “须改正 to mend” of the result.",
        cell="Where",
        reason="Why",
        known="Columns understood",
        known_hint="The headings may stand anywhere in the first 20 rows, in any order. Other columns are your own and come back as they were.",
        column="Column",
        headings="Headings understood",
        meaning="What it does",
        needed="required",
        columns=(
            ("question", "the question, one a row"),
            ("id", "your own number, given back as it was"),
            ("region", "only documents that apply there"),
            ("document", "only this document: its number or title"),
            ("as_of", "validity is judged as of this day, without it as of today"),
        ),
        example="Download an example",
        example_hint="Filling in the example is the quickest way.",
        example_name="batch-example.xlsx",
        example_headings=("No.", "Question", "Region", "Document", "Date", "Remarks"),
        example_note="a column of your own, given back as it was",
        result_name="answers-{name}.xlsx",
    ),
}
