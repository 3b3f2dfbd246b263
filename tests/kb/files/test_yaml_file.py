"""YAML read with the line of whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from every import every
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from kb.errors import CatalogError
from kb.files import parse_yaml, read_yaml, yaml_text

# Nine lists, each of nine times the one before: some 400 million values once they are written out.
ALIAS_BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    numbers: list[int] = []


class Entries(BaseModel):
    entries: list[Entry]


@every(
    ("text", "line", "words"),
    [
        ("", 1, "空的"),
        ("# only a comment\n", 1, "空的"),
        ("entries: [\n", 2, "不是合法的 YAML"),
        ("entries:\n  - name: a\n    name: b\n", 3, "name 重复"),
        ("entries: !!python/name:os.system\n", 1, "不是合法的 YAML"),
        ("entries: \x00\n", 1, "不是合法的 YAML"),
        ("a: 1\n---\na: 2\n", 2, "不是合法的 YAML"),
        ("{[a]: b}\n", 1, "不是合法的 YAML"),
        (ALIAS_BOMB, 1, "内容过多"),
        ("&a [*a]\n", 1, "内容过多"),
        ("a: " + "[" * 20_000, 1, "不是合法的 YAML"),
        ("#" * 5_000_001, 1, "内容过多"),
    ],
)
def test_what_is_no_good_yaml_is_an_error_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(CatalogError) as caught:
        parse_yaml(text, "x.yaml", CatalogError)
    assert str(caught.value).startswith(f"x.yaml 第 {line} 行")
    assert words in str(caught.value)
    assert f"x.yaml line {line}: " in str(caught.value)


@every(
    ("text", "line", "words"),
    [
        ("entries:\n  - numbers: []\n", 2, "缺少 entries.0.name"),
        ("entries:\n  - name: a\n    nmbers: [1]\n", 3, "不认识 entries.0.nmbers"),
        ("entries:\n  - name: a\n    numbers:\n      - 1\n      - eins\n", 5, "entries.0.numbers.1 有误"),
        ("entries:\n  - name: 2020-01-01\n  - name: 7\n", 3, "entries.1.name 有误"),
        ("- name: a\n", 1, "内容 有误"),
    ],
)
def test_what_is_not_as_it_should_be_is_an_error_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(CatalogError) as caught:
        parse_yaml(text, "x.yaml", CatalogError).validated(Entries)
    assert f"x.yaml 第 {line} 行{words}" in str(caught.value)


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    assert read_yaml(path, CatalogError) is None
    path.write_bytes("\ufeffentries:\r\n  - name: 甲\r\n    numbers: [1]\r\n".encode())
    read = read_yaml(path, CatalogError)
    assert read is not None
    assert read.validated(Entries).entries == [Entry(name="甲", numbers=[1])]
    assert read.line_of(("entries", 0, "numbers", 0)) == 3
    path.write_bytes("甲".encode("gbk"))
    with pytest.raises(CatalogError, match="UTF-8"):
        read_yaml(path, CatalogError)


def test_how_data_are_written() -> None:
    data = [{"file": "a b.txt", "day": "2020-01-01", "parents": ["x", "y"], "region": {"value": "海南省"}, "is": "yes"}]
    assert yaml_text(data) == (
        "- file: a b.txt\n  day: 2020-01-01\n  parents: [x, y]\n  region:\n    value: 海南省\n  is: 'yes'\n"
    )
    assert yaml_text(data[0], flow=True).startswith("{file: a b.txt, day: 2020-01-01, parents: [x, y], region: {value:")


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
trees = st.recursive(
    words | st.booleans() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(words, inner)
)


@given(trees.filter(lambda tree: tree != ""), st.booleans())
def test_what_is_written_is_read_back(data: object, flow: bool) -> None:
    read = parse_yaml(yaml_text({"data": data}, flow=flow), "x.yaml", CatalogError).data
    assert json.dumps(read["data"], sort_keys=True) == json.dumps(data, sort_keys=True)
