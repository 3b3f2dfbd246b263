"""Who a described situation is about: the speaker, or the mother, husband, child, neighbour … that the words name.

A text is cut where another person is named; what is said in a stretch is said of that person, what is true of a household of all. `她` goes on
with the one named last; one who died, or who is only looked after (`带俩娃`), opens no stretch of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody named in a text; `sex` where the word says it."""

    zh: str
    en: str
    sex: str | None = None
    child: bool = False

    @property
    def same_household(self) -> bool:
        """Whether what is said of the speaker's household is said of this one: not of neighbours, siblings, uncles, aunts."""
        return self.zh not in _OTHER_HOUSEHOLDS


SELF = Person("本人", "speaker")
CLIENT = Person("当事人", "person asked about")
_KIN: tuple[tuple[Person, str, str], ...] = (
    (
        Person("母亲", "mother", "female"),
        r"老妈|妈妈|妈(?![妈])|母亲|老娘|(?<![新姑婆大婶])娘(?!家)",
        r"mother|mum|mom",
    ),
    (Person("父亲", "father", "male"), r"老爸|爸爸|爸(?![爸])|父亲|老爹|爹", r"father|dad"),
    (Person("公婆或岳母", "mother-in-law", "female"), r"婆婆|岳母|丈母娘", r"mother-in-law"),
    (Person("公公或岳父", "father-in-law", "male"), r"公公|岳父|老丈人", r"father-in-law"),
    (Person("奶奶或外婆", "grandmother", "female"), r"奶奶|外婆|姥姥", r"grandmother|grandma"),
    (Person("爷爷或外公", "grandfather", "male"), r"爷爷|外公|姥爷", r"grandfather|grandpa"),
    (
        Person("丈夫", "husband", "male"),
        r"老公|丈夫|(?:我家|俺家?)?那口子|孩子他?爸|(?<=[我俺她])男人|当家的|(?<=[我俺家])老头子?",
        r"husband",
    ),
    (Person("妻子", "wife", "female"), r"老婆|妻子|(?<!儿)媳妇|(?<=[我俺他])女人|屋里的", r"wife"),
    (Person("配偶", "spouse"), r"爱人|老伴|对象(?=[今都是有没患,，\d])|配偶", r"spouse|partner"),
    (Person("儿媳", "daughter-in-law", "female"), r"儿媳妇?", r"daughter-in-law"),
    (Person("女婿", "son-in-law", "male"), r"女婿", r"son-in-law"),
    (Person("孙辈", "grandchild", None, True), r"孙子|孙女|外孙", r"grand(?:son|daughter|child|children)"),
    (Person("侄子或外甥", "nephew or niece", None, True), r"侄[子女儿]|外甥女?", r"nephew|niece"),
    (Person("儿子", "son", "male", True), r"儿子|我儿(?![子媳])|男孩", r"son(?!-)\b"),
    (Person("女儿", "daughter", "female", True), r"女儿|闺女|女孩", r"daughter(?!-)"),
    (Person("孩子", "child", None, True), r"孩子(?!他?爸|他?妈)|小孩|娃|子女", r"child(?:ren(?!'s home))?|kid"),
    (Person("哥哥或弟弟", "brother", "male"), r"哥哥?|弟弟|我弟|俺弟", r"brother(?!-)"),
    (Person("姐姐或妹妹", "sister", "female"), r"姐姐|[我俺]姐(?!夫)|妹妹|[我俺]妹|妹子", r"sister(?!-)"),
    (Person("姐夫或妹夫", "brother-in-law", "male"), r"[姐妹]夫", r"brother-in-law"),
    (Person("嫂子或弟媳", "sister-in-law", "female"), r"嫂子?|弟媳妇?|弟妹", r"sister-in-law"),
    (Person("叔伯舅", "uncle", "male"), r"叔叔|大伯|伯伯|舅舅|[我俺][叔舅]|大爷", r"uncle"),
    (
        Person("姑姨婶", "aunt", "female"),
        r"阿姨|[我俺]?姑[姑妈]|姨妈|舅[妈母]|大婶|婶婶|[我俺][姨姑婶]|大娘|大妈",
        r"aunt",
    ),
    (
        Person("邻居或熟人", "acquaintance"),
        r"邻居|朋友|亲戚|老乡|同乡|同事|工友|同村的?|隔壁[^,，。;有]{0,3}",
        r"neighbou?r|friend|relative|colleague|coworker",
    ),
    (
        CLIENT,
        r"(?:[有一]个?|来了?[个位]|[这那一][个位])(?:[^,，。;一-龥]|五保|困难|独居|孤寡|残疾|贫困)?(?:老人家?|群众|居民|村民"
        r"|妇女|大姐|大哥|小伙子?|姑娘|人(?=[今,，\d他她]))|申请人|当事人",
        r"client|applicant|villager of ours|an? (?:old|elderly|young|disabled) (?:man|woman|person)",
    ),
)
KIN_ZH = "|".join(zh for _, zh, _ in _KIN)
KIN_EN = "|".join(en for _, _, en in _KIN)
_OTHER_HOUSEHOLDS = frozenset(
    {
        *("侄子或外甥", "哥哥或弟弟", "姐姐或妹妹", "姐夫或妹夫", "嫂子或弟媳", "叔伯舅", "姑姨婶"),
        *("邻居或熟人", CLIENT.zh),
    }
)
_OWN_ZH = (
    r"(?:我|俺|本人)(?![妈爸娘爹儿女老媳丈哥姐弟妹叔舅姨姑婶奶爷家孙侄嫂]|们?家|们?[厂村县镇市公企单车合]"
    r"|想问|要问|问|想知道|该|能|可以|会|们|男人|(?:想|要|来)?[给替帮为代])"
)
_OWN_EN = r"\bi(?:'m|'ve)?\b(?! (?:want|would like|wish|need) to (?:know|ask)|(?:'m| am) (?:asking|helping|writing|here|inquiring|enquiring))"
_SHE_HE_ZH = (
    r"(?P<she>她)(?!们|男人|老公|[妈爸爹娘儿家]|的?(?:儿子|女儿|孩子|丈夫|母亲|父亲))|(?P<he>(?<![其吉])他)(?!们|女人|老婆"
    r"|[妈爸爹娘儿家]|的?(?:儿子|女儿|孩子|妻子|母亲|父亲))"
)
_PATTERN = re.compile(
    "|".join(
        [f"(?P<k{number}>{zh}|(?i:\\b(?:{en})s?\\b))" for number, (_, zh, en) in reversed(list(enumerate(_KIN)))]
        + [f"(?P<own>{_OWN_ZH}|(?i:{_OWN_EN}))", _SHE_HE_ZH]
        + [r"(?P<she_en>\b(?i:she)\b)|(?P<he_en>\b(?i:he)\b)|(?P<back>自己(?=今年|都)?(?=\d|[二三四五六七八九]?十))"]
    )
)
_NEAR = 60
_GONE = re.compile(
    r"[^,，。;一-龥]{0,3}(?:早|都|已经?|刚|前年|去年|前几年)*(?:去世|过世|死了|没了|不在了|走了|走得早|病故|早逝)"
    r"|[^,，。;\d妈爸爹娘爷奶公婆夫妻儿女哥姐弟妹]{0,8}(?:去世|过世|已故|病故|早逝)|(?i:[^,.;]{0,12} (?:died|passed away|is dead|is deceased))"
)
_GONE_BEFORE = re.compile(r"(?:已故|去世|过世)的?$|(?i:\b(?:late|deceased)\s$)")
# With whom somebody lives, whom somebody looks after: named at a clause's end they are not the ones spoken of.
_CARED_FOR = re.compile(
    r"(?:带着?|养着?|照顾|照看|伺候|看|陪|供|拉扯|抚养|赡养|生了?|跟|和|与|还?有(?=[两俩三四仨\d几]))(?:着|了)?(?:[我俺他她]"
    r"|家里)*(?:[一两俩三四仨\d几]个?|个)?(?:上学|读书|年幼|小|病|老|残疾|瘫痪|生病|的)*$"
    r"|(?i:\b(?:with|(?:have|has|had)(?= (?:two|three|four|five|\d|kids|children))|rais\w+|support\w*|car(?:e|es|ing) for"
    r"|look\w* after|lives? with)(?: (?:an?|my|his|her|our|their|two|three|four|five|\d|young|small|little|old|sick|disabled"
    r"|only))*\s$)"
)
# Who says to be a mother of two speaks of nobody else.
_IS_ONE = re.compile(
    r"(?:^|[,，。;；\s])(?:[我俺]|本人)(?:[是当])[^,，。;；\s我俺]{0,10}$|(?i:\b(?:i am|i'm) (?:an?"
    r"|the)(?: (?!my\b)[\w-]+){0,4} $)"
)
_OF_SOME = re.compile(r"(?i: of (?:\w+|\d+)\b)")
_ENDS = re.compile(
    r"(?:一?起|同)?(?:住|过|生活|过日子|上学|读书|念书)?(?:[,，。;；!?、)\s]|$)|(?i:(?=[.,;!?)]|$| and i\b))"
)
_ASKS_BEFORE = re.compile(
    r"[替帮给为代](?:[我俺咱他她]们?)?(?:家里?|村里?)?(?:的|一个|一位|个)?$|(?i:\b(?:for|on behalf of|help\w*|about)(?: (?:my|a"
    r"|an|the|our|old|elderly))*\s$)"
)
_ASKS_ABOUT = re.compile(r"(?:问问?|咨询|打听|了解|查查?)(?:一?下|的是|的)?(?:[我俺他她咱]们?家?)?$")
_ASKS_AFTER = re.compile(r"[^,，。;]{0,3}(?:来|去|想|要)?(?:问|咨询|打听|了解|查|申请|办|看看|报)")
_ASKS_EN = re.compile(
    r"(?i:\b(?:ask\w*|inquir\w+|enquir\w+|apply\w*|help\w*|question|on behalf|it's|it is|this is|here)\b[^.;]{0,25}$"
    r"|^\s*(?:on behalf of|for)\b[^.;]*$)"
)


