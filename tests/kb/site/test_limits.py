"""A question is stopped by the work that it makes, not by the time that it waits for others."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import pytest

from kb.site import limits
from kb.site.limits import PATIENCE, time_limit

ENDLESS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"""
FOR_EVER = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + {does}(0.01) FROM n LIMIT {times})
SELECT count(*) FROM n"""


@dataclass
class Clock:
    """Time that goes on when a question works or waits, and not by itself."""

    worked: float = 0.0
    waited: float = 0.0

    def thread_time(self) -> float:
        return self.worked

    def monotonic(self) -> float:
        return self.worked + self.waited

    def work(self, seconds: float) -> int:
        self.worked += seconds
        return 1

    def wait(self, seconds: float) -> int:
        self.waited += seconds
        return 1


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    clock = Clock()
    monkeypatch.setattr(limits, "time", clock)
    connection = sqlite3.connect(":memory:")
    connection.create_function("works", 1, clock.work)
    connection.create_function("waits", 1, clock.wait)
    return connection


def asked(connection: sqlite3.Connection, does: str, times: int) -> int:
    """How many rows a question counts that works or waits for a hundredth of a second with each."""
    (count,) = connection.execute(FOR_EVER.format(does=does, times=times)).fetchone()
    return int(count)


def test_a_question_that_works_too_long_is_stopped(connection: sqlite3.Connection) -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="interrupted"),
        time_limit(connection, 1000),
    ):
        asked(connection, "works", times=100_000)


def test_a_question_may_wait_longer_than_it_may_work(connection: sqlite3.Connection) -> None:
    with time_limit(connection, 1_000_000):
        assert asked(connection, "waits", times=PATIENCE * 90_000) == PATIENCE * 90_000
    with (
        pytest.raises(sqlite3.OperationalError, match="interrupted"),
        time_limit(connection, 1_000_000),
    ):
        asked(connection, "works", times=PATIENCE * 90_000)


def test_a_question_that_only_waits_is_stopped_in_the_end(connection: sqlite3.Connection) -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="interrupted"),
        time_limit(connection, 1000),
    ):
        asked(connection, "waits", times=PATIENCE * 100_000)


def test_a_connection_is_free_again_afterwards(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError), time_limit(connection, 10):
        asked(connection, "works", times=100_000)
    assert asked(connection, "works", times=100_000) == 100_000


def test_time_really_passes() -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="interrupted"),
        time_limit(bare := sqlite3.connect(":memory:"), 5),
    ):
        bare.execute(ENDLESS).fetchall()
