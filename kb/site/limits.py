"""How long a question may take: in processor time, so that it does not depend on who else is asking.

Datasette's own limit goes by the clock. There a question that takes one second alone runs into a limit
of three when eight people ask at once, or when the disk is cold, and the answer is an error. By the clock
a question may take :data:`PATIENCE` times its limit: more threads than that never share a processor.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 5
"""How many times its limit a question may take by the clock."""

_LOOK_EVERY = 20_000
"""Steps of SQLite, some two milliseconds. Each look waits until Python is free, which may take five."""
_LOOK_EVERY_IF_SHORT = 10
_SHORT = 20


@contextmanager
def time_limit(connection: sqlite3.Connection, milliseconds: int) -> Iterator[None]:
    """Stop what this thread asks of ``connection`` after so much of its processor time: SQLite then
    raises ``sqlite3.OperationalError: interrupted``."""
    worked = time.thread_time() + milliseconds / 1000
    waited = time.monotonic() + PATIENCE * milliseconds / 1000

    def over() -> bool:
        return time.thread_time() >= worked or time.monotonic() >= waited

    connection.set_progress_handler(
        over, _LOOK_EVERY if milliseconds > _SHORT else _LOOK_EVERY_IF_SHORT
    )
    try:
        yield
    finally:
        connection.set_progress_handler(None, _LOOK_EVERY)
