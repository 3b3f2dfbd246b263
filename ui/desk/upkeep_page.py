"""The upkeep of a document that is held: a value corrected, the document withdrawn, or ended by a decision that is not held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import get_args

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kb.building import kept_readings
from kb.documents import DocumentEntry
from kb.errors import DraftError, KnowledgeBaseError, UnknownDocument
from kb.holdings import (
    CORRECTED_FIELDS,
    Ending,
    EndingKind,
    OutlineEdit,
    RecordedField,
    decided_elsewhere,
    outline_edits_of,
    plain_edits,
    plan_correction,
    plan_ending,
    plan_english_title,
    plan_forgetting,
    plan_outline,
    plan_remove,
)
from kb.language import parse_as_of
from kb.people import Deed
from kb.records import Document
from kb.upkeep import make_recorded
from ui.desk.draft_page import Form, correction_of, outline_choices, outline_edit_of, typed, without_edit
from ui.desk.keeping import Keeping, who_is
from ui.pieces import Said, document_path
from ui.server import View, needs, session_of


def upkeep_routes(keeping: Keeping) -> APIRouter:
    """`/documents/ID/upkeep` and what its forms send, for editors."""
    router = APIRouter(dependencies=[Depends(needs("editor"))])
    deeds: dict[str, Callable[[Keeping, Document, Form, str], str]] = {
        "correct": _correct,
        "english": _english,
        "withdraw": _withdraw,
        "end": _end,
        "forget": _forget,
        "outline": _edit,
        "undo": _undo,
    }

    @router.get("/documents/{document:path}/upkeep")
    def page(request: Request, document: str, done: str = "") -> Response:
        return _page(keeping, request, document, done=done)

    # `path`: a document's id may hold a stroke.
    @router.post("/documents/{document:path}/upkeep/{deed}")
    async def change(request: Request, document: str, deed: str) -> Response:
        if deed not in deeds:
            return PlainTextResponse("Not found", 404)
        return await run_in_threadpool(_change, keeping, request, document, deeds[deed], await typed(request))

    return router


def _change(
    keeping: Keeping, request: Request, name: str, deed: Callable[[Keeping, Document, Form, str], str], form: Form
) -> Response:
    view = View.of(request.scope)
    try:
        onward = deed(keeping, keeping.services.kb.document(name), form, who_is(session_of(request.scope)))
    except KnowledgeBaseError as error:
        return _page(keeping, request, name, problem=error.message, form=form, status=422)
    return RedirectResponse(view.url(onward), 303)


# -------------------------------------------------------------------------------------------------- decisions


def _correct(keeping: Keeping, document: Document, form: Form, who: str) -> str:
    correction = correction_of(form)
    plan = plan_correction(
        keeping.settings.corpus, document.id, correction, keeping.gazetteer, kept_readings(keeping.settings)
    )
    before = str(getattr(plan.held, correction.field))
    said = {"field": correction.field, "rests_on": correction.rests_on, "reason": correction.reason}
    make_recorded(plan, "value_corrected", who, keeping.audit, before=before, after=correction.value, **said)
    keeping.indexing.start(who)
    return f"{document_path(document.id)}/upkeep?done=corrected"


def _english(keeping: Keeping, document: Document, form: Form, who: str) -> str:
    title, kept = form.get("title_en", ""), kept_readings(keeping.settings)
    plan = plan_english_title(keeping.settings.corpus, document.id, title, keeping.gazetteer, kept)
    before = document.title_en or ""
    make_recorded(plan, "value_corrected", who, keeping.audit, field="title_en", before=before, after=title)
    keeping.indexing.start(who)
    return f"{document_path(document.id)}/upkeep?done=corrected"


def _withdraw(keeping: Keeping, document: Document, form: Form, who: str) -> str:
    reason = _reason(form)
    if not form.get("sure"):
        raise DraftError("请先勾选“我已看过”，再撤下。", "Tick “I have read this” first.")
    plan = plan_remove(keeping.settings.corpus, document.id, keeping.gazetteer, kept_readings(keeping.settings))
    make_recorded(plan, "document_withdrawn", who, keeping.audit, reason=reason)
    keeping.indexing.start(who, forget=True)
    return "/files?done=withdrawn"


def _end(keeping: Keeping, document: Document, form: Form, who: str) -> str:
    kind = next((each for each in get_args(EndingKind) if each == form.get("kind")), None)
    if kind is None:
        raise DraftError("请选这个决定做了什么。", "Choose what the decision did.")
    ending = Ending(form.get("by", ""), parse_as_of(form.get("on", "")), _reason(form), kind)
    plan = plan_ending(keeping.settings.corpus, document.id, ending, keeping.gazetteer, kept_readings(keeping.settings))
    deed: Deed = "document_extended" if kind == "extends" else "document_ended"
    said = {"by": ending.by, "on": ending.on.isoformat(), "reason": ending.reason, "kind": kind}
    make_recorded(plan, deed, who, keeping.audit, **said)
    keeping.indexing.start(who)
    return f"{document_path(document.id)}/upkeep?done=ended"


def _forget(keeping: Keeping, document: Document, form: Form, who: str) -> str:
    field = next((each for each in get_args(RecordedField) if each == form.get("recorded")), None)
    if field is None:
        raise DraftError("没有这一项：请刷新页面再试。", "No such field: load the page again.")
    reason, corpus, kept = _reason(form), keeping.settings.corpus, kept_readings(keeping.settings)
    plan = plan_forgetting(corpus, document.id, field, keeping.gazetteer, kept)
    make_recorded(plan, "decision_forgotten", who, keeping.audit, field=field, reason=reason)
    keeping.indexing.start(who)
    return f"{document_path(document.id)}/upkeep?done=forgotten"


def _edit(keeping: Keeping, document: Document, form: Form, who: str) -> str:
    return _outline(keeping, document, (*_edits_seen(keeping, document, form), outline_edit_of(form)), who)


def _undo(keeping: Keeping, document: Document, form: Form, who: str) -> str:
    return _outline(keeping, document, without_edit(_edits_seen(keeping, document, form), form), who)


def _edits_seen(keeping: Keeping, document: Document, form: Form) -> tuple[OutlineEdit, ...]:
    """The edits of the outline as they stand; DraftError where they are no longer what whoever sent the form saw."""
    edits = outline_edits_of(keeping.settings.corpus, document)
    if form.get("edits") != str(len(edits)):
        raise DraftError(
            "条款刚被他人调整过：请看过现在的样子再决定。",
            "Somebody has just edited the outline: look at it as it stands now.",
        )
    return edits


def _outline(keeping: Keeping, document: Document, edits: Sequence[OutlineEdit], who: str) -> str:
    kept = kept_readings(keeping.settings)
    plan = plan_outline(keeping.settings.corpus, document.id, edits, keeping.gazetteer, kept)
    make_recorded(plan, "value_corrected", who, keeping.audit, field="outline", outline=plain_edits(edits))
    keeping.indexing.start(who)
    return f"{document_path(document.id)}/upkeep?done=outlined#kb-edit-outline"


def _reason(form: Form) -> str:
    if reason := form.get("reason", "").strip():
        return reason
    raise DraftError("请写明理由，它会记入操作记录。", "Give the reason: it is recorded.")


# ------------------------------------------------------------------------------------------------- the page


def _page(
    keeping: Keeping,
    request: Request,
    name: str,
    *,
    done: str = "",
    problem: Said = "",
    form: Form | None = None,
    status: int = 200,
) -> Response:
    view = View.of(request.scope)
    try:
        document = keeping.services.kb.document(name)
    except UnknownDocument:
        held = keeping.services.kb.documents()
        return keeping.services.site.page(
            request, "reading_missing.html", title=view.words.reading.missing, status=404, name=name[:200], held=held
        )
    entries: dict[str, DocumentEntry] = {each.document.id: each for each in keeping.services.kb.documents()}
    resting = [
        each.document.number or each.document.id
        for each in entries.values()
        if any(basis.of == document.id for basis in each.document.bases)
    ]
    return keeping.services.site.page(
        request,
        "upkeep.html",
        title=view.words.upkeep.title,
        status=status,
        document=document,
        entry=entries[document.id],
        values={field: _shown(document, field, view) for field in CORRECTED_FIELDS},
        fallen=sum(card.document.id == document.id for card in keeping.services.kb.cards),
        resting=resting,
        clauses=entries[document.id].clauses,
        edits=outline_edits_of(keeping.settings.corpus, document),
        recorded=decided_elsewhere(keeping.settings.corpus, document),
        choices=outline_choices(keeping.services.kb.clauses(document.id)),
        aside=[one for one in keeping.services.kb.set_aside(document.id) if one.text.strip() and one.start < one.end],
        progress=keeping.indexing.progress,
        done=view.words.upkeep["done"].get(done, ""),
        problem=problem,
        typed=defaultdict(str, form or {}),
        blank=defaultdict(str),
        kinds=view.words.desk["kinds"],
    )


def _shown(document: Document, field: str, view: View) -> str:
    value = getattr(document, field)
    if field == "kind":
        return view.words.desk["kinds"].get(value, value)
    if field == "region" and document.national:
        return view.words.answer.national
    return "、".join(value) if isinstance(value, tuple) else str(value or view.words.answer.not_stated)
