"""What Datasette shows of tables and columns, from the definitions in ``kb.schema``.

Comments of columns are written once, beside the column. ``metadata.yml`` goes over it with titles
and descriptions in Vietnamese; what it says wins.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from kb.schema import datasette_metadata
from kb.site.live import live_databases

if TYPE_CHECKING:
    from datasette.app import Datasette

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
            database.name: {"tables": {name: dict(table) for name, table in _tables().items()}}
            for database in live_databases(datasette)
        }
    }


def remember_allowances(datasette: Datasette) -> None:
    """Let Datasette find out once what metadata says of who may see a table.

    For each table on a page, 0.65.5 copies all metadata to look for its ``allow``: half a second of
    work for the page of all tables. Metadata stays as it is while Datasette runs, unless another
    plugin makes it anew each time; then nothing is remembered.
    """
    from datasette.plugins import pm

    if len(pm.hook.get_metadata.get_hookimpls()) == 1:
        datasette._table_permission_allows = cache(datasette._table_permission_allows)
