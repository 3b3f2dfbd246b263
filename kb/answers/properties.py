"""What a question asks of a thing (how much, how long, when, where, with what papers) and the quoted words do not state.

Wide on purpose: whatever may state a property counts as stating it, so that "not mentioned" is said only where nothing comes near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kb.language import FigureKind, kinds_in, simplified
from kb.messages import Message
from kb.questions import Ask, Question
from kb.regex import regex

_FIGURES: Mapping[FigureKind, Message] = {
    "money": Message("金额", "how much"),
    "share": Message("比例", "what share"),
    "age": Message("年龄", "what age"),
    "duration": Message("期限", "for how long"),
    "phone": Message("电话", "a telephone number"),
    "mail": Message("邮箱", "an e-mail address"),
    "web": Message("网址", "a web address"),
    "hour": Message("办公时间", "opening hours"),
}
_TIME = "年月季周天日"
_HAND_IN = "(?:提供|提交|出示|携带|[持凭])"
_NAMES: Mapping[Ask, Message] = {
    "when": Message("时间", "when"),
    "where": Message("地点", "where"),
    "materials": Message("材料", "which papers"),
}
# What may state each of them. 经营12个月以上 is no time at which something is done: of a duration its start or end alone is. 农村, 城市, 市场
# and 省级 are no place to go.
_STATED: Mapping[Ask, re.Pattern[str]] = {
    "when": regex(
        rf"\d{{4}}\s*年|月\s*(?:份|底|初|[上中下]旬|\d+\s*[日号])|[每按逐当次][{_TIME}]|季度|[年月]底|年[末初]|之日|当日|期[满间限]"
        rf"|[{_TIME}]\s*(?:之?[内前后]|以[内前后]|起)|(?<!甚)至(?![少今])|最[长晚迟]|[及随即定]时|立即|定期|长期|同时"
    ),
    "where": regex(
        r"(?<![农城])[省市县区乡镇村](?![里级场民域别])|地[址点区]|窗口|大厅|中心|机构|部门|单位|基地|平台|园|社区|街道"
        r"|[\u4e00-\u9fff][局厅所站办院校](?![理法事])|逐级"
    ),
    "materials": regex(rf"{_HAND_IN}.{{0,60}}(?:[证卡册表票]|合同|协议)|材料|资料|[原复]印?件|证[明书件]|身份证|户口"),
}
_MODAL = "(?:才|就|会|要|可以|能够?)"
# 多久能批下来 asks when it is done, 能领多久 for how long.
_WAIT = regex(rf"多(?:久|长时间){_MODAL}|how (?:long (?:until|before|does it take)|soon)", re.IGNORECASE)
# What is asked about when: 什么时候到账, 到账时间.
_EVENT = regex(
    rf"(?:(?:什么|啥)时候?+|何时|几时|哪一?[天日月]|多久){_MODAL}*([\u4e00-\u9fff]{{2,4}})(?=[?？。，,]|$)"
    r"|([\u4e00-\u9fff]{2})的?(?:时间|日期)$",
    needs="时哪久日",
)

# 到账, 发放, 打款: of when money is paid speaks only a sentence that says it is. 领取 is what the other side does.
_PAID = regex("到[账位手]|打[款卡入]|发放|发给|月发|拨|支付|划[转入]|汇入|兑现")
_ASKS_PAID = regex("到[账位手]|打[款卡]|发|拨|支付|兑现|下来")


def unstated(question: Question, quoted: Iterable[tuple[str, str]]) -> list[Message]:
    """The properties asked for that no quoted sentence may state; each is given after its column, "" outside tables."""
    texts = [simplified(f"{column} {text}") for column, text in quoted]
    waits, event = _WAIT.search(question.text), _EVENT.search(question.text)
    figures = question.figures
    # Of a time more is known than the shape of its figures.
    is_of_time = "date" in figures or waits
    missing = [] if is_of_time or any(figures & kinds_in(text) for text in texts) else _names_of(figures)
    asked = question.asks | ({"when"} if waits or event else frozenset())
    for ask, stated in _STATED.items():
        of_event = [text for text in texts if _PAID.search(text)] if ask == "when" and _is_paid(event) else texts
        if ask in asked and not any(map(stated.search, of_event)):
            missing.append(_time_of(event) if ask == "when" and event else _NAMES[ask])
    return missing


def _names_of(kinds: frozenset[FigureKind]) -> list[Message]:
    names = [name for kind, name in _FIGURES.items() if kind in kinds]
    if len(names) > 2:  # 多少 alone
        return [Message("数额", "a figure")]
    return [Message("或".join(name.zh for name in names), " or ".join(name.en for name in names))] if names else []


def _is_paid(event: re.Match[str] | None) -> bool:
    return event is not None and _ASKS_PAID.match(event[1] or event[2]) is not None


def _time_of(event: re.Match[str]) -> Message:
    done = event[1] or event[2]
    return Message(f"{done}{'的' if len(done) > 2 else ''}时间", _NAMES["when"].en)
