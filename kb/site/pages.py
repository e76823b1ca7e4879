"""Pages of our own: a document's text with the words of a fact lit, and links that lead there.

``/doc/<id>?at=<start>-<end>#lit`` shows the stored text with the characters from start to end
marked. ``/doc/<alias>`` leads on to the document. ``/doc/<id>.json`` is what ``kb show --json``
prints. Everything is rendered on the server and works without JavaScript.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from datasette.utils import tilde_encode
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup, escape

from kb.questions import find_aliased, rows, show
from kb.site.live import LiveDatabase, live_databases

if TYPE_CHECKING:
    from datasette.app import Datasette

AROUND = 20_000
"""Characters of a long text that are shown on either side of the lit words."""

LONG = 200_000
"""A text of more characters is shown in pieces."""

_AT = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on the page: plain, lit, or the beginning of page ``page``."""

    text: str
    lit: bool = False
    page: int | None = None


def document_path(
    datasette: Datasette, document_id: str, start: int | None = None, end: int | None = None
) -> str:
    """The address of a document's page, at the words from ``start`` to ``end`` if given."""
    path = f"/doc/{quote(document_id, safe='')}"
    if start is not None and end is not None:
        path += f"?at={start}-{end}#lit"
    return datasette.urls.path(path)


def pieces(
    text: str, pages: list[tuple[int, int]], lit: tuple[int, int] | None, shown: tuple[int, int]
) -> list[Piece]:
    """``text`` from ``shown[0]`` to ``shown[1]``, cut where a page begins and around ``lit``.

    ``pages`` are (number, start). The pieces' texts, joined, are exactly that part of ``text``.
    """
    begins = {start: number for number, start in pages}
    cuts = {*shown, *begins, *(lit or ())}
    inside = sorted(cut for cut in cuts if shown[0] <= cut <= shown[1])
    return [
        Piece(text[a:b], bool(lit and lit[0] <= a and b <= lit[1]), begins.get(a))
        for a, b in pairwise(inside)
    ]


def window(length: int, lit: tuple[int, int] | None, start: int) -> tuple[int, int]:
    """Which characters of a text of ``length`` to show: all, or those around the lit words, or
    those from ``start``."""
    if length <= LONG:
        return 0, length
    if lit:
        return max(0, lit[0] - AROUND), min(length, lit[1] + AROUND)
    start = min(start, max(length - 1, 0))
    return start, min(length, start + 2 * AROUND)


