"""What is said where too many ask at once."""

from __future__ import annotations

from typing import Final

from kb.messages import Message

BUSY: Final = Message(
    "现在提问的人较多，您的问题还在，请稍后再按一次“查依据”。",
    "The desk is busy; your question is kept. Press Ask again shortly.",
)
