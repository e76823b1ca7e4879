"""The text of one file, and the way back from every character to its place on the page.

A reader (``extract.readers``) makes one :class:`SourceText` of a file. ``text`` is what the
knowledge base stores: Unicode NFC, one ``\\n`` between lines, pages joined by ``\\n``. All offsets
anywhere in this project are offsets into it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from extract.facts import DigitalSignature, Problem, Span

UNCERTAIN = 80.0
"""Words of which recognition is less sure than this (0 to 100) are to be looked at: of 136 such
words on scanned pages 27 were wrong (20 %), of the other 8,367 only 37 (0.4 %); of those with figures
9 of 26 and 10 of 675 (``benchmarks/ocr_certainty.py``)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the offsets of its text, how it was read, and its size in points (or ``None``).

    Of a page read by OCR also how sure that is of its words on average (0 to 100), and by how many
    degrees the scan was turned back to stand upright."""

    number: int
    start: int
    end: int
    read_by: str = "text-layer"
    width: float | None = None
    height: float | None = None
    confidence: float | None = None
    angle: float | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A run of characters (one line or word) and its rectangle on the page, in points from the
    page's top left corner. Words read by OCR each have their own, with how sure that is of them
    (0 to 100), and how high their digits are where they have letters too."""

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None
    figures: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: row and column from 0, its text's offsets in the stored text."""

    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells in reading order, and the offsets that they lie between."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """The way back from the stored text to the raw decoded text of a file.

    Compact: a pair of offsets for each place where cleaning changed the length; between two such
    places both texts run in step. ``stored`` and ``raw`` have equal length and only grow.
    """

    stored: array[int]
    raw: array[int]

    def raw_offset(self, offset: int) -> int:
        """The offset in the raw text of the character at ``offset`` in the stored text."""
        index = max(bisect_right(self.stored, offset) - 1, 0)
        place = self.raw[index] + offset - self.stored[index]
        if index + 1 == len(self.raw):
            return place
        # One raw letter may be stored as two.
        return min(place, max(self.raw[index + 1] - 1, self.raw[index]))


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a reader returns. ``read_by`` sums the pages up: text-layer, ocr, mixed, markup, plain."""

    text: str
    media_type: str
    read_by: str
    pages: tuple[Page, ...]
    boxes: tuple[Box, ...] = ()
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    origin: Origin | None = None
    signatures: tuple[DigitalSignature, ...] = ()

    def page_of(self, offset: int) -> int:
        """The number of the page on which the character at ``offset`` stands. Where there are boxes
        they tell it: a table row or a footnote may be stored after words of a later page."""
        if self.boxes:
            place = bisect_right(self.boxes, offset, key=lambda box: box.start) - 1
            return self.boxes[max(place, 0)].page
        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[max(index, 0)].number

    def span(self, start: int, end: int) -> Span:
        """The :class:`Span` for ``text[start:end]``; ``ValueError`` if it is empty or outside."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no text between {start} and {end} of {len(self.text)}")
        sure = self.confidence_of(start, end) if self._recognised else None
        return Span(start, end, self.page_of(start), self.text[start:end], sure)

    @property
    def _recognised(self) -> bool:
        return self.read_by in ("ocr", "mixed")

    def confidence_of(self, start: int, end: int) -> float | None:
        """How sure the recognition is of the least certain word in ``text[start:end]`` (0 to 100);
        ``None`` where none of it was recognised in a picture."""
        sure = [b.confidence for b in self.boxes_in(start, end) if b.confidence is not None]
        return min(sure, default=None)

    def boxes_in(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of which a character is between two offsets."""
        first = bisect_right(self.boxes, start, key=lambda box: box.end)
        after = bisect_left(self.boxes, end, key=lambda box: box.start)
        return self.boxes[first:after]

    @classmethod
    def from_text(cls, text: str, media_type: str = "text/plain") -> SourceText:
        """A one-page source of ``text`` as it stands (no cleaning)."""
        return cls(text, media_type, "plain", (Page(1, 0, len(text), "plain"),))
