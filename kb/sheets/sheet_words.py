"""What a table of answers calls its columns and codes: Chinese first, English second, the same wherever it was made."""

from __future__ import annotations

from typing import Final

from kb.effect_messages import SUPERSEDED

RESULT_HEADINGS: Final = {
    "status": "状态 status",
    "grade": "把握 how sure",
    "answer": "答复 answer",
    "citation": "引用 citation",
    "validity": "效力 validity",
    "notices": "提示 notices",
    "benefits": "可能有关的待遇 benefits",
    "score": "评分 score",
    "rank": "预期名次 rank of expected",
    "missing": "未达之处 what is missing",
    "problem": "须改正 to mend",
}
STATUS_HEADINGS: Final = {
    "answered": "已答复 answered",
    "not_found": "没有找到依据 not found",
    "out_of_scope": "不在收录范围 out of scope",
    "invalid": "无法查询 invalid",
    "crashed": "程序出错 crashed",
}
GRADES: Final = {"clear": "● 明确 clear", "likely": "◐ 可能 likely", "reference": "○ 仅供参考 for reference only"}
VALIDITY: Final = {
    "in_force": "现行有效 in force",
    "expired": "已失效 expired",
    "not_yet_in_force": "尚未施行 not yet in force",
    "superseded": f"{SUPERSEDED.zh} {SUPERSEDED.en}",
    "undated": "未注明有效期 no end date stated",
}
