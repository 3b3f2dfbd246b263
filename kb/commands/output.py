"""What the command line prints for people, and a document's clauses as nested data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.answers import Answer, answer_text_lines
from kb.questions import Question
from kb.records import Clause, Language


def print_reading(question: Question, language: Language) -> None:
    """Prints how a question was read, a line each, and an empty line."""
    # Imported here, as in `tree`: an answer for people needs no objects for programs.
    from kb.questions import reading_lines

    for line in reading_lines(question):
        name, _, value = line.partition("：")
        zh, _, en = name.partition(" ")
        print(f"{f'{en} {zh}' if language == 'en' else f'{zh} {en}'}：{value}")
    print()


def print_answer(answer: Answer) -> None:
    """Prints an answer for people."""
    for line in answer_text_lines(answer):
        print(line)


def tree(found: Iterable[Clause]) -> list[dict[str, Any]]:
    """The clauses of a document as a tree: the outermost, each with its children."""
    from kb.answers import clause_models

    return [clause.plain() for clause in clause_models(list(found), None)]


def shortened(text: str, width: int = 60) -> str:
    """The text on one line of at most `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
