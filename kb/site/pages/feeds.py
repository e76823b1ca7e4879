"""What other programs fetch: calendars, a feed of new documents, workbooks, and the description of it all.

``/agency/<id>.ics`` and ``/tasks.ics`` are calendars (RFC 5545, all-day events, the same UID at every
build); ``/new.atom`` is a feed of new documents (RFC 4287); a list's address with ``.xlsx`` is the same
list as a workbook; ``/openapi.json`` describes the site's own addresses.
"""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound, Request, Response
from lxml import etree

from kb.export import calendars
from kb.export.sheet import printable, put_row
from kb.questions import rows
from kb.site import cards
from kb.site.editable import ROLES
from kb.site.frame import Asked, Facts, Page, as_json, asked_by, read
from kb.site.links import Links
from kb.site.pages import agencies, agency, home, indicator, indicators, search, tasks
from kb.site.wording import Wording

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST = 1_000
_ATOM = "http://www.w3.org/2005/Atom"

CHANGED = "SELECT max(read_on) FROM sources"
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
    return cards.tasks(connection, ids)


async def calendar(datasette: Datasette, request: Request) -> Response:
    """Deadlines of the tasks that are asked for, or of one body."""
    asked = asked_by(request)
    body = request.url_vars.get("id")

    def known(connection: sqlite3.Connection) -> list[cards.Row] | None:
        if body is None:
            return task_rows(connection, asked, _DATED)
        if agency.read(connection, asked) is None:
            return None
        return task_rows(connection, _as_agency(asked, body), _DATED)

    found = await read(datasette, request, known)
    if found is None:
        raise NotFound("There is no such body")
    origin = _origin(request)
    content = await asyncio.to_thread(
        calendars.calendar,
        Wording(asked.language)("site.name"),
        map(_dated, found),
        lambda task: origin + _place(datasette, task),
    )
    return Response(content.decode(), content_type="text/calendar; charset=utf-8")


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
    return {
        **task,
        "task_id": task["id"],
        "task": task["text"],
        "role": owner["role"],
        "agency": owner["name"],
        "told": owner["name_as_written"],
    }


def _names(task: cards.Row, role: str) -> str:
    return "; ".join(body["name"] for body in task["bodies"] if body["role"] == role)


async def atom(datasette: Datasette, request: Request) -> Response:
    """New documents, and the deadlines that the last build changed, as a feed."""
    asked = asked_by(request)

    def known(connection: sqlite3.Connection) -> tuple[list[cards.Row], list[cards.Row], str]:
        ids = cards.ids_of(connection, home.NEW, (asked.today.isoformat(), 50))
        changed = connection.execute(CHANGED).fetchone()[0]
        documents = cards.documents(connection, ids)
        return documents, rows(connection, MOVED), changed or asked.today.isoformat()

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
        add(made, "id", f"{origin}{id_}")
        add(made, "title", title.strip())
        add(made, "updated", f"{updated}T00:00:00Z")
        add(made, "link", href=f"{origin}{path}")
        add(made, "summary", summary)

    add(feed, "id", f"{origin}{to.page('/new.atom')}")
    add(feed, "title", f"{say('home.new')} – {say('site.name')}")
    add(feed, "updated", f"{changed}T00:00:00Z")
    add(feed, "link", rel="self", href=f"{origin}{to.page('/new.atom')}")
    add(add(feed, "author"), "name", say("site.name"))
    for task in moved:
        was, now = (say.day(task[name]) or say("due.none") for name in ("was", "now"))
        path = to.document(task["document_id"], task["start"], task["end"])
        place = to.document(task["document_id"])
        id_ = f"{place}#{task['task_id'].partition(':')[2]}-{task['now']}"
        entry(id_, f"{say('due.by')}: {was} → {now}", changed, path, task["name"] or "")
    for document in documents:
        path = to.document(document["id"])
        name = " ".join(filter(None, (document["number"], document["title"])))
        title = f"{say.code('type', document['type'])} {name}"
        entry(path, title, document["issued_on"], path, document["issuer"] or "")
    body = etree.tostring(feed, xml_declaration=True, encoding="utf-8").decode()
    return Response(body, content_type="application/atom+xml; charset=utf-8")


Table = tuple[list[str], list[list[Any]]]
"""The heads of the columns, and the rows."""


def _tasks_table(found: list[cards.Row], say: Wording) -> Table:
    head = [
        say("task.one"), *(say.code("role", role) for role in ROLES), say("due.by"),
        say("sheet.words"), say("decide.progress"), say("found.document"), say("document.issued"),
        say("sheet.path"), say("sheet.page"), say("sheet.id"),
    ]  # fmt: skip
    return head, [
        [
            task["quote"], *(_names(task, role) for role in ROLES), _day(task["deadline"]),
            task["deadline_words"] or task["recurrence"], say.code("progress", task.get("progress")),
            task["number"] or task["title"], _day(task["issued_on"]), task["path"], task["page"],
            task["id"],
        ]
        for task in found
    ]  # fmt: skip


def _agencies_table(facts: Facts, say: Wording) -> Table:
    counted = ("lead", "responsible", "coordinate")
    head = [say("found.agency"), say("agency.english"), say("nav.tasks")]
    head += [say.code("role", role) for role in counted] + [say("search.next"), say("sheet.id")]
    return head, [
        [row["name"], row["name_en"], row["tasks"], *(row[role] for role in counted),
         _day(row["next_deadline"]), row["id"]]
        for row in facts["agencies"]
    ]  # fmt: skip


def _indicators_table(facts: Facts, say: Wording) -> Table:
    head = [say("indicator.one"), say("indicator.unit"), say("indicator.targets"),
            say("nav.documents"), say("sheet.id")]  # fmt: skip
    return head, [
        [row["name"], row["unit"], row["targets"], row["documents"], row["id"]]
        for row in facts["indicators"]
    ]


