"""What editors decided on the pages: who, when and why, in a database of its own beside the knowledge base.

The knowledge base itself is never written to. ``kb.decisions.db`` keeps every decision and every
undoing of one; nothing in it is overwritten. What stands is shown on the pages at once, and written
to ``kb.decisions/corrections.csv`` and ``progress.csv``, in the form that ``kb build`` reads: name that
folder with the documents (``kb build corpus kb.decisions``), and the next build applies it.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from kb import corrections, progress, schema

EDITABLE: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "number", "title", "type", "issued_on", "effective_on", "expired_on", "status", "signer",
        "signer_position",
    ),
    "citations": ("cited_document_id", "relation"),
    "tasks": ("deadline", "progress"),
    "targets": ("indicator_id", "value", "period"),
}  # fmt: skip
"""What may be decided on a page; ``progress`` is how far a task has come (``progress.csv``)."""

PROGRESS = "progress"
PROGRESS_STATES = ("not_begun", "under_way", "done", "unknown")
DATES = frozenset({"issued_on", "effective_on", "expired_on", "deadline"})
STATUSES = (
    "not_yet_in_force", "in_force", "amended", "partly_expired", "suspended", "expired", "unknown",
)  # fmt: skip

_LONGEST = 1_000
_TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
  id INTEGER PRIMARY KEY, "table" TEXT NOT NULL, row_id TEXT NOT NULL, "column" TEXT NOT NULL,
  value TEXT NOT NULL, was TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
  undone_by TEXT, undone_at TEXT)"""


class RefusedError(Exception):
    """Why a decision is not taken, as a key of the wording."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one cell: what it was, what it is to be, who says so, when and why; and who
    undid it when, if somebody did."""

    id: int
    table: str
    row_id: str
    column: str
    value: str
    was: str
    by: str
    at: str
    why: str
    undone_by: str | None = None
    undone_at: str | None = None

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.table, self.row_id, self.column

    @property
    def document_id(self) -> str:
        return self.row_id.partition(":")[0]


class Decisions:
    """The decisions beside a knowledge base. Safe to use from several threads."""

    def __init__(self, knowledge_base: Path) -> None:
        self.path = knowledge_base.with_name(f"{knowledge_base.stem}.decisions.db")
        self.folder = knowledge_base.with_name(f"{knowledge_base.stem}.decisions")
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._all: tuple[Decision, ...] = ()

    def all(self) -> tuple[Decision, ...]:
        """Every decision, the oldest first."""
        with self._lock:
            return self._read()

    def standing(self) -> dict[tuple[str, str, str], Decision]:
        """The decision that holds for each cell: the last that was not undone."""
        return {one.cell: one for one in self.all() if one.undone_at is None}

    def record(
        self, table: str, row_id: str, column: str, value: str, *, was: str, by: str, why: str
    ) -> Decision:
        """Take a decision. The caller has checked it with :func:`checked`."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock, self._writing() as connection:
            connection.execute(
                'INSERT INTO decisions ("table", row_id, "column", value, was, by, at, why) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (table, row_id, column, value, was, by, now, why[:_LONGEST]),
            )
        with self._lock:
            self._export()
            return self._read()[-1]

    def undo(self, decision_id: int, by: str) -> Decision:
        """Take a decision back; ``RefusedError`` where there is none that stands."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock, self._writing() as connection:
            changed = connection.execute(
                "UPDATE decisions SET undone_by = ?, undone_at = ? "
                "WHERE id = ? AND undone_at IS NULL",
                (by, now, decision_id),
            ).rowcount
        if not changed:
            raise RefusedError("nothing_to_undo")
        with self._lock:
            self._export()
            return next(one for one in self._read() if one.id == decision_id)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=10)) as connection:
            connection.execute(_TABLE)
            with connection:
                yield connection

    def _read(self) -> tuple[Decision, ...]:
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return ()
        if self._seen != (stat.st_mtime_ns, stat.st_size):
            with closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
            ) as db:
                found = db.execute("SELECT * FROM decisions ORDER BY id").fetchall()
            self._all = tuple(Decision(*row) for row in found)
            self._seen = (stat.st_mtime_ns, stat.st_size)
        return self._all

    def _export(self) -> None:
        self._seen = None
        standing = {one.cell: one for one in self._read() if one.undone_at is None}
        self.folder.mkdir(exist_ok=True)
        for name, text in (
            ("corrections.csv", corrections_csv(standing.values())),
            ("progress.csv", progress_csv(standing.values())),
        ):
            fresh = self.folder / f".{name}.new"
            fresh.write_text(text, encoding="utf-8", newline="")
            fresh.replace(self.folder / name)


