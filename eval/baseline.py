"""The accepted state of every question, kept in the repository with the reason for each time it was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.errors import EvalError
from eval.results import SHIPPED, QuestionResult, RunResult, Split
from eval.whole_files import write_json

DEFAULT_BASELINE = Path(__file__).parent / "baseline.json"
BASELINE_FORMAT = 1


@dataclass(frozen=True)
class Remembered:
    """What became of one question when the baseline was accepted; `cited` names document and label of each clause cited."""

    fingerprint: str
    split: Split
    right: bool
    failures: tuple[str, ...]
    found: int | None
    facts_missing: tuple[str, ...]
    cited: tuple[str, ...]


@dataclass(frozen=True)
class Accepted:
    """One acceptance: the day, why, the program's version, the number of questions and the figures then."""

    date: str
    reason: str
    program: str
    questions: int
    metrics: dict[str, float]


@dataclass(frozen=True)
class Baseline:
    """The questions as last accepted and every acceptance so far, oldest first."""

    history: tuple[Accepted, ...]
    questions: dict[str, Remembered]
    format: int = BASELINE_FORMAT


def remembered(result: QuestionResult) -> Remembered:
    """The part of a record that later runs are compared with."""
    return Remembered(
        result.fingerprint,
        result.split,
        result.right,
        result.failures,
        result.found.get(SHIPPED),
        result.facts_missing if result.answerable else (),
        tuple(f"{cited.document} {cited.label}" for cited in result.cited),
    )


def accept(result: RunResult, reason: str, before: Sequence[Accepted] = ()) -> Baseline:
    """A new baseline from a run, its reason at the end of the history; EvalError without a reason."""
    if not reason.strip():
        raise EvalError('请写明理由，如 --accept "新增南京办法"。', 'Say why: --accept "reason".')
    # Times differ from machine to machine: they are shown by the report and no part of what is accepted.
    figures = {
        name: round(figure.value, 4)
        for name, figure in result.metrics.items()
        if figure.value is not None and not name.startswith("latency_")
    }
    entry = Accepted(result.info.date[:10], reason.strip(), result.info.program, len(result.questions), figures)
    return Baseline((*before, entry), {item.id: remembered(item) for item in result.questions})


def save_baseline(baseline: Baseline, path: Path) -> None:
    """Writes the baseline; EvalError where that is not possible."""
    write_json(path, asdict(baseline))


def load_baseline(path: Path) -> Baseline:
    """Reads a baseline; EvalError naming the file where it is missing or not one."""
    try:
        baseline = TypeAdapter(Baseline).validate_json(path.read_bytes())
    except OSError as error:
        raise EvalError(
            f'没有基线 {path}：请先运行 python -m eval gate --accept "理由"。',
            "No baseline: accept one with gate --accept.",
        ) from error
    except ValidationError as error:
        raise EvalError(
            f"{path} 不是基线文件：请从版本库恢复。", "It is not a baseline: restore it from the repository."
        ) from error
    if baseline.format != BASELINE_FORMAT:
        raise EvalError(f"{path} 是其他版本的基线：请重新接受。", "A baseline of another version: accept a new one.")
    return baseline
