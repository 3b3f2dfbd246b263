"""An office's own table of questions comes back answered and, where it says what it expects, scored.

`.csv` and `.xlsx` in, either out. Every good row is done and every bad one is named with its cell; a question that breaks the program
is a named row too. The office's own columns are given back as they came, the answers stand to their right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from eval.curves import wilson
from eval.errors import EvalError
from eval.expected_clauses import ExpectedClauses
from eval.metrics import found_rank
from eval.sheet_columns import KNOWN_HEADINGS, Expectation, expectation_of, expects, read_expectations
from eval.texts import has_fact
from eval.whole_files import write_whole
from index import Progress
from kb.answers import Answer
from kb.messages import Message
from kb.records import Filters
from kb.sheets import (
    RESULT_HEADINGS,
    CellValue,
    QuestionSheet,
    RowAnswer,
    RowProblem,
    SheetCounts,
    SheetQuestion,
    answer_row,
    check_suffix,
    counts_of,
    crashed_row,
    kept_cells,
    problem_rows,
    result_cells,
    result_columns,
    summary_rows,
    table_bytes,
)
from kb.store import KnowledgeBase

SHEET_DEPTH: Final = 10


@dataclass(frozen=True)
class Score:
    """What an answer is worth by what the office expected. `rank` is of the expected clause among the first ten found, None: not there."""

    right: bool
    rank: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SheetResult:
    """What came of one row. `score` is None if nothing was expected or the expectation is not understood."""

    found: RowAnswer
    score: Score | None = None
    expected: bool = False


@dataclass(frozen=True)
class SheetSummary:
    """How a table came out; `problems` name file, cell, what is wrong and how to mend it, one line each."""

    target: Path
    counts: SheetCounts
    scored: int
    right: int
    in_first_three: int
    with_expected_clause: int
    problems: tuple[RowProblem | Message, ...]


def run_sheet(
    base: KnowledgeBase, source: Path, target: Path, as_of: date | None = None, progress: Progress | None = None
) -> SheetSummary:
    """Answers the questions of `source` into `target`; `as_of` holds for rows without a day of their own (default today).

    TableError where the file cannot be used at all, EvalError where `target` cannot be written; faulty rows are named in the summary.
    """
    check_suffix(target.name)
    if source.resolve() == target.resolve():
        raise EvalError(
            f"{target} 会覆盖原表：请换个输出文件名。", "It would overwrite your table: choose another output name."
        )
    sheet = read_expectations(source)
    results: list[SheetResult] = []
    for result in _results(base, sheet, as_of or date.today()):
        results.append(result)
        if progress:
            progress(len(results), len(sheet.rows))
    summary = _summary(target, results, sheet)
    given = [key for key in RESULT_HEADINGS if expects(sheet) or key not in ("score", "rank", "missing")]
    columns = result_columns(sheet, given, KNOWN_HEADINGS)
    rows = [[*kept_cells(result.found.row, sheet), *_cells(result, given)] for result in results]
    data = table_bytes(target.name, columns, rows, _summary_rows(summary, source, as_of or date.today()))
    write_whole(target, data)
    return summary


def _results(base: KnowledgeBase, sheet: QuestionSheet, day: date) -> Iterator[SheetResult]:
    finder = ExpectedClauses(base) if expects(sheet) else None
    for row in sheet.rows:
        try:
            expected = expectation_of(row) if row.asked else Expectation()
        except EvalError as error:
            yield SheetResult(RowAnswer(row, problem=RowProblem(row.where["match"], error.message)))
            continue
        found = answer_row(base, row, day)
        if finder is None or found.answer is None or found.problem or row.asked is None or not expected:
            yield SheetResult(found)
            continue
        try:
            yield _scored(base, found, found.answer, row.asked, row.asked.filters.as_of or day, expected, finder)
        except EvalError as error:
            yield SheetResult(replace(found, problem=RowProblem(row.where["expected"], error.message)))
        except Exception as error:  # noqa: BLE001 - one question that breaks the program must not cost the office the others
            yield SheetResult(crashed_row(row, error))


def _scored(
    base: KnowledgeBase,
    found: RowAnswer,
    answer: Answer,
    asked: SheetQuestion,
    day: date,
    wanted: Expectation,
    finder: ExpectedClauses,
) -> SheetResult:
    """A row with its score; EvalError where the clause expected is not understood."""
    clauses = finder.find(wanted.expected, _document_id(base, asked.filters.document)) if wanted.expected else ()
    score = _score(base, asked, day, answer, wanted, clauses, finder)
    return SheetResult(found, score, bool(wanted.expected))


def _document_id(base: KnowledgeBase, name: str | None) -> str | None:
    return base.clauses(name)[0].document if name else None


def _score(
    base: KnowledgeBase,
    asked: SheetQuestion,
    day: date,
    answer: Answer,
    wanted: Expectation,
    expected: Sequence[frozenset[str]],
    finder: ExpectedClauses,
) -> Score:
    answered = answer.status == "answered"
    if wanted.unanswerable:
        return Score(not answered, None, ("应拒答 should have been refused",) if answered else ())
    hits = base.search(asked.question, SHEET_DEPTH, asked.filters.over(Filters(as_of=day))) if expected else []
    ranks = [next((n for n, hit in enumerate(hits, 1) if finder.covers(ids, hit.clause.id)), None) for ids in expected]
    uncited = [ids for ids in expected if not any(finder.covers(ids, c.clause.id) for c in answer.citations)]
    if wanted.match == "any" and len(uncited) < len(expected):
        uncited = []
    said = "\n".join(item.text for item in answer.answer)
    missing = [] if answered else ["未作答 not answered"]
    missing += [f"未引 not cited: {' / '.join(sorted(ids)[:3])}" for ids in uncited]
    missing += [f"缺要点 fact missing: {fact}" for fact in wanted.facts if not has_fact(said, fact)]
    return Score(not missing, found_rank(ranks, wanted.match), tuple(missing))


def _cells(result: SheetResult, keys: Sequence[str]) -> list[CellValue]:
    cells, score = result_cells(result.found), result.score
    if score is not None:
        cells["score"] = "对 right" if score.right else "错 wrong"
        cells["rank"] = score.rank
        cells["missing"] = "\n".join(score.missing)
    return [cells.get(key, "") for key in keys]


def _summary(target: Path, results: Sequence[SheetResult], sheet: QuestionSheet) -> SheetSummary:
    found = [result.found for result in results]
    scores = [result.score for result in results if result.score is not None]
    with_clause = [result.score for result in results if result.score is not None and result.expected]
    return SheetSummary(
        target=target,
        counts=counts_of(found),
        scored=len(scores),
        right=sum(score.right for score in scores),
        in_first_three=sum(score.rank is not None and score.rank <= 3 for score in with_clause),
        with_expected_clause=len(with_clause),
        problems=(*(row.problem for row in found if row.problem), *sheet.ignored),
    )


def summary_lines(summary: SheetSummary) -> list[str]:
    """The summary as a command line prints it, Chinese first."""
    counts = summary.counts
    lines = [
        f"{counts.rows} 行：已答复 {counts.answered}，拒答 {counts.refused}，有误 {counts.failed}。"
        f" {counts.rows} rows: {counts.answered} answered, {counts.refused} refused, {counts.failed} faulty."
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


def _summary_rows(summary: SheetSummary, source: Path, day: date) -> list[list[CellValue]]:
    rows = summary_rows(source.name, day, summary.counts)
    if summary.scored:
        meaning = "作答、引用了预期条款且要点齐全；预期为“无”的被拒答。 Answered, cited, every fact there; or rightly refused."
        rows += [
            ["已评分 Scored", summary.scored, "写有预期的行。 Rows that say what they expect."],
            ["答对 Right", summary.right, f"{_share(summary.right, summary.scored)}。{meaning}"],
        ]
    if summary.with_expected_clause:
        found = _share(summary.in_first_three, summary.with_expected_clause)
        rows.append(["预期条款在前三 In the top 3", summary.in_first_three, found])
    return rows + problem_rows(summary.problems)
