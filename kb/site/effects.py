"""What is in force where editors decided about dates or citations: as the next build will say.

The few documents concerned are copied into a database in memory, corrected there, and judged by the
builder's own rules (kb.resolve.effect).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from kb import schema
from kb.questions import rows
from kb.resolve import effect
from kb.site import decisions
from kb.site.remembered import once

_COPIED = {
    "documents": "id IN (SELECT value FROM json_each(:near))",
    "document_fields": "document_id IN (SELECT value FROM json_each(:near))",
    "document_aliases": "document_id IN (SELECT value FROM json_each(:near))",
    "corrections": "document_id IN (SELECT value FROM json_each(:near))",
    "document_events": "document_id IN (SELECT value FROM json_each(:about)) "
    "AND from_what = 'register'",
    "citations": "id IN (SELECT value FROM json_each(:citations))",
}
_TOUCHED = """
SELECT id, document_id, cited_document_id, relation, subject_id, object_id FROM citations
WHERE id IN (SELECT value FROM json_each(?))"""
_ACTING = """
SELECT DISTINCT citation_id FROM document_events
WHERE citation_id IS NOT NULL AND document_id IN (SELECT value FROM json_each(?))"""
_ACTED_ON = """
SELECT DISTINCT document_id FROM document_events WHERE by_document_id IN (SELECT value FROM json_each(?))
LIMIT 500"""
EVENTS = """
SELECT e.kind, e.on_date, e.pinpoint, e.by_document_id, e.said_in, e.quote, e.start, e."end", e.page,
  e.from_what, d.number, d.title, d.type
FROM document_events e LEFT JOIN documents d ON d.id = e.by_document_id
WHERE e.document_id = ? ORDER BY e.on_date IS NULL, e.on_date, e.id LIMIT 200"""


@dataclass(frozen=True, slots=True)
class Effects:
    """The status and the events of the documents concerned, by their ids."""

    status: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def with_status(
    connection: sqlite3.Connection, documents: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of documents as decided, with the status that follows."""
    decisions.applied("documents", documents)
    status = of_decisions(connection).status
    for row in documents:
        row["status"] = status.get(row["id"], row.get("status"))
    return documents


def events(connection: sqlite3.Connection, document_id: str) -> list[dict[str, Any]]:
    """What happened to a document."""
    known = of_decisions(connection).events.get(document_id)
    return rows(connection, EVENTS, [document_id]) if known is None else known


def of_decisions(connection: sqlite3.Connection) -> Effects:
    """What follows from the decisions that the page is shown with."""
    now = decisions.standing()
    dated = now.rows("documents", "issued_on", "effective_on", "expired_on")
    cited = now.rows("citations")
    if not dated and not cited:
        return Effects()
    return once(("effects", now.version), lambda: _judged(connection, dated, cited))


def _judged(connection: sqlite3.Connection, dated: list[str], cited: list[str]) -> Effects:
    was = rows(connection, _TOUCHED, [json.dumps(cited)])
    touched = [*was, *decisions.applied("citations", [dict(row) for row in was])]
    acting = [row for row in touched if row["relation"] in effect.EFFECTIVE]
    about = {*dated, *_first(connection, _ACTED_ON, dated)}
    about |= {row["cited_document_id"] for row in acting if row["cited_document_id"]}
    if not about:
        return Effects()
    citations = {*_first(connection, _ACTING, about), *(row["id"] for row in acting)}
    said = rows(connection, _TOUCHED, [json.dumps(sorted(citations))])
    citations |= {row[part] for row in said for part in ("subject_id", "object_id") if row[part]}
    said = decisions.applied("citations", rows(connection, _TOUCHED, [json.dumps(list(citations))]))
    near = about | {row["document_id"] for row in said}
    near |= {row["cited_document_id"] for row in said if row["cited_document_id"]}
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.row_factory = sqlite3.Row
        values = {
            "near": json.dumps(list(near)),
            "about": json.dumps(list(about)),
            "citations": json.dumps(list(citations)),
        }
        for table, condition in _COPIED.items():
            _put(copy, table, rows(connection, f"SELECT * FROM {table} WHERE {condition}", values))
        _correct(copy)
        effect.write_said_events(copy)
        today = {
            row["document_id"]: row["status"]
            for row in rows(copy, effect.status_sql("date('now')"))
        }
        return Effects(
            {id_: today[id_] for id_ in about if id_ in today},
            {id_: rows(copy, EVENTS, [id_]) for id_ in about},
        )


def _first(connection: sqlite3.Connection, sql: str, ids: Iterable[str]) -> list[str]:
    return [row[0] for row in connection.execute(sql, [json.dumps(list(ids))])]


def _put(copy: sqlite3.Connection, table: str, found: list[dict[str, Any]]) -> None:
    names = [column.name for column in schema.table(table).columns]
    listed = ", ".join(f'"{name}"' for name in names)
    copy.execute(f"CREATE TABLE {table} ({listed})")
    if table in ("documents", "citations"):
        found = decisions.applied(table, found)
    copy.executemany(
        f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})",
        ([row.get(name) for name in names] for row in found),
    )


def _correct(copy: sqlite3.Connection) -> None:
    """Decisions about documents count as corrections."""
    copy.executemany(
        'INSERT INTO corrections ("table", row_id, "column", value, document_id) '
        "VALUES (?, ?, ?, ?, ?)",
        (
            (one.table, one.row_id, one.column, one.value or None, one.row_id)
            for (table, _), cells in decisions.standing().holds.items()
            if table == "documents"
            for one in cells.values()
        ),
    )
