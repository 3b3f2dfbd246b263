"""An office's table: read whatever its spelling, answered by the real knowledge base, scored by hand-worked expectations."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from eval.errors import EvalError
from eval.expected_clauses import ExpectedClauses
from eval.sheet_columns import RESULT_HEADINGS, cell_date, column_of, read_questions
from eval.sheet_files import Column, read_tables, text_of, write_table
from eval.sheets import SheetSummary, run_sheet, summary_lines
from kb.base import KnowledgeBase
from kb.errors import InvalidInput

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


# ------------------------------------------------------------------------------------------------ reading


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        *[("问题", "question"), ("咨询问题（必填）", "question"), (" Question ", "question"), ("问题 question", "question")],
        *[("编号", "id"), ("No.", "id"), ("ＩＤ", "id"), ("地区", "region"), ("文件", "document"), ("日期", "as_of"), ("as of", "as_of")],
        *[("预期条款", "expected"), ("Expected", "expected"), ("expected_clause", "expected"), ("要点", "facts")],
        *[("备注", None), ("", None), ("答复 answer", None), ("问题类别", None)],
    ],
)  # fmt: skip
def test_headings_in_chinese_and_english(heading: str, name: str | None):
    assert column_of(heading) == name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, delimiter: str):
    text = f'编号{delimiter}问题\n1{delimiter}"补贴{delimiter}多少？\n（元）"\n2{delimiter}期限？\n'
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    rows = read_questions(tmp_path / "a.csv").rows
    assert [row.asked.question for row in rows if row.asked] == [f"补贴{delimiter}多少？\n（元）", "期限？"]
    # The second question begins on line 4: the first one has two lines.
    assert "第 4 行" in rows[1].where["question"]


def test_a_workbook_with_a_title_merged_regions_and_real_days(tmp_path: Path):
    path = workbook(
        tmp_path / "a.xlsx",
        ["窗口常见问题"],
        ["序号", "问题", "地区", "日期", "备注"],
        [1, "补贴多少", "临沂市", datetime(2018, 1, 1), None],
        [2, "期限多长", None, "2019年3月1日", "急"],
        merge="C3:C4",
    )
    sheet = read_questions(path)
    asked = [row.asked for row in sheet.rows]
    assert sheet.headings == ("序号", "问题", "地区", "日期", "备注")
    assert [(a.question, a.region, a.as_of) for a in asked if a] == [
        ("补贴多少", "临沂市", date(2018, 1, 1)),
        ("期限多长", "临沂市", date(2019, 3, 1)),
    ]
    assert "“一季度”B4" in sheet.rows[1].where["question"]


@pytest.mark.parametrize("text", ["2018-01-01", "2018/1/1", "2018.1.1", "2018年1月1日", "二〇一八年一月一日"])
def test_days_as_offices_write_them(text: str):
    assert cell_date(text) == date(2018, 1, 1)


@pytest.mark.parametrize("text", ["2018年1月", "去年", "2018-02-30", "43101", "2018-01-01至2019-01-01"])
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(InvalidInput):
        cell_date(text)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", ["a.csv", "空文件"]),
        ("a.csv", "名称,备注\n甲,乙\n".encode(), ["a.csv", "问题", "名称、备注"]),
        ("a.csv", "问题\n".encode(), ["只有表头"]),
        ("a.csv", '编号,问题\n1,好\n2,"没有关上\n3,也被吞掉\n'.encode(), ["第 3 行", "双引号"]),
        ("a.csv", "问题,提问\n甲,乙\n".encode(), ["第 1 行", "两列"]),
        ("a.csv", b"\x00\x01\x02\xff", ["编码"]),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", [".xls", "密码"]),
        ("a.xlsx", b"PK not really", ["不是完好的 .xlsx"]),
        ("a.txt", b"x", [".csv", ".xlsx"]),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_remedy(tmp_path: Path, name: str, data: bytes, words: list[str]):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(EvalError) as error:
        read_questions(tmp_path / name)
    assert all(word in str(error.value) for word in words)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(EvalError, match=r"读不到 .*没有\.csv"):
        read_questions(tmp_path / "没有.csv")


def test_a_second_sheet_of_questions_is_not_passed_over_in_silence(tmp_path: Path):
    book = Workbook()
    for page in (book.worksheets[0], book.create_sheet("二季度")):
        page.append(["问题"])
        page.append(["补贴多少"])
    book.save(tmp_path / "a.xlsx")
    assert "二季度" in read_questions(tmp_path / "a.xlsx").ignored[0]


# ------------------------------------------------------------------------------------------------ writing

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝cmd|' /C calc'!A0"]


def test_a_csv_holds_no_formula_and_gives_the_text_back(tmp_path: Path):
    write_table(tmp_path / "a.csv", [Column("问题")], [[text] for text in DANGEROUS])
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row[0][0] for row in rows[1:]] == ["'"] * 6
    assert [row.values[0] for row in read_tables(tmp_path / "a.csv")[0].rows[1:]][:4] == DANGEROUS[:4]


def test_a_workbook_holds_no_formula_and_gives_the_text_back(tmp_path: Path):
    write_table(tmp_path / "a.xlsx", [Column("问题")], [[text] for text in DANGEROUS], [["=2+2"]])
    book = load_workbook(tmp_path / "a.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["问题", *DANGEROUS, "=2+2"]
    assert all(cell.quotePrefix for cell in cells[1:])


def test_a_workbook_keeps_numbers_and_days_and_drops_what_xml_cannot_hold(tmp_path: Path):
    write_table(tmp_path / "a.xlsx", [Column("a")] * 4, [[-5, date(2018, 1, 1), "甲\x07乙", "长" * 40_000]])
    row = next(load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True))
    assert row[:3] == (-5, datetime(2018, 1, 1), "甲乙")
    assert len(str(row[3])) == 32_767


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (3.0, "3"), (3.5, "3.5"), (datetime(2018, 1, 1), "2018-01-01"), ("  甲 ", "甲")],
)
def test_values_as_people_read_them(value: object, text: str):
    assert text_of(value) == text


# ------------------------------------------------------------------------------------------------ answering


def test_answers_stand_beside_the_office_columns(base: KnowledgeBase, sheet: Write):
    summary, rows = run(base, sheet(f"编号,问题,备注\n7,{WORKSHOP},王科\n8,{WEATHER},\n"))
    given = ("status", "answer", "citation", "validity", "notices", "problem")
    assert list(rows[0]) == ["编号", "问题", "备注", *(RESULT_HEADINGS[key] for key in given)]
    first, second = rows
    assert (first["编号"], first["备注"]) == ("7", "王科")
    assert first["状态 status"] == "已答复 answered"
    assert WORKSHOP_QUOTE in first["答复 answer"]
    assert NOTICE in first["引用 citation"] and "二（一）1" in first["引用 citation"]
    assert first["效力 validity"].endswith("现行有效 in force")
    assert second["状态 status"].startswith("没有找到依据")
    assert second["答复 answer"] == "" and second["提示 notices"]
    assert (summary.rows, summary.answered, summary.refused, summary.failed, summary.scored) == (2, 1, 1, 0, 0)


def test_a_row_has_its_own_day_region_and_document(base: KnowledgeBase, sheet: Write):
    _, rows = run(base, sheet(f"问题,日期,地区,文件\n{WORKSHOP},2026-01-01,临沂,{NOTICE}\n"))
    assert rows[0]["效力 validity"].endswith("已失效 expired")
    assert NOTICE in rows[0]["引用 citation"]


def test_good_rows_are_done_and_bad_ones_named(base: KnowledgeBase, sheet: Write):
    source = sheet(
        f"编号,问题,地区,日期,文件\n1,,临沂,,\n2,{WORKSHOP},月球基地,,\n3,{WORKSHOP},,去年,\n4,{WORKSHOP},,,无此文件\n5,？？,,,\n6,甲,乙,丙,丁,戊,己\n7,{WORKSHOP},,,\n"
    )  # fmt: skip
    summary, rows = run(base, source)
    assert (summary.rows, summary.answered, summary.failed) == (7, 1, 6)
    places = [problem.split("：")[0] for problem in summary.problems]
    assert places == [
        "问题.csv 第 2 行“问题” (line 2)",
        "问题.csv 第 3 行“地区” (line 3)",
        "问题.csv 第 4 行“日期” (line 4)",
        "问题.csv 第 5 行“文件” (line 5)",
        "问题.csv 第 6 行“问题” (line 6)",
        "问题.csv 第 7 行“问题” (line 7)",
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
    assert "第 9 行“预期条款”" in summary.problems[0] and "这句话哪份文件里都没有" in summary.problems[0]
    assert (summary.scored, summary.right, summary.with_expected_clause) == (6, 3, 4)
    assert rows[7]["状态 status"] == "已答复 answered"
    assert "评分 6 行，对 3 / 6 = 50%（95 %：19%–81%）" in summary_lines(summary)[1]


def test_all_expected_clauses_must_be_cited_unless_any_will_do(base: KnowledgeBase, tmp_path: Path):
    two = f"{NOTICE} 二（一）1\n{NOTICE} 二（一）2"
    rows = [["问题", "预期条款", "匹配"], [WORKSHOP, two, "全部"], [WORKSHOP, two, "任一"], [WORKSHOP, two, "大概"]]
    summary, told = run(base, workbook(tmp_path / "a.xlsx", *rows))
    assert [row["评分 score"] for row in told] == ["错 wrong", "对 right", ""]
    assert "C4" in summary.problems[0] and "匹配" in summary.problems[0]


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

    def breaks(self: KnowledgeBase, question: str, **filters: object):
        if question == "坏":
            raise ZeroDivisionError("division by zero")
        return ask(self, question, **filters)

    monkeypatch.setattr(KnowledgeBase, "ask", breaks)
    summary, rows = run(base, sheet(f"问题\n坏\n{WORKSHOP}\n"))
    assert [row["状态 status"] for row in rows] == ["程序出错 crashed", "已答复 answered"]
    assert "第 2 行" in summary.problems[0] and "ZeroDivisionError" in summary.problems[0]


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
    with pytest.raises(EvalError, match=r"\.csv"):
        run_sheet(base, source, source.with_name("a.pdf"), DAY)
