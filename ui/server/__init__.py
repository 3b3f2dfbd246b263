"""What stands between the network and the pages: guard, sign-in, sessions, the shell of the site."""

from __future__ import annotations

from ui.server.authentication import Authentication
from ui.server.faults import Faults
from ui.server.guard import MAX_UPLOAD_BYTES, Dress, Guard
from ui.server.keeping import UserKeeper
from ui.server.metrics import Measured, Metrics
from ui.server.paths import SitePaths
from ui.server.picks import picked
from ui.server.proxy import Forwarded, TrustedProxy
from ui.server.reach import LOCAL_NAMES, Reach, ServeError, is_loopback, kiosk_hosts, reach_of
from ui.server.roles import needs, tell_roles
from ui.server.root_path import UnderRoot, root_of
from ui.server.services import Services
from ui.server.session_cookies import SessionCookies, session_of
from ui.server.sessions import COOKIE, Session, Sessions
from ui.server.sign_in import SignIn, sign_in_routes
from ui.server.site import ENGLISH, Site, View
from ui.server.stopping import EndingStreams, StoppingServer
from ui.server.work import MOST_ASKED, MOST_PICKED, Asked, Pick, Work, documents_of

__all__ = [
    "COOKIE",
    "ENGLISH",
    "LOCAL_NAMES",
    "MAX_UPLOAD_BYTES",
    "MOST_ASKED",
    "MOST_PICKED",
    "Asked",
    "Authentication",
    "Dress",
    "EndingStreams",
    "Faults",
    "Forwarded",
    "Guard",
    "Measured",
    "Metrics",
    "Pick",
    "Reach",
    "ServeError",
    "Services",
    "Session",
    "SessionCookies",
    "Sessions",
    "SignIn",
    "Site",
    "SitePaths",
    "StoppingServer",
    "TrustedProxy",
    "UnderRoot",
    "UserKeeper",
    "View",
    "Work",
    "documents_of",
    "is_loopback",
    "kiosk_hosts",
    "needs",
    "picked",
    "reach_of",
    "root_of",
    "session_of",
    "sign_in_routes",
    "tell_roles",
]
