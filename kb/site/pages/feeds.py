"""What other programs subscribe to: calendars of deadlines, and a feed of what is new.

``/agency/<id>.ics``, ``/tasks.ics`` and ``/search.ics``, with the filters of their pages, are calendars
(RFC 5545, all-day events, the same UID at every build); ``/new.atom`` is a feed of new documents and
changed deadlines (RFC 4287).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Request, Response
from lxml import etree

from kb.export import calendars
from kb.export.workbook import printable
from kb.questions import rows
from kb.site import cards
from kb.site.frame import Asked, asked_by, read
from kb.site.links import Links
from kb.site.pages import agency, home, search, tasks
from kb.site.touched import touched_tasks
from kb.site.wording import Wording

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST = 1_000
_NEWEST = 50
_ATOM = "http://www.w3.org/2005/Atom"
_TAG = "tag:chi-thi-kb,2024:"
"""Where entries' ids begin (RFC 4151): the same under whatever name the site is reached."""

CHANGED = "SELECT max(read_on) FROM sources"
ADDED = """
SELECT d.id FROM build_changes b JOIN documents d ON d.id = b.document_id
WHERE b.kind = 'document' AND b.change = 'added' ORDER BY d.issued_on DESC, d.id LIMIT ?"""
"""The documents that came with the last build, also those without a date."""

MOVED = """
SELECT b.task_id, b.document_id, b.name, t.start, t."end",
  json_extract(b.was, '$.deadline') AS was, json_extract(b.now, '$.deadline') AS now
FROM build_changes b JOIN tasks t ON t.id = b.task_id
WHERE b.kind = 'task' AND b.change = 'changed'
  AND json_extract(b.was, '$.deadline') IS NOT json_extract(b.now, '$.deadline') LIMIT 100"""
"""The deadlines that the last build changed."""


def _as_agency(asked: Asked, agency_id: str) -> Asked:
    """The same request, for the tasks of one body."""
    parameters = {**asked.parameters, "agency": [agency_id]}
    return Asked(asked.parts, parameters, asked.language, asked.today, asked.actor)


_DATED = ("ahead", "past")
"""What a calendar holds. The next come first: where there are more tasks than it may hold, those long
past are left out."""


def task_rows(connection: sqlite3.Connection, asked: Asked, when: Iterable[str]) -> list[cards.Row]:
    """The tasks that the filters of ``/tasks`` mean, of these parts of its list."""
    chosen = tasks.selection(connection, asked)
    ids: list[str] = []
    for part in when:
        if len(ids) < _MOST:
            ids += chosen.ids(connection, part, _MOST - len(ids))
    return cards.tasks(connection, ids, today=False)


async def calendar(datasette: Datasette, request: Request) -> Response:
    """Deadlines of the tasks that are asked for, or of one body."""
    asked = asked_by(request)
    body = request.url_vars.get("id")

    say = Wording(asked.language)

    def known(connection: sqlite3.Connection) -> tuple[str, list[cards.Row]] | None:
        if request.path.endswith("/search.ics"):
            return asked.one("q"), _sought(connection, asked)
        if body is None:
            return asked.one("agency"), task_rows(connection, asked, _DATED)
        named = agency.name_of(connection, body, asked.language)
        if named is None:
            return None
        return named, task_rows(connection, _as_agency(asked, body), _DATED)

    found = await read(datasette, request, known)
    if found is None:
        raise NotFound("There is no such body")
    origin = _origin(request)
    about, listed = found
    content = await asyncio.to_thread(
        calendars.calendar,
        " – ".join(filter(None, (about, say("site.name")))),
        map(_dated, listed),
        lambda task: origin + _place(datasette, task),
    )
    return Response(content.decode(), content_type="text/calendar; charset=utf-8")


def _sought(connection: sqlite3.Connection, asked: Asked) -> list[cards.Row]:
    """The tasks that a search finds, those with a date that are not known to be done."""
    hits = search.answer(connection, asked).kept
    ids = [hit.id for hit in hits if hit.kind == "tasks"][:_MOST]
    found = cards.tasks(connection, ids, today=False)
    return [
        task
        for task in found
        if task["deadline"] and not str(task.get("progress") or "").startswith("done")
    ]


