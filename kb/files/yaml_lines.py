"""YAML that people write by hand, read so that whatever is wrong is named with its line: for catalog.yaml and benefits.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from kb.errors import CorpusError

YamlPath = Sequence[int | str]


class _Loader(yaml.SafeLoader):
    """A safe loader that leaves dates as the text they are, so that a wrong one is reported with its line."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: `data` as plain values, `root` with the lines; `error` makes its errors."""

    name: str
    root: yaml.Node
    data: Any
    error: Callable[[str, str], CorpusError]

    def line_of(self, place: YamlPath) -> int:
        """The line a place of the data stands on, counted from 1, or that of the nearest thing around it."""
        return _line_of(self.root, place)

    def wrong(self, line: int, cause: str, english: str) -> CorpusError:
        """An error that names file and line."""
        return self.error(f"{self.name} 第 {line} 行{cause}。", f"{self.name} line {line}: {english}.")

    def field_error(self, place: YamlPath, kind: str, message: str) -> CorpusError:
        """One of pydantic's errors (`loc`, `type`, `msg`) as ours."""
        line, name = self.line_of(place), ".".join(str(part) for part in place)
        if kind == "extra_forbidden":
            return self.wrong(line, f"不认识 {name}：请删去或改名", f"unknown key {name}: remove or rename it")
        if kind == "missing":
            return self.wrong(line, f"缺少 {name}：请补上", f"{name} is missing: add it")
        detail = message.removeprefix("Value error, ")
        return self.wrong(
            line, f"{name or '内容'} 有误（{detail}）：请改正", f"{name or 'content'} is wrong: correct it"
        )


def parse_yaml(text: str, name: str, empty: tuple[str, str], error: Callable[[str, str], CorpusError]) -> YamlFile:
    """Parses a file; what `error` makes names the line where it is no YAML, repeats a key or is empty (said by `empty`)."""
    blank = YamlFile(name, yaml.ScalarNode("", ""), None, error)
    try:
        root = yaml.compose(text, Loader=_Loader)
        data = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(getattr(fault, "problem", None) or fault).split())
        raise blank.wrong(
            line, f"不是合法的 YAML（{problem}）：请改正", f"not valid YAML ({problem}): correct it"
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise blank.wrong(1, "不是合法的 YAML：请改正", "not valid YAML: correct it") from fault
    if root is None:
        raise blank.wrong(1, *empty)
    for key in _repeated_keys(root, set()):
        line = key.start_mark.line + 1
        raise blank.wrong(line, f"{key.value} 重复：请只留一个", f"{key.value} stands twice: keep one")
    return YamlFile(name, root, data, error)


def _repeated_keys(node: yaml.Node, seen: set[int]) -> Iterator[yaml.Node]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            if str(key.value) in names:
                yield key
            names.add(str(key.value))
            yield from _repeated_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item, seen)


def _line_of(node: yaml.Node, place: YamlPath) -> int:
    line = node.start_mark.line + 1 if node.start_mark else 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            if isinstance(part, int):
                # One value may stand where a list of one is meant.
                continue
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line
