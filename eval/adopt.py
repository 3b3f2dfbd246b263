"""One entry of feedback becomes one line of the question set: what the entry says is filled in, the rest is given or asked for.

Nothing is written before the set with the new line has passed the set's own reader (eval/questions.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from eval.errors import EvalError
from eval.held_clauses import CorpusClauses
from eval.questions import NOTICES, QUESTION_KINDS, STYLES, EvalQuestion, parse_questions
from eval.results import Gold
from eval.texts import CorpusTexts, own_text, squeeze
from kb.people import Feedback

# In the order in which they are asked for: what gold is decides which kinds there are, and often match, facts and split.
_NEEDED: Final = ("question", "language", "gold", "kind", "style", "match", "facts", "split")
_OPTIONAL: Final = ("as_of", "region", "notices")
_LISTS: Final = ("gold", "facts", "notices")
_ORDER: Final = (
    "id",
    "kind",
    "language",
    "style",
    "question",
    "as_of",
    "region",
    "gold",
    "match",
    "facts",
    "notices",
    "split",
)
_SHORTEST_QUOTE: Final = 6

Prompt = Callable[[str, str], str]
"""Asks a person for one value: the field and what it may be; an empty answer ends a list."""


def adopted_line(
    entry: Feedback,
    lines: Sequence[str],
    name: str,
    texts: CorpusTexts,
    held: CorpusClauses,
    given: Mapping[str, Sequence[str]],
    ask: Prompt | None,
) -> str:
    """The line for an entry, past the set's reader; `lines` are the set's, `name` its file.

    EvalError naming all that is missing where nobody can be asked, QuestionSetError for what the reader refuses.
    """
    if entry.state == "adopted":
        raise EvalError(f"第 {entry.number} 条反馈已经采用。", "This feedback is in the set already.")
    present = parse_questions(lines, name, texts) if any(line.strip() for line in lines) else ()
    row = _known(entry, texts, held) | _given(given, texts)
    missing = []
    for field in _NEEDED:
        if field not in row:
            value = _implied(field, row, present, texts, held)
            if value is not None:
                row[field] = value
            elif ask is not None:
                row[field] = _asked(field, row, texts, ask)
            else:
                missing.append(field)
    if missing:
        options = " ".join(f"--set {field}=…" for field in missing)
        raise EvalError(
            f"缺少 {'、'.join(missing)}：请用 {options} 给出。", "Fields are missing: give each with --set."
        )
    if ask is not None and "notices" not in row and (notices := _asked("notices", row, texts, ask)):
        row["notices"] = notices
    _check_split(row, present, texts, held)
    row["id"] = _next_id(question.id for question in present)
    line = json.dumps({field: row[field] for field in _ORDER if field in row}, ensure_ascii=False)
    parse_questions([*lines, line], name, texts)
    return line


def read_lines(file: Path) -> list[str]:
    """The lines of the set, without line ends; EvalError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(
            f"读不到问题集 {file}：请检查路径和编码（UTF-8）。",
            "Cannot read the question set: check its path, save it as UTF-8.",
        ) from error


def append_line(file: Path, line: str) -> None:
    """Puts a line at the end of the set, in one write; EvalError where it cannot be written."""
    try:
        with file.open("a+b") as out:
            size = out.seek(0, 2)
            out.seek(max(size - 1, 0))
            ended = not size or out.read(1) == b"\n"
            out.write((("" if ended else "\n") + line + "\n").encode())
    except OSError as error:
        raise EvalError(
            f"写不了 {file}（{error.strerror}）：请检查权限和磁盘空间。",
            "Cannot write it: check permissions and space.",
        ) from error


# ------------------------------------------------------------------------------------------------ what is known


