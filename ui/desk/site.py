"""Puts the desk into a web application: its own pages, and the one that Gradio makes, behind the guard.

To import Gradio takes longer than all else that a start does: its page is made while the others are served already.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from ui.desk.access_page import access_routes
from ui.desk.batch_page import batch_routes
from ui.desk.card_page import card_pages
from ui.desk.catalogue_page import catalogue_routes
from ui.desk.collection_page import collection_routes
from ui.desk.compare_page import compare_routes
from ui.desk.draft_page import draft_routes
from ui.desk.feedback_page import feedback_routes
from ui.desk.files_page import MOST_FORM_BYTES, files_routes
from ui.desk.gradio_import import import_gradio
from ui.desk.keeping import Keeping, keeping_of
from ui.desk.later import MadeLater
from ui.desk.page_head import ASSETS, page_head
from ui.desk.reading_page import reading_routes
from ui.desk.record_page import record_routes
from ui.desk.sheet_page import sheet_routes
from ui.desk.upkeep_page import upkeep_routes
from ui.desk.verify_page import verify_routes
from ui.desk.versions_page import versions_routes
from ui.desk.watch_page import watch_routes
from ui.server import (
    ENGLISH,
    MAX_UPLOAD_BYTES,
    Authentication,
    Dress,
    Forwarded,
    Guard,
    Services,
    SessionCookies,
    SignIn,
    SitePaths,
    TrustedProxy,
    View,
    sign_in_routes,
    tell_roles,
)
from ui.situation import situation_routes

# Each makes the routes of one page; every page lives at `/...` and in English at `/en/...`.
PAGES: Final[tuple[Callable[[Services], APIRouter], ...]] = (
    batch_routes,
    collection_routes,
    sheet_routes,
    compare_routes,
    verify_routes,
    situation_routes,
    feedback_routes,
    reading_routes,
    catalogue_routes,
    watch_routes,
    versions_routes,
    record_routes,
)
KEEPING_PAGES: Final[tuple[Callable[[Keeping], APIRouter], ...]] = (
    files_routes,
    draft_routes,
    upkeep_routes,
    access_routes,
    card_pages,
)
_UPLOADS: Final = {"/batch": MAX_UPLOAD_BYTES, "/verify": MAX_UPLOAD_BYTES, "/files": MOST_FORM_BYTES}
UPLOADS: Final = {prefix + path: most for path, most in _UPLOADS.items() for prefix in ("", ENGLISH)}


def mount_desk(
    app: FastAPI, services: Services, sign_in: Authentication | None = None, proxy: TrustedProxy | None = None
) -> None:
    """Adds the desk at `/`, its pages and its own files at `/desk/`.

    With `sign_in` nothing but the sign-in page is reached without it.
    """
    app.mount("/desk", StaticFiles(directory=ASSETS), name="desk")
    root = services.site.root
    app.state.signs_in, app.state.root = sign_in is not None, root
    paths = SitePaths()
    keeping = keeping_of(services)
    app.state.keeps = keeping is not None
    # Those of a document's upkeep come first: the reading page takes any path below a document.
    routers = [routes(keeping) for routes in KEEPING_PAGES] if keeping else []
    routers += [routes(services) for routes in PAGES]
    tell_roles(app, services.site)
    if sign_in:
        routers.append(sign_in_routes(services, sign_in, paths))
    for router in routers:
        app.include_router(router)
        app.include_router(router, prefix=ENGLISH)
    paths.add(routers)
    later = MadeLater(partial(_question_page, services))
    app.state.question_page = later.made
    app.mount("/", later)
    app.router.lifespan_context = later.lifespan

    def dress(scope: Scope) -> Dress:
        view = View.of(scope)
        high = {"data-contrast": "high"} if view.contrast == "high" else {}
        return Dress(
            {"lang": view.words.lang, "class": "kb", "data-root": root} | high,
            page_head(root),
            services.site.header(scope),
        )

    def missing(request: Request) -> Response:
        words = View.of(request.scope).words.roles
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse(words.missing, 404)
        return services.site.page(request, "forbidden.html", title=words.missing, status=404, said=words.missing_said)

    app.add_middleware(Guard, dress=dress, is_page=paths.is_own, uploads=UPLOADS, missing=missing)
    if sign_in:
        app.add_middleware(SignIn, authentication=sign_in, paths=paths)
    app.add_middleware(SessionCookies, sessions=services.sessions, opens=sign_in is None, path=root or "/")
    app.add_middleware(Forwarded, proxy=proxy or TrustedProxy())


def _question_page(services: Services) -> FastAPI:
    import_gradio()
    from ui.desk.gradio_app import gradio_app

    return gradio_app(services)
