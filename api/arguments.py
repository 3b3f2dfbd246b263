"""What is wrong with the arguments of a call, in sentences: pydantic's own are in one language and name its types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kb.messages import Message

_MOST: Final = 5
# By the kind of fault, or by the first word of it (int_parsing, int_type, …). The bounds are filled in.
_SAID: Final = {
    "missing": Message("没有给出", "is missing"),
    "extra_forbidden": Message("没有这个参数", "is no argument of this tool"),
    "greater_than_equal": Message("至少是 {ge}", "must be at least {ge}"),
    "less_than_equal": Message("至多是 {le}", "must be at most {le}"),
    "literal_error": Message("应为 {expected}", "must be {expected}"),
    "string": Message("应为文字", "must be text"),
    "int": Message("应为整数", "must be a whole number"),
    "bool": Message("应为 true 或 false", "must be true or false"),
    "list": Message("应为列表", "must be a list"),
    "dict": Message("应为对象", "must be an object"),
}


def faults_of(error: ValidationError, known: Sequence[str]) -> Message:
    """Each wrong argument with what is wrong with it, and the names there are where one is none of them."""
    faults = error.errors(include_url=False)
    said = [_said(each) for each in faults[:_MOST]]
    zh, en = ["；".join(each.zh for each in said)], ["; ".join(each.en for each in said)]
    if len(faults) > _MOST:
        zh, en = [*zh, f"另有 {len(faults) - _MOST} 处"], [*en, f"and {len(faults) - _MOST} more"]
    if any(each["type"] in ("missing", "extra_forbidden") for each in faults):
        zh, en = [*zh, f"参数有 {'、'.join(known)}"], [*en, f"the arguments are {', '.join(known)}"]
    return Message("；".join(zh) + "。", "; ".join(en) + ".")


def _said(fault: ErrorDetails) -> Message:
    name, kind = ".".join(map(str, fault["loc"])), fault["type"]
    said = _SAID.get(kind) or _SAID.get(kind.partition("_")[0]) or Message(fault["msg"], fault["msg"])
    bounds = {key: str(value).replace(" or ", " / ") for key, value in fault.get("ctx", {}).items()}
    return Message(f"{name}：{said.zh.format(**bounds)}", f"{name} {said.en.format(**bounds)}")
