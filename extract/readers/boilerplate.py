"""Cutting what a website puts before and after a document: comment forms, sharing buttons, menus.

The lines are known by their words (``vocabulary/boilerplate.csv``, accents and case do not count,
``#`` stands for a number) and only go from the start or the end of a text: the search stops at the
first line that is not known, so nothing in the middle is ever cut.
"""

from __future__ import annotations

import re
from functools import cache

from extract.folding import fold
from extract.vocabulary import rows

_DIGITS = re.compile(r"\d+")
_LONGEST = 120


@cache
def _phrases(where: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole lines, and line starts, that are cut at ``where`` (start or end)."""
    known = [row for row in rows("boilerplate") if row["where"] in (where, "both")]
    lines = frozenset(row["phrase"] for row in known if row["match"] == "line")
    return lines, tuple(row["phrase"] for row in known if row["match"] == "start")


def is_boilerplate(line: str, where: str) -> bool:
    """Is ``line``, at the ``where`` (start or end) of a text, none of the document's?"""
    if len(line) > _LONGEST:
        return False
    words = _DIGITS.sub("#", fold(line)).strip()
    lines, starts = _phrases(where)
    return words in lines or words.startswith(starts)


def document_bounds(text: str) -> tuple[int, int]:
    """Where the document begins and ends in ``text``, website boilerplate left out. ``(0, len)``
    where all of it looks like boilerplate."""
    start, end = 0, len(text)
    while start < end:
        line_end = text.find("\n", start)
        line_end = end if line_end < 0 else line_end
        line = text[start:line_end]
        if line.strip() and not is_boilerplate(line, "start"):
            break
        start = min(line_end + 1, end)
    while end > start:
        line_start = text.rfind("\n", start, end) + 1 or start
        line = text[line_start:end]
        if line.strip() and not is_boilerplate(line, "end"):
            break
        end = max(line_start - 1, start)
    return (start, end) if start < end else (0, len(text))
