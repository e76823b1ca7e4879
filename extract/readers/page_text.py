"""The characters of a PDF page, put together into printed lines by where they stand.

PDFium gives characters in the order in which the file draws them. Word and the gazette draw a
letterhead cell by cell, and a fallback font draws its letters after the others ("T NH HÀ TĨNH Ỉ"), so
lines are made by position: characters that follow each other make fragments, fragments on one
baseline make a line, and where fragments overlap the characters themselves are sorted.

All places are in points from the top left corner of the page as it is shown; a page whose text is
turned by 90 degrees is turned back for reading, and its boxes turned again at the end.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extract.folding import fold
from extract.readers.cleaning import clean_line, raised, set_marks_apart
from extract.readers.errors import UnreadableError
from extract.readers.legacy_fonts import legacy_encoding, to_unicode
from extract.readers.transcript import Rectangle, WordPlace

_NEW_COLUMN = 1.6  # a gap this many times the letter's height parts two segments
_GAP_OF_PARTS = 0.4  # the same between words that do not follow each other in the file
_WORD_GAP = 0.17
_SAME_LINE = 0.45
_SMALL = 0.8
_RAISED_BY = 0.1
_SAMPLED = 40
_RIGHT_COLUMN = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
_TOKEN = re.compile(r"[\r\n]|\S+")
# Words that are looked at letter by letter: a footnote's mark may be in them ("UBND2,", "m3/ngày"),
# or a character that PDFium gives a meaning of its own.
_UNEVEN = re.compile(r"[^\W\d_][(.,;:]?\d|[)”\"’]\d|[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EVEN = 0.3  # points by which the heights of a word's first and last letter may differ
_WIDEST_LETTER = 1.1  # of the height
_FARTHEST = 20_000.0  # points; PDF allows pages of 14,400
_HYPHEN_CODES = (0x02, 0xFFFE)  # what PDFium gives for a hyphen at a line end


class Glyph(NamedTuple):
    """A character and its place, or the characters of a word that stand evenly one after the other;
    ``first`` is the number of the first one on the page."""

    character: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    first: int = -1


Spell = Callable[[Glyph], list[Glyph]]
"""From a word to its characters, each with its own place."""


_SPACE = Glyph(" ", 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class Fragment:
    """Characters that follow each other on one line; ``cell`` is the table cell they are in."""

    glyphs: list[Glyph]  # spaces among them are ``_SPACE``, which has no place
    cell: int | None = None
    x0: float = 0.0
    top: float = 0.0
    x1: float = 0.0
    bottom: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    smallest: float = 0.0
    order: int = 0  # place in drawing order; a line break of PDFium's counts as one more
    spell: Spell | None = None

    def letters(self) -> list[Glyph]:
        """Its characters one by one."""
        if self.spell is None:
            return self.glyphs
        return [letter for glyph in self.glyphs for letter in self.spell(glyph)]

    def measure(self) -> Fragment:
        """Set the rectangle from the characters."""
        printed = [glyph for glyph in self.glyphs if glyph is not _SPACE]
        _, lefts, tops, rights, bottoms, baselines, _ = zip(*printed, strict=True)
        self.x0, self.x1 = min(lefts), max(rights)
        self.top, self.bottom = min(tops), max(bottoms)
        self.baseline = _middle(baselines)
        heights = [bottom - top for top, bottom in zip(tops, bottoms, strict=True)]
        self.size, self.smallest = _middle(heights), min(heights)
        return self


def _middle(values: Sequence[float]) -> float:
    """The median; of an even number of values the lower one in the middle."""
    return sorted(values)[(len(values) - 1) // 2]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on one line without a wide gap in them; ``words`` one by one if they were recognised."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    words: tuple[WordPlace, ...] = ()

    @property
    def place(self) -> Rectangle:
        return (self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its segments from left to right."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def top(self) -> float:
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        return max(segment.bottom for segment in self.segments)

    @property
    def size(self) -> float:
        return max(segment.size for segment in self.segments)


@dataclass(frozen=True, slots=True)
class View:
    """How a page's own coordinates become places on the page as it is read.

    ``turns``: quarter turns clockwise, those of the page's /Rotate and those of its text together.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """From user space (y upwards) to the page as read (y downwards)."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        """A rectangle of user space on the page as read."""
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def turned(self, turns: int) -> View:
        """The same page, turned by so many quarters more."""
        return View(self.left, self.bottom, self.right, self.top, (self.turns + turns) % 4)


