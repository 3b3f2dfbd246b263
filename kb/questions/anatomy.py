"""Questions about a document itself: who issued it, to whom, on what basis, when, and until when it holds.

The blocks around a document's outline (kb/reading/sections.py) rarely contain the words such a question uses: a signature does not say 印发日期. So
each kind of block is indexed with words for what it states, and a question that asks for it is recognised by its cues. The words are
those of GB/T 9704-2012 and everyday ones for the same things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.records import Clause

# What a question calls a document; many cues count only near such a word, since benefits too are issued, sent and expire.
_DOCUMENT = r"(?:文件|通知|意见|方案|办法|计划|政策|规定|文|号)"
_PAPER = r"\b(?:notices?|documents?|plans?|opinions?|rules?|polic(?:y|ies)|regulations?|circulars?|schemes?|programmes?|guidelines)\b"


@dataclass(frozen=True)
class BlockKind:
    """A kind of block: the words it is indexed with, and what questions for it say in Chinese and English."""

    words: str
    cues: re.Pattern[str]


_PARTS: dict[str, BlockKind] = {
    "标题": BlockKind(
        "文件标题 题名 文号 发文机关",
        re.compile(
            r"(?:文件|通知|意见|方案|办法)的?(?:全称|标题|题目|名称|文号)|文号是|几号文|全称"
            r"|哪[个些几一二两三四五六七八九十\d]*家?(?:部门|单位|机关|机构|家|厅局?)[^，。]{0,6}(?:印发|发布|发的|出台|制定|下发|联合)|谁(?:发|印发|制定|出台)"
            r"|(?:哪[家份个]|什么)(?:报纸?|报刊|报社)|(?:full )?title of|document number|newspaper"
            r"|(?:who|which \w+(?: \w+)?) (?:jointly )?(?:issued|published|released|printed)",
            re.IGNORECASE,
        ),
    ),
    "主送机关": BlockKind(
        "主送机关 印发给 发给哪些单位 收文单位",
        re.compile(
            rf"印发给|{_DOCUMENT}[^，。]{{0,10}}(?:发|送|寄)给?(?:了|到)?(?:哪|谁|什么单位)|主送|收文|addressed to|{_PAPER}.{{0,60}}sent to",
            re.IGNORECASE,
        ),
    ),
    "引言": BlockKind(
        "制定依据 根据 目的 上级文件",
        re.compile(
            r"(?:依据|根据)[^，。]{0,6}(?:什么|哪[份个些几两]|啥)|(?:什么|哪[些份几两]*)[^，。]{0,8}(?:依据|根据)|制定依据|为依据|上级文件"
            r"|based on (?:which|what)|(?:which|what) (?:higher|superior|upper)[ -]level|legal basis|pursuant",
            re.IGNORECASE,
        ),
    ),
    "施行日期": BlockKind(
        "施行日期 有效期 执行期限 生效 到期 失效 截止 是否仍有效",
        re.compile(
            rf"有效期|长期有效|(?:还|仍|现在|如今|目前|是否)[^，。]{{0,4}}有效"
            rf"|{_DOCUMENT}[^，。]{{0,12}}(?:失效|过期|到期|作废|(?:还|仍)(?:能|可以?)?(?:用|管用|作数|算数))"
            rf"|{_DOCUMENT}[^，。]{{0,12}}(?:什么时候|何时|哪天|几号)(?:起|开始)?(?:执行|施行|实施|生效)"
            rf"|{_DOCUMENT}[^，。]{{0,8}}(?:管|用|执行|实施|持续|有效)(?:到|至)|(?:执行|施行|有效|管用)(?:到|至)(?:哪|什么|何|几)"
            r"|(?:从|自)?(?:什么时候|何时|哪天)(?:起|开始)?(?:执行|施行|实施|生效)|执行(?:期限|到)"
            rf"|still (?:in force|valid|in effect)|in force|effective (?:date|from|until)|(?:take|come|went|came)s? into (?:force|effect)"
            rf"|{_PAPER}.{{0,80}}(?:expir\w+|still apply|valid)|(?:when|what date).{{0,40}}{_PAPER}.{{0,60}}(?:end|start|apply|effect)"
            r"|\bit (?:expire|end|take effect)"
            rf"|(?:until|till|up to) (?:when|what (?:date|day|year)).{{0,60}}{_PAPER}"
            rf"|how long.{{0,60}}{_PAPER}.{{0,60}}\b(?:run|last|appl(?:y|ies)|valid)"
            rf"|valid (?:until|till)|until (?:what|which) (?:date|year)",
            re.IGNORECASE,
        ),
    ),
    "附件说明": BlockKind(
        "附件目录 附件清单 附有哪些附件",
        re.compile(
            r"附(?:有|带|了)?[^，。]{0,4}附件|(?:哪|几|什么)[^，。]{0,3}附件"
            r"|(?:which|what|how many)(?: \w+){0,2} (?:annex(?:es)?|attachments?)|(?:annex(?:es)?|attachments?) (?:does|do|are|is|has|have)\b"
            r"|(?:have|has|contain|include|come with|there)\w*(?: \w+){0,3} (?:annex(?:es)?|attachments?)",
            re.IGNORECASE,
        ),
    ),
    "落款": BlockKind(
        "发文机关署名 成文日期 签发日期 印发时间",
        re.compile(
            r"(?:什么时候|何时|哪[一]?[天年日月]|几月|几号|日期|时间)[^，。]{0,4}(?:印发|签发|发布|发的|下发|出台|发出|成文|落款|公布|签署)"
            r"|成文日期|落款|署名"
            r"|(?:印发|签发|发布|成文|下发|出台)(?:的)?(?:日期|时间|是(?:什么时候|哪天|何时))|签了?名"
            rf"|(?:when|what date|which date).{{0,60}}{_PAPER}.{{0,60}}(?:issued|signed|dated|published|released)"
            r"|(?:issue|signing|publication) date|dated",
            re.IGNORECASE,
        ),
    ),
    "版记": BlockKind(
        "版记 抄送 抄报 印发机关 印发日期",
        re.compile(r"抄[送报]|版记|印发机关|印发日期|哪天印|何时印|printed (?:on|by)|copied to", re.IGNORECASE),
    ),
    "附注": BlockKind(
        "附注 公开方式 联系单位",
        re.compile(r"公开发布|是否公开|公开方式|联系单位|附注|publicly released|contact unit", re.IGNORECASE),
    ),
    "联系方式": BlockKind(
        "联系方式 联系人 联系电话 电子邮箱",
        re.compile(
            r"联系(?:人|电话|方式)|电话(?:是|号码|多少)|邮箱|找谁联系|打(?:哪个|什么)电话"
            r"|contact (?:person|details|number)|(?:tele)?phone number|e-?mail address",
            re.IGNORECASE,
        ),
    ),
    "表头": BlockKind(
        "",
        re.compile(
            r"哪[些几](?:栏|列|指标|数据)|栏目|表头|表格里?(?:有|包括)|(?:which|what) (?:columns?|indicators?)",
            re.IGNORECASE,
        ),
    ),
}


def role_of_block(clause: Clause) -> str | None:
    """The kind of block a clause is (标题, 落款 …), None for clauses and rows."""
    if clause.kind != "block":
        return None
    name = re.sub(r"〔\d+〕$", "", clause.label)
    return next((role for role in _PARTS if name.endswith(role)), None)


def block_words(clause: Clause) -> str:
    """The words a block is indexed with beside its own; "" for anything else."""
    role = role_of_block(clause)
    return _PARTS[role].words if role else ""


def roles_asked(text: str) -> frozenset[str]:
    """The kinds of block a question asks for."""
    return frozenset(role for role, part in _PARTS.items() if part.cues.search(text))
