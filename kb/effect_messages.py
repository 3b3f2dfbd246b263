"""What one document decides of another, told to people: which clause of which text does what, from when, in which words."""

from __future__ import annotations

from kb.messages import Message
from kb.records import Basis, Document, Effect, EffectKind

REPEALED = Message("废止", "repealed")
REPLACED = Message("替代", "superseded")
SUPERSEDED = Message("已废止或被替代", "repealed or superseded")
"""The state of a text that another one ended, where it is not told how."""
KIND_WORDS: dict[EffectKind, Message] = {
    "repeals": Message("废止", "repeals"),
    "repeals_part": Message("部分废止", "repeals a part of"),
    "amends": Message("修改", "amends"),
    "extends": Message("延长有效期", "extends"),
    "confirms": Message("确认继续有效", "says in force"),
    "republishes": Message("重新公布", "republishes"),
    "prevails": Message("优先于", "goes before"),
}


def ending_word(ended: Document | Basis) -> Message:
    """What was done to a text that another one ended, as a participle: repealed, or superseded."""
    return REPEALED if ended.is_repealed else REPLACED


def effect_message(effect: Effect) -> Message:
    """`甲〔2021〕3号 第十条：废止 甲〔2016〕12号，自2021-03-01起：“…同时废止”。` in both languages."""
    zh, en = KIND_WORDS[effect.kind].zh, KIND_WORDS[effect.kind].en
    parts = f"（{'、'.join(effect.parts)}）" if effect.parts else ""
    ends = (f"，至{effect.until}", f" until {effect.until}") if effect.until else ("", "")
    begins = (f"，自{effect.on}起", f" from {effect.on}") if effect.on and not effect.until else ("", "")
    if not effect.words:
        return Message(
            f"{effect.by}（本库没有，由本单位记下）：{zh} {effect.of}{begins[0]}{ends[0]}。",
            f"{effect.by} {en} {effect.of}{begins[1]}{ends[1]}: recorded by the office, not held.",
        )
    return Message(
        f"{effect.by} {effect.label}：{zh} {effect.of}{parts}{begins[0]}{ends[0]}：“{effect.quote}”。",
        f"{effect.by} {en} {effect.of}{begins[1]}{ends[1]}.",
    )
