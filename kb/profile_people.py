"""Who a described situation is about: the speaker, or the mother, husband, child … that the words name.

A text is cut where another person is named; what is said in a stretch is said of that person, what is true of a household of all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody named in a text; `sex` where the word says it."""

    zh: str
    en: str
    sex: str | None = None
    child: bool = False


SELF = Person("本人", "speaker")
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
    (Person("丈夫", "husband", "male"), r"老公|丈夫|我家那口子|孩子他?爸", r"husband"),
    (Person("妻子", "wife", "female"), r"老婆|妻子|媳妇", r"wife"),
    (Person("配偶", "spouse"), r"爱人|老伴|对象(?=[今都是有没患,，\d])|配偶", r"spouse"),
    (Person("儿子", "son", "male", True), r"儿子|我儿(?!子)|男孩", r"son\b"),
    (Person("女儿", "daughter", "female", True), r"女儿|闺女|女孩", r"daughter"),
    (Person("孩子", "child", None, True), r"孩子(?!他?爸|他?妈)|小孩|娃|子女", r"child(?:ren(?!'s home))?|kid"),
    (Person("哥哥或弟弟", "brother", "male"), r"哥哥?|弟弟|我弟", r"brother"),
    (Person("姐姐或妹妹", "sister", "female"), r"姐姐|我姐|妹妹|我妹", r"sister"),
    (Person("叔伯舅", "uncle", "male"), r"叔叔|大伯|伯伯|舅舅|我[叔舅]|大爷", r"uncle"),
    (Person("姑姨婶", "aunt", "female"), r"阿姨|姑姑|大婶|婶婶|我[姨姑婶]|大娘|大妈", r"aunt"),
    (Person("邻居或熟人", "an acquaintance"), r"邻居|朋友|亲戚|老乡|同乡", r"neighbou?r|friend|relative"),
)
_OWN_ZH = (
    r"(?:我|俺|本人)(?![妈爸娘爹儿女老媳丈哥姐弟妹叔舅姨姑婶奶爷家]|们?家|们?[厂村县镇市公企单车合]"
    r"|想问|要问|问|想知道|该|能|可以|会|们)"
)
_OWN_EN = r"\bi(?:'m|'ve)?\b(?! (?:want|would like|wish|need) to (?:know|ask))"
_PATTERN = re.compile(
    "|".join(
        [f"(?P<k{number}>{zh}|(?i:\\b(?:{en})s?\\b))" for number, (_, zh, en) in reversed(list(enumerate(_KIN)))]
        + [f"(?P<own>{_OWN_ZH}|(?i:{_OWN_EN}))"]
    )
)


@dataclass(frozen=True)
class Stretch:
    """`text[start:end]` speaks of `person`."""

    person: Person
    start: int
    end: int


def stretches(text: str) -> list[Stretch]:
    """The text cut by whom it speaks of; what stands before the first person is said of that one."""
    marks: list[tuple[int, Person]] = []
    for match in _PATTERN.finditer(text):
        group = match.lastgroup or "own"
        person = SELF if group == "own" else _KIN[int(group[1:])][0]
        if not marks or marks[-1][1] != person:
            marks.append((match.start(), person))
    if not marks:
        return [Stretch(SELF, 0, len(text))]
    starts = [0, *(start for start, _ in marks[1:])]
    ends = [*starts[1:], len(text)]
    return [Stretch(person, start, end) for (_, person), start, end in zip(marks, starts, ends, strict=True)]
