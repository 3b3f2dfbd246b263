"""Quantities: the kind of figure a question calls for, and the kinds a text holds.

"How much a month is the post subsidy" is not answered by a clause that promises a post subsidy and names no sum. So a question that asks
for a figure, or puts one forward, is held against the figures of the clause: money, share, duration, age, count or date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from kb.language.normal_form import folded
from kb.language.numbers import ROUGH_NUMBER
from kb.records import Language

FigureKind = Literal["money", "share", "duration", "age", "count", "date", "phone", "mail", "web", "hour"]

_Cue: TypeAlias = tuple[str, tuple[FigureKind, ...]]

# What a notice counts, what measures a sum, and words for a sum that is not taken at all; kb/language/figures.py reads the same ones.
COUNTERS = "人|名|个(?!月)|家|户|所|次|项|批|处|套|亩|平方米|门|位|期|场|条|种|张|份|类|级"
MONEY = "元|块"
WAIVED = "免费|全免|免收|免交|免缴"

_N = rf"(?:{ROUGH_NUMBER}|半)"
# What each kind looks like in a notice; words that fix an amount without a figure count as one.
_IN_TEXT: Mapping[FigureKind, re.Pattern[str]] = {
    "money": re.compile(rf"{_N}\s*(?:多|余)?\s*(?:亿|万|千|百)?\s*(?:{MONEY})|{WAIVED}|全额|减半|最低工资"),
    "share": re.compile(rf"{_N}\s*[%‰]|[百千万]分之|{_N}\s*(?:成|倍|个百分点)|减半|全额|全部|免费|一半|全覆盖"),
    "duration": re.compile(
        rf"(?!(?:19|20)\d\d年){_N}\s*(?:年(?!度|代|级|第)|个?月|天|个?(?:工作)?日|周(?!岁)|小时|学时|课时|分钟)|长期|期限|至\s*(?:\d+年|法定退休)"
    ),
    "age": re.compile(rf"{_N}\s*周?岁|法定退休年龄"),
    "count": re.compile(
        rf"{_N}\s*(?:多|余|以上)?\s*(?:亿|万|千|百)?\s*(?:多|余)?\s*(?:{COUNTERS})"
        r"|每[个人户村]|\d{3,}"
    ),
    "date": re.compile(rf"{_N}\s*[年月日号]|每年|每月|每季|季度|月底|年底|年末|之日|当日|期满"),
    "phone": re.compile(r"\d[\d-]{6,}\d|(?<!\d)(?:12\d{3}|9[56]\d{3})(?!\d|\s*[余多亿万千百元块人名个家户年])"),
    "mail": re.compile(r"\w@\w"),
    "web": re.compile(r"https?:|www\.|\w\.(?:cn|com|org|net)\b|网址"),
    "hour": re.compile(r"\d{1,2}:\d{2}|\d\s*[时点](?!间)|[上下]午|24小时|全天"),
}
# What asks for each kind; the first cue that is found decides. 好几年 and 十几个 ask for nothing.
_HOW_MANY = r"(?:多少|(?<![好十这那])几)"
_CHINESE: tuple[_Cue, ...] = (
    (
        r"(?:多少|几|啥|什么|哪个)(?:联系)?(?:电话|号码)|电话(?:号码)?(?:是|为)?(?:多少|几号|什么|啥)|打(?:哪个|什么|啥)(?:电话|号码)",
        ("phone",),
    ),
    (r"邮箱|电子邮[件箱]|邮件地址", ("mail",)),
    (r"网址|(?:哪个|什么|啥)网站|网站(?:是|叫)(?:什么|啥|哪)", ("web",)),
    (r"几点|(?:办公|开放|营业|上班)时间", ("hour",)),
    (
        r"百分之(?:几|多少)|几成|几个(?:百分)?点|几倍|比[例重率](?:是|为|各为|各是|分别是?|要|得|达到|到)*(?:多少|多大|几)"
        r"|多[大少](?:的)?比例|[费利税]率(?:是|为)?(?:多少|多高|几)|打几折|报(?:销)?(?:多少|几)",
        ("share", "money"),
    ),
    (r"(?:多少|几)周?岁|多大(?:年纪|岁数|年龄)|年龄(?:要求|上限|下限|限制)?(?:是|为)?(?:多少|多大|几)", ("age",)),
    (r"多久[^，。]{0,10}一次|隔多久|几[年月天日](?:[^，。]{0,6})一次", ("duration", "date")),
    (
        rf"{_HOW_MANY}个?(?:年|月|天|(?:工作)?日|周|小时|星期|学时|课时)(?!级)|多久|多长(?:时间)?|多少时间|[几好]耐|好久(?![没不])",
        ("duration",),
    ),
    (
        r"(?:哪|(?<![好十这那])几)(?:一)?(?:月|号|年|天|日)(?!文|线|级)|什么时候|啥时候?|何时|多会儿|截止(?:到|日期)?(?:是|为)?(?:哪|什么|何)",
        ("date", "duration"),
    ),
    (
        rf"{_HOW_MANY}(?:[亿万千百]*(?:块|元)|[万百千]|个?钱|[\u4e00-\u9fff]{{0,3}}[费金款](?!融))|(?:补|奖|发|领|给|拿|得|贷|借|交|缴|收|罚|值)(?:给|到|我|俺|他|她|人家?)*(?:多少|几个)(?!人|名|家|户)"
        r"|(?:[补贴费金额资款价]|标准|待遇|收入|(?<![热专])线)(?:[^，。,]{0,4})(?:多少|多高|几)(?!个?[人名家户年月天项种])",
        ("money", "share"),
    ),
    (rf"{_HOW_MANY}(?:个|人|名|家|户|所|次|项|批|处|亩|平方|平米|门|位|期|场|套|条|种|张|份|类)", ("count",)),
    (r"多少", ("money", "share", "count", "duration", "age")),
)
_ENGLISH: tuple[_Cue, ...] = (
    (r"(?:phone|telephone|contact|hotline) numbers?|(?:which|what) number (?:can|do|should|must|may|to)", ("phone",)),
    (r"e-?mail(?: address(?:es)?)?", ("mail",)),
    (r"web ?(?:site|page)|url", ("web",)),
    (r"(?:opening|office|business|working) hours|what time|which hours", ("hour",)),
    (
        r"what (?:share|percentage|proportion|ratio|fraction)|how many per ?cent\w*|percentage points?"
        r"|(?:interest|tax|contribution|reimbursement) rate",
        ("share",),
    ),
    (r"how old|(?:at )?what age|age limit|retirement age", ("age",)),
    (r"how often|how frequently", ("duration", "date")),
    (r"how long|how many (?:years?|months?|days?|weeks?|hours?)|how soon|within how", ("duration",)),
    (
        r"when|what (?:date|day|year|month)|by what date|which (?:year|month|day)|deadline|until when",
        ("date", "duration"),
    ),
    (
        r"how much|how many (?:yuan|rmb|dollars)|what (?:sum|amount|price)|(?:sum|amount) (?:of|is|does)|minimum wage"
        r"|what(?: \w+){0,4} (?:fee|fine|deposit|price|cost|rent|salary)s?",
        ("money", "share"),
    ),
    (r"how many|how few|(?:maximum|minimum) number", ("count",)),
    (r"how (?:big|large|high)|maximum|minimum|upper limit|ceiling", ("money", "share", "count", "duration", "age")),
)
# What is asked for by its name, as in a search box (补办 工本费): the first that is found decides.
_NAMED: tuple[_Cue, ...] = (
    (r"电话|号码|热线", ("phone",)),
    (r"年龄|岁数", ("age",)),
    (r"比例|比率|[税利费]率|占比", ("share", "money")),
    (
        r"[金数限]额|[万亿]元|罚款|工本费|费用|押金|租金|运费|奖金|价格|津贴|[补资]助.{0,4}(?:标准|金额)|收费(?:标准)?$|(?:每|一)[吨次月年餐人].{0,3}标准",
        ("money", "share"),
    ),
    (r"天数|期限|时限|年限|时长|最长", ("duration",)),
    (r"时间|日期", ("date", "duration")),
    (r"人数|名额|套数|数量", ("count",)),
)
_PUT_FORWARD = frozenset[FigureKind]({"money", "share", "age"})
_PATTERNS: Mapping[Language, list[tuple[re.Pattern[str], frozenset[FigureKind]]]] = {
    "zh": [(re.compile(pattern), frozenset(kinds)) for pattern, kinds in _CHINESE],
    "en": [
        (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), frozenset(kinds)) for pattern, kinds in _ENGLISH
    ],
}


def kinds_asked(text: str, language: Language) -> frozenset[FigureKind]:
    """The kinds of figure that a question asks for or puts forward (是不是500元？); empty if it does neither."""
    asked = next((kinds for pattern, kinds in _PATTERNS[language] if pattern.search(text)), None)
    return asked if asked is not None else kinds_in(text) & _PUT_FORWARD


def kinds_named(text: str) -> frozenset[FigureKind]:
    """The kinds of figure that a Chinese question asks for by naming them (公示时间, 罚款金额)."""
    return frozenset(next((kinds for pattern, kinds in _NAMED if re.search(pattern, text)), ()))


def kinds_in(text: str) -> frozenset[FigureKind]:
    """The kinds of figure a text holds."""
    plain = folded(text)
    return frozenset(kind for kind, pattern in _IN_TEXT.items() if pattern.search(plain))
