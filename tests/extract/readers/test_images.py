"""Pages saved as pictures are read like pages scanned to PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from extract.readers import UnreadableError, read_bytes
from extract.readers.images import as_pdf

ROOT = Path(__file__).parents[3]
SPECIMEN = ROOT / "corpus" / "specimens" / "ct-01-ubnd-2024.pdf"


@pytest.fixture(scope="module")
def sheets() -> list[Image.Image]:
    """The specimen's first two pages as pictures."""
    document = pypdfium2.PdfDocument(SPECIMEN)
    return [document[n].render(scale=200 / 72).to_pil().convert("L") for n in range(2)]


def saved(pictures: list[Image.Image], format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if len(pictures) > 1 else {}
    pictures[0].save(out, format_, **more, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("format_", "media_type", "options"),
    [
        ("PNG", "image/png", {"dpi": (200, 200)}),
        ("JPEG", "image/jpeg", {"quality": 90}),  # does not say how large it was
    ],
)
def test_a_page_saved_as_a_picture_is_read_with_its_places(
    sheets: list[Image.Image], format_: str, media_type: str, options: dict[str, object]
) -> None:
    read = read_bytes(saved(sheets[:1], format_, **options), f"scan.{format_.lower()}")
    assert (read.media_type, read.read_by, len(read.pages)) == (media_type, "ocr", 1)
    assert "Số: 01/CT-UBND" in read.text
    at = read.text.index("01/CT-UBND")
    box = next(box for box in read.boxes if box.start <= at < box.end)
    assert box.top < 250  # in the letterhead
    assert read.pages[0].width == pytest.approx(595, abs=3)
    assert read.pages[0].height == pytest.approx(842, abs=3)


def test_a_tiff_has_as_many_pages_as_were_scanned(sheets: list[Image.Image]) -> None:
    black = [sheet.point(lambda ink: 255 * (ink > 160)).convert("1") for sheet in sheets]
    read = read_bytes(saved(black, "TIFF", dpi=(200, 200)), "scan.tif")
    assert [page.number for page in read.pages] == [1, 2]
    assert read.page_of(read.text.index("Nơi nhận")) == 2


def test_a_photograph_is_turned_as_the_telephone_was_held(sheets: list[Image.Image]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    lying = sheets[0].transpose(Image.Transpose.ROTATE_90)
    _, pdf = as_pdf(saved([lying], "JPEG", exif=exif.tobytes()))
    width, height = pypdfium2.PdfDocument(pdf)[0].get_size()
    assert width < height


def test_what_can_be_seen_through_is_paper() -> None:
    sheet = Image.new("RGBA", (400, 560), (0, 0, 0, 0))
    _, pdf = as_pdf(saved([sheet], "PNG"))
    shown = pypdfium2.PdfDocument(pdf)[0].render().to_pil().convert("L")
    assert shown.getextrema()[0] > 250


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "TIFF"])
def test_a_picture_that_was_cut_off_is_damaged(sheets: list[Image.Image], format_: str) -> None:
    data = saved(sheets[:1], format_)
    with pytest.raises(UnreadableError) as refused:
        read_bytes(data[: len(data) // 3], "scan")
    assert refused.value.kind == "damaged"
