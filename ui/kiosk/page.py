"""The public terminal: one page and what its script asks for. No session, no cookie, nothing written down.

A question comes by POST and is answered with a piece of HTML for the script, or with a whole page where there is no script. Personal
numbers are masked before anything is asked; the question is neither stored nor logged.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

from fastapi import APIRouter, Depends, FastAPI, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from kb.admission import BusyError
from kb.answers import Answer
from kb.cases import Profile
from kb.documents import validity_on
from kb.errors import InvalidInput, KnowledgeBaseError
from kb.people import masked, without_masked
from kb.questions import LONGEST_QUESTION
from kb.records import Filters
from ui.kiosk.answer import Screen, rule, screen, subject_screen
from ui.kiosk.frame import COOKIE, Frames, choose_frame, chosen_of, frame_words
from ui.kiosk.interview_page import beside, form_text, next_screen
from ui.kiosk.keyboard_words import keyboard_words
from ui.kiosk.office import Office, default_topics
from ui.kiosk.reference_code import offline_text, reference_code
from ui.kiosk.standing import where_to_ask
from ui.kiosk.subjects import on_subjects
from ui.kiosk.topics import EVERYWHERE, Tile, near, offered, own_topics, subjects_asked
from ui.pieces import templates
from ui.server import Dress, Guard, Services

# The script's own header: a form sent by the browser itself does not carry it.
PIECE: Final = "X-Piece"
_ASSETS: Final = Path(__file__).parents[1] / "assets"
_FULL_BOARD: Final = 12
_LOG: Final = logging.getLogger(__name__)
_FOLDERS: Final = ("kiosk", "vendor/simple-keyboard", "vendor/simple-keyboard-layouts")
_SUFFIXES: Final = frozenset({".css", ".js"})
Reply: TypeAlias = tuple[str, dict[str, Any], int]
"""What is shown: a template, its context, the status of HTTP."""


@dataclass(frozen=True)
class Offer:
    """What the start screen offers of the texts served on a day: regions, tiles, and words for the keyboard."""

    fingerprint: str
    day: date
    regions: tuple[str, ...]
    tiles: tuple[Tile, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, services: Services, office: Office) -> Offer:
        """Weighs or asks every example once for every region."""
        kb = services.kb
        fingerprint, regions = kb.fingerprint, kb.regions
        topics = office.topics or default_topics()
        texts = (clause.text for entry in kb.documents() for clause in kb.clauses(entry.document.id))
        tiles = offered(topics, kb, regions)
        if not office.topics and len(tiles) < _FULL_BOARD:
            # A corpus on other matters, or cards of a subject that an editor opened.
            more = own_topics(kb.cards, topics, _FULL_BOARD - len(tiles))
            topics, tiles = (*topics, *more), (*tiles, *offered(more, kb, regions))
        shown = (question.ask for topic in topics for question in topic.questions)
        return cls(fingerprint, date.today(), regions, tiles, keyboard_words(texts, shown))


class Kiosk:
    """The terminal over one knowledge base; the offer is made anew when other texts are served."""

    def __init__(self, services: Services, office: Office, frames: Frames) -> None:
        self.services, self._office, self.frames = services, office, frames
        self._templates = templates()
        self._offer = Offer.of(services, office)
        self._renewing = threading.Lock()

    @property
    def office(self) -> Office:
        """The office as the texts served know it."""
        return self._office.over(self.services.kb.benefits.vocabulary)

    def offer(self) -> Offer:
        """The offer for the texts served today; one caller makes it anew, the others get the one before meanwhile."""
        now = self.services.kb.fingerprint, date.today()
        if (self._offer.fingerprint, self._offer.day) != now and self._renewing.acquire(blocking=False):
            try:
                self._offer = Offer.of(self.services, self.office)
            finally:
                self._renewing.release()
        return self._offer

    def ask(self, typed: str, region: str) -> Reply:
        """What to show for a question."""
        asked = masked(typed.strip())
        offer = self.offer()
        if region and region not in offer.regions:
            return self._problem(frame_words().kiosk.bad_region, asked, 422)
        try:
            with self.services.room.admitted():
                # A placeholder would be searched for: 身份证 stands in rules about papers to bring.
                found = self.services.kb.ask(without_masked(asked), Filters(region=region or None), language="zh")
        except BusyError:
            return self._problem(frame_words().kiosk.busy, asked, 503)
        except KnowledgeBaseError as error:
            # The message names clauses or the store; the question is in none of them.
            _LOG.warning("%s", error)
            return self._problem(frame_words().kiosk.failed, asked, 500)
        if found.status == "invalid":
            return self._problem(self._why_invalid(asked), asked, 422)
        found = replace(found, question=asked)
        return "_kiosk_answer.html", self._answer(found, offer, region, asked != typed.strip()), 200

    def rule(self, clause_id: str, is_near: bool) -> Reply:
        """What to show for a related rule that was tapped."""
        kb = self.services.kb
        try:
            clause = kb.clause(clause_id)
            entries = {entry.document.id: entry for entry in kb.documents()}
            entry = entries[clause.document]
        except (InvalidInput, KeyError):
            return self._problem(frame_words().kiosk.no_rule, "", 404)
        validity, proof = validity_on(entry.document, date.today(), clause.id)
        finding = rule(entry.document, clause, validity, proof, self.office)
        return "_kiosk_rule.html", {"finding": finding, "as_of": date.today(), "near": is_near}, 200

    def interview(self, form: FormData) -> Reply:
        """What to show after a tap of the guided interview."""
        return next_screen(form, self.services.kb, self.office)

    def render(self, template: str, context: dict[str, Any]) -> Markup:
        """A template's text."""
        found = self._templates.get_template(template)
        return Markup(
            found.render(
                words=frame_words(),
                office=self.office,
                ask=where_to_ask(self.office),
                offline_text=offline_text,
                reference_code=reference_code,
                **context,
            )
        )

    def page(self, result: Markup | None = None, typed: str = "", problem: str = "") -> Markup:
        """The whole page; without a script, `result` stands where the script would have put it."""
        offer = self.offer()
        regions = (EVERYWHERE, *offer.regions)
        own = self.office.region if self.office.region in offer.regions else EVERYWHERE
        context = {
            "regions": regions,
            "own": own,
            "tiles": offer.tiles,
            "is_benefits": bool(self.services.kb.benefits.cards),
            "result": result,
            "typed": typed,
            "problem": problem,
            "languages": [(name, words.lang, words is frame_words()) for name, words in self.frames.items()],
        }
        return self.render("kiosk.html", context)

    def _answer(self, found: Answer, offer: Offer, region: str, was_masked: bool) -> dict[str, Any]:
        shown, is_tile = self._screen(found, offer, region)
        return {
            "screen": shown,
            "more": near(offer.tiles, found, region, found.question),
            "region": region,
            "masked": frame_words().kiosk.masked if was_masked else "",
            "beside": None if is_tile else beside(found, self.office, region),
        }

    def _screen(self, found: Answer, offer: Offer, region: str) -> tuple[Screen, bool]:
        """The screen, and whether it is that of a tile."""
        benefits = self.services.kb.benefits
        case = benefits.match(Profile(region=region or self._place_named(found.question)), found.as_of)
        matches = on_subjects(subjects_asked(offer.tiles, found.question, region), case, found.question)
        if not matches:
            return screen(found, self.office, case), False
        carded = {card.document.id for card in benefits.cards}
        return subject_screen(found, self.office, matches, carded), True

    def _place_named(self, question: str) -> str | None:
        """The one place that a question names, so that no other region's rule is put before it."""
        named = {mention.place.name for mention in self.services.kb.understand(question).places}
        return named.pop() if len(named) == 1 else None

    def _problem(self, said: str, asked: str, status: int) -> Reply:
        return "_kiosk_problem.html", {"problem": said, "asked": asked}, status

    def _why_invalid(self, asked: str) -> str:
        words = frame_words().kiosk["invalid"]
        if not asked:
            return words["empty"]
        return words["long"].format(most=LONGEST_QUESTION) if len(asked) > LONGEST_QUESTION else words["symbols"]


