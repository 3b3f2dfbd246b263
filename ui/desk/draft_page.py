"""A draft's page: every field beside the words it rests on, its outline, what it decides of others, and the decision."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kb.answers import page_of
from kb.drafts import (
    Draft,
    DraftChangedError,
    DraftField,
    ReadDraft,
    correct_field,
    edit_outline,
    give_english_title,
    put_aside,
    refuse,
    reopen,
    take_in,
)
from kb.errors import DraftError, KnowledgeBaseError
from kb.holdings import CORRECTED_FIELDS, Correction, EditKind, OutlineEdit, openings
from kb.people import masked
from kb.reading import Pictures, has_pictures
from kb.records import Clause, Language
from ui.desk.draft_text import text_runs
from ui.desk.files_page import ago
from ui.desk.keeping import Keeping, who_is
from ui.desk.reading_outline import outline
from ui.pieces import Said, words_in
from ui.server import View, needs, session_of

_MOST_FIELDS: Final = 16


class _Number(IntegerConvertor):
    """A draft's number or a page's; Python refuses to read one of thousands of digits."""

    regex = "[0-9]{1,9}"


register_url_convertor("number", _Number())
Form = Mapping[str, str]


def draft_routes(keeping: Keeping) -> APIRouter:
    """The routes of `/files/NUMBER`, for editors."""
    router = APIRouter(dependencies=[Depends(needs("editor"))])
    pictures = Pictures()

    @router.get("/files/{number:number}")
    def page(request: Request, number: int) -> Response:
        return _page(keeping, request, number)

    @router.get("/files/{number:number}/pages/{page:number}.png")
    def picture(request: Request, number: int, page: int) -> Response:
        try:
            draft = keeping.queue.draft(number)
            if draft.state == "taken":
                # Its pictures are those of the document now, which may have been withdrawn.
                return PlainTextResponse("Not found", 404)
            return Response(pictures.page(keeping.queue.file(draft), draft.name, page), media_type="image/png")
        except KnowledgeBaseError as error:
            return PlainTextResponse(error.message.of(View.of(request.scope).language), 404)

    decided: dict[str, Callable[[Request, tuple[int, int], Form], str]] = {
        "correct": lambda request, seen, form: _correct(keeping, request, seen, form),
        "english": lambda request, seen, form: _done(
            give_english_title(keeping.queue, seen, form.get("title_en", ""), _who(request), keeping.audit),
            f"/files/{seen[0]}#title-en",
        ),
        "outline": lambda request, seen, form: _edit(keeping, request, seen, form),
        "undo": lambda request, seen, form: _undo(keeping, request, seen, form),
        "aside": lambda request, seen, form: _done(put_aside(*_by(keeping, request, seen, form)), "/files"),
        "refuse": lambda request, seen, form: _done(refuse(*_by(keeping, request, seen, form)), "/files"),
        "reopen": lambda request, seen, _: _done(
            reopen(keeping.queue, seen, _who(request), keeping.audit), f"/files/{seen[0]}"
        ),
        "take": lambda request, seen, form: _take(keeping, request, seen, form),
    }

    @router.post("/files/{number:number}/{deed}")
    async def decide(request: Request, number: int, deed: str) -> Response:
        if deed not in decided:
            return PlainTextResponse("Not found", 404)
        form = await typed(request)
        return await run_in_threadpool(_decide, keeping, request, number, decided[deed], form)

    return router


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form as they were typed, files left aside. A reason stays for years: personal numbers in it are masked."""
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        fields = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    return fields | {name: masked(value) for name, value in fields.items() if name == "reason"}


# -------------------------------------------------------------------------------------------------- decisions


def _decide(
    keeping: Keeping, request: Request, number: int, deed: Callable[[Request, tuple[int, int], Form], str], form: Form
) -> Response:
    view = View.of(request.scope)
    version = int(form["version"]) if re.fullmatch(r"[0-9]{1,9}", form.get("version", "")) else 0
    try:
        onward = deed(request, (number, version), form)
    except DraftChangedError as error:
        return _page(keeping, request, number, error.message, 409)
    except KnowledgeBaseError as error:
        return _page(keeping, request, number, error.message, 422, form)
    return RedirectResponse(view.url(onward), 303)


def _who(request: Request) -> str:
    return who_is(session_of(request.scope))


def _by(keeping: Keeping, request: Request, seen: tuple[int, int], form: Form) -> tuple[Any, ...]:
    return keeping.queue, seen, form.get("reason", ""), _who(request), keeping.audit


def _done(_: Draft, onward: str) -> str:
    return onward


def _correct(keeping: Keeping, request: Request, seen: tuple[int, int], form: Form) -> str:
    correction = correction_of(form)
    correct_field(keeping.queue, keeping.reader, seen, correction, _who(request), keeping.audit)
    return f"/files/{seen[0]}#field-{correction.field}"


def correction_of(form: Form) -> Correction:
    """The correction that a form says; DraftError where it names no field."""
    field = next((each for each in CORRECTED_FIELDS if each == form.get("field")), None)
    if field is None:
        raise DraftError("没有这一项：请刷新页面再试。", "No such field: load the page again.")
    value = form.get("value", "")
    if field == "kind":
        value = next((kind for kind, names in _kind_names().items() if value in names), value)
    return Correction(field, value, form.get("rests_on", ""), form.get("reason", ""))


