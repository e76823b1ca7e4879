"""Ruled tables on a PDF page: PDFium says where lines are drawn, pdfplumber's table geometry makes
cells of them. pdfplumber is imported only where a page has rulings that can make a grid.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extract.readers.page_text import View
from extract.readers.transcript import Rectangle

_THIN = 3.0
_SHORTEST = 4.0
_TOLERANCE = 3.0
_MOST_SEGMENTS = 2_000
_LARGEST_PAGE = 20_000.0  # points
_MOST_CROSSINGS = 60_000


@dataclass(frozen=True, slots=True)
class GridBox:
    """A cell of a ruled table: row and column from 0, and its place."""

    row: int
    column: int
    place: Rectangle


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid on the page."""

    place: Rectangle
    boxes: tuple[GridBox, ...]


def rulings(page: Any, view: View, most: int) -> list[Rectangle]:
    """Horizontal and vertical lines drawn on the page (thin rectangles included), on the page as
    read; at most ``most`` objects are looked at."""
    found: list[Rectangle] = []
    count = pdfium.FPDFPage_CountObjects(page.raw)
    values = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(value) for value in values]
    handle, object_at, type_of = page.raw, pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    for index in range(min(count, most)):
        drawn = object_at(handle, index)
        if type_of(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(drawn, *references):
            continue
        left, bottom, right, top = (value.value for value in values)
        if not math.isfinite(left + bottom + right + top):
            continue
        if right - left <= _THIN or top - bottom <= _THIN:
            found.append(view.rectangle(left, bottom, right, top))
        else:
            found += (view.rectangle(*edge) for edge in _path_edges(drawn))
    width, height = view.size
    if max(width, height) > _LARGEST_PAGE:
        return []
    clipped = (_clipped(edge, width, height) for edge in found)
    return [edge for edge in clipped if _is_ruling(edge)]


def _clipped(edge: Rectangle, width: float, height: float) -> Rectangle:
    """What of a line is on the page."""
    x0, top, x1, bottom = edge
    return max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height)


def _is_ruling(edge: Rectangle) -> bool:
    width, height = edge[2] - edge[0], edge[3] - edge[1]
    return 0 <= min(width, height) <= _THIN and max(width, height) >= _SHORTEST


def _path_edges(path: Any) -> Iterator[Rectangle]:
    """The straight upright and level strokes of a larger path, in user space."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or not stroke.value:
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_SEGMENTS:
        return
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(path, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if not all(map(math.isfinite, here)):
            return
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            yield _edge(last, here)
        last = here
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            yield _edge(here, start)


def _edge(a: tuple[float, float], b: tuple[float, float]) -> Rectangle:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def ruled_tables(edges: list[Rectangle]) -> list[RuledTable]:
    """The grids that ``edges`` make, from top to bottom."""
    level = [edge for edge in edges if edge[2] - edge[0] >= edge[3] - edge[1]]
    upright = [edge for edge in edges if edge[2] - edge[0] < edge[3] - edge[1]]
    if len(level) < 2 or len(upright) < 2:
        return []
    from pdfplumber import table as geometry

    drawn = [_as_edge(edge, "h") for edge in level] + [_as_edge(edge, "v") for edge in upright]
    merged = geometry.merge_edges(
        drawn,
        snap_x_tolerance=_TOLERANCE,
        snap_y_tolerance=_TOLERANCE,
        join_x_tolerance=_TOLERANCE,
        join_y_tolerance=_TOLERANCE,
    )
    count = sum(edge["orientation"] == "h" for edge in merged)
    if count * (len(merged) - count) > _MOST_CROSSINGS:
        return []  # a drawing, a map: no table that anybody reads
    crossings = geometry.edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)
    cells = geometry.intersections_to_cells(crossings)
    tables = [_table(group) for group in geometry.cells_to_tables(cells)]
    return sorted(tables, key=lambda table: (table.place[1], table.place[0]))


def _as_edge(edge: Rectangle, orientation: str) -> dict[str, Any]:
    x0, top, x1, bottom = edge
    if orientation == "h":
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top, "orientation": orientation,
    }  # fmt: skip


def _table(cells: list[Rectangle]) -> RuledTable:
    columns = {x0: place for place, x0 in enumerate(sorted({cell[0] for cell in cells}))}
    rows = {top: place for place, top in enumerate(sorted({cell[1] for cell in cells}))}
    boxes = [GridBox(rows[cell[1]], columns[cell[0]], cell) for cell in cells]
    place = (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )
    return RuledTable(place, tuple(sorted(boxes, key=lambda box: (box.row, box.column))))
