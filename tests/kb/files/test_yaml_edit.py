"""A list of entries that people write is changed at one place; every other character stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from every import every

from kb.errors import CardError, CatalogError
from kb.files import YamlEntries, parse_yaml

CORPUS = Path(__file__).parents[3] / "corpus"
ENTRY = {"id": "a-b", "title": {"value": "题：一", "rests_on": "# no comment\u2028"}, "parents": ["x, y", "no"]}
BLOCK = """\
# head

cards:
  - id:   "one"     # aligned
    words: >-
      two lines
      of words

  # about two
  - {id: two, words: 'x'}
  # about three
  - id: three
    words: |
      kept
# tail
other: [1]
"""


def entries(text: str) -> YamlEntries:
    return YamlEntries(text, "x.yaml", "cards", "id", CatalogError)


def ids(text: str) -> list[str]:
    return [entry["id"] for entry in parse_yaml(text, "x.yaml", CatalogError).data["cards"]]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_goes_and_what_stays(line_end: str) -> None:
    text = "\ufeff" + BLOCK.replace("\n", line_end)

    def changed(old: str, new: str) -> str:
        assert BLOCK.count(old) == 1
        return "\ufeff" + BLOCK.replace(old, new).replace("\n", line_end)

    assert entries(text).removed("one") == changed(
        '  - id:   "one"     # aligned\n    words: >-\n      two lines\n      of words\n\n', ""
    )
    assert entries(text).removed("two") == changed("  # about two\n  - {id: two, words: 'x'}\n", "")
    assert entries(text).removed("three") == changed("  # about three\n  - id: three\n    words: |\n      kept\n", "")
    assert entries(text).renamed("one", "1") == changed('"one"', "'1'")
    assert entries(text).extended("two", {"day": "2020-01-01"}) == changed("'x'}", "'x', day: 2020-01-01}")
    assert entries(text).extended("three", {"by": ["a"]}) == changed("      kept\n", "      kept\n    by: [a]\n")
    added = "\n  - id: a-b\n    title:\n      value: 题：一\n"
    added += "      rests_on: \"# no comment\\L\"\n    parents: ['x, y', 'no']\n"
    assert entries(text).added(ENTRY) == changed("      kept\n", "      kept\n" + added)


@pytest.mark.parametrize(
    ("name", "listed", "key", "error"),
    [("catalog.yaml", "documents", "file", CatalogError), ("benefits.yaml", "cards", "id", CardError)],
)
def test_the_shipped_files_after_adding_and_removing_are_as_they_were(
    name: str, listed: str, key: str, error: type[CatalogError]
) -> None:
    text = (CORPUS / name).read_bytes().decode()

    def of(changed: str) -> YamlEntries:
        return YamlEntries(changed, name, listed, key, error)

    assert of(of(text).added({key: "z", "title": "一"})).removed("z") == text
    first = parse_yaml(text, name, error).data[listed][0][key]
    assert of(of(text).renamed(first, "z")).renamed("z", first) == text


@every(
    ("text", "left"),
    [
        ("cards: []\n", "cards:\n  - id: z\n"),
        ("cards: [{id: a}, {id: b}]", "cards: [{id: a}, {id: b}, {id: z}]"),
        ("cards:\n- id: a", "cards:\n- id: a\n\n- id: z\n"),
        (
            "cards:\n-   id: a\n    b: &x c\n    d: *x #\n    e: f\n",
            "cards:\n-   id: a\n    b: &x c\n    d: *x #\n    e: f\n\n- id: z\n",
        ),
    ],
)
def test_layouts_that_are_added_to(text: str, left: str) -> None:
    assert entries(text).added({"id": "z"}) == left
    assert ids(entries(left).removed("z")) == ids(text)


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_one_of_several_in_brackets(name: str) -> None:
    left = [one for one in "abc" if one != name]
    assert entries("cards: [{id: a}, {id: b}, {id: c}]\n").removed(name) == (
        "cards: [" + ", ".join(f"{{id: {one}}}" for one in left) + "]\n"
    )


@every("text", ["cards: {}\n", "cards:\n", "- id: a\n", "cards: [a]\n", "cards:\n- id: &x a\n  b: *x\n"])
def test_a_layout_that_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(CatalogError, match="手工编辑"):
        entries(text).added(ENTRY)


def test_an_entry_that_another_refers_to_is_not_removed() -> None:
    with pytest.raises(CatalogError, match="手工编辑"):
        entries("cards:\n  - id: &name a\n  - {id: b, words: *name}\n").removed("a")


def test_no_such_entry() -> None:
    with pytest.raises(CatalogError, match="没有 four"):
        entries(BLOCK).removed("four")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("cards:\n  - id: a\n    # why\n    n: 1\n    m: 2\n", "cards:\n  - id: a\n    # why\n    m: 2\n"),
        ("cards:\n  - n: {x: 1}\n    id: a\n", "cards:\n  - id: a\n"),
        ("cards: [{id: a, n: 1, m: 2}]\n", "cards: [{id: a, m: 2}]\n"),
        ("cards: [{id: a, n: 1}]\n", "cards: [{id: a}]\n"),
        (
            "cards:\r\n  - id: a\r\n    n:\r\n      x: 1\r\n  - id: b\r\n",
            "cards:\r\n  - id: a\r\n  - id: b\r\n",
        ),
        ("cards:\n  - id: a\n    m: 2 # n\n", "cards:\n  - id: a\n    m: 2 # n\n"),
    ],
    ids=["lines", "behind the dash", "in brackets", "the last in brackets", "CRLF", "no such field"],
)
def test_a_field_goes_and_nothing_else(text: str, left: str) -> None:
    assert entries(text).without("a", "n") == left
