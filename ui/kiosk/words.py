"""Every word the public terminal says of its own: short, in residents' words, in Chinese alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.records import Validity

TITLE: Final = "政策条款查询"


@dataclass(frozen=True)
class StandingWords:
    """How a rule's validity is told: the badge, the banner's line (none where there is nothing to beware of) and what to do."""

    badge: str
    sign: str
    banner: str = ""
    todo: str = ""


# {end}, {start}, {successor} are filled from the document, {ask} from the office.
STANDING: Final[dict[Validity, StandingWords]] = {
    "in_force": StandingWords("现在有效", "✓"),
    "expired": StandingWords(
        "已经过期",
        "✕",
        "这份文件已经过期{end}",
        "下面是过去的规定，不能照着办。现在怎么办，请{ask}。",
    ),
    "superseded": StandingWords(
        "已被新文件代替",
        "✕",
        "这份文件已被新文件代替{successor}",
        "下面是过去的规定，不能照着办。现在怎么办，请{ask}。",
    ),
    "not_yet_in_force": StandingWords(
        "还没开始执行",
        "◷",
        "这份文件还没开始执行{start}",
        "现在还不能照着办。现在怎么办，请{ask}。",
    ),
    "undated": StandingWords(
        "没写到哪天为止",
        "?",
        "这份文件没写到哪天为止",
        "先不要照着办。现在还算不算数，请{ask}。",
    ),
}

INVALID: Final = {
    "empty": "还没有写。请写一句想问的话，或者点下面的题目。",
    "long": "写得太长了。请用一两句话说，最多 {most} 个字。",
    "symbols": "没有看懂。请用文字写，例如：残疾人有什么补贴？",
}
BAD_REGION: Final = "没有这个地区，请重新选一个。"
NO_RULE: Final = "这一条刚刚更新过，请重新查一次。"
KIOSK_BUSY: Final = "现在查的人多，请等一会儿再点一次。您写的还在。"
KIOSK_FAILED: Final = "这次没有查成，请再点一次。您写的还在。"
MASKED: Final = "您写的号码已经抹去，没有保存。查政策不用写身份证号、电话和卡号。"

WORDS: Final[dict[str, str]] = {
    "title": TITLE,
    "greeting": "您想问什么？",
    "lead": "点一个题目，或者写一句话。",
    "region": "哪里的规定",
    "everywhere": "全部地区",
    "field": "写一句话来问",
    "placeholder": "例如：离领养老金不到五年有什么补贴？",
    "ask": "查一查",
    "keyboard": "打开键盘",
    "keyboard_close": "收起键盘",
    "screen_keys": "屏幕键盘",
    "topics": "大家常问",
    "end": "结束并清除",
    "larger": "字大一点",
    "smaller": "字小一点",
    "contrast": "高对比度",
    "tools": "显示",
    "asked": "您问的是",
    "found": "查到了",
    "sides": "分开说，请看下面各处",
    "long": "原文较长，请看下面整句。",
    "part": "这是其中一部分，条件请看下面整句。",
    "sentence": "原文整句",
    "region_fact": "适用地区",
    "document": "文件",
    "number": "文号",
    "no_number": "原文没有文号",
    "issuers": "发文单位",
    "clause": "第几条",
    "date": "发文日期",
    "published": "登报日期",
    "valid": "是否仍有效",
    "not_stated": "原文没写",
    "whole_clause": "原文",
    "whole": "看这一条的全文",
    "speak": "读给我听",
    "silent": "停止朗读",
    "voiceless": "这台机器没有中文语音，不能朗读。",
    "print": "打印",
    "code": "手机扫一扫，记下文件和条款",
    "code_label": "二维码，内容是：{reference}",
    "related": "有关的规定",
    "near": "内容相近的规定，不是答案",
    "rule": "有关的规定，原文如下",
    "more": "还可以问",
    "back": "返回改一改",
    "answer": "返回答案",
    "home": "回到题目",
    "not_found": "没有找到依据",
    "not_found_said": "这里的文件没有写到您问的事，所以不能给您答案。这不是说没有这项政策。",
    "out_of_scope": "没有找到依据",
    "out_of_scope_said": "这里没有您问的那个地方的文件，所以不能给您答案。这不是说没有这项政策。",
    "try": "可以换一种说法再问，或者：",
    "where": "去哪里问",
    "window": "窗口",
    "hours": "时间",
    "phone": "电话",
    "hotline": "人社服务热线",
    "local_window": "当地人社服务窗口",
    "printed": "打印于 {day}。是否有效，按这一天判断。",
    "failed": KIOSK_FAILED,
    "searching": "正在文件里找，请稍等……",
    "slow": "比平时慢。可以再等等，也可以再试一次。",
    "retry": "再试一次",
    "cancel": "不等了",
    "idle": "您还在用吗？",
    "idle_said": "秒后清除，换下一位。",
    "stay": "我还在用",
    "lost": "请稍等一会儿",
    "lost_said": "机器正在恢复，恢复后会自动接着来。您不用做什么。",
    "lost_ask": "等不及，请{ask}。",
    "cleared": "已经清除",
    "bar": "工具",
    "skip": "跳到正文",
}

# Around benefits: what is found for a situation, the guided interview, and what a benefit still hangs on.
BENEFIT_WORDS: Final[dict[str, str]] = {
    "entry_mark": "选",
    "entry": "不知道怎么问？一步一步选",
    "entry_said": "最多点七下，看看能享受什么、凭哪一条。",
    "step": "第 {number} 步，最多 {most} 步",
    "skip": "不清楚，跳过",
    "before": "上一步",
    "finish": "现在就看结果",
    "keep": "不改了",
    "restart": "这一步过时了，请从头再选一次。",
    "impossible": "选的几样前后对不上，请从头再选一次。",
    "applies": "下面这些，条件都符合",
    "applies_said": "是按您选的情况和文件原文比对的。能不能领，以窗口核实为准。",
    "may_apply": "下面这些，可能符合",
    "may_apply_said": "还有条件没弄清，每一项里都写着。能不能领，以窗口核实为准。",
    "ended": "现在没有查到有效的规定",
    "ended_said": "只有过去的规定，已经不能照着办。",
    "few": "说得还太少，看不出来",
    "few_said": "再选几样，才好和文件比对。也可以到窗口问。",
    "none": "没有找到依据",
    "none_said": "按您选的情况，这里的文件没有写到能享受什么。这不是说没有这样的政策。",
    "elsewhere_said": "这里只有{regions}的文件，没有别的地方的，所以不能给您答案。这不是说没有这样的政策。",
    "applies_group": "条件都符合",
    "may_apply_group": "可能符合，还要弄清几样",
    "ended_group": "过去的规定，不能照着办",
    "ended_hint": "这些规定已经不在有效期里。现在怎么办，请到窗口问。",
    "verdict_applies": "条件都符合",
    "verdict_may_apply": "可能符合",
    "verdict_does_not_apply": "不符合",
    "more": "再看 {number} 项",
    "yours": "您说的情况",
    "change": "改",
    "wrong": "去掉",
    "missing": "还要弄清",
    "at_the_window": "要到窗口核实",
    "unasked": "另外 {number} 项，要看别的条件",
    "failed": "不符合的 {number} 项，为什么",
    "hangs": "要看：",
    "fails": "不符合：",
    "open": "打印这一条，或用手机扫码",
    "words": "原文：",
    "again": "从头再选",
    "go_on": "再选几样，查得更准",
    "beside": "按您说的情况，可能有关的待遇",
    "beside_said": "没有说到的，一律不当作符合。",
    "read_as": "这样理解您的情况",
    "correct": "不对，改一改",
}