def _known(entry: Feedback, texts: CorpusTexts, held: CorpusClauses) -> dict[str, Any]:
    row: dict[str, Any] = {"question": entry.question, "language": entry.language}
    filters = (("region", entry.filters.region), ("as_of", entry.filters.as_of and entry.filters.as_of.isoformat()))
    row |= {name: value for name, value in filters if value}
    golds = _golds_of_clause(entry.right_clause, texts, held) if entry.right_clause else []
    if not golds and entry.verdict == "right":
        if entry.status in ("not_found", "out_of_scope"):
            return row | {"gold": []}
        golds = _golds_of_quotes(entry, held)
    return row | ({"gold": golds} if golds else {})


def _golds_of_clause(words: str, texts: CorpusTexts, held: CorpusClauses) -> list[dict[str, str]]:
    """Of a clause whose words were copied those words, of one named by its address its sentences; of a table row its cells."""
    golds = []
    wanted = squeeze(words)
    for clause in held.meant(words):
        document = held.name_of(clause)
        sentences = [clause.text[span.start : span.end] for span in clause.sentences]
        pieces = [words.strip()] if len(wanted) >= _SHORTEST_QUOTE and wanted in own_text(clause) else sentences
        standing = [piece for piece in pieces if texts.stands_in(document, piece)]
        standing = standing or [cell.text for cell in clause.cells if texts.stands_in(document, cell.text)]
        golds += [{"document": document, "quote": piece} for piece in standing]
    return golds


def _golds_of_quotes(entry: Feedback, held: CorpusClauses) -> list[dict[str, str]]:
    """The answer's quotes, each with the document of the cited clause it stands in; what the texts no longer hold is left out."""
    cited = [clause for identifier in entry.cited if (clause := held.by_id(identifier))]
    homes = ((quote, next((clause for clause in cited if quote in clause.text), None)) for quote in entry.quotes)
    return [{"document": held.name_of(clause), "quote": quote} for quote, clause in homes if clause]


def _implied(
    field: str, row: Mapping[str, Any], present: Sequence[EvalQuestion], texts: CorpusTexts, held: CorpusClauses
) -> str | list[str] | None:
    """What the other fields leave no choice about; None if a person must say."""
    if field == "gold" and str(row.get("kind", "")).startswith("unanswerable"):
        return []
    if field == "style" and row.get("language") == "en":
        return "en"
    if "gold" not in row:
        return None
    if field == "facts" and not row["gold"]:
        return []
    if field == "match" and (len(row["gold"]) < 2 or _in_one_clause(row, texts, held)):
        return "any"
    return _split_of(row, present, texts, held) if field == "split" else None


def _golds(row: Mapping[str, Any], texts: CorpusTexts) -> list[Gold]:
    return [
        Gold(file.document.id, gold["quote"]) for gold in row.get("gold", ()) if (file := texts.find(gold["document"]))
    ]


def _clauses_of(row: Mapping[str, Any], texts: CorpusTexts, held: CorpusClauses) -> frozenset[str]:
    return frozenset(identifier for gold in _golds(row, texts) for identifier in held.holding(gold))


def _in_one_clause(row: Mapping[str, Any], texts: CorpusTexts, held: CorpusClauses) -> bool:
    homes = [held.holding(gold) for gold in _golds(row, texts)]
    return bool(homes) and bool(frozenset.intersection(*homes))


def _split_of(
    row: Mapping[str, Any], present: Sequence[EvalQuestion], texts: CorpusTexts, held: CorpusClauses
) -> str | None:
    """The split of the questions on the same quote, else of those on the same clause; None if there are none, or they lie in both."""
    golds = _golds(row, texts)
    quotes = {(gold.document, squeeze(gold.quote)) for gold in golds}
    same = {item.split for item in present if any((gold.document, squeeze(gold.quote)) in quotes for gold in item.gold)}
    if not same:
        clauses = _clauses_of(row, texts, held)
        documents = {gold.document for gold in golds}
        near = (item for item in present if any(gold.document in documents for gold in item.gold))
        same = {item.split for item in near if any(clauses & held.holding(gold) for gold in item.gold)}
    return same.pop() if len(same) == 1 else None


