"""``/map/<id>``: what a document rests on and what followed, drawn by year and level, with a table
that says the same. ``?with=`` opens further documents; those that many cite are folded.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from kb.questions import rows
from kb.site import cards, decisions
from kb.site.editable import RELATIONS
from kb.site.frame import SEVERAL, WHOLE, Asked, Elsewhere, Facts, Page, Parameter
from kb.site.links import Links
from kb.site.map_layout import (
    HEIGHT,
    LANE_NAMES,
    WIDTH,
    YEARS,
    Dated,
    curve,
    lane_of,
    lines_of,
    place,
)
from kb.site.pages.document import lead_on
from kb.site.touched import moved_edges, with_edges

DIRECTIONS = ("both", "up", "down")

_MOST = 300
_MOST_EDGES = 400
"""Lines that an eye can still follow; what led to a document is drawn before what else there is."""
_OF_ONE = 30
_HUB = 60

UP = """
SELECT DISTINCT c.document_id AS citing, c.cited_document_id AS cited FROM citations c
JOIN documents d ON d.id = c.cited_document_id
WHERE c.document_id = :id AND c.cited_document_id <> :id AND c.subject_id IS NULL
  AND (:relation = '' OR c.relation = :relation)
  AND c.id NOT IN (SELECT value FROM json_each(:decided))
ORDER BY c.relation = 'refers', d.held DESC, d.issued_on DESC, d.id LIMIT :limit"""
DOWN = """
SELECT DISTINCT c.document_id AS citing, c.cited_document_id AS cited FROM citations c
WHERE c.cited_document_id = :id AND c.document_id <> :id AND c.subject_id IS NULL
  AND (:relation = '' OR c.relation = :relation)
  AND c.id NOT IN (SELECT value FROM json_each(:decided))
LIMIT :limit"""
# The + keeps SQLite from looking up each pair of the documents.
EDGES = """
SELECT c.document_id AS citing, c.cited_document_id AS cited, c.relation, count(*) AS mentions,
  min(c.start) AS start, min(c."end") AS "end"
FROM citations c
WHERE c.document_id IN (SELECT value FROM json_each(:ids))
  AND +c.cited_document_id IN (SELECT value FROM json_each(:ids))
  AND c.cited_document_id <> c.document_id AND c.subject_id IS NULL
  AND (:relation = '' OR c.relation = :relation)
GROUP BY c.document_id, c.cited_document_id, c.relation"""
NODES = """
SELECT d.id, d.type, d.number, d.title, d.issued_on, d.year, d.held, d.status, d.cited_by,
  d.jurisdiction, a.level, a.kind