def turn_back(place: Rectangle, turns: int, width: float, height: float) -> Rectangle:
    """A rectangle on the page as read (``width`` by ``height``), on the page as shown: the page
    turned back by ``turns`` quarters."""
    x0, top, x1, bottom = place
    if turns % 4 == 1:
        return top, width - x1, bottom, width - x0
    if turns % 4 == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turns % 4 == 3:
        return height - bottom, x0, height - top, x1
    return place


@dataclass
class PageCharacters:
    """Everything printed on a page, in drawing order; ``None`` marks a break."""

    view: View
    glyphs: list[Glyph | None] = field(default_factory=list)
    turns: int = 0  # quarter turns of the text against the page as shown
    spell: Spell | None = None  # where glyphs are words

    @property
    def printed(self) -> int:
        """How many characters are printed, spaces not counted."""
        return sum(
            len(glyph.character)
            for glyph in self.glyphs
            if glyph is not None and not glyph.character.isspace()
        )


def read_characters(textpage: Any, view: View, most: int) -> PageCharacters:
    """The characters of a PDFium text page; ``UnreadableError`` where they are more than ``most``."""
    handle = textpage.raw
    count = _count(handle, most)
    turns = _text_turns(handle, count)
    view = view.turned(turns)
    return PageCharacters(view, _characters(handle, view, range(count)), turns)


def read_words(textpage: Any, view: View, most: int) -> PageCharacters:
    """The same with whole words in the place of characters, where the characters of a word stand on
    one line, close together and of one size. Asking PDFium for the place of every character is
    what reading a page mostly costs; a word needs two. ``textpage`` stays open as long as words
    may be spelled."""
    handle = textpage.raw
    count = _count(handle, most)
    turns = _text_turns(handle, count)
    view = view.turned(turns)
    letters = (ctypes.c_ushort * (2 * count + 2))()
    written = pdfium.FPDFText_GetText(handle, 0, count, letters) - 1 if count else 0
    if written != count:  # characters without Unicode are left out: the numbers would not fit
        return PageCharacters(view, _characters(handle, view, range(count)), turns)
    text = bytes(letters)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if len(text) != count:
        return PageCharacters(view, _characters(handle, view, range(count)), turns)

    def spell(glyph: Glyph) -> list[Glyph]:
        if len(glyph.character) == 1:
            return [glyph]
        places = range(glyph.first, glyph.first + len(glyph.character))
        spelled = (letter for letter in _characters(handle, view, places) if letter is not None)
        return [
            letter._replace(character=character)
            for letter, character in zip(spelled, glyph.character, strict=False)
        ]

    return PageCharacters(view, _words_of(handle, view, text), turns, spell)


def has_form_fields(page: Any) -> bool:
    """Does the page (pypdfium2) show form fields? A signature may be one without any size."""
    box = pdfium.FS_RECTF()
    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        is_field = pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
        placed = is_field and pdfium.FPDFAnnot_GetRect(annotation, box)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if placed and box.right - box.left > 1 and box.top - box.bottom > 1:
            return True
    return False


def _count(handle: Any, most: int) -> int:
    count: int = max(pdfium.FPDFText_CountChars(handle), 0)
    if count > most:
        raise UnreadableError(
            "too-large",
            f"A page holds {count:,} characters; at most {most:,} are read. It is no printed page.",
        )
    return count


