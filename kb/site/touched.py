"""What editors' decisions move in lists and counts, before the next build.

Lists and counts are read from the build's indexes, which know of a decision only when the next build
has applied it. The few rows that decisions are about are left out there, and put in as decided.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kb.questions import rows
from kb.site import cards, decisions
from kb.site.remembered import once

_PARTS = """
SELECT DISTINCT task_id, agency_id, role, deadline FROM task_agencies
WHERE task_id IN (SELECT value FROM json_each(?)) AND agency_id IS NOT NULL AND force = 'instructed'"""
_TASKS_OF_PARTS = (
    "SELECT DISTINCT task_id FROM task_agencies WHERE id IN (SELECT value FROM json_each(?))"
)
_CITATIONS = """
SELECT id, document_id, cited_document_id, relation, start, "end" FROM citations
WHERE id IN (SELECT value FROM json_each(?)) AND subject_id IS NULL AND self = 0"""
_DEADLINES = """
SELECT agency_id, min(deadline) FROM task_agencies
WHERE agency_id = ? AND force = 'instructed' AND deadline >= ?
  AND task_id NOT IN (SELECT value FROM json_each(?))"""


def touched_tasks(connection: sqlite3.Connection) -> list[cards.Row]:
    """The tasks about which, or about whose bodies, something was decided, as decided."""
    now = decisions.standing()
    parts = now.rows("task_agencies")
    ids = now.rows("tasks")
    if not ids and not parts:
        return []

    def read() -> list[cards.Row]:
        of_parts = cards.ids_of(connection, _TASKS_OF_PARTS, [json.dumps(parts)])
        return cards.tasks(connection, sorted({*ids, *of_parts}))

    return once(("touched tasks", now.version), read)


@dataclass(frozen=True, slots=True)
class Moved:
    """How decisions change the parts that bodies have in tasks: each part that is no more, and each
    that is new, as a body's id and a role; ``tasks`` and ``with_deadline`` are counted like roles."""

    gone: Counter[tuple[str, str]]
    new: Counter[tuple[str, str]]

    def roles(self, bodies: Iterable[str]) -> Counter[str]:
        """By how many tasks the number of each role differs, for these bodies."""
        wanted, change = set(bodies), Counter[str]()
        for counts, sign in ((self.gone, -1), (self.new, 1)):
            for (body, role), number in counts.items():
                if body in wanted:
                    change[role] += sign * number
        return change


def moved_parts(connection: sqlite3.Connection) -> Moved:
    """What decisions change in who has which part."""
    tasks = touched_tasks(connection)
    ids = json.dumps([task["id"] for task in tasks])
    was = {part for row in connection.execute(_PARTS, [ids]) for part in _counted(*row)}
    now = {
        part
        for task in tasks
        if task["force"] == "instructed"
        for body in task["bodies"]
        if body["agency_id"]
        for part in _counted(task["id"], body["agency_id"], body["role"], task["deadline"])
    }
    return Moved(
        Counter((body, role) for _, body, role in was - now),
        Counter((body, role) for _, body, role in now - was),
    )


def _counted(
    task_id: str, body: str, role: str, deadline: str | None
) -> Iterable[tuple[str, str, str]]:
    """In which counts of a body a part in a task is: its role's, all, and those with a date."""
    yield task_id, body, role
    yield task_id, body, "tasks"
    if deadline:
        yield task_id, body, "with_deadline"


def with_work(
    connection: sqlite3.Connection, bodies: list[cards.Row], today: str
) -> list[cards.Row]:
    """Bodies with ``tasks``, the number in each role, ``with_deadline`` and ``next_deadline``, as
    decided."""
    touched = touched_tasks(connection)
    if not touched:
        return bodies
    moved = moved_parts(connection)
    ids = json.dumps([task["id"] for task in touched])
    for body in bodies:
        for role, change in moved.roles([body["id"]]).items():
            if body.get(role) is not None:
                body[role] += change
        own = [
            task["deadline"]
            for task in touched
            if task["force"] == "instructed" and (task["deadline"] or "") >= today
            and any(part["agency_id"] == body["id"] for part in task["bodies"])
        ]  # fmt: skip
        (_, kept) = connection.execute(_DEADLINES, [body["id"], today, ids]).fetchone()
        body["next_deadline"] = min(filter(None, [kept, *own]), default=None)
    return bodies


_OF_INDICATOR = "SELECT id FROM targets WHERE {column} = ?"
_NOW_OF = """
SELECT count(*) AS targets, count(DISTINCT document_id) AS documents, min(period) AS first_period,
  max(period) AS last_period
FROM targets WHERE {where}"""
STILL_OF = """(indicator_id = :id AND id NOT IN (SELECT value FROM json_each(:moved))
  OR id IN (SELECT value FROM json_each(:here)))"""
"""The targets of an indicator as decided."""


