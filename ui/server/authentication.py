"""Who is signed in: by a password of the users file, or because the office's own proxy says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.types import Scope

from kb.admission import WaitingRoom
from kb.errors import AuditError, KnowledgeBaseError
from kb.people import AuditLog, Deed, Role, User, Users, is_name, normal_name
from ui.server.faults import Faults
from ui.server.proxy import ADDRESS_KEY, ROLE_KEY, USER_KEY
from ui.server.session_cookies import PAGE_FILES, SCOPE_KEY
from ui.server.sessions import Session, Sessions
from ui.server.throttle import Throttle, network_of


class TooManyTriesError(Exception):
    """A name or an address failed too often; `seconds` until it may try again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WrongPasswordError(Exception):
    """Name or password is wrong; which of the two is not said."""


@dataclass(eq=False)
class Authentication:
    """Signs people in and knows, at each request, whether they still are. Without `users` only a proxy signs people in.

    Each check of a password takes 64 MiB and 0.1 seconds of every core, so only one runs at a time; thirty may come at once.
    """

    sessions: Sessions
    users: Users | None = None
    names: Throttle = field(default_factory=Throttle)
    # A whole office may come from one address.
    addresses: Throttle = field(default_factory=lambda: Throttle(tries=20))
    room: WaitingRoom = field(default_factory=lambda: WaitingRoom(running=1, waiting=29, patience=20.0))
    audit: AuditLog | None = None
    # The line of the users file each session was opened with: a new password or role, or a removed user, ends it.
    _proofs: WeakKeyDictionary[Session, User] = field(default_factory=WeakKeyDictionary)
    _faults: Faults = field(default_factory=Faults)

    async def sign_in(self, scope: Scope, name: str, password: str) -> None:
        """Gives the request a new session of this user.

        Raises WrongPasswordError, TooManyTriesError, BusyError, or UsersError where the file cannot be used.
        """
        if self.users is None:
            raise WrongPasswordError
        name, address = normal_name(name), network_of(scope.get(ADDRESS_KEY, ""))
        self._may_try(address, name)
        try:
            proof = await run_in_threadpool(self._verified, self.users, address, name, password)
        except WrongPasswordError:
            # What no user is called may be a password, typed into the wrong field.
            known = name if name in self.users.table() else ""
            await run_in_threadpool(self._record, "sign_in_refused", known, scope)
            raise
        self._end_former(name, proof)
        self._proofs[self._renewed(scope, name, proof.role)] = proof
        await run_in_threadpool(self._record, "sign_in", name, scope, role=proof.role)

    async def leave(self, scope: Scope) -> None:
        """Signs out whoever asks for it."""
        session: Session | None = scope.get(SCOPE_KEY)
        self.sign_out(scope)
        if session is not None and session.user:
            await run_in_threadpool(self._record, "sign_out", session.user, scope)

    def sign_out(self, scope: Scope) -> None:
        """Ends the session of the request and forgets all it held."""
        session: Session | None = scope.pop(SCOPE_KEY, None)
        if session is not None:
            self.sessions.close(session.token)

    def recognise(self, scope: Scope) -> bool:
        """Whether the request's sender is signed in; a session that no longer counts ends. UsersError as `Users.table`."""
        session: Session | None = scope.get(SCOPE_KEY)
        named: str | None = scope.get(USER_KEY)
        if named is not None:
            # The answer to a request for one of the page's files carries no cookie.
            if scope["path"].startswith(PAGE_FILES):
                return True
            role = scope.get(ROLE_KEY) or self._role_of(named)
            if session is None or (session.user, session.role) != (named, role):
                self._renewed(scope, named, role)
                self._record("sign_in", named, scope, role=role)
            return True
        if session is None:
            return False
        proof = self._proofs.get(session)
        if self.users is not None and proof is not None and self.users.table().get(session.user or "") == proof:
            return True
        self.sign_out(scope)
        return False

    def report(self, error: KnowledgeBaseError) -> None:
        """Tells the administrator, on the server's own stderr, once for each fault."""
        self._faults.report(error)

    def _end_former(self, name: str, proof: User) -> None:
        """Ends the sessions of a former line of the name: whoever bears it now may be somebody else, and must not find what they hold."""
        for session, former in list(self._proofs.items()):
            if session.user == name and former != proof:
                del self._proofs[session]
                self.sessions.close(session.token)
                self.sessions.let_go(name)

    def _role_of(self, named: str) -> Role:
        """The role of somebody whom the proxy only names: as the users file says, a reader where it does not."""
        user = self.users.table().get(normal_name(named)) if self.users else None
        return user.role if user else "reader"

    def _record(self, deed: Deed, name: str, scope: Scope, **details: str) -> None:
        """Records who came, went or was refused, and from where; nobody is kept out because that cannot be written."""
        try:
            if self.audit:
                self.audit.append(name, deed, **{"from": scope.get(ADDRESS_KEY, "")}, **details)
        except AuditError as error:
            self.report(error)

    def _verified(self, users: Users, address: str, name: str, password: str) -> User:
        """The user, one at a time: of tries made at once each is counted before the next is looked at."""
        with self.room.admitted():
            self._may_try(address, name)
            if proof := users.verify(name, password):
                self.names.forget(name)
                return proof
            self.addresses.count(address)
            # What cannot be a name needs no place in the memory of names.
            if is_name(name):
                self.names.count(name)
        raise WrongPasswordError

    def _may_try(self, address: str, name: str) -> None:
        wait = max(self.addresses.wait(address), self.names.wait(name))
        if wait > 0:
            raise TooManyTriesError(wait)

    def _renewed(self, scope: Scope, user: str, role: Role) -> Session:
        """A session under a new token, whatever token the browser came with."""
        self.sign_out(scope)
        session = self.sessions.open()
        self.sessions.enter(session, user, role)
        scope[SCOPE_KEY] = session
        return session
