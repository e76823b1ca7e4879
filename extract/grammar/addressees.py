"""To whom a document is written: the bodies below "Kính gửi", and below "... điện:" of a telegram.

Decree 30/2020/NĐ-CP, Appendix I: one body stands behind the words; several stand below them, each
after a dash, with a semicolon, the last one with a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.grammar.letterhead_lines import Column

_ADDRESSED = re.compile(r"(?:K[íi]nh\s+g[ửu]i|KÍNH\s+GỬI)\s?:?\s*")
# CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ điện: | Thủ tướng Chính phủ điện:
_WIRED = re.compile(r"\S.{3,120}\s(?:điện|ĐIỆN)\s?:\s*(?=\Z|[-–])")
_DASH = re.compile(r"[-–—+•*_]\s*(?=\S)")
_OVER = re.compile(r"\.\Z")
_NEXT = re.compile(r"[;,]\Z")
_LONGEST = 300

Item = tuple[str, int, int]
"""A body or class of bodies as printed, and where it stands."""


def find_addressees(lines: Sequence[Column], is_telegram: bool) -> tuple[Item, ...]:
    """The addressees in the first lines of a document."""
    for at, line in enumerate(lines):
        match = _ADDRESSED.match(line.text) or (is_telegram and _WIRED.match(line.text))
        if match:
            return tuple(_items(lines, at, match.end()))
    return ()


def _items(lines: Sequence[Column], at: int, after: int) -> Iterator[Item]:
    pieces: list[list[tuple[str, int, int]]] = []
    first = lines[at].text[after:].strip()
    in_list = first.startswith(("-", "–"))
    if first:
        start = lines[at].start + lines[at].text.index(first, after)
        dash = _DASH.match(first)
        cut = dash.end() if dash else 0
        pieces.append([(first[cut:], start + cut, lines[at].end)])
    for line in lines[at + 1 :]:
        before = pieces[-1][-1][0] if pieces else ""
        dash = _DASH.match(line.text)
        if dash:
            in_list = True
            pieces.append([(line.text[dash.end() :], line.start + dash.end(), line.end)])
        elif before and not line.after_blank and _continues(before, line, in_list):
            pieces[-1].append((line.text, line.start, line.end))
        elif _NEXT.search(before) and not line.after_blank and len(line.text) < _LONGEST:
            pieces.append([(line.text, line.start, line.end)])
        else:
            break
        if _OVER.search(line.text):
            break
    for piece in pieces:
        words = " ".join(" ".join(text for text, _, _ in piece).split())
        if re.search(r"\w{2}", words):
            yield words.rstrip(";.,: "), piece[0][1], piece[-1][2]


def _continues(before: str, line: Column, in_list: bool) -> bool:
    """Whether a line goes on where the one before broke off: items of a list end with a sign."""
    if re.search(r"[;.]\Z", before):
        return False
    return line.text[0].islower() or (in_list and len(line.text) < len(before))
