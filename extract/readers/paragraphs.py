"""From lines in reading order to paragraphs.

A line continues in the next one where it is full: the next line's first word would not have fitted
behind it. Decree 30/2020/NĐ-CP, Appendix I, has the first line of a paragraph indented by 1 to 1.27
cm; where a document does so, a full line followed by a line at the left margin is one paragraph, also
across pages. Where it does not, a label ("Điều 5.", "1.", "a)", "-") or a sentence's end parts them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.readers.page_text import Line
from extract.readers.reading_order import ReadLine

_LABEL = re.compile(
    r"""
      (?: Điều | Chương | Mục | Phần | Article | Chapter | Section | Part ) [ ] [0-9IVXLC]{1,7} \b
    | (?: Căn[ ]cứ | Pursuant | Theo[ ]đề[ ]nghị | Xét[ ]đề[ ]nghị | Nơi[ ]nhận ) \b
    | [IVXLC]{1,7} [.)] (?= [ ] )
    | [0-9]{1,3} (?: \. [0-9]{1,3} ){0,3} [.)] (?= \D )
    | [a-zđ] [.)] (?= [ ] )
    | \( [0-9a-zđ]{1,3} \)
    | [-+*•–—] [ ]? (?= \S )
    | [⁰¹²³⁴-⁹]{1,3} [ ]? (?= \S )
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"""[.;:!?…][”"’')\]]?$|\./\.$""")
# A line that ends so is not over: "... thực hiện Chỉ thị số", "Sở Tài chính,"
_OPEN_END = re.compile(
    r"""
      [,(/-] $
    | \b (?: và | hoặc | của | các | những | với | cho | về | theo | số | từ | đến | tại | để | do
            | thực[ ]hiện | triển[ ]khai | ban[ ]hành | the | of | and | or | to | for | by | No\.
        ) $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FULL_ENOUGH = 2.0
_SET_ALIKE = 0.2
_MEASURED_ALIKE = 0.3
_NOTE = re.compile(r"[⁰¹²³⁴-⁹]{1,3} ?\S")
_SMALL_PRINT = 0.92
_OFF_CENTRE = 10.0
_INDENT = (9.0, 90.0)
_AT_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right edge of the running text of a page, the usual distance of its lines, and
    whether paragraphs begin with an indented line."""

    left: float
    right: float
    pitch: float
    indented: bool


def margins_of(lines: Sequence[Line]) -> Margins:
    """Measured from the lines of a page: the leftmost place where several begin, and the right edge
    that most of the long ones reach."""
    if not lines:
        return Margins(0.0, 0.0, 1.0, False)
    right = sorted(line.x1 for line in lines)[int(0.9 * (len(lines) - 1))]
    widest = max(line.x1 - line.x0 for line in lines)
    long = [line for line in lines if line.x1 - line.x0 > 0.45 * widest]
    starts = Counter(round(line.x0 / 3) for line in long)
    common = [start for start, count in starts.items() if count >= max(2, len(long) // 10)]
    left = 3.0 * min(common, default=min(round(line.x0 / 3) for line in lines))
    pitches = [
        after.top - before.top for before, after in pairwise(lines) if after.top > before.top
    ]
    indents = sum(_INDENT[0] < line.x0 - left < _INDENT[1] for line in lines)
    return Margins(left, right, median(pitches) if pitches else 1.0, indents >= 2)


def begins_with_a_label(text: str) -> bool:
    """Does a provision or list item begin here?"""
    return _LABEL.match(text) is not None


def footnotes_of(lines: Sequence[Line]) -> Sequence[Line]:
    """The footnotes at the end of a page's lines: small print that begins with a raised number."""
    for index, line in enumerate(lines):
        if _NOTE.match(line.text) and index:
            usual = median(before.size for before in lines[:index])
            if all(note.size < _SMALL_PRINT * usual for note in lines[index:]):
                return lines[index:]
    return ()


def split_paragraphs(
    lines: Sequence[ReadLine], margins: dict[int, Margins], indented: bool
) -> list[list[ReadLine]]:
    """Lines that follow each other, as paragraphs."""
    paragraphs: list[list[ReadLine]] = []
    for line in lines:
        if paragraphs and continues(paragraphs[-1][-1], line, margins, indented):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def is_open(text: str) -> bool:
    """Does ``text`` end where no sentence, heading or name can?"""
    return _OPEN_END.search(text) is not None


def continues(
    before: ReadLine, after: ReadLine, margins: dict[int, Margins], indented: bool
) -> bool:
    """Are the two lines, one after the other in reading order, one paragraph? ``indented``: does
    the document begin its paragraphs with an indented line?"""
    if before.column != after.column:
        return False
    if before.column is not None:
        return before.page == after.page and _continues_in_column(before.line, after.line)
    here, there = margins[before.page], margins[after.page]
    line, following = before.line, after.line
    if before.page == after.page and following.top - line.top > 1.7 * max(here.pitch, line.size):
        return False
    if abs(line.size - following.size) > _other_size(line, following):
        return False
    if _is_centred(following, there) and (
        _is_centred(line, here) or _is_full(line, following, here)
    ):
        return _goes_on_in(line, following)
    if line.x0 - here.left > _INDENT[1] or not _is_full(line, following, here):
        return False
    ended = _SENTENCE_END.search(line.text) is not None
    labelled = begins_with_a_label(following.text)
    offset = following.x0 - there.left
    if offset > _AT_MARGIN and offset > line.x0 - here.left + _AT_MARGIN:
        return begins_with_a_label(line.text) and not labelled and not ended  # hanging indent
    if offset > _AT_MARGIN and abs(offset - (line.x0 - here.left)) <= _AT_MARGIN:
        return not labelled and not ended
    if labelled and ended:
        return False
    return indented or not (labelled or ended)


def _other_size(line: Line, following: Line) -> float:
    """From which difference on two lines are of different size. On a scan a line without high marks
    measures a quarter less than its neighbour; a sentence that goes on tells that they are alike."""
    goes_on = following.text[:1].islower() and not _SENTENCE_END.search(line.text)
    labelled = begins_with_a_label(following.text)
    share = _MEASURED_ALIKE if goes_on and not labelled else _SET_ALIKE
    return share * max(line.size, following.size)


def _is_centred(line: Line, margins: Margins) -> bool:
    middle = (margins.left + margins.right) / 2
    return (
        abs((line.x0 + line.x1) / 2 - middle) < _OFF_CENTRE
        and line.x0 - margins.left > _INDENT[0]
        and margins.right - line.x1 > _INDENT[0]
    )


def _goes_on_in(line: Line, following: Line) -> bool:
    """In a title or a narrow column: only a line that cannot stand alone goes on in the next."""
    if begins_with_a_label(following.text) or _SENTENCE_END.search(line.text):
        return False
    if line.text.isupper() != following.text.isupper():
        return False  # the kind of document, and its subject
    return following.text[:1].islower() or is_open(line.text)


def _is_full(line: Line, following: Line, margins: Margins) -> bool:
    text = following.text
    word = text.split(" ", 1)[0]
    width = (following.x1 - following.x0) * len(word) / max(len(text), 1)
    return line.x1 + width + 0.2 * line.size > margins.right - _FULL_ENOUGH


def _continues_in_column(line: Line, following: Line) -> bool:
    """In a letterhead or signature block: only a line that cannot stand alone continues."""
    close = following.top - line.bottom <= 0.8 * line.size
    return close and _goes_on_in(line, following)
