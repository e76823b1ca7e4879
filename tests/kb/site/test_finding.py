"""Which rows hold the words of a search, and in which order, without the pages around."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlite_utils import Database

from kb import schema, search
from kb.site import facets, finding
from kb.site.facets import About, Hit
from kb.site.pages.search import KINDS

TEXTS = {
    "a": ("Kế hoạch rà soát biên chế", "Rà soát biên chế của các sở, ban, ngành và địa phương"),
    "b": ("Thông báo kết luận", "Sở Nội vụ rà soát biên chế. Giao kế hoạch đào tạo cán bộ"),
    "c": ("Báo cáo", "Biên chế năm nay đã được rà soát"),
}
"""Titles and texts of documents, each with a provision and a task of the same words."""


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        schema.migrate(Database(connection))
        for number, (id_, (title, text)) in enumerate(TEXTS.items(), 1):
            for table, row in (
                ("documents", {"id": id_, "title": title, "number": f"{number}/KH-UBND"}),
                ("document_texts", {"document_id": id_, "text": f"{title}\n{text}"}),
                ("sections", {"id": f"{id_}:s", "document_id": id_, "text": text}),
                ("tasks", {"id": f"{id_}:t", "document_id": id_, "text": text}),
            ):
                schema.insert(connection, table, [row])
        search.create(connection)
        yield connection


def found(conn: sqlite3.Connection, words: str, kind: str, *, loosely: bool = True) -> list[str]:
    query = search.understood(conn, words)
    assert query is not None
    ranked = finding.found(conn, query, [kind], loosely=loosely)
    hits = facets.hits(conn, ranked)
    return [hit.id for hit in sorted(hits, key=lambda hit: (-hit.score, hit.row))]


def test_names_of_documents_come_before_their_texts(conn: sqlite3.Connection) -> None:
    assert found(conn, "kế hoạch", "documents") == ["a", "b"]
    assert found(conn, "kế hoạch", "documents", loosely=False) == ["a"]
    assert found(conn, "1 kh ubnd", "documents", loosely=False) == ["a"]


def test_of_texts_of_common_words_the_shorter_comes_first(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "COMMON", 0)
    assert found(conn, "rà soát biên chế", "sections") == ["a:s", "b:s", "c:s"]


@pytest.mark.parametrize("words", ["rà soát biên chế", "biên chế", "cán bộ", "đào tạo", "sở"])
@pytest.mark.parametrize("kind", KINDS)
def test_how_common_words_are_changes_the_order_and_never_what_is_found(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, words: str, kind: str
) -> None:
    rare = found(conn, words, kind)
    monkeypatch.setattr(finding, "COMMON", 0)
    assert sorted(found(conn, words, kind)) == sorted(rare)


def test_a_last_word_goes_on_only_where_no_document_has_it_whole(conn: sqlite3.Connection) -> None:
    assert found(conn, "cán bộ đào", "tasks") == ["b:t"]
    assert found(conn, "giao kế hoạch đào tạo cán", "tasks") == ["b:t"]
    assert found(conn, "phương ng", "tasks") == []  # two letters are no beginning
    assert found(conn, "phương nga", "tasks") == ["a:t"]


def test_what_no_document_holds_is_not_sought_in_provisions(conn: sqlite3.Connection) -> None:
    asked: list[str] = []
    conn.set_trace_callback(asked.append)
    assert found(conn, "biên chế ngoại giao", "sections") == []
    assert found(conn, "địa phương biên chế", "sections", loosely=False) == []
    assert not any("sections_fts" in sql for sql in asked)


def test_an_index_that_an_earlier_build_did_not_have_is_filled(conn: sqlite3.Connection) -> None:
    conn.execute(f"DROP TABLE {search.NAMES.name}")
    search.create(conn)
    assert found(conn, "kết luận", "documents", loosely=False) == ["b"]


@pytest.mark.parametrize("sizes", [(0,), (3, 4), (127, 0), (128,), (300, 2, 20_000)])
def test_the_length_of_an_indexed_row_is_that_of_all_its_columns(sizes: tuple[int, ...]) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        columns = [f"c{n}" for n in range(len(sizes))]
        connection.execute(f"CREATE VIRTUAL TABLE t_fts USING fts5({', '.join(columns)})")
        marks = ", ".join("?" * len(sizes))
        connection.execute(f"INSERT INTO t_fts VALUES ({marks})", ["a " * size for size in sizes])
        ((stored,),) = connection.execute("SELECT sz FROM t_fts_docsize")
    assert finding._length(stored) == sum(sizes)


def _hit(id_: str, year: str, *parts: tuple[str, str]) -> Hit:
    return Hit("tasks", 1, id_, 1.0, About(year=year), parts)


HITS = [
    _hit("1", "2024", ("so-a", "lead"), ("so-b", "coordinate")),
    _hit("2", "2024", ("so-b", "lead")),
    _hit("3", "2025", ("so-a", "coordinate")),
]


@pytest.mark.parametrize(
    ("chosen", "kept", "of_year", "of_role"),
    [
        ({}, "123", "123", "123"),
        ({"year": ["2024"]}, "12", "123", "12"),
        ({"agency": ["so-a"], "role": ["lead"]}, "1", "1", "13"),
        ({"agency": ["so-b"], "role": ["coordinate"]}, "1", "1", "12"),
        ({"year": ["2025"], "agency": ["so-b"]}, "", "12", ""),
        ({"year": ["2024", "2025"], "role": ["lead"]}, "12", "12", "123"),
    ],
)
def test_a_facet_counts_what_would_be_left_if_only_it_were_open(
    chosen: dict[str, list[str]], kept: str, of_year: str, of_role: str
) -> None:
    given = {name: chosen.get(name, []) for name in facets.FACETS}
    narrowed, left = facets.narrowed(HITS, given)
    assert "".join(hit.id for hit in narrowed) == kept
    assert "".join(hit.id for hit in left["year"]) == of_year
    assert "".join(hit.id for hit in left["role"]) == of_role
