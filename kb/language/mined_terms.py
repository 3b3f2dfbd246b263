"""What texts say of their own words: the mined layer of the lexicon.

`城镇居民基本医疗保险（以下简称城镇居民医保）` and `“双零”家庭（即零就业家庭和零转移家庭）` say that two forms mean one thing, so that a question in
either meets the other. A short form that is the end of the long one (就业见习基地, 见习基地) needs no entry: it is met as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.language.lexicon_file import LexiconEntry
from kb.language.normal_form import simplified
from kb.regex import regex

_OPEN, _CLOSE = "[（(〔]", "[）)〕]"
_SAID = regex(
    rf"(?P<long>[^，。；：、（）()《》“”\"\s]{{3,40}}[”\"]?[^，。；：、（）()《》“”\"\s]{{0,6}}){_OPEN}"
    rf"(?:(?:以下|下文)?(?:统|合|简)?简?称为?|又称|也称|俗称|即)[：:]?[“\"]?(?P<short>[^“”\"《》（）()，。；、]{{2,16}})[”\"]?{_CLOSE}"
)
_HINTS = ("称", "即")
# A name that is longer than this and does not hold its short form is a sentence rather than a name.
_LONGEST_NAME = 10
_TOO_GENERAL = regex(r"本?(?:办法|条例|规定|通知|意见|方案|细则|实施意见|实施办法|实施方案|计划|单位|基地|公司|企业)")


def mined_pairs(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The long and the short form that texts spell out, in reading order; a pair may come again."""
    return (pair for text in texts if any(hint in text for hint in _HINTS) for pair in _pairs(simplified(text)))


def mined_entries(pairs: Iterable[tuple[str, str]]) -> tuple[LexiconEntry, ...]:
    """The entries that pairs of forms make, each once."""
    return tuple(LexiconEntry(official=pair) for pair in dict.fromkeys(pairs))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for match in _SAID.finditer(text):
        short = match["short"].strip()
        name = _name_of(re.sub(r"[“”\"]", "", match["long"]), short)
        if name and not _TOO_GENERAL.fullmatch(short):
            yield name, short


def _name_of(before: str, short: str) -> str | None:
    """The end of the words before the bracket that the short form stands for: the least that has its characters in order."""
    end = len(before)
    for character in reversed(short):
        end = before.rfind(character, 0, end)
        if end < 0:
            return before if len(before) <= _LONGEST_NAME else None
    name = before[end:]
    return None if name == short else name
