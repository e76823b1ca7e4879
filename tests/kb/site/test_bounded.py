"""What one statement may take of the machine that serves an office."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browse import Browser

from kb.site import bounded
from kb.site.live import Generation, connect


@pytest.fixture
def connection(sample_db: Path) -> Iterator[sqlite3.Connection]:
    opened = connect(sample_db)
    bounded.bound(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select zeroblob(1000000000)", "too big"),
        ("select hex(zeroblob(60000000))", "too big"),
        ("select printf('%.*c', 1000, 'a') like '%' || printf('%.*c', 300, 'a') || 'b'", "complex"),
        ("select printf('%.*c', 1000, 'a') glob '*' || printf('%.*c', 300, 'a') || 'b'", "complex"),
        ("with recursive n(i) as (select 1 union all select i + 1 from n) "
         "select zeroblob(60000000) from n limit 500", "too large"),
        ("select load_extension('/tmp/x.so')", "not authorized"),
        ("select writefile('/tmp/x', 'x')", "no such function"),
        ("select readfile('/etc/passwd')", "no such function"),
        ("select edit('x')", "no such function"),
        ("with x as (select 1) delete from documents", "readonly"),
        ("with x as (select 1) update documents set title = 'x' returning id", "readonly"),
        ("with x as (select 1) insert into temp.sqlite_master values (1, 1, 1, 1, 1)", "master"),
        ("select 1; attach database '/tmp/x' as x", "one statement at a time"),
        ("select from where", "syntax error"),
    ],
)  # fmt: skip
def test_a_statement_that_takes_too_much_or_reaches_out_is_refused_in_a_line(
    office: Browser, sql: str, said: str
) -> None:
    answer = office.get("/kb.json", sql=sql)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert "Traceback" not in answer.text


def test_nobody_is_told_where_in_memory_the_server_lies(office: Browser) -> None:
    sql = "select fts3_tokenizer('simple') as place"
    assert office.rows("/kb", sql=sql) == [{"place": None}]


@pytest.mark.parametrize(
    "sql",
    [
        "attach database '/tmp/x' as x",
        "pragma writable_schema = 1",
        "select * from pragma_writable_schema",
        "vacuum into '/tmp/x.db'",
        "update documents set title = 'x'",
    ],
)
def test_only_questions_are_asked(office: Browser, sql: str) -> None:
    assert office.get("/kb.json", sql=sql).status_code == 400
    assert office.get("/kb/documents.json?_shape=array").status_code == 200


def test_a_row_of_long_values_does_not_take_all_the_memory(connection: sqlite3.Connection) -> None:
    row = ", ".join(["zeroblob(60000000)"] * 100)
    with pytest.raises((sqlite3.OperationalError, MemoryError)):
        connection.execute(f"select {row}").fetchmany(2)
    (limit,) = connection.execute("PRAGMA hard_heap_limit").fetchone()
    assert limit <= 1_000_000_000


def test_want_of_memory_is_an_error_of_the_question(sample_db: Path) -> None:
    generation = Generation((0, 0, 0, 0), [connect(sample_db)])

    def wants_too_much(_: sqlite3.Connection) -> None:
        raise MemoryError

    with pytest.raises(sqlite3.OperationalError, match="memory"):
        generation.run(wants_too_much)
    generation.close()


def test_what_cannot_be_stopped_is_told(sample_db: Path) -> None:
    generation = Generation((0, 0, 0, 0), [connect(sample_db)])
    begun, end = threading.Event(), threading.Event()

    def goes_on(_: sqlite3.Connection) -> None:
        begun.set()
        end.wait()

    thread = threading.Thread(target=generation.run, args=[goes_on])
    thread.start()
    begun.wait()
    assert generation.running.overdue(0)
    assert not generation.running.overdue(3600)
    end.set()
    thread.join()
    assert not generation.running.overdue(0)
    generation.close()
