"""The stored text under construction: paragraphs, table rows and pages in, a ``SourceText`` out.

One paragraph is one line. A row of a data table is one line too, its cells separated by tabs. The
formats' readers say what they found in reading order; the offsets are made here, in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.facts import Problem
from extract.source import Box, Cell, Page, SourceText, Table

Rectangle = tuple[float, float, float, float]  # x0, top, x1, bottom, in points


class PageSize(NamedTuple):
    """A page: its size, how it was read, and of OCR how sure, and how far it was turned."""

    number: int
    width: float | None
    height: float | None
    read_by: str
    confidence: float | None = None
    angle: float | None = None


class WordPlace(NamedTuple):
    """A word that was recognised in a picture, its place, how sure that is (0 to 100), and how high
    its digits are where it has letters too."""

    text: str
    place: Rectangle
    confidence: float
    figures: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed line or part of one: clean words, their page, and their place on it. ``follows``:
    it stands on the same line as the piece before it. ``words``: one by one, if recognised."""

    text: str
    page: int = 1
    place: Rectangle | None = None
    follows: bool = False
    words: tuple[WordPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class CellPieces:
    """A table cell: its column from 0, and its words as pieces."""

    column: int
    pieces: tuple[Piece, ...]


@dataclass
class Transcript:
    """Collects the text of one document; :meth:`source` ends it."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _page_starts: dict[int, int] = field(default_factory=dict)
    _boxes: list[Box] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)

    def paragraph(self, pieces: Sequence[Piece]) -> None:
        """One paragraph, from the printed lines that it consists of."""
        pieces = [piece for piece in pieces if piece.text]
        if not pieces:
            return
        self._end_line(pieces[0].page)
        self._write(pieces)

    def line(self, text: str) -> None:
        """One paragraph of a format without places."""
        self.paragraph([Piece(text)])

    def table(self, rows: Iterable[Sequence[CellPieces]]) -> None:
        """One data table, row by row. A column without a cell (merged with a neighbour) is empty."""
        cells: list[Cell] = []
        start = None
        number = 0
        for row in rows:
            pages = [piece.page for cell in row for piece in cell.pieces if piece.text]
            if not pages:
                continue
            self._end_line(pages[0])
            start = self._length if start is None else start
            cells += self._row(number, row)
            number += 1
        if start is not None:
            self._tables.append(Table(start, self._length, tuple(cells)))

    def _row(self, number: int, row: Sequence[CellPieces]) -> list[Cell]:
        cells, column = [], 0
        last = max(cell.column for cell in row if any(piece.text for piece in cell.pieces))
        for cell in sorted(row, key=lambda cell: cell.column):
            if cell.column <= last:
                self._add("\t" * (cell.column - column))
                column = cell.column
            start = self._length
            self._write([piece for piece in cell.pieces if piece.text])
            cells.append(Cell(number, cell.column, start, self._length))
        return cells

    def _end_line(self, page: int) -> None:
        if self._length:
            self._add("\n")
        self._open_page(page)

    def _open_page(self, page: int) -> None:
        if page not in self._page_starts:
            self._page_starts[page] = self._length

    def _write(self, pieces: Sequence[Piece]) -> None:
        previous = ""
        for piece in pieces:
            if previous:
                self._add(" " if piece.follows else joint(previous, piece.text))
            self._open_page(piece.page)
            start = self._length
            self._add(piece.text)
            self._boxes += _boxes(piece, start)
            previous = piece.text

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def cut(self, start: int, end: int) -> Transcript:
        """What lies between two line ends, offsets moved; tables are kept whole or not at all."""
        if (start, end) == (0, self._length):
            return self
        tables = [
            Table(
                table.start - start,
                table.end - start,
                tuple(
                    Cell(cell.row, cell.column, cell.start - start, cell.end - start)
                    for cell in table.cells
                ),
            )
            for table in self._tables
            if start <= table.start and table.end <= end
        ]
        text = "".join(self._parts)[start:end]
        return Transcript([text], len(text), {1: 0}, [], tables)

    def source(
        self,
        media_type: str,
        read_by: str,
        *,
        pages: Sequence[PageSize] = (),
        problems: Sequence[Problem] = (),
        metadata: dict[str, str] | None = None,
    ) -> SourceText:
        """The finished text. ``pages``: every page in order, with its size and how it was read;
        without any, the text is one page."""
        text = "".join(self._parts)
        return SourceText(
            text=text,
            media_type=media_type,
            read_by=read_by,
            pages=self._pages(pages or [PageSize(1, None, None, read_by)]),
            boxes=tuple(self._boxes),
            tables=tuple(self._tables),
            problems=tuple(problems),
            metadata=metadata or {},
        )

    def _pages(self, pages: Sequence[PageSize]) -> tuple[Page, ...]:
        """Every page's offsets; a page without words is empty and stands where the next begins."""
        found: list[Page] = []
        following = self._length
        for page in reversed(pages):
            start = min(self._page_starts.get(page.number, following), following)
            end = following - 1 if start < following < self._length else following
            found.append(
                Page(
                    page.number, start, end, page.read_by, page.width, page.height,
                    page.confidence, page.angle,
                )
            )  # fmt: skip
            following = start
        return tuple(reversed(found))


def _boxes(piece: Piece, start: int) -> Iterator[Box]:
    """The boxes of a piece that begins at ``start``: word by word where the words are known and
    cleaning has left them apart, else one."""
    if piece.place is None:
        return
    if not piece.words or " ".join(word.text for word in piece.words) != piece.text:
        sure = [word.confidence for word in piece.words]
        confidence = round(sum(sure) / len(sure), 1) if sure else None
        yield Box(start, start + len(piece.text), piece.page, *piece.place, confidence)
        return
    for word in piece.words:
        end = start + len(word.text)
        yield Box(start, end, piece.page, *word.place, word.confidence, word.figures)
        start = end + 1


def joint(before: str, after: str) -> str:
    """What goes between two printed lines of one paragraph: nothing where a number or a compound
    was broken at its hyphen or slash (``UBND-`` / ``KGVX``), else a space."""
    if before[-1:] in "-–/" and before[-2:-1].isalnum() and after[:1].isalnum():
        return ""
    return " "
