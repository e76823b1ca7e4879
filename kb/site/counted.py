"""What is counted in a build is counted once.

A table's page asks how many rows there are, and how many of each value (facets): each reads a whole
table, or the index of a column. A published build never changes, so the answer stays as long as the
build. Only the statements that Datasette writes for counts and facets are remembered, each with its
values and the day (some views ask for today).
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import Counter, OrderedDict
from datetime import date
from typing import Any

from datasette.database import Results

_COUNT = re.compile(r"\s* select\ count\(\*\)\ from\b", re.X | re.I)
_FACET = re.compile(r"\s* select\ .{1,80}\ as\ value,\ count\(\*\)\ as\ count\ from\ \(", re.X)
_WHOLE_TABLE = re.compile(r"select count\(\*\) from (?:\[(\w+)\]|(\w+))\s*")
_SHADOW_TABLE = re.compile(r"_fts_(?:data|idx|content|docsize|config)$")
_MOST = 1_000

Key = tuple[str, tuple[tuple[str, str], ...], bool, date]


class Counted:
    """What is known of one build: the rows of its tables, and answers to statements."""

    def __init__(self, tables: dict[str, int]) -> None:
        self.tables: dict[str, int | None] = dict(tables)
        self.stopped: Counter[Key] = Counter()
        """How often statements were stopped at the limit of time."""
        self._answers: OrderedDict[Key, Results] = OrderedDict()
        self._lock = threading.Lock()

    def rows_of(self, sql: str) -> int | None:
        """How many rows a table has, if that is what ``sql`` asks and it is known."""
        asked = _WHOLE_TABLE.fullmatch(sql)
        return self.tables.get(asked[1] or asked[2]) if asked else None

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
    """What the answer to ``sql`` is remembered by; ``None`` if it is no count and no facet."""
    if not (_COUNT.match(sql) or _FACET.match(sql)):
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
    return Counted(tables)
