"""Changes to the text of `catalog.yaml` that leave everything else in it as it stands: comments, order, quoting, line ends.

The text is edited at the places that the YAML parser names, never written anew. After each edit both texts are parsed and compared, so
that a catalogue laid out in an unforeseen way is refused and not spoilt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from kb.errors import CatalogError
from kb.holdings.folder import CATALOG_NAME

Fields = Mapping[str, Any]
"""An entry as plain data: `{"file": …, "id": …, "region": {"value": …, "rests_on": …}}`."""

_HAN = r"\u4e00-\u9fff\u3007"
_PLAIN = re.compile(rf"[{_HAN}《〔（][\w{_HAN}《》〔〕（）、，。“”·.-]*|\d{{4}}-\d\d-\d\d|[a-z]+(?:-[a-z0-9]+)+")
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def fresh(entries: Sequence[Fields]) -> str:
    """A catalogue for a corpus that has had none."""
    return "documents:\n" + "\n".join(entry_text(entry, 2) for entry in entries)


def entry_text(entry: Fields, column: int = 0) -> str:
    """An entry as block YAML with its dash in `column`, ending with a line end."""
    first, *rest = _lines(entry)
    pad = " " * column
    return "".join([f"{pad}- {first}\n", *(f"{pad}  {line}\n" for line in rest)])


def added(text: str, entry: Fields) -> str:
    """The catalogue with one more entry at its end."""

    def edit(listed: yaml.SequenceNode) -> tuple[int, int, str]:
        if listed.value and listed.flow_style:
            place = _end(listed.value[-1])
            return place, place, ", " + _flow(entry)
        if not listed.value:
            return listed.start_mark.index, listed.end_mark.index, "\n" + entry_text(entry, 2).removesuffix("\n")
        place = _line_end(text, _end(listed))
        return place, place, ("" if text[:place].endswith("\n") else "\n") + "\n" + entry_text(entry, _column(listed))

    return _edited(text, edit, lambda documents: [*documents, dict(entry)])


def extended(text: str, file: str, fields: Fields) -> str:
    """The catalogue with `fields` put at the end of the entry of `file`."""

    def edit(listed: yaml.SequenceNode) -> tuple[int, int, str]:
        node = listed.value[_index(listed, file)]
        if node.flow_style:
            place = _end(node.value[-1][1])
            return place, place, ", " + _flow(fields)[1:-1]
        place, pad = _line_end(text, _end(node)), " " * node.start_mark.column
        lines = "".join(f"{pad}{line}\n" for line in _lines(fields))
        return place, place, ("" if text[:place].endswith("\n") else "\n") + lines

    return _edited(text, edit, lambda documents: [d | dict(fields) if d["file"] == file else d for d in documents])


def renamed(text: str, file: str, new: str) -> str:
    """The catalogue with the entry of `file` naming the file `new`."""

    def edit(listed: yaml.SequenceNode) -> tuple[int, int, str]:
        node = listed.value[_index(listed, file)]
        value = next(value for key, value in node.value if key.value == "file")
        return value.start_mark.index, value.end_mark.index, _scalar(new)

    return _edited(text, edit, lambda documents: [d | {"file": new} if d["file"] == file else d for d in documents])


def removed(text: str, file: str) -> str:
    """The catalogue without the entry of `file` and the comment lines that stand right above it."""

    def edit(listed: yaml.SequenceNode) -> tuple[int, int, str]:
        index = _index(listed, file)
        if listed.flow_style:
            return (*_flow_span(listed, index), "")
        node = listed.value[index]
        start = text.rfind("\n", 0, text.rfind("-", 0, node.start_mark.index)) + 1
        while (above := text[:start].rsplit("\n", 2)[-2:][0] if start else "").lstrip().startswith("#"):
            start -= len(above) + 1
        end = _line_end(text, _end(node))
        if text[end:].startswith(("\n", "\r\n")) or not text[end:].strip():
            start = len(text[:start].rstrip()) + 1 if text[:start].endswith(("\n\n", "\n\r\n")) else start
        return start, end, "" if len(listed.value) > 1 else _indented_empty(listed)

    return _edited(text, edit, lambda documents: [document for document in documents if document["file"] != file])


# ------------------------------------------------------------------------------------------------------ parts


def _edited(
    text: str,
    edit: Callable[[yaml.SequenceNode], tuple[int, int, str]],
    expected: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
) -> str:
    """The text after one replacement `[start, end) -> words`, compared with what the data should then be."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise _unforeseen()
    listed = next((value for key, value in root.value if key.value == "documents"), None)
    if not isinstance(listed, yaml.SequenceNode):
        raise _unforeseen()
    start, end, words = edit(listed)
    line_end = "\r\n" if "\r\n" in text else "\n"
    result = text[:start] + words.replace("\n", line_end) + text[end:]
    try:
        data = _data(result)
    except (yaml.YAMLError, ValueError) as error:
        raise _unforeseen() from error
    if data != expected(_data(text)):
        raise _unforeseen()
    return result


def _data(text: str) -> list[dict[str, Any]]:
    """The entries with every scalar as written, so that dates compare with the words put in."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    return data["documents"] or []


def _unforeseen() -> CatalogError:
    return CatalogError(
        f"{CATALOG_NAME} 的写法无法自动修改：请手工编辑。",
        "The catalogue's layout cannot be edited automatically: edit it by hand.",
    )


def _index(listed: yaml.SequenceNode, file: str) -> int:
    for index, node in enumerate(listed.value):
        if isinstance(node, yaml.MappingNode) and any(k.value == "file" and v.value == file for k, v in node.value):
            return index
    raise CatalogError(
        f"{CATALOG_NAME} 里没有 {file}：请手工编辑。", "The catalogue holds no entry for it: edit it by hand."
    )


def _column(listed: yaml.SequenceNode) -> int:
    return listed.start_mark.column


def _end(node: yaml.Node) -> int:
    """One past the last character of a node; a block's own end mark would lie behind the comments that follow it."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _end(node.value[-1])
    return node.end_mark.index


def _line_end(text: str, place: int) -> int:
    """The start of the next line, or the end of the text; a block scalar already ends there."""
    if text[:place].endswith("\n"):
        return place
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _flow_span(listed: yaml.SequenceNode, index: int) -> tuple[int, int]:
    nodes = listed.value
    if index + 1 < len(nodes):
        return nodes[index].start_mark.index, nodes[index + 1].start_mark.index
    return (_end(nodes[index - 1]) if index else nodes[index].start_mark.index), _end(nodes[index])


def _indented_empty(listed: yaml.SequenceNode) -> str:
    return " " * (listed.start_mark.column + 2) + "[]\n"


def _lines(fields: Fields) -> list[str]:
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, Mapping):
            lines += [f"{name}:", *(f"  {key}: {_scalar(inner)}" for key, inner in value.items())]
        else:
            lines.append(f"{name}: {_scalar(value)}")
    return lines


def _scalar(value: str | Sequence[str]) -> str:
    if not isinstance(value, str):
        return "[" + ", ".join(_quoted(item) for item in value) + "]"
    return value if _PLAIN.fullmatch(value) else _quoted(value)


def _quoted(value: str) -> str:
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _flow(fields: Fields) -> str:
    pieces = []
    for name, value in fields.items():
        inner = _flow(value) if isinstance(value, Mapping) else None
        words = inner or (_quoted(value) if isinstance(value, str) else _scalar(value))
        pieces.append(f"{name}: {words}")
    return "{" + ", ".join(pieces) + "}"
