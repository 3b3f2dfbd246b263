"""What the pages of one server share."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.answers import Answering
from kb.people import FeedbackStore
from ui.pieces import WaitingRoom
from ui.server.sessions import Sessions
from ui.server.site import Site


@dataclass(frozen=True, eq=False)
class Services:
    """The knowledge base, the sessions, the shell, the feedback and the one waiting room before the knowledge base."""

    kb: Answering
    feedback: FeedbackStore
    sessions: Sessions = field(default_factory=Sessions)
    site: Site = field(default_factory=Site)
    room: WaitingRoom = field(default_factory=WaitingRoom)
