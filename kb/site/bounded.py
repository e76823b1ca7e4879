"""What one statement of somebody else may cost: memory for its values, for its answer, and time.

Datasette stops a statement after a while, but only between two steps of SQLite's: a single call of a
function on a long value may take hours, and a thousand long values all the memory there is. Values,
patterns and SQLite's own memory have a limit here, and an answer that is too large is refused while
it is read. What runs on all the same is told by :meth:`Running.overdue`; the server then puts another
process in the place of its own.
"""

from __future__ import annotations

import itertools
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LARGEST_VALUE = 64_000_000
"""Bytes of a value: with ``zeroblob`` a single SELECT may else take 2 GB. Texts are at most 50 MB."""

LARGEST_ANSWER = 128_000_000
"""Characters and bytes of the rows that Datasette asks for at once."""

_LONGEST_PATTERN = 250
"""Characters of a LIKE or GLOB: each is compared with each of a value."""

_HEAP = 1_000_000_000
"""Bytes that SQLite may take in a process for all its connections."""


class Cursor(sqlite3.Cursor):
    """A cursor whose answer, where only so many rows are wanted of it, has an end."""

    def fetchmany(self, size: int | None = None) -> list[Any]:
        rows, left = [], LARGEST_ANSWER
        for row in itertools.islice(self, self.arraysize if size is None else size):
            left -= sum(len(value) for value in row if isinstance(value, str | bytes))
            if left < 0:
                raise sqlite3.OperationalError(
                    "the answer is too large: ask for fewer rows or columns"
                )
            rows.append(row)
        return rows


class Connection(sqlite3.Connection):
    """A connection with bounded cursors."""

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)


def _nothing(*_: object) -> None:
    """In the place of a function that nobody is to have."""


def bound(connection: sqlite3.Connection) -> None:
    """Set SQLite's own limits."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _LONGEST_PATTERN)
    for arguments in (1, 2):  # it tells where in memory the server's code lies
        connection.create_function("fts3_tokenizer", arguments, _nothing)
    connection.execute(f"PRAGMA hard_heap_limit = {_HEAP}")


class Running:
    """The statements and pages that threads are busy with."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}

    @contextmanager
    def one(self) -> Iterator[None]:
        thread = threading.get_ident()
        self._since[thread] = time.monotonic()
        try:
            yield
        finally:
            self._since.pop(thread, None)

    def overdue(self, seconds: float) -> bool:
        """Whether one has run for longer than that."""
        begun = list(self._since.values())
        return bool(begun) and time.monotonic() - min(begun) > seconds
