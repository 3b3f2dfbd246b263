"""Which clauses grant something: money, relief, a loan, a post, training or a service, by the words of kb/data/facts.yaml and of the office.

Wide on purpose: a clause that is found here and grants nothing gets a stated reason, one that is missed gets no card at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.cases import Vocabulary
from kb.forms import is_form
from kb.records import Clause, Span
from kb.regex import regex

_FORBIDDEN = regex(r"(?:不得|严禁|禁止|不准)[^，,。；;]*")


@dataclass(frozen=True)
class Grant:
    """A sentence of a clause that grants something, and what kind of thing by its words."""

    kind: str
    cue: str
    sentence: str


def grants(clause: Clause, vocabulary: Vocabulary) -> tuple[Grant, ...]:
    """The sentences of a clause that grant something, each once; headings, titles, table heads and blank forms grant nothing."""
    if clause.kind == "heading" or clause.label.endswith(("标题", "表头", "机关", "落款", "引言")) or is_form(clause):
        return ()
    found: list[Grant] = []
    for sentence in _sentences(clause):
        # What nobody may do gives nobody anything: 任何单位不得截留补助资金.
        granted = _FORBIDDEN.sub("", sentence)
        if not vocabulary.gives.search(granted):
            continue
        hit = next(((kind.name, match[0]) for kind in vocabulary.kinds if (match := kind.cues.search(granted))), None)
        if hit:
            found.append(Grant(*hit, sentence))
    return tuple(found)


def _sentences(clause: Clause) -> Iterable[str]:
    spans = clause.sentences or (Span(0, len(clause.text)),)
    return (clause.text[span.start : span.end] for span in spans)
