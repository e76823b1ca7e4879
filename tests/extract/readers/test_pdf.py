"""PDF files with a text layer: lines, columns, paragraphs, tables, scans."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reader_specimens import (
    HEIGHT,
    INDENT,
    LEFT,
    RIGHT,
    WIDTH,
    justified,
    pdf_of,
    rows_of,
    text_pdf,
)
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.readers import Limits, UnreadableError, page_text, pdf, read_bytes
from extract.readers.pdf import read_pdf
from extract.source import SourceText

ROOT = Path(__file__).parents[3]

LONG = (
    "The Chairman of the Provincial People's Committee requests the heads of departments and the "
    "chairmen of district committees to carry out the following tasks without delay, and to report "
    "on them to the Office of the Committee before the end of the second quarter of the year"
)
ITEM = (
    "1. The Department of Finance shall preside over the review of all spending plans that were "
    "submitted by the districts, in coordination with the Department of Home Affairs and others."
)


def at(canvas: Canvas, x: float, top: float, words: str, size: float = 12) -> None:
    canvas.setFont("Times-Roman", size)
    canvas.drawString(x, HEIGHT - top, words)


def lines_of(*pages: object) -> list[str]:
    return read_pdf(pdf_of(*pages)).text.split("\n")  # type: ignore[arg-type]


def test_printed_lines_are_joined_into_paragraphs() -> None:
    source = read_pdf(text_pdf(LONG + ":", ITEM, LONG + "."))
    assert source.text.split("\n") == [LONG + ":", ITEM, LONG + "."]


def test_a_paragraph_goes_on_over_the_page() -> None:
    words = LONG.split()

    def first(canvas: Canvas) -> None:
        justified(canvas, ITEM, 90)
        justified(canvas, LONG + " " + LONG, 700)

    def second(canvas: Canvas) -> None:
        justified(canvas, "and the tail of it that ends " + LONG + ".", 90, indent=0)
        justified(canvas, ITEM, 200)

    lines = lines_of(first, second)
    assert len(lines) == 3
    assert lines[1].startswith(" ".join(words[:5]))
    assert "and the tail of it" in lines[1]


def test_every_page_knows_its_offsets_where_a_paragraph_crosses_them() -> None:
    def first(canvas: Canvas) -> None:
        justified(canvas, LONG + " " + LONG, 700)

    def second(canvas: Canvas) -> None:
        justified(canvas, "tail of the paragraph " + LONG + ".", 90, indent=0)

    source = read_pdf(pdf_of(first, second))
    assert source.page_of(source.text.index("tail of")) == 2
    assert source.page_of(source.text.index("tail of") - 2) == 1


def letterhead(canvas: Canvas) -> None:
    """Drawn line by line across both columns, as some programs do."""
    at(canvas, 110, 70, "PEOPLE'S COMMITTEE")
    at(canvas, 300, 70, "SOCIALIST REPUBLIC OF VIETNAM")
    at(canvas, 120, 86, "OF HAI VAN PROVINCE")
    at(canvas, 310, 86, "Independence - Freedom - Happiness")
    at(canvas, 130, 106, "No: 07/CT-UBND")
    at(canvas, 330, 106, "Hai Van, February 3, 2023")
    at(canvas, 260, 140, "DIRECTIVE")
    at(canvas, 190, 158, "On the work of archives in the province")


def test_the_two_columns_of_a_letterhead_do_not_interleave() -> None:
    assert lines_of(letterhead) == [
        "PEOPLE'S COMMITTEE",
        "OF HAI VAN PROVINCE",
        "No: 07/CT-UBND",
        "SOCIALIST REPUBLIC OF VIETNAM",
        "Independence - Freedom - Happiness",
        "Hai Van, February 3, 2023",
        "DIRECTIVE",
        "On the work of archives in the province",
    ]


def test_the_signature_block_follows_the_recipients() -> None:
    def draw(canvas: Canvas) -> None:
        justified(canvas, LONG + ".", 90)
        at(canvas, 360, 185, "FOR THE COMMITTEE")
        at(canvas, LEFT, 200, "Recipients:")
        at(canvas, 380, 200, "CHAIRMAN")
        for number, body in enumerate(("- Government Office;", "- Departments;", "- Archives.")):
            at(canvas, LEFT, 216 + 14 * number, body, 10)
        at(canvas, 375, 270, "Tran Van Mau")

    assert lines_of(draw)[1:] == [
        "Recipients:",
        "- Government Office;",
        "- Departments;",
        "- Archives.",
        "FOR THE COMMITTEE",
        "CHAIRMAN",
        "Tran Van Mau",
    ]


def gazette(number: int) -> object:
    def draw(canvas: Canvas) -> None:
        left_page = number % 2 == 0
        head = "CONG BAO/So 12/Ngay 01-02-2023"
        at(canvas, 200, 40, f"{number} {head}" if left_page else f"{head} {number}", 10)
        justified(canvas, f"{number}. " + LONG + ".", 90)

    return draw


def test_running_heads_and_page_numbers_are_not_text() -> None:
    lines = lines_of(*(gazette(number) for number in range(88, 93)))
    assert len(lines) == 5
    assert all(line.startswith(str(number)) for number, line in enumerate(lines, start=88))


@pytest.mark.parametrize("number", ["2", "- 2 -", "Page 2 of 5", "Trang 2/5"])
def test_a_bare_page_number_is_not_text(number: str) -> None:
    def draw(canvas: Canvas) -> None:
        at(canvas, WIDTH / 2 - 10, 45, number)
        justified(canvas, LONG + ".", 90)

    assert lines_of(draw) == [LONG + "."]


BROKEN = "The offices that have carried out all of the work under Plan No. 186/KH-"


def broken_number(canvas: Canvas) -> None:
    """A paragraph, and the first line of another that goes from margin to margin."""
    justified(canvas, LONG + ".", 90)
    text = canvas.beginText(LEFT + INDENT, HEIGHT - 200)
    text.setFont("Times-Roman", 12)
    room = RIGHT - LEFT - INDENT - canvas.stringWidth(BROKEN, "Times-Roman", 12)
    text.setWordSpace(room / BROKEN.count(" "))
    text.textOut(BROKEN)
    canvas.drawText(text)


def test_a_number_broken_at_its_hyphen_is_whole_again() -> None:
    def draw(canvas: Canvas) -> None:
        broken_number(canvas)
        at(canvas, LEFT, 217, "UBND shall report.")

    assert lines_of(draw)[-1] == BROKEN + "UBND shall report."


def test_a_number_broken_by_the_page_is_whole_again_and_running_heads_are_not_in_it() -> None:
    def head(canvas: Canvas, number: int) -> None:
        at(canvas, 200, 40, f"{number} CONG BAO/So 12/Ngay 01-02-2023", 10)

    def first(canvas: Canvas) -> None:
        head(canvas, 1)
        broken_number(canvas)

    def second(canvas: Canvas) -> None:
        head(canvas, 2)
        at(canvas, LEFT, 90, "UBND shall report.")
        justified(canvas, LONG + ".", 130)

    def third(canvas: Canvas) -> None:
        head(canvas, 3)
        justified(canvas, LONG + ".", 90)

    assert BROKEN + "UBND shall report." in lines_of(first, second, third)


def grid(canvas: Canvas, rows: list[list[str]], top: float, widths: list[float]) -> float:
    """A ruled table; a newline in a cell starts a new printed line."""
    edges = [LEFT]
    for width in widths:
        edges.append(edges[-1] + width)
    for row in rows:
        height = 6 + 14 * max(cell.count("\n") + 1 for cell in row)
        for x, width, cell in zip(edges, widths, row, strict=False):
            canvas.rect(x, HEIGHT - top - height, width, height)
            for number, line in enumerate(cell.split("\n")):
                at(canvas, x + 4, top + 14 * (number + 1) - 2, line, 10)
        top += height
    return top


ROWS = [
    ["No.", "Task", "Lead", "Time"],
    ["1", "Review the plans\nof all districts", "Finance", "Quarter II"],
    ["2", "Report", "", "2024"],
]


def test_a_ruled_table_is_rows_of_tabs_between_its_neighbours() -> None:
    def draw(canvas: Canvas) -> None:
        top = justified(canvas, LONG + ":", 90)
        top = grid(canvas, ROWS, top, [40, 200, 100, 80])
        justified(canvas, LONG + ".", top + 30)

    source = read_pdf(pdf_of(draw))
    assert source.text.split("\n") == [
        LONG + ":",
        "No.\tTask\tLead\tTime",
        "1\tReview the plans of all districts\tFinance\tQuarter II",
        "2\tReport\t\t2024",
        LONG + ".",
    ]
    (table,) = source.tables
    cells = {(c.row, c.column): source.text[c.start : c.end] for c in table.cells}
    assert cells[1, 1] == "Review the plans of all districts"
    assert cells[2, 2] == ""
    assert cells[2, 3] == "2024"


def test_words_of_neighbouring_cells_that_touch_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, [["abcdefg", "hijk"], ["lmnopqr", "stu"]], 100, [38, 60])

    assert rows_of(read_pdf(pdf_of(draw)).text) == [["abcdefg", "hijk"], ["lmnopqr", "stu"]]


def test_no_row_of_a_table_over_two_pages_is_lost() -> None:
    rows = [[str(number), f"Task {number}", "Finance"] for number in range(1, 61)]

    def first(canvas: Canvas) -> None:
        grid(canvas, [["No.", "Task", "Lead"], *rows[:30]], 90, [40, 200, 100])

    def second(canvas: Canvas) -> None:
        grid(canvas, [["No.", "Task", "Lead"], *rows[30:]], 90, [40, 200, 100])

    found = rows_of(read_pdf(pdf_of(first, second)).text)
    assert [row for row in found if row[0] != "No."] == rows


def test_a_page_whose_table_lies_on_its_side_is_read_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(100, WIDTH - 100, "First line of a page on its side")
        canvas.drawString(100, WIDTH - 120, "Second line")

    source = read_pdf(pdf_of(draw))
    assert source.text.split("\n") == ["First line of a page on its side", "Second line"]
    first = source.boxes[0]
    assert first.x1 - first.x0 < first.bottom - first.top  # on the page as shown it stands upright
    assert 0 <= first.x0 < first.x1 <= WIDTH
    assert 0 <= first.top < first.bottom <= HEIGHT


def test_every_word_has_a_box_on_its_page() -> None:
    source = read_pdf(pdf_of(letterhead, letterhead))
    covered = set()
    for box in source.boxes:
        covered.update(range(box.start, box.end))
        page = source.pages[box.page - 1]
        assert page.start <= box.start < box.end <= page.end
        assert 0 <= box.x0 < box.x1 <= WIDTH
        assert 0 <= box.top < box.bottom <= HEIGHT
    assert all(
        offset in covered for offset, letter in enumerate(source.text) if not letter.isspace()
    )
    box = next(box for box in source.boxes if "No: 07" in source.text[box.start : box.end])
    assert box.x0 == pytest.approx(130, abs=1)
    assert box.top < 106 < box.bottom


def scan(stamp: str = "") -> object:
    from PIL import Image

    def draw(canvas: Canvas) -> None:
        out = io.BytesIO()
        Image.new("L", (60, 85), 200).save(out, "PNG")
        canvas.drawImage(ImageReader(io.BytesIO(out.getvalue())), 0, 0, WIDTH, HEIGHT)
        if stamp:
            at(canvas, 300, 60, stamp, 8)

    return draw


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which Tesseract's language data is not installed."""

    def refuse(page: object) -> None:
        raise UnreadableError("ocr-missing", "The pages are images: install tesseract-ocr-vie.")

    monkeypatch.setattr("extract.readers.scan.page.read_scan", refuse)


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize("stamp", ["", "Signed by: Office of the Committee, 03.02.2023 10:21:05"])
def test_a_scan_has_no_text_layer_a_stamp_is_none(stamp: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(pdf_of(scan(stamp), scan()), "a.pdf")  # type: ignore[arg-type]
    assert caught.value.kind == "ocr-missing"
    assert "install" in caught.value.message


def test_a_scan_without_a_word_on_it_is_refused() -> None:
    assert kind_of(pdf_of(scan(), scan())) == "no-text"  # type: ignore[arg-type]


def mixed() -> SourceText:
    def page(canvas: Canvas) -> None:
        justified(canvas, LONG + ".", 90)

    return read_bytes(pdf_of(page, scan("Signed by: Office"), page), "a.pdf")  # type: ignore[arg-type]


@pytest.mark.usefixtures("without_ocr")
def test_scanned_pages_among_others_are_reported() -> None:
    source = mixed()
    assert source.text.split("\n") == [LONG + ".", LONG + "."]
    (problem,) = source.problems
    assert problem.kind == "page-without-text"
    assert "Page 2" in problem.message
    assert [page.number for page in source.pages] == [1, 2, 3]
    assert source.pages[1].start == source.pages[1].end


def test_a_short_last_page_is_text_not_a_stamp() -> None:
    def page(canvas: Canvas) -> None:
        at(canvas, LEFT, 90, "Tran Van Mau")

    assert lines_of(page) == ["Tran Van Mau"]


def kind_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "a.pdf", limits or Limits())
    return caught.value.kind


