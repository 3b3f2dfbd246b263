"""Words that stand beside the middle of several lines: the label of a field beside its wrapped value, 文件 beside the names of a joint letterhead.

A page printed from a site has a box of fields (索引号：… 发布日期：…), often in two columns. Each becomes a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.reading.pdf.lines import joint
from kb.reading.pdf.page import PrintedFragment
from kb.regex import regex

_LABEL = regex(r"[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff]){1,6}\s*[：:](?!//)")
_LABEL_END = regex(r"[\u4e00-\u9fff]\s*[：:]")
_LEAST_FIELDS = 4
_NEAR = 4.0  # em between the rows of a box, at most
_PITCH = 1.8  # em between the lines of one value
_LETTER = "文件"


def with_fields(fragments: Sequence[PrintedFragment]) -> list[PrintedFragment]:
    """The fragments, with each field of a box and each joint letterhead made one."""
    left = _whole_labels(fragments)
    for fragment in fragments:
        if fragment.text == _LETTER:
            left = _joint_letterhead(left, fragment)
    labelled = [f for f in left if _LABEL.match(f.text)]
    box = [f for f in labelled if _in_box(f, labelled)]
    for label in box:
        left = _whole_field(left, label, box)
    return left


def _whole_labels(fragments: Sequence[PrintedFragment]) -> list[PrintedFragment]:
    """The fragments, with labels of two characters whole that are set apart to the width of four: 文　　号：."""
    whole: list[PrintedFragment] = []
    for fragment in sorted(fragments, key=lambda f: (round(f.base), f.x0)):
        last = whole[-1] if whole else None
        if (
            last
            and len(last.text) == 1
            and _LABEL_END.match(fragment.text)
            and abs(last.base - fragment.base) < 0.2 * last.size
            and 0 < fragment.x0 - last.x1 < 3 * last.size
        ):
            whole[-1] = replace(fragment, text=f"{last.text} {fragment.text}", x0=last.x0)
        else:
            whole.append(fragment)
    return whole


def _in_box(fragment: PrintedFragment, labelled: Sequence[PrintedFragment]) -> bool:
    """Whether fields enough stand around a labelled line; a few lines with a colon are running text."""
    near = [f for f in labelled if abs(f.base - fragment.base) <= _LEAST_FIELDS * _NEAR * fragment.size]
    starts = {round(f.x0 / fragment.size) for f in near}
    rows = {round(f.base) for f in near}
    return len(near) >= _LEAST_FIELDS and (len(rows) < len(near) or len(starts) == 1)


def _whole_field(
    fragments: Sequence[PrintedFragment], label: PrintedFragment, box: Sequence[PrintedFragment]
) -> list[PrintedFragment]:
    em = label.size
    beside = [
        f
        for f in fragments
        if f not in box
        and label.x0 + 2 * em < f.x0 < label.x0 + 9 * em
        and not any(o.x0 > label.x0 and o.x0 <= f.x0 for o in box)
    ]
    above, below = _around(label, beside)
    lines = [*above, *below]
    name = _LABEL.match(label.text)
    rest = label.text[name.end() :].strip() if name else ""
    text = name[0] if name else ""
    for part in [*(f.text for f in above), rest, *(f.text for f in below)]:
        text += joint(text, part) + part
    whole = replace(label, text=text, x1=max(f.x1 for f in [label, *lines]), field=True)
    return [whole if f is label else f for f in fragments if f not in lines]


def _joint_letterhead(fragments: Sequence[PrintedFragment], letter: PrintedFragment) -> list[PrintedFragment]:
    beside = [f for f in fragments if f.x1 <= letter.x0 and abs(f.size - letter.size) < 0.3 * letter.size]
    above, below = _around(letter, beside)
    names = [*above, *(f for f in beside if abs(f.base - letter.base) < 0.2 * letter.size), *below]
    if not above:
        return list(fragments)
    first = min(f.x0 for f in names)
    whole = replace(letter, text=" ".join(f.text for f in names) + _LETTER, x0=first)
    return [whole if f is letter else f for f in fragments if f not in names]


def _around(
    middle: PrintedFragment, lines: Sequence[PrintedFragment]
) -> tuple[list[PrintedFragment], list[PrintedFragment]]:
    """The lines above and below that a fragment stands in the middle of, as many above as below; none if it stands beside the first."""
    above = _chain(middle, [f for f in lines if f.base < middle.base - 0.3 * middle.size], down=False)
    below = _chain(middle, [f for f in lines if f.base > middle.base + 0.3 * middle.size], down=True)
    count = min(len(above), len(below))
    return above[:count][::-1], below[:count]


def _chain(middle: PrintedFragment, lines: Sequence[PrintedFragment], *, down: bool) -> list[PrintedFragment]:
    """Lines that follow each other closely, from the middle outwards."""
    chain: list[PrintedFragment] = []
    at = middle.base
    for line in sorted(lines, key=lambda f: f.base, reverse=not down):
        if abs(line.base - at) > _PITCH * middle.size:
            break
        chain.append(line)
        at = line.base
    return chain
