"""``/work``: what a person should look at, grouped, each with what to decide."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from kb.questions import rows
from kb.resolve.indicators import known
from kb.site import cards, decisions
from kb.site.editable import EDITABLE, SETTLED, choices
from kb.site.frame import Asked, Facts, Page, Parameter
from kb.site.remembered import once

_OF_EACH = 10
_OF_ONE = 100
_CANDIDATES = 8

KINDS = "SELECT kind, count(*) AS number FROM problems GROUP BY kind ORDER BY number DESC, kind"
PROBLEMS = """
SELECT p.id, p.kind, p.message, p.document_id, p.start, p."end", p.page, d.number, d.title, d.type,
  d.issued_on, d.signer, s.path
FROM problems p LEFT JOIN documents d ON d.id = p.document_id
LEFT JOIN sources s ON s.id = coalesce(p.source_id, d.source_id)
WHERE p.kind = :kind AND coalesce(p.document_id, '') NOT IN (SELECT value FROM json_each(:settled))
  AND p.id NOT IN (SELECT value FROM json_each(:looked_at))
ORDER BY p.rowid LIMIT :limit"""
SUGGESTIONS = """
SELECT s.id, s.document_id, s."table", s.row_id, s.column, s.value, s.from_what, s.message, s.said_in, s.quote, s.start,
  s."end", s.page, d.number, d.title, d.type, coalesce(n.name, n.name_en) AS row_name
FROM suggestions s JOIN documents d ON d.id = s.document_id
LEFT JOIN indicators n ON s."table" = 'indicators' AND n.id = s.row_id
WHERE (s."table", s.row_id, s.column) NOT IN (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
  FROM json_each(:decided))
  AND s.id NOT IN (SELECT value FROM json_each(:looked_at))
ORDER BY s."table" <> 'documents', s.document_id, s.id LIMIT :limit"""
CITATIONS = """
SELECT c.id, c.document_id, c.state, c.relation, c.quote, c.start, c."end", c.page, c.candidates, c.reason,
  c.type, d.number, d.title, d.type AS in_type
