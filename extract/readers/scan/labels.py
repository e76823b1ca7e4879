"""Labels of items that a scan misreads, put right where their siblings leave one reading.

"8)" before "b)" can only be "a)", a second "d)" before "e)" only "đ)"; a heading "HI." in capitals
after "II." only "III.", and so is a second "II."; "5," after "4." is "5.". Points are lettered in the Vietnamese order, "đ" after "d" (Decree
30/2020/NĐ-CP), though many skip one of the two. A label that continues what came before it is left as read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.readers.page_text import Line, Segment

_ROMAN = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    *("XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"),
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
# a) | đ) | 8) | ø), then words
_POINT = re.compile(r"(?P<label>\S)\)(?=\s\S)")
# II QUAN ĐIỂM | HI. VỀ MỘT SỐ | 1V. TỔ CHỨC
_HEADING = re.compile(
    r"(?P<label>[IVXHLTl1|]{1,6})(?:(?P<point>[.,])(?=\s?[^\W\d_]{2})|(?=\s[^\W\d_]{2}))"
)
# 5, Về chế độ báo cáo | 4. Công bố
_ITEM = re.compile(r"(?P<label>\d{1,2})(?P<mark>[.,])(?=\s[^\W\d_])")
_LOOK_ALIKE = str.maketrans({"H": "II", "L": "I", "l": "I", "1": "I", "|": "I", "T": "I"})
_LONGEST_HEADING = 160


def mend_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines of a scanned document, in order, with their labels put right."""
    mended = list(lines)
    points = [
        (index, match["label"])
        for index, line in enumerate(lines)
        if line.segments and (match := _POINT.match(line.segments[0].text))
    ]
    labels = [label for _, label in points]
    for place, (index, label) in enumerate(points):
        following = labels[place + 1] if place + 1 < len(labels) else None
        right = _point(labels[place - 1] if place else None, label, following)
        labels[place] = right
        if right != label:
            mended[index] = _relabelled(mended[index], 1, right)
    return _with_headings(_with_items(mended))


def _point(before: str | None, label: str, after: str | None) -> str:
    if label == "a" or label in _next(before) or (label.isdigit() and _is_digit(before, after)):
        return label
    if label == "đ" and before == "c" and after != "đ":
        return label  # drafters skip either of the two
    fitting = {*_next(before), "a"} & set(_previous(after)) if after else set()
    if after is None and label not in _LETTERS and not label.isdigit():
        fitting = set(_next(before)[:1])
    return fitting.pop() if len(fitting) == 1 else label


def _is_digit(before: str | None, after: str | None) -> bool:
    return any(label is not None and label.isdigit() for label in (before, after))


def _next(label: str | None) -> str:
    """The letters that may follow a label: after "d", "đ" or, where that is skipped, "e"."""
    place = _LETTERS.find(label) if label else -1
    return "" if place < 0 else _LETTERS[place + 1 : place + (3 if label == "d" else 2)]


def _previous(label: str) -> str:
    return "".join(letter for letter in _LETTERS if label in _next(letter))


def _with_items(lines: list[Line]) -> list[Line]:
    """Items numbered 1, 2, 3: a comma where the item before has the point."""
    before = 0
    for index, line in enumerate(lines):
        text = line.segments[0].text if line.segments else ""
        match = _ITEM.match(text)
        if match is None:
            continue
        if match["mark"] == ".":
            before = int(match["label"])
        elif int(match["label"]) == before + 1 and before and text[match.end() + 1].isupper():
            lines[index] = _relabelled(line, match.end(), f"{match['label']}.")
            before += 1
    return lines


def _with_headings(lines: list[Line]) -> list[Line]:
    """Headings in capitals, numbered I, II, III."""
    found: list[tuple[int, re.Match[str], int]] = []
    for index, line in enumerate(lines):
        text = line.segments[0].text if line.segments else ""
        match = _HEADING.match(text) if len(text) <= _LONGEST_HEADING else None
        if match is None or not text[match.end() :].isupper():
            continue
        label = match["label"].translate(_LOOK_ALIKE)
        if label in _ROMAN and (match["point"] or match["label"] == label):
            found.append((index, match, _ROMAN.index(label) + 1))
    before = 0
    for place, (index, match, number) in enumerate(found):
        after = found[place + 1][2] if place + 1 < len(found) else 0
        if number != before + 1 and before and after == before + 2:
            number = before + 1  # "I." between "I." and "III."
        if 1 < number == before and f"{_ROMAN[number - 1]}I" == _ROMAN[number]:
            number = before + 1  # "II." again: an I was lost, numbering anew begins with "I."
        in_order = number == before + 1 or match["label"] == _ROMAN[number - 1]
        if in_order and match.group() != f"{_ROMAN[number - 1]}.":
            lines[index] = _relabelled(lines[index], match.end(), f"{_ROMAN[number - 1]}.")
        before = number
    return lines


def _relabelled(line: Line, length: int, label: str) -> Line:
    """``line`` with its first ``length`` characters replaced."""
    first, *others = line.segments
    words = first.words
    if words:
        words = (words[0]._replace(text=label + words[0].text[length:]), *words[1:])
    segment: Segment = replace(first, text=label + first.text[length:], words=words)
    return Line((segment, *others))