def test_a_password_is_asked_for() -> None:
    assert kind_of(pdf_of(letterhead, password="secret")) == "password-protected"


@pytest.mark.parametrize("share", [0.05, 0.4, 0.8, 0.97])
def test_a_truncated_pdf_is_damaged(share: float) -> None:
    data = pdf_of(letterhead, letterhead)
    assert kind_of(data[: int(len(data) * share)]) == "damaged"


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert kind_of(pdf_of(letterhead, letterhead), Limits(max_pages=1)) == "too-large"


def test_a_landscape_page_keeps_its_size() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4))
    canvas.drawString(100, 300, "A line on a wide page")
    canvas.save()
    (page,) = read_pdf(out.getvalue()).pages
    assert page.width is not None
    assert page.height is not None
    assert page.width > page.height


def two_pages_of_a_table(last: list[str], rest: list[str]) -> SourceText:
    header = ["No.", "Task", "Lead"]

    def first(canvas: Canvas) -> None:
        grid(canvas, [header, ["1", "Report", "Finance"], last], 700, [40, 200, 100])

    def second(canvas: Canvas) -> None:
        grid(canvas, [header, rest, ["3", "Close", "Health"]], 90, [40, 200, 100])

    return read_pdf(pdf_of(first, second))


def test_a_row_broken_by_the_page_is_one_row_and_the_header_stands_once() -> None:
    source = two_pages_of_a_table(
        ["2", "Review the plans of", "Finance,"], ["", "all districts", "Home Affairs"]
    )
    assert source.text.split("\n") == [
        "No.\tTask\tLead",
        "1\tReport\tFinance",
        "2\tReview the plans of all districts\tFinance, Home Affairs",
        "3\tClose\tHealth",
    ]
    assert len(source.tables) == 1
    assert source.page_of(source.text.index("3\tClose")) == 2