def _kind_names() -> dict[str, tuple[str, ...]]:
    """What the pages call each kind of document."""
    kinds = [words_in(language).desk["kinds"] for language in get_args(Language)]
    return {kind: tuple(names[kind] for names in kinds) for kind in kinds[0]}


def _edit(keeping: Keeping, request: Request, seen: tuple[int, int], form: Form) -> str:
    edits = (*edits_of(keeping.queue.draft(seen[0])), outline_edit_of(form))
    edit_outline(keeping.queue, keeping.reader, seen, edits, _who(request), keeping.audit)
    return f"/files/{seen[0]}#kb-outline"


def outline_edit_of(form: Form) -> OutlineEdit:
    """The edit of an outline that a form says, where what one field means depends on what is done; DraftError where something is missing."""
    do = next((each for each in get_args(EditKind) if each == form.get("do")), None)
    words, clause = form.get("words", ""), form.get("clause", "")
    given: dict[str, Any] = {"do": do, "at": words if do == "split" else clause}
    if do == "columns":
        given["names"] = re.split("[、，,]", words)
    if do == "aside":
        given["reason"] = words
    if do == "under":
        given["below"] = form.get("below")
    try:
        return OutlineEdit.model_validate(given)
    except ValidationError as error:
        raise DraftError(
            "条款调整没有写全：另立要写从哪几个字起，剔除要写理由，表格要写列名，移动要选上级条款。",
            "Say where to split, why it is set aside, what the columns are called, or which clause it belongs under.",
        ) from error


def _undo(keeping: Keeping, request: Request, seen: tuple[int, int], form: Form) -> str:
    edits = without_edit(edits_of(keeping.queue.draft(seen[0])), form)
    edit_outline(keeping.queue, keeping.reader, seen, edits, _who(request), keeping.audit)
    return f"/files/{seen[0]}#kb-outline"


def without_edit(edits: Sequence[OutlineEdit], form: Form) -> list[OutlineEdit]:
    """The edits without the one whose number a form says."""
    return [edit for n, edit in enumerate(edits, 1) if str(n) != form.get("edit")]


def edits_of(draft: Draft) -> tuple[OutlineEdit, ...]:
    """The edits of a draft's outline made so far."""
    return tuple(OutlineEdit.model_validate(edit) for edit in draft.curated.get("outline", ()))


def _take(keeping: Keeping, request: Request, seen: tuple[int, int], form: Form) -> str:
    take_in(keeping.queue, seen, form.get("replaces", ""), _who(request), keeping.settings, keeping.audit)
    keeping.indexing.start(_who(request))
    return f"/files?taken={seen[0]}"


# -------------------------------------------------------------------------------------------------- the page


def _page(
    keeping: Keeping, request: Request, number: int, problem: Said = "", status: int = 200, form: Form | None = None
) -> Response:
    view, session = View.of(request.scope), session_of(request.scope)
    words = view.words
    try:
        draft = keeping.queue.draft(number)
    except DraftError as error:
        said = error.message.of(view.language)
        return keeping.services.site.page(
            request, "draft_missing.html", title=words.draft.missing, status=404, said=said
        )
    read: ReadDraft | None = None
    if draft.state != "taken":
        try:
            read = keeping.reader.read(draft, keeping.held)
        except KnowledgeBaseError as error:
            problem = problem or error.message
    return keeping.services.site.page(
        request,
        "draft.html",
        title=read.document.title if read else draft.name,
        status=status,
        draft=draft,
        added_ago=ago(draft.added, words),
        changed_ago=ago(draft.changed, words),
        others=keeping.onlookers.look(number, session, session.user or "") if draft.is_open else [],
        read=read,
        value_of=lambda field: _value(field, read, view),
        page_of=page_of,
        runs=text_runs(read.source, read.fields, read.clauses) if read else (),
        nodes=outline(read.clauses) if read else (),
        edits=edits_of(draft),
        choices=outline_choices(read.clauses) if read and draft.is_open else (),
        picture=_picture_page(read, request, draft) if read else 0,
        held=[(one.id, one.number or "", one.title) for one in keeping.held],
        problem=problem,
        typed=defaultdict(str, form or {}),
        blank=defaultdict(str),
        kinds=words.desk["kinds"],
    )


def outline_choices(clauses: Sequence[Clause]) -> list[tuple[str, str, bool]]:
    """The clauses that can be edited: the words that tell each, how it is shown, whether it is a row."""
    return [
        (words, f"{clause.label} {' '.join(clause.text.split())[:40]}", clause.kind == "row")
        for words, clause in zip(openings(clauses), clauses, strict=True)
        if words
    ]


def _value(field: DraftField, read: ReadDraft | None, view: View) -> str | None:
    if field.name == "region" and read and read.document.national:
        return view.words.answer.national
    return view.words.desk["kinds"].get(field.value or "", field.value) if field.name == "kind" else field.value


def _picture_page(read: ReadDraft, request: Request, draft: Draft) -> int:
    """The page of the file that is shown beside the text; 0 where it has none."""
    if not read.source.pages or not has_pictures(draft.name):
        return 0
    asked = request.query_params.get("page", "")
    number = int(asked) if re.fullmatch(r"[0-9]{1,5}", asked) else 1
    return min(max(number, 1), len(read.source.pages))
