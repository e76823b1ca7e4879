"""Lists of the site as Excel workbooks: a list's address with ``.xlsx`` is the list that the page shows,
with its filters, all of it at once. Words never become formulas.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import NotFound, Request, Response

from kb.export.workbook import Columns, workbook
from kb.site import cards, decisions
from kb.site.decisions import Decision
from kb.site.editable import ROLES
from kb.site.frame import Asked, Facts, Page, asked_by, decisions_of, read
from kb.site.pages import (
    agencies,
    agency,
    chain,
    citation_map,
    document,
    indicator,
    indicators,
    search,
    tasks,
    work,
)
from kb.site.particulars import particulars
from kb.site.wording import Wording

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST = 2_000


def _names(task: cards.Row) -> list[str]:
    """The names of the bodies in each role."""
    names: dict[str, list[str]] = {role: [] for role in ROLES}
    for body in task["bodies"]:
        names[body["role"]].append(body["name"])
    return ["; ".join(of_role) for of_role in names.values()]


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
            task["quote"], *_names(task), _day(task["deadline"]),
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


def sheet_of(head: list[str], lines: list[list[Any]], name: str) -> bytes:
    """A list as a workbook, the first column the widest."""
    widths = (60, *(24 for _ in head[1:]))
    return workbook(Columns(name, tuple(head), widths), lines)


def _work_table(facts: Facts, say: Wording) -> Table:
    head = [say("facet.kind"), say("sheet.about"), say("decide.advice"), say("found.document"),
            say("sheet.page"), say("sheet.id")]  # fmt: skip
    lines: list[list[Any]] = [
        [say("work.suggestions"), f"{say.code('column', row['column'])} = {row['value']}",
         say("work.decide_suggestions"), row["number"] or row["title"], row["page"], row["id"]]
        for row in facts["suggestions"]
    ]  # fmt: skip
    for state, found in facts["citations"].items():
        lines += [
            [say(f"work.{state}"), row["quote"], say(f"work.decide_{state}"),
             row["number"] or row["title"], row["page"], row["id"]]
            for row in found
        ]  # fmt: skip
    for group in facts["groups"]:
        kind = group["kind"]
        lines += [
            [say.code("problem", kind), particulars(kind, row["message"] or "", say),
             say.code("advice", kind), row["number"] or row["title"] or row["path"], row["page"],
             row["id"]]
            for row in group["problems"]
        ]  # fmt: skip
    return head, lines


def _map_table(facts: Facts, say: Wording) -> Table:
    names = {node["id"]: node["number"] or node["title"] or node["id"] for node in facts["nodes"]}
    head = [say("map.from"), say("map.does"), say("map.to"), say("sheet.mentions")]
    return head, [
        [names[edge["citing"]], say.code("relation", edge["relation"]), names[edge["cited"]],
         edge["mentions"]]
        for edge in facts["edges"]
    ]  # fmt: skip


def _chain_table(facts: Facts, say: Wording) -> Table:
    head = [say("found.document"), say("document.issued"), say("map.does"), say("map.words")]
    return head, [
        [row["number"] or row["title"], _day(row["issued_on"]), say.code("relation", row["relation"]),
         row["quote"]]
        for row in facts["steps"]
    ]  # fmt: skip


def _decisions_table(made: Iterable[tuple[Decision, str]], say: Wording) -> Table:
    parts = ("at", "by", "what", "was", "value", "why", "state")
    head = [*(say(f"decide.{part}") for part in parts), say("sheet.id")]
    return head, [
        [decisions.here(one.at), one.by, say.code("column", one.column), was, one.value,
         one.why, say("decide.undone", by=one.undone_by) if one.undone_at else say("decide.stands"),
         one.row_id]
        for one, was in made
    ]  # fmt: skip


Reader = Callable[[sqlite3.Connection, Asked, Wording], Table | None]


def _of_page(page: Page, table: Callable[[Facts, Wording], Table]) -> Reader:
    """The list of a page, from what the page knows, the whole of it."""

    def read_all(connection: sqlite3.Connection, asked: Asked, say: Wording) -> Table | None:
        facts = page.read(connection, replace(asked, most=_MOST))
        return table(facts, say) if isinstance(facts, dict) else None

    return read_all


def _tasks(connection: sqlite3.Connection, asked: Asked, say: Wording) -> Table:
    ids = tasks.selection(connection, asked).ids(connection, tasks.when_of(asked), _MOST)
    return _tasks_table(cards.tasks(connection, ids, today=False), say)


def _of_agency(connection: sqlite3.Connection, asked: Asked, say: Wording) -> Table | None:
    if agency.name_of(connection, asked.parts["id"], asked.language) is None:
        return None
    ids = agency.Asking.of(connection, asked).task_ids(connection, _MOST)
    return _tasks_table(cards.tasks(connection, ids, today=False), say)


def _of_document(connection: sqlite3.Connection, asked: Asked, say: Wording) -> Table | None:
    facts = document.read(connection, asked)
    if not isinstance(facts, dict):
        return None
    ids = [task["id"] for task in facts["tasks"]]
    return _tasks_table(cards.tasks(connection, ids, today=False), say)


def _found(connection: sqlite3.Connection, asked: Asked, say: Wording) -> Table:
    told = search.answer(connection, asked)
    hits = search.described(connection, asked, told, told.kept[: search.MOST], inside=False)
    return _found_table({"hits": hits}, say)


_LISTS: dict[str, Reader] = {
    "tasks": _tasks,
    "search": _found,
    "agencies": _of_page(agencies.PAGE, _agencies_table),
    "indicators": _of_page(indicators.PAGE, _indicators_table),
    "work": _of_page(work.PAGE, _work_table),
    "chain": _of_page(chain.PAGE, _chain_table),
    "agency": _of_agency,
    "indicator": _of_page(indicator.PAGE, _targets_table),
    "doc": _of_document,
    "map": _of_page(citation_map.PAGE, _map_table),
}


async def sheet(datasette: Datasette, request: Request) -> Response:
    """A list of the site as a workbook."""
    asked = asked_by(request)
    say = Wording(asked.language)
    name = request.url_vars["list"]
    table = await read(datasette, request, lambda connection: _LISTS[name](connection, asked, say))
    if table is None:
        raise NotFound("There is no such list")
    return await _attached(name, table, say)


async def decided(datasette: Datasette, request: Request) -> Response:
    """Everything that was decided, the newest first."""
    await read(datasette, request, lambda _: None)  # whoever may read may see who changed what
    say = Wording(asked_by(request).language)
    made = decisions.with_before(decisions_of(datasette).all())[::-1]
    return await _attached("decisions", _decisions_table(made, say), say)


async def _attached(name: str, table: Table, say: Wording) -> Response:
    head, cells = table
    answer = Response(
        "",
        headers={"content-disposition": f'attachment; filename="{name}.xlsx"'},
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer.body = await asyncio.to_thread(sheet_of, head, cells, say(f"sheet.{name}"))
    return answer


ROUTES = [
    (r"^/(?P<list>tasks|agencies|indicators|search|work|chain)\.xlsx$", sheet),
    (r"^/(?P<list>agency|indicator|doc|map)/(?P<id>[^/]+)\.xlsx$", sheet),
    (r"^/decisions\.xlsx$", decided),
]
