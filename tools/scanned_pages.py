"""A specimen as an office scans it: pages as pictures, signed, sealed, a little askew.

The pages are those of the printed PDF, drawn at 200 dots an inch. On the first one the number is
written in by hand before its code, and a seal and a signature stand over the signer's name; then
every page is turned a little, blurred and sprinkled with noise. All of it follows from a fixed seed.
"""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import pypdfium2

_DPI = 200
_SCALE = _DPI / 72
_BLUE, _RED = (150, 50, 40), (60, 45, 205)  # of ink and of the seal: blue, green, red
_QUALITY = 42  # of the pictures: what office scanners make of text

Picture = np.ndarray[Any, np.dtype[np.uint8]]


def scanned(printed: bytes, number: str, signer: str) -> bytes:
    """The printed PDF as a scan, with ``number`` in ink before "/CT-" and a seal at ``signer``,
    where these are given."""
    rng = np.random.default_rng(2024)
    pages = []
    for page in pypdfium2.PdfDocument(printed):
        picture = page.render(scale=_SCALE, rev_byteorder=False).to_numpy()[:, :, :3].copy()
        if place := _place(page, signer) if signer else None:
            _sign(picture, place)
        if place := _place(page, "/CT-") if number else None:
            _write(picture, number, place)
        pages.append(_through_the_scanner(picture, rng))
    return _as_pdf(pages)


def _place(page: Any, words: str) -> tuple[int, int] | None:
    """Where ``words`` begin on the page, in pixels: left, and the foot of the letters."""
    text = page.get_textpage()
    found = text.search(words).get_next()
    if found is None:
        return None
    left, bottom, _, _ = text.get_charbox(found[0])
    return round(left * _SCALE), round((page.get_height() - bottom) * _SCALE)


def _write(picture: Picture, number: str, place: tuple[int, int]) -> None:
    """Digits as a pen makes them, higher than print, slanted and not in line."""
    x, y = place[0] - 24 * len(number), place[1] - 2
    for index, digit in enumerate(number):
        at = (x + 22 * index, y + (-3, 2, -1, 3)[index % 4])
        cv2.putText(picture, digit, at, cv2.FONT_HERSHEY_SCRIPT_COMPLEX, 1.2, _BLUE, 3, cv2.LINE_AA)


def _sign(picture: Picture, name: tuple[int, int]) -> None:
    """A seal left of the middle of the block and a stroke of the pen through it, above the name."""
    x, y = name[0] + 20, name[1] - 128
    cv2.circle(picture, (x, y), 92, _RED, 4, cv2.LINE_AA)
    cv2.circle(picture, (x, y), 66, _RED, 2, cv2.LINE_AA)
    star = [
        (x + r * np.sin(turn), y - r * np.cos(turn))
        for turn, r in zip(np.arange(10) * np.pi / 5, (26, 11) * 5, strict=True)
    ]
    cv2.fillPoly(picture, [np.array(star, np.int32)], _RED, cv2.LINE_AA)
    steps = np.arange(0, 190, 4)
    height = 34 * np.sin(steps / 17) * np.exp(-steps / 150)
    stroke = np.stack([x + steps, y + 18 - height], axis=1).astype(np.int32)
    cv2.polylines(picture, [stroke], isClosed=False, color=_BLUE, thickness=3, lineType=cv2.LINE_AA)


def _through_the_scanner(picture: Picture, rng: np.random.Generator) -> Picture:
    height, width = picture.shape[:2]
    askew = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-0.9, 0.9), 1)
    turned = cv2.warpAffine(picture, askew, (width, height), borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(turned, (3, 3), 0.7).astype(np.float32)
    noise = rng.normal(-4, 5, picture.shape[:2])[:, :, None]  # grey: sensors of a line
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def _as_pdf(pages: list[Picture]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in pages:
        _, written = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        canvas.drawImage(ImageReader(io.BytesIO(written.tobytes())), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
