"""What the pages of one server share."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.admission import WaitingRoom
from kb.people import FeedbackStore
from kb.store import KnowledgeBase, StoreFollower
from ui.server.sessions import Sessions
from ui.server.site import Site


@dataclass(frozen=True, eq=False)
class Services:
    """The knowledge base, the sessions, the shell, the feedback and the one waiting room before the knowledge base.

    `source` is a knowledge base, or a follower that gives the newest one each time.
    """

    source: KnowledgeBase | StoreFollower
    feedback: FeedbackStore
    sessions: Sessions = field(default_factory=Sessions)
    site: Site = field(default_factory=Site)
    room: WaitingRoom = field(default_factory=WaitingRoom)

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base to answer one request from."""
        return self.source.current
