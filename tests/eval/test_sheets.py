"""An office's table: read whatever its spelling, answered by the real knowledge base, scored by hand-worked expectations."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from every import every
from openpyxl import Workbook, load_workbook

from eval.errors import EvalError
from eval.expected_clauses import ExpectedClauses
from eval.sheet_columns import KNOWN_HEADINGS
from eval.sheets import SheetSummary, run_sheet, summary_lines
from kb.errors import TableError
from kb.sheets import RESULT_HEADINGS
from kb.sheets.question_sheet import column_of
from kb.store import KnowledgeBase

WORKSHOP = "临沂市的扶贫车间每吸纳一个贫困人口，一次性奖补多少？"
WORKSHOP_QUOTE = "按每人1000元的标准给予“扶贫车间”一次性奖补"
NOTICE = "临人社发〔2016〕12号"
WEATHER = "明天会不会下雨？"
DAY = date(2018, 1, 1)

Write = Callable[[str], Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Write:
    """Writes a table as UTF-8."""

    def write(text: str, name: str = "问题.csv") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def workbook(path: Path, *rows: list[object], merge: str | None = None, title: str = "一季度") -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    for row in rows:
        page.append(row)
    if merge:
        page.merge_cells(merge)
    book.save(path)
    return path


def answered(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(base: KnowledgeBase, source: Path, name: str = "答复.csv") -> tuple[SheetSummary, list[dict[str, str]]]:
    target = source.with_name(name)
    summary = run_sheet(base, source, target, DAY)
    return summary, answered(target)


@every(
    ("heading", "name"),
    [
        ("预期条款", "expected"),
        ("Expected", "expected"),
        ("expected_clause", "expected"),
        ("要点", "facts"),
        ("匹配", "match"),
    ],
)
def test_headings_of_what_is_expected(heading: str, name: str):
    assert column_of(heading, KNOWN_HEADINGS) == name
    assert column_of(heading) is None


# ------------------------------------------------------------------------------------------------ answering


def test_answers_stand_beside_the_office_columns(base: KnowledgeBase, sheet: Write):
    summary, rows = run(base, sheet(f"编号,问题,备注\n7,{WORKSHOP},王科\n8,{WEATHER},\n"))
    given = ("status", "grade", "answer", "citation", "validity", "notices", "benefits", "problem")
    assert list(rows[0]) == ["编号", "问题", "备注", *(RESULT_HEADINGS[key] for key in given)]
    first, second = rows
    assert (first["编号"], first["备注"]) == ("7", "王科")
    assert first["状态 status"] == "已答复 answered"
    assert WORKSHOP_QUOTE in first["答复 answer"]
    assert NOTICE in first["引用 citation"] and "二（一）1" in first["引用 citation"]
    assert first["效力 validity"].endswith("现行有效 in force")
    assert second["状态 status"].startswith("没有找到依据")
    assert second["答复 answer"] == "" and second["提示 notices"]
    assert (
        summary.counts.rows,
        summary.counts.answered,
        summary.counts.refused,
        summary.counts.failed,
        summary.scored,
    ) == (2, 1, 1, 0, 0)


def test_a_row_has_its_own_day_region_and_document(base: KnowledgeBase, sheet: Write):
    _, rows = run(base, sheet(f"问题,日期,地区,文件\n{WORKSHOP},2026-01-01,临沂,{NOTICE}\n"))
    assert rows[0]["效力 validity"].endswith("已失效 expired")
    assert NOTICE in rows[0]["引用 citation"]


def test_good_rows_are_done_and_bad_ones_named(base: KnowledgeBase, sheet: Write):
    source = sheet(
        f"编号,问题,地区,日期,文件\n1,,临沂,,\n2,{WORKSHOP},月球基地,,\n3,{WORKSHOP},,去年,\n4,{WORKSHOP},,,无此文件\n5,？？,,,\n6,甲,乙,丙,丁,戊,己\n7,{WORKSHOP},,,\n"
    )  # fmt: skip
    summary, rows = run(base, source)
    assert (summary.counts.rows, summary.counts.answered, summary.counts.failed) == (7, 1, 6)
    places = [str(problem).split("：")[0] for problem in summary.problems]
    assert places == [
        "问题.csv B2",
        "问题.csv C3",
        "问题.csv D4",
        "问题.csv E5",
        "问题.csv B6",
        "问题.csv B7",
    ]
    assert [bool(row["须改正 to mend"]) for row in rows] == [True] * 6 + [False]
    assert WORKSHOP_QUOTE in rows[6]["答复 answer"]


def test_expectations_are_scored(base: KnowledgeBase, sheet: Write):
    source = sheet(
        "问题,预期条款,预期要点\n"
        f"{WORKSHOP},{WORKSHOP_QUOTE},1000元\n"  # right, by a quotation
        f"{WORKSHOP},{NOTICE} 二（一）1,\n"  # right, by an address
        f"{WORKSHOP},{NOTICE}二（一）2,9999元\n"  # wrong twice
        f"{WEATHER},无,\n"  # rightly refused
        f"{WORKSHOP},none,\n"  # wrongly answered
        f"{WEATHER},{WORKSHOP_QUOTE},\n"  # wrongly refused
        f"{WORKSHOP},,\n"  # not scored
        f"{WORKSHOP},这句话哪份文件里都没有,\n"  # not understood
    )
    summary, rows = run(base, source)
    assert [row["评分 score"] for row in rows] == ["对 right", "对 right", "错 wrong", "对 right", "错 wrong", "错 wrong", "", ""]  # fmt: skip
    assert [row["预期名次 rank of expected"] for row in rows][:2] == ["1", "1"]
    missing = [row["未达之处 what is missing"] for row in rows]
    assert missing[0] == "" and "二（一）2" in missing[2] and "缺要点 fact missing: 9999元" in missing[2]
    assert missing[4].startswith("应拒答") and missing[5].startswith("未作答")
    assert " B9：" in str(summary.problems[0]) and "这句话哪份文件里都没有" in str(summary.problems[0])
    assert (summary.scored, summary.right, summary.with_expected_clause) == (6, 3, 4)
    assert rows[7]["状态 status"] == "已答复 answered"
    assert "评分 6 行，对 3 / 6 = 50%（95 %：19%–81%）" in summary_lines(summary)[1]


def test_all_expected_clauses_must_be_cited_unless_any_will_do(base: KnowledgeBase, tmp_path: Path):
    two = f"{NOTICE} 二（一）1\n{NOTICE} 二（一）2"
    rows = [["问题", "预期条款", "匹配"], [WORKSHOP, two, "全部"], [WORKSHOP, two, "任一"], [WORKSHOP, two, "大概"]]
    summary, told = run(base, workbook(tmp_path / "a.xlsx", *rows))
    assert [row["评分 score"] for row in told] == ["错 wrong", "对 right", ""]
    assert "C4" in str(summary.problems[0]) and "匹配" in str(summary.problems[0])


def test_expected_clauses_by_any_of_their_names(base: KnowledgeBase):
    finder = ExpectedClauses(base)
    wanted = (frozenset({f"{NOTICE} 二（一）1"}),)
    title = next(entry.document.title for entry in base.documents() if entry.document.number == NOTICE)
    line = f"《{title}》（{NOTICE}）二（一）1"
    for name in (f"{NOTICE} 二（一）1", "临人社发[2016]12号二(一)1", line, f"[1] {line}", WORKSHOP_QUOTE):
        assert finder.find(name) == wanted
    assert finder.find("二（一）1", NOTICE) == wanted
    assert len(finder.find(f"{NOTICE} 二（一）1；{NOTICE} 二（一）2")) == 2
    with pytest.raises(EvalError, match="几份文件"):
        finder.find("一")
    with pytest.raises(EvalError, match="找不到"):
        finder.find("补贴")  # stands in many clauses: too short to mean one


def test_a_clause_within_the_expected_one_counts(base: KnowledgeBase):
    finder = ExpectedClauses(base)
    whole = frozenset({f"{NOTICE} 二（一）"})
    assert finder.covers(whole, f"{NOTICE} 二（一）1")
    assert not finder.covers(frozenset({f"{NOTICE} 二（一）1"}), f"{NOTICE} 二（一）")


def test_a_question_that_breaks_the_program_is_one_row(
    base: KnowledgeBase, sheet: Write, monkeypatch: pytest.MonkeyPatch
):
    ask = KnowledgeBase.ask

    def breaks(self: KnowledgeBase, question: str, *filters: object):
        if question == "坏":
            raise ZeroDivisionError("division by zero")
        return ask(self, question, *filters)

    monkeypatch.setattr(KnowledgeBase, "ask", breaks)
    summary, rows = run(base, sheet(f"问题\n坏\n{WORKSHOP}\n"))
    assert [row["状态 status"] for row in rows] == ["程序出错 crashed", "已答复 answered"]
    assert "2：" in str(summary.problems[0]) and "ZeroDivisionError" in str(summary.problems[0])


def test_an_answered_table_can_be_sent_again(base: KnowledgeBase, sheet: Write):
    source = sheet(f"编号,问题,预期条款\n1,{WORKSHOP},{WORKSHOP_QUOTE}\n2,=1+1补贴多少,\n")
    run(base, source, "一次.csv")
    run(base, source.with_name("一次.csv"), "两次.csv")
    assert source.with_name("一次.csv").read_bytes() == source.with_name("两次.csv").read_bytes()


def test_a_workbook_comes_back_with_its_summary(base: KnowledgeBase, sheet: Write):
    source = sheet(f"问题,预期条款\n{WORKSHOP},{WORKSHOP_QUOTE}\n,x\n")
    steps: list[tuple[int, int]] = []
    run_sheet(base, source, source.with_name("答复.xlsx"), DAY, lambda done, total: steps.append((done, total)))
    answers, totals = load_workbook(source.with_name("答复.xlsx")).worksheets
    assert steps == [(1, 2), (2, 2)]
    assert answers.freeze_panes == "A2"
    assert [cell.value for cell in answers[2]][:3] == [WORKSHOP, WORKSHOP_QUOTE, "已答复 answered"]
    figures = {row[0]: row[1] for row in totals.iter_rows(values_only=True)}
    assert (figures["行数 Rows"], figures["已答复 Answered"], figures["答对 Right"], figures["有误 Faulty"]) == (
        2,
        1,
        1,
        1,
    )
    assert figures["默认基准日期 As of"] == datetime(2018, 1, 1)
    assert any("问题为空" in str(row[2]) for row in totals.iter_rows(values_only=True))


def test_the_office_table_is_never_overwritten(base: KnowledgeBase, sheet: Write):
    source = sheet("问题\n补贴多少\n")
    with pytest.raises(EvalError, match="覆盖原表"):
        run_sheet(base, source, source, DAY)
    with pytest.raises(TableError, match=r"\.csv"):
        run_sheet(base, source, source.with_name("a.pdf"), DAY)