def test_a_row_without_a_number_at_the_top_of_a_page_stays_a_row() -> None:
    source = two_pages_of_a_table(
        ["2", "Growth rate", "Finance"], ["", "Of which: farms", "Farming"]
    )
    assert "2\tGrowth rate\tFinance\n\tOf which: farms\tFarming\n" in source.text


def test_letters_that_a_second_font_draws_later_go_where_they_stand() -> None:
    def draw(canvas: Canvas) -> None:
        words, late = "THE PEOPLE OF HAI VAN PROVINCE AND ITS DISTRICTS", {4, 14, 25}
        places = [
            LEFT + canvas.stringWidth(words[:n], "Times-Roman", 12) for n in range(len(words))
        ]
        canvas.setFont("Times-Roman", 12)
        start = 0
        for number in [*sorted(late), len(words)]:
            canvas.drawString(places[start], HEIGHT - 100, words[start:number])
            start = number + 1
        for number in late:
            canvas.drawString(places[number], HEIGHT - 100, words[number])

    assert lines_of(draw) == ["THE PEOPLE OF HAI VAN PROVINCE AND ITS DISTRICTS"]


def test_a_raised_note_mark_is_no_digit_of_the_number() -> None:
    def draw(canvas: Canvas) -> None:
        at(canvas, LEFT, 100, "Resolution No. 66-NQ/TW")
        end = LEFT + canvas.stringWidth("Resolution No. 66-NQ/TW", "Times-Roman", 12)
        at(canvas, end, 95, "1", 7)
        at(canvas, end + 6, 100, "of 2025 and more words on the line")
        at(canvas, LEFT, 780, "1", 7)
        at(canvas, LEFT + 7, 785, "Signed in Hai Van.", 10)

    assert lines_of(draw) == [
        "Resolution No. 66-NQ/TW ¹ of 2025 and more words on the line",
        "¹ Signed in Hai Van.",
    ]


