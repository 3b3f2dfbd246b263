"""An office's own table of questions comes back answered and, where it says what it expects, scored.

`.csv` and `.xlsx` in, either out. Every good row is done and every bad one is named with its cell; a question that breaks the program
is a named row too. The office's own columns are given back as they came, the answers stand to their right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from eval.curves import wilson
from eval.errors import EvalError
from eval.expected_clauses import ExpectedClauses
from eval.metrics import found_rank
from eval.sheet_columns import RESULT_HEADINGS, QuestionSheet, SheetQuestion, SheetRow, column_of, read_questions
from eval.sheet_files import Column, Value, check_suffix, write_table
from eval.texts import has_fact
from eval.words import STATUS, VALIDITY, name_of
from kb.base import KnowledgeBase
from kb.citations import citation_line
from kb.errors import KnowledgeBaseError, UnknownDocument, UnknownRegion
from kb.records import Answer

Progress = Callable[[int, int], None]

DEPTH: Final = 10
_CELL_OF: Final = {UnknownRegion: "region", UnknownDocument: "document"}
_WIDTHS: Final = {
    **{"id": 8, "question": 40, "document": 24, "expected": 36, "facts": 20},
    **{"status": 16, "answer": 60, "citation": 44, "validity": 18, "notices": 44, "missing": 36, "problem": 44},
}


@dataclass(frozen=True)
class Score:
    """What an answer is worth by what the office expected. `rank` is of the expected clause among the first ten found, None: not there."""

    right: bool
    rank: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SheetResult:
    """What came of one row. `score` is None where nothing was expected or the expectation is not understood."""

    row: SheetRow
    answer: Answer | None = None
    score: Score | None = None
    problem: str = ""
    crashed: bool = False


@dataclass(frozen=True)
class SheetSummary:
    """How a table came out; `problems` name file, cell, what is wrong and how to mend it, one line each."""

    target: Path
    rows: int
    answered: int
    refused: int
    failed: int
    scored: int
    right: int
    in_first_three: int
    with_expected_clause: int
    problems: tuple[str, ...]


def run_sheet(
    base: KnowledgeBase, source: Path, target: Path, as_of: date | None = None, progress: Progress | None = None
) -> SheetSummary:
    """Answers the questions of `source` into `target`; `as_of` holds for rows without a day of their own (default today).

    EvalError where the file cannot be used at all or `target` cannot be written; faulty rows are named in the summary.
    """
    check_suffix(target)
    if source.resolve() == target.resolve():
        raise EvalError(
            f"{target} 会覆盖原表：请换个输出文件名。 It would overwrite your table: choose another output name."
        )
    sheet = read_questions(source)
    results: list[SheetResult] = []
    for result in _results(base, sheet, as_of or date.today()):
        results.append(result)
        if progress:
            progress(len(results), len(sheet.rows))
    summary = _summary(target, results, sheet)
    columns = [Column(heading, _WIDTHS.get(column_of(heading) or "", 14)) for heading in sheet.headings]
    given = [key for key in RESULT_HEADINGS if sheet.expects or key not in ("score", "rank", "missing")]
    columns += [Column(RESULT_HEADINGS[key], _WIDTHS.get(key, 14)) for key in given]
    rows = [[*_padded(result.row.kept, len(sheet.headings)), *_cells(result, given)] for result in results]
    write_table(target, columns, rows, _summary_rows(summary, source, as_of or date.today()))
    return summary


def _results(base: KnowledgeBase, sheet: QuestionSheet, day: date) -> Iterator[SheetResult]:
    finder = ExpectedClauses(base) if sheet.expects else None
    for row in sheet.rows:
        if row.asked is None:
            yield SheetResult(row, problem=row.problem)
            continue
        try:
            yield _result(base, row, row.asked, row.asked.as_of or day, finder)
        except KnowledgeBaseError as error:
            key = next((key for kind, key in _CELL_OF.items() if isinstance(error, kind)), "question")
            yield SheetResult(row, problem=f"{row.where[key]}：{error}")
        except Exception as error:  # noqa: BLE001 - one question that breaks the program must not cost the office the others
            what = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
            problem = f"{row.where['question']}：程序出错（{what}），请报告此问题。 The program failed here: report it."
            yield SheetResult(row, problem=problem, crashed=True)


def _result(
    base: KnowledgeBase, row: SheetRow, asked: SheetQuestion, day: date, finder: ExpectedClauses | None
) -> SheetResult:
    answer = base.ask(asked.question, region=asked.region, document=asked.document, as_of=day)
    result = SheetResult(row, answer)
    if answer.status == "invalid":
        reason = answer.notices[0].text if answer.notices else "请改写问题。 Rewrite the question."
        return replace(result, problem=f"{row.where['question']}：{reason}")
    if finder is None or not (asked.expected or asked.facts or asked.unanswerable):
        return result
    expected: tuple[frozenset[str], ...] = ()
    if asked.expected:
        try:
            expected = finder.find(asked.expected, _document_id(base, asked.document))
        except EvalError as error:
            return replace(result, problem=f"{row.where['expected']}：{error}")
    return replace(result, score=_score(base, asked, day, answer, expected, finder))


def _document_id(base: KnowledgeBase, name: str | None) -> str | None:
    return base.clauses(name)[0].document if name else None


def _score(
    base: KnowledgeBase,
    asked: SheetQuestion,
    day: date,
    answer: Answer,
    expected: Sequence[frozenset[str]],
    finder: ExpectedClauses,
) -> Score:
    answered = answer.status == "answered"
    if asked.unanswerable:
        return Score(not answered, None, ("应拒答 should have been refused",) if answered else ())
    hits = (
        base.search(asked.question, DEPTH, region=asked.region, document=asked.document, as_of=day) if expected else []
    )
    ranks = [next((n for n, hit in enumerate(hits, 1) if finder.covers(ids, hit.clause.id)), None) for ids in expected]
    uncited = [ids for ids in expected if not any(finder.covers(ids, c.clause.id) for c in answer.citations)]
    if asked.match == "any" and len(uncited) < len(expected):
        uncited = []
    said = "\n".join(item.text for item in answer.answer)
    missing = [] if answered else ["未作答 not answered"]
    missing += [f"未引 not cited: {' / '.join(sorted(ids)[:3])}" for ids in uncited]
    missing += [f"缺要点 fact missing: {fact}" for fact in asked.facts if not has_fact(said, fact)]
    return Score(not missing, found_rank(ranks, asked.match), tuple(missing))


def _cells(result: SheetResult, keys: Sequence[str]) -> list[Value]:
    answer, score = result.answer, result.score
    cells: dict[str, Value] = {"problem": result.problem, "status": str(STATUS["invalid"])}
    if answer is not None:
        several = len(answer.citations) > 1
        mark = {citation.n: f"[{citation.n}] " if several else "" for citation in answer.citations}
        cells["status"] = str(name_of(STATUS, answer.status))
        cells["answer"] = "\n".join(
            f"{mark[item.citation]}{f'{item.column}：' if item.column else ''}{item.text}" for item in answer.answer
        )
        cells["citation"] = "\n".join(
            f"{mark[c.n]}{citation_line(c.document, c.clause.label)}" for c in answer.citations
        )
        cells["validity"] = "\n".join(f"{mark[c.n]}{VALIDITY[c.validity]}" for c in answer.citations)
        cells["notices"] = "\n".join(notice.text for notice in answer.notices)
    elif result.crashed:
        cells["status"] = str(STATUS["crashed"])
    if score is not None:
        cells["score"] = "对 right" if score.right else "错 wrong"
        cells["rank"] = score.rank
        cells["missing"] = "\n".join(score.missing)
    return [cells.get(key, "") for key in keys]


def _padded(values: Sequence[Value], width: int) -> list[Value]:
    return [*values, *[None] * (width - len(values))]


def _summary(target: Path, results: Sequence[SheetResult], sheet: QuestionSheet) -> SheetSummary:
    status = [result.answer.status if result.answer else "invalid" for result in results]
    scores = [result.score for result in results if result.score is not None]
    with_clause = [
        result.score
        for result in results
        if result.score is not None and result.row.asked is not None and result.row.asked.expected
    ]
    return SheetSummary(
        target=target,
        rows=len(results),
        answered=status.count("answered"),
        refused=status.count("not_found") + status.count("out_of_scope"),
        failed=status.count("invalid"),
        scored=len(scores),
        right=sum(score.right for score in scores),
        in_first_three=sum(score.rank is not None and score.rank <= 3 for score in with_clause),
        with_expected_clause=len(with_clause),
        problems=(*(result.problem for result in results if result.problem), *sheet.ignored),
    )


def summary_lines(summary: SheetSummary) -> list[str]:
    """The summary as a command line prints it, Chinese first."""
    lines = [
        f"{summary.rows} 行：已答复 {summary.answered}，拒答 {summary.refused}，有误 {summary.failed}。"
        f" {summary.rows} rows: {summary.answered} answered, {summary.refused} refused, {summary.failed} faulty."
    ]
    if summary.scored:
        lines.append(f"评分 {summary.scored} 行，对 {_share(summary.right, summary.scored)}。 Scored and right.")
    if summary.with_expected_clause:
        found = _share(summary.in_first_three, summary.with_expected_clause)
        lines.append(f"预期条款在前三：{found}。 Expected clause among the first three.")
    return lines


def _share(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part} / {whole} = {part / whole:.0%}（95 %：{low:.0%}–{high:.0%}）"


def _summary_rows(summary: SheetSummary, source: Path, day: date) -> list[list[Value]]:
    rows: list[list[Value]] = [
        ["项目 Item", "数 Figure", "说明 Meaning"],
        ["原表 Source", None, source.name],
        ["默认基准日期 As of", day, "没有自己日期的行按这一天判断效力。 For rows without a day of their own."],
        ["行数 Rows", summary.rows, "有内容的行。 Rows that are not blank."],
        ["已答复 Answered", summary.answered, "答复逐字引自条款。 Answers are the clauses' own words."],
        ["拒答 Refused", summary.refused, "现有文件没有写到，或不在收录范围。 Not in the texts held, or out of scope."],
        ["有误 Faulty", summary.failed, "见“须改正”一列。 See the column of what to mend."],
    ]
    if summary.scored:
        meaning = "作答、引用了预期条款且要点齐全；预期为“无”的被拒答。 Answered, cited, every fact there; or rightly refused."
        rows += [
            ["已评分 Scored", summary.scored, "写有预期的行。 Rows that say what they expect."],
            ["答对 Right", summary.right, f"{_share(summary.right, summary.scored)}。{meaning}"],
        ]
    if summary.with_expected_clause:
        found = _share(summary.in_first_three, summary.with_expected_clause)
        rows.append(["预期条款在前三 In the top 3", summary.in_first_three, found])
    rows.extend([f"须改正 {n}", None, problem] for n, problem in enumerate(summary.problems, 1))
    return rows
