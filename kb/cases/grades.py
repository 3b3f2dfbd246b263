"""How a grade of disability is said: `残疾二级`, `二级肢体残疾`, `残疾证，是三级的`, `disabled grade 2`, `a level-3 disability card`.

China grades a disability from 1 to 4 (GB/T 26341); 1 and 2 are severe. A grade of an injury at work (1 to 10), of a skill or of a hospital is
something else: a bare grade counts only where a disability was named before it.
"""

from __future__ import annotations

import re

_KIND = r"(?:肢体|视力|听力|言语|智力|精神|多重|身体|腿部?|手部?|眼睛?|聋哑?|智障)"
_OTHER = r"(?<!工伤)(?<!伤残)(?<!劳动能力)"
_NAMED_EN = r"(?:disab(?:led|ility)|handicap(?:ped)?)"
_WORD_EN = r"(?:grade|level|class|category|degree)"
_GRADES = {
    True: ("[一二壹贰12]", "(?:1|2|one|two|ii?)", "(?:first|second|1st|2nd)"),
    False: ("[三四叁肆34]", "(?:3|4|three|four|iii|iv)", "(?:third|fourth|3rd|4th)"),
}


def grade_patterns() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    """Patterns of a severe (True) and a lesser grade; the group `said` is what states it where more had to be looked at."""
    return tuple(
        (severe, re.compile("|".join([*_chinese(zh), *(f"(?i:{form})" for form in _english(number, ordinal))])))
        for severe, (zh, number, ordinal) in _GRADES.items()
    )


def _chinese(digit: str) -> list[str]:
    grade = rf"{digit}\s?级(?![甲乙医工厨技建运警注会])"
    return [
        rf"残[疾级障]?(?:人证|证|人)?(?:书|本)?(?:上)?(?:的)?(?:等级|级别|程度)?(?:是|为|写的?是?|评[的了]?|定[的了]?|鉴定|[:：,，(（\s])*{_KIND}?{grade}",
        rf"{_KIND}(?:残疾?)?(?:是|为)?{grade}",
        rf"(?<![一二三四五六七八九十\d]){_OTHER}{grade}的?{_KIND}?(?:残疾|残障|残(?![军值]))",
        # A grade by itself, as an answer or a correction, after a disability was named.
        rf"(?<=残)[^。!?]{{0,40}}?[,，;；\s、](?:而?[是属]于?|应?评[的了]|定[的了]|他|她)*(?:{_KIND})?(?P<said{digit[1]}>{grade})的?(?=[,，。;；\s]|$)",
    ]


def _english(number: str, ordinal: str) -> list[str]:
    grade = rf"(?:{_WORD_EN}[- ]?{number}|{ordinal}[- ]{_WORD_EN})\b"
    return [
        rf"\b{_NAMED_EN}\b[^.;,]{{0,25}}?[ (,]{grade}",
        rf"\b{grade}(?!\s*(?:nurse|hospital|worker|cook|chef|technician))[^.;,]{{0,15}}? ?{_NAMED_EN}\b",
        rf"\b{_NAMED_EN}\b[^.;]{{0,40}}?[,;] *(?:it is |it's |of )?{grade}(?=[.,;)]|$)",
    ]
