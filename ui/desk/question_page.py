"""The caseworker's page: a question with its filters, the answer below it, what was asked before, and what was wrong with it.

What its fields and buttons do is in `question_actions.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from kb.records import Language
from ui.desk.question_actions import Desk
from ui.desk.question_feedback import feedback_panel
from ui.pieces import Words, piece, words_in
from ui.server import Services

# Gradio's own bound lies a little above the waiting room's, which answers first and in plain words.
QUEUE_MARGIN: Final = 14
# Seconds between two looks at the queue. Gradio looks a thousand times a second: a page that nobody uses took 5 % of a processor.
_LOOK_EVERY: Final = 0.01
_PIECES: Final = "_desk.html"


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


def _constant(text: str) -> Callable[[], str]:
    return lambda: text
