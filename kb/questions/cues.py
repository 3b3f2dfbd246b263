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

_WHAT = r"(?:什么|甚么|啥子?|哪些|哪几样)"
_DO = r"(?:领|享受|申请|报|拿|办|参加|干|得|用|贷)"
_CHINESE: dict[Ask, str] = {
    "amount": r"多少(?!年|天|日|个?月|岁|人|家|号|时间|个?种|项|类|条)|几(?:块|元|百|千|万|成|倍|毛|个钱|个点|多"
    r"|张票子)|多少?钱|百分之几|金额|数额|标准|额度|比例|占比|幅度|最高|最低|上限|下限|封顶|几折|费率|收费"
    r"|啥价|多大(?:比例|力度|额度|的?数)|怎么算钱|咋算钱",
    "term": r"多久|多长(?:时间|日子)?(?!度)|多少(?:年|天|日|个?月|时间)|几(?:年|个月|天|周|个?礼拜|个?星期"
    r"|个季度)(?!级)|期限|时限|时效|年限|最长|有效期|期满|时长|[管用干领补发交缴拿贷报]到(?:什么|啥"
    r"|哪一?[年天月]|几|何)|(?:持续|有效|享受|延续)到|到头|到哪一?[年天月](?:为止|截?止|结束|到期)|一辈子",
    "where": r"哪里|哪儿|(?<!如)何处|何地|(?:在|去|到|上|搁|往)哪(?!一?[年天月日种些几个级]|时|会|位|条|边)|哪嘎达"
    r"|哪旮[旯瘩]|哪(?:边|块|片|处)(?!更|多|少|高|低)|(?:什么|啥|甚么)(?:地方|地界|地点|位置|场所|窗口)"
    r"|地址|地点|哪[些几]?一?个?(?:地方|地区|城市|省|市|县|区|乡|镇|村|街道|社区|医院|窗口|网点|大厅|园区)",
    "who": r"谁|(?:什么|啥|甚么)(?:人|部门|单位|机构|机关|企业)|哪[些类种号样](?:的)?人|对象|哪[个些家级]?(?:部门"
    r"|单位|机构|机关|处室|局|厅|委|企业|公司)|归.{0,3}管|哪个(?:管|负责|来管|牵头)|牵头|主管|负责(?:人"
    r"|的?单位|的?部门)|责任(?:人|单位|部门|主体)|联系人|联系方式|找哪[个家位]|哪位",
    "when": r"(?:什么|啥|甚么)(?:时候|时间|辰光|日子|会儿|日期)|何[时日年月]|几时|几点|几月|几号(?!文)"
    r"|哪一?[天年日月]|哪个(?:月|年份|日子|时候)|哪会儿?|多会儿?|多咱|多暂|截止|到期|过期|生效|日期|到头"
    r"|最[晚迟早](?!的)|(?:开始|结束|实施|施行|执行|起止)时间|起算",
    "materials": r"材料|资料(?!库)|证件|手续|证明|原件|复印件|单据|凭证|票据|申请表|[带拿捎揣](?:上|着|些|点"
    r"|好)?(?:什么|啥|哪些|哪几)(?!人|时|资格|好处|补)|(?:需要|要|准备|提供|提交|递交|出示|填|备|交"
    r"|开)(?:些|点|好|上)?(?:什么|啥|哪些|哪几样)(?:东西|证|表|单子|票|文书|(?=[?。]?$))",
    "procedure": r"怎么(?!样|回事|了|算)|怎么样?(?:才|申|办|去|领|能)|怎样|怎能|如何|咋(?!回事|样[?]?$|了)|点样|流程"
    rf"|程序|步骤|手续|办理|途径|渠道|(?:通过|走|用|以|按){_WHAT}(?:方式|形式|渠道|途径|路子|办法|程序"
    r"|方法)|(?:什么|啥|何种)(?:方式|形式|方法)",
    "definition": r"什么是|啥是|是(?:个|指|干)?(?:什么|啥子?)(?:意思|东西|概念|玩意儿?|用的|的)?[?。]?$|何谓|(?:什么|啥"
    r"|怎么|咋|怎样|哪样)(?:才)?叫(?!你|我)|何为|(?:指的?是?|说的是|是指|代表)(?:什么|啥|哪)|含义|定义"
    r"|全称|(?:什么|啥)(?:意思|概念)|(?:怎么|咋|如何)(?:理解|解释)|所谓|名词解释",
    "list": r"哪[些几]|(?:什么|啥|哪种|何种)(?:样的)?(?:情况|情形|行为)"
    r"|有(?:什么|啥)|包括|包含|涵盖|列出|列举|罗列|列一下|清单|都(?:有|包|是(?:什么|啥))"
    r"|(?<!第)几[个项种类条样](?!月|钱|点)|几方面|多少(?:种|项|类|条|个种)|分别(?:是|有)",
    "eligibility": r"条件|资格|门槛|够格|够得[上着]|够不够|达标|谁(?:能|可以|有份)|符合|符不符|合不合|(?:能不能|可不可以"
    rf"|能否|可否|行不行){_DO}|(?:能|可以|有权){_DO}.{{0,12}}[吗么嘛不没][?]?$|算不算|算得上|轮得[到上着]"
    r"|有没有份|沾得上|(?:哪[些类种样]|什么样?|啥样?)的?人|多大(?:岁数|年纪|年龄|了)|几岁|多少岁|(?:什么"
    r"|啥|几)(?:年龄|岁数)|年龄(?:要求|限制|段|上限|是)|(?:什么|啥|哪些)(?:要求|限制)|适用(?:于|对象|范围)"
    r"|面向",
    "yes_no": r"[吗嘛不没否][?。!]?$|(?<![什怎这那多甚])么[?。!]?$|吗|是否|能否|可否|有无|([\u4e00-\u9fff])[不没]\1"
    r"|可不可以|有没有|需不需要|(?:对|是|行|中|算)吧[?]?$|中不|得行不",
    "comparison": r"区别|不同|不一样|差别|差异|差距|异同|对比|对照|比较|相比|相较|比起|哪[个边里家头].{0,6}(?:更|多|少"
    r"|高|低|长|短|好|严|宽|划算|合算|强)|谁.{0,6}(?:更|多|少|高|低|长|短|划算)|比.{1,12}(?:高|低|多|少|长"
    r"|短|强|好|严|宽|早|晚)|一样(?:吗|不|么|嘛)|一不一样|一个样|两样|分别|各自|各(?:是|为)|差(?:多少|在哪"
    r"|几|哪)|(?:和|跟|与|同).{1,14}比|有(?:什么|啥|哪些)变|变化|两[地省市县](?!级|区)",
    "document": r"文件|文号|几号文|哪[个份部]文|号文|依据|发文|出处|出自|红头|哪[个份部一](?:通知|意见|方案|规定|政策"
    r"|办法|条例|法|计划)|原文|全文|题目|标题|名称|哪一?条(?!件|路)|第几[条款项章]|(?:根据|依照|按照"
    r"|凭)(?:什么|啥|哪)|哪[里儿](?:规定|写|说)",
}
_WHICH = r"(?:which|what)"
_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|may|will|would|should|shall|has|have|must|am|might)(?:n['’]t)?"
_ENGLISH: dict[Ask, str] = {
    "amount": r"how much|how many(?! (?:year|month|day|week|people|person|kind|type|sort|measure))"
    r"|what (?:is the )?(?:rate|amount|percentage|ratio|limit|ceiling|share|proportion|portion|fraction"
    r"|sum|price|fee|cost|level|figure)|how (?:large|big|high|generous)|to what extent|amount|percentage"
    r"|per ?cent|maximum|minimum|cap|rate|ceiling|standard|sum|proportion|worth",
    "term": r"how long|how many (?:year|month|day|week)s?|duration|period|term|time limit|time ?frame|length"
    r"|(?:until|till|up to) when|(?:for|over) what (?:period|time)|(?:valid|lasts?|runs?) (?:until|till"
    r"|for)",
    "where": r"where(?:abouts)?|(?:at|in) (?:which|what) places?|(?:which|what) (?:[\w'’]+ ){0,2}(?:place|city|cities|county"
    r"|counties|area|region|province|district|hospital|town|village|site|location|window|counter"
    r"|municipality|municipalities|prefecture)s?|location|address",
    "who": rf"who|whom|whose|{_WHICH} (?:department|office|bureau|unit|agency|agencies|group|people|person"
    r"|compan(?:y|ies)|enterprise|authority|authorities|ministry|body|bodies|organi[sz]ation|employer)s?"
    r"|in charge|responsible|recipients?|beneficiar(?:y|ies)|contact person",
    "when": rf"when|{_WHICH} (?:date|time|year|month|day)|(?:on|by|from|since) {_WHICH} (?:date|day|time)"
    r"|how (?:soon|early|late)|deadline|due|expir\w*|effective date|(?:start|end|closing"
    r"|cut-?off)(?:ing)? date|cut-?off|(?:come|comes|came|enter|enters|go|goes|went) into (?:force|effect)"
    r"|take effect|takes effect",
    "materials": r"documents? (?:are |is |do i )?(?:needed|required|need)|(?:what|which) (?:documents?|papers?"
    r"|certificates?|materials?|forms(?! of)|proofs?)|paperwork|materials?|bring|what (?:do|should|must"
    r"|shall|does|can) (?:i|we|he|she|they|one|you) (?:bring|submit|provide|show|take|present|prepare"
    r"|hand in|attach)|supporting documents?|application forms?|proof",
    "procedure": r"how (?:do|does|did|can|could|to|should|shall|must|would|might|is|are|was|were|will)|procedures?"
    r"|process|steps?|apply|go about|formalities|by (?:what|which) means|in (?:what|which) (?:way"
    r"|manner)s?|through (?:what|which) (?:channel|way|route)s?|way to",
    "definition": r"what (?:exactly |precisely )?(?:is|are) (?:an? |the )?['\"]?[\w -]+['\"]?\??$|what does .+ (?:mean"
    r"|refer to|stand for)|define|definition|meaning|meant by|what (?:counts|qualifies) as|stands? for"
    r"|explain|understood by|in what sense",
    "list": r"which|what (?:other |different |all )?(?:kinds?|types?|sorts?|forms? of|measures|subsidies|benefits"
    r"|policies|support|items|are|ways|services|tasks|duties|goals|targets|categories|sectors|industries)"
    r"|how many (?:kinds?|types?|sorts?|measures?)|list|enumerate|name (?:the|all|some)",
    "eligibility": r"eligib\w+|qualif\w+|entitled|who (?:can|may|is|gets?|receives?|benefits?)|for whom|conditions?"
    r"|requirements?|criteri(?:on|a)|am i|how old|(?:at )?(?:what|which) age|age (?:limit|range"
    r"|requirement|group)s?|(?:minimum|maximum|upper|lower) age|open to|available (?:to|for)|allowed"
    r"|counts? as|be covered|(?<!how )(?<!much )(?<!long )can (?:i|we|he|she|they|an?)",
    "yes_no": rf"(?:^|(?<=, ))(?:and |but |so )?{_AUXILIARY}\b|whether|or not|(?:right|correct)\?$|wonder if",
    "comparison": r"differ\w*|compar\w+|contrast\w*|versus|vs|than|both|respectively|the same (?:as|in|for)|same as"
    r"|as opposed to|opposed to|side by side|similar\w*|distinguish\w*|distinctions?|gap between"
    r"|relative to|var(?:y|ies)|whereas|as (?:much|many|long|high|low) as|(?:which|who|where"
    r"|what) .{0,40}(?:more|higher|lower|longer|shorter|larger|bigger|better|less|fewer|stricter)",
    "document": rf"documents? (?:number|no|title|name)|{_WHICH} (?:document|notice|polic(?:y|ies)|regulation|circular"
    r"|opinion|law|rule|article|clause|section|item|annex)s?(?! (?:are |is )?(?:needed|required"
    r"|do i need))|notice number|reference number|title|legal basis|source|original text|(?:under"
    r"|by) (?:what|which) (?:law|rule|document)|cit(?:e|ed|ation)",
}
_PATTERNS: dict[str, list[tuple[Ask, re.Pattern[str]]]] = {
    "zh": [(ask, re.compile(pattern)) for ask, pattern in _CHINESE.items()],
    "en": [(ask, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for ask, pattern in _ENGLISH.items()],
}
_LATIN = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
_SHARPER: frozenset[Ask] = frozenset({"amount", "term", "where", "who", "when", "materials", "comparison"})


def asks_of(text: str, language: str) -> frozenset[Ask]:
    """The kinds of answer a normalised question calls for; empty if no cue word stands in it."""
    asks = {ask for ask, pattern in _PATTERNS[language] if pattern.search(text)}
    if language == "zh" and _LATIN.search(text):
        asks |= {ask for ask, pattern in _PATTERNS["en"] if pattern.search(text)}
    if asks & _SHARPER:
        # "What is the maximum …" has the shape of a definition, but asks for the amount.
        asks.discard("definition")
    return frozenset(asks)
