"""What a person corrected: ``corrections.csv`` in a folder of documents, applied at every build.

Columns: ``table,row_id,column,value,was,by,on,why``. ``row_id`` is the id that the row had when it
was corrected; for a document any address it had before a correction changed it. An empty ``value``
means that there is none. Of two corrections of one cell the later one holds (by ``on``, then by
the order in the files).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.resolve.measures import base_unit, comparable_unit, measured_in

DATES = frozenset({"issued_on", "effective_on", "expired_on", "deadline"})
"""Columns that hold a day, written like 2024-06-30."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
SETTLED = "settled"
"""The column of a line that says of a problem or a suggestion: looked at, nothing is to be changed."""

ASKS = {"problems": "message", "suggestions": "value"}
"""By which column (the line's ``was``) it is known again, though another has got its id."""

_PERIOD = re.compile(r"(?:19|20|21)\d\d(?:-(?:19|20|21)\d\d)?", re.ASCII)
_FIRST_YEAR = 1900
_FORMULA = re.compile(r"'*[=+\-@]")

COLUMNS = ("table", "row_id", "column", "value", "was", "by", "on", "why")


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of ``corrections.csv``. ``target`` is the row's present id (the one written may be
    older); ``applied`` is true once it has changed the document's own fields; ``leads_to`` is the
    document that the written address is an alias of, where it is one; ``elsewhere`` is true where it
    is recorded with another document that it is about too."""

    table: str
    written_id: str
    column: str
    value: str
    was: str = ""
    by: str = ""
    on: str = ""
    why: str = ""
    target: str = ""
    applied: bool = False
    leads_to: str = ""
    elsewhere: bool = False

    @property
    def row_id(self) -> str:
        return self.target or self.written_id

    @property
    def document_part(self) -> str:
        """The document's address in the row's id: ``"a.b.c:t:3"`` gives ``"a.b.c"``."""
        return self.written_id.split(":")[0]

    @property
    def meant(self) -> str:
        """The address of the document, aliases followed."""
        return self.leads_to or self.document_part

    @property
    def is_answer(self) -> bool:
        """Whether it says that a problem or a suggestion has been looked at."""
        return self.column == SETTLED and self.table in ASKS

    def about(self, document_id: str | None) -> Correction:
        """The correction, its written address known as an alias of ``document_id``."""
        if document_id is None:
            return self
        return replace(self.moved(document_id), leads_to=document_id)

    def moved(self, document_id: str) -> Correction:
        """The correction, with the present address of its document."""
        _, colon, rest = self.written_id.partition(":")
        return replace(self, target=f"{document_id}{colon}{rest}")

    def row(self, was: str | None, document_id: str | None) -> dict[str, Any]:
        """Its row in the table ``corrections``."""
        return {
            "table": self.table,
            "row_id": self.written_id,
            "column": self.column,
            "value": self.value or None,
            "was": was or None,
            "by": self.by,
            "on": self.on,
            "why": self.why,
            "document_id": document_id,
        }

    def problem(self, document_id: str | None = None) -> dict[str, Any]:
        """The row of ``problems`` that says it could not be applied."""
        return {
            "id": f"{document_id or 'correction'}:k:{self.table}:{self.written_id}:{self.column}",
            "document_id": document_id,
            "source_id": None,
            "kind": "correction-not-applied",
            "message": f"The correction of {self.column} in {self.table} "
            f"({self.written_id}) fits no row or value. Look the row up again and correct or "
            "remove the line in corrections.csv.",
            "start": None,
            "end": None,
            "page": None,
        }


def latest(corrections: Iterable[Correction]) -> list[Correction]:
    """One correction for each cell, though it was named by several addresses: the later one."""
    found: dict[tuple[str, str, str], Correction] = {}
    for correction in sorted(corrections, key=lambda c: (c.on, c.written_id)):
        found[(correction.table, correction.row_id, correction.column)] = correction
    return [found[key] for key in sorted(found)]


def read_all(paths: Iterable[Path]) -> tuple[list[Correction], list[str]]:
    """The corrections in all files, one for each cell, in a fixed order; and what is wrong with
    the files, a sentence each."""
    found: dict[tuple[str, str, str], Correction] = {}
    troubles: list[str] = []
    lines: list[Correction] = []
    for path in paths:
        try:
            lines.extend(_read(path))
        except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
            troubles.append(f"{path.name} in {path.parent.name} cannot be read: {error}")
    for line in sorted(lines, key=lambda line: line.on):  # stable: the order in the files stays
        found[(line.table, line.written_id, line.column)] = line
    return [found[key] for key in sorted(found)], troubles


def _read(path: Path) -> list[Correction]:
    reader = table_of(path)
    missing = [name for name in COLUMNS[:4] if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"it has no column {', '.join(missing)}")
    return [
        Correction(*[plain(row.get(column)) for column in COLUMNS])  # type: ignore[arg-type]
        for row in reader
        if any((value or "").strip() for value in row.values() if isinstance(value, str))
    ]


def table_of(path: Path) -> csv.DictReader[str]:
    """The lines of a CSV file that people keep, with commas or, as Excel saves it here, semicolons."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    return csv.DictReader(io.StringIO(text), delimiter=delimiter)


