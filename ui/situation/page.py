"""The page that matches a person's or an employer's situation against the benefit cards, its sheet, and a card's counterparts.

A text is read and shown back for correction first; only what the form then says is matched. Nothing of it is kept or stands in an address.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from kb.benefits import Benefits
from kb.cases import CaseReading, Profile, described
from kb.errors import KnowledgeBaseError
from kb.messages import Message
from ui.pieces import BAD_DATE, comparison_view, read_date
from ui.server import Services, View
from ui.situation.fields import field_groups
from ui.situation.form import MOST_CHARACTERS, TEXT, SituationForm, checked, merged
from ui.situation.result import found_context
from ui.situation.sheet import sheet_context


async def _form(request: Request) -> dict[str, object]:
    return dict(await request.form())


async def _chosen(request: Request) -> frozenset[str] | None:
    """The cards ticked for the sheet; None if the form came without a match to choose from."""
    form = await request.form()
    return frozenset(str(card) for card in form.getlist("card")) if form.get("choosing") else None


SentForm = Annotated[dict[str, object], Depends(_form)]
ChosenCards = Annotated[frozenset[str] | None, Depends(_chosen)]


_READ_FOR = "read-for:"
"""The step of a button that reads the text again as the case of somebody else in it."""


def situation_routes(services: Services) -> APIRouter:
    """`/situation`: the form and what it comes to; `/situation/sheet` to print; `/situation/counterparts` of one card."""
    router = APIRouter()

    @router.get("/situation")
    def form(request: Request) -> HTMLResponse:
        return _page(services, request, SituationForm())

    @router.post("/situation")
    def answered(request: Request, sent: SentForm, step: Annotated[str, Form()] = "match") -> HTMLResponse:
        given = SituationForm.of(sent, services.kb.benefits.facts)
        # Enter in a field presses the first button: with nothing new to read, that is meant for the match.
        reads = step == "read" and (given.text != given.read or not given.values)
        if step.startswith(_READ_FOR):
            given, reads = replace(given, whose=step.removeprefix(_READ_FOR)), True
        return _page(services, request, given, "read" if reads else "match")

    @router.post("/situation/sheet")
    def sheet(request: Request, sent: SentForm, chosen: ChosenCards) -> HTMLResponse:
        return _page(services, request, SituationForm.of(sent, services.kb.benefits.facts), "sheet", chosen)

    @router.post("/situation/counterparts")
    def compared(
        request: Request, card: Annotated[str, Form()] = "", as_of: Annotated[str, Form()] = ""
    ) -> HTMLResponse:
        return _counterparts(services, request, card, as_of)

    return router


def _page(
    services: Services, request: Request, given: SituationForm, step: str = "", chosen: frozenset[str] | None = None
) -> HTMLResponse:
    view = View.of(request.scope)
    words = view.words.situation
    benefits = services.kb.benefits
    problems: dict[str, str] = {}
    reading, situation = None, None
    if not benefits.cards:
        problems[""] = words.no_cards
    elif step and len(given.text) > MOST_CHARACTERS:
        problems[TEXT] = words.too_long.format(most=MOST_CHARACTERS)
    elif step and not (given.values or given.text):
        problems[TEXT] = words.empty
    elif step:
        try:
            given, reading = _read(benefits, given, step)
            form = checked(given, benefits)
            problems = {name: said.of(view.language) for name, said in form.problems.items()}
            situation = form.situation if step != "read" else None
        except KnowledgeBaseError as error:
            problems[""] = error.message.of(view.language)
    if step == "sheet" and situation is not None:
        context = sheet_context(given, reading, situation, view, services.kb.fingerprint, chosen)
        return services.site.page(request, "situation_sheet.html", title=view.words.situation_sheet.title, **context)
    return services.site.page(
        request,
        "situation.html",
        title=words.title,
        given=given,
        step=step,
        problems=problems,
        reading=_read_back(reading, view) if reading else None,
        fields=field_groups(benefits, given, reading, situation, problems, view.words),
        found=found_context(benefits, given, reading, situation, view) if situation else None,
        most=MOST_CHARACTERS,
    )


def _read(benefits: Benefits, given: SituationForm, step: str) -> tuple[SituationForm, CaseReading | None]:
    """The form after the text was read (by the step that asks for it), with the reading it rests on."""
    try:
        day = read_date(given.as_of)
    except ValueError:
        day = None
    before = benefits.read(given.read[:MOST_CHARACTERS], day, given.whose) if given.read else None
    if step != "read":
        return given, before
    after = benefits.read(given.text, day, given.whose)
    values = merged(given, before.profile if before else Profile(), after.profile)
    return replace(given, read=given.text, values=values), after


def _read_back(reading: CaseReading, view: View) -> dict[str, Any]:
    which = 1 if view.language == "en" else 0
    return {
        "lines": [line[which] for line in reading.lines()],
        "others": [
            (
                f"{_READ_FOR}{each.person.zh}",
                (each.person.zh, each.person.en)[which],
                [line[which] for line in described(each.profile, reading.facts)],
            )
            for each in reading.others
        ],
        "notes": [note[which] for note in reading.notes],
        "empty": not reading.profile.facts and not reading.profile.region,
    }


def _counterparts(services: Services, request: Request, card: str, as_of: str) -> HTMLResponse:
    view = View.of(request.scope)
    problem: Message | None = None
    compared = None
    day = date.today()
    try:
        day = read_date(as_of) or day
        compared = comparison_view(services.kb.benefits.compare(card), day)
    except ValueError:
        problem = BAD_DATE
    except KnowledgeBaseError as error:
        problem = error.message
    return services.site.page(
        request,
        "counterparts.html",
        title=view.words.situation.subject,
        shelf=view.shelf(day),
        card=card,
        compared=compared,
        problem=problem,
    )
