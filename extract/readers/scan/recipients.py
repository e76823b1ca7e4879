"""The recipients of a scan, read again where the signature beside them disturbed their lines.

"Nơi nhận" is set small on the left, the signature larger on the right, and their lines do not stand
level: Tesseract may take two small lines for the height of one ("- Như trên;" and "- Lưu: VP." as
": nn. vn"). Where it is not sure of the words there, the left column is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import cv2
import numpy as np

from extract.readers.scan.picture import Picture
from extract.readers.scan.recognition import Layout, Word, words_of
from extract.readers.scan.signature import Block, right_column, signature_block

_UNSURE = 75.0
_NOISE = 20.0
_GAP = 1.6  # letters' heights that part two columns
_BETWEEN = 2.5  # heights of a line that may lie between two items
_EDGE = 12  # pixels
_BORDER = 40
_FIRST_LINE = 200_000  # lines of the column are numbered after those of page and signature


def read_recipients(picture: Picture, words: Sequence[Word], seen: Sequence[Word]) -> list[Word]:
    """``words``, those left of a signature read again if any of those ``seen`` there was doubtful
    and the second look is surer."""
    block = signature_block(seen, picture.pixels.shape[1])
    column = _column(seen, block) if block else []
    if not any(word.confidence < _UNSURE for word in column):
        return list(words)
    again = _look(picture, column)
    if not again or _doubt(again) >= _doubt(column):
        return list(words)
    places = {(word.x0, word.top) for word in column}
    return [word for word in words if (word.x0, word.top) not in places] + again


def _column(words: Sequence[Word], block: Block) -> list[Word]:
    """The words left of the signature, between the lines that run across both columns."""
    right = [word.x0 for word in right_column(words, block)]
    if not right:
        return []
    edge = min(right) - _EDGE
    top: float = block.top
    end: float = block.bottom
    for x0, line_top, x1, bottom in _segments(words):
        if x0 < edge < x1 and bottom > top:
            if line_top < top + 2 * (bottom - line_top):
                top = bottom
            else:
                end = min(end, line_top)
    inside = [w for w in words if w.x1 <= edge and top <= (w.top + w.bottom) / 2 <= end]
    column: list[Word] = []
    for word in sorted(inside, key=lambda word: word.top):
        if column and word.top - max(w.bottom for w in column) > _BETWEEN * (
            word.bottom - word.top
        ):
            break
        column.append(word)
    return column


def _segments(words: Sequence[Word]) -> Iterator[tuple[float, float, float, float]]:
    """The parts of printed lines between wide gaps: left, top, right, bottom."""
    for _, line in groupby(words, key=lambda word: word.line):
        group: list[Word] = []
        for word in sorted(line, key=lambda word: word.x0):
            if group and word.x0 - group[-1].x1 > _GAP * (word.bottom - word.top):
                yield _around(group)
                group = []
            group.append(word)
        yield _around(group)


def _around(words: Sequence[Word]) -> tuple[float, float, float, float]:
    return (
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def _look(picture: Picture, column: Sequence[Word]) -> list[Word]:
    """The column's words, from its own part of the picture."""
    left, first, right, last = _around(column)
    x0, x1 = max(round(left) - _EDGE, 0), round(right) + _BORDER
    top, bottom = max(round(first) - _EDGE, 0), round(last) + _EDGE
    padded = cv2.copyMakeBorder(
        picture.pixels[top:bottom, x0:x1],
        *(_BORDER, _BORDER, _BORDER, _BORDER),
        cv2.BORDER_CONSTANT,
        value=(255,),
    )
    alone = Picture(padded.astype(np.uint8, copy=False), picture.dpi, (), 0.0)
    across, down = x0 - _BORDER, top - _BORDER
    return [
        replace(
            word,
            line=_FIRST_LINE + word.line,
            x0=word.x0 + across,
            x1=word.x1 + across,
            top=word.top + down,
            bottom=word.bottom + down,
        )
        for word in words_of(alone, Layout.BLOCK)
        if word.confidence >= _NOISE
    ]


def _doubt(words: Sequence[Word]) -> float:
    """The share of words that the recognition is not sure of."""
    return sum(word.confidence < _UNSURE for word in words) / len(words)