def mount_kiosk(app: FastAPI, services: Services, office: Office, frames: Frames) -> None:
    """Adds the terminal at `/` and its own files at `/kiosk/`, behind the guard; nothing of the desk."""
    kiosk = Kiosk(services, office, frames)
    files = _files()
    app.include_router(_routes(kiosk, files))
    own = frozenset(
        {"/", "/ask", "/rule", "/benefits", "/alive", "/kiosk/words.json", *(f"/kiosk/{name}" for name in files)}
    )
    # The page says its language itself.
    app.add_middleware(Guard, dress=lambda _: Dress({}), is_page=own.__contains__)


def _files() -> dict[str, Path]:
    """The page's own files by the name they are served under: listed one by one, so that none of the desk's is among them."""
    served = {"site.css": _ASSETS / "site.css", "favicon.svg": _ASSETS / "favicon.svg"}
    for folder in _FOLDERS:
        for path in (_ASSETS / folder).iterdir():
            if path.suffix in _SUFFIXES:
                served[f"{folder.removeprefix('kiosk')}/{path.name}".lstrip("/")] = path
    return served


def _routes(kiosk: Kiosk, files: dict[str, Path]) -> APIRouter:
    async def framed(request: Request) -> None:
        choose_frame(chosen_of(kiosk.frames, request.cookies.get(COOKIE)))

    router = APIRouter(dependencies=[Depends(framed)])

    @router.get("/")
    async def start(frame: str | None = None) -> Response:
        if frame is None:
            return HTMLResponse(await run_in_threadpool(kiosk.page))
        return _begun_again(kiosk.frames, frame)

    @router.get("/ask")
    @router.get("/rule")
    @router.get("/benefits")
    async def begin_again() -> Response:
        return RedirectResponse("/", 303)

    def answers(path: str, answer: Callable[[FormData], Reply]) -> None:
        @router.post(path)
        async def posted(request: Request) -> Response:
            return await run_in_threadpool(_reply, kiosk, request, answer, await request.form())

    answers("/ask", lambda form: kiosk.ask(form_text(form, "question"), form_text(form, "region")))
    answers("/rule", lambda form: kiosk.rule(form_text(form, "clause"), bool(form_text(form, "near"))))
    answers("/benefits", kiosk.interview)

    @router.get("/alive")
    async def alive() -> Response:
        return PlainTextResponse("1")

    @router.get("/kiosk/words.json")
    async def words() -> Response:
        return JSONResponse((await run_in_threadpool(kiosk.offer)).words)

    @router.get("/kiosk/{name:path}")
    async def file(name: str) -> Response:
        path = files.get(name)
        return FileResponse(path) if path else PlainTextResponse("Not found", 404)

    @router.get("/favicon.ico")
    async def icon() -> Response:
        return FileResponse(files["favicon.svg"], media_type="image/svg+xml")

    return router


def _begun_again(frames: Frames, frame: str) -> Response:
    """Back to the bare address: a language is chosen, or the visit is over and with it the language."""
    onward = RedirectResponse("/", 303)
    if frame in frames:
        onward.set_cookie(COOKIE, str(list(frames).index(frame)), httponly=True, samesite="strict")
    else:
        onward.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return onward


def _reply(kiosk: Kiosk, request: Request, answer: Callable[[FormData], Reply], form: FormData) -> Response:
    """The piece for the script, or the whole page around it."""
    template, context, status = answer(form)
    if request.headers.get(PIECE):
        return HTMLResponse(kiosk.render(template, context), status)
    if "problem" in context:
        return HTMLResponse(kiosk.page(typed=context["asked"], problem=context["problem"]), status)
    return HTMLResponse(kiosk.page(result=kiosk.render(template, context)), status)
