"""``/decide`` and ``/undo``: what an editor decides, by a form; ``/decisions``: everything decided.

A form is taken only from this site's own pages: it carries the token that Datasette checks against the
cookie, and the browser says that it comes from here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from kb.site import decisions, editable, roles
from kb.site.editable import RefusedError
from kb.site.frame import decisions_of, read, render

if TYPE_CHECKING:
    from datasette.app import Datasette

_LISTED = 200


async def editor_of(datasette: Datasette, request: Request) -> str:
    """The name of the editor who sends a form of this site; ``Forbidden`` for anybody else."""
    if not roles.is_editor(datasette, request.actor):
        raise Forbidden("Only editors decide")
    if request.method != "POST":
        raise Forbidden("Decisions are sent by a form")
    # Where there is no cookie Datasette does not look for the token; a page of ours has set one.
    from_here = request.headers.get("sec-fetch-site") in (None, "same-origin")
    if "ds_csrftoken" not in request.cookies or not from_here:
        raise Forbidden("The form was not sent from this site")
    return roles.name_of(request.actor)


async def decide(datasette: Datasette, request: Request) -> Response:
    by = await editor_of(datasette, request)
    form = await request.post_vars()
    table, row_id, column, value, why = (
        (form.get(name) or "").strip() for name in ("table", "row_id", "column", "value", "why")
    )
    kept = decisions_of(datasette)

    def take(connection: sqlite3.Connection) -> None:
        meant, was = editable.checked(connection, table, row_id, column, value)
        kept.record(table, row_id, column, meant, was=was, by=by, why=why)

    return await settled(datasette, request, form, take)


async def settled(
    datasette: Datasette, request: Request, form: Any, take: Callable[[sqlite3.Connection], None]
) -> Response:
    """The answer to a form whose decisions ``take`` takes: back to its page, or why they are refused."""
    try:
        await read(datasette, request, take)
    except RefusedError as error:
        return await refused(datasette, request, error, form)
    return Response.redirect(back_to(datasette, form), status=303)


async def undo(datasette: Datasette, request: Request) -> Response:
    by = await editor_of(datasette, request)
    form = await request.post_vars()
    number = form.get("id") or ""
    try:
        decisions_of(datasette).undo(int(number) if number.isdecimal() else 0, by)
    except RefusedError as error:
        return await refused(datasette, request, error, form)
    return Response.redirect(back_to(datasette, form), status=303)


async def refused(
    datasette: Datasette, request: Request, error: RefusedError, form: Any
) -> Response:
    """The page that says why a decision was not taken."""
    context = {"page_name": "refused", "refused": str(error), "back": back_to(datasette, form)}
    return await render(datasette, request, "refused", context, status=400)


def back_to(datasette: Datasette, form: Any) -> str:
    """The page of this site that the form came from; never another site."""
    path = form.get("next") or ""
    parts = urlsplit(path)
    own = path.startswith("/") and not path.startswith(("//", "/\\"))
    if own and not parts.scheme and not parts.netloc and "\n" not in path and "\r" not in path:
        return path
    return datasette.urls.path("/decisions")


async def listed(datasette: Datasette, request: Request) -> Response:
    """Everything that was decided, the newest first."""
    await read(datasette, request, lambda _: None)  # whoever may read may see who changed what
    found = list(reversed(decisions_of(datasette).all()))
    context = {
        "page_name": "decisions",
        "number": len(found),
        "decisions": found[:_LISTED],
    }
    return await render(datasette, request, "decisions", context)


async def exported(datasette: Datasette, request: Request) -> Response:
    """``corrections.csv`` and ``progress.csv`` as they stand."""
    await read(datasette, request, lambda _: None)
    make = {"corrections": decisions.corrections_csv, "progress": decisions.progress_csv}
    name = request.url_vars["name"]
    if name not in make:
        raise NotFound("There is no such file")
    body = make[name](decisions_of(datasette).in_force())
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(body, headers=headers, content_type="text/csv; charset=utf-8")


ROUTES = [
    (r"^/decide$", decide),
    (r"^/undo$", undo),
    (r"^/decisions$", listed),
    (r"^/decisions/(?P<name>[a-z]+)\.csv$", exported),
]
