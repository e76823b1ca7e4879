"""The numbers that Word prints by itself: ``numbering.xml`` and the styles that use it.

ECMA-376 part 1, section 17.9: a paragraph names a list (``numId``) and a level (``ilvl``), itself or
through its style; the list names an abstract list whose levels say the format (``%1.%2``), the start
and when to start again. python-docx and most converters leave these numbers out; a directive without
its "1.", "a)" has no structure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_HIGHEST_ROMAN = 4_999
_LEVELS = 9
_ROUND_BULLETS = {"o", "§", "Ø", "ü", "v", "q", "·", "\uf06f"}


def roman(number: int) -> str:
    """``4`` as ``IV``; numbers that have no Roman form stay as they are."""
    if not 0 < number <= _HIGHEST_ROMAN:
        return str(number)
    digits = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        digits.append(letters * count)
    return "".join(digits)


def letters(number: int) -> str:
    """``1`` as ``a``, ``27`` as ``aa``, as Word counts."""
    if not 0 < number <= 780:
        return str(number)
    repeats, index = divmod(number - 1, 26)
    return "abcdefghijklmnopqrstuvwxyz"[index] * (repeats + 1)


def formatted(number: int, form: str) -> str:
    """``number`` in one of Word's formats (``w:numFmt``)."""
    if form == "none":
        return ""
    if form == "upperRoman":
        return roman(number)
    if form == "lowerRoman":
        return roman(number).lower()
    if form == "upperLetter":
        return letters(number).upper()
    if form == "lowerLetter":
        return letters(number)
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass
class _List:
    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


def _value(element: Any, name: str, default: str | None = None) -> str | None:
    child = element.find(W + name) if element is not None else None
    return default if child is None else child.get(W + "val", default)


def _number(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _level(element: Any) -> Level:
    legal = element.find(W + "isLgl")
    restart = _value(element, "lvlRestart")
    return Level(
        start=_number(_value(element, "start"), 1),
        form=_value(element, "numFmt", "decimal") or "decimal",
        text=_value(element, "lvlText", "") or "",
        suffix=_value(element, "suff", "tab") or "tab",
        restart=None if restart is None else _number(restart, 0),
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false"),
        style=_value(element, "pStyle"),
    )


@dataclass(frozen=True, slots=True)
class NumberedBy:
    """Which list and level a paragraph or style names; ``None`` where it does not say."""

    list_id: str | None
    level: int | None

    @classmethod
    def of(cls, properties: Any) -> NumberedBy:
        """From a ``w:pPr`` element (or ``None``)."""
        element = properties.find(W + "numPr") if properties is not None else None
        if element is None:
            return cls(None, None)
        level = _value(element, "ilvl")
        return cls(_value(element, "numId"), None if level is None else _number(level, 0))


class Numbering:
    """Counts through a document: :meth:`label` for every numbered paragraph, in order."""

    def __init__(self, numbering: Any = None, styles: Any = None) -> None:
        """``numbering`` and ``styles`` are the parts' root elements, or ``None``."""
        self._styles = {
            style.get(W + "styleId"): style
            for style in (styles.iter(W + "style") if styles is not None else ())
        }
        self._default_style = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(W + "type") == "paragraph"
                and style.get(W + "default") in ("1", "true")
            ),
            None,
        )
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        abstracts: dict[str, dict[int, Level]] = {}
        linked: dict[str, str] = {}
        named: dict[str, str] = {}
        for element in numbering.iter(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            abstracts[key] = _levels(element.iterchildren(W + "lvl"))
            link, style = _value(element, "numStyleLink"), _value(element, "styleLink")
            if link:
                linked[key] = link
            if style:
                named[style] = key
        for element in numbering.iter(W + "num"):
            abstract = _value(element, "abstractNumId", "") or ""
            if abstract in linked:
                abstract = named.get(linked[abstract], abstract)
            entry = _List(abstract, dict(abstracts.get(abstract, {})))
            for override in element.iterchildren(W + "lvlOverride"):
                index = _number(override.get(W + "ilvl"), 0)
                for level in _levels(override.iterchildren(W + "lvl")).values():
                    entry.levels[index] = level
                start = _value(override, "startOverride")
                if start is not None:
                    entry.restarts[index] = _number(start, 1)
            self._lists[element.get(W + "numId", "")] = entry

    def style_chain(self, style: str | None) -> Iterable[Any]:
        """A paragraph style and those that it is based on, nearest first."""
        seen: set[str] = set()
        style = style or self._default_style
        while style and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _value(self._styles[style], "basedOn")

    def _numbered_by(self, properties: Any) -> tuple[str | None, int]:
        own = NumberedBy.of(properties)
        list_id, level = own.list_id, own.level
        for style in self.style_chain(_value(properties, "pStyle")):
            if list_id is not None:
                break
            inherited = NumberedBy.of(style.find(W + "pPr"))
            list_id = inherited.list_id
            if list_id is not None and level is None:
                level = self._level_of_style(list_id, style.get(W + "styleId"), inherited.level)
        return list_id, max(0, min(level or 0, _LEVELS - 1))

    def _level_of_style(self, list_id: str, style: str | None, level: int | None) -> int | None:
        entry = self._lists.get(list_id)
        for index, candidate in entry.levels.items() if entry else ():
            if candidate.style == style:
                return index
        return level

    def label(self, properties: Any) -> str:
        """The label that Word prints before the paragraph with these ``w:pPr``, with what follows
        it (a space), or an empty string. Counts on: call it once for each paragraph, in order."""
        list_id, index = self._numbered_by(properties)
        entry = self._lists.get(list_id or "")
        if entry is None or list_id == "0" or index not in entry.levels:
            return ""
        level = entry.levels[index]
        counters = self._count(entry, list_id or "", index)
        if level.form == "bullet":
            words = "•" if level.text in _ROUND_BULLETS else level.text
        else:
            words = _filled(level, entry.levels, counters)
        return words + ("" if level.suffix == "nothing" else " ") if words else ""

    def _count(self, entry: _List, list_id: str, index: int) -> dict[int, int]:
        counters = self._counters.setdefault(entry.abstract, {})
        level = entry.levels[index]
        if index in entry.restarts and (list_id, index) not in self._started:
            counters[index] = entry.restarts[index]
        elif index in counters:
            counters[index] += 1
        else:
            counters[index] = level.start
        self._started.add((list_id, index))
        for upper in range(index):
            if upper not in counters:
                counters[upper] = entry.levels.get(upper, Level()).start
        for deeper in range(index + 1, _LEVELS):
            rule = entry.levels.get(deeper, Level()).restart
            if deeper in counters and (rule is None or index < rule):
                del counters[deeper]
        return counters


def _levels(elements: Iterable[Any]) -> dict[int, Level]:
    return {_number(element.get(W + "ilvl"), 0): _level(element) for element in elements}


def _filled(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
    """``%1.%2`` with the counters of its levels."""
    words = level.text
    for index in range(_LEVELS):
        mark = f"%{index + 1}"
        if mark in words:
            shown = levels.get(index, Level())
            if level.legal and shown.form != "none":
                shown = replace(shown, form="decimal")
            words = words.replace(mark, formatted(counters.get(index, shown.start), shown.form))
    return words
