"""The small language in which the data say how people put things, compiled to regular expressions.

    (a|b) one of      x?  (a|b)?  may be missing      (a|b)*  any number      …  a short gap      _  a number (kb/cases/amounts.py)
    < the beginning, > the end of what is said of one person      $name  a part defined once      English: w~  w with any ending

Phrases are separated by 、 in Chinese and by ; in English, where a space also stands for a hyphen. All else is itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.records import Language

NUMBER = "\ue000\ue001*"
"""A number as a text has it once kb/cases/amounts.py has marked it."""
_PLAIN = re.compile(r"[\w\s'’/·“”().|?*<>~$_…-]+")
_PART = re.compile(r"\$([a-z][a-z_]*[a-z])")
_SEPARATORS: Mapping[Language, str] = {"zh": "、", "en": ";"}
_GAP = r"[^,，。;；!?！？/\s\ue000\ue001]{0,6}?"
_GAP_EN = r"(?:[ -]+[^\s.,;!?()/\ue000\ue001]+){0,3}?"
_BETWEEN = r"[ -]+"


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says which and why, in both languages."""


def compiled(
    text: str, language: Language, parts: Mapping[str, str], edges: tuple[str, str] = ("", "")
) -> re.Pattern[str]:
    """All phrases of `text` as one pattern, the longer ones tried first; `edges` is what may stand before < and after >."""
    phrases = [phrase.strip() for phrase in text.split(_SEPARATORS[language]) if phrase.strip()]
    translated = [_translated(_with_parts(phrase, parts), language, edges) for phrase in phrases]
    try:
        return re.compile("|".join(sorted(translated, key=len, reverse=True)) or r"(?!)", re.IGNORECASE)
    except re.error as error:
        raise PhraseError(f"“{text[:40]}”里的括号或问号不对 (unbalanced brackets or a stray ?: {error.msg})") from error


def _with_parts(phrase: str, parts: Mapping[str, str]) -> str:
    def part(found: re.Match[str]) -> str:
        if found[1] not in parts:
            raise PhraseError(f"“{phrase}”用了没有定义的 ${found[1]} (no part called {found[1]})")
        return _with_parts(parts[found[1]], parts)

    if not _PLAIN.fullmatch(phrase):
        raise PhraseError(f"“{phrase}”里有不能用的符号 (a sign that phrases do not know)")
    return _PART.sub(part, phrase)


def _translated(phrase: str, language: Language, edges: tuple[str, str]) -> str:
    signs = {"(": "(?:", ")": ")", "|": "|", "?": "?", "*": "*", "~": r"\w*", "_": NUMBER}
    signs |= {"<": f"^(?:{edges[0]})*" if edges[0] else "^", ">": f"(?:{edges[1]})*$" if edges[1] else "$"}
    signs["…"] = _GAP if language == "zh" else _GAP_EN
    if language == "zh":
        return _characters(phrase, signs)
    # A word begins and ends where letters do.
    head = signs["<"] if phrase[0] == "<" else r"(?<!\w)"
    tail = signs[">"] if phrase[-1] == ">" else r"(?!\w|'t\b)"
    return head + _words(phrase.removeprefix("<").removesuffix(">").strip(), signs) + tail


def _characters(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(character, re.escape(character)) for character in text)


def _words(text: str, signs: Mapping[str, str]) -> str:
    """English words with what joins them; a word that may be missing takes its space along."""
    found, is_first, between = "", True, _BETWEEN
    for token in pieces_outside(text, " "):
        if token == "…":
            found += _GAP_EN
            continue
        sign = token[-1] if token[0] == "(" and token[-1] in "?*" else ""
        bare = token.removesuffix(sign) if sign else token
        word = _characters(bare, signs)
        if bare[0] == "(" and bare[-1] == ")":
            word = "(?:" + "|".join(_words(each, signs) for each in pieces_outside(bare[1:-1], "|")) + ")"
        # A stop stands by its word without a space.
        space = " *" if "/" in bare[:2] or "/" in between else _BETWEEN
        if sign:
            found += f"(?:{word}{space}){sign}" if is_first else f"(?:{space}{word}){sign}"
        else:
            found += word if is_first else space + word
            is_first, between = False, "/" if bare.endswith("/") else ""
    return found


def pieces_outside(text: str, at: str) -> list[str]:
    """The pieces between a sign that stands outside brackets."""
    pieces, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == at and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece]
