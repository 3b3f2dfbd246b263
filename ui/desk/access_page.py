"""The page of an administrator: who may sign in and as what, and the keys of programs. A key is shown once, in the answer that makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from kb.errors import KeysError, KnowledgeBaseError, UsersError
from kb.people import (
    ROLES,
    SCOPES,
    USUAL_RATE,
    KeptWork,
    Users,
    add_key,
    add_user,
    keys_file,
    normal_name,
    read_keys,
    remove_key,
    remove_user,
    users_file,
)
from ui.desk.draft_page import Form, typed
from ui.desk.keeping import Keeping, who_is
from ui.pieces import Said
from ui.server import View, needs, session_of

# What a deed answers: the name of a sentence that says it is done, and a new key or "".
Done = tuple[str, str]
_MOST_RATE_DIGITS: Final = 6


def access_routes(keeping: Keeping) -> APIRouter:
    """`/access` and what its forms send, for administrators."""
    router = APIRouter(dependencies=[Depends(needs("admin"))])
    deeds: dict[str, Callable[[Keeping, Form, str], Done]] = {
        "user": _set_user,
        "no-user": _remove_user,
        "key": _add_key,
        "no-key": _remove_key,
    }

    @router.get("/access")
    def page(request: Request) -> Response:
        return _page(keeping, request)

    @router.post("/access/{deed}")
    async def change(request: Request, deed: str) -> Response:
        if deed not in deeds:
            return PlainTextResponse("Not found", 404)
        form = await typed(request)
        return await run_in_threadpool(_change, keeping, request, deeds[deed], form)

    return router


def _change(keeping: Keeping, request: Request, deed: Callable[[Keeping, Form, str], Done], form: Form) -> Response:
    try:
        done = deed(keeping, form, who_is(session_of(request.scope)))
    except KnowledgeBaseError as error:
        return _page(keeping, request, problem=error.message, status=422)
    return _page(keeping, request, done=done, name=form.get("name", ""))


# ------------------------------------------------------------------------------------------------------ deeds


def _set_user(keeping: Keeping, form: Form, who: str) -> Done:
    role = next((each for each in ROLES if each == form.get("role")), None)
    if role is None:
        raise UsersError("请选择角色。", "Choose a role.")
    name = normal_name(form.get("name", ""))
    if name == who and role != "admin":
        raise UsersError("不能收回自己的管理员角色：请由另一位管理员来改。", "You cannot take your own role away.")
    new = add_user(users_file(keeping.settings), name, form.get("password", ""), role)
    keeping.audit.append(who, "user_added" if new else "user_changed", name, role=role)
    return ("user_added" if new else "user_changed"), ""


def _remove_user(keeping: Keeping, form: Form, who: str) -> Done:
    name = normal_name(form.get("name", ""))
    if name == who:
        raise UsersError(
            "不能移出自己：请由另一位管理员来做。", "You cannot remove yourself: another administrator can."
        )
    remove_user(users_file(keeping.settings), name)
    keeping.audit.append(who, "user_removed", name)
    # Whoever is called so one day must not find it.
    KeptWork(keeping.settings.data, keeping.settings.kept_days).remove_all(name)
    return "user_removed", ""


def _add_key(keeping: Keeping, form: Form, who: str) -> Done:
    rate, name = form.get("rate", ""), form.get("name", "")
    if not rate.isdecimal() or len(rate) > _MOST_RATE_DIGITS:
        raise KeysError("每分钟次数请写数字。", "Write the requests a minute as a number.")
    scopes = tuple(scope for scope in SCOPES if form.get(scope))
    secret = add_key(keys_file(keeping.settings), name, scopes or SCOPES, int(rate))
    keeping.audit.append(who, "key_added", name, scopes=scopes or SCOPES, rate=int(rate))
    return "key_added", secret


def _remove_key(keeping: Keeping, form: Form, who: str) -> Done:
    name = form.get("name", "")
    remove_key(keys_file(keeping.settings), name)
    keeping.audit.append(who, "key_removed", name)
    return "key_removed", ""


# ------------------------------------------------------------------------------------------------- the page


def _page(
    keeping: Keeping, request: Request, *, done: Done = ("", ""), name: str = "", problem: Said = "", status: int = 200
) -> Response:
    view = View.of(request.scope)
    file = users_file(keeping.settings)
    try:
        users = [(user, held.role) for user, held in Users(file).table().items()] if file.exists() else []
        keys = read_keys(keys_file(keeping.settings))
    except KnowledgeBaseError as error:
        users, keys, problem = [], (), problem or error.message
    return keeping.services.site.page(
        request,
        "access.html",
        title=view.words.access.title,
        status=status,
        users=users,
        keys=keys,
        roles=ROLES,
        scopes=SCOPES,
        rate=USUAL_RATE,
        done=view.words.access["done"].get(done[0], "").format(name=name),
        secret=done[1],
        problem=problem,
    )
