"""Lines that a program tore apart: what it took from a page piece by piece, a number, a bracket, a word in bold on lines of their own.

`（津工信电力〔` / `2021` / `〕` / `2` / `号）等文件` is one line. A bracket that the lines below close proves it anywhere; a number alone on
its line only in a text that is full of them, since it may be a page's or a cell's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kb.language.sentences import ends_sentence
from kb.regex import regex

_BRACKETS = dict(zip("（(〔[【《〈<“", "）)〕]】》〉>”", strict=True))
_NEAR, _SHORT, _LONG = 3, 20, 8  # lines, characters
_TORN = 5
_LINE = regex(r"[^\r\n\f]+")
_NUMBER = regex(r"[\d.,:~～\-—/%≤≥<>+]*\d[\d.,:~～\-—/%≤≥<>+]*")
_UNIT = regex(r"[年月日号元万亿％%个名人岁条款项章级度天时分周次家户间米平千公吨倍台至〕）)，。；、]")
_DATED = regex(r"[年月日号元〕）%％]")
_SERIAL = regex(r"\d{1,5}(?:号|$)")
_NUMBERED = regex(r"〕\s*\d{1,5}$")
_OPEN_END = regex(r"(?:^|[^\x00-\x7f])[（(〔[【《〈<“]$")
_MARK = regex(r"[（(]\d{1,2}[）)]")


def torn_breaks(text: str) -> Iterator[tuple[int, int]]:
    """The half-open ranges between two lines that are one."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text) if match[0].strip()]
    words = [text[start:end].strip() for start, end in lines]
    torn = sum(bool(_NUMBER.fullmatch(one) and _DATED.match(two)) for one, two in pairwise(words)) >= _TORN
    so_far, last = "", ""
    for i, word in enumerate(words):
        above = lines[i - 1][1] if i else 0
        near = i and text.count("\n", above, lines[i][0]) == 1
        if near and (_in_bracket(so_far, words[i : i + _NEAR]) or (torn and _goes_on(so_far, last, words[i : i + 2]))):
            yield above, lines[i][0]
            so_far += word
        else:
            so_far = word
        last = word


def _in_bracket(so_far: str, below: Sequence[str]) -> bool:
    """Whether a bracket opened above ends the line, or is closed at the start of one of the next lines, which are short till then."""
    if _OPEN_END.search(so_far):
        return True
    if so_far.endswith("〕") and _SERIAL.match(below[0]):
        return True
    if _NUMBERED.search(so_far) and below[0].startswith("号"):
        return True
    if below[0] in _BRACKETS:
        return not ends_sentence(so_far)
    opened: list[str] = []
    for sign in so_far:
        if sign in _BRACKETS:
            opened.append(_BRACKETS[sign])
        elif opened and sign == opened[-1]:
            opened.pop()
    for line in below if opened else ():
        if line.startswith(opened[-1]):
            return True
        if len(line) > _SHORT or ends_sentence(line):
            break
    return False


def _goes_on(so_far: str, last: str, below: Sequence[str]) -> bool:
    """Whether what stands so far goes on in the next line, in a text whose numbers stand on lines of their own."""
    line, after = below[0], below[1] if len(below) > 1 else ""
    if line[0] in "，。；、：％%/" or so_far[-1:] == "/" or _MARK.fullmatch(so_far):
        return True
    if _NUMBER.fullmatch(line):
        runs = not ends_sentence(so_far) and not _NUMBER.fullmatch(so_far) and not so_far.endswith(("：", ":"))
        wanted = so_far.endswith(("表", "图", "附录", "附件", "第"))
        return runs and (wanted or (bool(_UNIT.match(after)) and (len(so_far) >= _LONG or bool(_DATED.match(after)))))
    return bool(_NUMBER.fullmatch(last) and _UNIT.match(line))
