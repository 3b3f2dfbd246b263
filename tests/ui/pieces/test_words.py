"""The pages' words: their files agree, what pages name is there, and nothing lies there that no page says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from ui.pieces.templating import templates
from ui.pieces.words import WORDS, Words, WordsError, load_words, words_in

UI = WORDS.parent
# A page and a word; a group counts as one word.
Named = tuple[str, str]
# What templates call the words of a language: the page's own, and those of the texts.
_WORDS = {"words", "chinese"}


def in_templates() -> Iterator[Named]:
    """The words that templates name, `words.batch.title` or `words.desk["kinds"]`, whatever the words of a language are called there."""
    environment = templates()
    for name in environment.list_templates():
        tree = environment.parse((UI / "templates" / name).read_text(encoding="utf-8"))
        for found in tree.find_all((nodes.Getattr, nodes.Getitem)):
            word = found.attr if isinstance(found, nodes.Getattr) else found.arg
            page = found.node
            if isinstance(page, nodes.Getattr) and isinstance(page.node, nodes.Name) and page.node.name in _WORDS:
                yield page.attr, word.value if isinstance(word, nodes.Const) else word


def in_code() -> Iterator[Named]:
    """The words that the pages' modules name, whatever the page's words are called there."""
    for path in UI.rglob("*.py"):
        for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(found, ast.Attribute):
                yield "", found.attr
            elif isinstance(found, ast.Subscript) and isinstance(found.slice, ast.Constant):
                yield "", str(found.slice.value)


def held(words: Words) -> set[Named]:
    """Every word and group."""
    return {(page, name) for page, own in words._pages.items() for name in (*own._words, *own._groups)}


def test_every_word_a_template_names_is_there():
    named = set(in_templates())
    assert len(named) > 300
    assert named <= held(words_in("zh"))


def test_no_word_lies_there_unsaid():
    named, in_python = set(in_templates()), {name for _, name in in_code()}
    assert {word for word in held(words_in("zh")) if word not in named and word[1] not in in_python} == set()


def test_both_languages_have_the_same_words():
    assert held(words_in("zh")) == held(words_in("en"))


def test_a_page_that_a_language_does_not_speak_and_a_word_that_is_not_there_are_errors():
    with pytest.raises(AttributeError):
        _ = words_in("en").moon
    with pytest.raises(AttributeError):
        _ = words_in("zh").batch.titel


def test_words_are_read_as_written(tmp_path: Path):
    (tmp_path / "page.zh.yaml").write_text("title: 是\nanswers: {yes: 是, no: 12}\ndone: '{n} 行'\n", encoding="utf-8")
    (tmp_path / "page.en.yaml").write_text(
        "title: yes\nanswers: {yes: on, no: 12}\ndone: '{n} rows'\n", encoding="utf-8"
    )
    page = load_words(tmp_path)["en"].page
    assert (page.title, page["answers"], page.done.format(n=3)) == ("yes", {"yes": "on", "no": "12"}, "3 rows")


@pytest.mark.parametrize(
    ("zh", "en", "said"),
    [
        ("a: 甲\nb: 乙\n", "a: A\n", "page.zh.yaml 第 2 行：b 在 page.en.yaml 里缺少"),
        ("a: 甲\n", "a: A\nb: B\n", "page.en.yaml 第 2 行：page.zh.yaml 里没有 b"),
        ("a: 甲\nb: '{n}'\n", "a: A\nb: '{m}'\n", "page.en.yaml 第 2 行：b 的占位符与 page.zh.yaml 第 2 行不同"),
        ("a: 甲\n", "a: A\na: B\n", "page.en.yaml 第 2 行：a 写了两次"),
        ("a: 甲\n", "a: '{n'\n", "page.en.yaml 第 1 行：a 的花括号不成对"),
        ("a: 甲\n", "a: [A]\n", "page.en.yaml 第 1 行：应为“名称: 文字”"),
        ("a: 甲\n", "a: {b: {c: C}}\n", "page.en.yaml 第 1 行：b 应为文字"),
        ("a: 甲\n", "a: 'A\n", "page.en.yaml 第 2 行：不是合法的 YAML"),
        ("a: 甲\n", "", "page.en.yaml 第 1 行：应为“名称: 文字”"),
    ],
    ids=["missing", "too many", "placeholder", "twice", "brace", "list", "too deep", "no YAML", "empty"],
)
def test_what_is_wrong_with_a_file_is_named_with_its_line(tmp_path: Path, zh: str, en: str, said: str):
    (tmp_path / "page.zh.yaml").write_text(zh, encoding="utf-8")
    (tmp_path / "page.en.yaml").write_text(en, encoding="utf-8")
    with pytest.raises(WordsError) as caught:
        load_words(tmp_path)
    assert said in str(caught.value)


def test_a_file_without_its_chinese_is_refused(tmp_path: Path):
    (tmp_path / "page.en.yaml").write_text("a: A\n", encoding="utf-8")
    with pytest.raises(WordsError, match=r"PAGE\.zh\.yaml"):
        load_words(tmp_path)