def test_a_broken_text_layer_is_said_to_be_broken() -> None:
    from extract.readers.page_text import Line, Segment, View
    from extract.readers.pdf import PageContent, garbled_pages

    words = "NG Ị ĐỊN ủacaf chnhí phủvề nôgn ngiệhp vàphtá tirển nôgn thnô " * 10
    page = PageContent(3, View(0, 0, 595, 842), 0)
    page.lines = [Line((Segment(words, 80, 100, 500, 112, 12),))]
    (problem,) = garbled_pages([page])
    assert problem.kind == "garbled-text"
    assert "page 3" in problem.message


def test_words_set_far_apart_on_one_line_stay_one_line() -> None:
    def draw(canvas: Canvas) -> None:
        justified(canvas, LONG + ".", 90)
        at(canvas, LEFT + INDENT, 200, "Documents")
        at(canvas, 250, 200, "received")
        at(canvas, 400, 200, "late")
        at(canvas, LEFT, 217, "are listed.")

    assert any("Documents received late" in line for line in lines_of(draw))


def test_a_footnote_between_the_parts_of_a_table_keeps_its_page() -> None:
    header = ["No.", "Task", "Lead"]

    def first(canvas: Canvas) -> None:
        grid(canvas, [header, ["1", "Report", "Finance"]], 650, [40, 200, 100])
        at(canvas, LEFT, 740, "1", 7)
        at(canvas, LEFT + 7, 745, "As decided in 2021.", 10)

    def second(canvas: Canvas) -> None:
        grid(canvas, [header, ["2", "Close", "Health"]], 90, [40, 200, 100])

    source = read_pdf(pdf_of(first, second))
    assert source.text.split("\n")[1:] == [
        "1\tReport\tFinance",
        "2\tClose\tHealth",
        "¹ As decided in 2021.",
    ]
    assert source.page_of(source.text.index("2\tClose")) == 2
    assert source.page_of(source.text.index("As decided")) == 1


