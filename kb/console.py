"""How ``kb`` writes to a terminal: aligned tables, wrapped quotes, counts with their noun."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_WIDEST = 110


def width() -> int:
    """Columns to write into."""
    return min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)


def cells(text: str) -> int:
    """How many columns ``text`` takes: combining marks take none."""
    return sum(not unicodedata.combining(character) for character in text)


def clipped(text: str, size: int) -> str:
    """``text`` on one line of at most ``size`` columns."""
    line = " ".join(text.split())
    return line if len(line) <= size else f"{line[: max(size - 1, 0)].rstrip()}…"


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    """``rows`` under headings. ``columns`` maps a row's key to its heading; numbers stand right.
    The last column is clipped to what the terminal leaves it."""
    grid = [[_cell(row.get(key)) for key in columns] for row in rows]
    numeric = [
        bool(rows) and all(isinstance(row.get(key), int | float | None) for row in rows)
        for key in columns
    ]
    headings = list(columns.values())
    sizes = [max(map(cells, column)) for column in zip(headings, *grid, strict=True)]
    room = width() - sum(sizes[:-1]) - 2 * (len(sizes) - 1)
    sizes[-1] = min(sizes[-1], max(room, 12))
    lines = [headings, ["-" * size for size in sizes], *grid]
    return "\n".join(_line(line, sizes, numeric) for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, int) else " ".join(str(value).split())


def _line(line: Sequence[str], sizes: Sequence[int], numeric: Sequence[bool]) -> str:
    line = [*line[:-1], clipped(line[-1], sizes[-1])]
    padded = (
        " " * (size - cells(text)) + text if right else text + " " * (size - cells(text))
        for text, size, right in zip(line, sizes, numeric, strict=True)
    )
    return "  ".join(padded).rstrip()


def wrapped(text: str, indent: int = 4, lines: int = 4) -> str:
    """``text`` as an indented paragraph of at most ``lines`` lines."""
    return textwrap.fill(
        " ".join(text.split()),
        width=max(width(), indent + 20),
        initial_indent=" " * indent,
        subsequent_indent=" " * indent,
        max_lines=lines,
        placeholder=" …",
    )


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """``1 document``, ``1,200 documents``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Iterable[str], most: int = 8) -> str:
    """Words with commas; those beyond ``most`` are counted."""
    every = list(words)
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most:,} more"