@dataclass(frozen=True)
class Stretch:
    """`text[start:end]` speaks of `person`; `named` is where the words that name the person end."""

    person: Person
    start: int
    end: int
    named: int = 0


@dataclass(frozen=True)
class _Mark:
    person: Person
    start: int
    end: int
    cared_for: bool = False


def stretches(text: str) -> list[Stretch]:
    """The text cut by whom it speaks of; what stands before the first person is said of that one."""
    marks: list[_Mark] = []
    for mark in _marks(text):
        if not marks or marks[-1].person != mark.person:
            marks.append(mark)
    if marks and marks[0].cared_for:
        marks.insert(0, _Mark(SELF, 0, 0))
    if not marks:
        return [Stretch(SELF, 0, len(text))]
    starts = [0, *(mark.start for mark in marks[1:])]
    ends = [*starts[1:], len(text)]
    return [Stretch(mark.person, start, end, mark.end) for mark, start, end in zip(marks, starts, ends, strict=True)]


def _marks(text: str) -> Iterator[_Mark]:
    """Where the text turns to somebody; after one who is only looked after it turns back."""
    others: list[Person] = []
    current = SELF
    for match in _PATTERN.finditer(text):
        group, start, end = match.lastgroup or "own", match.start(), match.end()
        if group.startswith("k"):
            person = _KIN[int(group[1:])][0]
            before = text[max(0, start - _NEAR) : start]
            if (
                _GONE.match(text, end)
                or _GONE_BEFORE.search(before)
                or _IS_ONE.search(before)
                or _OF_SOME.match(text, end)
            ):
                continue
            if _CARED_FOR.search(before) and (ends := _ENDS.match(text, end)):
                others.append(person)
                yield _Mark(person, start, end, True)
                yield _Mark(current, ends.end(), ends.end())
                continue
            others.append(person)
        elif group == "own":
            person = SELF
        elif group == "back":
            person = current
        else:
            sex = "female" if group.startswith("she") else "male"
            person = next(
                (one for one in reversed(others) if one.sex in (None, sex)), Person(CLIENT.zh, CLIENT.en, sex)
            )
        current = person
        yield _Mark(person, start, end)


def person_words(text: str) -> list[str]:
    """The words that name somebody."""
    return [match.group() for match in _PATTERN.finditer(text)]


def asked_for(text: str) -> Person | None:
    """The one on whose behalf somebody asks: `替邻居问一下`, `asking for my mother`; None where nobody is named so."""
    for match in _PATTERN.finditer(text):
        group, before = match.lastgroup or "", text[max(0, match.start() - _NEAR) : match.start()]
        if not group.startswith("k"):
            continue
        if _ASKS_ABOUT.search(before):
            return _KIN[int(group[1:])][0]
        if not _ASKS_BEFORE.search(before):
            continue
        if _ASKS_AFTER.match(text, match.end()) or _ASKS_EN.search(before):
            return _KIN[int(group[1:])][0]
    return None
