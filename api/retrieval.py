"""`POST /retrieval`: the external knowledge API of Dify, which RAGFlow speaks too. Clauses go out as records, no answer is made.

A condition on metadata becomes a filter of ours, so that it narrows what is searched and not what was found. One that cannot is refused by
name: passed over, it would let through what the caller meant to keep out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from api.callers import Callers
from api.doors import MOST_HITS, Doors, day_of, filters_of
from api.problems import problem_responses
from api.rest import sent
from kb.answers import SearchHit
from kb.citation_lines import line_to_cite
from kb.documents import validity_on
from kb.errors import InvalidInput
from kb.objects import PlainObject
from kb.records import Validity

KNOWLEDGE: Final = "policy-kb"
_IS: Final = frozenset({"is", "=", "=="})
# The name of a condition and the filter that it is; of a document the id, the number and the title are all names.
_FILTERS: Final[Mapping[str, str]] = {
    "region": "region",
    "document": "document",
    "number": "document",
    "title": "document",
    "kind": "kind",
    "as_of": "as_of",
    "validity": "validity",
}


class _Sent(BaseModel):
    """What the other program sends; it may send more than is used here, since it is not ours to say what it knows."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ConditionRequest(_Sent):
    """A condition on the metadata of records."""

    name: str | list[str]
    """region, document, number, title, kind, as_of or validity."""
    comparison_operator: str
    """`is` (also `=`)."""
    value: str | int | float | list[str] | None = None
    """What it must be; an empty one is no condition."""


class ConditionsRequest(_Sent):
    """Conditions that all must hold."""

    logical_operator: str | None = "and"
    """`and`; `or` only where there is one condition."""
    conditions: list[ConditionRequest] | None = Field(default=None, max_length=20)
    """The conditions."""


class SettingRequest(_Sent):
    """How many records, and how sure."""

    model_config = ConfigDict(strict=True)

    top_k: int = Field(ge=1, le=MOST_HITS)
    """At most so many."""
    score_threshold: float | None = Field(default=None, ge=0, le=1)
    """None whose probability of answering is below this."""


class RetrievalRequest(_Sent):
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
    wanted = _wanted(asked.metadata_condition)
    in_force = wanted.pop("validity", "") == "in_force"
    filters = filters_of(**wanted, in_force=in_force)
    hits = doors.hits(asked.query, asked.retrieval_setting.top_k, filters)
    least = asked.retrieval_setting.score_threshold or 0.0
    return RecordsObject(records=[_record(hit, wanted.get("as_of")) for hit in hits if hit.score >= least])


def _wanted(given: ConditionsRequest | None) -> dict[str, Any]:
    """The filters by name; InvalidInput names what cannot be one."""
    conditions = [each for each in (given.conditions or [] if given else []) if each.value not in (None, "", [])]
    if given and len(conditions) > 1 and given.logical_operator not in (None, "and"):
        raise _refused("logical_operator", str(given.logical_operator), "and")
    wanted: dict[str, Any] = {}
    for each in conditions:
        names = [each.name] if isinstance(each.name, str) else each.name
        if len(names) != 1 or names[0] not in _FILTERS:
            raise _refused("name", "、".join(names), "、".join(_FILTERS))
        if each.comparison_operator not in _IS:
            raise _refused("comparison_operator", f"{names[0]} {each.comparison_operator}", "is、=")
        values = each.value if isinstance(each.value, list) else [str(each.value)]
        name = _FILTERS[names[0]]
        if len(values) != 1 or wanted.get(name, values[0]) != values[0]:
            raise _refused("value", "、".join(values), "一个值 one value")
        if name == "validity" and values[0] != "in_force":
            raise _refused("value", values[0], "in_force")
        wanted[name] = values[0]
    return wanted


def _refused(part: str, given: str, possible: str) -> InvalidInput:
    return InvalidInput(
        f"条件的 {part}“{given[:80]}”不能用：只能是 {possible}。",
        f"The condition's {part} “{given[:80]}” cannot be used; it can be: {possible}.",
        field="metadata_condition",
    )


def _record(hit: SearchHit, as_of: str | None) -> RecordObject:
    document, clause = hit.document, hit.clause
    validity, _ = validity_on(document, day_of(as_of), clause.id)
    return RecordObject(
        content=clause.text,
        score=round(hit.score, 4),
        title=document.title,
        metadata=RecordMetadata(
            document=document.id,
            number=document.number or "",
            address=clause.label,
            clause_id=clause.id,
            region=document.region or "",
            kind=document.kind,
            validity=validity,
            effective_from=document.effective_from.isoformat() if document.effective_from else "",
            effective_to=document.effective_to.isoformat() if document.effective_to else "",
            line=line_to_cite(document, clause.label),
        ),
    )
