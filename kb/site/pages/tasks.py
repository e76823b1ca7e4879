"""``/tasks``: what is to be done, by deadline, narrowed by body, role, dates and force."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from extract.folding import fold
from kb.site import cards
from kb.site.frame import Asked, Facts, Page, Parameter

FORCES = ("instructed", "committed", "encouraged")
WHEN = ("ahead", "past", "undated", "all")
_LISTED = 50
_DEEPEST = 400

NAMED = """
SELECT DISTINCT agency_id FROM agency_names WHERE folded = ? UNION SELECT id FROM agencies WHERE id = ?"""
PREDECESSORS = """
SELECT agency_id FROM agencies_today WHERE today_id IN (SELECT value FROM json_each(?))"""

_ORDERS = {
    "ahead": ("t.deadline >= :today", "t.deadline, t.id"),
    "past": ("t.deadline < :today", "t.deadline DESC, t.id"),
    "undated": ("t.deadline IS NULL", "t.document_id DESC, t.start"),
    "all": ("1", "t.deadline IS NULL, t.deadline DESC, t.id"),
}


def conditions(connection: sqlite3.Connection, asked: Asked) -> tuple[str, dict[str, Any]]:
    """The SQL condition on ``tasks t`` that the filters mean, and its parameters."""
    parts, values = ["t.force = :force"], {"force": _one_of(asked.one("force"), FORCES)}
    agency, role = asked.one("agency"), asked.one("role")
    if agency:
        ids = cards.ids_of(connection, NAMED, (fold(agency), agency))
        ids += cards.ids_of(connection, PREDECESSORS, [json.dumps(ids)])
        values["bodies"] = json.dumps(ids)
        parts.append(
            "t.id IN (SELECT task_id FROM task_agencies WHERE agency_id IN "
            "(SELECT value FROM json_each(:bodies)) AND (:role = '' OR role = :role))"
        )
    elif role in cards.ROLES:
        parts.append(
            "EXISTS (SELECT 1 FROM task_agencies ta WHERE ta.task_id = t.id AND ta.role = :role)"
        )
    values["role"] = role if role in cards.ROLES else ""
    for name, comparison in (("from", ">="), ("to", "<=")):
        day = asked.day(name)
        if day:
            parts.append(f"t.deadline {comparison} :{name}")
            values[name] = day.isoformat()
    return " AND ".join(parts), values


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    when = _one_of(asked.one("when"), WHEN)
    where, values = conditions(connection, asked)
    values["today"] = asked.today.isoformat()
    condition, order = _ORDERS[when]
    page = asked.whole("page", 1, _DEEPEST)
    ids = cards.ids_of(
        connection,
        f"SELECT t.id FROM tasks t WHERE {condition} AND {where} ORDER BY {order} "
        "LIMIT :limit OFFSET :offset",
        {**values, "limit": _LISTED + 1, "offset": (page - 1) * _LISTED},
    )
    return {
        "when": when,
        "page": page,
        "more": len(ids) > _LISTED,
        "asked_for": {
            name: asked.one(name) for name in ("agency", "role", "force", "from", "to", "when")
        },
        "tasks": cards.tasks(connection, ids[:_LISTED]),
    }


PAGE = Page(
    "tasks",
    "/tasks",
    "What is to be done, by deadline.",
    read,
    (
        Parameter("when", "ahead (default), past, undated or all"),
        Parameter("agency", "A body's name, abbreviation or id; its predecessors' tasks count too"),
        Parameter("role", "lead, responsible, coordinate, advise, supervise or receive_report"),
        Parameter("from", "Deadlines on or after this day"),
        Parameter("to", "Deadlines on or before this day"),
        Parameter("force", "instructed (default), committed or encouraged"),
        Parameter("page", "Page of the list, from 1"),
    ),
)
