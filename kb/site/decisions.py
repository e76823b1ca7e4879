"""What editors decided on the pages: who, when and why, in a database of its own beside the knowledge base.

The knowledge base itself is never written to. ``kb.decisions.db`` keeps every decision and every
undoing of one; nothing in it is overwritten. What stands is shown on the pages at once, and written
to ``kb.decisions/corrections.csv`` and ``progress.csv``, in the form that ``kb build`` reads: name that
folder with the documents (``kb build corpus kb.decisions``), and the next build applies it.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb import corrections, progress
from kb.site.editable import PROGRESS, RefusedError, types

_TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
  id INTEGER PRIMARY KEY, "table" TEXT NOT NULL, row_id TEXT NOT NULL, "column" TEXT NOT NULL,
  value TEXT NOT NULL, was TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
  undone_by TEXT, undone_at TEXT)"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one cell: what was read there, what it is to be, who says so, when (UTC) and
    why; and who undid it when, if somebody did. ``was`` is empty where nothing was read."""

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

    @property
    def day(self) -> str:
        """The day here on which it was taken."""
        return here(self.at)[:10]

    def stood_at(self, moment: str) -> bool:
        return self.undone_at is None or self.undone_at > moment


def here(moment: str) -> str:
    """A moment by the clock of this place, ``2026-11-22 15:04``."""
    return datetime.fromisoformat(moment).astimezone().isoformat(" ", "minutes")[:16]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cell that is to be decided: its value, what was read there, and the last decision about it that
    its editor knew of."""

    cell: tuple[str, str, str]
    value: str
    was: str
    known: Decision | None = None


Cells = dict[str, Decision]
"""Decisions about one row, by column."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which decisions hold, by table and row, the last that was not undone of each cell; and, of cells
    where none holds, one that was undone. ``version`` tells one state from another."""

    version: int
    holds: dict[tuple[str, str], Cells]
    undone: dict[tuple[str, str], Cells]
    every: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, every: Iterable[Decision], version: int) -> Standing:
        every = tuple(every)
        holds: dict[tuple[str, str], Cells] = {}
        undone: dict[tuple[str, str], Cells] = {}
        for one in every:
            kept = holds if one.undone_at is None else undone
            kept.setdefault((one.table, one.row_id), {})[one.column] = one
        for row, cells in holds.items():
            for column in cells:
                undone.get(row, {}).pop(column, None)
        return cls(version, holds, undone, every)

    def last(self, cell: tuple[str, str, str]) -> Decision | None:
        """The last decision about a cell, whether it stands or not."""
        return next((one for one in reversed(self.every) if one.cell == cell), None)

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
                if of == table and cells and (not columns or not cells.keys().isdisjoint(columns))
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

    def record(self, wanted: Iterable[Wanted], *, by: str, why: str) -> None:
        """Take decisions, all or none; ``RefusedError`` where another was taken about one of the cells
        meanwhile. The caller has checked them with :func:`kb.site.editable.checked`."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock, self._writing() as connection:
            for one in wanted:
                if _last(connection, one.cell) != one.known:
                    raise RefusedError("changed_meanwhile")
                connection.execute(
                    'INSERT INTO decisions ("table", row_id, "column", value, was, by, at, why) '
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (*one.cell, one.value, one.was, by, now, why),
                )
        with self._lock:
            self._export()

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

    def number(self, decision_id: int) -> Decision | None:
        """The decision with this number."""
        return next((one for one in self.all() if one.id == decision_id), None)

    def write_files(self) -> None:
        """Write the files anew where there are decisions: a server that was killed between a decision
        and its files has left them behind."""
        with self._lock:
            if self._read():
                self._export()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(
                sqlite3.connect(self.path, timeout=10, isolation_level=None)
            ) as connection:
                connection.execute(_TABLE)
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            print(f"kb: {self.path} cannot be written: {error}", file=sys.stderr, flush=True)
            raise RefusedError("not_written") from error

    def _read(self) -> tuple[Decision, ...]:
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            self._all, self._seen = (), None
            if self._standing.every:
                self._standing = Standing.of((), self._standing.version + 1)
            return ()
        if self._seen != (stat.st_mtime_ns, stat.st_size):
            self._all = self._stored()
            self._standing = Standing.of(self._all, self._standing.version + 1)
            self._seen = (stat.st_mtime_ns, stat.st_size)
        return self._all

    def _stored(self) -> tuple[Decision, ...]:
        """What the database holds; what was known before, where it cannot be read: pages go on."""
        try:
            with closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
            ) as db:
                if not db.execute(
                    "SELECT 1 FROM sqlite_master WHERE name = 'decisions'"
                ).fetchone():
                    return ()  # nobody could write into it
                found = db.execute("SELECT * FROM decisions ORDER BY id").fetchall()
        except sqlite3.DatabaseError as error:
            print(f"kb: {self.path} cannot be read: {error}", file=sys.stderr, flush=True)
            return self._all
        return tuple(Decision(*row) for row in found)

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
            fresh.write_text(text, encoding="utf-8-sig", newline="")  # Excel knows it by its mark
            fresh.replace(self.folder / name)


