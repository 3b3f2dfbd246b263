"""What a question asks for, read from general cue words of either language; several may hold at once."""

from __future__ import annotations

import re
from typing import Literal

Ask = Literal[
    "amount",
    "term",
    "where",
    "who",
    "when",
    "materials",
    "procedure",
    "definition",
    "list",
    "eligibility",
    "yes_no",
    "comparison",
    "document",
]

_CHINESE: dict[Ask, str] = {
    "amount": r"多少(?!年|天|个?月|岁|人|家|号)|几(?:块|元|百|千|万|成|个钱|多)|多少?钱|百分之几"
    r"|金额|数额|标准|额度|比例|最高|最低|上限|封顶|几折|费率",
    "term": r"多久|多长时间|几年|几个月|几天|期限|多少(?:年|天|个?月)|最长|有效期|期满|时长",
    "where": r"哪里|哪儿|在哪|去哪|到哪|上哪|何处|何地|什么地方|啥地方|哪[些几]?个?(?:地方|地区|城市|省|市|县|区|乡|镇|村|医院|窗口)",
    "who": r"谁|什么人|啥人|哪[些类种]人|对象|哪[个些家]?(?:部门|单位|机构|处室|局|厅|企业)|归.{0,3}管|联系人|责任人",
    "when": r"什么时候|啥时候|何时|几时|哪天|哪一?年|几月|几号(?!文)|截止|到期|过期|生效|日期|何年|多会儿|什么时间",
    "materials": r"材料|带(?:什么|啥|哪些)|证件|手续|证明|原件|复印件|(?:需要|准备|提供|提交)(?:什么|啥|哪些)(?!条件|资格|人|时)",
    "procedure": r"怎么(?!样|回事|了)|怎样|如何|咋|流程|程序|步骤|手续|办理",
    "definition": r"什么是|啥是|是(?:个)?(?:什么|啥)(?:意思|东西)?[?。]?$|何谓|什么叫|啥叫|指(?:的是)?(?:什么|啥|哪)|含义|定义|(?:什么|啥)意思|何为",
    "list": r"哪[些几]|有(?:什么|啥)|包括|包含|列出|列举|清单|都(?:有|包)|几[个项种类条]",
    "eligibility": r"条件|资格|谁(?:能|可以)|符合|(?:能不能|可不可以|能否|可否)(?:领|享受|申请|报|拿|办|参加)"
    r"|(?:能|可以)(?:领|享受|申请|报|拿|办|参加).{0,12}[吗么不][?]?$|够不够|算不算|(?:哪[些类种]|什么|啥)人|门槛",
    "yes_no": r"[吗么嘛不没][?。!]?$|吗|是否|能不能|能否|可否|可不可以|是不是|有没有|要不要|会不会|行不行|算不算|够不够|该不该",
    "comparison": r"区别|不同|差别|差异|对比|比较|相比|哪[个边里]更|谁更|比.{1,12}(?:高|低|多|少|长|短)|一样(?:吗|不)|分别",
    "document": r"文件|文号|几号文|哪[个份]文|号文|依据|发文|出处|哪[个份](?:通知|意见|方案|规定|政策|办法)|原文|题目|标题",
}
_ENGLISH: dict[Ask, str] = {
    "amount": r"how much|how many(?! (?:year|month|day|people|person))|what (?:is the )?(?:rate|amount|percentage|ratio|limit|ceiling)"
    r"|amount|percentage|per ?cent|maximum|minimum|cap|rate|ceiling|standard",
    "term": r"how long|how many (?:year|month|day)s?|duration|period|term|time limit|length",
    "where": r"where|(?:which|what) (?:place|city|cities|county|counties|area|region|province|district|hospital|town|village)s?",
    "who": r"who|whom|whose|(?:which|what) (?:department|office|bureau|unit|agency|group|people|compan(?:y|ies)|enterprise)s?",
    "when": r"when|what (?:date|time|year)|by when|deadline|due|expir\w*|effective date|(?:which|what) (?:year|month|day)",
    "materials": r"documents? (?:are |is )?(?:needed|required)|what (?:documents?|papers?|certificates?|materials?)|paperwork|materials?"
    r"|bring",
    "procedure": r"how (?:do|does|can|to|should|is|are|will)|procedures?|process|steps?|apply",
    "definition": r"what (?:is|are) (?:an? |the )?['\"]?[\w -]+['\"]?\??$|what does .+ mean|define|definition|meaning|meant by",
    "list": r"which|what (?:kinds?|types?|sorts?|measures|subsidies|benefits|policies|support|items|are)|list|name (?:the|all)",
    "eligibility": r"eligib\w+|qualif\w+|entitled|who (?:can|may|is)|conditions?|requirements?|am i"
    r"|(?<!how )(?<!much )(?<!long )can (?:i|we|he|she|they|an?)",
    "yes_no": r"^(?:is|are|was|were|do|does|did|can|could|may|will|would|should|has|have|must|am)\b|whether",
    "comparison": r"differ\w*|compar\w+|versus|vs|than|both|respectively|same as",
    "document": r"documents? (?:number|no|title)|which (?:document|notice|policy|regulation)|notice number|reference number|title"
    r"|legal basis|source",
}
_PATTERNS: dict[str, list[tuple[Ask, re.Pattern[str]]]] = {
    "zh": [(ask, re.compile(pattern)) for ask, pattern in _CHINESE.items()],
    "en": [(ask, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for ask, pattern in _ENGLISH.items()],
}
_LATIN = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
_SHARPER: frozenset[Ask] = frozenset({"amount", "term", "where", "who", "when", "materials", "comparison"})


def asks_of(text: str, language: str) -> frozenset[Ask]:
    """The kinds of answer a normalised question calls for; empty where no cue word stands in it."""
    asks = {ask for ask, pattern in _PATTERNS[language] if pattern.search(text)}
    if language == "zh" and _LATIN.search(text):
        asks |= {ask for ask, pattern in _PATTERNS["en"] if pattern.search(text)}
    if asks & _SHARPER:
        # "What is the maximum …" has the shape of a definition, but asks for the amount.
        asks.discard("definition")
    return frozenset(asks)
