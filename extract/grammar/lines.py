"""The lines and paragraphs of a text, whether each paragraph is one line or broken over several.

Markup and Word give a paragraph a line; a PDF's text layer and scans break it at the width of the
page, and leave page numbers and blank lines inside. What counts as the end of a paragraph in such a
text was observed in signed scans and in the gazette.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract.source import SourceText

UPPER = "".join(chr(c) for c in (*range(0x41, 0x5B), *range(0xC0, 0x1EFA)) if chr(c).isupper())
"""The capital letters that Vietnamese writes, for use inside a character class."""

SENTENCE_END = tuple('.;:!?…”"»)|')
_PAGE_NUMBER = re.compile(r"[-–\s]{0,3}\d{1,4}[-–\s]{0,3}\Z|(?:Trang|Page)\s\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words in it: its offsets without outer white space."""

    start: int
    end: int
    text: str
    after_blank: bool


def read_lines(source: SourceText) -> list[Line]:
    """The lines that hold words, outside of data tables, without page numbers and rules."""
    tables = source.tables
    starts = [table.start for table in tables]
    text = source.text
    lines: list[Line] = []
    blank = True
    position = 0
    for raw in text.splitlines(keepends=True):
        start, position = position, position + len(raw)
        words = raw.strip()
        if not words:
            blank = True
            continue
        first = start + raw.index(words[0])
        at = bisect_right(starts, first) - 1
        if at >= 0 and first < tables[at].end:
            blank = True
            continue
        if _PAGE_NUMBER.match(words) or not any(map(str.isalnum, words)):
            continue
        lines.append(Line(first, first + len(words), words, blank))
        blank = False
    return lines


def is_wrapped(lines: list[Line]) -> bool:
    """Whether paragraphs are broken over lines: many lines go on in small letters."""
    follows = sum(
        1
        for before, line in pairwise(lines)
        if line.text[0].islower()
        and not line.after_blank
        and not before.text.endswith(SENTENCE_END)
        and len(line.text) > 3
        and line.text[1] not in ").:/"
    )
    return follows * 6 > len(lines)


def full_width(lines: list[Line]) -> int:
    """How long a full line is, where paragraphs are broken over lines."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 3 // 4] if lengths else 0


def breaks(before: Line, line: Line, width: int) -> bool:
    """Whether ``line`` begins a new paragraph after ``before`` in a text of broken lines."""
    if line.text[0].islower():
        return False
    if line.after_blank:
        return before.text.endswith(SENTENCE_END) or len(before.text) < width * 0.8
    if before.text.endswith((";", ":", "./.", "/.")):
        return True
    return len(before.text) < width * 0.85 and (
        before.text.endswith(SENTENCE_END) or len(before.text) < width * 0.6
    )


def paragraphs(lines: list[Line], wrapped: bool, width: int) -> Iterator[tuple[Line, Line]]:
    """First and last line of each paragraph."""
    if not lines:
        return
    first = last = lines[0]
    for line in lines[1:]:
        if not wrapped or breaks(last, line, width):
            yield first, last
            first = line
        last = line
    yield first, last


def is_capitals(text: str) -> bool:
    """Whether ``text`` is set in capitals (a small letter or two may be misread)."""
    small, capitals = sum(map(str.islower, text)), sum(map(str.isupper, text))
    return capitals > 0 and small * 6 <= capitals
