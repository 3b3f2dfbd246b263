"""The lexicon: what people say beside what notices say, so that a question meets the words of the texts.

Data, not code, in layers that add to each other: the field's language (the package's YAML file), what the texts held say of their own words
(kb/language/mined_terms.py), words for these very texts (`lexicon.yaml` beside them), and an office's file. The latter two may switch entries of
the others off. Matching is exact after folding, typing slips
(kb/language/homophones.py, chinese_slips.py, english_slips.py) apart; what a match is worth for a search is for the caller to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.language.english_slips import EnglishSlips
from kb.language.homophones import Homophones
from kb.language.lexicon_file import LexiconEntry, ParsedLexicon, read_lexicon, shipped_entries
from kb.language.normal_form import simplified
from kb.language.wording import each_normalised, stop_words
from kb.regex import regex

if TYPE_CHECKING:
    from kb.language.chinese_slips import ChineseSlips

_WORD = regex(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)?")
_LETTERS = regex(r"[a-z]+")
_POSSESSIVE = regex(r"['’].*$")


@dataclass(frozen=True)
class TermMatch:
    """`text[start:end]` is a known way to say the `official` terms; `general` marks words that only frame a question.

    Of a typing slip (`typo`), `meant` is the known form it was taken for; else it is empty.
    """

    term: str
    official: tuple[str, ...]
    start: int
    end: int
    general: bool = False
    typo: bool = False
    meant: str = ""


@lru_cache(maxsize=1 << 14)
def fold_english(word: str) -> str:
    """A crude common form, the same for both spellings and numbers: `programmes` → `program`, `Labour` → `labor`."""
    word = _POSSESSIVE.sub("", word.lower())
    for old, new in (("isation", "ization"), ("ising", "izing"), ("ise", "ize"), ("yse", "yze")):
        word = word.removesuffix(old) + new if word.endswith(old) and len(word) > len(old) + 3 else word
    word = word.replace("our", "or") if len(word) > 4 else word
    word = {"centre": "center", "centres": "center", "programme": "program", "programmes": "program"}.get(word, word)
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word.removesuffix(suffix)
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "ls" else word
    word = word.removesuffix("e") if len(word) > 4 else word
    return word.removesuffix("is") + "iz" if word.endswith("is") and len(word) > 6 else word


class Lexicon:
    """Entries indexed by every form; `expand` finds the forms a question uses."""

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        self.entries = tuple(entries)
        self._chinese: dict[str, list[LexiconEntry]] = {}
        forms = [(form, entry) for entry in self.entries for form in entry.forms if not form.isascii()]
        for plain, (_, entry) in zip(each_normalised([form for form, _ in forms]), forms, strict=True):
            self._chinese.setdefault(plain, []).append(entry)
        self._longest = max(map(len, self._chinese), default=0)
        self._heads = frozenset(form[:2] for form in self._chinese)

    @classmethod
    def load(
        cls, path: Path | None = None, mined: Iterable[LexiconEntry] = (), parsed: ParsedLexicon | None = None
    ) -> Lexicon:
        """The lexicon of the package, read once a process, with the entries mined and those of `path`; LexiconError with file and line.

        `parsed` saves reading the package's file where it is the same.
        """
        added = tuple(mined)
        shipped = parsed.entries if parsed and parsed.is_current else shipped_entries()
        if path is None:
            return cls(_added(shipped, added)) if added or parsed else _shipped()
        return cls(_added(_added(shipped, added), read_lexicon(path)))

    # Made where a question first needs them: a Chinese one never asks how English words are spelt.

    @cached_property
    def _english(self) -> Mapping[tuple[str, ...], list[LexiconEntry]]:
        found: dict[tuple[str, ...], list[LexiconEntry]] = {}
        for entry in self.entries:
            for form in entry.forms:
                if form.isascii():
                    found.setdefault(tuple(map(fold_english, _WORD.findall(form))), []).append(entry)
        return found

    @cached_property
    def _longest_phrase(self) -> int:
        return max(map(len, self._english), default=0)

    @cached_property
    def _homophones(self) -> Homophones:
        return Homophones.load(self._chinese)

    @cached_property
    def _chinese_slips(self) -> ChineseSlips:
        # Imported here: it brings the dictionary that cuts words, which a build that finds nothing changed does without.
        from kb.language.chinese_slips import ChineseSlips

        return ChineseSlips(self._chinese)

    @cached_property
    def _english_slips(self) -> EnglishSlips:
        return EnglishSlips(self._vocabulary(), fold_english, stop_words("en"))

    def expand(self, text: str, language: str) -> tuple[TermMatch, ...]:
        """The known forms in a normalised question, in reading order, the longest at each place."""
        matches = self._find_chinese(text) if language == "zh" or not text.isascii() else []
        if any(character.isascii() and character.isalpha() for character in text):
            matches += self._find_english(text)
        return tuple(sorted(matches, key=lambda match: match.start))

    def _find_chinese(self, text: str) -> list[TermMatch]:
        matches: list[TermMatch] = []
        at = 0
        while at < len(text) - 1:
            end = at
            if text[at : at + 2] in self._heads:
                for end in range(min(len(text), at + self._longest), at + 1, -1):
                    if text[at:end] in self._chinese:
                        matches.append(_match(text, at, end, self._chinese[text[at:end]]))
                        break
                else:
                    end = at
            at = max(end, at + 1)
        return self._with_typos(text, matches)

    def _with_typos(self, text: str, matches: list[TermMatch]) -> list[TermMatch]:
        """Adds terms that a stretch of the question sounds like (设会保险) or nearly spells, where it spans more than the matches in it."""
        for start, end, form in (*self._homophones.find(text), *self._chinese_slips.find(text)):
            inside = [match for match in matches if match.start < end and match.end > start]
            if all(start <= match.start and match.end <= end and len(match.term) < len(form) for match in inside):
                matches = [match for match in matches if match not in inside]
                matches.append(_match(text, start, end, self._chinese[form], meant=form))
        return matches

    def _find_english(self, text: str) -> list[TermMatch]:
        words = [
            (self._plain_word(word[0], first=word.start() == 0), word.start(), word.end())
            for word in _WORD.finditer(text)
        ]
        folded = tuple(fold_english(word) for word, _, _ in words)
        matches: list[TermMatch] = []
        taken = [False] * len(words)
        # The longest phrases first, wherever they stand: the public welfare post is no post of "the public".
        for length in range(min(self._longest_phrase, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                entries = self._english.get(folded[at : at + length])
                if entries and not any(taken[at : at + length]):
                    run = words[at : at + length]
                    slip = any(word != text[start:end] for word, start, end in run)
                    meant = " ".join(word for word, _, _ in run) if slip else ""
                    matches.append(_match(text, run[0][1], run[-1][2], entries, meant=meant))
                    taken[at : at + length] = [True] * length
        return matches

    def _plain_word(self, word: str, *, first: bool) -> str:
        """The word, or the known word it is a slip of; a capital inside a sentence begins a name, which is left alone."""
        if word.isalpha() and (first or word.islower()):
            return self._english_slips.correct(word.lower()) or word
        return word

    def _vocabulary(self) -> Iterator[str]:
        """The English words of all forms, in lower case."""
        for entry in self.entries:
            for form in entry.forms:
                if form.isascii():
                    yield from (word for word in _LETTERS.findall(form.lower()) if len(word) > 3)


@cache
def _shipped() -> Lexicon:
    return Lexicon(shipped_entries())


def _added(entries: Iterable[LexiconEntry], more: Iterable[LexiconEntry]) -> tuple[LexiconEntry, ...]:
    """Entries with more of them, less those that the latter switch off."""
    more = tuple(more)
    off = {term for entry in more if entry.off for term in entry.official}
    return (*(entry for entry in entries if entry.official[0] not in off), *(entry for entry in more if not entry.off))


def _match(text: str, start: int, end: int, entries: list[LexiconEntry], *, meant: str = "") -> TermMatch:
    official = tuple(dict.fromkeys(simplified(term) for entry in entries for term in entry.official))
    general = all(entry.general for entry in entries)
    return TermMatch(text[start:end], official, start, end, general, bool(meant), meant)
