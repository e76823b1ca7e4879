"""PDF files with a text layer.

PDFium (pypdfium2) gives characters and drawn lines; ``page_text`` makes printed lines of them,
``reading_order`` unwinds columns and drops running heads, ``page_tables`` finds ruled tables, and
``paragraphs`` joins lines. A scan has no text layer, or only the words of a signature stamp (5 to
240 characters, seen on every signed scan): such a page is reported, never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, TypeVar

import pypdfium2

from extract.facts import Problem
from extract.limits import DEFAULT, Limits
from extract.readers.digital_signatures import read_signatures
from extract.readers.errors import UnreadableError, without_ocr_extra
from extract.readers.grids import GridCell, is_data_table
from extract.readers.page_tables import RuledTable, ruled_tables, rulings
from extract.readers.page_text import (
    Line,
    View,
    convert_old_letters,
    fragments_of,
    has_form_fields,
    lines_of,
    read_characters,
    read_words,
    turn_back,
)
from extract.readers.paragraphs import (
    Margins,
    continues,
    footnotes_of,
    margins_of,
    split_paragraphs,
)
from extract.readers.reading_order import ReadLine, in_reading_order, without_running_lines
from extract.readers.stamps import add_filled_in
from extract.readers.syllables import is_vietnamese, share_of_other_words
from extract.readers.table_parts import TablePart, join_parts
from extract.readers.transcript import CellPieces, PageSize, Piece, Rectangle, Transcript
from extract.source import SourceText

MEDIA_TYPE = "application/pdf"
STAMP = 240
"""The longest text layer, in characters, that is taken for a stamp on a scanned page."""

_IMAGE_SHARE = 0.4
_DRAWN_LETTERS = 50
_PICTURES = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE, pypdfium2.raw.FPDF_PAGEOBJ_PATH]
_GARBLED = 0.3
_FULL_PAGE = 8  # lines
_WIDEST_INDENT = 60.0
_AT_EDGE, _MANY_AT_EDGE = 4.0, 2  # a margin is where lines end
_SQUARE = 80.0
_ORDINARY_RIGHT = 0.88  # of the page's width
_DAMAGED = "The PDF is broken or ends too early. Get it again, or print it to a new PDF."


Printed = TypeVar("Printed")


@dataclass
class PageContent:
    """What was read from one page."""

    number: int
    view: View
    turns: int
    lines: list[Line] = field(default_factory=list)
    tables: list[TablePart] = field(default_factory=list)
    read_by: str = "text-layer"
    unread: UnreadableError | None = None  # why the words of a picture could not be read
    confidence: float | None = None  # of OCR in its words
    angle: float | None = None  # by which a scan was turned upright


def read_pdf(data: bytes, limits: Limits = DEFAULT) -> SourceText:
    """The :class:`SourceText` of a PDF. Raises ``UnreadableError``: ``password-protected``,
    ``damaged``, ``ocr-missing`` (every page is an image, and OCR is not installed), ``no-text``,
    ``too-large``."""
    _check_end(data)
    document = _open(data)
    try:
        if len(document) > limits.max_pages:
            raise UnreadableError(
                "too-large",
                f"The PDF has {len(document):,} pages; at most {limits.max_pages:,} are read. "
                "Split it.",
            )
        pages = [_read_page(document, index, limits) for index in range(len(document))]
        signatures = read_signatures(document)
    finally:
        document.close()
    if not any(page.lines or page.tables for page in pages):
        raise next(
            (page.unread for page in pages if page.unread),
            UnreadableError("no-text", "No words were found on any page. Scan it again, darker."),
        )
    return replace(_compose(pages), signatures=signatures)


def _check_end(data: bytes) -> None:
    """A PDF that was cut off has no end mark after its last object."""
    if data.rfind(b"%%EOF") < data.rfind(b"endobj") or b"%%EOF" not in data:
        raise UnreadableError("damaged", _DAMAGED)


def _open(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) == 0:
            raise UnreadableError("damaged", "The PDF has no pages. Get it again.")
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(
                "password-protected",
                "The PDF is protected by a password. Save a copy without it and add the copy.",
            ) from error
        raise UnreadableError("damaged", _DAMAGED) from error
    return document


def _read_page(document: Any, index: int, limits: Limits) -> PageContent:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(
            "damaged", f"Page {index + 1} cannot be opened. {_DAMAGED}"
        ) from error
    try:
        textpage = page.get_textpage()
        try:
            return _page_content(document, page, textpage, index, limits)
        finally:
            textpage.close()
    finally:
        page.close()


def _page_content(
    document: Any, page: Any, textpage: Any, index: int, limits: Limits
) -> PageContent:
    left, bottom, right, top = page.get_cropbox()
    shown = View(left, bottom, right, top, (page.get_rotation() // 90) % 4)
    laid_over = has_form_fields(page)
    read = read_characters if laid_over else read_words
    characters = read(textpage, shown, limits.max_characters_a_page)
    content = PageContent(index + 1, characters.view, characters.turns)
    printed = characters.printed
    if printed <= STAMP and _is_image(page, shown, printed):
        return _recognised(page, PageContent(index + 1, shown, 0))
    edges = rulings(page, characters.view, limits.max_rulings_a_page)
    if laid_over:
        add_filled_in(document, index, characters, limits.max_characters_a_page)
    convert_old_letters(characters)
    tables = ruled_tables(edges)
    boxes = [box.place for table in tables for box in table.boxes]
    fragments = fragments_of(characters, _cell_finder(boxes) if boxes else None)
    in_cells = _by_cell((fragment.cell, fragment) for fragment in fragments)
    content.lines = lines_of(_take_tables(content, tables, in_cells, lines_of))
    if _share_garbled(content) > _GARBLED:
        recognised = _recognised(page, PageContent(index + 1, shown, 0))
        if recognised.lines and _share_garbled(recognised) < _share_garbled(content):
            return recognised
    return content


def _recognised(page: Any, content: PageContent) -> PageContent:
    """``content`` with the lines that OCR reads on the page, or with the reason why it cannot."""
    try:
        from extract.readers.scan.page import middle_of, printed_lines, read_scan
    except ImportError:
        content.unread = without_ocr_extra()
        return content
    try:
        scan = read_scan(page)
    except UnreadableError as error:
        content.unread = error
        return content
    content.read_by, content.confidence, content.angle = "ocr", scan.confidence, scan.angle
    tables = ruled_tables(list(scan.rulings))
    cell_of = _cell_finder([box.place for table in tables for box in table.boxes])
    in_cells = _by_cell((cell_of(*middle_of(word)), word) for word in scan.words)
    free = _take_tables(content, tables, in_cells, printed_lines)
    content.lines = printed_lines(sorted(free, key=lambda word: (word.line, word.x0)))
    return content


def _share_garbled(content: PageContent) -> float:
    """The share of words that are no Vietnamese syllables, 0 on a page in another language."""
    words = " ".join(line.text for line in content.lines)
    return share_of_other_words(words) if is_vietnamese(words) else 0.0


def _is_image(page: Any, view: View, printed: int) -> bool:
    """Are the words of the page, ``printed`` characters of text apart, in pictures? Scanners also
    write a page as strips; some programs draw every letter as a shape."""
    width, height = view.size
    covered, shapes = 0.0, 0
    for drawn in page.get_objects(filter=_PICTURES, max_depth=3):
        if drawn.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
            continue
        try:
            x0, y0, x1, y1 = drawn.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        covered += (x1 - x0) * (y1 - y0)
    if printed == 0:
        return covered > 0 or shapes >= _DRAWN_LETTERS
    return covered > _IMAGE_SHARE * width * height


def _cell_finder(boxes: Sequence[Rectangle]) -> Callable[[float, float], int | None]:
    """A function from a point to the number of the cell it is in, by squares of the page."""
    squares: dict[tuple[int, int], list[int]] = {}
    for index, (x0, top, x1, bottom) in enumerate(boxes):
        for column in range(int(x0 // _SQUARE), int(x1 // _SQUARE) + 1):
            for row in range(int(top // _SQUARE), int(bottom // _SQUARE) + 1):
                squares.setdefault((column, row), []).append(index)

    last: int | None = None

    def find(x: float, y: float) -> int | None:
        nonlocal last
        if last is not None:
            x0, top, x1, bottom = boxes[last]
            if x0 <= x < x1 and top <= y < bottom:
                return last  # the word before was in the same cell
        for index in squares.get((int(x // _SQUARE), int(y // _SQUARE)), ()):
            x0, top, x1, bottom = boxes[index]
            if x0 <= x < x1 and top <= y < bottom:
                last = index
                return index
        return None

    return find


def _by_cell(pairs: Iterable[tuple[int | None, Printed]]) -> dict[int | None, list[Printed]]:
    """What is printed, by the number of its cell; None is outside of all tables."""
    found: dict[int | None, list[Printed]] = {}
    for cell, printed in pairs:
        found.setdefault(cell, []).append(printed)
    return found


def _take_tables(
    content: PageContent,
    tables: list[RuledTable],
    by_cell: Mapping[int | None, list[Printed]],
    lines_of: Callable[[list[Printed]], list[Line]],
) -> list[Printed]:
    """Put the tables that hold data into ``content``; what is printed elsewhere comes back."""
    free = list(by_cell.get(None, ()))
    first = 0
    for table in tables:
        rows: dict[int, list[tuple[int, list[Line]]]] = {}
        for offset, box in enumerate(table.boxes):
            lines = lines_of(by_cell.get(first + offset, []))
            rows.setdefault(box.row, []).append((box.column, lines))
        grid = [
            [GridCell(column, tuple(line.text for line in lines)) for column, lines in row]
            for row in rows.values()
        ]
        columns = {cell.column for row in grid for cell in row}
        if len(columns) > 1 and (is_data_table(grid, ruled=True) or len(columns) > 2):
            content.tables.append(_table_part(content, table, rows))
        else:
            for offset in range(len(table.boxes)):
                free += by_cell.get(first + offset, ())
        first += len(table.boxes)
    return free


def _table_part(
    content: PageContent, table: RuledTable, rows: dict[int, list[tuple[int, list[Line]]]]
) -> TablePart:
    cells = tuple(
        tuple(
            CellPieces(
                column,
                tuple(
                    piece for line in lines for piece in _line_pieces(line, content.number, content)
                ),
            )
            for column, lines in rows[row]
        )
        for row in sorted(rows)
    )
    edges = tuple(sorted({box.place[0] for box in table.boxes}))
    return TablePart(content.number, table.place[1], edges, cells)


def _compose(pages: list[PageContent]) -> SourceText:
    kept = without_running_lines([(page.lines, page.view.size[1]) for page in pages])
    for page, lines in zip(pages, kept, strict=True):
        page.lines = lines
    _mend_labels([page for page in pages if page.read_by == "ocr"])
    margins = _margins(pages)
    indented = sum(m.indented for m in margins.values()) * 2 >= sum(
        bool(page.lines) for page in pages
    )
    transcript = Transcript()
    views = {page.number: page for page in pages}
    notes = {id(line) for page in pages for line in footnotes_of(page.lines)}
    paragraph: list[ReadLine] = []
    held: list[ReadLine] = []  # footnotes of the page that the paragraph may go on after

    def end_paragraph() -> None:
        for lines in (paragraph, *split_paragraphs(held, margins, indented)):
            transcript.paragraph(_pieces(lines, views))
        paragraph.clear()
        held.clear()

    for item in join_parts(_in_order(pages)):
        if isinstance(item, TablePart):
            end_paragraph()
            transcript.table(item.rows)
        elif id(item.line) in notes:
            held.append(item)
        else:
            if not (paragraph and continues(paragraph[-1], item, margins, indented)):
                end_paragraph()
            paragraph.append(item)
    end_paragraph()
    return transcript.source(
        MEDIA_TYPE,
        _read_by(pages),
        pages=[
            PageSize(page.number, *_shown_size(page), page.read_by, page.confidence, page.angle)
            for page in pages
        ],
        problems=[
            *map(_image_page, (page for page in pages if page.unread)),
            *garbled_pages(pages),
        ],
    )


def _mend_labels(scans: list[PageContent]) -> None:
    """The labels of scanned pages, put right with those of all pages: siblings stand apart."""
    if not scans:
        return
    from extract.readers.scan.labels import mend_labels

    mended = iter(mend_labels([line for page in scans for line in page.lines]))
    for page in scans:
        page.lines = [next(mended) for _ in page.lines]


def _read_by(pages: list[PageContent]) -> str:
    """How the document was read: ``text-layer``, ``ocr``, or ``mixed`` where pages differ."""
    ways = {page.read_by for page in pages if page.lines or page.tables}
    return ways.pop() if len(ways) == 1 else "mixed"


def _margins(pages: list[PageContent]) -> dict[int, Margins]:
    """Every page's margins. A page of few lines, or of first lines only, does not show them all:
    there they are at least those of the document's other pages, or of an ordinary letter."""
    lines = {
        page.number: [line for line in page.lines if len(line.segments) == 1] for page in pages
    }
    margins = {number: margins_of(found) for number, found in lines.items()}
    full: dict[float, list[Margins]] = {}
    shown = {n for n, found in lines.items() if _shows_margins(found, margins[n].right)}
    for page in pages:
        if page.number in shown:
            full.setdefault(page.view.size[0], []).append(margins[page.number])
    rights = {width: median(margin.right for margin in found) for width, found in full.items()}
    lefts = {width: median(margin.left for margin in found) for width, found in full.items()}
    for page in pages:
        width, own = page.view.size[0], margins[page.number]
        if page.number not in shown:
            own = replace(own, right=max(own.right, rights.get(width, _ORDINARY_RIGHT * width)))
        if 0 < own.left - lefts.get(width, own.left) < _WIDEST_INDENT:
            own = replace(own, left=lefts[width])
        margins[page.number] = own
    return margins


