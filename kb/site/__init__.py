"""The Datasette plugin: what the knowledge base needs of Datasette beyond its stock pages.

It works with ``datasette kb.db -m metadata.yml`` as well as with ``kb serve``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Forbidden

from kb.questions import add_functions
from kb.site import (
    assets,
    bounded,
    cells,
    closed,
    described,
    first_rows,
    frame,
    kept,
    live,
    roles,
    searched,
    shelf,
)
from kb.site.links import Links

if TYPE_CHECKING:
    # At run time this would load the plugin a second time, half done: Datasette imports its plugins.
    from datasette.app import Datasette


@hookimpl
def startup(datasette: Datasette) -> None:
    from datasette.plugins import pm

    # Where rich is installed, Datasette prints every 404 with all local variables: a third of a
    # second of work that anybody can order, and documents in the log.
    pm.get_plugin("datasette.handle_exception").rich = None
    frame.prefer_own_templates(datasette)
    described.remember_allowances(datasette)
    live.follow_builds(datasette)
    if live.live_databases(datasette):
        frame.decisions_of(datasette).write_files()


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        kept_app = kept.kept_answers(datasette, first_rows.on_pages(app))
        return closed.close_doors(datasette, live.one_build_a_request(datasette, kept_app))

    return wrap


# Last, so that Datasette's own search folds too: it calls escape_fts.
@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    add_functions(conn)
    bounded.bound(conn)


@hookimpl
def get_metadata(datasette: Datasette, key: str | None) -> dict[str, Any]:
    return described.metadata(datasette, key)


@hookimpl
def permission_allowed(datasette: Datasette, action: str, resource: Any) -> bool | None:
    return closed.permission_allowed(datasette, action, resource)


@hookimpl
def actor_from_request(datasette: Datasette, request: Any) -> dict[str, Any] | None:
    return roles.actor_from_request(datasette, request)


@hookimpl
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Any:
    described.mistaken(exception)
    return frame.complaint(datasette, request, exception)


@hookimpl
def forbidden(datasette: Datasette, request: Any, message: str) -> Any:
    return frame.complaint(datasette, request, Forbidden(message))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [*assets.ROUTES, *shelf.ROUTES]


@hookimpl
def extra_css_urls(datasette: Datasette) -> list[str]:
    """For Datasette's own pages; ours are not drawn by Datasette."""
    return [Links(datasette).file("tables.css")]


@hookimpl
def extra_template_vars(template: str, request: Any, datasette: Datasette) -> dict[str, Any]:
    return frame.template_variables(datasette, request)


@hookimpl(hookwrapper=True)
def filters_from_request(datasette: Datasette, database: str) -> Iterator[None]:
    outcome: Any = yield
    outcome.force_result(searched.newest(datasette, database, outcome.get_result()))


@hookimpl
def render_cell(
    value: Any, row: Any, column: str, table: str | None, database: str, datasette: Datasette
) -> Any:
    return cells.render_cell(value, row, column, table, database, datasette)
