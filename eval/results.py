"""A run's result as data: one record a question, one a variant, and what it was measured on; JSON in and out.

Everything that is shown (command line, report, spreadsheet, gate) is made from a `RunResult`. Of the test split only figures and
ids of failures may be shown, so show `RunResult.dev_failures` in full and `RunResult.test_failures` by id alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from eval.errors import EvalError
from eval.whole_files import write_json

Split = Literal["dev", "test"]
QuestionOutcome = Literal["answered", "not_found", "out_of_scope", "invalid", "crashed"]

SHIPPED = "hybrid"
RESULT_FORMAT = 1


@dataclass(frozen=True)
class Gold:
    """A clause that answers a question: the document's id and words of the clause, verbatim."""

    document: str
    quote: str


@dataclass(frozen=True)
class CitedClause:
    """A clause that an answer cites: its document's number (else id), its label, its score and the words quoted."""

    document: str
    label: str
    score: float
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionResult:
    """What became of one question. `fingerprint` changes when the question, its gold or its facts do.

    `ranks[variant]` has one rank (from 1, None: not in the first 100) for each gold, in the order of `gold`; `found[variant]` is the
    rank from which the question counts as found: of the first gold for match "any", of the last for "all". None for what does not
    apply: facts, quotes and notices of a question that was refused or has no gold.
    """

    id: str
    kind: str
    language: str
    split: Split
    style: str | None
    question: str
    fingerprint: str
    gold: tuple[Gold, ...]
    match: Literal["any", "all"]
    status: QuestionOutcome
    ranks: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    found: dict[str, int | None] = field(default_factory=dict)
    facts_total: int = 0
    facts_missing: tuple[str, ...] = ()
    answer_length: int = 0
    quote_precision: float | None = None
    verbatim: bool | None = None
    notices_expected: tuple[str, ...] | None = None
    notices_given: tuple[str, ...] = ()
    notices_right: bool | None = None
    confidence: float = 0.0
    elapsed_ms: float = 0.0
    cited: tuple[CitedClause, ...] = ()
    cited_gold: bool = False
    error: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether the texts hold an answer."""
        return bool(self.gold)

    @property
    def refused(self) -> bool:
        """Whether the program gave no answer, for whatever reason; a crash is no refusal."""
        return self.declared or self.status == "invalid"

    @property
    def declared(self) -> bool:
        """Whether the program declared that the texts hold no answer."""
        return self.status in ("not_found", "out_of_scope")

    @property
    def failures(self) -> tuple[str, ...]:
        """Why the question is not right: crashed, refused, gold_not_in_top_3, fact_missing, answered_unanswerable, invalid."""
        if self.status == "crashed":
            return ("crashed",)
        if not self.answerable:
            return () if self.declared else ("invalid",) if self.refused else ("answered_unanswerable",)
        rank = self.found.get(SHIPPED)
        checks = {
            "refused": self.refused,
            "gold_not_in_top_3": rank is None or rank > 3,
            "fact_missing": not self.refused and bool(self.facts_missing),
        }
        return tuple(name for name, failed in checks.items() if failed)

    @property
    def right(self) -> bool:
        """Gold in the first 3, answered, with every fact in the answer; an unanswerable question refused."""
        return not self.failures


@dataclass(frozen=True)
class Estimate:
    """A figure over `n` questions with its 95 % bootstrap interval; None if no question was eligible."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class VariantResult:
    """One way of finding clauses: `metrics` has hit@1, hit@3, hit@10, MRR@10, nDCG@10 and recall@10 (of all sides, match "all" only).

    `by_language` has the same for zh and en, since BM25 alone cannot answer across languages.
    """

    name: str
    description: str
    metrics: dict[str, Estimate]
    by_language: dict[str, dict[str, Estimate]] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupResult:
    """The figures of one group of questions: `dimension` is kind, language, style or split. Keys as in `RunResult.metrics`."""

    dimension: str
    name: str
    questions: int
    metrics: dict[str, Estimate]


@dataclass(frozen=True)
class RunInfo:
    """What was measured, where, when and with what. `seconds` is the whole run; `memory_mib` the peak resident memory."""

    date: str
    program: str
    machine: str
    cores: int
    python: str
    model: str
    corpus: str
    questions_file: str
    questions_sha256: str
    split: str
    default_as_of: str
    seconds: float
    memory_mib: int


@dataclass(frozen=True)
class RunCounts:
    """How many questions stand behind the figures. `excluded` counts, by metric, the questions that were not eligible for it."""

    questions: int
    answerable: int
    unanswerable: int
    crashed: int
    excluded: dict[str, int]


@dataclass(frozen=True)
class RunResult:
    """One run. `metrics` are of what ships; its names and meaning are in `eval.metrics.MEANING`."""

    info: RunInfo
    counts: RunCounts
    metrics: dict[str, Estimate]
    variants: tuple[VariantResult, ...]
    groups: tuple[GroupResult, ...]
    questions: tuple[QuestionResult, ...]
    format: int = RESULT_FORMAT

    @property
    def dev_failures(self) -> tuple[QuestionResult, ...]:
        """The questions to work with that are not right; may be shown in full."""
        return tuple(item for item in self.questions if item.split == "dev" and not item.right)

    @property
    def test_failures(self) -> tuple[str, ...]:
        """The ids of the test questions that are not right: all that may be shown of them."""
        return tuple(item.id for item in self.questions if item.split == "test" and not item.right)


def save_run(result: RunResult, path: Path) -> None:
    """Writes the result as JSON; EvalError where that is not possible."""
    write_json(path, asdict(result))


def load_run(path: Path) -> RunResult:
    """Reads what `save_run` wrote; EvalError naming the file otherwise."""
    try:
        result = TypeAdapter(RunResult).validate_json(path.read_bytes())
    except OSError as error:
        raise EvalError(
            f"读不到 {path}（{error.strerror}）：请先运行 python -m eval run --json {path}。",
            "Cannot read it: write it with `run --json`.",
        ) from error
    except ValidationError as error:
        raise EvalError(
            f"{path} 不是评测结果（{error.error_count()} 处不符）：请重新运行 python -m eval run --json {path}。",
            "It is not the result of a run of this program: run it again.",
        ) from error
    if result.format != RESULT_FORMAT:
        raise EvalError(f"{path} 是其他版本的结果：请重新运行。", "It is of another format version: run it again.")
    return result
