"""The words as data: one CSV a list, ``vi`` and ``en`` side by side, read once and cached.

A clerk can add a document type, an agency or a cue phrase to the CSV files in this folder without
reading Python. Cells that hold several values separate them with ``|``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``<name>.csv`` in this folder, every cell stripped of outer white space."""
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return [
        {column: (cell or "").strip() for column, cell in row.items()}
        for row in csv.DictReader(text.splitlines())
    ]


def values(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several: ``"Law|Code"`` gives ``("Law", "Code")``."""
    return tuple(value.strip() for value in cell.split("|") if value.strip())


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document: its code, the symbols it has in numbers, and its printed names."""

    code: str
    symbols: tuple[str, ...]
    names_vi: tuple[str, ...]
    names_en: tuple[str, ...]


@cache
def document_types() -> tuple[DocumentType, ...]:
    return tuple(
        DocumentType(
            row["code"], values(row["symbols"]), values(row["name_vi"]), values(row["names_en"])
        )
        for row in rows("document_types")
    )


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city; ``successor`` is the slug of the one it went into."""

    slug: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    kind: str
    iso: str
    code: str
    valid_from: str
    valid_to: str
    successor: str


@cache
def provinces() -> dict[str, Province]:
    """Provinces by slug (``son-la``), those of before July 2025 included."""
    return {
        row["slug"]: Province(**{**row, "aliases": values(row["aliases"])})  # type: ignore[arg-type]
        for row in rows("provinces")
    }


@dataclass(frozen=True, slots=True)
class Agency:
    """A body: its key, and every way to write its name.

    Bodies that each province (or district, commune) has are listed once, without the place:
    ``level`` says of what, the place is added where a mention is resolved. ``parent`` is a key.
    """

    key: str
    level: str
    kind: str
    parent: str
    is_group: bool
    name_vi: str
    name_en: str
    short: str
    aliases_vi: tuple[str, ...]
    aliases_en: tuple[str, ...]
    valid_from: str
    valid_to: str
    source: str


@cache
def surnames() -> frozenset[str]:
    """Surnames as they are printed: "Trương", "Giàng"."""
    return frozenset(row["surname"] for row in rows("surnames"))


@cache
def agencies() -> dict[str, Agency]:
    """Bodies by key (``so-noi-vu``), those that no longer exist included."""
    return {
        row["key"]: Agency(
            **{  # type: ignore[arg-type]
                **row,
                "is_group": row["is_group"] == "1",
                "aliases_vi": values(row["aliases_vi"]),
                "aliases_en": values(row["aliases_en"]),
            }
        )
        for row in rows("agencies")
    }


@dataclass(frozen=True, slots=True)
class Law:
    """A law or ordinance by name, with the numbers of those that have had it, oldest first. The
    list of numbers is what is known, not all there are."""

    type: str
    name_vi: str
    aliases_vi: tuple[str, ...]
    names_en: tuple[str, ...]
    numbers: tuple[str, ...]


@cache
def laws() -> tuple[Law, ...]:
    return tuple(
        Law(
            row["type"],
            row["name_vi"],
            values(row["aliases_vi"]),
            values(row["names_en"]),
            values(row["numbers"]),
        )
        for row in rows("laws")
    )
