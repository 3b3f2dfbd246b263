"""What programs send over HTTP; a field that is not known is refused."""

from __future__ import annotations

from typing import Any, Final

from pydantic import ConfigDict, Field, JsonValue

from api.doors import MOST_HITS, filters_of
from kb.objects import PlainObject
from kb.questions import LONGEST_QUESTION
from kb.records import DOCUMENT_KINDS, Filters, Language

# Said to callers, and checked by kb, whose messages name the remedy.
DAY: Final[dict[str, JsonValue]] = {"pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
_QUESTION: Final[dict[str, JsonValue]] = {"minLength": 1, "maxLength": LONGEST_QUESTION}
_KIND: Final[dict[str, JsonValue]] = {"enum": [*DOCUMENT_KINDS, "", None]}
_SIDES: Final[dict[str, JsonValue]] = {"minItems": 2, "maxItems": 4}
_TEXT: Final[dict[str, JsonValue]] = {"minLength": 1}


def _like(**example: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class StrictRequest(PlainObject):
    """Fields are of the types they are said to be of: `0` is not false."""

    model_config = ConfigDict(strict=True)


class FilteredRequest(StrictRequest):
    """A question and what its answer may rest on."""

    question: str = Field(json_schema_extra=_QUESTION)
    """In Chinese or English, at most 500 characters."""
    region: str | None = None
    """A place: its rules and those of the places around it."""
    document: str | None = None
    """One document: its number (文号), id or title."""
    kind: str | None = Field(default=None, json_schema_extra=_KIND)
    """One kind of document: notice, opinion, plan, regulation, decision, announcement, reply, digest or other."""
    as_of: str | None = Field(default=None, json_schema_extra=DAY)
    """The day that validity is judged by, YYYY-MM-DD; today if left out."""
    in_force: bool = False
    """Only rules that are stated to be in force on that day."""

    @property
    def filters(self) -> Filters:
        """The filters; InvalidInput for a day that is none."""
        return filters_of(self.region, self.document, self.as_of, in_force=self.in_force, kind=self.kind)


class AskRequest(FilteredRequest):
    """A question to be answered."""

    model_config = _like(question="扶贫车间的一次性奖补是多少？", region="临沂市", as_of="2018-01-01")

    language: Language | None = None
    """The language of the answer's frame; quotes stay Chinese."""


class SearchRequest(FilteredRequest):
    """A question or keywords to rank clauses by."""

    model_config = _like(question="创业担保贷款", region="海南省", k=3)

    k: int = Field(default=10, ge=1, le=MOST_HITS)
    """How many clauses."""


class MatchRequest(StrictRequest):
    """A case: in words, or its facts."""

    model_config = _like(situation="我妈58了，残疾二级，临沂兰陵的", as_of="2018-01-01")

    situation: str | None = None
    """The case in words."""
    profile: dict[str, Any] | None = None
    """Or its facts, `situation.profile` of an earlier result corrected."""
    as_of: str | None = Field(default=None, json_schema_extra=DAY)
    """The day that validity is judged by, YYYY-MM-DD; today if left out."""


class CompareRequest(StrictRequest):
    """One subject to be laid side by side."""

    model_config = _like(subject="创业担保贷款额度", sides=["江苏省", "海南省"])

    subject: str = Field(json_schema_extra=_TEXT)
    """What to compare."""
    sides: list[str] = Field(json_schema_extra=_SIDES)
    """Two to four regions, document numbers or years."""
    as_of: str | None = Field(default=None, json_schema_extra=DAY)
    """The day that validity is judged by, YYYY-MM-DD; today if left out."""


class VerifyRequest(StrictRequest):
    """A draft to be held against the texts."""

    model_config = _like(draft="文件规定“给予不低于1000元一次性创业补贴”。", as_of="2018-01-01")

    draft: str = Field(json_schema_extra=_TEXT)
    """The text of a letter or an answer, at most 2 MB."""
    as_of: str | None = Field(default=None, json_schema_extra=DAY)
    """The day that validity is judged by, YYYY-MM-DD; today if left out."""
