"""What the pages say, in one file a language: ``vi.yml`` and ``en.yml`` have the same keys.

``{n}`` and other names in braces are put in by the page. A code that comes from the data (a kind of
document, a relation, a role) stands under its group; one that nobody has worded is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("vi", "en")
DEFAULT = "vi"

_DAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?")
_ENGLISH_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def _flat(tree: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)


@cache
def wording(language: str) -> dict[str, str]:
    """All strings of a language by key, e.g. ``"home.due"``."""
    text = files("kb.site.wording").joinpath(f"{language}.yml").read_text(encoding="utf-8")
    return dict(_flat(yaml.safe_load(text)))


@cache
def _vietnamese_units() -> dict[str, str]:
    """The first way to write a unit in Vietnamese, by its one name."""
    from extract import vocabulary

    found: dict[str, str] = {}
    for row in vocabulary.rows("units"):
        if row["vi"]:
            found.setdefault(row["unit"], vocabulary.values(row["vi"])[0])
    return found


class Wording:
    """The strings of one language, and its ways to write dates and numbers."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT
        self._strings = wording(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The string of a key; ``KeyError`` if there is none: a page must not fall silent."""
        string = self._strings[key]
        return string.format(**values) if values else string

    def code(self, group: str, value: object) -> str:
        """The words for a code of the data; the code itself where there are none."""
        if value in (None, ""):
            return ""
        return self._strings.get(f"{group}.{value}", str(value))

    def place(self, slug: str | None) -> str:
        """The name of a territory: the whole country, a province, or what the code says."""
        from extract.vocabulary import provinces

        province = provinces().get(slug or "")
        if province:
            return province.name_en if self.language == "en" else province.name
        return self.code("place", slug)

    def unit(self, units: str | None) -> str:
        """Units as people write them: ``"persons | visits"`` gives ``"người, lượt"``."""
        return ", ".join(map(self._unit, (units or "").split(" | ")))

    def _unit(self, unit: str) -> str:
        if self.language == "en":
            from extract.grammar.quantities import canonical_unit

            return canonical_unit(unit) or unit
        measured, per, by = unit.partition(" per ")
        known = _vietnamese_units()
        return known.get(measured, measured) + (f"/{known.get(by, by)}" if per else "")

    def count(self, key: str, n: int) -> str:
        """A number with its noun: ``key.one`` or ``key.many``."""
        return self(f"{key}.{'one' if n == 1 else 'many'}", n=self.number(n))

    def day(self, value: object) -> str:
        """A date as people write it: 31/03/2024, or 31 Mar 2024. A year or a month stays one; what
        is no date is given back as it is."""
        written = str(value or "")
        if not _DAY.fullmatch(written):
            return written
        parts = written.split("-")
        if self.language == "en":
            month = [_ENGLISH_MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
            return " ".join([str(int(p)) for p in parts[2:]] + month + parts[:1])
        return "/".join(reversed(parts))

    def number(self, value: object) -> str:
        """A number with this language's separators and no decimals that say nothing."""
        if value is None or value == "":
            return ""
        amount = float(str(value))
        text = f"{amount:,.10g}" if abs(amount) < 1e15 else f"{amount:.4g}"
        if "e" in text:
            text = f"{amount:,.0f}"
        if self.language == "vi":
            return text.translate(str.maketrans(",.", ".,"))
        return text

    def until(self, day: str, today: date) -> str:
        """How far a deadline is from today: 5 days left, today, 3 days past."""
        try:
            days = (date.fromisoformat(day) - today).days
        except ValueError:
            return ""
        if days == 0:
            return self("due.today")
        if days > 0:
            return self.count("due.left", days)
        return self.count("due.past", -days)
