"""The clauses held as a LangChain retriever: `pip install 'policy-kb[langchain]'`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, SkipValidation

from api.record_sources import RecordSource, equal_to, retrieval_request
from api.retrieval import RecordObject, RetrievalRequest


class PolicyRetriever(BaseRetriever):
    """Clauses with their citation line, validity and score as metadata; `filters` as for `/retrieval`, also of one call.

    retriever.invoke("创业担保贷款额度", filters={"region": "海南省"})
    """

    source: SkipValidation[RecordSource]
    k: int = Field(default=4, ge=1)
    score_threshold: float = Field(default=0.0, ge=0, le=1)
    filters: dict[str, str] = Field(default_factory=dict)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, filters: Mapping[str, str] | None = None
    ) -> list[Document]:
        return _documents(self.source.records(self._request(query, filters)))

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, filters: Mapping[str, str] | None = None
    ) -> list[Document]:
        return _documents(await self.source.arecords(self._request(query, filters)))

    def _request(self, query: str, filters: Mapping[str, str] | None) -> RetrievalRequest:
        return retrieval_request(query, self.k, self.score_threshold, equal_to({**self.filters, **(filters or {})}))


def _documents(records: Iterable[RecordObject]) -> list[Document]:
    return [
        Document(
            id=record.metadata.clause_id,
            page_content=record.content,
            metadata=record.metadata.plain() | {"title": record.title, "score": record.score},
        )
        for record in records
    ]
