"""Whether words about a fact state it: or deny it, hope for it, ask about it, tell of the past, or are not sure.

`没有残疾证` denies, `正在办残疾证`, `残疾证过期了`, `好像是低保` and `以前是贫困户` leave the fact unknown. Only the same clause is looked at, and
what follows at once; where a denial may or may not reach a fact, `denials` lets the caller leave it out.
"""

from __future__ import annotations

import re

_STOP = r"(?=[,，。;；、!?！？)）\s]|$)"
# A denial right before what it denies; any other in the same clause leaves it in doubt, unless it denies something else.
_DENIED_ZH = re.compile(
    r"(?:没有?|(?<!要)不是|并非|不算|无|未|非|还没|从没|不再是|[不没]属于|不符合|不享受|不在|[算够评吃称]不上|哪(?:里|儿|来)?(?:有"
    r"|的)?)"
    r"(?:办|领|评|拿|定|有|参加|入|上|过|到|再|算|吃|享受|做|当|考|什么|任何|被|[是为了])*"
    r"(?:[给替为帮跟和与](?:他们|她们|他|她|工人|员工|职工|人家)?)?$|(?<![差要是])不(?:太|大|怎么|是很|咋)?$"
)
_DENIED_EN = re.compile(
    r"(?:\bnot|\bno longer|\bno|\bwithout|\bnever|n't|\bneither|\bnor)"
    r"(?: (?:a|an|any|the|in|on|at|have|had|has|got|hold\w*|been|yet|really|registered as|my|his|her|of|get|receiv\w+"
    r"|draw\w*))*\s*$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(rf"(?:也|都|是|[:：]|\s)*(?:没有|没|无|不是|否){_STOP}|\s*:\s*(?i:no|none|nil)\b")
_DENIAL = re.compile(
    r"没|未(?!来)|不(?=是|给|替|为|帮|跟|和|与|想|愿|肯|打算|准备|会|能)|并非|(?i:\b(?:no|not|never|without|nobody|none|neither"
    r"|nor)\b|n't)"
)
# 没有残疾证和低保 denies both.
_JOINED = re.compile(r"\s*(?:和|与|跟|及|、|以及|或者?|还有|,? ?(?i:or|nor)(?: an?| any| the)?)\s*")
_SPACED = r"(?<=[\u3400-\u9fff\d)）]) (?=[\u3400-\u9fff\d(（])"
_BREAK = re.compile(
    rf"[,，。;；、!?！？]|但|而且|可是|不过|现在|如今|后来|就(?=想|是|要|靠)|{_SPACED}|(?i:\b(?:and|but|now)\b)|\.(?=\s|$)"
)
_CLAUSE = re.compile(rf"[,，。;；!?！？]|但|可是|不过|现在|如今|后来|{_SPACED}|(?i:\b(?:but|now)\b)|\.(?=\s|$)")
_ASKED = re.compile(
    r"(?:是不是|有没有|是否|算不算|会不会|能不能|可不可以|怎么|如何|怎样|什么(?:是|叫|样的?)|多少|哪些)[^,。;]{0,3}$"
)
_ASKED_AFTER = re.compile(
    rf"[^,，。;；]{{0,2}}[吗么嘛]{_STOP}|[^,，。;；]{{0,3}}(?:怎么|如何|咋|上哪|去哪|在哪|要什么)[^,，。;；]{{0,2}}(?:办|申请"
    rf"|评|领|弄|条件|材料)"
)
# What somebody would like to be is not what somebody is; the rules for wishes hold the wish in their own words.
_WISHED = re.compile(
    r"(?:想|打算|准备|希望|计划|争取)"
    r"(?:着|要|去|参加|报名?|考|当|做|到|上|成为|办|建|设立|成立|搞|开|申请|评|吃|领|拿|弄|给|帮|替|[我他她妈爸]|招[聘收]?|雇|聘|吸纳)*"
    r"(?:[一几两三四五\d]*[个家间份张本名])?(?:[^,，。;\s]{1,4}的)?$"
    r"|(?i:\b(?:want|wish|hope|plan|tr[yi]|intend|like|going|look)\w* to "
    r"(?:be|become|join|get|obtain|apply for|set up|open|start|have|hire|employ|recruit|take on)"
    r"(?: (?:an?|my|the|some|several|more|poor|\d+))*\s*$)"
)
# What was so once, or is not so yet, is not known to be so now; a certificate got in the past is held still.
_PAST = re.compile(
    r"(?:以前|曾经?|过去|从前|原先|原来|早年|当年|那时候?|那会儿|年轻时候?)"
    r"(?![^,，。;]{0,6}(?:[办评定领发]的|[办评定领发]了|鉴定|认定))[^,，。;]{0,8}$"
    r"|(?:年前|去年|前年|前几年|早些年|那年|之前)(?:我|俺|家里|他|她|还|都|也)*(?:是|有|算|享受|吃|在)[^,，。;]{0,4}$"
    r"|(?i:\b(?:ago,? (?:i|he|she|we|they) (?:was|were|had)(?: \w+){0,2}"
    r"|(?:was|were|had been) (?:an?|on|in|once|still|also)(?: the)?"
    r"|used to(?: \w+){0,2}|formerly|previously|was once|once was|in the past)(?: an?| registered(?: as)?)?\s*$)"
)
_UNDONE = re.compile(
    r"(?:[^,，。;]{0,8}?|[,，\s]*(?:但是?|不过|可是?|只是|就是|已经?|都|后来|去年|前年|今年|早就?|现在|又|被)*)"
    r"(?:过期|到期|注销|吊销|作废|失效|取消|丢了|遗失|没批|停了|停发|[领拿用]完|[领拿]满了|摘[了帽掉]|就摘"
    r"|在办|在申请|在补|办不|[下批办]不下?来|被退|(?:还|都|也)?没有?(?:办|下|批|评|发|拿到|到手|通过|审)"
    r"|快(?:办|批)|等着?批|审批中|办理中|申请中)"
    r"|(?i:\s*(?:card |certificate |status )?(?:has |have |had |is |was |got |just |already |been |still )*"
    r"(?:expired|cancel\w+|lapsed|pending|revoked|withdrawn|stopped|being (?:processed|renewed)"
    r"|not (?:yet )?(?:issued|approved|come)|under (?:review|application)|(?:until|till|up to) (?:\d{4}|last|recently)))"
)
_UNDONE_BEFORE = re.compile(
    r"(?:申请|申办|申报|补办|报名?)(?:了|着|过|办|的|个|一?[张本份])*$|(?:正在?|还?在|去|等着?|快|刚要|准备|打算|要去?|想"
    r"|该)(?:给[我他她妈爸]+)?(?:办理?|评)(?:一?[个张本份])?$"
    r"|(?:过期|作废|注销|失效|取消)(?:了)?的$"
    r"|\b(?i:appl(?:y|ied|ying|ication)(?: for)?|waiting (?:for|on)|expired|lapsed|cancelled|hop(?:e|ing) for|pending)(?: an?"
    r"| my| the| his| her)?\s*$"
)
_HEDGED = re.compile(
    r"好像|好象|似乎|可能|也许|或许|估计|恐怕|说不定|没准|大概(?=是|算|属)|应该(?=是|算|属|也|有|就)|应该$|应[该当]?算"
    r"|差不多(?=是|算)|听[^,，。;]{0,4}说|据说|(?:人家|都|网上|新闻上?|别人)说|以为|(?:如果|要是|假如|等)[^,，。;]{0,6}(?:办|拿"
    r"|评|领|申请|考)"
    r"|搞不清|弄不清|不(?:太|大|是很|敢|怎么)?(?:清楚|确定|知道|晓得|记得)|记不(?:清|得)|忘了|算是?(?=[^,。;]{0,8}吧)"
    r"|(?i:\b(?:maybe|perhaps|probably|possibly|might|may (?:be|have|count)|i (?:think|believe|guess|suppose)|seem\w*"
    r"|apparently"
    r"|not (?:quite |really |entirely |too )?(?:sure|certain)|unsure|(?:don't|do not) know|no idea|whether"
    r"|if [^.,;]{0,15}\b(?:get|got|had|obtain\w*|become|became))\b)"
)
_HEDGED_AFTER = re.compile(
    rf"[^,，。;；]{{0,2}}吧{_STOP}|[^,，。;；]{{0,4}}[,，\s]+(?:我|俺)?也?(?:不太|不大|不是很|不敢|不|记不|说不|搞不"
    rf"|弄不)(?:清楚|确定|清|准|记得|晓得|知道)(?:了)?{_STOP}"
    r"|(?i:[^.;]{0,12}?[,.;]? *(?:but |though )?(?:i(?:'m| am) )?(?:not (?:quite |really |too |entirely )?(?:sure|certain)"
    r"|unsure|i (?:think|guess|believe|suppose)|maybe|perhaps|or so i hear))(?=[.,;!?]|$)"
)
_WITHDRAWN = re.compile(
    r"[^,，。;；]{0,1}[,，。;；\s.…]*(?:不对|说错|讲错|记错|搞错|写错|打错|错了|更正|[哦噢啊呃嗯]+[,，]?不是?|不是不是"
    r"|不是[,，]"
    r"|(?i:sorry|no,? wait|wait,? no|i mean|i meant|correction|make that|or rather|scratch that|no, ))"
)
# Whom somebody helps, hires or trains is somebody else: 带动了3个贫困户.
_OF_OTHERS = re.compile(
    r"(?:带动|带领|带了|帮扶|帮助|帮了|扶持|吸纳|吸收|招[用收聘]?|雇用?|聘用?|录用|安置|安排|走访|慰问|培训|服务|资助|照顾|照看"
    r"|伺候|给|替|(?<![作评定认成列变称])为)"
    r"(?:了|过|着|的|当地|周边|村里|[\d一二两三四五六七八九十俩仨几多]+[个名户位家]?|一?些|好几?[个户名])*(?:[^,，。;\s]{1,4}的)?$"
    r"|(?:其中|里面|里头)(?:有|的|就有)*[\d一二两三四五六七八九十俩仨几多]*[个名户位]?(?:是|属于)?$|(?i:\bof (?:them"
    r"|whom)(?: (?:is|are|were|was))?\s*$)"
    r"|(?i:\b(?:help\w*|hir\w+|employ\w*|t(?:ake|ook|aking) on|recruit\w*|support\w*|train\w*|look\w* after|car(?:e|es"
    r"|ing) for)(?: (?:an?|the|some|several|many|local|\d+|one|two|three|four|five|six|eight|ten|people|persons|villagers"
    r"|workers|who (?:are|were)))*\s*$)"
)
_NEAR, _FAR, _LONGEST = 24, 40, 80


def denial(text: str, start: int, end: int) -> int | None:
    """Where the denial of `text[start:end]` begins, `end` where it follows; None where there is none."""
    before = _DENIED_ZH.search(text[max(0, start - _NEAR) : start]) or _DENIED_EN.search(
        text[max(0, start - _FAR) : start]
    )
    if before:
        return start - len(before[0])
    return end if _DENIED_AFTER.match(text, end) else None


def denials(text: str, start: int) -> list[int]:
    """Where denials stand in the clause of a position, before it."""
    return [match.start() for match in _DENIAL.finditer(text, _after_last(_BREAK, text, start), start)]


def joins_denials(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` only joins two things that are denied together."""
    return start <= end and _JOINED.fullmatch(text, start, end) is not None


def is_asked_or_wished(text: str, start: int, end: int) -> bool:
    """Whether something is asked or wished for, which says nothing of the case."""
    before = text[max(0, start - _NEAR) : start]
    return bool(_ASKED.search(before) or _WISHED.search(text[max(0, start - _FAR) : start])) or bool(
        _ASKED_AFTER.match(text, end)
    )


def is_past_or_undone(text: str, start: int, end: int) -> bool:
    """Whether something was so once, lapsed, or is only applied for."""
    before = text[clause_start(text, start) : start]
    return bool(_PAST.search(before) or _UNDONE_BEFORE.search(before) or _UNDONE.match(text, end))


def is_of_others(text: str, start: int) -> bool:
    """Whether what begins here is said of those whom somebody helps, hires or trains."""
    return _OF_OTHERS.search(text[max(0, start - _FAR) : start]) is not None


def is_unsure(text: str, start: int, end: int) -> bool:
    """Whether it is said with a maybe, or taken back at once."""
    clause = text[clause_start(text, start) : end]
    return bool(_HEDGED.search(clause) or _HEDGED_AFTER.match(text, end)) or is_withdrawn(text, end)


def is_withdrawn(text: str, end: int) -> bool:
    """Whether what ends here is corrected by what follows: `55 不对 56`, `I'm 55, sorry, 56`."""
    return _WITHDRAWN.match(text, end) is not None


def clause_start(text: str, at: int) -> int:
    """Where the clause of a position begins."""
    return _after_last(_CLAUSE, text, at)


def _after_last(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The end of the last match that ends at or before a position; what follows the position may be looked at."""
    start = max(0, at - _LONGEST)
    near = (start + match.end() for match in pattern.finditer(text[start : at + 8]))
    return max((end for end in near if end <= at), default=start)
