"""What a search's hits are narrowed by, and how many hits each value would leave."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kb.questions import rows
from kb.site import cards
from kb.site.finding import Ranked
from kb.site.touched import touched_tasks

FACETS = ("kind", "type", "year", "issuer", "agency", "role", "status")
_LENGTH = 10

ROWS = {
    "documents": """
SELECT rowid, id, id, NULL FROM documents WHERE rowid IN (SELECT value FROM json_each(?))""",
    "tasks": """
SELECT rowid, id, document_id, section_id FROM tasks
WHERE rowid IN (SELECT value FROM json_each(?))""",
    "targets": """
SELECT rowid, id, document_id, section_id FROM targets
WHERE rowid IN (SELECT value FROM json_each(?))""",
    "sections": """
SELECT rowid, id, document_id, NULL FROM sections WHERE rowid IN (SELECT value FROM json_each(?))""",
    "agencies": """
SELECT rowid, id, NULL, NULL FROM agencies WHERE rowid IN (SELECT value FROM json_each(?))""",
}
"""Of the rows found: the number, the id, the document and the provision."""

DOCUMENTS = """
SELECT id, type, year, issuer_id, status FROM documents
WHERE id IN (SELECT value FROM json_each(?))"""

PARTS = """
SELECT task_id, agency_id, role FROM task_agencies
WHERE task_id IN (SELECT value FROM json_each(?)) AND agency_id IS NOT NULL"""

AGENCY_NAMES = """
SELECT id, name, name_en FROM agencies WHERE id IN (SELECT value FROM json_each(?))"""

Part = tuple[str, str]
"""A body and its role in a task."""


class About(NamedTuple):
    """What a document is narrowed by."""

    type: str | None = None
    year: str | None = None
    issuer: str | None = None
    status: str | None = None


@dataclass(slots=True)
class Hit:
    """A row found: what its rank weighs, what its document is narrowed by, and who has which part in
    it."""

    kind: str
    row: int
    id: str
    score: float
    about: About
    parts: tuple[Part, ...] = ()
    section_id: str | None = None
    in_text: bool = False

    def values(self, facet: str) -> Iterator[str]:
        """Its values of a facet, each once."""
        if facet == "kind":
            yield self.kind
        elif facet == "agency":
            yield from {body for body, _ in self.parts}
        elif facet == "role":
            yield from {role for _, role in self.parts}
        elif (value := getattr(self.about, facet)) is not None:
            yield value


def hits(connection: sqlite3.Connection, ranked: Ranked) -> list[Hit]:
    """The rows found, with all that they are narrowed by."""
    found = {
        kind: connection.execute(sql, [json.dumps(numbers)]).fetchall()
        for kind, sql in ROWS.items()
        if (numbers := ranked.of_kind(kind))
    }
    ids = {document for of_kind in found.values() for _, _, document, _ in of_kind if document}
    about = _about(connection, ids)
    parts = _parts(connection, [id_ for _, id_, _, _ in found.get("tasks", ())])
    nothing = About()
    return [
        Hit(
            kind, number, id_, ranked.weights[kind, number], about.get(document, nothing),
            tuple(parts.get(id_, ())) if kind == "tasks" else (), section,
            kind == "documents" and number in ranked.in_text,
        )
        for kind, of_kind in found.items()
        for number, id_, document, section in of_kind
    ]  # fmt: skip


def _about(connection: sqlite3.Connection, ids: set[str]) -> dict[str, About]:
    known = {
        id_: About(type_, None if year is None else str(year), issuer, status)
        for id_, type_, year, issuer, status in connection.execute(DOCUMENTS, [json.dumps([*ids])])
    }
    for row in cards.decided_documents(connection):
        if row["id"] in known:
            year = None if row["year"] is None else str(row["year"])
            known[row["id"]] = known[row["id"]]._replace(
                type=row["type"], year=year, status=row["status"]
            )
    return known


def _parts(connection: sqlite3.Connection, task_ids: list[str]) -> dict[str, list[Part]]:
    parts: dict[str, list[Part]] = {}
    for task_id, agency_id, role in connection.execute(PARTS, [json.dumps(task_ids)]):
        parts.setdefault(task_id, []).append((agency_id, role))
    for task in touched_tasks(connection):
        if task["id"] in parts:
            parts[task["id"]] = [
                (body["agency_id"], body["role"]) for body in task["bodies"] if body["agency_id"]
            ]
    return parts


Chosen = dict[str, list[str]]
"""The values chosen of each facet."""


def narrowed(found: list[Hit], chosen: Chosen) -> tuple[list[Hit], dict[str, list[Hit]]]:
    """The hits that have what was chosen; and for each facet those that would have it if nothing were
    chosen of this one. A body and a role are wanted of the same part."""
    picked = {name: frozenset(wanted) for name, wanted in chosen.items() if wanted}
    if not picked:
        return found, dict.fromkeys(FACETS, found)
    kept: list[Hit] = []
    left: dict[str, list[Hit]] = {name: [] for name in FACETS}
    for hit in found:
        lacks = {name for name, wanted in picked.items() if wanted.isdisjoint(hit.values(name))}
        if {"agency", "role"} <= picked.keys() and not any(
            body in picked["agency"] and role in picked["role"] for body, role in hit.parts
        ):
            would_have: tuple[str, ...] = ("agency", "role")
        elif lacks:
            would_have = tuple(lacks)
        else:
            would_have = FACETS
            kept.append(hit)
        for name in would_have:
            if lacks <= {name}:
                left[name].append(hit)
    return kept, left


def _tally(found: list[Hit], facet: str) -> Counter[str]:
    """How often each value of a facet occurs."""
    if facet == "kind":
        return Counter(hit.kind for hit in found)
    if facet in ("agency", "role"):
        place = ("agency", "role").index(facet)
        return Counter(
            value for hit in found if hit.parts for value in {part[place] for part in hit.parts}
        )
    place = About._fields.index(facet)
    return Counter(value for hit in found if (value := hit.about[place]) is not None)


def counted(
    connection: sqlite3.Connection, left: dict[str, list[Hit]], chosen: Chosen
) -> dict[str, list[dict[str, Any]]]:
    """For each facet its values and how many hits would have them, the other facets as chosen."""
    counts: dict[str, list[dict[str, Any]]] = {}
    for name in FACETS:
        number = _tally(left[name], name)
        order = sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))[:_LENGTH]
        listed = [value for value, _ in order]
        order += [(value, number[value]) for value in chosen[name] if value not in listed]
        if name == "year":
            order.sort(reverse=True)
        counts[name] = [{"value": value, "number": n} for value, n in order]
    bodies = [row["value"] for name in ("issuer", "agency") for row in counts[name]]
    names = {row["id"]: row for row in rows(connection, AGENCY_NAMES, [json.dumps(bodies)])}
    for name in ("issuer", "agency"):
        for row in counts[name]:
            body = names.get(row["value"], {})
            row["name"], row["name_en"] = body.get("name"), body.get("name_en")
    return counts
