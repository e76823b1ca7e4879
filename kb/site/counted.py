"""What is counted in a build is counted once.

A table's page asks how many rows there are, and how many of each value (facets): each reads a whole
table, or the index of a column. A published build never changes, so the answer stays as long as the
build. Only the statements that Datasette writes for counts and facets are remembered, each with its
values and the day (some views ask for today), and those by which it looks for a table's name: one
for each table and each permission that is asked for.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import Any

from datasette.database import Results

from kb.schema import FACET_VALUES

_COUNT = re.compile(r"\s* select\ count\(\*\)\ from\b", re.X | re.I)
_FACET = re.compile(r"\s* select\ .{1,80}\ as\ value,\ count\(\*\)\ as\ count\ from\ \(", re.X)
_FACET_OF_ALL = re.compile(
    r"""\s* select\ (?P<column>\[\w+\]|\w+)\ as\ value,\ count\(\*\)\ as\ count\ from\ \(
        \s* select\ [^()]+?\ from\ (?P<table>\[\w+\]|\w+) \s* \)
        \s* where\ (?P=column)\ is\ not\ null
        \s* group\ by\ (?P=column)\ order\ by\ count\ desc,\ value\ limit\ (?P<limit>\d+) \s*""",
    re.X,
)
_WHOLE_TABLE = re.compile(r"select count\(\*\) from (?:\[(\w+)\]|(\w+))\s*")
_SHADOW_TABLE = re.compile(r"_fts_(?:data|idx|content|docsize|config)$")
_OF_THE_SCHEMA = frozenset({
    "PRAGMA schema_version",
    "PRAGMA database_list;",
    "select name from sqlite_master where type in ('table', 'view') and name = ? collate nocase",
})  # fmt: skip
_MOST = 2_000

Key = tuple[str, tuple[tuple[str, str], ...], bool, date]


class Counted:
    """What is known of one build: the rows of its tables, and answers to statements."""

    def __init__(
        self, tables: dict[str, int], facets: Mapping[tuple[str, str], str] | None = None
    ) -> None:
        self.tables: dict[str, int | None] = dict(tables)
        self._facets = dict(facets or {})
        self.stopped: Counter[Key] = Counter()
        """How often statements were stopped at the limit of time."""
        self._answers: OrderedDict[Key, Results] = OrderedDict()
        self._lock = threading.Lock()

    def rows_of(self, sql: str) -> int | None:
        """How many rows a table has, if that is what ``sql`` asks and it is known."""
        asked = _WHOLE_TABLE.fullmatch(sql)
        return self.tables.get(asked[1] or asked[2]) if asked else None

    def facet_of(self, sql: str) -> tuple[str, int] | None:
        """The most frequent values of a column with their numbers, JSON, and how many of them are
        wanted: if ``sql`` asks that of a whole table, and so many were counted."""
        asked = _FACET_OF_ALL.fullmatch(sql)
        if asked is None:
            return None
        counts = self._facets.get((asked["table"].strip("[]"), asked["column"].strip("[]")))
        limit = int(asked["limit"])
        return (counts, limit) if counts and limit <= FACET_VALUES else None

    def get(self, key: Key) -> Results | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def takes_too_long(self, key: Key | None) -> bool:
        """Whether the statement was stopped before, and more than once: it would be so again."""
        return key is not None and self.stopped[key] > 1

    def put(self, key: Key, answer: Results) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _MOST:
                self._answers.popitem(last=False)


def key(sql: str, parameters: Any, truncate: bool) -> Key | None:
    """What the answer to ``sql`` is remembered by; ``None`` if it is none of those."""
    if not (sql in _OF_THE_SCHEMA or _COUNT.match(sql) or _FACET.match(sql)):
        return None
    given = parameters.items() if isinstance(parameters, dict) else enumerate(parameters or ())
    values = tuple((str(name), repr(value)) for name, value in given)
    return sql, values, truncate, date.today()


def counted_when_built(connection: sqlite3.Connection) -> Counted:
    """The rows of tables as ``kb build`` counted them; nothing, where an earlier version built. What
    the search engine keeps for itself counts as empty: nobody asks, and counting reads it all."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    tables = dict.fromkeys(filter(_SHADOW_TABLE.search, names), 0)
    if "_counts" in names:
        tables |= dict(connection.execute("SELECT name, rows FROM _counts").fetchall())
    facets = {}
    if "_facets" in names:
        rows = connection.execute('SELECT name, "column", counts FROM _facets')
        facets = {(name, column): counts for name, column, counts in rows}
    return Counted(tables, facets)
