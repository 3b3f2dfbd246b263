"""Every word the desk says of its own: the frame around an answer in Chinese and English, and the page's plain messages.

What a document says is never here: quotes, titles and notices come from the knowledge base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.answers import Status
from kb.messages import Message
from kb.records import Language, Validity


@dataclass(frozen=True)
class Frame:
    """The labels around an answer in one language."""

    lang: str
    asked: str
    as_of: str
    found: str
    answer: str
    notices: str
    sources: str
    related: str
    related_hint: str
    near: str
    near_hint: str
    terms: str
    reading: str
    nothing: str
    number: str
    no_number: str
    issuers: str
    issued: str
    region: str
    period: str
    superseded_by: str
    proof: str
    path: str
    clause: str
    copy: str
    copy_both: str
    open: str
    pick: str
    sheet: str
    held: str
    clause_count: str
    copy_line: str
    not_stated: str
    separator: str
    validity: dict[Validity, str]


FRAMES: Final[dict[Language, Frame]] = {
    "zh": Frame(
        lang="zh-CN",
        asked="所问",
        as_of="效力按 {date} 判断",
        found="有依据，共引 {n} 条",
        answer="原文怎么说",
        notices="请注意",
        sources="出处",
        related="其他找到的条款",
        related_hint="仅供查阅，未作为答复的依据。",
        near="相近的规定，不是答复",
        near_hint="现有文件没有写到所问的事；下面的条款只是内容相近，不能当作依据引用。",
        terms="词语对照，不是译文",
        reading="问题是这样读的",
        nothing="没有依据",
        number="文号",
        no_number="原文无文号",
        issuers="发文机关",
        issued="成文日期",
        region="适用地区",
        period="效力期间",
        superseded_by="替代文件",
        proof="效力依据",
        path="位置",
        clause="条款全文",
        copy="复制引文",
        copy_both="复制原文和引文",
        open="在文件中打开",
        pick="收入摘录",
        sheet="打印答复单",
        held="本库收录 {n} 份文件",
        clause_count="{n} 条",
        copy_line="引文",
        not_stated="未载明",
        separator="、",
        validity={
            "in_force": "现行有效",
            "expired": "已失效",
            "not_yet_in_force": "尚未施行",
            "superseded": "已被替代",
            "undated": "未注明有效期",
        },
    ),
    "en": Frame(
        lang="en",
        asked="Question",
        as_of="Validity judged as of {date}",
        found="Found in the texts, {n} cited",
        answer="What the text says",
        notices="Please note",
        sources="Sources",
        related="Other clauses found",
        related_hint="For reading on; the answer does not rest on them.",
        near="Rules that come near: no answer",
        near_hint="The texts held here do not say what was asked. These clauses only come near it: do not rely on them.",
        terms="Terms, not a translation",
        reading="How the question was read",
        nothing="Nothing found",
        number="Number",
        no_number="none in the text",
        issuers="Issued by",
        issued="Dated",
        region="Region",
        period="In effect",
        superseded_by="Replaced by",
        proof="Proof of validity",
        path="Place",
        clause="The whole clause",
        copy="Copy citation",
        copy_both="Copy quote and citation",
        open="Open in document",
        pick="Add to collection",
        sheet="Sheet to print",
        held="Documents held: {n}",
        clause_count="{n} clauses",
        copy_line="Citation",
        not_stated="not stated",
        separator="; ",
        validity={
            "in_force": "In force",
            "expired": "Expired",
            "not_yet_in_force": "Not yet in force",
            "superseded": "Superseded",
            "undated": "No end date stated",
        },
    ),
}


@dataclass(frozen=True)
class Refusal:
    """What is said where there is no answer: what happened, and what to do now."""

    title: Message
    todo: Message


UNANSWERED: Final[dict[Status, Refusal]] = {
    "not_found": Refusal(
        Message("没有找到依据", "The texts held here do not answer this"),
        Message(
            "可以换一种说法再问，或放宽地区和日期；仍无结果时，请到人社服务窗口咨询，或拨打 12333。",
            "Try other words, or widen region and date. If that finds nothing, ask at the service window or call 12333.",
        ),
    ),
    "out_of_scope": Refusal(
        Message("不在收录范围内", "Outside what is held here"),
        Message(
            "“地区”一栏列有收录的地区；其他地区或事项，请到当地人社服务窗口咨询，或拨打 12333。",
            "The Region field lists the places held. For other places or matters ask at the local service window or call 12333.",
        ),
    ),
    "invalid": Refusal(
        Message("这句话没法查", "This cannot be looked up"),
        Message(
            "请用一句话写出想查的事，例如：谁、在哪里、想了解什么补贴或办法。",
            "Write in one sentence what you want to know: who, where, and which subsidy or procedure.",
        ),
    ),
}

BUSY: Final = Message(
    "现在提问的人较多，您的问题还在，请稍后再按一次“查依据”。",
    "The desk is busy; your question is kept. Press Ask again shortly.",
)
BAD_DATE: Final = Message(
    "看不懂这个日期，请写成 2018-01-01 这样的年-月-日，留空即为今天。",
    "This is no date: write YYYY-MM-DD, or leave it empty for today.",
)
FAILED: Final = Message("没能查成", "The look-up failed")
