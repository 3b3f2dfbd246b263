"""YAML that people write by hand, read so that whatever is wrong is named with its line.

PyYAML with libyaml reads it: ten times faster than ruamel.yaml or PyYAML's own parser (35 ms for the shipped benefit cards), with
the place of every value. Dates stay the text they are, so that a wrong one is reported with its line; a tag that is not plain YAML
is an error. kb/files/yaml_edit.py changes such files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from kb.errors import KnowledgeBaseError

YamlPath: TypeAlias = Sequence[int | str]
ErrorMaker: TypeAlias = Callable[[str, str], KnowledgeBaseError]
_Wrong: TypeAlias = Callable[[int, str, str], KnowledgeBaseError]
M = TypeVar("M", bound=BaseModel)

_MOST_CHARACTERS, _MOST_VALUES = 5_000_000, 300_000
"""Some twenty times what the shipped lexicon holds. An alias counts as what it stands for: ten lines of them can ask for billions."""
_LIST = ("应为非空列表，如 [甲, 乙]", "a list that is not empty is expected")
_MAPPING = ("应为“名称: 内容”", "`name: value` pairs are expected")
_TEXT = ("应为文字，数字请加引号", "text is expected: put a number in quotes")
_EXPECTED = {
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_short": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "string_type": _TEXT,
}
"""What pydantic's errors mean to whoever writes the file; any other is told in pydantic's words."""
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader; PyYAML's own parser reads the same language where it was built without libyaml."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _TextLoader(_Loader):
    """The same, with every value as the text that was written."""


_TextLoader.yaml_implicit_resolvers = {}


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: `data` as plain values, `root` with the places; `error` makes its errors."""

    name: str
    root: yaml.Node
    data: Any
    error: ErrorMaker

    def line_of(self, place: YamlPath) -> int:
        """The line a place of the data stands on, counted from 1, or that of the nearest thing around it."""
        node, line = self.root, self.root.start_mark.line + 1
        for part in place:
            if isinstance(node, yaml.MappingNode) and isinstance(part, int):
                continue  # one value stands where a list of one is meant
            inner = _inner(node, part)
            if inner is None:
                break
            line, node = inner[0].start_mark.line + 1, inner[1]
        return line

    def wrong(self, line: int, cause: str, english: str) -> KnowledgeBaseError:
        """An error that names file and line."""
        return _wrong(self.error, self.name, line, cause, english)

    def validated(self, model: type[M], context: Mapping[str, object] | None = None) -> M:
        """The data as a model, whose validators are told the context; the error names the line of the first field that is wrong."""
        try:
            return model.model_validate(self.data, context=dict(context or {}))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise self._field_error(first["loc"], first["type"], first["msg"]) from error

    def _field_error(self, place: YamlPath, kind: str, message: str) -> KnowledgeBaseError:
        """One of pydantic's errors (`loc`, `type`, `msg`) as ours."""
        line, name = self.line_of(place), ".".join(str(part) for part in place)
        if kind == "extra_forbidden":
            return self.wrong(line, f"不认识 {name}：请删去或改名", f"unknown key {name}: remove or rename it")
        if kind == "missing":
            return self.wrong(line, f"缺少 {name}：请补上", f"{name} is missing: add it")
        zh, en = _EXPECTED.get(kind, (message.removeprefix("Value error, "), ""))
        english = f"{name or 'content'} is wrong{en and f' ({en})'}: correct it"
        return self.wrong(line, f"{name or '内容'} 有误（{zh}）：请改正", english)


def read_yaml(path: Path, error: ErrorMaker) -> YamlFile | None:
    """A file of YAML, or None if there is no such file; what `error` makes says why it cannot be read, or names the line that is wrong."""
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise error(f"{path.name} 无法读取：请存为 UTF-8。", "It cannot be read: save it as UTF-8.") from fault
    return parse_yaml(text, path.name, error)


def parse_yaml(text: str, name: str, error: ErrorMaker, *, as_text: bool = False) -> YamlFile:
    """A text as data with their places; what `error` makes names the line at which it is no YAML, repeats a key, is empty or far too large.

    With `as_text` numbers and truth values stay the text that was written.
    """
    wrong = partial(_wrong, error, name)
    if len(text) > _MOST_CHARACTERS:
        raise _too_much(wrong)
    try:
        loader = (_TextLoader if as_text else _Loader)(text)
        root = loader.get_single_node()
        if root is None:
            raise wrong(1, "是空的：请写上内容或删去此文件", "the file is empty: fill or remove it")
        if _check_node(root, wrong, {}) > _MOST_VALUES:
            raise _too_much(wrong)
        return YamlFile(name, root, loader.construct_document(root), error)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = " ".join(str(getattr(fault, "problem", None) or fault).split())
        cause, english = f"不是合法的 YAML（{problem}）：请改正", f"not valid YAML ({problem}): correct it"
        raise wrong(mark.line + 1 if mark else 1, cause, english) from fault
    except (ValueError, RecursionError) as fault:
        raise wrong(1, "不是合法的 YAML：请改正", "not valid YAML: correct it") from fault


def shipped_yaml(text: str) -> Any:  # noqa: ANN401 - plain data of any shape
    """A file of the package as plain data, its places left aside; dates stay text."""
    return yaml.load(text, _Loader)


def yaml_text(data: Any, *, flow: bool = False) -> str:  # noqa: ANN401 - plain data of any shape
    """Plain data as YAML in the order given, one key a line and lists in brackets; with `flow` all of it on one line."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9, default_flow_style=flow)


class _Dumper(yaml.SafeDumper):
    """Writes dates as the text they are, a list of plain values on one line, any other below its key and indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _list_node(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    plain = not any(isinstance(item, dict | list) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=plain or None)


def _text_node(dumper: _Dumper, data: str) -> yaml.Node:
    # PyYAML writes NEL and the separators of Unicode as line breaks into single quotes, and reads them as spaces.
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=None if data.isprintable() else '"')


_Dumper.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers
_Dumper.add_representer(list, _list_node)
_Dumper.add_representer(str, _text_node)


def _check_node(node: yaml.Node, wrong: _Wrong, sizes: dict[int, int]) -> int:
    """How many values a node comes to, its aliases written out; an error for a key that stands twice in one mapping."""
    if id(node) in sizes:
        return sizes[id(node)]
    sizes[id(node)] = _MOST_VALUES + 1  # what holds itself has no end
    size = 1
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            shown = str(key.value)
            if shown in names:
                raise wrong(key.start_mark.line + 1, f"{shown} 重复：请只留一个", f"{shown} stands twice: keep one")
            names.add(shown)
            size += _check_node(value, wrong, sizes)
    elif isinstance(node, yaml.SequenceNode):
        size += sum(_check_node(item, wrong, sizes) for item in node.value)
    sizes[id(node)] = size
    return size


def _inner(node: yaml.Node, part: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """One value of a mapping or list, behind the node whose line is meant: its key, or itself."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def _wrong(error: ErrorMaker, name: str, line: int, cause: str, english: str) -> KnowledgeBaseError:
    return error(f"{name} 第 {line} 行{cause}。", f"{name} line {line}: {english}.")


def _too_much(wrong: _Wrong) -> KnowledgeBaseError:
    return wrong(1, "起内容过多（引用 * 按所指内容计）：请精简", "too much in it, aliases (*) written out: shorten it")