def _targets_table(facts: Facts, say: Wording) -> Table:
    head = [say("indicator.period"), say("document.fact_target"), say("indicator.unit"),
            say("indicator.quoted"), say("indicator.for"), say("found.document"), say("sheet.page"),
            say("sheet.id")]  # fmt: skip
    return head, [
        [row["period"] or row["year"], row["value"] if row["value"] is not None else row["value_words"],
         row["unit"], row["quote"], row["scope"], row["number"] or row["title"], row["page"], row["id"]]
        for row in facts["targets"]
    ]  # fmt: skip


def _found_table(facts: Facts, say: Wording) -> Table:
    head = [say("facet.kind"), say("indicator.quoted"), say("found.document"), say("sheet.id")]
    return head, [
        [say(f"found.one_{hit['kind']}"), hit["text"], hit["row"].get("number"), hit["id"]]
        for hit in facts["hits"]
    ]


def _day(iso: str | None) -> date | str | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return iso


def workbook(head: list[str], lines: list[list[Any]], name: str) -> bytes:
    """One sheet; words stay words, also those that begin like a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = name[:31]
    for row, values in enumerate([head, *lines], 1):
        put_row(sheet, row, values)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 60 if cell.column == 1 else 24
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_LISTS: dict[str, tuple[Page, Callable[[Facts, Wording], Table]]] = {
    "agencies": (agencies.PAGE, _agencies_table),
    "indicators": (indicators.PAGE, _indicators_table),
    "search": (search.PAGE, _found_table),
}


async def sheet(datasette: Datasette, request: Request) -> Response:
    """A list of the site as a workbook: what the page would show, tasks all at once."""
    asked = asked_by(request)
    say = Wording(asked.language)
    name = request.url_vars["list"]

    def known(connection: sqlite3.Connection) -> Table | None:
        if name == "tasks":
            return _tasks_table(task_rows(connection, asked, [tasks.when_of(asked)]), say)
        if name in _LISTS:
            page, table = _LISTS[name]
            return table(_dict(page.read(connection, asked)), say)
        if name == "agency":
            ids = agency.Asking.of(connection, asked).task_ids(connection, _MOST)
            there = agency.read(connection, asked) is not None
            return _tasks_table(cards.tasks(connection, ids), say) if there else None
        facts = indicator.read(connection, asked)
        return None if facts is None else _targets_table(facts, say)

    table = await read(datasette, request, known)
    if table is None:
        raise NotFound("There is no such list")
    head, cells = table
    headers = {"content-disposition": f'attachment; filename="{name}.xlsx"'}
    answer = Response(
        "",
        headers=headers,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer.body = await asyncio.to_thread(workbook, head, cells, say(f"sheet.{name}"))
    return answer


def _dict(facts: Any) -> Facts:
    return facts if isinstance(facts, dict) else {}


async def described(datasette: Datasette) -> Response:
    """The site's own addresses, as OpenAPI 3.1."""
    from kb.site.shelf import PAGES

    return as_json(openapi(PAGES, datasette.setting("base_url")))


def openapi(pages: Iterable[Page], base_url: str) -> Facts:
    """The description of the pages' JSON and of the feeds."""
    paths: Facts = {}
    for page in pages:
        if page.name == "sheet":
            continue
        path = "/home.json" if page.path == "/" else f"{page.path}.json"
        paths[path] = _operation(
            page.name, page.about, page.path, [(p.name, p.about) for p in page.parameters],
            "application/json",
        )  # fmt: skip
    narrowed = [(p.name, p.about) for p in tasks.PAGE.parameters if p.name not in ("page", "when")]
    for path, about, parameters, kind in (
        ("/tasks.ics", "Deadlines as a calendar.", narrowed, "text/calendar"),
        ("/agency/{id}.ics", "A body's deadlines as a calendar.", [], "text/calendar"),
        ("/new.atom", "New documents as a feed.", [], "application/atom+xml"),
        ("/suggest.json", "What begins like the words.", [("q", "The words")], "application/json"),
        ("/doc/{id}/page/{number}.png", "A page of a PDF file as a picture.", [], "image/png"),
    ):
        name = re.sub(r"\W+", "_", path).strip("_")
        paths[path] = _operation(name, about, path, parameters, kind)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "chi-thi-kb",
            "version": "1",
            "description": "Facts read from official documents, each with the words it was read from.",
        },
        "servers": [{"url": base_url}],
        "paths": paths,
    }


def _operation(
    name: str, about: str, path: str, parameters: list[tuple[str, str]], kind: str
) -> Facts:
    text = {"type": "string"}
    return {
        "get": {
            "operationId": name,
            "summary": about,
            "parameters": [
                *(
                    {"name": part, "in": "path", "required": True, "schema": text}
                    for part in re.findall(r"\{(\w+)\}", path)
                ),
                *(
                    {"name": given, "in": "query", "description": means, "schema": text}
                    for given, means in parameters
                ),
            ],
            "responses": {
                "200": {"description": about, "content": {kind: {}}},
                **(
                    {"404": {"description": "There is nothing at this address"}}
                    if "{" in path
                    else {}
                ),
            },
        }
    }


ROUTES = [
    (r"^/tasks\.ics$", calendar),
    (r"^/agency/(?P<id>[^/]+)\.ics$", calendar),
    (r"^/new\.atom$", atom),
    (r"^/(?P<list>tasks|agencies|indicators|search)\.xlsx$", sheet),
    (r"^/(?P<list>agency|indicator)/(?P<id>[^/]+)\.xlsx$", sheet),
    (r"^/openapi\.json$", described),
]
