"""Scanned pages: drawn here as pictures, read by OCR, with every word in its place."""

from __future__ import annotations

import io
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reader_specimens import HEIGHT, WIDTH, pdf_of
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.readers import read_bytes
from extract.readers.scan.mending import Word, mend, weigh
from extract.readers.scan.picture import clean, draw, skew
from extract.source import Box, SourceText

SPECIMEN = Path(__file__).parents[3] / "corpus" / "specimens" / "qd-9905-ubnd-2024.pdf"
STAMP = (160, 560, 500, 690)  # at 200 dots an inch: left of the title


@cache
def printed() -> SourceText:
    """The specimen's own text layer, to compare with."""
    return read_bytes(SPECIMEN.read_bytes(), SPECIMEN.name)


def scanned(turn: float = 0.0, stamp: bool = False) -> bytes:
    """The specimen's first page as a picture in a PDF, turned by so many degrees as on a careless
    scanner, with the frame of an arrival stamp on it if wanted."""
    picture = pypdfium2.PdfDocument(SPECIMEN)[0].render(scale=200 / 72).to_pil().convert("L")
    if stamp:
        pen = ImageDraw.Draw(picture)
        pen.rectangle(STAMP, outline=0, width=4)
        pen.text((STAMP[0] + 30, STAMP[1] + 40), "RECEIVED 1234", font_size=36, fill=0)
    turned = picture.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    turned.save(out, "PNG")

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(out.getvalue())), 0, 0, WIDTH, HEIGHT)

    return pdf_of(page)


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KB_CACHE", str(tmp_path))
    return tmp_path


def read(data: bytes) -> SourceText:
    return read_bytes(data, "quet.pdf")


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("turn", [0.0, 1.7, -1.2])
def test_a_scan_says_what_the_printed_page_says_also_when_it_lies_askew(turn: float) -> None:
    source = read(scanned(turn))
    assert (source.read_by, source.pages[0].read_by) == ("ocr", "ocr")
    page = printed().pages[0]
    wanted = printed().text[: page.end].split()
    likeness = SequenceMatcher(None, source.text.split(), wanted, autojunk=False).ratio()
    assert likeness > 0.95


@pytest.mark.usefixtures("own_cache")
def test_the_two_columns_of_a_scanned_letterhead_are_read_one_after_the_other() -> None:
    lines = read(scanned()).text.split("\n")
    first = lines.index("ỦY BAN NHÂN DÂN")
    assert lines[first : first + 6] == printed().text.split("\n")[1:7]


@pytest.mark.usefixtures("own_cache")
def test_words_in_the_frame_of_a_stamp_do_not_leak_into_the_text() -> None:
    text = read(scanned(stamp=True)).text
    assert "RECEIVED" not in text
    assert "1234" not in text
    assert "Ban hành Quy chế" in text


@pytest.mark.usefixtures("own_cache")
def test_every_printed_line_of_a_scan_has_its_place_on_the_page() -> None:
    def place(source: SourceText) -> Box:
        return next(b for b in source.boxes if source.text[b.start : b.end] == "TỈNH SƠN LA")

    scan, layer = place(read(scanned())), place(printed())
    assert scan.page == 1
    assert abs(scan.x0 - layer.x0) < 4
    assert abs(scan.x1 - layer.x1) < 4
    assert layer.top - 4 < (scan.top + scan.bottom) / 2 < layer.bottom + 4


def test_a_page_is_recognised_once(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = scanned()
    first = read(data).text

    def fail(picture: object) -> None:
        raise AssertionError("recognised again")

    monkeypatch.setattr("extract.readers.scan.page.words_of", fail)
    assert read(data).text == first
    assert len([path for path in own_cache.rglob("*") if path.is_file()]) == 1


def test_a_damaged_cache_costs_a_recognition_and_no_wrong_text(own_cache: Path) -> None:
    data = scanned()
    first = read(data).text
    for path in own_cache.rglob("*.z"):
        path.write_bytes(b"not what was written")
    assert read(data).text == first


@pytest.mark.parametrize("turn", [-2.0, 0.6, 3.1])
def test_the_angle_of_a_scan_is_found(turn: float) -> None:
    page = pypdfium2.PdfDocument(scanned(turn))[0]
    assert skew(draw(page)) == pytest.approx(-turn, abs=0.2)


def test_coloured_ink_fades_and_rules_are_taken_away() -> None:
    def seal(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.85, 0.1, 0.1)
        canvas.circle(300, 400, 50, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.line(60, 300, 500, 300)

    picture = clean(draw(pypdfium2.PdfDocument(pdf_of(seal))[0]))  # type: ignore[arg-type]
    assert np.count_nonzero(picture.pixels < 140) == 0


def words(*texts: str, confidence: float = 95.0) -> list[Word]:
    return [Word(t, confidence, 0, 100.0 * i, 0, 100.0 * i + 90, 30) for i, t in enumerate(texts)]


@pytest.mark.parametrize(
    ("read_as", "mended"),
    [
        ("chính quyên địa phương", "chính quyền địa phương"),
        ("theo thâm quyền.", "theo thẩm quyền."),
        ("ủy ban nhân dân thành phô", "ủy ban nhân dân thành phố"),
    ],
)
def test_a_mark_that_no_neighbour_allows_is_put_right(read_as: str, mended: str) -> None:
    assert " ".join(w.text for w in mend(words(*read_as.split()))) == mended


@pytest.mark.parametrize(
    "as_it_is",
    [
        "ông Nguyễn Văn Thăng",  # a name
        "số 12/QĐ-UBND ngày 2029",  # numbers
        "chính quyền. quyên góp",  # a sentence ends between the two
        "quyên góp ủng hộ",  # seldom, and right
    ],
)
def test_what_may_be_right_is_left_as_read(as_it_is: str) -> None:
    assert " ".join(w.text for w in mend(words(*as_it_is.split()))) == as_it_is


def test_of_two_readings_the_one_that_fits_its_neighbours_is_taken() -> None:
    first = words("quy", "đinh", "của", confidence=60.0)
    again = words("quy", "định", "của", confidence=60.0)
    assert [w.text for w in weigh(first, again)] == ["quy", "định", "của"]


def test_a_sure_word_is_not_weighed() -> None:
    first = words("quy", "đinh", "của", confidence=99.0)
    again = words("quy", "định", "của", confidence=99.0)
    assert [w.text for w in weigh(first, again)] == ["quy", "đinh", "của"]
