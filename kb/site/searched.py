"""Datasette's own search box over a table: the newest rows that hold the words.

Datasette looks up all rows with the words, sorts them, and counts them again for each facet: where
half a million provisions hold the words, that is seconds of work for a page of fifty rows. Here its
condition is narrowed to the newest thousand, and the page says where there are more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted
from datasette.utils import await_me_maybe, sqlite3

from kb.search import FULL_TEXT
from kb.site.live import LiveDatabase

if TYPE_CHECKING:
    from datasette.app import Datasette

NEWEST = 1_000

_STOCK = re.compile(
    r"""(?P<row>\S+)\ in\ \(
        select\ rowid\ from\ (?P<index>\w+)\ where\ (?P<within>\S+)
        \ match\ (?P<words>(?:escape_fts\()?:(?P<parameter>search\w*)\)?)\)""",
    re.X,
)
"""``rowid in (select rowid from tasks_fts where tasks_fts match escape_fts(:search))``"""

_KINDS = {table.name: table.kind for table in FULL_TEXT}


def newest(datasette: Datasette, database: str, found: Iterable[Any]) -> list[Any]:
    """What all plugins say of a request's filters, its full-text conditions narrowed."""

    async def narrowed(said: Any) -> Any:
        arguments = await await_me_maybe(said)
        live = datasette.databases.get(database)
        if not arguments or not isinstance(live, LiveDatabase):
            return arguments
        for place, clause in enumerate(arguments.where_clauses):
            stock = _STOCK.fullmatch(clause)
            if stock is None or stock["index"] not in _KINDS:
                continue
            arguments.where_clauses[place] = f"{stock['row']} in ({_newest(stock)} limit {NEWEST})"
            words = arguments.params[stock["parameter"]]
            if await _has_more(live, stock, words):
                arguments.human_descriptions.append(
                    f"among the newest {NEWEST:,} such rows, of more"
                )
        return arguments

    return [partial(narrowed, said) for said in found]


def _newest(stock: re.Match[str]) -> str:
    words = stock["words"]
    if stock["within"] == stock["index"] and words.startswith("escape_fts"):
        # Looking up what a word may go on to is dear: only where no row has it whole.
        words = f"words_fts(:{stock['parameter']}, '{_KINDS[stock['index']]}')"
    return (
        f"select rowid from {stock['index']} where {stock['within']} match {words}"
        " order by rowid desc"
    )


async def _has_more(live: LiveDatabase, stock: re.Match[str], words: str) -> bool:
    """Asked as a count, which is remembered as long as the build."""
    try:
        found = await live.execute(
            f"select count(*) from ({_newest(stock)} limit 1 offset {NEWEST})",
            {stock["parameter"]: words},
            log_sql_errors=False,
        )
    except (QueryInterrupted, sqlite3.DatabaseError):  # what follows complains of it
        return False
    return bool(found.single_value())
