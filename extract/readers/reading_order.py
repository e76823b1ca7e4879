"""From the printed lines of a page to lines in reading order.

The letterhead and the signature block stand in two columns: body and number on the left, the state's
name and the date on the right. Lines that a common gap runs through are a block; its left column is
read first, then its right one. Running heads, feet and page numbers are told by their place and by
their repetition, and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.folding import fold
from extract.readers.boilerplate import is_boilerplate
from extract.readers.grids import names_a_layout
from extract.readers.page_text import Line, Segment

_NARROWEST_GAP = 8.0
_MARGIN = 0.1  # of the page's height: where heads and feet stand
_REPEATS = 3
_TABLE_COLUMNS = 3
# Sơn La, ngày 3 tháng 1 năm 2024 · Hai Van, February 3, 2023
_DATE_LINE = re.compile(r"\bngày\b.{0,20}\btháng\b|, [A-Z][a-z]{2,8} \d{1,2}, \d{4}$|\bSố\s?:")
# Số: 12/KH-UBND
_NUMBER_LINE = re.compile(r"Số\s*:", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
# 2 · - 2 - · Trang 2/5 · Page 2 of 5
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:(?:trang|page)\s)?\s?#(?:\s?(?:/|of|tren)\s?#)?\W{0,3}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line in its place in the reading order. ``column`` is ``None`` for text over the page's
    whole width, else the number of the column block, left columns even, right ones odd."""

    line: Line
    page: int
    column: int | None = None


def without_running_lines(
    pages: Sequence[tuple[list[Line], float]],
) -> list[list[Line]]:
    """The lines of every page (lines, page height), heads, feet and page numbers left out."""
    keys = [
        Counter(_running_key(line, height) for line in _edges(lines, height))
        for lines, height in pages
    ]
    seen: Counter[tuple[str, int]] = Counter()
    for page in keys:
        seen.update(set(page))
    kept = []
    for lines, height in pages:
        gone = {
            id(line)
            for line in _edges(lines, height)
            if _is_running(line, height, seen, len(pages))
        }
        kept.append([line for line in lines if id(line) not in gone])
    return kept


def _edges(lines: list[Line], height: float) -> list[Line]:
    """The lines in the top and bottom margins, at most two each."""
    head = [line for line in lines[:2] if line.bottom < _MARGIN * height]
    foot = [line for line in lines[-2:] if line.top > (1 - _MARGIN) * height]
    return head + [line for line in foot if line not in head]


def _running_key(line: Line, height: float) -> tuple[str, int]:
    words = _DIGITS.sub("#", fold(line.text)).strip("# ")
    return words, 0 if line.top < height / 2 else 1


def _is_running(line: Line, height: float, seen: Counter[tuple[str, int]], page_count: int) -> bool:
    words = _DIGITS.sub("#", fold(line.text)).strip()
    if _PAGE_NUMBER.fullmatch(words) or is_boilerplate(line.text, "page"):
        return True
    return seen[_running_key(line, height)] >= max(_REPEATS, page_count // 3)


def in_reading_order(lines: Sequence[Line], page: int) -> list[ReadLine]:
    """Lines from top to bottom, two-column blocks one column after the other."""
    ordered: list[ReadLine] = []
    index = block = 0
    while index < len(lines):
        found = _block(lines, index)
        if found is None:
            ordered.append(ReadLine(lines[index], page))
            index += 1
            continue
        end, left, right = found
        block += 2
        pulled: list[ReadLine] = []
        while ordered and _goes_right(ordered[-1], right[0]):
            pulled.insert(0, ordered.pop())
        ordered += (ReadLine(line, page, block) for line in left)
        ordered += (ReadLine(line.line, page, block + 1) for line in pulled)
        ordered += (ReadLine(line, page, block + 1) for line in right)
        index = end
    return ordered


def _goes_right(previous: ReadLine, first: Line) -> bool:
    """Does the line before a block stand on top of the block's right column?"""
    line = previous.line
    overlap = min(line.x1, first.x1) - max(line.x0, first.x0)
    return (
        previous.column is None
        and len(line.segments) == 1
        and line.x0 > first.x0 - 60
        and overlap > 0.5 * min(line.x1 - line.x0, first.x1 - first.x0)
        and first.top - line.bottom < 1.2 * line.size
    )


def _block(lines: Sequence[Line], start: int) -> tuple[int, list[Line], list[Line]] | None:
    """The two-column block that begins at ``lines[start]``: where it ends, its columns."""
    gap = _widest_gap(lines[start])
    if gap is None:
        return None
    low, high = gap
    left: list[Line] = []
    right: list[Line] = []
    crowded = 0
    end = start
    while end < len(lines):
        line = lines[end]
        sides = _sides(line, low, high)
        if sides is None:
            break
        on_left, on_right = sides
        if left and on_left and _NUMBER_LINE.match(on_left[0].text):
            break  # below the two names, the number and the date are a row of their own
        if not on_right and left and line.top - left[-1].bottom > 1.5 * line.size:
            break
        if not on_left and right and line.top - right[-1].bottom > 8 * line.size:
            break
        if on_left:
            left.append(Line(on_left))
            low = max(low, on_left[-1].x1)
        if on_right:
            right.append(Line(on_right))
            high = min(high, on_right[0].x0)
        crowded += len(line.segments) >= _TABLE_COLUMNS
        end += 1
    if not left or not right or crowded >= _TABLE_COLUMNS or not _is_block(left, right):
        return None
    return end, left, right


def _is_block(left: list[Line], right: list[Line]) -> bool:
    """Are these two columns, and not one line of words set far apart?"""
    if len(right) > 1 and len(left) + len(right) > 3:
        return True
    return any(
        names_a_layout(line.text) or _DATE_LINE.search(line.text) for line in (*left, *right)
    )


def _widest_gap(line: Line) -> tuple[float, float] | None:
    gaps = [(before.x1, after.x0) for before, after in pairwise(line.segments)]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _sides(
    line: Line, low: float, high: float
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]] | None:
    """The segments left and right of the gap; ``None`` where words stand across it."""
    left: list[Segment] = []
    right: list[Segment] = []
    for segment in line.segments:
        if segment.x1 <= high - _NARROWEST_GAP and (
            segment.x0 < low or high - segment.x1 > segment.x0 - low
        ):
            left.append(segment)
        elif segment.x0 >= low + _NARROWEST_GAP:
            right.append(segment)
        else:
            return None
    if left and right and right[0].x0 - left[-1].x1 < _NARROWEST_GAP:
        return None
    return tuple(left), tuple(right)
