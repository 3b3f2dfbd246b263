"""One normal form: what of a text is repaired before it is read, and how it is folded before it is compared.

Repair undoes what a converter or a font did to a text: lines torn apart, HTML entities, Markdown escapes, formulas of a bare number,
invisible characters, radicals that stand for the character printed. What a source shows stays as it is: full width, traditional script, old numerals.
Folding is for comparing alone and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import opencc

from kb.language.torn_lines import torn_breaks
from kb.regex import regex

_ENTITY = regex(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_ESCAPE = regex(r"\\(?=[!-/:-@\[-`{-~])")
_FORMULA = regex(
    r"\$(?=(?:[\d\s.,+\-×*/=<>≤≥()（）元万亿年]|\\?%)*\d(?:[\d\s.,+\-×*/=<>≤≥()（）元万亿年]|\\?%)*\$)([^$\n]{1,40})(\$)"
)
# A ratio sign that stands for a colon, as some editors set it behind a word.
_RATIO = regex(r"(?<=[\u4e00-\u9fff）)])∶(?!\s*\d)")
# Zero-width characters, direction marks, soft hyphens and the byte order mark: none is printed.
_INVISIBLE = regex(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
# Spaces of typesetting: an em space is as wide as a character and indents like 　, the others read as a blank.
_TYPESET_SPACE = regex(r"[\u1680\u2000-\u200a\u202f\u205f]")
_EM_SPACES = "\u2001\u2003"
_HALF = regex(r"[\ud800-\udfff]")
_GLYPH = regex(r"[\u2e80-\u2fdf\uf900-\ufaff]")
# Radicals that have no compatibility mapping in Unicode, beside the character that a text means by them (EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    zip(
        "⺁⺄⺆⺇⺈⺊⺌⺎⺐⺑⺒⺓⺔⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺷⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂乙冂几刀卜小兀尢尢巳幺彐心手攵旡日月歹母民水水火爪爪丬牛犬王疋目示示竹糸丝网网网羊羊老肀肉臼艹艹艹虎衣覀西见角见讠贝车辶辶辶邑钅長镸长门阜阜雨青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)


# One character for one, so that every offset stays: width, radicals, and the numerals and measures of traditional script.
_FOLDS: dict[int, str | int] = {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_FOLDS |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_FOLDS |= str.maketrans("．－／％：～￥\u3000\u00a0○◯", ".-/%:~¥  〇〇")
_FOLDS |= str.maketrans(
    "萬億個兩點歲週餘幾塊圓圆參貳陸仟佰號時際倆門戶項條種張類級課學鐘",
    "万亿个两点岁周余几块元元叁贰陆仟佰号时际俩门户项条种张类级课学钟",
)


@dataclass(frozen=True)
class Repair:
    """`text[start:end]` reads `replacement`, one character or none."""

    start: int
    end: int
    replacement: str


@lru_cache(maxsize=1)
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def repairs(text: str) -> Iterator[Repair]:
    """What reads otherwise than it stands, in the order of the text, none overlapping another."""
    found = [Repair(start, end, "") for start, end in torn_breaks(text)]
    if "&" in text:
        for match in _ENTITY.finditer(text):
            import html  # the table of all entities, which few texts have

            plain = html.unescape(match[0]).replace("\u00a0", " ")
            if plain != match[0] and len(plain) == 1:
                found.append(Repair(match.start(), match.end(), "" if _INVISIBLE.match(plain) else plain))
    if "\\" in text:
        found += (Repair(match.start(), match.end(), "") for match in _ESCAPE.finditer(text))
    if "$" in text:
        for match in _FORMULA.finditer(text):
            found += (Repair(match.start(), match.start() + 1, ""), Repair(match.start(2), match.end(2), ""))
    found += (Repair(match.start(), match.end(), "") for match in _INVISIBLE.finditer(text))
    found += (
        Repair(match.start(), match.end(), "\u3000" if match[0] in _EM_SPACES else " ")
        for match in _TYPESET_SPACE.finditer(text)
    )
    if "∶" in text:
        found += (Repair(match.start(), match.end(), "：") for match in _RATIO.finditer(text))
    glyphs = list(_GLYPH.finditer(text))
    if glyphs:
        to_simplified = not is_traditional(text)
        found += (Repair(g.start(), g.end(), _printed(g[0], to_simplified=to_simplified)) for g in glyphs)
    end = 0
    for repair in sorted(found, key=lambda repair: repair.start):
        if repair.start >= end:
            yield repair
            end = repair.end


@dataclass(frozen=True)
class Repaired:
    """A text as it is read; `origin[i]` is where `text[i]` stands in the text before, None if nothing was repaired."""

    text: str
    origin: tuple[int, ...] | None
    repairs: tuple[Repair, ...]


def repaired(text: str) -> Repaired:
    """The text with all of its repairs made."""
    made = tuple(repairs(text))
    if not made:
        return Repaired(text, None, ())
    pieces: list[str] = []
    origin: list[int] = []
    position = 0
    for repair in made:
        pieces += (text[position : repair.start], repair.replacement)
        origin += (*range(position, repair.start), *[repair.start] * len(repair.replacement))
        position = repair.end
    pieces.append(text[position:])
    origin += range(position, len(text))
    return Repaired("".join(pieces), tuple(origin), made)


def folded(text: str) -> str:
    """A text as numbers and dates are read in it: half width, no radicals, simplified measures; every character keeps its place."""
    return text.translate(_FOLDS)


def _printed(glyph: str, *, to_simplified: bool) -> str:
    """The character that a radical or a compatibility ideograph is printed as."""
    plain = _RADICALS.get(glyph) or unicodedata.normalize("NFKC", glyph)
    return simplified(plain) if to_simplified else plain


def as_printed(glyphs: str, *, simplified: bool) -> str:
    """Characters that a font names, as it prints them: radicals and compatibility ideographs stand for the character of that form."""
    return _GLYPH.sub(lambda found: _printed(found[0], to_simplified=simplified), glyphs)


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional script: one character in thirty is not simplified."""
    sample = re.sub(r"[^\u3400-\u9fff]", "", text)[:4000]
    if not sample:
        return False
    changed = sum(one != other for one, other in zip(sample, simplified(sample), strict=False))
    return bool(changed * 30 >= len(sample))


def well_formed(text: str) -> str:
    """The text with U+FFFD for each half of a character (a broken emoji), which no encoding can write."""
    return _HALF.sub("\ufffd", text)


def simplified_in_place(text: str) -> str:
    """A text in traditional script in simplified characters, each in its place, for reading its marks and labels; any other as it is."""
    plain = simplified(text) if is_traditional(text) else text
    return plain if len(plain) == len(text) else text


def simplified(text: str) -> str:
    """A text in simplified characters, for comparing: questions, texts and names all go through it, so 乾县, which becomes 干县, meets itself."""
    return str(_to_simplified().convert(well_formed(text)))
