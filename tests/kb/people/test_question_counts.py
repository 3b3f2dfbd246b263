"""Questions are counted by what became of them; their words are nowhere."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from kb.people import KEPT_DAYS, QuestionCounts, stats_object
from kb.records import Filters
from kb.store import KnowledgeBase

DAY = date(2026, 11, 29)
CLAUSE = "临人社发〔2016〕12号 二（一）1"


def test_answers_are_counted_and_summed(base: KnowledgeBase, tmp_path: Path) -> None:
    counts = QuestionCounts(tmp_path)
    asked = ("扶贫车间每吸纳一人奖补多少？", "生三孩有没有补贴？", "扶贫车间每吸纳一人奖补多少？")
    answers = [base.ask(question, Filters(as_of=date(2018, 1, 1))) for question in asked]
    for days, answer in zip((0, 0, 1), answers, strict=True):
        counts.add(answer, DAY - timedelta(days=days))
    assert answers[0].citations[0].clause.id == CLAUSE
    assert stats_object(counts.since(DAY - timedelta(days=1)), DAY, {}) == {
        "first": "2026-11-29",
        "questions": 3,
        "statuses": {"answered": 2, "not_found": 1},
        "days": {"2026-11-28": 1, "2026-11-29": 2},
        "documents": {"临人社发〔2016〕12号": 2},
        "clauses": {CLAUSE: 2},
        "refused": {},
    }
    assert sum(count.questions for count in counts.since(DAY)) == 2
    held = (tmp_path / "counts.sqlite3").read_bytes().decode("utf-8", "ignore")
    assert not any(word in held for question in asked for word in (question, question[:4]))


def test_what_is_past_its_time_goes(base: KnowledgeBase, tmp_path: Path) -> None:
    counts = QuestionCounts(tmp_path)
    answer = base.ask("生三孩有没有补贴？")
    for day in (DAY - timedelta(days=KEPT_DAYS + 1), DAY - timedelta(days=KEPT_DAYS), DAY):
        counts.add(answer, day)
    assert [count.day for count in counts.since(date.min)] == [DAY - timedelta(days=KEPT_DAYS), DAY]
