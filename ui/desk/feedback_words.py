"""The words of the page that lists feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.answers import Status
from kb.people import FeedbackState
from kb.records import Language


@dataclass(frozen=True)
class FeedbackWords:
    """The page's words in one language."""

    title: str
    lead: str
    show: str
    states: dict[FeedbackState | None, str]
    none: str
    question: str
    filters: str
    in_force: str
    answered: str
    statuses: dict[Status, str]
    cited: str
    note: str
    right_clause: str
    close: str
    reopen: str
    adopt: str


FEEDBACK: Final[dict[Language, FeedbackWords]] = {
    "zh": FeedbackWords(
        title="反馈",
        lead="大家对答复的评价，最新的在前。身份证号、电话和银行卡号在写入前已遮去。",
        show="显示",
        states={"open": "待处理", "adopted": "已编入题集", "closed": "已关闭", None: "全部"},
        none="这里还没有反馈。在查询页的答复下方可以评价。",
        question="所问",
        filters="筛选",
        in_force="只看现行有效的",
        answered="答复",
        statuses={
            "answered": "有依据",
            "not_found": "没有找到依据",
            "out_of_scope": "不在收录范围内",
            "invalid": "没法查",
        },
        cited="所引条款",
        note="说明",
        right_clause="正确的条款",
        close="关闭",
        reopen="重新打开",
        adopt="编入题集",
    ),
    "en": FeedbackWords(
        title="Feedback",
        lead="What people said about answers, the latest first. Identity-card, phone and bank-card numbers were masked before anything was written.",
        show="Show",
        states={"open": "Open", "adopted": "In the question set", "closed": "Closed", None: "All"},
        none="There is no feedback here yet. Answers are judged below the answer on the Ask page.",
        question="Question",
        filters="Filters",
        in_force="only in force",
        answered="Answer",
        statuses={
            "answered": "found in the texts",
            "not_found": "not found",
            "out_of_scope": "out of scope",
            "invalid": "not a question",
        },
        cited="Cited",
        note="Note",
        right_clause="The right clause",
        close="Close",
        reopen="Reopen",
        adopt="Into the question set",
    ),
}