def _place(datasette: Datasette, task: Mapping[str, Any]) -> str:
    return Links(datasette).document(task["document_id"], task["start"], task["end"])


def _origin(request: Request) -> str:
    return f"{request.scheme}://{request.host}"


def _dated(task: cards.Row) -> dict[str, Any]:
    """A task as a calendar shows it: with the first body that leads it or is told to do it."""
    owner = next(
        (
            body
            for role in ("lead", "responsible")
            for body in task["bodies"]
            if body["role"] == role
        ),
        {"role": None, "name": "", "name_as_written": ""},
    )
    decided = (one["at"][:10] for one in task.get("decided", {}).values())
    return {
        **task,
        "revised_on": max([task["issued_on"] or "", *decided]),
        "task_id": task["id"],
        "task": task["text"],
        "role": owner["role"],
        "agency": owner["name"],
        "told": owner["name_as_written"],
    }


def _decided_deadlines(connection: sqlite3.Connection) -> list[cards.Row]:
    """The deadlines that editors changed."""
    return [
        {
            "task_id": task["id"], "document_id": task["document_id"], "name": task["text"],
            "start": task["start"], "end": task["end"], "was": one["was"], "now": one["value"],
            "on": one["at"][:10],
        }
        for task in touched_tasks(connection)
        if (one := task.get("decided", {}).get("deadline"))
    ]  # fmt: skip


async def atom(datasette: Datasette, request: Request) -> Response:
    """New documents, and the deadlines that the last build changed, as a feed."""
    asked = asked_by(request)

    def known(connection: sqlite3.Connection) -> tuple[list[cards.Row], list[cards.Row], str]:
        built = connection.execute(CHANGED).fetchone()[0] or asked.today.isoformat()
        added = cards.ids_of(connection, ADDED, [_NEWEST])
        newest = cards.ids_of(connection, home.NEW, (asked.today.isoformat(), _NEWEST))
        documents = cards.documents(connection, list(dict.fromkeys([*added, *newest])))
        for document in documents:
            document["on"] = built if document["id"] in added else document["issued_on"]
        moved = [{**row, "on": built} for row in rows(connection, MOVED)]
        moved += _decided_deadlines(connection)
        changed = max([built, *(row["on"] for row in moved)])
        return documents, moved, changed

    documents, moved, changed = await read(datasette, request, known)
    say, to, origin = Wording(asked.language), Links(datasette), _origin(request)
    namespaces: Any = {None: _ATOM}
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=namespaces)

    def add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
        element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attrib=attributes)
        element.text = printable(text) or None
        return element

    def entry(id_: str, title: str, updated: str, path: str, summary: str) -> None:
        made = add(feed, "entry")
        add(made, "id", f"{_TAG}{quote(id_)}")
        add(made, "title", title.strip())
        add(made, "updated", f"{updated}T00:00:00Z")
        add(made, "link", href=f"{origin}{path}")
        add(made, "summary", summary)

    add(feed, "id", f"{_TAG}new")
    add(feed, "title", f"{say('home.new')} – {say('site.name')}")
    add(feed, "updated", f"{changed}T00:00:00Z")
    add(feed, "link", rel="self", href=f"{origin}{to.page('/new.atom')}")
    add(add(feed, "author"), "name", say("site.name"))
    for task in moved:
        was, now = (say.day(task[name]) or say("due.none") for name in ("was", "now"))
        path = to.document(task["document_id"], task["start"], task["end"])
        id_ = f"task/{task['task_id']}/{task['now'] or ''}"
        entry(id_, f"{say('due.by')}: {was} → {now}", task["on"], path, task["name"] or "")
    for document in documents:
        path = to.document(document["id"])
        name = " ".join(filter(None, (document["number"], document["title"])))
        title = f"{say.code('type', document['type'])} {name}"
        entry(f"doc/{document['id']}", title, document["on"], path, document["issuer"] or "")
    body = etree.tostring(feed, xml_declaration=True, encoding="utf-8").decode()
    return Response(body, content_type="application/atom+xml; charset=utf-8")


ROUTES = [
    (r"^/tasks\.ics$", calendar),
    (r"^/search\.ics$", calendar),
    (r"^/agency/(?P<id>[^/]+)\.ics$", calendar),
    (r"^/new\.atom$", atom),
]
