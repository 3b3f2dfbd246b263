"""`policy-kb diff`: two texts clause by clause, held ones by name or any files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.commands.edges import Json, Store, open_base

if TYPE_CHECKING:
    from kb.versions import ClauseChange, TextVersion

Old = Annotated[
    str, typer.Argument(metavar="A", help="旧文本：文号、编号、题名或文件。 The old text: a document or a file.")
]
New = Annotated[str, typer.Argument(metavar="B", help="新文本，同上。 The new text.")]
_KINDS = {"same": "未改 same", "changed": "修改 changed", "added": "新增 added", "removed": "删去 removed"}


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(epilog="例 Example: policy-kb diff 临人社发〔2016〕12号 新通知.docx")(diff)


def diff(a: Old, b: New, as_json: Json = False, store: Store = None) -> None:
    """逐条对比两份文本，标出增删改和移动。 Two texts clause by clause: what was added, removed, changed or moved."""
    from kb.versions import differences, differences_object

    found = differences(_version(a, store), _version(b, store))
    if as_json:
        print(json.dumps(differences_object(found), ensure_ascii=False, indent=2))
        return
    for sign, side in (("-", found.old), ("+", found.new)):
        print(f"{sign} {side.name}《{side.title}》")
    for change in found.changes:
        if change.kind != "same" or change.moved:
            print("\n".join(_lines(change)))
    told = [f"{_KINDS[name]} {count}" for name, count in found.counts.items() if name in _KINDS]
    print(f"{'，'.join(told)}，移动 moved {found.counts['moved']}")


def _version(name: str, store: Path | None) -> TextVersion:
    """A text that is held, or the file of that path."""
    from kb.versions import TextVersion, version_of

    path = Path(name)
    if path.is_file():
        from kb.holdings import read_clauses
        from kb.reading import extract, read_document

        source = read_document(path.resolve(), path.resolve().parent)
        extracted = extract(source)
        number = extracted.number.value if extracted.number else path.stem
        clauses, _ = read_clauses(source, number)
        return TextVersion(path.name, extracted.title.value if extracted.title else path.stem, clauses)
    base = open_base(store)
    document = base.document(name)
    return version_of(document, base.clauses(document.id))


def _lines(change: ClauseChange) -> list[str]:
    """`修改 changed：二（一） → 二（二）` and the words, `[-old-]{+new+}` where they differ."""
    labels = " → ".join(dict.fromkeys(clause.label for clause in (change.old, change.new) if clause))
    moved = "，移动 moved" if change.moved else ""
    return [f"{_KINDS[change.kind]}{moved}：{labels}", f"    {_marked(change)}"]


def _marked(change: ClauseChange) -> str:
    if change.old is None or change.new is None:
        clause = change.old or change.new
        text = clause.text if clause else ""
        return " ".join((f"[-{text}-]" if change.old else f"{{+{text}+}}").split())
    pieces: list[str] = []
    at = 0
    for old, new in zip(change.words.old, change.words.new, strict=True):
        gone, come = change.old.text[old.start : old.end], change.new.text[new.start : new.end]
        pieces += [change.new.text[at : new.start], f"[-{gone}-]" if gone else "", f"{{+{come}+}}" if come else ""]
        at = new.end
    return " ".join("".join([*pieces, change.new.text[at:]]).split())
