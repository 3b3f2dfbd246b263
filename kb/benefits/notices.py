"""What must be said beside a card."""

from __future__ import annotations

from kb.benefits.matching import CardMatch
from kb.effect_messages import ending_word
from kb.messages import Message
from kb.records import Notice, Validity

AT_THE_WINDOW = ("需到窗口核实", "to be checked at the service window")


def card_notices(match: CardMatch) -> tuple[Notice, ...]:
    """What must be said beside a card: that the rule does not hold any more, that nobody says until when, or that it is a digest."""
    document, validity = match.card.document, match.validity
    name = document.number or f"《{document.title}》"
    notices = []
    if validity == "expired":
        ended = Message(
            f"{name}的这项规定已于{match.last_day}到期，不再有效。",
            f"This rule expired on {match.last_day}: no longer in force.",
        )
        notices.append(Notice(validity, ended))
    elif validity in _NOTICES:
        done = ending_word(document)
        notices.append(Notice(validity, _NOTICES[validity].format(name=name, done_zh=done.zh, done_en=done.en)))
    if document.kind == "digest":
        notices.append(
            Notice("digest", Message(f"{name}是报纸摘编，不是文件原文。", "A newspaper digest, not the notice itself."))
        )
    return tuple(notices)


_NOTICES: dict[Validity, Message] = {
    "undated": Message(
        "{name}没有写明有效期，请向发文机关核实是否仍有效。", "This rule states no end date: check with the issuer."
    ),
    "not_yet_in_force": Message("{name}尚未生效。", "This rule is not yet in force."),
    "superseded": Message("{name}已被{done_zh}。", "This rule has been {done_en}."),
}
