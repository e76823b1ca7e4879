"""``/work``: what a person should look at, grouped, each with what to decide."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from kb.questions import rows
from kb.site import cards, decisions
from kb.site.frame import Asked, Facts, Page, Parameter
from kb.site.remembered import once

_OF_EACH = 10
_OF_ONE = 100

KINDS = "SELECT kind, count(*) AS number FROM problems GROUP BY kind ORDER BY number DESC, kind"
PROBLEMS = """
SELECT p.id, p.kind, p.message, p.document_id, p.start, p."end", p.page, d.number, d.title, d.type,
  s.path
FROM problems p LEFT JOIN documents d ON d.id = p.document_id
LEFT JOIN sources s ON s.id = coalesce(p.source_id, d.source_id)
WHERE p.kind = ? ORDER BY p.rowid LIMIT ?"""
SUGGESTIONS = """
SELECT s.id, s.document_id, s.column, s.value, s.from_what, s.message, s.said_in, s.quote, s.start,
  s."end", s.page, d.number, d.title, d.type
FROM suggestions s JOIN documents d ON d.id = s.document_id ORDER BY s.document_id, s.id LIMIT ?"""
CITATIONS = """
SELECT c.id, c.document_id, c.state, c.relation, c.quote, c.start, c."end", c.page, c.candidates,
  c.type, d.number, d.title, d.type AS in_type
FROM citations c JOIN documents d ON d.id = c.document_id
WHERE c.state = ? ORDER BY c.rowid LIMIT ?"""
COUNTS = """
SELECT (SELECT count(*) FROM suggestions) AS suggestions,
  (SELECT count(*) FROM citations WHERE state = 'ambiguous') AS ambiguous,
  (SELECT count(*) FROM citations WHERE state = 'unresolved') AS unresolved"""


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    kinds = once(("work", "kinds"), lambda: rows(connection, KINDS))
    only = asked.one("kind")
    listed = _OF_ONE if only else _OF_EACH
    counts = once(("work", "counts"), lambda: rows(connection, COUNTS)[0])
    groups = [
        {**row, "problems": rows(connection, PROBLEMS, [row["kind"], listed])}
        for row in kinds
        if only in ("", row["kind"])
    ]
    return {
        "kind": only,
        "kinds": kinds,
        "counts": counts,
        "groups": groups,
        "suggestions": _decided(rows(connection, SUGGESTIONS, [listed]), "documents")
        if only in ("", "suggestions")
        else [],
        "citations": {
            state: _with_candidates(
                connection, _decided(rows(connection, CITATIONS, [state, listed]), "citations")
            )
            if only in ("", state)
            else []
            for state in ("ambiguous", "unresolved")
        },
    }


def _decided(found: list[Any], table: str) -> list[Any]:
    """The rows with what an editor decided about each, where somebody did."""
    for row in found:
        if table == "documents":
            cell = {"id": row["document_id"], row["column"]: None}
            row["decided"] = decisions.applied(table, [cell])[0].get("decided")
        else:
            row["decided"] = decisions.applied(table, [{"id": row["id"]}])[0].get("decided")
    return found


def _with_candidates(connection: sqlite3.Connection, citations: list[Any]) -> list[Any]:
    for citation in citations:
        ids = json.loads(citation["candidates"] or "[]")
        citation["candidates"] = cards.documents(connection, ids[:8])
    return citations


PAGE = Page(
    "work",
    "/work",
    "What a person should look at: problems, suggestions, and citations that are not clear.",
    read,
    (Parameter("kind", "Only one kind of problem, or suggestions, ambiguous, unresolved"),),
)
