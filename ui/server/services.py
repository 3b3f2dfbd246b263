"""What the pages of one server share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kb.admission import WaitingRoom
from kb.answers import Answer
from kb.errors import AuditError, CountsError
from kb.people import AuditLog, Deed, FeedbackStore, QuestionCounts
from kb.store import KnowledgeBase, StoreFollower
from kb.summaries import Summaries
from ui.server.faults import Faults
from ui.server.sessions import Session, Sessions
from ui.server.site import Site


@dataclass(frozen=True, eq=False)
class Services:
    """The knowledge base, the sessions, the shell, the feedback and the one waiting room before the knowledge base.

    `source` is a knowledge base, or a follower that gives the newest one each time. Without `audit` and `counts`, as on a public terminal,
    nothing is recorded. `summaries` is there where a language model is asked for them. `corpus` is the folder that editors change, None where
    nothing is changed from here, `rebuild` brings the store up to it.
    """

    source: KnowledgeBase | StoreFollower
    feedback: FeedbackStore
    sessions: Sessions = field(default_factory=Sessions)
    site: Site = field(default_factory=Site)
    room: WaitingRoom = field(default_factory=WaitingRoom)
    audit: AuditLog | None = None
    counts: QuestionCounts | None = None
    faults: Faults = field(default_factory=Faults)
    summaries: Summaries | None = None
    corpus: Path | None = None
    rebuild: Callable[[], object] = lambda: None

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base to answer one request from."""
        return self.source.current

    def count(self, answer: Answer) -> None:
        """Counts an answer; none is kept back because it cannot be counted."""
        try:
            if self.counts:
                self.counts.add(answer)
        except CountsError as error:
            self.faults.report(error)

    def record(self, session: Session | None, deed: Deed, subject: str, **details: int) -> None:
        """Records what the user of a session did, "" where nobody signs in."""
        try:
            if self.audit:
                self.audit.append(session.user or "" if session else "", deed, subject, **details)
        except AuditError as error:
            self.faults.report(error)
