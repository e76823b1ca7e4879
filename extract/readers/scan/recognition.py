"""Words of a picture, by Tesseract with its Vietnamese data, in this process (tesserocr).

Why tesserocr: the same recognition as the command, without starting a program and writing an image
for each page (0.8 of the time), and with the place and confidence of every word. The language
data is looked for where the distributions put it; nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from extract.readers.errors import UnreadableError, without_ocr_extra
from extract.readers.scan.picture import DPI, Frame, Picture
from extract.tessdata import LANGUAGE, find_language_data


@dataclass(frozen=True, slots=True)
class Word:
    """A word: how sure Tesseract is of it (0 to 100), its line's number, and its place in pixels
    at 300 dots an inch."""

    text: str
    confidence: float
    line: int
    x0: float
    top: float
    x1: float
    bottom: float
    figures: float | None = None
    """How high the digits are in a word that has letters too."""


@dataclass(frozen=True)
class Reading:
    """What was recognised on a page: its words, by how many degrees it was turned upright, and
    its ruled lines (x0, top, x1, bottom), places in pixels at 300 dots an inch."""

    words: tuple[Word, ...]
    angle: float
    rulings: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Row:
    """A printed line as it was found, nothing read: the places of its words from left to right, the
    ends of its baseline (x, y, x, y), and how high its letters reach from tail to tip."""

    words: tuple[Frame, ...]
    baseline: Frame
    height: float

    def level_at(self, x: float) -> float:
        """Where the baseline is at ``x``."""
        x0, y0, x1, y1 = self.baseline
        return y0 + (y1 - y0) * (x - x0) / max(x1 - x0, 1)


class Layout(IntEnum):
    """What a picture shows (Tesseract's page segmentation modes): a whole page, one block of
    lines, words here and there, a single line taken as it is."""

    PAGE = 3
    BLOCK = 6
    SPARSE = 11
    LINE = 13


def language_data() -> Path:
    """The folder that holds ``vie.traineddata``; ``UnreadableError`` says how to get it."""
    if folder := find_language_data():
        return folder
    raise UnreadableError(
        "ocr-missing",
        "The pages are images, and Tesseract's Vietnamese data is not installed: install it"
        " (Debian, Ubuntu: apt-get install tesseract-ocr-vie) and build again.",
    )


@cache
def fingerprint() -> str:
    """Which Tesseract with which data: another one may read the same picture differently."""
    import tesserocr

    data = (language_data() / f"{LANGUAGE}.traineddata").read_bytes()
    version = tesserocr.tesseract_version().split("\n")[0]
    return f"{version} {hashlib.sha256(data).hexdigest()}"


@cache
def _recognizer() -> Any:
    # One thread a page: pages are what runs side by side. Read when the library is loaded.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import tesserocr
    except ImportError as error:
        raise without_ocr_extra() from error
    recognizer = tesserocr.PyTessBaseAPI(path=str(language_data()), lang=LANGUAGE)
    # White letters on black, which every doubtful line would be tried for, are not what offices
    # write: without it a page takes a tenth less time.
    recognizer.SetVariable("tessedit_do_invert", "0")
    return recognizer


def words_of(picture: Picture, layout: Layout = Layout.PAGE) -> list[Word]:
    """All words of a picture, line by line."""
    recognizer = _shown(picture, layout)
    recognizer.Recognize()
    return list(_found(recognizer, DPI / picture.dpi))


def rows_of(picture: Picture) -> list[Row] | None:
    """Where the lines of a page stand, in pixels of ``picture``; ``None`` where they run from the
    bottom up. A few that do on a page of others are stamps and strokes."""
    import tesserocr

    recognizer = _shown(picture, Layout.PAGE)
    level, rows, vertical = tesserocr.RIL.WORD, list[Row](), 0
    if recognizer.AnalyseLayout() is None:
        return rows
    for item in tesserocr.iterate_level(recognizer.GetIterator(), level):
        place = item.BoundingBox(level)
        if item.BlockType() == tesserocr.PT.VERTICAL_TEXT:
            vertical += 1
            continue
        if item.Empty(level) or not place:
            continue
        if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE) or not rows:
            ends = item.Baseline(tesserocr.RIL.TEXTLINE) or ((0, place[3]), (1, place[3]))
            rows.append(Row((), (*ends[0], *ends[1]), item.RowAttributes()["row_height"]))
        rows[-1] = replace(rows[-1], words=(*rows[-1].words, place))
    return rows if vertical <= sum(len(row.words) for row in rows) else None


def _shown(picture: Picture, layout: Layout) -> Any:
    """The recognizer with this picture before it."""
    recognizer = _recognizer()
    height, width = picture.pixels.shape
    recognizer.SetPageSegMode(int(layout))
    recognizer.SetImageBytes(picture.pixels.tobytes(), width, height, 1, width)
    recognizer.SetSourceResolution(picture.dpi)
    return recognizer


def _found(recognizer: Any, scale: float) -> Iterator[Word]:
    import tesserocr

    found = recognizer.GetIterator()
    if found is None:
        return
    level, number = tesserocr.RIL.WORD, -1
    for item in tesserocr.iterate_level(found, level):
        if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            number += 1
        text = (item.GetUTF8Text(level) or "").strip() if not item.Empty(level) else ""
        box = item.BoundingBox(level)
        if text and box:
            x0, top, x1, bottom = (side * scale for side in box)
            confidence = item.Confidence(level)
            high = _height_of_digits(item) if _DIGITS_AND_LETTERS.match(text) else None
            yield Word(text, confidence, number, x0, top, x1, bottom, high and high * scale)


# 12/QĐ-BCĐ
_DIGITS_AND_LETTERS = re.compile(r"\d{1,6}[a-zđ]?(?:/\d{4})?[/-][^\W\d_]")


def _height_of_digits(item: Any) -> float | None:
    """How high the digits of the word are at which the iterator stands; it is moved to the word's
    end by that."""
    import tesserocr

    word, symbol = tesserocr.RIL.WORD, tesserocr.RIL.SYMBOL
    heights = []
    while True:
        box = item.BoundingBox(symbol)
        if box and (item.GetUTF8Text(symbol) or "").isdigit():
            heights.append(box[3] - box[1])
        if item.IsAtFinalElement(word, symbol) or not item.Next(symbol):
            return median(heights) if heights else None
