"""Tables that go on over several pages: one table, its header once, its rows whole.

An appendix of the gazette repeats the header on every page and breaks rows wherever the page ends:
the rest of the row stands under the next header, its number cell empty. Parts are one table where they
follow each other on neighbouring pages with the same columns and nothing but footnotes between them.
Two halves of a row are one where a cell goes on in the middle of a sentence; otherwise they stay two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.readers.paragraphs import is_open
from extract.readers.reading_order import ReadLine
from extract.readers.transcript import CellPieces

Row = tuple[CellPieces, ...]

_SAME_EDGE = 4.0
_FOOTNOTE = re.compile(r"[⁰¹²³⁴-⁹]|\(?[*]\)?")


@dataclass(frozen=True, slots=True)
class TablePart:
    """A data table on one page: the page, its top edge, the left edges of its columns, its rows."""

    page: int
    top: float
    edges: tuple[float, ...]
    rows: tuple[Row, ...]
    last_page: int = 0


def join_parts(items: Iterable[ReadLine | TablePart]) -> Iterator[ReadLine | TablePart]:
    """The lines and tables of a document in order, tables over several pages joined, footnotes that
    stood between their parts after them."""
    table: TablePart | None = None
    notes: list[ReadLine] = []
    for item in items:
        if table is None:
            if isinstance(item, TablePart):
                table = replace(item, last_page=item.page)
            else:
                yield item
        elif isinstance(item, ReadLine):
            if notes or _FOOTNOTE.match(item.line.text):
                notes.append(item)
                if item.page > table.last_page:
                    yield table
                    yield from notes
                    table, notes = None, []
            else:
                yield table
                yield item
                table = None
        elif _goes_on(table, item):
            table = _joined(table, item)
        else:
            yield table
            yield from notes
            table, notes = replace(item, last_page=item.page), []
    if table is not None:
        yield table
    yield from notes


def _goes_on(table: TablePart, part: TablePart) -> bool:
    return (
        part.page == table.last_page + 1
        and len(part.edges) == len(table.edges)
        and all(abs(a - b) <= _SAME_EDGE for a, b in zip(table.edges, part.edges, strict=True))
    )


def _joined(table: TablePart, part: TablePart) -> TablePart:
    rows = list(part.rows)
    if len(rows) > 1 and _words(rows[0]) == _words(table.rows[0]):
        rows = rows[1:]
    before = list(table.rows)
    if rows and before and _is_rest_of(before[-1], rows[0]):
        before[-1] = _whole(before[-1], rows.pop(0))
    return replace(table, rows=(*before, *rows), last_page=part.page)


def _words(row: Row) -> list[tuple[int, str]]:
    return [(cell.column, _text(cell)) for cell in row]


def _text(cell: CellPieces) -> str:
    return " ".join(piece.text for piece in cell.pieces)


def _is_rest_of(row: Row, rest: Row) -> bool:
    """Is ``rest``, at the top of a page, what did not fit of ``row``?"""
    above = {cell.column: _text(cell) for cell in row}
    below = {cell.column: _text(cell) for cell in rest}
    if below.get(0):
        return False
    return any(
        words and above.get(column) and (words[0].islower() or is_open(above[column]))
        for column, words in below.items()
    )


def _whole(row: Row, rest: Row) -> Row:
    cells = {cell.column: cell.pieces for cell in row}
    for cell in rest:
        cells[cell.column] = (*cells.get(cell.column, ()), *cell.pieces)
    return tuple(CellPieces(column, cells[column]) for column in sorted(cells))
