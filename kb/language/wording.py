"""The wording of a question, made plain: one character set, one width, Mandarin for the words of dialects, no politeness.

Input → output: `請問，公岗　能領幾多年？谢谢` → `公岗 能领多少年`. What a question *means* is left to `kb.questions.question`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from kb.language.normal_form import simplified
from kb.regex import regex
from kb.shipped import shipped_rows

_CJK = regex(r"[\u3400-\u9fff]")
_LATIN_WORD = regex(r"[A-Za-z][A-Za-z'’]*")
_RAISED = regex(r"(?<=\d)[\u00b2\u00b3\u00b9\u2070-\u2079]+")
_CONTROL = regex(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
# 〇 and ○ are both typed for a zero; NFKC leaves them apart.
_ZERO = str.maketrans({"○": "〇", "◯": "〇", "﹝": "〔", "﹞": "〕"})
_LOOKBEHIND = regex(r"^\(\?<[^)]*\)")
# A character of nobody's: none of the rules knows it, so none sees past it.
_APART = "\uf8ff"
_EDGE = " ,.;:!?~、。，；：！？…·\"'“”‘’"

_ZH_FILLER = regex(
    r"^(?:你们?好(?:啊|呀)?|您好|哈喽|亲|老师好?|同志们?|大哥|大姐|师傅)(?:[,，。!！\s~、]+|(?=请问|我想|我要|想问|麻烦|咨询))"
    r"|(?:麻烦|拜托|劳驾)(?:您|你)?(?:帮我|帮忙)?(?:看一?下|查一?下|问一?下|说一?下|解释一?下)?[,，\s]*"
    r"|(?:(?:^|(?<=[,，。\s]))(?:我们?|俺)?|我|俺)(?:就|也)?(?:想要?|要)(?:请教|咨询|了解|打听|知道|问)(?:一?下|问)?[,，:：\s]*"
    r"|请问(?:一?下|您|你)?[,，:：\s]*"
    r"|(?:^|(?<=[,，。\s]))(?:请教|咨询|打听|了解|问)(?:一下|下|您|你)[,，:：\s]*"
    r"|(?:^|(?<=[,，。\s]))请教[,，:：\s]*"
    r"|(?:能不能|可不可以|可以|能)?告诉我(?:一下|们)?[,，:：\s]*"
    r"|(?:能不能|可不可以|可以|能)?(?:请|帮我|帮忙|给我)(?:告诉我|查一?下|查查|看一?下|看看|解释一?下|介绍一?下|说一?下|说说|讲讲)[,，:：\s]*"
    r"|(?:非常|十分|多)?(?:谢谢|感谢|多谢)(?:您|你|了|啦|老师|大家)*[!！~。\s]*$"
    # What is not meant would be searched for (是几天？不是计薪天数).
    r"|(?<=[?？])\s*(?:我问的)?不是(?:问|说)?[^,，。?？吗吧]{2,16}[?？]?$",
    needs="不好哈亲师志哥姐烦托驾教询解听道问请诉查看介说讲谢",
)
_EN_FILLER = regex(
    r"\b(?:hello|hi|hey|good (?:morning|afternoon|evening)|dear sir(?: or madam)?)\b[,.!\s]*"
    r"|\b(?:please|kindly)\b[,\s]*"
    r"|\b(?:many )?(?:thanks|thank you)(?: very much| so much| in advance)?\b[.!\s]*"
    r"|\b(?:can|could|would|will) you (?:please )?(?:tell me|explain(?: to me)?|help me(?: find)?|let me know)\b[,:\s]*"
    r"|\bi (?:would like|'d like|want|wish|need) to (?:know|ask|find out)\b(?: about)?[,:\s]*"
    r"|\b(?:tell me|let me know)\b(?: about)?[,:\s]*",
    re.IGNORECASE,
)


def _pass(text: str) -> str:
    text = _RAISED.sub("", text)  # the mark of a note beside a figure is no digit of it
    text = unicodedata.normalize("NFKC", _CONTROL.sub(" ", text)).translate(_ZERO)
    if _CJK.search(text):
        text = in_mandarin(simplified(text))
    return " ".join(text.split())


def normalise(text: str) -> str:
    """One width, simplified characters, Mandarin words, single spaces; a second call changes nothing."""
    # A pass can leave work for the next (a compatibility form of a traditional character): on to a fixed point.
    for _ in range(4):
        plain = _pass(text)
        if plain == text:
            break
        text = plain
    return text


def each_normalised(texts: Sequence[str]) -> list[str]:
    """`normalise` of every one of many short texts, none empty, at the cost of one long text."""
    return [one.strip() for one in normalise(_APART.join(texts)).split(_APART)] if texts else []


def in_mandarin(text: str) -> str:
    """A text in simplified characters with the Mandarin for the words of dialects (kb/data/dialects.tsv) in their place."""
    pattern, mandarin = _dialects()
    return pattern.sub(lambda match: mandarin[match.lastindex or 0], text)


@cache
def _dialects() -> tuple[re.Pattern[str], Sequence[str]]:
    """What matches any word of a dialect, one group a word, the longest first, and the Mandarin by the number of the group."""
    words = sorted(
        ((word, said) for said, several in shipped_rows("dialects.tsv") for word in several.split()),
        key=lambda one: -len(one[0]),
    )
    # Their first characters before anything else: without them each place of a text would be tried with every word.
    heads = "".join({_LOOKBEHIND.sub("", word)[0] for word, _ in words})
    matched = regex(f"(?=[{heads}])(?:{'|'.join(f'({word})' for word, _ in words)})", needs=heads)
    return matched, ["", *(said for _, said in words)]


def without_filler(text: str, language: str) -> str:
    """The normalised text without politeness, and without what it says that it does not ask; unchanged where nothing else would remain."""
    filler = _EN_FILLER if language == "en" else _ZH_FILLER
    kept = text
    for _ in range(4):
        shorter = " ".join(filler.sub(" ", kept).split()).strip(_EDGE)
        if shorter == kept:
            break
        kept = shorter
    return kept if has_word(kept) else text


def has_word(text: str) -> bool:
    """True where the text holds a letter, a digit or a Chinese character."""
    return any(character.isalnum() for character in text)


def language_of(text: str) -> str:
    """`zh` or `en`, by the share of content: two Chinese characters weigh as much as one Latin word."""
    return "zh" if len(_CJK.findall(text)) >= 2 * len(_LATIN_WORD.findall(text)) else "en"


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words that carry no matter of a question (kb/data/stopwords.tsv)."""
    return frozenset(
        word for name, words in shipped_rows("stopwords.tsv") if name == language for word in words.split()
    )
