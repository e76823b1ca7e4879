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
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb import corrections, progress
from kb.site.editable import LONGEST, PROGRESS, RefusedError, types

_TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
  id INTEGER PRIMARY KEY, "table" TEXT NOT NULL, row_id TEXT NOT NULL, "column" TEXT NOT NULL,
  value TEXT NOT NULL, was TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
  undone_by TEXT, undone_at TEXT)"""


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


Cells = dict[str, Decision]
"""Decisions about one row, by column."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which decisions hold, by table and row, the last that was not undone of each cell; and the last
    undone one of cells where none holds. ``version`` tells one state from another."""

    version: int
    holds: dict[tuple[str, str], Cells]
    undone: dict[tuple[str, str], Cells]

    @classmethod
    def of(cls, every: Iterable[Decision], version: int) -> Standing:
        holds: dict[tuple[str, str], Cells] = {}
        undone: dict[tuple[str, str], Cells] = {}
        for one in every:
            kept = holds if one.undone_at is None else undone
            kept.setdefault((one.table, one.row_id), {})[one.column] = one
        for row, cells in holds.items():
            for column in cells:
                undone.get(row, {}).pop(column, None)
        return cls(version, holds, undone)

    def held(self) -> list[Decision]:
        """The decisions that hold, row by row."""
        return [one for cells in self.holds.values() for one in cells.values()]

    def rows(self, table: str, *columns: str) -> list[str]:
        """The rows of a table about which something was decided, or of these columns of it."""
        return sorted(
            {
                row_id
                for kept in (self.holds, self.undone)
                for (of, row_id), cells in kept.items()
                if of == table and (not columns or any(column in cells for column in columns))
            }
        )


_NOTHING = Standing(0, {}, {})


class Decisions:
    """The decisions beside a knowledge base. Safe to use from several threads."""

    def __init__(self, knowledge_base: Path) -> None:
        self.path = knowledge_base.with_name(f"{knowledge_base.stem}.decisions.db")
        self.folder = knowledge_base.with_name(f"{knowledge_base.stem}.decisions")
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._all: tuple[Decision, ...] = ()
        self._standing = _NOTHING

    def all(self) -> tuple[Decision, ...]:
        """Every decision, the oldest first."""
        with self._lock:
            return self._read()

    def standing(self) -> Standing:
        """What holds now."""
        with self._lock:
            self._read()
            return self._standing

    def in_force(self) -> list[Decision]:
        """The decisions that hold, the oldest first."""
        return sorted(self.standing().held(), key=lambda one: one.id)

    def record(
        self, table: str, row_id: str, column: str, value: str, *, was: str, by: str, why: str
    ) -> Decision:
        """Take a decision. The caller has checked it with :func:`kb.site.editable.checked`."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock, self._writing() as connection:
            connection.execute(
                'INSERT INTO decisions ("table", row_id, "column", value, was, by, at, why) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (table, row_id, column, value, was, by, now, why[:LONGEST]),
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
            self._standing = Standing.of(self._all, self._standing.version + 1)
            self._seen = (stat.st_mtime_ns, stat.st_size)
        return self._all

    def _export(self) -> None:
        """Write what holds to the files; one process at a time, so that the last has it all."""
        with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as alone:
            alone.execute("BEGIN IMMEDIATE")
            self._write_files()

    def _write_files(self) -> None:
        self._seen = None
        self._read()
        held = self._standing.held()
        self.folder.mkdir(exist_ok=True)
        for name, text in (
            ("corrections.csv", corrections_csv(held)),
            ("progress.csv", progress_csv(held)),
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


_shown: ContextVar[Standing] = ContextVar("kb_decisions", default=_NOTHING)


@contextmanager
def shown(now: Standing) -> Iterator[None]:
    """While a page is read, it is shown with these decisions."""
    token = _shown.set(now)
    try:
        yield
    finally:
        _shown.reset(token)


def standing() -> Standing:
    """The decisions that the page being read is shown with."""
    return _shown.get()


def applied(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table as decided: each has its ``decided``, by column, where there is one; a
    decision that was undone after a build had applied it shows what was before."""
    now = standing()
    if not now.holds and not now.undone:
        return rows
    for row in rows:
        key = (table, str(row.get("id")))
        for column, one in now.undone.get(key, {}).items():
            if column in row and row[column] == _typed(one, one.value):
                _put(row, one, one.was)
        held = now.holds.get(key)
        if held:
            for one in held.values():
                _put(row, one, one.value)
            row["decided"] = {column: _as_row(one) for column, one in held.items()}
    return rows


def _put(row: dict[str, Any], one: Decision, value: str) -> None:
    corrections.put(one.table, row, one.column, _typed(one, value))


def _typed(one: Decision, value: str) -> Any:
    return corrections.typed(value, types(one.table).get(one.column, str))


def _as_row(one: Decision) -> dict[str, Any]:
    return {
        "id": one.id,
        "value": one.value,
        "was": one.was,
        "by": one.by,
        "at": one.at,
        "why": one.why,
    }