def _shows_margins(lines: Sequence[Line], right: float) -> bool:
    """Whether a page has many lines, of which some end at its right edge."""
    reached = sum(abs(line.x1 - right) < _AT_EDGE for line in lines)
    return len(lines) >= _FULL_PAGE and reached >= _MANY_AT_EDGE


def _in_order(pages: list[PageContent]) -> Iterator[ReadLine | TablePart]:
    """The lines and tables of all pages, in reading order."""
    for page in pages:
        rest = page.lines
        for table in sorted(page.tables, key=lambda table: table.top):
            above = [line for line in rest if (line.top + line.bottom) / 2 < table.top]
            rest = [line for line in rest if (line.top + line.bottom) / 2 >= table.top]
            yield from in_reading_order(above, page.number)
            yield table
        yield from in_reading_order(rest, page.number)


def _pieces(paragraph: list[ReadLine], pages: dict[int, PageContent]) -> list[Piece]:
    return [
        piece
        for item in paragraph
        for piece in _line_pieces(item.line, item.page, pages[item.page])
    ]


def _line_pieces(line: Line, number: int, page: PageContent) -> Iterator[Piece]:
    width, height = page.view.size
    for index, segment in enumerate(line.segments):
        words = tuple(
            word._replace(place=_rounded(turn_back(word.place, page.turns, width, height)))
            for word in segment.words
        )
        shown = _rounded(turn_back(segment.place, page.turns, width, height))
        yield Piece(segment.text, number, shown, follows=index > 0, words=words)


def _rounded(place: Rectangle) -> Rectangle:
    x0, top, x1, bottom = place
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def _shown_size(page: PageContent) -> tuple[float, float]:
    width, height = page.view.size
    return (height, width) if page.turns % 2 else (width, height)


def _image_page(page: PageContent) -> Problem:
    return Problem("page-without-text", f"Page {page.number} is missing. {page.unread}")


def garbled_pages(pages: list[PageContent]) -> Iterator[Problem]:
    """The quality gate: pages whose words are not those of the language that its letters show."""
    for page in pages:
        if _share_garbled(page) > _GARBLED:
            yield Problem(
                "garbled-text",
                f"Many words of page {page.number} are no Vietnamese words: the text layer of the "
                "PDF is broken. Compare it with the page, or add the document as .docx.",
            )
