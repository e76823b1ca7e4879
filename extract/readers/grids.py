"""Data tables and layout tables.

Word files and web pages set the letterhead and the signature block as tables; so do some PDF
makers. Their cells are paragraphs, one after another. A table that holds data stays a table. The
words that tell a layout table are in ``vocabulary/layout_cells.csv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.folding import fold
from extract.readers.transcript import CellPieces, Piece, Transcript
from extract.vocabulary import rows

_WIDEST_LAYOUT = 4
_LONGEST_LAYOUT = 14
_LONGEST_CELL = 6_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: its column from 0, and its paragraphs."""

    column: int
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.paragraphs)


@cache
def _layout_phrases() -> tuple[str, ...]:
    return tuple(row["phrase"] for row in rows("layout_cells"))


def names_a_layout(cell: str) -> bool:
    """Do these words stand in a letterhead or a signature block?"""
    return fold(cell[:200]).lstrip("*_ /").startswith(_layout_phrases())


def is_data_table(grid: Sequence[Sequence[GridCell]], *, ruled: bool | None = None) -> bool:
    """Does the table hold data? ``ruled``: whether its cells are drawn with lines, ``None`` where
    the format does not tell."""
    filled = [[cell for cell in row if cell.text] for row in grid]
    filled = [row for row in filled if row]
    columns = {cell.column for row in filled for cell in row}
    if len(columns) < 2 or (ruled is False and len(columns) == 2):
        return False
    if any(len(cell.text) > _LONGEST_CELL for row in filled for cell in row):
        return False
    if (
        len(columns) <= _WIDEST_LAYOUT
        and len(filled) <= _LONGEST_LAYOUT
        and any(
            names_a_layout(paragraph)
            for row in filled
            for cell in row
            for paragraph in cell.paragraphs[:3]
        )
    ):
        return False
    return len(filled) >= 2 or len(columns) >= 3


def write_grid(
    transcript: Transcript, grid: Sequence[Sequence[GridCell]], *, ruled: bool | None = None
) -> None:
    """Write a table of a format without places: rows of tabs, or one paragraph after another."""
    if is_data_table(grid, ruled=ruled):
        transcript.table(
            [CellPieces(cell.column, (Piece(cell.text),)) for cell in row] for row in grid
        )
        return
    for row in grid:
        for cell in row:
            for paragraph in cell.paragraphs:
                transcript.line(paragraph)
