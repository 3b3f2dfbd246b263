"""Changes to a list of entries in YAML that people write, leaving every other character as it stands: comments, order, quoting, line ends.

The text is edited at the places that the parser names, never written anew: ruamel.yaml, which writes a file anew from what it read,
changed 15 of 32 layouts that people use (values over two lines, aligned columns, indents of four, CRLF beside comments). After each
edit both texts are parsed and compared with what was meant, so that a file laid out in an unforeseen way is refused and not spoilt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from textwrap import indent
from typing import Any, TypeAlias

import yaml

from kb.errors import KnowledgeBaseError
from kb.files.yaml_file import ErrorMaker, parse_yaml, yaml_text

Entry: TypeAlias = Mapping[str, Any]
"""Values are text, lists of text, or mappings of these: `{"file": …, "region": {"value": …, "rests_on": …}}`."""
_BOM = "\ufeff"


class YamlEntries:
    """The entries listed under one key of a file, each told by its value of `key`, and the text that a change to them would give."""

    def __init__(self, text: str, name: str, listed: str, key: str, error: ErrorMaker) -> None:
        """`name` is the file's; what `error` makes says that it is no YAML, or that its layout cannot be edited."""
        self._file, self._listed, self._key, self._error = name, listed, key, error
        self._bom, self._text = text[: text.startswith(_BOM)], text.removeprefix(_BOM)
        self._node, self._entries = self._read(self._text)

    def added(self, entry: Entry) -> str:
        """The text with one more entry at the end of the list."""
        node, entries = (
            self._node,
            [*self._entries, *parse_yaml(yaml_text([entry]), "", self._error, as_text=True).data],
        )
        if node.value:
            return self._edited(*self._behind(node, [entry]), entries)
        block = "\n" + indent(yaml_text([entry]), "  ").removesuffix("\n")
        before = self._text[: node.start_mark.index].rstrip(" ")
        return self._edited(len(before), node.end_mark.index, block, entries)

    def extended(self, name: str, fields: Entry) -> str:
        """The text with `fields` at the end of the entry called `name`."""
        at, entries = self._index(name), list(self._entries)
        entries[at] = entries[at] | dict(fields)
        return self._edited(*self._behind(self._node.value[at], fields), entries)

    def changed(self, name: str, field: str, value: Entry | Sequence[Entry] | str) -> str:
        """The text with another value of a field in the entry called `name`, or with that field at its end."""
        at, entries = self._index(name), list(self._entries)
        node = next((value for key, value in self._node.value[at].value if key.value == field), None)
        if node is None:
            return self.extended(name, {field: value})
        plain = dict(value) if isinstance(value, Mapping) else value if isinstance(value, str) else list(value)
        entries[at] = entries[at] | {field: plain}
        return self._edited(node.start_mark.index, _end(node), _on_one_line([value]), entries)

    def without(self, name: str, field: str) -> str:
        """The text without a field of the entry called `name`; as it is where the entry has none."""
        at, entries = self._index(name), list(self._entries)
        node = self._node.value[at]
        n = next((n for n, (key, _) in enumerate(node.value) if key.value == field), None)
        if n is None:
            return self._bom + self._text
        entries[at] = {key: value for key, value in entries[at].items() if key != field}
        if node.flow_style:
            return self._edited(*_flow_span(node, n), "", entries)
        key, value = node.value[n]
        if n == 0:  # it stands behind the dash: what follows moves there
            return self._edited(key.start_mark.index, node.value[1][0].start_mark.index, "", entries)
        start = self._text.rfind("\n", 0, key.start_mark.index) + 1
        return self._edited(start, self._line_end(_end(value)), "", entries)

    def renamed(self, name: str, new: str) -> str:
        """The text with the entry called `name` called `new`."""
        at, entries = self._index(name), list(self._entries)
        entries[at] = entries[at] | {self._key: new}
        value = next(value for key, value in self._node.value[at].value if key.value == self._key)
        return self._edited(value.start_mark.index, value.end_mark.index, _on_one_line([new]), entries)

    def removed(self, name: str | Mapping[str, str]) -> str:
        """The text without the entry called `name`, or the first with these values, and the comment lines right above it."""
        at, node = self._index(name), self._node
        entries = [entry for n, entry in enumerate(self._entries) if n != at]
        if node.flow_style:
            return self._edited(*_flow_span(node, at), "", entries)
        empty = "" if entries else " " * (node.start_mark.column + 2) + "[]\n"
        return self._edited(*self._block_span(node.value[at]), empty, entries)

    def _read(self, text: str) -> tuple[yaml.SequenceNode, list[dict[str, Any]]]:
        """The list in a text, its place and its data, with every value as the text that was written."""
        parsed = parse_yaml(text, self._file, self._error, as_text=True)
        pairs = parsed.root.value if isinstance(parsed.root, yaml.MappingNode) else ()
        node = next((value for key, value in pairs if key.value == self._listed), None)
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(one, yaml.MappingNode) for one in node.value):
            raise self._unforeseen()
        return node, parsed.data[self._listed]

    def _index(self, name: str | Mapping[str, str]) -> int:
        sought = {self._key: name} if isinstance(name, str) else name
        fits = ({key: entry.get(key) for key in sought} == sought for entry in self._entries)
        found = next((n for n, is_it in enumerate(fits) if is_it), None)
        if found is None:
            said = "It holds no entry for it: edit it by hand."
            raise self._error(f"{self._file} 里没有 {' '.join(sought.values())}：请手工编辑。", said)
        return found

    def _edited(self, start: int, end: int, words: str, expected: list[dict[str, Any]]) -> str:
        """The text with `[start, end)` replaced; an error if it then does not say what was meant."""
        line_end = "\r\n" if "\r\n" in self._text else "\n"
        result = self._text[:start] + words.replace("\n", line_end) + self._text[end:]
        try:
            if self._read(result)[1] == expected:
                return self._bom + result
        except KnowledgeBaseError as error:
            raise self._unforeseen() from error
        raise self._unforeseen()

    def _unforeseen(self) -> KnowledgeBaseError:
        return self._error(
            f"{self._file} 的写法无法自动修改：请手工编辑。",
            "Its layout cannot be edited automatically: edit it by hand.",
        )

    def _behind(self, node: yaml.CollectionNode, more: Any) -> tuple[int, int, str]:  # noqa: ANN401 - a list or a mapping
        """The edit that puts `more` behind what a list or a mapping holds."""
        if node.flow_style:
            place = _end(node.value[-1])
            return place, place, ", " + _on_one_line(more)
        place = self._line_end(_end(node))
        gap = "" if self._text[:place].endswith("\n") else "\n"
        gap += "\n" if isinstance(node, yaml.SequenceNode) else ""
        return place, place, gap + indent(yaml_text(more), " " * node.start_mark.column)

    def _block_span(self, node: yaml.Node) -> tuple[int, int]:
        """The lines of an entry with the comments right above, and of the blank lines around it one where it had two."""
        above = self._text[: self._text.rfind("-", 0, node.start_mark.index)].split("\n")[:-1]
        while above and above[-1].lstrip().startswith("#"):
            above.pop()
        end = self._line_end(_end(node))
        if above and not above[-1].strip() and re.match(r"\r?\n|\s*\Z", self._text[end:]):
            above.pop()
        return len("\n".join([*above, ""])), end

    def _line_end(self, place: int) -> int:
        """The start of the next line, or the end of the text; a block scalar already ends there."""
        if self._text[:place].endswith("\n"):
            return place
        return self._text.find("\n", place) + 1 or len(self._text)


def _flow_span(listed: yaml.CollectionNode, at: int) -> tuple[int, int]:
    """An entry in brackets with the comma behind it, or of the last one with that before it."""
    nodes = listed.value
    if at + 1 < len(nodes):
        return _start(nodes[at]), _start(nodes[at + 1])
    return (_end(nodes[at - 1]) if at else nodes[at].start_mark.index), _end(nodes[at])


def _start(child: yaml.Node | tuple[yaml.Node, yaml.Node]) -> int:
    """The first character of a value, or of a key's name."""
    return int((child[0] if isinstance(child, tuple) else child).start_mark.index)


def _end(child: yaml.Node | tuple[yaml.Node, yaml.Node]) -> int:
    """One past the last character of a value (or of a key's value); a block's own end mark would lie behind the comments that follow it."""
    node = child[1] if isinstance(child, tuple) else child
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        return _end(node.value[-1])
    return int(node.end_mark.index)


def _on_one_line(data: Any) -> str:  # noqa: ANN401 - a list or a mapping
    """A list or a mapping as it stands inside brackets."""
    return yaml_text(data, flow=True).strip()[1:-1]
