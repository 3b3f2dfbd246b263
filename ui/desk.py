"""The caseworker's page: a question with its filters, and the answer below it.

Holds no retrieval logic: it hands what was typed to the knowledge base and shows what comes back. What was typed is never
an output, so nothing that goes wrong can lose it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import gradio as gr

from kb.errors import KnowledgeBaseError, UnknownRegion
from kb.live import Answering
from kb.question import Question
from kb.records import Answer
from ui import render
from ui.admission import BusyError, WaitingRoom
from ui.dates import read_date
from ui.words import BAD_DATE, BUSY, TITLE

RUNNING: Final = 2
WAITING: Final = 24
# Gradio's own bound lies a little above the waiting room's, which answers first and in plain words.
QUEUE_SIZE: Final = RUNNING + WAITING + 14

EXAMPLES: Final = (
    "持有残疾证、离领养老金不到五年的人有什么补贴？",
    "灵活就业人员参加生育保险在哪些地方试点？",
    "扶贫车间的一次性奖补怎么申请？",
    "What subsidy applies to a disabled person five years from pension age?",
)
_HEADER: Final = (
    f'<header class="kb-masthead"><h1>{TITLE}</h1><p>一问一条，原文作答，注明出处与效力。'
    '<span lang="en">Ask, and get the clause itself, with its source and whether it is in force.</span></p></header>'
)

# What one question changes on the page: the three sentences under question, region and date, and the answer area.
Shown = tuple[str, str, str, str]


class Desk:
    """The page's two actions over one knowledge base."""

    def __init__(self, kb: Answering) -> None:
        self._kb = kb
        self._room = WaitingRoom(RUNNING, WAITING)

    def ask(self, question: str | None, region: str | None, as_of: str | None, in_force: bool) -> Shown:
        """The answer, or a sentence under the field that cannot be used."""
        try:
            day = read_date(as_of or "")
        except ValueError:
            return "", "", render.field_error(BAD_DATE), ""
        try:
            with self._room.admitted():
                found = self._kb.ask(
                    question or "", region=(region or "").strip() or None, as_of=day, in_force=bool(in_force)
                )
                asked = None if found.status == "invalid" else self._kb.understand(found.question)
            return self._shown(found, asked)
        except UnknownRegion as error:
            return "", render.field_error(str(error)), "", ""
        except KnowledgeBaseError as error:
            return "", "", "", render.failure(str(error))
        except BusyError:
            return "", "", "", render.failure(BUSY)

    def welcome(self) -> str:
        """What is held, judged as of today."""
        try:
            return render.welcome(self._kb.documents(), self._kb.warning)
        except KnowledgeBaseError as error:
            return render.failure(str(error))

    @staticmethod
    def _shown(found: Answer, asked: Question | None) -> Shown:
        if found.status == "invalid":
            reason = " ".join(notice.text for notice in found.notices)
            return render.field_error(reason), "", "", render.answer(found)
        return "", "", "", render.answer(found, asked)


def desk_page(kb: Answering) -> gr.Blocks:
    """The page as Gradio blocks, its queue bounded and its endpoints private."""
    desk = Desk(kb)
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        _words(_HEADER, "kb-header")
        with gr.Column(elem_id="kb-form"):
            with gr.Row(elem_id="kb-ask-row"):
                question = _question_box()
                button = gr.Button("查依据 Ask", variant="primary", elem_id="kb-ask", scale=0)
            question_error = _words("", "kb-question-error")
            with gr.Row(elem_id="kb-filters"):
                with gr.Column(min_width=220):
                    region = _region_box(kb)
                    region_error = _words("", "kb-region-error")
                with gr.Column(min_width=220):
                    as_of = gr.Textbox(
                        label="效力以哪天为准 As of",
                        placeholder="留空即今天 today · YYYY-MM-DD",
                        elem_id="kb-as-of",
                        html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
                    )
                    date_error = _words("", "kb-date-error")
                in_force = gr.Checkbox(label="只看现行有效的 Only in force", elem_id="kb-in-force", scale=0)
            with gr.Row(elem_id="kb-examples"):
                _words('<p class="kb-meta">例如 <span lang="en">For example</span></p>', "kb-examples-label")
                examples = [gr.Button(text, size="sm", elem_classes="kb-example") for text in EXAMPLES]
        answer = _words("", "kb-answer-area")

        asking: dict[str, Any] = {
            "fn": desk.ask,
            "inputs": [question, region, as_of, in_force],
            "outputs": [question_error, region_error, date_error, answer],
            "show_progress": "minimal",
            "show_progress_on": answer,
            "concurrency_limit": RUNNING + WAITING + 4,
            "concurrency_id": "ask",
            "api_visibility": "private",
        }
        gr.on([button.click, question.submit, as_of.submit], **asking)
        for example, text in zip(examples, EXAMPLES, strict=True):
            example.click(_constant(text), outputs=question, show_progress="hidden", api_visibility="private").then(
                **asking
            )
        page.load(desk.welcome, outputs=answer, show_progress="hidden", api_visibility="private")
    page.queue(max_size=QUEUE_SIZE, api_open=False)
    return page


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label="想查什么？ What do you want to know?",
        placeholder="用平常的话问，例如：残疾人离退休不到五年有什么补贴？",
        lines=1,
        max_lines=6,
        autofocus=True,
        elem_id="kb-question",
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
    )


def _region_box(kb: Answering) -> gr.Dropdown:
    return gr.Dropdown(
        choices=[("全部地区 All regions", ""), *((name, name) for name in kb.regions)],
        value="",
        allow_custom_value=True,
        label="地区（可自己填写） Region",
        elem_id="kb-region",
    )


def _words(html: str, elem_id: str) -> gr.Markdown:
    """Escaped HTML in the one component that sanitises it again and compiles no template, so the page needs no eval."""
    return gr.Markdown(html, elem_id=elem_id, latex_delimiters=[], container=False)


def _constant(text: str) -> Callable[[], str]:
    def fill() -> str:
        return text

    return fill
