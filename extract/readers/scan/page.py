"""One scanned page, read: clean picture, words, doubts settled, printed lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import mean, median
from typing import Any

import cv2
import numpy as np

from extract.readers.cleaning import clean_line
from extract.readers.page_text import Line, Segment
from extract.readers.scan.cache import recognised
from extract.readers.scan.cells import read_cells, table_cells, without_cells
from extract.readers.scan.lines import words_in, words_of_page
from extract.readers.scan.mending import NOISE, UNSURE, mend, unsettled, weigh
from extract.readers.scan.picture import DPI, Frame, Image, Picture, clean, draw
from extract.readers.scan.recipients import read_recipients
from extract.readers.scan.recognition import Reading, Word
from extract.readers.scan.signature import read_signature
from extract.readers.transcript import Rectangle, WordPlace
from extract.urgency import urgency_of

VERSION = "16"
"""Raised whenever the same picture may give other words."""

_NEIGHBOURS = 2  # words on either side that are read with a doubtful one a second time
_AROUND = 8  # pixels around such a line, and as much paper around those

_POINTS = 72 / DPI
_SURE_SIGN = 60.0  # marks without a letter or digit are kept if Tesseract is this sure
_SPECK = 2  # letters
_OPENING = '-–+•*([“"…'  # signs that a line may begin with
_NEW_COLUMN = 1.6  # a gap this many times the letters' height parts two columns
_MARGIN = 6.0


@dataclass(frozen=True)
class Scan:
    """A page as read: its words, the ruled lines on it in points, how sure Tesseract is of its
    words on average (0 to 100), and by how many degrees it was straightened."""

    words: tuple[Word, ...]
    rulings: tuple[Rectangle, ...]
    confidence: float | None
    angle: float


def middle_of(word: Word) -> tuple[float, float]:
    """The middle of a word, in points."""
    return (word.x0 + word.x1) / 2 * _POINTS, (word.top + word.bottom) / 2 * _POINTS


def read_scan(page: Any) -> Scan:
    """What is printed on a page (pypdfium2) that is a picture.

    Raises ``UnreadableError`` (``ocr-missing``) where Tesseract or its data is not installed.
    """
    drawn = draw(page)
    reading = recognised(drawn, VERSION, lambda: _recognise(drawn))
    confidence = mean(word.confidence for word in reading.words) if reading.words else None
    rulings = tuple(
        (x0 * _POINTS, top * _POINTS, x1 * _POINTS, bottom * _POINTS)
        for x0, top, x1, bottom in reading.rulings
    )
    return Scan(reading.words, rulings, confidence, reading.angle)


def _recognise(drawn: Image) -> Reading:
    picture = clean(drawn)
    cells = table_cells(picture)
    seen = words_of_page(without_cells(picture, cells))
    words = list(_promising(seen))
    stamps = [frame for frame in picture.frames if not _says_urgent(words, frame)]
    words = [word for word in words if not any(_in_frame(word, frame) for frame in stamps)]
    words = _without_specks(words)
    next_line = max((word.line for word in words), default=0) + 1
    words += read_cells(picture, cells, next_line)
    words = weigh(words, list(_second_look(picture, words)))
    words = [word for word in words if _is_print(word)]
    words = read_signature(picture, mend(read_recipients(picture, words, seen)))
    return Reading(tuple(words), picture.angle, picture.rulings)


def _second_look(picture: Picture, words: Sequence[Word]) -> Iterator[Word]:
    """Doubtful words and their neighbours, read from a picture that is cut otherwise: the same letters,
    other pixels."""
    doubtful = unsettled(words)
    for _, group in groupby(enumerate(words), key=lambda item: item[1].line):
        places, line = zip(*group, strict=True)
        for stretch in _stretches([place - places[0] for place in places if place in doubtful]):
            near = line[stretch]
            top = max(round(min(word.top for word in near)) - _AROUND, 0)
            bottom = round(max(word.bottom for word in near)) + _AROUND
            x0 = max(round(min(word.x0 for word in near)) - _AROUND, 0)
            x1 = round(max(word.x1 for word in near)) + _AROUND
            yield from _read_again(picture, (x0, top, x1, bottom), line[0].line)


def _stretches(doubtful: Sequence[int]) -> Iterator[slice]:
    """The words of a line that are to be read again: each doubtful one with its neighbours, as many
    together as touch."""
    found: list[slice] = []
    for index in doubtful:
        first, end = max(index - _NEIGHBOURS, 0), index + _NEIGHBOURS + 1
        if found and first <= found[-1].stop:
            first = found.pop().start
        found.append(slice(first, end))
    yield from found


def _read_again(picture: Picture, place: Frame, line: int) -> Iterator[Word]:
    x0, top, x1, bottom = place
    cut = cv2.copyMakeBorder(
        picture.pixels[top:bottom, x0:x1],
        *(_AROUND, _AROUND, _AROUND, _AROUND),
        cv2.BORDER_CONSTANT,
        value=(255,),
    ).astype(np.uint8, copy=False)
    for word in words_in(cut, (0, 0, cut.shape[1], cut.shape[0]), line):
        yield replace(
            word,
            x0=word.x0 - _AROUND + x0,
            x1=word.x1 - _AROUND + x0,
            top=word.top - _AROUND + top,
            bottom=word.bottom - _AROUND + top,
        )


def _is_print(word: Word) -> bool:
    if re.search(r"\w", word.text):
        return word.confidence >= NOISE
    return word.confidence >= _SURE_SIGN


def _promising(words: Sequence[Word]) -> Iterator[Word]:
    """What is taken for print, and words in the midst of print that a second look may make out."""
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        is_sure = median(word.confidence for word in line) >= UNSURE
        yield from (w for w in line if _is_print(w) or (is_sure and w.text.isalnum()))


def _without_specks(words: Sequence[Word]) -> list[Word]:
    """``words`` without lines of a letter or two, and signs before a line that open no item:
    strokes and specks outside of the text."""
    kept: list[Word] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        text = "".join(word.text for word in line)
        if sum(map(str.isalnum, text)) > _SPECK or any(map(str.isdigit, text)):
            kept += line[1:] if _is_stroke(line[0].text) else line
    return kept


def _is_stroke(text: str) -> bool:
    return not re.search(r"\w", text) and text[0] not in _OPENING


def _says_urgent(words: Sequence[Word], frame: Frame) -> bool:
    """Whether a frame is no register stamp but the document's own "HỎA TỐC"."""
    return urgency_of(" ".join(word.text for word in words if _in_frame(word, frame))) is not None


def _in_frame(word: Word, frame: Frame) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    x0, top, x1, bottom = frame
    return x0 - _MARGIN <= x <= x1 + _MARGIN and top - _MARGIN <= y <= bottom + _MARGIN


def printed_lines(words: Sequence[Word]) -> list[Line]:
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
    lines = (_line(sorted(row, key=lambda word: word.x0)) for row in rows)
    return [line for line in lines if line.segments]


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
    return Segment(
        clean_line(" ".join(word.text for word in words)),
        *_place(words),
        _height(words) * _POINTS,
        tuple(
            WordPlace(
                clean_line(word.text),
                _place([word]),
                round(word.confidence, 1),
                word.figures and round(word.figures * _POINTS, 1),
            )
            for word in words
        ),
    )


def _place(words: Sequence[Word]) -> Rectangle:
    return (
        min(word.x0 for word in words) * _POINTS,
        min(word.top for word in words) * _POINTS,
        max(word.x1 for word in words) * _POINTS,
        max(word.bottom for word in words) * _POINTS,
    )
