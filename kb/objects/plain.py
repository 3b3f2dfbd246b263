"""What all objects have in common, and the quote, which many hold."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class PlainObject(BaseModel):
    """An object of JSON types; what is not set is left out of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)

    def plain(self) -> dict[str, Any]:
        """The object as JSON types."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON schema (2020-12) of the object as it is written."""
        return cls.model_json_schema(by_alias=True, mode="serialization")


class QuoteObject(PlainObject):
    """Words of a clause."""

    text: str
    """The words, verbatim."""
    start: int
    """Where they begin in the clause's text, in code points."""
    end: int
    """Where they end, half-open."""
    clause_id: str | None = None
    """The clause, where the object around the quote does not say it."""
