"""Printed lines joined to the paragraphs and items that they make, with the rank of their labels.

A light reading for lists of targets: it asks only which line belongs to which item and which item
stands under which heading. The section tree of a document is the business of
:mod:`extract.grammar.structure`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_LABEL = re.compile(
    r"""
    [\s#>*_\\]{0,12}
    (?:
        (?P<part>(?:PHẦN|Phần|PART|Part)\s+(?:THỨ\s+|thứ\s+)?\S{1,8})
      | (?P<chapter>(?:CHƯƠNG|Chương|CHAPTER|Chapter)\s+[IVXLC\d]{1,6})
      | (?P<article>(?:ĐIỀU|Điều|ARTICLE|Article)\s+\d{1,3}[a-zđ]?)
      | (?P<roman>[IVX]{1,6})(?=[.)/-]|\s[-–])
      | (?P<letter>[A-ZĐ])(?=[.)]\s)
      | (?P<number>\d{1,3}(?:\.\d{1,2}){0,3})(?=[.)](?![.\d])|/\s|\s?[-–]\s[^\W\d_])
      | \((?P<braced>\d{1,2}|[a-zđ])\)
      | (?P<point>[a-zđ])(?=[)]|\.\s)
      | (?P<bullet>[-–•*+])(?=\s|[^\W\d_])
    )
    [.)/:*_\\-]{0,4}\s*
    """,
    re.VERBOSE,
)
_RANKS = {
    "part": 0.0, "chapter": 1.0, "letter": 1.5, "roman": 2.0, "article": 2.5, "number": 3.0,
    "braced": 4.5, "point": 4.0, "bullet": 5.0,
}  # fmt: skip
_ENDED = re.compile(r"[.:;!?…/][\"”’)*_]*\s*$")
_SAID = re.compile(r"[.;,][*_\s]*$")  # a line that says something, and is no heading
# HAI PHONG — The city    Hà Nội (TTXVN) – Thủ tướng: the line above is a headline
_DATELINE = re.compile(
    r"(?:[^\W\d_a-z]{2,}[\s,]{1,2}){1,4}[–—]\s|[^\W\d_][^\n(]{2,30}\([A-Z]{2,12}\)\s[–—]\s"
)
_WRAPPED = 55  # a line shorter than this was not broken for want of room


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or item: where its words start after the label, and how deep its label ranks."""

    start: int
    body: int
    end: int
    label: str | None
    rank: float | None


class _Inside:
    """Whether an offset lies in one of some ranges, asked in ascending order."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self.ranges = sorted(ranges, reverse=True)
        self.end = 0

    def __contains__(self, offset: int) -> bool:
        while self.ranges and self.ranges[-1][0] <= offset:
            self.end = max(self.end, self.ranges.pop()[1])
        return offset < self.end


def find_blocks(text: str, skipped: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """Lines joined to paragraphs and items; what lies in ``skipped`` (tables) is left out."""
    current: Block | None = None
    position, previous = 0, ""
    inside = _Inside(skipped)
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        words = line.strip()
        if not words or start in inside:
            if current:
                yield current
            current, previous = None, ""
            continue
        opened = _open_block(text, start, start + len(line.rstrip()))
        if current and opened.label is None and _continues(previous, words):
            current = replace(current, end=opened.end)
        else:
            if current:
                yield current
            current = opened
        previous = words
    if current:
        yield current


def _open_block(text: str, start: int, end: int) -> Block:
    match = _LABEL.match(text, start, end)
    if match is None or match.lastgroup is None:
        body = start + len(text[start:end]) - len(text[start:end].lstrip())
        return Block(body, body, end, None, None)
    kind = match.lastgroup
    label = match[kind]
    rank = _RANKS[kind] + (0.1 * label.count(".") if kind == "number" else 0.0)
    if kind == "bullet" and label == "+":
        rank += 1
    if label == "*" and not _SAID.search(text, match.end(), end):
        rank -= 0.1  # "* Mục tiêu cụ thể:" stands above the dashes that follow it
    return Block(match.start(kind), match.end(), end, label, rank)


def _continues(previous: str, words: str) -> bool:
    """Whether a line without a label carries on the line above it."""
    if words[0].islower() or words[0] in "(,;%":
        return True
    if _DATELINE.match(words):
        return False
    return not _ENDED.search(previous) and len(previous) >= _WRAPPED
