"""Texts are printed, scanned and read again, and the clauses held against those of the text.

    python bench/scans.py TEXT… [--size 12] [--slant 1] [--noise 12] [--seal] [--turn 0] [--columns 1] [--show]

Each text is set on pages of A4 as offices do (titles in the middle, indented paragraphs, tables with rules, page numbers), drawn at 200 dpi,
laid aslant and made noisy; with `--seal` a red seal lies over words of every third page. Printed are, a text a line: pages, characters and the
share of them misread, also with full and half width taken as one; clauses, and how many have the address that they have in the text; the
numbers in clauses, those of dates among them, and how many are right; processor seconds a page.
Left out: folds, shadows, handwriting, fax and photographs. The pages that were recognised are kept in the user's cache, so a second run is quick.
"""

from __future__ import annotations

import argparse
import difflib
import re
import resource
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "tests" / "support")]

from printed_pages import HEIGHT, WIDTH, SetPage, as_plain, blocks, em, set_on_pages  # noqa: E402

from kb.reading import build_clauses, read_document  # noqa: E402
from kb.records import Clause  # noqa: E402

FONT: Final = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
DPI: Final = 200
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?|[〇○零一二三四五六七八九十]+(?=[年月日])")


# ------------------------------------------------------------------------------------------------ drawing


def drawn(page: SetPage, number: int, options: argparse.Namespace) -> Image.Image:
    """The page as a scanner gives it."""
    scale = DPI / 72
    picture = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), "white")
    draw = ImageDraw.Draw(picture)
    for words, left, base, size in page.texts:
        x, font = left * scale, ImageFont.truetype(FONT, round(size * scale), index=2)
        for char in words:
            draw.text((x, base * scale), char, (25, 25, 25), font, anchor="ls")
            x += em(char) * size * scale
    for x0, y0, x1, y1 in page.rules:
        draw.line((x0 * scale, y0 * scale, x1 * scale, y1 * scale), (25, 25, 25), 2)
    if options.seal and number % 3 == 1:
        picture = ImageChops.multiply(picture, _seal(picture.size, (380 * scale, 330 * scale), scale))
    aslant = picture.rotate(options.slant, resample=Image.Resampling.BICUBIC, fillcolor="white")
    grains = np.random.default_rng(number).normal(0, options.noise, (picture.height, picture.width, 1))
    noisy = Image.fromarray((np.asarray(aslant) + grains).clip(0, 255).astype("uint8"))
    return noisy.rotate(options.turn, expand=True)


def _seal(size: tuple[int, int], middle: tuple[float, float], scale: float) -> Image.Image:
    """A round seal of 42 mm: ring, star, and the name of an office around it."""
    sheet = Image.new("RGB", size, "white")
    draw, (x, y), radius, red = ImageDraw.Draw(sheet), middle, 59.5 * scale, (225, 50, 45)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=round(2.5 * scale))
    points = [(x + r * sin(pi * k / 5), y - r * cos(pi * k / 5)) for k in range(10) for r in [(18, 7)[k % 2] * scale]]
    draw.polygon(points, fill=red)
    name, font = "某某市人力资源和社会保障局", ImageFont.truetype(FONT, round(15 * scale), index=2)
    for n, char in enumerate(name):
        angle = (n / (len(name) - 1) - 0.5) * 1.4 * pi
        letter = Image.new("L", (round(20 * scale),) * 2)
        ImageDraw.Draw(letter).text((10 * scale, 10 * scale), char, 255, font, anchor="mm")
        letter = letter.rotate(-angle * 180 / pi, resample=Image.Resampling.BICUBIC)
        at = (round(x + 46 * scale * sin(angle) - 10 * scale), round(y - 46 * scale * cos(angle) - 10 * scale))
        sheet.paste(Image.new("RGB", letter.size, red), at, letter)
    return sheet


# ------------------------------------------------------------------------------------------------ comparing


def clauses_of(path: Path) -> list[Clause]:
    """The clauses of one file."""
    return list(build_clauses(read_document(path, path.parent), "d")[0])


def errors(right: str, read: str) -> int:
    """How many characters have to be put in, taken out or replaced."""
    matcher = difflib.SequenceMatcher(None, right, read, autojunk=False)
    return sum(max(b - a, d - c) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")


def compared(name: str, right: Sequence[Clause], read: Sequence[Clause], options: argparse.Namespace) -> str:
    """One line of figures, and with `--show` what differs."""
    ours, theirs = ({clause.id: clause for clause in clauses} for clauses in (right, read))
    same = [key for key in ours if key in theirs]
    first, second = (_whole(clauses) for clauses in (right, read))
    wrong = [errors(first, second), errors(_folded(first), _folded(second))]
    asked = [(key, Counter(_NUMBER.findall(_folded(ours[key].text)))) for key in ours]
    held = sum(
        sum((want & Counter(_NUMBER.findall(_folded(theirs[key].text)))).values())
        for key, want in asked
        if key in theirs
    )
    if options.show:
        print("\n".join(_differences(right, read)))
    return (
        f"{name[:24]}\tcharacters {len(first)}: {wrong[0] / len(first):.2%} misread, {wrong[1] / len(first):.2%} folded"
        f"\taddresses {len(same)} of {len(ours)}, {len(theirs) - len(same)} more"
        f"\tnumbers {held} of {sum(sum(want.values()) for _, want in asked)}"
    )


def _whole(clauses: Sequence[Clause]) -> str:
    return "".join("".join(clause.text.replace("_", "").split()) for clause in clauses)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("_", "").split())


def _differences(right: Sequence[Clause], read: Sequence[Clause]) -> Iterator[str]:
    ours, theirs = ([f"{clause.id}\t{_folded(clause.text)}" for clause in clauses] for clauses in (right, read))
    for line in difflib.unified_diff(ours, theirs, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield line


def main() -> None:
    """Reads the arguments and prints a line a text."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--size", type=float, default=12.0)
    parser.add_argument("--slant", type=float, default=1.0)
    parser.add_argument("--noise", type=float, default=12.0)
    parser.add_argument("--turn", type=int, choices=(0, 90, 180, 270), default=0)
    parser.add_argument("--columns", type=int, choices=(1, 2), default=1)
    parser.add_argument("--seal", action="store_true")
    parser.add_argument("--show", action="store_true", help="the clauses that differ")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for path in options.texts:
            text = blocks(read_document(path, path.parent).text)
            pages = set_on_pages(text, options.size, options.columns)
            pictures = [drawn(page, number, options) for number, page in enumerate(pages, 1)]
            scan, plain = Path(folder) / f"{path.stem}.pdf", Path(folder) / f"{path.stem}.txt"
            pictures[0].save(scan, resolution=DPI, save_all=True, append_images=pictures[1:], quality=85)
            plain.write_text("\n\n".join(as_plain(block) for block in text), "utf-8")
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            read = clauses_of(scan)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(pages)
            print(
                f"{compared(path.stem, clauses_of(plain), read, options)}\t{len(pages)} pages\t{seconds:.1f} s a page"
            )


if __name__ == "__main__":
    main()
