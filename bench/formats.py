"""Texts are written as the files that offices have and read again, and the clauses held against those of the text.

    python bench/formats.py TEXT… [--office] [--show]

Each text becomes a Word document whose lists Word counts, a web page between navigation and footer, and pages of OFD; with `--office` also
`.doc`, `.rtf` and `.odt`, which LibreOffice writes and reads, with numbers typed. Printed are, a format a line: the texts whose clauses all
have the same address, kind and words, and seconds of the processor a file. What differs is named.
Left out: a row of a table that the text gives without its spanned cell is written without it, so such tables differ by their making.
"""

from __future__ import annotations

import argparse
import difflib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kb.reading import build_clauses, read_document
from tests.support.office_files import as_docx, as_html, as_ofd

WRITERS: dict[str, Callable[[str, Path], Path]] = {
    "docx": as_docx,
    "html": as_html,
    "ofd": as_ofd,
}
OFFICE = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"}


def essence(path: Path) -> list[str]:
    """Address, kind and words of each clause, a line a clause."""
    clauses, _ = build_clauses(read_document(path, path.parent, keep=False), "d")
    return [f"{clause.id} {clause.kind} {''.join(clause.text.split())}" for clause in clauses]


def converted(files: Sequence[Path], suffix: str, folder: Path) -> None:
    """The Word documents as LibreOffice writes them in another format."""
    run = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    run += [f"{suffix}:{OFFICE[suffix]}", "--outdir", str(folder), *map(str, files)]
    subprocess.run(run, check=True, capture_output=True)


def line_of(suffix: str, texts: Sequence[Path], folder: Path, show: bool) -> str:
    """What one format gives."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    different: list[str] = []
    for path in texts:
        want, found = essence(path), essence(folder / f"{path.stem}.{suffix}")
        if want != found:
            different.append(path.stem)
            changes = (line for line in difflib.unified_diff(want, found, lineterm="", n=0) if line[:3] not in _HEADS)
            print("\n".join(change[:200] for change in changes if show and not change.startswith("@@")), end="")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(texts)
    names = f": not {'、'.join(different)}" if different else ""
    return f"{suffix}\t{len(texts) - len(different)} of {len(texts)} the same\t{seconds:.1f} s a file{names}"


_HEADS = ("---", "+++")


def main() -> None:
    """Reads the arguments and prints a line a format."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--office", action="store_true")
    parser.add_argument("--show", action="store_true", help="the clauses that differ")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, write in WRITERS.items():
            for path in options.texts:
                write(read_document(path, path.parent).text, folder / f"{path.stem}.{suffix}")
            print(line_of(suffix, options.texts, folder, options.show), flush=True)
        for suffix in OFFICE if options.office else ():
            plain = [folder / "typed" / f"{path.stem}.docx" for path in options.texts]
            for path, file in zip(options.texts, plain, strict=True):
                file.parent.mkdir(exist_ok=True)
                as_docx(read_document(path, path.parent).text, file, lists=False)
            converted(plain, suffix, folder)
            print(line_of(suffix, options.texts, folder, options.show), flush=True)


if __name__ == "__main__":
    main()
