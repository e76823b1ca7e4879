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
_BAND = 256
_SAMPLED = 3  # every third pixel of every third row
_RULE_LENGTH = 115  # longer than any stroke of a letter
_STEP = 4  # rules are looked for in a picture so many times shorter along them
_BRIDGED = 13  # times four pixels: a gap in a rule is smaller
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
    degrees the scan was turned back to stand upright; ``rulings`` were its ruled lines."""

    pixels: Image
    dpi: int
    frames: tuple[Frame, ...]
    angle: float
    rulings: tuple[Frame, ...] = ()


def draw(page: Any, dpi: int = DPI) -> Image:
    """The page of a PDF (pypdfium2) as a grey image, without annotations and coloured ink."""
    bitmap = page.render(scale=dpi / 72, draw_annots=False, may_draw_forms=False)
    pixels = bitmap.to_numpy()
    if pixels.ndim == 2:
        return pixels.copy()
    return _without_colour(np.ascontiguousarray(pixels[:, :, :3]))


def _without_colour(pixels: Image) -> Image:
    """Grey, with coloured ink as light as its lightest channel. Most of a page has no colour: only
    bands that show some in a sample of their pixels are gone through."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    for top in range(0, len(pixels), _BAND):
        band = pixels[top : top + _BAND]
        if _colours(np.ascontiguousarray(band[::_SAMPLED, ::_SAMPLED]))[1].any():
            lightest, coloured = _colours(band)
            cv2.copyTo(lightest, coloured, grey[top : top + _BAND])
    return grey


def _colours(pixels: Image) -> tuple[Image, Image]:
    """The lightest channel of every pixel, and a mask of the coloured ones."""
    blue, green, red = cv2.split(pixels)
    lightest = cv2.max(cv2.max(blue, green), red)
    darkest = cv2.min(cv2.min(blue, green), red)
    coloured = cv2.threshold(cv2.subtract(lightest, darkest), _COLOURED, 255, cv2.THRESH_BINARY)[1]
    return lightest.astype(np.uint8, copy=False), coloured.astype(np.uint8, copy=False)


def ink_of(pixels: Image) -> Image:
    """A mask: 255 where there is ink."""
    return cv2.threshold(pixels, _INK - 1, 255, cv2.THRESH_BINARY_INV)[1].astype(
        np.uint8, copy=False
    )


def clean(pixels: Image) -> Picture:
    """A page drawn at 300 dots an inch straightened, with rules taken away and stamps found."""
    angle = skew(pixels)
    if abs(angle) >= _WORTH_TURNING:
        pixels = _turned(pixels, angle)
    level, upright = _rules(pixels)
    both = cv2.bitwise_or(level, upright).astype(np.uint8, copy=False)
    if not both.any():
        return Picture(pixels, DPI, (), angle)
    rules = cv2.dilate(both, np.ones((5, 5), np.uint8)).astype(np.uint8, copy=False)
    frames = _frames(rules)
    rulings = (
        *_rulings(level, frames, across=_BRIDGED),
        *_rulings(upright, frames, down=_BRIDGED),
    )
    bare = cv2.bitwise_or(pixels, rules).astype(np.uint8, copy=False)
    return Picture(bare, DPI, frames, angle, rulings)


def skew(pixels: Image) -> float:
    """The angle in degrees by which to turn the image so that its lines of text lie level: the
    one for which rows of ink and rows of paper differ most."""
    height, width = pixels.shape
    small = cv2.resize(ink_of(pixels), (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    down, across = np.nonzero(small)
    weights = small[down, across].astype(np.float64)
    across = across - width / 8

    def contrast(angle: float) -> float:
        turn = np.radians(angle)
        rows = down * np.cos(turn) - across * np.sin(turn)
        sums = np.bincount((rows + width / 4).astype(np.intp), weights)
        return float(np.square(np.diff(sums)).sum())

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5), key=contrast)
    fine = max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=contrast)
    return round(float(fine), 1)


def _turned(pixels: Image, angle: float) -> Image:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)
    )
    return turned.astype(np.uint8)


def _rules(pixels: Image) -> tuple[Image, Image]:
    """Masks of the straight lines, level and upright, longer than any letter. They are looked for
    in those rows and columns alone where a picture shortened along them has a long run of ink."""
    ink = ink_of(pixels)
    level, upright = np.zeros_like(ink), np.zeros_like(ink)
    rows = _longest_runs(ink, across=_STEP).any(axis=1)
    if rows.any():
        level[rows] = cv2.morphologyEx(ink[rows], cv2.MORPH_OPEN, _run(across=_RULE_LENGTH))
    columns = _longest_runs(ink, down=_STEP).any(axis=0)
    if columns.any():
        found = cv2.morphologyEx(ink[:, columns], cv2.MORPH_OPEN, _run(down=_RULE_LENGTH))
        upright[:, columns] = found
    return level, upright


def _longest_runs(ink: Image, across: int = 1, down: int = 1) -> Image:
    """Runs of ink about as long as a rule, in a picture that is shortened in their direction: a
    step of it is ink where all its pixels are."""
    steps = cv2.erode(ink, _run(across, down), anchor=(0, 0))[::down, ::across]
    length = (_RULE_LENGTH - _STEP) // _STEP
    run = _run(length if across > 1 else 1, length if down > 1 else 1)
    runs = cv2.erode(np.ascontiguousarray(steps), run)
    return runs.astype(np.uint8, copy=False)


def _run(across: int = 1, down: int = 1) -> Image:
    return np.ones((down, across), np.uint8)


def _parts(mask: Image, across: int = 3, down: int = 3) -> list[Frame]:
    """The rectangles around what hangs together, to four pixels; what is a few times four pixels
    apart hangs together in the direction in which more than 3 are given."""
    height, width = mask.shape
    small = cv2.resize(mask, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    joined = cv2.dilate((small > 0).astype(np.uint8), np.ones((down, across), np.uint8))
    _, _, parts, _ = cv2.connectedComponentsWithStats(joined)
    x_more, y_more = across // 2 - 1, down // 2 - 1
    return [
        (
            int(x + x_more) * 4,
            int(y + y_more) * 4,
            int(x + w - x_more) * 4,
            int(y + h - y_more) * 4,
        )
        for x, y, w, h, _ in parts[1:]
    ]


def _frames(rules: Image) -> tuple[Frame, ...]:
    """Small frames of ruled lines: what a register stamp is, and no table of a document."""
    height, width = rules.shape
    return tuple(
        (x0, top, x1, bottom)
        for x0, top, x1, bottom in _parts(rules)
        if min(x1 - x0, bottom - top) > _FRAME_LEAST
        and x1 - x0 < _FRAME_WIDEST * width
        and bottom - top < _FRAME_HIGHEST * height
    )


def _rulings(
    mask: Image, frames: tuple[Frame, ...], across: int = 3, down: int = 3
) -> tuple[Frame, ...]:
    """The ruled lines of a mask, those of stamps left out, each as thin as a line and whole where
    the scanner left gaps."""
    found: list[Frame] = []
    if not mask.any():
        return ()
    for x0, top, x1, bottom in _parts(mask, across, down):
        x, y = (x0 + x1) // 2, (top + bottom) // 2
        if any(f[0] <= x <= f[2] and f[1] <= y <= f[3] for f in frames):
            continue
        found.append((x0, y, x1, y) if x1 - x0 > bottom - top else (x, top, x, bottom))
    return tuple(found)
