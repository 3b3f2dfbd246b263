"""What the page of questions does: it asks, goes back to what was asked before, and shows first what is held.

What was typed is never an output of asking, so nothing that goes wrong can lose it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from kb.admission import BusyError
from kb.errors import KnowledgeBaseError, UnknownDocument, UnknownRegion
from kb.records import Filters, Language
from ui.pieces import (
    BAD_DATE,
    BUSY,
    Shelf,
    answer_html,
    failure_html,
    field_error_html,
    read_date,
    welcome_html,
    words_in,
)
from ui.server import COOKIE, ENGLISH, Asked, Services, Session

# What asking changes on the page: four sentences below fields, the answer, its number in the session, the list of questions.
Shown = tuple[str, str, str, str, str, int, Any]
# What going back changes: question, region, document, kind, day, in force, then as above without the list.
Restored = tuple[Any, ...]
Listed = list[tuple[str, int]]


class Desk:
    """The page's actions over what its server shares, in one language of the interface."""

    def __init__(self, services: Services, language: Language = "zh") -> None:
        self._services = services
        self._language = language

    def ask(
        self,
        question: str | None,
        region: str | None,
        document: str | None,
        kind: str | None,
        as_of: str | None,
        in_force: bool,
        request: gr.Request,
    ) -> Shown:
        """The answer, or a sentence under the field that cannot be used."""
        region, document, kind, as_of = ((each or "").strip() for each in (region, document, kind, as_of))
        try:
            day = read_date(as_of)
        except ValueError:
            return _errors(as_of=field_error_html(BAD_DATE, self._language))
        filters = Filters(region or None, document or None, kind or None, day, bool(in_force))
        try:
            with self._services.room.admitted():
                found = self._services.kb.ask(question or "", filters, language=self._frame)
                understood = None if found.status == "invalid" else self._services.kb.understand(found.question)
        except UnknownRegion as error:
            return _errors(region=field_error_html(error.message, self._language))
        except UnknownDocument as error:
            return _errors(document=field_error_html(error.message, self._language))
        except KnowledgeBaseError as error:
            return _errors(answer=failure_html(error.message, self._language))
        except BusyError:
            return _errors(answer=failure_html(BUSY, self._language))
        if found.status == "invalid":
            reason = " ".join(notice.message.of(found.language) for notice in found.notices)
            return _errors(question=field_error_html(reason, found.language), answer=answer_html(found))
        session = session_of_event(self._services, request)
        self._services.count(found, session)
        # Outside the waiting room: the language model is not what others wait for.
        if self._services.summaries:
            found = self._services.summaries.summarised(found)
        number = 0
        if session:
            kept = session.work.remember(question or "", filters, found, understood, self._services.kb.fingerprint)
            number = kept.number
        return "", "", "", "", answer_html(found, understood, self.shelf(number)), number, _listed(session, number)

    def restore(self, number: int | None, request: gr.Request) -> Restored:
        """A question of the session with its filters and its answer as it was given, framed as one asked here."""
        session = session_of_event(self._services, request)
        kept = session.work.asked(number) if session and number else None
        if kept is None:
            return *(gr.skip() for _ in range(6)), "", "", "", "", gr.skip(), gr.skip()
        f = kept.filters
        if kept.answer:
            language = self._frame or (kept.reading or kept.answer).language
            shown = answer_html(replace(kept.answer, language=language), kept.reading, self.shelf(kept.number))
        else:
            shown = failure_html(words_in(self._language).desk.answer_gone, self._language)
        day = f.as_of.isoformat() if f.as_of else ""
        fields = (kept.question, f.region or "", f.document or "", f.kind or "", day, f.in_force)
        return *fields, "", "", "", "", shown, kept.number

    @property
    def _frame(self) -> Language | None:
        """In English all is framed in English; in Chinese an English question still gets an English frame: None."""
        return "en" if self._language == "en" else None

    def shelf(self, number: int = 0) -> Shelf:
        """Where links lead; `number` is that of the session's question."""
        return Shelf(number, self._services.site.root + (ENGLISH if self._language == "en" else ""))

    def welcome(self, request: gr.Request) -> tuple[Any, ...]:
        """What is held, judged as of today, or the session's last question with its answer; what there is to choose from, what was asked.

        In the order of question, region, document, kind, day, in force, answer, number, history.
        """
        words = words_in(self._language).desk
        session = session_of_event(self._services, request)
        last = session.work.history[0].number if session and session.work.history else None
        try:
            held = self._services.kb.documents()
            shown = welcome_html(held, self._language, self._services.kb.warning, self.shelf())
        except KnowledgeBaseError as error:
            return (
                *(gr.skip() for _ in range(6)),
                failure_html(error.message, self._language),
                gr.skip(),
                _listed(session, None),
            )
        question, region, document, kind, day, in_force, *_, answer, number = self.restore(last, request)
        regions = [(words.all_regions, ""), *((name, name) for name in self._services.kb.regions)]
        documents = [(words.all_documents, ""), *(_document_choice(each.document) for each in held)]
        return (
            question,
            gr.update(choices=regions, value=region if last else ""),
            gr.update(choices=documents, value=document if last else ""),
            *(kind, day, in_force),
            answer if last else shown,
            number,
            _listed(session, last),
        )


def session_of_event(services: Services, request: gr.Request) -> Session | None:
    """The session behind a Gradio event; None if its cookie is gone, and then nothing is remembered."""
    return services.sessions.get(dict(request.cookies).get(COOKIE))


def _document_choice(document: Any) -> tuple[str, str]:  # noqa: ANN401
    name = document.number or document.title
    return (name if len(name) <= 24 else f"{name[:23]}…"), document.id


def _errors(question: str = "", region: str = "", document: str = "", as_of: str = "", answer: str = "") -> Shown:
    return question, region, document, as_of, answer, 0, gr.skip()


def _listed(session: Session | None, number: int | None) -> Any:  # noqa: ANN401
    """The session's questions to choose from, the one shown chosen; hidden while there is none."""
    choices: Listed = [(_line(each), each.number) for each in session.work.history] if session else []
    return gr.update(choices=choices, value=number or None, visible=bool(choices))


def _line(asked: Asked, length: int = 40) -> str:
    said = " ".join(asked.question.split())
    short = said if len(said) <= length else f"{said[:length]}…"
    limits = " · ".join(str(each) for each in (asked.filters.region, asked.filters.as_of) if each)
    return f"{asked.number}. {short}" + (f"（{limits}）" if limits else "")