def plain(cell: str | None) -> str:
    """What a cell of such a file says."""
    return unguarded((cell or "").strip())


def typed(value: str, kind: type) -> Any:
    """``value`` as a column of this type holds it; ``ValueError`` if it cannot."""
    if value == "":
        return None
    if kind in (int, float) and not _NUMBER.fullmatch(value):  # float() takes "nan" and "1_000" too
        raise ValueError(f"{value} is no number")
    return kind(value)


def fits(table: str, column: str, value: str, kind: type) -> bool:
    """Whether a cell may hold ``value``."""
    if value and column in DATES:
        return is_day(value)
    if value and (table, column) == ("targets", "period"):
        return bool(_PERIOD.fullmatch(value)) or is_day(value)
    try:
        typed(value, kind)
    except ValueError:
        return False
    return True


def is_day(value: str) -> bool:
    """Whether ``value`` is a day as the columns of dates hold it."""
    try:
        day = date.fromisoformat(value)  # which takes other forms too, "2024-W01-1"
    except ValueError:
        return False
    return day.isoformat() == value and day.year >= _FIRST_YEAR


def guarded(row: Iterable[str]) -> list[str]:
    """Cells for a CSV file: an apostrophe is put before what a spreadsheet would run."""
    return [f"'{cell}" if _FORMULA.match(cell) else cell for cell in row]


def unguarded(cell: str) -> str:
    """A cell of such a file without the apostrophe; any other as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def put(table: str, row: dict[str, Any], column: str, value: Any) -> None:
    """Put a corrected value into a row, with what follows from it in the same row: a target's number
    in other units, the year of a period, of a date."""
    was, row[column] = row.get(column), value
    if (table, column) == ("documents", "issued_on"):
        row["year"] = int(value[:4]) if value else None
    elif (table, column) == ("targets", "period"):
        row["year"] = value[:4] if value else None
    elif (table, column) == ("targets", "unit"):
        row["unit_normalized"] = base_unit(value)
        row["unit_compared"], _ = comparable_unit(base_unit(value))
        for name in ("value", "value_to"):
            base, compared = measured_in(row.get(name), value)
            row[f"{name}_normalized"], row[f"{name}_compared"] = base, compared
    elif table == "targets" and column in ("value", "value_to"):
        meant = dict(zip(_IN_OTHER_UNITS, measured_in(value, row.get("unit")), strict=True))
        for part, by_unit in meant.items():
            other = f"{column}_{part}"
            scaled = _scaled(value, was, row.get(other))
            row[other] = by_unit if scaled is None else scaled


_IN_OTHER_UNITS = ("normalized", "compared")


def _scaled(value: float | None, was: float | None, other: float | None) -> float | None:
    """``value`` in the unit in which ``was`` is ``other``; ``None`` where that tells no factor."""
    if value is None or not was or other is None:
        return None
    return float(f"{value * other / was:.12g}")


def fingerprint(corrections: Iterable[Correction]) -> str:
    """Empty for none; else a short fingerprint of what they say."""
    said = sorted(
        (c.table, c.written_id, c.column, c.value, c.was, c.by, c.on, c.why, c.row_id, c.elsewhere)
        for c in corrections
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16] if said else ""
