"""``/openapi.json``: every address of the site's own, as OpenAPI 3.1.

What pages are asked stands with the pages; what is no page stands here. A test compares the description
with the table of routes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.utils.asgi import Response

from kb.site.frame import WHOLE, Facts, Page, Parameter, as_json
from kb.site.pages import agency, chain, citation_map, search, tasks, work

if TYPE_CHECKING:
    from datasette.app import Datasette

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT = (Parameter("at", "Characters of the document's text, e.g. 120-180"),)

_TOKEN = Parameter("csrftoken", "The token of the form's page")
_CELL = (
    Parameter("table", "Its table"), Parameter("row_id", "Its row"), Parameter("column", "Its column"),
    Parameter("value", "What it is to be"), Parameter("why", "Why"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is no page: what it is for, what it may be asked, and what it gives."""

    path: str
    about: str
    gives: str
    parameters: tuple[Parameter, ...] = ()
    method: str = "get"


def _narrowed(page: Page, *without: str) -> tuple[Parameter, ...]:
    return tuple(p for p in page.parameters if p.name not in ("page", *without))


ADDRESSES = (
    Address("/tasks.ics", "Deadlines as a calendar.", "text/calendar", _narrowed(tasks.PAGE, "when")),
    Address("/search.ics", "The deadlines that a search finds.", "text/calendar",
            _narrowed(search.PAGE)),
    Address("/agency/{id}.ics", "A body's deadlines as a calendar.", "text/calendar"),
    Address("/new.atom", "New documents and changed deadlines as a feed.", "application/atom+xml"),
    Address("/suggest.json", "Bodies, documents and indicators that begin like the words.",
            "application/json",
            (Parameter("q", "The words"), Parameter("kind", "Only agency, document or indicator"))),
    Address("/doc/{id}/page/{number}.png", "A page as a picture.", "image/png"),
    Address("/doc/{id}/page/{number}.svg", "The boxes of words on a page.", "image/svg+xml", _AT),
    Address("/doc/{id}/file", "The file that was read.", "application/octet-stream"),
    Address("/doc/{id}.txt", "The stored text, into which offsets count.", "text/plain"),
    Address("/tasks.xlsx", "The list of tasks as a workbook.", _XLSX, _narrowed(tasks.PAGE)),
    Address("/agencies.xlsx", "The list of bodies as a workbook.", _XLSX),
    Address("/indicators.xlsx", "The list of indicators as a workbook.", _XLSX),
    Address("/search.xlsx", "All that a search finds as a workbook.", _XLSX, _narrowed(search.PAGE)),
    Address("/work.xlsx", "What to look at as a workbook.", _XLSX, _narrowed(work.PAGE)),
    Address("/chain.xlsx", "The chain between two documents as a workbook.", _XLSX,
            _narrowed(chain.PAGE)),
    Address("/agency/{id}.xlsx", "A body's tasks as a workbook.", _XLSX, _narrowed(agency.PAGE)),
    Address("/indicator/{id}.xlsx", "The numbers of an indicator as a workbook.", _XLSX),
    Address("/doc/{id}.xlsx", "A document's tasks as a workbook.", _XLSX),
    Address("/map/{id}.xlsx", "The citations of a map as a workbook.", _XLSX,
            _narrowed(citation_map.PAGE)),
    Address("/decisions", "What editors decided, the newest first.", "text/html"),
    Address("/decisions.json", "All that editors decided, the newest first.", "application/json"),
    Address("/decisions.xlsx", "What editors decided as a workbook.", _XLSX),
    Address("/decisions/{name}.csv", "corrections.csv or progress.csv as they stand.", "text/csv"),
    Address("/correct", "For editors: a form for one row.", "text/html",
            (Parameter("table", "Its table"), Parameter("id", "Its id"))),
    Address("/correct", "Record the cells that the form changed.", "text/html", method="post"),
    Address("/decide", "Record one cell.", "text/html", _CELL, method="post"),
    Address("/undo", "Take a decision back.", "text/html",
            (Parameter("id", "The decision's number", WHOLE),), method="post"),
    Address("/redo", "Take a decision anew that was undone.", "text/html",
            (Parameter("id", "The decision's number", WHOLE),), method="post"),
    Address("/openapi.json", "This description.", "application/json"),
)  # fmt: skip


async def described(datasette: Datasette) -> Response:
    """The site's own addresses, as OpenAPI 3.1."""
    from kb.site.shelf import PAGES

    return as_json(openapi(PAGES, datasette.setting("base_url")))


def openapi(pages: Iterable[Page], base_url: str) -> Facts:
    """The description of the pages, of their JSON, and of the other addresses."""
    paths: Facts = {}
    for page in pages:
        as_data = "/home.json" if page.path == "/" else f"{page.path}.json"
        for path, gives in ((as_data, "application/json"), (page.path, "text/html")):
            paths[path] = _operation(Address(path, page.about, gives, page.parameters))
    for address in ADDRESSES:
        paths.setdefault(address.path, {}).update(_operation(address))
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


def _operation(address: Address) -> Facts:
    text = {"type": "string"}
    name = re.sub(r"\W+", "_", address.path).strip("_") or "home"
    answers: Facts = {
        "200": {"description": address.about, "content": {address.gives: _content(address.gives)}}
    }
    if address.method == "post":
        answers = {
            "303": {"description": "Done; leads back"},
            "400": {"description": "Not a value for this cell"},
            "403": {"description": "Only editors decide, by a form of this site"},
        }
    if "{" in address.path:
        answers["404"] = {"description": "There is nothing at this address"}
    return {
        address.method: {
            "operationId": name if address.method == "get" else f"{address.method}_{name}",
            "summary": address.about,
            "parameters": [
                *(
                    {"name": part, "in": "path", "required": True, "schema": text}
                    for part in re.findall(r"\{(\w+)\}", address.path)
                ),
                *(
                    {"name": p.name, "in": "query", "description": p.about, "schema": p.schema}
                    for p in (address.parameters if address.method == "get" else ())
                ),
            ],
            **({"requestBody": _form(address.parameters)} if address.method == "post" else {}),
            "responses": answers,
        }
    }


def _content(gives: str) -> Facts:
    if gives == "application/json":
        return {"schema": {"type": "object"}}
    return {"schema": {"type": "string"}} if gives.startswith("text/") else {}


def _form(fields: Iterable[Parameter]) -> Facts:
    """What a form of the site sends, with the token that its page has set."""
    sent = {one.name: {**one.schema, "description": one.about} for one in (*fields, _TOKEN)}
    schema = {"type": "object", "properties": sent, "required": [_TOKEN.name]}
    return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}


ROUTES = [(r"^/openapi\.json$", described)]
