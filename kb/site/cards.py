"""Tasks and documents as the pages list them: each with all that a line of a list shows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from kb.questions import rows
from kb.site import decisions

Row = dict[str, Any]

ROLES = ("lead", "responsible", "coordinate", "advise", "supervise", "receive_report")
"""The parts a body may have in a task, in the order in which they are listed."""

_TASKS = """
SELECT t.id, t.document_id, t.path, t.label, t.text, t.force, t.deadline, t.deadline_words,
  t.recurrence, t.deliverable, t.quote, t.start, t."end", t.page, t.parent_id,
  d.number, d.title, d.type, d.issued_on, d.language
FROM tasks t JOIN documents d ON d.id = t.document_id
WHERE t.id IN (SELECT value FROM json_each(?))"""

_BODIES = """
SELECT ta.task_id, ta.role, ta.agency_id, coalesce(a.name, ta.name_as_written) AS name, a.name_en,
  ta.name_as_written, ta.inherited, ta.is_group, ta.start, ta."end", ta.page
FROM task_agencies ta LEFT JOIN agencies a ON a.id = ta.agency_id
WHERE ta.task_id IN (SELECT value FROM json_each(?)) ORDER BY ta.task_id, ta.start, ta.id"""

_HEIRS = """
SELECT task_id, agency_id, heir_id FROM task_heirs WHERE task_id IN (SELECT value FROM json_each(?))"""

_PROGRESS = """
SELECT task_id, status, on_date, by, note FROM task_progress
WHERE latest = 1 AND task_id IN (SELECT value FROM json_each(?))"""

_TODAY = """
SELECT s.agency_id, s.today_id, a.name, a.name_en, s.scope, s.certain
FROM agencies_today s JOIN agencies a ON a.id = s.today_id
WHERE s.agency_id IN (SELECT value FROM json_each(?)) ORDER BY s.agency_id, s.today_id"""

_DOCUMENTS = """
SELECT d.id, d.type, d.number, d.title, d.issuer_id, coalesce(a.name, d.issuer) AS issuer,
  a.name_en AS issuer_en, d.issued_on, d.year, d.status, d.language, d.jurisdiction, d.held, d.cited_by
FROM documents d LEFT JOIN agencies a ON a.id = d.issuer_id
WHERE d.id IN (SELECT value FROM json_each(?))"""


def in_order(found: Iterable[Row], ids: Sequence[str]) -> list[Row]:
    """The rows in the order of ``ids``; an id without a row is left out."""
    by_id = {row["id"]: row for row in found}
    return [by_id[id_] for id_ in ids if id_ in by_id]


def tasks(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    """Tasks in the order of ``ids``, each with its ``bodies``: who has which part in it, as the
    document writes it, and who has that body's work today."""
    found = in_order(rows(connection, _TASKS, [_list(ids)]), ids)
    found = with_progress(connection, decisions.applied("tasks", found))
    bodies = rows(connection, _BODIES, [_list(row["id"] for row in found)])
    add_today(connection, bodies)
    by_task: dict[str, list[Row]] = {}
    for body in bodies:
        by_task.setdefault(body["task_id"], []).append(body)
    for task in found:
        own = by_task.get(task["id"], [])
        task["bodies"] = sorted(own, key=lambda body: ROLES.index(body["role"]))
    return found


def add_today(connection: sqlite3.Connection, bodies: list[Row]) -> None:
    """Give each body's part in a task its ``today``: who has that body's work now; where the work was
    divided, those to which the words of the task point, if they point to any."""
    today = successors(connection, {body["agency_id"] for body in bodies if body["agency_id"]})
    pointed: dict[tuple[str, str], set[str]] = {}
    for row in connection.execute(_HEIRS, [_list({body["task_id"] for body in bodies})]):
        pointed.setdefault((row[0], row[1]), set()).add(row[2])
    for body in bodies:
        heirs = today.get(body["agency_id"], [])
        meant = pointed.get((body["task_id"], body["agency_id"]))
        body["today"] = [heir for heir in heirs if not meant or heir["today_id"] in meant]


def successors(connection: sqlite3.Connection, agency_ids: Iterable[str]) -> dict[str, list[Row]]:
    """Who has a body's work today, for those that were succeeded."""
    by_agency: dict[str, list[Row]] = {}
    for row in rows(connection, _TODAY, [_list(sorted(agency_ids))]):
        by_agency.setdefault(row["agency_id"], []).append(row)
    return by_agency


def documents(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    """Documents in the order of ``ids``, each with its issuer's name."""
    return decisions.applied("documents", in_order(rows(connection, _DOCUMENTS, [_list(ids)]), ids))


def with_progress(connection: sqlite3.Connection, tasks: list[Row]) -> list[Row]:
    """The tasks with how far each has come: as decided on a page, else as the office noted it."""
    noted = {
        row["task_id"]: row
        for row in rows(connection, _PROGRESS, [_list(task["id"] for task in tasks)])
    }
    for task in tasks:
        task["note"] = noted.get(task["id"])
        if not task.get("progress") and task["note"]:
            task["progress"] = task["note"]["status"]
    return tasks


def ids_of(connection: sqlite3.Connection, sql: str, parameters: Any = ()) -> list[str]:
    """The first column of an answer."""
    return [row[0] for row in connection.execute(sql, parameters)]


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values))
