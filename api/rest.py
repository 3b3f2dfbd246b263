"""The routes under /v1: what the command line does, asked over HTTP, with the same objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from api.callers import Callers
from api.doors import Doors, day_of
from api.drafts import DRAFT_BODY, GivenDraft, draft_given
from api.objects import DocumentsObject, HeldClauseObject, HitsObject
from api.problems import problem_responses
from api.requests import DAY, AskRequest, CompareRequest, MatchRequest, SearchRequest
from kb.objects import AnswerObject, ComparisonObject, PlainObject, ReportObject, SituationObject
from kb.people import KeyScope

_AsOf = Annotated[
    str | None,
    Query(description="The day that validity is judged by, YYYY-MM-DD; today if left out.", json_schema_extra=DAY),
]
_IfNoneMatch = Annotated[str | None, Header(description="The ETag of what is already there.")]
_Endpoint = Callable[..., Response]


class Routes:
    """The routes over these doors; a method's name is the operation's id and must not change."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def ask(self, asked: AskRequest) -> Response:
        """Answers a question with the clause's own words, its citation, and whether it is in force. `not_found` is an answer."""
        return sent(self._doors.ask(asked.question, asked.filters, asked.language))

    def search(self, asked: SearchRequest) -> Response:
        """Ranks clauses by a question or keywords; they are candidates, not answers."""
        return sent(self._doors.search(asked.question, asked.k, asked.filters))

    def match(self, case: MatchRequest) -> Response:
        """The benefits that apply or may apply in a person's or an employer's case, what is missing and what fails."""
        return sent(self._doors.match(case.situation, case.profile, case.as_of))

    def compare(self, wanted: CompareRequest) -> Response:
        """What several regions, documents or years say on one subject, differences marked."""
        return sent(self._doors.compare(wanted.subject, wanted.sides, wanted.as_of))

    def verify(self, given: Annotated[GivenDraft, Depends(draft_given)]) -> Response:
        """Holds a draft's quotations, titles, numbers, clauses, figures and words on validity against the texts."""
        return sent(self._doors.verify(given.content, given.as_of, given.name))

    def documents(self, as_of: _AsOf = None, if_none_match: _IfNoneMatch = None) -> Response:
        """All documents held, with number, region, dates and validity on a day."""
        return self._unless_known(if_none_match, as_of, lambda: self._doors.documents(as_of))

    def clause(self, clause_id: str, as_of: _AsOf = None, if_none_match: _IfNoneMatch = None) -> Response:
        """One clause whole, by the id that answers and hits give, with those below it and its document."""
        return self._unless_known(if_none_match, as_of, lambda: self._doors.clause(clause_id, as_of))

    def _unless_known(self, known: str | None, as_of: str | None, made: Callable[[], PlainObject]) -> Response:
        """What is made, or 304 where the caller has it: it changes with the generation and with the day."""
        # Taken first: with a generation that is swapped in meanwhile the caller asks once more than needed, never once less.
        tag = f'"{self._doors.generation}-{day_of(as_of).isoformat()}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if known and tag in {each.strip().removeprefix("W/") for each in known.split(",")}:
            return Response(status_code=304, headers=headers)
        return sent(made(), headers)


def rest_routes(doors: Doors, callers: Callers) -> APIRouter:
    """The router of /v1, each route behind a key with its scope."""
    routes = Routes(doors)
    router = APIRouter(prefix="/v1", tags=["policies"])
    held: tuple[tuple[str, _Endpoint, type[PlainObject], tuple[int, ...]], ...] = (
        ("/documents", routes.documents, DocumentsObject, ()),
        ("/clauses/{clause_id:path}", routes.clause, HeldClauseObject, (404,)),
    )
    for path, endpoint, model, more in held:
        router.add_api_route(
            path,
            endpoint,
            operation_id=endpoint.__name__,
            dependencies=[Depends(callers.needs("documents"))],
            response_model=model,
            responses=problem_responses(401, 403, 422, 429, 503, *more) | {304: {"description": "Not Modified"}},
        )
    asked: tuple[tuple[KeyScope, _Endpoint, type[PlainObject]], ...] = (
        ("ask", routes.ask, AnswerObject),
        ("search", routes.search, HitsObject),
        ("match", routes.match, SituationObject),
        ("compare", routes.compare, ComparisonObject),
        ("verify", routes.verify, ReportObject),
    )
    for scope, endpoint, model in asked:
        router.add_api_route(
            f"/{scope}",
            endpoint,
            methods=["POST"],
            operation_id=scope,
            dependencies=[Depends(callers.needs(scope))],
            response_model=model,
            responses=problem_responses(400, 401, 403, 411, 413, *((415,) if scope == "verify" else ()), 422, 429, 503),
            openapi_extra=DRAFT_BODY if scope == "verify" else None,
        )
    return router


def sent(found: PlainObject, headers: dict[str, str] | None = None) -> Response:
    """An object as the command line prints it: what is not set is left out."""
    text = found.model_dump_json(by_alias=True, exclude_unset=True)
    return Response(text, headers=headers or {"Cache-Control": "no-store"}, media_type="application/json")
