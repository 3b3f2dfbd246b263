"""What a curator changes in a document's outline: clauses joined, split, moved or set aside, text taken back, the columns of a table named.

An edit says by words of the text where it applies, never what the text should be: each clause is still held against its source
afterwards. One whose words no clause begins with any more, though the text holds them, has nothing left to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from kb.errors import CatalogError
from kb.holdings.catalog_file import EditKind, OutlineEdit
from kb.language import sentence_spans
from kb.reading import bare
from kb.records import Cell, Clause, Doubt, SetAside, SourceText, Span

Outline: TypeAlias = tuple[list[Clause], list[SetAside]]
_TABLE_RULES: Final = str.maketrans("", "", "|")


def edited(
    source: SourceText, clauses: Sequence[Clause], aside: Sequence[SetAside], edits: Sequence[OutlineEdit]
) -> tuple[tuple[Clause, ...], tuple[SetAside, ...]]:
    """The clauses and what was set aside after the edits, in their order; CatalogError names the words of one that cannot be made."""
    outline: Outline = (list(clauses), list(aside))
    for edit in edits:
        outline = _EDITS[edit.do](source, outline, edit)
    return tuple(outline[0]), tuple(sorted(outline[1], key=lambda item: item.start))


def openings(clauses: Sequence[Clause], least: int = 8) -> tuple[str, ...]:
    """For each clause the first of its words, as many as tell it from all others; "" where none do."""
    texts = [_words(clause) for clause in clauses]
    return tuple(_opening(words, texts, least) for words in texts)


# ------------------------------------------------------------------------------------------------------ edits


def _join(source: SourceText, outline: Outline, edit: OutlineEdit) -> Outline:
    """The clause becomes the end of the one before it, and its children that one's."""
    clauses, aside = outline
    at = _beginning(source, clauses, edit)
    if at is None:
        return outline
    if at == 0 or "row" in (clauses[at].kind, clauses[at - 1].kind):
        raise _cannot(
            edit, "前面没有可并入的条款（表格的行不能合并）", "no clause to join it to; rows of a table are not joined"
        )
    first, second = clauses[at - 1], clauses[at]
    shift = len(first.text) + 1
    sentences = second.sentences or tuple(sentence_spans(second.text))
    whole = replace(
        first,
        kind="clause" if first.kind == "heading" else first.kind,
        text=f"{first.text}\n{second.text}",
        offsets=(*first.offsets, -1, *second.offsets),
        sentences=(*first.sentences, *(Span(one.start + shift, one.end + shift) for one in sentences)),
        doubts=(*first.doubts, *_shifted(second.doubts, shift)),
    )
    rest = [_below(clause, second, whole) if clause.parent == second.id else clause for clause in clauses[at + 1 :]]
    return [*clauses[: at - 1], whole, *rest], aside


def _split(source: SourceText, outline: Outline, edit: OutlineEdit) -> Outline:
    """The words begin a clause of their own, right behind the one they stand in."""
    clauses, aside = outline
    wanted = bare(edit.at)
    if any(bare(clause.text).startswith(wanted) for clause in clauses):
        return outline
    holding = [n for n, clause in enumerate(clauses) if clause.kind != "row" and wanted in bare(clause.text)]
    if len(holding) != 1:
        raise _not_one(edit, len(holding))
    clause = clauses[holding[0]]
    cut = _position(wanted, clause.text)
    number = next(n for n in range(2, len(clauses) + 3) if f"{clause.id}〔{n}〕" not in {c.id for c in clauses})
    first = replace(
        clause,
        text=clause.text[:cut].rstrip(),
        offsets=tuple(clause.offsets[: len(clause.text[:cut].rstrip())]),
        sentences=tuple(Span(one.start, min(one.end, cut)) for one in clause.sentences if one.start < cut),
        doubts=tuple(doubt for doubt in clause.doubts if doubt.end <= cut),
    )
    second = replace(
        clause,
        id=f"{clause.id}〔{number}〕",
        label=f"{clause.label}〔{number}〕",
        kind="clause",
        path=(*clause.path[:-1], f"{clause.path[-1]}〔{number}〕"),
        text=clause.text[cut:],
        offsets=tuple(clause.offsets[cut:]),
        sentences=tuple(sentence_spans(clause.text[cut:])),
        doubts=tuple(_shifted((doubt for doubt in clause.doubts if doubt.start >= cut), -cut)),
    )
    # What was its title is its only sentence now.
    first = replace(first, sentences=first.sentences or tuple(sentence_spans(first.text)))
    return [*clauses[: holding[0]], first, second, *clauses[holding[0] + 1 :]], aside


