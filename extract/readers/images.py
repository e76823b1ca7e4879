"""Pictures of pages: PNG, JPEG and TIFF as scanners and telephones save them.

A picture is laid into a PDF, each of its pages (a TIFF may have several) a page, and read as every
scan is. It is turned as its Exif data say; what can be seen through is white. Where it does not say
how large it was printed, its page is taken to be as wide as A4.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.limits import DEFAULT, Limits
from extract.readers.errors import UnreadableError
from extract.source import SourceText

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff"}

_MOST_PIXELS = 120_000_000
"""Of a page: A3 at 800 dots an inch."""

_A4 = (8.27, 11.69)
_DPI = range(70, 1300)
_QUALITY = 95


def read_image(data: bytes, limits: Limits = DEFAULT) -> SourceText:
    """The :class:`SourceText` of a picture of pages. Raises ``UnreadableError``: ``damaged``,
    ``too-large``, and what :func:`extract.readers.pdf.read_pdf` does."""
    from extract.readers.pdf import read_pdf

    media_type, pdf = as_pdf(data, limits)
    return replace(read_pdf(pdf, limits), media_type=media_type)


def as_pdf(data: bytes, limits: Limits = DEFAULT) -> tuple[str, bytes]:
    """The media type of a picture, and a PDF that shows it."""
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data), formats=list(MEDIA_TYPES)) as image:
            if getattr(image, "n_frames", 1) > limits.max_pages:
                raise _too_large("pages")
            frames = [_upright(frame) for frame in ImageSequence.Iterator(image)]
            media_type, resolution = MEDIA_TYPES[image.format or "PNG"], _resolution(image)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadableError(
            "damaged", "The picture is broken or ends too early. Scan the page again."
        ) from error
    quality: dict[str, int] = {}  # black and white is kept as it is
    if any(frame.mode != "1" for frame in frames):
        frames = [frame.convert("L") if frame.mode == "1" else frame for frame in frames]
        quality = {"quality": _QUALITY}
    out = io.BytesIO()
    frames[0].save(
        out, "PDF", save_all=True, append_images=frames[1:], resolution=resolution, **quality
    )
    return media_type, out.getvalue()


def _upright(frame: Image) -> Image:
    """A page in black, grey or colours, as it was held."""
    from PIL import Image, ImageOps

    if frame.width * frame.height > _MOST_PIXELS:
        raise _too_large("pixels")
    turned = ImageOps.exif_transpose(frame)
    if turned.mode in ("1", "L", "RGB"):
        return turned.copy()
    if "A" in turned.getbands() or "transparency" in turned.info:
        seen = turned.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    if turned.mode.startswith(("I", "F")):  # 16 bits a pixel
        return turned.point(lambda value: value / 256).convert("L")
    return turned.convert("RGB")


def _resolution(image: Image) -> float:
    """Dots an inch: as the picture says, else those that make it as wide as A4."""
    across = float(image.info.get("dpi", (0,))[0] or 0)
    if round(across) in _DPI:
        return across
    width, height = image.size
    return width / (_A4[0] if width <= height else _A4[1])


def _too_large(what: str) -> UnreadableError:
    return UnreadableError("too-large", f"The picture has too many {what}. Scan it smaller.")
