"""Where the header of a register stands, and which of its columns is which.

Offices set a title or two above the header, merge cells in it, spread it over two lines ("Ngày",
and below it "ban hành" and "có hiệu lực") and number the columns below it. A line is a header where
it names the number of documents and their date or subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract import vocabulary
from extract.folding import slug
from kb.register.mapping import LETTER, Mapping
from kb.register.merged import place_of
from kb.register.tables import Row, Sheet

_SEARCHED = 40
"""The lines in which a header is looked for."""
_BRACKETED = re.compile(r"\([^()]*\)")
_OF_DOCUMENTS = re.compile(r"(?:-cua)?-van-ban\Z")
# (1), 2, A, (5)=(3)+(4)
_ORDINAL = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=[\s()\d+x*-]{1,30})?")

Columns = dict[str, int]
"""Where each column stands (0 is the first), by its name in ``register_columns.csv``."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out: its columns, the line at which the documents begin, the titles
    above the header, and what the mapping adds."""

    columns: Columns
    first: int
    titles: tuple[str, ...]
    mapping: Mapping


@cache
def _known() -> dict[str, str]:
    return {
        slug(name): row["column"]
        for row in vocabulary.rows("register_columns")
        for name in vocabulary.values(f"{row['names_vi']}|{row['names_en']}")
    }


def column_named(name: str) -> str | None:
    """What a header calls ``name``: ``"Số, ký hiệu văn bản (1)"`` is ``number``."""
    key = slug(_BRACKETED.sub(" ", name))
    return _known().get(key) or _known().get(_OF_DOCUMENTS.sub("", key))


def columns_of(header: Sequence[str]) -> Columns | None:
    """The known columns of a line; ``None`` if that line is no register's header. Of two columns of
    one name the first is taken."""
    found: Columns = {}
    for place, name in enumerate(header):
        column = column_named(name)
        if column is not None:
            found.setdefault(column, place)
    if "number" not in found and "symbol" in found:
        found["number"] = found.pop("symbol")  # "Ký hiệu" alone is the whole symbol
    return found if _is_register(found) else None


def _is_register(columns: Columns) -> bool:
    says_what = columns.keys() & {"issued_on", "title", "type_title"}
    return "number_date" in columns or ("number" in columns and bool(says_what))


def layout_of(sheet: Sheet, mapping: Mapping) -> Layout | None:
    """How the sheet is laid out; ``None`` where no line is a register's header."""
    rows = sheet.rows[:_SEARCHED]
    for at, row in enumerate(rows):
        if mapping.header is not None and row.number != mapping.header:
            continue
        below = rows[at + 1].cells if at + 1 < len(rows) else ()
        columns, lines = _over_two_lines(row.cells, below, mapping)
        if columns is not None:
            titles = tuple(cell for above in rows[:at] for cell in above.cells if cell)
            return Layout(columns, row.number + lines, titles, mapping)
    return None


def _over_two_lines(
    cells: Sequence[str], below: Sequence[str], mapping: Mapping
) -> tuple[Columns | None, int]:
    """The columns that a line names, or it and the one below it together where that names more;
    and how many lines the header has."""
    one = _columns(cells, mapping)
    if "" not in cells or not _is_below(cells, below):
        return one, 1
    two = _columns(_together(cells, below), mapping)
    return (two, 2) if two and len(two) > len(one or ()) else (one, 1)


def _is_below(cells: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the second line only parts cells of the first: below a cell that stands alone it has
    nothing, and nothing in it is a figure."""
    parted = [place for place, cell in enumerate(below) if cell]
    if not parted or any(char.isdigit() for cell in below for char in cell):
        return False
    return all(
        place >= len(cells) or not cells[place] or place + 1 >= len(cells) or not cells[place + 1]
        for place in parted
    )


def _together(cells: Sequence[str], below: Sequence[str]) -> list[str]:
    """The names of a header over two lines: a merged cell of the first stands over several of the
    second. Where both together are no known name, the lower one is one by itself ("Số, ký hiệu"
    below "Văn bản")."""
    names, over = [], ""
    for place in range(max(len(cells), len(below))):
        upper = cells[place] if place < len(cells) else ""
        lower = below[place] if place < len(below) else ""
        over = upper or over
        whole = f"{over} {lower}".strip() if lower else upper
        names.append(whole if column_named(whole) else lower or upper)
    return names


def _columns(cells: Sequence[str], mapping: Mapping) -> Columns | None:
    if not mapping.columns:
        return columns_of(cells)
    by_name = {slug(cell): place for place, cell in reversed(list(enumerate(cells))) if cell}
    mapped = {
        column: by_name[slug(name)] for column, name in mapping.columns if slug(name) in by_name
    }
    for column, name in mapping.columns:
        if column not in mapped:
            if not LETTER.fullmatch(name) or not (mapped or mapping.header):
                return None
            mapped[column] = place_of(name)
    taken = set(mapped.values())
    for place, cell in enumerate(cells):
        column_ = column_named(cell)
        if column_ is not None and place not in taken:
            mapped.setdefault(column_, place)
    return mapped if _is_register(mapped) else None


def numbers_the_columns(cells: Sequence[str]) -> bool:
    """Whether a line only numbers the columns: ``(1) (2) (3)``."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 2 and all(map(_ORDINAL.fullmatch, filled))


def header_of(sheet: Sheet) -> Row:
    """The line that is most likely the header of a sheet that is not known: the one with the most
    cells in words."""
    return max(sheet.rows[:_SEARCHED], key=lambda row: (len(names_seen(row)), -row.number))


def names_seen(row: Row) -> list[str]:
    """The cells of a line that are words, shortened."""
    names = [cell for cell in row.cells if cell and not cell[0].isdigit()]
    return [name if len(name) <= 60 else name[:57] + "..." for name in names]
