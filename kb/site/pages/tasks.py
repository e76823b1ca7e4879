"""``/tasks``: what is to be done, by deadline, narrowed by body, role, dates and force."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
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
    "ahead": ("t.deadline >= :today", "t.deadline, 1"),
    "past": ("t.deadline < :today", "t.deadline DESC, 1 DESC"),
    "undated": ("t.deadline IS NULL", "1 DESC"),
    "all": ("1", "t.deadline DESC, 1 DESC"),  # those without a date come last
}
"""Each in the order of the index of deadlines."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Tasks as the filters mean them: from which table ``t`` (the parts of bodies where a body is
    asked for: its index has the dates), which column is the task, the condition and its values."""

    table: str
    task: str
    where: str
    values: dict[str, Any]

    def ids(
        self,
        connection: sqlite3.Connection,
        condition: str,
        order: str,
        limit: int,
        offset: int = 0,
    ) -> list[str]:
        return cards.ids_of(
            connection,
            f"SELECT DISTINCT t.{self.task}, t.deadline FROM {self.table} t "
            f"WHERE {condition} AND {self.where} ORDER BY {order} LIMIT :limit OFFSET :offset",
            {**self.values, "limit": limit, "offset": offset},
        )


def selection(connection: sqlite3.Connection, asked: Asked) -> Selection:
    """The tasks that the filters of the address mean."""
    agency, role = asked.one("agency"), asked.one("role")
    role = role if role in cards.ROLES else ""
    values: dict[str, Any] = {
        "force": _one_of(asked.one("force"), FORCES),
        "today": asked.today.isoformat(),
        "role": role,
    }
    parts = ["+t.force = :force"]
    for name, comparison in (("from", ">="), ("to", "<=")):
        day = asked.day(name)
        if day:
            parts.append(f"t.deadline {comparison} :{name}")
            values[name] = day.isoformat()
    if not agency:
        if role:
            parts.append(
                "EXISTS (SELECT 1 FROM task_agencies ta WHERE ta.task_id = t.id AND ta.role = :role)"
            )
        return Selection("tasks", "id", " AND ".join(parts), values)
    ids = cards.ids_of(connection, NAMED, (fold(agency), agency))
    ids += cards.ids_of(connection, PREDECESSORS, [json.dumps(ids)])
    parts += [
        "t.agency_id IN (SELECT value FROM json_each(:bodies))",
        "(:role = '' OR t.role = :role)",
    ]
    return Selection(
        "task_agencies", "task_id", " AND ".join(parts), {**values, "bodies": json.dumps(ids)}
    )


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    when = _one_of(asked.one("when"), WHEN)
    chosen = selection(connection, asked)
    condition, order = _ORDERS[when]
    page = asked.whole("page", 1, _DEEPEST)
    ids = chosen.ids(connection, condition, order, _LISTED + 1, (page - 1) * _LISTED)
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
