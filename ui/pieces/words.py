"""The words of the pages: `ui/words/PAGE.LANGUAGE.yaml`, one file a page and language, so that a further language is one more file.

A word is a string, or a group of strings under one name (`validity: {expired: 已失效, …}`). The files of a page hold the same words with the
same placeholders; where one does not, it is refused with file, word and line. What a document says is never here.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias, get_args

import yaml

from kb.errors import KnowledgeBaseError
from kb.records import Language

WORDS: Final = Path(__file__).parents[1] / "words"
# Read at every start: libyaml takes a tenth of the time, where PyYAML was built with it.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A word's name, or its group's and its own.
WordName: TypeAlias = tuple[str, ...]


class WordsError(KnowledgeBaseError):
    """A file of words cannot be used; the message names file, word and line."""


@dataclass(frozen=True)
class PageWords:
    """The words of one page in one language: `words.title` is a word, `words["validity"]` a group."""

    _words: Mapping[str, str]
    _groups: Mapping[str, Mapping[str, str]]

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in self._words:
            raise AttributeError(name)
        return self._words[name]

    def __getitem__(self, name: str) -> Mapping[str, str]:
        return self._groups[name]


@dataclass(frozen=True)
class Words:
    """All words in one language, `words.batch.title`; AttributeError for a page that does not speak it."""

    language: Language
    _pages: Mapping[str, PageWords]
    _lang: str = ""

    @property
    def lang(self) -> str:
        """The language as HTML names it (BCP 47)."""
        return self._lang or ("zh-CN" if self.language == "zh" else self.language)

    def __getattr__(self, name: str) -> PageWords:
        if name.startswith("_") or name not in self._pages:
            raise AttributeError(name)
        return self._pages[name]


@cache
def words_in(language: Language) -> Words:
    """The words of all pages in a language; WordsError where a file is wrong."""
    return load_words(WORDS)[language]


def load_words(folder: Path) -> dict[Language, Words]:
    """The words of all pages in each language, those of a page held against its Chinese."""
    languages: tuple[Language, ...] = get_args(Language)
    pages: dict[Language, dict[str, PageWords]] = {language: {} for language in languages}
    for path in sorted(folder.glob("*.yaml")):
        page, _, suffix = path.stem.partition(".")
        language = next((each for each in languages if each == suffix), None)
        first = path.with_name(f"{page}.zh.yaml")
        if language is None or not first.exists():
            raise _wrong(path, 1, "应名为 PAGE.zh.yaml，或在其旁", "must be PAGE.zh.yaml, or stand beside it")
        found = _read(path)
        if path != first:
            _compare(first, _read(first), path, found)
        pages[language][page] = _page(found)
    return {language: Words(language, found) for language, found in pages.items()}


def words_of_file(path: Path, needed: Sequence[str]) -> Words:
    """The words of an office's own file: `lang` (BCP 47), and the pages `needed` under their names, each held against its Chinese.

    What has words in Chinese and English alone is told in English beside them.
    """
    root = _composed(path)
    pages: dict[str, PageWords] = {}
    lang = ""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        first = WORDS / f"{key.value}.zh.yaml"
        if key.value == "lang" and isinstance(value, yaml.ScalarNode):
            lang = value.value
        elif key.value in needed:
            found = dict(_words_below(path, value))
            _compare(first, _read(first), path, found)
            pages[key.value] = _page(found)
        else:
            raise _wrong(path, key.start_mark.line + 1, f"没有 {key.value} 这一页", f"there is no page {key.value}")
    if missing := [page for page in needed if page not in pages]:
        raise _wrong(path, 1, f"缺少 {'、'.join(missing)}", f"{', '.join(missing)} is missing")
    if not re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang):
        raise _wrong(path, 1, "须写明 lang，如 vi", "it must say its lang, such as vi")
    return Words("en", {**words_in("en")._pages, **pages}, lang)


@dataclass(frozen=True)
class _Word:
    text: str
    line: int
    placeholders: frozenset[str]


def _read(path: Path) -> dict[WordName, _Word]:
    return _words_below(path, _composed(path))


def _composed(path: Path) -> yaml.Node | None:
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), _LOADER)
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, 1, "读不到，或不是 UTF-8", "cannot be read, or is no UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(path, mark.line + 1 if mark else 1, "不是合法的 YAML", "not valid YAML") from error


def _words_below(path: Path, root: yaml.Node | None) -> dict[WordName, _Word]:
    found: dict[WordName, _Word] = {}
    for name, node in _named(path, root):
        line = node.start_mark.line + 1
        if name in found:
            raise _wrong(path, line, f"{'.'.join(name)} 写了两次", f"{'.'.join(name)} stands twice")
        try:
            placeholders = frozenset(
                field for _, field, _, _ in string.Formatter().parse(node.value) if field is not None
            )
        except ValueError as error:
            raise _wrong(
                path, line, f"{'.'.join(name)} 的花括号不成对", f"unpaired brace in {'.'.join(name)}"
            ) from error
        found[name] = _Word(node.value, line, placeholders)
    return found


def _named(path: Path, node: yaml.Node | None, group: WordName = ()) -> Iterator[tuple[WordName, yaml.ScalarNode]]:
    """The words below a node. Its scalars are taken as written: what YAML reads as true (`yes`) is a name like any other."""
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node else 1
        raise _wrong(path, line, "应为“名称: 文字”", "must be `name: text`")
    for key, value in node.value:
        if isinstance(value, yaml.ScalarNode):
            yield (*group, key.value), value
        elif group:
            raise _wrong(path, key.start_mark.line + 1, f"{key.value} 应为文字", f"{key.value} must be text")
        else:
            yield from _named(path, value, (key.value,))


def _compare(first: Path, theirs: Mapping[WordName, _Word], path: Path, own: Mapping[WordName, _Word]) -> None:
    for name, word in own.items():
        known, dotted = theirs.get(name), ".".join(name)
        if known is None:
            raise _wrong(path, word.line, f"{first.name} 里没有 {dotted}", f"{first.name} has no {dotted}")
        if known.placeholders != word.placeholders:
            raise _wrong(
                path,
                word.line,
                f"{dotted} 的占位符与 {first.name} 第 {known.line} 行不同",
                f"the placeholders of {dotted} differ from {first.name}, line {known.line}",
            )
    for name, word in theirs.items():
        if name not in own:
            dotted = ".".join(name)
            raise _wrong(first, word.line, f"{dotted} 在 {path.name} 里缺少", f"{dotted} is missing in {path.name}")


def _page(found: Mapping[WordName, _Word]) -> PageWords:
    groups: dict[str, dict[str, str]] = {}
    for name, word in found.items():
        if len(name) == 2:
            groups.setdefault(name[0], {})[name[1]] = word.text
    return PageWords({name[0]: word.text for name, word in found.items() if len(name) == 1}, groups)


def _wrong(path: Path, line: int, cause: str, english: str) -> WordsError:
    return WordsError(
        f"{path.name} 第 {line} 行：{cause}，请改正。", f"{path.name} line {line}: {english}; correct it."
    )
