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
from extract.readers.page_text import Line, Segment
from extract.readers.scan.labels import mend_labels
from extract.readers.scan.lines import cut_of, parts_of
from extract.readers.scan.mending import Word, mend, weigh
from extract.readers.scan.picture import Image as Pixels
from extract.readers.scan.picture import clean, draw, ink_of, skew
from extract.readers.scan.recognition import Reading, Row
from extract.readers.scan.seals import Seal, find_seals, without_seal
from extract.source import Box, SourceText

SPECIMEN = Path(__file__).parents[3] / "corpus" / "specimens" / "qd-9905-ubnd-2024.pdf"
SEAL = (985, 1570, 115, 75)  # over the signature: centre, radius, inner radius
STAMP = (160, 560, 500, 690)  # at 200 dots an inch: left of the title


@cache
def printed() -> SourceText:
    """The specimen's own text layer, to compare with."""
    return read_bytes(SPECIMEN.read_bytes(), SPECIMEN.name)


def scanned(turn: float = 0.0, stamp: bool = False, seal: bool = False) -> bytes:
    """The specimen's first page as a picture in a PDF, turned by so many degrees as on a careless
    scanner, with the frame of an arrival stamp or a black seal on it if wanted."""
    picture = pypdfium2.PdfDocument(SPECIMEN)[0].render(scale=200 / 72).to_pil().convert("L")
    if stamp:
        pen = ImageDraw.Draw(picture)
        pen.rectangle(STAMP, outline=0, width=4)
        pen.text((STAMP[0] + 30, STAMP[1] + 40), "RECEIVED 1234", font_size=36, fill=0)
    if seal:
        put_seal(ImageDraw.Draw(picture))
    turned = picture.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    turned.save(out, "PNG")

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(out.getvalue())), 0, 0, WIDTH, HEIGHT)

    return pdf_of(page)


def put_seal(pen: ImageDraw.ImageDraw) -> None:
    """A ring, a second one, and writing between them, over the signature."""
    x, y, radius, inner = SEAL
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=0, width=5)
    pen.ellipse((x - inner, y - inner, x + inner, y + inner), outline=0, width=3)
    for turn in np.linspace(0, 2 * np.pi, 24, endpoint=False):
        middle = (radius + inner) / 2
        pen.text(
            (x + middle * np.cos(turn) - 6, y + middle * np.sin(turn) - 8),
            "U",
            fill=0,
            font_size=18,
        )


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
        start = source.text.index("TỈNH SƠN LA")
        own = [b for b in source.boxes if start <= b.start and b.end <= start + 11]
        sides = min(b.x0 for b in own), own[0].top, max(b.x1 for b in own), own[0].bottom
        return Box(start, start + 11, own[0].page, *sides)

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

    monkeypatch.setattr("extract.readers.scan.page.words_of_page", fail)
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

    picture = clean(draw(pypdfium2.PdfDocument(pdf_of(seal))[0]))
    assert np.count_nonzero(picture.pixels < 140) == 0


def words(*texts: str, confidence: float = 95.0) -> list[Word]:
    return [Word(t, confidence, 0, 100.0 * i, 0, 100.0 * i + 90, 30) for i, t in enumerate(texts)]


@pytest.mark.parametrize(
    ("read_as", "mended"),
    [
        ("chính quyên địa phương", "chính quyền địa phương"),
        ("theo thâm quyền.", "theo thẩm quyền."),
        ("ủy ban nhân dân thành phô", "ủy ban nhân dân thành phố"),
        ("Tố chức thực hiện", "Tổ chức thực hiện"),
        ("xong trong Quý II1/2026.", "xong trong Quý III/2026."),
        ("trong quý Il năm 2026", "trong quý II năm 2026"),
        ("quý II/⁄2026;", "quý II/2026;"),
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
        "bà Lê Thị Tố Nga",  # the same syllable as a name
        "quý 1/2026",
    ],
)
def test_what_may_be_right_is_left_as_read(as_it_is: str) -> None:
    assert " ".join(w.text for w in mend(words(*as_it_is.split()))) == as_it_is


def test_of_two_readings_the_one_that_fits_its_neighbours_is_taken() -> None:
    first = words("quy", "đinh", "của", confidence=60.0)
    again = words("quy", "định", "của", confidence=60.0)
    assert [w.text for w in weigh(first, again)] == ["quy", "định", "của"]


