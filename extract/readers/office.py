"""Old Office files: .doc, and .rtf and .odt where LibreOffice is there.

What LibreOffice makes is read as any .docx. What antiword makes is DocBook with one habit to know:
it tells that a paragraph is numbered automatically, but not its number. Nothing is guessed: the
paragraphs stand without numbers, and a problem says so. Tables that it does not recognise come out as
paragraphs with bars between the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from extract.facts import Problem
from extract.limits import DEFAULT, Limits
from extract.readers import converters
from extract.readers.cleaning import clean, raised, set_marks_apart
from extract.readers.converters import OfficeFormat
from extract.readers.docx import read_docx
from extract.readers.errors import UnreadableError
from extract.readers.grids import GridCell, write_grid
from extract.readers.legacy_fonts import Encoding, legacy_encoding, to_unicode
from extract.readers.printed_lines import PrintedLines
from extract.readers.transcript import Transcript
from extract.source import SourceText

MEDIA_TYPES = {
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
}

_SAME_EDGE = 3.0  # points
_WIDTH = re.compile(r"\d{1,5}(?:\.\d{1,4})?")
_BAR = re.compile(r"(?<=\s)\|")
_SKIPPED = {"bookinfo", "beginpage", "graphic", "mediaobject", "inlinemediaobject"}
_LISTS = {"orderedlist", "itemizedlist"}
_NOT_NUMBERED = Problem(
    "numbering-missing",
    "Word numbers paragraphs of this file by itself, and antiword does not tell the numbers: they "
    "are missing. Install libreoffice-writer-nogui and build again, or save the file as .docx.",
)
_NO_TABLE = Problem(
    "table-lost",
    "antiword does not tell the cells of a table in this file: it is read as paragraphs. Install "
    "libreoffice-writer-nogui and build again, or save the file as .docx.",
)
_MOST_BARS = 6  # a letterhead has up to four
_PICTURE = "[pic]"
_BULLET = "- "


def read_office(data: bytes, kind: OfficeFormat, limits: Limits = DEFAULT) -> SourceText:
    """The :class:`SourceText` of a .doc, .rtf or .odt. Raises ``UnreadableError``:
    ``converter-missing``, ``converter-failed``, ``password-protected``, ``damaged``, and what
    reading a .docx raises. ``metadata`` names the converter."""
    if kind == "doc" and _is_encrypted(data):
        raise UnreadableError(
            "password-protected",
            "The Word file is protected by a password. Save a copy without it and add the copy.",
        )
    if office := converters.find_office():
        source = read_docx(converters.to_docx(office, data, kind, limits), limits)
        converter = "libreoffice"
    elif kind == "doc" and (antiword := converters.find_antiword()):
        source = read_docbook(*converters.by_antiword(antiword, data, limits))
        converter = "antiword"
    else:
        raise converters.missing(kind)
    return replace(
        source,
        media_type=MEDIA_TYPES[kind],
        metadata={**source.metadata, "converter": converter},
    )


def _is_encrypted(data: bytes) -> bool:
    """The flag fEncrypted of the file information block (MS-DOC 2.5.2): a block of 512 bytes that
    begins with A5EC, bit 8 of the word at offset 10."""
    for start in range(512, len(data) - 12, 512):
        if data[start : start + 2] == b"\xec\xa5":
            return bool(data[start + 11] & 1)
    return False


def read_docbook(data: bytes, plain: str = "") -> SourceText:
    """The :class:`SourceText` of what antiword makes of a .doc, as DocBook and as plain text."""
    root: Any
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise UnreadableError(
            "damaged", "The Word file is broken or ends too early. Save it as .docx."
        )
    words = " ".join(root.itertext("para", "entry", "emphasis"))
    writer = _Writer(legacy_encoding(words), PrintedLines(plain))
    for chapter in root.iter("chapter"):
        writer.blocks(chapter)
    writer.footnotes()
    problems = [_NOT_NUMBERED] if writer.numbers_lost else []
    problems += [_NO_TABLE] if writer.table_lost else []
    return writer.transcript.source(MEDIA_TYPES["doc"], "markup", problems=problems)


class _Writer:
    """Walks DocBook and writes paragraphs and tables."""

    def __init__(self, encoding: Encoding | None, printed: PrintedLines) -> None:
        self.transcript = Transcript()
        self._printed = printed
        self.numbers_lost = self.table_lost = False
        self._encoding = encoding
        self._notes: list[Any] = []

    def blocks(self, parent: Any, label: str = "") -> None:
        """Everything under ``parent``, in order; ``label`` goes before the first words."""
        words: list[str] = []
        for text, block in self._content(parent):
            words.append(text)
            if block is not None:
                before = "".join(words).strip()
                if before:
                    self._lines(label + before)
                self._block(block, "" if before else label)
                words, label = [], ""
        self._lines(label + "".join(words).strip())

    def _block(self, block: Any, label: str = "") -> None:
        if block.tag in ("informaltable", "table"):
            write_grid(self.transcript, self._grid(block))
        elif block.tag in _LISTS:
            self.numbers_lost |= block.tag == "orderedlist"
            for item in block.iterchildren("listitem"):
                self.blocks(item, "" if block.tag == "orderedlist" else _BULLET)
        else:
            self.blocks(block, label)

    def _content(self, parent: Any) -> Iterator[tuple[str, Any]]:
        """The words in ``parent`` and the blocks between them."""
        yield parent.text or "", None
        for child in parent:
            if child.tag == "footnote":
                self._notes.append(child)
                yield raised(str(len(self._notes))), None
            elif child.tag == "superscript":
                yield raised("".join(child.itertext())), None
            elif child.tag in ("emphasis", "subscript", "ulink", "literal"):
                yield from self._content(child)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield "", child
            yield child.tail or "", None

    def _lines(self, words: str) -> None:
        if _BAR.search(words) and (grid := _grid_of_bars(words)):
            cells = [[" ".join(self._cleaned(cell)) for cell in row] for row in grid]
            rows = [[GridCell(i, (cell,)) for i, cell in enumerate(row)] for row in cells]
            write_grid(self.transcript, rows)
            return
        parts = _BAR.split(words.replace(_PICTURE, " "))
        self.table_lost |= len(parts) > _MOST_BARS
        for part in parts:
            for line in self._cleaned(part):
                self.transcript.line(line)

    def _cleaned(self, words: str, *, in_table: bool = False) -> list[str]:
        broken = self._unicode(self._printed.broken(words, in_table=in_table))
        lines = (clean(set_marks_apart(line)).strip() for line in broken.split("\n"))
        return [line for line in lines if line]

    def _unicode(self, words: str) -> str:
        return to_unicode(words, self._encoding) if self._encoding else words

    def _grid(self, table: Any) -> list[list[GridCell]]:
        """Rows of a table. A group of rows has its own columns: they are told apart by where they
        begin, the widths before them added up."""
        groups = [(group, _left_edges(group)) for group in table.iterchildren("tgroup")]
        edges: list[float] = []
        for edge in sorted(edge for _, lefts in groups for edge in lefts):
            if not edges or edge - edges[-1] > _SAME_EDGE:
                edges.append(edge)
        grid = []
        for group, lefts in groups:
            for row in group.iter("row"):
                cells = []
                for left, entry in zip(lefts, row.iterchildren("entry"), strict=False):
                    column = max(i for i, edge in enumerate(edges) if edge <= left)
                    cells.append(GridCell(column, tuple(self._paragraphs(entry))))
                grid.append(cells)
        return grid

    def _paragraphs(self, entry: Any) -> list[str]:
        words = "".join(text for text, _ in self._content(entry))
        return [line for part in words.split("\n") for line in self._cleaned(part, in_table=True)]

    def footnotes(self) -> None:
        """The footnotes that the text referred to, each with its mark."""
        for number, note in enumerate(self._notes, start=1):
            words = " ".join(clean(self._unicode("".join(note.itertext()))).split())
            self.transcript.line(f"{raised(str(number))} {words}")


def _grid_of_bars(words: str) -> list[list[str]] | None:
    """A table that antiword took for a paragraph: a bar ends a cell, a further one the row. ``None``
    where the rows are not all as long as the first: merged cells leave no trace."""
    cells = words.split(" |")
    width = next((i for i, cell in enumerate(cells) if not cell.strip()), 0)
    if cells and not cells[-1].strip() and len(cells) % (width + 1):
        cells.pop()
    rows = [cells[start : start + width + 1] for start in range(0, len(cells), width + 1)]
    if width < 2 or len(rows) < 2 or any(row[width:] not in ([""], [" "], []) for row in rows):
        return None
    return [row[:width] for row in rows]


def _left_edges(group: Any) -> list[float]:
    edges = [0.0]
    for column in group.iterchildren("colspec"):
        width = _WIDTH.match(column.get("colwidth", ""))
        edges.append(edges[-1] + (float(width[0]) if width else 1.0))
    return edges[:-1]
