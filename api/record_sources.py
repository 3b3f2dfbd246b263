"""Where retrievers of other frameworks get their records: from a store in this process, or from a server over HTTP; the same either way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from api.conditions import ConditionRequest, ConditionsRequest
from api.doors import Doors
from api.retrieval import (
    KNOWLEDGE,
    RecordObject,
    RecordsObject,
    RetrievalRequest,
    SettingRequest,
    retrieved,
)
from kb.errors import KnowledgeBaseError
from kb.store import KnowledgeBase, StoreFollower


class RemoteError(KnowledgeBaseError):
    """The server could not be reached, or said why it does not answer."""


class RecordSource(Protocol):
    """Gives the records of a request, at once or awaited; KnowledgeBaseError with the remedy where it cannot."""

    def records(self, asked: RetrievalRequest) -> list[RecordObject]:
        """The clauses that fit best, best first."""

    async def arecords(self, asked: RetrievalRequest) -> list[RecordObject]:
        """The same, awaited."""


class Held:
    """A knowledge base, or one that is followed, in this process."""

    def __init__(self, source: KnowledgeBase | StoreFollower) -> None:
        self._doors = Doors(source)

    def records(self, asked: RetrievalRequest) -> list[RecordObject]:
        """The clauses that fit best, best first."""
        return retrieved(self._doors, asked).records

    async def arecords(self, asked: RetrievalRequest) -> list[RecordObject]:
        """The same in a thread of its own."""
        return await asyncio.to_thread(self.records, asked)


@dataclass(frozen=True)
class Remote:
    """A server of `policy-kb serve --api` at `url`, asked with a key of the scope `search`."""

    url: str
    key: str | None = field(default=None, repr=False)
    seconds: float = 30.0

    def records(self, asked: RetrievalRequest) -> list[RecordObject]:
        """The clauses that fit best, best first."""
        with httpx.Client(timeout=self.seconds) as client:
            try:
                return _records(client.send(self._request(asked)))
            except httpx.HTTPError as error:
                raise self._unreachable(error) from error

    async def arecords(self, asked: RetrievalRequest) -> list[RecordObject]:
        """The same, awaited."""
        async with httpx.AsyncClient(timeout=self.seconds) as client:
            try:
                return _records(await client.send(self._request(asked)))
            except httpx.HTTPError as error:
                raise self._unreachable(error) from error

    def _request(self, asked: RetrievalRequest) -> httpx.Request:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return httpx.Request(
            "POST", f"{self.url.rstrip('/')}/retrieval", headers=headers, json=asked.model_dump(mode="json")
        )

    def _unreachable(self, error: httpx.HTTPError) -> RemoteError:
        return RemoteError(
            f"无法访问 {self.url}（{type(error).__name__}）：请检查地址和服务。",
            f"Cannot reach {self.url}: check the address and the server.",
        )


def retrieval_request(
    query: str, k: int, least: float, conditions: list[ConditionRequest], logical: str = "and"
) -> RetrievalRequest:
    """A request for `k` records at most, none below `least`, whose documents meet the conditions."""
    return RetrievalRequest(
        knowledge_id=KNOWLEDGE,
        query=query,
        retrieval_setting=SettingRequest(top_k=k, score_threshold=least),
        metadata_condition=ConditionsRequest(logical_operator=logical, conditions=conditions),
    )


def equal_to(wanted: Mapping[str, str]) -> list[ConditionRequest]:
    """Conditions that each of these has this value."""
    return [ConditionRequest(name=name, comparison_operator="is", value=value) for name, value in wanted.items()]


def _records(response: httpx.Response) -> list[RecordObject]:
    if response.status_code == 200:
        return RecordsObject.model_validate_json(response.content).records
    is_problem = response.headers.get("content-type") == "application/problem+json"
    detail = str(response.json().get("detail", "")) if is_problem else ""
    raise RemoteError(
        f"服务没有照办（{response.status_code}）：{detail}", f"The server answers {response.status_code}."
    )