def _characters(handle: Any, view: View, places: range) -> list[Glyph | None]:
    """The characters with these numbers; ``None`` for a break."""
    glyphs: list[Glyph | None] = []
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in places:
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            glyphs.append(None)
            continue
        if code in _HYPHEN_CODES:
            code = 0x2D
        if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(handle, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
        x0, top, x1, bottom = view.rectangle(box.left, box.bottom, box.right, box.top)
        baseline = view.point(x.value, y.value)[1]
        if _is_near(x0, top, x1, bottom, baseline):
            glyphs.append(Glyph(chr(code), x0, top, x1, bottom, baseline, index))
    return glyphs


def _is_near(x0: float, top: float, x1: float, bottom: float, baseline: float) -> bool:
    """Is this place on the page or about it? False where a number is not finite."""
    return (
        -_FARTHEST < x0 <= x1 < _FARTHEST
        and -_FARTHEST < top <= bottom < _FARTHEST
        and -_FARTHEST < baseline < _FARTHEST
    )


def _words_of(handle: Any, view: View, text: str) -> list[Glyph | None]:
    """The words of ``text``, which is that of the page; in the place of a word whose characters do
    not stand evenly, its characters."""
    glyphs: list[Glyph | None] = []
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    # The origin is asked for once per height of a line: it is where the letters stand in it.
    baselines: dict[tuple[float, float], float] = {}
    reference, box_of = ctypes.byref(box), pdfium.FPDFText_GetLooseCharBox
    upright, page_left, page_top = view.turns == 0, view.left, view.top
    uneven = [match.start() for match in _UNEVEN.finditer(text)]
    uneven.append(len(text))
    next_uneven, end = 0, 0
    for match in _TOKEN.finditer(text):
        first = match.start()
        if first > end:
            glyphs.append(_SPACE)
        end = match.end()
        word = match[0]
        if word == "\r" or word == "\n":
            glyphs.append(None)
            continue
        is_uneven = False
        while uneven[next_uneven] < end:
            next_uneven += 1
            is_uneven = True
        if is_uneven or not box_of(handle, first, reference):
            glyphs += _characters(handle, view, range(first, end))
            continue
        left, low, right, high = box.left, box.bottom, box.right, box.top
        if end - first > 1:
            box_of(handle, end - 1, reference)
            is_level = box.bottom == low and box.top == high
            last_left, last_right = box.left, box.right
            if not is_level:
                off = abs(box.bottom - low) + abs(box.top - high)
                if off > _EVEN and abs(last_left - left) + abs(last_right - right) > _EVEN:
                    glyphs += _characters(handle, view, range(first, end))
                    continue
                low, high = min(low, box.bottom), max(high, box.top)
            left = last_left if last_left < left else left
            right = last_right if last_right > right else right
        if upright:
            x0, top, x1, bottom = (
                left - page_left,
                page_top - high,
                right - page_left,
                page_top - low,
            )
        else:
            x0, top, x1, bottom = view.rectangle(left, low, right, high)
        # Also false where one of them is no number.
        if not (x1 - x0 <= _WIDEST_LETTER * (end - first) * (bottom - top) < _FARTHEST):
            glyphs += _characters(handle, view, range(first, end))
            continue
        baseline = baselines.get((top, bottom))
        if baseline is None:
            pdfium.FPDFText_GetCharOrigin(handle, first, x, y)
            baseline = baselines[top, bottom] = view.point(x.value, y.value)[1]
            if not _is_near(x0, top, x1, bottom, baseline):
                baseline = baselines[top, bottom] = math.nan
        if x0 > -_FARTHEST and x1 < _FARTHEST and not math.isnan(baseline):
            glyphs.append(Glyph(word, x0, top, x1, bottom, baseline, first))
    return glyphs


def _text_turns(handle: Any, count: int) -> int:
    """Quarter turns that bring most of the text upright."""
    if not count:
        return 0
    found = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // _SAMPLED)):
        angle = pdfium.FPDFText_GetCharAngle(handle, index)
        if angle >= 0:
            found[-round(angle / (math.pi / 2)) % 4] += 1  # PDFium counts clockwise
    return found.index(max(found)) if max(found) > found[0] else 0


def convert_old_letters(page: PageCharacters) -> None:
    """Text in the codes of a TCVN3 font, in Unicode. (VNI writes two codes a letter; PDF makers map
    its fonts to Unicode.)"""
    words = "".join(" " if glyph is None else glyph.character for glyph in page.glyphs)
    if legacy_encoding(words) == "tcvn3":
        page.glyphs = [
            glyph and glyph._replace(character=to_unicode(glyph.character, "tcvn3"))
            for glyph in page.glyphs
        ]


def fragments_of(
    page: PageCharacters, cell_of: Callable[[float, float], int | None] | None = None
) -> list[Fragment]:
    """Fragments in drawing order, parted at line breaks, jumps, wide gaps and table cells."""
    fragments: list[Fragment] = []
    current: Fragment | None = None
    last: Glyph | None = None
    order = 0
    in_cells = ((g, None) for g in page.glyphs) if cell_of is None else _in_cells(page, cell_of)
    for glyph, cell in in_cells:
        if glyph is None:
            current = last = None
            order += 1
            continue
        if glyph is _SPACE or glyph.character.isspace():
            if current is not None:
                current.glyphs.append(_SPACE)
            continue
        if current is None or last is None or cell != current.cell or _jumps(last, glyph):
            order += 1
            current = Fragment([], cell, order=order, spell=page.spell)
            fragments.append(current)
        current.glyphs.append(glyph)
        last = glyph
    shown = [fragment for fragment in fragments if _shows(fragment)]
    return [part.measure() for fragment in shown for part in _at_the_letterhead(fragment)]


def _in_cells(
    page: PageCharacters, cell_of: Callable[[float, float], int | None]
) -> Iterator[tuple[Glyph | None, int | None]]:
    """The glyphs of a page, each with the cell that it is in; words that reach over a cell's edge
    as characters."""
    for glyph in page.glyphs:
        if glyph is None or glyph is _SPACE:
            yield glyph, None
            continue
        word, x0, top, x1, bottom, _, _ = glyph
        half, middle = (x1 - x0) / len(word) / 2, (top + bottom) / 2
        cell = cell_of(x0 + half, middle)
        if len(word) == 1 or page.spell is None or cell == cell_of(x1 - half, middle):
            yield glyph, cell
        else:
            for letter in page.spell(glyph):
                yield letter, cell_of((letter.x0 + letter.x1) / 2, middle)


def _at_the_letterhead(fragment: Fragment) -> list[Fragment]:
    """The name of the state or the Party begins the right column of a letterhead, also where the
    left one reaches up to it."""
    letters = "".join(glyph.character for glyph in fragment.glyphs)
    if not letters.isupper() or len(folded := fold(letters)) != len(letters):
        return [fragment]
    for name in _RIGHT_COLUMN:
        place = folded.find(name)
        if place > 0 and folded.find(name, place + 1) < 0:
            glyphs = fragment.letters()
            parts = glyphs[:place], glyphs[place:]
            left, right = (Fragment(part, fragment.cell) for part in parts)
            left.order, right.order = fragment.order, fragment.order + 2
            return [part for part in (left, right) if _shows(part)]
    return [fragment]


def _shows(fragment: Fragment) -> bool:
    while fragment.glyphs and fragment.glyphs[-1].character.isspace():
        fragment.glyphs.pop()
    return bool(fragment.glyphs)


def _jumps(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.bottom - last.top, glyph.bottom - glyph.top, 1.0)
    return (
        not -0.6 * size <= glyph.baseline - last.baseline <= 0.6 * size
        or glyph.x0 - last.x1 > _NEW_COLUMN * size
        or glyph.x0 < last.x0 - 0.5 * size
    )


def lines_of(fragments: Iterable[Fragment]) -> list[Line]:
    """Printed lines from top to bottom."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: fragment.baseline):
        for row in reversed(rows[-3:]):
            if _on_one_line(row[0], fragment):
                row.append(fragment)
                break
        else:
            rows.append([fragment])
    lines = [_line(row) for row in rows]
    return [line for line in lines if line.segments]


def _on_one_line(first: Fragment, other: Fragment) -> bool:
    size = min(first.size, other.size) or 1.0
    if abs(first.baseline - other.baseline) <= _SAME_LINE * size:
        return True
    larger, smaller = (first, other) if first.size >= other.size else (other, first)
    if smaller.size > 0.8 * larger.size:
        return False
    middle = (smaller.top + smaller.bottom) / 2
    return larger.top < middle < larger.bottom  # a raised footnote mark


def _line(row: list[Fragment]) -> Line:
    row = sorted(row, key=lambda fragment: fragment.x0)
    groups: list[list[Fragment]] = []
    for fragment in row:
        if groups and not _begins_a_segment(groups[-1], fragment):
            groups[-1].append(fragment)
        else:
            groups.append([fragment])
    segments = [_segment(group) for group in groups]
    return Line(tuple(segment for segment in segments if segment.text))


def _begins_a_segment(group: list[Fragment], fragment: Fragment) -> bool:
    """Is there a column gap before ``fragment``? Words drawn elsewhere need less of one."""
    drawn_on = fragment.order == group[-1].order + 1
    widest = _NEW_COLUMN if drawn_on else _GAP_OF_PARTS
    return fragment.x0 - max(f.x1 for f in group) > widest * max(fragment.size, 1.0)


def _segment(group: list[Fragment]) -> Segment:
    overlapping = any(
        later.x0 < earlier.x1 - 0.3 * later.size for earlier, later in pairwise(group)
    )
    words = _by_position(group) if overlapping else _in_order(group)
    return Segment(
        text=clean_line(set_marks_apart(words)),
        x0=group[0].x0,
        top=min(fragment.top for fragment in group),
        x1=max(fragment.x1 for fragment in group),
        bottom=max(fragment.bottom for fragment in group),
        size=max(fragment.size for fragment in group),
    )


def _in_order(group: list[Fragment]) -> str:
    parts: list[str] = []
    end = None
    largest = max(group, key=lambda fragment: fragment.size)
    for fragment in group:
        if end is not None and fragment.x0 - end > _WORD_GAP * fragment.size:
            parts.append(" ")
        parts.append(_words(fragment, largest))
        end = fragment.x1
    return "".join(parts)


def _words(fragment: Fragment, largest: Fragment) -> str:
    """The characters of a fragment, digits that are small and raised as such."""
    if fragment.smallest >= _SMALL * largest.size:
        return "".join(glyph.character for glyph in fragment.glyphs)
    return "".join(
        raised(glyph.character)
        if glyph.bottom - glyph.top < _SMALL * largest.size
        and glyph.baseline < largest.baseline - _RAISED_BY * largest.size
        else glyph.character
        for glyph in fragment.glyphs
    )


def _by_position(group: list[Fragment]) -> str:
    """Characters from left to right; where they leave a gap, a space."""
    glyphs = sorted(
        (
            glyph
            for fragment in group
            for glyph in fragment.letters()
            if not (glyph.character == " " and glyph.x1 <= glyph.x0)
        ),
        key=lambda glyph: glyph.x0 + glyph.x1,
    )
    parts: list[str] = []
    end = None
    for glyph in glyphs:
        if end is not None and glyph.x0 - end > _WORD_GAP * (glyph.bottom - glyph.top):
            parts.append(" ")
        parts.append(glyph.character)
        end = glyph.x1
    return "".join(parts)