def corrections_csv(standing: Iterable[Decision]) -> str:
    """The decisions as ``corrections.csv``."""
    return _csv(
        corrections.COLUMNS,
        (
            (one.table, one.row_id, one.column, one.value, one.was, one.by, one.at[:10], one.why)
            for one in standing
            if one.column != PROGRESS
        ),
    )


def progress_csv(standing: Iterable[Decision]) -> str:
    """The decisions about progress as ``progress.csv``."""
    return _csv(
        progress.COLUMNS,
        (
            (one.row_id, one.value, one.at[:10], one.by, one.why)
            for one in standing
            if one.column == PROGRESS
        ),
    )


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def checked(
    connection: sqlite3.Connection, table: str, row_id: str, column: str, value: str
) -> str:
    """What the cell holds now, if a decision about it may be taken; else ``RefusedError``."""
    if column not in EDITABLE.get(table, ()):
        raise RefusedError("not_editable")
    if len(value) > _LONGEST:
        raise RefusedError("too_long")
    held = "id" if column == PROGRESS else column
    found = connection.execute(f'SELECT "{held}" FROM "{table}" WHERE id = ?', [row_id]).fetchone()
    if found is None:
        raise RefusedError("no_such_row")
    _check_value(connection, table, column, value)
    if column != PROGRESS:
        return "" if found[0] is None else str(found[0])
    latest = connection.execute(
        "SELECT status FROM task_progress WHERE task_id = ? AND latest = 1", [row_id]
    ).fetchone()
    return latest[0] if latest else ""


def _check_value(connection: sqlite3.Connection, table: str, column: str, value: str) -> None:
    if column == PROGRESS:
        fits = value in PROGRESS_STATES
    elif not value:
        fits = True
    elif column in DATES:
        fits = _is_day(value)
    elif column == "status":
        fits = value in STATUSES
    elif column == "cited_document_id":
        fits = bool(connection.execute("SELECT 1 FROM documents WHERE id = ?", [value]).fetchone())
    elif column == "indicator_id":
        fits = bool(connection.execute("SELECT 1 FROM indicators WHERE id = ?", [value]).fetchone())
    else:
        fits = _fits_type(table, column, value)
    if not fits:
        raise RefusedError("not_a_value")


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


@cache
def _types(table: str) -> dict[str, type]:
    return {column.name: column.type for column in schema.table(table).columns}


def _fits_type(table: str, column: str, value: str) -> bool:
    try:
        corrections.typed(value, _types(table)[column])
    except ValueError:
        return False
    return True


_shown: ContextVar[Decisions | None] = ContextVar("kb_decisions", default=None)
"""The decisions that the page being read is shown with."""


@contextmanager
def shown(decisions: Decisions | None) -> Iterator[None]:
    token = _shown.set(decisions)
    try:
        yield
    finally:
        _shown.reset(token)


def applied(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table as decided: each has its ``decided``, by column, where there is one; a
    decision that was undone after a build had applied it shows what was before."""
    decisions = _shown.get()
    if decisions is None:
        return rows
    standing = decisions.standing()
    undone = {one.cell: one for one in decisions.all() if one.undone_at}
    for row in rows:
        decided: dict[str, Decision] = {}
        for column in EDITABLE.get(table, ()):
            cell = (table, str(row.get("id")), column)
            one = standing.get(cell)
            if one is not None:
                row[column] = _typed(table, column, one.value)
                decided[column] = one
            elif cell in undone and str(row.get(column) or "") == undone[cell].value:
                row[column] = _typed(table, column, undone[cell].was)
        if decided:
            row["decided"] = {name: _as_row(one) for name, one in decided.items()}
    return rows


def _typed(table: str, column: str, value: str) -> Any:
    return value if column == PROGRESS else corrections.typed(value, _types(table)[column])


def _as_row(one: Decision) -> dict[str, Any]:
    return {
        "id": one.id,
        "value": one.value,
        "was": one.was,
        "by": one.by,
        "at": one.at,
        "why": one.why,
    }
