"""``/agency/<id>``: what a body leads, coordinates and reports, by deadline; who it was before and who
has its work now. ``?day=`` shows it as it was on a day: the tasks given by then, and whose they were.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.questions import rows
from kb.site import cards
from kb.site.editable import ROLES
from kb.site.frame import DAY, WHOLE, Asked, Facts, Page, Parameter
from kb.site.remembered import once
from kb.site.touched import moved_parts, touched_tasks

_LISTED = 25
_COUNTED = 5_000
_DEEPEST = 400

AGENCY = """
SELECT a.*, p.name AS parent_name, p.name_en AS parent_en
FROM agencies a LEFT JOIN agencies p ON p.id = a.parent_id WHERE a.id = ?"""
NAMES = """
SELECT DISTINCT name FROM agency_names WHERE agency_id = ? AND language = ? ORDER BY name LIMIT 8"""
BEFORE = """
SELECT s.predecessor_id AS id, a.name, a.name_en, s.on_date, s.scope, s.basis
FROM agency_successions s JOIN agencies a ON a.id = s.predecessor_id
WHERE s.successor_id = ? ORDER BY s.on_date, a.name"""
AFTER = """
SELECT s.successor_id AS id, a.name, a.name_en, s.on_date, s.scope, s.basis
FROM agency_successions s JOIN agencies a ON a.id = s.successor_id
WHERE s.predecessor_id = ? ORDER BY s.on_date, a.name"""
BODIES = """
WITH RECURSIVE body(id, depth) AS (
  SELECT ?1, 0
  UNION
  SELECT s.predecessor_id, body.depth + 1 FROM body
    JOIN agency_successions s ON s.successor_id = body.id
   WHERE s.on_date <= ?2 AND body.depth < 8)
SELECT DISTINCT id FROM body"""
GROUPS = """
SELECT DISTINCT m.group_id FROM agency_members m
WHERE m.member_id IN (SELECT value FROM json_each(:bodies))
  AND coalesce(m.valid_from, '') <= :day AND coalesce(m.valid_to, '9999') >= :day"""
KEPT_COUNTS = """
SELECT sum(tasks) AS tasks, sum(lead) AS lead, sum(responsible) AS responsible,
  sum(coordinate) AS coordinate, sum(supervise) AS supervise, sum(advise) AS advise,
  sum(receive_report) AS receive_report
FROM _agency_counts WHERE agency_id IN (SELECT value FROM json_each(:bodies))"""
# "+": by the index of bodies, not by that of forces, which most tasks share.
COUNTS = """
SELECT ta.role, count(DISTINCT ta.task_id) AS number FROM task_agencies ta
WHERE ta.agency_id IN (SELECT value FROM json_each(:bodies)) AND +ta.force = 'instructed' GROUP BY ta.role"""
GIVEN_BY = """coalesce((SELECT d.issued_on FROM documents d
  WHERE d.id = substr(ta.task_id, 1, instr(ta.task_id, ':') - 1)), '') <= :day"""
"""That a part's task was given by a day. A task's id begins with its document's, up to the first colon."""

COUNTS_BY = f"""
SELECT ta.role, count(DISTINCT ta.task_id) AS number FROM task_agencies ta
WHERE ta.agency_id IN (SELECT value FROM json_each(:bodies)) AND +ta.force = 'instructed'
  AND {GIVEN_BY} GROUP BY ta.role"""
TASKS = """
SELECT DISTINCT ta.task_id, ta.deadline FROM task_agencies ta
WHERE ta.agency_id = :body AND ta.force = 'instructed' AND (:role = '' OR ta.role = :role)
  AND ta.task_id NOT IN (SELECT value FROM json_each(:touched)) AND {condition} ORDER BY {order} LIMIT :most"""
BY_DEADLINE = (
    ("ta.deadline >= :day", "ta.deadline, ta.task_id"),
    ("ta.deadline < :day", "ta.deadline, ta.task_id"),
    ("ta.deadline IS NULL", "ta.task_id"),
)
"""What is ahead, then what is past, then what has no date; each in the order of the index."""

