"""What Datasette shows of tables and columns, from the definitions in ``kb.schema``.

Comments of columns are written once, beside the column. ``metadata.yml`` goes over it with titles
and descriptions in Vietnamese; what it says wins.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from datasette.views.base import DatasetteError

from kb.schema import TABLES, datasette_metadata
from kb.site.live import LiveDatabase, live_databases

if TYPE_CHECKING:
    from datasette.app import Datasette

SORTED_BY_ANY = 20_000
"""A table with no more rows than this may be sorted by any column."""

_SORTED_BY = {table.name: table.sorted_by for table in TABLES}
MIGRATIONS = "_sqlite_migrations"
"""Where sqlite-utils keeps which migrations have been applied."""


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return {**datasette_metadata(), MIGRATIONS: {"hidden": True}}


def metadata(datasette: Datasette, key: str | None) -> dict[str, Any]:
    """The metadata of every knowledge base that is served.

    Datasette asks many times for a page, mostly for a permission: those get nothing. It writes
    into what it is given, so each answer is a fresh copy down to the tables.
    """
    if key not in (None, "databases", "tables"):
        return {}
    return {
        "databases": {
            database.name: {
                "tables": {
                    name: table | _sorted(database, name) for name, table in _tables().items()
                }
            }
            for database in live_databases(datasette)
        }
    }


def _sorted(database: LiveDatabase, name: str) -> dict[str, Any]:
    """By which columns a table is sorted: where it is large, by those that have an index. By any
    other all its rows would be read, and sorted, for one page."""
    rows = database.generation().counted.tables.get(name) or 0
    if rows <= SORTED_BY_ANY or name not in _SORTED_BY:
        return {}
    return {"sortable_columns": list(_SORTED_BY[name])}


def remember_allowances(datasette: Datasette) -> None:
    """Let Datasette find out once what metadata says of who may see a table.

    For each table on a page, 0.65.5 copies all metadata to look for its ``allow``: half a second of
    work for the page of all tables. Metadata stays as it is while Datasette runs, unless another
    plugin makes it anew each time; then nothing is remembered.
    """
    from datasette.plugins import pm

    if len(pm.hook.get_metadata.get_hookimpls()) == 1:
        datasette._table_permission_allows = cache(datasette._table_permission_allows)


def mistaken(exception: Exception) -> None:
    """A column by which a table is not sorted is the asker's mistake: Datasette calls it its own."""
    if isinstance(exception, DatasetteError) and exception.message.startswith("Cannot sort"):
        exception.status = 400