FROM documents d LEFT JOIN agencies a ON a.id = d.issuer_id
WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.issued_on, d.id"""


def read(connection: sqlite3.Connection, asked: Asked) -> Facts | Elsewhere | None:
    root = asked.parts["id"]
    if not rows(connection, "SELECT 1 FROM documents WHERE id = ?", [root]):
        led = lead_on(connection, root)
        return Elsewhere(led.path.replace("/doc/", "/map/", 1)) if led else None
    direction = asked.one("direction") if asked.one("direction") in DIRECTIONS else "both"
    relation = asked.one("relation") if asked.one("relation") in RELATIONS else ""
    depth = asked.whole("depth", 1, 3)
    opened = [root, *asked.every("with")[:20]]
    ways = _reached(connection, opened, direction, relation, depth)
    ids = list(ways)
    known = rows(connection, EDGES, {"ids": json.dumps(ids), "relation": relation})
    among = [row for row in with_edges(connection, known, ids) if relation in ("", row["relation"])]
    edges = _drawn(among, ways)
    joined = {*opened, *(edge[end] for edge in edges for end in ("citing", "cited"))}
    ids = [id_ for id_ in ids if id_ in joined]
    nodes = cards.with_documents(connection, rows(connection, NODES, [json.dumps(ids)]), "id")
    drawn_citers: dict[str, set[str]] = {}
    for edge in edges:
        drawn_citers.setdefault(edge["cited"], set()).add(edge["citing"])
    for node in nodes:
        node["lane"] = lane_of(node["type"], node["level"], node["kind"], node["jurisdiction"])
        node["not_drawn"] = max(0, node["cited_by"] - len(drawn_citers.get(node["id"], ())))
    return {
        "root": next(node for node in nodes if node["id"] == root),
        "opened": opened[1:],
        "direction": direction,
        "relation": relation,
        "depth": depth,
        "nodes": nodes,
        "edges": edges,
        "capped": len(ids) >= _MOST,
        "edges_left_out": len(among) - len(edges),
    }


def _drawn(among: list[cards.Row], ways: Mapping[str, tuple[str, str] | None]) -> list[cards.Row]:
    """The citations to draw: those that led to a document before others, and those that only refer
    last."""
    taken = set(ways.values())
    nearest = sorted(
        among,
        key=lambda edge: (
            (edge["citing"], edge["cited"]) not in taken,
            edge["relation"] == "refers",
        ),
    )[:_MOST_EDGES]
    return sorted(nearest, key=lambda edge: (edge["citing"], edge["cited"], edge["relation"]))


def _reached(
    connection: sqlite3.Connection, opened: list[str], direction: str, relation: str, depth: int
) -> dict[str, tuple[str, str] | None]:
    """The documents to draw, each with the citation (citing, cited) that led to it: those around the
    opened ones, nearest first. A document that many cite is not gone on from, unless it was opened."""
    _, moved = moved_edges(connection)
    moved = [edge for edge in moved if relation in ("", edge.relation)]
    decided = json.dumps(decisions.standing().rows("citations"))
    reached: dict[str, tuple[str, str] | None] = dict.fromkeys(opened)
    edge = list(opened)
    for step in range(depth):
        further: dict[str, tuple[str, str]] = {}
        for id_ in edge:
            values = {"id": id_, "relation": relation, "limit": _OF_ONE, "decided": decided}
            if direction != "down":
                cited = [row["cited"] for row in rows(connection, UP, values)]
                cited += [edge.cited for edge in moved if edge.citing == id_]
                for other in cited:
                    further.setdefault(other, (id_, other))
            if direction != "up" and (step == 0 or not _is_hub(connection, id_)):
                citing = [row["citing"] for row in rows(connection, DOWN, values)]
                citing += [edge.citing for edge in moved if edge.cited == id_]
                for other in citing:
                    further.setdefault(other, (other, id_))
        edge = [id_ for id_ in further if id_ not in reached]
        for id_ in edge:
            if len(reached) >= _MOST:
                return reached
            reached[id_] = further[id_]
    return reached


def _is_hub(connection: sqlite3.Connection, id_: str) -> bool:
    row = connection.execute("SELECT cited_by FROM documents WHERE id = ?", [id_]).fetchone()
    return bool(row) and row[0] > _HUB


def shown(facts: Facts, asked: Asked, to: Links) -> Facts:
    """The drawing: rectangles, lines, lanes and years."""
    drawing = place(
        [
            Dated(node["id"], node["lane"], node["issued_on"] or str(node["year"] or ""))
            for node in facts["nodes"]
        ]
    )
    by_id = {node["id"]: node for node in facts["nodes"]}
    return {
        "drawing": drawing,
        "node_width": WIDTH,
        "node_height": HEIGHT,
        "names_width": LANE_NAMES,
        "years_height": YEARS,
        "rectangles": [
            {**node, "x": at.x, "y": at.y, "lines": _lines(node)}
            for node in facts["nodes"]
            if (at := drawing.places[node["id"]])
        ],
        "lines": [
            {**edge, "path": curve(drawing.places[edge["citing"]], drawing.places[edge["cited"]])}
            for edge in facts["edges"]
        ],
        "by_id": by_id,
        "kept": {
            "direction": facts["direction"],
            "relation": facts["relation"],
            "depth": facts["depth"],
            "with": facts["opened"],
        },
        "relations": sorted({edge["relation"] for edge in facts["edges"]}, key=RELATIONS.index),
        "all_relations": RELATIONS,
    }


def _lines(node: dict[str, Any]) -> list[str]:
    """A number stands above the kind of document; a title has both lines."""
    return (
        lines_of(node["number"], 1) if node["number"] else lines_of(node["title"] or node["id"], 2)
    )


PAGE = Page(
    "map",
    "/map/{id}",
    "The documents around one: what it rests on, what followed, and the citations between them.",
    read,
    (
        Parameter("direction", "both (default), up: what it rests on, down: what followed"),
        Parameter("depth", "Steps to go, 1 to 3", WHOLE | {"maximum": 3}),
        Parameter("relation", "Only one relation, e.g. basis"),
        Parameter("with", "Open these documents too; may be given several times", SEVERAL),
    ),
    shown=shown,
)