def test_what_was_hardly_seen_is_read_as_the_second_look_has_it() -> None:
    first = [*words("hội", confidence=97.0), *words("XI", confidence=0.0)]
    again = [*words("hội", confidence=93.0), *words("XIH", confidence=61.0)]
    assert [word.text for word in weigh(first[1:], again[1:])] == ["XIH"]


def test_a_sure_word_is_not_weighed() -> None:
    first = words("quy", "đinh", "của", confidence=99.0)
    again = words("quy", "định", "của", confidence=99.0)
    assert [w.text for w in weigh(first, again)] == ["quy", "đinh", "của"]


# -- what a scan says of its words


@pytest.mark.usefixtures("own_cache")
def test_every_word_of_a_scan_has_its_own_place_and_sureness() -> None:
    source = read(scanned())
    words = [source.text[box.start : box.end] for box in source.boxes]
    assert not any(" " in word for word in words if word.isalpha())
    assert all(0 <= (box.confidence or -1) <= 100 for box in source.boxes)
    assert [box.start for box in source.boxes] == sorted(box.start for box in source.boxes)


@pytest.mark.usefixtures("own_cache")
def test_a_scanned_page_says_how_sure_it_is_and_how_far_it_was_turned() -> None:
    page = read(scanned(1.7)).pages[0]
    assert page.confidence is not None
    assert 80 < page.confidence <= 100
    assert page.angle == pytest.approx(-1.7, abs=0.2)


def test_a_page_with_a_text_layer_has_no_sureness() -> None:
    page = printed().pages[0]
    assert (page.confidence, page.angle) == (None, None)
    assert all(box.confidence is None for box in printed().boxes)


# -- the signature block


@pytest.mark.usefixtures("own_cache")
def test_position_and_name_are_read_under_a_seal_and_nothing_of_the_seal() -> None:
    lines = read(scanned(seal=True)).text.split("\n")
    end = next(place for place, line in enumerate(lines) if line.startswith("Điều 3."))
    signed = [line for line in lines[end + 1 :] if not line.startswith(("-", "Nơi nhận"))]
    assert signed == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"]


def ring(radius: int = 200) -> Pixels:
    pixels = np.full((700, 900), 255, np.uint8)
    picture = Image.fromarray(pixels)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((400 - radius, 350 - radius, 400 + radius, 350 + radius), outline=0, width=8)
    pen.text((380, 330), "UBND", font_size=30, fill=0)
    pen.rectangle((560, 330, 800, 350), fill=0)  # a bar that crosses the ring
    return np.asarray(picture)


def test_a_seal_is_told_by_its_closed_ring() -> None:
    (seal,) = find_seals(ring())
    assert (seal.x, seal.y) == (pytest.approx(400, abs=8), pytest.approx(350, abs=8))
    assert seal.radius == pytest.approx(198, abs=12)


def test_printed_lines_hold_no_seal() -> None:
    picture = pypdfium2.PdfDocument(SPECIMEN)[0]
    assert find_seals(clean(draw(picture)).pixels) == []


def test_a_seal_goes_and_what_crosses_it_stays() -> None:
    bare = ink_of(without_seal(ring(), Seal(400, 350, 198)))
    assert np.count_nonzero(bare[:, :540]) < 0.02 * np.count_nonzero(ink_of(ring())[:, :540])
    assert np.count_nonzero(bare[:, 620:]) == np.count_nonzero(ink_of(ring())[:, 620:])


# -- labels


def lines(*texts: str) -> list[Line]:
    return [
        Line((Segment(text, 70, 20.0 * i, 400, 20.0 * i + 12, 12),)) for i, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        (["8) Rà soát", "b) Sửa đổi"], ["a) Rà soát", "b) Sửa đổi"]),
        (["d) Rà soát", "d) Sửa đổi", "e) Báo cáo"], ["d) Rà soát", "đ) Sửa đổi", "e) Báo cáo"]),
        (["e) Rà soát", "ø) Sửa đổi"], ["e) Rà soát", "g) Sửa đổi"]),
        (
            ["I. MỤC TIÊU", "II NHIỆM VỤ", "HI. TỔ CHỨC"],
            ["I. MỤC TIÊU", "II. NHIỆM VỤ", "III. TỔ CHỨC"],
        ),
        (
            ["I. MỤC TIÊU", "I. NHIỆM VỤ", "III. TỔ CHỨC"],
            ["I. MỤC TIÊU", "II. NHIỆM VỤ", "III. TỔ CHỨC"],
        ),
        (
            ["I. MỤC TIÊU", "II. NHIỆM VỤ", "II. TỔ CHỨC"],
            ["I. MỤC TIÊU", "II. NHIỆM VỤ", "III. TỔ CHỨC"],
        ),
        (["4. Công bố", "5, Về báo cáo"], ["4. Công bố", "5. Về báo cáo"]),
    ],
)
def test_a_label_is_read_as_its_siblings_demand(read_as: list[str], meant: list[str]) -> None:
    assert [line.text for line in mend_labels(lines(*read_as))] == meant


