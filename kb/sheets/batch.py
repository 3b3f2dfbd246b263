"""Many questions from a JSON-lines file, one result a line, same ids, same order.

A bad line does not end the run: it gets an object with `status: "invalid"` (for `search`, no hits and an `error`) and is named on the
side. The output file appears whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.answers import answer_object, hit_object, invalid_answer
from kb.errors import InvalidInput, KnowledgeBaseError
from kb.files import whole_file
from kb.language import parse_as_of, well_formed
from kb.messages import Message
from kb.records import NO_FILTERS, Filters, Language
from kb.store import KnowledgeBase

_KEYS = frozenset({"id", "question", "region", "document", "as_of"})


@dataclass(frozen=True)
class BatchLine:
    """One line of a batch. `problem` is why it cannot be asked, None if it can; `unknown` are keys that say nothing here."""

    number: int
    id: str
    question: str = ""
    filters: Filters = NO_FILTERS
    problem: Message | None = None
    unknown: tuple[str, ...] = ()


def read_batch(path: Path) -> list[BatchLine]:
    """The lines of a batch file; blank lines are skipped. InvalidInput if the file cannot be read at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InvalidInput(f"找不到 {path}：请检查文件名。", "No such file: check the name.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            f"{path} 不是可读的 UTF-8 文本：请另存为 UTF-8。", "Not readable as UTF-8: save it so."
        ) from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InvalidInput(
            f"{path} 是空文件：每行写一个问题。", "The batch file is empty: write one JSON object a line."
        )
    return [_parse(number, line) for number, line in lines]


def _parse(number: int, line: str) -> BatchLine:
    try:
        row = json.loads(line)
    except ValueError:
        return _bad(number, {}, "不是 JSON", "not JSON: write one object a line")
    if not isinstance(row, dict):
        return _bad(number, {}, "不是 JSON 对象", "not a JSON object")
    # JSON can spell half a character (\ud83d), which no file can hold.
    row = {key: well_formed(value) if isinstance(value, str) else value for key, value in row.items()}
    identifier, question = row.get("id"), row.get("question")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int):
        return _bad(number, {**row, "id": None}, "缺少 id", 'no "id": give a string')
    if not isinstance(question, str):
        return _bad(number, row, "缺少 question", 'no "question": give a string')
    for key in sorted(_KEYS - {"id", "question"}):
        if not isinstance(row.get(key), str | None):
            return _bad(number, row, f"{key} 应为文字", f'"{key}" must be a string')
    try:
        day = parse_as_of(row["as_of"]) if row.get("as_of") else None
    except InvalidInput as error:
        return BatchLine(number, str(identifier), question, problem=_in_line(number, error.message))
    filters = Filters(row.get("region") or None, row.get("document") or None, as_of=day)
    unknown = tuple(well_formed(key) for key in row if key not in _KEYS)
    return BatchLine(number, str(identifier), question, filters, unknown=unknown)


def _in_line(number: int, reason: Message) -> Message:
    return Message(f"第{number}行：{reason.zh}", reason.en)


def _bad(number: int, row: dict[str, Any], chinese: str, english: str) -> BatchLine:
    identifier = row.get("id")
    name = str(identifier) if isinstance(identifier, str | int) else f"line-{number}"
    question = row.get("question")
    return BatchLine(
        number,
        name,
        question if isinstance(question, str) else "",
        problem=Message(f"第{number}行{chinese}。", f"Line {number}: {english}."),
    )


def ask_all(
    base: KnowledgeBase, lines: Iterable[BatchLine], filters: Filters, language: Language | None = None
) -> Iterator[tuple[dict[str, Any], Message | None]]:
    """One answer object a line, with the reason where the line is invalid; `filters` hold where a line brings none of its own."""
    for line in lines:
        wanted = line.filters.over(filters)
        problem = line.problem
        if problem is None:
            try:
                answer = base.ask(line.question, wanted, language=language)
                invalid = answer.notices[0].message if answer.status == "invalid" else None
                yield answer_object(answer, line.id), invalid and _in_line(line.number, invalid)
                continue
            except KnowledgeBaseError as error:
                problem = _in_line(line.number, error.message)
        day = wanted.as_of or date.today()
        yield answer_object(invalid_answer(line.question, problem, day, language or "zh"), line.id), problem


def search_all(
    base: KnowledgeBase, lines: Iterable[BatchLine], filters: Filters, k: int
) -> Iterator[tuple[dict[str, Any], Message | None]]:
    """One object of hits a line, with the reason where the line is invalid; `filters` as for `ask_all`."""
    for line in lines:
        problem = line.problem
        if problem is None:
            try:
                hits = base.search(line.question, k, line.filters.over(filters))
                yield {"id": line.id, "hits": [hit_object(hit) for hit in hits]}, None
                continue
            except KnowledgeBaseError as error:
                problem = _in_line(line.number, error.message)
        yield {"id": line.id, "hits": [], "status": "invalid", "error": str(problem)}, problem


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Writes a file of JSON lines, whole or not at all; InvalidInput if it cannot be written."""
    try:
        with whole_file(path) as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        raise InvalidInput(
            f"无法写入 {path}（{error.strerror}）：请换个位置。", "Cannot write there: choose another place."
        ) from error
