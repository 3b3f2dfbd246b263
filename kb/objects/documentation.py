"""The objects as tables of Markdown: each field with its type and its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from kb.objects.plain import PlainObject


def field_tables(models: Iterable[type[PlainObject]]) -> str:
    """A line and a table for each object, and for each object in it, each once, the outer first."""
    seen: set[type[PlainObject]] = set()
    return "\n\n".join(_table(each) for model in models for each in _within(model, seen))


def _within(model: type[PlainObject], seen: set[type[PlainObject]]) -> Iterator[type[PlainObject]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            yield from _within(inner, seen)


def _models(annotation: Any) -> Iterator[type[PlainObject]]:  # noqa: ANN401 - any annotation there is
    if isinstance(annotation, type) and issubclass(annotation, PlainObject):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _table(model: type[PlainObject]) -> str:
    lines = [f"**{name_of(model)}** {model.__doc__}", "", "| field | type | meaning |", "| --- | --- | --- |"]
    for name, field in model.model_fields.items():
        left_out = "" if field.is_required() else ", may be left out"
        lines.append(
            f"| `{field.serialization_alias or name}` | {_type(field.annotation)}{left_out} | {field.description} |"
        )
    return "\n".join(lines)


def name_of(model: type[PlainObject]) -> str:
    """`AnswerItemObject` -> `answer item`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__.removesuffix("Object")).lower()


def _type(annotation: Any) -> str:  # noqa: ANN401 - any annotation there is
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join("null" if each is type(None) else _type(each) for each in inner)
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in inner)
    if origin is list:
        return f"list of {_type(inner[0])}"
    if origin is dict:
        return "object"
    if issubclass(annotation, PlainObject):
        return name_of(annotation)
    return {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date"}[
        annotation.__name__
    ]
