"""From a file to sheets of lines of cells: CSV, and Excel workbooks.

A workbook is read a line at a time (openpyxl, read-only), values and not formulas. Dates become ISO
8601; what a person typed becomes the text that they see: NFC, one line, TCVN3 and VNI as Unicode.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from extract.limits import DEFAULT, Limits
from extract.readers.archives import check_archive
from extract.readers.cleaning import clean_line
from extract.readers.encodings import decode
from extract.readers.errors import UnreadableError
from extract.readers.legacy_fonts import legacy_encoding, to_unicode
from kb.register.files import WORKBOOKS
from kb.register.merged import Merge, filled_down, merges_of

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DELIMITERS = ",;\t|"
_LOOKED_AT = 20
_COMPOUND = b"\xd0\xcf\x11\xe0"
_MOST_COLUMNS = 500
_PADDED = re.compile(r"0{1,9}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its number in the sheet, from 1, and its cells from the first column on."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a sheet that hold anything; ``name`` is ``None`` for a CSV file. ``merges``
    are the cells that stand for several lines."""

    name: str | None
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()

    def filled(self, first: int) -> Iterator[Row]:
        """The lines, from the line ``first`` on each with what is merged over it."""
        lines = ((row.number, row.cells) for row in self.rows)
        for number, cells in filled_down(lines, self.merges, first):
            yield Row(number, cells)


def media_type_of(path: Path) -> str:
    return _XLSX if path.suffix.lower() in WORKBOOKS else _CSV


def sheets_of(path: Path, limits: Limits = DEFAULT) -> Iterator[Sheet]:
    """The sheets of a register. Raises :class:`UnreadableError`."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableError("empty", "The file is empty. Check where it came from.")
    if size > limits.max_text:
        raise UnreadableError(
            "too-large", f"The register has {size / 1e6:,.0f} MB. Split it into several files."
        )
    return _workbook(path, limits) if path.suffix.lower() in WORKBOOKS else _csv(path)


def _csv(path: Path) -> Iterator[Sheet]:
    text = decode(path.read_bytes()).removeprefix("\ufeff")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield _sheet(None, lines)
    except csv.Error as error:
        raise UnreadableError(
            "damaged", f"The table cannot be read ({error}). Save it again as CSV (UTF-8)."
        ) from error


def _delimiter(text: str) -> str:
    """The sign that most of the first lines hold, and of several such the one they hold most."""
    head = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    return max(
        _DELIMITERS, key=lambda sign: (sum(sign in s for s in head), "".join(head).count(sign))
    )


def _workbook(path: Path, limits: Limits) -> Iterator[Sheet]:
    with path.open("rb") as file:
        if file.read(4) == _COMPOUND:
            raise UnreadableError(
                "password-protected",
                "The workbook is protected by a password, or of the old kind .xls. Save a copy as "
                ".xlsx without a password and add the copy.",
            )
    import openpyxl

    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, limits, "workbook", "Excel")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a sheet says of its size is often not so
                with zipfile.ZipFile(path) as archive:
                    merges = merges_of(archive, sheet.title)
                read = _sheet(sheet.title, map(_printed_cells, sheet.iter_rows()))
                yield replace(read, merges=merges)
        finally:
            book.close()
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # openpyxl promises nothing of a broken file
        raise UnreadableError(
            "damaged",
            f"The workbook cannot be read ({type(error).__name__}). Save it again in Excel as "
            f".xlsx.",
        ) from error


def _sheet(name: str | None, lines: Iterable[Iterable[str]]) -> Sheet:
    kept = [
        (number, cells)
        for number, line in enumerate(lines, 1)
        if any(cells := [cell.strip() for cell in line][:_MOST_COLUMNS])
    ]
    encoding = legacy_encoding("\n".join(cell for _, cells in kept for cell in cells if cell))
    rows = []
    for number, cells in kept:
        decoded = [to_unicode(cell, encoding) for cell in cells] if encoding else cells
        rows.append(Row(number, tuple(map(clean_line, decoded))))
    return Sheet(name, tuple(rows))


def _printed_cells(cells: Iterable[Any]) -> list[str]:
    return [_printed(cell.value, cell) for cell in cells]


def _printed(value: Any, cell: Any) -> str:
    if isinstance(value, str):
        return "" if cell.data_type == "e" else value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        whole = f"{value:.15g}"
        is_padded = whole.isdigit() and _PADDED.fullmatch(cell.number_format or "")
        return whole.zfill(len(cell.number_format)) if is_padded else whole
    return str(value)
