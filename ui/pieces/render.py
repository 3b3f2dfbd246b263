"""An answer as HTML for `gr.Markdown`: what the text says, what to beware of, where it stands, what else was found.

Records to views; `ui/templates/_answer.html` writes them. Nothing here searches or decides; the only refusal is a quote that does not stand
in its clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.answers import Answer
from kb.documents import DocumentEntry
from kb.messages import Message
from kb.questions import Question, reading_parts
from kb.records import Language, Notice
from ui.pieces.benefit_views import BenefitView, ReadingView, benefit_view, reading_view
from ui.pieces.links import NOWHERE, Shelf
from ui.pieces.quotes import QuotedAnswer, quoted, said_in_place
from ui.pieces.templating import Said, piece
from ui.pieces.words import words_in

# Said by the frame itself, in full, where there is no answer.
_SAID_BY_FRAME: Final = frozenset({"not_found", "related"})
_PIECES: Final = "_answer.html"


@dataclass(frozen=True)
class AnswerView:
    """An answer ready for a template; `understood` is how the question was read, by name and value."""

    answer: Answer
    quoted: QuotedAnswer
    notices: tuple[Notice, ...]
    benefits: tuple[BenefitView, ...]
    read: ReadingView | None
    understood: tuple[tuple[Message, tuple[Message, ...]], ...] = ()


def answer_view(found: Answer, asked: Question | None = None) -> AnswerView:
    """The parts of an answer; `asked` is the question as it was read, which orders the sides of a comparison."""
    elsewhere = said_in_place(found)
    return AnswerView(
        found,
        quoted(found, asked) if found.status == "answered" else QuotedAnswer(),
        tuple(notice for notice in told_notices(found) if notice not in elsewhere),
        tuple(benefit_view(match) for match in found.cards),
        reading_view(found.situation) if found.situation else None,
        tuple(reading_parts(asked)) if asked else (),
    )


def told_notices(found: Answer) -> tuple[Notice, ...]:
    """The notices of an answer that its frame does not say anyway."""
    return tuple(notice for notice in found.notices if found.status == "answered" or notice.code not in _SAID_BY_FRAME)


def answer_html(found: Answer, asked: Question | None = None, about: Shelf = NOWHERE) -> str:
    """The whole answer area; its frame speaks the question's language, its quotes the document's.

    `about` says where the answer stands: from it come the links to documents and to the sheet.
    """
    shelf = replace(about, as_of=found.as_of)
    return piece(_PIECES, "answer", answer_view(found, asked), shelf, words_in(found.language))


def failure_html(reason: Said, language: Language) -> str:
    """One line of cause and remedy where an answer would have stood."""
    return piece(_PIECES, "failure", reason, words_in(language))


def field_error_html(reason: Said, language: Language) -> str:
    """A sentence under the field it is about; an empty reason clears it."""
    return piece("_text.html", "alert", reason, words_in(language))


def welcome_html(
    held: Sequence[DocumentEntry], language: Language = "zh", warning: Message | None = None, about: Shelf = NOWHERE
) -> str:
    """What is held, shown before the first question, and what is wrong with the store where something is."""
    return piece(_PIECES, "welcome", held, warning, about, words_in(language))
