"""The caseworker's page: a question with its filters, the answer below it, what was asked before, and what was wrong with it.

Holds no retrieval logic: it hands what was typed to the knowledge base and shows what comes back. What was typed is never
an output of asking, so nothing that goes wrong can lose it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from kb.admission import BusyError
from kb.errors import KnowledgeBaseError, UnknownDocument, UnknownRegion
from kb.records import Filters, Language
from ui.desk.question_feedback import feedback_panel
from ui.pieces import (
    BAD_DATE,
    BUSY,
    Shelf,
    Words,
    answer_html,
    failure_html,
    field_error_html,
    piece,
    read_date,
    welcome_html,
    words_in,
)
from ui.server import COOKIE, ENGLISH, Asked, Services, Session

# Gradio's own bound lies a little above the waiting room's, which answers first and in plain words.
QUEUE_MARGIN: Final = 14
# Seconds between two looks at the queue. Gradio looks a thousand times a second: a page that nobody uses took 5 % of a processor.
_LOOK_EVERY: Final = 0.01
_PIECES: Final = "_desk.html"

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
                # In English all is framed in English; in Chinese an English question still gets an English frame.
                language: Language | None = "en" if self._language == "en" else None
                found = self._services.kb.ask(question or "", filters, language=language)
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
        """A question of the session with its filters and its answer as it was given."""
        session = session_of_event(self._services, request)
        kept = session.work.asked(number) if session and number else None
        if kept is None:
            return *(gr.skip() for _ in range(6)), "", "", "", "", gr.skip(), gr.skip()
        f = kept.filters
        if kept.answer:
            shown = answer_html(kept.answer, kept.reading, self.shelf(kept.number))
        else:
            shown = failure_html(words_in(self._language).desk.answer_gone, self._language)
        day = f.as_of.isoformat() if f.as_of else ""
        fields = (kept.question, f.region or "", f.document or "", f.kind or "", day, f.in_force)
        return *fields, "", "", "", "", shown, kept.number

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


def desk_page(services: Services) -> gr.Blocks:
    """The page in both languages as Gradio blocks, the queue bounded and the endpoints private."""
    page = gr.Blocks(title=words_in("zh").site.brand, analytics_enabled=False, fill_width=True)
    with page:
        _form(services, "zh", page)
    with page.route("English", "/en", show_in_navbar=False):
        _form(services, "en", page)
    page.queue(max_size=services.room.places + QUEUE_MARGIN, api_open=False)
    page._queue.sleep_when_free = _LOOK_EVERY
    page._queue.progress_update_sleep_when_free = 10 * _LOOK_EVERY
    return page


@dataclass(frozen=True)
class _Fields:
    """The form: what a question is asked with, in the order of `Desk.ask`, the sentences below fields, and what asks at once."""

    asked: tuple[gr.Textbox, gr.Dropdown, gr.Dropdown, gr.Dropdown, gr.Textbox, gr.Checkbox]
    errors: tuple[gr.Markdown, ...]
    button: gr.Button
    examples: tuple[gr.Button, ...]
    history: gr.Dropdown


def _form(services: Services, language: Language, page: gr.Blocks) -> None:
    desk, words = Desk(services, language), words_in(language)
    html(piece(_PIECES, "heading", words), "kb-heading")
    with gr.Column(elem_id="kb-form"):
        fields = _fields(desk, words)
    html(piece(_PIECES, "states", desk.shelf(), words), "kb-states")
    answer = html("", "kb-answer-area")
    # A hidden field, not gr.State: that would hold a connection open for every tab.
    number = gr.Number(0, precision=0, visible="hidden", elem_id="kb-number")
    shown = [*fields.errors, answer, number]
    asking: dict[str, Any] = {
        "fn": desk.ask,
        "inputs": [*fields.asked],
        "outputs": [*shown, fields.history],
        "show_progress": "minimal",
        "show_progress_on": answer,
        "concurrency_limit": services.room.places + 4,
        "concurrency_id": "ask",
        "api_visibility": "private",
    }
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    question, as_of = fields.asked[0], fields.asked[4]
    gr.on([fields.button.click, question.submit, as_of.submit], **asking)
    for example, text in zip(fields.examples, words.desk["examples"].values(), strict=True):
        example.click(_constant(text), outputs=question, **quiet).then(**asking)
    fields.history.input(desk.restore, fields.history, [*fields.asked, *shown], **quiet)
    feedback_panel(services, language, number, quiet)
    page.load(desk.welcome, outputs=[*fields.asked, answer, number, fields.history], **quiet)


def _fields(desk: Desk, words: Words) -> _Fields:
    with gr.Row(elem_id="kb-ask-row"):
        question = _question_box(words)
        button = gr.Button(words.desk.ask, variant="primary", elem_id="kb-ask", scale=0)
    question_error = html("", "kb-question-error")
    html(piece(_PIECES, "fold", words), "kb-fold")
    filters, errors = _filters(words)
    with gr.Row(elem_id="kb-examples"):
        html(piece(_PIECES, "for_example", words), "kb-examples-label")
        examples = [gr.Button(text, size="sm", elem_classes="kb-example") for text in words.desk["examples"].values()]
    with gr.Row(elem_id="kb-below"):
        history = gr.Dropdown(choices=[], value=None, label=words.desk.history, elem_id="kb-history", visible=False)
        html(piece(_PIECES, "shortcuts", desk.shelf(), words), "kb-keys")
    return _Fields((question, *filters), (question_error, *errors), button, tuple(examples), history)


def _filters(
    words: Words,
) -> tuple[tuple[gr.Dropdown, gr.Dropdown, gr.Dropdown, gr.Textbox, gr.Checkbox], tuple[gr.Markdown, ...]]:
    """Region, document, kind, day and in force, and the sentences below three of them."""
    with gr.Row(elem_id="kb-filters"):
        with gr.Column(min_width=160):
            region = _choice(words.desk.region, words.desk.all_regions, "kb-region", typed=True)
            region_error = html("", "kb-region-error")
        with gr.Column(min_width=160):
            document = _choice(words.desk.document, words.desk.all_documents, "kb-document", typed=True)
            document_error = html("", "kb-document-error")
        with gr.Column(min_width=120):
            kinds = [(name, kind) for kind, name in words.desk["kinds"].items()]
            kind = _choice(words.desk.kind, words.desk.all_kinds, "kb-kind", kinds)
        with gr.Column(min_width=160):
            as_of = gr.Textbox(
                label=words.desk.as_of,
                placeholder=words.desk.as_of_placeholder,
                elem_id="kb-as-of",
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
            )
            date_error = html("", "kb-date-error")
        in_force = gr.Checkbox(label=words.desk.in_force, elem_id="kb-in-force", scale=0)
    return (region, document, kind, as_of, in_force), (region_error, document_error, date_error)


def _question_box(words: Words) -> gr.Textbox:
    return gr.Textbox(
        label=words.desk.question,
        placeholder=words.desk.placeholder,
        lines=1,
        max_lines=6,
        autofocus=True,
        elem_id="kb-question",
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
    )


def _choice(
    label: str, everything: str, elem_id: str, choices: list[tuple[str, Any]] | None = None, typed: bool = False
) -> gr.Dropdown:
    return gr.Dropdown(
        choices=[(everything, ""), *(choices or [])],
        value="",
        allow_custom_value=typed,
        label=label,
        elem_id=elem_id,
    )


def html(markup: str, elem_id: str) -> gr.Markdown:
    """Escaped HTML in the one component that sanitises it again and compiles no template, so the page needs no eval."""
    return gr.Markdown(markup, elem_id=elem_id, latex_delimiters=[], container=False)


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


def _constant(text: str) -> Callable[[], str]:
    return lambda: text
