"""How far tasks have come, as the office notes it: ``progress.csv`` in a folder of documents.

Columns: ``task_id,status,date,by,note``. The file is the office's own; the build reads it each time and
changes nothing in it, so what it says survives every rebuild. Of several lines on one task the last
by date counts (then the last in the file); the others are kept as its history. The words for a
status are in ``progress_status.csv``. Nothing is filled in: a task that no line names is ``unknown``,
and a line that fits no task, or has a status or date that cannot be read, is a row of ``problems``.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from extract import vocabulary
from extract.folding import fold
from kb import schema
from kb.corrections import plain, table_of

COLUMNS = ("task_id", "status", "date", "by", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``progress.csv``, as written; ``line`` counts from 1, the header included."""

    task_id: str
    status: str
    date: str
    by: str
    note: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Notes:
    """All lines of all files, and what is wrong with files, a sentence each."""

    entries: tuple[Entry, ...] = ()
    troubles: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """Empty for nothing; else a short fingerprint of what the files say."""
        if not self.entries and not self.troubles:
            return ""
        said = repr(([astuple(entry) for entry in self.entries], self.troubles))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def read_all(paths: Iterable[Path]) -> Notes:
    entries: list[Entry] = []
    troubles: list[str] = []
    for path in paths:
        try:
            entries += _read(path)
        except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
            troubles.append(f"{path.name} in {path.parent.name} cannot be read: {error}")
    return Notes(tuple(entries), tuple(troubles))


def _read(path: Path) -> list[Entry]:
    reader = table_of(path)
    missing = [name for name in COLUMNS[:2] if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"it has no column {', '.join(missing)}")
    entries = []
    for row in reader:
        task_id, status, day, by, note = (plain(row.get(name)) for name in COLUMNS)
        if task_id or status or day or by or note:
            file = f"{path.parent.name}/{path.name}"
            entries.append(Entry(task_id, status, day, by, note, file, reader.line_num))
    return entries


@cache
def _codes() -> dict[str, str]:
    return {
        _plain(word): row["code"]
        for row in vocabulary.rows("progress_status")
        for word in (row["code"], *vocabulary.values(row["vi"]), *vocabulary.values(row["en"]))
    }


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(words)))


def status_code(words: str) -> str | None:
    """``"Đang thực hiện"`` gives ``"under_way"``; ``None`` for words that no status has."""
    return _codes().get(_plain(words))


_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def iso_day(words: str) -> str | None:
    """``"2026-03-31"`` or ``"31/3/2026"`` as ISO; ``None`` for what is no day."""
    found = _DAY_FIRST.fullmatch(words)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(words).isoformat()
    except ValueError:
        return None


def write(conn: sqlite3.Connection, notes: Notes) -> None:
    """``task_progress`` anew, and the problems of the files."""
    conn.execute("DELETE FROM task_progress")
    conn.execute("DELETE FROM problems WHERE id GLOB 'progress:*'")
    rows: list[dict[str, object]] = []
    problems = [
        {
            "id": f"progress:file:{number}",
            "kind": "progress-unreadable",
            "message": f"{trouble}. No status is taken from it; mend the file.",
        }
        for number, trouble in enumerate(notes.troubles)
    ]
    for number, entry in enumerate(notes.entries):
        task_id, status = _task(conn, entry.task_id), status_code(entry.status)
        day = iso_day(entry.date) if entry.date else None
        wrong = _wrong(entry, task_id, status, day)
        if wrong:
            message = f"Line {entry.line} of {entry.file}: {wrong}"
            problems.append(
                {"id": f"progress:{number}", "kind": "progress-not-applied", "message": message}
            )
        if task_id and status:
            rows.append(
                {
                    "id": f"{task_id}:p{number}", "task_id": task_id, "status": status,
                    "status_as_written": entry.status, "on_date": day, "by": entry.by or None,
                    "note": entry.note or None, "file": entry.file, "line": entry.line,
                    "latest": 0,
                }
            )  # fmt: skip
    latest: dict[object, dict[str, object]] = {}
    for row in sorted(rows, key=lambda row: str(row["on_date"] or "")):  # stable: file order stays
        latest[row["task_id"]] = row
    for row in latest.values():
        row["latest"] = 1
    schema.insert(conn, "task_progress", rows)
    schema.insert(conn, "problems", problems)


def _task(conn: sqlite3.Connection, written: str) -> str | None:
    """The task's id today: the id may have been written when its document had another address."""
    document, colon, rest = written.partition(":")
    found = conn.execute(
        """SELECT id FROM tasks WHERE id = ?1
            UNION SELECT t.id FROM document_aliases a JOIN tasks t ON t.id = a.document_id || ?3
                   WHERE a.alias = ?2""",
        (written, document, f"{colon}{rest}"),
    ).fetchone()
    return found[0] if found else None


def _wrong(entry: Entry, task_id: str | None, status: str | None, day: str | None) -> str:
    if task_id is None:
        return f"there is no task {entry.task_id}. Look its id up again and correct the line."
    if status is None:
        return f"“{entry.status}” is no status. Write one of the words in progress_status.csv."
    if entry.date and day is None:
        return f"“{entry.date}” is no day; the status is kept without it. Write it as 2026-03-31."
    return ""
