"""`POST /retrieval`: the external knowledge API of Dify, which RAGFlow speaks too. Clauses go out as records, no answer is made.

Conditions on metadata narrow what is searched and not what was found (api/conditions.py).
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Response
from pydantic import ConfigDict, Field

from api.callers import Callers
from api.conditions import ConditionsRequest, Sent, metadata_of, read_conditions
from api.doors import MOST_HITS, Doors
from api.problems import problem_responses
from api.rest import sent
from kb.answers import SearchHit
from kb.citation_lines import line_to_cite
from kb.errors import InvalidInput
from kb.objects import PlainObject
from kb.records import Validity

KNOWLEDGE: Final = "policy-kb"


class SettingRequest(Sent):
    """How many records, and how sure."""

    model_config = ConfigDict(strict=True)

    top_k: int = Field(ge=1, le=MOST_HITS)
    """At most so many."""
    score_threshold: float | None = Field(default=None, ge=0, le=1)
    """None whose probability of answering is below this."""


class RetrievalRequest(Sent):
    """A question for clauses."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "knowledge_id": KNOWLEDGE,
                    "query": "创业担保贷款额度",
                    "retrieval_setting": {"top_k": 3, "score_threshold": 0.2},
                    "metadata_condition": {
                        "logical_operator": "and",
                        "conditions": [{"name": ["region"], "comparison_operator": "is", "value": "海南省"}],
                    },
                }
            ]
        }
    )

    knowledge_id: str
    """`policy-kb`."""
    query: str
    """In Chinese or English, at most 500 characters."""
    retrieval_setting: SettingRequest
    """How many records, and how sure."""
    metadata_condition: ConditionsRequest | None = None
    """What their documents must be."""


class RecordMetadata(PlainObject):
    """Where a record comes from; what is not known is an empty string."""

    document: str
    """The document's id."""
    number: str
    """Its number (文号)."""
    address: str
    """The clause's address in the document."""
    clause_id: str
    """The clause's id, which `/v1/clauses/{clause_id}` takes."""
    region: str
    """The innermost region it holds for."""
    kind: str
    """notice, opinion, plan, regulation, decision, announcement, reply, digest or other."""
    validity: Validity
    """Of the clause, on the day asked about."""
    effective_from: str
    """The first day it is in force."""
    effective_to: str
    """The last day it is in force."""
    line: str
    """The line to cite it by."""


class RecordObject(PlainObject):
    """A clause."""

    content: str
    """The whole clause, verbatim."""
    score: float
    """The probability that it answers."""
    title: str
    """The document's title."""
    metadata: RecordMetadata
    """Where it comes from."""


class RecordsObject(PlainObject):
    """The clauses that fit best."""

    records: list[RecordObject]
    """Best first; empty if none is sure enough or the place asked about is not held."""


def retrieval_routes(doors: Doors, callers: Callers) -> APIRouter:
    """The router of `/retrieval`, behind a key with the scope `search`."""
    router = APIRouter(tags=["retrieval"])

    def retrieve(asked: RetrievalRequest) -> Response:
        """The external knowledge API of Dify and RAGFlow: the clauses that fit a query, with their documents."""
        return sent(retrieved(doors, asked))

    router.add_api_route(
        "/retrieval",
        retrieve,
        methods=["POST"],
        operation_id="retrieve",
        dependencies=[Depends(callers.needs("search"))],
        response_model=RecordsObject,
        responses=problem_responses(400, 401, 403, 411, 413, 422, 429, 503),
    )
    return router


def retrieved(doors: Doors, asked: RetrievalRequest) -> RecordsObject:
    """The records of a request; InvalidInput for a knowledge base or a condition that is none."""
    if asked.knowledge_id != KNOWLEDGE:
        raise InvalidInput(
            f"没有“{asked.knowledge_id[:80]}”这个知识库：knowledge_id 请写 {KNOWLEDGE}。",
            f"There is no such knowledge base: knowledge_id is {KNOWLEDGE}.",
            field="knowledge_id",
        )
    conditions = read_conditions(asked.metadata_condition)
    hits = doors.hits(
        asked.query,
        asked.retrieval_setting.top_k,
        conditions.chosen,
        conditions.admits if conditions.tests else None,
    )
    least = asked.retrieval_setting.score_threshold or 0.0
    sure = (hit for hit in hits if hit.score >= least and conditions.admits(hit.document, hit.clause))
    return RecordsObject(records=[_record(hit, conditions.as_of) for hit in sure])


def _record(hit: SearchHit, as_of: str | None) -> RecordObject:
    document, clause = hit.document, hit.clause
    return RecordObject(
        content=clause.text,
        score=round(hit.score, 4),
        title=document.title,
        metadata=RecordMetadata.model_validate(
            {name: value for name, value in metadata_of(document, clause, as_of).items() if name != "title"}
            | {"address": clause.label, "clause_id": clause.id, "line": line_to_cite(document, clause.label)}
        ),
    )
