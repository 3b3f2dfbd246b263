"""Asks every question of a set and records what came of it, once for the answer and once for each variant.

The same questions, store and program give the same records, times apart: `as_of` is pinned and nothing is drawn at random. A question
that crashes the program is a failed question, not the end of the run.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from eval import metrics, variants
from eval.opened import OpenedStore
from eval.questions import DEFAULT_AS_OF, QUESTION_KINDS, STYLES, EvalQuestion
from eval.results import (
    SHIPPED,
    CitedClause,
    Estimate,
    GroupResult,
    QuestionResult,
    RunCounts,
    RunInfo,
    RunResult,
    VariantResult,
)
from eval.texts import CorpusTexts, gold_ranks, has_fact, own_text, squeeze
from eval.variants import DEPTH, PlainQuestion, Searcher
from index import Progress
from kb.answers import Answer
from kb.language import Gazetteer, language_of, normalise, without_filler
from kb.records import Filters

_VALIDITY = {"expired", "not_yet_in_force"}
_DIMENSIONS: dict[str, tuple[str, ...]] = {
    "kind": QUESTION_KINDS,
    "language": ("zh", "en"),
    "style": STYLES,
    "split": ("dev", "test"),
}


@dataclass(frozen=True)
class Bench:
    """All that a question is put to. `searchers` has every variant measured but the one that ships.

    `timed` questions are embedded anew, each in its own time; of others the vectors are kept from one run to the next.
    """

    opened: OpenedStore
    texts: CorpusTexts
    searchers: Mapping[str, Searcher] = field(default_factory=dict)
    gazetteer: Gazetteer = field(default_factory=Gazetteer.load)
    timed: bool = True


def make_bench(
    opened: OpenedStore, texts: CorpusTexts, names: Sequence[str], progress: Progress | None = None
) -> Bench:
    """The bench with these variants; `langchain` embeds its chunks here, told to `progress(done, total)`."""
    searchers: dict[str, Searcher] = {}
    for name in names:
        if name == "langchain":
            searchers[name] = variants.chunk_searcher(texts, opened.embedder, progress)
        elif name != SHIPPED:
            searchers[name] = variants.clause_searcher(name, opened.base.index, opened.clauses)
    return Bench(opened, texts, searchers)


def run_questions(
    questions: Sequence[EvalQuestion], bench: Bench, progress: Progress | None = None, processes: int = 1
) -> tuple[QuestionResult, ...]:
    """One record a question, in order; `progress(done, total)` after each. Further processes are forks of this one."""
    bench.opened.base.warm()
    found: list[QuestionResult] = []
    ask = partial(ask_one, bench=bench)
    with ExitStack() as stack:
        results: Iterable[QuestionResult] = map(ask, questions)
        if processes > 1:
            # What a fork is to do, it has; only questions and records travel.
            pool = stack.enter_context(get_context("fork").Pool(processes, _set_asking, (ask,)))
            results = pool.imap(_ask_in_fork, questions, chunksize=4)
        for item in results:
            found.append(item)
            if progress:
                progress(len(found), len(questions))
    return tuple(found)


def _set_asking(ask: Callable[[EvalQuestion], QuestionResult]) -> None:
    global _asking
    _asking = ask


def _ask_in_fork(question: EvalQuestion) -> QuestionResult:
    return _asking(question)


_asking: Callable[[EvalQuestion], QuestionResult]


def ask_one(question: EvalQuestion, bench: Bench) -> QuestionResult:
    """The record of one question; a crash is recorded as such."""
    blank = _blank(question)
    if bench.timed:
        bench.opened.forget()
    try:
        base = bench.opened.base
        answer = base.ask(question.question, Filters(region=question.region, as_of=question.as_of))
        hits = base.search(question.question, DEPTH, Filters(region=question.region, as_of=question.as_of))
        shipped = gold_ranks(question.gold, ((hit.document.id, own_text(hit.clause)) for hit in hits))
        ranks = {SHIPPED: shipped} | _variant_ranks(question, bench)
    except Exception as error:  # noqa: BLE001 - whatever breaks is what this run is to find, and the next question still counts
        return replace(blank, status="crashed", error=f"{type(error).__name__}: {' '.join(str(error).split())}"[:300])
    ranks = {name: ranks[name] for name in variants.VARIANTS if name in ranks}
    return replace(
        judged_record(blank, question, answer, bench.texts),
        ranks=ranks if question.gold else {},
        found={name: metrics.found_rank(r, question.match) for name, r in ranks.items()} if question.gold else {},
        confidence=answer.confidence,
    )


def _blank(question: EvalQuestion) -> QuestionResult:
    return QuestionResult(
        id=question.id,
        kind=question.kind,
        language=question.language,
        split=question.split,
        style=question.style,
        question=question.question,
        fingerprint=question.fingerprint,
        gold=question.gold,
        match=question.match,
        status="crashed",
        facts_total=len(question.facts),
        facts_missing=question.facts,
        notices_expected=question.notices,
    )


def _variant_ranks(question: EvalQuestion, bench: Bench) -> dict[str, tuple[int | None, ...]]:
    if not bench.searchers or not question.gold:
        return {}
    # The words that the program embeds, so that one vector serves all.
    plain = normalise(question.question)
    text = without_filler(plain, "en" if language_of(plain) == "en" else "zh")
    vector = bench.opened.embedder.embed_query(text)
    asked = PlainQuestion(text, vector, bench.opened.allowed(question.region, bench.gazetteer))
    return {name: gold_ranks(question.gold, search(asked)) for name, search in bench.searchers.items()}


def judged_record(blank: QuestionResult, question: EvalQuestion, answer: Answer, texts: CorpusTexts) -> QuestionResult:
    """The record with what the answer itself is worth, by the corpus files and the gold."""
    citations = {citation.n: citation for citation in answer.citations}
    quoted = [(item.text, citations[item.citation]) for item in answer.answer]
    said = "\n".join(text for text, _ in quoted)
    held = gold_ranks(question.gold, [(c.document.id, own_text(c.clause)) for c in answer.citations])
    in_gold = {
        citation.n: _is_gold(question, citation.document.id, own_text(citation.clause)) for citation in answer.citations
    }
    answered = answer.status == "answered"
    codes = tuple(dict.fromkeys(notice.code for notice in answer.notices))
    return replace(
        blank,
        status=answer.status,
        facts_missing=tuple(fact for fact in question.facts if not has_fact(said, fact)),
        answer_length=len(squeeze(said)),
        quote_precision=sum(in_gold[c.n] for _, c in quoted) / len(quoted) if quoted and question.gold else None,
        verbatim=all(texts.stands_in(c.document.id, text) for text, c in quoted) if quoted else None,
        notices_given=codes,
        notices_right=notices_right(question.notices, codes) if answered else None,
        elapsed_ms=answer.elapsed_ms,
        cited=tuple(
            CitedClause(c.document.number or c.document.id, c.clause.label, c.score, tuple(q.text for q in c.quotes))
            for c in answer.citations
        ),
        cited_gold=answered and metrics.found_rank(held, question.match) is not None,
    )


def _is_gold(question: EvalQuestion, document: str, text: str) -> bool:
    return any(rank is not None for rank in gold_ranks(question.gold, [(document, text)]))


def notices_right(expected: Sequence[str] | None, given: Sequence[str]) -> bool | None:
    """Whether every code expected is given and no false word on validity; None if nothing is expected to be judged."""
    if expected is None:
        return None
    false = set(given) & _VALIDITY - set(expected)
    return set(expected) <= set(given) and not false


def result_of(questions: Sequence[QuestionResult], names: Sequence[str], info: RunInfo) -> RunResult:
    """The figures over the records."""
    figures = metrics.summary(questions)
    return RunResult(
        info=info,
        counts=_counts(questions, figures),
        metrics=figures,
        variants=tuple(_variant(name, questions) for name in names),
        groups=tuple(_groups(questions)),
        questions=tuple(questions),
    )


def _variant(name: str, questions: Sequence[QuestionResult]) -> VariantResult:
    by_language = {
        language: metrics.variant_summary([item for item in questions if item.language == language], name)
        for language in dict.fromkeys(item.language for item in questions)
    }
    return VariantResult(name, variants.DESCRIPTIONS[name], metrics.variant_summary(questions, name), by_language)


def _groups(questions: Sequence[QuestionResult]) -> list[GroupResult]:
    groups: list[GroupResult] = []
    for dimension, names in _DIMENSIONS.items():
        for name in names:
            members = [item for item in questions if getattr(item, dimension) == name]
            if members:
                groups.append(GroupResult(dimension, name, len(members), metrics.summary(members)))
    return groups


def _counts(questions: Sequence[QuestionResult], figures: Mapping[str, Estimate]) -> RunCounts:
    answerable = sum(item.answerable for item in questions)
    single = [name for name in figures if not name.startswith(("gap_", "latency_", "auroc"))]
    return RunCounts(
        questions=len(questions),
        answerable=answerable,
        unanswerable=len(questions) - answerable,
        crashed=sum(item.status == "crashed" for item in questions),
        excluded={name: len(questions) - figures[name].n for name in single if figures[name].n < len(questions)},
    )


def run_info(opened: OpenedStore, file: Path, split: str, seconds: float) -> RunInfo:
    """What was measured, where and when."""
    return RunInfo(
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        program=version("policy-kb"),
        machine=_processor(),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
        model=opened.embedder.model_id,
        corpus=opened.base.fingerprint,
        questions_file=file.name,
        questions_sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        split=split,
        default_as_of=DEFAULT_AS_OF.isoformat(),
        seconds=round(seconds, 1),
        memory_mib=_most_memory(),
    )


def _most_memory() -> int:
    """The most memory that this process has had, MiB; 0 on Windows, which does not tell it so."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak) // (2**20 if sys.platform == "darwin" else 1024)


def _processor() -> str:
    """The processor's name as the system states it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def timer() -> Callable[[], float]:
    """A function that tells the seconds since now."""
    started = time.perf_counter()
    return lambda: time.perf_counter() - started
