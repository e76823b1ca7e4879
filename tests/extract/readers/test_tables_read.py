"""Tables from file to named rows: the same table in each format, and the real ones of the gazette.

``table_cells.csv`` is a sample of 150 cells, drawn by chance and compared by eye with the printed
page: file, table in it, row, column, the first three words (none: the cell is empty).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from reader_specimens import HEIGHT, docx_of, pdf_of
from reportlab.pdfgen.canvas import Canvas

from extract.grammar.tables import NamedTable, read_tables
from extract.readers import read_bytes, read_file
from extract.source import SourceText

SAMPLE = Path(__file__).with_name("table_cells.csv")
REQUIRED_RIGHT = 149

HEADER = ("TT", "Task", "Lead agency", "Deliverable", "Deadline")
ROWS = (
    ("1", "Open the office", "Department A", "First report", "May 2027"),
    ("", "", "", "Second report", "November 2027"),
    ("2", "Close the office", "Department B", "A plan", "2028"),
)


def a_docx() -> bytes:
    def write(document) -> None:  # type: ignore[no-untyped-def]
        document.add_paragraph("APPENDIX I. TASKS")
        table = document.add_table(0, 5, style="Table Grid")
        for row in (HEADER, *ROWS):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        for column in range(3):  # the second result stands beside cells over two rows
            table.cell(1, column).merge(table.cell(2, column))

    return docx_of(write)


def a_page() -> bytes:
    def cells(row: tuple[str, ...], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{words}</{tag}>" for words in row) + "</tr>"

    first, second, third = ROWS
    spanning = "".join(f'<td rowspan="2">{words}</td>' for words in first[:3])
    return (
        "<html><body><p>APPENDIX I. TASKS</p><table border=1>"
        + cells(HEADER, "th")
        + f"<tr>{spanning}<td>{first[3]}</td><td>{first[4]}</td></tr>"
        + f"<tr><td>{second[3]}</td><td>{second[4]}</td></tr>"
        + cells(third, "td")
        + "</table></body></html>"
    ).encode()


EDGES = (60, 90, 230, 330, 440, 530)


def a_pdf() -> bytes:
    """The header again on the second page, where the third row stands."""

    def draw(canvas: Canvas, rows: tuple[tuple[str, ...], ...], first: float) -> None:
        top = first
        for row in rows:
            for x, words in zip(EDGES, row, strict=False):
                canvas.drawString(x + 4, HEIGHT - top - 14, words)
            start = EDGES[3] if not row[0] else EDGES[0]  # a merged cell has no line above it
            canvas.line(start, HEIGHT - top, EDGES[-1], HEIGHT - top)
            top += 20
        canvas.line(EDGES[0], HEIGHT - top, EDGES[-1], HEIGHT - top)
        for x in EDGES:
            canvas.line(x, HEIGHT - first, x, HEIGHT - top)

    def one(canvas: Canvas) -> None:
        canvas.drawString(60, HEIGHT - 80, "APPENDIX I. TASKS")
        draw(canvas, (HEADER, *ROWS[:2]), 700)

    return pdf_of(one, lambda canvas: draw(canvas, (HEADER, *ROWS[2:]), 60))


def scan_of(data: bytes, *pages: int, turn: float = 0.5) -> bytes:
    """Pages of a PDF as pictures at 200 dots an inch, laid a little askew on the scanner."""
    document = pypdfium2.PdfDocument(data)
    first, *others = (
        document[page].render(scale=200 / 72).to_pil().convert("L").rotate(turn, fillcolor=255)
        for page in pages
    )
    out = io.BytesIO()
    first.save(out, "PDF", resolution=200, save_all=True, append_images=others)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (a_docx(), "a.docx"),
        (a_page(), "a.html"),
        (a_pdf(), "a.pdf"),
        (scan_of(a_pdf(), 0, 1), "scan.pdf"),
    ],
    ids=["docx", "html", "pdf", "scan"],
)
def test_a_table_means_the_same_in_every_format(data: bytes, name: str) -> None:
    source = read_bytes(data, name)
    (table,) = read_tables(source, "en")
    assert table.kind == "tasks"
    assert table.columns == ("ordinal", "task", "lead", "product", "deadline")
    read = [
        (
            row.label,
            *(row.text_of(source.text, key) for key in ("task", "lead", "product", "deadline")),
        )
        for row in table.rows
    ]
    assert read == [
        ("1", "Open the office", "Department A", "First report", "May 2027"),
        ("1", "Open the office", "Department A", "Second report", "November 2027"),
        ("2", "Close the office", "Department B", "A plan", "2028"),
    ]


def test_every_cell_of_a_scanned_table_has_its_place_on_its_page() -> None:
    source = read_bytes(scan_of(a_pdf(), 0, 1), "scan.pdf")
    (table,) = read_tables(source, "en")
    for row, page in zip(table.rows, (1, 1, 2), strict=True):
        for key, left, right in (("product", 330, 440), ("deadline", 440, 530)):
            start, end = row.cells[key]
            boxes = [box for box in source.boxes if start <= box.start < end]
            assert boxes
            assert {box.page for box in boxes} == {page}
            assert all(left < box.x0 and box.x1 < right for box in boxes)
            assert all(0 < (box.confidence or 0) <= 100 for box in boxes)


@pytest.mark.parametrize("name", ["a.docx", "a.html"])
def test_a_column_without_header_words_is_never_guessed(name: str) -> None:
    rows = (("TT", "Task", "", "Deadline"), ("1", "Open the office", "Department A", "2027"))

    def write(document) -> None:  # type: ignore[no-untyped-def]
        table = document.add_table(0, 4, style="Table Grid")
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words

    page = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in rows)
    data = docx_of(write) if name == "a.docx" else f"<html><table border=1>{page}</table>".encode()
    (table,) = read_tables(read_bytes(data, name), "en")
    assert table.columns == ("ordinal", "task", "column:2", "deadline")


@cache
def document(shared: Path, words: str) -> tuple[SourceText, tuple[NamedTable, ...]]:
    (path,) = (path for path in (shared / "corpus" / "tables").iterdir() if words in path.name)
    source = read_file(path)
    return source, read_tables(source, "vi")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "numbers"), [("844-qd", [29]), ("97-nq", [29]), ("109-nq", [69, 34, 135, 91])]
)
def test_every_numbered_row_is_there_in_order(shared: Path, name: str, numbers: list[int]) -> None:
    _, tables = document(shared, name)
    highest = [max(int(row.label) for row in table.rows if row.label) for table in tables]
    assert highest == numbers
    for table in tables:
        paths = [row.path for row in table.rows]
        assert len(set(paths)) == len(paths)
        groups: dict[tuple[str, ...], list[int]] = {}
        for row in table.rows:
            if row.label and ".-" not in row.path:
                groups.setdefault(row.headings[:1], []).append(int(row.label))
        for labels in groups.values():  # within a heading, each once and none left out
            assert labels == list(range(labels[0], labels[0] + len(labels)))


@pytest.mark.shared
def test_the_numbered_rows_of_four_appendices_are_counted(shared: Path) -> None:
    """Appendix II numbers its branches 1 to 4 and then its provinces 1 to 34 anew."""
    _, tables = document(shared, "109-nq")
    counted = [sum(bool(row.label) and ".-" not in row.path for row in t.rows) for t in tables]
    assert counted == [69, 38, 135, 91]
    assert [table.kind for table in tables] == ["targets", "targets", "tasks", "tasks"]


@pytest.mark.shared
def test_two_results_with_two_dates_under_one_number_stay_two(shared: Path) -> None:
    source, (table,) = document(shared, "97-nq")
    counts = Counter(row.label for row in table.rows)
    assert sorted(int(label or 0) for label, count in counts.items() if count == 2) == [
        15, 16, 17, 18, 19, 21, 22, 26,
    ]  # fmt: skip
    for row in table.rows:
        assert row.text_of(source.text, "product")
        assert row.text_of(source.text, "deadline")


@pytest.mark.shared
def test_a_sample_of_cells_stands_in_the_right_columns(shared: Path) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        sample = list(csv.DictReader(file))
    assert len(sample) == 150
    wrong = []
    for cell in sample:
        source, tables = document(shared, cell["file"])
        rows = {row.path: row for row in tables[int(cell["table"]) - 1].rows}
        row = rows.get(cell["row"])
        words = row.text_of(source.text, cell["column"]) if row else ""
        if row is None or " ".join(words.split()[:3]) != cell["words"]:
            wrong.append((cell, words))
    assert len(sample) - len(wrong) >= REQUIRED_RIGHT, wrong


@pytest.mark.shared
def test_a_scan_of_the_gazette_has_the_rows_and_columns_of_the_printed_page(shared: Path) -> None:
    (path,) = (shared / "corpus" / "tables").glob("*844*")
    pages = (8, 9)
    part = pypdfium2.PdfDocument.new()
    part.import_pages(pypdfium2.PdfDocument(path), pages)
    out = io.BytesIO()
    part.save(out)
    printed, scanned = (
        {
            (number, cell.row, cell.column): source.text[cell.start : cell.end]
            for number, table in enumerate(source.tables)
            for cell in table.cells
        }
        for source in (
            read_bytes(out.getvalue(), "printed.pdf"),
            read_bytes(scan_of(path.read_bytes(), *pages), "scan.pdf"),
        )
    )
    assert printed.keys() == scanned.keys()
    alike = [
        place
        for place, words in printed.items()
        if SequenceMatcher(None, words, scanned[place], autojunk=False).ratio() >= 0.9
    ]
    assert len(alike) >= 0.9 * len(printed)
