"""Where the documents of a citation map stand: years from left to right, a lane for each level.

A dated graph needs no layout engine: the year is the column, the level the lane, and documents of one
year and level stand below each other in order of their dates; where they are many, in several columns
side by side. The names of lanes and years are drawn apart, so that they stay in view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

LANES = ("party", "assembly", "central", "ministry", "province", "district", "commune", "other")
"""From the highest level down."""

WIDTH, HEIGHT = 148, 44
LANE_NAMES, YEARS = 114, 30
"""How wide the names of the lanes are, and how high the line of years."""

_COLUMN, _ROW = 196, 54
_LEFT, _TOP = 14, 6
_LANE_GAP = 14
_DEEPEST = 7
_LETTERS = 19


@dataclass(frozen=True, slots=True)
class Placed:
    """A document's rectangle."""

    id: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A level's strip and its name's key."""

    name: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, in pixels."""

    width: int
    height: int
    years: tuple[tuple[str, int], ...]
    lanes: tuple[Lane, ...]
    places: Mapping[str, Placed]


@dataclass(frozen=True, slots=True)
class Dated:
    """A document to be placed: its lane, and its date or year or nothing."""

    id: str
    lane: str
    date: str


def lane_of(
    type_: str | None, level: str | None, kind: str | None, jurisdiction: str | None
) -> str:
    """The lane of a document by its kind and its issuer; by its territory where nothing is known of
    the issuer."""
    if type_ in ("constitution", "law", "ordinance"):
        return "assembly"
    if level in ("province", "district", "commune"):
        return level
    if level == "central":
        by_kind = {"party": "party", "legislature": "assembly", "ministry": "ministry",
                   "government-agency": "ministry"}  # fmt: skip
        return by_kind.get(kind or "", "central")
    if type_ in ("circular", "joint_circular"):
        return "ministry"
    if not jurisdiction:
        return "other"
    for prefix in ("district", "commune"):
        if jurisdiction.startswith(prefix):
            return prefix
    return "central" if jurisdiction == "vn" else "province"


def place(documents: Sequence[Dated]) -> Drawing:
    """A place for each document."""
    cells: dict[tuple[str, str], list[Dated]] = {}
    for document in sorted(documents, key=lambda d: (d.date, d.id)):
        cells.setdefault((document.lane, document.date[:4]), []).append(document)
    widths: dict[str, int] = {}
    for (_, year), cell in cells.items():
        widths[year] = max(widths.get(year, 1), ceil(len(cell) / _DEEPEST))
    years = sorted(widths)
    column = dict(zip(years, accumulate((widths[year] for year in years), initial=0), strict=False))
    places: dict[str, Placed] = {}
    lanes: list[Lane] = []
    top = _TOP
    for lane in LANES:
        deepest = max((len(cell) for (of, _), cell in cells.items() if of == lane), default=0)
        if not deepest:
            continue
        height = min(deepest, _DEEPEST) * _ROW + _LANE_GAP
        lanes.append(Lane(lane, top, height))
        for (of, year), cell in cells.items():
            if of == lane:
                _stack(cell, _LEFT + column[year] * _COLUMN, top, places)
        top += height
    return Drawing(
        _LEFT + max(sum(widths.values()), 1) * _COLUMN,
        top + _TOP,
        tuple((year, _LEFT + n * _COLUMN) for year, n in column.items()),
        tuple(lanes),
        places,
    )


def _stack(cell: Iterable[Dated], x: int, top: int, places: dict[str, Placed]) -> None:
    for n, document in enumerate(cell):
        across, down = divmod(n, _DEEPEST)
        places[document.id] = Placed(
            document.id, x + across * _COLUMN, top + _LANE_GAP // 2 + down * _ROW + 5
        )


def lines_of(name: str, most: int) -> list[str]:
    """A name in at most ``most`` lines of a rectangle, cut between words; capitals take more room."""
    lines, room = [""], float(_LETTERS)
    for word in name.split():
        needed = sum(1.3 if letter.isupper() else 1 for letter in word) + bool(lines[-1])
        if needed > room and len(lines) == most:
            lines[-1] = f"{lines[-1] or word[: _LETTERS - 2]}…"
            break
        if needed > room and lines[-1]:
            lines.append("")
            room = float(_LETTERS)
        lines[-1] = f"{lines[-1]} {word}".lstrip()
        room -= needed
    return lines


def curve(citing: Placed, cited: Placed) -> str:
    """The path of an SVG line from the document that cites to the one that is cited."""
    y0, y1 = citing.y + HEIGHT // 2, cited.y + HEIGHT // 2
    if citing.x > cited.x:
        x0, x1 = citing.x, cited.x + WIDTH
        bend = max(24, (x0 - x1) // 2)
        return f"M{x0} {y0}C{x0 - bend} {y0} {x1 + bend} {y1} {x1} {y1}"
    if citing.x < cited.x:  # an older document that cites a later one
        x0, x1 = citing.x + WIDTH, cited.x
        bend = max(24, (x1 - x0) // 2)
        return f"M{x0} {y0}C{x0 + bend} {y0} {x1 - bend} {y1} {x1} {y1}"
    x = citing.x + WIDTH
    return f"M{x} {y0}C{x + 34} {y0} {x + 34} {y1} {x} {y1}"
