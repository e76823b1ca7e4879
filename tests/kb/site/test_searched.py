"""The search box of Datasette's tables gives the newest rows, and says where there are more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from browse import Browser

from kb.site import searched
from kb.site.server import make_datasette


@pytest.fixture
def office(tmp_path: Path, knowledge_base: Callable[..., Path]) -> Browser:
    """The small knowledge base with five tasks more, all to be found by one word."""
    db = knowledge_base(tmp_path / "kb.db")
    with sqlite3.connect(db) as connection:
        for number in range(5):
            connection.execute(
                'INSERT INTO tasks (id, document_id, text, quote, start, "end", page)'
                " SELECT 'new:' || ?, document_id, 'Trồng cây xanh', quote, start, \"end\", page"
                " FROM tasks LIMIT 1",
                [number],
            )
        connection.execute(
            "INSERT INTO tasks_fts (rowid, text) SELECT rowid, 'trong cay xanh' FROM tasks"
            " WHERE id LIKE 'new:%'"
        )
    return Browser(make_datasette(db))


def found(office: Browser, **asked: str) -> tuple[list[str], int, str]:
    told = office.get("/kb/tasks.json", _shape="objects", **asked).json()
    ids = [row["id"] for row in told["rows"]]
    return ids, told["filtered_table_rows_count"], told["human_description_en"]


@pytest.mark.parametrize("asked", [{"_search": "cay xanh"}, {"_search_text": "cây xanh"}])
def test_of_many_rows_the_newest_are_given_and_the_page_says_so(
    office: Browser, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    monkeypatch.setattr(searched, "NEWEST", 3)
    ids, count, described = found(office, **asked)
    assert ids == ["new:2", "new:3", "new:4"]
    assert count == 3
    assert "the newest 3" in described


def test_where_all_rows_are_given_nothing_is_said_of_more(office: Browser) -> None:
    ids, count, described = found(office, _search="cay xanh")
    assert ids == [f"new:{number}" for number in range(5)]
    assert count == 5
    assert "newest" not in described


def test_a_word_that_has_only_begun_finds_rows_where_none_has_it_whole(office: Browser) -> None:
    assert len(found(office, _search="trong cay xan")[0]) == 5


def test_other_conditions_stay_as_they_are(office: Browser) -> None:
    assert found(office, _search="cay xanh", id="new:4")[0] == ["new:4"]
