"""One scanned page, read: clean picture, words, doubts settled, printed lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from statistics import median
from typing import Any

from extract.readers.cleaning import clean_line
from extract.readers.page_text import Line, Segment
from extract.readers.scan.cache import recognised
from extract.readers.scan.mending import DOUBTFUL, mend, weigh
from extract.readers.scan.picture import DPI, Frame, Image, clean, draw
from extract.readers.scan.recognition import Word, words_of

VERSION = "1"
"""Raised whenever the same picture may give other words."""

SECOND_LOOK = 350
"""Dots an inch of the drawing from which doubtful lines are read a second time."""

_POINTS = 72 / DPI
_SURE_SIGN = 60.0  # marks without a letter or digit are kept if Tesseract is this sure
_NOISE = 20.0
_NEW_COLUMN = 1.6  # a gap this many times the letters' height parts two columns
_MARGIN = 6.0


def read_scan(page: Any) -> list[Line]:
    """The printed lines of a page (pypdfium2) that is a picture, places in points.

    Raises ``UnreadableError`` (``ocr-missing``) where Tesseract or its data is not installed.
    """
    drawn = draw(page)
    words = recognised(drawn, VERSION, lambda: _recognise(page, drawn))
    return [line for line in _printed_lines(words) if line.segments]


def _recognise(page: Any, drawn: Image) -> list[Word]:
    picture = clean(drawn)
    words = [
        word
        for word in words_of(picture)
        if _is_print(word) and not any(_in_frame(word, frame) for frame in picture.frames)
    ]
    if any(word.confidence < DOUBTFUL for word in words):
        larger = clean(draw(page, SECOND_LOOK), SECOND_LOOK, picture.angle)
        words = weigh(words, words_of(larger))
    return mend(words)


def _is_print(word: Word) -> bool:
    if re.search(r"\w", word.text):
        return word.confidence >= _NOISE
    return word.confidence >= _SURE_SIGN


def _in_frame(word: Word, frame: Frame) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    x0, top, x1, bottom = frame
    return x0 - _MARGIN <= x <= x1 + _MARGIN and top - _MARGIN <= y <= bottom + _MARGIN


def _printed_lines(words: Sequence[Word]) -> list[Line]:
    """The lines that Tesseract saw, put together where they stand level beside each other: the two
    columns of a letterhead share their lines."""
    seen = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    rows: list[list[Word]] = []
    for line in sorted(seen, key=_middle):
        row = next((row for row in rows[-4:] if _beside(row, line)), None)
        if row is None:
            rows.append(line)
        else:
            row += line
    return [_line(sorted(row, key=lambda word: word.x0)) for row in rows]


def _middle(line: Sequence[Word]) -> float:
    return median((word.top + word.bottom) / 2 for word in line)


def _height(line: Sequence[Word]) -> float:
    return median(word.bottom - word.top for word in line)


def _beside(row: Sequence[Word], line: Sequence[Word]) -> bool:
    """Do they stand on one level, neither above the other?"""
    apart = max(
        min(word.x0 for word in line) - max(word.x1 for word in row),
        min(word.x0 for word in row) - max(word.x1 for word in line),
    )
    level = abs(_middle(row) - _middle(line)) < 0.5 * min(_height(row), _height(line))
    return apart > 0 and level


def _line(row: Sequence[Word]) -> Line:
    height = _height(row)
    groups: list[list[Word]] = []
    for word in row:
        if groups and word.x0 - groups[-1][-1].x1 < _NEW_COLUMN * height:
            groups[-1].append(word)
        else:
            groups.append([word])
    segments = (_segment(group) for group in groups)
    return Line(tuple(segment for segment in segments if segment.text))


def _segment(words: Sequence[Word]) -> Segment:
    text = clean_line(" ".join(word.text for word in words))
    return Segment(
        text,
        min(word.x0 for word in words) * _POINTS,
        min(word.top for word in words) * _POINTS,
        max(word.x1 for word in words) * _POINTS,
        max(word.bottom for word in words) * _POINTS,
        _height(words) * _POINTS,
    )