def _aside(source: SourceText, outline: Outline, edit: OutlineEdit) -> Outline:
    """The clause is no part of the document."""
    clauses, aside = outline
    at = _beginning(source, clauses, edit)
    if at is None:
        if any(bare(edit.at) in bare(clause.text) for clause in clauses):
            raise _cannot(edit, "没有哪一条以这些字开头，请先另立一条", "no clause begins with them: split it first")
        return outline
    clause = clauses[at]
    if any(other.parent == clause.id for other in clauses):
        raise _cannot(edit, "它下面还有条款", "other clauses stand below it")
    offsets = [offset for offset in clause.offsets if offset >= 0]
    start, end = min(offsets), max(offsets) + 1
    gone = SetAside(start, end, source.text[start:end], f"人工剔除 by an editor：{edit.reason}")
    return [*clauses[:at], *clauses[at + 1 :]], [*aside, gone]


def _back(source: SourceText, outline: Outline, edit: OutlineEdit) -> Outline:
    """What cleaning set aside is text after all, a block of its own where it stands."""
    clauses, aside = outline
    wanted = bare(edit.at)
    found = [one for one in aside if bare(one.text) == wanted and one.text == source.text[one.start : one.end]]
    if not found:
        _refuse_unknown(source, edit)
    for one in found:
        start = one.start + len(one.text) - len(one.text.lstrip())
        text = one.text.strip()
        number = sum(clause.path[-1].startswith("收回") for clause in clauses) + 1
        document = clauses[0].document
        own = f"收回第{number}段"
        clause = Clause(
            f"{document} {own}",
            document,
            own,
            "block",
            (own,),
            text,
            range(start, start + len(text)),
            tuple(sentence_spans(text)),
        )
        place = next((n for n, other in enumerate(clauses) if _start(other) > start), len(clauses))
        clauses = [*clauses[:place], clause, *clauses[place:]]
    return clauses, [one for one in aside if one not in found]


def _columns(source: SourceText, outline: Outline, edit: OutlineEdit) -> Outline:
    """All rows of the table that have the columns of this one are given these names of them."""
    clauses, aside = outline
    at = _beginning(source, clauses, edit)
    if at is None:
        return outline
    row = clauses[at]
    if row.kind != "row" or len(row.cells) != len(edit.names):
        raise _cannot(
            edit,
            f"这一行有 {len(row.cells)} 格，须写同样多的列名",
            f"it has {len(row.cells)} cells: give as many names",
        )
    columns = [cell.column for cell in row.cells]
    return [
        _named(clause, edit.names)
        if clause.parent == row.parent and clause.kind == "row" and [cell.column for cell in clause.cells] == columns
        else clause
        for clause in clauses
    ], aside


def _under(source: SourceText, outline: Outline, edit: OutlineEdit) -> Outline:
    """The clause, with all below it, stands under another one before it."""
    clauses, aside = outline
    at = _beginning(source, clauses, edit)
    above = _beginning(source, clauses, OutlineEdit(do="under", at=edit.below or "", below=edit.at))
    if at is None or above is None:
        return outline
    clause, parent = clauses[at], clauses[above]
    if above >= at or parent.kind == "row":
        raise _cannot(edit, "上级条款须在它之前，且不是表格的行", "the clause above must come before it and be no row")
    moved = replace(clause, parent=parent.id, path=(*parent.path, clause.path[-1]))
    known = {clause.id: (clause, moved)}
    result = [*clauses[:at], moved]
    for other in clauses[at + 1 :]:
        if pair := known.get(other.parent or ""):
            known[other.id] = (other, _below(other, *pair))
            other = known[other.id][1]
        result.append(other)
    return result, aside


