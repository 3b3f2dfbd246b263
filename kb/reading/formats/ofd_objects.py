"""What a page of OFD shows besides text (GB/T 33190): lines, areas and pictures, those of its templates behind its own.

All is in millimetres of the page's space. An arc is given as its chord; what is filled by a pattern or a gradient counts as not filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

from ofdkit.package import Package

from kb.regex import regex

Point = tuple[float, float]
Colour = tuple[int, int, int]
_Place = tuple[float, float, float, float, float, float]  # a b c d e f: x' = ax + cy + e, y' = bx + dy + f
_PAGE: Final[_Place] = (1, 0, 0, 1, 0, 0)

_NUMBER: Final = regex(r"-?(?:\d+\.?\d*|\.\d+)")
_SHADE: Final = regex(r"#[0-9A-Fa-f]+|\d+")
_OPERATION: Final = regex(r"([SMLQBAC])([^SMLQBAC]*)")
_VALUES: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_STEPS: Final = 8  # straight pieces of a curve
_LINE: Final = 0.353  # millimetres: the line that states no width
_MOST_DEEP: Final = 16


@dataclass(frozen=True)
class OfdPath:
    """Runs of points, each a line or the outline of an area; `line` and `area` are None where nothing is drawn or filled."""

    runs: tuple[tuple[Point, ...], ...]
    width: float
    line: Colour | None
    area: Colour | None


@dataclass(frozen=True)
class OfdPicture:
    """The part of the package that is a picture, "" if it is not there, and the box that it fills: left, top, right, bottom."""

    part: str
    box: tuple[float, float, float, float]


class OfdObjects:
    """Finds what pages show; the templates and resources of the document are its state."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._templates: dict[str, str] = {}
        self._resources: dict[str, tuple[str, Element]] = {}  # by identifier; with the folder of their files
        for document in self._linked("OFD.xml", "DocRoot"):
            for template in self._all(document, "TemplatePage"):
                found = package.resolve(document, template.get("BaseLoc"))
                self._templates[template.get("ID") or ""] = found or ""
            self._note(document, "PublicRes", "DocumentRes")

    def of_page(self, location: str) -> Iterator[OfdPath | OfdPicture]:
        """What the page at this place of the package shows, in the order in which it is drawn."""
        self._note(location, "PageRes")
        behind = [self._templates.get(each.get("TemplateID") or "", "") for each in self._all(location, "Template")]
        for part in filter(None, [*behind, location]):
            yield from self._objects(self._package.read_xml(part), _PAGE, 0)

    def colours(self, location: str) -> dict[str, Colour]:
        """The colours of the page's texts that state one, by identifier."""
        texts = self._all(location, "TextObject")
        return {text.get("ID") or "": colour for text in texts if (colour := self._colour(text, "FillColor"))}

    def _all(self, location: str, *names: str) -> Iterator[Element]:
        if part := self._package.find(location):
            yield from (element for element in self._package.read_xml(part).iter() if _local(element) in names)

    def _linked(self, location: str, *names: str) -> Iterator[str]:
        """The parts that elements with these names refer to."""
        links = (self._package.resolve(location, element.text) for element in self._all(location, *names))
        yield from filter(None, links)

    def _note(self, location: str, *names: str) -> None:
        for part in self._linked(location, *names):
            folder = next((root.get("BaseLoc") or "" for root in self._all(part, "Res")), "")
            for element in self._all(part, "MultiMedia", "CompositeGraphicUnit", "DrawParam"):
                self._resources[element.get("ID") or ""] = f"{part.rpartition('/')[0]}/{folder}/", element

    def _objects(self, parent: Element, outer: _Place, depth: int) -> Iterator[OfdPath | OfdPicture]:
        for element in parent if depth < _MOST_DEEP else ():
            name = _local(element)
            if name == "PathObject":
                yield self._path(element, _within(outer, element))
            elif name == "ImageObject":
                yield self._picture(element, outer)
            elif name == "CompositeObject" and (unit := self._resources.get(element.get("ResourceID") or "")):
                yield from self._objects(unit[1], _within(outer, element), depth + 1)
            elif name in ("Content", "Layer", "PageBlock"):
                yield from self._objects(element, outer, depth + 1)

    def _path(self, element: Element, place: _Place) -> OfdPath:
        data = next((child.text or "" for child in element if _local(child) == "AbbreviatedData"), "")
        runs = tuple(tuple(_placed(point, place) for point in run) for run in _runs(data))
        widths = [_numbers(one.get("LineWidth")) for one in self._with_parameters(element)]
        width = next((stated[0] for stated in widths if stated), _LINE)
        line = (self._colour(element, "StrokeColor") or (0, 0, 0)) if element.get("Stroke") != "false" else None
        return OfdPath(runs, width, line, self._colour(element, "FillColor") if element.get("Fill") == "true" else None)

    def _picture(self, element: Element, outer: _Place) -> OfdPicture:
        """A picture is one unit wide and high in its own space; without a matrix it fills its boundary."""
        folder, medium = self._resources.get(element.get("ResourceID") or "", ("", ()))
        named = "".join((child.text or "").strip() for child in medium if _local(child) == "MediaFile")
        _, _, wide, high = _box(element)
        far = (1.0, 1.0) if element.get("CTM") else (wide, high)
        place = _within(outer, element)
        across, down = zip(_placed((0, 0), place), _placed(far, place), strict=True)
        part = self._package.resolve(folder, named) or ""
        return OfdPicture(part, (min(across), min(down), max(across), max(down)))

    def _with_parameters(self, element: Element) -> list[Element]:
        """An object, and the drawing parameters that it names for what it does not state itself."""
        named = self._resources.get(element.get("DrawParam") or "")
        return [element, named[1]] if named else [element]

    def _colour(self, element: Element, name: str) -> Colour | None:
        stated = (
            child.get("Value") for one in self._with_parameters(element) for child in one if _local(child) == name
        )
        shades = _SHADE.findall(next(filter(None, stated), ""))
        parts = [min(int(shade[1:], 16) if shade[0] == "#" else int(shade), 255) for shade in shades]
        return (parts[0], parts[len(parts) // 2], parts[-1]) if len(parts) in (1, 3) else None


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text or "")]


