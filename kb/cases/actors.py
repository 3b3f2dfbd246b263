"""The words in a text that name somebody: the speaker, a relative, a neighbour, an employer (kb/data/people.tsv), or a pronoun.

Chains are one mention: of `我嫂子的妹妹` and `my husband's brother` the last word says who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Literal

from kb.cases.phrases import pieces_outside
from kb.regex import regex
from kb.shipped import shipped_rows

Circle = Literal["self", "home", "kin", "other", "theirs", "body", "crowd"]
Scope = Literal["person", "household"]


@dataclass(frozen=True)
class Person:
    """Somebody spoken of. `sex` where the word says it; `key` tells two of a role apart, in one text."""

    zh: str
    en: str
    sex: str | None = None
    circle: Circle = "other"
    key: str = ""


SELF = Person("本人", "speaker", circle="self")
CLIENT = Person("当事人", "person asked about")
CROWD = Person("别人", "people in general", circle="crowd")


@dataclass(frozen=True)
class Mention:
    """`text[start:end]` names `person`; of a pronoun it is None until it is known whom it stands for, with the `sex` it says.

    `own` where the speaker's own is meant (我们公司), `through` what a chain goes through (我们合作社社长), `of_pronoun` where it is his or
    hers (他儿子); `scope` is the household where the words are 我家, 她家.
    """

    person: Person | None
    start: int
    end: int
    sex: str | None = None
    own: bool = False
    scope: Scope = "person"
    through: Circle | None = None
    of_pronoun: bool = False


@dataclass(frozen=True)
class _Role:
    circle: Circle
    zh: str
    en: str
    sex: str | None
    chinese: str
    english: str


_SELF_ZH = "我们(?!这[儿里边])俩?|俺们|咱们?(?!这[儿里边])|我俩?|俺|本人"
_POSSESSOR_ZH = rf"{_SELF_ZH}|(?<![想要算备意])自己|他们|她们|他|她|其"
_ORDINAL = "[大二三四五六七小老亲干表堂继养已故]{0,3}"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_TITLES = "大爷|大妈|大娘|大姐|大哥|大叔|大婶|阿姨|师傅|主任|老师|奶奶|爷爷|婆婆|叔|婶|姐|哥|姨"
_NAME_ZH = rf"(?:(?:(?<!养)[老小][{_SURNAMES}](?!店)|[{_SURNAMES}]某{{1,3}})(?:{_TITLES})?|[{_SURNAMES}](?:{_TITLES}))"
_DETERMINER = r"(?:my|our|his|her|their|the|an?|one of (?:my|our)|some|both (?:of )?(?:my|our)|another|every|each)"
_NO_ADJECTIVE = "(?:is|are|was|were|am|in|of|at|on|and|or|to|for|from|by|who|that|has|have|had|with|gets?|my|our|his|her|their|the|an?|i|we)"
_PRONOUN_EN = {"she": "female", "her": "female", "he": "male", "him": "male", "his": "male"}


@cache
def _roles() -> tuple[_Role, ...]:
    return tuple(
        _Role(circle, zh, en, sex or None, chinese or "(?!)", english or "(?!)")  # type: ignore[arg-type]
        for circle, zh, en, sex, chinese, english in islice(shipped_rows("people.tsv"), 1, None)
    )


def _longest_first(patterns: Iterator[str]) -> str:
    """Alternatives outside brackets, the longer ones first."""
    pieces = [piece for pattern in patterns for piece in pieces_outside(pattern, "|") if pattern != "(?!)"]
    return "|".join(sorted(pieces, key=lambda piece: -len(re.sub(r"\(\?[!<=][^)]*\)|[()?:|]", "", piece))))


@cache
def _noun_zh() -> str:
    return rf"(?:{_ORDINAL}(?:{_longest_first(role.chinese for role in _roles())})|{_NAME_ZH})"


@cache
def _chinese() -> re.Pattern[str]:
    noun = _noun_zh()
    possessor = rf"(?P<own>{_POSSESSOR_ZH})(?P<reflexive>自己)?"
    return re.compile(
        rf"(?P<nouns_first>(?:{possessor}(?:家里?|们家)?的?)?(?P<nouns>(?:{noun}(?:家里?|们)?[他她]?的?)*{noun}))(?P<tail>家里?(?!的)|们)?"
        rf"|(?P<home>(?:(?:{_POSSESSOR_ZH})家里?|(?<![在回老大人一国到离搬全三四五两婆娘夫岳男女别哪谁专作东])家(?:里|中|庭)?)(?!乡|政|务|人|具|电))|(?P<alone>{_POSSESSOR_ZH})(?:自己|个人)?"
    )


@cache
def _english() -> re.Pattern[str]:
    noun = rf"(?:{_longest_first(role.english for role in _roles())})"
    return re.compile(
        rf"\b(?:(?P<det>{_DETERMINER}) (?:(?!{_NO_ADJECTIVE}\b)[\w'-]+ ){{0,3}}?)?"
        rf"(?P<nouns>{noun}s?(?:(?:'s|s') (?:[\w-]+ )?{noun}s?)*)(?: of mine)?\b"
        r"|\b(?P<home>(?:my|our) (?:family|household|home)(?: (?:is|was))?)\b"
        r"|\b(?P<alone>i|we|me|us|myself|mine)\b(?:'(?:m|re|ve|d|ll))?|\b(?P<pronoun>she|her|he|him|his)\b(?:'s)?",
        re.IGNORECASE,
    )


def mentions(text: str) -> list[Mention]:
    """Everybody a normalised text names, in reading order; what the speaker is to somebody (我是残疾人的女儿) names nobody else."""
    if re.search(r"[\u3400-\u9fff]", text) is None:
        return list(_english_mentions(text))
    own = [match.span("said") for match in _WHAT_I_AM.finditer(text)]
    return [each for each in _chinese_mentions(text) if not any(a <= each.start and each.end <= b for a, b in own)]


# The clause ends with it.
_WHAT_I_AM = regex(r"(?:我|俺|本人)[就也]?[是系](?P<said>[^,，。;；的]{1,12}的[^,，。;；的]{1,4})(?=[,，。;；]|$)")


@cache
def _by_itself(pattern: str) -> re.Pattern[str]:
    """Without what must stand before it, which is not asked again of words already found."""
    return re.compile(re.sub(r"\(\?<[=!][^)]*\)", "", pattern), re.IGNORECASE)


def _role_of(noun: str, chinese: bool) -> _Role | None:
    """The role that the longest end of a noun names; in English the whole of it, one or several."""
    for start in range(len(noun)) if chinese else (0,):
        for role in _roles():
            pattern = _by_itself(role.chinese) if chinese else _by_itself(rf"(?:{role.english})s?")
            if pattern.fullmatch(noun[start:]):
                return role
    return None


def _chain(nouns: str, chinese: bool) -> list[_Role | None]:
    """The roles that a chain goes through: of 嫂子的妹妹 the sister-in-law, then her sister."""
    pieces = [each[0] for each in _by_itself(_noun_zh()).finditer(nouns)] if chinese else re.split(r"'s |s' ", nouns)
    return [_role_of(piece, chinese) for piece in pieces]


def _person(nouns: str, chain: Sequence[_Role | None], chinese: bool) -> Person:
    """The last of a chain; my sister's husband is kin, a neighbour's is not."""
    role, first, chained = chain[-1], chain[0], len(chain) > 1
    if role is None:
        return Person(f"“{nouns}”", "person asked about", None, "other", nouns)
    circle = role.circle
    if chained and circle in ("home", "kin"):
        circle = "other" if first and first.circle == "other" else "kin"
    # Grandma is the grandmother; a stepfather is not the father, and there may be several clients.
    by_role = not chained and (chinese or (circle in ("home", "kin") and not nouns.lower().startswith("step")))
    key = (role.zh if chinese else role.en) if by_role else re.sub("的|家里?", "", nouns).lower().removesuffix("s")
    return Person(f"“{nouns}”" if chained else role.zh, role.en, role.sex, circle, key)


def _of_others(person: Person) -> Person:
    """His or her child does not live in the speaker's home."""
    return replace(person, circle="theirs") if person.circle in ("home", "kin") else person


