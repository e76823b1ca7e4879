"""Cells of a ruled table on a scan, read one by one.

Tesseract looks for columns of text on a page. In a table it joins words of neighbouring cells to
lines and passes over lone numbers in a narrow column. So the table is left out when the page is read,
and each of its cells is read as a block of its own. Sizes are in pixels at 300 dots an inch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from extract.readers.page_tables import ruled_tables
from extract.readers.scan.picture import DPI, Frame, Image, Picture, ink_of
from extract.readers.scan.recognition import Layout, Word, words_of

_POINTS = 72 / DPI
_FEWEST = 4  # cells of a table
_EDGE = 6  # inside a cell's edges, where rests of rules may be
_LEAST_INK = 40
_PAPER = 24  # white around what is looked at
_OTHER_SIZE = 0.75
_SURE, _NOISE = 80.0, 20.0
# What a cell may say with: rests of rules and specks are read as other signs.
_SHOWS = re.compile(r"[^\W_]|^[-–+x%<>=≥≤/]$")


def table_cells(picture: Picture) -> list[Frame]:
    """The cells of tables that are ruled on the picture."""
    rulings = [
        (x0 * _POINTS, top * _POINTS, x1 * _POINTS, bottom * _POINTS)
        for x0, top, x1, bottom in picture.rulings
    ]
    return [
        (round(x0 / _POINTS), round(top / _POINTS), round(x1 / _POINTS), round(bottom / _POINTS))
        for table in ruled_tables(rulings)
        if len(table.boxes) >= _FEWEST and len({box.column for box in table.boxes}) > 1
        for x0, top, x1, bottom in (box.place for box in table.boxes)
    ]


def without_cells(picture: Picture, cells: Sequence[Frame]) -> Picture:
    """The picture with nothing in the cells."""
    if not cells:
        return picture
    pixels = picture.pixels.copy()
    for x0, top, x1, bottom in cells:
        pixels[top:bottom, x0:x1] = 255
    return replace(picture, pixels=pixels)


def read_cells(picture: Picture, cells: Sequence[Frame], line: int) -> Iterator[Word]:
    """The words of the cells; their lines are numbered from ``line``. A cell of which Tesseract is
    unsure is looked at in another size too; the surer look counts."""
    for x0, top, x1, bottom in cells:
        inside = (x0 + _EDGE, top + _EDGE, x1 - _EDGE, bottom - _EDGE)
        cut = picture.pixels[inside[1] : inside[3], inside[0] : inside[2]]
        if not cut.size or cv2.countNonZero(ink_of(cut)) < _LEAST_INK:
            continue
        words = _look(cut, 1.0)
        if _sureness(words) < _SURE:
            words = max(words, _look(cut, _OTHER_SIZE), key=_sureness)
        for word in words:
            yield replace(
                word,
                line=line + word.line,
                x0=word.x0 + inside[0],
                x1=word.x1 + inside[0],
                top=word.top + inside[1],
                bottom=word.bottom + inside[1],
            )
        line += 1 + max((word.line for word in words), default=0)


def _look(cut: Image, size: float) -> list[Word]:
    """The words of a cell's picture, drawn in this size; places are those in ``cut``."""
    paper = cv2.copyMakeBorder(
        cut, _PAPER, _PAPER, _PAPER, _PAPER, cv2.BORDER_CONSTANT, value=(255,)
    )
    if size != 1.0:
        paper = cv2.resize(paper, None, fx=size, fy=size, interpolation=cv2.INTER_CUBIC)
    picture = Picture(paper.astype(np.uint8, copy=False), round(DPI * size), (), 0.0)
    return [
        replace(
            word,
            x0=word.x0 - _PAPER,
            x1=word.x1 - _PAPER,
            top=word.top - _PAPER,
            bottom=word.bottom - _PAPER,
        )
        for word in words_of(picture, Layout.BLOCK)
        if word.confidence >= _NOISE and _SHOWS.search(word.text)
    ]


def _sureness(words: Sequence[Word]) -> float:
    return min((word.confidence for word in words), default=0.0)