FROM citations c JOIN documents d ON d.id = c.document_id
WHERE c.state = :state AND c.id NOT IN (SELECT value FROM json_each(:decided))
ORDER BY c.rowid LIMIT :limit"""
COUNTS = """
SELECT (SELECT count(*) FROM suggestions) AS suggestions,
  (SELECT count(*) FROM citations WHERE state = 'ambiguous') AS ambiguous,
  (SELECT count(*) FROM citations WHERE state = 'unresolved') AS unresolved"""
DECIDED_CITATIONS = """
SELECT state, count(*) AS number FROM citations
WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('ambiguous', 'unresolved') GROUP BY state"""
DECIDED_SUGGESTIONS = """
SELECT count(*) FROM suggestions s
WHERE (s."table", s.row_id, s.column) IN (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
  FROM json_each(?)) OR s.id IN (SELECT value FROM json_each(?))"""
SETTLED_PROBLEMS = """
SELECT count(*) FROM problems WHERE kind = ? AND (
  document_id IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?)))"""
LOOKED_AT = """
SELECT row_id FROM corrections WHERE "table" = ? AND "column" = 'settled' AND value = 'yes'"""
ASKS_FOR = {
    "no-number": "number",
    "no-date": "issued_on",
    "no-signer": "signer",
    "unknown-type": "type",
    "impossible-date": "issued_on",
    "unclear-number": "number",
}
"""Problems that a field of the document settles: once it is decided they are no more."""


def read(connection: sqlite3.Connection, asked: Asked) -> Facts:
    only = asked.one("kind")
    listed = asked.listed(_OF_ONE if only else _OF_EACH)
    kinds, counts = left(connection)
    return {
        "kind": only,
        "kinds": kinds,
        "counts": counts,
        "types": choices("type"),
        "groups": [
            {
                **row,
                "asks_for": ASKS_FOR.get(row["kind"]),
                "problems": _problems(connection, row["kind"], listed),
            }
            for row in kinds
            if only in ("", row["kind"])
        ],
        "suggestions": _suggestions(connection, listed) if only in ("", "suggestions") else [],
        "citations": {
            state: _citations(connection, state, listed) if only in ("", state) else []
            for state in ("ambiguous", "unresolved")
        },
    }


def left(connection: sqlite3.Connection) -> tuple[list[cards.Row], dict[str, int]]:
    """The kinds of problems with their number, and the numbers of suggestions and unclear citations,
    without what was decided since the build."""
    kinds = once(("work", "kinds"), lambda: rows(connection, KINDS))
    counts = dict(once(("work", "counts"), lambda: rows(connection, COUNTS)[0]))
    for row in rows(connection, DECIDED_CITATIONS, [_decided_citations()]):
        counts[row["state"]] -= row["number"]
    settled = [_decided_cells(), _looked_at(connection, "suggestions")]
    counts["suggestions"] -= connection.execute(DECIDED_SUGGESTIONS, settled).fetchone()[0]
    still = [
        {**row, "number": row["number"] - _settled_number(connection, row["kind"])} for row in kinds
    ]
    return [row for row in still if row["number"] > 0], counts


def _held(table: str, column: str) -> str:
    """The rows of which a column was decided and stands, as JSON."""
    holds = decisions.standing().holds
    return json.dumps(
        [id_ for (of, id_), cells in holds.items() if of == table and column in cells]
    )


def _decided_citations() -> str:
    return _held("citations", "cited_document_id")


def _decided_cells() -> str:
    holds = decisions.standing().holds
    return json.dumps([(*row, column) for row, cells in holds.items() for column in cells])


def _looked_at(connection: sqlite3.Connection, table: str) -> str:
    """The problems or suggestions of which somebody said that nothing is to be changed, as JSON."""
    now = decisions.standing()
    built = once(("work", "looked at", table), lambda: cards.ids_of(connection, LOOKED_AT, [table]))
    undone = {id_ for (of, id_), cells in now.undone.items() if of == table and SETTLED in cells}
    return json.dumps([*(set(built) - undone), *json.loads(_held(table, SETTLED))])


def _settled(kind: str) -> str:
    return _held("documents", ASKS_FOR[kind]) if kind in ASKS_FOR else "[]"


def _settled_number(connection: sqlite3.Connection, kind: str) -> int:
    values = [_settled(kind), _looked_at(connection, "problems")]
    if values == ["[]", "[]"]:
        return 0
    return int(connection.execute(SETTLED_PROBLEMS, [kind, *values]).fetchone()[0])


def _problems(connection: sqlite3.Connection, kind: str, limit: int) -> list[cards.Row]:
    looked_at = _looked_at(connection, "problems")
    values = {"kind": kind, "settled": _settled(kind), "looked_at": looked_at, "limit": limit}
    found = cards.with_documents(connection, rows(connection, PROBLEMS, values))
    for row in found:
        row["asked_about"] = row[ASKS_FOR[kind]] if kind in ASKS_FOR else None
    return found


def _suggestions(connection: sqlite3.Connection, limit: int) -> list[cards.Row]:
    looked_at = _looked_at(connection, "suggestions")
    values = {"decided": _decided_cells(), "looked_at": looked_at, "limit": limit}
    found = rows(connection, SUGGESTIONS, values)
    for row in found:
        likely = known().get(row["value"]) if row["table"] == "indicators" else None
        if likely:
            row["likely"], row["likely_en"] = likely.names_vi[0], likely.names_en[0]
        row["decidable"] = row["column"] in EDITABLE.get(row["table"] or "", ())
    return found


def _citations(connection: sqlite3.Connection, state: str, limit: int) -> list[cards.Row]:
    values = {"state": state, "decided": _decided_citations(), "limit": limit}
    return _with_candidates(connection, rows(connection, CITATIONS, values))


def _with_candidates(connection: sqlite3.Connection, citations: list[Any]) -> list[Any]:
    ids = {row["id"]: json.loads(row["candidates"] or "[]")[:_CANDIDATES] for row in citations}
    every = sorted({id_ for some in ids.values() for id_ in some})
    known = {document["id"]: document for document in cards.documents(connection, every)}
    for citation in citations:
        citation["candidates"] = [known[id_] for id_ in ids[citation["id"]] if id_ in known]
    return citations


PAGE = Page(
    "work",
    "/work",
    "What a person should look at: problems, suggestions, and citations that are not clear.",
    read,
    (Parameter("kind", "Only one kind of problem, or suggestions, ambiguous, unresolved"),),
)
