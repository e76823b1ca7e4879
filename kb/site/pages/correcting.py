"""``/correct?table=&id=``: one row as it was read, with its words, and a form for what may be corrected.

Sending it records what was changed, each cell with the one reason given; who corrected what before is
listed below, and each can be undone.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from kb import corrections
from kb.questions import rows
from kb.site import cards, decisions, editable, roles
from kb.site.editable import EDITABLE
from kb.site.frame import Facts, decisions_of, read, render
from kb.site.pages.deciding import back_to, editor_of, filled_in, settled

if TYPE_CHECKING:
    from datasette.app import Datasette

_ROWS = {
    "documents": """
SELECT d.*, d.id AS document_id, NULL AS quote, NULL AS start, NULL AS "end", NULL AS page
FROM documents d WHERE d.id = ?""",
    "citations": "SELECT * FROM citations WHERE id = ?",
    "tasks": "SELECT * FROM tasks WHERE id = ?",
    "task_agencies": """
SELECT ta.id, ta.role, ta.agency_id, ta.task_id, ta.name_as_written AS quote, t.document_id, ta.start,
  ta."end", ta.page
FROM task_agencies ta JOIN tasks t ON t.id = ta.task_id WHERE ta.id = ?""",
    "targets": "SELECT * FROM targets WHERE id = ?",
    "indicators": """
SELECT i.id, i.name, i.name_en, i.same_as, t.document_id, t.quote, t.start, t."end", t.page
FROM indicators i LEFT JOIN targets t ON t.id = (
  SELECT min(id) FROM targets WHERE indicator_key = i.id) WHERE i.id = ?""",
}
_BODIES = """
SELECT ta.id, ta.role, ta.agency_id, coalesce(a.name, ta.name_as_written) AS name, a.name_en
FROM task_agencies ta LEFT JOIN agencies a ON a.id = ta.agency_id
WHERE ta.task_id = ? ORDER BY ta.start, ta.id"""
_SUGGESTED = """
SELECT value FROM suggestions WHERE "table" = ? AND row_id = ? AND "column" = ?"""
_NAMED = {
    "documents": "SELECT id, coalesce(number, title) AS name, type FROM documents WHERE id = ?",
    "agencies": "SELECT id, name, name_en FROM agencies WHERE id = ?",
    "indicators": "SELECT id, name, name_en FROM indicators WHERE id = ?",
}
_PICKED = {"documents": "document", "agencies": "agency", "indicators": "indicator"}


def facts_of(connection: sqlite3.Connection, table: str, row_id: str) -> Facts | None:
    """A row as decided, what of it may be corrected, and the document that it is from."""
    sql = _ROWS.get(table)
    found = rows(connection, sql, [row_id]) if sql else []
    if not found:
        return None
    if table == "tasks":
        cards.with_progress(connection, found)
    row = decisions.applied(table, found)[0]
    bodies = rows(connection, _BODIES, [row_id]) if table == "tasks" else []
    documents = cards.documents(connection, [row["document_id"] or ""])
    return {
        "table": table,
        "row": row,
        "document": documents[0] if documents else None,
        "cells": [_cell(connection, table, row, column) for column in EDITABLE[table]],
        "bodies": decisions.applied("task_agencies", bodies),
    }


def _cell(connection: sqlite3.Connection, table: str, row: cards.Row, column: str) -> Facts:
    """How a column is asked for: its value, its codes, or whom it may name."""
    value = row.get(column)
    other = editable.REFERS.get(column)
    candidates: list[cards.Row] = []
    if other:
        ids = [*json.loads(row.get("candidates") or "[]"), value]
        ids += cards.ids_of(connection, _SUGGESTED, [table, row["id"], column])
        candidates = [
            named
            for id_ in dict.fromkeys(filter(None, ids))
            for named in rows(connection, _NAMED[other], [id_])
        ]
    return {
        "column": column,
        "value": editable.as_text(value),
        "choices": editable.choices(column),
        "day": column in corrections.DATES,
        "picks": _PICKED.get(other or ""),
        "candidates": candidates,
        "now": next((one for one in candidates if one["id"] == value), None),
    }


async def correct(datasette: Datasette, request: Request) -> Response:
    if request.method == "POST":
        return await _record(datasette, request)
    if not roles.is_editor(datasette, request.actor):
        raise Forbidden("Only editors correct")
    table, row_id = request.args.get("table") or "", request.args.get("id") or ""
    facts = await read(datasette, request, lambda connection: facts_of(connection, table, row_id))
    if facts is None:
        raise NotFound("There is no such row")
    before = [
        (one, was)
        for one, was in decisions.with_before(decisions_of(datasette).all())
        if (one.table, one.row_id) == (table, row_id)
    ]
    context = {
        "page_name": "correct",
        **facts,
        "before": before,
        "back": back_to(datasette, {"next": request.args.get("next") or ""}),
    }
    return await render(datasette, request, "correct", context)


async def _record(datasette: Datasette, request: Request) -> Response:
    """Record each cell that the form changed; none where one of them is refused."""
    by = await editor_of(datasette, request)
    form = await filled_in(request)
    table = form.get("table", "")
    changed = [
        column
        for column in EDITABLE.get(table, ())
        if column in form and form[column] != form.get(f"shown-{column}", "")
    ]
    return await settled(datasette, request, form, by, changed)


ROUTES = [(r"^/correct$", correct)]