def _box(element: Element) -> tuple[float, ...]:
    values = _numbers(element.get("Boundary"))
    return tuple(values) if len(values) == 4 else (0.0, 0.0, 0.0, 0.0)


def _within(outer: _Place, element: Element) -> _Place:
    """An object's own space on the page: its matrix, then the corner of its boundary, then the space in which it stands."""
    values = _numbers(element.get("CTM"))
    a, b, c, d, e, f = values if len(values) == 6 else _PAGE
    left, top, _, _ = _box(element)
    x0, y0 = _placed((0, 0), outer)
    (ax, ay), (dx, dy) = (_placed(point, outer) for point in ((a, b), (c, d)))
    return (ax - x0, ay - y0, dx - x0, dy - y0, *_placed((e + left, f + top), outer))


def _placed(point: Point, place: _Place) -> Point:
    (x, y), (a, b, c, d, e, f) = point, place
    return a * x + c * y + e, b * x + d * y + f


def _runs(data: str) -> list[list[Point]]:
    """The lines of an abbreviated path, curves in straight pieces."""
    runs: list[list[Point]] = []
    for operator, written in _OPERATION.findall(data):
        values = _numbers(written)[-2 if operator == "A" else 0 :]
        points = list(zip(values[::2], values[1::2], strict=False))
        if len(_numbers(written)) != _VALUES[operator]:
            continue
        if operator in "SM":
            runs.append(points)
        elif runs:
            runs[-1] += _curve([runs[-1][-1], *points]) if operator in "QB" else points or runs[-1][:1]
    return runs


def _curve(points: Sequence[Point]) -> list[Point]:
    """Points of a Bézier curve behind its first."""
    return [_along(points, step / _STEPS) for step in range(1, _STEPS + 1)]


def _along(points: Sequence[Point], share: float) -> Point:
    while len(points) > 1:
        points = [(x + share * (u - x), y + share * (v - y)) for (x, y), (u, v) in pairwise(points)]
    return points[0]
