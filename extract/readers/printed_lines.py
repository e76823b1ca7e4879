"""Where the lines of a paragraph ended, from a second rendering of the same document.

antiword's DocBook tells paragraphs and table cells but drops the line breaks in them ("ỦY BAN NHÂN
DÂN" and "TỈNH" come out as one word); its plain text keeps the lines but draws tables with bars.
White space apart, both hold the same letters: a paragraph is found again in the plain text, and
the lines end where they end there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

_WINDOW = 20_000
_TELLING = 20  # so many letters hardly stand in a document twice close together


class PrintedLines:
    """The plain text as antiword prints it, ready to be asked for the lines of a paragraph."""

    def __init__(self, text: str) -> None:
        outside, *columns = _streams(text)
        self._outside = _Stream(outside)
        self._columns = [_Stream(column) for column in columns]

    def broken(self, words: str, *, in_table: bool = False) -> str:
        """``words`` with line ends where the plain text has them; as they are if not found."""
        letters = "".join(words.split())
        for stream in self._columns if in_table else (self._outside,):
            ends = stream.line_ends(letters)
            if ends is not None:
                return _with_line_ends(words, ends)
        return words


class _Stream:
    """Lines without their white space, one after the other, asked for in order."""

    def __init__(self, lines: Iterable[tuple[str, bool]]) -> None:
        parts: list[str] = []
        self._ends: set[int] = set()
        self._place = length = 0
        for line, is_end in lines:
            parts.append("".join(line.split()))
            length += len(parts[-1])
            if is_end:
                self._ends.add(length)
        self._letters = "".join(parts)

    def line_ends(self, letters: str) -> list[int] | None:
        """After how many of ``letters`` a line ends, last one left out; ``None`` if not found."""
        start = self._letters.find(letters, self._place, self._place + _WINDOW + len(letters))
        if start < 0:
            return None
        if len(letters) >= _TELLING:
            self._place = start + len(letters)
        return [at for at in range(1, len(letters)) if start + at in self._ends]


def _with_line_ends(words: str, ends: list[int]) -> str:
    """A white space is there as well where a line was only filled: no line ends there."""
    wanted, parts, seen = set(ends), [], 0
    for before, letter in zip(" " + words, words, strict=False):
        if not letter.isspace():
            if seen in wanted and not before.isspace():
                parts.append("\n")
            seen += 1
        parts.append(letter)
    return "".join(parts)


def _streams(text: str) -> Iterator[list[tuple[str, bool]]]:
    """The lines outside of tables, then those of every table column; with each whether it ends
    there. In a column, a line that fills it may have been cut by antiword."""
    outside: list[tuple[str, bool]] = []
    tables: list[list[list[str]]] = []
    for in_table, lines in groupby(text.split("\n"), key=lambda line: line.startswith("|")):
        if in_table:
            tables.append([line.strip("|").split("|") for line in lines])
        else:
            outside += [(line, True) for line in lines]
    yield outside
    for rows in tables:
        for column in range(max(map(len, rows))):
            cells = [row[column] for row in rows if column < len(row)]
            yield [(cell, cell.endswith(" ")) for cell in cells]
