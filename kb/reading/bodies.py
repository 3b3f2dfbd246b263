"""Names of public bodies and their officials, as letterheads, titles and signatures give them."""

from __future__ import annotations

import re

from kb.regex import regex

_BODY_END = "厅局部委署院办会组室行处所府社团联站台司"
_BODY = regex(rf"[\u4e00-\u9fff（）()·]{{2,28}}(?:[{_BODY_END}]|中心|中央|大学|学校|支队|总队|大队|海关)")
_NO_BODY = regex(r"各|关于|附件|有关|根据|以及|本|第|经|由|为|.*(?:网站|网|平台)$|.*(?:关于|印发|转发)")
_SEAT = regex(r"[\u4e00-\u9fff]{2,10}?[省市县区州盟旗镇乡][\u4e00-\u9fff]{2,20}")
_OFFICE = r"(?:[省市县区州旗部厅局署院行]\s*长|总\s*理|主\s*任|主\s*席|书\s*记|专\s*员)"
_PERSON = regex(rf"(?:[\u4e00-\u9fff]{{2,20}}?\s*)?{_OFFICE}(?:[\s：:]*[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff]){{1,3}})?")
_PLACE = regex(r"[\u4e00-\u9fff]{0,6}?[省市县区州盟旗](?!.*分[局所]$)")
# A corps of the army has departments of its own: 总后勤部卫生部 is one.
_MINISTRIES = r"(?<=部)(?<![勤治]部)(?=[^部厅局司]{2,12}部|国家)"
_FRAGMENTS = {"办公室", "办公厅"}


def organisations(words: str) -> tuple[str, ...]:
    r"""The public bodies a line consists of; empty if anything else stands in it.

    `江苏省财政厅  江苏省扶贫工作领导小组\n办公室 文件` -> `("江苏省财政厅", "江苏省扶贫工作领导小组办公室")`.
    """
    tokens = [name for token in re.split(r"[\s、]+", words.strip()) if token for name in _apart(token)]
    if tokens and tokens[-1] == "文件":
        tokens.pop()
    elif tokens:
        tokens[-1] = tokens[-1].removesuffix("文件")
    if len(tokens) > 2 and all(len(token) == 1 for token in tokens):
        tokens = ["".join(tokens)]
    names: list[str] = []
    for token in tokens:
        if token in _FRAGMENTS and names:
            names[-1] += token
        else:
            names.append(token)
    if all(is_body(name) for name in names):
        return tuple(names)
    whole = "".join(tokens)
    return (whole,) if len(tokens) == 2 and is_body(whole) else ()


def _apart(name: str) -> list[str]:
    """The bodies that a copy ran together: each names its place again (甲市民政局市财政局), or is a ministry (教育部财政部)."""
    place = _PLACE.match(name)
    names = re.split(rf"(?<=[{_BODY_END}])(?={place[0]}|{place[0][-1]})" if place else _MINISTRIES, name)
    return names if all(map(is_body, names)) else [name]


def wrapped_body(above: str, rest: str) -> str | None:
    """A body's whole name where its line was wrapped: `甲市乙区防汛抗旱` / `应急指挥部`; None where `above` does not begin with a place."""
    whole = above + rest
    return whole if _SEAT.fullmatch(above) and not is_body(above) and is_body(whole) else None


def named_body(name: str) -> bool:
    """Whether the words may be a body's name for the place they begin with, whatever they end in."""
    return bool(_SEAT.fullmatch(name)) and not _NO_BODY.match(name)


def is_body(name: str) -> bool:
    """Whether the words name one public body (江苏省财政厅, 省乡村振兴局, 国务院办公厅)."""
    return bool(_BODY.fullmatch(name)) and not _NO_BODY.match(name)


def is_short_for(name: str, whole: str) -> bool:
    """Whether a body signs with a shorter name: 市人社局 for 甲市人力资源和社会保障局, whose characters it keeps in order up to the end."""
    whole = whole if name.endswith("会") else whole.removesuffix("员会")
    characters = iter(whole)
    return name[-1:] == whole[-1:] and all(character in characters for character in name)


def is_person(words: str) -> bool:
    """Whether a line is the signature of an official: `部长 张纪南`, or the office alone where a copy lost the name."""
    return bool(_PERSON.fullmatch(words))