def _last(connection: sqlite3.Connection, cell: tuple[str, str, str]) -> Decision | None:
    found = connection.execute(
        'SELECT * FROM decisions WHERE "table" = ? AND row_id = ? AND "column" = ? '
        "ORDER BY id DESC LIMIT 1",
        cell,
    ).fetchone()
    return Decision(*found) if found else None


def with_before(every: Iterable[Decision]) -> list[tuple[Decision, str]]:
    """Decisions, the oldest first, each with what stood in its cell when it was taken."""
    earlier: dict[tuple[str, str, str], list[Decision]] = {}
    found = []
    for one in every:
        same = earlier.setdefault(one.cell, [])
        stood = [other.value for other in same if other.stood_at(one.at)]
        found.append((one, stood[-1] if stood else one.was))
        same.append(one)
    return found


def corrections_csv(standing: Iterable[Decision]) -> str:
    """The decisions as ``corrections.csv``."""
    return _csv(
        corrections.COLUMNS,
        (
            (one.table, one.row_id, one.column, one.value, one.was, one.by, one.day, one.why)
            for one in standing
            if one.column != PROGRESS
        ),
    )


def progress_csv(standing: Iterable[Decision]) -> str:
    """The decisions about progress as ``progress.csv``."""
    return _csv(
        progress.COLUMNS,
        (
            (one.row_id, one.value, one.day, one.by, one.why)
            for one in standing
            if one.column == PROGRESS
        ),
    )


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(map(corrections.guarded, rows))
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


_CARRIED = """
SELECT "table", row_id, "column", coalesce(value, ''), by, "on", coalesce(was, ''), document_id
FROM corrections"""
_NOTED = """
SELECT task_id, status_as_written, by, on_date FROM task_progress
WHERE task_id IN (SELECT value FROM json_each(?))"""
_MOVED = """
SELECT alias, document_id FROM document_aliases
WHERE alias IN (SELECT value FROM json_each(?1))
  AND alias NOT IN (SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?1)))"""


def in_build(connection: sqlite3.Connection, now: Standing) -> Standing:
    """The decisions as they are to be shown over a build: its documents may have other addresses since
    they were taken, and it may carry decisions that were undone after it. Those are the undone ones,
    each with what was read (``was``)."""
    if not now.every:
        return now
    built = connection.execute(_CARRIED).fetchall()
    carried = {tuple(row[:6]): row[6] for row in built}
    moved = _moved(connection, now.every, {row[1].partition(":")[0]: row[7] for row in built})
    tasks = json.dumps([moved(one.row_id) for one in now.every if one.column == PROGRESS])
    noted = {tuple(row) for row in connection.execute(_NOTED, [tasks])}

    def shown_as(one: Decision) -> Decision | None:
        row_id = moved(one.row_id)
        value = moved(one.value) if one.column == "cited_document_id" else one.value
        was: str | None = one.was
        if one.undone_at is not None:
            if one.column == PROGRESS:
                was = "" if (row_id, one.value, one.by, one.day) in noted else None
            else:
                was = carried.get((*one.cell, one.value, one.by, one.day))
        if was is None:
            return None
        return replace(one, row_id=row_id, value=value, was=was)

    return replace(
        Standing.of(filter(None, map(shown_as, now.every)), now.version), every=now.every
    )


def _moved(
    connection: sqlite3.Connection, every: Iterable[Decision], corrected: dict[str, str | None]
) -> Callable[[str], str]:
    """What the ids of rows in decisions are today: the address of a document whose number or date was
    ``corrected`` may be that of another by now, which is only cited."""
    ids = {part.partition(":")[0] for one in every for part in (one.row_id, one.value)}
    known = dict(connection.execute(_MOVED, [json.dumps(sorted(ids))]).fetchall())
    known |= {id_: now for id_, now in corrected.items() if now}

    def today(row_id: str) -> str:
        document, colon, rest = row_id.partition(":")
        return f"{known.get(document, document)}{colon}{rest}"

    return today


def applied(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table as decided: each has its ``decided``, by column, where there is one; a
    decision that was undone after a build had applied it shows what was read."""
    now = standing()
    if not now.holds and not now.undone:
        return rows
    for row in rows:
        key = (table, str(row.get("id")))
        for column, one in now.undone.get(key, {}).items():
            if column in row:
                _put(row, one, one.was)
        held = now.holds.get(key)
        if held:
            for one in held.values():
                _put(row, one, one.value)
            row["decided"] = {column: _as_row(one) for column, one in held.items()}
    return rows


def _put(row: dict[str, Any], one: Decision, value: str) -> None:
    """Put a value into a row, and what follows from it; no column that the row has not."""
    names = {*row, PROGRESS}
    corrections.put(one.table, row, one.column, _typed(one, value))
    for name in row.keys() - names:
        del row[name]


def _typed(one: Decision, value: str) -> Any:
    return corrections.typed(value, types(one.table).get(one.column, str))


def _as_row(one: Decision) -> dict[str, Any]:
    return {
        "id": one.id,
        "value": one.value,
        "was": one.was,
        "by": one.by,
        "at": one.at,
        "on": one.day,
        "why": one.why,
    }
