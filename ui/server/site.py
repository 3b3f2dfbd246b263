"""The shell that every page of the desk has in common: header, languages, contrast, templates.

A page lives twice, in Chinese at `/…` and in English at `/en/…`, both below the path that an office's proxy puts the site under; contrast
is a cookie of the machine, no part of a session. The Gradio page gets the same header put in by `guard.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Scope

from kb.people import Role, covers
from kb.records import Language
from ui.pieces import Shelf, Words, templates, words_in
from ui.server.session_cookies import SCOPE_KEY, cookie_of
from ui.server.sessions import Session

CONTRAST_COOKIE: Final = "kb-contrast"
ENGLISH: Final = "/en"


def page_language(path: str) -> Language:
    """The language of the interface that a path is in."""
    return "en" if path == ENGLISH or path.startswith(f"{ENGLISH}/") else "zh"


def bare_path(path: str) -> str:
    """A path without its language: `/en/catalogue` as `/catalogue`, `/en` as `/`."""
    return path.removeprefix(ENGLISH) or "/" if page_language(path) == "en" else path


@dataclass(frozen=True)
class View:
    """What a template is told of the request: language, contrast, session; `path` is without the language and without the site's own `root`.

    `keeps` is whether the pages that change the corpus are served at all.
    """

    language: Language
    path: str
    contrast: str
    session: Session | None
    signs_in: bool = False
    keeps: bool = False
    root: str = ""

    @classmethod
    def of(cls, scope: Scope) -> View:
        """The view of a request."""
        path: str = scope["path"]
        high = cookie_of(Headers(scope=scope), CONTRAST_COOKIE) == "high"
        state = getattr(scope.get("app"), "state", None)
        return cls(
            page_language(path),
            bare_path(path),
            "high" if high else "normal",
            scope.get(SCOPE_KEY),
            getattr(state, "signs_in", False),
            getattr(state, "keeps", False),
            getattr(state, "root", ""),
        )

    @property
    def words(self) -> Words:
        """All words in the view's language."""
        return words_in(self.language)

    def plays(self, role: Role) -> bool:
        """Whether the session's user has this role, or one beyond it."""
        return self.session is not None and covers(self.session.role, role)

    def may(self, role: Role) -> bool:
        """Whether the session's user has this role and there is something to change with it."""
        return self.keeps and self.plays(role)

    def shelf(self, as_of: date | None = None, number: int = 0) -> Shelf:
        """Where the links of a page lead, judged by a day; `number` is that of the session's question."""
        return Shelf(number, self.root + ("" if self.language == "zh" else ENGLISH), as_of)

    def url(self, path: str) -> str:
        """`path` in the view's language: `/catalogue` as `/en/catalogue`."""
        return self.root + ENGLISH if self.language == "en" and path == "/" else self.shelf().url(path)

    @property
    def other(self) -> str:
        """The same page in the other language."""
        if self.language == "en":
            return self.root + self.path
        return self.root + ENGLISH + ("" if self.path == "/" else self.path)


class Site:
    """Renders whole pages and the pieces that the Gradio page borrows; `root` is the path that the site lies under, "" for none."""

    def __init__(self, root: str = "") -> None:
        self.root = root
        self._templates = templates()

    def render(self, template: str, view: View, context: Mapping[str, Any]) -> Markup:
        """A template's text for a view."""
        rendered = self._templates.get_template(template).render(view=view, words=view.words, **context)
        return Markup(rendered)

    def page(self, request: Request, template: str, *, title: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
        """A page inside the shell; `template` extends `base.html`. Markup made elsewhere is passed as `Markup`."""
        view = View.of(request.scope)
        # The other language shows the same: no address holds a question, so all of it may be kept.
        kept = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
        return HTMLResponse(self.render(template, view, {"title": title, "kept": kept, **context}), status)

    def header(self, scope: Scope) -> str:
        """The header alone, for the page that Gradio makes."""
        return str(self.render("_header.html", View.of(scope), {}))