def strips(canvas: Canvas) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (60, 10), 200).save(out, "PNG")
    for number in range(10):
        canvas.drawImage(ImageReader(io.BytesIO(out.getvalue())), 0, 84 * number, WIDTH, 84)
    at(canvas, 300, 60, "Signed by: Office", 8)


def outlines(canvas: Canvas) -> None:
    for number in range(200):
        canvas.circle(100 + number, 400, 3)


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize("draw", [strips, outlines])
def test_a_page_in_strips_or_in_drawn_letters_has_no_text_layer(draw: object) -> None:
    assert kind_of(pdf_of(draw)) == "ocr-missing"  # type: ignore[arg-type]


def test_a_blank_page_among_others_is_no_problem() -> None:
    def page(canvas: Canvas) -> None:
        justified(canvas, LONG + ".", 90)

    source = read_pdf(pdf_of(page, lambda canvas: None, page))
    assert source.problems == ()
    assert len(source.pages) == 3


def test_a_page_of_too_many_characters_is_refused() -> None:
    assert kind_of(pdf_of(letterhead), Limits(max_characters_a_page=50)) == "too-large"


def test_a_paragraph_goes_on_after_the_footnote_of_its_page() -> None:
    def first(canvas: Canvas) -> None:
        justified(canvas, LONG + " " + LONG, 680)
        at(canvas, LEFT, 790, "1", 6)
        at(canvas, LEFT + 6, 795, "As decided in the year 2021.", 9)

    def second(canvas: Canvas) -> None:
        justified(canvas, "and the tail of it that ends " + LONG + ".", 90, indent=0)
        justified(canvas, ITEM, 200)

    lines = lines_of(first, second)
    assert len(lines) == 3
    assert lines[0].endswith("the tail of it that ends " + LONG + ".")
    assert lines[1] == "¹ As decided in the year 2021."


def test_words_far_off_the_page_are_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Department of Health")
        canvas.drawString(9e8, 700, "nowhere")
        canvas.drawString(60, -9e8, "nowhere either")

    source = read_pdf(pdf_of(draw))
    assert source.text == "Department of Health"
    assert all(0 <= box.x0 < box.x1 <= 595 for box in source.boxes)


@pytest.mark.parametrize("path", sorted((ROOT / "corpus" / "specimens").glob("*.pdf")))
def test_a_page_read_by_words_says_what_it_says_read_by_letters(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_words = read_pdf(path.read_bytes())
    monkeypatch.setattr(pdf, "read_words", page_text.read_characters)
    by_letters = read_pdf(path.read_bytes())
    assert by_words.text == by_letters.text
    assert by_words.tables == by_letters.tables
    assert [(box.start, box.end) for box in by_words.boxes] == [
        (box.start, box.end) for box in by_letters.boxes
    ]


def test_a_raised_mark_inside_a_word_is_seen() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Times-Roman", 14)
        text.textOut("under Decree 12/ND-CP")
        text.setFont("Times-Roman", 9)
        text.setRise(5)
        text.textOut("3")
        text.setFont("Times-Roman", 14)
        text.setRise(0)
        text.textOut(", of 2024")
        canvas.drawText(text)

    assert read_pdf(pdf_of(draw)).text == "under Decree 12/ND-CP ³, of 2024"
