"""Which paths are pages of the site: asked by the guard, and before a browser is sent on to one."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.routing import Route

from ui.server.guard import GRADIO_PAGES
from ui.server.site import bare_path


class SitePaths:
    """The routes of the site's pages, given without their language."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    def add(self, routers: Iterable[APIRouter]) -> None:
        """Takes in the routes of more pages."""
        self._routes += [route for router in routers for route in router.routes if isinstance(route, Route)]

    def is_own(self, path: str) -> bool:
        """Whether one of the site's own routes answers the path, Gradio's pages apart."""
        return any(route.path_regex.match(bare_path(path)) for route in self._routes)

    def is_page(self, path: str) -> bool:
        """Whether the path is a page, of the site or of Gradio."""
        return path in GRADIO_PAGES or self.is_own(path)

    def opens(self, path: str) -> bool:
        """Whether a browser can go to the path, as by typing it."""
        if path in GRADIO_PAGES:
            return True
        return any("GET" in (route.methods or ()) and route.path_regex.match(bare_path(path)) for route in self._routes)
