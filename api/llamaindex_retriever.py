"""The clauses held as a LlamaIndex retriever: `pip install 'policy-kb[llamaindex]'`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.core.vector_stores import FilterCondition, MetadataFilter, MetadataFilters

from api.conditions import ConditionRequest
from api.record_sources import RecordSource, retrieval_request
from api.retrieval import RecordObject, RetrievalRequest
from kb.errors import InvalidInput


class PolicyRetriever(BaseRetriever):
    """Clauses with their citation line and validity as metadata; of `filters` what `/retrieval` cannot do is refused by name."""

    def __init__(
        self, source: RecordSource, k: int = 4, score_threshold: float = 0.0, filters: MetadataFilters | None = None
    ) -> None:
        super().__init__()
        self._source, self._k, self._least = source, k, score_threshold
        self._conditions = list(_conditions(filters.filters if filters else ()))
        self._logical = (filters.condition or FilterCondition.AND).value if filters else "and"

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return _nodes(self._source.records(self._request(query_bundle)))

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return _nodes(await self._source.arecords(self._request(query_bundle)))

    def _request(self, query: QueryBundle) -> RetrievalRequest:
        return retrieval_request(query.query_str, self._k, self._least, self._conditions, self._logical)


def _conditions(filters: Sequence[MetadataFilter | MetadataFilters]) -> Iterator[ConditionRequest]:
    for each in filters:
        if isinstance(each, MetadataFilters):
            raise InvalidInput(
                "条件里不能再套条件：请写成一层。", "Filters within filters cannot be used: write them side by side."
            )
        value = [str(one) for one in each.value] if isinstance(each.value, list) else each.value
        yield ConditionRequest(name=each.key, comparison_operator=each.operator.value, value=value)


def _nodes(records: Iterable[RecordObject]) -> list[NodeWithScore]:
    return [
        NodeWithScore(
            node=TextNode(
                id_=record.metadata.clause_id,
                text=record.content,
                metadata=record.metadata.plain() | {"title": record.title},
            ),
            score=record.score,
        )
        for record in records
    ]
