"""Below an answer: was it right, and if not, what would be. Kept by `kb.people.feedback`, which masks personal numbers first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import gradio as gr

from kb.answers import Answer
from kb.errors import KnowledgeBaseError
from kb.people import FeedbackVerdict, Judgement, judgement_of
from kb.records import Language
from ui.desk.question_actions import session_of_event
from ui.pieces import field_error_html, piece, words_in
from ui.server import Asked, Services

_PIECES: Final = "_desk.html"
# The sentence below the form, whether the form shows, and the note and the clause as they stay.
FeedbackShown = tuple[str, Any, Any, Any]


def feedback_panel(services: Services, language: Language, number: gr.Number, quiet: Mapping[str, Any]) -> None:
    """The panel: shown while `number` names an answer of the session."""
    words = words_in(language)

    def send(
        about: int | None,
        verdict: FeedbackVerdict | None,
        note: str | None,
        right_clause: str | None,
        request: gr.Request,
    ) -> FeedbackShown:
        keep: FeedbackShown = ("", gr.skip(), gr.skip(), gr.skip())
        session = session_of_event(services, request)
        asked = session.work.asked(about) if session and about else None
        if verdict is None:
            return (field_error_html(words.desk.no_verdict, language), *keep[1:])
        if asked is None or asked.answer is None:
            return (field_error_html(words.desk.no_answer, language), *keep[1:])
        try:
            kept = services.feedback.add(judged(asked, asked.answer, verdict, note or "", right_clause or ""))
        except KnowledgeBaseError as error:
            return (field_error_html(error.message, language), *keep[1:])
        return piece(_PIECES, "sent", kept.number, words), None, "", ""

    with gr.Column(elem_id="kb-feedback", visible=False) as panel:
        gr.Markdown(piece(_PIECES, "feedback", words), elem_id="kb-feedback-head", container=False)
        verdicts = [(name, key) for key, name in words.desk["verdicts"].items()]
        verdict = gr.Radio(verdicts, label=words.desk.verdict, elem_id="kb-verdict")
        with gr.Row(elem_id="kb-feedback-words"):
            note = _line(words.desk.note, words.desk.note_placeholder, "kb-note", 4)
            right_clause = _line(words.desk.right_clause, words.desk.right_clause_placeholder, "kb-right-clause", 2)
            button = gr.Button(words.desk.send, elem_id="kb-send", scale=0)
        said = gr.Markdown("", elem_id="kb-feedback-said", container=False)
    button.click(
        send, [number, verdict, note, right_clause], [said, verdict, note, right_clause], concurrency_limit=4, **quiet
    )
    # Another answer: its own verdict. What was written stays, it may be meant for this one.
    number.change(_for_answer, number, [panel, verdict, said], **quiet)


def judged(asked: Asked, answer: Answer, verdict: FeedbackVerdict, note: str, right_clause: str) -> Judgement:
    """The judgement on the answer of a question of the session, as it is handed to the store."""
    return judgement_of(
        answer,
        verdict,
        filters=replace(asked.filters, as_of=answer.as_of),
        note=note,
        right_clause=right_clause,
        fingerprint=asked.fingerprint,
    )


def _for_answer(number: int | None) -> tuple[Any, Any, str]:
    return gr.update(visible=bool(number)), None, ""


def _line(label: str, placeholder: str, elem_id: str, most: int) -> gr.Textbox:
    return gr.Textbox(
        label=label,
        placeholder=placeholder,
        lines=1,
        max_lines=most,
        elem_id=elem_id,
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
    )
