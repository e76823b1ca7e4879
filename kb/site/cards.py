"""Tasks and documents as the pages list them: each with all that a line of a list shows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from kb.questions import rows
from kb.site import decisions, effects
from kb.site.editable import PROGRESS, ROLES
from kb.site.remembered import once

Row = dict[str, Any]

_TASKS = """
SELECT t.id, t.document_id, t.path, t.label, t.text, t.force, t.deadline, t.deadline_words,
  t.recurrence, t.deliverable, t.quote, t.start, t."end", t.page, t.parent_id,
  d.number, d.title, d.type, d.issued_on, d.language
FROM tasks t JOIN documents d ON d.id = t.document_id
WHERE t.id IN (SELECT value FROM json_each(?))"""

_BODIES = """
SELECT ta.id, ta.task_id, ta.role, ta.agency_id, coalesce(a.name, ta.name_as_written) AS name, a.name_en,
  ta.name_as_written, ta.inherited, ta.is_group, ta.start, ta."end", ta.page
FROM task_agencies ta LEFT JOIN agencies a ON a.id = ta.agency_id
WHERE ta.task_id IN (SELECT value FROM json_each(?)) ORDER BY ta.task_id, ta.start, ta.id"""

_NAMES = "SELECT id, name, name_en FROM agencies WHERE id IN (SELECT value FROM json_each(?))"

_HEIRS = """
SELECT task_id, agency_id, heir_id FROM task_heirs WHERE task_id IN (SELECT value FROM json_each(?))"""

_PROGRESS = """
SELECT task_id, status, on_date, by, note FROM task_progress
WHERE latest = 1 AND task_id IN (SELECT value FROM json_each(?))"""

_NOTED_BEFORE = """
SELECT task_id, status, on_date, by, note FROM task_progress
WHERE task_id = ? AND (status_as_written, by, on_date) IS NOT (?, ?, ?)
ORDER BY on_date IS NOT NULL DESC, on_date DESC, rowid DESC LIMIT 1"""

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


def tasks(connection: sqlite3.Connection, ids: Sequence[str], *, today: bool = True) -> list[Row]:
    """Tasks in the order of ``ids``, each with its ``bodies``: who has which part in it, as the
    document writes it, and, if ``today`` is wanted, who has that body's work now."""
    found = with_documents(connection, in_order(rows(connection, _TASKS, [_list(ids)]), ids))
    noted = with_progress(connection, decisions.applied("tasks", found))
    return with_bodies(connection, noted, today=today)


def with_bodies(
    connection: sqlite3.Connection, tasks: list[Row], *, today: bool = True
) -> list[Row]:
    """The tasks, each with its ``bodies``, those that lead first."""
    bodies = rows(connection, _BODIES, [_list(task["id"] for task in tasks)])
    _name_decided(connection, decisions.applied("task_agencies", bodies))
    if today:
        add_today(connection, bodies)
    by_task: dict[str, list[Row]] = {}
    for body in bodies:
        by_task.setdefault(body["task_id"], []).append(body)
    for task in tasks:
        own = by_task.get(task["id"], [])
        task["bodies"] = sorted(own, key=lambda body: ROLES.index(body["role"]))
    return tasks


def _name_decided(connection: sqlite3.Connection, bodies: list[Row]) -> None:
    """Name the bodies that an editor said are meant; a part without a body falls away."""
    decided = [body for body in bodies if "agency_id" in body.get("decided", {})]
    named = {
        row["id"]: row
        for row in rows(connection, _NAMES, [_list(body["agency_id"] or "" for body in decided)])
    }
    for body in decided:
        named_so = named.get(body["agency_id"])
        if named_so is None:
            bodies.remove(body)
        else:
            body["name"], body["name_en"] = named_so["name"], named_so["name_en"]


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
    return effects.with_status(
        connection, in_order(rows(connection, _DOCUMENTS, [_list(ids)]), ids)
    )


def decided_documents(connection: sqlite3.Connection) -> list[Row]:
    """The documents about which something was decided, or that something decided has an effect on."""
    now = decisions.standing()
    ids = {*now.rows("documents"), *effects.of_decisions(connection).status}
    if not ids:
        return []
    return once(("decided documents", now.version), lambda: documents(connection, sorted(ids)))


def with_documents(
    connection: sqlite3.Connection, found: list[Row], key: str = "document_id"
) -> list[Row]:
    """Rows that carry fields of the document in the column ``key``, these as decided."""
    decided = {document["id"]: document for document in decided_documents(connection)}
    for row in found if decided else ():
        document = decided.get(row[key], {})
        row.update({name: document[name] for name in _CARRIED if name in row and name in document})
    return found


_CARRIED = ("number", "title", "type", "issued_on", "year", "status")


def with_progress(connection: sqlite3.Connection, tasks: list[Row]) -> list[Row]:
    """The tasks with how far each has come: as decided on a page, else as the office noted it."""
    noted = {
        row["task_id"]: row
        for row in rows(connection, _PROGRESS, [_list(task["id"] for task in tasks)])
    }
    undone = decisions.standing().undone
    for task in tasks:
        task["note"] = noted.get(task["id"])
        if PROGRESS in undone.get(("tasks", task["id"]), {}):  # the build still has it
            task["note"] = _noted_before(connection, undone["tasks", task["id"]][PROGRESS])
        if not task.get("progress") and task["note"]:
            task["progress"] = task["note"]["status"]
    return tasks


def _noted_before(connection: sqlite3.Connection, undone: decisions.Decision) -> Row | None:
    """How far a task had come before a decision that was undone."""
    found = rows(connection, _NOTED_BEFORE, [undone.row_id, undone.value, undone.by, undone.day])
    return found[0] if found else None


def ids_of(connection: sqlite3.Connection, sql: str, parameters: Any = ()) -> list[str]:
    """The first column of an answer."""
    return [row[0] for row in connection.execute(sql, parameters)]


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values))
