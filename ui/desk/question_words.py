"""The words of the question form, its history and its feedback, in both languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

from kb.people import FeedbackVerdict
from kb.records import DocumentKind, Language

VERDICTS: Final[tuple[FeedbackVerdict, ...]] = get_args(FeedbackVerdict)


@dataclass(frozen=True)
class DeskWords:
    """The form's words in one language."""

    question: str
    placeholder: str
    ask: str
    region: str
    all_regions: str
    document: str
    all_documents: str
    kind: str
    all_kinds: str
    kinds: dict[DocumentKind, str]
    as_of: str
    as_of_placeholder: str
    in_force: str
    for_example: str
    examples: tuple[str, ...]
    history: str
    sheets: str
    shortcuts: str
    keys: tuple[tuple[str, str], ...]
    feedback: str
    feedback_hint: str
    verdict: str
    verdicts: dict[FeedbackVerdict, str]
    note: str
    note_placeholder: str
    right_clause: str
    right_clause_placeholder: str
    send: str
    sent: str
    no_verdict: str
    no_answer: str


DESK: Final[dict[Language, DeskWords]] = {
    "zh": DeskWords(
        question="想查什么？",
        placeholder="用平常的话问，例如：残疾人离退休不到五年有什么补贴？",
        ask="查依据",
        region="地区（可自己填写）",
        all_regions="全部地区",
        document="文件",
        all_documents="全部文件",
        kind="文种",
        all_kinds="全部文种",
        kinds={
            "notice": "通知",
            "opinion": "意见",
            "plan": "方案、计划",
            "regulation": "办法、规定",
            "decision": "决定",
            "announcement": "公告",
            "reply": "批复、函",
            "digest": "报刊摘编",
            "other": "其他",
        },
        as_of="效力以哪天为准（年-月-日）",
        as_of_placeholder="留空即今天",
        in_force="只看现行有效的",
        for_example="例如",
        examples=(
            "持有残疾证、离领养老金不到五年的人有什么补贴？",
            "灵活就业人员参加生育保险在哪些地方试点？",
            "扶贫车间的一次性奖补怎么申请？",
            "临沂和江苏的公益性岗位期限有什么不同？",
        ),
        history="本次问过的（关闭浏览器即清除）",
        sheets="本次的答复单",
        shortcuts="快捷键",
        keys=(
            ("Enter", "查依据；Shift+Enter 换行"),
            ("Alt+Q", "回到问题框，全选"),
            ("Alt+1…9", "在文件中打开第几条出处"),
            ("Alt+C", "复制第一条的原文和引文"),
            ("Alt+S", "打开可打印的答复单"),
            ("Esc", "关闭文件窗格"),
        ),
        feedback="这个答复对吗？",
        feedback_hint="只存在本单位的电脑里；身份证号、电话和银行卡号会先遮去。",
        verdict="评价",
        verdicts={"right": "对", "wrong": "不对", "incomplete": "不完整", "outdated": "过时了"},
        note="说明（可不填）",
        note_placeholder="哪里不对，缺什么",
        right_clause="正确的条款（可不填）",
        right_clause_placeholder="例如：临人社发〔2016〕12号 二（一）2",
        send="提交反馈",
        sent="已记下，编号 {number}，谢谢。",
        no_verdict="请先选一项评价，再提交。",
        no_answer="这个答复已不在本次会话里，请再查一次后提交，您写的说明还在。",
    ),
    "en": DeskWords(
        question="What do you want to know?",
        placeholder="In everyday words: what is there for a disabled person five years from pension age?",
        ask="Ask",
        region="Region (may be typed)",
        all_regions="All regions",
        document="Document",
        all_documents="All documents",
        kind="Kind",
        all_kinds="All kinds",
        kinds={
            "notice": "Notice",
            "opinion": "Opinion",
            "plan": "Plan or scheme",
            "regulation": "Regulation",
            "decision": "Decision",
            "announcement": "Announcement",
            "reply": "Reply",
            "digest": "Press digest",
            "other": "Other",
        },
        as_of="As of (YYYY-MM-DD)",
        as_of_placeholder="empty: today",
        in_force="Only in force",
        for_example="For example",
        examples=(
            "What subsidy applies to a disabled person five years from pension age?",
            "Where is maternity insurance for flexible workers piloted?",
            "How does a poverty-relief workshop apply for the one-off reward?",
            "How do public welfare post terms differ between Linyi and Jiangsu?",
        ),
        history="Asked in this session (gone when the browser closes)",
        sheets="Sheets of this session",
        shortcuts="Keyboard shortcuts",
        keys=(
            ("Enter", "ask; Shift+Enter for a new line"),
            ("Alt+Q", "to the question, all of it selected"),
            ("Alt+1…9", "open that source in its document"),
            ("Alt+C", "copy the first quote with its citation"),
            ("Alt+S", "open the answer as a sheet to print"),
            ("Esc", "close the document pane"),
        ),
        feedback="Is this answer right?",
        feedback_hint="Kept on this office's machine only; identity-card, phone and bank-card numbers are masked first.",
        verdict="Verdict",
        verdicts={"right": "Right", "wrong": "Wrong", "incomplete": "Incomplete", "outdated": "Outdated"},
        note="Note (optional)",
        note_placeholder="what is wrong, what is missing",
        right_clause="The right clause (optional)",
        right_clause_placeholder="e.g. 临人社发〔2016〕12号 二（一）2",
        send="Send feedback",
        sent="Noted as number {number}. Thank you.",
        no_verdict="Choose a verdict first, then send.",
        no_answer="This answer is no longer in the session: ask again, then send. Your note is kept.",
    ),
}
