"""A page's printed lines: found on a small picture of it, read one by one on the full one.

Nearly a third of the time that Tesseract takes for a page goes into finding where text stands, and
for that half the size does as well. Each line is then cut out and given to the recognition in the
height that its network works in. A line is cut by its baseline and the height of its letters, not
by what was found of it: a page's own cut often lacks the upper marks ("tố" for "tổ"), which stand
apart from their letters. Measured on transcribed pages: half as many words wrong, in two thirds of the
time. Sizes are in pixels at 300 dots an inch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from extract.readers.scan.picture import DPI, Frame, Image, Picture, ink_of
from extract.readers.scan.recognition import Layout, Row, Word, rows_of, words_of

_SMALLER = 2  # times, for finding the lines
_GAP = 2.0  # times the row's height: what is further apart is read by itself
_ABOVE, _UP = 0.95, 8  # from the baseline to above the marks of a capital: of the row, and pixels
_BELOW, _DOWN = 0.25, 4
_ASIDE = 6
_HEIGHT = 36  # of a line in Tesseract's network
_SHARPER = 0.2  # as Leptonica sharpens what it makes smaller
_LEAST = 8
_PLAIN = 0.75  # of the row's height: from the baseline to the tips of letters
_MARKS = 0.35  # how far marks reach
_UNDER_MARKS = 6
_SPECK = 0.22  # of the row's height; a dash is longer
_THIN, _TALL = 0.6, 1.25
_CLOSE = 16  # the edges of a word that was found so near are those of the word that was read


def words_of_page(picture: Picture) -> list[Word]:
    """All words of a page, line by line."""
    small = cv2.resize(
        picture.pixels, None, fx=1 / _SMALLER, fy=1 / _SMALLER, interpolation=cv2.INTER_AREA
    ).astype(np.uint8, copy=False)
    rows = rows_of(Picture(small, picture.dpi // _SMALLER, (), 0.0))
    if rows is None:
        return words_of(picture, Layout.PAGE)
    ink = ink_of(picture.pixels)
    return [
        _placed(word, part, ink)
        for number, row in enumerate(rows)
        for part in parts_of(row)
        for word in words_in(picture.pixels, cut_of(part), number)
    ]


def words_in(pixels: Image, place: Frame, number: int) -> Iterator[Word]:
    """The words of the line that stands in this place; ``number`` is what the line is called."""
    height, width = pixels.shape
    x0, top = max(place[0], 0), max(place[1], 0)
    x1, bottom = min(place[2], width), min(place[3], height)
    if x1 - x0 < _LEAST or bottom - top < _LEAST:
        return
    scale = (bottom - top) / _HEIGHT
    strip = _strip(pixels[top:bottom, x0:x1])
    for word in words_of(Picture(strip, DPI, (), 0.0), Layout.LINE):
        yield replace(
            word,
            line=number,
            x0=word.x0 * scale + x0,
            x1=word.x1 * scale + x0,
            top=word.top * scale + top,
            bottom=word.bottom * scale + top,
            figures=word.figures and word.figures * scale,
        )


def _strip(pixels: Image) -> Image:
    """A line's picture in the network's height. Left to Tesseract, it goes through a PNG first."""
    height, width = pixels.shape
    size = (max(round(width * _HEIGHT / height), 1), _HEIGHT)
    if height <= _HEIGHT:
        return cv2.resize(pixels, size).astype(np.uint8, copy=False)
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    blurred = cv2.blur(small, (3, 3))
    sharp = cv2.addWeighted(small, 1 + _SHARPER, blurred, -_SHARPER, 0)
    return sharp.astype(np.uint8, copy=False)


def parts_of(row: Row) -> Iterator[Row]:
    """The row, parted where a wide gap is: the columns of a letterhead."""
    part: list[Frame] = []
    for place in row.words:
        if part and place[0] - part[-1][2] > _GAP * row.height:
            yield from _without_strokes(row, part)
            part = []
        part.append(place)
    yield from _without_strokes(row, part)


def _without_strokes(row: Row, part: list[Frame]) -> Iterator[Row]:
    """The part of a row without specks, and strokes higher than letters, before its first word:
    a dash behind them would be taken for one of them."""
    first = next((i for i, place in enumerate(part) if not _is_stroke(place, row.height)), None)
    if first is not None:
        yield replace(row, words=tuple(part[first:]))


def _is_stroke(place: Frame, height: float) -> bool:
    x0, top, x1, bottom = place
    wide, high = (x1 - x0) / height, (bottom - top) / height
    return max(wide, high) < _SPECK or (wide < _THIN and high > _TALL)


def cut_of(row: Row) -> Frame:
    """The place of a row on the page, with all that its letters may bear."""
    x0, x1 = min(place[0] for place in row.words), max(place[2] for place in row.words)
    levels = (row.level_at(x0), row.level_at(x1))
    top, bottom = min(levels) - _ABOVE * row.height, max(levels) + _BELOW * row.height
    return (
        round(_SMALLER * x0) - _ASIDE,
        round(_SMALLER * top) - _UP,
        round(_SMALLER * x1) + _ASIDE,
        round(_SMALLER * bottom) + _DOWN,
    )


def _placed(word: Word, row: Row, ink: Image) -> Word:
    """The word in the place in which it was found, and the marks above and below it: what was read
    has the height of its line, tips of the next lines' letters included. ``ink`` is the page's."""
    near = [
        (_SMALLER * x0, _SMALLER * top, _SMALLER * x1, _SMALLER * bottom)
        for x0, top, x1, bottom in row.words
        if _SMALLER * x0 < (word.x0 + word.x1) / 2 < _SMALLER * x1
    ]
    if not near:
        level = row.level_at(word.x0 / _SMALLER)
        near = [(-1, round(_SMALLER * (level - _PLAIN * row.height)), -1, round(_SMALLER * level))]
    x0, top, x1, bottom = near[0]
    shown = ink[:, max(round(word.x0), 0) : round(word.x1)]
    reach = round(_MARKS * _SMALLER * row.height)
    above = shown[max(top - reach, 0) : max(top, 0)][::-1]
    below = shown[bottom : bottom + reach]
    return replace(
        word,
        x0=x0 if abs(x0 - word.x0) < _CLOSE else word.x0,
        x1=x1 if abs(x1 - word.x1) < _CLOSE else word.x1,
        top=top - _reaches(above),
        bottom=bottom + _reaches(below),
    )


def _reaches(ink: Image) -> int:
    """How many rows, from the first on, ink goes on in, over gaps as small as those under marks."""
    reached = 0
    for row in np.flatnonzero(ink.any(axis=1)):
        if row - reached > _UNDER_MARKS:
            break
        reached = int(row) + 1
    return reached
