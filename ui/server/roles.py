"""What a role opens: a page asks for the role it needs, and whoever has a lesser one is told so in a sentence (403)."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from kb.people import Role, covers
from ui.pieces import wants_json
from ui.server.session_cookies import session_of
from ui.server.site import Site, View


class RoleNeededError(Exception):
    """The session's user has a lesser role than the page needs."""

    def __init__(self, role: Role) -> None:
        super().__init__(role)
        self.role: Role = role


def needs(role: Role) -> Callable[[Request], None]:
    """What a route depends on that only this role, or one beyond it, may ask; RoleNeededError for anybody else."""

    def checked(request: Request) -> None:
        if not covers(session_of(request.scope).role, role):
            raise RoleNeededError(role)

    return checked


def tell_roles(app: FastAPI, site: Site) -> None:
    """Has RoleNeededError answered by a page, or an object where a script asked."""

    async def told(request: Request, error: Exception) -> Response:
        words = View.of(request.scope).words.roles
        said = words["needed"][error.role if isinstance(error, RoleNeededError) else "admin"]
        if wants_json(request):
            return JSONResponse({"problem": said}, 403)
        return site.page(request, "forbidden.html", title=words.title, status=403, said=said)

    app.add_exception_handler(RoleNeededError, told)
