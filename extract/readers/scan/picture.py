"""A page as a clean grey picture: upright, without stamps, seals, rules and speckles.

What the office's software laid over the scan (digital signatures, their pictures) are annotations
and form fields of the PDF: they are simply not drawn. What was stamped on paper is told by its
colour (red and blue ink fades to paper) or, for the register stamp "ĐẾN" (arrived), by its ruled
frame. Sizes are in pixels at 300 dots an inch unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

DPI = 300

_INK = 140  # darker than this is ink
_COLOURED = 60  # channels further apart than this are coloured ink
_RULE_LENGTH = 115  # longer than any stroke of a letter
_FRAME_LEAST = 90
_FRAME_WIDEST = 0.45  # of the page's width
_FRAME_HIGHEST = 0.2  # of the page's height
_STEEPEST = 4.0  # degrees
_WORTH_TURNING = 0.15

Image = NDArray[np.uint8]
Frame = tuple[int, int, int, int]  # x0, top, x1, bottom


@dataclass(frozen=True)
class Picture:
    """A page's picture at ``dpi``; ``frames`` are the stamps on it; ``angle`` is by how many
    degrees the scan was turned back to stand upright."""

    pixels: Image
    dpi: int
    frames: tuple[Frame, ...]
    angle: float


def draw(page: Any, dpi: int = DPI) -> Image:
    """The page of a PDF (pypdfium2) as a grey image, without annotations and coloured ink."""
    bitmap = page.render(scale=dpi / 72, draw_annots=False, may_draw_forms=False)
    pixels = bitmap.to_numpy()
    return pixels.copy() if pixels.ndim == 2 else _without_colour(pixels[:, :, :3])


def _without_colour(pixels: Image) -> Image:
    """Grey, with coloured ink as light as its lightest channel."""
    lightest, darkest = pixels.max(axis=2), pixels.min(axis=2)
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    return np.where(lightest - darkest > _COLOURED, lightest, grey).astype(np.uint8)


def clean(pixels: Image, dpi: int = DPI, angle: float | None = None) -> Picture:
    """A drawn page straightened, with rules taken away and stamps found. Give ``angle`` where it
    is known from another drawing of the same page."""
    angle = skew(pixels) if angle is None else angle
    if abs(angle) >= _WORTH_TURNING:
        pixels = _turned(pixels, angle)
    rules = _rules(pixels, dpi / DPI)
    pixels = pixels.copy()
    pixels[rules > 0] = 255
    return Picture(pixels, dpi, _frames(rules, dpi / DPI), angle)


def skew(pixels: Image) -> float:
    """The angle in degrees by which to turn the image so that its lines of text lie level: the
    one for which rows of ink and rows of paper differ most."""
    height, width = pixels.shape
    ink = ((pixels < _INK) * 255).astype(np.uint8)
    small = cv2.resize(ink, (width // 4, height // 4), interpolation=cv2.INTER_AREA).astype(
        np.uint8
    )

    def contrast(angle: float) -> float:
        rows = _turned(small, angle, paper=0).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5), key=contrast)
    fine = max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=contrast)
    return round(float(fine), 1)


def _turned(pixels: Image, angle: float, paper: int = 255) -> Image:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,)
    )
    return turned.astype(np.uint8)


def _rules(pixels: Image, scale: float) -> Image:
    """A mask of straight lines, level or upright, longer than any letter."""
    ink = ((pixels < _INK) * 255).astype(np.uint8)
    length = round(_RULE_LENGTH * scale)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), np.uint8)).astype(np.uint8)


def _frames(rules: Image, scale: float) -> tuple[Frame, ...]:
    """Small frames of ruled lines: what a register stamp is, and no table of a document."""
    height, width = rules.shape
    joined = cv2.dilate(rules, np.ones((5, 5), np.uint8))
    _, _, parts, _ = cv2.connectedComponentsWithStats(joined)
    return tuple(
        (int(x), int(y), int(x + w), int(y + h))
        for x, y, w, h, _ in parts[1:]
        if min(w, h) > _FRAME_LEAST * scale
        and w < _FRAME_WIDEST * width
        and h < _FRAME_HIGHEST * height
    )
