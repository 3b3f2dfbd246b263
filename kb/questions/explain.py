"""How a question was read, for the answer's debug view: as data for programs, as lines for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from kb.messages import Message
from kb.objects import NamedClauseObject, NamedPlaceObject, QuestionObject, TermObject
from kb.questions.asked import Ask, properties_called
from kb.questions.question import Question

_LANGUAGES = {"zh": Message("中文", "Chinese"), "en": Message("英文", "English")}


def question_object(question: Question) -> dict[str, Any]:
    """What was read as plain data (kb/objects/questions.py)."""
    return QuestionObject(
        text=question.text,
        language=question.language,
        places=[
            NamedPlaceObject(name=mention.place.name, start=mention.start, end=mention.end)
            for mention in question.places
        ],
        document_numbers=list(question.document_numbers),
        titles=list(question.titles),
        unknown_places=list(question.unknown_places),
        unheld_documents=list(question.unheld_documents),
        clauses=[
            NamedClauseObject(steps=list(reference.steps), start=reference.start, end=reference.end)
            for reference in question.clauses
        ],
        years=list(question.years),
        dates=list(question.dates),
        asks=[ask for ask in get_args(Ask) if ask in question.asks],
        terms=[
            TermObject(
                said=term.term,
                meant=term.meant or term.term,
                official=list(term.official),
                typo=term.typo,
                start=term.start,
                end=term.end,
            )
            for term in question.terms
        ],
        expansion=list(question.expansion),
        content=list(question.content),
    ).plain()


def reading_lines(question: Question) -> list[str]:
    """The same for people, a line each, Chinese before English."""
    return [f"{name}：{'、'.join(map(str, said))}" for name, said in reading_parts(question)]


def reading_parts(question: Question) -> list[tuple[Message, tuple[Message, ...]]]:
    """What was read by name, each as what is said of it; parts that hold nothing are left out."""
    parts: list[tuple[Message, Iterable[str | Message]]] = [
        (Message("问题", "Question"), [question.text]),
        (Message("语言", "Language"), (_LANGUAGES[question.language],)),
        (Message("地区", "Places"), dict.fromkeys(mention.place.name for mention in question.places)),
        (Message("文号", "Document numbers"), question.document_numbers),
        (Message("题名", "Titles"), [f"《{title}》" for title in question.titles]),
        (Message("没有认出的地名", "Unknown places"), question.unknown_places),
        (Message("没有收录", "Not held"), question.unheld_documents),
        (Message("条款", "Clauses"), [" ".join(reference.steps) for reference in question.clauses]),
        (Message("年份", "Years"), map(str, question.years)),
        (Message("日期", "Dates"), [day.isoformat() for day in question.dates]),
        (
            Message("问的是", "Asked for"),
            tuple(said for ask, said in properties_called().items() if ask in question.asks),
        ),
        (Message("用语", "Terms"), ["；".join(_term_lines(question))] if question.terms else []),
        (Message("补充检索词", "Added to the search"), question.expansion),
        (Message("关键词", "Content words"), question.content),
    ]
    told = [
        (name, tuple(each if isinstance(each, Message) else Message(each) for each in said)) for name, said in parts
    ]
    return [(name, said) for name, said in told if said]


def _term_lines(question: Question) -> list[str]:
    """`公岗 → 公益性岗位`; what was mistyped with what was meant: `设会保险 → 社会保险 → 社会保险`."""
    lines = []
    for term in question.terms:
        said = f"{term.term} → {term.meant}" if term.typo else term.term
        lines.append(f"{said} → {'、'.join(term.official)}")
    return lines
