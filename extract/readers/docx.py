"""Word files (.docx): a small reader of ``document.xml`` with the numbers that Word prints.

Follows ECMA-376 part 1: body text in order, tables, text boxes, tracked changes as finally accepted
(insertions kept, deletions gone), line breaks, symbols. Footnotes and endnotes follow the text;
headers, footers and comments are not in it. The zip is opened with its declared and its actual sizes checked; the XML is parsed
without entities and without the network.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extract.limits import DEFAULT, Limits
from extract.readers.archives import check_archive
from extract.readers.cleaning import clean, raised, set_marks_apart
from extract.readers.errors import UnreadableError
from extract.readers.grids import GridCell, write_grid
from extract.readers.legacy_fonts import (
    Encoding,
    font_encoding,
    font_is_capitals,
    legacy_encoding,
    to_unicode,
)
from extract.readers.numbering import Numbering, W, roman
from extract.readers.syllables import has_vietnamese_letters
from extract.readers.transcript import Transcript
from extract.source import SourceText

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

NOTES = ("footnote", "endnote")

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# What is transparent: its content is read as if it stood there itself.
_TRANSPARENT = {
    W + name
    for name in (
        "ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple",
        "dir", "bdo", "ruby", "rubyBase",
    )
}  # fmt: skip
_GONE = {W + name for name in ("del", "moveFrom", "delText", "instrText", "rt", "sdtPr", "pPr")}
# On a paragraph's mark: it is deleted, or moved away.
_UNDONE = ("del", "moveFrom")
_RANGE_MARKS = {
    W + name
    for name in (
        "bookmarkStart", "bookmarkEnd", "moveFromRangeStart", "moveFromRangeEnd",
        "moveToRangeStart", "moveToRangeEnd", "commentRangeStart", "commentRangeEnd", "proofErr",
    )
}  # fmt: skip
_DAMAGED = "The Word file is broken or ends too early. Get it again, or save it again in Word."


def read_docx(data: bytes, limits: Limits = DEFAULT) -> SourceText:
    """The :class:`SourceText` of a .docx. Raises ``UnreadableError``."""
    package = _Package(data, limits)
    document = package.xml(package.main_part())
    if document is None or (body := document.find(W + "body")) is None:
        raise UnreadableError("damaged", _DAMAGED)
    _join_paragraphs(body)
    numbering = Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml"))
    transcript = Transcript()
    encoding = legacy_encoding(" ".join(text.text or "" for text in body.iter(W + "t")))
    writer = _Writer(transcript, numbering, encoding)
    writer.blocks(body)
    for kind in NOTES:
        writer.notes(kind, package.xml(f"word/{kind}s.xml"))
    return transcript.source(MEDIA_TYPE, "markup")


class _Package:
    """The zip behind a .docx, opened within the limits."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
            raise UnreadableError("damaged", _DAMAGED) from error
        check_archive(self._archive, limits, "Word file", "Word")
        self._names = set(self._archive.namelist())

    def main_part(self) -> str:
        """The name of the part with the text: what the package's relations say, else the usual."""
        relations = self.xml("_rels/.rels")
        for relation in relations.iter(_RELATIONSHIP) if relations is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                name = relation.get("Target", "").lstrip("/")
                if name in self._names:
                    return name
        return "word/document.xml"

    def xml(self, name: str) -> Any:
        """The root element of a part, or ``None`` where there is no such part."""
        if name not in self._names:
            return None
        data = self._bytes(name)
        data = data.replace(_STRICT, _TRANSITIONAL)
        root: Any
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableError("damaged", _DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableError(
                "damaged", "The Word file declares entities, which Word never does. " + _DAMAGED
            )
        return root

    def _bytes(self, name: str) -> bytes:
        """A part, read no further than the limit whatever size it declares."""
        try:
            with self._archive.open(name) as part:
                data = part.read(self._limits.max_part + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise UnreadableError("damaged", _DAMAGED) from error
        if len(data) > self._limits.max_part:
            raise UnreadableError(
                "too-large",
                f"A part of the Word file unpacks to more than {self._limits.max_part / 1e6:,.0f} "
                "MB. It is not read: save it again in Word, or split it.",
            )
        return data


class _Writer:
    """Walks the body and writes paragraphs and tables."""

    def __init__(
        self, transcript: Transcript, numbering: Numbering, encoding: Encoding | None = None
    ) -> None:
        """``encoding``: the old encoding that the whole text is in, if any."""
        self._transcript = transcript
        self._numbering = numbering
        self._encoding = encoding
        self._notes: dict[str, list[str]] = {kind: [] for kind in NOTES}

    def blocks(self, parent: Any) -> None:
        """All paragraphs and tables under ``parent``."""
        for element in _flattened(parent):
            if element.tag == W + "p":
                for line in self.paragraph(element):
                    self._transcript.line(line)
            elif element.tag == W + "tbl":
                self._table(element)

    def paragraph(self, element: Any) -> list[str]:
        """The lines of a paragraph, its label first, the text boxes anchored in it after it."""
        properties = element.find(W + "pPr")
        words = set_marks_apart("".join(self._run_text(element)))
        label = self._numbering.label(properties)
        if self._is_caps(properties):
            words = words.upper()
        lines = [line for line in clean(label + words).split("\n") if line]
        for box in element.iter(W + "txbxContent"):
            if not _in_fallback(box, element) and not _in_inner_box(box, element):
                for inner in _flattened(box):
                    if inner.tag == W + "p":
                        lines += self.paragraph(inner)
                    elif inner.tag == W + "tbl":
                        for row in self._grid(inner):
                            lines += [words for cell in row for words in cell.paragraphs]
        return lines

    def _is_caps(self, properties: Any) -> bool:
        name = properties.find(W + "pStyle") if properties is not None else None
        for style in self._numbering.style_chain(None if name is None else name.get(W + "val")):
            caps = style.find(f"{W}rPr/{W}caps")
            if caps is not None:
                return _is_on(caps)
        return False

    def _run_text(self, parent: Any) -> Iterator[str]:
        for element in _flattened(parent):
            if element.tag == W + "r":
                yield _run(element, self._encoding)
                for kind, ids in self._notes.items():
                    for reference in element.iterchildren(f"{W}{kind}Reference"):
                        ids.append(reference.get(W + "id", ""))
                        yield _note_mark(kind, len(ids))
            elif element.tag == _MATH_TEXT:
                yield element.text or ""
            elif isinstance(element.tag, str) and element.tag.endswith(("}oMath", "}oMathPara")):
                yield "".join(part.text or "" for part in element.iter(_MATH_TEXT))

    def notes(self, kind: str, part: Any) -> None:
        """The notes that the text referred to, in order, each with its mark. Consolidated texts say
        in them what amended a provision."""
        if part is None:
            return
        found = {note.get(W + "id", ""): note for note in part.iterchildren(W + kind)}
        for number, note_id in enumerate(list(self._notes[kind]), start=1):
            if note_id in found:
                words = " ".join(self._cell(found[note_id]))
                self._transcript.line(f"{_note_mark(kind, number)} {words}")

    def _table(self, table: Any) -> None:
        """Rows of a data table; a table with tables in it lays out the page: its cells are read one
        after another."""
        if next(table.iterdescendants(W + "tbl"), None) is None:
            write_grid(self._transcript, self._grid(table), ruled=self._is_ruled(table))
            return
        for row in _rows(table):
            for cell in _flattened(row):
                if cell.tag == W + "tc":
                    self.blocks(cell)

    def _grid(self, table: Any) -> list[list[GridCell]]:
        grid = []
        for row in _rows(table):
            cells, column = [], _skipped_columns(row)
            for cell in _flattened(row):
                if cell.tag != W + "tc":
                    continue
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                paragraphs = self._cell(cell)
                if merged is None or merged.get(W + "val") == "restart" or paragraphs:
                    cells.append(GridCell(column, tuple(_once(paragraphs, _span(cell)))))
                column += _span(cell)
            grid.append(cells)
        return grid

    def _cell(self, cell: Any) -> list[str]:
        lines: list[str] = []
        for element in _flattened(cell):
            if element.tag == W + "p":
                lines += self.paragraph(element)
            elif element.tag == W + "tbl":
                for row in self._grid(element):
                    lines += [words for inner in row for words in inner.paragraphs]
        return lines

    def _is_ruled(self, table: Any) -> bool | None:
        """Are the cells drawn with lines? ``None`` where only a style could tell."""
        borders = [
            side.get(W + "val", "none")
            for path in (f"{W}tblPr/{W}tblBorders", f".//{W}tcPr/{W}tcBorders")
            for group in table.iterfind(path)
            for side in group
        ]
        if any(value not in ("none", "nil") for value in borders):
            return True
        if table.find(f"{W}tblPr/{W}tblStyle") is not None:
            return None
        return False


def _once(paragraphs: list[str], span: int) -> list[str]:
    """The words of a cell over ``span`` columns. Old files keep the words in each of the cells that
    were merged; a converter then writes them one after the other."""
    words = "".join(paragraphs)
    length = len(words) // span
    if span > 1 and len(paragraphs) == 1 and length > 1 and words == words[:length] * span:
        return [words[:length]]
    return paragraphs


def _note_mark(kind: str, number: int) -> str:
    """As Word marks notes unless told otherwise: ¹ for a footnote, i for an endnote."""
    return raised(str(number)) if kind == "footnote" else f"[{roman(number).lower()}]"


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table that are not deleted by a tracked change."""
    for row in _flattened(table):
        if row.tag == W + "tr" and row.find(f"{W}trPr/{W}del") is None:
            yield row


def _join_paragraphs(body: Any) -> None:
    """Accept the deletion of paragraph marks: what is left of such a paragraph belongs to the next
    one, which has its own number and style (ECMA-376 part 1, 17.13.5.15)."""
    for paragraph in reversed(list(body.iter(W + "p"))):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if marks is None or not any(marks.find(W + name) is not None for name in _UNDONE):
            continue
        following = paragraph.getnext()
        while following is not None and following.tag in _RANGE_MARKS:
            following = following.getnext()
        properties = paragraph.find(W + "pPr")
        if following is None or following.tag != W + "p":
            numbered = properties.find(W + "numPr")
            if numbered is not None and not any(map(str.strip, _texts(paragraph))):
                properties.remove(numbered)
            continue
        at = 1 if following.find(W + "pPr") is not None else 0
        following[at:at] = [child for child in paragraph if child is not properties]
        paragraph.getparent().remove(paragraph)


def _texts(paragraph: Any) -> Iterator[str]:
    runs = (child for child in _flattened(paragraph) if child.tag == W + "r")
    return (text.text or "" for run in runs for text in run.iter(W + "t"))


def _flattened(parent: Any) -> Iterator[Any]:
    """The children of ``parent``, what is transparent replaced by its own children."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in _TRANSPARENT:
            stack.append(iter(element))
        elif element.tag == _COMPATIBILITY + "AlternateContent":
            choice = element.find(_COMPATIBILITY + "Choice")
            stack.append(iter(element if choice is None else choice))
        elif element.tag not in _GONE:
            yield element


def _run(run: Any, encoding: Encoding | None = None) -> str:
    properties = run.find(W + "rPr")
    if properties is not None:
        hidden = properties.find(W + "vanish")
        if hidden is not None and _is_on(hidden):
            return ""
    words = "".join(_run_part(part) for part in _flattened(run))
    font = _font(properties)
    encoding = encoding or font_encoding(font)
    if encoding and not words.isascii() and not has_vietnamese_letters(words):
        words = to_unicode(words, encoding)
    if font_is_capitals(font):
        words = words.upper()
    caps = properties.find(W + "caps") if properties is not None else None
    place = properties.find(W + "vertAlign") if properties is not None else None
    if place is not None and place.get(W + "val") == "superscript":
        words = raised(words)
    return words.upper() if caps is not None and _is_on(caps) else words


def _font(properties: Any) -> str:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return "" if fonts is None else fonts.get(W + "ascii", fonts.get(W + "hAnsi", ""))


def _run_part(part: Any) -> str:
    if part.tag == W + "t":
        return part.text or ""
    if part.tag in (W + "br", W + "cr"):
        return "\n"
    if part.tag == W + "tab" or part.tag == W + "ptab":
        return " "
    if part.tag == W + "noBreakHyphen":
        return "-"
    if part.tag == W + "sym":
        return _symbol(part.get(W + "char", ""))
    return ""


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 or 0xE000 <= value < 0x110000 else ""


def _is_on(element: Any) -> bool:
    return element.get(W + "val", "1") not in ("0", "false", "off", "none")


def _span(cell: Any) -> int:
    element = cell.find(f"{W}tcPr/{W}gridSpan")
    return _small_number(element)


def _skipped_columns(row: Any) -> int:
    element = row.find(f"{W}trPr/{W}gridBefore")
    return 0 if element is None else _small_number(element)


def _small_number(element: Any) -> int:
    value = "1" if element is None else element.get(W + "val", "1")
    return min(max(int(value), 1), 63) if value.isascii() and value.isdigit() else 1


def _in_fallback(element: Any, stop: Any) -> bool:
    """Is ``element`` the older rendering of something that the file also has in the newer one?"""
    for ancestor in element.iterancestors():
        if ancestor is stop:
            return False
        if ancestor.tag == _COMPATIBILITY + "Fallback":
            parent = ancestor.getparent()
            return parent is not None and parent.find(_COMPATIBILITY + "Choice") is not None
    return False


def _in_inner_box(element: Any, stop: Any) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is stop:
            return False
        if ancestor.tag == W + "txbxContent":
            return True
    return False
