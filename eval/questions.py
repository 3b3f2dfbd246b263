"""The question set: JSON lines, each read strictly, every gold quote looked up in the corpus.

A run over a broken set does not start: all faults are found in one pass and each is told with file and line, what is wrong and how to
mend it.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from eval.errors import EvalError, QuestionSetError
from eval.results import Gold, Split
from eval.texts import CorpusTexts, has_fact, squeeze
from kb.errors import KnowledgeBaseError
from kb.language import parse_as_of
from kb.records import Language

DEFAULT_FILE = Path(__file__).parent / "questions.jsonl"
# Over notices of other offices, whose texts are not part of the project: a run needs their folder (--corpus).
NOTICES_FILE = Path(__file__).parent / "notices.jsonl"
# Results must not drift with the calendar: a question without a day of its own is asked on this one.
DEFAULT_AS_OF = date(2026, 11, 22)
QUESTION_KINDS = (
    "amount",
    "term",
    "eligibility",
    "procedure",
    "authority",
    "deadline",
    "definition",
    "target",
    "table_row",
    "list",
    "yes_no",
    "validity",
    "provenance",
    "comparison",
    "situation",
    "multi_clause",
    "false_premise",
    "unanswerable_far",
    "unanswerable_near",
    "unanswerable_trap",
)
STYLES = ("formal", "everyday", "dialect", "typo", "traditional", "keywords", "en")
NOTICES = (
    "expired",
    "undated",
    "not_yet_in_force",
    "superseded",
    "region",
    "parent_region",
    "other_region",
    "region_not_held",
    "document_not_held",
    "unknown_place",
    "digest",
    "not_stated",
    "not_found",
    "where_to_ask",
)
_REQUIRED = ("id", "kind", "language", "question", "gold", "match", "facts", "split")
# `why` tells the reader why nothing answers.
_OPTIONAL = ("as_of", "region", "notices", "style", "why")
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": QUESTION_KINDS,
    "language": ("zh", "en"),
    "match": ("any", "all"),
    "split": ("dev", "test"),
    "style": STYLES,
}


@dataclass(frozen=True)
class EvalQuestion:
    """One question with what its answer must rest on. `gold` is empty if the texts hold no answer; `notices` None: not judged."""

    id: str
    kind: str
    language: Language
    question: str
    gold: tuple[Gold, ...]
    match: Literal["any", "all"]
    facts: tuple[str, ...]
    split: Split
    as_of: date = DEFAULT_AS_OF
    region: str | None = None
    notices: tuple[str, ...] | None = None
    style: str | None = None

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change when what is asked or expected does."""
        parts = (self.question, self.gold, self.match, self.facts, self.as_of, self.region)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def load_questions(path: Path, texts: CorpusTexts) -> tuple[EvalQuestion, ...]:
    """The questions of a file in its order; QuestionSetError with one line for each fault, EvalError where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(
            f"读不到问题集 {path}：请检查路径和编码（UTF-8）。",
            "Cannot read the question set: check its path, save it as UTF-8.",
        ) from error
    return parse_questions(lines, path.name, texts)


def parse_questions(lines: Iterable[str], name: str, texts: CorpusTexts) -> tuple[EvalQuestion, ...]:
    """As `load_questions`, of lines already read; blank lines are skipped."""
    found: list[EvalQuestion] = []
    problems: list[str] = []
    ids: dict[str, int] = {}
    asked: dict[tuple[str, str | None, date], int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        faults, question = _parse(line, texts)
        if question is not None:
            key = (squeeze(question.question).rstrip("？?。.").lower(), question.region, question.as_of)
            faults += _repeated(ids, question.id, number, f"id “{question.id}”")
            faults += _repeated(asked, key, number, "问题 question")
            found.append(question)
        problems += [f"{name}:{number}: {fault}" for fault in faults]
    if not found and not problems:
        problems.append(f"{name}:1: 没有问题，请写入问题。 There is no question in it: write one a line.")
    if problems:
        raise QuestionSetError(problems)
    return tuple(found)


def _repeated(seen: dict[Any, int], key: object, number: int, what: str) -> list[str]:
    first = seen.setdefault(key, number)
    return (
        []
        if first == number
        else [f"{what}与第 {first} 行重复：请删去或改写。 Repeats line {first}: drop or change it."]
    )


def _parse(line: str, texts: CorpusTexts) -> tuple[list[str], EvalQuestion | None]:
    """The faults of one line, and the question where there are none."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        where = f"第 {error.colno} 字 column {error.colno}"
        return [f"不是 JSON（{where}）：请检查引号和逗号。 Not JSON ({error.msg}): check quotes and commas."], None
    if not isinstance(row, dict):
        return [
            '应为 {"id": …} 形式的对象：请改写。 Must be an object such as {"id": "q1", …}: rewrite the line.'
        ], None
    faults = _shape_faults(row)
    if faults:
        return faults, None
    faults = _content_faults(row, texts)
    if faults:
        return faults, None
    golds = tuple(Gold(_found_id(texts, gold["document"]), gold["quote"]) for gold in row["gold"])
    return [], EvalQuestion(
        id=row["id"],
        kind=row["kind"],
        language=row["language"],
        question=row["question"],
        gold=golds,
        match=row["match"],
        facts=tuple(row["facts"]),
        split=row["split"],
        as_of=parse_as_of(row["as_of"]) if "as_of" in row else DEFAULT_AS_OF,
        region=row.get("region"),
        notices=tuple(row["notices"]) if "notices" in row else None,
        style=row.get("style"),
    )


