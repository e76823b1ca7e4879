"""The columns of a letterhead and of a signature, line by line, and the words known in them.

Decree 30/2020/NĐ-CP sets both in two columns: readers give the columns as lines in either order or
with a wide gap, a scan gives them merged in one line with the national motto. The words (motto,
bodies, positions) are data: ``letterhead.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from extract import vocabulary
from extract.facts import Language
from extract.grammar.lines import is_capitals
from extract.grammar.words import fold_in_place

_LONGEST = 1_500
"""Of a longer line (a paragraph) only so much is looked at."""

RULE = re.compile(r"[\s\-_=*.~—–−|#]*\Z")
_COLUMN_GAP = re.compile(r"\t+|\s{3,}|\s\|\s|\|")


@dataclass(frozen=True, slots=True)
class Column:
    """A line, or a column of one, without outer white space and mark-up."""

    start: int
    end: int
    text: str
    after_blank: bool


@cache
def cues(name: str, language: Language | None = None) -> tuple[str, ...]:
    for row in vocabulary.rows("letterhead"):
        if row["cue"] == name:
            vi, en = vocabulary.values(row["vi"]), vocabulary.values(row["en"])
            return vi + en if language is None else vi if language == "vi" else en
    raise KeyError(name)


@cache
def folded_cues(name: str) -> tuple[str, ...]:
    return tuple(fold_in_place(cue) for cue in cues(name))


def alternatives(words: Iterable[str]) -> str:
    by_length = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in by_length)


@cache
def motto() -> re.Pattern[str]:
    folded = [re.sub(r"\s*-\s*", " - ", fold_in_place(cue)) for cue in cues("motto")]
    pattern = alternatives(folded).replace(r"\ \-\ ", r"\W{1,6}").replace(r"\s+\-\s+", r"\W{1,6}")
    pattern = pattern.replace("hoa", "ho[ao]").replace("cong", "cong?")
    return re.compile(pattern)


def split_lines(text: str, start: int, end: int) -> list[Column]:
    """The lines with words between two offsets (whole lines), mark-up and markers cut off."""
    lines: list[Column] = []
    position, blank = start, True
    end = min(end, len(text))
    while position < end:
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        raw = text[position:stop]
        words = raw.strip().strip("*#_|").strip()
        if not words:
            blank = blank or not raw.strip()
        else:
            first = position + raw.index(words)
            words = words[:_LONGEST]
            lines.append(Column(first, first + len(words), words, blank))
            blank = False
        position = stop + 1
    return lines


def columns(lines: list[Column]) -> list[Column]:
    """The lines, those with a wide gap cut in two."""
    cut: list[Column] = []
    for line in lines:
        at, after_blank = 0, line.after_blank
        for gap in _COLUMN_GAP.finditer(line.text):
            if gap.start() > at and re.search(r"\w{2}", line.text[at : gap.start()]):
                if re.search(r"(?:Số|số|ngày|tháng|năm)\s?:?\Z", line.text[at : gap.start()]):
                    continue
                cut.append(piece(line, at, gap.start(), after_blank))
                at, after_blank = gap.end(), False
        if at < len(line.text):
            cut.append(piece(line, at, len(line.text), after_blank))
    return [line for line in cut if line.text]


def piece(line: Column, start: int, end: int, after_blank: bool) -> Column:
    words = line.text[start:end].strip()
    first = line.start + line.text.index(words, start) if words else line.start
    return Column(first, first + len(words), words, after_blank)


def without_motto(line: Column) -> list[Column]:
    match = motto().search(fold_in_place(line.text))
    if not match:
        return [line]
    pieces = [
        piece(line, 0, match.start(), line.after_blank),
        piece(line, match.end(), len(line.text), False),
    ]
    return [piece for piece in pieces if piece.text]


def is_body_line(text: str) -> bool:
    """Whether a line begins with a word that names bodies: "SỞ Y TẾ", "THE GOVERNMENT"."""
    folded = fold_in_place(text.lstrip("| *_"))
    return any(
        folded.startswith(cue) and not folded[len(cue) : len(cue) + 1].isalpha()
        for cue in folded_cues("body")
    )


def is_noise(text: str) -> bool:
    """Whether a scan's line is a stamp or stroke: hardly a word in it."""
    words = sum(map(str.isalnum, text)) + text.count(" ")
    return words * 4 < len(text) * 3 or all(len(word) < 3 for word in re.findall(r"\w+", text))


@cache
def _type_names() -> tuple[tuple[str, str], ...]:
    """Folded names of document types with their codes, the longest first."""
    names = [
        (fold_in_place(name), kind.code)
        for kind in vocabulary.document_types()
        for name in kind.names_vi + kind.names_en
    ]
    names += [(name, "other") for name in folded_cues("other_heading")]
    return tuple(sorted(names, key=lambda item: -len(item[0])))


def type_at(text: str) -> tuple[str, int] | None:
    """The type that ``text`` begins with, and where its name ends."""
    folded = fold_in_place(text)
    if len(folded) > 700:
        return None
    for name, code in _type_names():
        if folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum():
            if len(text) > len(name) and not text[: len(name)].isupper() and not text[0].isupper():
                return None
            return code, len(name) + _joint_length(folded[len(name) :])
    if is_capitals(text) and 4 < len(folded) < 24:
        misread = _misread_type(folded)
        return (misread, len(text)) if misread else None
    return None


def _joint_length(rest: str) -> int:
    """How much of what follows a type's name says that several bodies issue it: "LIÊN TỊCH"."""
    joint = next((c for c in folded_cues("joint_type") if rest.lstrip().startswith(c)), "")
    return rest.index(joint) + len(joint) if joint else 0


@lru_cache(maxsize=4096)
def _misread_type(folded: str) -> str | None:
    """The type whose name a scan's capitals nearly are: "QUYÉT ĐỊNH", "KÉẺ HOẠCH"."""
    for name, code in _type_names():
        close = len(name) > 5 and abs(len(name) - len(folded)) <= 2
        if close and SequenceMatcher(None, name, folded, autojunk=False).ratio() > 0.88:
            return code
    return None


def type_code(name: str) -> str:
    folded = fold_in_place(name)
    return next((code for known, code in _type_names() if known == folded), "other")
