"""The files that a build is about: those that the database holds, those that it shall hold, and those
of them that must be read. They are kept in a temporary database of their own, on the disk, so that
memory does not grow with their number.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kb.discover import File
from kb.execute import Job

_TABLES = """
PRAGMA journal_mode = OFF;
CREATE TABLE held (name TEXT PRIMARY KEY, bytes INTEGER, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE file (name TEXT PRIMARY KEY, path BLOB, bytes INTEGER, sha256 TEXT, trouble TEXT)
  WITHOUT ROWID;
CREATE TABLE loaded (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE job (sha256 TEXT PRIMARY KEY, path BLOB, bytes INTEGER) WITHOUT ROWID;
BEGIN;
"""


class Inventory:
    """Iterates over the files that the database shall hold, in the order of their names."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._conn = sqlite3.connect("", isolation_level=None)
        self._conn.executescript(_TABLES)
        self.jobs = Jobs(self._conn)

    def close(self) -> None:
        self._conn.close()

    def __iter__(self) -> Iterator[File]:
        rows = self._conn.execute(
            "SELECT path, name, bytes, sha256, trouble FROM file ORDER BY name"
        )
        for path, *rest in rows:
            yield File(Path(os.fsdecode(path)), *rest)

    def hold(self, files: Iterable[tuple[str, int | None, str | None]]) -> None:
        """Note what the database holds now: name, size and fingerprint of each file."""
        rows = ((name, size or 0, digest or "") for name, size, digest in files)
        self._conn.executemany("INSERT INTO held VALUES (?, ?, ?)", rows)

    def holds(self, name: str) -> bool:
        """Whether the database holds a file of this name now."""
        found = self._conn.execute("SELECT 1 FROM held WHERE name = ?", (name,))
        return found.fetchone() is not None

    def keep_all_but(self, given: Collection[Path]) -> None:
        """What lies in none of the given files and folders stays as it is."""
        for name, size, digest in self._conn.execute("SELECT name, bytes, sha256 FROM held"):
            path = self.home / name
            if not any(path.is_relative_to(root) for root in given):
                self.put(File(path, name, size, digest))

    def put(self, file: File) -> None:
        """The database shall hold this file; the last one given of a name counts."""
        self._conn.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
            (file.name, os.fsencode(file.path), file.bytes, file.sha256, file.trouble),
        )

    def added(self) -> list[str]:
        return self._names("SELECT name FROM file WHERE name NOT IN (SELECT name FROM held)")

    def removed(self) -> list[str]:
        return self._names("SELECT name FROM held WHERE name NOT IN (SELECT name FROM file)")

    def changed(self) -> list[str]:
        return self._names(
            "SELECT name FROM file f JOIN held h USING (name) WHERE f.sha256 <> h.sha256"
        )

    def _names(self, sql: str) -> list[str]:
        return sorted(name for (name,) in self._conn.execute(sql))

    def note_loaded(self, fingerprints: Iterable[str]) -> None:
        """Note what the database has from files of these fingerprints, as this version reads it."""
        rows = ((digest,) for digest in fingerprints)
        self._conn.executemany("INSERT OR IGNORE INTO loaded VALUES (?)", rows)

    def is_loaded(self, fingerprint: str) -> bool:
        found = self._conn.execute("SELECT 1 FROM loaded WHERE sha256 = ?", (fingerprint,))
        return found.fetchone() is not None


class Jobs(Collection[Job]):
    """The files to be read, one of each fingerprint; the largest first, so that none comes last."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def add(self, job: Job) -> None:
        row = (job.sha256, os.fsencode(job.path), job.bytes)
        self._conn.execute("INSERT OR IGNORE INTO job VALUES (?, ?, ?)", row)

    def __len__(self) -> int:
        (count,) = self._conn.execute("SELECT count(*) FROM job").fetchone()
        return count

    def __iter__(self) -> Iterator[Job]:
        rows = self._conn.execute("SELECT sha256, path, bytes FROM job ORDER BY bytes DESC, path")
        for digest, path, size in rows:
            yield Job(digest, Path(os.fsdecode(path)), size)

    def __contains__(self, fingerprint: object) -> bool:
        """Whether a file of this fingerprint is to be read."""
        found = self._conn.execute("SELECT 1 FROM job WHERE sha256 = ?", (fingerprint,))
        return found.fetchone() is not None
