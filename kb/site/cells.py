"""Cells of Datasette's own tables that lead somewhere: a quote to its place in the text, a document to
its page; and what editors decided since the build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from kb.site.editable import EDITABLE, as_text
from kb.site.frame import decisions_of
from kb.site.links import Links
from kb.site.live import LiveDatabase

if TYPE_CHECKING:
    from datasette.app import Datasette

DOCUMENT_COLUMNS = frozenset({
    "document_id", "cited_document_id", "citing_id", "cited_id", "via", "changed_by_id",
    "changed_document_id",
})  # fmt: skip
"""Columns, of tables and questions, that hold a document's id."""

JSON_LISTS = frozenset(
    {"lead", "responsible", "coordinating", "told", "owners", "recipients", "addressees"}
)

_LEADING = DOCUMENT_COLUMNS | JSON_LISTS | {"evidence", "other_evidence", "quote", "title"}


def render_cell(
    value: Any, row: Any, column: str, table: str | None, database: str, datasette: Datasette
) -> Any:
    """Cells that lead somewhere: a quote to its place in the text, a document to its page. Asked for
    each cell of a page, a thousand times: most are of no column that leads anywhere, or is decided."""
    decidable = table is not None and column in EDITABLE.get(table, ())
    if not (decidable or column in _LEADING):
        return None
    if not isinstance(datasette.databases.get(database), LiveDatabase):
        return None
    by_hand = _by_hand(value, row, column, str(table), datasette) if decidable else None
    if by_hand is not None or column not in _LEADING:
        return by_hand
    if isinstance(value, dict):  # a foreign key that Datasette has looked the label up for
        if column not in DOCUMENT_COLUMNS or value.get("value") is None:
            return None
        return _link(
            Links(datasette).document(value["value"]), value.get("label") or value["value"]
        )
    if value in ("", None):
        return None
    if column in JSON_LISTS and isinstance(value, str) and value.startswith("["):
        return _list(value)
    if column in DOCUMENT_COLUMNS:
        return _link(Links(datasette).document(str(value)), value)
    if column in ("evidence", "other_evidence") and str(value).startswith("/doc/"):
        return _link(datasette.urls.path(str(value)), "xem · see")
    return _evidence(value, row, column, table, datasette)


def _by_hand(value: Any, row: Any, column: str, table: str, datasette: Datasette) -> Markup | None:
    """What an editor decided about a cell since the build, beside what the build has."""
    holds = decisions_of(datasette).standing().holds
    if not holds or "id" not in set(row.keys()):
        return None
    one = holds.get((table, str(row["id"])), {}).get(column)
    read = as_text(value["value"] if isinstance(value, dict) else value)
    if one is None or one.value == read:
        return None
    return Markup('<del>{}</del> <ins>{}</ins> <a href="{}">sửa tay · by hand</a>').format(
        read, one.value or "–", datasette.urls.path("/decisions")
    )


def _evidence(value: Any, row: Any, column: str, table: str | None, datasette: Datasette) -> Any:
    if table == "documents" and column == "title":
        return _link(Links(datasette).document(row["id"]), value)
    if column == "quote" and {"document_id", "start", "end"} <= set(row.keys()):
        document_id = row["document_id"]
        if isinstance(document_id, dict):
            document_id = document_id["value"]
        if document_id and row["start"] is not None:
            return _link(Links(datasette).document(document_id, row["start"], row["end"]), value)
    return None


def _link(path: str, words: Any) -> Markup:
    # As a plain string: Datasette's looks at each of its methods.
    return Markup(f'<a href="{escape(str(path))}">{escape(words)}</a>')


def _list(value: str) -> Markup | None:
    try:
        items = json.loads(value)
    except ValueError:
        return None
    if not isinstance(items, list):
        return None
    return Markup("; ").join(escape(item) for item in items) or Markup("&nbsp;")