def _lit_words(words: str, length: int) -> tuple[int, int] | None:
    """``"10-25"`` as offsets into a text of ``length``; ``None`` where they are not."""
    found = _AT.fullmatch(words)
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if start < end <= length else None


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the database has of one document: its row, its text, where its pages begin."""

    document: dict[str, Any]
    text: str
    pages: list[tuple[int, int]]


def _load(connection: sqlite3.Connection, document_id: str) -> _Stored | None:
    found = rows(connection, "SELECT * FROM documents WHERE id = ?", [document_id])
    if not found:
        return None
    texts = rows(connection, "SELECT text FROM document_texts WHERE document_id = ?", [document_id])
    pages = rows(
        connection,
        "SELECT number, start FROM document_pages WHERE document_id = ? ORDER BY start",
        [document_id],
    )
    return _Stored(
        found[0],
        (texts[0]["text"] or "") if texts else "",
        [(page["number"], page["start"]) for page in pages],
    )


async def _database(datasette: Datasette, request: Request) -> LiveDatabase:
    databases = live_databases(datasette)
    if not databases:
        raise NotFound("No knowledge base is served here")
    await datasette.ensure_permissions(
        request.actor, [("view-database", databases[0].name), "view-instance"]
    )
    return databases[0]


async def document_page(datasette: Datasette, request: Request) -> Response:
    """``/doc/<id>``: the document; an alias leads on to it; 404 where neither is known."""
    database = await _database(datasette, request)
    document_id = request.url_vars["id"]
    stored = await database.execute_fn(lambda connection: _load(connection, document_id))
    if stored is None:
        return await _lead_on(datasette, database, request, document_id, "")
    lit = _lit_words(request.args.get("at") or "", len(stored.text))
    first = request.args.get("from") or "0"
    shown = window(len(stored.text), lit, int(first) if first.isdecimal() else 0)
    html = await datasette.render_template(
        "kb_document.html",
        {
            "document": stored.document,
            "pieces": pieces(stored.text, stored.pages, lit, shown),
            "shown": shown,
            "length": len(stored.text),
            "piece_size": 2 * AROUND,
            "page_path": document_path(datasette, document_id),
            "json_path": datasette.urls.path(f"/doc/{quote(document_id, safe='')}.json"),
            "row_path": datasette.urls.row(database.name, "documents", tilde_encode(document_id)),
            "trace_path": datasette.urls.path(
                f"/{database.name}/trace?{urlencode({'document': document_id})}"
            ),
        },
        request=request,
    )
    return Response.html(html)


async def document_json(datasette: Datasette, request: Request) -> Response:
    """``/doc/<id>.json``: all that is known of the document, as ``kb show --json`` prints it."""
    database = await _database(datasette, request)
    document_id = request.url_vars["id"]

    def known(connection: sqlite3.Connection) -> dict[str, Any] | None:
        return show(connection, document_id) if _load(connection, document_id) else None

    answer = await database.execute_fn(known)
    if answer is None:
        return await _lead_on(datasette, database, request, document_id, ".json")
    body = json.dumps(answer, ensure_ascii=False, indent=2)
    return Response(body, content_type="application/json; charset=utf-8")


async def _lead_on(
    datasette: Datasette, database: LiveDatabase, request: Request, alias: str, suffix: str
) -> Response:
    document_id = await database.execute_fn(lambda connection: find_aliased(connection, alias))
    if document_id is None:
        raise NotFound(f"Không có văn bản này · No document has this address: {alias}")
    path = datasette.urls.path(f"/doc/{quote(document_id, safe='')}{suffix}")
    query = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(path + query)


DOCUMENT_COLUMNS = frozenset({
    "document_id", "cited_document_id", "citing_id", "cited_id", "via", "changed_by_id",
    "changed_document_id",
})  # fmt: skip
"""Columns, of tables and questions, that hold a document's id."""

JSON_LISTS = frozenset({"lead", "responsible", "coordinating", "told", "recipients"})


def render_cell(
    value: Any, row: Any, column: str, table: str | None, database: str, datasette: Datasette
) -> Any:
    """Cells that lead somewhere: a quote to its place in the text, a document to its page."""
    if not isinstance(datasette.databases.get(database), LiveDatabase):
        return None
    if isinstance(value, dict):  # a foreign key that Datasette has looked the label up for
        if column not in DOCUMENT_COLUMNS or value.get("value") is None:
            return None
        return _link(document_path(datasette, value["value"]), value.get("label") or value["value"])
    if value in ("", None):
        return None
    if column in JSON_LISTS and isinstance(value, str) and value.startswith("["):
        return _list(value)
    if column in DOCUMENT_COLUMNS:
        return _link(document_path(datasette, str(value)), value)
    if column == "evidence" and str(value).startswith("/doc/"):
        return _link(datasette.urls.path(str(value)), "xem · see")
    return _evidence(value, row, column, table, datasette)


def _evidence(value: Any, row: Any, column: str, table: str | None, datasette: Datasette) -> Any:
    keys = row.keys()
    if table == "documents" and column == "title":
        return _link(document_path(datasette, row["id"]), value)
    if column == "quote" and {"document_id", "start", "end"} <= set(keys):
        document_id = row["document_id"]
        if isinstance(document_id, dict):
            document_id = document_id["value"]
        if document_id and row["start"] is not None:
            return _link(document_path(datasette, document_id, row["start"], row["end"]), value)
    return None


def _link(path: str, words: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(path, words)


def _list(value: str) -> Markup | None:
    try:
        items = json.loads(value)
    except ValueError:
        return None
    if not isinstance(items, list):
        return None
    return Markup("; ").join(escape(item) for item in items) or Markup("&nbsp;")


async def stylesheet() -> Response:
    """``/-/kb.css``: what the tables and the document page look like."""
    style = files("kb.site").joinpath("static", "kb.css").read_text(encoding="utf-8")
    headers = {"cache-control": "max-age=3600"}
    return Response(style, headers=headers, content_type="text/css; charset=utf-8")


ROUTES = [
    (r"^/-/kb\.css$", stylesheet),
    (r"^/doc/(?P<id>[^/]+)\.json$", document_json),
    (r"^/doc/(?P<id>[^/]+?)$", document_page),
]