ISSUED = """
SELECT id FROM documents WHERE issuer_id = ? ORDER BY issued_on DESC, id LIMIT 8"""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose tasks are asked for: the body with its predecessors, the groups it belongs to, the day,
    whether it is to be shown as of that day, and the role (``group``: what the groups were told)."""

    bodies: tuple[str, ...]
    groups: tuple[str, ...]
    day: str
    by_then: bool
    role: str

    @classmethod
    def of(cls, connection: sqlite3.Connection, asked: Asked) -> Asking:
        day = (asked.day("day") or asked.today).isoformat()
        bodies = cards.ids_of(connection, BODIES, [asked.parts["id"], day])
        groups = cards.ids_of(connection, GROUPS, {"bodies": json.dumps(bodies), "day": day})
        role = asked.one("role") if asked.one("role") in (*ROLES, "group") else ""
        return cls(tuple(bodies), tuple(groups), day, asked.day("day") is not None, role)

    def task_ids(self, connection: sqlite3.Connection, limit: int, offset: int = 0) -> list[str]:
        """A page of their tasks: what is ahead, then what is past, then what has no date."""
        whose, role = (self.groups, "") if self.role == "group" else (self.bodies, self.role)
        touched = touched_tasks(connection)
        values = {
            "bodies": json.dumps(whose),
            "day": self.day,
            "role": role,
            "most": offset + limit,
            "touched": json.dumps([task["id"] for task in touched]),
        }
        given = GIVEN_BY if self.by_then else "1"
        found = _by_deadline(connection, whose, values, given)
        found += [
            (task["deadline"], task["id"])
            for task in touched
            if task["force"] == "instructed"
            and (not self.by_then or (task["issued_on"] or "") <= self.day)
            and any(
                body["agency_id"] in whose and role in ("", body["role"]) for body in task["bodies"]
            )
        ]
        if touched:
            found.sort(
                key=lambda row: (not row[0], (row[0] or "") < self.day, row[0] or "", row[1])
            )
        return [task_id for _, task_id in found[offset : offset + limit]]


def name_of(connection: sqlite3.Connection, agency_id: str, language: str) -> str | None:
    """What a body is called in a language; ``None`` where there is no such body."""
    for row in rows(connection, "SELECT name, name_en FROM agencies WHERE id = ?", [agency_id]):
        return (language == "en" and row["name_en"]) or row["name"]
    return None


def read(connection: sqlite3.Connection, asked: Asked) -> Facts | None:
    found = rows(connection, AGENCY, [asked.parts["id"]])
    if not found:
        return None
    agency = found[0]
    asking = Asking.of(connection, asked)
    page = asked.whole("page", 1, _DEEPEST)
    ids = asking.task_ids(connection, _LISTED + 1, (page - 1) * _LISTED)
    after = rows(connection, AFTER, [agency["id"]])
    return {
        "agency": agency,
        "names": cards.ids_of(connection, NAMES, [agency["id"], asked.language]),
        "before": rows(connection, BEFORE, [agency["id"]]),
        "after": after,
        "day": asking.day,
        "on_a_day": asking.by_then,
        "stands": _stands(agency, after, asking.day),
        "role": asking.role,
        "groups": list(asking.groups),
        "counts": _counts(connection, asking),
        "page": page,
        "more": len(ids) > _LISTED,
        "tasks": cards.tasks(connection, ids[:_LISTED]),
        "issued": cards.documents(connection, cards.ids_of(connection, ISSUED, [agency["id"]])),
    }


def _counts(connection: sqlite3.Connection, asking: Asking) -> dict[str, int]:
    """In how many tasks it has each role. For one body the build has counted it; for one with
    predecessors its sums stand where there are too many to look at."""
    values = {"bodies": json.dumps(asking.bodies), "day": asking.day}
    change = moved_parts(connection).roles(asking.bodies)
    if not asking.by_then:
        kept = rows(connection, KEPT_COUNTS, values)[0]
        if len(asking.bodies) == 1 or (kept["tasks"] or 0) > _COUNTED:
            return {role: (kept[role] or 0) + change[role] for role in ROLES}
    sql = COUNTS_BY if asking.by_then else COUNTS
    counts = once(
        ("agency", *asking.bodies, asking.day if asking.by_then else ""),
        lambda: Counter({row["role"]: row["number"] for row in rows(connection, sql, values)}),
    )
    return {role: counts[role] + change[role] for role in ROLES}


def _by_deadline(
    connection: sqlite3.Connection, bodies: Iterable[str], values: dict[str, Any], given: str
) -> list[tuple[str | None, str]]:
    """As many tasks as are wanted of those ``given``, each body's read in the order of its index,
    with deadlines."""
    found: dict[str, str | None] = {}
    for condition, order in BY_DEADLINE:
        sql = TASKS.format(condition=f"{condition} AND {given}", order=order)
        section = sorted(
            (row[1] or "", row[0])
            for body in bodies
            for row in connection.execute(sql, {**values, "body": body})
        )
        found.update({task_id: deadline or None for deadline, task_id in section})
        if len(found) >= values["most"]:
            break
    return [(deadline, task_id) for task_id, deadline in found.items()]


def _stands(agency: cards.Row, after: list[cards.Row], day: str) -> dict[str, Any]:
    """Whether the body existed on a day, and who had its work then where it was succeeded."""
    if agency["valid_from"] and day < agency["valid_from"]:
        return {"state": "not_yet", "day": agency["valid_from"], "now": []}
    now = [row for row in after if row["on_date"] <= day]
    if now:
        return {"state": "succeeded", "day": now[0]["on_date"], "now": now}
    if agency["valid_to"] and day > agency["valid_to"]:
        return {"state": "ended", "day": agency["valid_to"], "now": []}
    return {"state": "stands", "day": None, "now": []}


PAGE = Page(
    "agency",
    "/agency/{id}",
    "A body: what it leads, coordinates and reports, by deadline, its predecessors and successors.",
    read,
    (
        Parameter(
            "role", "Only tasks in which it has this part; group: told to groups it belongs to"
        ),
        Parameter("day", "As it was on this day", DAY),
        Parameter("page", "Page of the list, from 1", WHOLE),
    ),
)
