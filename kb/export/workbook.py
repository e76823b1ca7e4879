"""An Excel workbook of one sheet, whose words are words: none ever becomes a formula.

openpyxl makes the workbook with its styles. The rows are put into its sheet here, as ECMA-376 (Part 1,
18.3) has them: a cell of the library is an object with a style of its own, and a list of two thousand
tasks would take it a second.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape

_SHEET = "xl/worksheets/sheet1.xml"
_LONGEST_CELL = 32_767
"""Characters that Excel allows in a cell."""

_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_NO_ROWS = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*" ?/>')


def printable(text: str) -> str:
    """Without the characters that XML cannot hold, and without carriage returns."""
    return _NOT_PRINTABLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Columns:
    """The sheet's name, the heads of its columns and their widths in characters, the cell above and
    left of which all stays in sight, and whether the columns can be filtered."""

    name: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    freeze: str = "A2"
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """A workbook without rows: its parts by name, and the numbers of the styles of heads, words and
    days."""

    parts: tuple[tuple[str, bytes], ...]
    head: int
    words: int
    day: int


def workbook(columns: Columns, lines: Iterable[Sequence[Any]]) -> bytes:
    """The workbook with these rows: words stay words, days are days."""
    frame = _frame(columns)
    letters = _letters(len(columns.heads))
    rows = [_row(1, letters, columns.heads, _Cells(frame.head, frame.day))]
    cells = _Cells(frame.words, frame.day)
    rows += (_row(number, letters, line, cells) for number, line in enumerate(lines, 2))
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    all_cells = f"A1:{letters[-1]}{len(rows)}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in frame.parts:
            if name == _SHEET:
                content = _NO_ROWS.sub(lambda _: data + _filter(columns, all_cells), content, 1)
                content = _DIMENSION.sub(b'<dimension ref="%s"/>' % all_cells, content, 1)
            archive.writestr(name, content)
    return out.getvalue()


def _filter(columns: Columns, all_cells: bytes) -> bytes:
    return b'<autoFilter ref="%s"/>' % all_cells if columns.filtered else b""


@lru_cache(maxsize=64)
def _frame(columns: Columns) -> _Frame:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = columns.name[:31]
    sheet.freeze_panes = columns.freeze
    for letter, width in zip(_letters(len(columns.widths)), columns.widths, strict=True):
        sheet.column_dimensions[letter].width = width
    styles = []
    # Cells of another sheet, that is taken away again: the workbook keeps their styles.
    styled = book.create_sheet()
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row, (font, format_) in enumerate(
        ((Font(bold=True), "General"), (Font(), "General"), (Font(), "dd/mm/yyyy")), 1
    ):
        cell = styled.cell(row, 1)
        cell.font, cell.alignment, cell.number_format = font, wrapped, format_
        styles.append(cell.style_id)
    book.remove(styled)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = tuple((name, archive.read(name)) for name in archive.namelist())
    return _Frame(parts, *styles)


class _Cells(dict[Any, str]):
    """What stands in a cell behind its address, by its value: names and codes come again and again."""

    def __init__(self, words: int, day: int) -> None:
        super().__init__()
        self.words, self.day = words, day

    def __missing__(self, value: Any) -> str:
        self[value] = made = self._made(value)
        return made

    def _made(self, value: Any) -> str:
        if isinstance(value, datetime.date):
            return f's="{self.day}"><v>{_serial(value)}</v></c>'
        if isinstance(value, int | float):
            return f's="{self.words}"><v>{value:.15g}</v></c>'
        text = escape(printable(str(value)[:_LONGEST_CELL]))
        return f's="{self.words}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _row(number: int, letters: Sequence[str], values: Sequence[Any], cells: _Cells) -> str:
    filled = "".join(
        [
            f'<c r="{letter}{number}" {cells[value]}'
            for letter, value in zip(letters, values, strict=True)
            if value is not None and value != ""
        ]
    )
    return f'<row r="{number}">{filled}</row>'


@lru_cache(maxsize=5_000)
def _serial(day: datetime.date) -> float:
    """A day as Excel counts it."""
    from openpyxl.utils.datetime import to_excel

    return to_excel(day)


@cache
def _letters(columns: int) -> tuple[str, ...]:
    from openpyxl.utils import get_column_letter

    return tuple(get_column_letter(column) for column in range(1, columns + 1))
