"""``/doc/<id>/page/<n>``: the picture of a printed page, with a box around the words of a fact.

``.png`` is the page as PDFium draws it, ``.svg`` the box (``?at=<start>-<end>``) to be laid over it.
Both are asked for by the page, so text is never kept waiting for a picture.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound, Request, Response

from kb.questions import rows
from kb.site import pictures
from kb.site.frame import Asked, Elsewhere, Facts, Page, Parameter, knowledge_base, read
from kb.site.pages.document import lead_on, lit_words

if TYPE_CHECKING:
    from datasette.app import Datasette

DOCUMENT = """
SELECT d.id, d.number, d.title, d.type, d.language, d.status, s.path, s.sha256, s.media_type,
  s.extractor_version, coalesce(s.pages, 0) AS pages
FROM documents d LEFT JOIN sources s ON s.id = d.source_id WHERE d.id = ?"""
TEXT = "SELECT text FROM document_texts WHERE document_id = ?"

_KEPT = {"cache-control": "private, max-age=86400"}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
    'preserveAspectRatio="none">{boxes}</svg>'
)
_BOX = (
    '<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="2" fill="#ffd84d" '
    'fill-opacity="0.38" stroke="#a85f00" stroke-width="1.4"/>'
)
_NO_BOX = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
_MARGIN = 1.5


def read_page(connection: sqlite3.Connection, asked: Asked) -> Facts | Elsewhere | None:
    found = rows(connection, DOCUMENT, [asked.parts["id"]])
    if not found:
        return lead_on(connection, asked.parts["id"])
    document = found[0]
    number = asked.parts["number"]
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= document["pages"]):
        return None
    texts = rows(connection, TEXT, [document["id"]])
    text = (texts[0]["text"] or "") if texts else ""
    lit = lit_words(asked.one("at"), len(text))
    return {
        "document": document,
        "page": int(number),
        "pages": document["pages"],
        "lit": lit,
        "quoted": text[lit[0] : lit[1]] if lit else "",
        "drawable": document["media_type"] in pictures.DRAWABLE,
    }


PAGE = Page(
    "sheet",
    "/doc/{id}/page/{number}",
    "The picture of a page of a PDF file or a scan, with a box around the words of a fact.",
    read_page,
    (Parameter("at", "Box these characters of the document's text, e.g. 120-180"),),
)


async def png(datasette: Datasette, request: Request) -> Response:
    source, _ = await _source(datasette, request)
    picture = await _drawn(partial(pictures.png, source, _number(request)))
    return Response(picture, content_type="image/png", headers=_KEPT)


async def svg(datasette: Datasette, request: Request) -> Response:
    source, text = await _source(datasette, request)
    lit = lit_words(request.args.get("at") or "", len(text))
    if lit is None:
        return Response(_NO_BOX, content_type="image/svg+xml", headers=_KEPT)
    sheet = await _drawn(partial(pictures.sheet, source, _number(request), text, *lit))
    boxes = "".join(
        _BOX.format(
            x=x0 - _MARGIN, y=y0 - _MARGIN, w=x1 - x0 + 2 * _MARGIN, h=y1 - y0 + 2 * _MARGIN
        )
        for x0, y0, x1, y1 in sheet.boxes
    )
    body = _SVG.format(width=sheet.width, height=sheet.height, boxes=boxes)
    return Response(body, content_type="image/svg+xml", headers=_KEPT)


async def _drawn(work: Callable[[], Any]) -> Any:
    try:
        return await asyncio.wrap_future(pictures.in_background(work))
    except pictures.NoPictureError as error:
        raise NotFound(f"There is no picture: {error}") from error


async def _source(datasette: Datasette, request: Request) -> tuple[pictures.Source, str]:
    """The file of the document asked for, and the text that was read from it."""

    def known(connection: sqlite3.Connection) -> tuple[dict[str, Any], str] | None:
        found = rows(connection, DOCUMENT, [request.url_vars["id"]])
        if not found or found[0]["media_type"] not in pictures.DRAWABLE:
            return None
        texts = rows(connection, TEXT, [request.url_vars["id"]])
        return found[0], (texts[0]["text"] or "") if texts else ""

    found = await read(datasette, request, known)
    if found is None:
        raise NotFound("There is no picture: the document has no file with pages")
    document, text = found
    home = Path((await knowledge_base(datasette, request)).path or ".").parent
    source = pictures.Source(
        home / document["path"], document["sha256"], document["extractor_version"] or ""
    )
    return source, text


def _number(request: Request) -> int:
    return int(request.url_vars["number"])


ROUTES = [
    (r"^/doc/(?P<id>[^/]+)/page/(?P<number>[0-9]{1,5})\.png$", png),
    (r"^/doc/(?P<id>[^/]+)/page/(?P<number>[0-9]{1,5})\.svg$", svg),
]