def _shape_faults(row: dict[str, Any]) -> list[str]:
    """Keys, types and closed lists of values."""
    faults = [f"缺少 {key}：请补上。 {key} is missing: add it." for key in _REQUIRED if key not in row]
    faults += [
        f"不认识的键 {key}{_nearest(key, _REQUIRED + _OPTIONAL)}：请删去或改正。 Unknown key {key}: drop or correct it."
        for key in row
        if key not in _REQUIRED + _OPTIONAL
    ]
    for key in ("id", "question", "as_of", "region", "why", *_CHOICES):
        if key in row and not (isinstance(row[key], str) and row[key].strip()):
            faults.append(f"{key} 应为非空文字：请改写。 {key} must be text that is not empty: rewrite it.")
        elif key in row and key in _CHOICES and row[key] not in _CHOICES[key]:
            allowed = ", ".join(_CHOICES[key])
            faults.append(
                f"{key} 的值 {row[key]} 不认识{_nearest(row[key], _CHOICES[key])}：请用 {allowed} 之一。"
                f" Unknown {key} {row[key]}: use one of these."
            )
    for key in ("facts", "notices"):
        if key in row and not _is_texts(row[key]):
            faults.append(f"{key} 应为文字列表：请改写。 {key} must be a list of texts: rewrite it.")
    if "gold" in row and not _is_golds(row["gold"]):
        faults.append(
            'gold 应为 [{"document": "…", "quote": "…"}]，无答案时为 []：请改写。'
            " gold must be a list of objects with document and quote and nothing else, [] if unanswerable: rewrite it."
        )
    return faults


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _is_golds(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and item.keys() == {"document", "quote"} and _is_texts(list(item.values()))
        for item in value
    )


def _content_faults(row: dict[str, Any], texts: CorpusTexts) -> list[str]:
    """What the corpus and the calendar say against a line of the right shape."""
    faults: list[str] = []
    golds, facts = row["gold"], row["facts"]
    for gold in golds:
        faults += _gold_faults(gold["document"], gold["quote"], texts)
    if row["kind"].startswith("unanswerable") != (not golds):
        faults.append(
            "kind 与 gold 矛盾：unanswerable_* 的 gold 须为空，其他不得为空。"
            " kind and gold disagree: unanswerable_* has an empty gold, every other kind has none empty."
        )
    if row["match"] == "all" and len(golds) < 2:
        faults.append(
            'match 为 all 却不足两处 gold：请改为 "any"。 match is all with fewer than two golds: make it any.'
        )
    if bool(golds) != bool(facts):
        faults.append("facts 与 gold 须同有同无：请补上或删去。 facts and gold go together: add or drop the facts.")
    homes = [file.text for gold in golds if (file := texts.find(gold["document"]))]
    faults += [
        f"facts 中的“{fact}”不在 gold 的文件里：请照原文改。 This fact does not stand in a gold's file: copy it from the text."
        for fact in facts
        if homes and not any(has_fact(text, fact) for text in homes)
    ]
    faults += [
        f"不认识的 notices“{code}”{_nearest(code, NOTICES)}：请用 kb/answers/notices.py 的代码。 Unknown notice code: see kb/answers/notices.py."
        for code in row.get("notices", ())
        if code not in NOTICES
    ]
    try:
        parse_as_of(row.get("as_of", DEFAULT_AS_OF.isoformat()))
    except KnowledgeBaseError as error:
        faults.append(str(error))
    return faults


def _gold_faults(document: str, quote: str, texts: CorpusTexts) -> list[str]:
    if texts.find(document) is None:
        held = "、".join(file.document.number or file.document.id for file in texts.files)
        return [f"没有文件 {document}：请用文号或编号，现有 {held}。 No such document: name it by number or id."]
    if texts.stands_in(document, quote):
        return []
    shown = quote if len(quote) <= 40 else quote[:39] + "…"
    if elsewhere := texts.homes(quote):
        return [
            f"gold“{shown}”不在 {document}，而在 {'、'.join(elsewhere)}：请改 document。 The quote stands in another document."
        ]
    return [
        f"gold“{shown}”不在 {document} 的原文里：请从文件中照抄。 The gold quote does not stand in its file: copy it from there."
    ]


def _found_id(texts: CorpusTexts, name: str) -> str:
    file = texts.find(name)
    return file.document.id if file else name


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"（是不是 {near[0]}？）" if near else ""