def moved_targets(connection: sqlite3.Connection) -> dict[str, str | None]:
    """The indicators of the targets that decisions give another one."""
    now = decisions.standing()
    own, same = now.rows("targets", "indicator_id"), now.rows("indicators", "same_as")
    if not own and not same:
        return {}

    def read() -> dict[str, str | None]:
        moved: dict[str, str | None] = {}
        for id_ in same:
            held = now.holds.get(("indicators", id_), {}).get("same_as")
            # What is the same no more goes back to the indicator of its own words.
            column, there = ("indicator_id", held.value) if held and held.value else (
                "indicator_key", id_)  # fmt: skip
            found = cards.ids_of(connection, _OF_INDICATOR.format(column=column), [id_])
            moved |= dict.fromkeys(found, there)
        sql = "SELECT id, indicator_id FROM targets WHERE id IN (SELECT value FROM json_each(?))"
        decided = decisions.applied("targets", rows(connection, sql, [json.dumps(own)]))
        return moved | {row["id"]: row["indicator_id"] for row in decided}

    return once(("moved targets", now.version), read)


def of_indicator(connection: sqlite3.Connection, indicator_id: str) -> dict[str, str] | None:
    """The parameters of :data:`STILL_OF`, where decisions are about targets at all."""
    moved = moved_targets(connection)
    if not moved:
        return None
    here = [id_ for id_, indicator in moved.items() if indicator == indicator_id]
    return {"id": indicator_id, "moved": json.dumps(list(moved)), "here": json.dumps(here)}


def indicators_moved(connection: sqlite3.Connection) -> set[str | None]:
    """The indicators that decisions give targets, or take some from."""
    moved = moved_targets(connection)
    sql = """SELECT DISTINCT indicator_id FROM targets
              WHERE id IN (SELECT value FROM json_each(?))"""
    return {*moved.values(), *cards.ids_of(connection, sql, [json.dumps(list(moved))])}


def with_targets(connection: sqlite3.Connection, indicator: cards.Row) -> cards.Row:
    """An indicator with the number of its targets as decided."""
    values = of_indicator(connection, indicator["id"])
    if values is None:
        return indicator
    (counted,) = rows(connection, _NOW_OF.format(where=STILL_OF), values)
    return {**indicator, **counted}


@dataclass(frozen=True, slots=True)
class Edge:
    """One citation between two documents, and where its words are."""

    citing: str
    cited: str
    relation: str
    start: int
    end: int


def moved_edges(connection: sqlite3.Connection) -> tuple[list[Edge], list[Edge]]:
    """The citations about which something was decided: as the build has them, and as decided."""
    now = decisions.standing()
    ids = now.rows("citations")
    if not ids:
        return [], []

    def read() -> tuple[list[Edge], list[Edge]]:
        was = rows(connection, _CITATIONS, [json.dumps(ids)])
        decided = decisions.applied("citations", [dict(row) for row in was])
        return _known(map(_edge, was)), _known(map(_edge, decided))

    return once(("moved edges", now.version), read)


def _edge(row: cards.Row) -> Edge | None:
    if not row["cited_document_id"] or row["cited_document_id"] == row["document_id"]:
        return None
    return Edge(
        row["document_id"], row["cited_document_id"], row["relation"], row["start"], row["end"]
    )


def _known(edges: Iterable[Edge | None]) -> list[Edge]:
    return sorted(filter(None, edges), key=lambda edge: (edge.citing, edge.start))


def with_neighbours(
    connection: sqlite3.Connection, found: list[cards.Row], document_id: str, *, citing: bool
) -> list[cards.Row]:
    """The documents that one cites (``citing``) or that cite it, by relation, as decided."""
    gone, new = moved_edges(connection)
    cards.with_documents(connection, found, "id")
    kept = {(row["id"], row["relation"]): row for row in found}
    for edges, change in ((gone, -1), (new, 1)):
        for edge in edges:
            here, other = (edge.citing, edge.cited) if citing else (edge.cited, edge.citing)
            if here != document_id:
                continue
            row = kept.get((other, edge.relation))
            if row is not None:
                row["mentions"] += change
            elif change > 0:
                for card in cards.documents(connection, [other]):
                    kept[other, edge.relation] = {
                        **card, "relation": edge.relation, "mentions": 1, "start": edge.start,
                        "end": edge.end,
                    }  # fmt: skip
    left = [row for row in kept.values() if row["mentions"] > 0]
    if gone or new:
        left.sort(key=lambda row: (not row["issued_on"], row["issued_on"] or "", row["id"]))
    return left


def with_edges(
    connection: sqlite3.Connection, found: list[cards.Row], ids: Iterable[str]
) -> list[cards.Row]:
    """The citations between documents (``citing``, ``cited``, ``relation``, ``mentions``), as decided."""
    gone, new = moved_edges(connection)
    among = set(ids)
    kept = {(row["citing"], row["cited"], row["relation"]): row for row in found}
    for edges, change in ((gone, -1), (new, 1)):
        for edge in edges:
            if edge.citing not in among or edge.cited not in among:
                continue
            row = kept.setdefault(
                (edge.citing, edge.cited, edge.relation),
                {**asdict(edge), "mentions": 0},
            )
            row["mentions"] += change
    left = [row for row in kept.values() if row["mentions"] > 0]
    return sorted(left, key=lambda row: (row["citing"], row["cited"], row["relation"]))
