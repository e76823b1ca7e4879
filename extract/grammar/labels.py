"""What label a line begins with: "Điều 5.", "Chương II", "1.", "1.1.", "a)", "đ)", "-", "+".

A line may be read in more than one way ("i)" is a letter or a Roman number, "C." a letter or a
hundred); :func:`read_labels` gives every reading, ``extract.grammar.structure`` takes the one that
fits its siblings. The words ("Điều", "Article") are data: ``structure_labels.csv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from extract import vocabulary
from extract.grammar.lines import UPPER, is_capitals
from extract.roman_numerals import roman_value

NAMED = frozenset({"part", "chapter", "section", "subsection", "article"})
BULLETS = frozenset({"-", "+", "*"})

_BULLETS = {
    **dict.fromkeys("-–—‒−", "-"),
    **dict.fromkeys("+", "+"),
    **dict.fromkeys("*•·▪●◦►→✓", "*"),
}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_MARKUP = r"(?:\#{1,6}\x20?|\*\*|__)?"
_ORDINALS = {
    word: n
    for n, words in enumerate(
        (
            "nhất one first", "hai two second", "ba three third", "tư bốn four fourth",
            "năm five fifth", "sáu six sixth", "bảy bẩy seven seventh", "tám eight eighth",
            "chín nine ninth", "mười ten tenth",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip


def alternatives(words: tuple[str, ...]) -> str:
    """A pattern that matches any of ``words``, the longest first."""
    by_length = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in by_length)


@cache
def _named() -> re.Pattern[str]:
    """Điều 5. Phạm vi | ĐIỀU 12: | Chương II | Mục 1KHẤU TRỪ | Phần thứ nhất | Article 5.- Scope"""
    kinds = []
    for row in vocabulary.rows("structure_labels"):
        if row["kind"] in NAMED:
            words = vocabulary.values(row["vi"]) + vocabulary.values(row["en"])
            every = tuple(form for word in words for form in (word, word.upper()))
            kinds.append(f"(?P<{row['kind']}>{alternatives(every)})")
    return re.compile(
        rf"""{_MARKUP}(?:{"|".join(sorted(kinds, reverse=True))}) \s{{1,3}}
        (?: (?P<number>\d{{1,4}}) (?P<suffix>[a-zđ]{{0,2}}(?![\wÀ-ỹ]))?
          | (?:(?:thứ|THỨ|the)\s)? (?P<ordinal>[^\W\d_]{{2,7}}) (?=[\s.:–-]|$)
          | (?P<roman>[IVXLC]{{1,7}}) (?![^\W\d_])
          | (?P<letter>[A-H]) (?=[.:\s]|$) )
        (?P<after> \s?(?:\*\*)?\s?[.:\-–/]{{0,2}}(?:\*\*)?[\s]{{0,4}} )""",
        re.VERBOSE,
    )


# Not the label 1 or 57, but a number that a line was broken before: 01/CT-UBND | 57-NQ/TW
_IS_A_NUMBER = rf"(?![/\-–][{UPPER}]{{1,8}}r?\d{{0,2}}[-–/][{UPPER}])"

# 1. Tăng cường | 1.Continue | 2.7 Đề nghị | 1.1.2. Rà soát | 3) | 4/ | 5- | 1.[2] Sửa đổi
_NUMBER = re.compile(
    rf"""{_MARKUP} (?P<number>\d{{1,3}}(?:\.\d{{1,2}}){{0,3}}) {_IS_A_NUMBER} (?P<suffix>[a-hđ](?=[.)]))?
    (?: (?P<mark>\s?[.)]|\s?\.\)|[/:]|\s?[-–](?=[\s{UPPER}])) (?=[\s{UPPER}“"‘'(\[*_]|$)
      | (?<=\.\d)(?=\s[{UPPER}]) | (?<=\.\d\d)(?=\s[{UPPER}]) )
    (?:\*\*)? \s{{0,8}} """,
    re.VERBOSE,
)
# (1) Hỗ trợ | (a) | (ii)
_PAREN = re.compile(rf"{_MARKUP}\((?P<label>\d{{1,2}}|[a-zđ]|[ivx]{{2,4}})\)\s{{0,8}}", re.VERBOSE)
# a) Thi hành | đ) | a/ | b. Chủ trì | ©) (a scan's c) | iv)
_LETTER = re.compile(
    rf"""{_MARKUP} (?P<label>[a-zđä©]|[ivx]{{2,4}}) \s?(?P<mark>[).]|\.\)|[/\-](?=[\s{UPPER}]))
    (?=[\s{UPPER}“"(\[*]|$) (?:\*\*)? \s{{0,8}}""",
    re.VERBOSE,
)
# I. MỤC TIÊU | II- | IV/ | A. | Il. HI. Iv. (a scan's II, III, IV)
_CAPITAL = re.compile(
    rf"""{_MARKUP} (?P<label>[IVXlLH]{{1,6}}|[IVX][iv]{{1,3}}|[A-HĐK]) \s?(?P<mark>[.)]|[/\-–:](?=[\s{UPPER}]))
    (?=[\s{UPPER}“"(\[*]|$) (?:\*\*)? \s{{0,8}}""",
    re.VERBOSE,
)
_BULLET = re.compile(
    r"(?P<mark>[-–—‒−+*•·▪●◦►→✓])(?P<gap>\s{0,8})(?=[^\s\d\-–—*+.)]|\d(?!\d*\s?-?$))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its style (``number``, ``letter``, ``-``), its place among siblings, its words."""

    style: str
    value: float  # 2a is 2.01: after 2, before 3
    label: str
    rest: int  # where the words after the label begin, in the line


def _letter_value(label: str) -> int:
    return _ALPHABET.index(label) + 1


def _named_label(line: str) -> Label | None:
    match = _named().match(line)
    if not match:
        return None
    kind = next(kind for kind in NAMED if match[kind])
    rest = line[match.end() :]
    value: float
    if match["number"]:
        value = _inserted(int(match["number"]), match["suffix"] or "")
        printed = match["number"] + (match["suffix"] or "")
    elif match["ordinal"] and match["ordinal"].lower() in _ORDINALS:
        value, printed = _ORDINALS[match["ordinal"].lower()], match["ordinal"]
    elif match["ordinal"] and not match["ordinal"].strip("IVXLC"):
        value, printed = roman_value(match["ordinal"]), match["ordinal"]
    elif match["roman"]:
        value, printed = roman_value(match["roman"]), match["roman"]
    elif match["letter"]:
        value, printed = ord(match["letter"]) - 64, match["letter"]
    else:
        return None
    marked = any(mark in match["after"] for mark in ".:-–")
    if kind == "article":
        fits = marked or not rest or rest[0] in "[(“"
    else:
        fits = not rest or (rest[0].isupper() and (marked or "\n" not in rest)) or rest[0] in "[(“*"
    if not fits:
        return None
    word = match[kind]
    if kind == "article":
        label = f"{word.capitalize()} {printed}"
    else:
        between = line[match.end(kind) : match.end() - len(match["after"])]
        label = f"{word.capitalize()}{between}"
    return Label(kind, value, " ".join(label.split()), match.end())


def read_labels(line: str) -> tuple[Label, ...]:
    """What label the line may begin with: more than one reading of "i)", "C." and the like."""
    first = line[0]
    if first in _BULLETS:
        if (first == "*" and line.startswith("**")) or first == "#":
            return _marked_up(line)
        match = _BULLET.match(line)
        return (Label(_BULLETS[first], 0, first, match.end()),) if match else ()
    if first in "#_":
        return _marked_up(line)
    if first.isdigit():
        return _number_label(line)
    if first == "(":
        return _paren_label(line)
    named = _named_label(line) if first in "PpCcMmTtĐÐđSAa" else None
    if named:
        return (named,)
    if len(line) > 1 and (line[1] in ".)/-–: " or first in "IVXHLlivx"):
        return _letter_labels(line)
    return ()


def _marked_up(line: str) -> tuple[Label, ...]:
    plain = line.lstrip("#*_ ")
    if not plain or plain[0] in "#*_":
        return ()
    skipped = len(line) - len(plain)
    return tuple(replace(label, rest=label.rest + skipped) for label in read_labels(plain))


def _number_label(line: str) -> tuple[Label, ...]:
    match = _NUMBER.match(line)
    if not match:
        return ()
    number = match["number"]
    parts = number.split(".")
    if len(parts) > 1:
        return (Label(f"multi{len(parts)}", int(parts[-1]), number, match.end()),)
    style = "number)" if (match["mark"] or "").strip() == ")" else "number"
    suffix = match["suffix"] or ""
    return (Label(style, _inserted(int(number), suffix), f"{int(number)}{suffix}", match.end()),)


def _inserted(number: int, suffix: str) -> float:
    """The place of a provision inserted after another: 2a, 2b stand between 2 and 3."""
    return number + (_letter_value(suffix[0]) / 100 if suffix else 0)


def _paren_label(line: str) -> tuple[Label, ...]:
    match = _PAREN.match(line)
    if not match:
        return ()
    label, rest = match["label"], match.end()
    if label.isdigit():
        return (Label("(number)", int(label), label, rest),)
    if len(label) > 1 or label == "i":
        return (Label("roman-lower", roman_value(label), label, rest),)
    readings = [Label("(letter)", _letter_value(label), label, rest)]
    if label in "vx":
        readings.append(Label("roman-lower", roman_value(label), label, rest))
    return tuple(readings)


def _letter_labels(line: str) -> tuple[Label, ...]:
    match = _LETTER.match(line)
    if match:
        label = match["label"].replace("ä", "a").replace("©", "c")
        readings = []
        if len(label) == 1:
            readings.append(Label("letter", _letter_value(label), label, match.end()))
        if not label.strip("ivx"):
            readings.append(Label("roman-lower", roman_value(label), label, match.end()))
        if label == "l" and match["mark"] == ".":
            readings.append(Label("number", 1, "1", match.end()))
        return tuple(readings)
    match = _CAPITAL.match(line)
    if not match:
        return ()
    printed = match["label"]
    label = printed.upper().replace("L", "I").replace("H", "II")
    readings = []
    if not label.strip("IVXC") and (
        not set(printed) & {"H", "L"} or is_capitals(line[match.end() :])
    ):
        readings.append(Label("roman", roman_value(label), label, match.end()))
    if len(printed) == 1:
        readings.append(Label("upper", _letter_value(printed.lower()), printed, match.end()))
    return tuple(readings)
