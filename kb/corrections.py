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
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

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
    text = path.read_text(encoding="utf-8-sig")
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS[:4] if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"it has no column {', '.join(missing)}")
    return [
        Correction(*[(row.get(column) or "").strip() for column in COLUMNS])  # type: ignore[arg-type]
        for row in reader
        if any((value or "").strip() for value in row.values() if isinstance(value, str))
    ]


def typed(value: str, kind: type) -> Any:
    """``value`` as a column of this type holds it; ``ValueError`` if it cannot."""
    if value == "":
        return None
    return kind(value)


def put(table: str, row: dict[str, Any], column: str, value: Any) -> None:
    """Put a corrected value into a row, with what follows from it in the same row: a target's number
    in other units, the year of a period, of a date."""
    was, row[column] = row.get(column), value
    if (table, column) == ("documents", "issued_on"):
        row["year"] = int(value[:4]) if value else None
    elif (table, column) == ("targets", "period"):
        row["year"] = value[:4] if value else None
    elif table == "targets" and column in ("value", "value_to"):
        for other in (f"{column}_normalized", f"{column}_compared"):
            row[other] = _scaled(value, was, row.get(other))


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
