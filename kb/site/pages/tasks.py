"""``/tasks``: what is to be done, by deadline, narrowed by body, role, dates and force."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from extract.folding import fold
from kb.site import cards
from kb.site.editable import ROLES
from kb.site.frame import DAY, WHOLE, Asked, Facts, Page, Parameter
from kb.site.remembered import once
from kb.site.touched import touched_tasks

FORCES = ("instructed", "committed", "encouraged")
WHEN = ("ahead", "past", "undated", "all")
STATES = ("open", "done", "all")
_LISTED = 25
_DEEPEST = 400
_FEW_DONE = 20_000

NAMED = """
SELECT DISTINCT agency_id FROM agency_names WHERE folded = ? UNION SELECT id FROM agencies WHERE id = ?"""
PREDECESSORS = """
SELECT agency_id FROM agencies_today WHERE today_id IN (SELECT value FROM json_each(?))"""
_DONE = "latest = 1 AND status GLOB 'done*'"
DONE_IDS = f"SELECT DISTINCT task_id FROM task_progress WHERE {_DONE}"
DONE = """EXISTS (SELECT 1 FROM task_progress p WHERE p.task_id = t.{task} AND p.latest = 1
  AND p.status GLOB 'done*')"""


@dataclass(frozen=True, slots=True)
class _Listed:
    """Which tasks of a selection, by deadline: as SQL, in the order of the index, and as said of one
    that was decided on a page."""

    where: str
    order: str
    fits: Callable[[str | None, str], bool]
    latest_first: bool = False


_BY_DEADLINE = {
    "ahead": _Listed(
        "t.deadline >= :today", "t.deadline, 1", lambda day, today: bool(day and day >= today)
    ),
    "past": _Listed(
        "t.deadline < :today", "t.deadline DESC, 1 DESC",
        lambda day, today: bool(day and day < today), latest_first=True,
    ),
    "undated": _Listed(
        "t.deadline IS NULL", "{last} DESC", lambda day, today: not day, latest_first=True
    ),
    # Those without a date come last.
    "all": _Listed("1", "t.deadline DESC, 1 DESC", lambda day, today: True, latest_first=True),
}  # fmt: skip
"""Each in the order of an index; ``{last}`` is by what that of a table goes on."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Tasks as the filters mean them: from which table ``t`` (the parts of bodies where a body or a
    role is asked for: its indexes have the dates) and how it is read, which column is the task, the
    condition and its values."""

    table: str
    source: str
    task: str
    where: str
    values: dict[str, Any]
    bodies: frozenset[str] | None

    def ids(
        self, connection: sqlite3.Connection, when: str, limit: int, offset: int = 0
    ) -> list[str]:
        """The tasks of a page of the list. Those that decisions touch are put in where they now
        belong; the index knows them as they were."""
        listed = _BY_DEADLINE[when]
        touched = {task["id"]: task for task in touched_tasks(connection)}
        values = {**self.values, "limit": limit, "offset": offset}
        where = f"{listed.where} AND {self.where}"
        if touched:
            values |= {"limit": offset + limit, "offset": 0, "touched": json.dumps(list(touched))}
            where += f" AND t.{self.task} NOT IN (SELECT value FROM json_each(:touched))"
        distinct, last = ("", "t.rowid") if self.table == "tasks" else ("DISTINCT", "t.task_id")
        order = listed.order.format(last=last)
        found = connection.execute(
            f"SELECT {distinct} t.{self.task}, t.deadline FROM {self.source} "
            f"WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset",
            values,
        ).fetchall()
        if not touched:
            return [row[0] for row in found]
        found += [
            (id_, task["deadline"])
            for id_, task in touched.items()
            if listed.fits(task["deadline"], values["today"]) and self._means(task)
        ]
        # Of one day, those of the index stay as they are, and those put in come last.
        found.sort(key=lambda row: row[1] or "", reverse=listed.latest_first)
        return [row[0] for row in found[offset : offset + limit]]

    def _means(self, task: cards.Row) -> bool:
        """Whether a task, as it was decided, is one of these."""
        asked, day = self.values, task["deadline"]
        done = str(task.get("progress") or "").startswith("done")
        parts = [
            body
            for body in task["bodies"]
            if (self.bodies is None or body["agency_id"] in self.bodies)
            and asked["role"] in ("", body["role"])
        ]
        return (
            task["force"] == asked["force"]
            and ("from" not in asked or bool(day and day >= asked["from"]))
            and ("to" not in asked or bool(day and day <= asked["to"]))
            and (asked["state"] == "all" or done == (asked["state"] == "done"))
            and (bool(parts) or (self.bodies is None and not asked["role"]))
        )


def selection(connection: sqlite3.Connection, asked: Asked) -> Selection:
    """The tasks that the filters of the address mean."""
    agency, role = asked.one("agency"), asked.one("role")
    role = role if role in ROLES else ""
    values: dict[str, Any] = {
        "force": _one_of(asked.one("force"), FORCES),
        "state": _one_of(asked.one("state"), STATES),
        "today": asked.today.isoformat(),
        "role": role,
    }
    table, task = ("task_agencies", "task_id") if agency or role else ("tasks", "id")
    source = f"{table} t"
    parts = ["+t.force = :force" if agency else "t.force = :force"]
    if values["state"] == "done" and not _is_much_done(connection):
        source = f"({DONE_IDS}) done CROSS JOIN {table} t ON t.{task} = done.task_id"
    elif values["state"] != "all":
        done = DONE.format(task=task)
        parts.append(done if values["state"] == "done" else f"NOT {done}")
    for name, comparison in (("from", ">="), ("to", "<=")):
        day = asked.day(name)
        if day:
            parts.append(f"t.deadline {comparison} :{name}")
            values[name] = day.isoformat()
    bodies: frozenset[str] | None = None
    if agency:
        ids = cards.ids_of(connection, NAMED, (fold(agency), agency))
        ids += cards.ids_of(connection, PREDECESSORS, [json.dumps(ids)])
        bodies, values["bodies"] = frozenset(ids), json.dumps(ids)
        parts += [
            "t.agency_id IN (SELECT value FROM json_each(:bodies))",
            "(:role = '' OR t.role = :role)",
        ]
    elif role:
        parts.append("t.role = :role")
    return Selection(table, source, task, " AND ".join(parts), values, bodies)


def _is_much_done(connection: sqlite3.Connection) -> bool:
    """Whether so many tasks are done that some are soon met in the order of deadlines; to meet a few,
    all tasks would be read."""
    few = f"SELECT 1 FROM task_progress WHERE {_DONE} LIMIT 1 OFFSET {_FEW_DONE}"
    return once(("much done",), lambda: connection.execute(few).fetchone() is not None)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


def when_of(asked: Asked) -> str:
    """Which tasks by deadline: ahead where nothing is said."""
    return _one_of(asked.one("when"), WHEN)


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    when = when_of(asked)
    chosen = selection(connection, asked)
    page = asked.whole("page", 1, _DEEPEST)
    ids = chosen.ids(connection, when, _LISTED + 1, (page - 1) * _LISTED)
    return {
        "when": when,
        "page": page,
        "more": len(ids) > _LISTED,
        "asked_for": {
            name: asked.one(name)
            for name in ("agency", "role", "force", "state", "from", "to", "when")
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
        Parameter("from", "Deadlines on or after this day", DAY),
        Parameter("to", "Deadlines on or before this day", DAY),
        Parameter("state", "open (default: not known to be done), done or all"),
        Parameter("force", "instructed (default), committed or encouraged"),
        Parameter("page", "Page of the list, from 1", WHOLE),
    ),
)
