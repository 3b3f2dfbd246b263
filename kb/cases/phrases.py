"""The small language in which the data say how people put things, read as regular expressions.

    (a|b) one of      x?  (a|b)?  may be missing      (a|b)*  any number      …  a short gap      _  a number (kb/cases/amounts.py)
    < the beginning, > the end of what is said of one person      $name  a part defined once      English: w~  w with any ending

Phrases are separated by 、 in Chinese and by ; in English, where a space also stands for a hyphen. All else is itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from kb.records import Language

NUMBER = "\ue000\ue001*"
"""A number as a text has it once kb/cases/amounts.py has marked it."""
_PLAIN = re.compile(r"[\w\s'’/·“”().|?*<>~$_…-]+")
_PART = re.compile(r"\$([a-z][a-z_]*[a-z])")
_SEPARATORS: Mapping[Language, str] = {"zh": "、", "en": ";"}
_GAP = r"[^,，。;；!?！？/\s\ue000\ue001]{0,6}?"
_GAP_EN = r"(?:[ -]+[^\s.,;!?()/\ue000\ue001]+){0,3}?"
_BETWEEN = r"[ -]+"
_BRACKETS = re.compile(r"\([^()]*\)")
# A Chinese character that must be there: letters are not held against it, they are of either case.
_ALWAYS = re.compile(r"[\u3400-\u9fff](?![?*])")


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says which and why, in both languages."""


class PhrasePattern:
    """Phrases as one regular expression, the longer ones tried first; `edges` gives what may stand before < and after >.

    It is made where a text first holds all that one of the phrases cannot do without: of the hundreds that a question is read with, few.
    """

    def __init__(
        self,
        text: str,
        language: Language,
        parts: Mapping[str, str],
        edges: Callable[[], tuple[str, str]] = lambda: ("", ""),
    ) -> None:
        self._text, self._language, self._parts, self._edges = text, language, parts, edges

    @cached_property
    def _phrases(self) -> Sequence[str]:
        phrases = (phrase.strip() for phrase in self._text.split(_SEPARATORS[self._language]))
        return [_with_parts(phrase, self._parts) for phrase in phrases if phrase]

    @cached_property
    def _needed(self) -> Sequence[frozenset[str]]:
        bare = map(_without_brackets, self._phrases)
        return list({frozenset(() if "|" in phrase else _ALWAYS.findall(phrase)) for phrase in bare})

    @cached_property
    def pattern(self) -> str:
        """The source of the expression; PhraseError."""
        translated = [_translated(phrase, self._language, self._edges()) for phrase in self._phrases]
        return "|".join(sorted(translated, key=len, reverse=True)) or r"(?!)"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression; PhraseError for phrases that cannot be read."""
        try:
            return re.compile(self.pattern, re.IGNORECASE)
        except re.error as error:
            start = self._text[:40]
            raise PhraseError(f"“{start}”里的括号或问号不对 (unbalanced brackets or a stray ?: {error.msg})") from error

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return self.compiled.search(text) if self._may_be_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the beginning."""
        return self.compiled.match(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.compiled.finditer(text) if self._may_be_in(text) else iter(())

    def _may_be_in(self, text: str) -> bool:
        # Once it is made it says so itself, and sooner.
        if "compiled" in vars(self):
            return True
        held = _characters_in(text)
        return any(needed <= held for needed in self._needed)


_characters_in: Callable[[str], frozenset[str]] = lru_cache(maxsize=64)(frozenset)


def _without_brackets(phrase: str) -> str:
    """What stands outside brackets; what stands in them may be missing, or something else in its place."""
    shorter = _BRACKETS.sub("", phrase)
    return shorter if shorter == phrase else _without_brackets(shorter)


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
