"""What is counted in a build is counted once, and anew in the next."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.site import counted, live
from kb.site.server import make_datasette

Make = Callable[..., Path]

FACET = """
    select type as value, count(*) as count from (
        select * from documents
    ) where type is not null group by type order by count desc, value limit 31
"""


@pytest.fixture
def database(tmp_path: Path, knowledge_base: Make) -> live.LiveDatabase:
    database = make_datasette(knowledge_base(tmp_path / "kb.db")).get_database("kb")
    assert isinstance(database, live.LiveDatabase)
    return database


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that reach the database."""
    statements: list[str] = []
    stock = live.LiveDatabase.ask

    async def watch(self: live.LiveDatabase, sql: str, *given: Any, **limits: Any) -> Any:
        statements.append(sql)
        return await stock(self, sql, *given, **limits)

    monkeypatch.setattr(live.LiveDatabase, "ask", watch)
    return statements


def rows(database: live.LiveDatabase, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in asyncio.run(database.execute(sql, parameters)).rows]


@pytest.mark.parametrize(
    "sql",
    [FACET, "select count(*) from documents where held = 1", "select count(*) from task_owners "],
)
def test_counts_and_facets_are_asked_once(
    database: live.LiveDatabase, asked: list[str], sql: str
) -> None:
    assert rows(database, sql) == rows(database, sql)
    assert asked == [sql]


def test_other_values_are_another_question(database: live.LiveDatabase) -> None:
    sql = "select count(*) from documents where id = :id"
    assert rows(database, sql, {"id": "none"}) == [(0,)]
    assert rows(database, sql, {"id": "30-2020-nd-cp.vn"}) == [(1,)]


def test_any_other_statement_is_asked_each_time(
    database: live.LiveDatabase, asked: list[str]
) -> None:
    sql = "select random() from documents"
    assert rows(database, sql) != rows(database, sql)
    assert asked == [sql, sql]


def test_the_rows_that_the_build_counted_are_not_counted_again(
    tmp_path: Path, knowledge_base: Make
) -> None:
    db = knowledge_base(tmp_path / "kb.db")
    with sqlite3.connect(db) as connection:
        connection.execute("INSERT INTO _counts VALUES ('documents', 12345)")
    database = make_datasette(db).get_database("kb")
    assert isinstance(database, live.LiveDatabase)
    assert rows(database, "select count(*) from documents ") == [(12345,)]
    assert asyncio.run(database.table_counts())["documents"] == 12345


def test_a_build_of_an_earlier_version_is_counted_when_it_is_served() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE documents (id)")
    connection.execute("CREATE VIRTUAL TABLE documents_fts USING fts5(title)")
    known = counted.counted_when_built(connection)
    assert known.rows_of("select count(*) from documents") is None
    assert known.rows_of("select count(*) from [documents_fts_data]") == 0


def with_types_counted(db: Path, counts: str) -> live.LiveDatabase:
    """A knowledge base whose build counted the types of documents so."""
    with sqlite3.connect(db) as connection:
        connection.execute("INSERT INTO _facets VALUES ('documents', 'type', ?)", [counts])
    database = make_datasette(db).get_database("kb")
    assert isinstance(database, live.LiveDatabase)
    return database


def test_the_values_that_the_build_counted_are_not_counted_again(
    tmp_path: Path, knowledge_base: Make
) -> None:
    database = with_types_counted(
        knowledge_base(tmp_path / "kb.db"), '[["directive", 700], ["plan", 12]]'
    )
    assert rows(database, FACET) == [("directive", 700), ("plan", 12)]
    assert rows(database, FACET.replace("limit 31", "limit 1")) == [("directive", 700)]


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("from documents", "from documents where held = 1"),
        ("type as value", "upper(type) as value"),
        ("limit 31", "limit 1001"),
    ],
)
def test_any_other_count_of_values_is_made_when_it_is_asked(
    tmp_path: Path, knowledge_base: Make, part: str, other: str
) -> None:
    database = with_types_counted(knowledge_base(tmp_path / "kb.db"), '[["directive", 700]]')
    assert ("directive", 700) not in rows(database, FACET.replace(part, other))


def test_the_schema_is_read_once_a_build(database: live.LiveDatabase, asked: list[str]) -> None:
    first = asyncio.run(database.view_names())
    first.append("changed by who asked")
    assert "task_owners" in asyncio.run(database.view_names())
    assert "changed by who asked" not in asyncio.run(database.view_names())
    assert len(asked) == 1
