"""What a document was read from, to take along: ``/doc/<id>/file``, the file itself, and ``/doc/<id>.txt``,
the stored text into which all offsets count.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Request, Response

from extract.folding import slug
from kb.questions import rows
from kb.site import pictures
from kb.site.frame import knowledge_base, read

if TYPE_CHECKING:
    from datasette.app import Datasette

FILE = """
SELECT s.path, s.sha256, s.media_type, s.extractor_version
FROM documents d JOIN sources s ON s.id = d.source_id WHERE d.id = ?"""
TEXT = "SELECT text FROM document_texts WHERE document_id = ?"


async def original(datasette: Datasette, request: Request) -> Response:
    """The file, as long as it is the one that was read."""

    def known(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        return rows(connection, FILE, [request.url_vars["id"]])

    found = await read(datasette, request, known)
    if not found:
        raise NotFound("The document has no file")
    home = Path((await knowledge_base(datasette, request)).path or ".").parent
    row = found[0]
    source = pictures.Source(home / row["path"], row["sha256"], row["extractor_version"] or "")
    try:
        content = await asyncio.to_thread(pictures.content, source)
    except pictures.NoPictureError as error:
        raise NotFound(f"The file cannot be given: {error}") from error
    answer = Response("", headers=_attached(row["path"]), content_type="application/octet-stream")
    answer.body = content
    return answer


async def text(datasette: Datasette, request: Request) -> Response:
    """The stored text."""

    def known(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        return rows(connection, TEXT, [request.url_vars["id"]])

    found = await read(datasette, request, known)
    if not found:
        raise NotFound("The document has no text")
    headers = _attached(f"{request.url_vars['id']}.txt")
    return Response(found[0]["text"], headers=headers, content_type="text/plain; charset=utf-8")


def _attached(path: str) -> dict[str, str]:
    """Headers that make a browser keep a file under its name, and never run what is in it."""
    name = PurePath(path.replace("\\", "/")).name
    plain = f"{slug(PurePath(name).stem) or 'document'}{PurePath(name).suffix}"
    plain = plain.encode("ascii", "ignore").decode().replace('"', "")
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
    }


ROUTES = [
    (r"^/doc/(?P<id>[^/]+)/file$", original),
    (r"^/doc/(?P<id>[^/]+)\.txt$", text),
]