@pytest.mark.parametrize(
    "as_it_is",
    [
        ["c) Rà soát", "đ) Sửa đổi", "e) Báo cáo"],  # a drafter skipped "d)"
        ["d) Rà soát", "e) Sửa đổi"],  # a drafter skipped "đ)"
        ["1) Rà soát", "2) Sửa đổi", "3) Báo cáo"],
        ["a) Rà soát", "b) Sửa đổi", "a) Báo cáo"],  # another list begins
        ["HI. Mọi người"],
        ["I. MỤC TIÊU", "II. NHIỆM VỤ", "I. TÌNH HÌNH"],  # a second part begins
        ["4. Công bố", "7, Về báo cáo"],
        ["5, Về báo cáo"],
    ],
)
def test_a_label_that_may_be_right_is_left_as_read(as_it_is: list[str]) -> None:
    assert [line.text for line in mend_labels(lines(*as_it_is))] == as_it_is


def test_a_misread_syllable_is_put_right_however_often_it_stands() -> None:
    seen = words(*["bố", "sung", ",", "bố", "sung", ",", "bố", "sung", ",", "bố", "sung"])
    assert [w.text for w in mend(seen)].count("bổ") == 4


def test_what_a_page_says_often_is_meant() -> None:
    page = "quản lý về dược và thuốc , về dược và thuốc , về dược và thuốc"
    seen = words(*page.split())
    assert [w.text for w in mend(seen)] == [w.text for w in seen]


def test_of_two_readings_of_a_document_number_the_first_stands() -> None:
    first = words("số", "2144/TTr-BNN-VPĐP", "ngày", confidence=60.0)
    again = words("số", "2144/TTr-BNN-VWPĐP", "ngày", confidence=90.0)
    assert weigh(first, again) == first


@pytest.mark.usefixtures("own_cache")
def test_a_long_scan_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    alive: list[int] = []

    def drawn(page: object) -> Pixels:
        alive.append(1)
        return np.full((100, 100), 255, np.uint8)

    def recognised(pixels: Pixels, version: str, recognise: object) -> Reading:
        return Reading((Word(f"trang{len(alive)}", 90.0, 0, 300, 1500, 600, 1540),), 0.0)

    monkeypatch.setattr("extract.readers.scan.page.draw", drawn)
    monkeypatch.setattr("extract.readers.scan.page.recognised", recognised)
    many = pypdfium2.PdfDocument.new()
    many.import_pages(pypdfium2.PdfDocument(scanned()), [0] * 30)
    out = io.BytesIO()
    many.save(out)
    source = read(out.getvalue())
    assert [page.number for page in source.pages] == list(range(1, 31))
    assert len(alive) == 30


def row_of(*places: tuple[int, int, int, int]) -> Row:
    return Row(places, (0, 130, 1000, 130), 28.0)


@pytest.mark.parametrize(
    ("places", "parts"),
    [
        ([(100, 110, 150, 130), (165, 110, 220, 130)], 1),
        ([(100, 110, 150, 130), (250, 110, 320, 130)], 2),
    ],
    ids=["the words of a sentence", "the two columns of a letterhead"],
)
def test_what_stands_far_apart_on_a_line_is_read_by_itself(
    places: list[tuple[int, int, int, int]], parts: int
) -> None:
    assert len(list(parts_of(row_of(*places)))) == parts


@pytest.mark.parametrize(
    "stroke", [(60, 118, 65, 123), (60, 95, 72, 135)], ids=["a speck", "a stroke of a pen"]
)
def test_a_stroke_before_a_line_is_none_of_its_words(stroke: tuple[int, int, int, int]) -> None:
    dash, word = (90, 119, 102, 122), (110, 108, 160, 130)
    (part,) = parts_of(row_of(stroke, dash, word))
    assert part.words == (dash, word)


def test_a_line_is_cut_out_with_its_marks_above_and_below() -> None:
    (part,) = parts_of(row_of((100, 110, 150, 130), (160, 110, 220, 130)))
    x0, top, x1, bottom = cut_of(part)  # of a page twice as large
    assert (x0 < 200, x1 > 440) == (True, True)
    assert top < 2 * 105
    assert bottom > 2 * 135
