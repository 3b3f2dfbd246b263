"""Benefit cards made by an editor: the clauses that grant something and have no card, each beside a form that a draft fills in.

What is sent is proved by the functions that prove every card, written by the one that writes them, and served once
the index is brought up to date in the background.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from kb.benefits import (
    CURRENT,
    CardFault,
    CardFile,
    add_card,
    add_reason,
    card_skeletons,
    load_cards,
    remove_reason,
    surely_grants,
)
from kb.errors import CorpusError, KnowledgeBaseError, UnknownClause
from kb.people import Deed
from ui.desk.card_form import NEEDED, ROWS, SENSES, STATEMENTS, CardForm, fact_choices, form_of, value_choices
from ui.desk.keeping import Keeping, who_is
from ui.server import Services, View, needs, session_of

_MOST_FIELDS: Final = 200
# What a form may do beside making a card, as it stands in the record.
_DEEDS: Final[Mapping[str, Deed]] = {"set_aside": "clause_set_aside", "take_back": "clause_waiting_again"}


def card_pages(keeping: Keeping) -> APIRouter:
    """The pages over the corpus that is kept."""
    return card_routes(keeping.services, keeping.settings.corpus, keeping.indexing.start)


def card_routes(services: Services, corpus: Path, index: Callable[[str], None]) -> APIRouter:
    """`/cards`, the documents with clauses that wait for a card, and `/cards/DOCUMENT`, their forms, for editors.

    `corpus` is the folder of the cards; `index` has the store brought up to it, in the name of a user.
    """
    router = APIRouter(dependencies=[Depends(needs("editor"))])

    @router.get("/cards")
    def documents(request: Request) -> Response:
        file = _file(services, corpus)
        held = [(entry, _drafts(services, file, entry.document.id)) for entry in services.kb.documents()]
        found = [(entry, len(drafts), sum(map(surely_grants, drafts))) for entry, drafts in held if drafts]
        # What holds is asked for most.
        found.sort(key=lambda each: each[0].validity not in CURRENT)
        return services.site.page(
            request,
            "cards.html",
            title=View.of(request.scope).words.cards.title,
            waiting=[each for each in found if each[2]],
            unsure=[each for each in found if not each[2]],
            document=None,
        )

    @router.get("/cards/{document:path}")
    def forms(request: Request, document: str, done: str = "", clause: str = "") -> Response:
        return _page(services, corpus, request, document, done=done, again=clause)

    @router.post("/cards/{document:path}")
    async def made(request: Request, document: str) -> Response:
        async with request.form(max_files=0, max_fields=_MOST_FIELDS) as sent:
            given = CardForm(
                {name: value for name, value in sent.items() if isinstance(value, str)} | {"document": document}
            )
        return await run_in_threadpool(_made, services, corpus, index, request, document, given)

    return router


def _made(
    services: Services, corpus: Path, index: Callable[[str], None], request: Request, document: str, given: CardForm
) -> Response:
    view, session = View.of(request.scope), session_of(request.scope)
    deed = given.get("deed") if given.get("deed") in _DEEDS else ""
    try:
        problems = (_reason_problems if deed else _problems)(services, corpus, given, view)
    except KnowledgeBaseError as error:
        problems = [error.message.of(view.language)]
    if problems:
        return _page(services, corpus, request, document, given, problems, status=422)
    services.record(session, _DEEDS.get(deed, "card_added"), f"{document} {given.get('clause')}")
    index(who_is(session))
    # The same clause may grant something else.
    after = {"done": deed} if deed else {"done": 1, "clause": given.get("clause")}
    return RedirectResponse(f"{view.url(f'/cards/{document}')}?{urlencode(after)}", 303)


def _reason_problems(services: Services, corpus: Path, given: CardForm, view: View) -> list[str]:
    """What is wrong with a reason for no card, or with taking it back; none where that was written."""
    document, clause, reason = (given.get(name) for name in ("document", "clause", "reason"))
    if given.get("deed") == "take_back":
        faults = remove_reason(corpus, document, clause)
    elif not reason:
        return [view.words.cards.no_reason]
    elif all(held.label != clause for held in services.kb.clauses(document)):
        return [
            UnknownClause(f"{document} 没有“{clause[:40]}”这一条。", f"{document} has no such clause.").message.of(
                view.language
            )
        ]
    else:
        faults = add_reason(corpus, document, clause, reason, services.kb.benefits.vocabulary)
    return [fault.cause.of(view.language) for fault in faults]


def _problems(services: Services, corpus: Path, given: CardForm, view: View) -> list[str]:
    """What is wrong with a card, in the page's language; none where it was written."""
    vocabulary, words = services.kb.benefits.vocabulary, view.words.cards
    names = words["fields"]
    empty = [names[name] for name in NEEDED if not given.get(name)]
    empty += [words.within.format(field=names[field], key=names[key]) for field, key in given.gaps(vocabulary.facts)]
    missing = [words.unfilled.format(fields=view.words.answer.separator.join(empty))] if empty else []
    if not (given.get("subject") or given.get("new_subject")):
        missing.append(words.no_subject)
    if missing:
        return missing
    try:
        entry = given.entry(vocabulary.facts)
    except ValueError as error:
        return [words.unfit.format(text=error)]
    held = {entry["document"]: {clause.label: clause for clause in services.kb.clauses(entry["document"])}}
    faults = add_card(corpus, entry, given.get("new_subject"), held, vocabulary)
    return [_told(fault, view) for fault in faults]


