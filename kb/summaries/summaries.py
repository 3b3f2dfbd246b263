"""An answer with its summary: the sentences go to the model by number, its blocks come back, and those that pass are kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kb.answers import Answer, DraftBlock, Offered, Summary, offered, summary_of
from kb.errors import SummaryError
from kb.people import masked
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.summaries.model_server import ModelServer

_log: Final = logging.getLogger(__name__)
_MOST_SENTENCES: Final = 12
_TOLD: Final = (
    '你把政策原文的句子整理成简短的摘要。用户给出问题和编号的句子。只输出 JSON 数组：[{"ids": [句子编号], "text": "摘要"}]。'
    "选与问题有关的句子，按重要程度排序，每块一到三句。每句话必须是所列句子中的一整句：可以去掉句首的序号和“为……，”、"
    "句末的“所需资金从……列支”，可以把“予以”写成“给予”、“应”写成“应当”、中文数字写成阿拉伯数字；其他的字不增、不减、不换、不调次序。"
    "没有合适的句子就输出 []。"
)


class _Block(BaseModel):
    """A block of the model's reply."""

    model_config = ConfigDict(extra="forbid", strict=True)

    ids: Annotated[list[int], Field(min_length=1, max_length=_MOST_SENTENCES)]
    text: Annotated[str, Field(min_length=1, max_length=2000)]


_BLOCKS: Final = TypeAdapter(Annotated[list[_Block], Field(max_length=_MOST_SENTENCES)])


class Summaries:
    """What puts summaries to answers; safe to share between threads."""

    def __init__(self, server: ModelServer) -> None:
        self._server = server

    @classmethod
    def of(cls, settings: Settings) -> Summaries | None:
        """As the settings name a server, None where they name none; SummaryError for one that must not be asked."""
        if not settings.llm:
            return None
        # Imported where one is asked: it brings an HTTP client.
        from kb.summaries.model_server import ModelServer

        return cls(ModelServer(settings))

    def summarised(self, answer: Answer) -> Answer:
        """The answer with a summary, or as it is where there is nothing to summarise or nothing usable comes in time."""
        given = offered(answer)[:_MOST_SENTENCES]
        if not given:
            return answer
        started = time.perf_counter()
        try:
            summary = self._summary(answer.question, given)
        except SummaryError as error:
            _log.warning("%s", error)
            summary = None
        took = (time.perf_counter() - started) * 1000
        return replace(answer, summary=summary, elapsed_ms=answer.elapsed_ms + took)

    def _summary(self, question: str, given: Sequence[Offered]) -> Summary:
        numbered = "\n".join(f"{n}. {' '.join(each.item.text.split())}" for n, each in enumerate(given, 1))
        said = self._server.reply(_TOLD, f"问题：{masked(question)}\n{numbered}", _BLOCKS.json_schema())
        try:
            blocks = _BLOCKS.validate_json(said)
        except ValidationError:
            raise SummaryError(
                "模型的答复不是所要的 JSON，这次没有摘要：请换一个支持 JSON schema 的服务或模型。",
                "The model's reply is not the JSON asked for, so no summary: use a server or model that keeps to a JSON schema.",
            ) from None
        return summary_of([DraftBlock(tuple(block.ids), block.text) for block in blocks], given)
