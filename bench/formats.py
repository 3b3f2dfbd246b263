"""Texts are written as the files that offices have and read again, and the clauses held against those of the text.

    python bench/formats.py TEXT… [--office] [--show]

Each text becomes a Word document whose lists Word counts, a web page between navigation and footer, the same saved in one file, and pages
of OFD; its tables become a workbook; with `--office` also `.doc`, `.wps`, `.rtf` and `.odt`, which LibreOffice writes and reads, with numbers
counted and typed. Printed are, a format a line: the texts whose clauses all have the same address, kind and words, and seconds of the
processor a file. What differs is named.
Left out: pages do not state the levels of headings, which are paragraphs there; a row of a table that the text gives without its spanned
cell is written without it, so such tables differ by their making.
"""

from __future__ import annotations

import argparse
import difflib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "tests" / "support")]

from office_files import as_docx, as_html, as_mhtml, as_ofd, as_xlsx, tables_of  # noqa: E402
from printed_pages import as_plain, blocks  # noqa: E402

from kb.reading import build_clauses, read_document  # noqa: E402

WRITERS: dict[str, Callable[[str, Path], Path]] = {
    "docx": as_docx,
    "html": as_html,
    "mhtml": as_mhtml,
    "ofd": as_ofd,
    "xlsx": as_xlsx,
}
OFFICE = {"doc": "MS Word 97", "wps": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"}


def plain(text: str, suffix: str) -> str:
    """What a format can state of a text: a workbook its tables, pages no levels of headings."""
    if suffix == "xlsx":
        return "\n\n".join(f"## {name}\n\n{as_plain(table)}" for name, table in tables_of(text).items())
    return "\n\n".join(map(as_plain, blocks(text))) if suffix == "ofd" else text


def essence(path: Path) -> list[str]:
    """Address, kind and words of each clause, a line a clause."""
    clauses, _ = build_clauses(read_document(path, path.parent, keep=False), "d")
    return [f"{clause.id} {clause.kind} {''.join(clause.text.split())}" for clause in clauses]


def converted(files: Sequence[Path], suffix: str, folder: Path) -> None:
    """The Word documents as LibreOffice writes them in another format."""
    written = "doc" if suffix == "wps" else suffix
    run = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    run += [f"{written}:{OFFICE[suffix]}", "--outdir", str(folder), *map(str, files)]
    subprocess.run(run, check=True, capture_output=True)
    for file in files if written != suffix else ():
        (folder / f"{file.stem}.{written}").rename(folder / f"{file.stem}.{suffix}")


def line_of(suffix: str, pairs: Sequence[tuple[Path, Path]], show: bool, said: str = "") -> str:
    """What one format gives; each pair is a text and the file that was made of it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    different: list[str] = []
    for text, file in pairs:
        want, found = essence(text), essence(file)
        if want != found:
            different.append(text.stem)
            print(*_changes(want, found, show), sep="\n")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(pairs)
    names = f": not {'、'.join(different)}" if different else ""
    return f"{suffix}{said}\t{len(pairs) - len(different)} of {len(pairs)} the same\t{seconds:.1f} s a file{names}"


def _changes(want: Sequence[str], found: Sequence[str], show: bool) -> Iterable[str]:
    for line in difflib.unified_diff(want, found, lineterm="", n=0) if show else ():
        if not line.startswith(("---", "+++", "@@")):
            yield line[:200]


def main() -> None:
    """Reads the arguments and prints a line a format."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--office", action="store_true")
    parser.add_argument("--show", action="store_true", help="the clauses that differ")
    options = parser.parse_args()
    texts = {path.stem: read_document(path, path.parent).text for path in options.texts}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, write in WRITERS.items():
            print(line_of(suffix, _written(texts, suffix, write, folder), options.show), flush=True)
        for suffix in OFFICE if options.office else ():
            for lists, said in ((True, ", numbers counted"), (False, ", numbers typed")):
                pairs = _written(texts, "docx", partial(as_docx, lists=lists), folder)
                converted([made for _, made in pairs], suffix, folder)
                pairs = [(text, made.with_suffix(f".{suffix}")) for text, made in pairs]
                print(line_of(suffix, pairs, options.show, said), flush=True)


def _written(
    texts: Mapping[str, str], suffix: str, write: Callable[[str, Path], Path], folder: Path
) -> list[tuple[Path, Path]]:
    """What a format can state of each text, and the file made of it."""
    (folder / suffix).mkdir(exist_ok=True)
    pairs = []
    for stem, text in texts.items():
        if stated := plain(text, suffix):
            (folder / suffix / f"{stem}.txt").write_text(stated, "utf-8")
            pairs.append((folder / suffix / f"{stem}.txt", write(text, folder / f"{stem}.{suffix}")))
    return pairs


if __name__ == "__main__":
    main()