def _told(fault: CardFault, view: View) -> str:
    """What is wrong with a card, by the name that its form has for the field."""
    names, said = view.words.cards["fields"], fault.cause.of(view.language)
    field = "who" if fault.field == "claimant" else fault.field
    return f"{names[field]}{view.words.answer.colon}{said}" if field in names else said


def _page(
    services: Services,
    corpus: Path,
    request: Request,
    document: str,
    given: CardForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
    done: str = "",
    again: str = "",
) -> Response:
    entries = services.kb.documents()
    held = next((entry for entry in entries if entry.document.id == document), None)
    if held is None:
        title = View.of(request.scope).words.cards.title
        return services.site.page(request, "reading_missing.html", title=title, status=404, name=document, held=entries)
    view, facts = View.of(request.scope), services.kb.benefits.facts
    clauses = {clause.label: clause for clause in services.kb.clauses(document)}
    file = _file(services, corpus)
    drafts = _drafts(services, file, document, again)
    sure, unsure = (
        [form_of(each, facts, view.language) for each in drafts if surely_grants(each) == is_sure]
        for is_sure in (True, False)
    )
    if given:
        # What was sent stands first, as it was typed, over what was drafted.
        drafted = next((each.fields for each in (*sure, *unsure) if each.get("official") == given.get("official")), {})
        given = CardForm({**drafted, **given.fields})
        sure, unsure = (
            [each for each in few if each.get("official") != given.get("official")] for few in (sure, unsure)
        )
        sure = [given, *sure]
    return services.site.page(
        request,
        "cards.html",
        title=view.words.cards.title,
        status=status,
        document=held.document,
        validity=held.validity,
        forms=[(each, clauses[each.get("clause")]) for each in sure if each.get("clause") in clauses],
        unsure=[(each, clauses[each.get("clause")]) for each in unsure if each.get("clause") in clauses],
        made=[card for card in reversed(file.cards) if card.document == document] if file else [],
        set_aside=[one for one in file.without_card if one.document == document] if file else [],
        problems=problems or [],
        done=done,
        **_choices(services, file, view, facts),
    )


def _choices(services: Services, file: CardFile | None, view: View, facts: Any) -> dict[str, Any]:  # noqa: ANN401 - the facts of the corpus
    which = 2 if view.language == "en" else 1
    subjects = (
        [(name, (one.en or one.zh) if which == 2 else one.zh) for name, one in file.subjects.items()] if file else []
    )
    return {
        "subjects": subjects,
        "kinds": [(one.name, one.title.of(view.language)) for one in services.kb.benefits.vocabulary.kinds],
        "claimants": [(one.value, one.en if which == 2 else one.zh) for one in facts["claimant"].choices],
        "facts": [(each[0], each[which]) for each in fact_choices(facts)],
        "values": value_choices(facts, view.language),
        "statements": STATEMENTS,
        "senses": SENSES,
        "rows": range(ROWS),
    }


def _drafts(services: Services, file: CardFile | None, document: str, again: str = "") -> list[dict[str, Any]]:
    """The drafts of a document; those of a clause (`again`) that has a card already too, but for what it calls the same."""
    clauses, vocabulary = services.kb.clauses(document), services.kb.benefits.vocabulary
    drafted = card_skeletons(clauses, file, document, vocabulary)
    made = {card.official for card in file.cards if card.document == document} if file else set()
    further = card_skeletons((clause for clause in clauses if clause.label == again), None, document, vocabulary)
    known = {(each["clause"], each["official"]) for each in drafted}
    return drafted + [
        each for each in further if each["official"] not in made and (each["clause"], each["official"]) not in known
    ]


def _file(services: Services, corpus: Path) -> CardFile | None:
    """The cards of the corpus as they stand; None where there are none, or the file is wrong (which is said when one is added)."""
    try:
        return load_cards(corpus, services.kb.benefits.vocabulary)
    except CorpusError:
        return None
