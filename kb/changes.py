"""What a build changed: documents that came, went or were replaced by another file, and tasks that
are new, gone, or read otherwise.

``build_changes`` tells of the last build that changed anything; a database made from nothing has no
build before it, and no rows. It is the one table that is history: it does not follow from the files.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from kb import schema

_FIELDS = ("text", "deadline", "deadline_words", "recurrence", "deliverable", "force", "agencies")
_STATE = """SELECT t.id, t.document_id, t.text, t.deadline, t.deadline_words, t.recurrence,
    t.deliverable, t.force,
    (SELECT group_concat(part, '; ') FROM (
       SELECT role || ': ' || name_as_written AS part FROM task_agencies
        WHERE task_id = t.id ORDER BY id)) AS agencies
  FROM tasks t"""


def begin(conn: sqlite3.Connection) -> None:
    """Remember which documents there are, before anything is changed."""
    conn.execute(
        """CREATE TEMP TABLE documents_before AS
           SELECT l.document_id AS id, l.sha256, l.corrections, d.number, d.title
             FROM _loaded l JOIN documents d ON d.id = l.document_id WHERE d.held = 1"""
    )
    conn.execute("CREATE UNIQUE INDEX temp.documents_before_id ON documents_before (id)")
    conn.execute(f"CREATE TEMP TABLE tasks_before AS {_STATE} WHERE 0")
    conn.execute("CREATE UNIQUE INDEX temp.tasks_before_id ON tasks_before (id)")
    conn.execute("CREATE TEMP TABLE remembered (id TEXT PRIMARY KEY) WITHOUT ROWID")


def remember(conn: sqlite3.Connection) -> None:
    """Remember the tasks of the documents that are about to be taken out (``temp.gone``)."""
    going = """SELECT g.document_id FROM temp.gone g JOIN temp.documents_before b
        ON b.id = g.document_id WHERE g.document_id NOT IN (SELECT id FROM temp.remembered)"""
    conn.execute(f"INSERT INTO temp.tasks_before {_STATE} WHERE t.document_id IN ({going})")
    conn.execute(f"INSERT INTO temp.remembered {going}")


def write(conn: sqlite3.Connection) -> None:
    """``build_changes`` anew, and forget what was remembered."""
    conn.execute("DELETE FROM build_changes")
    if conn.execute("SELECT 1 FROM temp.documents_before LIMIT 1").fetchone():
        schema.insert(conn, "build_changes", _of_documents(conn))
        schema.insert(conn, "build_changes", _of_tasks(conn))
    for name in ("documents_before", "tasks_before", "remembered"):
        conn.execute(f"DROP TABLE temp.{name}")


def _of_documents(conn: sqlite3.Connection) -> Iterator[dict[str, object]]:
    for id_, number, title, change in conn.execute(
        """SELECT d.id, d.number, d.title, CASE WHEN b.id IS NULL THEN 'added' ELSE 'changed' END
             FROM _loaded l JOIN documents d ON d.id = l.document_id AND d.held = 1
             LEFT JOIN temp.documents_before b ON b.id = d.id
            WHERE b.id IS NULL OR b.sha256 <> l.sha256 OR b.corrections <> l.corrections
           UNION ALL
           SELECT b.id, b.number, b.title, 'removed' FROM temp.documents_before b
            WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = b.id AND d.held = 1)
           ORDER BY 1"""
    ).fetchall():
        yield {
            "id": id_, "kind": "document", "change": change, "document_id": id_,
            "name": " ".join(part for part in (number, title) if part) or id_,
        }  # fmt: skip


def _of_tasks(conn: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """Of documents that were there before and are there now."""
    kept = """SELECT r.id FROM temp.remembered r JOIN documents d ON d.id = r.id AND d.held = 1"""
    before = _by_id(conn, f"SELECT * FROM temp.tasks_before WHERE document_id IN ({kept})")
    now = _by_id(conn, f"{_STATE} WHERE t.document_id IN ({kept})")
    for id_ in sorted(before.keys() | now.keys()):
        old, new = before.get(id_), now.get(id_)
        if old == new:
            continue
        some = new or old or {}
        differing = [field for field in _FIELDS if (old or {}).get(field) != (new or {}).get(field)]
        yield {
            "id": id_, "kind": "task",
            "change": "added" if old is None else "removed" if new is None else "changed",
            "document_id": some["document_id"], "task_id": id_, "name": some["text"],
            "was": _told(old, differing), "now": _told(new, differing),
        }  # fmt: skip


def _by_id(conn: sqlite3.Connection, sql: str) -> dict[str, dict[str, str | None]]:
    names = ("document_id", *_FIELDS)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in conn.execute(sql)}


def _told(task: dict[str, str | None] | None, fields: list[str]) -> str | None:
    if task is None:
        return None
    return json.dumps({field: task[field] for field in fields}, ensure_ascii=False)