_EDITS: Final[dict[EditKind, Callable[[SourceText, Outline, OutlineEdit], Outline]]] = {
    "join": _join,
    "split": _split,
    "aside": _aside,
    "back": _back,
    "columns": _columns,
    "under": _under,
}


# ------------------------------------------------------------------------------------------------------ parts


def _words(clause: Clause) -> str:
    """What a clause says in the text's own words: of a row its cells, without the names of their columns."""
    return bare("".join(cell.text for cell in clause.cells) if clause.kind == "row" else clause.text)


def _opening(words: str, texts: Sequence[str], least: int) -> str:
    for length in range(min(least, len(words)), len(words) + 1):
        if sum(other.startswith(words[:length]) for other in texts) == 1:
            return words[:length]
    return words if words and texts.count(words) == 1 else ""


def _beginning(source: SourceText, clauses: Sequence[Clause], edit: OutlineEdit) -> int | None:
    """The one clause that begins with the words of an edit; None if none does any more."""
    found = [n for n, clause in enumerate(clauses) if _words(clause).startswith(bare(edit.at))]
    whole = [n for n in found if _words(clauses[n]) == bare(edit.at)]
    found = whole if len(whole) == 1 else found
    if len(found) > 1 and edit.do != "columns":
        raise _not_one(edit, len(found))
    if not found:
        _refuse_unknown(source, edit)
        return None
    return found[0]


def _refuse_unknown(source: SourceText, edit: OutlineEdit) -> None:
    if bare(edit.at) not in bare(source.text.translate(_TABLE_RULES)):
        raise _cannot(edit, "正文里没有这些字", "the words do not stand in the text")


def _not_one(edit: OutlineEdit, number: int) -> CatalogError:
    if not number:
        return _cannot(edit, "没有哪一条含有这些字", "no clause holds the words")
    return _cannot(edit, f"有 {number} 处相符，请多写几个字", f"{number} places fit: write more words")


def _cannot(edit: OutlineEdit, cause: str, english: str) -> CatalogError:
    shown = edit.at[:30]
    return CatalogError(f"条款调整“{shown}”：{cause}。", f"The outline cannot be edited at these words: {english}.")


def _below(clause: Clause, old: Clause, new: Clause) -> Clause:
    """A clause whose parent `old` is `new` now."""
    path = (*new.path, *clause.path[len(old.path) :]) if clause.path[: len(old.path)] == old.path else clause.path
    return replace(clause, parent=new.id, path=path)


def _named(row: Clause, names: Sequence[str]) -> Clause:
    """A row with other names of its columns; its cells stay where they stand in the source."""
    text, offsets, sentences, at = "", list[int](), list[Span](), 0
    for number, (name, cell) in enumerate(zip(names, row.cells, strict=True)):
        at += len(cell.column) + 1 if cell.column else 0
        label = ("\n" if number else "") + (f"{name}：" if name else "")
        start = len(text) + len(label)
        text += label + cell.text
        offsets += [*[-1] * len(label), *row.offsets[at : at + len(cell.text)]]
        sentences += [Span(one.start + start, one.end + start) for one in sentence_spans(cell.text)]
        at += len(cell.text) + 1
    cells = tuple(Cell(name, cell.text, cell.start) for name, cell in zip(names, row.cells, strict=True))
    return replace(row, text=text, offsets=tuple(offsets), sentences=tuple(sentences), cells=cells, doubts=())


def _shifted(doubts: Iterable[Doubt], by: int) -> list[Doubt]:
    return [Doubt(doubt.start + by, doubt.end + by, doubt.reason) for doubt in doubts]


def _position(wanted: str, text: str) -> int:
    found = re.search(r"\s*".join(map(re.escape, wanted)), text)
    return found.start() if found else len(text)


def _start(clause: Clause) -> int:
    return min((offset for offset in clause.offsets if offset >= 0), default=-1)
