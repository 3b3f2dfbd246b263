"""What the pages need of a knowledge base, whoever holds it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from kb.answers.answer import Answer, SearchHit
from kb.benefits import Benefits
from kb.documents import DocumentEntry
from kb.questions import Question
from kb.records import Clause, Language, SetAside


class Answering(Protocol):
    """What the pages need of a knowledge base, whether it follows its store or not."""

    @property
    def warning(self) -> str | None:
        """Why an older generation is served; usually None."""

    @property
    def fingerprint(self) -> str:
        """Names the texts and the program that the answers come from."""

    @property
    def regions(self) -> tuple[str, ...]:
        """The names of the regions that documents are held for."""

    @property
    def benefits(self) -> Benefits:
        """The benefit cards held, to be matched with a profile."""

    def documents(self, as_of: date | None = None) -> tuple[DocumentEntry, ...]:
        """All documents with their validity on a date."""

    def clauses(self, document: str) -> tuple[Clause, ...]:
        """The clauses of one document."""

    def clause(self, clause_id: str) -> Clause:
        """One clause by its id."""

    def set_aside(self, document: str) -> tuple[SetAside, ...]:
        """What cleaning took out of one document."""

    def source_file(self, document: str) -> Path | None:
        """The PDF a document was read from; None where there is none."""

    def page_picture(self, document: str, page: int) -> bytes:
        """A page of that PDF as PNG."""

    def ask(
        self,
        question: str,
        *,
        region: str | None = None,
        document: str | None = None,
        kind: str | None = None,
        as_of: date | None = None,
        in_force: bool = False,
        language: Language | None = None,
    ) -> Answer:
        """The answer to one question."""

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        region: str | None = None,
        document: str | None = None,
        kind: str | None = None,
        as_of: date | None = None,
        in_force: bool = False,
    ) -> list[SearchHit]:
        """The best `k` clauses."""

    def understand(self, question: str) -> Question:
        """What a question says, as it is read before any text is searched."""

    def warm(self) -> None:
        """Loads the models."""