def _check_split(
    row: Mapping[str, Any], present: Sequence[EvalQuestion], texts: CorpusTexts, held: CorpusClauses
) -> None:
    due = _split_of(row, present, texts, held)
    if due and row["split"] != due:
        raise EvalError(
            f"这一条款的问题都在 {due}：请用 split={due}。",
            f"The questions on this clause are all in {due}: use that split.",
        )


def _next_id(taken: Iterable[str]) -> str:
    numbers = [int(found[1]) for name in taken if (found := re.fullmatch(r"q(\d+)", name))]
    return f"q{max(numbers, default=0) + 1:03d}"


# ------------------------------------------------------------------------------------------------ what is given or asked


def _given(given: Mapping[str, Sequence[str]], texts: CorpusTexts) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field, values in given.items():
        if field not in _NEEDED + _OPTIONAL:
            raise EvalError(
                f"没有字段 {field}：请用 {', '.join(_NEEDED + _OPTIONAL)} 之一。", "No such field: use one of these."
            )
        words = [value.strip() for value in values if value.strip()]
        if field not in _LISTS:
            row[field] = _checked(field, values[-1].strip(), row)
        else:
            row[field] = [_gold(value, texts) for value in words] if field == "gold" else words
    return row


def _asked(field: str, row: Mapping[str, Any], texts: CorpusTexts, ask: Prompt) -> Any:  # noqa: ANN401 - as the field is
    """The value a person gives, asked again until it is one; of a list one a line, until an empty one."""
    hint = _hint(field, row)
    found: list[Any] = []
    while True:
        words = ask(field, hint).strip()
        if field in _LISTS and not words:
            return found
        try:
            if field not in _LISTS:
                return _checked(field, words, row)
            found.append(_gold(words, texts) if field == "gold" else words)
        except EvalError as error:
            hint = str(error)


def _allowed(field: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    if field == "kind":
        refused = None if "gold" not in row else not row["gold"]
        return tuple(kind for kind in QUESTION_KINDS if refused is None or kind.startswith("unanswerable") == refused)
    choices = {"language": ("zh", "en"), "style": STYLES, "match": ("any", "all"), "split": ("dev", "test")}
    return choices.get(field, ())


def _hint(field: str, row: Mapping[str, Any]) -> str:
    told = {
        "gold": "文号|原文，一行一处，空行结束；没有答案则直接回车 NUMBER|WORDS OF THE TEXT, one a line, empty to end",
        "facts": "回答必须含有的原文字句，一行一处，空行结束 words the answer must hold, one a line, empty to end",
        "notices": f"{', '.join(NOTICES)}；一行一个，空行结束，可不填 one a line, may be left out",
    }
    return told.get(field) or ", ".join(_allowed(field, row))


def _checked(field: str, value: str, row: Mapping[str, Any]) -> str:
    allowed = _allowed(field, row)
    if not value or (allowed and value not in allowed):
        choices = f"请用 {', '.join(allowed)} 之一" if allowed else "请填写"
        raise EvalError(f"{field} 不能是“{value[:40]}”：{choices}。", f"Not a value of {field}: use one of these.")
    return value


def _gold(words: str, texts: CorpusTexts) -> dict[str, str]:
    """`临人社发〔2016〕12号|按每人1000元`; the document may be left out where the words stand in one only."""
    document, bar, quote = re.sub("｜", "|", words).partition("|")
    if bar:
        if texts.stands_in(document.strip(), quote):
            return {"document": document.strip(), "quote": quote.strip()}
    elif len(homes := texts.homes(words)) == 1:
        file = texts.find(homes[0])
        return {"document": (file and file.document.number) or homes[0], "quote": words.strip()}
    raise EvalError(
        f"“{words[:40]}”不在原文里，或在几份文件里：请写“文号|照抄的原文”。",
        "Not words of one text: write NUMBER|WORDS COPIED FROM IT.",
    )
