"""``/decide``, ``/undo`` and ``/redo``: what an editor decides, by a form; ``/decisions``:
everything decided, and the same as JSON.

A form is taken only from this site's own pages: it carries the token that Datasette checks against the
cookie, and the browser says that it comes from here.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from kb.site import cards, decisions, editable, roles
from kb.site.decisions import Standing, Wanted
from kb.site.editable import RefusedError
from kb.site.frame import as_json, decisions_of, read, render

if TYPE_CHECKING:
    from datasette.app import Datasette

_LISTED = 200

Form = dict[str, str]


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


async def filled_in(request: Request) -> Form:
    """What a form holds, each field as it is kept. Not text in UTF-8: ``RefusedError``'s page."""
    found: Form = {name: value or "" for name, value in (await request.post_vars()).items()}
    return {
        name: value if name == "csrftoken" else editable.plain(value)
        for name, value in found.items()
    }


async def decide(datasette: Datasette, request: Request) -> Response:
    by = await editor_of(datasette, request)
    form = await filled_in(request)
    column = form.get("column", "")
    form = {**form, column: form.get("value", ""), f"shown-{column}": form.get("shown", "")}
    return await settled(datasette, request, form, by, [column])


async def settled(
    datasette: Datasette, request: Request, form: Form, by: str, columns: list[str]
) -> Response:
    """The answer to a form that decides these columns of a row: back to its page, or why it is refused."""
    why = form.get("why", "")
    kept = decisions_of(datasette)

    def take(connection: sqlite3.Connection) -> None:
        if len(why) > editable.LONGEST:
            raise RefusedError("too_long")
        wanted = [_wanted(connection, form, column) for column in columns]
        kept.record([one for one in wanted if one], by=by, why=why)

    try:
        await read(datasette, request, take)
    except RefusedError as error:
        return await refused(datasette, request, error, form)
    return Response.redirect(back_to(datasette, form), status=303)


def _wanted(connection: sqlite3.Connection, form: Form, column: str) -> Wanted | None:
    """The decision that a form asks for; nothing where it stands already. ``RefusedError`` where the
    cell no longer holds what the form showed: its editor has not seen what somebody else decided."""
    table, row_id = form.get("table", ""), form.get("row_id", "")
    now = decisions.standing()
    value, read_there = editable.checked(connection, table, row_id, column, form[column])
    holds = now.holds.get((table, row_id), {}).get(column)
    if holds and holds.value == value:
        return None
    undone = now.undone.get((table, row_id), {}).get(column)
    if column == editable.SETTLED:
        return Wanted((table, row_id, column), value, read_there, now.last((table, row_id, column)))
    was = read_first(connection, now, (table, row_id, column), read_there)
    shown = holds.value if holds else undone.was if undone else read_there
    if column == editable.PROGRESS:
        (task,) = cards.with_progress(connection, decisions.applied("tasks", [{"id": row_id}]))
        shown = task.get(column) or ""
    if shown != form.get(f"shown-{column}", ""):
        raise RefusedError("changed_meanwhile")
    return Wanted((table, row_id, column), value, was, now.last((table, row_id, column)))


_CARRIED = """
SELECT coalesce(value, ''), by, "on", coalesce(was, '') FROM corrections
WHERE "table" = ? AND row_id = ? AND "column" = ?"""


def read_first(
    connection: sqlite3.Connection, now: Standing, cell: tuple[str, str, str], read_there: str
) -> str:
    """What was read in a cell before any decision: the build may carry one."""
    found = connection.execute(_CARRIED, cell).fetchone()
    ours = {(one.value, one.by, one.day) for one in now.every if one.cell == cell}
    return str(found[3]) if found and tuple(found[:3]) in ours else read_there


async def undo(datasette: Datasette, request: Request) -> Response:
    by = await editor_of(datasette, request)
    form = await filled_in(request)
    try:
        decisions_of(datasette).undo(_number(form), by)
    except RefusedError as error:
        return await refused(datasette, request, error, form)
    return Response.redirect(back_to(datasette, form), status=303)


async def redo(datasette: Datasette, request: Request) -> Response:
    """Take a decision anew that was undone: it is a decision of its own."""
    by = await editor_of(datasette, request)
    form = await filled_in(request)
    one = decisions_of(datasette).number(_number(form))

    def take(connection: sqlite3.Connection) -> None:
        if one is None or one.undone_at is None:
            raise RefusedError("nothing_to_undo")
        value, _ = editable.checked(connection, *one.cell, one.value)
        known = decisions.standing().last(one.cell)
        decisions_of(datasette).record(
            [Wanted(one.cell, value, one.was, known)], by=by, why=one.why
        )

    try:
        await read(datasette, request, take)
    except RefusedError as error:
        return await refused(datasette, request, error, form)
    return Response.redirect(back_to(datasette, form), status=303)


def _number(form: Form) -> int:
    number = form.get("id", "")
    return int(number) if re.fullmatch("[0-9]{1,15}", number) else 0


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
    kept = decisions_of(datasette)
    stand = {one.id for one in kept.standing().held()}
    found = decisions.with_before(kept.all())[::-1]
    context = {
        "page_name": "decisions",
        "number": len(found),
        "decisions": found[:_LISTED],
        "stand": stand,
        "as_data": datasette.urls.path("/decisions.json"),
    }
    return await render(datasette, request, "decisions", context)


async def listed_as_data(datasette: Datasette, request: Request) -> Response:
    """The same for programs: all of it."""
    await read(datasette, request, lambda _: None)
    kept = decisions_of(datasette)
    stand = {one.id for one in kept.standing().held()}
    found = [
        {**asdict(one), "was": was, "stands": one.id in stand}
        for one, was in decisions.with_before(kept.all())[::-1]
    ]
    return as_json({"number": len(found), "decisions": found})


async def exported(datasette: Datasette, request: Request) -> Response:
    """``corrections.csv`` and ``progress.csv`` as they stand."""
    await read(datasette, request, lambda _: None)
    make = {"corrections": decisions.corrections_csv, "progress": decisions.progress_csv}
    name = request.url_vars["name"]
    if name not in make:
        raise NotFound("There is no such file")
    body = "\ufeff" + make[name](decisions_of(datasette).in_force())
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(body, headers=headers, content_type="text/csv; charset=utf-8")


ROUTES = [
    (r"^/decide$", decide),
    (r"^/undo$", undo),
    (r"^/redo$", redo),
    (r"^/decisions$", listed),
    (r"^/decisions\.json$", listed_as_data),
    (r"^/decisions/(?P<name>[a-z]+)\.csv$", exported),
]