def _chinese_mentions(text: str) -> Iterator[Mention]:
    for match in _chinese().finditer(text):
        if match["nouns"]:
            chain = _chain(match["nouns"], True)
            person = _person(match["nouns"], chain, True)
            own = bool(re.match(_SELF_ZH, match["own"] or ""))
            if re.match("[他她其]", match["own"] or ""):
                person = _of_others(person)
            scope: Scope = "household" if (match["tail"] or "").startswith("家") else "person"
            through = chain[0].circle if chain[0] else None
            if re.search(r"(?:户|家庭|残疾人|人员|困难生|农民)的$", text[: match.start()]) and not match["own"]:
                # 低保户的孩子: anybody's.
                through = "crowd"
            yield Mention(
                CROWD if through == "crowd" else person,
                match.start(),
                match.end(),
                None,
                own,
                scope,
                through,
                (match["own"] or "") in ("他", "她"),
            )
            continue
        words = match["home"] or match["alone"]
        mine = re.match(_SELF_ZH, words) is not None
        sex = "female" if words.startswith("她") else "male" if words.startswith("他") else None
        if re.match("他们|她们", words):
            yield Mention(CROWD, match.start(), match.end())
        else:
            yield Mention(
                SELF if mine else None,
                match.start(),
                match.end(),
                sex,
                mine,
                "household" if match["home"] else "person",
            )


def _english_mentions(text: str) -> Iterator[Mention]:
    for match in _english().finditer(text):
        if match["nouns"]:
            start = match.start("det") if match["det"] else match.start("nouns")
            det = (match["det"] or "").lower()
            own, theirs = det.startswith(("my", "our")), det in ("his", "her")
            person = _person(match["nouns"], _chain(match["nouns"], False), False)
            if det in ("his", "her", "their"):
                person = _of_others(person)
            if not det and person.circle == "other" and match["nouns"].endswith("s"):
                # Pupils, tenants: people in general.
                person = CROWD
            yield Mention(person, start, match.end(), None, own, of_pronoun=theirs)
        elif match["home"]:
            yield Mention(SELF, match.start(), match.end(), None, True, "household")
        elif match["alone"]:
            yield Mention(SELF, match.start(), match.end(), None, True)
        else:
            yield Mention(None, match.start(), match.end(), _PRONOUN_EN[match["pronoun"].lower()])
