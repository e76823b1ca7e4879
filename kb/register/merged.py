"""Cells of a workbook that stand for several lines: merged downwards, their value in the first.

"Ngày ban hành" or "Cơ quan ban hành" is often merged over the documents of one day or one body. A
workbook opened read-only (openpyxl) does not tell merged cells, so their ranges are read from the
sheet's own part (ECMA-376 part 1, 18.3.1.55), past its lines and without keeping them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

_BOOK = "xl/workbook.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST = 100_000
# B5:B9: one column, several lines
_DOWN = re.compile(r"(?P<column>[A-Z]{1,3})(?P<first>\d{1,7}):(?P=column)(?P<last>\d{1,7})")


@dataclass(frozen=True, slots=True)
class Merge:
    """A cell merged downwards: its column from 0, its first and last line from 1."""

    column: int
    first: int
    last: int


def place_of(letters: str) -> int:
    """Where Excel has a column: ``"A"`` is 0, ``"AA"`` 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def merges_of(archive: zipfile.ZipFile, sheet: str) -> tuple[Merge, ...]:
    """The cells of the sheet with this name that are merged downwards, from top to bottom."""
    part = _part_of(archive, sheet)
    if part is None:
        return ()
    found = sorted(islice(_ranges(archive, part), _MOST), key=lambda merge: merge.first)
    return tuple(found)


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the package in which a sheet is kept."""
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if not {_BOOK, relations} <= names:
        return None
    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(archive.read(_BOOK), safe)
    links = etree.fromstring(archive.read(relations), safe)
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    for entry in book.iter(f"{{{_MAIN}}}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(_RELATION), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            return part if part in names else None
    return None


def _ranges(archive: zipfile.ZipFile, part: str) -> Iterator[Merge]:
    tags = (f"{{{_MAIN}}}row", f"{{{_MAIN}}}mergeCell")
    with archive.open(part) as file:
        for _, element in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
            match = _DOWN.fullmatch(element.get("ref") or "")
            if match and int(match["last"]) > int(match["first"]):
                yield Merge(place_of(match["column"]), int(match["first"]), int(match["last"]))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def filled_down(
    lines: Iterable[tuple[int, tuple[str, ...]]], merges: Iterable[Merge], from_line: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Lines (number, cells), each empty cell that is part of a merged one with its value. Merges
    that begin before ``from_line`` are the header's, and stay."""
    waiting = [merge for merge in merges if merge.first >= from_line]
    held: dict[int, tuple[int, str]] = {}  # the last line and the value, by column
    for number, cells in lines:
        while waiting and waiting[0].first <= number:
            merge = waiting.pop(0)
            if merge.first == number and merge.column < len(cells):
                held[merge.column] = merge.last, cells[merge.column]
        full = list(cells)
        for column, (last, value) in held.items():
            if number <= last and column < len(full) and not full[column]:
                full[column] = value
            elif number <= last and column >= len(full):
                full += [""] * (column - len(full)) + [value]
        yield number, tuple(full)
